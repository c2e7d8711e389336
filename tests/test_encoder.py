"""The transformer that is written out gives what the library's own gives."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from supcheck.encoder import (
    ADAPTED,
    END,
    START,
    WIDTH,
    Encoder,
    by_length,
    hidden_states,
    packaged_folder,
    weight_of,
)

ENCODER = Encoder()
TEXTS = ["SW to visit by 14/11.", "He “does the lights” at night as mum is asleep on the settee.", "done", ""]


@pytest.mark.parametrize("texts", [TEXTS[:1], TEXTS])
def test_every_layer_is_that_of_the_library(texts: list[str]) -> None:
    from transformers.models.bert.modeling_bert import BertModel

    library = BertModel.from_pretrained(str(packaged_folder()), add_pooling_layer=False).eval()
    pieces = [[START, *ENCODER.pieces(text).own, END] for text in texts]
    longest = max(map(len, pieces))
    ids = torch.tensor([one + [0] * (longest - len(one)) for one in pieces])
    with torch.inference_mode():
        theirs = library(ids, attention_mask=(ids != 0).long(), output_hidden_states=True).hidden_states
        ours = hidden_states(ENCODER.weights, ids, ids != 0)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert torch.allclose(one[ids != 0], other[ids != 0], atol=1e-5)


def test_a_text_has_the_same_vectors_in_any_company() -> None:
    together = ENCODER.encode(TEXTS)
    assert together.shape == (len(TEXTS), WIDTH)
    for text, row in zip(TEXTS, together, strict=True):
        assert ENCODER.encode([text])[0] == pytest.approx(row, abs=1e-5)


def test_the_heading_over_a_text_is_read_and_not_pooled() -> None:
    alone, under = ENCODER.encode(["done"]), ENCODER.encode(["done"], ["Actions from last time"])
    other = ENCODER.encode(["done"], ["Child's voice"])
    assert not (alone == under).all()
    assert not (under == other).all()


def test_an_adapter_names_every_linear_layer_of_the_weights() -> None:
    linear = {name for name, one in ENCODER.weights.items() if one.ndim == 2 and ".layer." in name}
    assert {weight_of(name) for name in ADAPTED} == linear


@settings(max_examples=50)
@given(st.lists(st.integers(1, 40), max_size=60), st.integers(1, 9))
def test_batches_hold_each_text_once_and_never_mix_short_with_long(lengths: list[int], size: int) -> None:
    batches = list(by_length([[0] * length for length in lengths], size))
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    ordered = [lengths[place] for batch in batches for place in batch]
    assert ordered == sorted(ordered)
