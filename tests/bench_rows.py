"""`make bench-rows`: exports of a million rows, 1 kB each, of which 8 in 100 are supervision; the first look alone.

CSV, JSON lines and Parquet hold the same rows. Each is read in a process of its own, so that one's memory is not
another's; a thread asks for the memory twenty times a second.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from supcheck.children import outline
from supcheck.load import find
from supcheck.load.arrivals import Arrivals
from supcheck.load.found import Found
from supcheck.records import Tally
from supcheck.words import load_words

HEAD = ("CaseNoteID", "PersonID", "NoteType", "EventDate", "CreatedOn", "Status", "Note")
WORDS = (
    "mum dad Kofi school nursery health visitor told worker says slept arrives hungry settled Monday bedtimes stairs "
    "grandad collects neglect lessened respite began review moved afternoon transport booked calls answer yet known "
    "plan means because without may not last with the and a to of in on is was has her his they we that this for from"
).split()
"""In any order, so that a note shrinks by compression no more than a real one."""
OTHERS = ("Home Visit", "Email", "Telephone Call", "Strategy Discussion", "Core Group")
FORMS = ("csv", "jsonl", "parquet")
LENGTH = 1_000
"""Bytes of a note, more or less."""


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """One in 50 is empty and one in 40 a draft; ten rows a child."""
    draw, day = random.Random(0), dt.date(2021, 1, 4)
    for number in range(count):
        held = day + dt.timedelta(days=draw.randrange(1_500))
        kind = "Case Supervision" if draw.random() < 0.08 else draw.choice(OTHERS)
        said = f"Note {number}: {' '.join(draw.choices(WORDS, k=LENGTH // 6))}."
        note = "" if draw.random() < 1 / 50 else said
        status = "Draft" if draw.random() < 1 / 40 else "Final"
        yield (f"{number:08}", f"{number // 10:07}", kind, f"{held:%d/%m/%Y}", f"{held:%d/%m/%Y}", status, note)  # fmt: skip


def write(folder: Path, count: int) -> dict[str, Path]:
    """The same rows in each form, by its suffix."""
    import duckdb

    paths = {form: folder / f"rows.{form}" for form in FORMS}
    with paths["csv"].open("w", newline="", encoding="utf-8") as one, paths["jsonl"].open("w", encoding="utf-8") as two:  # fmt: skip
        table = csv.writer(one)
        table.writerow(HEAD)
        for row in rows(count):
            table.writerow(row)
            two.write(json.dumps(dict(zip(HEAD, row, strict=True))) + "\n")
    with duckdb.connect(":memory:") as database:
        read = database.read_csv(str(paths["csv"]), all_varchar=True, header=True)
        read.write_parquet(str(paths["parquet"]))
    return paths


def look(paths: Sequence[str | Path]) -> tuple[int, tuple[Tally, ...]]:
    """The first look: how many records there are to judge, and what became of each row."""
    arrivals = Arrivals()

    def found() -> Iterator[Found]:
        for item in find(paths):
            arrivals.take(item.record if isinstance(item, Found) else item)
            if isinstance(item, Found):
                yield item

    return len(outline(found(), load_words()).entries), arrivals.tallies


def measure(path: str, count: int) -> None:
    """Print the time and the most memory of the first look at one export; it has so many rows."""
    process, most, done = psutil.Process(), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            most[0] = max(most[0], process.memory_info().rss)

    watching = threading.Thread(target=watch)
    watching.start()
    start, began = time.perf_counter(), time.process_time()
    try:
        records, (tally,) = look([path])
    finally:
        done.set()
        watching.join()
    took, worked, say = time.perf_counter() - start, time.process_time() - began, print
    if tally.rows != count:
        raise SystemExit(f"{path}: {tally.rows} rows are told of {count}")
    say(
        f"{Path(path).suffix[1:]}: {tally.rows:,} rows, {Path(path).stat().st_size / 1e6:,.0f} MB, {records:,} records; "
        f"{took:.0f} s, of one core's time {worked:.0f} s; {most[0] / 1e6:.0f} MB at most",
        flush=True,
    )


def main(count: int = 1_000_000) -> None:
    """Write the exports, then measure each alone."""
    with tempfile.TemporaryDirectory() as folder:
        for path in write(Path(folder), count).values():
            subprocess.run([sys.executable, "-m", "tests.bench_rows", str(path), str(count)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure(sys.argv[1], int(sys.argv[2]))
    else:
        main(*(int(one) for one in sys.argv[1:2]))
