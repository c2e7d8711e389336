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
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from supcheck.data import data_path
from supcheck.errors import ModelError, RubricError
from supcheck.records import LABELS, Holds, Label, Named

Floats = NDArray[np.float32]

FEWEST: Final = 5
MOST: Final = 30
BACKGROUND: Final = "background.safetensors"
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
    path = path or data_path("prompts/labels.yaml")
    try:
        tree = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RubricError(f"{path.name}: cannot be read ({error.strerror}); check 'labels'") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise RubricError(f"{path.name}{place}: {error.problem}") from None
    if not isinstance(tree, Mapping):
        raise RubricError(f"{path.name}:1:1: must be a mapping of labels")
    return tuple(_own_label(path.name, tree, name) for name in tree)


def _own_label(file: str, tree: Any, name: str) -> OwnLabel:
    line, column = tree.lc.key(name)
    where = f"{file}:{line + 1}:{column + 1}"
    if name in LABELS:
        raise RubricError(f"{where}: '{name}' is a label of the codebook; give yours another name")
    given = tree[name]
    examples = given.get("examples") if isinstance(given, Mapping) else None
    described = isinstance(given, Mapping) and isinstance(given.get("description"), str)
    if not described or not isinstance(examples, list) or not all(isinstance(e, str) for e in examples):
        raise RubricError(f"{where}: '{name}' needs a 'description' and a list of 'examples'")
    if not FEWEST <= len(examples) <= MOST:
        raise RubricError(f"{where}: '{name}' has {len(examples)} examples; {FEWEST} to {MOST} are needed")
    return OwnLabel(name, " ".join(given["description"].split()), tuple(examples))


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

    def labels(self, vectors: Floats) -> list[tuple[Label, ...]]:
        """For each unit its own labels."""
        return [self._row(row) for row in vectors @ self.weight.T]

    def _row(self, scores: Floats) -> tuple[Label, ...]:
        return tuple(
            Label(name, round(_shown(float(score), low, high, float(spread)), 4), _decide(score, low, high))
            for name, score, (low, high), spread in zip(
                self.names, scores, self.bands, self.spread, strict=True
            )
        )


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
    content = json.dumps([[label.name, *label.examples] for label in labels])
    return OwnHead(
        tuple(label.name for label in labels),
        np.array([weight for weight, _, _ in learned], dtype=np.float32),
        tuple(band for _, band, _ in learned),
        np.array([scale for _, _, scale in learned], dtype=np.float32),
        Named("+".join(label.name for label in labels), hashlib.sha256(content.encode()).hexdigest()[:16]),
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
    """The shipped vectors of ordinary units; raises `ModelError` where they are missing."""
    from safetensors.numpy import load

    try:
        raw = (data_path("model") / BACKGROUND).read_bytes()
    except OSError as error:
        raise ModelError(f"{BACKGROUND} is missing ({error.strerror}): install supcheck again") from None
    return load(raw)["vectors"].astype(np.float32)
