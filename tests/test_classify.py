"""From words to labels: hollow language, cues, bands, the head's own papers."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load, save

from supcheck.classify import TARGETS, Head, _labels, classify, features, labelled, load_head
from supcheck.cues import cue_columns
from supcheck.data import data_path
from supcheck.encoder import WIDTH, Encoder, Vectors, check_digest
from supcheck.errors import ModelError, SupcheckError
from supcheck.hollow import EARNED, is_hollow
from supcheck.learn import train as training
from supcheck.learn.card import card_table
from supcheck.learn.data import Labelled, read_labelled
from supcheck.learn.held_back import EXAMPLES, held_back
from supcheck.learn.train import FITS, RIGHT, Trainer, band, check_before, even_threshold, platt, train
from supcheck.load.plain import blocks_of_text
from supcheck.records import LABELS, Holds, Named, Record, Section, Shape, Span, Unit
from supcheck.segment import segment
from supcheck.words import load_words

WORDS = load_words()
ROOT = Path(__file__).parent.parent

HOLLOW = [
    "We reflected on the lived experience and remained professionally curious",
    "robust safety plan in place",
    "Analysis of risk was undertaken.",
    "Clear management oversight given.",
    "The child's voice is captured throughout.",
    "Sunniva’s lived experience was held in mind throughout.",
    "Reflective discussion held around the impact of the case on SW.",
]
EARNING = [
    "We reflected on why mum says no: it may be shame, she was in care herself.",
    "I am curious about dad and the empty bottles.",
    "His lived experience is a cold flat and no tea on a Thursday.",
    "She has been asking for the same safety plan since he came back in May.",
    "Wishes and feelings: he wants to go home and he wants it to be quiet.",
]


class Counting:
    """An encoder without a transformer: vectors that only tell texts apart."""

    def encode(self, texts: Sequence[str], under: Sequence[str] = ()) -> Vectors:
        """A row of waves for each text, by its letters."""
        sums = np.array([sum(map(ord, text)) % 97 for text in texts], dtype=np.float32)
        waves = np.sin(np.outer(sums, np.arange(1, WIDTH + 1))) / np.sqrt(WIDTH)
        return np.asarray(waves, dtype=np.float32)


@pytest.mark.parametrize("words", HOLLOW)
def test_words_of_reflection_without_a_fact_are_hollow(words: str) -> None:
    assert is_hollow(words, WORDS)


@pytest.mark.parametrize("words", EARNING)
def test_the_same_words_beside_a_fact_are_not(words: str) -> None:
    assert not is_hollow(words, WORDS)


@pytest.mark.parametrize("words", HOLLOW)
def test_hollow_words_earn_no_reflective_label_whatever_their_score(words: str) -> None:
    record, units = segment(Record("made", "made.txt", words, blocks_of_text(words)), WORDS)
    found = features(Counting(), WORDS, [(record, units)])[0]
    head = load_head(WORDS)
    certain = dataclasses.replace(head, bias=np.full_like(head.bias, 50.0))
    for labels in classify(certain, WORDS, record, units, found):
        held = {label.name: label.holds for label in labels}
        assert all(held[name] is Holds.NO for name in EARNED)
        assert held["decision"] is Holds.YES


def test_no_rated_unit_that_bears_a_reflective_label_is_taken_for_hollow() -> None:
    for one in read_labelled(ROOT / "fixtures" / "training", WORDS):
        for unit, bears in zip(one.units, one.bears, strict=True):
            if bears and bears & set(EARNED):
                assert not is_hollow(unit.span.of(one.record.text), WORDS)


@pytest.mark.parametrize("name", WORDS.cues)
def test_each_cue_list_answers_to_its_own_words(name: str) -> None:
    column = list(WORDS.cues).index(name)
    for phrase in WORDS.cues[name]:
        assert cue_columns(phrase.replace("*", ""), None, WORDS)[column], phrase


def test_a_head_that_does_not_fit_is_refused_with_its_mend(tmp_path: Path) -> None:
    shutil.copytree(data_path("model"), tmp_path, dirs_exist_ok=True)
    card = json.loads((tmp_path / "head.json").read_text(encoding="utf-8"))
    for key, value in (("encoder", "0"), ("cues", "0"), ("weights", "0")):
        (tmp_path / "head.json").write_text(json.dumps({**card, key: value}), encoding="utf-8")
        with pytest.raises(ModelError, match="supcheck"):
            load_head(WORDS, tmp_path)


@pytest.mark.parametrize("written", ["{}", "[]", "null", "", "{", '{"encoder": ', "\udcff"])
def test_a_card_that_is_broken_is_refused_with_its_mend(tmp_path: Path, written: str) -> None:
    shutil.copytree(data_path("model"), tmp_path, dirs_exist_ok=True)
    (tmp_path / "head.json").write_bytes(written.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelError, match=r"^head\.json .*: install supcheck again"):
        load_head(WORDS, tmp_path)


def test_a_card_that_lacks_an_entry_is_refused_with_its_name(tmp_path: Path) -> None:
    shutil.copytree(data_path("model"), tmp_path, dirs_exist_ok=True)
    card = json.loads((tmp_path / "head.json").read_text(encoding="utf-8"))
    for name in ("name", "encoder", "layers", "targets", "cues", "weights", "bands"):
        for wrong in ({k: v for k, v in card.items() if k != name}, {**card, name: 7}):
            (tmp_path / "head.json").write_text(json.dumps(wrong), encoding="utf-8")
            with pytest.raises(ModelError, match=rf"{name}: install supcheck again"):
                load_head(WORDS, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"risk": None},
        {"more": [0.2, 0.4]},
        {"risk": [0.4]},
        {"risk": [0.4, 0.2]},
        {"risk": [0.2, 0.4, 0.6]},
        {"risk": ["0.2", "0.4"]},
        {"risk": [0.2, float("nan")]},
        {"risk": [-1, 0.4]},
        {"risk": 0.4},
    ],
    ids=str,
)
def test_bands_that_are_not_those_of_the_targets_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    shutil.copytree(data_path("model"), tmp_path, dirs_exist_ok=True)
    card = json.loads((tmp_path / "head.json").read_text(encoding="utf-8"))
    card["bands"] = {name: band for name, band in {**card["bands"], **change}.items() if band is not None}
    (tmp_path / "head.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match=r"band.* install supcheck again"):
        load_head(WORDS, tmp_path)


Tensors = dict[str, np.ndarray[Any, np.dtype[Any]]]

CHANGES: dict[str, Callable[[Tensors], Tensors]] = {
    "no weight": lambda tensors: {k: v for k, v in tensors.items() if k != "weight"},
    "a narrower weight": lambda tensors: {**tensors, "weight": tensors["weight"][:, :-1].copy()},
    "a target less": lambda tensors: {**tensors, "weight": tensors["weight"][:-1].copy()},
    "a bias less": lambda tensors: {**tensors, "bias": tensors["bias"][:-1].copy()},
    "no reading": lambda tensors: {k: v for k, v in tensors.items() if not k.startswith("reading.")},
    "half a reading": lambda tensors: {k: v for k, v in tensors.items() if not k.endswith("_reverse")},
    "no adapter": lambda tensors: {k: v for k, v in tensors.items() if not k.startswith("adapter.")},
    "half a layer": lambda tensors: {k: v for k, v in tensors.items() if k != "adapter.3.wide.down"},
    "another rank": lambda tensors: {**tensors, "adapter.3.wide.down": tensors["adapter.3.wide.down"][:8].copy()},
    "a layer on its side": lambda tensors: {
        **tensors, "adapter.0.narrow.up": tensors["adapter.0.narrow.up"].T.copy()
    },
    "a lone number": lambda tensors: {**tensors, "reading.narrow.bias": np.array(1.0, dtype=np.float32)},
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_weights_that_do_not_fit_what_reads_them_are_refused(
    tmp_path: Path, change: Callable[[Tensors], Tensors]
) -> None:
    rewritten(tmp_path, save(change(load((data_path("model") / "head.safetensors").read_bytes()))))
    with pytest.raises(ModelError, match=r"head\.safetensors .*: install supcheck again"):
        load_head(WORDS, tmp_path)


def test_weights_that_are_no_weights_are_refused(tmp_path: Path) -> None:
    rewritten(tmp_path, b"not tensors")
    with pytest.raises(ModelError, match=r"head\.safetensors is broken: install supcheck again"):
        load_head(WORDS, tmp_path)


def rewritten(folder: Path, raw: bytes) -> None:
    """A model folder with these weights, and a card that says so."""
    card = json.loads((data_path("model") / "head.json").read_text(encoding="utf-8"))
    (folder / "head.safetensors").write_bytes(raw)
    (folder / "head.json").write_text(
        json.dumps({**card, "weights": hashlib.sha256(raw).hexdigest()}), encoding="utf-8"
    )


EDGES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: (min(pair), max(pair)))


@given(
    st.lists(st.floats(0, 1, width=32), min_size=len(TARGETS), max_size=len(TARGETS)),
    st.lists(EDGES, min_size=len(TARGETS), max_size=len(TARGETS)),
    EDGES,
    st.booleans(),
    st.booleans(),
)
def test_a_wider_band_turns_no_sure_label_into_the_other_sure_label(
    scores: list[float],
    edges: list[tuple[float, float]],
    wider: tuple[float, float],
    hollow: bool,
    listed: bool,
) -> None:
    unit = Unit(0, Section("none", None), Span(0, 1), Shape.PARAGRAPH)
    given_ = scores
    narrow = dict(zip(TARGETS, edges, strict=True))
    before = _labels(banded(narrow), unit, given_, hollow, settled=False, listed=listed)
    for name, (low, high) in narrow.items():
        wide = {**narrow, name: (min(low, wider[0]), max(high, wider[1]))}
        after = _labels(banded(wide), unit, given_, hollow, settled=False, listed=listed)
        for was, now in zip(before, after, strict=True):
            assert now.holds in (was.holds, Holds.MAYBE), was.name


def banded(bands: dict[str, tuple[float, float]]) -> Head:
    """A head that is nothing but its bands."""
    return Head(np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32), bands, Named("made", ""))


@pytest.mark.parametrize(
    "contingency,direction,held",
    [
        (0.9, 0.8, Holds.NO),
        (0.5, 0.45, Holds.MAYBE),
        (0.5, 0.8, Holds.YES),
        (0.1, 0.8, Holds.YES),
        (0.9, 0.95, Holds.YES),
    ],
)
def test_an_act_is_as_little_a_direction_as_it_is_conditional(
    contingency: float, direction: float, held: Holds
) -> None:
    unit = Unit(0, Section("none", None), Span(0, 1), Shape.PARAGRAPH)
    bands = {**dict.fromkeys(TARGETS, (0.3, 0.7)), "direction": (0.2, 0.4)}
    given_ = {"contingency": contingency, "direction": direction}
    scores = [given_.get(name, 0.0) for name in TARGETS]
    found = {
        label.name: label.holds
        for label in _labels(banded(bands), unit, scores, hollow=False, settled=False, listed=False)
    }
    assert found["direction"] is held


@pytest.mark.parametrize(
    ("row", "directs"),
    [
        ("2 | Bedding bought | Femi | 31/05/2024 | Completed", False),
        ("2 | Ring nan | Femi | 31/05/2024 | New", True),
        ("2 | Form to be completed | Femi | 31/05/2024", True),
    ],
)
def test_a_row_that_says_that_it_is_done_is_no_direction(row: str, directs: bool) -> None:
    text = f"Actions\nNo | Action | Who | When | Status\n{row}\n"
    record, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    certain = np.full((len(units), len(TARGETS)), 0.999, dtype=np.float32)
    (labels,) = labelled(load_head(WORDS), WORDS, record, units, certain)
    held = {label.name: label.holds for label in labels}
    assert held["direction"] is (Holds.YES if directs else Holds.NO)
    assert held["follow_up"] is Holds.YES


def test_a_record_without_units_has_no_labels() -> None:
    record = Record("made", "made.txt", "", ())
    (found,) = features(Counting(), WORDS, [(record, ())])
    assert classify(load_head(WORDS), WORDS, record, (), found) == ()


def test_weights_of_another_digest_are_refused_before_they_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    with pytest.raises(ModelError, match="not the file that supcheck was built with"):
        check_digest(tmp_path / "model.safetensors")


def some_records(tmp_path: Path, *voices: str) -> tuple[Labelled, ...]:
    for voice in voices:
        shutil.copytree(ROOT / "fixtures" / "training" / voice, tmp_path / voice)
    return read_labelled(tmp_path, WORDS)


def test_a_model_trained_on_a_few_records_is_read_back_and_scores_as_it_was_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "FEWEST", 1)
    data = some_records(tmp_path, "v25", "v29")
    others = some_records(tmp_path / "others", "v30", "v33")
    epochs: list[int] = []
    trainer = Trainer(Encoder(), WORDS, epochs=1, step=lambda: epochs.append(1))
    card = train(trainer, data, others, tmp_path / "model")
    head = load_head(WORDS, tmp_path / "model")
    assert len(epochs) == FITS
    assert set(card["bands"]) == set(TARGETS) >= set(LABELS)
    assert all(low < high for low, high in head.bands.values())
    assert card["trained_on"]["records"] == len(data)
    assert card["development"]["records"] == len(others)
    one = [(data[0].record, data[0].units)]
    plain, adapted = (features(Encoder(adapter=low), WORDS, one)[0] for low in ({}, head.adapter))
    assert plain.own.shape == adapted.own.shape
    assert not np.allclose(plain.own, adapted.own)


def test_training_twice_gives_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "FEWEST", 1)
    trainer = Trainer(Encoder(), WORDS, epochs=1)
    data = some_records(tmp_path, "v25", "v29")
    first, second = trainer.fit(data), trainer.fit(data)
    assert np.array_equal(first.weight, second.weight)


def test_too_few_records_are_refused_with_what_is_missing(tmp_path: Path) -> None:
    data = some_records(tmp_path, "v25")
    with pytest.raises(SupcheckError, match="too few units bear"):
        train(Trainer(Encoder(), WORDS), data, some_records(tmp_path / "others", "v26"), tmp_path / "model")


def without(data: Sequence[Labelled], name: str, *, everywhere: bool = False) -> list[Labelled]:
    """The records with one target borne by no unit, or by each."""
    return [
        dataclasses.replace(
            one,
            bears=tuple(b if b is None else b | {name} if everywhere else b - {name} for b in one.bears),
        )
        for one in data
    ]


def test_a_target_that_cannot_be_calibrated_is_refused_before_the_first_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "FEWEST", 1)
    monkeypatch.setattr(Trainer, "fit", lambda self, data: pytest.fail("a fit was begun"))
    data, others = some_records(tmp_path, "v25"), some_records(tmp_path / "others", "v26")
    trainer = Trainer(Encoder(), WORDS)
    wrong = without(without(others, "seen"), "risk", everywhere=True)
    with pytest.raises(
        SupcheckError, match="no development unit bears seen; every development unit bears risk"
    ):
        train(trainer, data, wrong, tmp_path / "model")
    with pytest.raises(SupcheckError, match=r"too few units bear seen .*; no development unit bears seen"):
        train(trainer, without(data, "seen"), without(others, "seen"), tmp_path / "model")
    with pytest.raises(SupcheckError, match="every unit bears risk"):
        train(trainer, without(data, "risk", everywhere=True), others, tmp_path / "model")


def test_training_without_scikit_learn_is_refused_before_the_first_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "FEWEST", 1)
    data, others = some_records(tmp_path, "v25"), some_records(tmp_path / "others", "v26")
    check_before(data, others)
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with pytest.raises(SupcheckError, match="extra 'learn'"):
        check_before(data, others)


class Plain:
    """Vectors of another kind than `Counting`'s: few columns, so that a label is learned at once."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of waves for each text."""
        sums = np.array([sum(map(ord, text)) % 97 for text in texts], dtype=np.float32)
        return np.asarray(np.sin(np.outer(sums, np.arange(1, 9))), dtype=np.float32)


def test_a_label_with_too_few_examples_has_no_figure_for_their_number(tmp_path: Path) -> None:
    data, others = some_records(tmp_path, "v25"), some_records(tmp_path / "others", "v26")
    background = Plain().encode([f"unit {n}" for n in range(50)])
    found = held_back(Plain(), data, others, background)
    bearing = {
        name: sum(
            name in bears
            for one in data
            for unit, bears in zip(one.units, one.bears, strict=True)
            if bears is not None and not unit.silent
        )
        for name in LABELS
    }
    assert min(bearing.values()) < min(EXAMPLES)
    for name, by in found.items():
        assert list(by) == [str(count) for count in EXAMPLES]
        assert all((by[str(count)] is None) == (count > bearing[name]) for count in EXAMPLES)
    json.dumps(found, allow_nan=False)


def test_a_figure_of_nothing_is_null_in_the_card_and_a_dash_in_its_table() -> None:
    logits = np.array([-1.0, -0.5, 0.5, 1.0], dtype=np.float32)
    found = training.figures(logits, np.array([1, 0, 1, 0], dtype=np.int8), 0.0, (-3.0, 3.0))
    assert found["open"] == 1.0
    assert found["right_outside"] is None
    assert found["right_when_sure"] is None
    json.dumps(found, allow_nan=False)
    counts = {"positives": {"risk": 2}}
    card = {
        "targets": ["risk"],
        "trained_on": counts,
        "development": counts,
        "unseen_voices": {"risk": found},
    }
    assert card_table(card).splitlines()[-1].endswith("| 1.00 | – | – |")


def test_the_threshold_says_a_label_as_often_as_it_is_borne() -> None:
    logits = np.array([3.0, 2.0, 1.0, -1.0, -2.0], dtype=np.float32)
    truth = np.array([1, 0, 1, 0, 0], dtype=np.int8)
    assert (logits >= even_threshold(logits, truth)).sum() == truth.sum()


def test_a_voice_may_not_be_trained_and_chosen_on(tmp_path: Path) -> None:
    data = some_records(tmp_path, "v25")
    with pytest.raises(SupcheckError, match="v25"):
        train(Trainer(Encoder(), WORDS), data, data, tmp_path / "model")


@given(st.lists(st.tuples(st.floats(-4, 4), st.booleans()), min_size=4, max_size=80))
def test_outside_its_band_a_label_is_decided_rightly_nine_times_in_ten(
    pairs: list[tuple[float, bool]],
) -> None:
    logits = np.array([logit for logit, _ in pairs], dtype=np.float32)
    truth = np.array([true for _, true in pairs], dtype=np.int8)
    low, high = band(logits, truth, 0.0)
    outside = (logits < low) | (logits >= high)
    right = ((logits >= 0) == (truth == 1))[outside]
    assert not outside.any() or right.mean() >= RIGHT or high - low > 5


def test_calibrated_log_odds_are_right_as_often_as_they_say() -> None:
    logits = np.repeat(np.array([[-2.0], [2.0]], dtype=np.float32), 500, axis=0)
    truth = np.concatenate([np.arange(500) < 50, np.arange(500) < 300]).astype(np.int8)[:, None]
    scale, shift = platt(logits, truth)
    shown = 1 / (1 + np.exp(-(logits * scale + shift)))
    assert shown[0, 0] == pytest.approx(0.1, abs=0.01)
    assert shown[-1, 0] == pytest.approx(0.6, abs=0.01)
