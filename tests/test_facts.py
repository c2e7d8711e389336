"""A record's facts as numbers are the same facts again, and nothing but numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from supcheck import facts
from supcheck.facts import facts_of, kept_facts
from supcheck.learn.data import Labelled, read_labelled
from supcheck.pipeline import judge_record
from supcheck.records import LABELS, Holds, Label
from supcheck.rubric import load_rubric
from supcheck.scores import Floats

from .made import SCORES, WORDS

ROOT = Path(__file__).parent.parent
RATED = read_labelled(ROOT / "fixtures" / "development", WORDS)


class Keeps:
    """Keeps arrays in memory, and says how many it had to ask for."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, ...], Floats] = {}
        self.asked = 0

    def arrays(
        self, seen: Sequence[Sequence[str]], missing: Callable[[Sequence[int]], Sequence[Floats]]
    ) -> list[Floats]:
        keys = [tuple(one) for one in seen]
        places = [place for place, key in enumerate(keys) if key not in self.kept]
        self.asked += len(places)
        self.kept.update(zip((keys[place] for place in places), missing(places), strict=True))
        return [self.kept[key] for key in keys]


def labels_of(one: Labelled) -> tuple[tuple[Label, ...], ...]:
    held = (Holds.NO, Holds.MAYBE, Holds.YES)
    return tuple(
        tuple(
            Label(name, SCORES[holds], holds)
            for name in LABELS
            for holds in (
                held[2] if name in (bears or ()) else held[unit.index % 7 == 0 and name == "direction"],
            )
        )
        for unit, bears in zip(one.units, one.bears, strict=True)
    )


@pytest.mark.parametrize("one", RATED, ids=lambda one: f"{one.voice}-{one.record.id}")
def test_facts_that_were_kept_are_the_facts_that_were_read(one: Labelled) -> None:
    keeps, labelled = Keeps(), [(one.record, one.units, labels_of(one))]
    read = facts_of(*labelled[0], WORDS)
    assert kept_facts(labelled, WORDS, keeps) == [read]
    assert kept_facts(labelled, WORDS, keeps) == [read]
    assert keeps.asked == 1
    (numbers,) = keeps.kept.values()
    assert numbers.dtype == np.float64
    rubric = load_rubric()
    assert judge_record(rubric, WORDS, *labelled[0], read) == judge_record(rubric, WORDS, *labelled[0])


def test_the_facts_of_these_records_say_all_that_a_fact_can_say() -> None:
    facts = [facts_of(one.record, one.units, labels_of(one), WORDS) for one in RATED]
    actions = [action for one in facts for action in one.actions]
    for name in ("owner", "deadline", "due", "status"):
        assert {getattr(action, name) is None for action in actions} == {True, False}
    assert {action.earlier for action in actions} == {True, False}
    assert {action.holds for action in actions} == {Holds.MAYBE, Holds.YES}
    assert {len(one.advice) for one in facts} == {0, 1}


def test_another_word_or_another_label_is_read_anew() -> None:
    one, keeps = RATED[0], Keeps()
    labels = labels_of(one)
    other = tuple(tuple(Label(label.name, label.score, Holds.NO) for label in row) for row in labels)
    kept_facts([(one.record, one.units, labels)], WORDS, keeps)
    kept_facts([(one.record, one.units, other)], WORDS, keeps)
    assert keeps.asked == 2


def test_other_weights_of_events_make_what_was_kept_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    before = facts.all_code_digest()
    facts.all_code_digest.cache_clear()
    monkeypatch.setattr(facts, "data_text", lambda name: f"other {name}")
    after = facts.all_code_digest()
    facts.all_code_digest.cache_clear()
    assert after != before
