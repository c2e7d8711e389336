"""The several acts of one unit: '…, and Bo to ring school', '1) ring mum tonight 2) visit Weds'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from supcheck.deadlines import Deadline
from supcheck.deadlines.reasons import A_TIME, UNTIL
from supcheck.owners.days import Days
from supcheck.owners.known import Known
from supcheck.owners.sentences import Sentences
from supcheck.records import Record, Shape, Span, Unit

_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?P<number>\d{1,2})\)\s+(?=[^\W\d_])")
"""An act's number inside a line: 'Jo pls – 1) ring mum tonight 2) visit Weds'."""
_JOINED = re.compile(r"^[ ,;.&]*(?:(?:and|then|so(?=\s+(?:please|I|can|could)\b)|please)\s+)*")
"""What joins an act to the one before it."""
_SEMICOLON = re.compile(r";\s+")
_TOPIC = re.compile(r"\W*[A-Z][^:.;]{2,24}:\s+(?=[a-z])")
"""'The GCP2: start it on Tuesday.'"""
_AND = re.compile(r",?\s+and\s+$")
_WILL = re.compile(r",?\s+(?:she|he|I|you|[A-Z][\w'’]*)(?:['’]ll|\s+(?:will|is\s+(?:going\s+)?to))\b")
"""'… on 5 March, and on the 12th she'll go through it': the day stands before who is to act."""
_ANOTHER = re.compile(r"(?:and\s+)?(?:another|every)\b")
"""'A visit on the 3rd and another on the 17th', 'go round on the 31st and then every Thursday'."""
_THE_SAME = re.compile(r"(?:[\w'’]+\s+){1,4}(?:do|sort|see\s+to)\s+(?:it|this|that|so)\b")
"""'The health visitor is to be spoken to, and Jo will do it on Friday.'"""
_OF_THE_SAME = re.compile(
    r"[^,;.]{0,40}\b(?:it|that|this|them|these|the\s+lead)\b|(?:\W+[\w'’]+){0,3}\W*(?:$|\band\b|,)"
)
"""'… and Owen will arrange it', '…, Imogen to arrange': who does what was said before."""
_TO_BE_DONE = re.compile(
    r"(?i)\b(?:to|must|should|needs?\s+to|will|shall|has\s+to|have\s+to)\s+be\s+(?:(?:in|back|with)\b|\w+(?:ed|en|ne|wn|et|ent|ade|eld|ught|pt|ut|id|ft|ld|ck)\b)"
    r"|(?<!what\s)(?<!what\swill\s)\b(?:will\s+)?needs?\s+(?!to\b)[a-z]+ing\b|\b(?:to|must|should|will|needs?\s+to|has\s+to)\s+take\s+place\b|\bI(?:['’]d|\s+would)?\s+(?:want|like|need)\s+some(?:body|one)\s+to\s+[a-z]"
    r"|\b(?:goes|go)\s+(?:back\s+|out\s+|over\s+|in\s+)?(?:to|with)\s+\w|\bplease\s+[a-z]+\s+(?!and\b)\w|\bI(?:['’]d|\s+would)?\s+(?:want|like|need|expect|require)\s+[^.;]{3,60}?\s(?:\w+ed|seen|done|held|sent|written|made|taken|brought|put|told|set|met|given|kept)\b"
)
"""'Harley to be seen within 3 days', 'I would like a meeting held on 11 July'."""
_TELLS = re.compile(
    r"(?i)\W*(?:(?:and|so|as)\s+)?(?:[\w'’()-]+\s+){1,4}?"
    r"(?:(?:have|has|had)\s+(?:an?\b|the\b|no\b|some\b|been|got|asked|told|agreed\s+(?:an?\b|the\b|£|to\s+(?:that|this|it)\b)|offered\s+an?\b)"
    r"|(?:want|wants|wanted|would\s+like)\s+(?:to\s+know|an?|the)|can\s+be|(?:is|are|was|were)\s+(?!to\b|going\b|that\b))"
)
"""How a part begins that tells and bids nobody: 'The nurse has offered a joint visit'."""
_IS_TO = re.compile(
    r"(?i)\b(?:to|will|must|should|shall)\s+(?!know\b|that\b|this\b|it\b|be\b|the\b|an?\b)[a-z]+|['’]ll\b"
)
_SIGN = re.compile(r"(?<=[\w'’?!£] )\((?P<who>[^()]{1,40})\)(?=\s*(?:[,;+/&.]|$|\d{1,2}\s|and\s))")
_FEWEST_SIGNED = 2
_SLASH = re.compile(r"\s/\s")
_FEWEST_SLASHES = 3
_FEWEST_SEMICOLONS = 2
_LED = re.compile(
    r"^(?:(?:Tasks?|Actions?)\s*[>:–-]\s*)?(?P<who>[A-Z][\w'’]*)(?:(?:\s[\w'’]+){0,3}:|(?:(?<=[A-Z]{3})|(?<=^Plan))\s[-–])\s+"
)
"""'Bridie: panel papers 27/2; complaint', 'SUNIL - see dad / chronology'."""
_IN_BRACKETS = re.compile(r"\([^()]*\)\W*")
_WORD = re.compile(r"\w[\w'’&+/]*")
_THING = re.compile(r"[A-Z]{3,}\d?")
_COMMA = re.compile(r",\s+(?![^()]*\))")
"""A comma outside brackets."""
_TERSE = 6
"""Words up to which what a mark parts may be an act of a list."""
_BEHIND = re.compile(r"\s(?P<mark>[;+/])\s")
_NUMBER = re.compile(r"(?:^|(?<=\s))(?P<number>\d{1,2})[.)]?\s+(?=[^\W\d])")
_LEADS = re.compile(r"[\s,;+/&.=]*(?:and\s+|then\s+)?(?:\d{1,2}[.)]?\s+(?=[^\W\d]))?")
"""What stands before an act in such a line: 'and', a mark, a number."""
_INITIALS = re.compile(r"[A-Z]{1,2}")
_ALONGSIDE = re.compile(
    r"(?i)\b(?:join|sit\s+in|go\s+(?:with|along|too)|come\s+(?:with|along|too)|be\s+there|take\s+(?:him|her|them)\s+to)\b"
)
"""'Mel will see dad next week, and I will sit in on that': an act at the time of the one before it."""
_AT = re.compile(r"(?i)(?:at|when|while|during)\b")
_LEAD_IN = 3
"""Words up to which what stands before the first number is no clause of its own."""


class Acts:
    """The parts of one record's units."""

    def __init__(self, record: Record, known: Known, days: Days, sentences: Sentences) -> None:
        self._text = record.text
        self._known, self._days, self._sentences = known, days, sentences

    def further(self, unit: Unit, first: Span | None) -> Iterator[Span]:
        """The parts of a unit in which somebody else than its first owner is to act, or by another day."""
        if unit.shape is Shape.ROW:
            return
        text, start = self._known.said, unit.span.start
        heads = [
            found.start()
            for found in self._known.patterns.further.finditer(unit.span.of(text))
            if first is not None and self._starts_another(unit, found, first)
            if not self._listed(unit.span.of(text)[: found.start()], found["join"])
        ]
        heads = sorted({*heads, *self._by_days(unit.span)})
        for at, following in pairwise((*heads, unit.span.end - start)):
            part = text[start + at : start + following]
            lead = len(part) - len(_JOINED.sub("", part, count=1))
            yield Span(start + at + lead, start + at + len(part.rstrip(" ,;")))

    def _starts_another(self, unit: Unit, found: re.Match[str], first: Span) -> bool:
        """Whether somebody else is to act, or the same again behind a semicolon or as the writer would like."""
        if found["wished"]:
            return unit.span.start + found.start("wished") > first.end
        at, named = unit.span.start + found.start("who"), first.of(self._known.said).lower()
        if found["who"] != "I" and not self._known.is_owner(found["who"]):
            return False
        if at > first.end:
            return found["who"].lower() != named or ";" in found["join"] or self._goes_on(unit, found, first)
        return at == first.start and self._by_nobody(unit, found)

    def _goes_on(self, unit: Unit, found: re.Match[str], first: Span) -> bool:
        """'I will send it today, and I will speak to Jo': the same again, behind a comma and the day of the first act."""
        said = unit.span.of(self._text)
        after = first.end - unit.span.start
        return (
            found["join"].startswith(",")
            and "and" in found["join"]
            and bool(self._days.found(said[after : found.start()]))
        )

    def _by_nobody(self, unit: Unit, found: re.Match[str]) -> bool:
        """'Police checks to be asked for today, and Jo will tell mum': an act of nobody's before the first owner's."""
        said = unit.span.of(self._text)
        return bool(_TO_BE_DONE.search(said[: found.start()])) and not _OF_THE_SAME.match(said, found.end())

    def _by_days(self, within: Span) -> Iterator[int]:
        """Where an act goes on behind the day of the one before it, and has a day of its own.

        'See her by the 14th and get his view in writing by 18/3': before what somebody is named for, else before
        the first thing that is to be done. Not 'The panel is on 29 May and I will ring on Monday'.
        """
        said = within.of(self._known.said)
        bounds = sorted(
            (one for one in self._days.found(said) if one.due.why not in (A_TIME, UNTIL)),
            key=lambda one: one.span.start,
        )
        for one, other in pairwise(bounds):
            joins = [
                found
                for found in self._known.patterns.goes_on.finditer(said, one.span.end, other.span.start)
                if found["join"][0] in ",;." or not self._is_where(one, said)
            ]
            named = (found for found in joins if found["who"])
            parted = _SEMICOLON.search(said, one.span.end, other.span.start)
            fronted = _AND.search(said, one.span.end, other.span.start)
            if fronted and _WILL.match(said, other.span.end):
                parted = fronted
            found = next(named, next(iter(joins), parted))
            before = Span(within.start, within.start + found.start()) if found else within
            if found and not _THE_SAME.match(said, found.end()) and self._is_an_act(before):
                yield len(said[: found.start()].rstrip())

    def _is_an_act(self, part: Span) -> bool:
        """Whether a part says by itself that something is to be done: by somebody, or by nobody who is named."""
        said = part.of(self._text)
        return self._is_to_be_done(said) or self._sentences.owner(part, None) is not None

    def signed(self, unit: Unit) -> tuple[tuple[Span, Span | None], ...]:
        """The acts of a line in which each has who and when in brackets behind it, and what those hold.

        'Plan: rebook audiology (KB, 10/2), SALT ref (KB), taxi form (me)'; and so of acts that slashes or
        semicolons part: 'ring aunt today / visit 31/8 / YJS check / mum's view'. None where it is no such line.
        """
        if unit.shape is Shape.ROW:
            return ()
        said, start = unit.span.of(self._known.said), unit.span.start
        signs = {found.end(): found for found in _SIGN.finditer(said) if self._signs(found["who"])}
        # Who stands with a day in one bracket may stand alone in another.
        names = {_first_word(found["who"]) for found in signs.values()}
        signs |= {found.end(): found for found in _SIGN.finditer(said) if found["who"] in names}
        if len(signs) >= _FEWEST_SIGNED:
            ends = {*signs, *_apart(said, min(signs)), len(said)}
        else:
            ends = {*self._parted(said, listed=unit.section.key == "direction"), len(said)}
        if len(ends) == 1:
            return ()
        told = []
        for before, end in pairwise(sorted({0, *ends})):
            lead = _LEADS.match(said, before, end)
            begins = lead.end() if lead else before
            part = said[begins:end].rstrip(" ,;+/&")
            sign = signs.get(begins + len(part))
            if re.search(r"[^\W\d]{2}", part):
                inside = Span(start + sign.start("who"), start + sign.end("who")) if sign else None
                told.append((Span(start + begins, start + begins + len(part)), inside))
        return tuple(told)

    def _parted(self, said: str, *, listed: bool) -> list[int]:
        """Where slashes part acts of a few words, or semicolons in a list of acts; nowhere in other words."""
        led = self._leads(said, listed=listed)
        for mark, fewest in ((_SLASH, _FEWEST_SLASHES - led), (_SEMICOLON, _FEWEST_SEMICOLONS - led)):
            found = [one.start() for one in mark.finditer(said)]
            if (
                len(found) >= fewest
                and (listed or led or mark is _SLASH)
                and not self._has_a_cell(said, mark)
            ):
                return found
        return []

    def _leads(self, said: str, *, listed: bool) -> bool:
        """Whether somebody is named before a line's acts; 'TONIGHT - …' is a day over all of them."""
        lead = _LED.match(said)
        if lead is None or self._days.found(lead.group()):
            return False
        return listed or self._known.is_called_so(lead["who"])

    def _has_a_cell(self, said: str, mark: re.Pattern[str]) -> bool:
        """Whether of what a mark parts anything is nobody's act: a name, a day, an aside, or what is told."""
        parts = [part.strip() for part in mark.split(_LED.sub("", said, count=1))]
        days = (one.span.of(part) == part for part in parts for one in self._days.found(part))
        # 'RHI', 'LPM' are things to be done before they are anybody's initials.
        named = (self._known.is_role_or_works_here(part) for part in parts if not _THING.fullmatch(part))
        told = (self._tells(part) or (at and _IN_BRACKETS.fullmatch(part)) for at, part in enumerate(parts))
        words = (len(_WORD.findall(_IN_BRACKETS.sub("", part))) for part in parts)
        return any(named) or any(days) or any(told) or any(count > _TERSE for count in words)

    def _signs(self, said: str) -> bool:
        """'KB', 'me', 'KB, 10/2', 'by Friday': who is to act, or by when."""
        who = _first_word(said)
        named = who.lower() == "me" or self._known.is_role_or_works_here(who) or _INITIALS.fullmatch(who)
        return bool(named) or bool(self._days.found(said))

    def only_tells(self, part: Span) -> bool:
        """'College have a hardship fund' before '…, Jo to apply by Friday': a reason, and nothing to be done."""
        return self._tells(part.of(self._text))

    def _tells(self, said: str) -> bool:
        return bool(_TELLS.match(said)) and not (self._is_to_be_done(said) or _IS_TO.search(said))

    def goes_along(self, part: Span) -> bool:
        """Whether an act is at the time of the one before it: '…, and I will sit in on that'."""
        return bool(_ALONGSIDE.search(part.of(self._text)))

    def _is_to_be_done(self, said: str) -> bool:
        topic = _TOPIC.match(said)
        return bool(
            self._known.patterns.bids.match(said, topic.end() if topic else 0) or _TO_BE_DONE.search(said)
        )

    def _is_where(self, one: Deadline, said: str) -> bool:
        """'Who she would like at the CIN review and …': where something is, as likely as by when."""
        return one.due.on is None and bool(_AT.match(one.span.of(said)))

    def numbered(self, unit: Unit) -> tuple[Span, ...]:
        """The second act and those after it where a line numbers its acts one after another.

        Words before the first number may name who is to act; a clause there numbers its topics.
        """
        if unit.shape is Shape.ROW:
            return ()
        said, start = unit.span.of(self._text), unit.span.start
        found = list(_NUMBERED.finditer(said))
        numbers = [int(one["number"]) for one in found]
        if len(numbers) < 2 or len(re.findall(r"\w+", said[: found[0].start()])) > _LEAD_IN:
            return ()
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            return ()
        ends = (*(one.start() for one in found[2:]), len(said))
        return tuple(
            Span(start + one.start(), start + len(said[:end].rstrip(" ,;&")))
            for one, end in zip(found[1:], ends, strict=True)
        )

    def names_nobody(self, part: Span) -> bool:
        """Whether an act begins with what is to be done, so that it is the one's before it."""
        said = part.of(self._known.said)
        patterns = self._known.patterns
        return bool(patterns.bids.match(said) or patterns.acts.match(said) or _ANOTHER.match(said))

    def _listed(self, before: str, join: str) -> bool:
        """'… with mum and dad to …', 'school, health and police to …': a name in a list, no new act."""
        last = re.search(r"([\w'’-]+)\W*$", before)
        if last is None or not ("and" in join or "&" in join):
            return False
        return self._known.is_known(last[1]) or bool(
            re.search(r"\b(?:with|between|from|support(?:ing)?)\s+[\w\s,]{0,30}$", before)
        )


def _first_word(said: str) -> str:
    return re.split(r"[,\s]", said.strip(), maxsplit=1)[0]


def _apart(said: str, first: int) -> Iterator[int]:
    """Where acts that have nothing behind them end in a line of such as have: at its own mark, or its numbers."""
    if said.startswith(",", first) and all(len(part.split()) <= _TERSE for part in _COMMA.split(said)):
        yield from (found.start() for found in _COMMA.finditer(said))
    mark = _BEHIND.match(said, first)
    if mark:
        yield from (found.start() for found in _BEHIND.finditer(said) if found["mark"] == mark["mark"])
    wanted = 1
    for found in _NUMBER.finditer(said):
        if int(found["number"]) == wanted:
            yield found.start()
            wanted += 1
