"""Whose an act is, in its own words (codebook section 3; rulings 10, 24): a table of readings, tried in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from supcheck.chat import speaker
from supcheck.headings import FLAT_HEAD
from supcheck.owners.days import PARTS, Days, who_in
from supcheck.owners.known import NO_INITIALS, Known
from supcheck.people import NAME
from supcheck.records import Record, Span, Unit

_ABOUT = re.compile(
    r"\s+(?!(?:is|has|have|are|was|agreed|to|will|weigh|can)\b)[\w'’/]+(?P<more>\s+(?!(?:by|before|w/c|this|next|within|in)\b)[\w'’/]+)?"
    r"\s*(?:[.!?]*$|\s(?:[-–—]|[-=]?>|→)\s|[,(]|\s(?:by|before|w/c|this|next|within|in)\b)"
)
"""'HV weights', 'IRO view, Friday': behind a bare role up to two words that say what it is about."""
_SHORTEST = 3
"""Letters below which a word with a capital is initials ('N', 'Mo')."""
_NOBODY = re.compile(r"(?i)\s*(?:ok\W+)?(?:somebody|someone|we)\b")
"""'CM: somebody needs to look': whose turn it is to speak, and nobody's to act."""
_ACT_LABEL = re.compile(
    r"(?i)\W*(?:(?P<field>(?:task|action|specific|step|direction|objective|recommendation)(?:\s\d+(?:\.\d+)?)?)|S)\s*:\s+(?=\S)"
)
"""'Task: Angela to sit with him', 'S: Jo will ring': the form's word, and nobody's name."""
_DATED_FIRST = re.compile(
    r"(?i)\W*(?:by|before|within|w/c|end\sof|from|\d|mon|tue|wed|thu|fri|sat|sun|today|tomorrow|tonight)[^:–—;,-]{1,30}?\s[-–—]\s+(?=(?-i:[A-Z]))"
    r"|\W*(?:by|before|within|w/c|from|at\s+the|no\s+date|today|tomorrow)\b[^:–—;,]{0,30},\s+(?=(?-i:[A-Z])[\w'’]*(?:\s[\w'’]+)?:\s)"
)
"""'26 to 30 June - FSW at the house': the day before whoever is to act."""
_ASKED_BY_NAME = re.compile(rf"{NAME}:\s+(?P<who>{NAME}),\s+(?:(?:can|could|will|would)\s+you|please|pls)\b")
"""'Solveig: Ayo, can you go and see mum': whoever is called upon, and not whoever speaks."""
_MARKED = re.compile(r"\W*?\[(?P<who>[A-Z](?:(?P<name>[a-z])[^\[\]\d]*|[^\[\]\d]+)?)\]\s+\w")
"""'[Abi] boxing, let T choose': whoever is to act before the act."""
_TOPIC_THEN = re.compile(
    rf"\W*[A-Z][\w ]{{2,24}}:\s+(?P<who>{NAME})(?=\s+(?:to|will|is\s+to|has\s+(?:said|agreed)|agreed)\b)"
)
"""'GP: Tyrell has said he will register': a topic, and whoever is to act."""
_NAMED_THEN = re.compile(
    r"\s*(?:[^.;:]{0,60};\s+)?(?P<who>[A-Z][\w'’]*(?:\s(?:[A-Z][\w'’]+|assistant|carer|lead|manager|nurse|officer|teacher|visitor|worker))?)"
    r"\s+(?:to|will)\s+[a-z]"
)
"""'Arlo: Teaching assistant to tell …', 'Wren: the check is overdue; Gwen to …': whom it is about, and who acts."""
_POINTED_TO = re.compile(
    r"\s(?:→|[-=]>|>)\s*(?P<who>[A-Z][\w'’]*(?:\s[A-Za-z][\w'’]*){0,2})(?=\s*[,;(>–-]|\s+by\b|\s*$)"
)
"""'Repeat GCP2 → JAN, 07.03', 'letter re-drafted > Legal > 12 Feb'."""
_SHOUTED_NAME = re.compile(r"[A-Z]{4,}")
_SHOUTED_START = re.compile(
    r"\W*(?:\(?\w{1,2}[.)]\s+)?(?P<who>(?:M[RS]S?\.? )?[A-Z]{3,}(?: [A-Z]{3,}){0,2})"
    r"(?::\s+(?=\S)|\s+(?i:to|will)\s+(?!be\b)(?=[a-z]))"
)
"""'WANDA: request records', 'FOSTER CARER TO register': whoever is written in capitals before an act."""
_BRACKETED_BEFORE_DAY = re.compile(
    r"(?<![\w'’])(?:[a-z][\w'’-]*|[A-Z]{3,}\d?)\s\((?P<who>[A-Za-z][\w .'’+&/-]{0,30})\)"
    r"(?=\s*(?:[-–—,:]\s*)?(?:starts?\s+)?(?:(?i:by|before|within|in|on|next|this|w/c|today|tomorrow|tbc|asap|ongoing|pending)\b|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|\d))"
)
"""'Three houses in school (KR) before next core group', but not 'Irena (TM) by Friday'."""
BIDS = re.compile(
    r"(?i)\W*(?:(?:and|then)\s+)?(?:go|see|ring|hold|take|ask|write|send|get|book|chase|visit|speak|call|check|email|find|bring|tell|keep|do|make"
    r"|put|look|read|talk|meet|draft|complete|finish|start|stop|set|use|try|arrange|refer|time|count|explore|give|leave|no|not|don['’]?t)\b"
)
"""How a fragment begins that bids somebody: 'Time the gap', 'No talk about moving'."""
_BIDDEN = re.compile(
    r"(?:draft|send|ring|write|book|chase|check|confirm|prepare|file|arrange|complete|get|ask|see|call|email|visit|meet|find|take|invite|tell)\b"
)
"""What an agency is told to do after a dash: 'Legal - draft the schedule'."""
_HEARD = re.compile(
    r"(?i)(?:\bt/?c|\b(?:calls?|texts?|e-?mails?|msgs?|messages?|letters?|voicemails?|notifications?|heard|news|word))\s+$"
)
"""'T/c from Amy, …' tells what was heard; 'Referral from Jo, five days' what Jo is to give."""
_HELPED = re.compile(
    r"(?i)\b(?:support(?:ing)?|help(?:ing)?|takes?|brings?|encourag\w+|enabl\w+|allow\w*|wants?|ask|asking|remind\w*|invit\w+|get|for|(?:with|for)\s+\w+\s*(?:\+|&|and))\s+$"
)
"""'Continue to support mum to embed routines': it is not mum who is told to."""
_SURELY_ACTS = re.compile(r"\s+(?:must|will|shall|is\s+(?:going\s+)?to)\b")
_AND = re.compile(r"(?:\band|&|\+)\s+$")
"""'The plan is with legal and Tom must chase it': no verb of helping reaches so far."""
_I_WANT = re.compile(
    r"\bI(?:['’]ve|\s+have|['’]d\s+like|\s+would\s+like)?\s*(?:want|asked|need|expect|advised)?\s+$"
)
"""'I want Helen to ring': it is Helen who is to."""
_CHILDREN = frozenset(("brother", "sister", "sibling", "cousin"))
"""Relations who are rarely told to act, and no family in the list of owners."""
_PRONOUN = re.compile(
    r"(?i)\b(?P<who>she|he)(?:\s+(?:also\s+|then\s+)?(?:will|to|is\s+(?:also\s+)?(?:going\s+)?to|has\s+agreed|agreed|needs\s+to|has\s+(?:also\s+)?(?:got\s+)?to|(?:should|must)(?!\s+(?:be|have)\b))\b|['’](?:(?:ll|d)\b|s\s+(?:also\s+)?(?:going\s+)?to\s+(?!be\b)))"
    r"|\bI(?:['’](?:ve|m|d)|\s+(?:have|am|would|had))?\s+(?:also\s+)?(?:asked|asking|told|want|like|need|expect|reminded)\s+(?P<asked>her|him)\s+to\b"
    r"|(?i:^\W*|[.;,]\s+|\b(?:and|so|then)\s+)(?P<late>(?i:she|he))['’]s\s+[a-z]+ing\b"
)
_FIRST_PERSON = re.compile(
    r"(?<!\w)(?<!what )(?<!What )(?<!place )(?<!so )(?<!which )(?<!that )(?P<who>I|(?<![\w.])i(?=['’](?:ll|m)|\s(?:will|am|need|can|must|ll|sign)\b))(?:\s+(?:will|have\s+undertaken|am\s+\w+ing|am\s+to|shall|need\s+to|have\s+to(?!\s+(?:say|admit|be|accept|agree)\b)|have\s+agreed|agreed|can|must|want\s+to|said\s+I(?:['’]d|\s+would)|chair|ring|call|write|speak|take|tell|look|meet|ask|see|check|go|agree|authorise|approve|sign|send|email|chase|draft|book|request|hold|put|start|pay|cover|join|read|bring|visit|to\s+(?!be\b)[a-z]+)\b|['’](?:ll|m(?:\s+not)?\s+\w+ing|m\s+to)\b)"
    r"|\bso\s+(?P<so>I)(?=(?:['’]ll|\s+will|\s+need\s+to)\s+(?!(?:be|have|know|get)\b)[a-z])"
    r"|(?<!\w)(?P<plain>I)(?=ll\s+[a-z]|m\s+(?:going\s+to|[a-z]+ing)\b)"
    r"|^\W*(?P<me>[Mm]e)(?=\s*(?:[:–,-]|[-=]>|→)\s|\s+[a-z])|[-–]\s(?P<last_me>me)\W*$|,\s(?P<aside_me>me)(?=\s*,)|\bby\s(?P<by_me>me|you)\b"
    r"|(?:^\W*(?:(?i:and|so|then|ok|okay|great|good|right|yes)\W+){0,3}|\W\s)(?P<you>[Yy]ou|YOU)(?=\s*:\s|['’]ll\b|['’]re\s+(?:to|doing|taking|seeing|ringing|writing|going\s+to)\b|\s\+\s|\s[-–]\s|,\s|\s+(?:said\s+you(?:['’]d|\s+would)|tell|ring|ask|see|go|take|pick|send|write|email|speak|get|book|do|visit|call|check|find|need|will|should|must|to|are\s+to|again|sit|try|keep|bring|make|read|start|finish|draft|meet|chase)\b)|\b(?i:can|could|will|would)\s+(?P<asked>you)\b|\blike\s+(?P<wished>you)\s+to\b"
)
"""The writer ('I', 'me'), or the one worker to whom a message is written ('can you')."""
_UNTIL = re.compile(r"(?i)\b(?:until|till?|before|after|when|once|if|unless|because|as|while)\s+(?:the\s+)?$")
"""'Every Thursday until school goes back': when, and nobody's act."""
_TOLD_OF = re.compile(r"\s+(?:has|have)\s+asked\s+for\b")
"""'Grandmother has asked for a day off': what is told of somebody, and no act of theirs."""
_PASSIVE = re.compile(
    r"\s+needs?\s+[a-z]+ing\b|(?:['’]s)?\s+(?:going\s+)?(?:(?:is|are|will|would|shall|should|must|can|needs?|might|may)\s+)?(?:to\s+)?(?:remain\b|be\s+(?!present\b|open\b)\w+(?:ed|en|ept|old|ound|ven|ought|ent|et|eld|one|ung|own|ade)\b)"
)
_OF_A_THING = re.compile(
    r"\s+(?:(?!to\b)[\w'’/&+-]+\s+){1,6}?(?:to\s+be|(?:to|should|must|will|can)\s+(?:then\s+)?go\s+(?:in|off|out|up|down|on|to)|(?:must|should|will|can)\s+be|needs?)\s+\w"
)
"""'HV handover to be done on the unit': the handover is to be done, and not by the HV."""
_NOUN_AFTER = re.compile(
    r"\s+(?:re\b|intel\b|info\b|stability\b|logs?\b|notes\b|visits?\s+(?:today|tomorrow|this|next)|waiting\s+list|consultation|handover|advice|information|reintegration|assessments?|assmt|with\s+[A-Z]|appts?|appointments?|letters?|reports?|referrals?|funding|places?|checks?|records?|views|meetings?|mtgs?|visits?\s+(?:by|on|with|to)|visit\s+\d|fees?|reviews?|planning|transport|sessions?|allocated|uniform|club|trip|run|\d\w*\s+funding)\b"
)
_FRONTED = re.compile(
    r"(?:(?!\b(?:to|will|and|that|if|when|once|because|so|but|after|before|what|where)\b)[^,.;:]){3,50}?\s"
    r"(?P<who>I)(?:['’]ll|\s+(?:will|shall))\s+[a-z]"
    r"|[^.;:]{3,80}?,\s(?P<then>I)(?:['’]ll|\s+(?:will|shall))\s+(?:do|sort|chase|take|send)\s+(?:this|that|it)\b"
    r"|[\w /-]{2,30}:\s+(?P<topic>I)(?:['’]ll|\s+(?:will|shall))\s+[a-z]"
)
"""'Housing repairs I will chase', 'Police: I'll ask': what is to be done stands before who does it."""
_GOES_ON_TO_ACT = re.compile(
    rf"\b(?P<who>{NAME}),\s+who\s+(?:will|is\s+(?:going\s+)?to|has\s+agreed\s+to)\s+(?!be\b|know\b)[a-z]"
    rf"|(?:^\W*(?:[^.:;]{{3,40}}:\s+)?|,\s+)(?P<able>{NAME})\s+(?:is|has|knows|did)\s+[^.:;,]{{2,50}}\s+and\s+will\s+(?!be\b)[a-z]"
    rf"|^\W*(?P<away>[A-Z][a-z]+)['’]s\s+(?:going|seeing|taking|ringing|meeting|visiting|calling|doing)\s"
)
_INITIALS_LAST = re.compile(r"\s(?P<who>[A-Z]{2,3})[.\s]*$")
"""'Report to chair by 24/1 AK'."""
_FLAT_END = re.compile(r"(?i)(?:\s[-–])?(?:\s(?:red|amber|green|r|a|g))?\W*$")
"""What may stand behind an owner at the end of such a row."""
_LAST_NAMES = re.compile(r"(?P<whole>(?:[A-Z][\w.'’-]*\s)?(?P<who>[A-Z][\w.'’-]*))$")
_SMART = re.compile(r"(?m)^\W*T\s*:\s")
"""A line for the time of an act whose other lines are S, M, A and R."""


@dataclass(frozen=True)
class _Act:
    """The words of an act without what stands before them: who speaks, the form's word, the day."""

    words: str
    within: Span
    starts: re.Match[str] | None
    """Who is named at its start."""
    last: Span | None
    """Whom a pronoun may mean."""
    headed: bool

    @cached_property
    def first_person(self) -> re.Match[str] | None:
        """Where the writer or the reader of a message is to act."""
        return _FIRST_PERSON.search(self.words)

    def who(self, found: re.Match[str], group: str | int = "who") -> Span:
        """Who is named in its words."""
        return who_in(found, self.within.start, group)


class Sentences:
    """The sentences of one record."""

    def __init__(self, record: Record, known: Known, days: Days) -> None:
        self._text = record.text
        self._known, self._days = known, days
        self.is_smart = bool(_SMART.search(record.text))
        """Whether its acts are written S, M, A, R, T."""
        self._is_flat = bool(FLAT_HEAD.search(record.text))

    def owner(self, within: Span, last: Span | None, *, headed: bool = False) -> Span | None:
        """Who is to act, by the first reading that tells; `last` is whom a pronoun may mean.

        Where the list's heading has an owner (`headed`) a bare role or relation is a topic ('HV clinic with mum').
        """
        act = self._act(within, last, headed=headed)
        found = _first(self, act, _NAMED_FIRST)
        starts = act.starts
        if found is None and starts and starts["acts"] and _NOBODY.match(act.words[starts.end() :]):
            return None
        found = found or _first(self, act, _NAMED)
        return found if found or headed else _first(self, act, _NAMED_LAST)

    def _act(self, within: Span, last: Span | None, *, headed: bool) -> _Act:
        said = within.of(self._text)
        if speaker(said) in self._known.speakers:
            within = Span(within.start + said.index(": ") + 2, within.end)
        label = _ACT_LABEL.match(within.of(self._text))
        if label and (label["field"] or self.is_smart):
            within = Span(within.start + label.end(), within.end)
        dated = _DATED_FIRST.match(within.of(self._text))
        if dated:
            within = Span(within.start + dated.end(), within.end)
        words = within.of(self._known.said)
        return _Act(words, within, self._known.patterns.starts.match(words), last, headed)

    def _in_a_flat_row(self, act: _Act) -> Span | None:
        """'Social story about the move Fi Friday 20th June Red': a worker or role before the day, or last."""
        if not self._is_flat:
            return None
        ends = [one.span.start for one in self._days.found(act.words)]
        last = _FLAT_END.search(act.words)
        for end in sorted((*ends, last.start() if last else len(act.words))):
            found = _LAST_NAMES.search(act.words[:end].rstrip(" -–"))
            name = next((name for name in ("whole", "who") if found and self._acts_here(found[name])), None)
            if found and name and found.start(name):
                return act.who(found, name)
        return None

    def _acts_here(self, name: str | None) -> bool:
        return name is not None and self._known.is_role_or_works_here(name)

    def _marked(self, act: _Act) -> Span | None:
        """'[Abi] boxing, let T choose'."""
        found = _MARKED.match(act.words)
        named = found and self._known.is_named(found["who"])
        return (
            act.who(found)
            if found and named and (found["name"] or self._known.is_known(found["who"]))
            else None
        )

    def _asked(self, act: _Act) -> Span | None:
        """'Solveig: Ayo, can you go and see mum'."""
        found = _ASKED_BY_NAME.match(act.words)
        return act.who(found) if found and self._known.is_owner(found["who"]) else None

    def _fronted(self, act: _Act) -> Span | None:
        """'Housing repairs I will chase'."""
        found = _FRONTED.match(act.words)
        return act.who(found, str(found.lastgroup)) if found else None

    def _in_the_middle(self, act: _Act) -> Span | None:
        """'GP letter - Jo - 21/05': the middle part of three names who is to act, unless the first does."""
        parts = [part for part in self._days.parts(act.within) if part.start < part.end]
        if len(parts) < PARTS or self._known.names_somebody(parts[0], strictly=True):
            return None
        known = next((part for part in parts[1:] if self._known.names_somebody(part)), None)
        dated = known is None and self._days.found(parts[-1].of(self._text))
        return parts[-2] if dated and self._known.may_be_a_name(parts[-2]) else known

    def _called(self, act: _Act) -> Span | None:
        """'Priya, can you ring': whoever is called upon, but for family."""
        found = self._known.patterns.called.match(act.words)
        owner = found and self._known.is_owner(found["who"]) and not self._is_family(found["who"])
        return act.who(found) if found and owner else None

    def _ordered(self, act: _Act) -> Span | None:
        """'Jodie pull the agreement': a name of the record's head before what it is bidden."""
        found = self._known.patterns.orders.match(act.words)
        if found is None or not self._known.is_owner(found["who"]):
            return None
        return act.who(found) if self._known.is_of_the_head(found["who"], act.within.start) else None

    def _drafts(self, act: _Act) -> Span | None:
        """'Harriet's first draft to me by Friday': whose report the act is about."""
        found = self._known.patterns.drafts.match(act.words)
        name = str(found.lastgroup) if found else ""
        return act.who(found, name) if found and self._known.writes(found[name]) else None

    def _bracketed(self, act: _Act) -> Span | None:
        """'Referral by Friday (Jo)', unless somebody is to act at the start."""
        if act.starts is not None and act.starts["acts"]:
            return None
        found = self._known.patterns.bracketed.search(act.words)
        known = (
            found and self._known.is_owner(found["who"]) and self._known.is_role_or_works_here(found["who"])
        )
        if found and known:
            return act.who(found)
        dated = _BRACKETED_BEFORE_DAY.search(act.words)
        return act.who(dated) if dated and self._known.is_role_or_works_here(dated["who"]) else None

    def _shouted(self, act: _Act) -> Span | None:
        """'WANDA: request records', where the record has a Wanda."""
        found = _SHOUTED_START.match(act.words)
        if found is None or not self._known.is_owner(found["who"]):
            return None
        return act.who(found) if self._known.is_called_so(found["who"]) else None

    def _after_a_topic(self, act: _Act) -> Span | None:
        """'GP: Tyrell has said he will register'."""
        found = _TOPIC_THEN.match(act.words)
        works = (
            found and self._known.is_role_or_works_here(found["who"]) and not self._is_family(found["who"])
        )
        return act.who(found) if found and works else None

    def _at_the_start(self, act: _Act) -> Span | None:
        """'Jo to book', 'Jo: book', 'Bex PGM views by 20/10'."""
        found = act.starts
        if found is None or _PASSIVE.match(act.words[found.end("who") :]) or self._is_a_topic(found):
            return None
        if not (self._known.is_owner(found["who"]) or self._is_told(found)):
            return None
        acts = self._is_to_act(found) or self._may_stand_bare(found, headed=act.headed)
        then = _NAMED_THEN.match(act.words, found.end()) if re.match(r"\s*:", found["acts"] or "") else None
        if then and self._known.is_owner(then["who"]) and not self._known.is_a_role(found["who"]):
            return act.who(then)
        return act.who(found) if acts else None

    def _does(self, act: _Act) -> Span | None:
        """'Jo rings school on Monday'."""
        found = self._known.patterns.does.match(act.words)
        return act.who(found) if found and self._known.is_owner(found["who"]) else None

    def _inside(self, act: _Act) -> Span | None:
        """'…, Ruth to book', 'agreed that SW will': who is to act, later in the unit."""
        first = act.first_person
        for found in self._known.patterns.within.finditer(act.words):
            late = first is not None and found.start() > first.start()
            name = str(found.lastgroup)
            before = act.words[: found.start(name)]
            told = _I_WANT.search(before)
            rest = act.words[found.end(name) :]
            apart = _AND.search(before) and _SURELY_ACTS.match(rest)
            helped = _HELPED.search(before) and not told and not apart
            acted_on = _PASSIVE.match(rest) or helped
            if self._known.is_owner(found[name]) and (told or not late) and not acted_on:
                return act.who(found, name)
        return None

    def _acting(self, act: _Act) -> Span | None:
        """'On Monday SW rings school': a role or worker anywhere, where no I or you is."""
        if act.first_person is not None:
            return None
        return next(
            (
                act.who(one)
                for one in self._known.patterns.acting.finditer(act.words)
                if self._known.is_role_or_works_here(one["who"])
                and not _UNTIL.search(act.words[: one.start()])
            ),
            None,
        )

    def _first_person(self, act: _Act) -> Span | None:
        """'I'll ring', 'can you'."""
        found = act.first_person
        return act.who(found, str(found.lastgroup)) if found else None

    def _pronoun(self, act: _Act) -> Span | None:
        """'She will ring': whom the act before named, or else the word itself."""
        found = _PRONOUN.search(act.words)
        return act.last or act.who(found, str(found.lastgroup)) if found else None

    def _before_a_day(self, act: _Act) -> Span | None:
        """'Referral, Jo by Friday'."""
        found = self._known.patterns.timed.search(act.words)
        owner = found and self._known.is_owner(found["who"]) and found["who"] not in NO_INITIALS
        return act.who(found) if found and owner else None

    def _given(self, act: _Act) -> Span | None:
        """'Referral from Jo, five days', but not 'T/c from Amy'."""
        found = self._known.patterns.given.search(act.words)
        if found is None or _HEARD.search(act.words[: found.start()]):
            return None
        name = str(found.lastgroup)
        known = self._known.works_here(found[name]) or (
            name == "asked" and self._known.is_role_or_works_here(found[name])
        )
        return act.who(found, name) if known else None

    def _goes_on_to_act(self, act: _Act) -> Span | None:
        """'I have given it to Nisha, who will visit', 'Hayley knows the tool and will begin it', 'Megan's going back'."""
        found = _GOES_ON_TO_ACT.search(act.words)
        if found is None:
            return None
        name = str(found.lastgroup)
        return act.who(found, name) if self._known.is_owner(found[name]) else None

    def _at_the_end(self, act: _Act) -> Span | None:
        """'Book the review - Jo', 'Report to be written by the SW'."""
        patterns = self._known.patterns
        for pattern in (patterns.last, patterns.listed, patterns.passive):
            found = pattern.search(act.words)
            if found is None or not self._known.is_owner(found["who"]):
                continue
            if self._days.found(f"by {found['who']}") and not self._known.is_known(found["who"]):
                continue  # 'to be done by Christmas'
            if pattern is not patterns.listed or self._known.is_role_or_works_here(found["who"]):
                return act.who(found)
        return None

    def _pointed_to(self, act: _Act) -> Span | None:
        """'Repeat GCP2 → JAN, 07.03'."""
        found = _POINTED_TO.search(act.words)
        if found is None:
            return None
        who = found["who"]
        named = who.istitle() or who.isupper()
        met = named and (self._known.is_known(who) or self._known.is_called_so(who))
        return act.who(found) if self._known.is_a_role(who) or (met and self._known.is_owner(who)) else None

    def _initials_last(self, act: _Act) -> Span | None:
        """'Report to chair by 24/1 AK'."""
        found = _INITIALS_LAST.search(act.words)
        return act.who(found) if found and found["who"] in self._known.initials else None

    def _after_a_slash(self, act: _Act) -> Span | None:
        """'Visit the club / Petros / 25.06.24': an item written as the cells of a table."""
        for part in self._days.parts(act.within)[1:]:
            name = part.of(self._known.said)
            if not self._known.is_owner(name):
                continue
            if _SHOUTED_NAME.fullmatch(name) or (
                self._known.patterns.several.fullmatch(name) and self._known.is_known(name)
            ):
                return part
        return None

    def _may_stand_bare(self, found: re.Match[str], *, headed: bool) -> bool:
        """'Bex PGM views by 20/10', but neither 'GP appt' nor 'Father to be supported'."""
        rest = found.string[found.end("who") :]
        named = self._known.works_here(found["who"]) and found["who"].lower() not in self._known.roles
        if headed and not named and found["who"] not in self._known.initials:
            return False
        if found["called"]:
            return self._known.works_here(found["who"]) and found["who"].lower() not in self._known.family
        noun = found["who"] not in self._known.initials and _NOUN_AFTER.match(rest)
        role = not named and found["who"] not in self._known.initials and " and " not in found["who"]
        about = _ABOUT.match(rest) if role else None
        if about and not BIDS.match(rest) and not (about["more"] and self._known.patterns.bids.match(rest)):
            return False
        topic = _PASSIVE.match(rest) or noun or _OF_A_THING.match(rest) or _TOLD_OF.match(rest)
        return self._known.is_known(found["who"]) and not topic

    def _is_family(self, name: str) -> bool:
        return name.lower() in self._known.family

    def _is_a_topic(self, found: re.Match[str]) -> bool:
        """'Brother – police check to be asked for', 'Sister – meet her': a relation that the act is about."""
        dash = re.fullmatch(r"\s*[:–—-]\s", found["acts"] or "")
        rest = f" {found.string[found.end() :]}"
        child = found["who"].lower() in _CHILDREN
        if dash and child and _BIDDEN.match(rest.lstrip()):
            return True
        return bool(
            dash and (child or found["who"].lower() in self._known.family) and _OF_A_THING.match(rest)
        )

    def _is_to_act(self, found: re.Match[str]) -> bool:
        """'Jo to', 'Jo:'; before 'to be open' and its like only somebody who is known, no door."""
        be = re.match(r"\s+to\s+be\b", found["acts"] or "")
        named = (
            be is None
            or " " in found["who"]
            or len(found["who"]) < _SHORTEST
            or self._known.is_known(found["who"])
        )
        return named and bool(found["acts"])

    def _is_told(self, found: re.Match[str]) -> bool:
        """'Legal to amend': a word that is often a topic, told to act as the agency that it also is."""
        told = re.fullmatch(r"\s+(?:to|will)", found["acts"] or "")
        bidden = re.fullmatch(r"\s*[:–-]\s", found["acts"] or "") and _BIDDEN.match(
            found.string[found.end() :]
        )
        return found["who"].lower() in self._known.roles and bool(told or bidden)

    def spoken_to(self, unit: Unit) -> Span | None:
        """In a chat of two the other than who speaks, where the unit bids somebody ('[13:17] Gavin: See mum')."""
        line = self._text[unit.span.line_start(self._text) : unit.span.end]
        who = speaker(line)
        said = unit.span.of(self._text)
        others = self._known.speakers - {who}
        if who not in self._known.speakers or len(others) != 1 or not BIDS.match(said[said.find(": ") + 1 :]):
            return None
        found = re.search(rf"(?<!\w){re.escape(*others)}(?!\w)", self._text)
        return Span(*found.span()) if found else None


_Reading = Callable[[Sentences, _Act], Span | None]
_NAMED_FIRST: Final[tuple[_Reading, ...]] = (
    Sentences._in_a_flat_row,
    Sentences._marked,
    Sentences._asked,
    Sentences._fronted,
    Sentences._in_the_middle,
    Sentences._called,
)
"""Readings that stand before 'CM: somebody needs to look', which is nobody's."""
_NAMED: Final[tuple[_Reading, ...]] = (
    Sentences._shouted,
    Sentences._ordered,
    Sentences._drafts,
    Sentences._bracketed,
    Sentences._after_a_topic,
    Sentences._at_the_start,
    Sentences._does,
    Sentences._goes_on_to_act,
    Sentences._inside,
    Sentences._acting,
    Sentences._first_person,
    Sentences._pronoun,
)
_NAMED_LAST: Final[tuple[_Reading, ...]] = (
    Sentences._before_a_day,
    Sentences._given,
    Sentences._pointed_to,
    Sentences._at_the_end,
    Sentences._initials_last,
    Sentences._after_a_slash,
)
"""Readings of a bare name, which is no owner under a heading that has one."""


def _first(sentences: Sentences, act: _Act, readings: tuple[_Reading, ...]) -> Span | None:
    return next((found for read in readings if (found := read(sentences, act)) is not None), None)
