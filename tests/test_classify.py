"""From words to labels: hollow language, cues, bands, the head's own papers."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supcheck.classify import TARGETS, classify, features, load_head
from supcheck.cues import cue_columns
from supcheck.data import data_path
from supcheck.encoder import WIDTH, Encoder, Vectors, check_digest
from supcheck.errors import ModelError, SupcheckError
from supcheck.hollow import EARNED, is_hollow
from supcheck.learn import train as training
from supcheck.learn.data import Labelled, read_labelled
from supcheck.learn.train import FITS, RIGHT, Trainer, band, even_threshold, platt, train
from supcheck.load.plain import blocks_of_text
from supcheck.records import LABELS, Holds, Record
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
        train(Trainer(Encoder(), WORDS), data, some_records(tmp_path / "others", "v27"), tmp_path / "model")


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
