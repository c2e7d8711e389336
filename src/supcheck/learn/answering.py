"""Fit the adapter and layer of `answering`, with `follow`'s weights beside them, from acts and their answers.

The loss is that of `learn.follow`; the units are those likeliest without the reading, and the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from supcheck.answering import READ, TELLS, Trained
from supcheck.encoder import PAIRED, Pieces, after, paired
from supcheck.follow import Follower
from supcheck.learn.adapter import Adapter, warmed
from supcheck.likeness import Compared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

Floats = NDArray[np.float64]

EPOCHS: Final = 4
_RANK: Final = 32
_RATE: Final = 1e-3
_WEIGHTS_RATE: Final = 1e-2
"""Learning rates at their highest: of adapter and layer, and of the weights of columns."""
_BATCH: Final = 64
_WARM: Final = 0.06
_DROPOUT: Final = 0.1
_HIDDEN: Final = 0.1
"""Share of word pieces that are hidden from the encoder in training."""
_SILENCED: Final = 0.15
"""Share of answered acts whose answers are taken away in training: then the record is silent."""
_THINNED: Final = 0.3
_LEFT: Final = 0.8
"""Share of acts beside which but so large a share of the other units is left."""
_UNHEADED: Final = 0.15
_FEWEST: Final = 3
"""Units that must be left for a record to be one."""


@dataclass(frozen=True)
class Example:
    """An act with a later record, as numbers."""

    act: Pieces
    said: tuple[Pieces, ...]
    compared: Compared
    tells: NDArray[np.bool_]
    outcome: int
    """Its place in `follow.TOLD`; that table's length for silence."""
    order: NDArray[np.int64]
    """The units' places, the likeliest without the reading first."""


class _Model(nn.Module):
    def __init__(self, weights: Mapping[str, Tensor], start: Follower, tells_outcome: Floats) -> None:
        super().__init__()
        columns, whole = len(start.mean), len(start.silent_mean)
        self.encoder = Adapter(weights, _RANK)
        self.layer = nn.Linear(PAIRED, TELLS)
        nn.init.normal_(self.layer.weight, std=0.02)
        nn.init.zeros_(self.layer.bias)
        self.dropout = nn.Dropout(_DROPOUT)
        self.about, self.silent = nn.Parameter(torch.zeros(columns)), nn.Parameter(torch.zeros(whole))
        self.outcome = nn.Parameter(torch.zeros(TELLS - 1, columns))
        self.outcome_bias = nn.Parameter(torch.zeros(TELLS - 1))
        self._start = start
        self._tells_outcome = torch.tensor(tells_outcome, dtype=torch.float32)

    def forward(self, batch: Sequence[Example]) -> Tensor:
        """The mean of minus the log of the truth's chance."""
        device = self.about.device
        columns, wholes = zip(*(self._start.scaled(one.compared) for one in batch), strict=True)
        units = _padded(columns).to(device)
        tells, there = (
            _padded(rows)[..., 0].to(device) > 0
            for rows in (
                [one.tells[:, None] for one in batch],
                [np.ones((len(one.said), 1)) for one in batch],
            )
        )
        silent = torch.tensor(np.stack(wholes), dtype=torch.float32).to(device) @ self.silent
        told = torch.zeros((*there.shape, TELLS), device=device)
        told[there] = self.layer(self.dropout(self._read(batch)))
        about = (units @ self.about + told[..., 0]).masked_fill(~there, -1e4)
        outcome = self._tells_outcome.to(device) * self.outcome
        says = torch.log_softmax(units @ outcome.T + told[..., 1:] + self.outcome_bias, -1)
        chances = torch.log_softmax(torch.cat([silent[:, None], about], 1), 1)
        truth = torch.tensor([one.outcome for one in batch], device=device)
        said = says.gather(2, truth.clamp(max=TELLS - 2)[:, None, None].expand(-1, says.shape[1], 1))[..., 0]
        answered = torch.logsumexp((chances[:, 1:] + said).masked_fill(~tells, -1e4), 1)
        quiet = (truth == TELLS - 1) | ~tells.any(1)
        return -torch.where(quiet, chances[:, 0], answered).mean()

    def _read(self, batch: Sequence[Example]) -> Tensor:
        """Every unit of every example, read after its act; shape (units, PAIRED)."""
        texts = [after(one.act, said) for one in batch for said in one.said]
        hidden = _HIDDEN if self.training else 0.0
        return self.encoder.read(lambda weights, some: paired(weights, some, hidden), texts)


def _padded(rows: Sequence[NDArray[Any]]) -> Tensor:
    return nn.utils.rnn.pad_sequence([torch.tensor(one, dtype=torch.float32) for one in rows], True)


def tune_answering(
    weights: Mapping[str, Tensor],
    examples: Sequence[Example],
    start: Follower,
    tells_outcome: Floats,
    *,
    epochs: int = EPOCHS,
    seed: int = 0,
    step: Callable[[], Any] = lambda: None,
) -> tuple[Trained, Follower]:
    """Train from a seed, on a GPU where there is one.

    `weights` are the encoder's own, `start` has the scales of the columns, and `tells_outcome` is 1 for those
    that tell what became of an act; `step` is called after each epoch.
    """
    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_float32_matmul_precision("high")
    model = _Model({name: one.to(device) for name, one in weights.items()}, start, tells_outcome).to(device)
    columns = [model.about, model.silent, model.outcome, model.outcome_bias]
    optimiser = torch.optim.AdamW(
        [
            {"params": [*model.encoder.parameters(), *model.layer.parameters()], "lr": _RATE},
            {"params": columns, "lr": _WEIGHTS_RATE},
        ],
        weight_decay=0.01,
    )
    steps = epochs * (len(examples) // _BATCH + 1)
    schedule = warmed(optimiser, steps, _WARM)
    draw = np.random.default_rng(seed)
    for _ in range(epochs):
        model.train()
        for batch in _batches([drawn(one, draw) for one in examples], draw):
            loss = model(batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        step()
    layer = (one.detach().cpu().numpy() for one in (model.layer.weight, model.layer.bias))
    learned = (one.detach().cpu().double().numpy() for one in columns)
    about, silent, outcome, bias = learned
    fitted = start.fitted(about, silent, outcome * tells_outcome, bias)
    return Trained(model.encoder.learned(), *layer), fitted


def _batches(examples: Sequence[Example], draw: np.random.Generator) -> Iterator[list[Example]]:
    order = draw.permutation(len(examples))
    for start in range(0, len(order), _BATCH):
        yield [examples[place] for place in order[start : start + _BATCH]]


def drawn(one: Example, draw: np.random.Generator) -> Example:
    """An example as an epoch sees it: maybe without its answers or some other units, or without headings."""
    quiet = not one.tells.any()
    kept = np.ones(len(one.said), dtype=bool)
    outcome = one.outcome
    if not quiet and draw.random() < _SILENCED:
        kept = ~one.tells
        outcome = TELLS - 1
    elif draw.random() < _THINNED:
        kept = one.tells | (draw.random(len(kept)) < _LEFT)
    if kept.sum() < _FEWEST:
        kept, outcome = np.ones(len(one.said), dtype=bool), one.outcome
    silent = one.compared.silent if kept.all() else one.compared.silent_of(np.flatnonzero(kept).tolist())
    places = [place for place in one.order if kept[place]]
    near = set(places[:READ])
    answers = np.flatnonzero(one.tells & kept)
    if len(answers) and outcome != TELLS - 1 and not near & set(answers.tolist()):
        near.add(int(answers[0]))
    chosen = sorted(near)
    bare = draw.random() < _UNHEADED
    return Example(
        one.act,
        tuple(Pieces((), one.said[place].own) if bare else one.said[place] for place in chosen),
        Compared(one.compared.units[chosen], silent, one.compared.meant),
        one.tells[chosen] if outcome == one.outcome else np.zeros(len(chosen), dtype=bool),
        outcome,
        np.arange(len(chosen)),
    )
