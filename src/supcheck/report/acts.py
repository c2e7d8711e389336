"""The words of an act: of a table's row what is to be done, without the cells that say who and by when.

A list of actions has columns of its own for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from supcheck.owners.rows import kind_of_cell
from supcheck.records import Action, Judged, Shape
from supcheck.tables.cells import NUMBER, cells_of_row

_TOLD_APART: Final = ("owner", "deadline")
_BESIDE: Final = 2
"""Words that a cell may hold beside an owner or a day and be nothing else: 'Owner: Jo'."""


def words_of_act(judged: Judged, action: Action) -> str:
    """On one line; where nothing is left of a row it is shown whole."""
    text = judged.record.text
    row = judged.units[action.unit].shape is Shape.ROW
    cells = " – ".join(_of_the_act(text, action)) if row else ""
    return " ".join((cells or action.span.of(text)).split())


def _of_the_act(text: str, action: Action) -> Iterator[str]:
    """The cells of a row but its number, who and by when, and the names of these with what they hold."""
    told = [span for span in (action.owner, action.deadline) if span]
    labelled, named = "\n" in action.span.of(text), False
    for place, cell in enumerate(cells_of_row(text, action.span)):
        said, before = cell.of(text), named
        named = labelled and place > 0 and kind_of_cell(said) in _TOLD_APART
        within = [span for span in told if span.overlaps(cell)]
        words = sum(len(span.of(text).split()) for span in within)
        if place == 0 and NUMBER.fullmatch(said):
            continue
        if said.strip(" |–—-") and not (named or before or (within and len(said.split()) - words <= _BESIDE)):
            yield said
