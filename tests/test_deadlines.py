"""Deadline words of UK records, and the day that each comes to."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supcheck.dates import is_working_day, working_days_after
from supcheck.deadlines import find_deadlines, finding, traps
from supcheck.deadlines.forms import FORMS, Form
from supcheck.deadlines.traps import TRAPS, Trap
from supcheck.elsewhere import Elsewhere
from supcheck.records import Due, Span
from supcheck.words import load_words

HELD = dt.date(2024, 11, 12)
"""A Tuesday."""

BOUNDS = [
    # dates, day first, with and without a year
    ("SW to ring mum by 15/11/2024", "by 15/11/2024", "2024-11-15"),
    ("SW to ring mum by 15/11", "by 15/11", "2024-11-15"),
    ("SW to ring mum by 15.11.24", "by 15.11.24", "2024-11-15"),
    ("chronology by 3/1", "by 3/1", "2025-01-03"),
    ("by 12-Nov-24", "by 12-Nov-24", "2024-11-12"),
    ("by 18th Nov", "by 18th Nov", "2024-11-18"),
    ("by Tues 19th November", "by Tues 19th November", "2024-11-19"),
    ("by 2024-11-20", "by 2024-11-20", "2024-11-20"),
    ("by the second of December", "by the second of December", "2024-12-02"),
    ("minutes out by COP 15th", "by COP 15th", "2024-11-15"),
    ("over the next fortnight", "over the next fortnight", "2024-11-26"),
    ("SW to ask, next visit, 20 Nov", "next visit, 20 Nov", "2024-11-20"),
    ("SW to call after the CP medical on 14/11", "after the CP medical on 14/11", "2024-11-14"),
    ("visits on 14/11, 18/11 and 22/11", "on 14/11, 18/11 and 22/11", "2024-11-22"),
    ("sessions on 9th and 23rd December", "on 9th and 23rd December", "2024-12-23"),
    ("ring mum this aft", "this aft", "2024-11-12"),
    ("ring mum tomoz", "tomoz", "2024-11-13"),
    ("chair the panel on the first Tuesday in December", "on the first Tuesday in December", "2024-12-03"),
    ("until fourteenth December", "until fourteenth December", "2024-12-14"),
    ("visit on Bank Holiday Monday", "on Bank Holiday Monday", "2025-04-21"),
    ("form in before the bank holiday", "before the bank holiday", "2024-12-25"),
    ("nursery form, 26th latest", "26th latest", "2024-11-26"),
    (
        "starting 2 December and running to 14 December",
        "starting 2 December and running to 14 December",
        "2024-12-14",
    ),
    ("notes 48 hours before the RCPC on 20/11", "48 hours before the RCPC on 20/11", "2024-11-18"),
    ("noon tomorrow", "noon tomorrow", "2024-11-13"),
    # weeks
    ("visit w/c 18 Nov", "w/c 18 Nov", "2024-11-22"),
    ("report w/e 22/11", "w/e 22/11", "2024-11-22"),
    ("by the end of the week", "by the end of the week", "2024-11-15"),
    ("next week", "next week", "2024-11-22"),
    ("by Friday", "by Friday", "2024-11-15"),
    ("by next Tuesday", "by next Tuesday", "2024-11-19"),
    # months
    ("by end of Nov", "by end of Nov", "2024-11-30"),
    ("mid-Dec", "mid-Dec", None),
    ("by the end of the month", "by the end of the month", "2024-11-30"),
    # spans
    ("ring legal within the hour", "within the hour", "2024-11-12"),
    ("within 5 working days", "within 5 working days", "2024-11-19"),
    ("GCP2 in 5WD", "in 5WD", "2024-11-19"),
    ("chron to legal 5 w.d.", "5 w.d", "2024-11-19"),
    ("within forty eight hours", "within forty eight hours", "2024-11-14"),
    ("within 48 hrs", "within 48 hrs", "2024-11-14"),
    ("within two weeks", "within two weeks", "2024-11-26"),
    ("in 2/52", "in 2/52", "2024-11-26"),
    ("within a fortnight", "within a fortnight", "2024-11-26"),
    ("within 3 months", "within 3 months", "2025-02-12"),
    ("call dad today", "today", "2024-11-12"),
    ("COP today", "COP today", "2024-11-12"),
    ("ring school tomorrow", "tomorrow", "2024-11-13"),
    # several days, of which the last counts
    ("two visits 3-Dec and 5-Dec", "3-Dec and 5-Dec", "2024-12-05"),
    ("sessions, 20.11, 27.11, 04.12, report after", "20.11, 27.11, 04.12", "2024-12-04"),
    ("knock on Mon 18th and Tues 19th", "on Mon 18th and Tues 19th", "2024-11-19"),
    ("log every night from tonight for 14 nights", "from tonight for 14 nights", "2024-11-26"),
    ("note his Fridays for 6 wks from 15/11", "for 6 wks from 15/11", "2024-12-27"),
    # a written day before a bare weekday
    ("unannounced Saturday evening visit 15-Nov", "15-Nov", "2024-11-15"),
    ("by Friday the fifteenth, two weeks of notes", "by Friday the fifteenth", "2024-11-15"),
    ("ring school by Friday, then review within 6 weeks", "by Friday", "2024-11-15"),
    ("SW by 15/11, 29/11 FSW", "by 15/11", "2024-11-15"),
    ("sessions 20/11, 27/11, and 4/12", "20/11, 27/11, and 4/12", "2024-12-04"),
    ("hours Friday 5-7 from 18th Nov", "from 18th Nov", "2024-11-18"),
    ("walk with him on Monday and Tuesday", "on Monday and Tuesday", "2024-11-19"),
    ("visit weekly for 6 weeks", "weekly for 6 weeks", "2024-12-24"),
    ("call on 18 Nov, the week before mum is paid", "on 18 Nov", "2024-11-18"),
    ("share his chart for two weeks, by 29/11", "by 29/11", "2024-11-29"),
    ("shifts from 18/11 for 4 wks - agreed", "from 18/11 for 4 wks", "2024-12-16"),
    ("log it for a fortnight from tomorrow", "for a fortnight from tomorrow", "2024-11-27"),
    ("stop the check tonight onwards, for a fortnight", "tonight onwards, for a fortnight", "2024-11-26"),
    ("detached team Tue and Fri from 19/11 to Christmas", "from 19/11 to Christmas", "2024-12-25"),
    ("paid from December to January", "from December to January", "2025-01-31"),
    ("60 a week from 18.11 until UC lands 03.12", "until UC lands 03.12", "2024-12-03"),
    ("see Ava on 18 November and on the 25th", "on 18 November and on the 25th", "2024-11-25"),
    ("to be filmed, 18th and 25th", "18th and 25th", "2024-11-25"),
    ("Cook to do tea, starting 18 Nov, finishing 28 Nov", "finishing 28 Nov", "2024-11-28"),
    ("dad has him weekend 23/11", "weekend 23/11", "2024-11-24"),
    ("nan has you on Christmas Eve", "on Christmas Eve", "2024-12-24"),
    ("moved to this month", "this month", "2024-11-30"),
    ("ask for it today or tomorrow", "today or tomorrow", "2024-11-13"),
    ("assessment, 10 working days from today", "10 working days from today", "2024-11-26"),
    ("Thursday's visit", "Thursday's visit", "2024-11-14"),
    ("file it before leave starts 19/12", "before leave starts 19/12", "2024-12-19"),
    (
        "need it by the time of the RCPC on 21 November",
        "by the time of the RCPC on 21 November",
        "2024-11-21",
    ),
    ("look at mornings in February, by 20 December", "by 20 December", "2024-12-20"),
    ("visit on 19/11 and ask about the 11th", "on 19/11", "2024-11-19"),
    ("give mrs t the interp line no. tonight", "tonight", "2024-11-12"),
    # times
    ("ring custody at 1800 for the outcome", "at 1800", "2024-11-12"),
    ("6.30pm", "6.30pm", "2024-11-12"),
    ("log no by 04.30", "by 04.30", "2024-11-12"),
    ("strat disc tomorrow 9:30", "tomorrow 9:30", "2024-11-13"),
    ("ring mum 21.30.", "21.30", "2024-11-12"),
    ("go to the ward 0800, see a feed", "0800", "2024-11-12"),
    # what depends on something else, and can be checked
    ("HV to text each one the same day", "the same day", None),
    ("he will do it this weekend", "this weekend", "2024-11-17"),
    ("ask about the key at that visit", "at that visit", None),
    ("keep the diary until school starts", "until school starts", None),
    ("tell the panel before the decision is sent", "before the decision is sent", None),
    ("aunt to be asked on return", "on return", None),
    ("to be tried before Xmas", "before Xmas", "2024-12-25"),
    ("growth chart at 32 weeks", "at 32 weeks", None),
    ("stay until he sleeps, review by 20/11", "by 20/11", "2024-11-20"),
    # a run with its end, and an event with its date
    ("weekly visits until 20/12", "weekly visits until 20/12", "2024-12-20"),
    ("prior to RCPC on 3/12", "prior to RCPC on 3/12", "2024-12-03"),
    # events without a date: bounds, and no day
    ("before the next core group", "before the next core group", None),
    ("by next supervision", "by next supervision", None),
    ("once the GCP2 is done", "once the GCP2 is done", None),
    ("ahead of CIN review", "ahead of CIN review", None),
]

NO_BOUNDS = [
    "safety scaled at 4/10",
    "mum says 6/10, dad 3/10",
    "s.47 completed and s47 threshold met",
    "support is there 24/7",
    "attendance is 91%",
    "lives at no. 12",
    "K is aged 4",
    "visit held on 3/10/24",
    "last seen on 4 October",
    "May is doing well at nursery",
    "find him a Saturday thing",
    "mornings, 0191 496 0712",
    "use the 0800 number",
    "weight 4.25, HV to reweigh",
    "pay mum 12.50, claim it back",
    "Simon the day centre to be asked",
    "contact to carry on as before in the centre",
    "GP notes until her move on 3/2/24",
    "HV to give 2nd and 3rd jabs",
    "refer to 2nd and 3rd tier services",
    "weight from 25th to 9th, HV to weigh again",
    "review 6 weeks of contact",
    "ask why mum was signed off for 6 weeks and get a letter",
    "payslips from April to May",
    "read the report of visit 2019",
    "ask her what she did on Boxing Day",
    "Contact is 3.30pm",
]


@pytest.mark.parametrize("words,span,day", BOUNDS, ids=[row[0] for row in BOUNDS])
def test_a_bound_is_found_with_its_words_and_its_day(words: str, span: str, day: str | None) -> None:
    first = find_deadlines(words, HELD)[0]
    assert first.span.of(words) == span
    assert first.due.on == (dt.date.fromisoformat(day) if day else None)
    assert first.due.why


@pytest.mark.parametrize("words", NO_BOUNDS)
def test_what_only_looks_like_a_date_bounds_nothing(words: str) -> None:
    assert find_deadlines(words, HELD) == ()


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_spaces_neither_hide_a_deadline_nor_move_it(before: int, after: int) -> None:
    text = f"SW to ring{' ' * before} mum by {' ' * after}15/11 or so"
    (found,) = find_deadlines(text, HELD)
    assert found.due.on == dt.date(2024, 11, 15)
    assert found.span.of(text).split() == ["by", "15/11"]


@pytest.mark.parametrize(
    "words",
    [
        "SW to ring by ea\u017fter",
        "for weekend 9999-12-31",
        "from 9999-12-31 for 12 months",
        "within 12 months of 9999-12-31",
        "until Chr\u0131stmas",
        "31/02",
        "from 29/2 for 4 weeks",
    ],
)
def test_odd_letters_and_the_end_of_the_calendar_stop_nothing(words: str) -> None:
    for held in (HELD, None, dt.date(9999, 12, 31)):
        for one in find_deadlines(words, held):
            bound, day = Elsewhere(words, held).dated(one, words, 0)
            assert 0 <= bound.span.start < bound.span.end <= len(words)
            assert one.due.on in (None, day)


@pytest.mark.parametrize(
    "words,day",
    [
        ("SW to find who cared for Mia before the placement on 2/10, by 20/11", "2024-11-20"),
        ("SW to ask about events before her move on 3/2/24 by 20/11", "2024-11-20"),
        ("see both 1st and 2nd cousins by 20/11", "2024-11-20"),
        ("get two weeks of attendance from school Friday", "2024-11-15"),
        ("request logs from March to May by 20/11", "2024-11-20"),
        ("be at court an hour before the hearing on 14/11", "2024-11-14"),
    ],
)
def test_what_is_beside_the_deadline_does_not_take_its_place(words: str, day: str) -> None:
    assert str(find_deadlines(words, HELD)[0].due.on) == day


def told_of(text: str, held: dt.date) -> list[tuple[Span, Due]]:
    return [(one.span, one.due) for one in find_deadlines(text, held)]


@pytest.mark.parametrize("form", FORMS, ids=[form.example for form in FORMS])
def test_each_form_is_needed_for_its_example(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    held = dt.date(2024, 7, 10)
    with_it = told_of(form.example, held)
    monkeypatch.setattr(finding, "FORMS", tuple(one for one in FORMS if one is not form))
    finding.compiled.cache_clear()
    try:
        assert told_of(form.example, held) != with_it
    finally:
        finding.compiled.cache_clear()


@pytest.mark.parametrize("trap", TRAPS, ids=[trap.example for trap in TRAPS])
def test_each_kind_of_trap_is_needed_for_its_example(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [dt.date(2024, month, 13) for month in (2, 6, 11)]
    assert all(find_deadlines(trap.example, day) == () for day in days)
    others = tuple(one for one in TRAPS if one is not trap)
    monkeypatch.setattr(traps, "TRAPS", others)
    traps.patterns_of_traps.cache_clear()
    try:
        assert any(find_deadlines(trap.example, day) for day in days)
    finally:
        traps.patterns_of_traps.cache_clear()


@pytest.mark.parametrize("words", load_words().non_bounds)
def test_no_listed_non_bound_is_a_deadline(words: str) -> None:
    assert find_deadlines(f"SW to chase CAMHS {words}", HELD) == ()


@pytest.mark.parametrize("words,span,day", BOUNDS, ids=[row[0] for row in BOUNDS])
def test_without_the_records_date_only_a_written_year_gives_a_day(
    words: str, span: str, day: str | None
) -> None:
    first = find_deadlines(words, None)[0]
    assert first.due.on is None or first.due.on.isoformat() == day


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
)
def test_a_date_written_day_first_reads_back(held: dt.date, day: dt.date) -> None:
    for written in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%y}",
        f"{day.day} {day:%B} {day.year}",
        str(day),
    ):
        assert find_deadlines(f"SW to ring by {written}", held)[0].due.on == day


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.integers(0, 364))
def test_a_date_without_a_year_is_the_next_one(held: dt.date, ahead: int) -> None:
    day = held + dt.timedelta(days=ahead)
    if (day.day, day.month) != (29, 2):
        found = find_deadlines(f"SW to ring by {day.day} {day:%b}", held)
        assert found[0].due.on == day


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 40))
def test_working_days_skip_weekends_and_bank_holidays(held: dt.date, count: int) -> None:
    due = working_days_after(held, count)
    between = [held + dt.timedelta(days=n) for n in range(1, (due - held).days + 1)]
    assert sum(is_working_day(day) for day in between) == count
    assert is_working_day(due)


@given(st.text(max_size=200))
def test_any_text_is_searched_without_error_and_spans_lie_in_it(text: str) -> None:
    for found in find_deadlines(text, HELD):
        assert 0 <= found.span.start < found.span.end <= len(text)
