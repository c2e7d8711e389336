"""An export's rows -> records: one row a note, or question and answer rows that make a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from supcheck.load.columns import ExportReading, Unfit, guess
from supcheck.load.file import File
from supcheck.load.found import Found
from supcheck.load.records_of_rows import Numbered, Source, beside, group_key, record_of
from supcheck.load.rows import Kept, Table
from supcheck.records import Beside, LeftOut, Opened, Record, Unread


def records_of(table: Table, file: File, reading: ExportReading | None = None) -> Iterator[Found | Beside]:
    """Each record of a table; where answers stand apart, in the order of each record's first row."""
    layout = guess([name for name in table.header if name], reading)
    if isinstance(layout, Unfit):
        yield Unread(file.name, layout.reason, layout.hint)
        return
    yield Opened(file.name, layout.title)
    source = Source(layout, file.name, reading, table.sheet)
    apart = layout.long and "id" in layout.columns
    together: dict[str, list[tuple[int, Kept]]] = {}
    rows = 0
    for row in table.rows():
        rows += 1
        if isinstance(row, Unread):
            yield row
        elif apart:
            key = group_key(layout, (row.number, row.cells))
            together.setdefault(key, []).append((row.number, row.kept))
        else:
            yield from _found(table, source, ((row.number, row.kept),), [(row.number, row.cells)])
    for kept in together.values():
        yield from _found(table, source, tuple(kept), _read(table, kept))
    if not rows:
        yield Unread(file.name, "no rows below the header", "check the export's filter", empty=True)


def _found(
    table: Table, source: Source, kept: tuple[tuple[int, Kept], ...], rows: Sequence[Numbered]
) -> Iterator[Found | Beside]:
    made = record_of(source, rows)
    if isinstance(made, Record):
        yield Found(made, partial(_again, table, source, kept))
    elif isinstance(made, LeftOut):
        yield made
    yield from beside(source, rows, made)


def _again(table: Table, source: Source, kept: tuple[tuple[int, Kept], ...]) -> Record | LeftOut | None:
    return record_of(source, _read(table, kept))


def _read(table: Table, kept: Sequence[tuple[int, Kept]]) -> list[Numbered]:
    return [(number, table.again(one)) for number, one in kept]
