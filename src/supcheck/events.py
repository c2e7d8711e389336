"""Meetings and other events whose day the record itself gives: 'RCPC 10/10', 'next sup: 11 April 2025'.

A deadline that is an event ('before the conference') is due on its day, where the record gives one
and no other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from supcheck.deadline_forms import DAY, written_day

EVENTS: Final[Mapping[str, str]] = {
    "conference": r"ricpc|icpc|rcpc|cpc|(?:(?:initial|review|child\s+protection|cp)\s+){0,3}conference",
    "core group": r"core\s+group|cg",
    "legal planning meeting": r"lpm|legal\s+planning(?:\s+(?:meeting|mtg))?",
    "discharge": r"discharge(?:\s+planning)?\s+(?:meeting|mtg)|discharge",
    "strategy discussion": r"strat(?:egy)?(?:\s+(?:meeting|mtg|discussion|disc))?",
    "child in need meeting": r"cin\s+(?:meeting|mtg|review)|child\s+in\s+need\s+(?:meeting|review)",
    "looked after review": r"(?:lac|cla|looked\s+after)\s+review",
    "hearing": r"(?:final\s+|issues\s+resolution\s+)?hearing|irh|cmh|court",
    "panel": r"panel",
    "permanence planning meeting": r"ppm|permanence\s+planning(?:\s+(?:meeting|mtg))?",
    "personal education plan": r"pep|personal\s+education\s+plan",
    "family group conference": r"fgc|fgm|family\s+group\s+(?:conference|meeting)",
    "birth": r"edd|due\s+date|birth",
    "bail": r"bail",
    "supervision": r"supervision|sup|s/v|(?:date\s+of\s+)?next(?:\s+(?:session|one|time|date))?(?!\s*(?:review|meeting|mtg))",
    "PLO meeting": r"plo(?:\s+(?:meeting|mtg))?",
    "visit": r"visit",
    "review": r"review",
    "meeting": r"meeting|mtg",
}
"""What a record calls each event."""
_AHEAD: Final = dt.timedelta(days=270)
"""An event lies within nine months of the record."""
_LEAD = (
    r"(?:(?:by|before|until|till?|at|for|on|prior\s+to|ahead\s+of|in\s+time\s+for)\s+)?"
    r"(?:(?:the|his|her|their|our|this|next)\s+)*"
)
_BETWEEN = (
    r"(?:[^\S\n]+(?:is|now|set|booked|listed|fixed|for|due|date|on|to|be|until|till|ends?|expires|runs|out|brought|forward|moved|meeting|mtg|review|the)){0,4}"
    r"[^\S\n]*[:,(–-]?[^\S\n]*(?:on[^\S\n]+|for[^\S\n]+)?"
)


def event_of(words: str) -> str | None:
    """The event that a deadline is ('before the next core group'); None where it is more than that."""
    return next((name for name, pattern in _named().items() if pattern.fullmatch(words)), None)


def days_of_events(text: str, held: dt.date | None) -> Mapping[str, dt.date]:
    """Each event for which the record gives one day ahead, and no other."""
    if held is None:
        return {}
    found: defaultdict[str, set[dt.date]] = defaultdict(set)
    for name, pattern in _dated().items():
        for told in pattern.finditer(text):
            day = written_day(told, held)
            if day is not None and held < day <= held + _AHEAD and not _is_score(told):
                found[name].add(day)
    return {name: min(days) for name, days in found.items() if len(days) == 1}


def _is_score(told: re.Match[str]) -> bool:
    """'sup 7/10': how good it was, and no day."""
    groups = told.groupdict()
    bare = groups["d1"] and not groups["y1"] and "/" in told.group()
    return bool(bare) and int(groups["m1"]) in (5, 10) and int(groups["d1"]) <= int(groups["m1"])


@lru_cache(maxsize=1)
def _named() -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?i){_LEAD}(?:{words})(?:\s+(?:meeting|mtg|review|date))?(?:\s+\d)?(?:\s+(?:ends|expires|runs\s+out|is\s+up))?")
        for name, words in EVENTS.items()
    }


@lru_cache(maxsize=1)
def _dated() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(rf"(?i)\b(?:{words})\b(?:[^\S\n]\d(?![\d/.:]))?{_BETWEEN}{DAY}") for name, words in EVENTS.items()}
