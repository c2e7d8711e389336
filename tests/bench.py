"""`make bench`: seconds from start to verdict, and units a second beside sentence-transformers."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

from supcheck.classify import classify, features, load_head
from supcheck.encoder import Encoder, packaged_folder
from supcheck.load import load
from supcheck.records import Record
from supcheck.segment import segment
from supcheck.words import load_words

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "fixtures" / "records"
RUNS = 5
THREADS = 2


def median(work: Callable[[], object]) -> float:
    """Median seconds of RUNS runs after one warm-up."""
    work()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def one_record() -> None:
    """A fresh process, one record, from start to verdict."""
    record = next(iter(sorted(SHIPPED.rglob("*.txt"))))
    command = [sys.executable, "-m", "supcheck", "check", str(record), "--fail-on", "never"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def main() -> None:
    """Print the figures; both sides use the same threads, weights and units in the same run."""
    torch.set_num_threads(THREADS)
    words = load_words()
    records = [item for item in load([SHIPPED]) if isinstance(item, Record)]
    segmented = [segment(record, words) for record in records]
    texts = [unit.span.of(record.text) for record, units in segmented for unit in units]
    head = load_head(words)
    encoder = Encoder(adapter=head.adapter)
    other = SentenceTransformer(str(packaged_folder()), device="cpu")

    def ours() -> None:
        for (record, units), found in zip(segmented, features(encoder, words, segmented), strict=True):
            classify(head, words, record, units, found)

    theirs = median(lambda: other.encode(texts, batch_size=32, show_progress_bar=False))
    mine = median(ours)
    print(f"{len(records)} records, {len(texts)} units, {THREADS} threads, medians of {RUNS} runs")  # noqa: T201  # a script's output
    print(f"one record, fresh process, start to verdict: {median(one_record):.2f} s")  # noqa: T201  # a script's output
    print(f"supcheck, units to labels: {len(texts) / mine:.0f} units/s")  # noqa: T201  # a script's output
    print(f"sentence-transformers, encoding alone: {len(texts) / theirs:.0f} units/s")  # noqa: T201  # a script's output
    print(f"supcheck takes {mine / theirs:.2f} times as long")  # noqa: T201  # a script's output


if __name__ == "__main__":
    main()
