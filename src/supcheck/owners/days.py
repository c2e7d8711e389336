"""By when an act is due, where its owner is known: which of the days in some words is its deadline."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from supcheck.deadlines import Deadline, find_deadlines
from supcheck.deadlines.reasons import A_DATE, A_SEASON, A_TIME, BEFORE_IT, FROM_EVENT, RUN_END
from supcheck.deadlines.words import MONTH, WEEKDAY_WORDS
from supcheck.elsewhere import Elsewhere, means_the_one_before
from supcheck.events import THERE, event_of
from supcheck.records import Record, Span

PARTS = 3
"""Cells from which on an item is written as a row."""
_STAMP = re.compile(
    r"\W*\[?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?,?\s+\d{1,2}[:.]\d{2}(?::\d{2})?\s*[\])]?\s*(?:[-–]\s*)?[A-Z][\w ()’'.-]{0,30}:"
)
"""When a message of a pasted chat was sent, which is no deadline."""
_SLASH = re.compile(r"\s+(?:/|[-–—]|-->|[-=]>|→|>)\s+")
_GAP = re.compile(r"(?<=[a-z]{2})/\s+|(?<=\S)[ \t]{3,}(?=\S)")
"""Marks that part an item's cells only where the last of them is a time."""
BY = re.compile(r"(?i)by\b|b4\b|before\b|no later than\b|not later than\b")
_BOUNDS_ALL = re.compile(r"(?i)(?:by|before|until|till|within)\b")
"""A day at the head of a sentence so led is its act's."""
_AT_LATEST = re.compile(r"(?i)(?:no|not)\s+later\s+than\b")
"""'This week or early next, and no later than the 9th.'"""
SEE_ACT = re.compile(r"(?i)\W*(?:see|as)\b")
"""A field that has the act's own words say it: 'see action', 'as stated'."""
_TELLS = re.compile(
    r"(?i)(?:\b(?:meeting|review|conference|panel|hearing|group|appointment|session)['’]s|\b(?:is|are|falls?|sits|meets|starts?|begins?|takes\s+place|is\s+booked|opens?|ends?|closes|shuts|turns\s+\d+|fixed|listed|confirmed|returns?"
    r"|arrives?|flies(?:\s+back)?|fly\s+back|moves?|reconvenes|expires?|scheduled|breaks?\s+up))\s*(?:due\s*|(?:on|for)\s+)?(?:the\s+)?$"
)
"""Words before a day that is of what the record tells, and no act's."""
_ONWARDS = re.compile(r"(?i)\b(?:after|later|from|of\s+(?:it|that)(?!\s+(?:\w+\s+)?week))\b")
_THE_NEXT = re.compile(r"(?i)the\s+(?:(?:following|next)\s+(?:day|morning|evening)|same\s+week)\b")
"""'The first overnight is Fri 20/9, Mo rings the following morning.'"""
_SO = re.compile(r"[\s,;]*so\b")
_LOOSE = re.compile(rf"(?i)(?:the\s+)?{WEEKDAY_WORDS}")
_BARE = re.compile(r"(?i)(?:for\s+)?(?:the\s+)?\d")
"""'The 5th RHI by 19/5': a bare number or day may be of what the act is about."""
_MONTH_ALONE = re.compile(rf"(?i){MONTH}")
_DONE_BY = re.compile(
    r"(?i)\b(?:this|it|that)\s+(?:needs?\s+to|must|should|is\s+to|has\s+to|will\s+need\s+to)\s+be\s+(?:(?:done|completed|finished|ready|in|back|(?:in|back|with)(?:\s+\w+){1,3})\s+)?$"
)
"""'To include the stop on the 24th, and this needs to be done within five working days.'"""
_WHY = re.compile(r"(?i)\b(?:as|because|since)\s")
"""'By 14 February, as conference is on the 20th and reports go out three days before': why, and no other day."""
_COUNTED_OUT = re.compile(r"(?i)\b(?:so|ie|i\.e\.|meaning|which is)\s+$")
"""'A week before the court date, so 6th March': the day that the words before it come to."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Who and by when, as far as a place in the record tells."""

    owner: Span | None = None
    deadline: Span | None = None
    due: dt.date | None = None

    def over(self, other: Facts) -> Facts:
        """With what it lacks from another place; a deadline and its day go together."""
        deadline, due = (self.deadline, self.due) if self.deadline else (other.deadline, other.due)
        return Facts(self.owner or other.owner, deadline, due)


def _set_after(told: Deadline, bounds: Sequence[Deadline], said: str) -> Deadline | None:
    """'The review is on 20 November and I want it by the Monday before': the bound behind a day that is told."""
    after = [one for one in bounds if one.span.start >= told.span.end]
    led = [one for one in after if BY.match(one.span.of(said))]
    if told.due.why == BEFORE_IT:
        # 'Reports go out five working days before, so I need it by 11 July.'
        so = _SO.match(said, told.span.end)
        return next((one for one in led if so and one.due.on), None)
    if BY.match(told.span.of(said)):
        return None
    tells = bool(_TELLS.search(said[: told.span.start]))
    for one in after:
        words = one.span.of(said)
        # 'Visit on Friday and again the Friday after' is another act; what counts back from a day is no act after it.
        if means_the_one_before(words) and (tells or (told.due.on and not _ONWARDS.search(words))):
            return one
        if tells and _THE_NEXT.match(words):
            return one
    return led[0] if led and tells else None


def _behind(owner: int, bounds: Sequence[Deadline], said: str) -> list[Deadline]:
    """The bounds behind whoever is named, the surest first; or those before where they are better."""
    later = [one for one in bounds if one.span.start >= owner]
    if all(one.due.why in (A_TIME, A_SEASON) or _LOOSE.fullmatch(one.span.of(said)) for one in later):
        # 'By 30/6 with both parents, Anju to do it': what stands after the owner is no better bound.
        told = (_may_count(one, said) for one in bounds)
        later = list(itertools.compress(bounds, told)) or later or list(bounds)
    sure = [one for one in bounds if one.due.on and _BOUNDS_ALL.match(one.span.of(said))]
    if sure and not any(one.due.on or one.due.why == FROM_EVENT for one in later):
        return sure[:1]  # 'Weekly tests until 31/8 - Dad to present at clinic'
    first = next((one for one in sure if not said[: one.span.start].strip()), None)
    if first and first not in later:
        # 'Until the review on 18 June, Mandy is to call twice a week, once before school.'
        return [first, *(one for one in later if one.due.on and BY.match(one.span.of(said)))]
    return later


def _may_count(one: Deadline, said: str) -> bool:
    """Whether a bound has a day, or takes it from the one before it."""
    words = one.span.of(said)
    dated = one.due.on is not None and one.due.why != A_TIME
    return dated or means_the_one_before(words) or bool(_THE_NEXT.match(words))


def _of_the_act(later: Sequence[Deadline], said: str) -> Deadline:
    """The one that is the act's: no time, bare number or day that is only told, where another stands by it."""
    bound = later[0]
    first = next((one for one in later if one.due.on and BY.match(one.span.of(said))), None)
    if bound.due.why == BEFORE_IT and first and _WHY.search(said, first.span.end, bound.span.start):
        return first
    itself = next((one for one in later if _DONE_BY.search(said[: one.span.start])), None)
    if itself:
        return itself
    bare = _BARE.match(bound.span.of(said)) and not _COUNTED_OUT.search(said[: bound.span.start])
    if bound.due.why == A_TIME or bare:
        by_then = (one for one in later if one.due.why != A_TIME and BY.match(one.span.of(said)))
        bound = next(by_then, bound)
    if not BY.match(bound.span.of(said)):
        bound = next((one for one in later if _AT_LATEST.match(one.span.of(said))), bound)
    return _set_after(bound, later, said) or bound


class Days:
    """The deadlines of one record."""

    def __init__(self, record: Record) -> None:
        self._text = record.text
        self._held = record.held
        self._elsewhere = Elsewhere(record.text, record.held, self.found)
        self._found: dict[str, tuple[Deadline, ...]] = {}
        """What was looked for already: an act is read whole, then in parts, and for the days of events."""

    def found(self, said: str) -> tuple[Deadline, ...]:
        """The deadlines in some words, the surest first."""
        if said not in self._found:
            self._found[said] = find_deadlines(said, self._held)
        return self._found[said]

    def of_field(self, owner: Span | None, field: Span) -> Facts:
        """As `dated`, of a cell or field that holds nothing else, which may name an event alone."""
        said = field.of(self._text)
        bounds = self.found(said)
        told = any(BY.match(one.span.of(said)) or one.due.why == RUN_END for one in bounds)
        opening = (one for one in bounds if one.due.why == A_DATE and not said[: one.span.start].strip())
        first = None if told else next(opening, None)
        # '16 Dec, no visits on 12th and 13th': a field's own day stands first in it.
        found = self.bound_by(first, said, field.start, owner) if first else self.dated(owner, field)
        if found.deadline is not None:
            return found
        month = said.strip(" .")
        end = self.found(f"by the end of {month}") if _MONTH_ALONE.fullmatch(month) else ()
        if end:
            return Facts(owner, field, end[0].due.on)
        if not (event_of(said) or THERE.fullmatch(said)):
            return found
        day = self._elsewhere.day_of(said)
        return Facts(owner, field, day) if day or event_of(said) else found

    def dated(self, owner: Span | None, within: Span) -> Facts:
        """The act's deadline among the days in some words, which may name other days too."""
        parts = self.parts(within)
        if owner in parts[1:]:
            # Beside the owner's part stands the act's deadline; its own words may name other days.
            within = Span(parts[parts.index(owner)].end, within.end) if parts[-1] != owner else within
            day = parts[-1] if parts[-1] != owner and not self.found(parts[-1].of(self._text)) else None
            if day is not None and event_of(day.of(self._text).strip()):
                return Facts(owner, day, self._elsewhere.day_of(day.of(self._text)))
        stamp = _STAMP.match(within.of(self._text))
        if stamp:
            within = Span(within.start + stamp.end(), within.end)
        bounds = self.found(within.of(self._text))
        if not bounds:
            # '26/4 – Lorcan – ask him': the day stands first.
            led = owner in parts[1:] and parts[0] != owner and self.found(parts[0].of(self._text))
            return self.first_day(parts[0], owner) if led else Facts(owner)
        after = owner.end - within.start if owner and owner.start >= within.start else 0
        said = within.of(self._text)
        later = _behind(after, bounds, said)
        bound = _of_the_act(later, said)
        told = self.bound_by(bound, said, within.start, owner)
        if told.due is None and bound.due.why == FROM_EVENT:
            dated = next(
                (
                    one
                    for one in later
                    if one.due.on and (one.span.start > bound.span.end or BY.match(one.span.of(said)))
                ),
                bound,
            )
            return self.bound_by(dated, said, within.start, owner)
        return told

    def bound_by(self, bound: Deadline, said: str, start: int, owner: Span | None = None) -> Facts:
        """The deadline with its day: its own, or the one that the record gives elsewhere."""
        bound, due = self._elsewhere.dated(bound, said, start)
        return Facts(owner, Span(start + bound.span.start, start + bound.span.end), due)

    def first_day(self, field: Span, owner: Span | None) -> Facts:
        """The surest deadline in the words of a field that holds nothing else."""
        said = field.of(self._text)
        bounds = self.found(said)
        return self.bound_by(bounds[0], said, field.start, owner) if bounds else Facts(owner)

    def parts(self, within: Span) -> list[Span]:
        """The cells of an item that is written as a row."""
        gaps = list(within.parted(self._text, _GAP))
        if len(gaps) >= PARTS and self.found(gaps[-1].of(self._text)):
            return gaps
        return list(within.parted(self._text, _SLASH))


def who_in(found: re.Match[str], start: int, group: str | int = "who") -> Span:
    """Who is named in words that begin at `start` of the text, or what another `group` of them says."""
    return Span(start + found.start(group), start + found.end(group))
