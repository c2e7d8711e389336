"""Rows typed with slashes, semicolons or commas for bars.

Task / Who / By
Move his bedroom / Mrs K / tonight
Trauma referral / Farah / 5 WD
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

from supcheck.records import Block, Shape, Span
from supcheck.tables.cells import (
    FEWEST_COLUMNS,
    LEADERS,
    LONGEST_OF_A_SHEET,
    NAME_OF_COLUMN,
    QUOTED,
    SEMICOLON,
    SLASH,
    TYPED,
    Names,
)

_LONGEST: Final = 60
"""Words up to which a spreadsheet's line is an act's row, and not a whole record."""
_FEWEST_COMMAS: Final = 3
"""Commas with no space behind them from which on a line without quotes is a spreadsheet's."""
_COMMA: Final = re.compile(r",(?=\S|$)")
_IN_QUOTES: Final = re.compile(r'(?<=,)"[^"]*"(?=,|$)')
_LED: Final = re.compile(LEADERS)
_ENTITY: Final = re.compile(r"&#?\w+;")
"""'&nbsp;': what an export left of a page, and no semicolon of its own."""


def slashed_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Lines below a head such as 'Task / Who / By' or 'Task; who; by', and that head, as rows."""
    head: re.Match[str] | None = None
    for block in blocks:
        line = block.span.of(text)
        marks = (mark.search(line) for mark in (SLASH, SEMICOLON)) if block.kind is not Shape.ROW else ()
        found = next((one for one in marks if one and _heads(text, block.span, one.re, names)), None)
        if found or (head and not _goes_on(line, head)):
            head = found
        yield dataclasses.replace(block, kind=Shape.ROW) if head else block


def _goes_on(line: str, head: re.Match[str]) -> bool:
    """Whether a line is another row; of semicolons, which sentences have too, it has as many as the head."""
    found = head.re.search(line)
    as_many = head.re is SLASH or len(SEMICOLON.findall(line)) == len(SEMICOLON.findall(head.string))
    return found is not None and found["mark"] == head["mark"] and as_many


def sheet_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Lines below a head such as 'Action,Who,When', and that head: as many commas without a space behind."""
    commas = 0
    for block in blocks:
        line = block.span.of(text)
        count = len(_COMMA.findall(line)) if block.kind is not Shape.ROW and ", " not in line else 0
        if count >= FEWEST_COLUMNS and _heads(text, block.span, _COMMA, names):
            commas = count
        elif count != commas:
            commas = 0
        yield dataclasses.replace(block, kind=Shape.ROW) if commas else block


def _heads(text: str, span: Span, mark: re.Pattern[str], names: Names) -> bool:
    """Whether a mark parts the names of columns: of all but one, who acts or by when among them."""
    cells = [cell.of(text) for cell in span.parted(text, mark)]
    kinds = [names.column(cell) for cell in cells]
    named = [kind for kind in kinds if kind]
    short = all(len(cell.split()) <= NAME_OF_COLUMN and ":" not in cell for cell in cells)
    return (
        short
        and len(named) >= max(FEWEST_COLUMNS, len(cells) - 1)
        and bool({"owner", "deadline"} & set(named))
    )


def typed_rows(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines beside one another that the same marks part, as rows."""
    marks = [None if block.kind is Shape.ROW else _typed_mark(block.span.of(text)) for block in blocks]
    for at, block in enumerate(blocks):
        beside = marks[at] is not None and marks[at] in (*marks[max(0, at - 1) : at], *marks[at + 1 : at + 2])
        yield dataclasses.replace(block, kind=Shape.ROW) if beside else block


def _typed_mark(line: str) -> re.Pattern[str] | None:
    short = len(line) <= LONGEST_OF_A_SHEET and len(line.split()) <= _LONGEST
    if short and _of_a_sheet(line):
        return QUOTED
    plain = _ENTITY.sub(" ", line)
    return next((mark for mark in (*TYPED, _LED) if len(mark.findall(plain)) >= FEWEST_COLUMNS), None)


def _of_a_sheet(line: str) -> bool:
    """Whether a spreadsheet wrote a line: some cells in quotes, or commas without spaces between all."""
    if line.startswith('"'):
        return len(QUOTED.findall(line)) >= FEWEST_COLUMNS
    bare = _IN_QUOTES.sub("", line)
    return len(_COMMA.findall(bare)) >= _FEWEST_COMMAS and ", " not in bare
