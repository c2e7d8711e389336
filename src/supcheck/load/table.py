"""`.csv`, `.xlsx` and `.jsonl` exports: one row a note, or question/answer rows that make a record."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from supcheck.load.building import Piece, laid_out
from supcheck.load.columns import Layout, day_of, guess, is_draft, kind_named
from supcheck.load.plain import decode
from supcheck.load.rich import pieces_of_cell
from supcheck.records import Kind, Record, Shape, Unread

Row = tuple[int, Mapping[str, str]]
"""The row's number as the file shows it, and its cells by column."""

_DELIMITERS = ",;\t|"
_CELL_LIMIT = 32_767
"""Characters; Excel cuts a longer cell in silence."""

csv.field_size_limit(50_000_000)


def load_csv(data: bytes, source: str) -> Iterator[Record | Unread]:
    """An export in any delimiter and encoding; a ragged row is Unread, the others go on."""
    text = decode(data)
    if text is None or not text.strip():
        yield Unread(
            source, "not a table of text" if text is None else "empty file", "export it again as CSV"
        )
        return
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[Row] = []
    try:
        header = [cell.strip() for cell in next(lines)]
        for number, cells in enumerate(lines, 2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                yield Unread(
                    f"{source} row {number}",
                    f"{len(cells)} cells under {len(header)} columns",
                    "quote cells that hold the delimiter, and export again",
                )
                continue
            rows.append((number, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        yield Unread(source, f"not a table that can be read ({error})", "export it again as CSV")
        return
    yield from _records(header, rows, source)


def _delimiter(text: str) -> str:
    """The one that the header row holds most of; a comma where it holds none."""
    first = text.lstrip("\n").split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def load_xlsx(data: bytes, source: str) -> Iterator[Record | Unread]:
    """The first sheet whose header fits a layout."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        yield Unread(
            source, "not a workbook that can be opened", "open it in Excel and save it again as .xlsx"
        )
        return
    problem = "the workbook is empty"
    for sheet in book.worksheets:
        values = (
            (number, [_cell(value) for value in row])
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
        )
        filled = [(number, cells) for number, cells in values if any(cells)]
        for place, (_, header) in enumerate(filled[:10]):
            layout = guess([name for name in header if name])
            if isinstance(layout, Layout):
                rows = [
                    (number, dict(zip(header, cells, strict=False))) for number, cells in filled[place + 1 :]
                ]
                yield from _records([name for name in header if name], rows, source)
                return
            problem = layout if place == 0 else problem
    yield Unread(source, problem, "name the text's column 'Text', or a pair 'Question' and 'Answer'")


def _cell(value: Any) -> str:
    """A cell as text: dates in ISO, whole numbers without a point, so that ids stay ids."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def load_jsonl(data: bytes, source: str) -> Iterator[Record | Unread]:
    """One object a line; a form's data inside it is lifted up."""
    text = decode(data)
    rows: list[Row] = []
    header: dict[str, None] = {}
    for number, line in enumerate((text or "").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            yield Unread(f"{source} line {number}", f"not JSON ({error.msg})", "write one JSON object a line")
            continue
        if not isinstance(found, dict):
            yield Unread(f"{source} line {number}", "not a JSON object", "write one JSON object a line")
            continue
        cells = dict(_flat(found))
        header.update(dict.fromkeys(cells))
        rows.append((number, cells))
    if rows:
        yield from _records(list(header), rows, source)
    elif not (text or "").strip():
        yield Unread(source, "empty file", "export it again")


def _flat(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value)
        elif isinstance(value, bool):
            yield name, str(value)
        else:
            yield name, _cell(value)


def _records(header: Sequence[str], rows: Sequence[Row], source: str) -> Iterator[Record | Unread]:
    layout = guess(header)
    if isinstance(layout, str):
        yield Unread(source, layout, "name the text's column 'Text', or a pair 'Question' and 'Answer'")
        return
    if not rows:
        yield Unread(source, "no rows below the header", "check the export's filter", True)
    for group in _grouped(layout, rows):
        yield _record(layout, group, source)


def _grouped(layout: Layout, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that make one record: each alone, or those of one id where answers stand apart."""
    if not layout.long or "id" not in layout.columns:
        yield from ([row] for row in rows)
        return
    order = {
        name: place
        for place, name in reversed(
            list(enumerate(layout.of(cells, "id") or f"row {n}" for n, cells in rows))
        )
    }
    ranked = sorted(rows, key=lambda row: order[layout.of(row[1], "id") or f"row {row[0]}"])
    for _, group in groupby(ranked, key=lambda row: layout.of(row[1], "id") or f"row {row[0]}"):
        yield list(group)


def _record(layout: Layout, rows: Sequence[Row], source: str) -> Record | Unread:
    number, first = rows[0]
    place = f"{source} row {number}"
    kind = kind_named(
        layout.of(first, "type") or (layout.of(first, "title") if "type" in layout.columns else None)
    )
    if isinstance(kind, str) and not isinstance(kind, Kind):
        return Unread(place, kind, "leave these types out of the export; they are not judged")
    if is_draft(layout.of(first, "status")):
        return Unread(place, "a draft", "finalise it, then export again")
    text, blocks = laid_out(_pieces(layout, rows))
    if not blocks:
        return Unread(place, "an empty note", "check the export's text column")
    return Record(
        id=layout.of(first, "id") or f"{PurePath(source).stem}-{number}",
        source=source,
        text=text,
        blocks=blocks,
        child=layout.of(first, "child"),
        child_is_id=bool(layout.of(first, "child")),
        held=day_of(layout.of(first, "held")),
        written=day_of(layout.of(first, "written")),
        kind=kind,
        team=layout.of(first, "team"),
        worker=layout.of(first, "worker"),
        manager=layout.of(first, "manager"),
        plan=layout.of(first, "plan"),
    )


def _pieces(layout: Layout, rows: Sequence[Row]) -> Iterator[Piece]:
    title = layout.of(rows[0][1], "title")
    body = [piece for number, cells in rows for piece in _row_pieces(layout, number, cells)]
    if title and body:
        yield Shape.HEADING, title, f"row {rows[0][0]}"
    yield from body


def _row_pieces(layout: Layout, number: int, cells: Mapping[str, str]) -> Iterator[Piece]:
    anchor = f"row {number}"
    if layout.long:
        answer = layout.of(cells, "answer")
        if answer is None:
            return
        yield Shape.HEADING, layout.of(cells, "question") or "", anchor
        yield from pieces_of_cell(answer, anchor)
        return
    text = layout.of(cells, "text")
    if text is not None:
        yield from pieces_of_cell(text, anchor)
        if len(text) >= _CELL_LIMIT - 3:
            yield Shape.PARAGRAPH, "[cut by the spreadsheet]", anchor
