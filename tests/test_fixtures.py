"""The labelled records: whole, in the codebook's words, and split by voice."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from supcheck.checks import SIGNS
from supcheck.records import LABELS, Kind
from supcheck.rubric import load_rubric

FIXTURES = Path(__file__).parent.parent / "fixtures"
TRAINING = sorted(FIXTURES.glob("training/v*/[0-9]*.txt"))
DEVELOPMENT = sorted(FIXTURES.glob("development/v*/[0-9]*.txt"))
HELD_OUT = sorted(FIXTURES.glob("test/v*/[0-9]*.txt"))
FORMS = {
    "formal", "sos", "4x4x4", "table", "oversight", "corridor", "ooh", "clinic", "group", "dictated", "letter", "qa",
    "notetaker", "email", "two_children", "chat", "log", "prose", "fragments",
}  # fmt: skip
ALSO_RATED = {"general", "named", "safety"}
"""Signs that raters gave and no rule uses."""
SHARED = 12
"""So many words in a row are not chance; a formula of the field has eleven ("is subject to a … plan under the category of")."""


def words_of(path: Path) -> list[str]:
    return re.findall(r"[a-z0-9']+", path.read_text(encoding="utf-8").lower())


@lru_cache(maxsize=1)
def seen_runs() -> dict[tuple[str, ...], Path]:
    """Every run of words of a record that is trained or chosen on."""
    runs: dict[tuple[str, ...], Path] = {}
    for path in (*TRAINING, *DEVELOPMENT):
        words = words_of(path)
        runs |= {tuple(words[n : n + SHARED]): path for n in range(len(words) - SHARED + 1)}
    return runs


@pytest.mark.parametrize(
    "path", [*TRAINING, *DEVELOPMENT, *HELD_OUT], ids=lambda p: f"{p.parent.name}-{p.stem}"
)
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


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/v*/records.jsonl")), ids=lambda p: p.parent.name)
def test_each_record_of_a_voice_has_its_grades(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["file"] for row in rows] == sorted(p.name for p in path.parent.glob("[0-9]*.txt"))
    for row in rows:
        assert Kind(row["type"])
        assert list(row["criteria"]) == [rule.id for rule in load_rubric().criteria]
        assert {row["reflection"], row["direction"]} <= {"sufficient", "insufficient"}


def test_no_voice_is_in_two_parts_of_the_split() -> None:
    parts = [{path.parent.name for path in part} for part in (TRAINING, DEVELOPMENT, HELD_OUT)]
    assert all(parts)
    assert len(set.union(*parts)) == sum(map(len, parts))
    assert len(parts[2]) >= 0.2 * sum(map(len, parts))


def test_there_are_records_enough_of_every_form_and_label() -> None:
    units = [
        json.loads(line)
        for path in TRAINING
        for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(units) >= 10_000
    assert len(TRAINING) >= 350
    assert len({path.parent.name for path in TRAINING}) >= 50
    rows = [row for path in FIXTURES.glob("t*/v*/records.jsonl") for row in lines_of(path)]
    assert {row["form"] for row in rows} == FORMS


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", HELD_OUT, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_no_held_out_record_repeats_a_run_of_words_that_was_seen(path: Path) -> None:
    words = words_of(path)
    for start in range(len(words) - SHARED + 1):
        run = tuple(words[start : start + SHARED])
        assert run not in seen_runs(), f"{' '.join(run)} stands in {seen_runs()[run]}"


@pytest.mark.parametrize("path", DEVELOPMENT, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_no_development_record_repeats_a_run_of_words_of_a_training_record(path: Path) -> None:
    words = words_of(path)
    for start in range(len(words) - SHARED + 1):
        run = tuple(words[start : start + SHARED])
        assert seen_runs().get(run, path).parent.parent.name == "development", " ".join(run)


def test_where_two_raters_differed_both_are_kept_and_the_label_is_decided() -> None:
    units = [
        unit for path in (*TRAINING, *DEVELOPMENT, *HELD_OUT) for unit in lines_of(path.with_suffix(".jsonl"))
    ]
    differed = [unit for unit in units if "first" in unit]
    assert differed
    for unit in differed:
        assert unit["first"] != unit["second"]
        assert {*unit["first"], *unit["second"]} <= set(LABELS)
