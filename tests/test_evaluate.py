"""The tool against raters: counts, shares and kappa."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score, precision_score, recall_score

from supcheck.cli.learn import _SUFFIXES
from supcheck.learn.agreement import (
    calibration,
    f1,
    figure,
    hits,
    kappa,
    mean,
    precision,
    recall,
    redrawn,
    table,
)
from supcheck.learn.data import Labelled, read_labelled
from supcheck.learn.evaluate import evaluate
from supcheck.learn.report import FORMATS
from supcheck.pipeline import judge_record
from supcheck.records import LABELS, Finding, Grade, Holds, Judged, Label
from supcheck.report.overview.agreement import read_agreement
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
    assert found.macro_f1.value == pytest.approx(1.0)
    assert all(row.kappa.value == 1.0 for row in found.labels)
    assert not found.worst


def test_a_tool_that_says_nothing_agrees_by_chance_alone() -> None:
    found = evaluate(DATA, [judged_as(one, rated=False) for one in DATA])
    assert found.macro_f1.value == 0.0
    assert all(row.kappa.value == 0.0 for row in found.labels)
    assert all(row.missed_for == (("none", row.borne),) for row in found.labels)


def test_the_rubric_turns_the_raters_labels_into_most_of_their_verdicts() -> None:
    found = evaluate(DATA, [judged_as(one, rated=True) for one in DATA])
    for verdict in found.verdicts:
        assert verdict.right >= 4 * verdict.wrong


def test_an_open_verdict_is_counted_apart() -> None:
    judged = [judged_as(one, rated=True) for one in DATA]
    opened = dataclasses.replace(
        judged[0],
        verdicts={
            name: dataclasses.replace(ruled, verdict=ruled.verdict.REVIEW)
            for name, ruled in judged[0].verdicts.items()
        },
    )
    before = evaluate(DATA, judged)
    found = evaluate(DATA, [opened, *judged[1:]])
    assert [row.open for row in found.verdicts] == [row.open + 1 for row in before.verdicts]


def graded(judged: Judged, rule: str, *grades: Grade) -> Judged:
    """The record with other grades of one criterion."""
    findings: list[Finding] = [
        dataclasses.replace(one, grades=grades) if one.rule == rule else one for one in judged.findings
    ]
    return dataclasses.replace(judged, findings=tuple(findings))


def rated(one: Labelled, rule: str, grade: Grade) -> Labelled:
    """The record with another rating of one criterion."""
    return dataclasses.replace(
        one, grades={**one.grades, "criteria": {**one.grades["criteria"], rule: grade.value}}
    )


def test_what_a_side_calls_not_applicable_is_left_out_of_kappa_and_shown() -> None:
    pairs = (
        (Grade.MET, (Grade.MET,)),
        (Grade.NOT_MET, (Grade.PARTLY,)),
        (Grade.NOT_APPLICABLE, (Grade.NOT_APPLICABLE,)),
        (Grade.NOT_APPLICABLE, (Grade.MET,)),
        (Grade.PARTLY, (Grade.NOT_APPLICABLE,)),
        (Grade.NOT_APPLICABLE, (Grade.MET, Grade.NOT_MET)),
    )
    some = DATA[: len(pairs)]
    data = [rated(one, "D5", true) for one, (true, _) in zip(some, pairs, strict=True)]
    judged = [
        graded(judged_as(one, rated=True), "D5", *said) for one, (_, said) in zip(some, pairs, strict=True)
    ]
    found = evaluate(data, judged)
    row = next(row for row in found.criteria if row.name == "D5")
    assert (row.right, row.wrong, row.open) == (2, 3, 1)
    assert (row.not_applicable, row.not_applicable_wrong) == (3, 2)
    rungs = sum(table(true, said[0], ("not_met", "partly", "met")) for true, said in pairs[:2])
    assert row.kappa.value == pytest.approx(float(kappa(np.reshape(rungs, (3, 3)), weighted=True)), abs=1e-3)
    assert all(verdict.not_applicable == 0 for verdict in found.verdicts)
    told = json.loads(FORMATS["json"](found, False))["criteria"]
    assert [one["not_applicable_wrong"] for one in told if one["name"] == "D5"] == [2]
    text = FORMATS["human"](found, False)
    assert re.search(r"(?m)^D5 +2 +3 +1 .* 3 +2$", text)
    assert "say 'not applicable'" in " ".join(text.split())
    page = FORMATS["html"](found, False)
    assert '<td class="n">3</td><td class="n">2</td>' in page
    assert "'not applicable' is no rung" in page.replace("&#39;", "'")


def test_records_of_which_nobody_says_anything_have_no_figures_and_still_a_page() -> None:
    data = [dataclasses.replace(one, bears=(frozenset(),) * len(one.units)) for one in DATA[:5]]
    found = evaluate(data, [judged_as(one, rated=False) for one in data])
    assert found.macro_f1.value is None
    assert all(row.f1.value is None for row in found.labels)
    assert not re.search(r"\bnan\b", FORMATS["human"](found, False))
    assert json.loads(FORMATS["json"](found, False))["macro_f1"]["value"] is None
    assert "<strong>–</strong>" in FORMATS["html"](found, False)


def test_the_mean_is_of_what_is_defined() -> None:
    figures = np.array([[1.0, np.nan, 0.5], [np.nan, np.nan, np.nan]])
    assert mean(figures)[0] == 0.75
    assert np.isnan(mean(figures)[1])


def test_facts_are_compared_where_both_surely_call_a_direction() -> None:
    judged = [judged_as(one, rated=True) for one in DATA]
    opened = [
        dataclasses.replace(
            one, actions=tuple(dataclasses.replace(action, holds=Holds.MAYBE) for action in one.actions)
        )
        for one in judged
    ]
    assert all(row.of > 0 for row in evaluate(DATA, judged).facts)
    assert all(row.of == 0 for row in evaluate(DATA, opened).facts)


def test_no_word_of_a_record_stands_in_the_json_unless_asked_for() -> None:
    found = evaluate(DATA, [judged_as(one, rated=False) for one in DATA])
    assert found.worst
    assert "text" not in json.loads(FORMATS["json"](found, False))["worst"][0]
    assert json.loads(FORMATS["json"](found, True))["worst"][0]["text"] == found.worst[0].text


def test_the_page_states_every_label_and_draws_its_plots_without_a_request() -> None:
    page = FORMATS["html"](evaluate(DATA, [judged_as(one, rated=True) for one in DATA]), False)
    assert all(name in page for name in LABELS)
    assert page.count('<svg role="img" aria-label=') == 3
    assert not re.search(r"(?:src|href)=\"(?!#)", page)


def test_the_command_line_and_the_comparison_name_the_same_formats() -> None:
    assert set(FORMATS) == set(_SUFFIXES.values())


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=60))
def test_kappa_is_that_of_a_known_library(pairs: list[tuple[int, int]]) -> None:
    confusion = np.zeros((3, 3))
    true, said = zip(*pairs, strict=True)
    np.add.at(confusion, (true, said), 1)
    for weighted in (False, True):
        ours = float(kappa(confusion, weighted=weighted))
        if len({*true, *said}) < 2:
            assert np.isnan(ours)
            continue
        theirs = cohen_kappa_score(true, said, labels=[0, 1, 2], weights="linear" if weighted else None)
        assert ours == pytest.approx(theirs, nan_ok=True)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_precision_recall_and_f1_are_those_of_a_known_library(pairs: list[tuple[bool, bool]]) -> None:
    true, said = zip(*pairs, strict=True)
    counts = hits(true, said)
    for ours, theirs in ((precision, precision_score), (recall, recall_score), (f1, f1_score)):
        value = float(ours(counts))
        assert np.isnan(value) or value == pytest.approx(theirs(true, said, zero_division=0))


def test_an_interval_holds_its_figure_and_narrows_as_records_are_added() -> None:
    one = np.array([[3, 1, 1, 5], [1, 2, 0, 7], [4, 0, 2, 4], [0, 1, 1, 8]], dtype=np.float64)
    few = figure(one, f1, redrawn(4))
    many = figure(np.tile(one, (25, 1)), f1, redrawn(100))
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert few.low <= many.low <= (few.value or 0) <= many.high <= few.high


def test_a_score_that_is_right_as_often_as_it_says_has_no_calibration_error() -> None:
    scores = np.repeat([0.25, 0.75], 100)
    true = np.concatenate([np.arange(100) < 25, np.arange(100) < 75])
    assert calibration(scores, true).error == 0.0
    assert calibration(scores, ~true).error == pytest.approx(0.5)


def test_the_overview_reads_what_evaluate_writes(tmp_path: Path) -> None:
    found = evaluate(DATA, [judged_as(one, rated=one is not DATA[0]) for one in DATA])
    file = tmp_path / "evaluation.json"
    file.write_text(FORMATS["json"](found, True), encoding="utf-8")
    read = read_agreement(file)
    assert (read.records, read.voices) == (found.records, found.voices)
    for told, rows in ((read.verdicts, found.verdicts), (read.criteria, found.criteria)):
        assert [one.id for one in told] == [row.name for row in rows]
        for one, row in zip(told, rows, strict=True):
            assert one.records + one.not_applicable + one.open == found.records
            assert one.records - one.alike == row.wrong - row.not_applicable_wrong
            assert dataclasses.astuple(one.kappa) == dataclasses.astuple(row.kappa)
    assert dataclasses.astuple(read.together) == dataclasses.astuple(found.criteria_kappa)
