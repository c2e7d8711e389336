"""`python -m tests.golden_exports`: write what is said of the shipped exports again."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from click.testing import CliRunner

from supcheck.cli import main
from supcheck.load import load
from supcheck.load.arrivals import Arrivals
from supcheck.records import Named, Run
from supcheck.report.human import human
from supcheck.rubric import load_rubric

ROOT = Path(__file__).parent.parent
EXPORTS = sorted((ROOT / "fixtures" / "exports").iterdir())
GOLDEN = Path(__file__).parent / "golden" / "exports"
TODAY = dt.date(2025, 6, 1)


def shown(name: str) -> str:
    """What `init` shows of an export, then what a run says of how its records came, without judging them."""
    path = ROOT / "fixtures" / "exports" / name
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        survey = CliRunner().invoke(main, ["init", str(path), "--stdout"]).output
        arrivals = Arrivals()
        records = list(arrivals.records(load([path.relative_to(ROOT)], today=TODAY)))
    finally:
        os.chdir(before)
    listed = "".join(
        f"{one.id}: {one.kind}, child {one.child}, held {one.held}, entered {one.written}\n"
        for one in records
    )
    nothing = Named("none", "")
    run = Run("t", nothing, nothing, (), arrivals.unread, inputs=arrivals.inputs, tallies=arrivals.tallies)
    return f"{survey}\n{listed}\n{human(run, load_rubric(), colour=False, width=100)}"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for one in EXPORTS:
        (GOLDEN / f"{one.name}.txt").write_text(shown(one.name), encoding="utf-8", newline="\n")
