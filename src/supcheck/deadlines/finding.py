"""Deadline words -> a date, or why not: finds the forms of `forms`, and tells bounds from traps."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from supcheck.deadlines.days import Found, Resolve, spelled_day, written_day
from supcheck.deadlines.forms import FORMS
from supcheck.deadlines.reasons import (
    A_DATE,
    A_SEASON,
    A_TIME,
    A_WEEKDAY,
    BEFORE_IT,
    BESIDE,
    DEPENDS,
    FROM_EVENT,
    NOT_A_BOUND,
    OVER,
    RUN_END,
    UNTIL,
)
from supcheck.deadlines.traps import is_trap
from supcheck.deadlines.words import BOUND_WORDS, DAY, NTH
from supcheck.records import Due, Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """Words that bound an action in time, as offsets into the text that was searched."""

    span: Span
    due: Due


@lru_cache(maxsize=1)
def compiled() -> tuple[tuple[re.Pattern[str], Resolve], ...]:
    """Made for the first direction: a run whose actions are all kept needs none."""
    return tuple(
        (re.compile(rf"(?<![\w/])(?:{_otherwise_said(form.pattern)})", re.IGNORECASE), form.resolve)
        for form in FORMS
    )


_SAID_TOO = (
    ("within", "(?:w(?:ith|/|th|ihti)in|inside)"),
    (r"ahead\s+of", r"(?:ahead|in\s+advance)\s+of"),
    ("ahead of", "(?:ahead|in advance) of"),
)
"""Words of the forms, and all the ways in which they are written."""


def _otherwise_said(pattern: str) -> str:
    for words, ways in _SAID_TOO:
        pattern = pattern.replace(words, ways)
    return pattern


_PLAIN = str.maketrans("ſıK", "siK")
"""Letters that small and capital forms of others match too."""
_BOUND = re.compile(BOUND_WORDS, re.IGNORECASE)


def find_deadlines(text: str, held: dt.date | None) -> tuple[Deadline, ...]:
    """Every bound in `text`, surest first: one with a bounding word, then the earliest; a time comes last.

    `held` is the record's own date; without it only dates with a year have a due day.
    """
    text, left_out = _squeezed(_LONG_WORD.sub(_rightly_spelt, text.translate(_PLAIN)))
    taken: list[Deadline] = []
    for pattern, resolve in compiled() if text else ():
        for found in pattern.finditer(text):
            bound = "bound" if "bound" in found.groupdict() else 0
            span = _trimmed(text, found.start(bound), found.end())
            if any(span.overlaps(other.span) for other in taken):
                continue
            due = _resolved(resolve, found, held)
            if due is None:
                continue
            # 'Tues after bank hol (2/4)': the figures tell what the words mean.
            worded = due.on and not _FIGURE.search(span.of(text)) and text.startswith(" (", span.end)
            if worded or (due.on is None and due.why not in (NOT_A_BOUND, OVER, FROM_EVENT)):
                due = _told_beside(text, span.end, held) or due
            over = due.why == OVER or _is_over(due, held, span.of(text))
            if not over and is_trap(text, span):
                continue
            taken.append(Deadline(span, Due(None, OVER) if over else due))
    bounds = [one for one in taken if one.due.why not in (NOT_A_BOUND, OVER)]
    dated = any(
        one.due.on
        and (
            one.due.why not in (A_TIME, A_WEEKDAY, A_SEASON)
            or (one.due.why == A_WEEKDAY and _BOUND.match(one.span.of(text)))
        )
        for one in bounds
    )
    surely = any(
        one.due.why == FROM_EVENT or (one.due.on and _bounds_surely(one.span.of(text))) for one in bounds
    )
    ordered = sorted(bounds, key=lambda one: _unsure(one, text, dated=dated, surely=surely))
    return tuple(Deadline(_put_back(one.span, left_out), one.due) for one in ordered)


_DAY_BESIDE = re.compile(
    rf"(?i)(?:\s+with\s+[\w'’]+)?\s*[,(–-]\s*(?:on\s+|(?:which\s+(?:[a-z]+\s+){{0,3}}is|that['’]?s|that\s+is)\s+(?:on\s+)?|(?<=\()(?!edd\b)(?:[a-z]+\s+){{1,3}})?{DAY}(?=\s*(?:$|[.,;)|\n]))"
)


_NTH_BESIDE = re.compile(rf"(?i)\s*\((?:on\s+)?(?:the\s+)?(?P<day>{NTH})\)")
"""'The evening of the funeral (16th)'."""


def _told_beside(text: str, at: int, held: dt.date | None) -> Due | None:
    """'Before she is 17, 11 November', 'by day 43 (2nd April)'; not a day that has passed."""
    told, nth = _DAY_BESIDE.match(text, at), _NTH_BESIDE.match(text, at)
    day = written_day(told, held) if told else spelled_day(nth, held).on if nth else None
    return Due(day, A_DATE) if day and held and 0 <= (day - held).days <= _JUST_PASSED else None


_FIGURE = re.compile(r"\d")
_LONG_WORD = re.compile(r"\b[A-Za-z]{6,9}\b")


@lru_cache(maxsize=1)
def _swapped() -> Mapping[str, str]:
    """Long names of months and days with two letters swapped -> the name: 'Ocotber', 'thrusday'."""
    names = (*calendar.month_name, *calendar.day_name)
    return {
        name[:at] + name[at + 1] + name[at] + name[at + 2 :]: name
        for name in map(str.lower, names)
        if len(name) >= _LONG
        for at in range(len(name) - 1)
        if name[at] != name[at + 1]
    }


_LONG = 6
"""Letters from which on a misspelt name is surely that name."""


def _rightly_spelt(word: re.Match[str]) -> str:
    return _swapped().get(word.group().lower(), word.group())


_GAP = re.compile(r"(?P<kept>[^\S\n]{6})(?P<more>[^\S\n]+)")
"""A run of spaces in which the forms would try every way of parting it."""
_LeftOut = list[tuple[int, int]]
"""From which place of the squeezed text on how many characters are left out before it."""


def _squeezed(text: str) -> tuple[str, _LeftOut]:
    left_out: _LeftOut = []
    total = 0
    for gap in _GAP.finditer(text):
        place = gap.end("kept") - total
        total += len(gap["more"])
        left_out.append((place, total))
    return (_GAP.sub(r"\g<kept>", text), left_out) if left_out else (text, left_out)


def _put_back(span: Span, left_out: _LeftOut) -> Span:
    """The span in the text as it was."""
    if not left_out:
        return span

    def moved(place: int) -> int:
        gaps = bisect_right(left_out, place, key=lambda one: one[0])
        return place + (left_out[gaps - 1][1] if gaps else 0)

    return Span(moved(span.start), moved(span.end - 1) + 1)


def _unsure(one: Deadline, text: str, *, dated: bool, surely: bool) -> tuple[bool | int, ...]:
    """Where a bound stands among the others; a bare weekday, a weekend and another act yield to a day."""
    words = one.span.of(text)
    yields = dated and (one.due.why == A_SEASON or (one.due.why == A_WEEKDAY and not _BOUND.match(words)))
    # 'The report for the conference (16 July) to be with me by 9 July.'
    yields = yields or (surely and one.due.why == A_DATE and bool(_FOR.match(words)))
    return (
        one.due.why in (A_TIME, UNTIL) or (dated and one.due.why == DEPENDS),
        one.due.why != BEFORE_IT,
        yields or not (_bounds(words) or one.due.why in (FROM_EVENT, RUN_END)),
        one.due.on is None and one.due.why != FROM_EVENT,
        yields,
        one.span.start,
    )


def _bounds_surely(words: str) -> bool:
    return bool(_BOUND.match(words)) and not _FOR.match(words)


_COUNTED = re.compile(r"(?i)\w+\s+(?:working\s+)?[a-z]+\s+(?:before|prior\s+to|ahead\s+of|after)\b")
"""'An hour before the hearing on 14/11'."""
_FOR = re.compile(r"(?i)for\b")
"""'The log for 13 January' may be of the one just gone."""
_JUST_PASSED = 270
"""Days ahead from which on a date without its year is taken for the one just gone."""


_A_MONTH_AHEAD = 120
"""The same for 'in May', which tells when something was as often as when it will be."""


def _is_over(due: Due, held: dt.date | None, words: str) -> bool:
    """A day before the record's own, with no word such as 'by', tells when something was.

    So does one without its year that has just passed: on or after the record's it lies most of a year away.
    """
    if due.on is None or held is None or (_bounds_surely(words) and due.why != BESIDE):
        return False
    limit = _A_MONTH_AHEAD if re.match(r"(?i)in\b", words) else _JUST_PASSED
    far = (due.on - held).days > limit and not re.search(r"\d{4}|['’]\d\d$|\d[/.-]\w{1,3}[/.-]\d\d$", words)
    return due.on < held or far


def _bounds(words: str) -> bool:
    """A bounding word, a weekday or a near day; a bare date may only tell when something was."""
    led = _BOUND.match(words) or _COUNTED.match(words) or re.match(r"(?i)on\s+(?:[a-z]+\s+)?\d", words)
    return bool(led) or not re.search(
        r"\d{1,2}[/.]\d|\d(?:st|nd|rd|th)?\s*[a-z]{3}|^\d+(?:st|nd|rd|th)$|^on\s+the\b|^in\s+[a-z]{3,9}$",
        words,
        re.IGNORECASE,
    )


def _resolved(resolve: Resolve, found: Found, held: dt.date | None) -> Due | None:
    """None for what looks like a date and is none ('31/02', '4/15')."""
    groups = found.groupdict()
    if groups.get("m1") and not (1 <= int(groups["m1"]) <= 12 and 1 <= int(groups["d1"]) <= 31):
        return None
    try:
        return resolve(found, held)
    except (OverflowError, ValueError):
        return None  # the calendar ends with the year 9999


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    if "(" not in words:
        words = words.rstrip(" ,.;)")
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip(" ,.;")))
