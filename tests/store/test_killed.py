"""A run that is killed at any moment, by whatever means, is finished by the same command, byte for byte."""

from __future__ import annotations

import csv
import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from supcheck.cli.run import RESUMED
from supcheck.store.cache import FILE

ROOT = Path(__file__).parent.parent.parent
RECORDS, KILLS, PAUSE = 96, 3, 0.15
ACTS = ("Priya to ring school by 4 March 2025", "SW to book the dentist", "Keep going and monitor")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Four records a child, each in words of its own."""
    path, draw = tmp_path / "export.csv", random.Random(3)
    with path.open("w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(("CaseNoteID", "PersonID", "NoteType", "EventDate", "Note"))
        for number in range(RECORDS):
            said = f"He told us of day {number} and slept {draw.randrange(9)} nights. {draw.choice(ACTS)}."
            table.writerow(
                (f"N{number}", f"{number // 4:05}", "Case Supervision", f"2025-0{number % 4 + 1}-05", said)
            )
    return path


KEEPS = {"--cache": "cache", "--resume": str(RESUMED)}
"""What lets a run go on, and the folder that it keeps its scores in."""


def command(export: Path, keeps: str | None, pause: float) -> subprocess.Popen[bytes]:
    """The run; what it says goes to a pipe."""
    given = [
        sys.executable,
        "-m",
        "tests.stand_in",
        "check",
        str(export),
        "--output-format",
        "json",
        "--exit-zero",
    ]
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))), "STAND_IN_PAUSE": str(pause),
    }  # fmt: skip
    return subprocess.Popen(
        [*given, *{None: (), "--cache": ("--cache", "cache"), "--resume": ("--resume",)}[keeps]],
        stdout=subprocess.PIPE, cwd=export.parent, env=environment,
    )  # fmt: skip


def kept(cache: Path) -> int:
    """How many arrays the cache has."""
    if not (cache / FILE).exists():
        return 0
    file = sqlite3.connect(cache / FILE)
    try:
        return int(file.execute("SELECT count(*) FROM arrays").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        file.close()


@pytest.mark.parametrize("keeps", KEEPS)
def test_a_killed_command_is_finished_byte_for_byte_by_the_same_command(export: Path, keeps: str) -> None:
    chance, cache = random.Random(11), export.parent / KEEPS[keeps]
    whole, _ = command(export, None, 0).communicate(timeout=120)
    counts = []
    for _ in range(KILLS):
        running, before = command(export, keeps, PAUSE), kept(cache)
        waited = time.monotonic() + 60
        # It is killed at work: not while Python starts, which would prove nothing.
        while kept(cache) <= before and running.poll() is None and time.monotonic() < waited:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 2 * PAUSE))
        running.kill()
        running.communicate()
        counts.append(kept(cache))
    assert counts == sorted(counts), "what was kept is never lost"
    assert len(set(counts)) > 1, "the kills came at different places"
    last = command(export, keeps, 0)
    finished, _ = last.communicate(timeout=120)
    assert last.returncode == 0
    if keeps == "--resume":
        assert not cache.exists(), "what was kept for going on is deleted at the end"
    else:
        assert counts[0] < kept(cache), "the first kill came before the end"
    assert finished == whole
