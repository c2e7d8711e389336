"""What became of an act is worked out once: kept as numbers, and worked out again where anything changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from supcheck import follow, series
from supcheck.children import judge_children
from supcheck.records import Judged, Series
from supcheck.rubric import load_rubric
from supcheck.scores import Keeps

from .made import MEANING, WORDS
from .test_facts import Keeps as InMemory
from .test_follow import SAYINGS, SET_IN, later

RECORDS = (SET_IN, later(SAYINGS[1], SAYINGS[2]), replace(later(*SAYINGS), advice=()))
LAST = replace(RECORDS[2], record=replace(RECORDS[2].record, id="C", held=RECORDS[1].record.held))


def series_of(records: Sequence[Judged], keeps: Keeps) -> list[Series]:
    return list(judge_children(load_rubric(), WORDS, records, MEANING, keeps))


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The acts that were followed afresh."""
    found: list[Any] = []
    answer = follow.answer

    def counted(action: Any, *others: Any) -> Any:
        found.append(action)
        return answer(action, *others)

    monkeypatch.setattr(series, "answer", counted)
    return found


@pytest.mark.parametrize("said", [(one,) for one in SAYINGS] + [SAYINGS, ("",)])
def test_kept_answers_are_the_answers_that_were_worked_out(
    said: tuple[str, ...], worked_out: list[Any]
) -> None:
    keeps, records = InMemory(), (SET_IN, later(*said))
    first = series_of(records, keeps)
    assert first[0].threads
    fresh = len(worked_out)
    assert series_of(records, keeps) == first
    assert fresh
    assert len(worked_out) == fresh
    assert all(array.ndim == 1 for key, array in keeps.kept.items() if key[0] == "answer")


CHANGES = {
    "a word of another record": (SET_IN, later(SAYINGS[0], "He likes the class hamster!")),
    "a record more": (SET_IN, later(*SAYINGS[:2]), LAST),
    "a score": (
        SET_IN,
        replace(
            later(*SAYINGS[:2]),
            labels=tuple(
                tuple(replace(label, score=label.score / 2) for label in row)
                for row in later(*SAYINGS[:2]).labels
            ),
        ),
    ),
}


@pytest.mark.parametrize("changed", CHANGES)
def test_all_that_an_answer_rests_on_counts(changed: str, worked_out: list[Any]) -> None:
    keeps = InMemory()
    series_of((SET_IN, later(*SAYINGS[:2])), keeps)
    before = len(worked_out)
    series_of(CHANGES[changed], keeps)
    assert len(worked_out) > before


def test_answers_by_words_alone_are_not_those_by_meaning(worked_out: list[Any]) -> None:
    keeps, records = InMemory(), (SET_IN, later(*SAYINGS))
    series_of(records, keeps)
    before = len(worked_out)
    list(judge_children(load_rubric(), WORDS, records, None, keeps))
    assert len(worked_out) > before
