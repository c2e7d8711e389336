"""The overview: its counts add up, nobody is named or ranked, and a stream gives what a whole run gives."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from supcheck.children import judge_children
from supcheck.records import Holds, Judged, Named, Outcome, Run, Status, Tally, TypeCount, Unread, Verdict
from supcheck.report import FORMATS, Wanted
from supcheck.report.overview.book import overview_xlsx
from supcheck.report.overview.counting import (
    GRADES,
    MOST_FIRST,
    Counting,
    Group,
    Overview,
    chapters_of,
    overview_of,
)
from supcheck.report.overview.page import overview_html
from supcheck.report.shares import Share
from supcheck.strata import FEWEST

from .golden_reports import pipeline_report
from .made import WORDS
from .overviews import NOTES, ON, RUBRIC, notes_run, record, runs

GOLDEN = Path(__file__).parent / "golden"


def seen_of(run: Run) -> Overview:
    return overview_of(run, RUBRIC, ON)


def groups_of(seen: Overview) -> dict[str, tuple[Group, ...]]:
    return {"month": seen.months, "team": seen.teams, "type": seen.kinds, "plan": seen.plans}


@given(runs())
@settings(max_examples=40)
def test_every_way_of_parting_the_records_adds_up_to_all_of_them(run: Run) -> None:
    seen = seen_of(run)
    assert seen.whole.records == len(run.judged)
    for by, groups in groups_of(seen).items():
        if by in ("team", "plan") and not groups:
            continue  # none are told apart: see below
        assert sum(group.records for group in groups) == len(run.judged)
        for place, whole in enumerate(seen.whole.verdicts):
            told = [group.verdicts[place] for group in groups]
            for field in ("sufficient", "insufficient", "review"):
                assert sum(getattr(one, field) for one in told) == getattr(whole, field)
        assert all(counts.share.of == group.records for group in groups for counts in group.verdicts)
    for criterion in seen.criteria:
        assert sum(getattr(criterion, grade) for grade in GRADES) == len(run.judged)


SIZES = st.dictionaries(
    st.sampled_from([None, "North", "South", "East", "other teams"]), st.integers(1, 9), max_size=5
)


@given(SIZES)
@settings(max_examples=60)
def test_no_row_by_team_or_plan_is_of_few_records_nor_is_what_they_leave_of_all(
    sizes: dict[str | None, int],
) -> None:
    names = [name for name, size in sizes.items() for _ in range(size)]
    run = replace(run_of(), judged=tuple(record(n, team=name, plan=name) for n, name in enumerate(names)))
    seen = seen_of(run)
    for groups in (seen.teams, seen.plans):
        assert all(group.records >= FEWEST for group in groups)
        assert sum(group.records for group in groups) in ({len(names)} if groups else {0})
    assert bool(seen.teams) or len(sizes) != 1 or len(names) < FEWEST
    rows = list(load_workbook(io.BytesIO(overview_xlsx(seen)))["Verdicts"].iter_rows(values_only=True))
    assert all(int(str(row[2])) >= FEWEST for row in rows if row[0] in ("team", "plan"))


@pytest.mark.parametrize(
    "sizes,told",
    [
        ({"North": 9, "South": 7, "East": 3, "West": 2}, {"North": 9, "South": 7, "other teams": 5}),
        ({"North": 9, "South": 7, "East": 3}, {"North": 9, "other teams": 10}),
        ({"North": 9, "South": 7, None: 1}, {"North": 9, "other teams": 8}),
        ({"North": 9, "South": 5, None: 6}, {"North": 9, "South": 5, "not named": 6}),
        ({"North": 9, "East": 3}, {}),
        ({"North": 4, "East": 3}, {}),
        ({"North": 3}, {}),
        ({"North": 9}, {"North": 9}),
    ],
)
def test_teams_of_few_records_stand_together_with_the_next_smallest_if_need_be(
    sizes: dict[str | None, int], told: dict[str, int]
) -> None:
    judged = tuple(record(9 * n + m, team=name) for n, name in enumerate(sizes) for m in range(sizes[name]))
    seen = seen_of(replace(run_of(), judged=judged))
    assert {group.name: group.records for group in seen.teams} == told
    assert ("Not shown: it takes two parts" in overview_html(seen)) is (not told)
    assert ("By team" in cells(overview_xlsx(seen))) is (not told)


@given(runs(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_chapters_in_any_order_give_what_the_whole_run_gives(run: Run, chance: random.Random) -> None:
    chapters = list(chapters_of(run))
    assert sorted(order for chapter in chapters for order in chapter.order) == list(range(len(run.judged)))
    chance.shuffle(chapters)
    counting = Counting(RUBRIC, ON)
    for chapter in chapters:
        counting.take(chapter)
    assert counting.overview(replace(run, judged=(), series=())) == seen_of(run)


@given(runs())
@settings(max_examples=4)
def test_no_word_of_a_record_and_no_name_of_a_person_is_told(run: Run) -> None:
    for form in ("overview", "overview-xlsx"):
        written = FORMATS[form](run, Wanted(on=ON, evidence=True))
        text = written if isinstance(written, str) else cells(written)
        assert not re.search("zq", text, re.IGNORECASE)


def cells(book: bytes) -> str:
    sheets = load_workbook(io.BytesIO(book)).worksheets
    return "\n".join(
        str(cell)
        for sheet in sheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )


@given(runs())
@settings(max_examples=4)
def test_the_page_and_the_workbook_say_the_same_numbers(run: Run) -> None:
    seen = seen_of(run)
    book = load_workbook(io.BytesIO(overview_xlsx(seen)))
    heads, *rows = book["Verdicts"].iter_rows(values_only=True)
    page = BeautifulSoup(overview_html(seen), "html.parser")
    told = Counter(
        (by, str(row.th.text), tuple(int(row.find_all("td")[n].text) for n in (0, 1, 2, 3, 6, 7, 8)))
        for by in ("month", "team", "type", "plan")
        for row in page.select(f"#by-{by} tbody tr")
        if row.th
    )
    assert heads[:4] == ("By", "Name", "Records", "Verdict")
    assert sum(told.values()) == sum(len(groups) for groups in groups_of(seen).values())
    for by, groups in groups_of(seen).items():
        written = [row for row in rows if row[0] == by]
        assert len(written) == 2 * len(groups)
        if not groups:
            continue
        assert sum(int(str(row[4])) for row in written[::2]) == seen.whole.verdicts[0].sufficient
        assert sum(counts[1] for (part, _, counts), n in told.items() for _ in range(n) if part == by) == (
            seen.whole.verdicts[0].sufficient
        )


def run_of(*judged: Judged) -> Run:
    return Run(
        "supcheck", RUBRIC.named, Named("none", ""), judged, (), tuple(judge_children(RUBRIC, WORDS, judged))
    )


def test_a_team_that_bears_a_persons_name_is_not_told() -> None:
    named = [record(n, team="Dai Zqmanager") for n in range(FEWEST)]
    (group,) = seen_of(run_of(*named)).teams
    assert (group.name, group.records) == ("not named", FEWEST)


HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK(1,2)",
    "$\\frac{",
    "]]>&amp;",
    "\ud83d\x00\u202e rtl",
    "漢字 🙂",
    "{{ x }}",
)


def test_a_teams_name_is_text_whatever_stands_in_it() -> None:
    judged = [record(10 * n + m, team=name) for n, name in enumerate(HOSTILE) for m in range(FEWEST)]
    seen = seen_of(replace(run_of(), judged=tuple(judged)))
    page = BeautifulSoup(overview_html(seen), "html.parser")
    assert not page.find_all("script")
    told = {row.th.text for row in page.select("#by-team tbody tr") if row.th}
    assert told == {
        "<script>alert(1)</script>",
        "=HYPERLINK(1,2)",
        "$\\frac{",
        "]]>&amp;",
        "rtl",
        "漢字 🙂",
        "{{ x }}",
    }
    assert page.select("#by-team svg text")
    book = load_workbook(io.BytesIO(overview_xlsx(seen)))
    assert "f" not in {cell.data_type for sheet in book for row in sheet for cell in row}


def test_records_are_read_first_by_verdicts_then_flags_then_overdue_actions_and_told_why() -> None:
    good = record(0, verdicts=(Verdict.SUFFICIENT, Verdict.SUFFICIENT), child="1")
    late = record(1, verdicts=(Verdict.SUFFICIENT, Verdict.SUFFICIENT), child="2")
    one = record(2, child="3")
    both = record(3, verdicts=(Verdict.INSUFFICIENT, Verdict.INSUFFICIENT), child="4")
    good = replace(good, actions=())
    seen = overview_of(run_of(good, late, one, both), RUBRIC, dt.date(2025, 3, 5))
    assert [first.record for first in seen.to_read] == ["n-3", "n-2", "n-1"]
    assert "Not yet sufficient: reflection on the child's progress and clear management direction." in (
        seen.to_read[0].because
    )
    assert seen.to_read[2].because == (
        "1 action was due before 5 March 2025, and nothing that was read says done or gives a new date.",
    )


@pytest.mark.parametrize(
    "on,status,outcomes,overdue",
    [
        (dt.date(2025, 3, 4), None, (), 0),
        (dt.date(2025, 3, 5), None, (), 1),
        (dt.date(2025, 3, 5), Status.PART, (), 1),
        (dt.date(2025, 3, 5), Status.DONE, (), 0),
        (dt.date(2025, 3, 5), None, (Outcome.DONE,), 0),
        (dt.date(2025, 3, 5), None, (Outcome.CHANGED,), 0),
        (dt.date(2025, 3, 5), None, (Outcome.CARRIED,), 1),
        (dt.date(2025, 3, 5), None, (Outcome.SILENT,), 1),
        (dt.date(2025, 3, 5), None, (Outcome.DONE, Outcome.SILENT), 1),
    ],
)
def test_an_action_is_overdue_after_its_day_unless_it_is_surely_done_or_has_a_new_date(
    on: dt.date, status: Status | None, outcomes: tuple[Outcome, ...], overdue: int
) -> None:
    first, second = record(0), record(1, held=dt.date(2025, 3, 3))
    (action,) = (one for one in first.actions if one.holds is Holds.YES)
    first = replace(first, actions=(replace(action, status=status),))
    second = replace(second, actions=())
    run = run_of(first, second)
    (series,) = run.series
    threads = tuple(replace(one, outcomes=outcomes) for one in series.threads) if outcomes else ()
    seen = overview_of(replace(run, series=(replace(series, threads=threads),)), RUBRIC, on)
    assert (seen.actions.set, seen.actions.due, seen.actions.overdue) == (1, 1, overdue)
    assert seen.actions.followed == bool(outcomes)


def test_no_more_than_ten_are_kept_however_many_there_are() -> None:
    counting = Counting(RUBRIC, ON)
    run = run_of(*(record(n, child=str(n)) for n in range(40)))
    for chapter in chapters_of(run):
        counting.take(chapter)
    assert [first.record for first in counting.overview(run).to_read] == [f"n-{n}" for n in range(MOST_FIRST)]


def test_what_is_waived_or_known_is_counted_and_not_read_first() -> None:
    one = record(0)
    marked = {name: replace(ruled, waived="agreed", known=True) for name, ruled in one.verdicts.items()}
    one = replace(one, verdicts=marked, actions=())
    seen = seen_of(run_of(one))
    assert seen.whole.verdicts[1].insufficient == 1
    assert seen.to_read == ()
    assert [words.split(".")[0] for words in seen.aside] == [
        "Waived: 2 verdicts and 0 findings",
        "Known from the baseline: 2 verdicts and 0 findings",
    ]
    assert "agreed" not in overview_html(seen)


def test_what_was_left_out_and_not_read_is_told() -> None:
    unread = (Unread("a.pdf", "no text layer", "scan it with OCR"),) * 3
    tally = Tally("month.csv", "a register", 1, 1, (TypeCount("EMAIL", 2, known=False),), 1, 0, 0)
    run = replace(run_of(record(0)), unread=unread, tallies=(tally,))
    text = " ".join(BeautifulSoup(overview_html(seen_of(run)), "html.parser").get_text(" ").split())
    assert "3 could not be read." in text
    assert "no text layer 3 Scan it with OCR." in text
    assert (
        "month.csv: 4 rows: 1 row read as 1 record, 2 left out by type (EMAIL 2 (not known)), 1 empty."
        in text
    )


@given(st.integers(0, 60), st.integers(0, 60))
def test_wilsons_interval_holds_the_share_and_narrows_with_more_records(count: int, more: int) -> None:
    share = Share(count, count + more)
    if share.of:
        assert 0 <= share.low <= share.value <= share.high <= 1
        wider = Share(count * 4, share.of * 4)
        assert wider.high - wider.low < share.high - share.low
    else:
        assert (share.percent, share.interval) == ("–", "–")


@pytest.mark.parametrize(
    "count,of,low,high", [(8, 10, 0.490, 0.943), (1, 20, 0.009, 0.236), (0, 10, 0.0, 0.278)]
)
def test_wilsons_interval_is_the_published_one(count: int, of: int, low: float, high: float) -> None:
    share = Share(count, of)
    assert (round(share.low, 3), round(share.high, 3)) == (low, high)


@pytest.mark.parametrize("form,name", [("overview", "overview.html"), ("overview-xlsx", "overview.xlsx.txt")])
def test_the_overview_of_a_shipped_export_is_as_it_was_last_read(form: str, name: str) -> None:
    """`python -m tests.golden_overview` writes these again; read the difference before committing it."""
    assert pipeline_report(form, notes_run()) == (GOLDEN / f"{NOTES.stem}.{name}").read_text(encoding="utf-8")


def test_the_page_is_the_same_each_time() -> None:
    assert overview_html(seen_of(notes_run())) == overview_html(seen_of(notes_run()))
