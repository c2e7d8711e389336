"""Whose an act is and by when, as a unit of its own beside the act says: 'Draft to me 23.09', 'Ged.'."""

from __future__ import annotations

import dataclasses
import re

from supcheck.deadlines.reasons import A_TIME
from supcheck.deadlines.words import WEEKDAY_WORDS
from supcheck.events import event_of
from supcheck.headings import WHOSE
from supcheck.owners.days import BY, Days, Facts, who_in
from supcheck.owners.fields import NAMES, SIGNED, Fields
from supcheck.owners.known import Known
from supcheck.owners.sentences import Sentences
from supcheck.people import NAME
from supcheck.records import Action, Record, Span, Unit

_FACT_WORDS = 10
_LED_WORDS = 15
"""Words up to which a sentence may be nothing but when an act is due; behind 'It must reach Jo' and its like."""
_OWNED_BY = re.compile(
    r"(?i)\W*(?:owner|who|by whom|lead|responsible|person responsible|assigned to|allocated to)\s*[:–-]\s*(?P<who>(?-i:[A-Z])\w*(?:\W{1,3}\w+){0,3}\)?)(?:,?\s+with\b[^.:]*)?\W*$"
)
_TAIL = re.compile(
    rf"\W*(?P<who>{NAME}|[A-Z]{{2,}}(?:\s(?:AND\s)?[A-Z]{{3,}}){{0,2}})(?=\s+(?:by|in|within|before)\b|[,.]|\s[-–]|\s+\d|\W*$|\s+(?:{WEEKDAY_WORDS}|w/?c|today|tomorrow|EOW|COP)\b)"
    r"(?P<rest>.*)"
)
"""A sentence of nobody but an owner, and perhaps a day: '(OG, 28/02)', 'HO by 25/10.', 'Hollie, unannounced, Thurs.'."""
_ASIDES = 2
"""Words between an owner and a day: 'Hollie, unannounced, Thurs'."""
_LINE_END = re.compile(r"\s*(?:\n|$)")
_ALONE = re.compile(r"(?P<me>[Mm]e)\W*$")
_DUE_LINE = re.compile(
    r"(?i)\W*(?:(?P<field>time-?\s?bound|timescales?|timeframe|(?:by\s+)?when|due(?:\s+date)?|deadline|target(?:\s+date)?|date|by(?=:))|T)\s*[:–-]\s"
)
_NEXT_ONE = re.compile(r"(?i)\bnext\b(?!\s+(?:week|month|steps?|actions?)\b)")
_NEXT_DATE = re.compile(r"(?i)\W*(?:date of )?next\b(?!\s+(?:week|month)\b)")
_DUE_BY = re.compile(
    r"(?i)\W*(?:(?:by(?=:)|time-?\s?bound|timeframe|time\s+(?:for\s+compliance|limit)|T(?=:)|deadline|due|by when|when|timescale|target date|date for completion|(?:new )?date|completion(?: date)?|(?:needed|complete|to be completed) by)\s*[:–-]?\s*"
    r"|(?:it|this|these|that|they) (?:needs? to|must|should|has to|is to|are to) (?:happen|be done|be finished|be ready|be with (?:us|me)|(?:reach|get to|go to|come to|be with) [A-Z]\w+|go in|be in|be sent)\s*"
    r"|the [a-z]+ (?:should|must|is to|needs to|has to) (?:go|be) (?:out |in |off |sent |done )?"
    r"|(?:it|this|that|these|they) (?:goes|go) (?:in |off |out |over )?|(?:he|she|they)(?:['’]s| has| have)? (?:said|agreed|promised)\s+(?=by|before|within)"
    r"|(?:to be |must be |needs to be )(?:done|completed|finished|sent|in|back|ready|with me)\s*"
    r"|(?:an? )?(?:answer|reply|response|feedback|result|draft)s? (?:is |are )?(?:wanted|needed|due|expected)\s*"
    r"|(?:that|this|it)(?:['’]s| is| has been) (?:(?:booked|set|arranged|fixed|planned|agreed)(?: in)?(?: for)?|for|due)\s+|(?:we|i) (?:said|agreed)\s+"
    r"|(?:(?:i|you|he|she|they)(?:['’ ]?ll|\s+(?:will|to|can))?\s+)?do\s+(?:that|it|this)\s*|can (?:that|it|this) be\s*"
    r"|(?:i['’]m giving\s+(?:him|her|them|you)|you(?:['’]ve|\s+have)(?:\s+got)?)\s+(?=until|till?\b)"
    r"|i(?:['’]d like|\s+would like|\s+want|\s+need)\s+(?:to\s+(?:see|have|read)\s+)?(?:it|this|that|them|these)\s+(?:(?:done|in|back|finished|with me)\s+)?)"
)
_LEADS_TO_DAY = re.compile(
    r"\W*(?!(?i:if|when|once|unless|as|because|since|after|last|next|review|seen|he|she|they|it|we|i)\b)"
    r"(?!.*\b(?i:was|were|had|has|sent|seen|released?|ends?|ended|born|due|term|clinic|hearing|birthday|in hospital)\b)(?:[\w'’.&+/-]+,?\s+){1,6}"
)
"""Up to six words before a day: 'Named by 12/03', 'S.M. by Fri', 'Face to face, at the table, before 31/5'."""
_TO_ME = re.compile(
    r"(?i)(?:\b(?:to|with) me|\bon my desk|\bdraft(?:\s+to\s+\w+)?|^\W*(?:starts?|starting|session|first\s+session|new\s+date))\s*$"
)
"""Words before a bare day that is the act's: 'Draft to me 23.09', 'Starts 5th Aug'."""
_NO_LATER = re.compile(r"(?i)\b(?:no|not)\s+later\s+than\s+$")
_ENDS_DAY = re.compile(
    r"(?i)\s*\b(?:so|as (?:said|agreed|before))\b.*|\s*for (?:this|that)(?: one)?\W*|\W*(?:(?:please|pls|also|too|latest|at the latest|in the day|and not a day (?:more|later))\W*)?|\s*,.*"
)
"""What may follow the day of a sentence that is nothing else."""


class Beside:
    """What stands beside the acts of one record."""

    def __init__(
        self, record: Record, known: Known, days: Days, sentences: Sentences, fields: Fields
    ) -> None:
        self._text = record.text
        self._known, self._days, self._sentences, self._fields = known, days, sentences, fields

    def completed(self, action: Action, unit: Unit, *, directs: bool) -> Action:
        """An action with what the unit after it adds, where that is nothing but its owner or its deadline.

        Words that are no direction of their own may lead to the deadline ('Draft to me 23.09').
        """
        if self._fields.is_field(unit.span.start):
            return action
        words = unit.span.of(self._text)
        signed = self._fields.signed(unit.span)
        if signed is not None and SIGNED.fullmatch(words.strip()):
            return _owned(action, signed)
        if action.owner is None and self._answers_who(unit):
            return dataclasses.replace(action, owner=unit.span)
        who = _OWNED_BY.match(words)
        if who and self._known.is_named(who["who"]):
            return dataclasses.replace(action, owner=who_in(who, unit.span.start))
        same_line = "\n" not in self._text[action.span.end : unit.span.start]
        ends = same_line and _LINE_END.match(self._text, unit.span.end)
        if action.owner is None and ends and self._known.is_a_role(words):
            return dataclasses.replace(action, owner=unit.span)
        own = action.deadline is not None and action.deadline.start >= action.span.start
        lead = _DUE_BY.match(words)
        # 'Due 5 April' says more than 'at Christmas' among the act's own words.
        heading = unit.section.heading
        other = _NEXT_DATE.match(words) or (heading and _NEXT_ONE.search(heading.of(self._text)))
        long = len(words.split()) > (_LED_WORDS if lead else _FACT_WORDS)
        if (own and (action.due or not lead)) or long or other:
            return action
        at = lead.end() if lead else 0
        bounds = self._days.found(words[at:])
        if not bounds:
            return action
        bound = min(bounds, key=lambda one: one.span.start) if lead else bounds[0]
        before, after = words[at : at + bound.span.start], words[at + bound.span.end :]
        told = self._days.bound_by(bound, words[at:], unit.span.start + at)
        may_lead = same_line and not directs and told.due and bound.due.why != A_TIME
        bounds_it = BY.match(bound.span.of(words[at:])) or _NO_LATER.search(before)
        surely = bounds_it or _TO_ME.search(before) or self._names_lead(before)
        led = may_lead and surely and _LEADS_TO_DAY.fullmatch(before) and not event_of(before.strip())
        alone = _ENDS_DAY.fullmatch(after) and (led or not re.search(r"\w", before))
        field = _DUE_LINE.match(words)
        if not alone and not (field and field["field"]):
            return action
        return dataclasses.replace(action, deadline=told.deadline, due=told.due)

    def signed(self, action: Action, unit: Unit) -> Action | None:
        """An action with the owner, and perhaps the day, that alone stands behind it on its line: 'Refer to FGC. Dev'.

        None where the unit says anything else, or the action has an owner of its own.
        """
        own = action.owner is not None and action.owner.start >= action.span.start
        tail = _TAIL.fullmatch(unit.span.of(self._text).rstrip())
        if own or tail is None or "\n" in self._text[action.span.end : unit.span.start]:
            return None
        if not (self._known.may_be_told(tail["who"]) and self._is_by_when(tail["rest"])):
            return None
        return _owned(action, self._days.dated(who_in(tail, unit.span.start), unit.span))

    def _is_by_when(self, said: str) -> bool:
        """Whether words are nothing, or a day with hardly a word before it."""
        bound = min(self._days.found(said), key=lambda one: one.span.start, default=None)
        before, after = (said[: bound.span.start], said[bound.span.end :]) if bound else (said, "")
        aside = _ASIDES if bound else 0
        return len(re.findall(r"\w+", before)) <= aside and not re.search(r"\w", after)

    def _names_lead(self, before: str) -> bool:
        """'Kofi thurs 15th', 'cafe. Denise, wk of 6 feb': nothing but somebody of the record before the day."""
        name = before.strip(" ,")
        return bool(name) and len(name.split()) <= 2 and self._known.is_role_or_works_here(name)

    def is_due_field(self, unit: Unit) -> bool:
        """'Time-bound: by 5 June', and 'T: by 5 June' where the acts are written so."""
        found = _DUE_LINE.match(unit.span.of(self._text))
        return found is not None and bool(found["field"] or self._sentences.is_smart)

    def _answers_who(self, unit: Unit) -> bool:
        """'By whom: Deborah': a name beside its own heading."""
        heading, name = unit.section.heading, unit.span.of(self._known.said).strip(" .")
        asked = heading is not None and heading.of(self._text).strip(" :").lower() in WHOSE
        return asked and self._known.is_owner(name) and bool(self._known.patterns.several.fullmatch(name))

    def named_before(self, before: Unit, unit: Unit) -> Span | None:
        """Who stands alone before the act, on its line: 'Ged. Rota from the employer.'"""
        if "\n" in self._text[before.span.start : unit.span.start]:
            return None
        alone = before.span.of(self._known.said).rstrip(" .:")
        if (
            len(alone.split()) <= NAMES
            and self._known.patterns.several.fullmatch(alone)
            and self._known.may_be_told(alone)
        ):
            return Span(before.span.start, before.span.start + len(alone))
        me = _ALONE.match(before.span.of(self._text))
        return who_in(me, before.span.start, "me") if me else None


def _owned(action: Action, told: Facts) -> Action:
    """An action of whoever is told, by the day that is told, else by its own."""
    facts = told.over(Facts(None, action.deadline, action.due))
    return dataclasses.replace(action, owner=facts.owner, deadline=facts.deadline, due=facts.due)
