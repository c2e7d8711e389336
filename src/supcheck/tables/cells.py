"""What the cells of a row are, and what lines and cells may name."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final, Protocol

from supcheck.records import Block, Shape, Span

FEWEST_ROWS: Final = 2
FEWEST_COLUMNS: Final = 2
NAME_OF_COLUMN: Final = 4
"""Words up to which a cell may name a column."""
SLASH: Final = re.compile(r"[^\S\n]+(?P<mark>//?)(?:[^\S\n]+|(?=\n|$))")
SEMICOLON: Final = re.compile(r"(?P<mark>;)(?:[^\S\n]+|(?=\n|$))")
"""'Kids' clothes; Zeb; 9/3'."""
TYPED: Final = (re.compile(r"[^\S\n]*//[^\S\n]*"), re.compile(r";(?![\s;]|$)"))
"""Marks that part cells though no head names their columns."""
LEADERS: Final = r"(?:\.{4,}|…{2,}|>>)"
"""Dots or arrows that lead from a field's name to what it holds."""
POINTED: Final = re.compile(r"\W*(?:[-=]>|→|⇒)\s*")
"""An arrow before who and by when, below an act."""
QUOTED: Final = re.compile(r'(?<="),|,(?=")|,(?=\S|$)(?=(?:[^"\n]*"[^"\n]*")*[^"\n]*$)')
"""Commas of a line that a spreadsheet wrote, some of its cells in quotes."""
LONGEST_OF_A_SHEET: Final = 1000
"""Characters up to which a line may be a spreadsheet's, some of its cells in quotes."""
_SHEET: Final = re.compile(
    r"(?!.*(?:[|│┃║¦\t;]|\s{3}|\s/\s|\.{4}|>>))(?:[^,\"\n]*,(?=\S|$)|\"[^\"\n]*\",){2}"
)
"""'5,Ring school,Jo,31/07/2024': a spreadsheet's line whose first cell is in no quotes."""
_BARS: Final = re.compile(r"[|│┃║¦\n]")
"""Marks of a row beside which tabs part no cells."""
ONE_TAB: Final = re.compile(r"[^\S\t]*\t[^\S\t]*")
"""'2\tSee dad\t\tbefore 9 March': an empty cell between two tabs."""
_CELLS: Final = (
    re.compile(rf"\s*(?:[|│┃║¦]|\t+|\n|{LEADERS})\s*"),
    *TYPED,
    re.compile(r"\s{2,}"),
    SLASH,
    SEMICOLON,
)
"""What parts the cells of a row: the first of these that is there."""
NUMBER: Final = re.compile(r"\W*[A-Z]?\d{1,2}\W*")
"""'1', 'A2.': a row's number in a cell of its own."""
_ASKED: Final = "|".join(
    rf"(?<={end}\?)" for end in ("ho", "hom", "hen", "do it", "do this", "responsible", "done")
)
_FIELDS: Final = re.compile(rf"{_CELLS[0].pattern}|[^\S\n]{{3,}}|(?:{_ASKED})[^\S\n]+")
"""The same of a row whose fields stand on lines of their own."""


class Names(Protocol):
    """What lines name, as an authority's lists of headings and columns say."""

    def column(self, line: str) -> str | None:
        """The kind of column that a line names and nothing more."""
        ...

    def is_heading(self, line: str) -> bool:
        """Whether a line is a known heading and nothing more."""
        ...


def each_tab_parts(text: str, span: Span) -> bool:
    """Whether each tab of a row ends a cell, which may be empty: a line beside it has as many."""
    words = span.of(text)
    if "\t\t" not in words or _BARS.search(words):
        return False
    start, end = span.line_start(text), text.find("\n", span.end)
    count = text.count("\t", start, end if end >= 0 else len(text))
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    below = text.find("\n", end + 1) if end >= 0 else -1
    beside = [text.count("\t", above, start)] if start else []
    if end >= 0:
        beside.append(text.count("\t", end, below if below >= 0 else len(text)))
    return count in beside


def _mark_of_row(text: str, span: Span) -> re.Pattern[str]:
    """What parts the cells of a row: the first of the marks that is there, each tab alone where it may."""
    if each_tab_parts(text, span):
        return ONE_TAB
    words = span.of(text)
    mark = next((mark for mark in _CELLS if mark.search(words)), _CELLS[0])
    semicolons = len(SEMICOLON.findall(words)) if mark is not _CELLS[0] else 0
    # In a row of semicolons a cell may hold another mark: 'Nursery / school place; Kay; 9/3'.
    many = semicolons >= FEWEST_COLUMNS and semicolons > len(SLASH.findall(words))
    return SEMICOLON if many else mark


def cells_of_row(text: str, span: Span) -> list[Span]:
    """What bars, tabs and line ends part; in a row without them a sheet's commas, or the next of `_CELLS`."""
    words = span.of(text)
    if "\n" in words:
        return list(span.parted(text, _FIELDS))
    if len(words) <= LONGEST_OF_A_SHEET and (words.startswith('"') or _SHEET.match(words)):
        return [_unquoted(text, cell) for cell in span.parted(text, QUOTED)]
    return list(span.parted(text, _mark_of_row(text, span)))


def without_number(text: str, cells: list[Span], width: int) -> list[Span]:
    """The cells of a row but for its number, where the head of `width` cells names no column for it."""
    numbered = len(cells) == width + 1 and NUMBER.fullmatch(cells[0].of(text))
    return cells[1:] if numbered else cells


def _unquoted(text: str, cell: Span) -> Span:
    inside = cell.of(text).strip('"')
    start = cell.start + cell.of(text).index(inside)
    return Span(start, start + len(inside))


def lists_acts(kinds: Sequence[str]) -> bool:
    """Whether columns of these kinds tell what is to be done, and by whom or when."""
    told = {"owner", "deadline"} & set(kinds)
    return len(kinds) >= FEWEST_COLUMNS and "action" in kinds and bool(told)


def as_row(block: Block, cells: Sequence[Span]) -> Block:
    """From the first of the cells to the last, as one row in the block's place."""
    span = Span(cells[0].start, cells[-1].end)
    return dataclasses.replace(block, span=span, kind=Shape.ROW)
