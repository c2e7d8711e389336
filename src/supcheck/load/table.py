"""An export's rows -> records: one row a note, or question and answer rows that make a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePath

from supcheck.load.building import Piece, laid_out
from supcheck.load.columns import Layout, day_of, guess, is_draft, kind_named
from supcheck.load.file import File
from supcheck.load.found import Found
from supcheck.load.rich import pieces_of_cell
from supcheck.load.rows import Cells, Kept, Table
from supcheck.records import Kind, Record, Shape, Unread

_CELL_LIMIT = 32_767
"""Characters; Excel cuts a longer cell in silence."""

Numbered = tuple[int, Cells]
"""A row's number as the file shows it, and its cells."""


def records_of(table: Table, file: File) -> Iterator[Found | Unread]:
    """Each record of a table; where answers stand apart, in the order of each record's first row."""
    layout = guess([name for name in table.header if name])
    if isinstance(layout, str):
        yield Unread(file.name, layout, "name the text's column 'Text', or a pair 'Question' and 'Answer'")
        return
    apart = layout.long and "id" in layout.columns
    together: dict[str, list[tuple[int, Kept]]] = {}
    rows = 0
    for row in table.rows():
        if isinstance(row, Unread):
            yield row
            continue
        rows += 1
        if apart:
            identity = layout.of(row.cells, "id") or f"row {row.number}"
            together.setdefault(identity, []).append((row.number, row.kept))
        else:
            yield _found(table, layout, file.name, ((row.number, row.kept),), [(row.number, row.cells)])
    for kept in together.values():
        yield _found(table, layout, file.name, tuple(kept))
    if not rows:
        yield Unread(file.name, "no rows below the header", "check the export's filter")


def _found(
    table: Table,
    layout: Layout,
    source: str,
    kept: tuple[tuple[int, Kept], ...],
    rows: Sequence[Numbered] | None = None,
) -> Found | Unread:
    again = partial(_again, table, layout, source, kept)
    record = _record(layout, rows, source) if rows is not None else again()
    return Found(record, again) if isinstance(record, Record) else record


def _again(table: Table, layout: Layout, source: str, kept: tuple[tuple[int, Kept], ...]) -> Record | Unread:
    return _record(layout, [(number, table.again(one)) for number, one in kept], source)


def _record(layout: Layout, rows: Sequence[Numbered], source: str) -> Record | Unread:
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


def _pieces(layout: Layout, rows: Sequence[Numbered]) -> Iterator[Piece]:
    title = layout.of(rows[0][1], "title")
    body = [piece for number, cells in rows for piece in _row_pieces(layout, number, cells)]
    if title and body:
        yield Shape.HEADING, title, f"row {rows[0][0]}"
    yield from body


def _row_pieces(layout: Layout, number: int, cells: Cells) -> Iterator[Piece]:
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
