"""Whether a unit directs is weighed again by what was learned on records of which every direction is known."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from supcheck.classify import DIRECTION, TARGETS, load_head
from supcheck.cli import main
from supcheck.data import data_path
from supcheck.encoder import WIDTH
from supcheck.learn.directing import FOLDS, read_directed
from supcheck.load.plain import blocks_of_text
from supcheck.neighbours import Seen
from supcheck.pipeline import Checker
from supcheck.records import Holds, Record
from supcheck.words import load_words

WORDS = load_words()
FOLDER = Path(__file__).parent.parent / "fixtures" / "directions"
HEAD = load_head(WORDS)


def written(folder: Path, writers: str) -> Path:
    """A record a writer, with two directions and a line that sets nothing."""
    text = "Supervision 01/10/2024\n\nHe is well.\n\nActions\n- Jo to ring school\n- Passport form, Jo\n"
    quotes = [{"quote": "Jo to ring school"}, {"quote": "Passport form"}]
    rows = [{"id": f"{writer}-1", "text": text, "directions": quotes} for writer in writers]
    path = folder / "some.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_a_unit_directs_that_shares_words_with_a_quotation(tmp_path: Path) -> None:
    (found,) = read_directed(written(tmp_path, "a"), WORDS)
    told = {
        unit.span.of(found.record.text): bool(holds)
        for unit, holds in zip(found.units, found.directs, strict=True)
    }
    assert found.writer == "a"
    assert told == {"He is well.": False, "Jo to ring school": True, "Passport form, Jo": True}


def test_training_adds_to_a_head_that_is_read_again(tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(data_path("model"), model)
    order = ["train-directions", str(written(tmp_path, "abcdef")), "--to", str(model)]
    result = CliRunner().invoke(main, order)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1])["writers"] == 6
    head = load_head(WORDS, model)
    assert not np.array_equal(head.directing["weight"], HEAD.directing["weight"])
    assert np.array_equal(head.weight, HEAD.weight)
    others = [name for name in TARGETS if name != "direction"]
    assert [head.bands[name] for name in others] == [HEAD.bands[name] for name in others]


def test_too_few_writers_to_leave_some_out_are_refused(tmp_path: Path) -> None:
    order = ["train-directions", str(written(tmp_path, "ab")), "--to", str(data_path("model"))]
    result = CliRunner().invoke(main, order)
    assert result.exit_code == 2
    assert f"fewer than {FOLDS} writers" in result.output


def test_it_changes_one_label_alone() -> None:
    rng = np.random.default_rng(0)
    columns = HEAD.reading["narrow.weight"].shape[1] - WIDTH
    seen = Seen(rng.normal(size=(3, WIDTH)).astype(np.float32), np.zeros((3, columns), dtype=np.float32))
    changed = HEAD.scores(seen) != dataclasses.replace(HEAD, directing={}).scores(seen)
    assert [TARGETS[place] for place in np.flatnonzero(changed.any(axis=0))] == ["direction"]
    assert TARGETS[DIRECTION] == "direction"


def test_the_figures_of_the_shipped_weights_are_theirs() -> None:
    card = json.loads((data_path("model") / "head.json").read_text(encoding="utf-8"))["directions"]
    assert card["writers"] >= 40
    assert card["writers_left_out"]["f1"] > 0.95


@pytest.mark.parametrize(("name", "found", "more"), [("apart-10", 0.93, 0.08), ("apart-11", 0.97, 0.03)])
def test_directions_are_found_in_records_of_writers_apart(name: str, found: float, more: float) -> None:
    """Surely or perhaps; `more` are those found that are none, as a share of all."""
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
    records = [Record(row["id"], name, row["text"], blocks_of_text(row["text"])) for row in rows]
    told: Counter[str] = Counter()
    for row, judged in zip(rows, Checker.load().check(records), strict=True):
        text = row["text"]
        places = [(text.index(one["quote"]), len(one["quote"])) for one in row["directions"]]
        acts = [one.span for one in judged.actions if not one.earlier and one.holds is not Holds.NO]
        met = [
            {
                place
                for place, (start, size) in enumerate(places)
                if span.start < start + size and span.end > start
            }
            for span in acts
        ]
        told.update(all=len(places), found=len(set().union(*met)), more=sum(not one for one in met))
    assert told["found"] / told["all"] >= found
    assert told["more"] / told["all"] <= more
