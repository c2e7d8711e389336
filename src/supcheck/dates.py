"""The calendar: day-first dates, weekdays, working days and England's bank holidays."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import holidays
from dateutil.parser import ParserError, parse
from dateutil.relativedelta import relativedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        start=1,
    )
} | {"thirtieth": 30, "thirty first": 31, "thirty-first": 31}
ORDINALS |= {
    f"twenty{join}{word}": 20 + number
    for join in (" ", "-")
    for word, number in list(ORDINALS.items())
    if number < 10
}
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
ROMAN = {roman: number for number, roman in enumerate(_NUMERALS, start=1)}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=1)
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: dt.date) -> bool:
    """Neither a weekend nor one of England's bank holidays."""
    return day.weekday() < 5 and day not in _bank_holidays()


def next_bank_holiday(held: dt.date, weekday: int | None) -> dt.date:
    """The first of England's bank holidays after `held`, on that weekday (Monday 0) where one is named."""
    day = held + dt.timedelta(days=1)
    while day not in _bank_holidays() or weekday not in (None, day.weekday()):
        day += dt.timedelta(days=1)
    return day


def bank_holiday_in(month: int, held: dt.date, *, late: bool) -> dt.date | None:
    """England's next bank holiday of a month, 1 to 12, after `held`: of May's two the last where `late`."""
    for year in (held.year, held.year + 1):
        days = [
            day
            for day in (dt.date(year, month, 1) + dt.timedelta(days=ahead) for ahead in range(31))
            if day in _bank_holidays() and day.month == month
        ]
        ahead = [day for day in days[-1:] if day > held] if late else [day for day in days if day > held]
        if ahead:
            return ahead[0]
    return None


def working_days_after(start: dt.date, count: int) -> dt.date:
    """The `count`th working day after `start` (codebook section 3)."""
    day = start
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(end: dt.date, count: int) -> dt.date:
    """The `count`th working day before `end`."""
    day = end
    while count > 0:
        day -= dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def parse_day_first(words: str) -> dt.date | None:
    """A date with its year, day first unless it is ISO; None where the calendar has no such day."""
    plain = re.sub(
        r"(?<=\d)(?:st|nd|rd|th)\b",
        "",
        words.replace(" of ", " ").replace(".", "/" if re.match(r"\d+\.\d", words) else " "),
    )
    try:
        return parse(plain, dayfirst=not re.match(r"\d{4}", plain)).date()
    except (ParserError, OverflowError):
        return None


_YEARS_AHEAD = 20


def day_in_year(day: int, month: int, year: int | None, held: dt.date | None) -> dt.date | None:
    """A written day and month; where the year is unwritten, the nearest on or after `held`.

    A year of two figures is this century's, but the last one's where it would lie more than
    `_YEARS_AHEAD` off ('born 3/2/79'). None where there is no such day, or no year to go by.
    """
    if year is not None:
        full = year + 2000 if year < 100 else year
        last = held is not None and year < 100 and full > held.year + _YEARS_AHEAD
        return _date(full - 100 if last else full, month, day)
    if held is None:
        return None
    this = _date(held.year, month, day)
    return this if this is not None and this >= held else _date(held.year + 1, month, day)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its first three letters."""
    return MONTHS.index(word[:3].lower()) + 1


def next_weekday(held: dt.date, name: str, weeks: int = 0) -> dt.date:
    """The first such weekday after `held`, and so many weeks on."""
    first = name[:3].lower().replace("wen", "wed")  # 'Wendesday' is a common slip
    ahead = (WEEKDAYS.index(first) - held.weekday() - 1) % 7 + 1
    return held + dt.timedelta(days=ahead + 7 * weeks)


def friday_of(day: dt.date) -> dt.date:
    """The Friday of the week that `day` is in, Monday first (ruling 11)."""
    return day + dt.timedelta(days=4 - day.weekday()) if day.weekday() <= 4 else day


def weekday_in_week(day: dt.date, name: str, weeks: int = 0) -> dt.date:
    """Such a weekday of the week that `day` is in, Monday first, or of that so many weeks on."""
    return next_weekday(day - dt.timedelta(days=day.weekday() + 1), name, weeks)


def end_of_month(day: dt.date, months: int = 0) -> dt.date:
    """The last day of the month `months` after that of `day`."""
    return day + relativedelta(months=months, day=31)


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start` up to and with `end`; none where `end` is not later."""
    return sum(is_working_day(start + dt.timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))
