"""What the words of a deadline come to: a day, or why none; each takes a form's match and the record's own date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta, weekday

from supcheck.dates import (
    ORDINALS,
    ROMAN,
    WEEKDAYS,
    bank_holiday_in,
    day_in_year,
    end_of_month,
    friday_of,
    month_number,
    next_bank_holiday,
    next_weekday,
    weekday_in_week,
    working_days_after,
    working_days_before,
)
from supcheck.deadlines.feasts import FEASTS
from supcheck.deadlines.reasons import (
    A_DATE,
    A_SEASON,
    A_TIME,
    A_WEEKDAY,
    BEFORE_IT,
    BESIDE,
    FROM_EVENT,
    OVER,
    RUN_END,
)
from supcheck.deadlines.words import NUMBERS, PLACES
from supcheck.records import Due

Found = re.Match[str]
Resolve = Callable[[Found, dt.date | None], Due]

_DAY_HOURS, _WORKING_HOURS = 24, 8
_NO_DATE = "the record has no date to count from"
_NO_SUCH_DAY = "the calendar has no such day"
_WEEK = 7
_HALF_A_YEAR = 183
_IN_WORKING_DAYS = re.compile(r"(?i)w(?!eek|ks?\b)")
_WEEKDAYS: Mapping[str, weekday] = dict(zip(WEEKDAYS, (MO, TU, WE, TH, FR, SA, SU), strict=True))
_HOLIDAYS: Mapping[str, tuple[int, bool]] = {"spring": (5, True), "may": (5, False), "summer": (8, False)}
"""The month of each bank holiday that is called by its season or month, and whether it is the later of May's."""


def _due(day: dt.date | None, why: str) -> Due:
    return Due(day, why if day else _NO_DATE)


def _written(found: Found, held: dt.date | None, why: str) -> Due:
    """The date that the words hold; 31 June has none, and 3 June none without a year to count from."""
    day = written_day(found, held)
    if day:
        return Due(day, why)
    groups = found.groupdict()
    told = held or any(groups.get(name) for name in ("iso", "y1", "y2", "y3", "y4", "y5"))
    return Due(None, _NO_SUCH_DAY if told else _NO_DATE)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[re.sub(r"\s+", " ", word.lower())]


def spelled_number(words: str) -> int:
    """'Third', '3rd', 'twenty first' as a number."""
    plain = re.sub(r"\s+", " ", words.lower())
    return ORDINALS[plain] if plain in ORDINALS else int(re.sub(r"\D", "", plain))


def written_day(found: Found, held: dt.date | None) -> dt.date | None:
    """The date that the groups of `DAY` hold."""
    groups = found.groupdict()
    if groups.get("iso"):
        try:
            return dt.date.fromisoformat(groups["iso"])
        except ValueError:
            return None
    if groups.get("d1"):
        return day_in_year(int(groups["d1"]), int(groups["m1"]), _year(groups["y1"]), held)
    if groups.get("m2"):
        return day_in_year(int(groups["d2"]), month_number(groups["m2"]), _year(groups["y2"]), held)
    if groups.get("m3"):
        return day_in_year(int(groups["d3"]), month_number(groups["m3"]), _year(groups["y3"]), held)
    if groups.get("d5"):
        month = ROMAN.get(groups["m5"].lower())
        return day_in_year(int(groups["d5"]), month, _year(groups["y5"]), held) if month else None
    ordinal = ORDINALS[re.sub(r"\s+", " ", groups["o4"].lower())]
    return day_in_year(ordinal, month_number(groups["m4"]), _year(groups["y4"]), held)


def _year(year: str | None) -> int | None:
    return int(year) if year else None


def on_day(found: Found, held: dt.date | None) -> Due:
    """'By 17/05': the date itself."""
    return _written(found, held, A_DATE)


def beside(found: Found, held: dt.date | None) -> Due:
    """'Before leave starts 9/8': a day beside what it is of; it may be one that has passed."""
    return _written(found, held, BESIDE)


def on_day_of_event(found: Found, held: dt.date | None) -> Due:
    """'Bring the list to the core group': at the latest there."""
    day = written_day(found, held) if any(found[f"d{place}"] for place in (1, 2, 3, 5)) else None
    return _due(day, A_DATE) if day else Due(None, "an event without a date")


def week_of(found: Found, held: dt.date | None) -> Due:
    """'w/c 20 May': the Friday of its week (ruling 11)."""
    day = written_day(found, held)
    return _due(friday_of(day) if day else None, "the Friday of a week (ruling 11)")


def week_end(found: Found, held: dt.date | None) -> Due:
    """'w/e 24 May': the date itself."""
    return _written(found, held, "a week's end")


_SPANS = {
    "week": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1),
}


def one_span(found: Found, held: dt.date | None) -> Due:
    """'within a week', 'in a fortnight'."""
    return _due(held + _SPANS[found["unit"].lower()] if held else None, "a span")


def spelled_day(found: Found, held: dt.date | None) -> Due:
    """'the third': the next such day of a month on or after the record's date."""
    if held is None:
        return Due(None, _NO_DATE)
    number = spelled_number(found["day"])
    for months in range(3):
        first = held + relativedelta(months=months, day=1)
        day = first + relativedelta(day=number)
        if day.day == number and day >= held:
            return Due(day, "a day of the month")
    return Due(None, _NO_SUCH_DAY)


def span_of_days(found: Found, held: dt.date | None) -> Due:
    """'Within 10 working days', '2/52', '48 hrs': so long after the record's date."""
    if held is None:
        return Due(None, _NO_DATE)
    unit, number = found["unit"].lower(), _number(found["number"])
    if re.match(r"w|working", unit) and "d" in unit and not unit.startswith("week"):
        return Due(working_days_after(held, number), "working days")
    if unit.startswith("h"):
        days = -(-number // _DAY_HOURS) if number > _WORKING_HOURS else 0
        return Due(held + dt.timedelta(days=days), "days" if days else A_TIME)
    if unit.startswith(("d", "n")):
        return Due(held + dt.timedelta(days=number), "days")
    if unit.startswith("w") or unit == "/52":
        return Due(held + dt.timedelta(weeks=number), "weeks")
    if unit == "/7":
        return Due(held + dt.timedelta(days=number), "days")
    return Due(held + relativedelta(months=number), "months")


def on_weekday(found: Found, held: dt.date | None) -> Due:
    """'By Friday', 'Tuesday week', 'next Monday': the first after the record's date, or a week on."""
    if held is None:
        return Due(None, _NO_DATE)
    words = found.group().lower()
    if re.search(r"\b(?:week|wk)$", words) and "end" not in words:
        if re.search(r"\bne?xt\s+(?:week|wk)$", words):
            return Due(weekday_in_week(held, found["weekday"], 1), A_WEEKDAY)
        return Due(next_weekday(held, found["weekday"], 1), A_WEEKDAY)
    day = next_weekday(held, found["weekday"])
    if (
        re.search(r"\bnext\s+$", words[: found.start("weekday") - found.start()])
        and day.isocalendar().week == held.isocalendar().week
    ):
        day += dt.timedelta(weeks=1)
    return Due(day, A_WEEKDAY)


_NEAR = {
    "today": 0, "2day": 0, "tonight": 0, "tonite": 0, "2nite": 0, "this afternoon": 0, "this evening": 0, "this morning": 0, "this aft": 0, "this pm": 0, "this am": 0, "same day": 0, "same-day": 0, "the hour": 0,
    "tomorrow": 1, "tmrw": 1, "tmr": 1, "tmw": 1, "tomo": 1, "tomoz": 1, "2moz": 1, "2moro": 1, "2morrow": 1, "the morn": 1, "first thing in the morning": 1, "day after tomorrow": 2,
    "this time next week": 7, "today week": 7, "tomorrow week": 8,
}  # fmt: skip


def near(found: Found, held: dt.date | None) -> Due:
    """'Today', 'tomorrow', 'the day after tomorrow'."""
    word = re.sub(r"\s+", " ", (found["near"] or found["first"]).lower())
    word = "tomorrow" if re.fullmatch(r"tom+or+ow", word) else word
    return _due(held + dt.timedelta(days=_NEAR[word]) if held else None, "a day from the record's own")


def next_morning(found: Found, held: dt.date | None) -> Due:
    """'I'll ring the school in the morning': tomorrow's, unless a day is told."""
    return _due(held + dt.timedelta(days=1) if held else None, A_SEASON)


def days_from(found: Found, held: dt.date | None) -> Due:
    """'three weeks today', 'six months from now', 'a week on Tuesday', 'Monday fortnight'."""
    if held is None:
        return Due(None, _NO_DATE)
    unit = found["unit"].lower()
    groups = found.groupdict()
    start = next_weekday(held, groups["weekday"]) if groups.get("weekday") else held
    start += dt.timedelta(days=found.group().lower().endswith("tomorrow"))
    return Due(days_after(start, groups.get("number") or "a", unit), "a span")


def _step(unit: str, number: int) -> relativedelta:
    """So many hours, as whole days, days, weeks, fortnights or months."""
    if unit.startswith("fort"):
        return relativedelta(weeks=2 * number)
    if unit.startswith("h"):
        return relativedelta(days=number // _DAY_HOURS)
    if unit.startswith("m"):
        return relativedelta(months=number)
    return relativedelta(weeks=number) if unit.startswith(("w", "/52")) else relativedelta(days=number)


def before_or_after(found: Found, held: dt.date | None) -> Due:
    """'3 working days before the PPM on 28/5', 'within 10 working days of the strat on 12/11'."""
    anchor = written_day(found, held)
    if anchor is None:
        return Due(None, FROM_EVENT)
    number, unit = found["number"], found["unit"]
    why = "working days" if _IN_WORKING_DAYS.match(unit) else "a span"
    if re.search(r"(?i)\b(?:before|prior to|ahead of)\b", found.group()):
        return Due(days_before(anchor, number, unit), why)
    return Due(days_after(_just_gone(anchor, found, held), number, unit), why)


def _just_gone(day: dt.date, found: Found, held: dt.date | None) -> dt.date:
    """'Within 15 working days of the strat on 3/3', said two days after it: a day without a year may have passed."""
    far = held and (day - held).days > _HALF_A_YEAR
    return day - relativedelta(years=1) if far and not any(found[f"y{place}"] for place in (1, 2, 3)) else day


def weekday_beside(found: Found, held: dt.date | None) -> Due:
    """'By the Friday after the core group on 4/3'."""
    day = written_day(found, held)
    if day is None:
        return Due(None, FROM_EVENT)
    if "(" in found.group() and f"{day:%a}".lower() == found["weekday"][:3].lower():
        return Due(day, A_DATE)  # 'Tues after bank hol (2/4)': the figures tell the Tuesday
    return Due(_beside_day(day, found["weekday"], found["side"]), A_DATE)


def _beside_day(day: dt.date, weekday: str, side: str) -> dt.date:
    """The nearest such weekday before or after a day."""
    after = next_weekday(day, weekday)
    if side.lower() == "after":
        return after
    return after - dt.timedelta(weeks=2 if (after - day).days == _WEEK else 1)


def weekday_of_week(found: Found, held: dt.date | None) -> Due:
    """'Mon-Thurs next wk', 'Tues or Weds this week': a run ends on its last day."""
    if held is None:
        return Due(None, _NO_DATE)
    this = re.search(r"(?i)\bthis\s+w\w+$", found.group())
    return Due(weekday_in_week(held, found["weekday"], 0 if this else 1), RUN_END)


def next_so_many(found: Found, held: dt.date | None) -> Due:
    """'For the next three Fridays': the third."""
    if held is None:
        return Due(None, _NO_DATE)
    return Due(next_weekday(held, found["weekday"], _number(found["number"]) - 1), RUN_END)


def so_many_from(found: Found, held: dt.date | None) -> Due:
    """'3 Fridays from 20 March': the third."""
    start = written_day(found, held)
    return next_so_many(found, start - dt.timedelta(days=1) if start else None)


def month_of_year(found: Found, held: dt.date | None) -> Due:
    """'In January 2025', 'Jan '25' in a cell: its last day."""
    year = int(found["year"][-2:]) + 2000
    return Due(end_of_month(dt.date(year, month_number(found["month"]), 1)), "the end of a month")


def last_working_day(found: Found, held: dt.date | None) -> Due:
    """'By the last working day of March', 'of the month'."""
    last = last_of_month(found, held)
    return Due(working_days_before(last.on + dt.timedelta(days=1), 1), A_DATE) if last.on else last


def first_working_day(found: Found, held: dt.date | None) -> Due:
    """'On the first working day of March', 'of next month', 'of 2025', 'of the new year'."""
    if held is None:
        return Due(None, _NO_DATE)
    named = last_of_month(found, held).on if found["month"] else None
    if named:
        start = named.replace(day=1)
    elif found.group().lower().endswith("month"):
        start = held + relativedelta(months=1, day=1)
    else:
        start = dt.date(int(found["year"] or held.year + 1), 1, 1)
    return Due(working_days_after(start - dt.timedelta(days=1), 1), A_DATE)


def working_day_beside(found: Found, held: dt.date | None) -> Due:
    """'The last working day before Christmas', 'the first working day after the bank holiday'."""
    if held is None:
        return Due(None, _NO_DATE)
    day = next_bank_holiday(held, None) if found["bank"] else _known_day(found, held)
    counts = working_days_after if found["side"].lower() == "after" else working_days_before
    return _due(counts(day, 1) if day else None, A_DATE)


def in_six_figures(found: Found, held: dt.date | None) -> Due:
    """'By 140324', 'w/c 030325'."""
    day = day_in_year(int(found["d6"]), int(found["m6"]), int(found["y6"]), held)
    week = day and re.match(r"(?i)w/?[cb]", found.group())
    return Due(friday_of(day) if day and week else day, A_DATE)


def end_of_financial_year(found: Found, held: dt.date | None) -> Due:
    """'By the end of the financial year': the next 31 March."""
    return _due(day_in_year(31, 3, None, held), "the end of a year")


def days_after(day: dt.date, number: str, unit: str) -> dt.date:
    """So many days, working days or weeks after a day."""
    if _IN_WORKING_DAYS.match(unit):
        return working_days_after(day, _number(number))
    return day + _step(unit.lower(), _number(number))


def days_before(day: dt.date, number: str, unit: str) -> dt.date:
    """So many days, working days or weeks before a day."""
    if _IN_WORKING_DAYS.match(unit):
        return working_days_before(day, _number(number))
    return day - _step(unit.lower(), _number(number))


def eve(found: Found, held: dt.date | None) -> Due:
    """'the day before the hearing on 7/6', 'the day after the scan on 26 June'."""
    day = written_day(found, held)
    return _due(_counted(day, "1", found) if day else None, "the day beside a date")


def _counted(day: dt.date, number: str, found: Found) -> dt.date:
    """So much before or after a day, by the unit and the side that the words name."""
    counts = days_after if found["side"].lower() == "after" else days_before
    return counts(day, number, found["unit"])


def before_that(found: Found, held: dt.date | None) -> Due:
    """'LPM is on 18/11 and the genogram is wanted the day before', 'Court is 24/3. To counsel 7 days before.'"""
    day = written_day(found, held)
    return _due(days_before(day, found["number"] or "1", found["unit"]) if day else None, BEFORE_IT)


def after_that(found: Found, held: dt.date | None) -> Due:
    """'ICPC is 4/9, core group within 10 working days of it'."""
    day = written_day(found, held)
    told = days_after(_just_gone(day, found, held), found["number"], found["unit"]) if day else None
    return _due(told, BEFORE_IT)


def counted_from_nth(found: Found, held: dt.date | None) -> Due:
    """'2 days before ICPC on the 18th'."""
    day = spelled_day(found, held)
    return Due(_counted(day.on, found["number"], found), "a span") if day.on else day


def run_from(found: Found, held: dt.date | None) -> Due:
    """'from 10/2 for 4 weeks', 'for a fortnight from tomorrow': so long after its start."""
    groups = found.groupdict()
    if groups.get("near"):
        start = held + dt.timedelta(days=_NEAR.get(groups["near"].lower(), 0)) if held else None
    elif groups.get("weekday"):
        start = next_weekday(held, groups["weekday"]) if held else None
    elif groups.get("day"):
        start = spelled_day(found, held).on
    else:
        start = written_day(found, held)
    return _due(
        start + _step(found["unit"].lower(), _number(found["number"])) if start else None, "a run's end"
    )


def then_the(found: Found, held: dt.date | None) -> Due:
    """'1 July and on the 6th': the first sixth after the first of July."""
    return spelled_day(found, written_day(found, held))


def months_end(found: Found, held: dt.date | None) -> Due:
    """'From August to December' yields to a day beside it."""
    day = last_of_month(found, held).on
    return _due(day, A_SEASON)


def weekend_of(found: Found, held: dt.date | None) -> Due:
    """'weekend 22/6' ends on its Sunday."""
    day = written_day(found, held)
    return _due(weekday_in_week(day, "sunday") if day else None, "a weekend's end")


def weekend_of_nth(found: Found, held: dt.date | None) -> Due:
    """'Over the weekend of the 21st' ends on its Sunday."""
    day = spelled_day(found, held)
    return Due(weekday_in_week(day.on, "sunday"), "a weekend's end") if day.on else day


def weekday_or_today(found: Found, held: dt.date | None) -> Due:
    """'0830 Sat' in a note that is written on a Saturday is that day's."""
    if held is not None and f"{held:%a}".lower() == found["weekday"][:3].lower():
        return Due(held, A_WEEKDAY)
    return on_weekday(found, held)


def this_month(found: Found, held: dt.date | None) -> Due:
    """'This month': its last day."""
    return _due(end_of_month(held) if held else None, "the end of a month")


def end_of_year(found: Found, held: dt.date | None) -> Due:
    """'By the end of 2025': its last day."""
    return Due(dt.date(int(found["year"]), 12, 31), "the end of a year")


def end_of_this(found: Found, held: dt.date | None) -> Due:
    """'Before the month is out', 'before June is out', 'by the end of this year'; a week is out on its Friday."""
    words = found.group().lower()
    if held is None:
        return Due(None, _NO_DATE)
    if "year" in words:
        return Due(dt.date(held.year, 12, 31), "the end of a year")
    if found.groupdict().get("span") == "week":
        return Due(friday_of(held), "a week's Friday")
    return last_of_month(found, held)


def day_of_this_month(found: Found, held: dt.date | None) -> Due:
    """'The 21st of this month'; a day that has passed is no deadline."""
    due = spelled_day(found, held)
    month = (held.year, held.month) if held else None
    return due if due.on is None or (due.on.year, due.on.month) == month else Due(None, OVER)


def day_of_next_month(found: Found, held: dt.date | None) -> Due:
    """'By the 22nd of next month'."""
    if held is None:
        return Due(None, _NO_DATE)
    return spelled_day(found, held + relativedelta(months=1, day=1))


def week_after_next(found: Found, held: dt.date | None) -> Due:
    """'The week after next': its Friday."""
    return _due(friday_of(held + dt.timedelta(days=14)) if held else None, "a week's Friday")


def week_of_day(found: Found, held: dt.date | None) -> Due:
    """'wk of the 4th': the Friday of the week of the next such day."""
    day = spelled_day(found, held)
    return Due(friday_of(day.on), "the Friday of a week (ruling 11)") if day.on else day


def last_of_month(found: Found, held: dt.date | None) -> Due:
    """'EOM', 'by the last day of June'."""
    if held is None:
        return Due(None, _NO_DATE)
    name = found.groupdict().get("month")
    start = dt.date(held.year, month_number(name), 1) if name else held.replace(day=1)
    if end_of_month(start) < held:
        start += relativedelta(years=1)
    return Due(end_of_month(start), "the end of a month")


def weekday_the(found: Found, held: dt.date | None) -> Due:
    """'Thurs 16th': the next such day of the month that falls on the weekday; a passed one has no day."""
    if held is None:
        return Due(None, _NO_DATE)
    number = spelled_number(found["day"])
    days = [
        held + relativedelta(months=months, day=1) + relativedelta(day=number) for months in (0, 1, 2, -1)
    ]
    named = [day for day in days if day.day == number and f"{day:%a}".lower() == found["weekday"][:3].lower()]
    for day in named:
        if day >= held:
            return Due(day, "a day of the month")
    if named:
        return Due(None, OVER)
    return spelled_day(found, held)


def clock(found: Found, held: dt.date | None) -> Due:
    """'by noon', 'now': a time with no day is the record's own day."""
    return _due(held, A_TIME)


def bank_holiday(found: Found, held: dt.date | None) -> Due:
    """'On bank holiday Monday', 'before the bank holiday'."""
    if held is None:
        return Due(None, _NO_DATE)
    weekday = next_weekday(held, found["weekday"]).weekday() if found["weekday"] else None
    return Due(next_bank_holiday(held, weekday), "a bank holiday")


def nth_weekday(found: Found, held: dt.date | None) -> Due:
    """'The first Tuesday in July': of the next such month; 'the last Thursday of the month'."""
    if held is None:
        return Due(None, _NO_DATE)
    place, day = PLACES[found["place"].lower()], _WEEKDAYS[found["weekday"][:3].lower()]
    there = relativedelta(day=31 if place < 0 else 1, weekday=day(place))
    if found["month"]:
        start, step = held + relativedelta(month=month_number(found["month"]), day=1), relativedelta(years=1)
    else:
        ahead = int(found["near"].lower() == "next")
        start, step = held + relativedelta(months=ahead, day=1), relativedelta(months=1)
    this = start + there
    return Due(this if this >= held else start + step + there, A_DATE)


def next_working(found: Found, held: dt.date | None) -> Due:
    """'The next working day'."""
    return _due(working_days_after(held, 1) if held else None, "the next working day")


def this_week(found: Found, held: dt.date | None) -> Due:
    """'This week', 'end of next week': its Friday."""
    if held is None:
        return Due(None, _NO_DATE)
    ahead = 7 if re.search(r"\bne?xt\b", found.group().lower()) else 0
    return Due(friday_of(held + dt.timedelta(days=ahead)), "a week's Friday")


def month_part(found: Found, held: dt.date | None) -> Due:
    """'end of Nov', 'end of the month'; 'mid-Dec' and 'early Jan' are bounds without a day."""
    words, year = found.group().lower(), found.groupdict().get("year")
    part = re.search(r"\b(?:mid|middle|early|start|beginning|late)\b", words)
    if year and not part:
        return Due(end_of_month(dt.date(int(year), month_number(found["month"]), 1)), "the end of a month")
    if held is None:
        return Due(None, _NO_DATE)
    if part:
        return Due(None, "a part of a month")
    if not found["month"] and "next" in words:
        return Due(end_of_month(held, 1), "the end of a month")
    return last_of_month(found, held)


def no_day(why: str) -> Resolve:
    """Of words that bound an act by no day of their own."""
    return lambda found, held: Due(None, why)


def run_to(found: Found, held: dt.date | None) -> Due:
    """'From 3 to 17 May', '24 Dec - 2 Jan': a run is due at its end, which is not before its start (ruling 13)."""
    return _written(found, held, RUN_END)


def feast(found: Found, held: dt.date | None) -> Due:
    """'By Christmas', 'until Easter': the next one."""
    if held is None:
        return Due(None, _NO_DATE)
    on = next(day for name, day in FEASTS.items() if re.fullmatch(name, found["feast"], re.IGNORECASE))
    run = re.match(r"(?i)from\b", found.group())
    why = RUN_END if run else A_SEASON
    return Due(on(held.year) if on(held.year) >= held else on(held.year + 1), why)


def _known_day(found: Found, held: dt.date) -> dt.date | None:
    if found.groupdict().get("feast"):
        return feast(found, held).on
    month, late = next(told for name, told in _HOLIDAYS.items() if found[name])
    return bank_holiday_in(month, held, late=late)


def bank_holiday_of(found: Found, held: dt.date | None) -> Due:
    """'By the August bank holiday'."""
    return _due(_known_day(found, held) if held else None, "a bank holiday")


def weekday_beside_known(found: Found, held: dt.date | None) -> Due:
    """'By the Tuesday after the August bank holiday', 'the Friday before Easter'."""
    day = _known_day(found, held) if held else None
    return _due(_beside_day(day, found["weekday"], found["side"]) if day else None, A_DATE)


def counted_from_known(found: Found, held: dt.date | None) -> Due:
    """'Two weeks before Christmas', 'the day after the August bank holiday'."""
    day = _known_day(found, held) if held else None
    return _due(_counted(day, found["number"] or "1", found) if day else None, "a span")


def weekend_after_next(found: Found, held: dt.date | None) -> Due:
    """'By the weekend after next': the Sunday a week after the one that comes."""
    return _due(weekday_in_week(held, "sunday", 1) if held else None, A_SEASON)


def before_weekend(found: Found, held: dt.date | None) -> Due:
    """'This side of the weekend': its Friday."""
    return _due(friday_of(held) if held else None, A_SEASON)


def weekend(found: Found, held: dt.date | None) -> Due:
    """'before the weekend' is its Friday, 'over the weekend' its Sunday."""
    if held is None:
        return Due(None, _NO_DATE)
    before = re.match(r"(?i)(?:before|by)\b", found.group())
    sunday = weekday_in_week(held, "sunday")
    return Due(max(held, sunday - dt.timedelta(days=2)) if before else sunday, A_SEASON)
