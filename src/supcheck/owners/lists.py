"""Whose a list is and by when, as its heading or the line over it says: 'Leon to:', 'Actions (all by 23/01)'."""

from __future__ import annotations

import re

from supcheck.deadlines.reasons import A_TIME
from supcheck.headings import FOR_WHOM, LEADS_LIST, NAME_OVER_LIST, THEIR_LIST, WHAT_ONE_DOES
from supcheck.owners.days import Days, Facts, who_in
from supcheck.owners.known import Known
from supcheck.owners.sentences import Sentences
from supcheck.records import Record, Section, Span

_FOR_ME = re.compile(
    r"\W*(?:(?i:(?:actions?|tasks?|to do|jobs?)\s*[–:-]\s*|for\s+))?(?P<me>[Mm]e|[Mm]yself|ME)\s*:?\W*"
)
_TO_DO_BY = re.compile(
    r"(?i:actions?|tasks?|jobs?)\s*[:–-]\s*(?P<who>[A-Z][\w’'-]*(?:\s[A-Z][\w’'.-]*)?)\s*:?"
)
_SHOUTED_ALONE = re.compile(
    r"\W*(?P<who>(?!(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?|[A-Z]{3,6}DAY)\b)[A-Z]{3,}):?\W*"
)
_TO_DO = ("DO", "Do")
"""A list of what is to be done, and not the designated officer's."""
_DATED_LIST = re.compile(
    r"(?i)^\W*(?:all\s+)?(?:by|before|within|today|tomorrow|tonight|this week|next week|this month|immediate|week of|w/c)\b|\bactions?\b|\bfor\s+all\b|\bto\s+(?:do|be\s+(?:done|completed|finished))\b|\b(?:by|before)\s+\S+(?:\s+\S+){0,4}\W*$"
    r"|\((?:all\s+)?(?:(?:by|before|within)\b[^()]{2,60}|\d{1,2}\s*(?:hours?|hrs?|(?:working\s+)?days?|weeks?|wks?))\)\W*$"
)
"""A heading whose day is that of each item under it: 'By 7 February:', 'Actions (all by 23/01)'."""
_SO_LONG = re.compile(r"(?i)\((?P<span>\d{1,2}\s*(?:(?:working\s+)?days?|weeks?|wks?))\)\W*$")
_YOURS = re.compile(
    r"(?i)\b(?:need|want|like|ask\w*)\s+(?:from|of)\s+(?P<from>you)\b|^\W*(?P<your>your)\s+(?:list|actions?|tasks?|jobs?)\b"
    r"|\b(?:actions?|tasks?|jobs?|list)\s+for\s+(?P<for>you)\b"
)
"""A message's heading over what its reader is to do."""
_UNLESS = re.compile(r"(?:\(|,\s|[–-]\s)(?:(?i:all|for)\s+)?(?P<who>[A-Z][\w-]*)\s+(?i:unless|except)\b")
"""'Actions (Bethan unless stated)', 'ACTIONS, Bronagh unless it says otherwise'."""
_JOB_BESIDE = re.compile(r"\W*(?P<who>[A-Z][\w'’-]*(?:\s[A-Z][\w'’.-]*)?)\s\((?P<job>[^()]{2,24})\)\W*")
"""'Sam (FSW)'."""
_LIST_HEAD = re.compile(r"(?i),?\s*(?:all\b|to\b|will\b|by\b|actions?\b|tasks?\b|:|$|-)")

_CAPITALISED = re.compile(
    r"(?<![\w'’])(?<!with )(?<!from )(?<!between )(?<!about )(?<!to see )(?P<who>[A-Z][\w-]{2,})(?=['’]s\b|\b)"
)
_AGREED = re.compile(
    r"(?i)(?:^|\s)(?P<who>[\w-]+)\s+(?:have|has)\s+(?:signed\s+up|agreed|promised|offered|taken\s+on|said\s+(?:that\s+)?(?:they|he|she)\s+will)\b"
)
"""'What the parents have signed up to'."""
_I_WILL = re.compile(r"\bI\b.*\bwill\b")
_TO_COME = re.compile(r"(?i)\b(?:following|these|all|need(?:s|ed)?|to\s+be|want|please|will|must)\b")
"""What a line over acts says, and one over what was seen does not."""
_NO_LEAD = re.compile(
    r"(?i)\b(?:said|told|saw|seen|was|were|had|went|visited|reported|discussed|described|felt|since|last)\b(?!\s+(?:that\s+)?(?:he|she|they|I|we)\s+will)"
)
"""Words of a line that tells, and hands nothing over."""
_LONGEST_LEAD = 24
"""Words of a line that hands a list over."""
_HANDING = ("direction", "other")
"""Sections whose heading may say whose their acts are."""
_THEMSELVES = frozenset(("i", "me", "you"))
"""Whoever writes, or is written to."""


class Lists:
    """The headings of one record's lists."""

    def __init__(self, record: Record, known: Known, days: Days, sentences: Sentences) -> None:
        self._text = record.text
        self._known, self._days, self._sentences = known, days, sentences

    def of_heading(self, section: Section) -> Facts:
        """What a list's heading passes down: 'Leon to:', 'Steph by 24/05:'."""
        if section.heading is None or section.heading.of(self._text).strip(" :*#-") in _TO_DO:
            return Facts()
        start, words = section.heading.start, section.heading.of(self._known.said)
        found = self._known.patterns.heads.match(words)
        owner = None
        if (
            found
            and not FOR_WHOM.match(words)
            and self._known.is_owner(found["who"])
            and _LIST_HEAD.match(words[found.end() :])
            and section.key in _HANDING
        ):
            leads = found["for"] or re.match(r"(?i)\s*(?:to\b|will\b|by\b)", words[found.end() :])
            alone = not words[found.end() :].strip(" :*-–")
            if leads or ((alone or section.key == "other") and self._known.is_known(found["who"])):
                owner = who_in(found, start)
        if owner is None and section.key in _HANDING:
            owner = self._with_a_job(words, start) or self._headed(section)
        yours = _YOURS.search(words) if owner is None and section.key in _HANDING else None
        if yours:
            owner = who_in(yours, start, str(yours.lastgroup))
        if owner is None and section.key in _HANDING:
            owner = self._only_worker(section.heading)
        leads = _DATED_LIST.search(words) or LEADS_LIST.search(words)
        dated = owner or (section.key in ("direction", "other", "admin") and leads)
        return self._bound(owner, section.heading) if dated else Facts(owner)

    def _with_a_job(self, words: str, start: int) -> Span | None:
        """'Sam (FSW)' over what Sam is to do."""
        found = _JOB_BESIDE.fullmatch(words)
        works = found and self._known.is_owner(found["who"]) and self._known.is_a_role(found["job"])
        return who_in(found, start) if found and works else None

    def of_line(self, line: Span) -> Facts:
        """What a line that stands directly over a list passes down: its one worker, and its day."""
        words = line.of(self._known.said)
        if len(words.split()) > _LONGEST_LEAD or _NO_LEAD.search(words):
            return Facts()
        owner = self._only_worker(line)
        return self._bound(owner, line) if owner or _TO_COME.search(words) else Facts()

    def _bound(self, owner: Span | None, line: Span) -> Facts:
        """With the surest day in a line, which is of every act under it."""
        words = line.of(self._known.said)
        bounds = tuple(one for one in self._days.found(words) if one.due.why != A_TIME)
        if not bounds:
            return self._within(owner, line, words)
        bound = next((one for one in bounds if one.due.on), bounds[0])
        return self._days.bound_by(bound, words, line.start, owner)

    def _within(self, owner: Span | None, line: Span, words: str) -> Facts:
        """'HIGH (1 week)': so long from the record's day."""
        span = _SO_LONG.search(words)
        due = next((one.due.on for one in self._days.found(f"within {span['span']}")), None) if span else None
        return Facts(owner, who_in(span, line.start, "span"), due) if span and due else Facts(owner)

    def _only_worker(self, line: Span) -> Span | None:
        """The one worker whom a line names ('The next four are Marcus's'), or whoever writes it and will act."""
        words = line.of(self._known.said)
        named = [
            found for found in _CAPITALISED.finditer(words) if self._is_a_worker(found["who"], line.start)
        ]
        if len({found["who"].lower() for found in named}) == 1:
            return who_in(named[0], line.start)
        agreed = _AGREED.search(words)
        if agreed and self._known.is_known(agreed["who"]) and self._known.is_owner(agreed["who"]):
            return who_in(agreed, line.start)
        owner = self._sentences.owner(line, None) if not named and _I_WILL.search(words) else None
        return owner if owner and owner.of(self._known.said) in ("I", "me") else None

    def _is_a_worker(self, name: str, start: int) -> bool:
        """By name: neither a role, nor family, nor an agency."""
        plain = name.lower()
        if plain in self._known.roles or plain in self._known.family or not self._known.is_owner(name):
            return False
        return self._known.works_here(name) or self._known.is_of_the_head(name, start)

    def _headed(self, section: Section) -> Span | None:
        """'For school nurse:', 'YVETTE:' where the text has a Yvette: who is no role that is known."""
        if section.heading is None or section.key not in _HANDING:
            return None
        marked = section.heading.of(self._text)
        words = marked.strip("*_ ")
        start = section.heading.start + marked.index(words)
        whom = FOR_WHOM.match(words)
        if whom and self._known.may_be_meant(whom["who"], aside=whom["aside"] is not None):
            return who_in(whom, start)
        mine = _FOR_ME.fullmatch(words)
        if mine:
            return who_in(mine, start, "me")
        named = _TO_DO_BY.fullmatch(words) or THEIR_LIST.match(words) or _UNLESS.search(words)
        if named and self._is_met(named["who"], start):
            return who_in(named, start)
        shouted = _SHOUTED_ALONE.fullmatch(words)
        if shouted and self._known.is_a_name(shouted["who"]):
            return who_in(shouted, start)
        does = WHAT_ONE_DOES.match(words)
        who = next((name for name in ("who", "will", "then") if does and does[name]), "who")
        if does and does[who] and self._is_met(does[who], start):
            return who_in(does, start, who)
        led = LEADS_LIST.search(words)
        if led:
            return self._handed(led, start, section.heading)
        over = NAME_OVER_LIST.fullmatch(words)
        if over and section.key == "direction" and self._known.is_of_the_head(over["who"], start):
            return who_in(over, start)
        return None

    def _handed(self, led: re.Match[str], start: int, heading: Span) -> Span | None:
        """To whom the line over a list hands it: whom it names, else who is to act in its words."""
        name = next((name for name, said in led.groupdict().items() if said and name != "following"), None)
        owner = who_in(led, start, name) if name else self._sentences.owner(heading, None)
        said = owner.of(self._known.said) if owner else ""
        met = said and (self._is_met(said, start) or (name and self._known.is_a_name(said)))
        return owner if met else None

    def _is_met(self, name: str, start: int) -> bool:
        """Somebody whom the record has named, or whoever writes it or is written to."""
        if name.lower() in _THEMSELVES:
            return True
        return self._known.is_known(name) or self._known.is_of_the_head(name, start)
