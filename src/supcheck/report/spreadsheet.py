"""CSV and workbooks that run nothing: the one place where cells are guarded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

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

    A sheet with more rows than one can hold goes on in the next. Openpyxl would put every sheet into a
    temporary file first; here it goes straight into the archive, which is in memory.
    """
    from openpyxl import Workbook
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.writer.excel import ExcelWriter

    class Rest(ExcelWriter):
        """All but the sheets."""

        def write_worksheet(self, ws: Any) -> None:
            """Only named: it is written."""
            ws._drawing = SpreadsheetDrawing()
            ws._rels = ws._writer._rels
            self.manifest.append(ws)

    out = io.BytesIO()
    archive = ZipFile(out, "w", ZIP_DEFLATED)
    book = Workbook(write_only=True)
    for sheet in sheets:
        rows = iter(sheet.rows)
        for number in count(1):
            part = list(islice(rows, _MOST_ROWS))
            if part or number == 1:
                title = f"{sheet.title} {number}" if number > 1 else sheet.title
                _write(book, archive, sheet, title, part)
            if len(part) < _MOST_ROWS:
                break
    Rest(book, archive).save()
    return out.getvalue()


def _write(book: Workbook, archive: ZipFile, sheet: Sheet, title: str, rows: Sequence[Row]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet._writer import WorksheetWriter

    page: Any = book.create_sheet(title)
    page._id = len(book.worksheets)
    page.freeze_panes = "A2"
    last = get_column_letter(len(sheet.heads))
    for place in range(len(sheet.heads)):
        page.column_dimensions[get_column_letter(place + 1)].width = sheet.widths.get(place, 14)
    heads = [WriteOnlyCell(page, head) for head in sheet.heads]
    for head in heads:
        head.font = Font(bold=True)
    stream = archive.open(page.path[1:], "w", force_zip64=True)
    page._writer = WorksheetWriter(page, stream)
    page._writer.write_top()
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
    page.close()
    stream.close()


def _writable(value: Cell) -> Cell:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return value
    clean = _UNWRITABLE.sub(" ", ILLEGAL_CHARACTERS_RE.sub(" ", value))
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - len(_CUT)] + _CUT
