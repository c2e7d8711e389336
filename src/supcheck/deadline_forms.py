"""The forms in which a deadline is written, and what each comes to; `deadlines` finds them.

A form is one row of `FORMS`: an example, a pattern, and what its words come to; of forms that overlap the
first counts. Spans take in the preposition
('by 17/05', 'w/c 20 May'), as a labeller marks them. Absolute dates and arithmetic are in `dates`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dateutil.easter import easter
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
    working_days_after,
    working_days_before,
)
from supcheck.records import Due

_NUMBERS = (
    {
        word: number
        for number, word in enumerate(
            (
                "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
                "sixteen seventeen eighteen nineteen twenty"
            ).split(),
            start=1,
        )
    }
    | {
        f"twenty{join}{word}": 20 + number
        for join in ("-", " ")
        for number, word in enumerate("one two three four five six seven eight nine".split(), start=1)
    }
    | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "thirty": 30, "forty": 40, "forty five": 45}
    | {f"forty{join}eight": 48 for join in ("-", " ")}
)
_MONTH = r"(?:jan(?:uary)?|feb(?:r?uary|uray|urary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
WEEKDAY_WORDS = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday|ensday)?|wendesday|weds?nesday|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
NTH = rf"(?:{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))"
_COUNTS = "centile|percentile|birthday|session|time|attempt|go|visit|one|chance|review|conference"
"""After these words '2nd' counts, and is no day."""
_LATE_ORDINAL = "|".join(sorted((word for word, day in ORDINALS.items() if day > 10), key=len, reverse=True))
"""'On the eleventh' is a day; 'on the second' may be a visit."""
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_WORKING_DAYS = r"(?:w[/.]?\s?d(?:ays?)?s?\b|wkg\s+days?|w\w{2,6}g\s+days?|work\s+days?|w\.?\s?days?)"
COUNTED = rf"(?:hours?|hrs?\b|h\b|{_WORKING_DAYS}|days?|weeks?|wks?|fortnights?|months?)"
"""Units in which days before or after an event are counted."""
DAY = (
    rf"(?:(?:{WEEKDAY_WORDS}),?\s+(?:the\s+)?)?"
    rf"(?:(?P<iso>\d{{4}}-\d\d-\d\d)"
    rf"|(?P<d1>\d{{1,2}})(?:[/.-]|\s/\s(?=\d{{1,2}}\s/\s\d))(?P<m1>\d{{1,2}})(?:(?:[/.-]|\s/\s)(?P<y1>\d{{4}}|\d\d))?(?![\d/%]|[.:]\d)"
    rf"|(?P<d2>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?[\s-]*(?:of\s+)?(?P<m2>{_MONTH})\b\.?(?:,?[\s-]+(?P<y2>20\d\d|\d\d(?!\d|[:.]\d|\s*(?:am|pm))))?"
    rf"|(?P<m3>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y3>20\d\d))?(?!\d|[/:])"
    rf"|(?:the\s+)?(?P<o4>(?:{_ORDINAL})(?=\s+of\b)|{_LATE_ORDINAL})\s+(?:of\s+)?(?P<m4>{_MONTH})(?:\s+(?P<y4>20\d\d))?"
    r"|(?P<d5>\d{1,2})[.-](?P<m5>[ivx]{1,4})(?:[.-](?P<y5>\d{4}|\d\d))?(?!\w))"
)
_EVENT = (
    r"(?:(?:core\s+gr?(?:ou)?p|cg|ricpc|rcpc|icpc|cpc|cin(?:\s+(?:review|meeting|mtg|rv))?|child\s+in\s+need\s+(?:meeting|review)|cp\s+(?:conference|review|visit)|conference|review|r/v|lac\s+review|cla\s+review|"
    r"supervision|sup|s/v|visit|hv|home\s+visit|meeting|mtg|panel|hearing|court|lpm|legal\s+planning(?:\s+meeting|\s+mtg)?|ppm|pep|fgc|strat(?:egy)?(?:\s+(?:meeting|discussion|mtg))?|clinic|taf|tac|"
    r"contact|family\s+time|birth|discharge\s+planning(?:\s+meeting|\s+mtg)?|discharge|edd|half\s+term|half-term|(?:end|start|beginning)\s+of\s+(?:(?:the|this|next)\s+)?(?:(?:autumn|spring|summer|new)\s+)?(?:term|half[\s-]+term|(?:school|academic)\s+year)|(?:first|second|third|last|final)\s+(?:day|week)\s+(?:back|of\s+(?:the\s+)?(?:(?:autumn|spring|summer|new|next)\s+)?(?:term|half[\s-]+term|holidays))|(?:(?:autumn|spring|summer)\s+)?term|(?:christmas|xmas|easter)\s+(?:break|hol\w*)|christmas|xmas|new\s+year|easter|summer(?:\s+holidays)?|school\s+holidays|holidays|session|appointment|appt|assessment|unit\s+meeting|"
    r"handover|bail\s+date|conf|irm|iro\s+visit|final\s+hearing|cmh|irh|release|placement\s+move|transfer|strat|weekend|bank\s+holiday|next\s+time|discussion|catch[ -]up|mid-?point|we\s+(?:next\s+)?meet(?:\s+again)?|baby\s+is\s+born|he\s+is\s+released|she\s+is\s+discharged|core))"
)

_LEAD = r"(?:(?:at|by|before|b4|on|until|till|til|no later than|not later than|nlt|at the latest by|ahead of|prior to|for(?!\s+on\b)|due|from|to be done by|in time for|up to|finishing|ending|stop(?:s|ping)?)\s+)"

BOUND_WORDS = r"(?:by|before|within|until|till|til|w/c|wc|w/b|w/e|wk|due|no later|nlt|prior|ahead|finishing|ending|for|in (?!jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|over|every|weekly|fortnightly|daily|week|cop|end|to|each|between|nightly|from\b[^,;]*\b(?:until|till|til|to)|at (?:the|his|her|their|your|our|next)|the (?:day|week))\b"
"""What a deadline begins with that says so itself; a bare date may only tell when something was."""

Found = re.Match[str]
Resolve = Callable[[Found, dt.date | None], Due]

FROM_EVENT = "counts from an event"
BESIDE = "a day beside something"
BEFORE_IT = "counted back from a day told before it"
RUN_END = "the end of a run (ruling 13)"
OVER = "a day that has passed"
NOT_A_BOUND = "not a bound"
A_DATE = "a date"
A_TIME = "a time of the record's own day"
A_WEEKDAY = "a weekday"
A_SEASON = "a weekend or a feast"
DEPENDS = "depends on another act"
UNTIL = "until something happens"
_DAY_HOURS, _WORKING_HOURS = 24, 8
_NO_DATE = "the record has no date to count from"
_NO_SUCH_DAY = "the calendar has no such day"
_WEEK = 7
_HALF_A_YEAR = 183
_IN_WORKING_DAYS = re.compile(r"(?i)w(?!eek|ks?\b)")


def _due(day: dt.date | None, why: str) -> Due:
    return Due(day, why if day else _NO_DATE)


def _written(found: Found, held: dt.date | None, why: str) -> Due:
    """The date that the words hold; 31 June has none, and 3 June none without a year to count from."""
    day = written_day(found, held)
    told = held is not None or any(found.groupdict().get(f"y{place}") for place in range(1, 6))
    return (
        Due(day, why)
        if day
        else Due(None, _NO_SUCH_DAY if told or found.groupdict().get("iso") else _NO_DATE)
    )


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[re.sub(r"\s+", " ", word.lower())]


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


def _on_day(found: Found, held: dt.date | None) -> Due:
    return _written(found, held, A_DATE)


def _beside(found: Found, held: dt.date | None) -> Due:
    """'Before leave starts 9/8': a day beside what it is of; it may be one that has passed."""
    return _written(found, held, BESIDE)


def _on_day_of_event(found: Found, held: dt.date | None) -> Due:
    """'Bring the list to the core group': at the latest there."""
    day = written_day(found, held) if any(found[f"d{place}"] for place in (1, 2, 3, 5)) else None
    return _due(day, A_DATE) if day else Due(None, "an event without a date")


def _week_of(found: Found, held: dt.date | None) -> Due:
    day = written_day(found, held)
    return _due(friday_of(day) if day else None, "the Friday of a week (ruling 11)")


def _week_end(found: Found, held: dt.date | None) -> Due:
    return _written(found, held, "a week's end")


_SPANS = {
    "week": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1),
}


def _one_span(found: Found, held: dt.date | None) -> Due:
    """'within a week', 'in a fortnight'."""
    return _due(held + _SPANS[found["unit"].lower()] if held else None, "a span")


def spelled_day(found: Found, held: dt.date | None) -> Due:
    """'the third': the next such day of a month on or after the record's date."""
    if held is None:
        return Due(None, _NO_DATE)
    word = re.sub(r"\s+", " ", found["day"].lower())
    number = ORDINALS[word] if word in ORDINALS else int(re.sub(r"\D", "", word))
    for months in range(3):
        first = held + relativedelta(months=months, day=1)
        day = first + relativedelta(day=number)
        if day.day == number and day >= held:
            return Due(day, "a day of the month")
    return Due(None, _NO_SUCH_DAY)


def _span_of_days(found: Found, held: dt.date | None) -> Due:
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


def _in_next_week(held: dt.date, weekday: str) -> dt.date:
    return next_weekday(held + dt.timedelta(days=6 - held.weekday()), weekday)


def _weekday(found: Found, held: dt.date | None) -> Due:
    if held is None:
        return Due(None, _NO_DATE)
    words = found.group().lower()
    if re.search(r"\bweek$", words) and "end" not in words:
        if re.search(r"\bne?xt\s+week$", words):
            return Due(_in_next_week(held, found["weekday"]), A_WEEKDAY)
        return Due(next_weekday(held, found["weekday"], 1), A_WEEKDAY)
    day = next_weekday(held, found["weekday"])
    if re.search(r"\bnext\s", words) and day.isocalendar().week == held.isocalendar().week:
        day += dt.timedelta(weeks=1)
    return Due(day, A_WEEKDAY)


_NEAR = {
    "today": 0, "2day": 0, "tonight": 0, "this afternoon": 0, "this evening": 0, "this morning": 0, "this aft": 0, "this pm": 0, "same day": 0, "same-day": 0, "the hour": 0,
    "tomorrow": 1, "tmrw": 1, "tmr": 1, "tmw": 1, "tomo": 1, "tomoz": 1, "2moro": 1, "2morrow": 1, "the morn": 1, "day after tomorrow": 2,
    "this time next week": 7, "today week": 7, "tomorrow week": 8,
}  # fmt: skip


def _near(found: Found, held: dt.date | None) -> Due:
    word = re.sub(r"\s+", " ", (found["near"] or found["first"]).lower())
    word = "tomorrow" if re.fullmatch(r"tom+or+ow", word) else word
    return _due(held + dt.timedelta(days=_NEAR[word]) if held else None, "a day from the record's own")


def _days_from(found: Found, held: dt.date | None) -> Due:
    """'three weeks today', 'six months from now', 'a week on Tuesday'."""
    if held is None:
        return Due(None, _NO_DATE)
    unit = found["unit"].lower()
    start = next_weekday(held, found["weekday"]) if found.groupdict().get("weekday") else held
    start += dt.timedelta(days=found.group().lower().endswith("tomorrow"))
    return Due(days_after(start, found["number"], unit), "a span")


def _step(unit: str, number: int) -> relativedelta:
    """So many hours, as whole days, days, weeks, fortnights or months."""
    if unit.startswith("fort"):
        return relativedelta(weeks=2 * number)
    if unit.startswith("h"):
        return relativedelta(days=number // _DAY_HOURS)
    if unit.startswith("m"):
        return relativedelta(months=number)
    return relativedelta(weeks=number) if unit.startswith("w") else relativedelta(days=number)


def _before_or_after(found: Found, held: dt.date | None) -> Due:
    """'3 working days before the PPM on 28/5', 'within 10 working days of the strat on 12/11'."""
    anchor = written_day(found, held)
    if anchor is None:
        return Due(None, FROM_EVENT)
    number, unit = found["number"], found["unit"]
    why = "working days" if _IN_WORKING_DAYS.match(unit) else "a span"
    if re.search(r"(?i)\b(?:before|prior to|ahead of)\b", found.group()):
        return Due(days_before(anchor, number, unit), why)
    if held and (anchor - held).days > _HALF_A_YEAR and not any(found[f"y{place}"] for place in (1, 2, 3)):
        # 'Within 15 working days of the strat on 3/3', said two days after it.
        anchor -= relativedelta(years=1)
    return Due(days_after(anchor, number, unit), why)


def _weekday_beside(found: Found, held: dt.date | None) -> Due:
    """'By the Friday after the core group on 4/3'."""
    day = written_day(found, held)
    if day is None:
        return Due(None, FROM_EVENT)
    return Due(_beside_day(day, found["weekday"], found["side"]), A_DATE)


def _beside_day(day: dt.date, weekday: str, side: str) -> dt.date:
    """The nearest such weekday before or after a day."""
    after = next_weekday(day, weekday)
    if side.lower() == "after":
        return after
    return after - dt.timedelta(weeks=2 if (after - day).days == _WEEK else 1)


def _weekday_of_next_week(found: Found, held: dt.date | None) -> Due:
    """'Mon-Thurs next wk': a run ends on its last day."""
    if held is None:
        return Due(None, _NO_DATE)
    return Due(_in_next_week(held, found["weekday"]), RUN_END)


def _next_so_many(found: Found, held: dt.date | None) -> Due:
    """'For the next three Fridays': the third."""
    if held is None:
        return Due(None, _NO_DATE)
    return Due(next_weekday(held, found["weekday"], _number(found["number"]) - 1), RUN_END)


def _last_working_day(found: Found, held: dt.date | None) -> Due:
    """'By the last working day of March', 'of the month'."""
    last = _last_of_month(found, held)
    return Due(working_days_before(last.on + dt.timedelta(days=1), 1), A_DATE) if last.on else last


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


def _eve(found: Found, held: dt.date | None) -> Due:
    """'the day before the hearing on 7/6', 'the day after the scan on 26 June'."""
    day = written_day(found, held)
    counts = days_after if found["side"].lower() == "after" else days_before
    return _due(counts(day, "1", found["unit"]) if day else None, "the day beside a date")


def _before_that(found: Found, held: dt.date | None) -> Due:
    """'LPM is on 18/11 and the genogram is wanted the day before', 'Court is 24/3. To counsel 7 days before.'"""
    day = written_day(found, held)
    return _due(days_before(day, found["number"] or "1", found["unit"]) if day else None, BEFORE_IT)


def _run_from(found: Found, held: dt.date | None) -> Due:
    """'from 10/2 for 4 weeks', 'for a fortnight from tomorrow': so long after its start."""
    groups = found.groupdict()
    if groups.get("near"):
        start = held + dt.timedelta(days=_NEAR.get(groups["near"].lower(), 0)) if held else None
    elif groups.get("weekday"):
        start = next_weekday(held, groups["weekday"]) if held else None
    else:
        start = written_day(found, held)
    return _due(
        start + _step(found["unit"].lower(), _number(found["number"])) if start else None, "a run's end"
    )


def _then_the(found: Found, held: dt.date | None) -> Due:
    """'1 July and on the 6th': the first sixth after the first of July."""
    return spelled_day(found, written_day(found, held))


def _months_end(found: Found, held: dt.date | None) -> Due:
    """'From August to December' yields to a day beside it."""
    day = _last_of_month(found, held).on
    return _due(day, A_SEASON)


def _weekend_of(found: Found, held: dt.date | None) -> Due:
    """'weekend 22/6' ends on its Sunday."""
    day = written_day(found, held)
    return _due(day + dt.timedelta(days=6 - day.weekday()) if day else None, "a weekend's end")


def _weekday_or_today(found: Found, held: dt.date | None) -> Due:
    """'0830 Sat' in a note that is written on a Saturday is that day's."""
    if held is not None and f"{held:%a}".lower() == found["weekday"][:3].lower():
        return Due(held, A_WEEKDAY)
    return _weekday(found, held)


def _this_month(found: Found, held: dt.date | None) -> Due:
    return _due(end_of_month(held) if held else None, "the end of a month")


def _end_of_year(found: Found, held: dt.date | None) -> Due:
    return Due(dt.date(int(found["year"]), 12, 31), "the end of a year")


def _end_of_this(found: Found, held: dt.date | None) -> Due:
    """'Before the month is out'."""
    if held is None:
        return Due(None, _NO_DATE)
    year = "year" in found.group().lower()
    return Due(dt.date(held.year, 12, 31) if year else end_of_month(held), "the end of a month")


def _week_after_next(found: Found, held: dt.date | None) -> Due:
    return _due(friday_of(held + dt.timedelta(days=14)) if held else None, "a week's Friday")


def _week_of_day(found: Found, held: dt.date | None) -> Due:
    """'wk of the 4th': the Friday of the week of the next such day."""
    day = spelled_day(found, held)
    return Due(friday_of(day.on), "the Friday of a week (ruling 11)") if day.on else day


def _last_of_month(found: Found, held: dt.date | None) -> Due:
    """'EOM', 'by the last day of June'."""
    if held is None:
        return Due(None, _NO_DATE)
    name = found.groupdict().get("month")
    start = dt.date(held.year, month_number(name), 1) if name else held.replace(day=1)
    if end_of_month(start) < held:
        start += relativedelta(years=1)
    return Due(end_of_month(start), "the end of a month")


def _day_range(found: Found, held: dt.date | None) -> Due:
    """'12-14/11', '24 Dec - 2 Jan': a run ends on its last day, which is not before its first."""
    return _run_to(found, held)


def _weekday_the(found: Found, held: dt.date | None) -> Due:
    """'Thurs 16th': the next such day of the month that falls on the weekday; a passed one has no day."""
    if held is None:
        return Due(None, _NO_DATE)
    word = re.sub(r"\s+", " ", found["day"].lower())
    number = ORDINALS[word] if word in ORDINALS else int(re.sub(r"\D", "", word))
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


def _clock(found: Found, held: dt.date | None) -> Due:
    """'by noon', 'now': a time with no day is the record's own day."""
    return _due(held, A_TIME)


def _bank_holiday(found: Found, held: dt.date | None) -> Due:
    """'On bank holiday Monday', 'before the bank holiday'."""
    if held is None:
        return Due(None, _NO_DATE)
    weekday = next_weekday(held, found["weekday"]).weekday() if found["weekday"] else None
    return Due(next_bank_holiday(held, weekday), "a bank holiday")


def _nth_weekday(found: Found, held: dt.date | None) -> Due:
    """'The first Tuesday in July': of the next such month."""
    if held is None:
        return Due(None, _NO_DATE)
    place, day = _PLACES[found["place"].lower()], _WEEKDAYS[found["weekday"][:3].lower()]
    month = relativedelta(month=month_number(found["month"]), day=31 if place < 0 else 1, weekday=day(place))
    this = held + month
    return Due(this if this >= held else held + relativedelta(years=1) + month, A_DATE)


def _next_working(found: Found, held: dt.date | None) -> Due:
    return _due(working_days_after(held, 1) if held else None, "the next working day")


def _this_week(found: Found, held: dt.date | None) -> Due:
    if held is None:
        return Due(None, _NO_DATE)
    ahead = 7 if re.search(r"\bne?xt\b", found.group().lower()) else 0
    return Due(friday_of(held + dt.timedelta(days=ahead)), "a week's Friday")


def _month_part(found: Found, held: dt.date | None) -> Due:
    """'end of Nov', 'end of the month'; 'mid-Dec' and 'early Jan' are bounds without a day."""
    words, year = found.group().lower(), found.groupdict().get("year")
    if year and not re.search(r"\b(?:mid|middle|early|start|beginning|late)\b", words):
        return Due(end_of_month(dt.date(int(year), month_number(found["month"]), 1)), "the end of a month")
    if held is None:
        return Due(None, _NO_DATE)
    name = found["month"]
    start = dt.date(held.year, month_number(name), 1) if name else held.replace(day=1)
    if name and end_of_month(start) < held:
        start += relativedelta(years=1)
    if not name and "next" in words:
        start += relativedelta(months=1)
    if re.search(r"\b(?:mid|middle|early|start|beginning|late)\b", words):
        return Due(None, "a part of a month")
    return Due(end_of_month(start), "the end of a month")


def _no_day(why: str) -> Resolve:
    return lambda found, held: Due(None, why)


def _run_to(found: Found, held: dt.date | None) -> Due:
    return _written(found, held, RUN_END)


_EVERY = (
    rf"(?:every\s+(?:{NUMBER}\s+|other\s+|second\s+)?(?:working\s+|school\s+)?(?:days?|{_WORKING_DAYS}|weeks?|fortnight|month|morning|evening|night|{WEEKDAY_WORDS})|each\s+(?:week|day|morning|evening|night|fortnight|month|{WEEKDAY_WORDS})|weekly|wkly|fortnightly|monthly|daily|twice\s+(?:a\s+)?week(?:ly)?"
    rf"|{WEEKDAY_WORDS}s?(?:\s*(?:\+|&|and|/)\s*{WEEKDAY_WORDS}s?)+|once\s+a\s+(?:week|fortnight|month)|(?:x\s?\d|\d\s?x)\s+(?:a\s+)?week(?:ly)?|two\s+weekly|\d\s+weekly|{WEEKDAY_WORDS}\s+to\s+{WEEKDAY_WORDS}|each|stay|stays)"
)

_ONCE = r"once(?!\s+(?:over|a|in|every|per|more|again|on|at|before)\b)"
"""No 'once a week', 'once more'."""
_ANY_DAY = re.sub(r"\(\?P<\w+>", "(?:", DAY)
"""A written day that is not the one which counts."""

_PLACES: Mapping[str, int] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1
}  # fmt: skip
_WEEKDAYS: Mapping[str, weekday] = dict(zip(WEEKDAYS, (MO, TU, WE, TH, FR, SA, SU), strict=True))
_FEASTS: Mapping[str, Callable[[int], dt.date]] = {
    "christmas eve": lambda year: dt.date(year, 12, 24),
    "christmas": lambda year: dt.date(year, 12, 25),
    "boxing day": lambda year: dt.date(year, 12, 26),
    "new years eve": lambda year: dt.date(year, 12, 31),
    "new years day": lambda year: dt.date(year, 1, 1),
    "good friday": lambda year: easter(year) - dt.timedelta(days=2),
    "easter monday": lambda year: easter(year) + dt.timedelta(days=1),
    "easter": easter,
    "pancake day": lambda year: easter(year) - dt.timedelta(days=47),
    "shrove tuesday": lambda year: easter(year) - dt.timedelta(days=47),
    "mothers day": lambda year: easter(year) - dt.timedelta(days=21),
    "mothering sunday": lambda year: easter(year) - dt.timedelta(days=21),
    "fathers day": lambda year: dt.date(year, 6, 1) + relativedelta(weekday=SU(3)),
    "valentines": lambda year: dt.date(year, 2, 14),
    "halloween": lambda year: dt.date(year, 10, 31),
    "bonfire night": lambda year: dt.date(year, 11, 5),
}
"""The days of feasts, by how they are called, without apostrophes; the first that a deadline's words begin with counts."""
_FEAST = "(?P<feast>(?:christmas|xmas|new\\s+year['’]?s)\\s+eve|boxing\\s+day|good\\s+friday|easter\\s+monday|new\\s+year['’]?s\\s+day|christmas|xmas|easter|pancake\\s+day|shrove\\s+tuesday|mothering\\s+sunday|(?:mother|father)['’]?s\\s+day|valentine['’]?s(?:\\s+day)?|halloween|bonfire\\s+night)"
_HOLIDAY = r"(?:(?P<spring>(?:late\s+may|spring|whit(?:sun)?)\s+bank\s+holiday)|(?P<may>(?:early\s+)?may(?:\s+day)?\s+bank\s+holiday)|(?P<summer>(?:late\s+)?(?:summer|aug(?:ust)?)\s+bank\s+holiday))(?:\s+monday)?(?!\s+weekend)"
_HOLIDAYS: Mapping[str, tuple[int, bool]] = {"spring": (5, True), "may": (5, False), "summer": (8, False)}
"""The month of each bank holiday that is called by its season or month, and whether it is the later of May's."""
_KNOWN_DAY = rf"(?:the\s+)?(?:{_FEAST}\b(?!\s+(?:hol\w*|break|term|party|fair|play))|{_HOLIDAY})"
"""A day that the calendar gives, without a date."""


def _feast(found: Found, held: dt.date | None) -> Due:
    if held is None:
        return Due(None, _NO_DATE)
    called = re.sub(r"['’]", "", re.sub(r"\s+", " ", found["feast"].lower())).replace("xmas", "christmas")
    on = next(day for feast, day in _FEASTS.items() if called.startswith(feast))
    run = re.match(r"(?i)from\b", found.group())
    why = RUN_END if run else A_SEASON
    return Due(on(held.year) if on(held.year) >= held else on(held.year + 1), why)


def _known_day(found: Found, held: dt.date) -> dt.date | None:
    if found.groupdict().get("feast"):
        return _feast(found, held).on
    month, late = next(told for name, told in _HOLIDAYS.items() if found[name])
    return bank_holiday_in(month, held, late=late)


def _bank_holiday_of(found: Found, held: dt.date | None) -> Due:
    """'By the August bank holiday'."""
    return _due(_known_day(found, held) if held else None, "a bank holiday")


def _weekday_beside_known(found: Found, held: dt.date | None) -> Due:
    """'By the Tuesday after the August bank holiday', 'the Friday before Easter'."""
    day = _known_day(found, held) if held else None
    return _due(_beside_day(day, found["weekday"], found["side"]) if day else None, A_DATE)


def _counted_from_known(found: Found, held: dt.date | None) -> Due:
    """'Two weeks before Christmas', 'the day after the August bank holiday'."""
    day = _known_day(found, held) if held else None
    if day is None:
        return Due(None, _NO_DATE)
    counts = days_after if found["side"].lower() == "after" else days_before
    return Due(counts(day, found["number"] or "1", found["unit"]), "a span")


def _weekend(found: Found, held: dt.date | None) -> Due:
    """'before the weekend' is its Friday, 'over the weekend' its Sunday."""
    if held is None:
        return Due(None, _NO_DATE)
    before = re.match(r"(?i)(?:before|by)\b", found.group())
    sunday = held + dt.timedelta(days=6 - held.weekday())
    return Due(max(held, sunday - dt.timedelta(days=2)) if before else sunday, A_SEASON)


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a deadline is written."""

    example: str
    """An act whose deadline this form is needed for."""
    pattern: str
    resolve: Resolve


FORMS: tuple[Form, ...] = (
    Form("weekly, starting this week, up to 27 September", rf"(?:{_EVERY}),?\s+(?:starting|from)\s+(?:this|next)\s+week,?\s+(?:up\s+to|until|till|to)\s+(?:the\s+)?{DAY}", _run_to),
    Form("for four weeks from 1 July to 28 July", rf"for\s+{NUMBER}\s*(?:days?|weeks?|wks?|months?),?\s+(?:from\s+)?{_ANY_DAY}\s+(?:to|until|till|-|–)\s+{DAY}", _run_to),
    Form("Tues after Easter", rf"(?:(?:by|on|before)\s+)?(?:the\s+)?(?P<weekday>{WEEKDAY_WORDS})\s+(?P<side>before|after)\s+{_KNOWN_DAY}", _weekday_beside_known),
    Form("the day after Boxing Day", rf"(?:(?:by|on|within)\s+)?(?:(?P<number>{NUMBER})\s+|the\s+)(?P<unit>{COUNTED})\s+(?P<side>before|after)\s+{_KNOWN_DAY}", _counted_from_known),
    Form("by the May bank holiday", rf"{_LEAD}(?:the\s+)?{_HOLIDAY}", _bank_holiday_of),
    Form("before Ramadan", rf"{_LEAD}(?:the\s+)?(?:eid|ramadan|diwali|hanukkah|passover|vaisakhi|(?:chinese|lunar)\s+new\s+year)\b", _no_day("an event without a date")),
    Form("on 15/16 July", rf"(?:{_LEAD})?(?:the\s+)?(?<![\d/])\d{{1,2}}(?:st|nd|rd|th)?\s?/\s?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})\b(?:\s+(?P<y2>20\d\d))?", _day_range),
    Form("the next day", r"(?:(?:by|on)\s+)?the\s+(?:next|following)\s+(?:day|morning|evening)(?=\s*(?:$|[.,;)|]))", _no_day(DEPENDS)),
    Form("While you are there", r"while\s+(?:you|she|he|they)(?:['’](?:re|s)|\s+(?:are|is))\s+there\b", _no_day(DEPENDS)),
    Form("by the Friday after the CG on Tues 4/3", rf"(?:(?:by|on|before)\s+)?the\s+(?P<weekday>{WEEKDAY_WORDS})\s+(?P<side>before|after)\s+(?:the\s+|his\s+|her\s+|their\s+)?[\w' ]{{2,30}}?\s+(?:on\s+|\()?{DAY}\)?", _weekday_beside),
    Form("Mon-Thurs next wk", rf"{WEEKDAY_WORDS}\s?(?:-|–|to|and|&)\s?(?P<weekday>{WEEKDAY_WORDS})\s+(?:of\s+)?(?:next|nxt)\s+(?:week|wk)\b", _weekday_of_next_week),
    Form("for the next four Sundays", rf"(?:for|over|on)\s+(?:the\s+)?next\s+(?P<number>{NUMBER})\s+(?P<weekday>{WEEKDAY_WORDS})s\b", _next_so_many),
    Form("By the last working day of May", rf"(?:by\s+|on\s+)?(?:the\s+)?last\s+working\s+day\s+(?:of|in)\s+(?:(?:the|this)\s+month|(?P<month>{_MONTH}))\b", _last_working_day),
    Form("by today week", r"(?:by\s+|on\s+)?(?:the\s+)?(?P<near>day\s+after\s+tomorrow|this\s+time\s+next\s+week|(?:today|tomorrow)\s+week)\b", _near),
    Form("by the end of this calendar year", r"(?:by\s+|before\s+)?(?:the\s+)?end\s+of\s+(?:the|this)\s+(?:calendar\s+)?year\b", _end_of_this),
    Form("early next week", r"(?:(?:the\s+)?(?:start|beginning|middle)\s+of|early(?:\s+in)?|mid-?\s?week)\s+(?:next|this)\s+(?:week|wk)\b", _no_day("a part of a week")),
    Form("by14/8", rf"by(?=\d){DAY}", _on_day),
    Form("COP", r"(?<!\bto\s)(?<!\bthe\s)(?<!\bin\s)(?-i:COP|COB|EOD)(?=\W*$|\s+[-–]\s)", _clock),
    Form("Emma has 72h to find out who is living there", rf"(?:(?<=\bhas\s)|(?<=\bhave\s))(?P<number>{NUMBER})\s*(?P<unit>{COUNTED})(?=\s+to\s)", _span_of_days),
    Form("48hrs for the safety plan to be typed & with nan", rf"(?<=^)(?P<number>{NUMBER})\s*(?:\(\d+\)\s*)?(?P<unit>{_WORKING_DAYS}|days?|weeks?|hours|hrs|months?)(?=\s+(?:for|to)\s)", _span_of_days),
    Form("within 10 working days of 19/2", rf"within\s+(?P<number>{NUMBER})\s*(?P<unit>{COUNTED})\s+(?:of|from|after)\s+(?:the\s+)?{DAY}", _before_or_after),
    Form("Before the end of 2025", r"(?:by|before)\s+(?:the\s+)?end\s+of\s+(?P<year>20\d\d)\b", _end_of_year),
    Form("1st wk of Sept", rf"(?:in\s+)?(?:the\s+)?(?:{'|'.join(_PLACES)})\s+(?:week|wk)\s+(?:in|of)\s+{_MONTH}\b", _no_day("a part of a month")),
    Form("by his 16th birthday, 4/5", rf"(?:by|before|until|till|on)\s+(?:his|her|their|(?-i:[A-Z])[\w-]+['’]s)\s+\d{{1,2}}(?:st|nd|rd|th)\s+birthday\s*,?\s*(?:on\s+|\()?{DAY}\)?", _on_day),
    Form("Before 5pm - Jo", r"(?<=^)before\s+\d{1,2}(?:[.:]\d\d)?\s?[ap]m(?=\s*(?:$|[-–,:]\s))", _clock),
    Form("by the Monday after it", rf"(?:(?:on|by)\s+)?the\s+{WEEKDAY_WORDS}\s+(?:before|after)\s+(?:it|that|(?:(?:the|his|her|their|next)\s+)*(?!(?:and|so|to)\b)[a-z]+(?:\s+(?!(?:and|so|to|on)\b)[a-z]+){{0,3}})(?=\s*(?:$|[.,;)|]))", _no_day(FROM_EVENT)),
    Form("On the eve of the interview", r"(?:on\s+)?the\s+eve\s+of\s+(?:(?:the|his|her|their)\s+)?[\w'’-]+(?:\s+(?:meeting|review|conference|hearing|panel))?", _no_day(FROM_EVENT)),
    Form("from monday the fifteenth until the ninth of june", rf"from\s+(?:{WEEKDAY_WORDS}\s+)?the\s+{NTH}\s+(?:until|till|til|to|up\s+to)\s+(?:the\s+)?{DAY}", _run_to),
    Form("From 22 Jan until core group", rf"from\s+{_ANY_DAY}\s+(?:until|till|til|to)\s+(?!christmas|xmas|easter)(?:(?:the|his|her|their|next)\s+)*(?:{_EVENT}|(?-i:[A-Z]{{3,6}}))\b(?!\s+(?:conference|meeting|on\b|\(?\d))", _no_day("an event without a date")),
    Form("every night from Sunday 18th to Sunday 25th", rf"(?:(?:{_EVERY})\s+)?from\s+(?:{WEEKDAY_WORDS}\s+)?(?:the\s+)?{NTH}\s+(?:until|till|til|to)\s+(?:{WEEKDAY_WORDS}\s+)?(?:the\s+)?(?P<day>{NTH})\b(?!\s+(?:of\s+)?(?:{_MONTH}|{_COUNTS}))", spelled_day),
    Form("see him on Tues and Thurs", rf"(?:on|this)\s+{WEEKDAY_WORDS}\s*(?:and|&|\+)\s*(?P<weekday>{WEEKDAY_WORDS})\b", _weekday),
    Form("weekly for the next four weeks", rf"(?:{_EVERY})\s+(?:visits?\s+)?for\s+(?:the\s+)?(?:next\s+)?(?P<number>{NUMBER})\s*(?P<unit>days?|weeks?|wks?|months?)\b(?!\s+(?:from|starting))", _span_of_days),
    Form("from tonight until the interview", r"from\s+(?:today|tonight|tomorrow|now)\s+(?:until|till|til|up\s+to)\s+(?:(?:the|his|her|their|our)\s+)?(?-i:[A-Za-z])[\w'’-]*(?:\s+(?:meeting|review|conference|panel|group|appointment))?(?=\s*(?:$|[.,;)|]))", _no_day("an event without a date")),
    Form("before Xmas closure 22/12", rf"(?:by|before)\s+(?:xmas|christmas|easter|half[ -]term)\s+[a-z]+\s+\(?{DAY}\)?", _beside),
    Form("til Xmas", rf"(?:from\s+(?:{_ANY_DAY}|today|tomorrow|now)\s+to|by|on|before|until|till|til|up\s+to)\s+{_FEAST}\b(?!\s+(?:eve|hol\w*|break|term|visit|party|fair|play))", _feast),
    Form("ring nan today or tomorrow", r"(?:by\s+)?today\s+or\s+(?P<near>tomorrow|tmrw)\b", _near),
    Form("see him from 10/8 for 4 weeks", rf"(?:from|starting|beginning)\s+(?:{DAY}|(?P<near>today|tonight|tomorrow|now)|(?P<weekday>{WEEKDAY_WORDS}))\s+for\s+(?:the\s+next\s+)?(?P<number>{NUMBER})\s*(?P<unit>nights?|days?|weeks?|wks?|fortnights?|months?)\b", _run_from),
    Form("a diary for two weeks from today", rf"for\s+(?:the\s+next\s+)?(?P<number>{NUMBER})\s*(?P<unit>nights?|days?|weeks?|wks?|fortnights?|months?)\s+(?:from|starting|beginning)\s+(?:(?P<near>today|tonight|tomorrow|now)|(?P<weekday>{WEEKDAY_WORDS}))\b", _run_from),
    Form("bed checks tonight onwards for 3 nights", rf"(?P<near>today|tonight|tomorrow)\s+onwards?,?\s+for\s+(?P<number>{NUMBER})\s*(?P<unit>nights?|days?|weeks?|wks?|fortnights?|months?)\b", _run_from),
    Form("from now till half term", rf"from\s+(?:today|tonight|tomorrow|now)\s+(?:until|till|til|to)\s+(?:(?:the|his|her|their|next)\s+)*{_EVENT}\b(?!\s+(?:on\s+)?\d)", _no_day("an event without a date")),
    Form("day after Easter", rf"(?:the\s+)?day\s+after\s+(?:(?:the|his|her|their|next)\s+)*{_EVENT}\b(?!\s+(?:on\s+)?\d)", _no_day(FROM_EVENT)),
    Form("the day before CG2", r"(?:the\s+)?(?:day|night|evening)\s+before\s+(?!(?:yesterday|last)\b)(?:(?:the|his|her|their|next)\s+)*[A-Za-z][\w'’]*(?:\s+(?!(?:and|so|to|by|with|on)\b)[A-Za-z][\w'’]*){0,2}(?=\s*(?:$|[.,;|)])|\s+(?:and|so|to|he|she)\b)", _no_day(FROM_EVENT)),
    Form("weekend 10–11 August", rf"(?:by\s+|before\s+|over\s+|on\s+|the\s+)*w(?:ee)?kend\s+(?:of\s+)?(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s?(?:/|-|–|and|&)\s?(?=\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}))?{DAY}", _weekend_of),
    Form("back by 1530 Weds", rf"(?:(?:by|before|at)\s+)?(?:[01]\d|2[0-3])[0-5]\d\s+(?P<weekday>{WEEKDAY_WORDS})\b(?!\s+\d)", _weekday_or_today),
    Form("You to visit twice a week from today to 4 Sept when schools go back", rf"from\s+(?:then|now|today)\s+(?:to|until|till|til)\s+(?:the\s+)?{DAY}", _run_to),
    Form("sessions from August to October", rf"from\s+{_MONTH}\s+(?:to|until)\s+(?P<month>{_MONTH})\b(?!\s+\d)", _months_end),
    Form("which is the 10th", r"which\s+is\s+(?:on\s+)?the\s+(?P<day>" + _ORDINAL + r"|\d{1,2}(?:st|nd|rd|th))\b(?!\s+of\b)", spelled_day),
    Form("this weekend", r"(?:by|before|over|for)\s+(?:the|this)\s+(?:coming\s+)?weekend\b(?!\s+(?:is\s+out|of)\b)|over\s+weekend\b|this\s+(?:coming\s+)?weekend\b", _weekend),
    Form("same-day", r"(?P<near>same-day)\b|(?:(?<=^)|(?<=^\W))(?P<first>same\sday)(?=\s*:)", _near),
    Form("within the hour", r"(?:with)?in(?:side)?\s+(?P<near>the\s+hour)\b", _near),
    Form("today 15:30", r"(?:by\s+|at\s+)?(?P<near>today|tonight|tomorrow|tmrw|tmr|tmw|tomo|tomoz)\s+(?:at\s+|by\s+|before\s+)?\d{1,2}[.:]?\d\d\b(?!/)", _near),
    Form("a diary for 6 weeks from 12/8", rf"for\s+(?P<number>{NUMBER})\s*(?P<unit>days?|weeks?|wks?|months?)\s+(?P<after>from|after|starting|beginning|commencing)\s+{DAY}", _before_or_after),
    Form("3/3 and 14/3", rf"(?:{_LEAD})?(?:{_ANY_DAY}\s*,\s*)*{_ANY_DAY}\s*,?\s*(?:and|\+|&)\s*(?:again\s+)?(?:on\s+)?{DAY}", _run_to),
    Form("4/3, 1/4, 29/4", rf"(?:{_LEAD})?(?:{_ANY_DAY}\s*,\s*){{2,}}{DAY}", _run_to),
    Form("Mon 15th and Weds 17th July", rf"(?:{_LEAD})?{WEEKDAY_WORDS}\s+\d{{1,2}}(?:st|nd|rd|th)?\s*(?:and|\+|&)\s*{DAY}", _run_to),
    Form("see him Mon 15th and Weds 17th", rf"(?:{_LEAD})?{WEEKDAY_WORDS}\s+\d{{1,2}}(?:st|nd|rd|th)\s*(?:,|and|\+|&)\s*(?P<weekday>{WEEKDAY_WORDS})\s+(?P<day>\d{{1,2}}(?:st|nd|rd|th))\b", _weekday_the),
    Form("Monday the tenth", rf"(?:{_LEAD})?(?P<weekday>{WEEKDAY_WORDS}),?\s+the\s+(?P<day>{_ORDINAL})\b(?!\s+of\b)", _weekday_the),
    Form("on your visit of the 24th", r"(?:at|on)\s+(?:the|his|her|their|your)\s+\w*\s?visit\s+of\s+the\s+(?P<day>" + _ORDINAL + r"|\d{1,2}(?:st|nd|rd|th))\b", spelled_day),
    Form("2 WD before ICPC 27/5", rf"(?:within\s+|no\s+later\s+than\s+|not\s+less\s+than\s+|at\s+least\s+)?(?P<number>{NUMBER})\s*(?:full\s+|clear\s+)?(?P<unit>{COUNTED})\s+(?:before|b4|prior to|ahead of|of|after)\s+(?:the\s+|his\s+|her\s+|next\s+)?(?!today|now)[\w' ]{{2,30}}?\s+(?:on\s+|\()?{DAY}\)?", _before_or_after),
    Form("CIN review 9 April - Leanne to send her report out a week before", rf"{DAY}(?!\d)[^;\n|]{{3,80}}?\s(?P<bound>(?:(?P<number>{NUMBER})\s*|the\s+)(?P<unit>{COUNTED})\s+(?:before(?:hand)?|prior|earlier)(?:\s+(?:that|it|then))?(?=\s*(?:$|[.,;)|])))", _before_that),
    Form("the day before RCPC on 3/12", rf"(?:the\s+|(?<=,\s)|(?<=^))(?P<unit>(?:working\s+)?day)\s+(?P<side>before|after)\s+(?:the\s+)?[\w' ]{{2,30}}?\s+(?:on\s+|\()?{DAY}\)?", _eve),
    Form("within 24 hours of it - Jo", rf"within\s+(?:{NUMBER})\s*(?:{_WORKING_DAYS}|weeks?|wks?|days?|months?|hours?|hrs?)\s+of\s+(?!today|now|this)[\w'’/ -]{{2,40}}?(?=\s*(?:$|[,.;|)]))", _no_day(FROM_EVENT)),
    Form("a week today", rf"(?:within\s+|in\s+|by\s+)?(?P<number>{NUMBER})\s+(?:calendar\s+)?(?P<unit>{COUNTED}|fortnights?|months?)\s+(?:from\s+|of\s+)?(?:today|tomorrow|now|the date of this)\b", _days_from),
    Form("a week on Monday", rf"(?:by\s+|on\s+)?(?P<number>a|two|2)\s+(?P<unit>weeks?|fortnight)\s+on\s+(?P<weekday>{WEEKDAY_WORDS})\b", _days_from),
    Form("24h before CG", rf"(?:no\s+later\s+than\s+|not\s+less\s+than\s+|at\s+least\s+)?(?<!the\s)(?!an?\s+\w+\s+of)(?:{NUMBER}\s*(?:full\s+|clear\s+)?{COUNTED}\s+(?:before|b4|prior\s+to|ahead\s+of|pre|after|following)|within\s+{NUMBER}\s*(?:{COUNTED}|hours?|hrs?)\s+(?:of|from|after)|{NUMBER}\s*(?:hours?|hrs?)\s+after|{NUMBER}\s*(?:{_WORKING_DAYS})\s+(?:from|of))\s+(?:(?:the|his|her|their|each|every|next)\s+)*(?!today\b|tomorrow\b|now\b|this\b|{_ANY_DAY})[A-Za-z][\w'’/-]*(?:\s+(?!(?:and|so|to|by|with)\b)[A-Za-z0-9][\w'’/-]*){{0,4}}?(?=\s*(?:$|[.,;|)]|[-–]\s)|\s+(?:and|so|to|by|with)\b)", _no_day(FROM_EVENT)),
    Form("3 working days ahead", rf"{NUMBER}\s*{COUNTED}\s+(?:beforehand|earlier|ahead(?!\s+of)|before(?:\s+(?:that|it|then))?(?=\s*(?:$|[.,;?|)]|(?:so|please|pls)\b)))", _no_day(FROM_EVENT)),
    Form("by LPM 18.11", rf"(?:by\s+the\s+time\s+of|by(?=\s+(?-i:[A-Z]{{3,6}})\s)|before|until|till|til|in\s+time\s+for|prior\s+to|ahead\s+of)\s+(?!{WEEKDAY_WORDS}\b)(?:(?!(?:and|or|then|to|so|but|if|when|by|before|until|once|for|from|after|starting|beginning|today|tomorrow|tonight|cop|cob|eod|noon|w/[cbe]|wc|{WEEKDAY_WORDS}|{_MONTH})\b)[A-Za-z'’/-]+\s+){{1,5}}?(?:on\s+|is\s+|\(\s?)?{DAY}\)?", _beside),
    Form("the week after next", r"(?:by\s+|in\s+)?the\s+week\s+after\s+next", _week_after_next),
    Form("next visit, 7/5", rf"(?:(?:by|before|at|until)\s+)?(?:the\s+|his\s+|her\s+|their\s+)?next\s+{_EVENT}(?:\s+is)?\s*(?:on\s+|[,:–-]\s*)?\(?{DAY}\)?", _on_day),
    Form("after the Christmas break, 6 January", rf"(?:after|following)\s+(?:(?:the|his|her|their)\s+)?{_EVENT},?\s+(?:on\s+)?{DAY}", _on_day),
    Form("after the fight on 18/1", rf"(?:straight\s+|right\s+)?(?:after|following)\s+(?:the\s+|his\s+|her\s+|their\s+)?(?:[\w'’-]+\s+){{1,4}}?on\s+{DAY}", _on_day),
    Form("by close of play on the 27th", rf"(?:by\s+|before\s+)?(?:cop|cob|eod|close\s+of\s+play)\s+(?:on\s+)?(?:the\s+)?(?P<day>\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:of\s+)?{_MONTH})", spelled_day),
    Form("for the next fortnight", r"(?:over|in|within|during|for)\s+the\s+(?:next|coming)\s+(?P<unit>week|fortnight|month)\b(?!\s+(?:before|prior|ahead|earlier|after|of|beginning|commencing|starting)\b)", _one_span),
    Form("within 5 school days", rf"within\s+{NUMBER}\s+school\s+days", _no_day("school days")),
    Form("18th and 21st of Nov", rf"(?:{_LEAD})?\d{{1,2}}(?:st|nd|rd|th)\s*(?:and|&|\+)\s*(?:the\s+)?{DAY}", _run_to),
    Form("w/c 16th", rf"(?:w/c|w/b|wk|week)\s*(?:of|comm\w*|beginning|starting)?\s*(?:the\s+)?(?P<day>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:of\s+)?{_MONTH})", _week_of_day),
    Form("EOM", rf"(?:by\s+)?(?:eom|(?:the\s+)?last\s+day\s+of\s+(?:the\s+month|(?P<month>{_MONTH})))\b", _last_of_month),
    Form("12-14/8", r"(?:(?:every|each)\s+day\s+|nightly\s+|daily\s+|weekly\s+)?(?<![\d/])\d{1,2}\s?(?:-|–|to)\s?(?P<d1>\d{1,2})[/.](?P<m1>\d{1,2})(?P<y1>(?!))?(?![\d/])", _day_range),
    Form("8-9 Feb", rf"(?:(?:every|each)\s+day\s+|nightly\s+|daily\s+|weekly\s+)?(?<![\d/])\d{{1,2}}(?:st|nd|rd|th)?(?:\s{_MONTH})?\s?(?:-|–|to)\s?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_MONTH})\b(?:\s+(?P<y2>20\d\d))?", _day_range),
    Form("weekly 13/8 - 27/8", rf"(?:(?:min\s+)?(?:{_EVERY})\s+)?(?<![\d/])\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?\s?[-–]\s?{DAY}", _run_to),
    Form("between 3 and 18 May", rf"between\s+(?:\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+{_MONTH})?|now|today)\s+and\s+{DAY}", _run_to),
    Form("see him 22 July and the 29th", rf"(?:{_LEAD})?{DAY}\s*(?:,|and|&|\+)\s*(?:again\s+)?(?:on\s+)?(?:the\s+)?(?P<day>\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:of\s+)?(?:{_MONTH}|{_COUNTS}))(?=\s*(?:$|[.,;:)|?!]|at\b|to\b|so\b|and\s+[a-z]|for\b|with\b|in\b|by\b|[-–]\s))", _then_the),
    Form("see him the 15th and 29th", rf"(?<!between\s)(?<!between\sthe\s)(?:{_LEAD})?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)\s*(?:,|and|&|\+)\s*(?:again\s+)?(?:the\s+)?(?P<day>\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:of\s+)?(?:{_MONTH}|{_COUNTS})|\s*(?:,|and|&)\s*\d)(?=\s*(?:$|[.,;:)|?!]|at\b|to\b|so\b|and\s+[a-z]|for\b|with\b|in\b|by\b|[-–]\s))", spelled_day),
    Form("from Mon until 19/7", rf"from\s+(?:today|tonight|tomorrow|now|{WEEKDAY_WORDS}|this week|next week|the \d{{1,2}}(?:st|nd|rd|th))\s+(?:until|till|til|to|up to|through to)\s+(?:the\s+)?{DAY}", _run_to),
    Form("at panel on the 15th", rf"{_LEAD}(?:the\s+|his\s+|her\s+|their\s+|next\s+)*{_EVENT}\s+on\s+the\s+(?P<day>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\b", spelled_day),
    Form("for the next 14 days", r"(?:for|over|in|during)\s+(?:the\s+)?(?:next|coming)\s+(?P<number>" + NUMBER + r")\s*(?P<unit>weeks?|wks?|days?|months?)\b", _span_of_days),
    Form("Sat 8th", rf"(?:{_LEAD})?(?P<weekday>{WEEKDAY_WORDS})\s+(?:the\s+)?(?P<day>\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:of\s+)?{_MONTH})", _weekday_the),
    Form("first thing next w/day", r"(?:by\s+|on\s+)?(?:first thing\s+)?(?:the\s+)?(?:next|nxt)\s+w/?(?:orking\s*)?d(?:ay)?\b(?!\s+after\b)", _next_working),
    Form("6 wks", r"(?:^|(?<=\|\s)|(?<=-\s)|(?<=–\s)|(?<=,\s))(?P<number>\d{1,2}|(?:one|two|three|a)(?=\s))\s?(?P<unit>hrs?|hours?|(?<=\d)h|weeks?|wks?|months?|days?)(?=\s*(?:$|[-–|:]\s))", _span_of_days),
    Form("same day as panel", r"(?:the\s+)?same\s+day\s+(?:as\s+(?:the\s+)?\w+(?:\s+(?!(?:and|so|to)\b)\w+){0,2}|(?:as\s+)?(?:it|she|he|they|the)\b[\w ]{0,30})", _no_day(DEPENDS)),
    Form("at the appt 11.6", rf"{_LEAD}(?:the\s+|his\s+|her\s+|their\s+|next\s+|end of\s+|end of the\s+)*{_EVENT}(?:\s+(?:review|meeting|mtg|planning|conference|visit|discussion)){{0,2}}(?:\s+\d(?=[\s,(]))?\s*(?:on\s+|of\s+|,\s*(?:(?:which\s+is|it['’]?s)\s+)?)?\(?(?:on\s+)?{DAY}\)?", _on_day),
    Form("wkly to 30/8", rf"{_EVERY}\s+(?:visits?\s+|calls?\s+)?(?:(?:from|starting|between)\s+(?:{_ANY_DAY}|[^,;.]{{1,20}}?),?\s+)?(?:until|till|til|to|up to|up until|through to|and|ending|[-–])\s+(?:the\s+)?(?:(?!\d)[\w'-]+\s+){{0,4}}?{DAY}", _run_to),
    Form("starting 2 November and running to 14 December", rf"(?:from|starting|beginning)\s+{_ANY_DAY}\s+and\s+(?:running|going|carrying\s+on|then)\s+(?:until|till|to)\s+(?:the\s+)?{DAY}", _run_to),
    Form("19/8 to 15/9", rf"(?:from\s+)?{_ANY_DAY}\s+(?:until|till|to|-|–)\s+(?:the\s+)?{DAY}", _run_to),
    Form("Weekly drug tests from 17/11", rf"(?:weekly|wkly|fortnightly|monthly|daily|nightly)\s+(?:(?!(?:until|till|til|to|and|for)\b)[\w'’-]+\s+){{1,5}}?(?:starting\s+from|from|starting|commencing|as of)\s+(?:{DAY}|{WEEKDAY_WORDS}\b|today|tomorrow)", _no_day("a run without an end")),
    Form("From 20 June Jody to ring mum every morning", rf"(?:from|starting|beginning|as\s+of)\s+(?:the\s+)?(?:w/c\s+)?{DAY},?\s+(?:[\w'’-]+\s+){{0,4}}?(?:{_EVERY})(?=\s*(?:$|[.,;)|]))", _no_day("a run without an end")),
    Form("wkly from 27/8", rf"(?:(?:on\s+)?{WEEKDAY_WORDS}(?:s|\s+(?:nights?|mornings?|evenings?|afternoons?))|(?:{_EVERY})(?:\s+visits?)?),?\s+(?:starting\s+from|from|starting|beginning|commencing|as of)\s+(?:the\s+)?(?:w/c\s+|week\s+of\s+)?(?:{DAY}|{WEEKDAY_WORDS}\b|today|tomorrow|next week|this week|\d{{1,2}}(?:st|nd|rd|th))", _no_day("a run without an end")),
    Form("wkly until RCPC", rf"(?:{_EVERY})\s+(?:until|till|til|to|up\s+to)\s+(?:(?:the|his|her|their|our|next)\s+)*(?:{_EVENT}(?:\s+(?:conference|conf|meeting|mtg|review|visit))?|(?-i:[A-Z]{{3,6}}))\b(?!\s*(?:on\b|\(|\d))", _no_day("an event without a date")),
    Form("ring mum every Tuesday", rf"(?:{_EVERY})(?!\s+(?:from|until|till|til|starting|beginning|between|to\s+\d|-|–|\d))", _no_day(NOT_A_BOUND)),
    Form("wc 6/1", rf"(?:by\s+|in\s+|for\s+|on\s+|from\s+)?(?:the\s+)?(?:w/c|wc|w/b|wk\s+of|week\s+of|wk\s+c|wk\s+comm\w*|week\s+comm\w*|week\s+beginning|wk\s+beg\w*)\s*:?\s*(?:the\s+)?{DAY}", _week_of),
    Form("w/e 4.1", rf"(?:by\s+)?(?:w/e|week\s+ending|wk\s+ending)\s*:?\s*{DAY}", _week_end),
    Form("w/e the 19th", rf"(?:by\s+)?(?:w/e|week\s+ending|wk\s+ending)\s+(?:the\s+)?(?P<day>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\b", spelled_day),
    Form("5WD", rf"(?:(?:within|w/in|in|over|for|no later than|inside)\s+(?:the\s+next\s+|next\s+|the\s+)?|next\s+|(?<!\w)(?!an?\s)){NUMBER}\s*(?P<unit>{_WORKING_DAYS})(?:\s+(?:before|after)\s+(?:it|that|the\s+[\w ]{{1,24}}))?".replace(NUMBER, f"(?P<number>{NUMBER})"), lambda f, h: Due(None, FROM_EVENT) if re.search(r"(?i)\b(?:before|after)\b", f.group()) else _span_of_days(f, h)),
    Form("in 2 days", rf"(?:within|w/in|in|inside|over|no more than|no later than)\s+(?:the\s+)?(?:next\s+)?(?:\d{{1,2}}\s?(?:-|–|to)\s?)?(?P<number>{NUMBER})\s*-?\s*(?P<unit>hours?|hrs?|h\b|days?|weeks?|wks?|months?|mths?)(?:'?\s+time)?\b(?!\s+(?:of|before|prior|ahead|earlier)\b)", _span_of_days),
    Form("in 3/7", r"(?:within|in|over)\s+(?:the\s+next\s+)?(?P<number>\d{1,2})(?P<unit>/52|/7|/12)(?!\d)", _span_of_days),
    Form("2/52", r"(?P<number>\d{1,2})(?P<unit>/52|(?:/7|/12)(?=\s+(?:from\s+(?:today|now)|time)\b))(?!\d)(?:\s+from\s+(?:today|now)\b)?", _span_of_days),
    Form("Jo to see him 7 days", r"(?:(?<=[-–,|]\s)|(?<=[a-z)]\s))(?<!\bfor\s)(?<!\bof\s)(?<!\bevery\s)(?<!\blast\s)(?<!\bpast\s)(?<!\bthan\s)(?<!\baged\s)(?<!\bis\s)(?P<number>\d{1,2})\s+(?P<unit>days)(?=\s*[.;|)]?\s*$)", _span_of_days),
    Form("Jo to see him 24 hrs", r"(?P<number>\d{2})\s?(?P<unit>hrs?|hours)\b(?=\s*(?:$|[.,;|)]))", _span_of_days),
    Form("in the month", r"(?:within|in)\s+(?:a|the)\s+(?P<unit>week|fortnight|month)\b(?!\s+(?:before|prior|ahead|earlier|after|of|beginning|commencing|starting)\b)", _one_span),
    Form("Visit of 9/3", rf"(?:(?<=^)|(?<=\|\s)|\b(?:at|on|for)\s+(?=the\s)|(?<=\bjoin\s))(?:the\s+)?visit\s+of\s+(?:the\s+)?{DAY}", _on_day),
    Form("up to the day of his review", rf"(?:{_EVERY}\s+)?up\s+to(?:\s+and\s+including)?\s+(?:the\s+)?day\s+of\s+(?:(?:the|his|her|their)\s+)?{_EVENT}\b(?!\s+on\b)", _no_day("an event without a date")),
    Form("before Jo goes on Monday", rf"before\s+(?:he|she|they|it|mum|dad|(?-i:[A-Z])\w+)\s+[a-z]+s?(?:\s+(?!on\b)[a-z]+){{0,3}}\s+on\s+(?P<weekday>{WEEKDAY_WORDS})\b(?!\s+\d)", _weekday),
    Form("on Bank Holiday Monday", rf"(?:(?:by|on|before)\s+)?(?:the\s+)?bank\s+holiday\s+(?!sat|sun)(?P<weekday>{WEEKDAY_WORDS})\b(?!\s+\d)|(?:by|on|before)\s+the\s+bank\s+holiday\b(?!\s+(?:weekend|\d))", _bank_holiday),
    Form("for court by 9 August", rf"(?:{_LEAD})?(?:(?:(?:the|his|her|their|your|our)\s+)?(?:cin|cp|core|lac|cla|review|conference|icpc|rcpc|cg|panel|court|hearing|visit|supervision|meeting|mtg|sup)[\w ]{{0,24}}?\s+(?:on|of)?\s*){DAY}" .replace(f"(?:{_LEAD})?", _LEAD), _on_day),
    Form("4/1", rf"(?:{_LEAD}(?:the\s+)?(?:cop|close of play|close of business|cob|end of(?: the)? day|eod|noon|lunch(?:time)?|\d{{1,2}}(?:[.:]\d\d\s?(?:am|pm)?|\s?(?:am|pm)))?\s*(?:on\s+)?)?{DAY}", _on_day),
    Form("first Monday in Dec", rf"(?:{_LEAD})?(?:the\s+)?(?P<place>{'|'.join(_PLACES)})\s+(?P<weekday>{WEEKDAY_WORDS})\s+(?:in|of)\s+(?P<month>{_MONTH})\b", _nth_weekday),
    Form("by 4", r"(?:by|before|until|till|til|at)\s+(?:about\s+)?(?:(?:12\s+)?noon|midday|midnight|\d{1,2}[.:]\d\d(?:\s?[ap]m)?|\d{1,2}\s?[ap]m|\d{4}(?:\s?hrs)?|\d{1,2}\s?o['’]clock|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9]))(?=\s*(?:$|[,.;)]\s|[.]$|and\b|as\b|so\b|with\b|to\b|for\b|if\b|whether\b|(?-i:[A-Z][a-z]+\s+[a-z]+s\b)|\())(?!\s*(?:on\s+)?(?:\d|mon|tue|wed|thu|fri|sat|sun))", _clock),
    Form("9am", r"(?:(?<=[\s,])|(?<=^))(?:\d{1,2}:\d\d|\d{1,2}(?:[.:]\d\d)?\s?[ap]m)(?=\s*(?:$|[.,;)]|with\b|on\s+teams))", _clock),
    Form("now", r"(?<!\bas\s)(?<!\bfor\s)(?<!\buntil\s)(?<!\bright\s)(?<!\benough\s)(?<=\s)now(?=\s*(?:$|[.,;)]|and\b|n\b|with\b))|(?<=^)now$", _clock),
    Form("ring 1530", r"(?:(?<=\bvisit\s)|(?<=\bring\s)|(?<=\bcall\s)|(?<=\bthere\s)|(?<=\bmeet\s))(?!20[0-2]\d)(?:[01]\d|2[0-3])[0-5]\d(?:\s?hrs)?(?=\s*(?:$|[.,;)]))", _clock),
    Form("by 5pm Weds", rf"(?:by|before|at)\s+(?:noon|midday|lunch(?:time)?|\d{{1,2}}(?:[.:]\d\d)?\s?(?:am|pm)?)\s+(?:on\s+)?(?P<weekday>{WEEKDAY_WORDS})\b(?!,?\s+(?:the\s+)?\d)", _weekday),
    Form("Fri of next week", rf"(?:by\s+|on\s+)?(?P<weekday>{WEEKDAY_WORDS})\s+of\s+next\s+week\b", _weekday),
    Form("at visit on Thurs", rf"{_LEAD}(?:(?:the|his|her|their|our|your|next)\s+)*{_EVENT}\s+(?:on\s+|this\s+)(?P<weekday>{WEEKDAY_WORDS})\b(?!,?\s+(?:the\s+)?\d)", _weekday),
    Form("Thursday's visit", rf"(?:(?:at|on|by|before)\s+)?(?P<weekday>{WEEKDAY_WORDS})['’]s\s+(?:visit|meeting|contact|session|clinic|core\s+group|strat\w*|appointment|supervision)\b", _weekday),
    Form("fri", rf"(?:by\s+|before\s+|on\s+)?(?:the\s+)?(?:cop|cob|eod|close of play|end of(?: the)? day|end of)?\s*(?:on\s+|this\s+|next\s+)?(?P<weekday>{WEEKDAY_WORDS})\b(?:\s+(?:coming|next|week|next week))?(?:\s+week\b)?", _weekday),
    Form("tmw", r"(?:by|at|before)?\s*(?:cop|cob|eod|close of play|close of business|end of play|(?:by\s+)?end of(?: the)? day|(?:the\s+)?end of|noon|midday|first thing|before\s+\d{1,2}(?:[.:]\d\d)?(?:\s?[ap]m)?)?\s*(?P<near>today|2day|tonight|this aft(?:ernoon)?|this pm|this evening|this morning|tom+or+ow|tmrw|tmr|tmw|tomoz?|2mor(?:o|row)|the morn)\b(?:\s+(?:at\s+)?\d{1,2}[.:]\d\d(?:\s?[ap]m)?|\s+(?:am|pm|morning|afternoon|evening|night|first thing))?", _near),
    Form("EOW", r"(?:by\s+|before\s+)?(?:the\s+)?(?:end of\s+)?(?:this|next|nxt)\s+(?:week|wk)\b(?!end)|(?:by\s+)?(?:the\s+)?(?:end of(?: the)? week|eow)\b|within the week", _this_week),
    Form("mid-Dec", rf"(?:by\s+|before\s+|in\s+)?(?:the\s+)?(?:end(?:\s+of)?(?:\s+the)?|mid|middle of|early|late|start of|beginning of)[\s-]+(?P<month>{_MONTH})\b(?:\s+(?P<year>20\d\d))?|(?:by\s+|before\s+)?(?:the\s+)?(?:end of (?:this |next |the )?month|month end)", _month_part),
    Form("by November's end", rf"(?:by\s+|before\s+)?(?P<month>{_MONTH})['’]s\s+end\b", _last_of_month),
    Form("in Aug", rf"(?:by|before|in)\s+(?P<month>{_MONTH})\b(?!\s+\d)", lambda f, h: _month_part(f, h) if f.group().lower().startswith("in") else Due(None, "a month, not a day")),
    Form("by 8th", rf"(?:at\s+(?:the|his|her|their|your)\s+\w*\s?visit\s+on|by|on|before|until|till|til|no\s+later\s+than|nlt)\s+(?:the\s+)?(?P<day>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\b(?=\s*(?:$|[,.;:)]|[-–—]\s|\b(?:and|to|at|with|in|after|before|by|as|so|for|or|if|but|latest|instead|of|too|also|again|because|since)\b|\(|&))", spelled_day),
    Form("4th", r"(?:(?<=,\s)|(?<=[-–—:]\s)|(?<=^))(?P<day>\d{1,2}(?:st|nd|rd|th))(?=\s*(?:$|[.;)]))", spelled_day),
    Form("26th latest", r"(?P<day>\d{1,2}(?:st|nd|rd|th))\s+(?:at\s+the\s+)?latest\b", spelled_day),
    Form("by that review", r"(?:by|at|before|for|until)\s+that\s+(?:first\s+)?(?:review|conference|meeting|panel|hearing|visit|session|overnight|appointment)\b", _no_day(DEPENDS)),
    Form("conference report to me by the 2nd please Gosia.", rf"(?P<day>(?<!between\sthe\s)(?<=\bthe\s)\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:(?:{_COUNTS})\b|(?-i:[A-Z]{{2,}})))", spelled_day),
    Form("at CG", rf"(?:by|before|b4|prior to|ahead of|in time for|up to|until|till|til|at|after|following|post|following on from)\s+(?:his|her|their|your|my|our|the|this)?\s*(?:next\s+|first\s+|second\s+|final\s+|coming\s+|forthcoming\s+)?(?:(?:cp|cin|lac|cla|plo|statutory|home|core|joint|school|midwife|family|legal|unannounced)\s+)?{_EVENT}(?:\s?\d)?\b(?!\s+(?:team|worker|service|supervisor|centre|staff|lead|manager|nurse)\b)(?:\s+(?:plo|cin|cp|review|strat(?:egy)?|meeting|mtg|visit|conference|conf))*", _no_day("an event without a date")),
    Form("ahead of LAC rev", r"(?:(?:by|before|b4|at|until|till)\s+(?:the|his|her|their|our)|(?:ahead\s+of|in\s+time\s+for|ready\s+for|prior\s+to|(?:weekly\s+|daily\s+|nightly\s+)?(?:right\s+)?(?:up|through)\s+to)(?:\s+(?:the|his|her|their|our))?)\s+(?:[a-z/-]+\s+){1,2}(?:meeting|mtg|review|rev|rv|r/v|panel|conference|conf|hearing|session|group|discussion|appointment|consultation)\b", _no_day("an event without a date")),
    Form("for panel", r"(?:ready\s+)?for\s+(?:(?:the|his|her|their|our|next)\s+)*(?:core\s+group|(?:lac\s+|cin\s+|cp\s+)?review|(?:icpc|rcpc|review)?\s*conference|interview|strat(?:egy)?\s+(?:meeting|discussion)|panel|pep|lpm|legal\s+planning\s+meeting|supervision)\b(?=\s*(?:$|[.,;)|]))", _no_day("an event without a date")),
    Form("before DPM", r"(?:before|b4|until|till)\s+(?:(?:the|next)\s+)?(?-i:[A-Z]{3,6})\b(?=\s*(?:$|[.,;:)|]))", _no_day("an event without a date")),
    Form("before the month is out", r"(?:by|before|until)\s+(?:the\s+)?(?:month|year)\s+is\s+(?:out|over)\b", _end_of_this),
    Form("next sup", rf"\bnext\s+(?:(?:cp|cin|lac|cla|plo|statutory|home|core|joint)\s+)?{_EVENT}\b|\bthe\s+next\s+{_EVENT}\b", _no_day("an event without a date")),
    Form("The day after that", r"(?:on\s+)?(?:the\s+)?(?:day|next\s+working\s+day)\s+(?:before|after)\s+(?:it|that|panel|court|conference|(?:he|she|they|it|mum|dad)\s+\w+(?:\s+(?:up|out|off|back|away|home))?)\b", _no_day(FROM_EVENT)),
    Form("2 days later", rf"(?<!\bnot\s)(?:within\s+)?{NUMBER}\s*{COUNTED}\s+(?:before|b4|prior|earlier|beforehand|later|after(?:wards)?)(?=\s*(?:$|[.,;)|]))", _no_day(FROM_EVENT)),
    Form("when T is in", rf"(?:{_ONCE}|as soon as|when|upon|on receipt of|on completion of|after|following)\s+(?:the\s+)?(?:[\w'’/-]+\s+){{0,5}}?(?:is|are|has been|have been|been|gets?)?\s*(?:done|complete[d]?|received|back|in|signed|agreed|confirmed|written|born|finished|returned|through)\b", _no_day(DEPENDS)),
    Form("by day 35", r"(?:by|on)\s+day\s+\d{1,2}\b|day\s+\d{1,2}(?=\s*(?:$|[.,;|)]))|(?:(?<=^)|(?<=\|\s))D\d{1,2}(?=\s*(?:$|\|))", _no_day("a day of the assessment's clock")),
    Form("once matched", rf"(?:{_ONCE}|as soon as(?!\s+(?:poss\w*|practicable|(?:you|we|they|he|she)\s+(?:can|get|have|are\s+able))\b)|upon|on receipt of|(?:on|after|following) completion of|following receipt of)\s+(?:[\w'’/&-]+\s*){{1,8}}?(?=\s*(?:$|[,.;|)]|\b(?:to|so|and|but)\b))", _no_day(DEPENDS)),
    Form("until 18th birthday", r"by\s+the\s+time\s+(?:he|she|they)(?:['’]s|\s+is|\s+are|\s+turns)\s+\d\d\b|(?:until|till|before|by)\s+(?:(?:his|her|their)\s+)?\d\d(?:th|st)\s+birthday", _no_day("an event without a date")),
    Form("when he is on", r"(?<!\band\s)(?:after|once|when)\s+(?:he|she|they|it|mum|dad|baby)\s+(?:has|have|is|are)\s+(?:been\s+)?\w+", _no_day(DEPENDS)),
    Form("when the paed has reported", r"when\s+(?:[\w'’/-]+\s+){1,5}?(?:has|have)\s+\w+(?:ed|en|ne|wn)\b", _no_day(DEPENDS)),
    Form("before she is 16 and a half", r"before\s+(?:he|she|they|you|mum|dad|anyone|anybody|we|i|it|baby|bed)\s+[a-z]+(?:\s+[\w'’]+){0,4}(?=\s*(?:$|[,.;|)]))", _no_day(DEPENDS)),
    Form("after her che", r"(?:after|following)\s+(?:the|his|her|their)\s+[\w'’ -]{3,24}?(?=\s*(?:$|[,.;|)]|\b(?:to|and)\b|[A-Z]))", _no_day("an event without a date")),
    Form("same day", r"(?:(?:at|on|during)\s+)?(?:(?:that|the)\s+)?same[\s-](?:day|visit|appointment|meeting|session|call|week|dates?|deadline|evening|night)\b(?!\s+(?:that\s+)?(?!(?:who|what|how|and|so)\b)\w+\s+(?:is|are|was|comes|goes|has)\b)|(?:at|on|during)\s+that\s+(?:vis(?:it)?|appointment|meeting|session|call)\b|(?:by|before|until|till)\s+then\b|before\s+that(?=\s*(?:$|[.,;)])|(?-i:\s+[A-Z]))|on\s+that\s+occasion\b|on\s+the\s+day\s+itself\b|the\s+week\s+after(?=\s*(?:$|[.,;)]|so\b))", _no_day(DEPENDS)),
    Form("on his return", r"on\s+(?:(?:his|her|their)\s+)?return\b|on\s+receipt\b(?!\s+of)", _no_day(DEPENDS)),
    Form("before the birthday", r"before\s+(?:the|his|her|their)\s+(?!(?:end|start|age|court|police|school)\b)[\w'’-]+(?=\s*(?:$|[.;)|]\s*$))", _no_day(DEPENDS)),
    Form("before the new term", r"before\s+(?:the|his|her|their|any)\s+[\w'’-]+(?:\s+[\w'’-]+){1,4}(?=\s*(?:$|[,.;|)]|\bso\b))", _no_day(DEPENDS)),
    Form("until he moves", r"(?:until|till|til)\s+(?!further)[\w'’]+(?:\s+[\w'’]+){1,5}?(?=\s*(?:$|[,.;|)]|\b(?:and|so|but)\b))", _no_day(UNTIL)),
    Form("at 32/40", r"(?:at|by|before)\s+(?:2\d|3\d|4[0-2])\s*(?:weeks\b|wks\b|/40)", _no_day("a week of a pregnancy")),
    Form("sessions throughout August", rf"through(?:out)?\s+{_MONTH}\b|in\s+the\s+(?:first|second|third|last)\s+week\s+of\s+{_MONTH}\b", _no_day("a part of a month")),
    Form("this month", r"(?:by\s+|in\s+|within\s+)?this\s+month\b", _this_month),
    Form("this term", r"this\s+(?:term|half[- ]term|spring|summer|autumn|winter)\b", _no_day("a stretch of time, not a day")),
    Form("Jo to see him 11.30", r"(?:at|till|til|until|by|before)\s+(?:0\d[0-5]\d|(?:[01]?\d|2[0-3])\.(?:1[3-9]|[2-5]\d|00))\b(?!\s?\d)|(?<![\d-]\s)(?<![-(])0\d[0-5]\d(?:\s?hrs)?\b(?!\s?\d|\s+number)|(?<=[\s,])(?:1\d|2[0-3])\.(?:1[3-9]|[2-5]\d|00)(?=\s*(?:$|[,.;)]))", _clock),
    Form("Foster carer to bring his reading record to the PEP on the 9th", rf"(?:bring|brings|bringing|take|takes|come|comes|present|report|reported)\b[^.;:\n|]{{3,70}}?\s(?P<bound>to\s+(?:(?:the|that|our|his|her|their|next)\s+)*(?!(?:panel|visit|clinic|contact|family|appointment|appt|hearing|court|birth|discharge\s+(?!planning))){_EVENT}\b(?!\s+(?:team|worker|service|centre|chair))(?:\s+(?:review|meeting|mtg|conference))?(?:\s+(?:on\s+)?{DAY})?)", _on_day_of_event),
    Form("on transition day", r"on\s+(?:(?:the|his|her|their)\s+)?(?:transition|results|moving|induction|inset|court|contact)\s+day\b", _no_day("an event without a date")),
    Form("on the day of the core group", rf"on\s+the\s+day\s+of\s+(?:(?:the|his|her|their)\s+)?{_EVENT}\b", _no_day("an event without a date")),
    Form("on the day", r"on\s+(?:admission|discharge|the\s+day)\b", _no_day("an event without a date")),
    Form("before 4 pls", r"(?<!\bas\s)before\s+(?!(?:and|the|too|long|in|with|at|to|so|or|but)\b)[\w'’]+(?:\s+[\w'’]+){1,4}(?=\s*(?:$|[,.;|)]))", _no_day(DEPENDS)),
    Form("by end of day", r"(?:by|at|before)\s+(?:cop|cob|eod|end\s+of\s+play|close\s+of\s+(?:play|business)|(?:the\s+)?end\s+of\s+(?:the\s+)?day)\b", _clock),
    Form("by the end of this shift", r"by\s+(?:the\s+)?end\s+(?:of\s+)?(?:this|the|your|his|her)\s+shift\b", _clock),
)  # fmt: skip
