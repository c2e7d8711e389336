"""Rows whose cells stand under one another, parted by runs of spaces.

ACTION                       OWNER        TIMESCALE
Ask for the care file        TM           within 10 working days
Request move of contact      SW           by Friday
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

from supcheck.records import Block, Shape
from supcheck.tables.cells import FEWEST_COLUMNS, Names

_GAP: Final = re.compile(r"(?<=\S)[^\S\n]{3,}(?=\S)")
_FIELD: Final = re.compile(r":(?:\s|$)")
"""'Worker: Jo     Manager: Mo': a form's fields, and no row."""
_OF_AN_ACT: Final = ("action", "owner", "deadline")
_SHORT: Final = 4
"""Words of a name, a day or a status."""
_FEWEST: Final = 3
"""Lines that have a column in common from which on they are rows."""


def aligned_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Lines one under another whose cells begin at the same places, as rows."""
    starts = [_starts(text, block) for block in blocks]
    rows: set[int] = set()
    at = 0
    while at < len(blocks):
        shared, last = starts[at], at
        while last + 1 < len(blocks) and shared & starts[last + 1] and _next_line(text, blocks, last):
            shared, last = shared & starts[last + 1], last + 1
        lines = range(at, last + 1)
        cells = [_GAP.split(blocks[place].span.of(text)) for place in lines]
        if len(lines) >= _FEWEST and _is_table(cells, names):
            rows.update(lines)
        at = max(last, at + 1)
    for at, block in enumerate(blocks):
        yield dataclasses.replace(block, kind=Shape.ROW) if at in rows else block


def _starts(text: str, block: Block) -> frozenset[int]:
    """Where in its line each cell but the first begins; none where the block is no such line."""
    line = block.span.of(text)
    if block.kind is Shape.ROW or "\n" in line or _FIELD.search(line):
        return frozenset()
    begins = block.span.start - block.span.line_start(text)
    return frozenset(begins + gap.end() for gap in _GAP.finditer(line))


def _is_table(lines: Sequence[Sequence[str]], names: Names) -> bool:
    """Whether lines are no fields of a form, nor running words in two columns side by side."""
    short = sum(any(len(cell.split()) <= _SHORT for cell in cells) for cells in lines)
    wide = sum(len(cells) > FEWEST_COLUMNS for cells in lines)
    named = any(names.column(cell) in _OF_AN_ACT for cells in lines for cell in cells)
    return 2 * short >= len(lines) and (named or 2 * wide >= len(lines))


def _next_line(text: str, blocks: Sequence[Block], at: int) -> bool:
    return text[blocks[at].span.end : blocks[at + 1].span.start].count("\n") == 1
