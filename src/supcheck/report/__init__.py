"""Run -> text by one table of formats; a report quotes exactly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from supcheck.records import Run
from supcheck.report.github import github
from supcheck.report.gitlab import gitlab
from supcheck.report.human import human
from supcheck.report.junit import junit
from supcheck.report.lines import lines_text
from supcheck.report.overview.book import overview_xlsx
from supcheck.report.overview.counting import overview_of
from supcheck.report.overview.page import overview_html
from supcheck.report.page import html, markdown
from supcheck.report.sarif import sarif
from supcheck.report.table import csv_table, xlsx_table
from supcheck.report.wanted import Wanted, as_wanted
from supcheck.report.wire import wire_text
from supcheck.report.word import docx

__all__ = ["FORMATS", "SUFFIXES", "Format", "Wanted"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing a run: called with the run, it gives text, or bytes where the format is binary."""

    write: Callable[[Run, Wanted], str | bytes]
    suffixes: tuple[str, ...] = ()
    """What `-o FILE` knows it by, where a suffix is its own."""
    human: bool = False
    """Whether it quotes records unasked, and names them as they are named; the others do neither."""
    counts: bool = False
    """Whether it counts over all records: then it quotes none, asked or not, and counts whatever is shown."""

    def __call__(self, run: Run, wanted: Wanted) -> str | bytes:
        """The report, with the findings that are to be shown, under pseudonyms where they are wanted."""
        report = self.write(as_wanted(run, wanted, human=self.human, counts=self.counts), wanted)
        # A half of a pair, from a broken export, has no bytes in UTF-8.
        return report if isinstance(report, bytes) else report.encode("utf-8", "backslashreplace").decode()


FORMATS: Final[Mapping[str, Format]] = {
    "human": Format(
        lambda run, wanted: human(run, wanted.rubric, colour=wanted.colour, width=wanted.width),
        (".txt",),
        human=True,
    ),
    "json": Format(lambda run, wanted: wire_text(run, evidence=wanted.evidence), (".json",)),
    "jsonl": Format(lambda run, wanted: lines_text(run, evidence=wanted.evidence), (".jsonl",)),
    "html": Format(lambda run, wanted: html(run, wanted.rubric), (".html", ".htm"), human=True),
    "md": Format(lambda run, wanted: markdown(run, wanted.rubric), (".md",), human=True),
    "docx": Format(
        lambda run, wanted: docx(run, wanted.rubric, wanted.word_template), (".docx",), human=True
    ),
    "csv": Format(lambda run, wanted: csv_table(run, wanted.rubric, evidence=wanted.evidence), (".csv",)),
    "xlsx": Format(lambda run, wanted: xlsx_table(run, wanted.rubric, evidence=wanted.evidence), (".xlsx",)),
    "sarif": Format(lambda run, wanted: sarif(run, wanted.rubric, evidence=wanted.evidence), (".sarif",)),
    "junit": Format(lambda run, wanted: junit(run, wanted.rubric, evidence=wanted.evidence)),
    "gitlab": Format(lambda run, wanted: gitlab(run, wanted.rubric, evidence=wanted.evidence)),
    "github": Format(lambda run, wanted: github(run, wanted.rubric, evidence=wanted.evidence)),
    "overview": Format(
        lambda run, wanted: overview_html(overview_of(run, wanted.rubric, wanted.on, wanted.agreement)),
        counts=True,
    ),
    "overview-xlsx": Format(
        lambda run, wanted: overview_xlsx(overview_of(run, wanted.rubric, wanted.on, wanted.agreement)),
        counts=True,
    ),
}
"""Format name -> how it is written; --output-format reads its choices here."""

SUFFIXES: Final[Mapping[str, str]] = {
    suffix: name for name, form in FORMATS.items() for suffix in form.suffixes
}
"""What `-o FILE` means by the file's suffix."""
