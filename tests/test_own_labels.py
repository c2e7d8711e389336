"""Labels of an authority's own: learned from a few examples, and no harm to the codebook's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from supcheck.data import data_path
from supcheck.encoder import Encoder, Vectors
from supcheck.errors import RubricError
from supcheck.own_labels import FEWEST, MOST, OwnHead, OwnLabel, learn_own_labels, load_own_labels
from supcheck.records import LABELS, Holds
from supcheck.rubric import load_rubric

EXAMPLES = "\n".join(f"    - example {n}" for n in range(6))


class Corners:
    """An encoder that knows two kinds of text: about bread, and not."""

    def encode(self, texts: Sequence[str], under: Sequence[str] = ()) -> Vectors:
        made = np.random.default_rng(0)
        rows = [
            np.eye(8)[0 if "bread" in text else 1 + n % 7] + made.normal(scale=0.05, size=8)
            for n, text in enumerate(texts)
        ]
        return np.array(rows, dtype=np.float32)


def learned() -> tuple[OwnHead, Corners]:
    encoder = Corners()
    label = OwnLabel("bread", "About bread.", tuple(f"bread {n}" for n in range(8)))
    return learn_own_labels([label], encoder, encoder.encode([f"other {n}" for n in range(200)])), encoder


def test_a_unit_like_the_examples_bears_the_label_and_an_ordinary_one_does_not() -> None:
    head, encoder = learned()
    rows = [row[0] for row in head.labels(encoder.encode([f"bread {n}" for n in range(40)]))]
    assert (
        sum(row.holds is not Holds.NO for row in rows) >= 20
    )  # the least typical quarter of the examples may fall short
    assert all(
        row[0].holds is Holds.NO for row in head.labels(encoder.encode(["she rang school", "a visit"]))
    )


def test_the_shipped_labels_are_enough_and_named_as_none_of_the_codebooks() -> None:
    labels = load_own_labels()
    assert labels
    for label in labels:
        assert label.name not in LABELS
        assert FEWEST <= len(label.examples) <= MOST


@pytest.mark.parametrize(
    "text,said",
    [
        ("progress:\n  description: x\n  examples: [a]\n", "label of the codebook"),
        ("faith:\n  description: x\n  examples: [a, b]\n", "2 examples"),
        (f"faith:\n  examples:\n{EXAMPLES}\n", "description"),
        ("faith: [\n", "labels.yaml:"),
        ("- a\n", "mapping"),
    ],
)
def test_a_label_that_cannot_be_learned_is_refused_with_its_place(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "labels.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RubricError, match=said):
        load_own_labels(tmp_path / "labels.yaml")


def test_a_rubric_names_a_label_of_the_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        f"faith:\n  description: x\n  examples:\n{EXAMPLES}\n", encoding="utf-8"
    )
    rubric = "name: mine\nextends: core\nlabels: mine.yaml\ncriteria:\n" + data_path(
        "rubrics/identity.yaml"
    ).read_text(encoding="utf-8").split("criteria:\n")[1].replace("identity", "faith")
    (tmp_path / "rubric.yaml").write_text(rubric, encoding="utf-8")
    loaded = load_rubric(tmp_path / "rubric.yaml")
    assert [label.name for label in loaded.own_labels] == ["faith"]
    assert loaded.criteria[-1].id == "L1"
    assert loaded.named.digest != load_rubric().named.digest


def test_the_core_rubric_needs_no_label_of_anybodys_own() -> None:
    assert not load_rubric().own_labels
    assert [label.name for label in load_rubric(data_path("rubrics/identity.yaml")).own_labels] == [
        "identity"
    ]


def test_the_shipped_label_is_found_in_words_that_it_has_not_seen() -> None:
    from supcheck.own_labels import load_background

    encoder = Encoder()
    head = learn_own_labels(load_own_labels(), encoder, load_background())
    said = [
        "Yusra prays with her foster carer's neighbour on Fridays and says it is the only hour she feels like herself.",
        "He is Roma and told the teaching assistant he does not say so because of what the boys call him.",
        "SW visited on 3/6, children seen.",
        "Boiler mended on Tuesday.",
    ]
    scores = [row[0].score for row in head.labels(encoder.encode(said))]
    assert min(scores[:2]) > max(scores[2:])
