"""Deadline words -> a date, or why not: finds the forms of `deadline_forms`, and tells bounds from traps."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from supcheck.deadline_forms import (
    A_SEASON,
    A_TIME,
    A_WEEKDAY,
    DEPENDS,
    FORMS,
    NOT_A_BOUND,
    OVER,
    RUN_END,
    UNTIL,
    WEEKDAY_WORDS,
    Found,
    Resolve,
)
from supcheck.records import Due, Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """Words that bound an action in time, as offsets into the text that was searched."""

    span: Span
    due: Due


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[re.Pattern[str], Resolve], ...]:
    """Made for the first direction: a run whose actions are all kept needs none."""
    return tuple(
        (re.compile(rf"(?<![\w/])(?:{pattern})", re.IGNORECASE), resolve) for pattern, resolve in FORMS
    )


_SCALE = re.compile(r"(?i)\b(?:scal\w+|score[ds]?|rated?|graded?)\b[^.;]{0,30}$")
_PAST = re.compile(
    r"(?i)\b(?:missed|since|seen|sent|held|made|attended|visited|completed|done|received|dated|cancelled|born|dob|reported|met|spoke|rang|called|on|from|of|signed|started|saw|discussed|agreed|happened|was|last|after|following|the incident|incident of|arrested|referral|referred|closed|moved|returned)\s+(?:on\s+)?(?:the\s+)?$"
)
_PAST_ON = re.compile(
    r"(?i)(?<!to be )(?<!will be )(?<!being )\b(?:seen|sent|held|made|attended|visited|received|cancelled|born|reported|met|spoke|rang|called|signed|started|saw|happened|was|were|arrested|closed|moved|returned|took place)\s+$"
)
_BOUND_WORDS = re.compile(
    r"(?i)^(?:by|before|within|until|till|til|w/c|wc|w/b|w/e|wk|due|no later|nlt|prior|ahead|finishing|ending|for|in (?!jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|over|every|weekly|fortnightly|daily|week|cop|end|to|each|between|nightly|from\b[^,;]*\b(?:until|till|til|to)|at (?:the|his|her|next)|the (?:day|week))\b"
)


def find_deadlines(text: str, held: dt.date | None) -> tuple[Deadline, ...]:
    """Every bound in `text`, surest first: one with a bounding word, then the earliest; a time and 'until …' last.

    `held` is the record's own date; without it only dates with a year have a due day.
    """
    taken: list[Deadline] = []
    for pattern, resolve in _compiled() if text else ():
        for found in pattern.finditer(text):
            span = _trimmed(text, found.start(), found.end())
            if any(span.start < other.span.end and other.span.start < span.end for other in taken):
                continue
            due = _resolved(resolve, found, held)
            if due is None or (due.on is not None and _is_trap(text, found, span)):
                continue
            over = _is_over(due, held, span.of(text))
            taken.append(Deadline(span, Due(None, OVER) if over else due))
    bounds = [one for one in taken if one.due.why not in (NOT_A_BOUND, OVER)]
    dated = any(one.due.on and one.due.why not in (A_TIME, A_WEEKDAY, A_SEASON) for one in bounds)
    return tuple(sorted(bounds, key=lambda one: _unsure(one, text, dated=dated)))


def _unsure(one: Deadline, text: str, *, dated: bool) -> tuple[bool | int, ...]:
    """Where a bound stands among the others; a bare weekday, a weekend, a feast and another act yield to a day."""
    words = one.span.of(text)
    yields = dated and (
        one.due.why == A_SEASON or (one.due.why == A_WEEKDAY and not _BOUND_WORDS.match(words))
    )
    return (
        one.due.why in (A_TIME, UNTIL) or (dated and one.due.why == DEPENDS),
        yields or not (_bounds(words) or one.due.why == RUN_END),
        one.due.on is None,
        yields,
        one.span.start,
    )


_JUST_PASSED = 270
"""Days ahead from which on a date without its year is taken for the one just gone."""


_A_MONTH_AHEAD = 120
"""The same for 'in May', which tells when something was as often as when it will be."""


def _is_over(due: Due, held: dt.date | None, words: str) -> bool:
    """A day before the record's own, with no word such as 'by', tells when something was.

    So does one without its year that has just passed: on or after the record's date it lies most of a year away.
    """
    if due.on is None or held is None or due.why == OVER or _BOUND_WORDS.match(words):
        return False
    limit = _A_MONTH_AHEAD if re.match(r"(?i)in\b", words) else _JUST_PASSED
    far = (due.on - held).days > limit and not re.search(r"\d{4}|\d[/.-]\w{1,3}[/.-]\d\d$", words)
    return due.on < held or far


def _bounds(words: str) -> bool:
    """A bounding word, a weekday or a near day; a bare date may only tell when something was."""
    return bool(_BOUND_WORDS.match(words) or re.match(r"(?i)on\s+(?:[a-z]+\s+)?\d", words)) or not re.search(
        r"\d{1,2}[/.]\d|\d\s*[a-z]{3}|^\d+(?:st|nd|rd|th)$|^on\s+the\b|^in\s+[a-z]{3,9}$", words, re.IGNORECASE
    )


def _resolved(resolve: Resolve, found: Found, held: dt.date | None) -> Due | None:
    """None for what looks like a date and is none ('31/02', '4/15')."""
    groups = found.groupdict()
    if groups.get("m1") and not (1 <= int(groups["m1"]) <= 12 and 1 <= int(groups["d1"]) <= 31):
        return None
    return resolve(found, held)


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip(" ,.;")))


_BARE_WEEKDAY = re.compile(rf"(?i){WEEKDAY_WORDS}\b(?!,?\s+\d)")
_WENT = re.compile(r"(?i)\b(?:what|how)\b[^.;]{0,20}\b(?:happened|went|was|did|said)\b(?:\s\w+)?\s+(?:on\s+)?$")
"""'What went wrong on Sunday'."""
_HOURS = re.compile(rf"(?i)(?P<weekday>{WEEKDAY_WORDS},?\s+)?1?\d-1?\d")
"""'Friday 5-7': from five to seven, and not the fifth of July."""
_CLOCK = re.compile(r"(?:[a-z]+\s+)?(?:0\d{3}|\d{1,2}\.\d\d)")
_BY = re.compile(r"(?i)(?:by|before|until|till?)\b")
_NO_CLOCK = re.compile(r"(?i)(?:£\s?|\b(?:pay|paid|weigh\w*|pc|no|number|tel|ext|room)\s+(?:\w+\s+)?)$")
"""Before a sum, a weight or a number, which are no times."""


def _is_trap(text: str, found: Found, span: Span) -> bool:
    """A scaling score, a day's clock, a past event's date, a section of an Act."""
    words, before = span.of(text), text[: span.start]
    if _is_score(words, before) or _is_measure(words, before, text[span.end :]):
        return True
    if re.search(r"(?i)\b(?:last|previous|an?|any|one)\s+$", before) and _BARE_WEEKDAY.match(words):
        return True
    hours = _HOURS.fullmatch(words)
    if _CLOCK.fullmatch(words) or re.fullmatch(r"\d{1,2}:\d\d", words):
        if re.search(r"\d[/.-]\d{1,2}[/.-]\d{2,4}\s+$", before):
            return True
    if re.search(r"(?i)\bparas?\s+(?:\d+(?:\.\d+)*\s*(?:to|and|,|-|–)?\s*)*$", before):
        return True
    if _BARE_WEEKDAY.search(words) and _WENT.search(before):
        return True
    if re.match(r"(?:the\s+)?\d", words) and re.search(r"(?i)\babout\s+(?:the\s+)?$", before):
        return True
    if _BARE_WEEKDAY.match(words) and re.match(
        r"(?i)\s+(?:lunch|dinner|roast|league|club|school)\b(?!\s+(?:visit|to|time)\b)", text[span.end :]
    ):
        return True
    if hours and (
        hours["weekday"]
        or re.search(rf"(?i)\b{WEEKDAY_WORDS}s\s+$", before)
        or re.match(rf"(?i)\s+{WEEKDAY_WORDS}s?\b", text[span.end :])
    ):
        return True
    if _CLOCK.fullmatch(words) and not _BY.match(words) and _NO_CLOCK.search(before):
        return True
    if words[:1].isdigit() and re.search(r"(?i)(?<!['’\w])(?:aged?|s|sec|section|para|no|reg|number|item|grade|ref)\.?\s*$", before):
        return True
    if re.search(r"\d$", words) and re.match(
        r"(?i)\s*(?:am|pm|%|years?|yrs?|months? old|weeks? old)\b", text[span.end :]
    ):
        return True
    if _BOUND_WORDS.match(words) or not re.search(r"\d", words):
        return False
    return bool((_PAST_ON if re.match(r"(?i)on\b", words) else _PAST).search(before))


def _is_measure(words: str, before: str, after: str) -> bool:
    """'3/5 sessions', '1/2 an hour', 'baby is 2/12', '12/2 Station Road', 'Flat 3, 11 May Street'."""
    if re.match(
        r"\s+(?:[A-Z][a-z]+\s+)?(?:Street|Road|St|Rd|Avenue|Ave|Close|Court|Lane|Way|House|Terrace|Drive|Crescent|Gardens|Place|Row|Hill)\b",
        after,
    ):
        return True
    if not re.fullmatch(r"\d{1,2}/\d{1,2}", words):
        return False
    counted = r"\s+(?:an?\s+(?:hour|day|page)|page|hours?|days?|sessions?|visits?|appointments?|appts?|weeks|of\s+(?:the|his|her)|times|old|term)\b|\s+of\b"
    aged = words.endswith("/12") and (
        re.search(r"(?i)\b(?:is|was|aged?|baby|now|only|just)\s+$", before)
        or (before.endswith("(") and after.startswith(")"))
    )
    return bool(re.match(counted, after) or aged)


def _is_score(words: str, before: str) -> bool:
    """'4/10' with no word of time beside it, or '3/5' after 'scaled': a score; '24/7' is no date."""
    bare = re.fullmatch(r"(?i)(?:(?:at|from|to|for)\s+)?(\d{1,2})/(\d{1,2})", words)
    if bare is None:
        return False
    low, high = int(bare[1]), int(bare[2])
    return (low, high) == (24, 7) or (
        low <= high and (high == 10 or (high == 5 and bool(_SCALE.search(before))))
    )
