"""Labels of an authority's own: learned from a few examples, and no harm to the codebook's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from supcheck import own_labels
from supcheck.checks import NAMES
from supcheck.data import data_path
from supcheck.encoder import Encoder, Vectors
from supcheck.errors import InstallError, ModelError, RubricError
from supcheck.own_labels import FEWEST, MOST, OwnHead, OwnLabel, learn_own_labels, load_own_labels
from supcheck.records import Holds
from supcheck.rubric import Rubric, load_rubric

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
        assert label.name not in NAMES
        assert FEWEST <= len(label.examples) <= MOST


SECRET = "Kofi"
"""A word of a real record, which no message may show."""
WORDS = "\n".join(f"    - {SECRET} said {n}" for n in range(6))


@pytest.mark.parametrize(
    "text,said",
    [
        (f"progress:\n  description: x\n  examples:\n{WORDS}\n", "1:1: 'progress' is a label of the codebook or a sign"),
        (f"harm:\n  description: x\n  examples:\n{WORDS}\n", "1:1: 'harm' is a label of the codebook or a sign"),
        (f"seen:\n  description: x\n  examples:\n{WORDS}\n", "1:1: 'seen' is a label of the codebook or a sign"),
        (f"3:\n  description: x\n  examples:\n{WORDS}\n", "1:1: a label's name must be a text"),
        (f"'':\n  description: x\n  examples:\n{WORDS}\n", "1:1: a label's name must be a text"),
        (f"[a, b]:\n  description: x\n  examples:\n{WORDS}\n", "1:1: a label's name must be a text"),
        ("faith:\n  description: x\n  examples: [a, b]\n", "3:3: 'faith' has 2 examples; 5 to 30 are needed"),
        (f"faith:\n  examples:\n{WORDS}\n", "2:3: 'faith' needs a 'description'"),
        (f"faith:\n  description: 3\n  examples:\n{WORDS}\n", "2:3: 'faith' needs a 'description'"),
        ("faith:\n  description: x\n", "2:3: 'faith' needs a list of 'examples'"),
        (f"faith:\n  description: x\n  examples: {SECRET} said\n", "3:3: 'faith' needs a list of 'examples'"),
        (f"faith: {SECRET}\n", "1:1: 'faith' needs a 'description' and a list of 'examples'"),
        (f"faith:\n  description: x\n  {SECRET}: x\n  examples:\n{WORDS}\n", "3:3: unknown key; 'faith' has only"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    -\n", "10:6: example 7 of 'faith' is blank"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - ' '\n", "10:7: example 7 of 'faith' is blank"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - {SECRET}: no\n", "10:7: example 7 of 'faith' is blank or no text"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - 3\n", "10:7: example 7 of 'faith' is blank or no text"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - {SECRET} SAID  3\n", "10:7: example 7 of 'faith' repeats example 4"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\nfaith:\n  examples:\n{WORDS}\n", "10:1: the key 'faith' stands twice; keep one"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n  examples:\n{WORDS}\n", "10:3: the key 'examples' stands twice"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - *{SECRET}\n", "10:7: is not YAML (found undefined alias"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - !{SECRET} b\n", "10:7: example 7 of 'faith' is blank or no text"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - !!int {SECRET}\n", "10:7: this value is not what"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - '{SECRET}\n", "11:1: is not YAML"),
        (f"faith:\n  description: x\n  examples:\n{WORDS}\n    - a\x07b\n", "10:8: character U+0007 cannot stand"),
        ("faith: [\n", "2:1: is not YAML"),
        ("- a\n", "1:1: must be a mapping of labels"),
        ("", "1:1: must be a mapping of labels"),
    ],
)  # fmt: skip
def test_a_label_that_cannot_be_learned_is_refused_with_its_place_and_no_word_of_an_example(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "labels.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RubricError) as caught:
        load_own_labels(tmp_path / "labels.yaml")
    message = str(caught.value)
    assert message.startswith(f"labels.yaml:{said}")
    assert SECRET not in message
    assert "\n" not in message


def test_labels_in_another_encoding_are_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_bytes("faith:\n  description: caf\u00e9\n".encode("cp1252"))
    with pytest.raises(RubricError, match=r"labels\.yaml:2:19: is not UTF-8 from here on"):
        load_own_labels(tmp_path / "labels.yaml")


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def label(name: str, examples: str = EXAMPLES, description: str = "x") -> str:
    return f"{name}:\n  description: {description}\n  examples:\n{examples}\n"


def rubric(head: str, counted: str, identity: str = "L1") -> str:
    """A rubric with one criterion, over one label."""
    told = data_path("rubrics/identity.yaml").read_text(encoding="utf-8").split("criteria:\n")[1]
    return f"name: mine\n{head}\ncriteria:\n{told.replace('identity', counted).replace('id: L1', f'id: {identity}')}"


def names(loaded: Rubric) -> list[str]:
    return [label.name for label in loaded.own_labels]


def test_a_rubric_may_name_the_labels_of_the_one_that_it_extends(tmp_path: Path) -> None:
    write(tmp_path, "base-labels.yaml", label("faith") + label("diet"))
    write(tmp_path, "my-labels.yaml", label("play"))
    write(tmp_path, "base.yaml", rubric("extends: core\nlabels: base-labels.yaml", "faith"))
    plain = write(tmp_path, "plain.yaml", rubric("extends: base.yaml", "diet", "L2"))
    assert names(load_rubric(plain)) == ["faith", "diet"]
    mine = rubric("extends: base.yaml\nlabels: my-labels.yaml", "play", "L2")
    both = write(
        tmp_path, "both.yaml", mine.replace("partly: {count: play}", "partly: {count: [play, faith]}")
    )
    assert names(load_rubric(both)) == ["faith", "play"]
    assert [rule.id for rule in load_rubric(both).criteria][-2:] == ["L1", "L2"]
    shipped = write(tmp_path, "shipped.yaml", rubric("extends: base.yaml", "identity", "L2"))
    assert names(load_rubric(shipped)) == ["faith", "identity"]


def test_a_label_of_the_base_keeps_its_examples(tmp_path: Path) -> None:
    write(tmp_path, "base-labels.yaml", label("faith") + label("diet"))
    write(tmp_path, "base.yaml", rubric("extends: core\nlabels: base-labels.yaml", "faith"))
    other = EXAMPLES.replace("example", "other")
    mine = write(tmp_path, "mine.yaml", rubric("extends: base.yaml\nlabels: mine-labels.yaml", "diet", "L2"))
    write(tmp_path, "mine-labels.yaml", label("diet", other) + label("faith", other))
    with pytest.raises(RubricError, match=r"mine\.yaml:3:1: mine-labels\.yaml gives 'faith' other examples"):
        load_rubric(mine)
    # The same again harms nobody, and a label that the base does not use is free.
    write(tmp_path, "mine-labels.yaml", label("diet", other) + label("faith"))
    loaded = load_rubric(mine)
    assert names(loaded) == ["faith", "diet"]
    assert loaded.own_labels[1].examples[0] == "other 0"


def test_a_rubrics_own_label_of_a_shipped_name_is_its_own(tmp_path: Path) -> None:
    write(tmp_path, "labels.yaml", label("identity"))
    mine = load_rubric(write(tmp_path, "mine.yaml", rubric("extends: core\nlabels: labels.yaml", "identity")))
    assert mine.own_labels[0].examples[0] == "example 0"
    heir = load_rubric(write(tmp_path, "heir.yaml", rubric("extends: mine.yaml", "identity", "L2")))
    assert heir.own_labels == mine.own_labels


@pytest.mark.parametrize(
    "changed,moves",
    [
        (label("faith"), False),
        (label("faith", description="y"), True),
        (label("faith", EXAMPLES.replace("example 0", "example 9")), True),
        (label("faith") + label("diet"), False),
    ],
)
def test_the_digest_moves_with_the_labels_that_are_used(tmp_path: Path, changed: str, moves: bool) -> None:
    digests = []
    for folder, labels in (("before", label("faith")), ("after", changed)):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "labels.yaml", labels)
        text = rubric("extends: core\nlabels: labels.yaml", "faith")
        digests.append(load_rubric(write(tmp_path / folder, "mine.yaml", text)).named.digest)
    assert (digests[0] != digests[1]) is moves


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


def test_a_background_that_is_missing_or_damaged_says_to_install_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = "install supcheck again"
    monkeypatch.setattr(own_labels, "data_path", lambda relative: tmp_path)
    with pytest.raises(ModelError, match=rf"is missing \(No such file or directory\): {again}"):
        own_labels.load_background()
    (tmp_path / own_labels.BACKGROUND).write_bytes(b"not tensors")
    with pytest.raises(ModelError, match=f"is damaged: {again}"):
        own_labels.load_background()
    monkeypatch.setattr(own_labels, "data_path", lambda relative: data_path("nothere"))
    with pytest.raises(InstallError, match=f"nothere is missing: {again}"):
        own_labels.load_background()


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
