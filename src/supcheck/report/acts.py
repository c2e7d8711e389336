"""The words of an act: of a table's row what is to be done, without the cells that say who and by when.

A list of actions has columns of its own for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from supcheck.headings import BY_WHEN, WHOSE
from supcheck.records import Action, Judged, Shape
from supcheck.tables import cells_of_row

_NAMES: Final = frozenset((*WHOSE, *BY_WHEN))
_IN_A_NAME: Final = re.compile(r"[\W\d_]+")
_BESIDE: Final = 2
"""Words that a cell may hold beside an owner or a day and be nothing else: 'Owner: Jo'."""


def words_of_act(judged: Judged, action: Action) -> str:
    """On one line; where nothing is left of a row it is shown whole."""
    text = judged.record.text
    row = judged.units[action.unit].shape is Shape.ROW
    cells = " – ".join(_of_the_act(text, action)) if row else ""
    return " ".join((cells or action.span.of(text)).split())


def _of_the_act(text: str, action: Action) -> Iterator[str]:
    """The cells of a row but those of who and by when, and the names of these with what they hold."""
    told = [span for span in (action.owner, action.deadline) if span]
    named = False
    for cell in cells_of_row(text, action.span):
        said, before = cell.of(text), named
        named = _IN_A_NAME.sub(" ", said).strip().lower() in _NAMES
        within = [span for span in told if span.overlaps(cell)]
        words = sum(len(span.of(text).split()) for span in within)
        if said.strip(" |") and not (named or before or (within and len(said.split()) - words <= _BESIDE)):
            yield said
