"""Meetings and other events whose day the record itself gives: 'RCPC 10/10', 'next sup: 11 April 2025'.

A deadline that is an event ('before the conference') is due on its day, where the record gives one
and no other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from supcheck.deadlines.days import spelled_day, written_day
from supcheck.deadlines.words import DAY, NTH

EVENTS: Final[Mapping[str, str]] = {
    "conference": r"ricpc|icpc|rcpc|cpc|conf|(?:(?:initial|review|child\s+protection|cp)\s+){0,3}conference",
    "core group": r"core\s+gr?(?:ou)?p|cg(?=\d?\b)",
    "legal planning meeting": r"lpm|legal\s+planning(?:\s+(?:meeting|mtg))?",
    "discharge planning meeting": r"discharge\s+planning(?:\s+(?:meeting|mtg))?|discharge\s+(?:meeting|mtg)",
    "discharge": r"discharge(?!\s+(?:planning|meeting|mtg))",
    "strategy discussion": r"strat(?:egy)?(?:\s+(?:meeting|mtg|discussion|disc))?",
    "child in need meeting": r"cin\s+(?:meeting|mtg|review|rv)|child\s+in\s+need\s+(?:meeting|review)",
    "looked after review": r"(?:lac|cla|looked\s+after)\s+(?:review|r/v|rev|rv)",
    "issues resolution hearing": r"irh|issues\s+resolution\s+hearing",
    "case management hearing": r"f?cmh|case\s+management\s+hearing",
    "hearing": r"(?:final\s+)?hearing|court",
    "panel": r"panel",
    "permanence planning meeting": r"ppm|permanence\s+planning(?:\s+(?:meeting|mtg))?",
    "personal education plan": r"pep|personal\s+education\s+plan",
    "family group conference": r"fgc|fgm|family\s+group\s+(?:conference|meeting)",
    "birth": r"edd|due\s+date|birth",
    "bail": r"bail(?:\s+(?:conditions|date))?(?:\s+(?:until|till|to))?",
    "supervision": r"supervision|sup|s/v|(?:date\s+of\s+)?next(?:\s+(?:session|one|time|date))?(?!\s*(?:review|meeting|mtg))",
    "midpoint": r"mid-?point",
    "PLO meeting": r"plo(?:\s+(?:meeting|mtg|review))?",
    "visit": r"visit",
    "birthday": r"(?:\d\d(?:th|st)\s+)?birthday|(?:turns|is|be|['’]s)\s+\d{1,2}(?=\s+on\b)|(?:1[678]|21)(?=\s+on\b)"
    r"|(?:by\s+the\s+time\s+)?(?:he|she|they)(?:['’]s|\s+is|\s+are|\s+turns)\s+(?:1[678]|21)",
}
"""What a record calls each event."""
_WRITTEN: Final = rf"(?:{DAY}|the\s+(?P<day>{NTH})\b(?!\s+(?:of|time|visit|one)\b))"
_SCORED: Final = ("supervision", "visit", "birthday")
"""What 'sup 7/10' may say how good it was; 'RCPC 3/10' is the third of October."""
AHEAD: Final = dt.timedelta(days=270)
"""An event lies within nine months of the record."""
_LEAD = (
    r"(?:from\s+(?:today|tonight|tomorrow|now)\s+)?(?:(?:by|before|b4|ready\s+for|up\s+to|until|till?|at|to|for|on|after|following|post|prior\s+to|ahead\s+of|in\s+time\s+for)\s+)?"
    r"(?:(?:the|his|her|their|our|my|your|this|that|next|first|second|third|final|1st|2nd|3rd)\s+)*"
)
_BETWEEN = (
    r"(?:[^\S\n]+(?:about|regarding|re|with)\b[^.;\n]{1,50}?(?=\s+(?:is|will\s+be|on)\b))?"
    r"(?:[^\S\n]{0,9}[,(:=–-]?[^\S\n]{0,9}\b(?:is|will|meets?|sits|it['’]?s|now|set|booked|listed|fixed|for|due|date|on|to|be|next|which|has|been|ends?|expires|runs|out|brought|forward|moved|put|back|slot|held|pencilled|in|already|confirmed|reconvenes|starts?|begins?|meeting|mtg|review|panel|conference|the|it)\b){0,6}"
    r"(?:[^.\n]{0,40}[.;]\s+(?:the\s+)?new\s+date\s+(?:is\s+)?)?"
    r"[^\S\n]{0,9}[:,(=–-]?[^\S\n]{0,9}(?:on[^\S\n]+|for[^\S\n]+)?"
)


THERE = re.compile(
    rf"(?i){_LEAD}(?P<event>(?!(?:he|she|they|it|we|i|you|mum|dad|then|that|this|any|anyone|once|when|as|ongoing|asap|tbc|easter|christmas|xmas)\b)"
    r"[A-Za-z][\w'’-]*(?:\s+[A-Za-z][\w'’-]*){0,3})(?:\s\d)?"
)
"""A deadline that names something in up to four words."""
OTHER_KINDS: Final = r"medication|medical|tenancy|school|housing|benefits?|gp|dental|hospital|health|staff|team|probation|sleep|parents?"
"""What a review or a meeting is of, where it is none of the child's plan."""
OF_ITS_OWN = (
    rf"(?:(?:^|[.;:,()\n–-])[^\S\n]{{0,9}}|\b(?!(?:{OTHER_KINDS})\b)"
    r"\w+['’]?[^\S\n]{1,9})"
)
"""Before the name: a 'medication review' is not the review."""
OF_MANY_KINDS: Final = frozenset({"review", "meeting", "mtg", "appointment", "session", "discussion"})
_FAR: Final = dt.timedelta(days=180)
"""So far off a day without its year may be one that has passed, where another is nearer."""


def day_in(text: str, words: str, held: dt.date) -> dt.date | None:
    """The one day ahead beside a deadline's own words: 'before transition day', 'Transition day 4/7'."""
    found = THERE.fullmatch(words)
    if found is None:
        return None
    before = OF_ITS_OWN if found["event"].lower() in OF_MANY_KINDS else r"\b"
    name = r"\s+".join(map(re.escape, found["event"].split()))
    name = re.sub(r"(?i)\breview\b", "(?:review|r/v|rv)", name)
    days = _days(
        re.compile(rf"(?i){before}{name}\b(?:[^\S\n]?\d(?![\d/.:]))?{_BETWEEN}{_WRITTEN}"),
        text,
        held,
        scored=not found["event"].isupper(),
    )
    return min(days) if len(days) == 1 else None


def event_of(words: str) -> str | None:
    """The event that a deadline is ('before the next core group'); None where it is more than that."""
    return next((name for name, pattern in _named().items() if pattern.fullmatch(words)), None)


def named_in(words: str) -> str | None:
    """The event that words name; None where they name none or several."""
    named = [name for name, pattern in _mentioned().items() if pattern.search(words)]
    return named[0] if len(named) == 1 else None


def days_of_events(text: str, held: dt.date | None) -> Mapping[str, dt.date]:
    """Each event for which the record gives one day ahead, and no other."""
    if held is None:
        return {}
    found = {name: _days(pattern, text, held, scored=name in _SCORED) for name, pattern in _dated().items()}
    below = _days(_next_below(), text, held, scored=False)
    found["supervision"] = found["supervision"] or below
    return {name: min(days) for name, days in found.items() if len(days) == 1}


def _days(pattern: re.Pattern[str], text: str, held: dt.date, *, scored: bool) -> set[dt.date]:
    """The days ahead beside a pattern; of several the far ones are left out."""
    found = set()
    for told in pattern.finditer(text):
        day = spelled_day(told, held).on if told["day"] else written_day(told, held)
        if day is not None and held < day <= held + AHEAD and not (scored and _is_score(told)):
            found.add(day)
    near = {day for day in found if day <= held + _FAR}
    return near or found


def _is_score(told: re.Match[str]) -> bool:
    """'sup 7/10': how good it was, and no day."""
    groups = told.groupdict()
    bare = groups["d1"] and not groups["y1"] and "/" in told.group()
    return bool(bare) and int(groups["m1"]) in (5, 10) and int(groups["d1"]) <= int(groups["m1"])


@lru_cache(maxsize=1)
def _named() -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile(
            rf"(?i){_LEAD}(?:{words})(?:\s+(?:meeting|mtg|review|date))?(?:\s?\d)?(?:\s+(?:ends|expires|runs\s+out|is\s+up))?"
        )
        for name, words in EVENTS.items()
    }


@lru_cache(maxsize=1)
def _next_below() -> re.Pattern[str]:
    """'Next supervision' over a line that is its day."""
    return re.compile(
        rf"(?im)^\W*(?:\d+\W+)?(?:date\s+of\s+)?next\s+(?:supervision|session|meeting)\W*\n\W*{_WRITTEN}"
    )


@lru_cache(maxsize=1)
def _mentioned() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(rf"(?i)\b(?:{words})\b") for name, words in EVENTS.items()}


@lru_cache(maxsize=1)
def _dated() -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?i)\b(?:{words})(?![A-Za-z])(?:[^\S\n]?\d(?![\d/.:]))?{_BETWEEN}{_WRITTEN}")
        for name, words in EVENTS.items()
    }
