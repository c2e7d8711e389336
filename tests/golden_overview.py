"""`python -m tests.golden_overview`: write the golden overview again; no model is needed."""

from __future__ import annotations

from .golden_reports import GOLDEN, pipeline_report
from .overviews import NOTES, notes_run

if __name__ == "__main__":
    for form, name in (("overview", "overview.html"), ("overview-xlsx", "overview.xlsx.txt")):
        (GOLDEN / f"{NOTES.stem}.{name}").write_text(
            pipeline_report(form, notes_run()), encoding="utf-8", newline="\n"
        )
