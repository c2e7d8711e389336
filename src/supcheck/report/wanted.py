"""How a report was asked for, and the run as it was asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from supcheck.records import Run
from supcheck.report.levels import LEVELS, shown
from supcheck.report.overview.agreement import Agreement
from supcheck.report.pseudonyms import Pseudonyms
from supcheck.rubric import Rubric, load_rubric


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a report was asked for."""

    evidence: bool = False
    """Whether a machine format may quote (--include-evidence)."""
    colour: bool = False
    width: int = 88
    """Columns."""
    rubric: Rubric = field(default_factory=load_rubric)
    """The rubric that the run was judged by: its words are the report's."""
    least: str = LEVELS[0]
    """The level from which on findings are shown (--min-level)."""
    pseudonyms: Pseudonyms | None = None
    """What machine formats write instead of ids and file names (--salt-file)."""
    word_template: Path | None = None
    """An authority's own Word template (--word-template)."""
    on: dt.date = field(default_factory=dt.date.today)
    """The day on which an action is overdue or not (--on)."""
    agreement: Agreement | None = None
    """With local raters, for the overview (--agreement)."""


def as_wanted(run: Run, wanted: Wanted, *, human: bool = False, counts: bool = False) -> Run:
    """The run with the findings that are to be shown; of a machine format, under pseudonyms if wanted.

    A format that `counts` needs every finding.
    """
    run = run if counts else shown(run, wanted.least)
    return run if human or wanted.pseudonyms is None else wanted.pseudonyms.run(run)
