"""Whose a table's row is and by when: which of its columns say so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from supcheck.deadlines import find_deadlines
from supcheck.owners.days import PARTS, SEE_ACT, Days, Facts
from supcheck.owners.known import Known
from supcheck.owners.sentences import Sentences
from supcheck.records import Block, Record, Shape, Span, Unit
from supcheck.tables.cells import NAME_OF_COLUMN, POINTED, Names, cells_of_row, without_number

_BY_ALONE = re.compile(r"(?i)\W*by\W*")
_NAME_IN_CELL = re.compile(r"[A-Z][^\W\d]*(?:[ /&+.'’-]+[^\W\d]+){0,3}\.?")
_COLUMNS = (
    (
        "owner",
        re.compile(
            r"(?i)^(?:by\s+)?who(?:m)?\??$|^owner|^person|^(?:by\s+whom)|^lead$|^resp(?:onsib\w*)?\b|^whose\b|^assigned|^allocated|^who\b|^whom|^agency$|^organisation$|^service$"
        ),
    ),
    (
        "deadline",
        re.compile(
            r"(?i)^(?:by\s+)?when\??$|^time|^deadline|^due|^target|^finish|^(?:start|complete|needed)\s+by|^date\s+(?:due|for)\b|^completion\b|^by\s+date|^by$|^date$|^when\b"
        ),
    ),
    (
        "action",
        re.compile(
            r"(?i)\baction|^task|^job|\bnext$|^to do|^do\b|^agreed|^direction|^step"
            r"|^what['’]?s\s+next|^what(?!\s+(?:we|do|did|is|was|has|works?|happen)\b|['’]s)"
        ),
    ),
)
_COLUMN_OF = dict(_COLUMNS)
_OF_NUMBERED = re.compile(r"(?i)^(?:action|task)\s+(?=(?:owner|date|who|by|when|due|lead|target|deadline)\b)")
"""'Action 2 owner' is whose it is."""
_IN_A_KEY = re.compile(r"[\s_.?*:()\d]+")


@dataclass(frozen=True, slots=True)
class TableHead:
    """The head of a table, or the place before its first row."""

    start: int
    columns: Mapping[str, int]
    """'action', 'owner' and 'deadline' -> the place of the column."""
    width: int
    """How many columns it has."""


class Rows:
    """The tables of one record."""

    def __init__(self, record: Record, known: Known, days: Days, sentences: Sentences, names: Names) -> None:
        self._text = record.text
        self._known, self._days, self._sentences, self._names = known, days, sentences, names
        self._heads = tuple(_column_heads(record, names)) or tuple(_columns_by_their_cells(record))
        self._beside = {block.span: dict(block.beside) for block in record.blocks if block.beside}

    def of_row(self, unit: Unit) -> Facts | None:
        """By its columns where a head or the other rows say which they are, else by the cells; or None."""
        beside = self._beside.get(unit.span)
        if beside is not None:
            return self._by_those(beside, unit.span)
        return self._by_labels(unit) or self._by_columns(unit) or self._by_cells(unit)

    def _by_those(self, beside: Mapping[str, Span], act: Span) -> Facts:
        """By the cells beside an act in a table on its side, each of a known kind."""
        owner, due = beside.get("owner"), beside.get("deadline")
        if owner is None or not self._known.is_named(owner.of(self._text)):
            owner = None if owner else self._sentences.owner(act, None)
        told = due is not None and re.search(r"\w", due.of(self._text))
        return self._days.of_field(owner, due) if due and told else self._days.dated(owner, act)

    def _by_labels(self, unit: Unit) -> Facts | None:
        """Of an act whose fields stand below it, each under its own name; None where it has none."""
        cells = cells_of_row(self._text, unit.span)
        said = [cell.of(self._text) for cell in cells]
        kinds = [_listed(one, self._names) or kind_of_cell(one) for one in said]
        if "\n" not in unit.span.of(self._text) or not {"owner", "deadline"} & set(kinds[1:]):
            return None
        told = {
            kind: self._cell(cells, place)
            for place, (kind, below) in enumerate(pairwise(kinds), start=1)
            if kind and below is None
        }
        owner, due = told.get("owner"), told.get("deadline")
        owner = owner if owner and self._known.is_named(owner.of(self._text)) else None
        if "owner" not in kinds:
            owner = self._sentences.owner(cells[0], None)
        return self._days.of_field(owner, due) if due else self._days.dated(owner, cells[0])

    def _by_columns(self, unit: Unit) -> Facts | None:
        """A table's 'who' and 'when' cells; None where no head says which they are."""
        head = next((head for head in reversed(self._heads) if head.start < unit.span.start), None)
        if head is None:
            return None
        columns = head.columns
        cells = without_number(self._text, cells_of_row(self._text, unit.span), head.width)
        if len(cells) < 2 or max(columns.values(), default=0) >= len(cells) + 1:
            return None
        owner = self._cell(cells, columns.get("owner"))
        if (
            owner is not None
            and len(cells) <= max(columns.values())
            and self._days.found(owner.of(self._text))
        ):
            return None  # a cell is missing, and the others stand in its place
        if owner is not None and not self._known.is_named(owner.of(self._text)):
            owner = None
        due_cell = self._cell(cells, columns.get("deadline"))
        act = self._cell(cells, columns.get("action"))
        if owner is None and "owner" not in columns and act is not None:
            owner = self._sentences.owner(act, None)
        if due_cell is not None:
            found = self._days.of_field(owner, due_cell)
            if found.deadline is not None:
                return found
        if due_cell is None and owner is not None and self._days.found(owner.of(self._text)):
            return self.who_and_when(owner)
        told_there = due_cell is not None and not SEE_ACT.match(due_cell.of(self._text))
        return Facts(owner) if act is None or told_there else self._days.dated(owner, act)

    def who_and_when(self, cell: Span) -> Facts:
        """'Marnie 20/01/26', 'School, by Friday': both in one cell."""
        said = cell.of(self._text)
        bound = min(self._days.found(said), key=lambda one: one.span.start, default=None)
        name = re.split(r"[,;–]|\s-\s", said[: bound.span.start] if bound else said)[0].rstrip()
        named = bool(name) and self._known.is_named(name)
        return self._days.dated(Span(cell.start, cell.start + len(name)) if named else None, cell)

    def _by_cells(self, unit: Unit) -> Facts | None:
        """Of a row whose head is not known the last cell that says who is to act."""
        cells = cells_of_row(self._text, unit.span)
        pointed = POINTED.match(cells[-1].of(self._text)) if "\n" in unit.span.of(self._text) else None
        if pointed:
            return self.who_and_when(Span(cells[-1].start + pointed.end(), cells[-1].end))
        named = [cell for cell in cells[1:] if self._known.is_role_or_works_here(cell.of(self._text))]
        for cell in reversed(cells[1:]):
            # Of several names in a row any may be whoever the act is about.
            acts = named == [cell] or self._known.is_a_role(cell.of(self._text))
            owner = cell if acts else self._sentences.owner(cell, None)
            if owner is not None:
                found = self._days.dated(owner, cell)
                return found if found.deadline else self._days.dated(owner, unit.span)
        return None

    def _cell(self, cells: list[Span], index: int | None) -> Span | None:
        if index is None or index >= len(cells) or cells[index].start == cells[index].end:
            return None
        return cells[index] if re.search(r"\w", cells[index].of(self._text)) else None


def kind_of_cell(cell: str) -> str | None:
    """The kind of column that a cell names and nothing more."""
    plain = _OF_NUMBERED.sub("", _IN_A_KEY.sub(" ", cell).strip())
    short = len(plain.split()) <= NAME_OF_COLUMN
    return next((name for name, pattern in _COLUMNS if short and pattern.search(plain)), None)


def _listed(name: str, names: Names) -> str | None:
    """The kind by the authority's own list of columns; None for those that tell neither act, owner nor day."""
    kind = names.column(name)
    return kind if kind in _COLUMN_OF else None


def _column_heads(record: Record, names: Names) -> Iterator[TableHead]:
    """Each table head whose columns say what they hold."""
    for block in record.blocks:
        columns = _columns(record.text, block, names)
        if columns:
            yield TableHead(block.span.start, columns, len(cells_of_row(record.text, block.span)))


def _columns_by_their_cells(record: Record) -> Iterator[TableHead]:
    """The same of rows that have no head: most cells of one column are days, of another names."""
    rows = [
        [cell.of(record.text).strip() for cell in cells_of_row(record.text, block.span)]
        for block in record.blocks
        if block.kind is Shape.ROW
    ]
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    rows = [row for row in rows if len(row) == width]
    if width < PARTS or len(rows) < PARTS:
        return
    columns = list(zip(*rows, strict=True))
    dated = [sum(bool(find_deadlines(cell, record.held)) for cell in column) for column in columns]
    # A word that every row begins with names nobody.
    named = [
        sum(bool(_NAME_IN_CELL.fullmatch(cell)) for cell in column) * (len(set(column)) > 1)
        for column in columns
    ]
    longest = max(range(width), key=lambda place: sum(len(cell) for cell in columns[place]))
    due = max(range(width), key=lambda place: dated[place] if place != longest else -1)
    owner = max(range(width), key=lambda place: named[place] if place not in (longest, due) else -1)
    if 2 * min(dated[due], named[owner]) >= len(rows):
        first = next(block for block in record.blocks if block.kind is Shape.ROW)
        yield TableHead(first.span.start - 1, {"action": longest, "owner": owner, "deadline": due}, width)


def _columns(text: str, block: Block, names: Names) -> dict[str, int]:
    """By the authority's own list of columns, and where it lacks one by how that is worded."""
    if block.kind is not Shape.ROW:
        return {}
    found: dict[str, int] = {}
    cells: list[str] = []
    for index, cell in enumerate(cells_of_row(text, block.span)):
        listed = _listed(cell.of(text), names)
        if listed:
            found.setdefault(listed, index)
        for name, pattern in () if listed else _COLUMNS:
            if (
                name not in found
                and len(cell.of(text).split()) <= NAME_OF_COLUMN
                and pattern.search(cell.of(text).strip(" *:"))
            ):
                found[name] = index
                break
        cells.append(cell.of(text))
    dates = [place for place, cell in enumerate(cells) if _COLUMN_OF["deadline"].search(cell.strip(" *:"))]
    by = [place for place in dates if _BY_ALONE.fullmatch(cells[place])]
    if "owner" not in found and len(dates) > 1 and by:
        # Beside a column of dates 'By' is who.
        found |= {"owner": by[0], "deadline": next(place for place in dates if place != by[0])}
    return found if len(found) >= 2 else {}
