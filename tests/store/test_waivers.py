"""Waivers: a rule set aside for one record or child, shown and counted; the file is kept or it is told."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.store.runs import DRIFTING, RUBRIC, code, record, records, run_of, written

from supcheck.cli import main
from supcheck.errors import RubricError
from supcheck.records import Judged, Ruled, Run
from supcheck.report import FORMATS, Wanted
from supcheck.store.aside import set_aside, shortfalls
from supcheck.store.waivers import Waived, Waiver, parse_waivers

SHIPPED = Path(__file__).parent.parent.parent / "fixtures" / "records"
DAY = dt.date(2026, 3, 31)
POOR = record(1, "Supervision\nNothing was said.")


def waiver(rule: str, about: str, expires: dt.date = DAY, place: str = "w.yaml:2:3") -> Waiver:
    return Waiver(rule, about, "The panel agreed it.", "A. Lead", expires, place)


def over(run: Run, *waivers: Waiver, today: dt.date = DAY) -> Run:
    return set_aside(run, [Waived(waivers, today)])


@given(records())
def test_a_run_whose_every_shortfall_is_waived_fails_nothing(found: list[Judged]) -> None:
    run = run_of(found)
    within = [waiver(rule, one.record.id) for one in found for rule in shortfalls(one)]
    over_several = {
        (finding.rule, one.records[0].record.child or "") for one in run.series for finding in one.findings
    }
    again = over(run, *within, *(waiver(*pair) for pair in over_several))
    assert code(again) == 0
    assert again.stale == ()
    assert len(again.marked) == len(within) + sum(len(one.findings) for one in run.series)
    assert {one.waived for one in again.marked} <= {"The panel agreed it."}


@given(records(), st.data())
def test_a_waiver_sets_aside_what_it_names_and_nothing_else(found: list[Judged], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(found))
    short = shortfalls(one)
    rule = data.draw(st.sampled_from(sorted(short)))
    again = over(run_of(found), waiver(rule, one.record.id))
    assert len(again.marked) == 1
    place = [other.record.id for other in found].index(one.record.id)
    marked = again.judged[place]
    assert shortfalls(marked) == short
    within = {each.rule: each for each in (*marked.findings, *marked.flags)} | marked.verdicts
    assert within[rule].waived == "The panel agreed it."


def test_a_verdict_is_set_aside_by_its_name_or_with_all_that_holds_it_back() -> None:
    held = {one.rule for rule in POOR.verdicts for one in POOR.holding_back(rule)}
    assert len(held) > 2
    for waived, expected in ((held, 0), (held - {"R1"}, 1), ({"reflection", "direction"}, 0)):
        again = over(run_of([POOR]), *(waiver(rule, "n-1") for rule in waived))
        assert again.judged[0].verdicts.keys() == POOR.verdicts.keys()
        assert code(again, "not_met") == expected


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    held = [waiver("reflection", "n-1"), waiver("direction", "n-1")]
    assert code(over(run_of([POOR]), *held), "not_met") == 0
    later = over(run_of([POOR]), *held, today=DAY + dt.timedelta(days=1))
    assert code(later, "not_met") == 1
    assert [one.rule for one in later.stale] == ["WAI2", "WAI2"]
    assert "expired on 2026-03-31" in later.stale[0].because
    assert later.marked == ()


STALE = (
    (waiver("R1", "n-9"), "WAI1"),
    (waiver("F1", "n-1"), "WAI1"),
    (waiver("S1", "0071"), "WAI1"),
    (waiver("R1", "n-9", DAY - dt.timedelta(days=1)), "WAI2"),
)


@pytest.mark.parametrize("one,rule", STALE)
def test_a_waiver_that_nothing_needs_or_that_has_expired_is_a_finding_of_its_own(
    one: Waiver, rule: str
) -> None:
    allowed = [waiver(each, "n-1") for each in shortfalls(POOR)]
    again = over(run_of([POOR]), *allowed, one)
    assert [(stale.rule, stale.place) for stale in again.stale] == [(rule, "w.yaml:2:3")]
    assert (code(again, "partly"), code(again, "not_met"), code(again, "never")) == (1, 0, 0)


def test_of_two_waivers_of_one_thing_the_second_is_not_needed() -> None:
    again = over(run_of([POOR]), waiver("R1", "n-1", place="first"), waiver("R1", "n-1", place="second"))
    assert [one.place for one in again.stale] == ["second"]


def test_a_rule_over_several_records_is_waived_for_the_child() -> None:
    run = run_of(DRIFTING)
    again = over(run, waiver("S1", "0071"))
    assert {one.rule for one in again.series[0].findings if one.waived} == {"S1"}
    assert {one.rule for one in run.series[0].findings} > {"S1"}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_report_shows_the_reason_counts_it_and_tells_a_stale_waiver(form: str) -> None:
    run = run_of(DRIFTING)
    marks = [waiver("S1", "0071"), waiver("R1", "n-0"), waiver("reflection", "n-0"), waiver("R1", "n-7")]
    again = over(run, *marks)
    verdicts = sum(isinstance(one, Ruled) for one in again.marked)
    findings = len(again.marked) - verdicts
    text = written(form, again)
    twice = verdicts if form == "html" else 0  # the page lists its verdicts at its head too
    shown = verdicts + findings + twice
    # What only counts tells no reason: it may name somebody.
    assert text.count("The panel agreed it.") == (0 if FORMATS[form].counts else shown)
    assert "WAI1" in text
    assert {"github": "file=w.yaml,line=2", "gitlab": '"path": "w.yaml"'}.get(form, "w.yaml:2:3") in text
    if FORMATS[form].counts:
        assert f"Waived: {verdicts} verdict and {findings} findings." in text
    if form == "json":
        assert json.loads(text)["marked"]["waived_findings"] == findings
    elif form in ("human", "html", "md"):
        assert f"waived: {verdicts} verdict, {findings} findings; waivers that nothing needs: 1" in text


def test_a_reason_cannot_become_markup() -> None:
    hostile = dataclasses.replace(waiver("R1", "n-1"), reason="<img src=x> [a](b)")
    again = over(run_of([POOR]), hostile)
    assert "<img" not in FORMATS["html"](again, Wanted())
    assert "[a](b)" not in FORMATS["md"](again, Wanted())


ONE = """waivers:
  - rule: r1
    record: "0071-3"
    reason: A duty note; the panel
      agreed it.
    approver: A. Lead
    expires: 2026-03-31
"""


def test_a_waiver_is_read_with_its_place() -> None:
    (found,) = parse_waivers(ONE, "w.yaml", RUBRIC)
    assert found == Waiver("R1", "0071-3", "A duty note; the panel agreed it.", "A. Lead", DAY, "w.yaml:2:5")


def test_a_list_of_none_is_no_error() -> None:
    assert parse_waivers("waivers: []\n", "w.yaml", RUBRIC) == ()


def lacking(key: str) -> str:
    at = ONE.index(f"{key}: ")
    start, end = ONE.rindex("\n", 0, at) + 1, ONE.index("\n", at)
    dash = "  - " if ONE[start:at] == "  - " else ""
    text = ONE[:start] + ONE[end + 1 :]
    text = text.replace("      agreed it.\n", "") if key == "reason" else text
    return text.replace("    record", "  - record", 1) if dash else text


BROKEN = (
    ("- rule: R1\n", "w.yaml:1:1: must be"),
    ("waiver: []\n", "w.yaml:1:1: unknown key 'waiver'; did you mean 'waivers'?"),
    ("waivers: {}\n", "w.yaml:1:1: 'waivers' must be a list"),
    ("{}\n", "w.yaml:1:1: 'waivers' must be a list"),
    ("waivers:\n  - R1\n", "w.yaml:2:5: waiver 1 must be a mapping"),
    (ONE.replace("approver", "aprover"), "w.yaml:6:5: unknown key 'aprover'; did you mean 'approver'?"),
    (ONE.replace("r1", "R11"), "w.yaml:2:5: 'R11' is no rule of this rubric; did you mean 'R1'?"),
    (ONE.replace("r1", "S1"), "w.yaml:3:5: S1 is a rule over several records; name the 'child' instead"),
    (ONE.replace("record:", "child:"), "w.yaml:3:5: R1 is a rule over one record; name the 'record' instead"),
    (ONE.replace('"0071-3"', "71"), "w.yaml:3:5: 'record' must be words; put a number"),
    (ONE.replace("2026-03-31", "31/03/2026"), "w.yaml:7:5: 'expires' must be a day"),
    (ONE.replace("2026-03-31", "2026-02-30"), "w.yaml:7:14: this value is not what its form"),
    (ONE.replace("2026-03-31", "2026-03-31 09:00:00"), "w.yaml:7:5: 'expires' must be a day"),
    (ONE + "    rule: R2\n", "w.yaml:8:5: the key 'rule' stands twice"),
    *((lacking(key), f"w.yaml:2:5: '{key}' is missing") for key in ("rule", "record", "reason", "approver")),
    (lacking("expires"), "w.yaml:2:5: 'expires' is missing"),
)


@pytest.mark.parametrize("text,told", BROKEN, ids=[told for _, told in BROKEN])
def test_a_file_that_cannot_be_used_is_told_at_line_and_column(text: str, told: str) -> None:
    with pytest.raises(RubricError) as error:
        parse_waivers(text, "w.yaml", RUBRIC)
    assert str(error.value).startswith(told)


def check(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["check", *arguments])


def test_the_command_line_takes_waivers_and_the_day(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    entries = [f'  - {{rule: {rule}, record: "vague-drift", reason: Told., approver: A., expires: 2026-03-31}}\n'
               for rule in ("reflection", "direction")]  # fmt: skip
    file.write_text("waivers:\n" + "".join(entries), encoding="utf-8")
    poor = (str(SHIPPED / "vague-drift.txt"), "--waivers", str(file), "--on")
    assert check(*poor, "31/03/2026").exit_code == 0
    later = check(*poor, "2026-04-01")
    assert later.exit_code == 1
    assert "WAI2 w.yaml:2:5" in later.stdout


def test_a_waivers_file_that_is_not_there_is_told() -> None:
    result = check("nowhere.txt", "--waivers", "nowhere.yaml")
    assert result.exit_code == 2
    assert "nowhere.yaml: cannot be read" in result.stderr
