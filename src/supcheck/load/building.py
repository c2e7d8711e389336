"""Lay pieces of a document end to end as one text with its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from supcheck.records import Block, Shape, Span


class Piece(NamedTuple):
    """A block's kind, its words and its anchor; without words it is a blank line."""

    kind: Shape
    words: str
    anchor: str
    mark: str = ""
    """The number before an item, which is no part of its words."""


BOLD_HEADING: Final = 12
"""Words; a wholly bold line or paragraph no longer than this is a heading."""
BLANK_LINE: Final = Piece(Shape.PARAGRAPH, "", "")


def laid_out(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The pieces' words, a line each, blank lines as they were and one above headings; a block for each.

    Cells that spaces alone part stay apart.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    apart = False
    for kind, words, anchor, mark in pieces:
        plain = _in_columns(words)
        if not plain:
            apart = True
            continue
        gap = "" if not parts else "\n\n" if apart or kind is Shape.HEADING else "\n"
        apart = False
        before = f"{mark} " if mark else ""
        parts.append(gap + before + plain)
        at += len(gap) + len(before)
        blocks.append(Block(kind, Span(at, at + len(plain)), anchor))
        at += len(plain)
    return "".join(parts), tuple(blocks)


def tidy(words: str) -> str:
    """One space for every run of white space, no-break ones too."""
    return re.sub(r"\s+", " ", _NO_TEXT.sub("\ufffd", words.replace("\u200b", ""))).strip()


def _in_columns(words: str) -> str:
    """As `tidy`, but for runs of spaces that may part the cells of a row."""
    cells = _GAP.split(words.replace("\u00a0", " ").strip())
    return "".join(cell if cell.isspace() else tidy(cell) for cell in cells)


_GAP = re.compile(r"((?<=\S) {3,}(?=\S))")
"""Spaces within a line that are more than a slip of the thumb."""
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""Half characters and non-characters, which no report could be written with."""
