"""An act read together with the words of a later record: what the reading adds to `follow`'s weights.

The encoder, adapted for this alone, reads the act and one unit under its heading as one text, so that
'ask about the trip money' may be answered by 'he came back from the museum with fudge'. Adapter and
layer were trained on acts with their answers (`supcheck train-series`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from supcheck.data import data_path
from supcheck.encoder import ADAPTED, PAIRED, Encoder
from supcheck.errors import InstallError

Floats = NDArray[np.float32]

FILE: Final = "model/answering.safetensors"
READ: Final = 8
"""Units of a later record that are read beside an act, the likeliest without: 98 answers in 100 are there."""
TELLS: Final = 4
"""What a reading tells of a unit: whether it is about the act, and each of `follow.TOLD`."""

Said = tuple[str, str]
"""A unit's heading, or '', and its words."""


@dataclass(frozen=True)
class Trained:
    """What was trained."""

    adapter: Mapping[str, Floats]
    weight: Floats
    """Shape (`TELLS`, `PAIRED`)."""
    bias: Floats


class Answering:
    """Reads acts beside words; raises `InstallError` or `ModelError` where the weights are damaged."""

    def __init__(self, trained: Trained | None = None) -> None:
        """By the shipped weights, or by those given."""
        trained = trained or load_trained()
        self._encoder = Encoder(adapter=trained.adapter)
        self._weight, self._bias = trained.weight, trained.bias

    def told(self, act: str, said: Sequence[Said]) -> Floats:
        """Shape (said, `TELLS`): to be added to the weights."""
        found = self._encoder.beside(act, [words for _, words in said], [heading for heading, _ in said])
        told: Floats = found @ self._weight.T + self._bias
        return told


def load_trained() -> Trained:
    """The shipped weights; raises `InstallError` where they are damaged or of another form."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        tensors = {name: array.astype(np.float32) for name, array in load(_bytes()).items()}
    except SafetensorError:
        raise InstallError(f"{FILE} is broken: install supcheck again") from None
    none = np.zeros(0, dtype=np.float32)
    weight, bias = tensors.pop("weight", none), tensors.pop("bias", none)
    sides = {f"{name}.{side}" for name in ADAPTED for side in ("down", "up")}
    if weight.shape != (TELLS, PAIRED) or bias.shape != (TELLS,) or set(tensors) != sides:
        raise InstallError(f"{FILE} is not of this version: install supcheck again")
    return Trained(tensors, weight, bias)


def packed(trained: Trained) -> bytes:
    """As `load_trained` reads it, in half precision."""
    from safetensors.numpy import save

    tensors = {**trained.adapter, "weight": trained.weight, "bias": trained.bias}
    return save({name: np.ascontiguousarray(array, dtype=np.float16) for name, array in tensors.items()})


@lru_cache(maxsize=1)
def answering_digest() -> str:
    """Of the shipped weights; raises `InstallError` where they are missing."""
    return hashlib.sha256(_bytes()).hexdigest()[:16]


def _bytes() -> bytes:
    try:
        return data_path(FILE).read_bytes()
    except OSError:
        raise InstallError(f"{FILE} cannot be read: install supcheck again") from None
