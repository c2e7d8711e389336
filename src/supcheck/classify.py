"""Units (+ section, neighbours, cues) -> Labels, through a linear head and its bands.

The head scores; the bands decide; hollow words earn nothing. A score inside its label's band leaves
the label open (MAYBE). No other stage sees a score.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from supcheck.checks import SIGNS
from supcheck.cues import cue_columns, cue_digest
from supcheck.data import data_path
from supcheck.encoder import DIGEST, LAYERS, Vectors
from supcheck.errors import ModelError
from supcheck.hollow import EARNED, is_hollow
from supcheck.neighbours import Seen, joined
from supcheck.records import LABELS, Holds, Kind, Label, Named, Record, Shape, Unit
from supcheck.words import Words

TARGETS: Final = (*LABELS, *SIGNS)
"""Everything that the head scores, in its order."""

SECTIONS: Final = (
    "none",
    "other",
    "update",
    "progress",
    "voice",
    "thinking",
    "risk",
    "decision",
    "direction",
    "follow_up",
    "contingency",
    "admin",
)
_PLACE: Final = 0.25
"""How much a unit's section and its cues weigh beside its vectors; chosen on unseen voices."""
_SHAPES: Final = tuple(Shape)
_KINDS: Final = tuple(Kind)


class TextEncoder(Protocol):
    """What `classify` needs of an encoder."""

    def encode(self, texts: Sequence[str], under: Sequence[str] = ()) -> Vectors:
        """A row for each text, read under its heading."""
        ...


@dataclass(frozen=True)
class Head:
    """A linear layer over a unit's features, one row a target, and a band for each."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    bands: dict[str, tuple[float, float]]
    """Target -> (below this it does not hold, from this on it holds)."""
    named: Named
    adapter: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    """Low-rank changes to the encoder, trained with the head."""
    reading: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    """The weights that read a record both ways, trained with the head."""

    def scores(self, seen: Seen) -> NDArray[np.float32]:
        """Probabilities; shape (units, targets)."""
        logits = joined(seen, self.reading) @ self.weight.T + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)


def load_head(words: Words, folder: Path | None = None) -> Head:
    """Read head.safetensors and head.json; raises `ModelError` where they do not fit together."""
    from safetensors.numpy import load

    folder = folder or data_path("model")
    try:
        raw = (folder / "head.safetensors").read_bytes()
        card = json.loads((folder / "head.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"the head is missing ({error.strerror}): install supcheck again") from None
    if card["encoder"] != DIGEST or tuple(card["layers"]) != LAYERS or tuple(card["targets"]) != TARGETS:
        raise ModelError("the head was trained for another encoder or other labels: run supcheck train")
    if card["cues"] != cue_digest(words):
        raise ModelError("the cue lists in words.yaml are not those of the head: run supcheck train")
    digest = hashlib.sha256(raw).hexdigest()
    if digest != card["weights"]:
        raise ModelError("head.safetensors and head.json do not belong together: install supcheck again")
    tensors = load(raw)
    bands = {name: (float(low), float(high)) for name, (low, high) in card["bands"].items()}
    adapter, reading = (_under(tensors, prefix) for prefix in ("adapter.", "reading."))
    named = Named(card["name"], digest[:16])
    return Head(tensors["weight"], tensors["bias"], bands, named, adapter, reading)


def _under(tensors: Mapping[str, NDArray[np.float32]], prefix: str) -> dict[str, NDArray[np.float32]]:
    """The tensors of one part, by their names within it."""
    return {
        name.removeprefix(prefix): array.astype(np.float32)
        for name, array in tensors.items()
        if name.startswith(prefix)
    }


def features(
    encoder: TextEncoder, words: Words, segmented: Sequence[tuple[Record, tuple[Unit, ...]]]
) -> list[Seen]:
    """For each record its units as numbers: their vectors under their headings, their place and cues."""
    texts = [unit.span.of(record.text) for record, units in segmented for unit in units]
    under = [heading_of(record, unit) for record, units in segmented for unit in units]
    flat = encoder.encode(texts, under)
    found, start = [], 0
    for record, units in segmented:
        found.append(Seen(flat[start : start + len(units)], columns(record, units, words)))
        start += len(units)
    return found


def heading_of(record: Record, unit: Unit) -> str:
    """The words of the heading over a unit, or ''."""
    return unit.section.heading.of(record.text) if unit.section.heading else ""


def columns(record: Record, units: Sequence[Unit], words: Words) -> Vectors:
    """What stands beside the vectors: each unit's place and cues."""
    return np.hstack([_place(record, units), _cues(record, units, words)])


def _place(record: Record, units: Sequence[Unit]) -> Vectors:
    """Section, shape and the record's type, one column each."""
    table = np.zeros((len(units), len(SECTIONS) + len(_SHAPES) + len(_KINDS)), dtype=np.float32)
    for row, unit in enumerate(units):
        table[row, SECTIONS.index(unit.section.key)] = _PLACE
        table[row, len(SECTIONS) + _SHAPES.index(unit.shape)] = _PLACE
        if record.kind:
            table[row, len(SECTIONS) + len(_SHAPES) + _KINDS.index(record.kind)] = _PLACE
    return table


def _cues(record: Record, units: Sequence[Unit], words: Words) -> Vectors:
    rows = [cue_columns(unit.span.of(record.text), record.held, words) for unit in units]
    return _PLACE * np.array(rows, dtype=np.float32).reshape(len(units), -1)


def classify(
    head: Head, words: Words, record: Record, units: Sequence[Unit], found: Seen
) -> tuple[tuple[Label, ...], ...]:
    """A label for each target of each unit; a silent unit bears nothing, whatever its score."""
    if not len(units):
        return ()
    scores = head.scores(found)
    hollow = [is_hollow(unit.span.of(record.text), words) for unit in units]
    return tuple(_labels(head, unit, scores[row], hollow[row]) for row, unit in enumerate(units))


def _labels(head: Head, unit: Unit, scores: NDArray[np.float32], hollow: bool) -> tuple[Label, ...]:
    held = {
        name: Holds.NO if unit.silent else _decide(float(score), *head.bands[name])
        for name, score in zip(TARGETS, scores, strict=True)
    }
    by_name = dict(zip(TARGETS, scores, strict=True))
    if held["contingency"] is Holds.YES and by_name["direction"] < by_name["contingency"]:
        held["direction"] = Holds.NO  # ruling 1: a conditional act is no direction
    held |= dict.fromkeys(EARNED, Holds.NO) if hollow else {}
    held["vague"] = min(held["vague"], held["direction"])
    return tuple(
        Label(name, 0.0 if unit.silent else round(float(score), 4), held[name])
        for name, score in zip(TARGETS, scores, strict=True)
    )


def _decide(score: float, low: float, high: float) -> Holds:
    if score >= high:
        return Holds.YES
    return Holds.MAYBE if score >= low else Holds.NO
