"""Which rules are shown and counted; a verdict is judged on every criterion all the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from supcheck.cli import main
from supcheck.cli.gate import exit_code, gate
from supcheck.errors import SupcheckError
from supcheck.records import Named, Run
from supcheck.report import FORMATS, Wanted
from supcheck.rubric import load_rubric
from supcheck.selection import select_rules
from tests.made import made

RUBRIC = load_rubric()
IDS = [rule.id for rule in (*RUBRIC.criteria, *RUBRIC.flags, *RUBRIC.series)] + ["language"]  # type: ignore[attr-defined]  # every rule has an id
NAMES = st.sampled_from(["R", "D", "F", "S", "r", "language", *IDS])
JUDGED = made(
    "a",
    "2024-03-04",
    "Wets the bed twice a week now.\nSW to ring the school by 8/3/2024.\nIt may be the handover.",
    {"Wets": "progress", "ring": "direction", "handover": "analysis"},
)


@given(NAMES)
def test_what_is_selected_and_what_is_ignored_by_one_name_are_the_whole(name: str) -> None:
    selected = select_rules(RUBRIC, [name]).rules
    assert selected | select_rules(RUBRIC, (), [name]).rules == set(IDS)
    assert selected == {rule for rule in IDS if rule.lower().startswith(name.lower())}


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_names_apart_or_with_commas_in_any_order_select_the_same(names: list[str]) -> None:
    assert select_rules(RUBRIC, names).rules == select_rules(RUBRIC, [" , ".join(reversed(names))]).rules


@given(st.lists(NAMES, max_size=3), st.lists(NAMES, max_size=3), NAMES)
def test_one_name_more_to_ignore_never_adds_a_rule(select: list[str], ignore: list[str], more: str) -> None:
    def taken(ignored: list[str]) -> frozenset[str]:
        try:
            return select_rules(RUBRIC, select, ignored).rules
        except SupcheckError:
            return frozenset()

    assert taken([*ignore, more]) <= taken(ignore)


@pytest.mark.parametrize(
    "select,ignore,expected",
    [
        (["R,D1"], ["R5"], {"R1", "R2", "R3", "R4", "D1"}),
        (["R5"], ["R"], {"R5"}),
        (["R"], ["R5", "R4", "R3"], {"R1", "R2"}),
        (["S1"], [], {"S1"}),
    ],
)
def test_the_longer_name_decides(select: list[str], ignore: list[str], expected: set[str]) -> None:
    assert select_rules(RUBRIC, select, ignore).rules == expected


def test_an_id_is_that_rule_alone_though_others_begin_so() -> None:
    rules = replace(RUBRIC, criteria=(*RUBRIC.criteria, replace(RUBRIC.criteria[0], id="R10")))
    assert select_rules(rules, ["R1"]).rules == {"R1"}
    assert select_rules(rules, ["R10"]).rules == {"R10"}


@pytest.mark.parametrize(
    "select,ignore,said",
    [
        (["languages"], [], "--select: no rule is 'languages' or begins so; did you mean .language.[?]"),
        ([], ["reflection"], "--ignore: no rule is 'reflection' or begins so"),
        (["R"], ["R"], "leave no rule"),
        (["R1"], ["R1"], "leave no rule"),
    ],
)
def test_a_name_that_no_rule_has_and_a_selection_of_nothing_are_refused(
    select: list[str], ignore: list[str], said: str
) -> None:
    with pytest.raises(SupcheckError, match=said):
        select_rules(RUBRIC, select, ignore)


@given(st.lists(NAMES, min_size=1, max_size=3))
def test_a_verdict_is_the_same_whatever_is_selected(names: list[str]) -> None:
    selection = select_rules(RUBRIC, names)
    kept = selection.of_judged(JUDGED)
    for name, ruled in kept.verdicts.items():
        assert ruled.verdict is JUDGED.verdicts[name].verdict
        assert ruled.because == JUDGED.verdicts[name].because
        assert ruled.selected is bool(set(ruled.because) & selection.rules)
    assert kept.findings == tuple(one for one in JUDGED.findings if one.rule in selection.rules)


def run_of(*select: str, ignore: tuple[str, ...] = ()) -> Run:
    kept = select_rules(RUBRIC, select, ignore).of_judged(JUDGED)
    return Run("t", RUBRIC.named, Named("m", ""), (kept,), (), select=select, ignore=ignore)


@pytest.mark.parametrize(
    "select,fail_on,code",
    [
        # The verdict on direction falls short, and rests on D1 to D4 and D7; that on reflection is sufficient.
        ((), "not_met", 1),
        (("D",), "not_met", 1),
        (("R",), "not_met", 0),
        (("D8",), "not_met", 0),
        (("D8",), "partly", 1),
        (("R2",), "partly", 1),
        (("D2",), "partly", 1),
    ],
)
def test_only_what_is_selected_fails_a_run(select: tuple[str, ...], fail_on: str, code: int) -> None:
    failing = gate(fail_on, None, RUBRIC)
    assert exit_code(run_of(*select), failing, allow_empty=False, allow_unreadable=False) == code


@pytest.mark.parametrize("form", ["human", "html", "md"])
def test_a_report_says_what_it_leaves_out(form: str) -> None:
    rubric = select_rules(RUBRIC, ["D"], ["D8"]).of_rubric(RUBRIC)
    out = " ".join(str(FORMATS[form](run_of("D", ignore=("D8",)), Wanted(rubric=rubric))).split())
    assert "Shown and counted: only D without D8. Each verdict still rests on all of its criteria." in out
    assert "D7" in out
    assert RUBRIC.criteria[0].title not in out.replace("Reflection on the child's progress", "")
    assert "Shown and counted" not in FORMATS[form](run_of(), Wanted())


def test_the_wire_format_says_what_was_asked_for() -> None:
    found = json.loads(FORMATS["json"](run_of("D"), Wanted()))
    assert found["selection"] == {"select": ["D"], "ignore": []}
    assert {one["id"][0] for one in found["records"][0]["criteria"]} == {"D"}
    assert found["records"][0]["verdicts"]["reflection"]["selected"] is False


def test_a_wrong_name_ends_a_run_before_any_record_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("SW to visit.", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path), "--select", "Q"])
    assert result.exit_code == 2
    assert result.stderr.startswith("supcheck: --select: no rule is 'Q'")
    (tmp_path / ".supcheck.yaml").write_text("quiet: true\nignore: [R, Q]\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert ".supcheck.yaml:2:1: no rule is 'Q'" in result.stderr
