"""A low-rank change to every linear layer of the encoder, to be learned (LoRA, Hu et al. 2021)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from supcheck.encoder import ADAPTED, Pieces, by_length, weight_of

if TYPE_CHECKING:
    from torch import Tensor


class Adapter(nn.Module):
    """The encoder's weights, which stay, and beside each matrix a product of two narrow ones, 0 at first."""

    def __init__(self, weights: Mapping[str, Tensor], rank: int) -> None:
        super().__init__()
        self._weights = weights
        self.down, self.up = nn.ParameterList(), nn.ParameterList()
        for name in ADAPTED:
            out, into = weights[weight_of(name)].shape
            self.down.append(nn.Parameter(torch.randn(rank, into) / into**0.5))
            self.up.append(nn.Parameter(torch.zeros(out, rank)))

    def adapted(self) -> dict[str, Tensor]:
        """The encoder's weights with the changes added."""
        changes = {
            weight_of(name): up @ down for name, down, up in zip(ADAPTED, self.down, self.up, strict=True)
        }
        return {name: one + changes[name] if name in changes else one for name, one in self._weights.items()}

    def read(
        self, reads: Callable[[Mapping[str, Tensor], list[Pieces]], Tensor], texts: Sequence[Pieces]
    ) -> Tensor:
        """What `reads` makes of each text with the adapted weights, a row each; on a GPU all at once."""
        weights, device = self.adapted(), self.down[0].device
        places = list(by_length(texts) if device.type == "cpu" else by_length(texts, len(texts)))
        parts = [reads(weights, [texts[index] for index in chosen]) for chosen in places]
        back = np.argsort([index for chosen in places for index in chosen])
        return torch.cat(parts)[torch.tensor(back, device=device)]

    def learned(self) -> dict[str, NDArray[np.float32]]:
        """Both matrices of each layer, as `Encoder` takes them."""
        return {
            f"{name}.{side}": matrix.detach().cpu().numpy().astype(np.float32)
            for name, down, up in zip(ADAPTED, self.down, self.up, strict=True)
            for side, matrix in (("down", down), ("up", up))
        }


def warmed(optimiser: torch.optim.Optimizer, steps: int, warm: float) -> torch.optim.lr_scheduler.LambdaLR:
    """Rates that rise over the share `warm` of all steps, and then fall to nothing."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda done: min(1.0, (done + 1) / (warm * steps)) * max(0.0, 1 - done / (steps + 1))
    )
