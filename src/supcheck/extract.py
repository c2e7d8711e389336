"""Units + Labels -> Actions: owner, deadline, due and vague, all as spans.

A first, honest grammar (codebook section 3; rulings 10 to 13, 24, 25). What is not written is not
guessed: a bare imperative has no owner.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from supcheck.deadline_forms import A_TIME
from supcheck.deadlines import find_deadlines
from supcheck.people import NAME, initials, people
from supcheck.records import Action, Block, Holds, Label, Record, Section, Shape, Span, Unit
from supcheck.status import status_of
from supcheck.words import Words

_CELL = re.compile(r"\s*(?:\||\t+)\s*")
_PARTS = 3
_NO_INITIALS = frozenset(
    "EOW EOD EOM COP COB TBC TBA ASAP PEP CIN CP FGC EHCP RAG AM PM NA PLO LAC CLA RHI NRM ICPC RCPC MASH DONE OK".split()
)
"""What may stand between dashes in capitals and is nobody."""
_STAMP = re.compile(
    r"\W*\[?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?,?\s+\d{1,2}[:.]\d{2}(?::\d{2})?\s*[\])]?\s*(?:[-–]\s*)?[A-Z][\w ]{0,20}:"
)
"""When a message of a pasted chat was sent, which is no deadline."""
_FOLLOWING = 2
"""Units after an action that may still say whose it is and by when."""
_FACT_WORDS = 10
_OWNED_BY = re.compile(
    rf"(?i:\W*(?:owner|who|by whom|lead|responsible|person responsible|assigned to|allocated to)\s*[:–-]\s*)(?P<who>{NAME}|[A-Z]{{2,4}})\W*$"
)
_NEXT_DATE = re.compile(r"(?i)\W*(?:date of )?next\b")
_DUE_BY = re.compile(
    r"(?i)\W*(?:(?:deadline|due|by when|when|timescale|target date|date|complete by)\s*[:–-]?\s*"
    r"|(?:this|these) (?:needs? to|must|should) (?:happen|be done|be with us)\s*)"
)
_SHOUTED_NAME = re.compile(r"[A-Z]{4,}")
_SLASH = re.compile(r"\s+(?:/|[-–—]|-->|[-=]>|→)\s+")
_WILL = r"(?:to(?!\s+(?:be|the|a|an|his|her|their|our|my|your|this|that|it|and|from)\b)|will|would|shall|'ll|’ll|is\s+to|is\s+going\s+to|are\s+going\s+to|are\s+to|agreed|agrees|has\s+agreed|have\s+agreed|has\s+said|offered|has\s+offered|must|needs\s+to|should|can|does|asked\s+to|tasked\s+(?:to|with)|joined|is\s+booking|is\s+arranging|is\s+doing)"
_DOES = r"(?:asks|takes|rings|phones|meets|brings|sees|writes|books|goes|sends|calls|speaks|tells|collects|chases|checks|gets|visits|does|keeps)"
_MONTH_NAME = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NO_DAY = (
    r"(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?(?:day)?s?\b|(?:Tomorrow|Today|Tonight|Next|This|On|By|Before|After|"
    rf"Ask|NEW|From|In|At|If|As|C/F)\b(?!\.)|[RAG]\s+[A-Z][a-z]|{_MONTH_NAME}\s+[A-Z])"
)
"""Before a name: 'By Friday Maya will' is Maya's."""
_JOB = (
    r"(?:(?i:the\s+)?(?:[A-Z]?[a-z-]+\s){0,2}"
    r"(?:worker|officer|nurse|lead|clinician|practitioner|therapist|co-?ordinator)(?:\s\([^()\n]{1,30}\))?(?=\s+(?:to|will)\b))"
)
"""A job that no list of roles has, before what it is to do."""
_DO = r"(?:go|see|ring|hold|take|ask|write|send|get|book|chase|visit|speak|call|check|email|find|bring|tell|keep|do|make|put|look|read|talk|meet|draft|complete|finish|start|stop|set|use|try|arrange|refer)"
_SHOUTED = 4
"""Words up to which a line of capitals may be a name and a role."""
_BY = re.compile(r"(?i)by\b|before\b|no later than\b|not later than\b")
_BARE = re.compile(r"(?i)(?:for\s+)?(?:the\s+)?\d")
"""'The 5th RHI by 19/5': a bare number or day may be of what the act is about."""
_HELPED = re.compile(
    r"(?i)\b(?:support(?:ing)?|help(?:ing)?|encourag\w+|enabl\w+|allow\w*|wants?|ask|asking|remind\w*|invit\w+|get|for)\s+$"
)
"""'Continue to support mum to embed routines': it is not mum who is told to."""
_NO_NAME_ENDINGS = tuple("tion tions sion ment ments ance ence ity ing ings ness als ship".split())
"""'Visits to continue', 'Going to PLO': nouns that stand where a name may."""
_PRONOUN = re.compile(
    r"(?i)\b(?P<who>she|he)(?:\s+(?:will|to|is\s+to|is\s+going\s+to|has\s+agreed|agreed|needs\s+to)\b|['’](?:ll|d)\b)"
)
_FIRST_PERSON = re.compile(
    r"(?<!\w)(?P<who>I|(?<![\w.])i(?=['’]ll|\s(?:will|am|need|can|must|ll)\b))(?:\s+(?:will|am\s+\w+ing|am\s+to|shall|need\s+to|have\s+agreed|agreed|can|must|want\s+to|said\s+I['’]d|chair|ring|call|write|speak|take|tell|look|meet|ask|see|check|go|agree|authorise|approve)\b|['’](?:ll|m(?:\s+not)?\s+\w+ing|m\s+to)\b)"
    r"|^\W*(?P<me>[Mm]e)(?=\s*(?:[:–,-]|[-=]>|→)\s|\s+[a-z])|[-–]\s(?P<last_me>me)\W*$"
    r"|(?:^\W*|\W\s)(?P<you>[Yy]ou|YOU)(?=\s*:\s|['’]ll\b|\s\+\s|\s[-–]\s|,\s|\s+(?:tell|ring|ask|see|go|take|pick|send|write|email|speak|get|book|do|visit|call|check|find|need|will|are\s+to|again)\b)|\b(?i:can|could|will|would)\s+(?P<asked>you)\b|\blike\s+(?P<wished>you)\s+to\b"
)
"""The writer ('I', 'me'), or the one worker to whom a message is written ('can you')."""
_PASSIVE = re.compile(
    r"\s+(?:(?:is|are|will|would|shall|should|must|can|needs?|might|may)\s+)?(?:to\s+)?(?:remain\b|be\s+\w+(?:ed|en|ept|old|ound|ven|ought|ent|et|eld|one|ung|own)\b)"
)
_NOUN_AFTER = re.compile(
    r"\s+(?:appts?|appointments?|letters?|reports?|referrals?|funding|places?|checks?|records?|views|meetings?|mtgs?|visits?\s+(?:by|on|with|to)|visit\s+\d|fees?|reviews?|planning|transport|sessions?|allocated|uniform|club|trip|run|\d\w*\s+funding)\b"
)
_TO_DO = ("DO", "Do")
"""A list of what is to be done, and not the designated officer's."""
_DATED_LIST = re.compile(r"(?i)^\W*(?:by|before|within|today|immediate|week of|w/c)\b|\bactions?\b")
"""A heading whose day is that of each item under it: 'By 7 February:', 'Actions (all by 23/01)'."""
_LIST_HEAD = re.compile(r"(?i)\s*(?:to\b|will\b|by\b|actions?\b|tasks?\b|:|$|-)")
_GREETED = re.compile(rf"(?m)^\s*(?:Hi|Hiya|Hello|Morning|Afternoon|Hey)\s+(?P<who>{NAME})\s*(?:[-–—,:!.]|$)")
_GREETING = 500
"""Characters of a message in which it greets."""
_ADDRESSED = re.compile(rf"^\s*(?:@|Hi\s+|Dear\s+)?(?P<who>{NAME})\s*(?:[-–—,:]\s)")
_COLUMNS = (
    (
        "owner",
        re.compile(
            r"(?i)^(?:by\s+)?who(?:m)?\??$|^owner|^person|^(?:by\s+whom)|^lead$|^responsib|^assigned|^allocated|^who\b|^whom"
        ),
    ),
    (
        "deadline",
        re.compile(
            r"(?i)^(?:by\s+)?when\??$|^time|^deadline|^due|^target|^date\s+due|^by\s+date|^by$|^date$|^when\b"
        ),
    ),
    (
        "action",
        re.compile(
            r"(?i)\baction|^task|\bnext$|^to do|^agreed|^direction|^step"
            r"|^what(?!\s+(?:we|do|did|is|was|has|works?|happen)\b|['’]s)"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """Who and by when, as far as a place in the record tells."""

    owner: Span | None = None
    deadline: Span | None = None
    due: dt.date | None = None


def extract(
    record: Record, units: tuple[Unit, ...], labels: tuple[tuple[Label, ...], ...], words: Words
) -> tuple[Action, ...]:
    """The actions of a record in reading order: those to be done from now on, and earlier ones reviewed.

    A unit whose `direction` holds or is open gives an action for each act in it; one whose `follow_up`
    does, or an item of a list of earlier actions, gives an earlier action with its status.
    """
    reader = _Reader(record, words)
    actions: list[Action] = []
    heading: Section | None = None
    above = last = _Facts()
    addressed = _addressee(record, units, reader)
    for unit, found in zip(units, labels, strict=True):
        if unit.section != heading:
            heading, above = unit.section, reader.of_heading(unit.section)
            last = above
        held = {label.name: label.holds for label in found}
        reviews = _reviews(unit, held.get("follow_up", Holds.NO))
        directs = held.get("direction", Holds.NO) is not Holds.NO
        facts = reader.of_unit(unit, last.owner, dated=directs or reviews)
        if facts.owner is not None:
            last = _Facts(facts.owner)
        if actions and not actions[-1].earlier and unit.index <= actions[-1].unit + _FOLLOWING:
            actions[-1] = reader.completed(actions[-1], unit)
        if not directs:
            if reviews:
                actions.append(_reviewed(unit, record, held.get("follow_up", Holds.NO), facts, words))
            continue
        passed = _passed_down(unit, record, facts, above, addressed, actions)
        surely = held.get("follow_up", Holds.NO) is Holds.YES
        actions.append(
            Action(
                unit.index,
                unit.span,
                held["direction"],
                held.get("vague", Holds.NO),
                passed.owner,
                passed.deadline,
                passed.due,
                status_of(unit.span.of(record.text), words) if surely else None,
            )
        )
        further = list(_further_acts(unit, actions[-1], reader))
        if further:
            ends = len(record.text[: further[0].span.start].rstrip(" ,;.&").removesuffix(" and"))
            actions[-1] = dataclasses.replace(actions[-1], span=Span(unit.span.start, ends))
        actions.extend(further)
    return tuple(actions)


def _reviews(unit: Unit, follows_up: Holds) -> bool:
    """Whether a unit reviews an earlier action; in a list of them an item that says nothing does too."""
    listed = unit.section.key == "follow_up" and unit.shape in (Shape.BULLET, Shape.ROW)
    return not unit.silent and (follows_up is not Holds.NO or listed)


def _reviewed(unit: Unit, record: Record, follows_up: Holds, facts: _Facts, words: Words) -> Action:
    """The earlier action that a unit reviews."""
    status = status_of(unit.span.of(record.text), words)
    if follows_up is Holds.NO:
        follows_up = Holds.MAYBE
    return Action(
        unit.index, unit.span, follows_up, Holds.NO, facts.owner, facts.deadline, facts.due, status, True
    )


def _further_acts(unit: Unit, first: Action, reader: _Reader) -> Iterator[Action]:
    """The second act of a unit and those after it, each with its own owner ('…, and Marcia to ring school')."""
    for part in reader.further_acts(unit, first.owner):
        facts = reader.of_part(part)
        yield dataclasses.replace(
            first, span=part, owner=facts.owner, deadline=facts.deadline, due=facts.due, status=None
        )


def _passed_down(
    unit: Unit, record: Record, own: _Facts, above: _Facts, addressed: Span | None, before: list[Action]
) -> _Facts:
    """Fill what a unit lacks from its list's heading, its item, or the message's addressee (ruling 10)."""
    owner = own.owner or above.owner
    deadline, due = (own.deadline, own.due) if own.deadline else (above.deadline, above.due)
    if before and _same_item(record.text, before[-1].span, unit):
        owner = owner or before[-1].owner
        if deadline is None:
            deadline, due = before[-1].deadline, before[-1].due
    return _Facts(owner or addressed, deadline, due)


def _same_item(text: str, before: Span, unit: Unit) -> bool:
    """True for a later sentence of the same bullet."""
    between = text[before.end : unit.span.start]
    return unit.shape is Shape.BULLET and "\n" not in between


def _addressee(record: Record, units: tuple[Unit, ...], reader: _Reader) -> Span | None:
    """The one worker to whom a message is written ('Hi Chlo'), or whom a short note opens with ('Ines - not …')."""
    greeted = _GREETED.search(record.text[:_GREETING])
    if greeted and reader.is_owner(greeted["who"]) and greeted["who"].lower() not in reader.family:
        return Span(*greeted.span("who"))
    spoken = [unit for unit in units if not unit.silent]
    if not spoken or spoken[0].section.heading is not None:
        return None
    first = spoken[0].span
    found = _ADDRESSED.match(first.of(record.text))
    who = found["who"].lower() if found else ""
    if (
        found is None
        or not reader.is_owner(found["who"])
        or who in reader.family
        or who in reader.field_names
        or _opens_otherwise(record.text, found["who"])
    ):
        return None
    return _named(found, first.start)


def _opens_otherwise(text: str, who: str) -> bool:
    """Whether another line opens so with another name or topic ('Risk - two calls')."""
    lines = (_ADDRESSED.match(line.strip()) for line in text.split("\n"))
    return any(found["who"] != who for found in lines if found)


class _Reader:
    """Finds owners and deadlines in one record's own words."""

    def __init__(self, record: Record, words: Words) -> None:
        self._text = record.text
        self._held = record.held
        self._child = (record.child or "").lower()
        self._nobody, self._no_names, self._roles, self.family, self.field_names = _known(words)
        self._people = people(record, words)
        self._workers = frozenset(name.lower() for name in self._people)
        self._initials = initials(record)
        self._patterns = _patterns(words)
        self._said = _capitalised(_quietened(record.text), self._people)
        self._named = frozenset(_names_that_act(record)) | self._workers
        self._columns = tuple(_column_heads(record))

    def is_owner(self, name: str) -> bool:
        """A role, a name or initials, and not 'all', the child, or a common word."""
        if name.strip(" .") in self._initials:
            return True
        plain = name.strip(" .").lower()
        if not plain or plain in self._nobody or plain in self._no_names or plain == self._child:
            return False
        if plain in self._workers:
            return True
        return plain in self._roles or not plain.endswith(_NO_NAME_ENDINGS)

    def _is_known(self, name: str) -> bool:
        """A role, or a name that this record gives to a worker or to somebody who is to act."""
        first = re.split(r"\s*(?:/|\+|&|\band\b|\s)\s*", name)[0]
        if first in self._initials:
            return True
        return name.lower() in self._roles or first.lower() in self._roles or first.lower() in self._named

    def _is_role_or_worker(self, name: str) -> bool:
        known = name.lower() in self._roles or name.lower() in self._workers
        return known or name.strip(" .") in self._initials

    def of_heading(self, section: Section) -> _Facts:
        """What a list's heading passes down: 'Leon to:', 'Steph by 24/05:'."""
        if section.heading is None or section.heading.of(self._text).strip(" :*#-") in _TO_DO:
            return _Facts()
        start, words = section.heading.start, section.heading.of(self._said)
        found = self._patterns.heads.match(words)
        owner = None
        if (
            found
            and self.is_owner(found["who"])
            and _LIST_HEAD.match(words[found.end() :])
            and section.key in ("direction", "other")
        ):
            leads = found["for"] or re.match(r"(?i)\s*(?:to\b|will\b|by\b)", words[found.end() :])
            alone = not words[found.end() :].strip(" :*-–")
            if leads or ((alone or section.key == "other") and self._is_known(found["who"])):
                owner = _named(found, start)
        dated = owner or (section.key in ("direction", "other", "admin") and _DATED_LIST.search(words))
        bounds = find_deadlines(words, self._held) if dated else ()
        if not bounds:
            return _Facts(owner)
        bound = bounds[0]
        return _Facts(owner, Span(start + bound.span.start, start + bound.span.end), bound.due.on)

    def of_unit(self, unit: Unit, last: Span | None, *, dated: bool) -> _Facts:
        """The unit's own owner and, where asked, deadline: a row's by its columns, else by its words."""
        if unit.shape is Shape.ROW:
            row = self._of_row(unit) or self._of_cells(unit)
            if row is not None:
                return row
        owner = self._owner(unit.span, last)
        return self._dated(owner, unit.span) if dated else _Facts(owner)

    def completed(self, action: Action, unit: Unit) -> Action:
        """An action with what the unit after it adds, where that is nothing but its owner or its deadline."""
        words = unit.span.of(self._text)
        who = _OWNED_BY.match(words)
        if action.owner is None and who and self.is_owner(who["who"]):
            start = unit.span.start
            return dataclasses.replace(action, owner=_named(who, start))
        if action.deadline is not None or len(words.split()) > _FACT_WORDS or _NEXT_DATE.match(words):
            return action
        lead = _DUE_BY.match(words)
        at = lead.end() if lead else 0
        bounds = find_deadlines(words[at:], self._held)
        if not bounds or re.search(
            r"\w", words[at : at + bounds[0].span.start] + words[at + bounds[0].span.end :]
        ):
            return action
        start = unit.span.start + at
        span = Span(start + bounds[0].span.start, start + bounds[0].span.end)
        return dataclasses.replace(action, deadline=span, due=bounds[0].due.on)

    def of_part(self, part: Span) -> _Facts:
        """The owner and deadline of a part of a unit."""
        return self._dated(self._owner(part, None), part)

    def further_acts(self, unit: Unit, first: Span | None) -> Iterator[Span]:
        """The parts of a unit in which somebody else than its first owner is to act."""
        if unit.shape is Shape.ROW:
            return
        text, start = self._said, unit.span.start
        named = first.of(text).lower() if first else None
        heads = [
            found.start()
            for found in self._patterns.further.finditer(unit.span.of(text))
            if self.is_owner(found["who"]) and found["who"].lower() != named
            if first is not None and start + found.start("who") > first.end
            if not self._listed(unit.span.of(text)[: found.start()], found["join"])
        ]
        for at, following in pairwise((*heads, unit.span.end - start)):
            part = text[start + at : start + following]
            lead = len(part) - len(part.lstrip(" ,;.&"))
            yield Span(start + at + lead, start + at + len(part.rstrip(" ,;")))

    def _listed(self, before: str, join: str) -> bool:
        """'… with mum and dad to …', 'school, health and police to …': a name in a list, no new act."""
        last = re.search(r"([\w'’-]+)\W*$", before)
        if last is None or not ("and" in join or "&" in join):
            return False
        return self._is_known(last[1]) or bool(
            re.search(r"\b(?:with|between|from|support(?:ing)?)\s+[\w\s,]{0,30}$", before)
        )

    def _dated(self, owner: Span | None, within: Span) -> _Facts:
        parts = list(_apart(self._text, within, _SLASH))
        if owner in parts[1:]:
            # Beside the owner's part stands the act's deadline; its own words may name other days.
            within = Span(parts[parts.index(owner)].end, within.end) if parts[-1] != owner else within
        stamp = _STAMP.match(within.of(self._text))
        if stamp:
            within = Span(within.start + stamp.end(), within.end)
        bounds = find_deadlines(within.of(self._text), self._held)
        if not bounds:
            return _Facts(owner)
        after = owner.end - within.start if owner and owner.start >= within.start else 0
        later = [one for one in bounds if one.span.start >= after] or bounds
        said = within.of(self._text)
        bound = later[0]
        if bound.due.why == A_TIME or _BARE.match(bound.span.of(said)):
            by_then = (one for one in later if one.due.why != A_TIME and _BY.match(one.span.of(said)))
            bound = next(by_then, bound)
        return _Facts(
            owner, Span(within.start + bound.span.start, within.start + bound.span.end), bound.due.on
        )

    def _of_row(self, unit: Unit) -> _Facts | None:
        """A table's 'who' and 'when' cells; None where no head says which they are."""
        columns = next((found for start, found in reversed(self._columns) if start < unit.span.start), None)
        cells = list(_apart(self._text, unit.span, _CELL))
        if columns is None or len(cells) < 2 or max(columns.values(), default=0) >= len(cells) + 1:
            return None
        owner = self._cell(cells, columns.get("owner"))
        if owner is not None and not self.is_owner(owner.of(self._text)):
            owner = None
        due_cell = self._cell(cells, columns.get("deadline"))
        act = self._cell(cells, columns.get("action"))
        if owner is None and "owner" not in columns and act is not None:
            owner = self._owner(act, None)
        if due_cell is not None:
            found = self._dated(owner, due_cell)
            if found.deadline is not None:
                return found
        return self._dated(owner, act) if act is not None and "deadline" not in columns else _Facts(owner)

    def _of_cells(self, unit: Unit) -> _Facts | None:
        """Of a row whose head is not known the last cell that says who is to act."""
        for cell in reversed(list(_apart(self._text, unit.span, _CELL))[1:]):
            owner = self._owner(cell, None)
            if owner is not None:
                found = self._dated(owner, cell)
                return found if found.deadline else self._dated(owner, unit.span)
        return None

    def _cell(self, cells: list[Span], index: int | None) -> Span | None:
        if index is None or index >= len(cells) or cells[index].start == cells[index].end:
            return None
        return cells[index] if re.search(r"\w", cells[index].of(self._text)) else None

    def _owner(self, within: Span, last: Span | None) -> Span | None:
        words = within.of(self._said)
        between = self._in_the_middle(within)
        if between is not None:
            return between
        called = self._patterns.called.match(words)
        if called and self.is_owner(called["who"]) and called["who"].lower() not in self.family:
            return _named(called, within.start)
        found = self._patterns.starts.match(words)
        passive = found and _PASSIVE.match(words[found.end("who") :])
        if (
            found
            and not passive
            and self.is_owner(found["who"])
            and (found["acts"] or self._may_stand_bare(found, words))
        ):
            return _named(found, within.start)
        for span in self._inside(words, within.start):
            return span
        first = _FIRST_PERSON.search(words)
        for found in self._patterns.acting.finditer(words) if first is None else ():
            if self._is_role_or_works_here(found["who"]):
                return _named(found, within.start)
        if first:
            return _named(first, within.start, str(first.lastgroup))
        pronoun = _PRONOUN.search(words)
        if pronoun:
            return last or _named(pronoun, within.start)
        for pattern in (self._patterns.last, self._patterns.listed, self._patterns.passive):
            ending = pattern.search(words)
            if ending is None or not self.is_owner(ending["who"]):
                continue
            if pattern is not self._patterns.listed or self._is_role_or_worker(ending["who"]):
                return _named(ending, within.start)
        return self._after_a_slash(within)

    def _in_the_middle(self, within: Span) -> Span | None:
        """'GP letter - Jo - 21/05': the middle part of three names who is to act, unless the first does."""
        parts = list(_apart(self._text, within, _SLASH))
        if len(parts) < _PARTS or self._names_somebody(parts[0], strictly=True):
            return None
        return next((part for part in parts[1:] if self._names_somebody(part)), None)

    def _names_somebody(self, part: Span, *, strictly: bool = False) -> bool:
        name = part.of(self._said).strip(" .()[]")
        if not self.is_owner(name) or name in _NO_INITIALS:
            return False
        if strictly:
            return self._is_role_or_works_here(name) and name.lower() not in self.family
        initials_ = re.fullmatch(r"[A-Z]{2,3}(?:\s?[/+&]\s?[A-Z]{2,3})*", name)
        return bool(initials_) or bool(self._patterns.several.fullmatch(name) and self._is_known(name))

    def _after_a_slash(self, within: Span) -> Span | None:
        """'Visit the club / Petros / 25.06.24': an item written as the cells of a table."""
        for part in list(_apart(self._text, within, _SLASH))[1:]:
            name = part.of(self._said)
            if not self.is_owner(name):
                continue
            if _SHOUTED_NAME.fullmatch(name) or (
                self._patterns.several.fullmatch(name) and self._is_known(name)
            ):
                return part
        return None

    def _may_stand_bare(self, found: re.Match[str], words: str) -> bool:
        """'Bex PGM views by 20/10', but neither 'GP appt' nor 'Father to be supported'."""
        rest = words[found.end("who") :]
        if found["called"]:
            return self._works_here(found["who"]) and found["who"].lower() not in self.family
        return self._is_known(found["who"]) and not (_PASSIVE.match(rest) or _NOUN_AFTER.match(rest))

    def _works_here(self, name: str) -> bool:
        """Somebody whom this record shows at work, by name."""
        return name.lower() in self._named

    def _is_role_or_works_here(self, name: str) -> bool:
        return self._is_role_or_worker(name) or self._works_here(name)

    def _inside(self, words: str, start: int) -> Iterator[Span]:
        """'…, Ruth to book', 'agreed that SW will': who is to act, later in the unit."""
        first = _FIRST_PERSON.search(words)
        for found in self._patterns.within.finditer(words):
            late = first is not None and found.start() > first.start()
            acted_on = _PASSIVE.match(words[found.end("who") :]) or _HELPED.search(
                words[: found.start("who")]
            )
            if self.is_owner(found["who"]) and not late and not acted_on:
                yield _named(found, start)


@lru_cache(maxsize=4)
def _known(words: Words) -> tuple[frozenset[str], ...]:
    """Nobody, what is no name, roles, family and the fields of a head, in lower case."""
    fields = (words.head_labels, words.titles, words.headings)
    return (
        frozenset(name.lower() for name in words.non_owners),
        frozenset(words.no_names),
        frozenset(name.lower() for name in (*words.roles, *words.family, *words.agencies)),
        frozenset(name.lower() for name in words.family),
        frozenset(label.lower() for lists in fields for row in lists.values() for label in row),
    )


@lru_cache(maxsize=4)
def _roles_of(words: Words) -> str:
    """Every known role, relation and agency as one alternative, the longest first."""
    known = sorted((*words.roles, *words.family, *words.agencies), key=len, reverse=True)
    return "|".join(_any_case(name) for name in known)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Who is named where: the same for every record, whose people `_capitalised` makes names."""

    several: re.Pattern[str]
    """One or more who act together."""
    heads: re.Pattern[str]
    """At a heading's start."""
    called: re.Pattern[str]
    """At a unit's start, called upon."""
    starts: re.Pattern[str]
    """At a unit's start."""
    within: re.Pattern[str]
    """Inside it, before 'to' or 'will'."""
    acting: re.Pattern[str]
    """Before what a worker does."""
    further: re.Pattern[str]
    """Where a further act begins."""
    last: re.Pattern[str]
    """At its end, after a dash or in brackets."""
    listed: re.Pattern[str]
    """At its end, after a comma: a role or a worker, no other name."""
    passive: re.Pattern[str]
    """After 'by'."""


@lru_cache(maxsize=4)
def _patterns(words: Words) -> _Patterns:
    known = rf"(?:{_roles_of(words)})(?![\w])"
    one = (
        rf"(?:(?:{_roles_of(words)})\s+)?"
        rf"(?:{known}|{_JOB}|Speaker\s\d|(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s)?{_NO_DAY}{NAME})"
    )
    several = rf"{one}(?:\s*(?:/|\+|&|\band\b|\bplus\b|\bn\b)\s*{one})*(?:\s\([^()\n]{{1,30}}\))?"
    return _Patterns(
        several=re.compile(several),
        heads=re.compile(
            rf"\s*(?:[\d.)]+\s*)?(?P<for>(?i:actions?|tasks?|directions?)\s+(?i:for)\s+(?:the\s+)?)?(?P<who>{known}|{NAME})"
        ),
        called=re.compile(
            rf"^\W*(?:\d{{1,2}}[.)]?\s+)?(?P<who>{NAME}),\s+(?:(?:can you|could you|please|pls)\s+)?{_DO}\b"
        ),
        starts=re.compile(
            rf"^\W*(?:(?:[A-Z]{{0,2}}\d{{1,2}}[.)]?|[A-Z]\.|\([a-z]\)|so|and|{NAME}\s\d\d:\d\d:|(?:[Tt]hat\s+)?[Tt]he)\s+)?(?P<who>{several})(?:(?P<acts>\s+(?:{_WILL})\b|['’]ll\b|\s*(?:[:;–—-]|[-=]>|→)\s)|(?=\s+\S|(?P<called>,)\s))"
        ),
        within=re.compile(rf"(?<![\w'’])(?P<who>{known}|{_NO_DAY}{NAME})(?=\s+{_WILL}\b|['’]ll\b)"),
        acting=re.compile(rf"(?<![\w'’])(?P<who>{known}|{NAME})(?=\s+{_DOES}\b)"),
        further=re.compile(
            rf"(?P<join>[,;.]\s+(?:and\s+)?|\s(?:and|&)\s+)(?P<who>{known}|{NAME})(?=\s+(?:to|will|is\s+to|are\s+to|does|sends|rings|asks|writes|books)\s+(?!be\b)[a-z]|['’]ll\b)"
        ),
        last=re.compile(
            rf"(?:\(|\s[-–—]\s|\baction(?:ed)?\s+(?:by|for)?:?\s*|[.;]\s+|\bby\s)(?P<who>{several})\)?\s*(?:by\b.*|\d[\d/.]*|[,;].*)?[.\s]*$"
        ),
        listed=re.compile(rf"[,;(]\s*(?P<who>{known}|{NAME})(?:\s*,\s*[^,;]{{0,30}})?[.)\s]*$"),
        passive=re.compile(rf"\bby\s+(?:the\s+)?(?P<who>{one}(?:\s*(?:/|\+|&|\band\b)\s*(?:the\s+)?{one})*)"),
    )


def _capitalised(text: str, persons: frozenset[str]) -> str:
    """The text with each of its people written as a name ('becky to ring' -> 'Becky'), every place the same."""
    named = "|".join(
        rf"(?i:{re.escape(name)})" if len(name) > 3 else _short(name)
        for name in sorted(persons, key=len, reverse=True)
    )
    if not named:
        return text
    return re.sub(rf"(?<!\w)(?:{named})(?!\w)", lambda found: _as_name(found.group()), text)


def _short(name: str) -> str:
    """'Wes' is also 'wes' before what he is to do; initials are never small."""
    acts = rf"(?=\s+(?:to|will|{_DOES})\b|\s*[:;–-]\s)"
    return re.escape(name) if name.isupper() else rf"(?:{re.escape(name)}|(?i:{re.escape(name)}){acts})"


def _quietened(text: str) -> str:
    """Lines that are all in capitals in small letters, every place the same: there no capital tells a name."""
    return "\n".join(
        re.sub(r"\bi\b", "I", line.lower()) if line.isupper() and len(line.split()) > _SHOUTED else line
        for line in text.split("\n")
    )


def _as_name(word: str) -> str:
    named = word if word.isupper() and len(word) <= 3 else word.title()
    return named if len(named) == len(word) else word


def _any_case(name: str) -> str:
    """Abbreviations as written or in lower case; words in any case."""
    if name.isupper() or sum(c.isupper() for c in name) > 1:
        return rf"(?:{re.escape(name)}|{re.escape(name.lower())})"
    return rf"(?i:{re.escape(name)})"


def _names_that_act(record: Record) -> Iterator[str]:
    """First names and initials of the head's people, and of whoever 'to' or 'will' follows."""
    for person in (record.worker, record.manager):
        if person:
            yield from (part.lower() for part in re.findall(r"[\w.]+", person))
    for found in re.finditer(rf"(?<![\w'’])(?P<who>{NAME})\s+{_WILL}\b", record.text):
        yield found["who"].split()[0].lower()
    for found in re.finditer(rf"\b(?:SW|FSW|TM|ATM|PM|SSW|PA|HV|SW:)\s+(?P<who>{NAME})", record.text):
        yield found["who"].split()[0].lower()


def _column_heads(record: Record) -> Iterator[tuple[int, dict[str, int]]]:
    """Where each table head stands, and which of its columns say what."""
    for block in record.blocks:
        columns = _columns(record.text, block)
        if columns:
            yield block.span.start, columns


def _columns(text: str, block: Block) -> dict[str, int]:
    if block.kind is not Shape.ROW:
        return {}
    found: dict[str, int] = {}
    for index, cell in enumerate(_apart(text, block.span, _CELL)):
        for name, pattern in _COLUMNS:
            if (
                name not in found
                and len(cell.of(text).split()) <= 4
                and pattern.search(cell.of(text).strip(" *:"))
            ):
                found[name] = index
                break
    return found if len(found) >= 2 else {}


def _apart(text: str, span: Span, mark: re.Pattern[str]) -> Iterator[Span]:
    """What the marks of one kind part."""
    start = span.start
    for cut in mark.finditer(text, span.start, span.end):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, span.end)


def _named(found: re.Match[str], start: int, group: str = "who") -> Span:
    """Who is named in words that begin at `start` of the text."""
    return Span(start + found.start(group), start + found.end(group))
