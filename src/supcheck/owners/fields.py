"""Whose an act is and by when, as the fields of a form say: 'OWNER: Jo || DUE: 30/08', '[Nicola, by 26 Feb]'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from supcheck.headings import BY_WHEN
from supcheck.owners.days import SEE_ACT, Days, Facts, who_in
from supcheck.owners.known import Known
from supcheck.owners.sentences import Sentences
from supcheck.records import Record, Span, Unit
from supcheck.words import Words

_WHO_OVER = re.compile(
    r"(?im)^[ \t*]*(?:who|by whom|owner|lead|responsible)[ \t*]*:[ \t*]*(?P<who>[^:\n]{2,40}?)[ \t*.]*\n"
    rf"(?:[ \t*]*(?:{'|'.join(BY_WHEN)})[ \t*]*:[ \t*]*(?P<when>[^\n]+)\n)?(?!\s|[a-z ]{{1,30}}:\s|\Z)"
)
"""'Who: Jo' and 'By: 5 June' over the acts that they are of."""
NAMES = 6
"""Words up to which a unit may be nothing but who is to act."""
_STOP = re.compile(r"(?<=\w\w|\w\))[.,]$")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_OWNER_FIELD: Final = (
    r"(?i)(?:^|(?<=[|;.\n/])|(?<=\s\s)|(?<=[\w)?]\s)(?=(?-i:[A-Z])[a-z ]+:))\s*(?:(?:action|task)\s\d{1,2}\s)?(?:(?:[^\W_]+[._])*(?=owner|who)(?:owner|(?<=[._])who)(?:[._]?\d+)?(?=\s*=)|owner|by whom|(?:(?<=/\s)|(?<=\s\s)|(?<=[.;,]\s)|(?<=\n))who|lead|responsible|(?:{listed}))\s*[:=][^\S\n]*(?:\|[^\S\n]*)?"
    r"(?P<who>[^|;:\n]{1,40}?)(?=\s*(?:$|[|;\n]|//)|\s{2,}|\s*(?:\b(?:due|deadline|by when|timescale|target)\b)|\s(?-i:[A-Z][a-z]+(?: [a-z]+)?):|,\s+with\b)"
)
_DUE_FIELD: Final = r"(?i)(?:^|(?<=[|;.\n/])|(?<=\s\s)|(?<=[\w)?]\s)(?=(?-i:[A-Z])[a-z ]+:))\s*(?:(?:action|task)\s\d{1,2}\s)?(?:(?:[^\W_]+[._])*(?:(?<=[._])when|due|target|deadline)(?:(?:[._]?\d+)?(?=\s*=)|[._](?:date|day)(?:[._]?\d+)?(?=\s*[=:]))|due(?:\s+(?:date|by))?|(?:(?<=/\s)|(?<=\s\s)|(?<=[.;,]\s)|(?<=\n))when|deadline|by when|(?:(?<=\n)|(?<=\s\s)|(?=(?-i:[BD])))(?:by|date)(?=\s*:)|timescale|target|time-?\s?bound|(?:{listed}))\s*[:=][^\S\n]*(?:\|[^\S\n]*)?(?=[^\s|])(?![^\S\n]*[A-Z][A-Za-z ]{1,18}:)(?P<when>(?:(?!\s{2,}[A-Z][A-Za-z ]{1,18}:)[^|;\n])+)"
SIGNED = re.compile(
    r"[\[(](?P<who>[A-Z][^,()\[\]–]{1,40}?|me)\s*(?:,|\s[-–/])\s+(?P<when>[^\s\])]+(?:\s+[^\s\])]+){0,5})\s*[\])]\W*$"
)
_SIGNED_THEN_DATED = re.compile(
    r"\[(?P<who>[A-Z][^,()\[\]–]{1,40}?|me)\](?:\s*[-–—,]\s*(?P<when>\S+(?:\s+\S+){0,5}))?\s*$"
)
"""'… [Nicola] – 26 Feb': who in brackets, and when behind them."""
_NUMBER = re.compile(r"\W*\d{1,2}(?:\.\d{1,2})+\.?\s+")
"""'3.2' before an act, and no third of February."""
_FOR_WHOM = re.compile(
    r"^\W*(?i:actions?|tasks?|jobs?)\s*\d{0,2}\s*\((?P<who>[A-Z][^()]{1,40})\)\s*:|(?<=\s)@(?P<at>[A-Z][\w'’-]+(?:\s*[+&/]\s*[A-Z][\w'’-]+)*)(?=\s*(?:$|due\b|by\b|[,.;–-]))"
)
"""'ACTION (Matt): find …', '… @Nadiya due: 10.10.24'."""
_BOX = r"\[[ xX✓]?\]|[☐☒☑]"
_TICKED = re.compile(
    rf"(?:\[[xX✓]\]|[☒☑])[^\S\n]*(?:Other:[^\S\n]*)?(?P<who>[^\n]{{2,40}}?)[^\S\n]*(?={_BOX}|\n|$)"
)
"""'[x] Social worker  [ ] Manager': who of several is ticked."""
_BOXES = re.compile(rf"(?m)^[^\S\n]*(?:{_BOX})[^\n]*?(?:{_BOX})")
_NOBODY_IN_FIELD = re.compile(
    r"(?im)(?:^|\s\s|\n)(?:who|owner|by whom|lead|assigned to|allocated to)[^\S\n]*:[^\S\n]*$"
)
"""'Owner:' with nobody behind it."""
_NO_DAY = re.compile(r"(?i)(?:ongoing|asap|tbc|no date|as needed|rolling|weekly|monthly)\b")


@lru_cache(maxsize=4)
def _patterns(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Of the fields that say who and by when: their names of one word, and the authority's columns of several."""
    made = []
    for pattern, kind in ((_OWNER_FIELD, "owner"), (_DUE_FIELD, "deadline")):
        names = (name for name in words.table_heads[kind] if " " in name and "/" not in name)
        listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        made.append(re.compile(pattern.replace("{listed}", listed)))
    return made[0], made[1]


class Fields:
    """The fields of one record."""

    def __init__(
        self,
        record: Record,
        units: tuple[Unit, ...],
        known: Known,
        days: Days,
        sentences: Sentences,
        words: Words,
    ) -> None:
        self._text = record.text
        self._owner_field, self._due_field = _patterns(words)
        self._known, self._days, self._sentences = known, days, sentences
        self._over = tuple(self._over_acts(units))

    def is_field(self, at: int) -> bool:
        """Whether a place stands in the fields over acts, and in no act."""
        return any(own.start <= at < own.end for _, own, _ in self._over)

    def of_block(self, at: int) -> Facts | None:
        """What 'Who: Jo' and 'By: 5 June' over acts give each of them; None elsewhere."""
        return next((facts for over, _, facts in self._over if over.start <= at < over.end), None)

    def _over_acts(self, units: tuple[Unit, ...]) -> Iterator[tuple[Span, Span, Facts]]:
        """Of each such block: all of it, its own fields, and what they give.

        Fields stand over acts after a blank line, where a heading and no act is above them, or where the block above runs up to them.
        """
        fields = list(_WHO_OVER.finditer(self._text))
        headings = {unit.section.heading for unit in units if unit.section.heading is not None}
        named = (one.start for one in headings if one.of(self._text).lower() not in BY_WHEN)
        blank = (one.start() for one in _BLANK_LINE.finditer(self._text))
        ends = sorted((*named, *blank, *(one.start() for one in fields), len(self._text)))
        until = 0
        for found in fields:
            above = self._text[: found.start()].rstrip()
            apart = _BLANK_LINE.search(self._text, len(above), found.start())
            headed = not any(unit.span.start < len(above) <= unit.span.end for unit in units)
            if not (apart or headed or until == found.start()):
                continue
            until = next(end for end in ends if end > found.end())
            owner = who_in(found, 0) if self._known.is_named(found["who"]) else None
            when = Span(*found.span("when")) if found["when"] else Span(found.end(), found.end())
            yield Span(found.start(), until), Span(*found.span()), self._days.dated(owner, when)

    def of_unit(self, within: Span) -> Facts | None:
        """What the unit's own fields say; None where it has none."""
        return self._labelled(within) or self.signed(within) or self._called(within)

    def _labelled(self, within: Span) -> Facts | None:
        """'… || OWNER: Jo || DUE: 30/08'; None where the words have no such fields."""
        said = within.of(self._text)
        fields = ":" in said or "=" in said
        who, when = (self._owner_field.search(said), self._due_field.search(said)) if fields else (None, None)
        boxes = _BOXES.search(said)
        ticked = _TICKED.search(said, boxes.start()) if boxes else None
        who = who or ticked
        if who is None and when is None:
            return None
        number = _NUMBER.match(said)
        start = within.start + (number.end() if number else 0)
        act = Span(start, within.start + min(found.start() for found in (who, when) if found))
        owner = None if _NOBODY_IN_FIELD.search(said) else self._sentences.owner(act, None)
        if who is not None:
            named = who_in(who, within.start)
            stop = _STOP.search(who["who"])  # of 'Jo.', and not of 'Jo N.'
            named = Span(named.start, named.end - (len(stop.group()) if stop else 0))
            owner = named if self._known.is_named(who["who"]) else None
            if owner is None and SEE_ACT.match(who["who"]):
                owner = self._sentences.owner(act, None)
        if when is None or SEE_ACT.match(when["when"]):
            return self._days.dated(owner, act)
        return self._days.first_day(who_in(when, within.start, "when"), owner)

    def _called(self, within: Span) -> Facts | None:
        """Who is called before the act, or behind it."""
        found = _FOR_WHOM.search(within.of(self._text))
        if found is None or not self._known.is_named(found["who"] or found["at"]):
            return None
        owner = who_in(found, within.start, "who" if found["who"] else "at")
        rest = Span(within.start + found.end(), within.end) if found["who"] else within
        return self._days.dated(owner, rest)

    def signed(self, within: Span) -> Facts | None:
        """'… [Nicola, by 26 Feb]', '… (Wojtek - within 3 days)': who and when in brackets at the end."""
        said = within.of(self._text)
        found = SIGNED.search(said) or _SIGNED_THEN_DATED.search(said)
        alone = found is not None and not re.search(r"\w", said[: found.start()])
        if (
            found is None
            or not self._known.is_named(found["who"])
            or self._days.found(found["who"])
            or (alone and said.lstrip()[0] == "[" and len(said.split()) > NAMES)
        ):
            return None
        if found["when"] is None:
            return Facts(who_in(found, within.start)) if self._known.is_known(found["who"]) else None
        facts = self._days.first_day(who_in(found, within.start, "when"), who_in(found, within.start))
        return facts if facts.deadline or _NO_DAY.match(found["when"]) else None
