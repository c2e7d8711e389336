"""An act and words are read as one text; the weights are refused where they are not what was trained."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from supcheck import answering
from supcheck.answering import TELLS, Answering, Trained, answering_digest, load_trained, packed
from supcheck.data import data_text
from supcheck.encoder import END, Pieces, after
from supcheck.errors import InstallError
from supcheck.follow import FILE as FOLLOW
from supcheck.follow import TOLD, Follower
from supcheck.learn.answering import Example, drawn, tune_answering
from supcheck.likeness import COLUMNS, SILENT_COLUMNS, Compared

ACT = "SW to ring school about the trip money by 12 April"
SAID = (("Update", "He came back from the museum with fudge."), ("", "His tooth is out."), ("Actions", "SW to ring school about the trip money."))  # fmt: skip


def test_what_reading_tells_of_a_unit_does_not_hang_on_the_others() -> None:
    read = Answering()
    together = read.told(ACT, SAID)
    assert together.shape == (len(SAID), TELLS)
    alone = np.vstack([read.told(ACT, [one]) for one in SAID])
    assert np.allclose(together, alone, atol=1e-3)
    assert read.told(ACT, []).shape == (0, TELLS)


def test_an_act_stands_before_the_heading_and_both_are_cut_at_the_longest_that_is_read() -> None:
    act, text = Pieces((7, 8), tuple(range(200))), Pieces((5, 6), tuple(range(300)))
    found = after(act, text)
    assert found.under[-3:] == (END, 5, 6)
    assert found.under[0] == 0
    assert len(found) < 512
    assert found.own == text.own[: len(found.own)]


def test_what_was_trained_is_read_again_as_it_was_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = load_trained()
    (tmp_path / "again.safetensors").write_bytes(packed(trained))
    monkeypatch.setattr(answering, "data_path", lambda name: tmp_path / "again.safetensors")
    again = load_trained()
    assert np.array_equal(again.weight, trained.weight)
    assert all(np.array_equal(again.adapter[name], trained.adapter[name]) for name in trained.adapter)


@pytest.mark.parametrize("content", [b"", b"no tensors", None])
def test_damaged_weights_are_refused(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.numpy import save

    other = save({"weight": np.zeros((TELLS, 3), dtype=np.float16)})
    (tmp_path / "broken.safetensors").write_bytes(other if content is None else content)
    monkeypatch.setattr(answering, "data_path", lambda name: tmp_path / "broken.safetensors")
    with pytest.raises(InstallError, match="install supcheck again"):
        load_trained()


def test_the_shipped_weights_of_columns_and_of_the_reading_were_fitted_together() -> None:
    told = json.loads(data_text(FOLLOW))["answering"]
    assert told[:16] == answering_digest()


def test_missing_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "data_path", lambda name: tmp_path / "none")
    answering_digest.cache_clear()
    with pytest.raises(InstallError, match="install supcheck again"):
        answering_digest()
    answering_digest.cache_clear()


START = Follower(
    *(np.zeros(len(COLUMNS)), np.ones(len(COLUMNS))),
    *(np.zeros(len(SILENT_COLUMNS)), np.ones(len(SILENT_COLUMNS))),
    *(np.zeros(len(COLUMNS)), np.zeros(len(SILENT_COLUMNS))),
    *(np.zeros((len(TOLD), len(COLUMNS))), np.zeros(len(TOLD))),
    np.array([1.0, 0.0]),
)
"""No weights, and columns as they are."""


def example(seed: int, units: int = 12) -> Example:
    """Units of which one answers: its pieces are the act's own."""
    draw = np.random.default_rng(seed)
    pieces = [tuple(int(one) for one in draw.integers(2000, 9000, 6)) for _ in range(units)]
    place = int(draw.integers(units))
    compared = Compared(
        np.zeros((units, len(COLUMNS)), dtype=np.float32),
        np.eye(1, len(SILENT_COLUMNS), dtype=np.float32)[0],
        True,
    )
    said = tuple(Pieces((4000, 1024), one) for one in pieces)
    return Example(Pieces((), pieces[place]), said, compared, np.arange(units) == place, 0, draw.permutation(units))  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_an_act_as_drawn_keeps_an_answer_or_is_silent(seed: int) -> None:
    one = example(seed)
    found = drawn(one, np.random.default_rng(seed))
    assert len(found.said) == len(found.tells) == len(found.compared.units)
    assert (found.outcome == one.outcome) == bool(found.tells.any())
    assert found.outcome in (one.outcome, TELLS - 1)
    answer = one.said[int(one.tells.argmax())].own
    assert any(said.own == answer for said in found.said) == (found.outcome == one.outcome)


def test_the_same_seed_learns_the_same() -> None:
    from supcheck.encoder import Encoder

    weights = Encoder().weights
    steps: list[int] = []

    def learned() -> tuple[Trained, Follower]:
        return tune_answering(
            weights,
            [example(seed) for seed in range(6)],
            START,
            np.ones(len(COLUMNS)),
            epochs=1,
            step=lambda: steps.append(1),
        )

    (first, beside), (second, again) = learned(), learned()
    assert len(steps) == 2
    assert np.array_equal(first.weight, second.weight)
    assert np.array_equal(beside.silent, again.silent)
    assert beside.silent.any()
