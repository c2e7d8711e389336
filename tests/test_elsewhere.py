"""The day of a deadline that the record gives elsewhere than in the deadline's own words."""

from __future__ import annotations

import datetime as dt

import pytest

from supcheck.deadlines import find_deadlines
from supcheck.elsewhere import Elsewhere

HELD = dt.date(2024, 11, 12)
"""A Tuesday."""


def dated(before: str, act: str, held: dt.date | None = HELD) -> tuple[str, dt.date | None]:
    """The first deadline of `act`, which stands after `before` in a record, and its day."""
    bound, day = Elsewhere(f"{before}\n{act}", held).dated(find_deadlines(act, held)[0], act, len(before) + 1)
    return bound.span.of(act), day


@pytest.mark.parametrize(
    "before,act,words,day",
    [
        # an event of which the record gives the day
        ("RCPC 10/12.", "SW to see him before the conference", "before the conference", "2024-12-10"),
        ("Transition day is 4/12.", "TA to meet her on transition day", "on transition day", "2024-12-04"),
        ("Bail until 30/11.", "LPM before bail runs out", "before bail runs out", "2024-11-30"),
        ("Nothing is booked.", "SW to see him before the conference", "before the conference", None),
        # one that a sentence tells in passing
        (
            "Core group is at the school on 28/11 at 3.30.",
            "until the core group",
            "until the core group",
            "2024-11-28",
        ),
        (
            "Review PLO meeting: 15 January, County Hall.",
            "up to the PLO review",
            "up to the PLO review",
            "2025-01-15",
        ),
        (
            "The grown ups' meeting about Ava is on 9/12.",
            "before the meeting",
            "before the meeting",
            "2024-12-09",
        ),
        (
            "We meet on the tenth of December, core group, at the library.",
            "before core group",
            "before core group",
            "2024-12-10",
        ),
        (
            "Core group on 6/11 was cancelled and is now on the 27th.",
            "before the core group",
            "before the core group",
            "2024-11-27",
        ),
        ("He starts at Parkside on 2 December.", "before he starts", "before he starts", "2024-12-02"),
        (
            "He starts full days at nursery on 2 December.",
            "before he starts nursery",
            "before he starts nursery",
            "2024-12-02",
        ),
        ("He starts the course on 2 December.", "before he starts nursery", "before he starts nursery", None),
        ("Dad back from Lahore on 17th December.", "before dad is back", "before dad is back", "2024-12-17"),
        (
            "Core group: they've moved it from the 20th to Tuesday 26/11.",
            "before core group",
            "before core group",
            "2024-11-26",
        ),
        (
            "The stability meeting was put off from the 18th; it's now 2/12.",
            "before the stability meeting",
            "before the stability meeting",
            "2024-12-02",
        ),
        (
            "Write up before 20 Nov CIN meeting.",
            "until the CIN meeting",
            "until the CIN meeting",
            "2024-11-20",
        ),
        ("ICPC slot held 15/12.", "before ICPC", "before ICPC", "2024-12-15"),
        ("To stay open until the review on 15/12.", "by the CIN review", "by the CIN review", "2024-12-15"),
        (
            "Report to the chair by 18/12, the conference being on 8 January.",
            "until the conference",
            "until the conference",
            "2025-01-08",
        ),
        # and not where the day is another's
        ("Core group minutes to be sent on 28/11.", "before the core group", "before the core group", None),
        (
            "Jo to write the report for the core group by 28/11.",
            "before the core group",
            "before the core group",
            None,
        ),
        ("Medical review 28/11.", "before the review", "before the review", None),
        ("Visit 28/11. Visit 3/12.", "before the visit", "before the visit", None),
        ("Jo to start the work on 2 December.", "before he starts", "before he starts", None),
        # or beside the deadline
        ("", "see him before half term (breaks up 20/12)", "before half term", "2024-12-20"),
        # days counted from it
        ("IRH 10 December.", "Papers in a week before the IRH", "a week before the IRH", "2024-12-03"),
        (
            "RCPC 10/12.",
            "Report 5 working days before the RCPC",
            "5 working days before the RCPC",
            "2024-12-03",
        ),
        ("Discharge 15/11.", "visit within 2 days of discharge", "within 2 days of discharge", "2024-11-17"),
        (
            "Panel 20/11.",
            "My report for panel goes in two days beforehand",
            "two days beforehand",
            "2024-11-18",
        ),
        ("Court 20/11.", "he sleeps at nan's the night before court", "the night before court", "2024-11-19"),
        # the day of the bound before it
        ("Ring school by 15/11.", "Ring nan the same day", "the same day", "2024-11-15"),
        ("SW visits on Thursday.", "At that visit SW asks about the key", "At that visit", "2024-11-14"),
        ("Letter out on 18/11.", "GP letter same week", "same week", "2024-11-22"),
        ("Visit on 14/11.", "And again the week after.", "the week after", "2024-11-22"),
        (
            "Strategy 14/11.",
            "SW to allocate same day as the strategy",
            "same day as the strategy",
            "2024-11-14",
        ),
        ("4.5 Home", "Ring nan the same day", "the same day", None),
        (
            "Strat today at 15.30.",
            "within 5 working days of the strat",
            "within 5 working days of the strat",
            "2024-11-19",
        ),
        ("CIN mtg is 22/11.", "Bring me the plan the day before it", "the day before it", "2024-11-21"),
        (
            "Review 12/12.",
            "draft in the Thursday before the review",
            "the Thursday before the review",
            "2024-12-05",
        ),
        ("See him on 20/11.", "write up by the Monday after it", "by the Monday after it", "2024-11-25"),
        (
            "Interview 20/11.",
            "drive past on the eve of the interview",
            "on the eve of the interview",
            "2024-11-19",
        ),
        (
            "RCPC 10/12.",
            "out no later than three working days before conference",
            "no later than three working days before conference",
            "2024-12-05",
        ),
        ("Report by 20/11 for the RCPC on 10/12.", "QA it 2 days later", "2 days later", "2024-11-22"),
        (
            "Strategy discussion today at 3.",
            "book it at the strategy discussion",
            "at the strategy discussion",
            "2024-11-12",
        ),
        ("Visit her on 20/11.", "speak to the boys before that visit", "before that visit", "2024-11-20"),
        ("GCSE results 22/11:", "Priya to go with him on the day", "on the day", "2024-11-22"),
        ("Ring nan by 22/11.", "go with them on the day of the move", "on the day of the move", None),
        (
            "Core group 28/11.",
            "bring it on the day of the core group",
            "on the day of the core group",
            "2024-11-28",
        ),
        ("", "see him before the next review. That's 24 January.", "before the next review", "2025-01-24"),
        ("", "request the record again, same day as this note", "same day as this note", "2024-11-12"),
        ("Ring school by 15/11.", "Any bruise, ring me the same day", "the same day", None),
        # the assessment's clock, and the weeks of a pregnancy
        ("C&F day 31", "write up by day 40", "by day 40", "2024-11-25"),
        ("C&F day 31", "write up by day 20", "by day 20", None),
        ("EDD 14/02", "J seen alone by 30/40", "by 30/40", "2024-12-06"),
        ("EDD 14/02", "J seen alone by 20/40", "by 20/40", None),
    ],
)
def test_the_record_gives_the_day(before: str, act: str, words: str, day: str | None) -> None:
    assert dated(before, act) == (words, dt.date.fromisoformat(day) if day else None)


def test_a_deadlines_own_day_stands() -> None:
    assert dated("RCPC 10/12.", "before the conference on 3/12")[1] == dt.date(2024, 12, 3)


def test_without_the_records_own_day_none_is_worked_out() -> None:
    assert dated("RCPC 10/12/2024.", "before the conference", None)[1] is None
