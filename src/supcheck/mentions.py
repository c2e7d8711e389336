"""The day of an event that a sentence tells in passing: 'Core group is at the school on 28 November'.

Every sentence that speaks of the event is read for a day of its own, behind the event or right before it;
a day beyond another act, another bound or another thing than the event is not taken. Only one day that
all of them tell is the event's.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from supcheck.deadlines import Deadline, find_deadlines
from supcheck.deadlines.days import written_day
from supcheck.deadlines.reasons import A_TIME
from supcheck.deadlines.words import DAY
from supcheck.events import EVENTS, OF_ITS_OWN, OF_MANY_KINDS, THERE, event_of

_LEADS: Final = r"(?:before|until|till?|when|after|once)\s+"
_DOES = re.compile(
    rf"(?i)(?:{_LEADS}(?:school|(?-i:[A-Z])\w+|the\s+\w+)\s+(?=(?-i:\w+s\b|are\b))"
    rf"|{_LEADS}the\s+\w+s\s+(?=(?-i:[a-z]))"
    rf"|(?:{_LEADS})?(?:he|she|they|it|we|mum|dad)\s+)"
    r"(?:(?:is|are|gets?)\s+(?P<state>back|home|away|out)"
    r"|(?P<verb>(?!(?:is|are|was|has|have|can|will|gets?|does|do)\b)[a-z]+s?)(?:\s+(?P<with>up|out|off|back|away|in|home))?)"
    r"(?:\s+(?:(?:to|at|on|in|for|the|his|her|their|a)\s+)*(?P<what>[\w'’-]+))?"
)
"""What somebody does on a day that is told elsewhere: 'before he starts', 'before it runs out'."""
_KINDS: Final = "meeting|mtg|review|conference|date"
_SHORTER: Final = (
    r"reviews?|r/v|rev|rv",
    r"meetings?|mtg",
    r"conferences?|conf",
    r"appointment|appt",
    r"visits?|v/t",
)
"""Words and what they are cut to."""
_DONE_TOO: Final = (r"releas(?:e|es|ed|ing)", r"transfer(?:s|red|ring)?", r"expir(?:y|es|ing)")
"""What happens, as a thing and as what is done: 'before release', 'released on 8 March'."""
_JOINING: Final = frozenset(
    "the a of and about with for at in on his her their your our my next first".split()
)
_CLAUSE_BEFORE = re.compile(r"[^;!?\n]*$")
_CLAUSE_AFTER = re.compile(r"(?:[^.;!?\n]|\.(?=\d)|;(?=\s*(?:it|now)\b)){0,130}")
_GOVERNED = re.compile(
    r"(?i)\b(?:before|by|until|till?|about|re|for|of|after|since|from|with|to|prior|pre|last|previous)\s+(?:(?:the|his|her|their|our|your|my|next|a|an|this|that|first|of|to)\s+)*(?:[\w'’/-]+\s+)?$"
)
"""Before an event: it is spoken of, and a day behind it may be another's."""
_WHICH = re.compile(
    r"(?i)\s*,?\s*(?:which|that)\s+(?:is|will|has)\b|\s+on\s+(?:the\s+)?(?:\d|mon|tue|wed|thu|fri)|\s*\(\s*(?:on\s+)?\d"
)
"""Behind an event, whatever governs it: its own day follows."""
_ITS_OWN = re.compile(
    r"(?i)\s*(?:[,:(|–-]|$)|\s+(?:is|are|will|has|have|meets?|sits|takes?|due|set|booked|listed|fixed|planned|arranged|starts?|begins?|on|at|in|w/?|with|about|re|for|which|now|next|date|then|it|of|falls?|was|slot|already|being|confirmed|expected|likely|held|booked|pencilled|reconvenes|from|to\s+(?:be|take)|runs?|goes|comes|tomorrow|today|this|(?-i:[A-Z][a-z])|mon|tue|wed|thu|fri|sat|sun|the|\d)"
)
"""What follows an event that is spoken of itself, and not its minutes or its papers."""
_ELSE = re.compile(
    r"(?i)\b(?:by|before|until|till?|within|since|from(?!\s+(?-i:(?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri)[A-Z]))|after|last|so|then|if|but|was|were|had|did|agreed(?!\s+(?:for|on)\b)|said|every|each|weekly)\b|\bto\s+(?!be\b|take\b)[a-z]+"
)
"""Between an event and a day: the day is of something else."""
_NO_DAY_OF = re.compile(
    rf"{_ELSE.pattern}|(?!.*\bweek\s+on\b).*\b(?:days?|weeks?|wks?|months?|hours?|hrs?)\b"
)
"""A bound and no day that something is on."""
_LEADS_ON = re.compile(
    r"(?i)\s*(?:[,:(–|-]|\b(?:is|for|at|we\s+have|there['’]s|there\s+is))?\s*(?:(?:the|our|his|her|their|your|next|a)\s+)*"
)
_ANYBODYS = re.compile(
    r"(?i)(?:\w+\s+)?(?:(?:the|his|her|their|our|your)\s+)?next\s+(?:home\s+)?(?:visit|session|contact|appointment|appt)"
)
"""'At the next visit': whose, the act says and no other sentence."""
_MOVED = re.compile(
    r"(?i)\b(?:now|moved\s+(?:it\s+)?from\s+[^.;]{3,24}?\s+to|put\s+back\s+to|moved\s+to|changed\s+to|brought\s+forward\s+to|rearranged\s+(?:for|to)|rebooked\s+for)\b"
)
"""Behind this stands the day that holds: 'was the 18th, put back to 25/3'."""
_THE_ONE: Final = {
    kind: re.compile(rf"(?i)\bthe\s+{kind}\b")
    for kind in ("review", "meeting", "conference", "hearing", "panel")
}
"""'By the CIN review' where the record speaks of 'the review on 15 December'."""
_OF_A_KIND = re.compile(rf"(?i)\b\w+\s+(?P<kind>{'|'.join(_THE_ONE)})$")
_DAY_OF = re.compile(r"(?i)\b(?:the\s+)?(?:day|morning|afternoon)\s+of\s+")
_DAY_RIGHT_BEFORE = re.compile(rf"(?i){DAY}(?<!\.)\s+$")
_NEAR: Final = 80
"""Characters before an event in which its clause begins."""


def day_told(text: str, words: str, held: dt.date) -> dt.date | None:
    """The one day ahead that the record tells of what a deadline's words name; None where it tells none or several.

    Where 'the CIN review' has no day, that of 'the review' is taken.
    """
    called = _called_in(_DAY_OF.sub("", words))
    if called is None or _ANYBODYS.fullmatch(words):
        return None
    kind = _OF_A_KIND.search(words)
    return _day_of(called, text, held) or (
        _day_of(_THE_ONE[kind["kind"].lower()], text, held) if kind else None
    )


def _called_in(words: str) -> re.Pattern[str] | None:
    """What the event in a deadline's words may be called; None where they name none.

    One of `EVENTS` by any of its names; another by its own words, in any order and with others between.
    """
    named = event_of(words)
    if named is not None:
        return re.compile(rf"(?i)\b(?:{EVENTS[named]})(?:\s+(?:{_KINDS}))?\b")
    does = _DOES.fullmatch(words)
    if does is not None:
        stem = does["state"] or re.sub(r"(?:e?s|ing|ed)$", "", does["verb"]) + "(?:e?s|e|ing)?"
        beside = rf"\s+{does['with']}\b" if does["with"] else ""
        what = rf"(?:\s+[\w'’-]+){{0,3}}?\s+{re.escape(does['what'])}\b" if does["what"] else ""
        return re.compile(rf"(?i)(?<!\bto\s)\b{stem}\b{beside}{what}")
    found = THERE.fullmatch(words)
    if found is None:
        return None
    own = [_alike(word) for word in found["event"].split() if word.lower() not in _JOINING]
    if not own:
        return None
    if len(own) == 1 and found["event"].lower() in OF_MANY_KINDS:
        return re.compile(rf"(?i){OF_ITS_OWN}{own[0]}\b")
    any_of = f"(?:{'|'.join(own)})"
    all_of = "".join(rf"(?=(?:[\w'’/-]+\s+){{0,6}}?{word}\b)" for word in own)
    return re.compile(rf"(?i)\b(?={any_of}\b){all_of}(?:[\w'’/-]+\s+){{0,6}}{any_of}\b")


def _alike(word: str) -> str:
    """A word, or the others that records write for it."""
    return next(
        (rf"(?:{one})" for one in (*_SHORTER, *_DONE_TOO) if re.fullmatch(one, word, re.IGNORECASE)),
        re.escape(word),
    )


def _day_of(called: re.Pattern[str], text: str, held: dt.date) -> dt.date | None:
    days: set[dt.date] = set()
    for found in called.finditer(text):
        clause = _CLAUSE_BEFORE.search(text[max(0, found.start() - _NEAR) : found.start()])
        before = clause.group() if clause else ""
        rest = _CLAUSE_AFTER.match(text, found.end())
        after = rest.group() if rest else ""
        spoken_of = _GOVERNED.search(before) and not _WHICH.match(after)
        if not spoken_of and _ITS_OWN.match(after):
            moved = _MOVED.search(after)
            days |= _first_in(after[moved.end() if moved else 0 :], held)
        days |= _last_in(before, held)
    ahead = {day for day in days if day > held}
    return min(ahead) if len(ahead) == 1 else None


def _first_in(said: str, held: dt.date) -> set[dt.date]:
    """The first day of words behind an event, where no other act or bound stands between."""
    own = [one for one in _dated(said, held) if not _NO_DAY_OF.match(one.span.of(said))]
    first = min(own, key=lambda one: one.span.start, default=None)
    other = _ELSE.search(said)
    if first is None or first.due.on is None or (other and other.start() < first.span.start):
        return set()
    return {first.due.on}


def _last_in(said: str, held: dt.date) -> set[dt.date]:
    """A day right before an event: 'on the tenth of June, core group', '20 Nov CIN meeting'."""
    right_before = _DAY_RIGHT_BEFORE.search(said)
    day = written_day(right_before, held) if right_before else None
    if day:
        return {day}
    last = max(_dated(said, held), key=lambda one: one.span.start, default=None)
    if last is None or last.due.on is None or not _LEADS_ON.fullmatch(said[last.span.end :]):
        return set()
    return set() if _NO_DAY_OF.match(last.span.of(said)) else {last.due.on}


def _dated(said: str, held: dt.date) -> list[Deadline]:
    return [one for one in find_deadlines(said, held) if one.due.on and one.due.why != A_TIME]
