"""What an export looks like before it is read: its columns with masked samples, its note types, its dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from supcheck.load.cells import clean, date_form, masked, national, null
from supcheck.load.columns import NATIONAL, Layout, plain_name
from supcheck.load.types import type_name

_SAMPLES = 2
"""Different shapes shown of a column."""
_TYPES = 60
"""Note types that are listed; a column with more is no column of types."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is taken for, and the shapes of its first values."""

    name: str
    use: str | None
    samples: tuple[str, ...]
    """Letters as x, digits as 9: no word of a record."""
    national: bool
    """True for a pupil's, a patient's or an insurance number, by its name or its values."""


@dataclass(frozen=True, slots=True)
class Survey:
    """An export as its rows show it."""

    layout: Layout
    rows: int
    columns: tuple[Column, ...]
    types: tuple[tuple[str, int], ...]
    """Note types with their rows, the most frequent first."""
    dates: Mapping[str, tuple[tuple[str, int], ...]]
    """Use -> forms in which its dates are written, with their rows."""


def survey(header: Sequence[str], rows: Iterable[Mapping[str, str]], layout: Layout) -> Survey:
    """Look at every row once; keeps shapes and counts only."""
    samples: dict[str, dict[str, None]] = {name: {} for name in header}
    types: Counter[str] = Counter()
    dates = {use: Counter[str]() for use in ("held", "written") if use in layout.columns}
    numbers: set[str] = set()
    count = 0
    for cells in rows:
        count += 1
        for name, shapes in samples.items():
            value = clean(cells.get(name) or "")
            if len(shapes) < _SAMPLES and not null(value):
                shapes[masked(value)] = None
                if national(value):
                    numbers.add(name)
        named = layout.of(cells, "type")
        if named is not None:
            types[type_name(named)] += 1
        for use, forms in dates.items():
            value = layout.of(cells, use) or ""
            forms[date_form(value) if value else "none"] += 1
    uses = {column: use for use, column in layout.columns.items()}
    uses.update(dict.fromkeys(layout.texts, "text"))
    return Survey(
        layout,
        count,
        tuple(
            Column(name, uses.get(name), tuple(shapes), plain_name(name) in NATIONAL or name in numbers)
            for name, shapes in samples.items()
            if name
        ),
        tuple(types.most_common()) if len(types) <= _TYPES else (),
        {use: tuple(forms.most_common()) for use, forms in dates.items()},
    )
