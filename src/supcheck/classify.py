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
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from supcheck.checks import SIGNS
from supcheck.cues import cue_columns, cue_digest
from supcheck.data import data_path
from supcheck.encoder import ADAPTED, DIGEST, LAYERS, WIDTH, Vectors
from supcheck.errors import ModelError
from supcheck.hollow import EARNED, is_hollow
from supcheck.neighbours import Seen, joined
from supcheck.records import LABELS, Holds, Kind, Label, Named, Record, Shape, Status, Unit
from supcheck.status import is_settled, is_ticked, status_of
from supcheck.words import Words

TARGETS: Final = (*LABELS, *SIGNS)
"""Everything that the head scores, in its order."""
DIRECTION: Final = TARGETS.index("direction")
DIRECTING: Final = "directing."
"""Before the names of the tensors that weigh `direction` again."""

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
_LISTS: Final = ("direction", "follow_up")
"""Sections in which a tick says that something is done, and not what was chosen."""
_SHAPES: Final = tuple(Shape)
_KINDS: Final = tuple(Kind)

_AGAIN: Final = "install supcheck again, or run supcheck train"
_CARD: Final[Mapping[str, type]] = {
    "name": str,
    "encoder": str,
    "layers": list,
    "targets": list,
    "cues": str,
    "weights": str,
    "bands": dict,
}
"""What of head.json is read here."""
_HIDDEN: Final = WIDTH // len(LAYERS)
_CHANGED: Final = {"wide": (4 * _HIDDEN, _HIDDEN), "narrow": (_HIDDEN, 4 * _HIDDEN)}
"""Rows and columns of the encoder's matrices that are not square, by their part of a layer."""


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
    directing: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    """A reading and a row of its own for `direction`, trained on records of which nothing else is known."""

    def logits(self, seen: Seen) -> NDArray[np.float32]:
        """Log-odds; shape (units, targets)."""
        logits: NDArray[np.float32] = joined(seen, self.reading) @ self.weight.T + self.bias
        if self.directing:
            row = joined(seen, self.directing) @ self.directing["weight"]
            logits[:, DIRECTION] = row + self.directing["bias"]
        return logits

    def scores(self, seen: Seen) -> NDArray[np.float32]:
        """Probabilities; shape (units, targets)."""
        logits = self.logits(seen)
        return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)


def load_head(words: Words, folder: Path | None = None) -> Head:
    """Read head.safetensors and head.json.

    Raises `InstallError` where their folder is missing; `ModelError` where one of them is missing or
    broken, or where they fit neither each other nor this supcheck.
    """
    folder = folder or data_path("model")
    try:
        raw = (folder / "head.safetensors").read_bytes()
        written = (folder / "head.json").read_bytes()
    except OSError as error:
        raise ModelError(f"the head is missing ({error.strerror}): install supcheck again") from None
    card = _card(written)
    if card["encoder"] != DIGEST or tuple(card["layers"]) != LAYERS or tuple(card["targets"]) != TARGETS:
        raise ModelError("the head was trained for another encoder or other labels: run supcheck train")
    if card["cues"] != cue_digest(words):
        raise ModelError("the cue lists in words.yaml are not those of the head: run supcheck train")
    digest = hashlib.sha256(raw).hexdigest()
    if digest != card["weights"]:
        raise ModelError("head.safetensors and head.json do not belong together: install supcheck again")
    tensors = _tensors(raw, words)
    parts = (_under(tensors, prefix) for prefix in ("adapter.", "reading.", DIRECTING))
    named = Named(card["name"], digest[:16])
    return Head(tensors["weight"], tensors["bias"], _bands(card["bands"]), named, *parts)


def _card(written: bytes) -> dict[str, Any]:
    """`head.json`, its entries of the type that is read."""
    try:
        card = json.loads(written.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ModelError(f"head.json is not JSON: {_AGAIN}") from None
    if not isinstance(card, dict):
        raise ModelError(f"head.json is not an object: {_AGAIN}")
    lacking = [name for name, kind in _CARD.items() if not isinstance(card.get(name), kind)]
    if lacking:
        raise ModelError(f"head.json says no usable {', '.join(lacking)}: {_AGAIN}")
    return card


def _bands(told: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Each target's band, in the targets' order."""
    if set(told) != set(TARGETS):
        raise ModelError(f"the bands in head.json are not those of the head's targets: {_AGAIN}")
    wrong = [name for name in TARGETS if not _is_band(told[name])]
    if wrong:
        raise ModelError(f"the band of {', '.join(wrong)} in head.json is not two shares in order: {_AGAIN}")
    return {name: (float(told[name][0]), float(told[name][1])) for name in TARGETS}


def _is_band(told: Any) -> bool:
    pair = isinstance(told, list) and len(told) == 2 and all(isinstance(edge, int | float) for edge in told)
    return pair and 0 <= told[0] <= told[1] <= 1


def _tensors(raw: bytes, words: Words) -> dict[str, NDArray[np.float32]]:
    """Everything in head.safetensors, each part of the shape that it is read in."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        tensors: dict[str, NDArray[np.float32]] = load(raw)
    except SafetensorError:
        raise ModelError(f"head.safetensors is broken: {_AGAIN}") from None
    found = {name: array.shape for name, array in tensors.items()}
    for name, shape in _shapes(found, words).items():
        if name not in found:
            raise ModelError(f"head.safetensors lacks {name}: {_AGAIN}")
        if found[name] != shape:
            raise ModelError(f"{name} in head.safetensors is {found[name]} and not {shape}: {_AGAIN}")
    return tensors


def _shapes(found: Mapping[str, tuple[int, ...]], words: Words) -> dict[str, tuple[int, ...]]:
    """The shape that each tensor must have; the widths of the readings and the rank are the head's own."""
    beside = columns(Record("", "", "", ()), (), words).shape[1]
    width, shapes = _shapes_of_reading(found, "reading.", beside)
    shapes |= {"weight": (len(TARGETS), width), "bias": (len(TARGETS),)}
    if any(name.startswith(DIRECTING) for name in found):
        width, again = _shapes_of_reading(found, DIRECTING, beside)
        shapes |= {**again, f"{DIRECTING}weight": (width,), f"{DIRECTING}bias": (1,)}
    rank = _last(found, f"adapter.{ADAPTED[0]}.up")
    for name in ADAPTED:
        out, into = _CHANGED.get(name.split(".")[1], (_HIDDEN, _HIDDEN))
        shapes[f"adapter.{name}.up"], shapes[f"adapter.{name}.down"] = (out, rank), (rank, into)
    return shapes


def _shapes_of_reading(
    found: Mapping[str, tuple[int, ...]], prefix: str, beside: int
) -> tuple[int, dict[str, tuple[int, ...]]]:
    """How many numbers of a unit `joined` gives with a reading, and the shapes of what it reads with."""
    narrow, state = (_last(found, f"{prefix}{name}") for name in ("narrow.bias", "weight_hh_l0"))
    shapes: dict[str, tuple[int, ...]] = {
        f"{prefix}narrow.weight": (narrow, WIDTH + beside),
        f"{prefix}narrow.bias": (narrow,),
    }
    for way in ("", "_reverse"):
        for kind, width in (("ih", narrow), ("hh", state)):
            shapes[f"{prefix}weight_{kind}_l0{way}"] = (3 * state, width)
            shapes[f"{prefix}bias_{kind}_l0{way}"] = (3 * state,)
    return WIDTH + 2 * _HIDDEN + beside + 2 * state, shapes


def _last(found: Mapping[str, tuple[int, ...]], name: str) -> int:
    """The last width of a tensor; 0 of a lone number, or where it is not there."""
    return (0, *found.get(name, ()))[-1]


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
    under = [unit.under(record.text) for record, units in segmented for unit in units]
    flat = encoder.encode(texts, under)
    found, start = [], 0
    for record, units in segmented:
        found.append(Seen(flat[start : start + len(units)], columns(record, units, words)))
        start += len(units)
    return found


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
    width = len(cue_columns("", None, words))  # a record without units has as many columns as any other
    return _PLACE * np.array(rows, dtype=np.float32).reshape(len(units), width)


def classify(
    head: Head, words: Words, record: Record, units: Sequence[Unit], found: Seen
) -> tuple[tuple[Label, ...], ...]:
    """A label for each target of each unit, scored here."""
    return labelled(head, words, record, units, head.scores(found)) if len(units) else ()


def labelled(
    head: Head, words: Words, record: Record, units: Sequence[Unit], scores: NDArray[np.float32]
) -> tuple[tuple[Label, ...], ...]:
    """A label for each score; a silent unit bears nothing, whatever its score."""
    said = [unit.span.of(record.text) for unit in units]
    hollow = [is_hollow(one, words) for one in said]
    settled = [
        (unit.section.key in _LISTS and is_ticked(one)) or (unit.shape is Shape.ROW and is_settled(one))
        for unit, one in zip(units, said, strict=True)
    ]
    listed = [
        unit.listed and not unit.silent and status_of(one, words) is not Status.DONE
        for unit, one in zip(units, said, strict=True)
    ]
    rows = scores.tolist()
    return tuple(_labels(head, *one) for one in zip(units, rows, hollow, settled, listed, strict=True))


def _labels(
    head: Head, unit: Unit, scores: Sequence[float], hollow: bool, settled: bool, listed: bool
) -> tuple[Label, ...]:
    held = {
        name: Holds.NO if unit.silent else _decide(score, *head.bands[name])
        for name, score in zip(TARGETS, scores, strict=True)
    }
    by_name = dict(zip(TARGETS, scores, strict=True))
    if by_name["direction"] < by_name["contingency"]:
        # ruling 1: a conditional act is no direction; a perhaps conditional one is perhaps none
        held["direction"] = min(held["direction"], Holds(2 - held["contingency"]))
    held |= dict.fromkeys(EARNED, Holds.NO) if hollow else {}
    if listed:
        # codebook section 1: 'SW by 14/11' in a table row under the heading Actions is a direction
        held["direction"] = max(held["direction"], Holds(2 - held["contingency"]))
    # ruling 14: what is done is no direction
    held |= {"direction": Holds.NO} if settled else {}
    held["vague"] = min(held["vague"], held["direction"])
    return tuple(
        Label(name, 0.0 if unit.silent else round(score, 4), held[name])
        for name, score in zip(TARGETS, scores, strict=True)
    )


def _decide(score: float, low: float, high: float) -> Holds:
    if score >= high:
        return Holds.YES
    return Holds.MAYBE if score >= low else Holds.NO
