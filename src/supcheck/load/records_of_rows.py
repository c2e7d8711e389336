"""Rows of an export -> records, with every row that makes none accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from supcheck.load.building import Piece, laid_out
from supcheck.load.cells import clean, cut_at, day_of, mangled, national, no_words, null, sheet_error
from supcheck.load.columns import ALIASES, ExportReading, Layout, plain_name
from supcheck.load.inputs import made_id
from supcheck.load.rich import pieces_of_cell
from supcheck.load.types import counts_as, is_draft, type_name
from supcheck.records import InputFinding, Kind, Left, LeftOut, Record, Shape, Unread

Numbered = tuple[int, Mapping[str, str]]
"""A row's number as the file shows it, and its cells by column."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from, and how they are read."""

    layout: Layout
    file: str
    reading: ExportReading | None = None
    sheet: str = ""
    """Named before each row's number, where a workbook has several sheets that are read."""

    def anchor(self, number: int) -> str:
        """Where a reader finds a row."""
        return f"{self.sheet} row {number}".strip()


def group_key(layout: Layout, row: Numbered) -> str:
    """What the rows of one record share: an id and a child, so that a group's note is not merged."""
    number, cells = row
    identity = layout.of(cells, "id")
    return f"row {number}" if identity is None else f"{identity}\0{layout.of(cells, 'child')}"


def record_of(source: Source, rows: Sequence[Numbered]) -> Record | LeftOut | None:
    """One record from its rows, or why it is left out; None where no row of it can be read.

    A pure function of the rows, so that a record can be read again.
    """
    layout = source.layout
    rows = [row for row in rows if _unreadable(layout, row) is None]
    if not rows:
        return None
    kind = _kind(source, rows)
    if isinstance(kind, LeftOut):
        return kind
    if is_draft(_first(layout, rows, "status"), layout.columns.get("status", "")):
        return LeftOut(source.file, len(rows), Left.DRAFT)
    text, blocks = laid_out(_pieces(source, rows))
    if not blocks:
        return LeftOut(source.file, len(rows), Left.EMPTY)
    child = _first(layout, rows, "child")
    child = None if child is None or national(child) or mangled(child) else child
    return Record(
        id=_first(layout, rows, "id") or made_id(source.file, rows[0][0]),
        source=source.file,
        text=text,
        blocks=blocks,
        child=child,
        child_is_id=child is not None,
        held=day_of(_held(layout, rows)),
        written=day_of(_first(layout, rows, "written")),
        kind=kind,
        team=_first(layout, rows, "team"),
        worker=_first(layout, rows, "worker"),
        manager=_first(layout, rows, "manager"),
        plan=_first(layout, rows, "plan"),
        rows=len(rows),
    )


def beside(
    source: Source, rows: Sequence[Numbered], made: Record | LeftOut | None
) -> Iterator[InputFinding | Unread]:
    """The rows that could not be read, and what is odd about the cells of a record."""
    whole = []
    for row in rows:
        why = _unreadable(source.layout, row)
        if why is None:
            whole.append(row)
            continue
        hint = "export again, and do not open the file in a spreadsheet before it is read"
        yield Unread(f"{source.file} {source.anchor(row[0])}", why, hint, export=source.file)
    if isinstance(made, Record):
        for rule, number, because in _odd(source.layout, whole):
            yield InputFinding(rule, source.file, source.anchor(number), made.id, because)


def _unreadable(layout: Layout, row: Numbered) -> str | None:
    """Why a row cannot be read; None where it can."""
    cells = row[1]
    if any(sheet_error(cells.get(name) or "") for name in _bodies(layout)):
        return "a spreadsheet's error stands in place of the words"
    if layout.long and mangled(layout.of(cells, "id") or ""):
        return "its record's id was rounded by a spreadsheet, so that records run into one"
    return None


def _first(layout: Layout, rows: Sequence[Numbered], use: str) -> str | None:
    """The first row's value that says anything."""
    return next((value for _, cells in rows if (value := layout.of(cells, use)) is not None), None)


def _kind(source: Source, rows: Sequence[Numbered]) -> Kind | LeftOut | None:
    """The type that the rows count as; by the title where they name none; None leaves it to the text."""
    layout = source.layout
    if "type" not in layout.columns:
        return layout.kind
    named = _first(layout, rows, "type")
    counts = counts_as(named or _first(layout, rows, "title") or "", source.reading)
    if counts.kind is None and (named or counts.known):
        name = type_name(named) if named else "(none given)"
        return LeftOut(source.file, len(rows), Left.TYPE, name, counts.known)
    return counts.kind


def _held(layout: Layout, rows: Sequence[Numbered]) -> str | None:
    """The column's day, or that of the answer to a question such as 'Date of supervision'."""
    if "held" in layout.columns or not layout.long:
        return _first(layout, rows, "held")
    names = ALIASES["held"][0].split()
    for _, cells in rows:
        if plain_name((layout.of(cells, "question") or "").split("_")[-1]) in names:
            return layout.of(cells, "answer")
    return None


def _odd(layout: Layout, rows: Sequence[Numbered]) -> Iterator[tuple[str, int, str]]:
    """(rule, row, because) for cells that cannot be what they stand for."""
    number = rows[0][0]
    for use, words, value in (
        ("held", "day of the discussion", _held(layout, rows)),
        ("written", "day of entry", _first(layout, rows, "written")),
    ):
        if value is not None and day_of(value) is None:
            yield "INP3", number, f"The {words} cannot be read as a date."
        several = {layout.of(cells, use) for _, cells in rows} - {None}
        if len(several) > 1:
            yield "INP1", number, f"The rows of one id give {len(several)} values for the {words}."
    rounded = (
        ("id", "The record's id was rounded by a spreadsheet."),
        ("child", "The child's id was rounded by a spreadsheet: it is not used, since it may be another's."),
    )
    for use, because in rounded:
        if mangled(_first(layout, rows, use) or ""):
            yield "INP6", number, because
    if national(_first(layout, rows, "child") or ""):
        yield "INP6", number, "The child's column holds a national number: it is not used as an id."
    for at, cells in rows:
        for name in _bodies(layout):
            length = cut_at(cells.get(name) or "")
            if length is not None:
                yield "INP7", at, f"A cell ends at {length:,} characters, where software cuts in silence."


def _bodies(layout: Layout) -> tuple[str, ...]:
    """The columns that hold a record's words."""
    return (layout.columns["answer"],) if layout.long else layout.texts or (layout.columns["text"],)


def _pieces(source: Source, rows: Sequence[Numbered]) -> Iterator[Piece]:
    layout = source.layout
    body = [piece for number, cells in rows for piece in _row_pieces(layout, cells, source.anchor(number))]
    if all(piece.kind is Shape.HEADING or null(piece.words) for piece in body):
        return
    title = layout.of(rows[0][1], "title")
    if title:
        yield Piece(Shape.HEADING, clean(title), source.anchor(rows[0][0]))
    yield from body


def _row_pieces(layout: Layout, cells: Mapping[str, str], place: str) -> Iterator[Piece]:
    for name in _bodies(layout):
        words = clean(cells.get(name) or "").strip()
        if no_words(words) or words == name:
            # The second is a head that a report repeats on each page.
            continue
        if layout.long:
            yield Piece(Shape.HEADING, _asked(layout.of(cells, "question") or ""), place)
        elif layout.texts:
            yield Piece(Shape.HEADING, name, place)
        yield from pieces_of_cell(words, place)


def _asked(question: str) -> str:
    """A question as it is read: a control's name ('supervision_whatIsWorkingWell') as words."""
    if " " in question or not re.search(r"[a-z][A-Z]|_", question):
        return clean(question)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", question.split("_")[-1])
    return spaced[:1].upper() + spaced[1:].lower()
