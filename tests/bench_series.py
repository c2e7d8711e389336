"""`make bench-series`: an export of 100,000 records of 8,000 children with planted faults, from file to findings.

The model is left out: labels are the raters' own, by the words of each unit, so that what is timed is
loading, segmentation, actions, criteria and the series. The rows lie in no order.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psutil

from supcheck.children import outline, read_children
from supcheck.learn.data import read_labelled
from supcheck.load import find
from supcheck.load.found import Found
from supcheck.pipeline import judge_record
from supcheck.records import LABELS, Holds, Judged, Label, Record
from supcheck.rubric import load_rubric
from supcheck.segment import segment
from supcheck.words import load_words

ROOT = Path(__file__).parent.parent
PER_CHILD = 12.5
HEAD = ("CaseNoteID", "PersonID", "NoteType", "EventDate", "CreatedOn", "PlanType", "Note")
WORDS = load_words()
RUBRIC = load_rubric()


@dataclass
class Sentences:
    """Units of the training records with their raters' labels."""

    moves: list[str] = field(default_factory=list)
    """They bear progress or a decision."""
    still: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    labels: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Sentences:
        """From `fixtures/training`."""
        found = cls()
        for one in read_labelled(ROOT / "fixtures" / "training", WORDS):
            for unit, bears in zip(one.units, one.bears, strict=True):
                said = " ".join(unit.span.of(one.record.text).split())
                if bears is None or unit.silent or not 8 <= len(said.split()) <= 40 or said[-1:] != ".":
                    continue
                found.labels[said] = frozenset(bears)
                kind = found.acts if "direction" in bears else found.still
                (found.moves if bears & {"progress", "decision"} else kind).append(said)
        return found


@dataclass
class Written:
    """An export and the faults planted in it."""

    path: Path
    planted: Counter[str] = field(default_factory=Counter)


def write(path: Path, records: int, sentences: Sentences) -> Written:
    """Children with 11 to 14 records, four weeks apart but for the faults; one child in four has none."""
    draw, written = random.Random(0), Written(path)
    rows: list[tuple[str, ...]] = []
    for child in range(int(records / PER_CHILD)):
        days, story = [dt.date(2023, 1, 2) + dt.timedelta(days=draw.randrange(60))], []
        for _ in range(draw.randrange(10, 14)):
            days.append(days[-1] + dt.timedelta(days=28))
        for _ in days:
            told = draw.sample(sentences.moves, 1) + draw.sample(sentences.still, 5)
            story.append((told, draw.sample(sentences.acts, 2)))
        late = set[int]()
        if draw.random() > 0.25:
            fault = draw.choice(("S1", "S3", "S4", "S5"))
            at = draw.randrange(3, len(days))
            written.planted[fault] += 1
            if fault == "S1":
                days[at:] = [day + dt.timedelta(days=28) for day in days[at:]]
            elif fault == "S3":
                story[at] = (story[at - 1][0], story[at][1])
            elif fault == "S4":
                for quiet in range(at - 3, at):
                    story[quiet] = (draw.sample(sentences.still, 6), story[quiet][1])
            else:
                late.add(at)
        for at, (day, (told, acts)) in enumerate(zip(days, story, strict=True)):
            entered = day + dt.timedelta(days=20 if at in late else 1)
            text = "Update\n" + "\n".join(told) + "\nActions\n" + "\n".join(f"- {act}" for act in acts)
            rows.append((f"N{child:06}-{at:02}", f"{child:06}", "Case Supervision", f"{day:%d/%m/%Y}", f"{entered:%d/%m/%Y}", "CP", text))  # fmt: skip
    draw.shuffle(rows)
    with path.open("w", newline="", encoding="utf-8-sig") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        writer.writerows(rows)
    return written


def judged(records: Iterator[Record], sentences: Sentences) -> Iterator[Judged]:
    """Each record judged on its raters' labels."""
    for read in records:
        record, units = segment(read, WORDS)
        labels = tuple(_rated(sentences.labels.get(unit.span.of(record.text), frozenset())) for unit in units)
        yield judge_record(RUBRIC, WORDS, record, units, labels)


@cache
def _rated(bears: frozenset[str]) -> tuple[Label, ...]:
    return tuple(Label(name, 0.5, Holds.YES if name in bears else Holds.NO) for name in LABELS)


def main(records: int = 100_000) -> None:
    """Print time, memory and the findings beside what was planted."""
    sentences, process = Sentences.read(), psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        written = write(Path(folder) / "export.csv", records, sentences)
        size = written.path.stat().st_size
        before, start, began = process.memory_info().rss, time.perf_counter(), time.process_time()
        outlined = outline((one for one in find([written.path]) if isinstance(one, Found)), WORDS)
        looked, held = time.perf_counter(), process.memory_info().rss
        found, peak, read = Counter[str](), held, 0
        for chapter in read_children(outlined, lambda all_: judged(all_, sentences), RUBRIC, WORDS):
            read += len(chapter.judged)
            peak = max(peak, process.memory_info().rss)
            findings = chapter.series.findings if chapter.series else ()
            found.update({one.rule for one in findings if one.sure})
        ended, worked = time.perf_counter(), time.process_time() - began
        del outlined  # on Windows an open file cannot be deleted
    say = print
    say(f"{read} records of {int(records / PER_CHILD)} children, {size / 1e6:.0f} MB")
    say(
        f"first look {looked - start:.0f} s, second {ended - looked:.0f} s, together {read / (ended - start):.0f} records/s;"
        f" of one core's time {worked:.0f} s, {read / worked:.0f} records/s"
    )
    say(
        f"memory: {before / 1e6:.0f} MB before, {(held - before) / 1e6:.0f} more after the first look, {(peak - held) / 1e6:.0f} more at most in the second"
    )
    for rule in ("S1", "S3", "S4", "S5"):
        say(f"{rule}: {written.planted[rule]} children with the fault, {found[rule]} with a sure finding")


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:2]))
