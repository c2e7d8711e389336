"""Fit what weighs `direction` again: on records of which every direction is known and no other label.

The encoder, as the head adapted it, stands still; a small reading of its own (`neighbours.joined`) and one
linear row are fitted over it, on those records and on the labelled ones. How well that does is told on
writers of the former who are left out of the fit.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from supcheck.classify import DIRECTING, DIRECTION, TARGETS, Head, features
from supcheck.encoder import Encoder
from supcheck.errors import SupcheckError
from supcheck.learn.adapter import warmed
from supcheck.learn.data import Labelled, writer_of
from supcheck.learn.reading import Reading
from supcheck.learn.train import band, even_threshold, figures, odds
from supcheck.load.plain import blocks_of_text
from supcheck.neighbours import SCALE, Seen
from supcheck.records import Record, Unit
from supcheck.segment import segment
from supcheck.words import Words

Floats = NDArray[np.float32]

FOLDS: Final = 5
EPOCHS: Final = 8
RECORDS: Final = 8
"""Records of a batch."""
RATE: Final = 2e-3
_DECAY: Final = 0.05
_DROPOUT: Final = 0.1
_NARROW: Final = 64
_STATE: Final = 24
"""Width of what the reading is given, and of its state in each way."""
_WARM: Final = 0.1
_BATCH: Final = 32


@dataclass(frozen=True, slots=True)
class Directed:
    """A record, and which of its units set something to be done."""

    writer: str
    record: Record
    units: tuple[Unit, ...]
    directs: NDArray[np.float32]
    """1 or 0 a unit."""
    counts: NDArray[np.bool_]
    """Which units are learned from: neither silent nor doubtful."""


def read_directed(path: Path, words: Words) -> Iterator[Directed]:
    """The records of a file of directions: a unit that shares words with a direction's quotation directs."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        record, units = segment(Record(row["id"], path.name, text, blocks_of_text(text)), words)
        quoted = [(text.index(one["quote"]), len(one["quote"])) for one in row["directions"]]
        directs = [
            any(unit.span.start < start + size and unit.span.end > start for start, size in quoted)
            for unit in units
        ]
        counts = np.array([not unit.silent for unit in units], dtype=np.bool_)
        yield Directed(writer_of(row["id"]), record, units, np.array(directs, dtype=np.float32), counts)


def directed_of(one: Labelled) -> Directed:
    """A labelled record, of which nothing but its directions is asked."""
    directs = [TARGETS[DIRECTION] in (bears or ()) for bears in one.bears]
    return Directed(one.voice, one.record, one.units, np.array(directs, dtype=np.float32), one.counts)


class _Model(nn.Module):
    """A reading and a linear row upon it, for vectors that stand still."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.reading = Reading(columns, _NARROW, _STATE, _DROPOUT)
        self.row = nn.Linear(self.reading.width, 1)
        self.dropout = nn.Dropout(_DROPOUT)
        nn.init.zeros_(self.row.weight)

    def forward(self, seen: Seen) -> torch.Tensor:
        """A logit a unit."""
        joined = self.reading(torch.from_numpy(seen.own), torch.from_numpy(seen.beside))
        logits: torch.Tensor = self.row(self.dropout(joined) * SCALE)[:, 0]
        return logits

    def learned(self) -> dict[str, Floats]:
        """As `Head.directing` holds it."""
        row = {"weight": self.row.weight[0] * SCALE, "bias": self.row.bias}
        return {
            **self.reading.learned(),
            **{name: one.detach().numpy().astype(np.float32) for name, one in row.items()},
        }


def fit(seen: Sequence[Seen], directed: Sequence[Directed], step: Callable[[], Any]) -> dict[str, Floats]:
    """The tensors of `Head.directing`, from a seed; `step` is called after each epoch."""
    torch.manual_seed(0)
    order = np.random.default_rng(0)
    model = _Model(seen[0].beside.shape[1])
    told = [place for place, one in enumerate(directed) if one.counts.any()]
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=_DECAY)
    schedule = warmed(optimiser, EPOCHS * -(-len(told) // RECORDS), _WARM)
    loss_of = nn.BCEWithLogitsLoss()
    for _ in range(EPOCHS):
        model.train()
        for places in np.array_split(order.permutation(told), -(-len(told) // RECORDS)):
            counts = [torch.from_numpy(directed[place].counts) for place in places]
            logits = [model(seen[place])[some] for place, some in zip(places, counts, strict=True)]
            truth = [
                torch.from_numpy(directed[place].directs)[some]
                for place, some in zip(places, counts, strict=True)
            ]
            optimiser.zero_grad()
            loss_of(torch.cat(logits), torch.cat(truth)).backward()
            optimiser.step()
            schedule.step()
        step()
    return model.learned()


def left_out(
    seen: Sequence[Seen],
    directed: Sequence[Directed],
    writers: Sequence[str],
    head: Head,
    step: Callable[[], Any],
) -> tuple[Floats, NDArray[np.int8]]:
    """Logits and truth of their units that count, of each fold of writers by a fit to all others."""
    logits, truth = [], []
    for fold in range(FOLDS):
        apart = set(writers[fold::FOLDS])
        others = [place for place, one in enumerate(directed) if one.writer not in apart]
        tensors = fit([seen[place] for place in others], [directed[place] for place in others], step)
        again = dataclasses.replace(head, directing=tensors)
        for one, mine in zip(directed, seen, strict=True):
            if one.writer in apart:
                logits.append(again.logits(mine)[one.counts, DIRECTION])
                truth.append(one.directs[one.counts])
    return np.concatenate(logits), np.concatenate(truth).astype(np.int8)


def train(
    head: Head,
    words: Words,
    files: Sequence[Path],
    labelled: Sequence[Labelled],
    folder: Path,
    step: Callable[[], Any],
) -> dict[str, Any]:
    """Fit on files of directions and labelled records, write it into the folder's head; return its card.

    Raises `SupcheckError` where the files hold too few writers to leave some out.
    """
    from safetensors.numpy import load, save

    told = [one for path in files for one in read_directed(path, words)]
    writers = sorted({one.writer for one in told})
    if len(writers) < FOLDS:
        raise SupcheckError(f"fewer than {FOLDS} writers of directions: add records of others")
    directed = [*told, *map(directed_of, labelled)]
    encoder = Encoder(adapter=head.adapter)
    segmented = [(one.record, one.units) for one in directed]
    batches = (segmented[start : start + _BATCH] for start in range(0, len(segmented), _BATCH))
    seen = [one for batch in batches for one in features(encoder, words, batch)]
    logits, truth = left_out(seen, directed, writers, head, step)
    cut = even_threshold(logits, truth)
    edges = band(logits, truth, cut)
    tensors = fit(seen, directed, step)
    kept = load((folder / "head.safetensors").read_bytes())
    kept = {name: one for name, one in kept.items() if not name.startswith(DIRECTING)}
    written = save(
        {**kept, **{f"{DIRECTING}{name}": one.astype(np.float16) for name, one in tensors.items()}}
    )
    card: dict[str, Any] = json.loads((folder / "head.json").read_text(encoding="utf-8"))
    card["weights"] = hashlib.sha256(written).hexdigest()
    card["bands"][TARGETS[DIRECTION]] = [round(float(odds(edge)), 4) for edge in edges]
    card["directions"] = {
        "records": len(told),
        "writers": len(writers),
        "units": len(truth),
        "borne": int(truth.sum()),
        "labelled": len(labelled),
        "writers_left_out": figures(logits, truth, cut, edges),
    }
    (folder / "head.safetensors").write_bytes(written)
    (folder / "head.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8", newline="\n")
    return card
