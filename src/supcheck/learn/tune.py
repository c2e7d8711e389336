"""Fit a low-rank adapter of the encoder and the head together, on the CPU, from a seed.

A batch is whole records, so that a unit's neighbours are encoded in the same pass as itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from supcheck.classify import SECTIONS
from supcheck.encoder import Pieces, pooled
from supcheck.learn.adapter import Adapter, warmed
from supcheck.learn.reading import Reading
from supcheck.neighbours import SCALE

if TYPE_CHECKING:
    from torch import Tensor

Floats = NDArray[np.float32]

RANK: Final = 16
EPOCHS: Final = 4
RATE: Final = 1e-3
"""Learning rate of the adapter, at its highest."""
HEAD_RATE: Final = 2e-2
UNITS: Final = 36
"""A batch is the records that make up about so many units."""
READ_RATE: Final = 2e-3
_NARROW: Final = 192
_STATE: Final = 96
"""Width of what the reading is given, and of its state in each way."""
_WARM: Final = 0.1
_DROPOUT: Final = 0.1
_HIDDEN: Final = 0.1
"""Share of word pieces that are hidden from the encoder in training."""
_UNHEADED: Final = 0.2
"""Share of units whose heading is hidden in training; as many, drawn apart, lose their section."""


@dataclass(frozen=True)
class Example:
    """One record, ready to be encoded."""

    pieces: tuple[Pieces, ...]
    """Each unit's word pieces, under its heading."""
    beside: Floats
    """Place, its section first, and cues; a row a unit."""
    truth: Floats
    """Shape (units, targets)."""
    counts: NDArray[np.bool_]
    """Which units are learned from: neither silent nor doubtful."""


@dataclass(frozen=True)
class Tuned:
    """What was learned."""

    adapter: dict[str, Floats]
    reading: dict[str, Floats]
    weight: Floats
    bias: Floats


class _Model(nn.Module):
    """The encoder's weights with a low-rank change to each, and the head upon the features of `classify`."""

    def __init__(self, weights: Mapping[str, Tensor], columns: int, targets: int) -> None:
        super().__init__()
        self.encoder = Adapter(weights, RANK)
        self.dropout = nn.Dropout(_DROPOUT)
        self.reading = Reading(columns, _NARROW, _STATE, _DROPOUT)
        self.head = nn.Linear(self.reading.width, targets)
        nn.init.zeros_(self.head.weight)
        nn.init.constant_(self.head.bias, -2.0)

    def forward(self, batch: Sequence[Example]) -> Tensor:
        """Logits; shape (units of the batch, targets)."""
        own = self._own([pieces for example in batch for pieces in example.pieces])
        rows, start = [], 0
        for example in batch:
            mine = own[start : start + len(example.pieces)]
            start += len(example.pieces)
            rows.append(self.reading(mine, torch.from_numpy(example.beside)))
        logits: Tensor = self.head(self.dropout(torch.cat(rows)) * SCALE)
        return logits

    def _own(self, pieces: Sequence[Pieces]) -> Tensor:
        """Each unit's vectors, in its place."""
        hidden = _HIDDEN if self.training else 0.0
        return self.encoder.read(lambda weights, texts: pooled(weights, texts, hidden), pieces)


def tune(
    weights: Mapping[str, Tensor],
    examples: Sequence[Example],
    *,
    epochs: int = EPOCHS,
    seed: int = 0,
    step: Callable[[], Any] = lambda: None,
) -> Tuned:
    """Train on whole records; `weights` are the encoder's own, `step` is called after each epoch."""
    torch.manual_seed(seed)
    model = _Model(weights, examples[0].beside.shape[1], examples[0].truth.shape[1])
    counted = np.vstack([example.truth[example.counts] for example in examples])
    positive = counted.sum(axis=0)
    rarity = torch.tensor(np.sqrt((len(counted) - positive) / np.maximum(1, positive)), dtype=torch.float32)
    loss_of = nn.BCEWithLogitsLoss(pos_weight=rarity)
    optimiser = torch.optim.AdamW(
        [
            {"params": model.encoder.parameters(), "lr": RATE},
            {"params": model.reading.parameters(), "lr": READ_RATE},
            {"params": model.head.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    steps = epochs * len(list(_batches(examples, np.random.default_rng(seed))))
    schedule = warmed(optimiser, steps, _WARM)
    order = np.random.default_rng(seed)
    for _ in range(epochs):
        model.train()
        for whole in _batches(examples, order):
            batch = [_unheaded(example, order) for example in whole]
            counts = torch.from_numpy(np.concatenate([example.counts for example in batch]))
            truth = torch.from_numpy(np.vstack([example.truth for example in batch]))
            loss = loss_of(model(batch)[counts], truth[counts])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        step()
    return _learned(model)


def _learned(model: _Model) -> Tuned:
    return Tuned(
        model.encoder.learned(),
        model.reading.learned(),
        (model.head.weight.detach().numpy() * SCALE).astype(np.float32),
        model.head.bias.detach().numpy().astype(np.float32),
    )


def _unheaded(example: Example, order: np.random.Generator) -> Example:
    """The record with some of its units' headings hidden, and the sections of some."""
    hidden = order.random((2, len(example.pieces))) < _UNHEADED
    beside = example.beside.copy()
    beside[hidden[1], : len(SECTIONS)] = 0
    pieces = tuple(
        Pieces((), one.own) if unheaded else one
        for one, unheaded in zip(example.pieces, hidden[0], strict=True)
    )
    return dataclasses.replace(example, pieces=pieces, beside=beside)


def _batches(examples: Sequence[Example], order: np.random.Generator) -> Iterator[list[Example]]:
    """Records in a random order, gathered until a batch has about `UNITS` units."""
    batch: list[Example] = []
    for index in order.permutation(len(examples)):
        example = examples[int(index)]
        if not example.counts.any():
            continue
        batch.append(example)
        if sum(len(one.pieces) for one in batch) >= UNITS:
            yield batch
            batch = []
    if batch:
        yield batch
