"""The labelled records: whole, in the codebook's words, and split by voice."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from supcheck.checks import SIGNS
from supcheck.records import LABELS, Kind
from supcheck.rubric import load_rubric

FIXTURES = Path(__file__).parent.parent / "fixtures"
TRAINING = sorted(FIXTURES.glob("training/v*/[0-9]*.txt"))
HELD_OUT = sorted(FIXTURES.glob("test/v*/[0-9]*.txt"))
ALSO_RATED = {"general", "named", "safety"}
"""Signs that raters gave and no rule uses."""
SHARED = 9
"""So many words in a row are not chance."""


def words_of(path: Path) -> list[str]:
    return re.findall(r"[a-z0-9']+", path.read_text(encoding="utf-8").lower())


@lru_cache(maxsize=1)
def training_runs() -> dict[tuple[str, ...], Path]:
    runs: dict[tuple[str, ...], Path] = {}
    for path in TRAINING:
        words = words_of(path)
        runs |= {tuple(words[n : n + SHARED]): path for n in range(len(words) - SHARED + 1)}
    return runs


@pytest.mark.parametrize("path", [*TRAINING, *HELD_OUT], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_each_rated_unit_is_the_text_at_its_offsets_and_speaks_the_codebook(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
        unit = json.loads(line)
        assert text[unit["start"] : unit["end"]] == unit["text"]
        assert set(unit["labels"]) <= set(LABELS)
        assert set(unit["signs"]) <= {*SIGNS, *ALSO_RATED}
        assert "vague" not in unit["labels"] or "direction" in unit["labels"]
        for fact in ("owner", "deadline"):
            assert unit[fact] is None or unit[fact] in text


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("t*/v*/records.jsonl")), ids=lambda p: p.parent.name)
def test_each_record_of_a_voice_has_its_grades(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["file"] for row in rows] == sorted(p.name for p in path.parent.glob("[0-9]*.txt"))
    for row in rows:
        assert Kind(row["type"])
        assert list(row["criteria"]) == [rule.id for rule in load_rubric().criteria]
        assert {row["reflection"], row["direction"]} <= {"sufficient", "insufficient"}


def test_no_voice_is_both_trained_on_and_held_out() -> None:
    assert HELD_OUT
    assert not {path.parent.name for path in TRAINING} & {path.parent.name for path in HELD_OUT}


@pytest.mark.parametrize("path", HELD_OUT, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_no_held_out_record_repeats_a_run_of_words_of_a_training_record(path: Path) -> None:
    words = words_of(path)
    for start in range(len(words) - SHARED + 1):
        run = tuple(words[start : start + SHARED])
        assert run not in training_runs(), f"{' '.join(run)} stands in {training_runs()[run]}"
