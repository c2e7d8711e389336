"""A deadline that is an event is due on the day that the record gives it."""

from __future__ import annotations

import datetime as dt

import pytest

from supcheck.events import EVENTS, day_in, days_of_events, event_of, named_in

HELD = dt.date(2024, 11, 12)


@pytest.mark.parametrize(
    "text,event,day",
    [
        ("RCPC 10/12, parents told.", "conference", dt.date(2024, 12, 10)),
        ("The review conference is on 3rd December.", "conference", dt.date(2024, 12, 3)),
        ("Core group booked for 20 November", "core group", dt.date(2024, 11, 20)),
        ("Next supervision: 10 December 2024", "supervision", dt.date(2024, 12, 10)),
        ("The core group is on the 18th.", "core group", dt.date(2024, 11, 18)),
        ("review conference, which is fixed for 3 December", "conference", dt.date(2024, 12, 3)),
        ("PPM 2 05/12", "permanence planning meeting", dt.date(2024, 12, 5)),
        ("He is 17 on 2 January.", "birthday", dt.date(2025, 1, 2)),
        ("panel 20/11, after panel 3/7", "panel", dt.date(2024, 11, 20)),
        ("EDD 14/02", "birth", dt.date(2025, 2, 14)),
        ("IRH listed for 16.01.25", "issues resolution hearing", dt.date(2025, 1, 16)),
    ],
)
def test_the_record_gives_the_day(text: str, event: str, day: dt.date) -> None:
    assert days_of_events(text, HELD) == {event: day}


@pytest.mark.parametrize(
    "text",
    [
        "RCPC 10/12. Second RCPC 14/01.",
        "RCPC 10/10/2024.",
        "Supervision 12/11/2024",
        "How was sup 7/10",
        "at the RCPC\n14/11 SW visits",
        "RCPC soon.",
    ],
)
def test_two_days_a_day_that_is_not_ahead_a_score_or_none_tell_nothing(text: str) -> None:
    assert days_of_events(text, HELD) == {}


def test_without_the_records_own_day_nothing_is_ahead() -> None:
    assert days_of_events("RCPC 10/12/2024", None) == {}


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_is_known_by_its_name_alone(event: str) -> None:
    assert event_of(f"before the next {event}") == event
    assert event_of(f"before the {event} that we spoke of") is None


def test_a_thing_without_a_name_of_ours_has_the_day_beside_its_own_words() -> None:
    text = "Transition day 4/12. Tea party 5/12, tea party 9/12."
    assert day_in(text, "before the transition day", HELD) == dt.date(2024, 12, 4)
    assert day_in(text, "before the tea party", HELD) is None
    assert day_in(text, "before she leaves", HELD) is None


def test_words_name_one_event_or_none() -> None:
    assert named_in("my report for the conference goes out") == "conference"
    assert named_in("the conference and the panel") is None
    assert named_in("ring mum") is None
