"""Lists of acts that do not look like tables, as rows.

`aligned`, `fields`, `sideways`, `stacked` and `typed` each show a way.
"""

from __future__ import annotations

from collections.abc import Sequence

from supcheck.records import Block
from supcheck.tables.aligned import aligned_rows
from supcheck.tables.cells import Names, cells_of_row
from supcheck.tables.fields import (
    acts_over_fields,
    answers_apart,
    in_one_line,
    labelled_rows,
    names_apart,
    paired_rows,
)
from supcheck.tables.sideways import turned_rows
from supcheck.tables.stacked import joined_rows, unrolled
from supcheck.tables.typed import sheet_rows, slashed_rows, typed_rows

__all__ = ["Names", "cells_of_row", "with_rows"]


def with_rows(text: str, blocks: Sequence[Block], names: Names) -> tuple[Block, ...]:
    """The blocks, with the head and each row of such a list as one `Shape.ROW`."""
    told = (in_one_line(text, block, names) for block in blocks)
    lines = [part for block in told for part in names_apart(text, block, names)]
    answers = [part for block in lines for part in answers_apart(text, block, names)]
    turned = list(turned_rows(text, answers, names))
    parts = [part for block in turned for part in unrolled(text, block, names)]
    joined = list(joined_rows(text, parts, names))
    over = list(acts_over_fields(text, joined, names))
    aligned = list(aligned_rows(text, over, names))
    parted = list(sheet_rows(text, list(slashed_rows(text, aligned, names)), names))
    typed = list(typed_rows(text, parted))
    return tuple(paired_rows(text, list(labelled_rows(text, typed, names)), names))
