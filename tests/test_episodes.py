"""Episodes are read line by line; what cannot be read is named with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from supcheck import answering, follow
from supcheck.cli import main
from supcheck.errors import SupcheckError
from supcheck.follow import load_followers
from supcheck.learn import episodes
from supcheck.learn.episodes import Episode, read_episodes
from supcheck.learn.follow import followed_episodes
from supcheck.learn.series import RULES
from supcheck.pipeline import Checker
from supcheck.records import Outcome

from .made import MEANING, WORDS

SHIPPED = Path(__file__).parent.parent / "fixtures" / "episodes"
EXAMPLE = "\n".join(line[4:] for line in (episodes.__doc__ or "").split("\n") if line.startswith("    "))


def read(text: str, folder: Path) -> list[Episode]:
    (folder / "01.txt").write_text(text, encoding="utf-8")
    return read_episodes(folder)["01"]


def test_the_example_says_what_became_of_each_act(tmp_path: Path) -> None:
    (found,) = read(EXAMPLE, tmp_path)
    assert [found.outcome(number) for number in found.acts] == [Outcome.DONE, Outcome.CARRIED]
    assert [line.words for line in found.lines if line.heading] == ["Update"]
    (silent,) = read(EXAMPLE.replace(" || c2", ""), tmp_path)
    assert silent.outcome(2) is Outcome.SILENT
    (part,) = read(EXAMPLE.replace("|| c2", "|| c2 d2"), tmp_path)
    assert part.outcome(2) is Outcome.CARRIED


@pytest.mark.parametrize(
    "was, now, line",
    [
        ("=== 2024-02-12 -> 2024-03-18", "=== 12/2/24 -> 18/3/24", 1),
        ("=== 2024-02-12 -> 2024-03-18", "SET", 1),
        ("2024-02-12", "2024-02-31", 1),
        ("1 SW", "SW", 2),
        ("---\n", "", 1),
        ("|| d1", "|| d7", 7),
        ("|| d1", "|| done", 7),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(was: str, now: str, line: int, tmp_path: Path) -> None:
    assert was in EXAMPLE
    with pytest.raises(SupcheckError, match=rf"01\.txt:{line}: "):
        read(EXAMPLE.replace(was, now), tmp_path)


def test_a_folder_without_episodes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SupcheckError, match="no episodes"):
        read_episodes(tmp_path)


def test_every_shipped_episode_has_acts_and_a_later_record() -> None:
    shipped = [one for some in read_episodes(SHIPPED).values() for one in some]
    assert shipped
    for one in shipped:
        assert one.held < one.following
        assert len(one.acts) >= 3
        assert sum(not line.heading for line in one.lines) >= 5


def written(folder: Path) -> Path:
    """Two exports of two children with two records each, and what became of their acts."""
    rows = "RecordID;ChildID;NoteType;EventDate;Note\n"
    acts = ("SW to ring the landlord about the boiler", "Mum to book the dentist for Ivy")
    told = ("Landlord rung and the boiler is mended.", "SW still to ring the landlord about the boiler.")
    for number, answer in enumerate(told, 1):
        lines, truth = [], []
        for child in (f"00{number}1", f"00{number}2"):
            lines.append(f'S{child}a;{child};Case Supervision;04/03/2024;"Actions\n- {acts[0]}\n- {acts[1]}"')
            lines.append(f'S{child}b;{child};Case Supervision;01/04/2024;"Update\nIvy likes school and has a friend.\n{answer}"')  # fmt: skip
            outcome = ("done", "carried")[number - 1]
            follow = [
                {
                    "record": f"S{child}a",
                    "act": acts[0],
                    "next": f"S{child}b",
                    "outcome": outcome,
                    "words": answer,
                },
                {
                    "record": f"S{child}a",
                    "act": acts[1],
                    "next": f"S{child}b",
                    "outcome": "silent",
                    "words": None,
                },
            ]
            truth.append(
                json.dumps({"child": child, "truth": {**{rule: [] for rule in RULES}, "follow": follow}})
            )
        (folder / f"e{number}.csv").write_text(rows + "\n".join(lines), encoding="utf-8")
        (folder / f"e{number}.truth.jsonl").write_text("\n".join(truth), encoding="utf-8")
    return folder


def test_training_writes_weights_that_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("series", "episodes"):
        (tmp_path / name).mkdir()
    series = written(tmp_path / "series")
    (tmp_path / "episodes" / "01.txt").write_text(EXAMPLE, encoding="utf-8")
    order = [
        "train-series",
        str(series),
        "--episodes",
        str(tmp_path / "episodes"),
        "--to",
        str(tmp_path / "to"),
    ]
    result = CliRunner().invoke(main, order)
    assert result.exit_code == 0, result.output
    assert "of 8 acts followed rightly" in result.output
    monkeypatch.setattr(answering, "data_path", lambda name: tmp_path / "to" / Path(name).name)
    monkeypatch.setattr(
        follow, "data_text", lambda name: (tmp_path / "to" / Path(name).name).read_text("utf-8")
    )
    load_followers.cache_clear()
    assert load_followers().beside.calibration.shape == (2,)
    assert answering.load_trained().weight.any()
    load_followers.cache_clear()
    (series / "e2.truth.jsonl").unlink()
    assert "at least 2 exports" in CliRunner().invoke(main, order).output


def test_an_episode_s_acts_are_followed_by_the_units_that_its_marks_name(tmp_path: Path) -> None:
    checker = Checker.load()
    found = list(followed_episodes(read(EXAMPLE, tmp_path), checker.check, WORDS, MEANING))
    assert [one.outcome for one in found] == [Outcome.DONE, Outcome.CARRIED]
    answers = [words for one in found for (_, words), tells in zip(one.said, one.tells, strict=True) if tells]
    assert answers == ["Skin has cleared since they changed the ointment", "Jo again to SEND re the plan"]
