"""The rows of an export, one at a time, each with what it takes to read it again.

A CSV or JSONL row is read again from its place in the file, so that an export may be larger than
memory. A workbook and a Parquet file have no such places: their rows are held compressed.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, BinaryIO, Final, Protocol

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from supcheck.load.cells import cell_text
from supcheck.load.columns import ExportReading, Layout, Unfit
from supcheck.load.encoding import encoding_of, one_newline
from supcheck.load.file import File
from supcheck.load.heads import AMONG, find_head, unlike
from supcheck.records import InputFinding, Unread

Cells = Mapping[str, str]
"""A row's cells by column."""
Kept = int | bytes
"""A row's place in its file in bytes, or the row itself, compressed."""

_DELIMITERS: Final = ",;\t|"
_AT_ONCE: Final = 500

csv.field_size_limit(50_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the file shows it."""

    number: int
    cells: Cells
    kept: Kept


class Table(Protocol):
    """A header, and rows that can be read again."""

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names."""
        ...

    @property
    def sheet(self) -> str:
        """Its name, where a workbook has several that are read; else empty."""
        ...

    def rows(self) -> Iterator[Row | Unread]:
        """Each filled row once, in the file's order."""
        ...

    def again(self, kept: Kept) -> Cells:
        """A row's cells, read again; raises `OSError` where the file is gone."""
        ...


def open_csv(file: File, _: ExportReading | None = None) -> Iterator[Table | Unread]:
    """An export in any delimiter and encoding."""
    file, encoding = _encoded(file)
    if encoding is None:
        yield Unread(file.name, "not a table of text", "export it again as CSV")
        return
    lines = _Lines(file.open(), encoding)
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        yield Unread(file.name, "empty file", "export it again as CSV")
        return
    delimiter = max(_DELIMITERS, key=first.count)
    lines.seek(lines.at - lines.length)
    try:
        header = unlike(next(csv.reader(lines, delimiter=delimiter)))
    except csv.Error as error:
        yield Unread(file.name, f"not a table that can be read ({error})", "export it again as CSV")
        return
    yield _Csv(file, encoding, delimiter, header, lines.at)


def _encoded(file: File) -> tuple[File, str | None]:
    """The file and its encoding; one in UTF-16, whose line ends are no single bytes, is held as utf-8."""
    with file.open() as stream:
        encoding = encoding_of(stream)
        if encoding is None or not encoding.startswith("utf-16"):
            return file, encoding
        stream.seek(0)
        text = stream.read().decode(encoding, errors="replace")
    return File(file.name, data=text.encode("utf-8", errors="replace")), "utf-8-sig"


class _Lines:
    """The lines of a file of text, ended by one newline, and the place of the next one in bytes."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding.removesuffix("-sig")
        self._broken: list[bytes] = []
        self.at = 0
        self.length = 0
        """Of the line last given."""
        if encoding.endswith("-sig"):
            mark = stream.read(len(codecs.BOM_UTF8))
            self.seek(len(mark) if mark == codecs.BOM_UTF8 else 0)

    def seek(self, at: int) -> None:
        """Go on from a line's start."""
        self._broken.clear()
        self._stream.seek(at)
        self.at = at

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self._broken:
            line = self._stream.readline()
            # An old line end, a carriage return alone, ends a line too.
            old = b"\r" in line.removesuffix(b"\r\n")
            parts = re.split(rb"(?<=\r)(?!\n)", line) if old else [line]
            self._broken = [part for part in reversed(parts) if part]
        if not self._broken:
            raise StopIteration
        line = self._broken.pop()
        self.length = len(line)
        self.at += self.length
        return one_newline(line.decode(self._encoding, errors="replace"))


@dataclass(frozen=True)
class _Csv:
    file: File
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    start: int
    """Where the rows begin, in bytes."""
    sheet: str = ""

    def rows(self) -> Iterator[Row | Unread]:
        """A ragged row is Unread, the others go on."""
        lines = _Lines(self.file.open(), self.encoding)
        lines.seek(self.start)
        reader, number = csv.reader(lines, delimiter=self.delimiter), 1
        while True:
            at, number = lines.at, number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield Unread(
                    f"{self.file.name} row {number}",
                    f"not a table that can be read from here on ({error})",
                    "export it again as CSV",
                    export=self.file.name,
                )
                return
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) == len(self.header):
                yield Row(number, dict(zip(self.header, cells, strict=True)), at)
            else:
                yield Unread(
                    f"{self.file.name} row {number}",
                    f"{len(cells)} cells under {len(self.header)} columns",
                    "quote cells that hold the delimiter, and export again",
                    export=self.file.name,
                )

    def again(self, kept: Kept) -> Cells:
        """From its place."""
        self._lines.seek(_place(kept))
        return dict(zip(self.header, next(csv.reader(self._lines, delimiter=self.delimiter)), strict=True))

    @cached_property
    def _lines(self) -> _Lines:
        return _Lines(self.file.open(), self.encoding)


def open_jsonl(file: File, _: ExportReading | None = None) -> Iterator[Table | Unread]:
    """One object a line; a form's data inside it is lifted up."""
    file, encoding = _encoded(file)
    table = _Jsonl(file, encoding or "utf-8", ())
    header: dict[str, None] = {}
    empty = True
    for row in table.rows():
        empty = False
        if isinstance(row, Row):
            header.update(dict.fromkeys(row.cells))
    if empty:
        yield Unread(file.name, "empty file", "export it again")
    elif header:
        yield _Jsonl(file, encoding or "utf-8", tuple(header))
    else:
        yield from (one for one in table.rows() if isinstance(one, Unread))


@dataclass(frozen=True)
class _Jsonl:
    file: File
    encoding: str
    header: tuple[str, ...]
    sheet: str = ""

    def rows(self) -> Iterator[Row | Unread]:
        """A line that is no JSON object is Unread, the others go on."""
        lines = _Lines(self.file.open(), self.encoding)
        number, at = 0, lines.at
        for line in lines:
            number, start, at = number + 1, at, lines.at
            if not line.strip():
                continue
            found = _object(line)
            if isinstance(found, str):
                place = f"{self.file.name} line {number}"
                yield Unread(place, found, "write one JSON object a line", export=self.file.name)
            else:
                yield Row(number, found, start)

    def again(self, kept: Kept) -> Cells:
        """From its place."""
        self._lines.seek(_place(kept))
        found = _object(next(self._lines))
        if isinstance(found, str):
            raise OSError("the file changed while it was read")
        return found

    @cached_property
    def _lines(self) -> _Lines:
        return _Lines(self.file.open(), self.encoding)


def _object(line: str) -> Cells | str:
    """A line's cells, or what is wrong with it."""
    try:
        found = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return f"not JSON ({getattr(error, 'msg', 'nested too deeply')})"
    return dict(_flat(found)) if isinstance(found, dict) else "not a JSON object"


def _flat(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value)
        elif isinstance(value, bool):
            yield name, str(value)
        else:
            yield name, cell_text(value)


@dataclass(frozen=True)
class _Held:
    """Rows of a file without places."""

    header: tuple[str, ...]
    found: Iterator[tuple[int, Sequence[str]]]
    sheet: str = ""

    def rows(self) -> Iterator[Row | Unread]:
        """Once only: the file is read through."""
        for number, cells in self.found:
            kept = zlib.compress(json.dumps(cells).encode("utf-8", errors="surrogatepass"), 1)
            yield Row(number, self._named(cells), kept)

    def again(self, kept: Kept) -> Cells:
        """From what was kept."""
        if isinstance(kept, int):
            raise TypeError("a row of this table is kept whole")
        return self._named(json.loads(zlib.decompress(kept)))

    def _named(self, cells: Sequence[str]) -> Cells:
        return {name: cell for name, cell in zip(self.header, cells, strict=False) if name}


def open_xlsx(file: File, reading: ExportReading | None = None) -> Iterator[Table | Unread | InputFinding]:
    """Each sheet whose head fits a layout, the others named; where none fits, why the nearest does not."""
    try:
        book = load_workbook(file.open(), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        yield Unread(
            file.name, "not a workbook that can be opened", "open it in Excel and save it again as .xlsx"
        )
        return
    heads = [(sheet, find_head(_top(sheet), reading)) for sheet in book.worksheets]
    filled = [(sheet, head) for sheet, head in heads if head.header]
    near = [(sheet, head) for sheet, head in filled if isinstance(head.layout, Layout) or head.layout.columns]
    read = [(sheet, head) for sheet, head in near if isinstance(head.layout, Layout)] or near or filled
    read = read if read and isinstance(read[0][1].layout, Layout) else read[:1]
    if not read:
        yield Unread(file.name, "the workbook is empty", "check the export")
    for sheet, head in read:
        rows = islice(_filled(sheet), head.below, None)
        yield _Held(head.header, rows, sheet.title if len(read) > 1 else "")
    for sheet, head in filled:
        if (sheet, head) in read:
            continue
        if isinstance(head.layout, Unfit) and head.layout.columns:
            yield Unread(f"{file.name} {sheet.title[:31]}", head.layout.reason, head.layout.hint)
        else:
            count = sum(1 for _ in _filled(sheet))
            because = f"The sheet {sheet.title[:31]!r} has {count:,} filled rows and names no column of text."
            yield InputFinding("INP9", file.name, "", None, because)


def _top(sheet: Any) -> list[list[str]]:
    """The filled rows among which a head is looked for, and one below."""
    return [cells for _, cells in islice(_filled(sheet), AMONG + 1)]


def _filled(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_shown(cell) for cell in row]
        if any(cells):
            yield number, cells


def _shown(cell: Any) -> str:
    """A cell as a reader sees it: an id keeps the zeros that its format shows."""
    value = cell.value
    return cell_text(value, cell.number_format) if isinstance(value, int | float) else cell_text(value)


def open_parquet(file: File, _: ExportReading | None = None) -> Iterator[Table | Unread]:
    """A Parquet file; what DuckDB would fetch from elsewhere it may not."""
    import duckdb

    if file.path is None:
        yield Unread(file.name, "Parquet cannot be read from standard input", "name the file")
        return
    alone: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        # Each thread holds a group of rows, 100,000 and more, so that many cores would mean much memory.
        "threads": 1,
    }
    try:
        read = duckdb.connect(":memory:", config=alone).execute(
            "SELECT * FROM read_parquet(?)", [str(file.path)]
        )
    except duckdb.Error:
        yield Unread(file.name, "not a Parquet file that can be read", "export it again as Parquet or CSV")
        return
    yield _Held(tuple(column[0] for column in read.description or ()), _fetched(read))


def _fetched(read: Any) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while rows := read.fetchmany(_AT_ONCE):
        for row in rows:
            number += 1
            cells = [cell_text(value) for value in row]
            if any(cells):
                yield number, cells


def _place(kept: Kept) -> int:
    if isinstance(kept, bytes):
        raise TypeError("a row of this table has a place")
    return kept
