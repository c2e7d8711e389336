"""Sentences inside one line, by nupunkt, mended for the abbreviations of social care notes.

nupunkt knows legal and general English; two tables here say where such notes differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nupunkt import sent_spans

from supcheck.records import Span

_NEVER_ENDS = re.compile(
    r"(?:\b(?:approx|incl|inc|excl|ref|re|esp|appt|appts|dept|est|max|min|tel|ext|dob|attd|mtg|hosp"
    r"|e\.?g|i\.?e|cf|vs|viz|dr|mr|mrs|ms|prof|st|s|ss|sec|para|reg|no|nos|fig|vol|wk|wks|yr|yrs"
    r"|mon|tues?|wed|thurs?|fri|sat|sun|jan|feb|mar|apr|aug|sept?|oct|nov|dec))\.\s*$",
    re.IGNORECASE,
)
"""A full stop after one of these ends a sentence only where `_BREAK` says so."""

_A_DAY = re.compile(r"(?i)(?:mon|tue|wed|thu|fri|sat|sun)")

_LOWER_NEXT = re.compile(r"[\s\"'“‘(]*[a-z0-9]")

_MISSED = re.compile(
    r"(?:(?<=[a-z]{2}[.!?])|(?<=[a-z]{2}[.!?][\"'”’)])|(?<=\d[.!?])|(?<=[A-Z]{2}[.!?])|(?<=\)[.!?]))\s+(?=[\"'“‘(]?[A-Z])"
)
"""A break that every reader sees and that nupunkt's abbreviation list can hide ('so. I have')."""

_INITIAL = re.compile(
    r"(?<=[a-z,] [A-Z]\.)\s+(?=(?:[A-Z]{2,}|He|She|His|Her|They|We|I|It|This|That|The|There|Mum|Dad|But|And|So|If|No|Not|School|Both|What|When)\b)"
)
"""A child called by one letter ends a sentence ('than from K. ICPC'), unless a surname follows."""

_JAMMED = re.compile(r"(?:(?<=[a-z\d)][a-z\d)][.!?])|(?<=[A-Z]{2}[.]))(?:&nbsp;)*(?=[A-Z][\w'’-]*\s)")
"""Some exports lose the space between sentences: 'since 18th September.Seen 09/11'."""

_SMALL = re.compile(r"(?<=[a-z\d)][a-z\d)][.!?])\s+(?=[a-z])")
"""Some managers begin sentences without a capital; which do, `_FEWEST_SMALL` breaks that nupunkt sees tell."""
_FEWEST_SMALL = 2

_TITLE = re.compile(
    r"(?:^|[\s(\"'“‘])(?:dr|mr|mrs|ms|prof|st|approx|e\.g|i\.e|ref|re|vs|incl|inc|sec|para|esp|cf|viz|sgt|rev|no|tel)\.$",
    re.IGNORECASE,
)

_LONGEST = 10
"""Characters of the longest abbreviation with what stands around it: only the end of a line is searched."""


def sentence_spans(text: str, within: Span) -> Iterator[Span]:
    """Yield the trimmed spans of the sentences inside `within`, covering all but white space."""
    line = within.of(text)
    cuts = sorted(_cuts(line))
    start = 0
    for cut in (*cuts, len(line)):
        part = line[start:cut]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            yield Span(within.start + start + lead, within.start + start + len(part.rstrip()))
        start = cut


def _cuts(line: str) -> set[int]:
    """Offsets in `line` at which a new sentence starts."""
    proposed = {end for _, end in sent_spans(line)} if line.strip() else set()
    kept = {cut for cut in proposed if 0 < cut < len(line) and not _abbreviated(line, cut)}
    missed = {m.end() for m in _MISSED.finditer(line) if not _titled(line[: m.start()].rstrip())}
    missed |= {m.end() for m in _JAMMED.finditer(line)}
    if sum(line[cut:].lstrip()[:1].islower() for cut in kept) >= _FEWEST_SMALL:
        missed |= {m.end() for m in _SMALL.finditer(line) if not _shortened(line[: m.start()])}
    return kept | missed | {m.end() for m in _INITIAL.finditer(line)}


def _abbreviated(line: str, cut: int) -> bool:
    """True where an abbreviation, not a sentence, ends before `cut`."""
    before = line[:cut].rstrip()
    if _titled(before) and not (before.lower().endswith(" no.") and not _LOWER_NEXT.match(line[cut:])):
        return True
    return bool(_NEVER_ENDS.search(before, len(before) - _LONGEST) and _LOWER_NEXT.match(line[cut:]))


def _shortened(before: str) -> bool:
    """True after an abbreviation, but for a day's ('by Fri. mum to ring')."""
    found = _NEVER_ENDS.search(before, max(0, len(before) - _LONGEST))
    return found is not None and not _A_DAY.match(found.group())


def _titled(before: str) -> bool:
    return bool(_TITLE.search(before, len(before) - _LONGEST))
