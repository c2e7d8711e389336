"""`prompts/labels.yaml` -> labels that an authority adds: a description and a few examples, no training.

A label's direction in the encoder's space is the mean of its examples less that of a background of
ordinary units, in a space made rounder by the background's own spread (Fisher's discriminant with a
covariance shrunk nearly to the identity: a few examples cannot bear more). The thresholds come from
where each example falls when it is left out, and from how seldom the background goes so far.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from supcheck.checks import NAMES
from supcheck.data import data_path, data_text, is_text, one_line, place_of, text_of, tree_of
from supcheck.errors import ModelError, RubricError, SupcheckError
from supcheck.reading import Reader
from supcheck.records import Holds, Label, Named

Floats = NDArray[np.float32]

FEWEST: Final = 5
MOST: Final = 30
BACKGROUND: Final = "background.safetensors"
SHIPPED: Final = "prompts/labels.yaml"
_SHRINKAGE: Final = 0.95
"""Chosen on the training voices, each of the eleven labels taken as new in turn."""
_OPEN_AT: Final = (0.25, 0.92)
_HOLDS_AT: Final = (0.45, 0.96)
"""Quantile of the examples, each left out in turn, and of the background: the higher score of the two."""


class PlainEncoder(Protocol):
    """What learning a label needs of an encoder."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """A row for each text."""
        ...


@dataclass(frozen=True, slots=True)
class OwnLabel:
    """A label as an authority describes it."""

    name: str
    description: str
    examples: tuple[str, ...]


def load_own_labels(path: Path | None = None) -> tuple[OwnLabel, ...]:
    """The labels of a file, or the shipped ones; raises `RubricError` with file:line:column."""
    if path is None:
        return parse_own_labels(data_text(SHIPPED), SHIPPED.rpartition("/")[2])
    try:
        return parse_own_labels(text_of(path), path.name)
    except OSError as error:
        raise RubricError(f"{path.name}: cannot be read ({error.strerror}); check 'labels'") from None


def parse_own_labels(text: str, file: str) -> tuple[OwnLabel, ...]:
    """The labels of a text; raises `RubricError` with file:line:column and no word of an example."""
    labels, faults = read_own_labels(text, file)
    if faults:
        raise faults[0]
    return labels


def read_own_labels(text: str, file: str) -> tuple[tuple[OwnLabel, ...], list[SupcheckError]]:
    """The labels that can be read, and the first fault of each other; raises `RubricError` for no mapping."""
    tree = tree_of(text, file, "a mapping of labels, each with a 'description' and 'examples'")
    reader = Reader(file)
    labels = []
    for name in tree:
        with reader.gathering():
            labels.append(_own_label(file, tree, name))
    return tuple(labels), reader.faults


_KEYS: Final = ("description", "examples")


def _own_label(file: str, tree: Mapping[Any, Any], name: Any) -> OwnLabel:
    fail = partial(_fail, file)
    if not is_text(name):
        raise fail(tree, name, "a label's name must be a text; put a number or a date in quotes")
    if name in NAMES:
        raise fail(tree, name, f"'{name}' is a label of the codebook or a sign; give yours another name")
    given = tree[name]
    if not isinstance(given, Mapping):
        raise fail(tree, name, f"'{name}' needs a 'description' and a list of 'examples'")
    for key in given:
        if key not in _KEYS:
            raise fail(given, key, f"unknown key; '{name}' has only a 'description' and 'examples'")
    if not is_text(given.get("description")):
        raise fail(given, "description", f"'{name}' needs a 'description' in words")
    if not isinstance(given.get("examples"), list):
        raise fail(given, "examples", f"'{name}' needs a list of 'examples'")
    examples = _examples(file, given, name)
    return OwnLabel(str(name), " ".join(given["description"].split()), examples)


def _examples(file: str, given: Mapping[Any, Any], name: str) -> tuple[str, ...]:
    """Enough examples and not too many, none blank and none twice; an error counts them and shows none."""
    examples: list[Any] = given["examples"]
    fail = partial(_fail, file)
    if not FEWEST <= len(examples) <= MOST:
        told = f"'{name}' has {len(examples)} examples; {FEWEST} to {MOST} are needed"
        raise fail(given, "examples", told)
    first: dict[str, int] = {}
    for place, example in enumerate(examples):
        called = f"example {place + 1} of '{name}'"
        if not is_text(example):
            told = f"{called} is blank or no text; write it out, in quotes where it has a colon"
            raise fail(examples, place, told)
        same = first.setdefault(" ".join(example.split()).casefold(), place)
        if same != place:
            raise fail(examples, place, f"{called} repeats example {same + 1}; give another")
    return tuple(str(example) for example in examples)


def _fail(file: str, node: Any, key: Any, message: str) -> RubricError:
    return RubricError(one_line(f"{file}:{place_of(node, key)}: {message}"))


@dataclass(frozen=True)
class OwnHead:
    """A linear layer over the plain encoder's vectors, one row a label of an authority's own."""

    names: tuple[str, ...]
    weight: Floats
    bands: tuple[tuple[float, float], ...]
    """For each label: below the first it does not hold, from the second on it holds."""
    spread: Floats
    """A label's scores are shown as 0 to 1 by this scale."""
    named: Named

    def scores(self, vectors: Floats) -> Floats:
        """Shape (units, labels)."""
        return np.asarray(vectors @ self.weight.T, dtype=np.float32)

    @property
    def scales(self) -> NDArray[np.float64]:
        """What turns scores into labels, shape (labels, 3): both edges of the band, and the spread."""
        return np.column_stack([np.array(self.bands, dtype=np.float64), self.spread])

    def labels(self, vectors: Floats) -> list[tuple[Label, ...]]:
        """For each unit its own labels."""
        return own_labels_of(self.names, self.scales, self.scores(vectors))


def own_labels_of(
    names: Sequence[str], scales: NDArray[np.float64], scores: Floats
) -> list[tuple[Label, ...]]:
    """For each unit its own labels, from its scores and the labels' `scales`."""
    edges = [(name, *scale) for name, scale in zip(names, scales.tolist(), strict=True)]
    return [
        tuple(
            Label(name, round(_shown(float(score), low, high, spread), 4), _decide(score, low, high))
            for score, (name, low, high, spread) in zip(row, edges, strict=True)
        )
        for row in scores
    ]


def named_of(labels: Sequence[OwnLabel]) -> Named:
    """Own labels together, by their names, with the digest of what they are learned from."""
    content = json.dumps([[label.name, *label.examples] for label in labels])
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    return Named("+".join(label.name for label in labels), digest)


def _shown(score: float, low: float, high: float, spread: float) -> float:
    return float(1 / (1 + np.exp(-(score - (low + high) / 2) / spread)))


def _decide(score: float, low: float, high: float) -> Holds:
    if score >= high:
        return Holds.YES
    return Holds.MAYBE if score >= low else Holds.NO


def learn_own_labels(labels: Sequence[OwnLabel], encoder: PlainEncoder, background: Floats) -> OwnHead:
    """Learn each label from its examples; `background` has the plain encoder's vectors, a row a unit."""
    centre = background.mean(axis=0)
    spread = np.cov((background - centre).T)
    width = len(spread)
    shrunk = (1 - _SHRINKAGE) * spread + _SHRINKAGE * np.trace(spread) / width * np.eye(width)
    learned = [_learn(encoder.encode(label.examples), background, centre, shrunk) for label in labels]
    return OwnHead(
        tuple(label.name for label in labels),
        np.array([weight for weight, _, _ in learned], dtype=np.float32),
        tuple(band for _, band, _ in learned),
        np.array([scale for _, _, scale in learned], dtype=np.float32),
        named_of(labels),
    )


def _learn(
    examples: Floats, background: Floats, centre: Floats, shrunk: NDArray[np.float64]
) -> tuple[Floats, tuple[float, float], float]:
    """Weight, band and scale of one label."""
    others = (examples.sum(axis=0) - examples) / (len(examples) - 1)
    left_out = np.sum(examples * np.linalg.solve(shrunk, (others - centre).T).T, axis=1)
    weight = np.linalg.solve(shrunk, examples.mean(axis=0) - centre)
    ordinary = background @ weight
    low, high = (
        float(max(np.quantile(left_out, own), np.quantile(ordinary, common)))
        for own, common in (_OPEN_AT, _HOLDS_AT)
    )
    return weight.astype(np.float32), (low, high), float(ordinary.std())


def load_background() -> Floats:
    """The shipped vectors of ordinary units; raises `ModelError` or `InstallError` where they are damaged."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        return load((data_path("model") / BACKGROUND).read_bytes())["vectors"].astype(np.float32)
    except OSError as error:
        raise ModelError(f"{BACKGROUND} is missing ({error.strerror}): install supcheck again") from None
    except (SafetensorError, KeyError):
        raise ModelError(f"{BACKGROUND} is damaged: install supcheck again") from None
