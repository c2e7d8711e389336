"""Tables on their side: a row for acts, one for who, one for when; or a list of each; or a column a person.

What | Ring the CPN | See mum with the four sheets        Jo                 | Sam
Who  | Imogen       | TB                                  Ring the CPN today | See mum on 12/3
When | today        | 12/3                                Book the room      | Draft the letter
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from supcheck.records import Block, Shape, Span, blank_line_between
from supcheck.tables.cells import FEWEST_ROWS, Names

_TOLD: Final = ("owner", "deadline")
_NAME: Final = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?(?: ?\([^()]{1,20}\))?")
_OF_ACTS: Final = re.compile(r"(?i)\b(?:actions?|tasks?|jobs?|to do)\b")
_NUMBER: Final = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_EDGE: Final = re.compile(r"[^\S\n\t]*[|\t][^\S\n\t]*")
"""One bar or tab: here an empty cell has its place."""


@dataclass(frozen=True, slots=True)
class _Series:
    """The name of a kind of field, and what stands behind or below it, one for each act."""

    kind: str
    first: int
    last: int
    """Places of its first block and behind its last."""
    name: Span
    cells: tuple[Span, ...]


def turned_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """The acts of such tables as rows, each with its cells of who and when beside it."""
    series = [*_rows(text, blocks, names), *_lists(text, blocks, names)]
    tables = {one[0].first: one for one in _tables(sorted(series, key=lambda one: one.first))}
    at = 0
    while at < len(blocks):
        table = tables.get(at)
        if table is not None:
            yield from _turned(text, blocks, table)
            at = table[-1].last
            continue
        people = _people(text, blocks, at, names)
        following = blocks[at + 1 :] if people else ()
        below = list(takewhile(lambda block: _EDGE.search(_line(text, block).of(text)), following))
        if not below or not all(_holds_acts(text, block, len(people)) for block in below):
            yield blocks[at]
            at += 1
            continue
        yield dataclasses.replace(blocks[at], aside=True)
        for block in below:
            yield from _below_people(text, block, people)
        at += 1 + len(below)


def _line(text: str, block: Block) -> Span:
    """All of the block's line; of several lines the block itself."""
    if "\n" in block.span.of(text):
        return block.span
    end = text.find("\n", block.span.end)
    return Span(block.span.line_start(text), end if end >= 0 else len(text))


def _cells(text: str, block: Block) -> list[Span]:
    """Of its whole line, empty ones too; of a block without any itself."""
    line = _line(text, block)
    if not any(mark in line.of(text) for mark in "|\t"):
        return [block.span]
    cells = list(line.parted(text, _EDGE))
    while len(cells) > 1 and cells[-1].start == cells[-1].end:
        cells.pop()
    return cells


def _rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[_Series]:
    """Rows whose first cell names what the others are."""
    for at, block in enumerate(blocks):
        if block.beside or block.aside:
            continue
        name, *cells = _cells(text, block)
        kind = names.column(name.of(text)) if len(cells) >= FEWEST_ROWS else None
        named = sum(names.column(cell.of(text)) is not None for cell in cells)
        if kind and not named:
            yield _Series(kind, at, at + 1, name, tuple(cells))
        elif name.start == name.end and len(cells) >= FEWEST_ROWS and named == len(cells):
            yield _Series("other", at, at + 1, name, tuple(cells))  # 'Action 1', 'Action 2' over columns


def _lists(text: str, blocks: Sequence[Block], names: Names) -> Iterator[_Series]:
    """Lines below the name of what they are, up to the next name or a blank line."""
    lines = [block.span.of(text) for block in blocks]
    kinds = [
        None if "\n" in line or block.kind is Shape.ROW or block.aside else names.column(line)
        for line, block in zip(lines, blocks, strict=True)
    ]
    at = 0
    while at < len(blocks):
        end = at + 1
        while end < len(blocks) and _goes_on(text, blocks, kinds, end):
            end += 1
        kind = kinds[at]
        if kind and end - at > FEWEST_ROWS:
            yield _Series(kind, at, end, blocks[at].span, tuple(one.span for one in blocks[at + 1 : end]))
        at = end


def _goes_on(text: str, blocks: Sequence[Block], kinds: Sequence[str | None], at: int) -> bool:
    apart = blank_line_between(text, blocks[at - 1].span.end, blocks[at].span.start)
    return kinds[at] is None and blocks[at].kind is not Shape.ROW and not apart


def _tables(series: Sequence[_Series]) -> Iterator[list[_Series]]:
    """Series one behind another with as many cells each, that tell acts and who or when."""
    group: list[_Series] = []
    for one in series:
        if group and not (group[-1].last == one.first and len(group[-1].cells) == len(one.cells)):
            yield from _whole(group)
            group = []
        group.append(one)
    yield from _whole(group)


def _whole(group: list[_Series]) -> Iterator[list[_Series]]:
    kinds = [one.kind for one in group]
    if "action" in kinds and set(_TOLD) & set(kinds):
        yield group


def _turned(text: str, blocks: Sequence[Block], table: Sequence[_Series]) -> Iterator[Block]:
    """The name of the acts as a line, and each act as a row; the other cells aside."""
    named = [one for one in table if one.kind == "action"]
    acts = max(named, key=lambda one: sum(len(cell.of(text)) for cell in one.cells))
    told = [one for one in table if one.kind in _TOLD]
    for one in table:
        if one is not acts:
            yield from (dataclasses.replace(block, aside=True) for block in blocks[one.first : one.last])
            continue
        yield dataclasses.replace(blocks[one.first], span=one.name, kind=Shape.PARAGRAPH)
        listed = one.last > one.first + 1
        for place, act in enumerate(one.cells):
            beside = tuple((other.kind, _unnumbered(text, other.cells[place])) for other in told)
            if act.start < act.end:
                origin = blocks[one.first + listed * (1 + place)]
                yield dataclasses.replace(origin, span=act, kind=Shape.ROW, beside=beside)


def _unnumbered(text: str, cell: Span) -> Span:
    """'2. Dad' under 'Responsible' is Dad."""
    number = _NUMBER.match(text, cell.start, cell.end)
    return Span(number.end(), cell.end) if number else cell


def _people(text: str, blocks: Sequence[Block], at: int, names: Names) -> list[Span]:
    """Who heads the columns of a row that a line over it calls a list of acts; none of any other row."""
    above = blocks[at - 1] if at else None
    if (
        above is None
        or above.kind is Shape.ROW
        or blocks[at].aside
        or not _OF_ACTS.search(above.span.of(text))
    ):
        return []
    heads = _cells(text, blocks[at])
    if len(heads) < FEWEST_ROWS:
        return []
    named = all(_NAME.fullmatch(one.of(text)) and not names.column(one.of(text)) for one in heads)
    return heads if named else []


def _holds_acts(text: str, block: Block, columns: int) -> bool:
    """Whether a row has no more cells than there are columns, and no bare name or noun among them."""
    told = [cell.of(text) for cell in _cells(text, block)]
    return len(told) <= columns and all(
        not words or (len(words.split()) > 1 and not _NAME.fullmatch(words)) for words in told
    )


def _below_people(text: str, block: Block, people: Sequence[Span]) -> Iterator[Block]:
    """The acts of a row, each with the person over it beside it; the last cells may be missing."""
    for cell, who in zip(_cells(text, block), people, strict=False):
        if cell.start < cell.end:
            yield dataclasses.replace(block, span=cell, kind=Shape.ROW, beside=(("owner", who),))
