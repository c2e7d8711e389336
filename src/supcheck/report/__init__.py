"""Run -> text, by one table of formats; a report quotes exactly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from supcheck.records import Run
from supcheck.report.human import human
from supcheck.report.page import html, markdown
from supcheck.report.wire import wire_text
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


FORMATS: Mapping[str, Callable[[Run, Wanted], str]] = {
    "human": lambda run, wanted: human(run, wanted.rubric, colour=wanted.colour, width=wanted.width),
    "json": lambda run, wanted: wire_text(run, evidence=wanted.evidence),
    "html": lambda run, wanted: html(run, wanted.rubric),
    "md": lambda run, wanted: markdown(run, wanted.rubric),
}
"""Format name -> the pure function that writes it; --output-format reads its choices here."""

SUFFIXES: Mapping[str, str] = {
    ".txt": "human",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".md": "md",
}
"""What `-o FILE` means by the file's suffix."""
