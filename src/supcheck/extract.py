"""Units + Labels -> Actions: owner, deadline, due and vague, all as spans.

A first, honest grammar (codebook section 3; rulings 10 to 13, 24, 25): which acts a record has, and what
each takes from its unit, its list's heading or its message (`owners` reads their words).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from supcheck.owners import BIDS, Facts, Reader, who_in
from supcheck.people import NAME
from supcheck.records import (
    Action,
    Holds,
    Label,
    Record,
    Section,
    Shape,
    Span,
    Status,
    Unit,
    blank_line_between,
)
from supcheck.status import items_of, status_of
from supcheck.words import Words

_FOLLOWING = 2
"""Units after an action that may still say whose it is and by when."""
_GREETED = re.compile(
    rf"(?m)^\s*(?:[Hh]i|[Hh]iya|[Hh]ello|[Mm]orning|[Aa]fternoon|[Hh]ey|Dear)\s+(?P<who>{NAME})\s*(?:[-–—,:!.]|$)"
)
_NAMED_TO = re.compile(
    r"(?s)(?:^|\s)(?:To:|→)\s*(?P<to>[A-Z][\w'’-]+)\b.*?^(?P<who>(?P=to))(?:,?[ \t]*$|,\s+[a-z])",
    re.MULTILINE,
)
"""'To: Kirsty N' in the head of a message, and 'Kirsty,' at the start of a line."""
_TO_A_CHILD = re.compile(
    r"(?i)\byour\s+(?:mum|mam|dad|nan|gran|grandma|grandad|brother|sister|auntie|school|teacher|foster\s+carers?|social\s+worker)\b"
)
"""Words of a letter whose reader is the child, and is not told to act."""
_TOGETHER = re.compile(
    r"(?i)(?:^\W*(?:(?:and|so|but|then|can|could)\s+)?|,\s+)(?:let['’]s|we|someone|somebody)\b|\bus\s+to\b"
)
"""What reader and writer are to do is nobody's (ruling 24)."""
_BY_NOBODY = re.compile(
    r"(?i)\W*(?!(?:please|pls|ask|find|ring|tell|check|see|make|get|use)\b)(?:(?!(?:who|whether|what|if|that)\b)[\w'’-]+\s+){1,6}?(?:(?:(?:need|needs|is|are)\s+)?(?:to|will|should|must)\s+be\s+\w|needs?\s+[a-z]+ing\b(?!.*\byou\b)|to\s+(?:go\s+(?:off|out|in)|happen|start|take\s+place)\b)"
)
"""'Contact to be looked at': a sentence of its own that names nobody, though the one before it did."""
_SPOKEN_TO = re.compile(
    r"(?i)(?<![\"“'‘])(?<!thank )(?<!said )(?<!told )(?<!shouted )\byou(?:['’]ll)?\b(?!\s+know)"
)
_OFTEN = 3
"""Times from which on a record that asks something says 'you' to its worker."""
_OFTENER = 5
"""The same where it asks nothing."""
_ASKED = re.compile(
    r"(?i)\b(?:can|could|will|would)\s+you\b|\byou(?:['’]ll|['’]re\s+to|\s+to|\s+need\s+to)\b|\b(?:please|pls)\b"
)
_WORKER = re.compile(
    r"(?m)(?:\b(?:PA|A?SW|SSW|NQSW|FSW|KW|[Ww]orker)\b[\s:=]+|^To:\s*)(?:you,\s)?(?P<who>[A-Z][a-z'’-]+)"
)
_THE_FOLLOWING = re.compile(r"(?i)\b(?:to|will)\s+(?:do|complete|action|prioritise)\s+the\s+following\b")
_FRAGMENT = 4
"""Words up to which a sentence in a line of directions takes from the one before: 'Owen to look.'"""
_DAYS_APART = 2
"""Further acts with a day of their own from which on the first one's is its own too."""
_RESETS = re.compile(
    r"(?i)\W*(?:others?|other\s+(?:actions?|tasks?|people)|also(?:\s+needed)?|(?:not|nobody)\s+yet\s+[\w ]{3,30}|un(?:allocated|assigned)|no\s+name(?:\s+yet)?"
    r"|after\s+that|later|longer\s+term|everyone\s+else|anybody)\W*"
)
"""A line that ends what the heading above it passes down."""
_UNDATED = re.compile(
    r"(?i)(?:(?:[|\t]| {3})\s*(?:ongoing|tbc|asap|as needed|no date|when possible|[-–?])|[-–,(]\s*(?:ongoing|no date))"
    r"\s*[|).]?\s*$"
)
"""An act that says itself that it has no day takes none from its heading."""
_GREETING = 500
"""Characters of a message in which it greets."""
_ADDRESSED = re.compile(rf"^\s*(?:@|Hi\s+|Dear\s+)?(?P<who>{NAME})\s*(?:[-–—,:]\s)")


def extract(
    record: Record, units: tuple[Unit, ...], labels: tuple[tuple[Label, ...], ...], words: Words
) -> tuple[Action, ...]:
    """The actions of a record in reading order: those to be done from now on, and earlier ones reviewed.

    A unit whose `direction` holds or is open gives an action for each act in it; one whose `follow_up`
    does, or an item of a list of earlier actions, gives an earlier action with its status.
    """
    reader = Reader(record, units, words)
    actions: list[Action] = []
    heading: Section | None = None
    above = last = Facts()
    addressed = _addressee(record, units, reader)
    listed, led = True, Facts()
    for unit, found in zip(units, labels, strict=True):
        if unit.section != heading:
            heading, above = unit.section, reader.lists.of_heading(unit.section)
            last, listed, led = above, True, Facts()
        elif unit.index and listed:
            listed = not _ends_list(record.text, units[unit.index - 1], unit)
        led = _led(record.text, units, unit, reader, led)
        if unit.shape is not Shape.ROW and _RESETS.fullmatch(unit.span.of(record.text)):
            above = Facts()
        over = reader.fields.of_block(unit.span.start) or led.over(above)
        if not listed and _BY_NOBODY.match(unit.span.of(record.text)):
            over = dataclasses.replace(over, owner=None)
        held = {label.name: label.holds for label in found}
        reviews = _reviews(unit, held.get("follow_up", Holds.NO))
        directs = held.get("direction", Holds.NO) is not Holds.NO
        facts = reader.of_unit(unit, last.owner, dated=directs or reviews, headed=over.owner is not None)
        row = unit.shape is Shape.ROW
        if facts.owner is None and directs and unit.index and not row:
            facts = dataclasses.replace(facts, owner=reader.beside.named_before(units[unit.index - 1], unit))
        if facts.owner is not None:
            last = Facts(facts.owner)
        near = actions and (unit.index <= actions[-1].unit + _FOLLOWING or reader.beside.is_due_field(unit))
        if near and not (actions[-1].earlier or row):
            signed = reader.beside.signed(actions[-1], unit)
            if signed is not None:
                actions[-1] = signed
                continue
            actions[-1] = reader.beside.completed(actions[-1], unit, directs=directs)
        if not directs:
            if reviews:
                follows_up = held.get("follow_up", Holds.NO)
                actions.extend(_reviewed(unit, record, follows_up, facts, reader, words))
            continue
        vague = held.get("vague", Holds.NO)
        to = addressed or reader.sentences.spoken_to(unit)
        passed = _passed_down(unit, vague, record, facts, over, to, actions)
        surely = held.get("follow_up", Holds.NO) is Holds.YES
        whole = Action(
            unit.index,
            unit.span,
            held["direction"],
            vague,
            passed.owner,
            passed.deadline,
            passed.due,
            status_of(unit.span.of(record.text), words) if surely else None,
        )
        actions.extend(_acts_of(unit, whole, record, reader, words))
    return tuple(actions)


def _acts_of(unit: Unit, whole: Action, record: Record, reader: Reader, words: Words) -> list[Action]:
    """The acts of a unit: each with its own who and when behind it, else the first and those after it."""
    signed = list(_signed_acts(unit, whole, reader, words))
    further = [] if signed else list(_further_acts(unit, whole, reader))
    if not further:
        return signed or [whole]
    ends = len(record.text[: further[0].span.start].rstrip(" ,;.&").removesuffix(" and").rstrip(" ,;"))
    first = _first_of_several(whole, Span(unit.span.start, ends), further, reader)
    return further if reader.acts.only_tells(first.span) else [first, *further]


def _part_of(action: Action, part: Span, facts: Facts, status: Status | None = None) -> Action:
    """An act of an action's unit, with who and when of its own."""
    return dataclasses.replace(
        action, span=part, owner=facts.owner, deadline=facts.deadline, due=facts.due, status=status
    )


def _led(text: str, units: tuple[Unit, ...], unit: Unit, reader: Reader, before: Facts) -> Facts:
    """What the line over a list passes down to each of its items; nothing to what is no item."""
    following = units[unit.index + 1] if unit.index + 1 < len(units) else None
    if unit.shape is Shape.BULLET:
        return before
    if unit.shape is not Shape.PARAGRAPH or following is None or following.shape is not Shape.BULLET:
        return Facts()
    apart = unit.section != following.section or blank_line_between(text, unit.span.end, following.span.start)
    return Facts() if apart else reader.lists.of_line(unit.span)


def _ends_list(text: str, before: Unit, unit: Unit) -> bool:
    """A blank line after a list's item: what follows need not be of the list's heading."""
    return before.shape is Shape.BULLET and blank_line_between(text, before.span.end, unit.span.start)


def _reviews(unit: Unit, follows_up: Holds) -> bool:
    """Whether a unit reviews an earlier action; in a list of them an item that says nothing does too."""
    listed = unit.section.key == "follow_up" and unit.shape in (Shape.BULLET, Shape.ROW)
    return not unit.silent and (follows_up is not Holds.NO or listed)


def _reviewed(
    unit: Unit, record: Record, follows_up: Holds, facts: Facts, reader: Reader, words: Words
) -> Iterator[Action]:
    """The earlier actions that a unit reviews: one for each status in a sentence that lists several."""
    said, start = unit.span.of(record.text), unit.span.start
    holds = Holds.MAYBE if follows_up is Holds.NO else follows_up
    whole = Action(
        unit.index,
        unit.span,
        holds,
        Holds.NO,
        facts.owner,
        facts.deadline,
        facts.due,
        status_of(said, words),
        True,
    )
    items = items_of(said, words) if unit.shape is not Shape.ROW else ()
    if len(items) < 2:
        yield whole
        return
    for begins, ends, status in items:
        part = Span(start + begins, start + ends)
        yield _part_of(whole, part, reader.of_part(part), status)


def _further_acts(unit: Unit, first: Action, reader: Reader) -> Iterator[Action]:
    """The second act of a unit and those after it, each with its own owner ('…, and Bo to ring school').

    Its day is that of the first where that stands at the unit's head, or where it goes along with the first.
    """
    numbered = reader.acts.numbered(unit)
    for part in numbered or reader.acts.further(unit, first.owner):
        facts = reader.of_part(part)
        over = first.deadline is not None and first.deadline.start == unit.span.start
        if over or reader.acts.goes_along(part):
            facts = facts.over(Facts(None, first.deadline, first.due))
        heir = numbered or reader.acts.names_nobody(part)
        yield _part_of(first, part, facts.over(Facts(first.owner)) if heir else facts)


def _signed_acts(unit: Unit, first: Action, reader: Reader, words: Words) -> Iterator[Action]:
    """The acts of a line in which each has its own who and when behind it.

    Who is named before them all, or over the line, is to do what has nobody of its own.
    """
    parts = reader.acts.signed(unit)
    over = first.owner if parts and first.owner and first.owner.end <= parts[0][0].end else None
    for part, sign in parts:
        if sign is None and status_of(part.of(reader.known.said), words) is Status.DONE:
            continue
        facts = reader.rows.who_and_when(sign) if sign else reader.of_part(part)
        yield _part_of(first, part, facts.over(Facts(over)))


def _first_of_several(action: Action, span: Span, further: list[Action], reader: Reader) -> Action:
    """The first act of a unit alone, with its own day.

    Where it has no owner, or two acts after it have days of theirs, it takes no day of another act.
    """
    alone = dataclasses.replace(action, span=span)
    if action.owner is not None and action.owner.start >= span.end:
        alone = dataclasses.replace(alone, owner=reader.of_part(span).owner)
    if action.deadline is None or action.deadline.start < span.end:
        return alone
    own = reader.of_part(span)
    apart = sum(one.deadline is not None for one in further) >= _DAYS_APART or alone.owner is None
    return dataclasses.replace(alone, deadline=own.deadline, due=own.due) if own.deadline or apart else alone


def _passed_down(
    unit: Unit,
    vague: Holds,
    record: Record,
    own: Facts,
    above: Facts,
    addressed: Span | None,
    before: list[Action],
) -> Facts:
    """Fill what a unit lacks from its list's heading, its item, or the message's addressee (ruling 10)."""
    passed = own.over(above)
    owner, deadline, due = passed.owner, passed.deadline, passed.due
    item = before[-1] if before and _same_item(record.text, before[-1].span, unit, vague) else None
    said = unit.span.of(record.text)
    if owner is None and not _BY_NOBODY.match(said):
        owner = item.owner if item else None
        if owner is None and not _TOGETHER.search(said):
            owner = addressed
    if own.deadline is None and _UNDATED.search(said):
        deadline, due = None, None
    elif deadline is None and item and not _bids_alone(unit, said):
        deadline, due = item.deadline, item.due
    return Facts(owner, deadline, due)


def _same_item(text: str, before: Span, unit: Unit, vague: Holds) -> bool:
    """True for a later sentence of the same bullet, or line of directions; there a vague one is nobody's."""
    if unit.shape is Shape.ROW:
        return False
    said = unit.span.of(text)
    told = len(said.split()) <= _FRAGMENT and re.search(r"\sto\s", said) and not _BY_NOBODY.match(said)
    fragment = vague is Holds.NO and (told or BIDS.match(said))
    line = text[unit.span.line_start(text) : unit.span.start]
    listed = unit.shape is Shape.BULLET or (unit.section.key == "direction" and fragment)
    listed = listed or bool(_THE_FOLLOWING.search(line) and not re.search(r"\b\d[.)]\s", line))
    return listed and "\n" not in text[before.end : unit.span.start]


def _bids_alone(unit: Unit, said: str) -> bool:
    """A whole sentence that bids, in running words: it has the day that it says, and not the one before's."""
    running = unit.shape is not Shape.BULLET and len(said.split()) > _FRAGMENT
    return running and BIDS.match(said) is not None


def _addressee(record: Record, units: tuple[Unit, ...], reader: Reader) -> Span | None:
    """The one worker to whom a message is written ('Hi Chlo'), or whom a note opens with ('Ines - not …')."""
    greeted = _GREETED.search(record.text[:_GREETING]) or _NAMED_TO.search(record.text[:_GREETING])
    if greeted and _TO_A_CHILD.search(record.text):
        return None
    if (
        greeted
        and reader.known.is_owner(greeted["who"])
        and greeted["who"].lower() not in reader.known.family
    ):
        return Span(*greeted.span("who"))
    asked = _asked_of_one(record.text, reader)
    if asked is not None:
        return asked
    spoken = [unit for unit in units if not unit.silent]
    if not spoken or spoken[0].section.heading is not None:
        return None
    first = spoken[0].span
    found = _ADDRESSED.match(first.of(record.text))
    who = found["who"].lower() if found else ""
    if (
        found is None
        or not reader.known.is_owner(found["who"])
        or who in reader.known.family
        or who in reader.known.field_names
        or who.startswith(("baby ", "unborn "))
        or _opens_otherwise(record.text, found["who"])
    ):
        return None
    return who_in(found, first.start)


def _asked_of_one(text: str, reader: Reader) -> Span | None:
    """The only worker whom the head names, where the record asks things of 'you'."""
    least = _OFTEN if _ASKED.search(text) else _OFTENER
    if len(_SPOKEN_TO.findall(text)) < least or _TO_A_CHILD.search(text):
        return None
    named = [found for found in _WORKER.finditer(text[:_GREETING]) if reader.known.is_owner(found["who"])]
    return Span(*named[0].span("who")) if len({found["who"] for found in named}) == 1 else None


def _opens_otherwise(text: str, who: str) -> bool:
    """Whether another line opens so with another name or topic ('Risk - two calls')."""
    lines = (_ADDRESSED.match(line.strip()) for line in text.split("\n"))
    return any(found["who"] != who for found in lines if found)
