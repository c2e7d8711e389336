"""Tables that lost their shape: cells one under another, or all in one line.

A form that is copied out of a browser leaves its cells a line each; an export may run them together.

    Action
    Responsible
    Timescale
    Observe bedtime at the home
    Alison Prew
    Within 10 working days

    | What | Who | When | See Reece at gran's | SW | 10/12/2024 | | Ring school | SW | today |
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Final

from supcheck.records import Block, Shape, Span, blank_line_between
from supcheck.tables.cells import FEWEST_COLUMNS, FEWEST_ROWS, Names, as_row, lists_acts

_LONGEST: Final[Mapping[str, int]] = {"owner": 6, "deadline": 8, "status": 8}
"""Words of a cell in a column of each kind; an act may have any number."""
_BAR: Final = re.compile(r"[^\S\n]*\|[^\S\n]*")
_WIDE: Final = re.compile(r"[^\S\n]{2,}")
"""What parts cells in one line: bars, or where there are few of them runs of spaces."""


def joined_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Cells that stand one under another as rows."""
    at = 0
    while at < len(blocks):
        kinds = _columns_below(text, blocks[at:], names)
        width = len(kinds)
        rows = list(_rows(text, blocks[at + width :], kinds, names)) if kinds else []
        if len(rows) < FEWEST_ROWS:
            yield blocks[at]
            at += 1
            continue
        heads = [one.span for one in blocks[at : at + width]]
        yield from (as_row(blocks[at + width * place], row) for place, row in enumerate((heads, *rows)))
        at += width * (1 + len(rows))


def _columns_below(text: str, blocks: Sequence[Block], names: Names) -> list[str]:
    """The kinds of the columns that the first lines name, one a line; none where it is no list of acts."""
    lines = takewhile(lambda one: one.kind is not Shape.ROW, blocks)
    named = (names.column(one.span.of(text)) for one in lines)
    kinds = [kind for kind in takewhile(lambda kind: kind is not None, named) if kind]
    close = not any(
        blank_line_between(text, one.span.end, other.span.start)
        for one, other in pairwise(blocks[: len(kinds)])
    )
    # 'Actions' over 'Action': the first heads the list.
    return kinds if kinds[:2] != ["action", "action"] and lists_acts(kinds) and close else []


def _rows(text: str, blocks: Sequence[Block], kinds: Sequence[str], names: Names) -> Iterator[Sequence[Span]]:
    """So many cells as there are columns, again and again, until some do not fit or are of a row already."""
    width = len(kinds)
    for start in range(0, len(blocks) - width + 1, width):
        cells = blocks[start : start + width]
        row = [one.span for one in cells]
        if any(one.kind is Shape.ROW for one in cells) or not _fit(text, row, kinds, names):
            return
        yield row


def _fit(text: str, row: Sequence[Span], kinds: Sequence[str], names: Names) -> bool:
    told = [(kind, cell.of(text)) for kind, cell in zip(kinds, row, strict=True)]
    # 'School' heads a section, and owns an act.
    acts = all(
        bool(words.strip()) and not names.is_heading(words) for kind, words in told if kind == "action"
    )
    return acts and all(len(words.split()) <= _LONGEST.get(kind, len(words)) for kind, words in told)


def unrolled(text: str, block: Block, names: Names) -> Iterator[Block]:
    """A line that holds a whole table as its rows, with what stands before and after them."""
    cells = _cells(text, block.span)
    first, kinds = _columns_within([names.column(one.of(text)) for one in cells])
    last = first + len(kinds)
    rows = []
    while kinds:
        last += next((skip for skip, one in enumerate(cells[last:]) if one.start < one.end), 0)
        row = cells[last : last + len(kinds)]
        if len(row) < len(kinds) or not _fit(text, row, kinds, names):
            break
        rows.append(row)
        last += len(kinds)
    if len(rows) < FEWEST_ROWS:
        yield block
        return
    headed = first > 0 and names.is_heading(cells[first - 1].of(text))
    before = Span(block.span.start, cells[first - 1 - headed].end) if first > headed else None
    for part in (before, cells[first - 1] if headed else None):
        if part is not None:
            yield dataclasses.replace(block, span=part, kind=Shape.PARAGRAPH)
    yield from (as_row(block, row) for row in (cells[first : first + len(kinds)], *rows))
    if last < len(cells):
        yield dataclasses.replace(block, span=Span(cells[last].start, block.span.end), kind=Shape.PARAGRAPH)


def _cells(text: str, span: Span) -> list[Span]:
    """What bars part, or runs of spaces."""
    bars = span.of(text).count("|") >= 2 * FEWEST_COLUMNS
    return list(span.parted(text, _BAR if bars else _WIDE))


def _columns_within(named: Sequence[str | None]) -> tuple[int, list[str]]:
    """Where the names of columns begin among cells that have two rows more, and their kinds; else none."""
    for at, kind in enumerate(named):
        kinds = [one for one in takewhile(lambda one: one is not None, named[at:]) if one]
        # 'Actions | What | Who | When': the first heads the table.
        if kind == "action" and kinds.count("action") == 1 and lists_acts(kinds):
            return (at, kinds) if len(named) >= at + len(kinds) * (1 + FEWEST_ROWS) else (0, [])
    return 0, []
