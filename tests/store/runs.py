"""Runs made for a test, without a model: records of two children, what each falls short of, and both together."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from functools import cache

from docx import Document
from docx.oxml.ns import qn
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.made import WORDS, made

from supcheck.children import judge_children
from supcheck.cli.gate import exit_code, gate
from supcheck.records import Judged, Named, Run
from supcheck.report import FORMATS, Wanted
from supcheck.rubric import load_rubric

ACT = "Priya to complete the graded care profile by 4 March 2025."
SAID = "Kofi slept through every night this week and told us so."
RISK = "He may be hit again if dad comes back to the house."
FLAGGED = "Mum is evasive with professionals."
TEXTS = {
    f"Supervision\n{ACT}": {ACT: "direction"},
    f"Supervision\n{SAID}\n{ACT}": {SAID: "progress,child_voice", ACT: "direction"},
    f"Supervision\n{RISK}\n{SAID}": {RISK: "risk", SAID: "progress"},
    f"Supervision\n{FLAGGED}": {},
}
RUBRIC = load_rubric()
START = dt.date(2025, 1, 6)


def code(run: Run, fail_on: str = "partly") -> int:
    """The exit code of a run."""
    return exit_code(run, gate(fail_on, None, RUBRIC), allow_empty=False, allow_unreadable=False)


def written(form: str, run: Run) -> str:
    """A run in a format, its white space made one space; a workbook as its cells, a Word file as its paragraphs."""
    found = FORMATS[form](run, Wanted(width=200))
    if form.endswith("xlsx"):
        assert isinstance(found, bytes)
        book = load_workbook(io.BytesIO(found))
        cells = (str(cell.value) for sheet in book for row in sheet for cell in row)
        return " ".join(cells)
    if form == "docx":
        assert isinstance(found, bytes)
        body = Document(io.BytesIO(found)).element.body
        said = ("".join(part.text or "" for part in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))
        return " ".join(said)
    return " ".join((found.decode() if isinstance(found, bytes) else found).split())


def run_of(judged: tuple[Judged, ...] | list[Judged]) -> Run:
    """A run over judged records, with what they show together."""
    together = tuple(judge_children(RUBRIC, WORDS, tuple(judged)))
    return Run("supcheck", RUBRIC.named, Named("none", ""), tuple(judged), (), together)


@cache
def record(number: int, text: str, days: int = 0, child: str = "0071", *, maybe: bool = False) -> Judged:
    held = (START + dt.timedelta(days=days)).isoformat()
    return made(f"n-{number}", held, text, TEXTS.get(text), child=child, maybe=maybe)


@st.composite
def records(draw: st.DrawFn) -> list[Judged]:
    """One to five records, of two children, on any days of a year."""
    drawn = st.tuples(
        st.sampled_from(sorted(TEXTS)), st.integers(0, 365), st.sampled_from(("0071", "0072")), st.booleans()
    )
    listed = draw(st.lists(drawn, min_size=1, max_size=5))
    return [record(n, text, days, child, maybe=maybe) for n, (text, days, child, maybe) in enumerate(listed)]


def edited(one: Judged) -> Judged:
    """The same record and findings, a word added at its end."""
    changed = dataclasses.replace(one.record, text=one.record.text + " Typed by Amy.")
    return dataclasses.replace(one, record=changed)


DRIFTING = [record(n, f"Supervision\n{ACT}", 60 * n) for n in range(4)]
"""One act in four records, too far apart: S1 and S2, and no record that reflects."""
