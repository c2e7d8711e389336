"""The head of a sheet: which of its first rows names the columns, and heads that stand on two rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from supcheck.load.columns import ExportReading, Layout, Unfit, guess, names_columns

AMONG = 10
"""Filled rows among which a head is looked for."""


@dataclass(frozen=True, slots=True)
class Head:
    """A sheet's head, and what it tells."""

    header: tuple[str, ...]
    """A name for each column, none twice; empty for a column without one."""
    below: int
    """How many of the filled rows lie above the first row of the table."""
    layout: Layout | Unfit


def find_head(rows: Sequence[Sequence[str]], reading: ExportReading | None = None) -> Head:
    """The first row among the first filled ones that gives a layout, else the one that comes nearest.

    A second row that holds nothing but names of columns belongs to the head: merged cells leave the
    names of a group above and the columns' own names below.
    """
    heads = list(_heads(rows, reading))
    fitting = (head for head in heads if isinstance(head.layout, Layout))
    asking = (head for head in heads if isinstance(head.layout, Unfit) and head.layout.columns)
    none = Head((), 0, Unfit("an empty sheet", "check the export"))
    return next(fitting, None) or next(asking, None) or (heads[0] if heads else none)


def _heads(rows: Sequence[Sequence[str]], reading: ExportReading | None) -> Iterator[Head]:
    for place, row in enumerate(rows[:AMONG]):
        header, below = tuple(row), place + 1
        if below < len(rows) and names_columns(rows[below]) and _disjoint(row, rows[below]):
            header, below = _merged(row, rows[below]), below + 1
        header = unlike(header)
        yield Head(header, below, guess([name for name in header if name], reading))


def _disjoint(above: Sequence[str], under: Sequence[str]) -> bool:
    """True where the upper row leaves room for the lower: it is no head in itself below which names recur."""
    return any(not cell.strip() for cell in under) or any(not cell.strip() for cell in above)


def _merged(above: Sequence[str], under: Sequence[str]) -> tuple[str, ...]:
    """The lower name where there is one, else the upper."""
    width = max(len(above), len(under))
    upper, lower = (tuple(row) + ("",) * (width - len(row)) for row in (above, under))
    return tuple(low.strip() or up.strip() for up, low in zip(upper, lower, strict=True))


def unlike(header: Sequence[str]) -> tuple[str, ...]:
    """The header with a number after a name that stands in it before, so that no column hides another."""
    seen: dict[str, int] = {}
    names = []
    for name in (cell.strip() for cell in header):
        seen[name] = seen.get(name, 0) + 1
        names.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(names)
