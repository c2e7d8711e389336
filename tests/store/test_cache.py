"""The cache: what was read once is judged the same again, without the model, and holds no word of it."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from tests.made import WORDS
from tests.store.runs import RUBRIC, record, records

from supcheck import pipeline
from supcheck.classify import load_head
from supcheck.cli import main
from supcheck.encoder import WIDTH, Encoder, Vectors
from supcheck.errors import StoreError
from supcheck.own_labels import OwnLabel
from supcheck.pipeline import Checker, Meaning, OwnReader
from supcheck.records import Judged, Kind, Record
from supcheck.scores import KEEPS_NOTHING, Keeps, Scorer
from supcheck.segment import segment
from supcheck.store.cache import FILE, opened

ROOT = Path(__file__).parent.parent.parent
HEAD = load_head(WORDS)
SAID = [
    record(n, text, 7 * n) for n, text in enumerate(["Supervision\nShe is settled.", "Supervision\nHe hid."])
]


class Reader:
    """An encoder that makes a vector of each text's letters, and counts what it reads."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str], under: Sequence[str] = ()) -> Vectors:
        self.read += texts
        rows = [np.random.default_rng(list(text.encode())).normal(size=WIDTH) / 20 for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), WIDTH)


def checked(judged: Sequence[Judged], keeps: Keeps) -> tuple[list[Judged], list[str]]:
    """The records judged anew, and the texts that the encoder read for it."""
    reader = Reader()
    raw = [one.record for one in judged]
    checker = Checker(Scorer(HEAD, WORDS, keeps, reader), HEAD, RUBRIC, WORDS)
    return list(checker.check(raw)), reader.read


@settings(max_examples=25)
@given(found=records())
def test_a_second_run_says_the_same_and_reads_nothing(found: list[Judged], tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("cache")
    with opened(folder) as keeps:
        first, read = checked(found, keeps)
    with opened(folder) as keeps:
        second, again = checked(found, keeps)
    assert read
    assert again == []
    assert second == first
    assert first == checked(found, KEEPS_NOTHING)[0]


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    with opened(tmp_path) as keeps:
        checked(SAID[:1], keeps)
        _, read = checked(SAID, keeps)
    record_, units = segment(SAID[1].record, WORDS)
    assert read == [unit.span.of(record_.text) for unit in units]


@pytest.mark.parametrize("changed", ["text", "held", "kind"])
def test_all_that_the_model_sees_counts(changed: str, tmp_path: Path) -> None:
    one = SAID[0].record
    other: dict[str, Record] = {
        "text": replace(one, text=one.text[:-1] + "!"),
        "held": replace(one, held=None),
        "kind": replace(one, kind=Kind.OVERSIGHT),
    }
    with opened(tmp_path) as keeps:
        checked(SAID[:1], keeps)
        _, read = checked([replace(SAID[0], record=other[changed])], keeps)
    assert read


def test_another_head_reads_again(tmp_path: Path) -> None:
    other = replace(HEAD, named=replace(HEAD.named, digest="0" * 16))
    reader = Reader()
    with opened(tmp_path) as keeps:
        checked(SAID, keeps)
        list(Checker(Scorer(other, WORDS, keeps, reader), other, RUBRIC, WORDS).check([SAID[0].record]))
    assert reader.read


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> list[Reader]:
    """Stands for the plain encoder; a list of those that were loaded."""
    loaded: list[Reader] = []

    def load(*_: Any, **__: Any) -> Reader:
        loaded.append(Reader())
        return loaded[-1]

    monkeypatch.setattr(pipeline, "Encoder", load)
    return loaded


def test_own_labels_are_neither_learned_nor_read_again(plain: list[Reader], tmp_path: Path) -> None:
    labels = [OwnLabel("bread", "About bread.", tuple(f"bread {n}" for n in range(6)))]
    segmented = [segment(one.record, WORDS) for one in SAID]
    found = []
    for _ in range(2):
        with opened(tmp_path) as keeps:
            own = OwnReader(labels, keeps)
            found.append(list(own.beside(segmented, [((),) * len(units) for _, units in segmented])))
    assert found[0] == found[1]
    assert [label.name for rows in found[0] for row in rows for label in row] == ["bread", "bread"]
    assert len(plain) == 1


def test_of_meaning_the_cosines_alone_are_kept(plain: list[Reader], tmp_path: Path) -> None:
    said = ("She rang school.", "He slept.", "Dad called.")
    with opened(tmp_path) as keeps:
        first = Meaning(keeps).alike("Ring school", said)
    with opened(tmp_path) as keeps:
        second = Meaning(keeps).alike("Ring school", said)
    assert first.tolist() == second.tolist()
    assert len(plain) == 1
    with sqlite3.connect(tmp_path / FILE) as file:
        assert file.execute("SELECT rows, columns, length(floats) FROM arrays").fetchall() == [(3, 3, 36)]


def test_no_word_and_no_name_of_a_record_stands_in_any_file(tmp_path: Path) -> None:
    with opened(tmp_path) as keeps:
        checked(SAID, keeps)
        Meaning(keeps)
        for path in tmp_path.iterdir():
            raw = path.read_bytes().lower()
            for one in SAID:
                for word in re.findall(r"\w{4,}", one.record.text.lower()):
                    assert word.encode() not in raw, path.name
                assert one.record.id.encode() not in raw
    rows = (
        sqlite3.connect(tmp_path / FILE)
        .execute("SELECT rows, columns, length(floats) FROM arrays")
        .fetchall()
    )
    assert all(size == 4 * rows_ * columns for rows_, columns, size in rows)
    assert all(columns == len(HEAD.bands) for _, columns, _ in rows)


def test_two_caches_share_no_digest(tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        with opened(tmp_path / name) as keeps:
            checked(SAID, keeps)
        rows = sqlite3.connect(tmp_path / name / FILE).execute("SELECT digest FROM arrays").fetchall()
        found.append(set(rows))
    assert found[0]
    assert not found[0] & found[1]


@settings(max_examples=50)
@given(
    array=arrays(np.float32, array_shapes(max_dims=2, min_side=0))
    | arrays(np.float64, array_shapes(max_dims=2)),
    said=st.lists(st.text(), max_size=3),
)
def test_an_array_comes_back_as_it_was(array: Any, said: list[str], tmp_path_factory: Any) -> None:
    with opened(tmp_path_factory.mktemp("cache")) as keeps:
        keeps.arrays([said], lambda places: [array])
        (back,) = keeps.arrays([said], lambda places: [])
    assert back.dtype == array.dtype
    assert np.array_equal(back, array, equal_nan=True)


def test_a_damaged_row_is_computed_again(tmp_path: Path) -> None:
    with opened(tmp_path) as keeps:
        first, _ = checked(SAID, keeps)
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute("UPDATE arrays SET floats = x'00'")
    with opened(tmp_path) as keeps:
        second, read = checked(SAID, keeps)
    assert read
    assert second == first


def test_a_file_that_is_no_cache_is_told_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"A record of a visit. " * 100)
    with (
        pytest.raises(StoreError, match=r"cannot be used as a cache .*; delete that folder"),
        opened(tmp_path),
    ):
        pass


def test_a_later_supchecks_cache_is_told(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute("UPDATE about SET value = 'supcheck-cache/2' WHERE name = 'schema'")
    file.close()
    with pytest.raises(StoreError, match="is supcheck-cache/2"), opened(tmp_path):
        pass


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(StoreError, match="is no folder for a cache"), opened(tmp_path / "x"):
        pass


WORKER = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    import numpy as np
    from supcheck.store.cache import opened

    folder, batches, pause = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])

    def computed(places):
        time.sleep(pause)
        print("computed", len(places), flush=True)
        return [np.full((2, 3), 4 * batch + place, np.float32) for place in places]

    print("started", flush=True)
    with opened(folder) as keeps:
        for batch in range(batches):
            found = keeps.arrays([(str(n),) for n in range(4 * batch, 4 * batch + 4)], computed)
            assert [int(array[0, 0]) for array in found] == list(range(4 * batch, 4 * batch + 4))
    print("finished", flush=True)
""")
"""One run over so many batches of four records, each of which takes so long."""


def worker(folder: Path, batches: int, pause: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, str(folder), str(batches), str(pause)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_two_runs_at_once_keep_one_cache(tmp_path: Path) -> None:
    running = [worker(tmp_path, 60, 0.001) for _ in range(2)]
    told = [one.communicate(timeout=120)[0] for one in running]
    assert all(one.rstrip().endswith("finished") for one in told)
    last = worker(tmp_path, 60, 0.0).communicate(timeout=120)[0]
    assert last.split() == ["started", "finished"]


def test_a_run_that_is_killed_at_any_point_goes_on_where_it_was(tmp_path: Path) -> None:
    """Whatever was done is kept; at most the batch in hand is done again."""
    chance = random.Random(7)
    batches, kills, done = 40, 4, 0
    for _ in range(kills):
        running = worker(tmp_path, batches, 0.02)
        assert running.stdout
        assert running.stdout.readline() == "started\n"
        time.sleep(chance.uniform(0.02, 0.3))
        running.kill()
        done += running.communicate()[0].count("computed")
    rest = worker(tmp_path, batches, 0.0).communicate(timeout=120)[0]
    assert rest.rstrip().endswith("finished")
    assert batches <= done + rest.count("computed") <= batches + kills
    file = sqlite3.connect(tmp_path / FILE)
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()


def test_the_command_line_judges_by_another_rubric_without_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "ours.yaml"
    ours.write_text("name: ours\nextends: core\n", encoding="utf-8")
    given_ = ["check", str(ROOT / "fixtures/records/vague-drift.txt"), "--cache", str(tmp_path / "c")]
    first = CliRunner().invoke(main, [*given_, "--fail-on", "never"])

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(Encoder, "__init__", refuse)
    second = CliRunner().invoke(main, [*given_, "--rubric", str(ours), "--fail-on", "never"])
    assert (first.exit_code, second.exit_code) == (0, 0)
    *said, by = second.stdout.splitlines()
    assert said == first.stdout.splitlines()[:-1]
    assert by.startswith("Rubric ours ")
