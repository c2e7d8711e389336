"""How well a label of an authority's own is learned: each of the codebook's labels taken as new, in turn.

The plain encoder never saw our labels, so nothing leaks: examples are drawn from the training
voices by a seed, the label is learned as `own_labels` learns it, and read on the development voices.
A label of which the training voices have too few for a number of examples has no figure for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from supcheck.learn.data import Labelled
from supcheck.own_labels import Floats, OwnLabel, PlainEncoder, learn_own_labels
from supcheck.records import LABELS, Holds

EXAMPLES: Final = (10, 20, 30)
_DRAWS: Final = 3


def held_back(
    encoder: PlainEncoder, data: Sequence[Labelled], development: Sequence[Labelled], background: Floats
) -> dict[str, dict[str, float | None]]:
    """For each label the mean F1 of `_DRAWS` draws, by the number of its examples; None: too few bear it."""
    texts, bears = _units(data)
    other_texts, other_bears = _units(development)
    vectors = encoder.encode(other_texts)
    draw = np.random.default_rng(0)
    found: dict[str, dict[str, float | None]] = {}
    for name in LABELS:
        bearing = [text for text, one in zip(texts, bears, strict=True) if name in one]
        true = np.array([name in one for one in other_bears])
        found[name] = dict.fromkeys(map(str, EXAMPLES))
        for count in (count for count in EXAMPLES if count <= len(bearing)):
            drawn = [draw.choice(len(bearing), count, replace=False) for _ in range(_DRAWS)]
            figures = [_f1(encoder, [bearing[n] for n in one], background, vectors, true) for one in drawn]
            found[name][str(count)] = round(float(np.mean(figures)), 3)
    return found


def _units(data: Sequence[Labelled]) -> tuple[list[str], list[frozenset[str]]]:
    pairs = [
        (unit.span.of(one.record.text), bears)
        for one in data
        for unit, bears in zip(one.units, one.bears, strict=True)
        if bears is not None and not unit.silent
    ]
    return [text for text, _ in pairs], [bears for _, bears in pairs]


def _f1(
    encoder: PlainEncoder,
    examples: Sequence[str],
    background: Floats,
    vectors: Floats,
    true: NDArray[np.bool_],
) -> float:
    head = learn_own_labels([OwnLabel("new", "", tuple(examples))], encoder, background)
    said = np.array([row[0].holds is Holds.YES for row in head.labels(vectors)])
    return float(2 * (said & true).sum() / max(1, said.sum() + true.sum()))
