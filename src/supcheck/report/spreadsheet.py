"""CSV and workbooks that run nothing: the one place where cells are guarded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openpyxl import Workbook

Cell = str | int | float
Row = Sequence[Cell]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would run at a cell's start, or skip to reach it."""
_UNWRITABLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no workbook can hold beside openpyxl's own list."""
_LONGEST: Final = 32_767
"""Characters that a workbook's cell holds."""
_CUT: Final = " [cut by the spreadsheet]"
_MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds below its heads."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, its rows, the widths of its wide columns by their place."""

    title: str
    heads: tuple[str, ...]
    rows: Iterable[Row]
    widths: Mapping[int, int] = field(default_factory=dict)


def guarded(value: Cell) -> Cell:
    """A cell that a spreadsheet would run as a formula is made text by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def csv_bytes(heads: Sequence[str], rows: Iterable[Row]) -> bytes:
    """CSV as spreadsheets open it: UTF-8 with its mark, every cell guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([guarded(value) for value in row])
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of text and numbers alone: nothing in it is a formula.

    A sheet with more rows than one can hold goes on in the next.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        rows = iter(sheet.rows)
        for number in count(1):
            part = list(islice(rows, _MOST_ROWS))
            if part or number == 1:
                _write(book, sheet, f"{sheet.title} {number}" if number > 1 else sheet.title, part)
            if len(part) < _MOST_ROWS:
                break
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: Workbook, sheet: Sheet, title: str, rows: Sequence[Row]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    last = get_column_letter(len(sheet.heads))
    for place in range(len(sheet.heads)):
        page.column_dimensions[get_column_letter(place + 1)].width = sheet.widths.get(place, 14)
    heads = [WriteOnlyCell(page, head) for head in sheet.heads]
    for head in heads:
        head.font = Font(bold=True)
    page.append(heads)
    # A row is written as it is appended, so one row of cells serves for all: a style costs more than a value.
    cells = [WriteOnlyCell(page) for _ in heads]
    for cell in cells:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        for cell, value in zip(cells, row, strict=True):
            cell.value = _writable(value)
            if isinstance(value, str):
                cell.data_type = "s"  # else a value that begins with '=' is a formula
        page.append(cells)
    page.auto_filter.ref = f"A1:{last}{len(rows) + 1}"


def _writable(value: Cell) -> Cell:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return value
    clean = _UNWRITABLE.sub(" ", ILLEGAL_CHARACTERS_RE.sub(" ", value))
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - len(_CUT)] + _CUT
