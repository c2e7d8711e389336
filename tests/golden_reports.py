"""`python -m tests.golden_reports`: write the golden reports again."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook

from supcheck.cli import main
from supcheck.cli.run import reading_of
from supcheck.records import Judged, Named, Run, Series
from supcheck.report import FORMATS, Wanted

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SOURCES = {"kinship-supervision": "txt", "vague-drift": "txt", "exploitation": "docx"}
WANTED = (("kinship-supervision", "txt"), ("vague-drift", "txt"), ("exploitation", "md"))
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
    "csv": "csv",
    "overview": "overview.html",
    "overview-xlsx": "overview.xlsx.txt",
}


def report(name: str, suffix: str) -> str:
    """The report of one shipped record, without the model's digest, which training changes."""
    path = ROOT / "fixtures" / "records" / f"{name}.{SOURCES[name]}"
    form = {"txt": "human", "md": "md"}[suffix]
    out = CliRunner().invoke(main, ["check", str(path), "--output-format", form, "--fail-on", "never"]).stdout
    return "\n".join(line for line in out.splitlines() if "Not found in the text does not" not in line) + "\n"


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
    text = written.decode("utf-8-sig").replace("\r\n", "\n") if isinstance(written, bytes) else written
    return _DRAWN.sub(r"\1", text) if FORMATS[name].counts else text


def golden_file(name: str) -> Path:
    """Where a format's golden report lies."""
    return GOLDEN / f"pipeline.{SUFFIXES.get(name, name)}"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, suffix in WANTED:
        (GOLDEN / f"{name}.{suffix}").write_text(report(name, suffix), encoding="utf-8", newline="\n")
    whole = pipeline_run()
    for form in FORMATS:
        golden_file(form).write_text(pipeline_report(form, whole), encoding="utf-8", newline="\n")
