"""What a run's exit code says: the same for every format, wherever it is written, told apart by rule and share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from supcheck.cli import main
from supcheck.cli.gate import Gate, Limit, exit_code, gate, is_insufficient, limit
from supcheck.records import (
    Chapter,
    Grade,
    Judged,
    Named,
    Place,
    Ruled,
    Run,
    Series,
    SeriesFinding,
    Unread,
    Verdict,
)
from supcheck.report import FORMATS
from supcheck.rubric import load_rubric

from .made import made

RUBRIC = load_rubric()
THIN = made("thin", "2024-03-04", "Update\nThe home was visited on Tuesday.\n")
"""Every criterion falls short, and both verdicts are insufficient."""
LOST = Unread("scan.pdf", "no text layer", "run OCR")
NOTHING = Unread("empty", "an empty folder", "check the path", empty=True)


def judged(verdict: Verdict = Verdict.SUFFICIENT, **grades: tuple[Grade, ...]) -> Judged:
    """A record whose criteria are met but for those named, under one verdict for both."""
    findings = tuple(replace(one, grades=grades.get(one.rule, (Grade.MET,))) for one in THIN.findings)
    return replace(
        THIN, findings=findings, verdicts={name: Ruled(verdict, ("R1", "R2")) for name in THIN.verdicts}
    )


GOOD, POOR, OPEN = (judged(one) for one in (Verdict.SUFFICIENT, Verdict.INSUFFICIENT, Verdict.REVIEW))
SHORT, PARTLY, EITHER = (Grade.NOT_MET,), (Grade.PARTLY,), (Grade.MET, Grade.NOT_MET)


def run_of(*records: Judged, unread: tuple[Unread, ...] = (), series: tuple[Series, ...] = ()) -> Run:
    return Run("supcheck 0", Named("core", ""), Named("none", ""), records, unread, series)


def drifting(**marks: Any) -> Series:
    finding = SeriesFinding("S2", marks.pop("grades", SHORT), (Place("thin"),), "An action stands.", **marks)
    return Series("0071", (GOOD, GOOD), (finding,), ())


def given_run(monkeypatch: pytest.MonkeyPatch, run: Run, command: str = "check") -> None:
    """The command finds this run, whatever its paths name."""
    module = import_module(f"supcheck.cli.{command}")
    one_by_one = [Chapter((at,), (judged,), None) for at, judged in enumerate(run.judged)]
    together = [Chapter((), (), series) for series in run.series]
    head = replace(run, judged=(), series=())

    def reading(*args: object, **options: object) -> SimpleNamespace:
        return SimpleNamespace(collected=lambda: run, run=head, chapters=iter([*one_by_one, *together]))

    monkeypatch.setattr(module, "reading_of", reading)


def fails(run: Run, fail_on: str | None = None, most: Limit | None = None) -> bool:
    return gate(fail_on, most, RUBRIC).fails(run)


@pytest.mark.parametrize(
    "lost,nothing,found,allow_empty,allow_unreadable,zero", product([False, True], repeat=6)
)
def test_an_allowance_is_for_its_own_thing_alone(
    lost: bool, nothing: bool, found: bool, allow_empty: bool, allow_unreadable: bool, zero: bool
) -> None:
    """Unread, nothing there and findings, with each flag: the whole grid by one sentence."""
    unread = (*((LOST,) if lost else ()), *((NOTHING,) if nothing else ()))
    run = run_of(POOR if found else GOOD, unread=unread)
    expected = (
        2 if (lost and not allow_unreadable) or (nothing and not allow_empty) else int(found and not zero)
    )
    failing = gate("never" if zero else None, None, RUBRIC)
    assert exit_code(run, failing, allow_empty=allow_empty, allow_unreadable=allow_unreadable) == expected


@pytest.mark.parametrize("lost,allow_empty,allow_unreadable", product([False, True], repeat=3))
def test_what_could_not_be_read_was_something_to_examine(
    lost: bool, allow_empty: bool, allow_unreadable: bool
) -> None:
    run = run_of(unread=(LOST,) if lost else ())
    expected = 0 if (allow_unreadable if lost else allow_empty) else 2
    assert exit_code(run, Gate(), allow_empty=allow_empty, allow_unreadable=allow_unreadable) == expected


RUNS = {
    "good": (run_of(GOOD), 0),
    "poor": (run_of(POOR), 1),
    "open": (run_of(OPEN), 0),
    "unread": (run_of(POOR, unread=(LOST,)), 2),
    "nothing": (run_of(unread=(NOTHING,)), 2),
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_code_depends_neither_on_the_format_nor_on_where_it_is_written(
    form: str, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run, code = RUNS[name]
    given_run(monkeypatch, run)
    shown = CliRunner().invoke(main, ["check", "x", "--output-format", form])
    written = CliRunner().invoke(main, ["check", "x", "-o", f"{form}={tmp_path / 'report'}"])
    assert (shown.exit_code, written.exit_code) == (code, code)
    assert (tmp_path / "report").stat().st_size


@pytest.mark.parametrize("name", ["unread", "nothing"])
def test_actions_and_check_exit_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run, _ = RUNS[name]
    for command in ("check", "actions"):
        given_run(monkeypatch, run, command)
    for flags in ([], ["--allow-empty"], ["--allow-unreadable"], ["--allow-empty", "--allow-unreadable"]):
        check = CliRunner().invoke(main, ["check", "x", "--fail-on", "never", *flags])
        actions = CliRunner().invoke(main, ["actions", "x", *flags])
        assert check.exit_code == actions.exit_code


FAIL_ON: Mapping[str, tuple[Run, str | None, bool]] = {
    "a verdict by default": (run_of(POOR), None, True),
    "no criterion by default": (run_of(judged(R5=SHORT)), None, False),
    "no series finding by default": (run_of(GOOD, series=(drifting(),)), None, False),
    "partly takes a criterion": (run_of(judged(D5=PARTLY)), "partly", True),
    "partly takes a verdict": (run_of(POOR), "partly", True),
    "partly takes a series finding": (run_of(GOOD, series=(drifting(),)), "partly", True),
    "an open criterion fails nothing": (run_of(judged(D5=EITHER)), "partly,D5=partly", False),
    "an open series finding fails nothing": (
        run_of(GOOD, series=(drifting(grades=EITHER),)),
        "partly,S2",
        False,
    ),
    "an open verdict fails nothing": (run_of(OPEN), "not_met,reflection", False),
    "never": (run_of(POOR, series=(drifting(),)), "never", False),
    "a named criterion not met": (run_of(judged(R1=SHORT)), "R1", True),
    "a named criterion that is partly met": (run_of(judged(R1=PARTLY)), "R1", False),
    "with the grade it may not have": (run_of(judged(D3=PARTLY)), "R1,D3=partly", True),
    "and what is below that grade": (run_of(judged(D3=SHORT)), "R1, D3=partly", True),
    "another criterion": (run_of(judged(D4=SHORT)), "R1,D3=partly", False),
    "a named verdict": (run_of(POOR), "direction", True),
    "a name in any case of letters": (run_of(judged(R1=SHORT)), "r1", True),
    "a named series rule": (run_of(GOOD, series=(drifting(),)), "S2", True),
    "another series rule": (run_of(GOOD, series=(drifting(),)), "S1", False),
    "words and names together": (run_of(POOR), "R1,not_met", True),
    "a waived series finding": (run_of(GOOD, series=(drifting(waived="agreed"),)), "S2", False),
    "a known series finding": (run_of(GOOD, series=(drifting(known=True),)), "S2", False),
}


@pytest.mark.parametrize("name", FAIL_ON)
def test_what_fails_a_run_is_what_was_named(name: str) -> None:
    run, fail_on, expected = FAIL_ON[name]
    assert fails(run, fail_on) is expected


@pytest.mark.parametrize("mark", [{"waived": "agreed"}, {"known": True}])
def test_a_waived_or_known_finding_fails_nothing_and_frees_the_verdict_that_it_holds_back(
    mark: dict[str, Any],
) -> None:
    record = judged(Verdict.INSUFFICIENT, R1=SHORT, R2=PARTLY)
    half = replace(
        record, findings=tuple(replace(f, **mark) if f.rule == "R1" else f for f in record.findings)
    )
    whole = replace(record, findings=tuple(replace(f, **mark) for f in record.findings))
    if "known" in mark:  # a baseline knows a verdict by its own name
        whole = replace(whole, verdicts={name: replace(r, **mark) for name, r in whole.verdicts.items()})
    assert fails(run_of(record), "not_met,R1")
    assert not fails(run_of(half), "R1")
    assert fails(run_of(half), "reflection")
    assert not fails(run_of(whole), "partly")
    assert not is_insufficient(whole)


REFUSED = {
    "R11": "did you mean 'R1'?",
    "directon": "did you mean 'direction'?",
    "patly": "did you mean 'partly'?",
    "": "is no rule",
    "R1,,D2": "is no rule",
    "F1": "F1 is a flag",
    "never,R1": "'never' stands alone",
    "direction=partly": "all else stands alone",
    "S2=partly": "all else stands alone",
    "R1=met": "'=partly' or '=not_met'",
    "R1=": "'=partly' or '=not_met'",
}


@pytest.mark.parametrize("fail_on", REFUSED)
def test_what_cannot_be_named_is_refused_with_a_mend(fail_on: str) -> None:
    with pytest.raises(click.UsageError) as error:
        gate(fail_on, None, RUBRIC)
    assert REFUSED[fail_on] in error.value.message


def test_every_rule_that_is_no_flag_can_be_named_alone_and_an_authoritys_own_too() -> None:
    own = load_rubric(Path(__file__).parent.parent / "rubrics" / "identity.yaml")
    for rubric in (RUBRIC, own):
        for rule in rubric.rules:
            if rule not in rubric.flags:
                named = gate(rule.id, None, rubric)
                assert {*named.verdicts, *named.grades} == {rule.id}


@given(poor=st.integers(0, 30), others=st.integers(0, 30), percent=st.integers(0, 100))
def test_a_share_is_of_the_records_read_and_is_exceeded_by_more_than_itself(
    poor: int, others: int, percent: int
) -> None:
    run = run_of(*([POOR] * poor), *([GOOD, OPEN] * others)[:others])
    assert fails(run, None, Limit(Decimal(percent), share=True)) is (100 * poor > percent * (poor + others))
    assert fails(run, None, Limit(Decimal(percent))) is (poor > percent)


def test_beside_a_limit_one_verdict_fails_nothing_unless_fail_on_says_so() -> None:
    run = run_of(POOR, GOOD, GOOD, GOOD, GOOD)
    assert not fails(run, None, Limit(Decimal(20), share=True))
    assert fails(run, "not_met", Limit(Decimal(20), share=True))
    assert fails(run, "never", Limit(Decimal("19.9"), share=True))


@pytest.mark.parametrize("written,read", {"20%": (20, True), "3": (3, False), "12.5%": (12.5, True)}.items())
def test_a_limit_is_a_share_or_a_number(written: str, read: tuple[float, bool]) -> None:
    found = limit(click.Context(main), click.Option(["--x"]), written)
    assert found is not None
    assert (float(found.most), found.share) == read


@pytest.mark.parametrize("written", ["twenty", "-1", "101%", "1.5", "%", "", "nan%", "1e999", "inf"])
def test_a_limit_that_is_neither_is_a_usage_error(written: str) -> None:
    result = CliRunner().invoke(main, ["check", "x", "--max-insufficient", written])
    assert result.exit_code == 2
    assert "neither a share such as 20%" in " ".join(result.stderr.replace("│", " ").split())


def test_exit_zero_turns_findings_alone_into_success(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, code in {"poor": 0, "unread": 2, "nothing": 2}.items():
        run, _ = RUNS[name]
        given_run(monkeypatch, run)
        assert CliRunner().invoke(main, ["check", "x", "--exit-zero"]).exit_code == code
    assert CliRunner().invoke(main, ["check", "x", "--exit-zero", "--fail-on", "R99"]).exit_code == 2


@pytest.mark.parametrize("level", ["met", "review", "partly", "not_met"])
def test_what_is_shown_does_not_change_what_fails(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(judged(D5=PARTLY))
    given_run(monkeypatch, run)
    result = CliRunner().invoke(main, ["check", "x", "--fail-on", "partly", "--min-level", level])
    assert result.exit_code == 1
