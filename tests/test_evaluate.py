"""The tool against raters: counts, shares and kappa."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from supcheck.learn.data import Labelled, read_labelled
from supcheck.learn.evaluate import evaluate
from supcheck.pipeline import judge_record
from supcheck.records import LABELS, Holds, Judged, Label
from supcheck.rubric import load_rubric
from supcheck.words import load_words

WORDS = load_words()
DATA = read_labelled(Path(__file__).parent.parent / "fixtures" / "test", WORDS)


def judged_as(one: Labelled, *, rated: bool) -> Judged:
    """The record judged with the raters' own labels, or with none."""
    labels = tuple(
        tuple(
            Label(name, 0.5, Holds.YES if rated and name in (bears or ()) else Holds.NO)
            for name in (*LABELS, "harm", "seen")
        )
        for bears in one.bears
    )
    return judge_record(load_rubric(), WORDS, one.record, one.units, labels)


def test_a_tool_that_says_what_the_raters_say_agrees_with_them() -> None:
    found = evaluate(DATA, [judged_as(one, rated=True) for one in DATA])
    assert found["macro_f1"] == pytest.approx(1.0)
    assert all(row["kappa"] == 1.0 for row in found["labels"].values())


def test_a_tool_that_says_nothing_agrees_by_chance_alone() -> None:
    found = evaluate(DATA, [judged_as(one, rated=False) for one in DATA])
    assert found["macro_f1"] == 0.0
    assert all(row["kappa"] == 0.0 for row in found["labels"].values())


def test_the_rubric_turns_the_raters_labels_into_most_of_their_verdicts() -> None:
    found = evaluate(DATA, [judged_as(one, rated=True) for one in DATA])
    for verdict in found["verdicts"].values():
        assert verdict["right"] >= 4 * verdict["wrong"]


def test_an_open_verdict_is_counted_apart() -> None:
    judged = [judged_as(one, rated=True) for one in DATA]
    opened = dataclasses.replace(
        judged[0],
        verdicts={
            name: dataclasses.replace(ruled, verdict=ruled.verdict.REVIEW)
            for name, ruled in judged[0].verdicts.items()
        },
    )
    found = evaluate(DATA, [opened, *judged[1:]])
    assert all(verdict["review"] == 1 for verdict in found["verdicts"].values())
