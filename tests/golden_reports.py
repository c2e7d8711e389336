"""`python -m tests.golden_reports`: write the golden reports again."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from docx import Document
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from supcheck.cli import main
from supcheck.cli.run import reading_of
from supcheck.records import Judged, Named, Run, Series
from supcheck.report import FORMATS, Wanted

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SOURCES = {"kinship-supervision": "txt", "vague-drift": "txt", "exploitation": "docx"}
WANTED = ("kinship-supervision", "vague-drift")
PAGES = tuple(
    (name, form)
    for name in ("kinship-supervision", "vague-drift", "exploitation")
    for form in ("html", "md", "docx")
)
"""A record with much to praise, one with much to ask, and one that came from Word, in each reader's format."""
PIPELINE = ("vague-drift.txt", "case-notes.csv", "scan.pdf")
"""A record with much to say, an export with a child of two records and rows left out, a file that cannot be read."""
ON = dt.date(2025, 6, 1)
_DRAWN = re.compile(r"(<svg[^>]*><title.*?</desc>).*?(?=</svg>)", re.DOTALL)
"""A chart: its words are held, not its strokes."""
SUFFIXES = {
    "human": "txt",
    "junit": "xml",
    "gitlab": "gitlab.json",
    "github": "github.txt",
    "xlsx": "xlsx.txt",
    "docx": "docx.txt",
    "csv": "csv",
    "overview": "overview.html",
    "overview-xlsx": "overview.xlsx.txt",
}


def report(name: str) -> str:
    """The terminal's report of one shipped record."""
    path = ROOT / "fixtures" / "records" / f"{name}.{SOURCES[name]}"
    return CliRunner().invoke(main, ["check", str(path), "--fail-on", "never"]).stdout


def shipped_run(name: str) -> Run:
    """One shipped record judged, with stand-ins for what training and releases change."""
    path = ROOT / "fixtures" / "records" / f"{name}.{SOURCES[name]}"
    run = reading_of([str(path)], rubric_file=None, stdin_filename=None, quiet=True).collected()
    return replace(
        run, tool="supcheck 0.0.0", rubric=Named("core", "0" * 16), model=Named("stand-in", "0" * 16)
    )


def page_of(form: str, run: Run) -> str:
    """A reader's report as text; a Word document as its paragraphs with their styles, and its rows."""
    written = FORMATS[form](run, Wanted())
    return document_text(written) if isinstance(written, bytes) else without_looks(written)


def without_looks(page: str) -> str:
    """A page without its style sheet and script, which stand in files of their own."""
    page = re.sub(r"(<style>|<script>).*?(?=</style>|</script>)", r"\1", page, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']+'", "'sha256-'", page)


def document_text(written: bytes) -> str:
    """A Word document line by line: 'Style: words', or a row's cells between bars."""
    document = Document(io.BytesIO(written))
    lines: list[str] = []
    for one in document.iter_inner_content():
        if isinstance(one, Paragraph):
            lines.append(f"{one.style.name}: {one.text}")
        else:
            lines += [" | ".join(cell.text for cell in row.cells) for row in one.rows]
    return "\n".join(lines) + "\n"


def pipeline_run() -> Run:
    """One run that shows all that a format must tell, without what training and platforms change.

    One finding is waived and one is known; scores, confidence and the model's digest are stand-ins.
    """
    paths = [str(ROOT / "fixtures" / "records" / name) for name in PIPELINE]
    run = reading_of(paths, rubric_file=None, stdin_filename=None, quiet=True).collected()
    judged = {one.record.id: _stable(one) for one in run.judged}
    return replace(
        run,
        tool="supcheck 0.0.0",
        rubric=Named("core", "0" * 16),
        model=Named("stand-in", "0" * 16),
        judged=tuple(judged.values()),
        series=tuple(_stable_series(one, judged) for one in run.series),
        unread=tuple(replace(one, source=_relative(one.source)) for one in run.unread),
        tallies=tuple(replace(one, source=_relative(one.source)) for one in run.tallies),
        inputs=tuple(replace(one, source=_relative(one.source)) for one in run.inputs),
    )


def _stable(judged: Judged) -> Judged:
    marks = {"D8": {"waived": "agreed until the panel has met"}, "R5": {"known": True}}
    marked = marks if judged.record.id == "vague-drift" else {}
    return replace(
        judged,
        record=replace(judged.record, source=_relative(judged.record.source)),
        labels=tuple(tuple(replace(label, score=0.5) for label in row) for row in judged.labels),
        findings=tuple(replace(one, **marked.get(one.rule, {})) for one in judged.findings),  # type: ignore[arg-type]  # fields by name
    )


def _stable_series(series: Series, judged: dict[str, Judged]) -> Series:
    return replace(
        series,
        records=tuple(judged[one.record.id] for one in series.records),
        threads=tuple(replace(one, confidence=0.5) for one in series.threads),
    )


def _relative(source: str) -> str:
    return source.removeprefix(ROOT.as_posix() + "/")


def pipeline_report(name: str, run: Run) -> str:
    """A format's report of that run; a workbook as the cells of its sheets."""
    written = FORMATS[name](run, Wanted(on=ON))
    if name.endswith("xlsx"):
        assert isinstance(written, bytes)
        book = load_workbook(io.BytesIO(written))
        rows = [
            f"[{sheet.title}]\n"
            + "".join(
                "\t".join("" if value is None else str(value) for value in row) + "\n"
                for row in sheet.iter_rows(values_only=True)
            )
            for sheet in book.worksheets
        ]
        return "\n".join(rows)
    if name == "docx":
        assert isinstance(written, bytes)
        return document_text(written)
    if name == "html":
        return without_looks(str(written))
    text = written.decode("utf-8-sig").replace("\r\n", "\n") if isinstance(written, bytes) else written
    return _DRAWN.sub(r"\1", text) if FORMATS[name].counts else text


def golden_file(name: str) -> Path:
    """Where a format's golden report lies."""
    return GOLDEN / f"pipeline.{SUFFIXES.get(name, name)}"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in WANTED:
        (GOLDEN / f"{name}.txt").write_text(report(name), encoding="utf-8", newline="\n")
    for name, form in PAGES:
        (GOLDEN / f"{name}.{SUFFIXES.get(form, form)}").write_text(
            page_of(form, shipped_run(name)), encoding="utf-8", newline="\n"
        )
    whole = pipeline_run()
    for form in FORMATS:
        golden_file(form).write_text(pipeline_report(form, whole), encoding="utf-8", newline="\n")
