"""The tables of deadline phrases: what each comes to on its record's date.

`grammar.jsonl` is the table that the grammar was built on. The others were written apart by people who had
not seen it; on `mended-on.jsonl` it was mended, and on seven phrases of `apart-1` and `apart-2`. They stand
here so that nothing in them gets worse. `noted-*.jsonl` are read as notes of their own, for in many of them one
sentence tells the day of a meeting and the next counts from it; on all of them the reading was mended after they had been
scored.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supcheck.deadlines import find_deadlines
from supcheck.deadlines.days import days_before

from .made import actions_of

FOLDER = Path(__file__).parent.parent / "fixtures" / "deadlines"
BUILT_ON = FOLDER / "grammar.jsonl"
APART = sorted(FOLDER.glob("*-on.jsonl")) + sorted(FOLDER.glob("apart-*.jsonl"))
NOTED = sorted(FOLDER.glob("noted-*.jsonl"))
RIGHT, WRONG = 0.95, 0.02
NOTED_RIGHT, NOTED_WRONG = 0.93, 0.031


def phrases(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def day_of(phrase: dict[str, Any]) -> str | None:
    held = dt.date.fromisoformat(phrase["held"]) if phrase["held"] else None
    found = find_deadlines(phrase["text"], held)
    return found[0].due.on.isoformat() if found and found[0].due.on else None


def day_in_a_note(phrase: dict[str, Any]) -> str | None:
    """The day of the act whose deadline stands where the writer's does, else of the first that has one."""
    held = dt.date.fromisoformat(phrase["held"]) if phrase["held"] else None
    _, acts = actions_of(phrase["text"], held)
    start = phrase["text"].find(phrase["deadline"]) if phrase["deadline"] else -1
    end = start + len(phrase["deadline"] or "")
    there = (one for one in acts if one.deadline and one.deadline.start < end and one.deadline.end > start)
    found = next(there, None) or next((one for one in acts if one.due), None)
    return found.due.isoformat() if found and found.due else None


@pytest.mark.parametrize("phrase", phrases(BUILT_ON), ids=lambda p: p["text"][:60])
def test_a_phrase_comes_to_its_day_or_to_none(phrase: dict[str, Any]) -> None:
    assert day_of(phrase) == phrase["due"]


def test_there_are_phrases_enough_of_every_kind() -> None:
    rows = [row for path in (BUILT_ON, *APART) for row in phrases(path)]
    assert len(phrases(BUILT_ON)) >= 250
    kinds = {row["kind"] for row in rows}
    assert kinds == {
        "date",
        "span",
        "week",
        "month",
        "run",
        "event",
        "depends",
        "not_a_bound",
        "past",
        "trap",
    }


@pytest.mark.parametrize("path", APART, ids=lambda p: p.stem)
def test_of_phrases_written_apart_few_days_are_missed_and_hardly_any_is_wrong(path: Path) -> None:
    rows = [(row["due"], day_of(row)) for row in phrases(path)]
    dated = [(due, found) for due, found in rows if due]
    assert sum(due == found for due, found in dated) / len(dated) >= RIGHT
    assert sum(found is not None and due != found for due, found in rows) / len(rows) < WRONG


@pytest.mark.parametrize("path", NOTED, ids=lambda p: p.stem)
def test_in_notes_too_few_days_are_missed_and_hardly_any_is_wrong(path: Path) -> None:
    rows = [(row["due"], day_in_a_note(row)) for row in phrases(path)]
    dated = [(due, found) for due, found in rows if due]
    assert sum(due == found for due, found in dated) / len(dated) >= NOTED_RIGHT
    assert sum(found is not None and due != found for due, found in rows) / len(rows) < NOTED_WRONG


DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))


@given(
    DAYS,
    st.integers(0, 250),
    st.sampled_from(
        [
            "{d.day}/{d.month}/{d.year}",
            "{d.day:02}.{d.month:02}.{d:%y}",
            "{d.day} {d:%B} {d.year}",
            "{d.day:02}-{d:%b}-{d:%y}",
            "{d:%Y-%m-%d}",
        ]
    ),
)
def test_a_printed_date_is_read_as_the_date(held: dt.date, ahead: int, shape: str) -> None:
    day = held + dt.timedelta(days=ahead)
    found = find_deadlines(f"SW to ring the school by {shape.format(d=day)}", held)
    assert found[0].due.on == day


@given(DAYS, st.integers(0, 250))
def test_a_date_without_its_year_is_the_next_such_day(held: dt.date, ahead: int) -> None:
    day = held + dt.timedelta(days=ahead)
    found = find_deadlines(f"SW to ring the school by {day.day}/{day.month}", held)
    assert found[0].due.on == day or (day.month, day.day) == (2, 29)


FORWARD = [
    "by Friday",
    "w/c {d.day}/{d.month}",
    "within {n} working days",
    "in {n} weeks",
    "next week",
    "by end of month",
    "{n}/52",
    "within {n} days",
    "tomorrow",
    "COP today",
    "by the {d.day}th",
    "weekly until {d.day}/{d.month}",
]


@given(DAYS, st.integers(1, 40), st.sampled_from(FORWARD))
def test_no_bound_falls_before_the_records_own_date(held: dt.date, number: int, shape: str) -> None:
    words = shape.format(d=held + dt.timedelta(days=number), n=number)
    for one in find_deadlines(f"SW to ring the school {words}", held):
        assert one.due.on is None or one.due.on >= held


@given(
    DAYS, st.integers(1, 30), st.integers(0, 20), st.sampled_from(["working days", "days", "weeks", "months"])
)
def test_a_wider_span_never_gives_an_earlier_day(held: dt.date, number: int, more: int, unit: str) -> None:
    days = [
        find_deadlines(f"SW to ring the school within {n} {unit}", held)[0].due.on
        for n in (number, number + more)
    ]
    assert None not in days
    assert days[0] <= days[1]  # type: ignore[operator]  # None was ruled out above


@given(DAYS, st.integers(30, 120), st.integers(2, 9), st.sampled_from(["working days", "days", "weeks"]))
def test_a_day_counted_back_from_a_meeting_is_so_long_before_it(
    held: dt.date, ahead: int, number: int, unit: str
) -> None:
    meeting = held + dt.timedelta(days=ahead)
    told = f"The review is on {meeting.day} {meeting:%B} {meeting.year}."
    wanted = days_before(meeting, str(number), unit)
    _, acts = actions_of(f"{told} Jo to send me the report {number} {unit} before.", held)
    assert acts[-1].due == (wanted if wanted >= held else None)


@given(DAYS, st.integers(8, 120), st.sampled_from(["Monday", "Wednesday", "Friday"]))
def test_a_weekday_of_a_meetings_week_is_in_that_week(held: dt.date, ahead: int, weekday: str) -> None:
    meeting = held + dt.timedelta(days=ahead)
    told = f"The panel is on {meeting.day} {meeting:%B} {meeting.year}."
    _, (_, act) = actions_of(f"{told} Jo to send me the papers by the {weekday} of that week.", held)
    assert act.due is not None
    assert f"{act.due:%A}" == weekday
    assert act.due.isocalendar()[:2] == meeting.isocalendar()[:2]
