"""The reading of a record both ways is the gated recurrent unit that was trained."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from supcheck.neighbours import BESIDE, READ, SCALE, Seen, joined

WIDTH, COLUMNS, NARROW, STATE = 12, 4, 6, 5


def trained() -> tuple[nn.Linear, nn.GRU, dict[str, np.ndarray]]:
    torch.manual_seed(3)
    narrow, gru = (
        nn.Linear(WIDTH + COLUMNS, NARROW),
        nn.GRU(NARROW, STATE, batch_first=True, bidirectional=True),
    )
    named = {**{f"narrow.{n}": p for n, p in narrow.named_parameters()}, **dict(gru.named_parameters())}
    return narrow, gru, {name: one.detach().numpy() for name, one in named.items()}


def some_units(count: int) -> Seen:
    made = np.random.default_rng(count)
    return Seen(
        made.normal(size=(count, WIDTH)).astype(np.float32), made.random((count, COLUMNS)).astype(np.float32)
    )


@settings(max_examples=20)
@given(st.integers(1, 30))
def test_it_is_what_the_library_computes(count: int) -> None:
    narrow, gru, reading = trained()
    seen = some_units(count)
    with torch.inference_mode():
        given_ = torch.from_numpy(np.hstack([seen.own, seen.beside])) * SCALE
        theirs = gru(torch.tanh(narrow(given_))[None])[0][0].numpy()
    ours = joined(seen, reading)[:, -2 * STATE :] / READ
    assert ours == pytest.approx(theirs, abs=1e-5)


def test_beside_a_unit_stand_its_neighbours_and_at_the_edges_nothing() -> None:
    reading = trained()[2]
    seen = some_units(3)
    third = WIDTH // 3
    before = joined(seen, reading)[:, WIDTH : WIDTH + third]
    assert not before[0].any()
    assert before[1] == pytest.approx(BESIDE * seen.own[0, third : 2 * third])


def test_a_record_without_units_has_no_rows() -> None:
    assert len(joined(some_units(0), trained()[2])) == 0
