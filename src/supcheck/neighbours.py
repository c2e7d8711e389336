"""A unit's vectors with what its neighbours tell: those beside it, and the record read both ways.

The reading is a gated recurrent unit (Cho et al. 2014) over the units of one record, forwards and
backwards: it knows what was said pages ago ('Then' before 'Now', the list that an item stands in).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SCALE: Final = 4.0
"""Vectors are of unit length; what reads them learns faster from larger ones."""
BESIDE: Final = 0.5
"""How much a neighbour's middle layer weighs beside the unit's own vectors."""
READ: Final = 0.25
"""How much the reading weighs beside them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One record's units as numbers."""

    own: Floats
    """Shape (units, WIDTH): the encoder's vectors."""
    beside: Floats
    """Shape (units, columns): place and cues."""


def joined(seen: Seen, reading: Mapping[str, Floats]) -> Floats:
    """Everything that the head weighs, a row a unit: own vectors, neighbours, place and cues, the reading."""
    third = seen.own.shape[1] // 3
    middle = seen.own[:, third : 2 * third]
    edge = np.zeros((1, third), dtype=np.float32)
    before = np.vstack([edge, middle[:-1]]) if len(middle) else middle
    after = np.vstack([middle[1:], edge]) if len(middle) else middle
    return np.hstack(
        [seen.own, BESIDE * before, BESIDE * after, seen.beside, READ * _read_both_ways(seen, reading)]
    )


def _read_both_ways(seen: Seen, reading: Mapping[str, Floats]) -> Floats:
    given = np.hstack([seen.own, seen.beside]) * SCALE
    units = np.tanh(given @ reading["narrow.weight"].T + reading["narrow.bias"])
    forwards = _read(units, reading, "")
    backwards = _read(units[::-1], reading, "_reverse")[::-1]
    return np.hstack([forwards, backwards])


def _read(units: Floats, reading: Mapping[str, Floats], way: str) -> Floats:
    """One pass; shape (units, state)."""
    into = units @ reading[f"weight_ih_l0{way}"].T + reading[f"bias_ih_l0{way}"]
    hidden, bias = reading[f"weight_hh_l0{way}"], reading[f"bias_hh_l0{way}"]
    size = hidden.shape[1]
    state = np.zeros(size, dtype=np.float32)
    states = np.zeros((len(units), size), dtype=np.float32)
    for at, told in enumerate(into):
        kept = hidden @ state + bias
        reset = _sigmoid(told[:size] + kept[:size])
        update = _sigmoid(told[size : 2 * size] + kept[size : 2 * size])
        new = np.tanh(told[2 * size :] + reset * kept[2 * size :])
        state = (1 - update) * new + update * state
        states[at] = state
    return states


def _sigmoid(value: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-value)), dtype=np.float32)
