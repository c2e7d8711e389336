"""The history: grades and no words, whole or not at all, one writer at a time, gone when it is purged."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from tests.overviews import RUBRIC, record, runs
from tests.test_gate import given_run

from supcheck.cli import main
from supcheck.errors import StoreError
from supcheck.records import Judged, Named, Run, Verdict
from supcheck.report.history.page import history_html
from supcheck.report.history.reading import Story, story_of
from supcheck.store.history import EXPORTS, Rows, append, check_history, export, purge, read_history

ROOT = Path(__file__).parent.parent.parent
JANUARY = dt.datetime(2025, 1, 31, 9, 30)
BOTH = (Verdict.SUFFICIENT, Verdict.SUFFICIENT)
WORDS = (b"zqcanary", b"zqlefthome", b"zqperson", b"zqmanager", b"kofi slept", b"ring school")
"""Of the text, and of the people whom the record's fields name."""
NEITHER = (Verdict.INSUFFICIENT, Verdict.REVIEW)


def kept(
    path: Path, judged: tuple[Judged, ...], at: dt.datetime = JANUARY, rubric: str = "r1", model: str = "m1"
) -> None:
    rows = Rows()
    for one in judged:
        rows.take(one)
    run = Run("supcheck 0", Named("core", rubric), Named("head", model), judged, ())
    append(path, run, rows, at)


def story(path: Path) -> Story:
    return story_of(read_history(path), RUBRIC)


@given(runs())
@settings(max_examples=8)
def test_every_record_counts_once_under_each_of_its_rules(tmp_path_factory: Any, run: Run) -> None:
    path = tmp_path_factory.mktemp("history") / "h.duckdb"
    kept(path, run.judged)
    kept(path, run.judged)
    found = read_history(path)
    assert (found.runs, found.records) == (2, len(run.judged))
    dated = [one for one in run.judged if one.record.held]
    assert found.undated == len(run.judged) - len(dated)
    for rule in [*(rule.id for rule in RUBRIC.verdicts), *(rule.id for rule in RUBRIC.criteria)]:
        assert sum(one.records for one in found.counts if one.rule == rule) == len(dated)
    assert sum(one.records for one in found.versions) == len(dated)


def test_a_record_counts_as_the_last_run_graded_it(tmp_path: Path) -> None:
    path = tmp_path / "h.duckdb"
    kept(path, tuple(record(n, verdicts=NEITHER) for n in range(6)))
    kept(path, tuple(record(n, verdicts=BOTH) for n in range(6)))
    (verdicts, *_) = story(path).themes
    assert [(line.points[0].share.count, line.points[0].share.of) for line in verdicts.lines] == [
        (6, 6),
        (6, 6),
    ]


@given(runs())
@settings(max_examples=5)
def test_no_word_no_name_and_no_id_is_kept_or_drawn_or_exported(tmp_path_factory: Any, run: Run) -> None:
    folder = tmp_path_factory.mktemp("history")
    path = folder / "h.duckdb"
    kept(path, run.judged)
    page = folder / "h.html"
    page.write_text(history_html(story(path)), encoding="utf-8")
    for suffix in EXPORTS:
        export(path, folder / f"x{suffix}")
    for file in folder.iterdir():
        content = file.read_bytes().lower()
        assert not [words for words in WORDS if words in content], file.name
    with (folder / "x.csv").open(encoding="utf-8", newline="") as exported:
        assert not {row["record"] for row in csv.DictReader(exported)} & {one.record.id for one in run.judged}


def test_what_is_exported_is_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "h.duckdb"
    judged = tuple(record(n) for n in range(3))
    kept(path, judged)
    counts = [export(path, tmp_path / f"x{suffix}") for suffix in EXPORTS]
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parquet = (
        duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "x.parquet")]).fetchall()
    )
    assert counts == [len(rows), len(rows)] == [len(parquet), len(parquet)]
    assert len(rows) == 3 * (len(RUBRIC.verdicts) + len(RUBRIC.criteria))
    assert [[str(value) for value in row] for row in parquet] == [list(row.values()) for row in rows]
    assert {(row["rule"], row["grade"]) for row in rows} >= {
        ("reflection", "sufficient"),
        ("direction", "insufficient"),
    }


def test_a_purge_drops_whole_runs_says_how_many_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "h.duckdb"
    for month, count in ((1, 3), (2, 4), (3, 5)):
        kept(path, tuple(record(100 * month + n) for n in range(count)), dt.datetime(2025, month, 1))
    assert purge(path, dt.date(2025, 1, 1)) == (0, 0)
    assert purge(path, dt.date(2025, 3, 1)) == (2, 7)
    assert read_history(path).records == 5
    kept(path, (record(1),))
    assert (read_history(path).runs, read_history(path).records) == (2, 6)


CRASH = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from tests.store.test_history import kept
from tests.overviews import record
import supcheck.store.history as history
class Dies:
    def __init__(self, inner): self.inner = inner
    def __getattr__(self, name): return getattr(self.inner, name)
    def execute(self, query, *given):
        if query.startswith("INSERT INTO grade"):
            os._exit(9)
        return self.inner.execute(query, *given)
opened = history._opened
from contextlib import contextmanager
@contextmanager
def dying(path, waits):
    with opened(path, waits) as connection:
        yield Dies(connection)
history._opened = dying
kept(Path({path!r}), tuple(record(50 + n) for n in range(20)))
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )


def test_a_run_that_is_killed_in_the_middle_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "h.duckdb"
    kept(path, (record(1), record(2)))
    before = read_history(path)
    died = python(CRASH.format(root=str(ROOT), path=str(path)))
    assert died.returncode == 9, died.stderr
    assert read_history(path) == before
    kept(path, (record(3),))
    assert (read_history(path).runs, read_history(path).records) == (2, 3)


HOLD = """
import duckdb, sys, time
connection = duckdb.connect({path!r})
print("held", flush=True)
time.sleep({seconds})
"""


def held(path: Path, seconds: float) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(path=str(path), seconds=seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_run_waits_while_another_holds_the_file_and_says_so_when_that_takes_too_long(
    tmp_path: Path,
) -> None:
    path = tmp_path / "h.duckdb"
    kept(path, (record(1),))
    with held(path, 1.0):
        with pytest.raises(StoreError, match="another run or program has held it for 0 seconds"):
            read_history(path, waits=0.2)
        assert read_history(path).records == 1


def test_runs_that_write_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "h.duckdb"
    other = threading.Thread(target=kept, args=(path, (record(1),)))
    code = (
        "import sys; sys.path.insert(0, {root!r})\nfrom pathlib import Path\n"
        "from tests.store.test_history import kept\nfrom tests.overviews import record\n"
        "kept(Path({path!r}), (record(9),))"
    )
    other.start()
    done = python(code.format(root=str(ROOT), path=str(path)))
    other.join()
    assert done.returncode == 0, done.stderr
    assert (read_history(path).runs, read_history(path).records) == (2, 2)


def test_a_file_that_is_no_history_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "month.csv"
    other.write_text("zqcanary,1\n" * 9, encoding="utf-8")
    database = tmp_path / "other.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE TABLE mine (x INTEGER)")
    for path, told in (
        (other, "is no history of supcheck"),
        (tmp_path, "is a folder"),
        (tmp_path / "no" / "h.duckdb", "does not exist"),
    ):
        with pytest.raises(StoreError, match=told):
            check_history(path)
    with pytest.raises(StoreError, match="is no history; name another file"):
        kept(database, (record(1),))
    given_run(monkeypatch, Run("s", Named("core", "r"), Named("m", "d"), (record(1),), ()))
    shown = CliRunner().invoke(main, ["check", "x", "--history", str(other)])
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "zqcanary" not in shown.stderr


def test_check_keeps_a_run_and_the_history_is_drawn_exported_and_purged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    judged = tuple(record(n) for n in range(6))
    given_run(monkeypatch, Run("s", Named("core", "r"), Named("m", "d"), judged, ()))
    path = tmp_path / "grades é.duckdb"

    def asked(*arguments: str) -> Any:
        return CliRunner().invoke(main, [*arguments])

    assert asked("check", "x", "-q", "--exit-zero", "--history", str(path)).exit_code == 0
    drawn = asked("history", "report", str(path), "-o", "h.html")
    assert (
        drawn.exit_code,
        "Supervision records over time" in Path("h.html").read_text(encoding="utf-8"),
    ) == (0, True)
    assert asked("history", "report", str(path)).stdout == Path("h.html").read_text(encoding="utf-8")
    assert asked("history", "export", str(path), "-o", "x.parquet").exit_code == 0
    assert asked("history", "export", str(path)).exit_code == 2
    assert asked("history", "export", str(path), "-o", "x.txt").exit_code == 2
    dropped = asked("history", "purge", str(path), "--before", "01/01/2100")
    assert (dropped.exit_code, dropped.stdout) == (0, f"1 run with 6 records dropped from {path}\n")
    gone = asked("history", "report", "none.duckdb")
    assert (gone.exit_code, "there is no such file" in gone.stderr) == (2, True)
