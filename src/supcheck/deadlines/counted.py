"""What a deadline counts from where its words name an event, or mean the bound before them, and no day.

'A week before the hearing', 'two days beforehand', 'the Friday of that week', 'the eve of the interview'.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from supcheck.dates import next_weekday, weekday_in_week, working_days_before
from supcheck.deadlines.days import days_after, days_before, spelled_number
from supcheck.deadlines.words import COUNTED, NTH, NUMBER, WEEKDAY_WORDS

_COUNTED_FROM = re.compile(
    r"(?i)(?:within\s+|w/in\s+|inside\s+|in\s+|no\s+later\s+than\s+|not\s+less\s+than\s+|at\s+least\s+)?"
    rf"(?P<number>{NUMBER})\s*(?:full\s+|clear\s+)?(?P<unit>{COUNTED})\s+"
    r"(?:(?P<ahead>beforehand|earlier|in\s+advance|before|b4|prior(?:\s+to)?|ahead of|ahead|pre)"
    r"|of|(?:on\s+)?(?:after(?:wards)?|from)|later|following)\b"
    r"(?P<event>.*)"
)
"""'A week before the hearing', 'two days beforehand', 'within 5 working days of discharge'."""
_EVE = re.compile(
    r"(?i)(?:the\s+)?(?:(?P<working>(?:next\s+|last\s+)?working\s+day)|day|night|evening)\s+(?P<side>before|prior\s+to|after)(?:\s+(?P<event>(?!(?:each|every)\b).+)|(?<=working\sday\sbefore)|(?<=working\sday\safter))"
    r"|(?i:(?:on\s+)?the\s+eve\s+of)\s+(?P<eve>.+)"
)
_WEEKDAY_BESIDE = re.compile(
    rf"(?i)(?:(?:on|by)\s+)?the\s+(?:(?P<weekday>{WEEKDAY_WORDS})\s+(?:immediately\s+|just\s+|directly\s+|right\s+)?(?P<side>before|prior|preceding|after|that\s+follows|following)(?:hand|wards|\s+to)?(?:\s+(?P<event>.+))?"
    rf"|(?:preceding|previous)\s+(?P<then>{WEEKDAY_WORDS}))"
)
"""'The Thursday before the review', 'by the Monday after it', 'the preceding Friday'."""
_OF_A_WEEK = re.compile(
    rf"(?i)(?:(?:on|by|before)\s+)?(?:the\s+)?(?P<weekday>{WEEKDAY_WORDS})\s+(?:of|in)\s+(?:that|the|his|her|their)\s+(?:(?:same|very|first)\s+)?(?P<side>preceding\s+|previous\s+|following\s+)?week(?:\s+(?P<beside>before|prior|after))?(?:(?:\s+of)?\s+(?P<event>.+))?"
)
"""'By the Monday of that week', 'the Friday of the week before'."""
_IN_THE_NEXT = re.compile(
    rf"(?i)(?:with)?in\s+the\s+(?:(?P<number>{NUMBER})\s+)?(?P<unit>{COUNTED})\s+(?:after(?:wards)?|following|that\s+follows?)"
)
"""'In the fortnight after', 'in the 10 working days that follow'."""
_NTH_WORKING = re.compile(
    rf"(?i)(?:(?:on|by)\s+)?the\s+(?P<nth>{NTH})\s+working\s+day\s+before(?:\s+(?P<event>.+))?"
)
"""'With the chair by the 3rd working day before.'"""
_IN_A_WEEK = re.compile(
    r"(?i)(?:by\s+)?(?:the\s+)?end\s+of\s+(?:that(?:\s+(?:first|same))?|the(?:\s+same)?)(?:\s+(?P<next>following))?\s+week(?:\s+(?P<then>after|following))?"
    r"|(?:(?:in|during)\s+)?the\s+week\s+(?:(?P<after>after|following)|of)\s+(?P<event>.+)"
)
"""'By the end of that first week', 'the week after results': its Friday (ruling 11)."""
_SAME_AS = re.compile(r"(?i)(?:the\s+)?same\s+day\s+as\s+(?P<event>.+)")
_IT = re.compile(
    r"(?i)(?:it|that|then|this)(?:\s+(?:takes?\s+place|taking\s+place|took\s+place|is\s+held|being\s+held|was\s+held|happens?|sits|meets))?"
    r"|(?:that|the\s+same)\s+(?:date|day)"
)
"""What is counted from where it was told before: 'that', 'it taking place', 'that date'."""
NAMES_ITS_EVENT: Final = (_EVE, _WEEKDAY_BESIDE, _OF_A_WEEK)
"""Behind these the day itself may stand: 'on the eve of the panel, Monday 3 November'."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that is counted from an event's."""

    event: str
    """As the deadline's words name it; '' where they mean the event or the bound before them."""
    step: Callable[[dt.date], dt.date]
    """From the event's day to the deadline's."""
    ahead: bool = True
    """False where the event may have been before the record."""
    of_week: bool = False
    """Whether it is a day of the event's week: no day that was itself counted is meant."""


def counted(words: str) -> Counted | None:
    """What a deadline counts from ('a week before the hearing'); None where it counts from nothing."""
    return next(
        (read(found) for pattern, read in _COUNTS.items() if (found := pattern.fullmatch(words))), None
    )


def _so_many(found: re.Match[str]) -> Counted:
    ahead = bool(found["ahead"])
    count = days_before if ahead else days_after
    return Counted(_named(found["event"]), lambda day: count(day, found["number"], found["unit"]), ahead)


def _named(event: str | None) -> str:
    """The words of an event; '' for 'that' and its like."""
    event = re.sub(r"(?i)\W*\b(?:please|pls|at\s+(?:the\s+)?latest)\b", "", (event or "").strip())
    return "" if _IT.fullmatch(event) else event


def _beside(found: re.Match[str]) -> Counted:
    count = days_after if (found["side"] or "").lower() == "after" else days_before
    unit = "working day" if found["working"] else "day"
    return Counted(_named(found["event"] or found["eve"]), lambda day: count(day, "1", unit))


def _weekday(found: re.Match[str]) -> Counted:
    weekday = found["weekday"] or found["then"]
    onwards = re.match(r"(?i)after|that|following", found["side"] or "")
    back = dt.timedelta(days=0 if onwards else 8)
    return Counted(_named(found["event"]), lambda day: next_weekday(day - back, weekday))


def _of_a_week(found: re.Match[str]) -> Counted:
    side = (found["side"] or found["beside"] or "").strip().lower()
    weeks = 0 if not side else 1 if side in ("following", "after") else -1
    return Counted(
        _named(found["event"]), lambda day: weekday_in_week(day, found["weekday"], weeks), of_week=True
    )


_COUNTS: Final[Mapping[re.Pattern[str], Callable[[re.Match[str]], Counted]]] = {
    _COUNTED_FROM: _so_many,
    _EVE: _beside,
    _WEEKDAY_BESIDE: _weekday,
    _OF_A_WEEK: _of_a_week,
    _IN_THE_NEXT: lambda found: Counted(
        "", lambda day: days_after(day, found["number"] or "a", found["unit"]), ahead=False
    ),
    _NTH_WORKING: lambda found: Counted(
        _named(found["event"]), lambda day: working_days_before(day, spelled_number(found["nth"]))
    ),
    _IN_A_WEEK: lambda found: Counted(
        _named(found["event"]),
        lambda day: weekday_in_week(day, "friday", any(found[name] for name in ("next", "then", "after"))),
        of_week=True,
    ),
    _SAME_AS: lambda found: Counted(found["event"], lambda day: day),
}
