"""Tables whose cells stand one under another, as a form copied out of a browser leaves them.

Action
Responsible
Timescale
Observe bedtime at the home
Alison Prew
Within 10 working days
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Final

from supcheck.records import Block, Shape, Span, blank_line_between

ROW_BREAK: Final = "\n"
"""What parts the cells of such a row."""
_FEWEST_ROWS: Final = 2
_LONGEST: Final[Mapping[str, int]] = {"owner": 6, "deadline": 8, "status": 8}
"""Words of a cell in a column of each kind; an act may have any number."""
_FEWEST_COLUMNS: Final = 2


def with_rows(
    text: str, blocks: Sequence[Block], column: Callable[[str], str | None], heads: Callable[[str], bool]
) -> tuple[Block, ...]:
    """The blocks, with each such table's head and rows as one `Shape.ROW` each.

    `column` tells the kind of column that a line names, and `heads` whether it is a section's heading.
    """
    return tuple(_rows(text, blocks, column, heads))


def _rows(
    text: str, blocks: Sequence[Block], column: Callable[[str], str | None], heads: Callable[[str], bool]
) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        kinds = _columns(text, blocks[at:], column)
        width = len(kinds)
        rows = list(_below(text, blocks[at + width :], kinds, heads)) if kinds else []
        if len(rows) < _FEWEST_ROWS:
            yield blocks[at]
            at += 1
            continue
        yield from (_joined(row) for row in (blocks[at : at + width], *rows))
        at += width * (1 + len(rows))


def _columns(text: str, blocks: Sequence[Block], column: Callable[[str], str | None]) -> list[str]:
    """The kinds of the columns that the first lines name, one a line; none where it is no list of acts."""
    lines = takewhile(lambda one: one.kind is not Shape.ROW, blocks)
    named = (column(one.span.of(text)) for one in lines)
    kinds = [kind for kind in takewhile(lambda kind: kind is not None, named) if kind]
    close = not any(
        blank_line_between(text, one.span.end, other.span.start)
        for one, other in pairwise(blocks[: len(kinds)])
    )
    acts = len(kinds) >= _FEWEST_COLUMNS and "action" in kinds and {"owner", "deadline"} & set(kinds)
    return kinds if acts and close else []


def _below(
    text: str, blocks: Sequence[Block], kinds: Sequence[str], heads: Callable[[str], bool]
) -> Iterator[Sequence[Block]]:
    width = len(kinds)
    for start in range(0, len(blocks) - width + 1, width):
        cells = blocks[start : start + width]
        if not all(
            _fits(one, one.span.of(text), kind, heads) for one, kind in zip(cells, kinds, strict=True)
        ):
            return
        yield cells


def _fits(block: Block, words: str, kind: str, heads: Callable[[str], bool]) -> bool:
    short = len(words.split()) <= _LONGEST.get(kind, len(words))
    # 'School' heads a section, and owns an act.
    begins = kind != "action" or not heads(words)
    return block.kind is not Shape.ROW and short and begins


def _joined(cells: Sequence[Block]) -> Block:
    span = Span(cells[0].span.start, cells[-1].span.end)
    return dataclasses.replace(cells[0], span=span, kind=Shape.ROW)
