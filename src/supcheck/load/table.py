"""`.csv`, `.xlsx` and `.jsonl` exports: one row a note, or question/answer rows that make a record."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from supcheck.load.cells import cell_text
from supcheck.load.columns import Layout, Reading, Unfit, guess
from supcheck.load.heads import AMONG, Head, find_head, unlike
from supcheck.load.plain import decode
from supcheck.load.records_of_rows import Numbered, beside, group_key, record_of
from supcheck.records import InputFinding, Item, Opened, Unread

_DELIMITERS = ",;\t|"

csv.field_size_limit(50_000_000)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export: its columns, and its filled rows as they come."""

    header: tuple[str, ...]
    rows: Sequence[Numbered | Unread]
    sheet: str = ""
    """Named before each row's number, where a workbook has several sheets that are read."""


def load_csv(data: bytes, source: str, reading: Reading | None = None) -> Iterator[Item]:
    """An export in any delimiter and encoding; a ragged row is Unread, the others go on."""
    yield from _loaded(open_csv(data, source), source, reading)


def load_xlsx(data: bytes, source: str, reading: Reading | None = None) -> Iterator[Item]:
    """Every sheet whose head fits a layout; those that do not are named."""
    yield from _loaded(open_xlsx(data, source, reading), source, reading)


def load_jsonl(data: bytes, source: str, reading: Reading | None = None) -> Iterator[Item]:
    """One object a line; a form's data inside it is lifted up."""
    yield from _loaded(open_jsonl(data, source), source, reading)


def open_export(data: bytes, source: str) -> Iterator[Table | Unread | InputFinding]:
    """The tables of an export of any kind; raises `KeyError` for another kind of file."""
    yield from _OPENED[PurePath(source).suffix.lower()](data, source)


def open_csv(data: bytes, source: str) -> Iterator[Table | Unread | InputFinding]:
    """One table."""
    text = decode(data)
    if text is None or not text.strip():
        yield Unread(
            source, "not a table of text" if text is None else "empty file", "export it again as CSV"
        )
        return
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[Numbered | Unread] = []
    try:
        header = unlike(next(lines))
        for number, cells in enumerate(lines, 2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) == len(header):
                rows.append((number, dict(zip(header, cells, strict=True))))
                continue
            rows.append(
                Unread(
                    f"{source} row {number}",
                    f"{len(cells)} cells under {len(header)} columns",
                    "quote cells that hold the delimiter, and export again",
                    source,
                )
            )
    except csv.Error as error:
        yield Unread(source, f"not a table that can be read ({error})", "export it again as CSV")
        return
    yield Table(header, rows)


def _delimiter(text: str) -> str:
    """The one that the header row holds most of; a comma where it holds none."""
    first = text.lstrip("\n").split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def open_xlsx(
    data: bytes, source: str, reading: Reading | None = None
) -> Iterator[Table | Unread | InputFinding]:
    """A table for every sheet whose head fits; where none does, the one that comes nearest."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        yield Unread(
            source, "not a workbook that can be opened", "open it in Excel and save it again as .xlsx"
        )
        return
    heads: list[tuple[str, Head, list[tuple[int, list[str]]]]] = []
    for sheet in book.worksheets:
        filled = [
            (number, cells)
            for number, row in enumerate(sheet.iter_rows(), 1)
            if any(cells := [cell_text(cell.value, cell.number_format or "") for cell in row])
        ]
        heads.append((sheet.title, find_head([cells for _, cells in filled[: AMONG + 1]], reading), filled))
    fit = [one for one in heads if isinstance(one[1].layout, Layout)] or [
        one for one in heads if isinstance(one[1].layout, Unfit) and one[1].layout.columns
    ][:1]
    fit = fit or [one for one in heads if one[2]][:1]
    if not fit:
        yield Unread(source, "the workbook is empty", "check the export")
        return
    for name, head, filled in fit:
        rows = [
            (number, {n: c for n, c in zip(head.header, cells, strict=False) if n})
            for number, cells in filled[head.below :]
        ]
        yield Table(tuple(n for n in head.header if n), rows, name if len(fit) > 1 else "")
    for name, head, filled in heads:
        if not filled or name in {one[0] for one in fit}:
            continue
        if isinstance(head.layout, Unfit) and head.layout.columns:
            yield Unread(f"{source} {name[:31]}", head.layout.reason, head.layout.hint)
        else:
            because = f"The sheet {name[:31]!r} has {len(filled)} filled rows and names no column of text."
            yield InputFinding("INP9", source, "", None, because)


def open_jsonl(data: bytes, source: str) -> Iterator[Table | Unread | InputFinding]:
    """One table of all objects."""
    text = decode(data)
    rows: list[Numbered | Unread] = []
    header: dict[str, None] = {}
    for number, line in enumerate((text or "").split("\n"), 1):
        if not line.strip():
            continue
        found = _object(line)
        if isinstance(found, str):
            place = f"{source} line {number}"
            rows.append(Unread(place, found, "write one JSON object a line", source))
            continue
        cells = dict(_flat(found))
        header.update(dict.fromkeys(cells))
        rows.append((number, cells))
    if header:
        yield Table(tuple(header), rows)
    elif rows:
        yield from (row for row in rows if isinstance(row, Unread))
    else:
        yield Unread(source, "empty file", "export it again")


def _object(line: str) -> dict[str, Any] | str:
    """A line's object, or what is wrong with it."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return f"not JSON ({error.msg})"
    return found if isinstance(found, dict) else "not a JSON object"


def _flat(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value)
        elif isinstance(value, bool):
            yield name, str(value)
        else:
            yield name, cell_text(value)


_OPENED: Mapping[str, Callable[[bytes, str], Iterator[Table | Unread | InputFinding]]] = {
    ".csv": open_csv,
    ".tsv": open_csv,
    ".xlsx": open_xlsx,
    ".jsonl": open_jsonl,
}


def _loaded(
    opened: Iterable[Table | Unread | InputFinding], source: str, reading: Reading | None
) -> Iterator[Item]:
    for one in opened:
        if isinstance(one, Table):
            yield from _records(one, source, reading)
        else:
            yield one


def _records(table: Table, source: str, reading: Reading | None) -> Iterator[Item]:
    layout = guess(table.header, reading)
    if isinstance(layout, Unfit):
        yield Unread(source, layout.reason, layout.hint)
        return
    yield Opened(source, layout.title)
    if not table.rows:
        yield Unread(source, "no rows below the header", "check the export's filter")
    yield from (row for row in table.rows if isinstance(row, Unread))
    for group in _grouped(layout, [row for row in table.rows if not isinstance(row, Unread)]):
        made = record_of(layout, group, source, reading, table.sheet)
        if made is not None:
            yield made
        yield from beside(layout, group, made, source, table.sheet)


def _grouped(layout: Layout, rows: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    """Rows that make one record: each alone, or those of one id where answers stand apart."""
    if not layout.long or "id" not in layout.columns:
        yield from ([row] for row in rows)
        return
    together: dict[str, list[Numbered]] = {}
    for row in rows:
        together.setdefault(group_key(layout, row), []).append(row)
    yield from together.values()
