"""`neighbours.joined` as PyTorch learns it: a unit's vectors, its neighbours', the record read both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from supcheck.encoder import LAYERS, WIDTH
from supcheck.neighbours import BESIDE, READ, SCALE

if TYPE_CHECKING:
    from torch import Tensor

_NEIGHBOURS: Final = 2 * (WIDTH // len(LAYERS))
"""Numbers of the middle layer of the unit before and of the unit after."""


class Reading(nn.Module):
    """A pass of width `narrow` over one record's units, with a state of `state` numbers in each way."""

    def __init__(self, columns: int, narrow: int, state: int, dropout: float) -> None:
        super().__init__()
        self.narrow = nn.Linear(WIDTH + columns, narrow)
        self.both_ways = nn.GRU(narrow, state, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(dropout)
        self.width: Final = WIDTH + _NEIGHBOURS + columns + 2 * state
        """Numbers of a unit that are joined."""

    def forward(self, own: Tensor, beside: Tensor) -> Tensor:
        """Everything that a head weighs; shape (units, `width`), before it is scaled."""
        size = own.shape[1] // len(LAYERS)
        middle, edge = own[:, size : 2 * size], torch.zeros(1, size)
        before, after = torch.cat([edge, middle[:-1]]), torch.cat([middle[1:], edge])
        given = self.dropout(torch.cat([own, beside], 1) * SCALE)
        read = self.dropout(self.both_ways(torch.tanh(self.narrow(given))[None])[0][0])
        return torch.cat([own, BESIDE * before, BESIDE * after, beside, READ * read], 1)

    def learned(self) -> dict[str, NDArray[np.float32]]:
        """As `neighbours.joined` takes it."""
        named = {
            **{f"narrow.{name}": one for name, one in self.narrow.named_parameters()},
            **dict(self.both_ways.named_parameters()),
        }
        return {name: one.detach().numpy().astype(np.float32) for name, one in named.items()}
