"""What became of an act: chances that add up, words that tell, and weights that are learned from truth."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supcheck import follow
from supcheck.answering import READ
from supcheck.data import data_text
from supcheck.errors import InstallError
from supcheck.follow import FILE, TOLD, answer, load_followers, nearest
from supcheck.learn.follow import Followed, figures, fit, left_out
from supcheck.likeness import COLUMNS, SILENT_COLUMNS, Compared, Rarity, compare, in_full, said_in, terms
from supcheck.records import Judged, Outcome

from .made import MEANING, WORDS, made
from .test_series import TOLD as STORIES

SET_IN = made("A", "2024-03-04", f"{STORIES[0]}Actions\nSW to ring the landlord about the boiler by 15/03/2024\n", {"landlord": "direction"})  # fmt: skip
SAYINGS = (
    "Landlord rung, the boiler is mended.",
    "SW still to ring the landlord about the boiler.",
    "He likes the class hamster.",
    "Mum has had a letter from the council.",
)


def later(*said: str) -> Judged:
    text = "Update\n" + "".join(f"{one}\n" for one in said)
    labels = {
        one: label
        for one, label in ((SAYINGS[0], "follow_up"), (SAYINGS[1], "direction"))
        if any(one == given_ for given_ in said)
    }
    return made("B", "2024-04-01", text, labels)


def answered(*said: str) -> follow.Answer:
    record = later(*said)
    units = said_in(record, WORDS)
    rarity = Rarity.of((said_in(SET_IN, WORDS), units))
    return answer(SET_IN.actions[0], SET_IN, record, units, rarity, WORDS, MEANING)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(SAYINGS), min_size=1, unique=True))
def test_the_chances_of_all_outcomes_add_up_and_every_open_one_is_told(said: list[str]) -> None:
    found = answered(*said)
    assert sum(found.chances.values()) == pytest.approx(1)
    assert found.outcomes[0] == max(found.chances, key=lambda one: found.chances[one])
    assert found.sure == (found.chances[found.outcomes[0]] >= follow.SURE[found.outcomes[0]])
    assert all(found.chances[one] >= follow.LEFT for one in found.outcomes[2:])


def test_words_that_answer_make_done_likelier_and_words_of_something_else_silence() -> None:
    quiet, told = answered(SAYINGS[2], SAYINGS[3]), answered(SAYINGS[2], SAYINGS[0])
    assert told.outcomes[0] is Outcome.DONE
    assert told.unit is not None
    assert told.unit.index == 1
    assert quiet.chances[Outcome.SILENT] > told.chances[Outcome.SILENT]
    again = answered(SAYINGS[2], SAYINGS[1])
    assert again.chances[Outcome.CARRIED] > told.chances[Outcome.CARRIED]


def test_without_meaning_its_columns_count_as_the_usual() -> None:
    record = later(SAYINGS[0], SAYINGS[2])
    units = said_in(record, WORDS)
    compared = compare(SET_IN.actions[0], SET_IN, record, units, Rarity.of((units,)), WORDS, None)
    assert not compared.meant
    scaled, silent = load_followers().alone.scaled(compared)
    assert all(not scaled[:, place].any() for place, name in enumerate(COLUMNS) if "meaning" in name)
    assert silent[SILENT_COLUMNS.index("nearest meaning")] == 0


def test_a_record_without_a_spoken_unit_is_silent() -> None:
    empty = made("B", "2024-04-01", "Update\nN/A\n")
    found = answer(SET_IN.actions[0], SET_IN, empty, (), Rarity.of(()), WORDS, MEANING)
    assert found.outcomes == (Outcome.SILENT,)
    assert found.unit is None


@pytest.mark.parametrize(
    "change", [{"columns": []}, {"alone": {}}, {"beside": {}}, {"silent_columns": ["other"]}]
)
def test_weights_of_other_columns_are_refused(
    change: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps({**json.loads(data_text(FILE)), **change})
    monkeypatch.setattr(follow, "data_text", lambda name: text)
    load_followers.cache_clear()
    with pytest.raises(InstallError, match="install supcheck again"):
        load_followers()
    load_followers.cache_clear()


def truth(seed: int) -> Followed:
    """An act whose answer is the one unit with rare words, done where that unit is marked as done."""
    drawn = np.random.default_rng(seed)
    units = drawn.normal(size=(4, len(COLUMNS))).astype(np.float32)
    place, done = int(drawn.integers(4)), bool(drawn.integers(2))
    units[:, COLUMNS.index("rare words")] = 0
    units[place, COLUMNS.index("rare words")] = 3
    units[place, COLUMNS.index("done")] = 3 if done else -3
    tells = np.arange(4) == place
    silent = drawn.normal(size=len(SILENT_COLUMNS)).astype(np.float32)
    return Followed(Compared(units, silent, True), tells, Outcome.DONE if done else Outcome.CARRIED)


def test_what_tells_is_learned_and_holds_for_acts_that_were_left_out() -> None:
    exports = [[truth(seed) for seed in range(start, start + 60)] for start in (0, 100)]
    found = figures(list(left_out(exports)))
    assert found.right > 0.8 * found.acts
    assert found.linked > 0.9 * found.answered
    assert set(found.sure) == {outcome.value for outcome in (*TOLD, Outcome.SILENT)}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), max_size=20))
def test_the_likeliest_units_are_read_in_the_record_s_order(about: list[float]) -> None:
    near = nearest(np.array(about))
    assert near == sorted(set(near))
    assert len(near) == min(READ, len(about))
    left = [chance for place, chance in enumerate(about) if place not in near]
    assert all(about[place] >= chance for place in near for chance in left)


def test_reading_both_together_counts_for_the_units_that_are_read() -> None:
    drawn = truth(3).compared
    followers = load_followers()
    for outcome in range(len(TOLD)):
        told = np.zeros((len(drawn.units), 1 + len(TOLD)), dtype=np.float32)
        told[2, 0], told[2, 1 + outcome] = 50, 50
        about, chances = followers.beside.weigh(drawn, told)
        assert int(about.argmax()) == 2
        assert int(chances.argmax()) == outcome
        assert chances.sum() == pytest.approx(1)


def test_nothing_is_learned_from_nothing() -> None:
    with pytest.raises(ValueError, match="no acts"):
        fit([])


@pytest.mark.parametrize("names", WORDS.same_thing, ids=lambda names: str(names[0]))
def test_the_names_of_one_thing_are_read_as_one(names: tuple[str, ...]) -> None:
    assert {in_full(f"Jo still has the {name} to do.", WORDS) for name in names} == {
        f"Jo still has the {names[0]} to do."
    }
    assert len({terms(f"chase the {name}", WORDS) for name in names}) == 1
