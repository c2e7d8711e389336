"""Cut a record into sections and units, the way RULINGS 21 lists them.

Bullets, lines and table rows first; sentences inside them. Titles, headings, table heads and form
prompts are no units; lines of names, dates, greetings and 'N/A' are units that bear nothing.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from supcheck.chat import speaker, speakers
from supcheck.deadlines import find_deadlines
from supcheck.events import event_of
from supcheck.head import kind_of, read_head
from supcheck.headings import FLAT_HEAD, NUMBERED_LINE, TITLE_WORDS, ActColumns, Headings, headings_of
from supcheck.records import Block, Record, Section, Shape, Span, Unit, blank_line_between
from supcheck.sentences import sentence_spans
from supcheck.tables import with_rows
from supcheck.tables.cells import cells_of_row, without_number
from supcheck.words import Words

_ACTING = ("direction", "follow_up")
_MINOR = re.compile(r"[ \t]*(?P<major>[1-9]\d?)\.(?P<minor>[1-9]\d?)\.?[ \t]+(?=\D)")
_INLINE = (
    re.compile(r"(?:^|(?<=[\s]))\(?(?P<mark>\d)[.)]\s+(?=[A-Z])"),
    re.compile(r"(?:^|(?<=[\s]))(?P<mark>[a-h])\)\s+(?=\w)"),
    re.compile(
        r"(?:^|(?<=[\s]))(?:Action|Task|Direction|Recommendation|Step)\s(?P<mark>\d{1,2})\s?[:.)–-]\s*(?=\w)"
    ),
    re.compile(r"(?:^|(?<=[\s]))\[(?P<mark>\d{1,2}[:.]\d\d)\]\s+(?=\w)"),
    re.compile(r"(?:^|(?<=[\s]))(?P<mark>[•●▪])\s+(?=\w)"),
)
"""The marks of items that stand in one line."""
_NAMED = re.compile(r"(?:^|\s)[A-Z][\w.'’-]*\s*$")
"""Who stands before a day in a row that ran together."""
_RATING = re.compile(r"(?i)(?:\s*(?:red|amber|green)\b)?[\s.]*(?![,;:)])")
_FEWEST_ROWS = 2
_LEFT_OUT = 2
"""Steps by which the numbers of a line's items may go up."""
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)")
_HEAD_LINES = 4
"""A head's facts may share a line with words ('CIN since 7/24   SW Petra   29/11/24')."""
_FORM_LINES = 12
"""Above its first heading a form's fields may be of its head too ('Date/time of decision: 25/03/2026')."""
_SIGNED = 3
"""Words up to which a record's last line may be whoever signs it."""
_SAID_ACT = re.compile(r"(?i)\W*(?:action|task|direction)\b[\w ]{0,12}:\s+\S")
"""'Action: ring the school. Who: Jo.'"""
_FIELD = re.compile(r"[A-Z][\w /]{2,30}:\s\S.{0,60}$")


def segment(record: Record, words: Words) -> tuple[Record, tuple[Unit, ...]]:
    """Return the record with what its head tells filled in, and its units in reading order."""
    headings = headings_of(words)
    blocks = with_rows(record.text, record.blocks, headings)
    record = dataclasses.replace(record, blocks=blocks)
    title = _title(record, headings)
    body = record.blocks[bool(title) :]
    talking = speakers(record.text, body, headings.known)
    parts = [list(_run_in_parts(record.text, block, headings, talking)) for block in body]
    amid = frozenset(part.span for whole in parts for part in whole[1:])
    body = tuple(part for whole in parts for part in whole)
    lines = tuple(_lines(record.text, body, headings, title.end if title else 0, talking, amid))
    units = tuple(_units(record.text, lines))
    spans = [
        line.span
        for place, line in enumerate(lines)
        if line.role == "silent"
        or (place < _HEAD_LINES and not _is_over_fields(line.span.of(record.text), line.shape))
        or (place < _FORM_LINES and line.section.heading is None and _FIELD.match(line.span.of(record.text)))
    ]
    bold = [block.span for block in body[:_HEAD_LINES] if block.kind is Shape.HEADING]
    top = tuple(sorted({*spans, *bold}, key=lambda span: span.start))
    head = read_head(record, title, top, words)
    kind = record.kind or kind_of(record.text, title, units, words)
    return dataclasses.replace(head, kind=kind), units


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    """One block, or the rest of it after a run-in heading, and what it is."""

    role: str
    """'body' or 'silent'."""
    span: Span
    shape: Shape
    section: Section
    listed: bool = False
    """Below the head of a table of acts."""


def _run_in_parts(text: str, block: Block, headings: Headings, talking: Collection[str]) -> Iterator[Block]:
    """A paragraph parted where a list's heading runs into its words: '… was seen. Actions: 1) Ring mum.'

    No turn of a chat is (`talking`: who speaks in it).
    """
    start = block.span.start
    if block.kind is Shape.PARAGRAPH and speaker(block.span.of(text)) not in talking:
        for found in _RUNS_IN.finditer(text, start, block.span.end):
            if _OF_ACTS.search(found["head"]) and headings.hands_out(found["head"]):
                yield dataclasses.replace(block, span=Span(start, found.start()))
                start = found.start("head")
    yield dataclasses.replace(block, span=Span(start, block.span.end))


_OF_ACTS = re.compile(r"(?i)\b(?:actions?|tasks?|next\s+steps?|to\s+do|contingency|agreed|what\s+next)\b")
"""Heads that are sure amid words; 'Direction: falling' is of a risk."""
_RUNS_IN = re.compile(r"(?<=[.!?])\s+(?P<head>[A-Z][A-Za-z'’]*(?:\s[A-Za-z'’]+){0,4}):\s+(?=\S)")
"""'… was seen. Actions: 1) Ring mum.'"""


def _title(record: Record, headings: Headings) -> Span | None:
    """The title's span when the first block is one (ruling 21: never a unit)."""
    if not record.blocks:
        return None
    first = record.blocks[0]
    words = len(first.span.of(record.text).split())
    if len(record.blocks) == 1 and words > TITLE_WORDS:
        return None  # a note of one line is no title without a record
    return first.span if headings.is_title(first, record.text) else None


def _lines(
    text: str,
    blocks: Sequence[Block],
    headings: Headings,
    top: int,
    talking: Collection[str],
    amid: Collection[Span],
) -> Iterator[_Line]:
    """Walk the blocks below the title, which ends at `top`.

    What a heading `amid` a paragraph opens ends with the paragraph.
    """
    section = Section("none", None)
    around: Section | None = None
    opened = False
    dated = False
    acts: ActColumns | None = None
    awaited: int | None = None
    numbered = _numbering(text, blocks)
    for index, block in enumerate(blocks):
        if block.aside:
            continue
        before = blocks[index - 1].span.end if index else top
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.span in amid:
            around = around or section
        elif around is not None:
            section = around if block.kind is Shape.PARAGRAPH else section
            around = None
        if speaker(block.span.of(text)) in talking:
            silent = headings.is_silent(block.span, text, in_head=False)
            yield _Line("silent" if silent else "body", block.span, block.kind, section)
            continue
        number = _number(text, block)
        listed = number is not None and number == awaited and (number == 1 or _adjoins(text, before, block))
        heading = headings.whole(block, text, before, following, section.key, listed=listed)
        awaited = number + 1 if number and heading is None else 1 if heading in _ACTING else None
        counts = listed or bool(number and following and _number(text, following) == number + 1)
        if (counts or index in numbered) and heading is None and block.kind is not Shape.ROW:
            block = _item(text, block)
        if heading is not None:
            section, opened, dated = Section(heading, block.span), True, False
            continue
        headed = section.key == "direction" and section.heading == _span_before(blocks, index)
        if (dated or headed) and headings.is_bound(block, text, following):
            # A day right under the list's heading is over the acts below it, and so are those that follow.
            section, dated = Section("direction", block.span), True
            continue
        first = not index or blocks[index - 1].kind is not Shape.ROW
        if headings.is_table_head(block, text, first=first):
            section = headings.section_of_table(block, text, section)
            acts = headings.columns_of_acts(block, text) if section.key == "direction" else None
            continue
        acts = acts if block.kind is Shape.ROW else None
        if headings.is_prompt(block, text):
            continue
        in_head = not opened and index < _HEAD_LINES
        span, run_in = block.span, headings.run_in(block, text, section.key, in_head=in_head)
        if run_in is not None:
            section, opened = Section(run_in.key, run_in.heading), True
            span = run_in.rest
            if span.start == span.end:
                continue
        acting = counts or _is_over_fields(span.of(text), block.kind) or section.key in _ACTING
        signs = following is None and block.kind is Shape.PARAGRAPH and run_in is None
        named_alone = (not opened and not counts) or (signs and len(span.of(text).split()) <= _SIGNED)
        listed = _is_act(text, span, acts)
        item = section.key == "direction" and not signs
        silent = not (listed or (item and _is_abbreviated(span.of(text)))) and headings.is_silent(
            span, text, in_head=named_alone, acting=acting, item=item and _is_item(text, span, block.kind)
        )
        kind = Shape.PARAGRAPH if run_in is not None and block.kind is Shape.ROW else block.kind
        yield _Line("silent" if silent else "body", span, kind, section, listed)


_ABBREVIATED = re.compile(
    r"(?!N/?A\b|TB[AC]\b|AOB\b|OK\b|NFA\b)[A-Z][A-Z0-9]{2,10}(?:\s[a-z][\w'’]*){0,3}[?!]*"
)
"""'PNC', 'MACE form' amid a list of acts: what is to be done, and nobody's name."""


_OWNED = re.compile(r"[A-Z][\w .()]{0,24}:\s+\S")
"""'Carole: MACE form, 10/6'."""


def _is_item(text: str, span: Span, shape: Shape) -> bool:
    """A bullet, or 'Carole: …', in a list of acts; no meeting alone."""
    words = span.of(text)
    return (shape is Shape.BULLET or _OWNED.match(words) is not None) and event_of(words) is None


def _is_abbreviated(line: str) -> bool:
    return bool(_ABBREVIATED.fullmatch(line)) and event_of(line) is None


def _is_act(text: str, row: Span, columns: ActColumns | None) -> bool:
    """Whether a row of a table of acts says in their column what is to be done, and not a meeting alone.

    Where a column tells what became of acts, this row's leaves it open.
    """
    if columns is None:
        return False
    row_cells = without_number(text, cells_of_row(text, row), columns.width)
    cells = [cell.of(text).strip(" :.") for cell in row_cells] + [""] * columns.width
    act = cells[columns.acts]
    is_open = columns.status is None or _OPEN.fullmatch(cells[columns.status]) is not None
    return is_open and bool(re.search(r"[A-Za-z]{3}", act)) and event_of(act) is None


_OPEN = re.compile(
    r"(?i)|[-–?]+|tbc|tbd|nil|new|late|open|overdue|outstanding|o/s|pending|ongoing|in progress"
    r"|not (?:yet )?(?:started|begun|done)|to (?:do|start)|started|red|amber|r|a|n|no|awaited|awaiting|due"
)
"""What a column of statuses says of what is still to be done."""


def _is_over_fields(words: str, shape: Shape) -> bool:
    """Whether a row is an act with its fields below or behind it: no line of a head, and never silent."""
    return shape is Shape.ROW and ("\n" in words or bool(_SAID_ACT.match(words)))


def _span_before(blocks: Sequence[Block], index: int) -> Span | None:
    return blocks[index - 1].span if index else None


def _item(text: str, block: Block) -> Block:
    """A numbered line as a bullet, without its number."""
    found = NUMBERED_LINE.match(text, block.span.start) or _MINOR.match(text, block.span.start)
    start = found.end() if found else block.span.start
    return dataclasses.replace(block, kind=Shape.BULLET, span=Span(start, block.span.end))


def _adjoins(text: str, before: int, block: Block) -> bool:
    return not blank_line_between(text, before, block.span.start)


def _numbering(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """Blocks whose line begins with a number such as 4.1 that is no date: it is below 4., or beside 4.2."""
    found: dict[int, tuple[int, int]] = {}
    below: set[int] = set()
    above = None
    for index, block in enumerate(blocks):
        above = _number(text, block) or above
        if match := _MINOR.match(text, block.span.line_start(text)):
            found[index] = int(match["major"]), int(match["minor"])
            below |= {index} if found[index][0] == above else set()
    beside = {
        index
        for index, (major, minor) in found.items()
        if {(major, minor - 1), (major, minor + 1)} & set(found.values())
    }
    return frozenset(below | beside)


def _number(text: str, block: Block) -> int | None:
    """The number that a line begins with."""
    found = NUMBERED_LINE.match(text, block.span.line_start(text))
    return int(found["number"]) if found else None


def _items_in(text: str, span: Span) -> Iterator[Span]:
    """A line's numbered, lettered or bulleted items, without their marks; a line without them is one."""
    words = span.of(text)
    for marks in _INLINE:
        found = list(marks.finditer(words))
        told = [*_own_mark(text, span), *(match["mark"] for match in found)]
        if found and len(told) > 1 and _counts_up(told):
            ends = [*(match.start() for match in found[1:]), len(words)]
            if found[0].start():
                yield Span(span.start, span.start + found[0].start())
            for match, end in zip(found, ends, strict=True):
                yield Span(span.start + match.end(), span.start + end)
            return
    yield span


def _own_mark(text: str, span: Span) -> Iterator[str]:
    """The number before a line's words, where the line is the first of several items."""
    found = NUMBERED_LINE.match(text, span.line_start(text))
    if found and found.end() == span.start:
        yield found["number"]


def _flat_rows(text: str, span: Span) -> Iterator[Span]:
    """The rows of a table that ran together in one line: each ends with its day, behind a name."""
    head = FLAT_HEAD.search(text, span.start, span.end)
    start = head.end() if head else span.start
    words = text[start : span.end]
    found = (one.span for one in find_deadlines(words, None))
    days = sorted(one.end for one in found if _NAMED.search(words[: one.start]))
    rated = (_RATING.match(words, end) for end in days)
    cuts = [start + one.end() for one in rated if one]
    if len(cuts) < _FEWEST_ROWS:
        yield from _items_in(text, span)
        return
    if head:
        yield Span(span.start, start)
    for begins, ends in pairwise((start, *cuts)):
        yield Span(begins, ends)
    if text[cuts[-1] : span.end].strip():
        yield Span(cuts[-1], span.end)


def _counts_up(marks: Sequence[str]) -> bool:
    """1, 2, 3; a, b, c; times of day; or the same bullet."""
    times = [found.groups() for mark in marks if (found := _TIME.fullmatch(mark))]
    if len(times) == len(marks):
        return times == sorted(times, key=lambda time: tuple(map(int, time)))
    if all(mark.isdigit() for mark in marks):
        numbers = [int(mark) for mark in marks]
        # '1. … 2. … 4. …': an item may have been taken out.
        return numbers[0] == 1 and all(0 < other - one <= _LEFT_OUT for one, other in pairwise(numbers))
    return len(set(marks)) == 1 or [ord(mark) - ord(marks[0]) for mark in marks] == list(range(len(marks)))


def _units(text: str, lines: Sequence[_Line]) -> Iterator[Unit]:
    index = 0
    head = FLAT_HEAD.search(text)
    for line in lines:
        below = bool(head and line.span.end > head.end())
        # A bar or two somewhere in a line that holds a whole table make no row of it.
        holds = bool(below and head and line.span.start <= head.start())
        whole = line.role == "silent" or (line.shape is Shape.ROW and not holds)
        cut = _flat_rows if below else _items_in
        parts = (line.span,) if whole else cut(text, line.span)
        for span in parts if whole else (one for part in parts for one in sentence_spans(text, part)):
            silent = line.role == "silent" or not re.search(r"\w", span.of(text))
            yield Unit(index, line.section, span, line.shape, silent, line.listed)
            index += 1
