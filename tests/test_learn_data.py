"""Ratings as people and tools write them: read, or refused at their file and line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from supcheck.cli import main
from supcheck.errors import SupcheckError
from supcheck.learn.data import json_lines, read_labelled
from supcheck.records import Kind
from supcheck.rubric import load_rubric
from supcheck.words import load_words

WORDS = load_words()
TEXT = "Update\nHe sleeps through now, it was three nights a week.\nSW to ring the GP by 4/6/2024.\n"
CRITERIA = {criterion.id: "not_met" for criterion in load_rubric().criteria}
GRADES: dict[str, Any] = {
    "file": "01.txt",
    "type": "supervision",
    "criteria": CRITERIA,
    "reflection": "insufficient",
    "direction": "insufficient",
}
UNITS: list[dict[str, Any]] = [
    {"start": 7, "end": 57, "labels": ["progress"], "signs": ["seen"]},
    {"start": 58, "end": 88, "labels": ["direction"], "owner": "SW", "deadline": "by 4/6/2024"},
]


def written(folder: Path, grades: Any = GRADES, units: Any = UNITS) -> Path:
    """One voice with one rated record; a str is written as it is."""
    voice = folder / "v1"
    voice.mkdir()
    (voice / "01.txt").write_text(TEXT, encoding="utf-8")
    (voice / "records.jsonl").write_text(lines(grades), encoding="utf-8")
    (voice / "01.jsonl").write_text(lines(units), encoding="utf-8")
    return voice


def lines(told: Any) -> str:
    if isinstance(told, str):
        return told
    return "".join(
        json.dumps(one, ensure_ascii=False) + "\n" for one in (told if isinstance(told, list) else [told])
    )


def test_a_rating_is_laid_over_its_units(tmp_path: Path) -> None:
    written(tmp_path)
    (one,) = read_labelled(tmp_path, WORDS)
    said = {unit.span.of(one.record.text): bears for unit, bears in zip(one.units, one.bears, strict=True)}
    assert said == {
        "He sleeps through now, it was three nights a week.": frozenset({"progress", "seen"}),
        "SW to ring the GP by 4/6/2024.": frozenset({"direction"}),
    }
    assert one.grades["type"] is Kind.SUPERVISION
    assert one.voice == "v1"


def test_blank_lines_a_byte_order_mark_and_other_line_ends_change_nothing(tmp_path: Path) -> None:
    (before,) = read_labelled(written(tmp_path), WORDS)
    for name in ("01.txt", "01.jsonl", "records.jsonl"):
        path = tmp_path / "v1" / name
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            text = "\n" + text.replace("\n", "\n  \n")
        path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_labelled(tmp_path, WORDS) == (before,)


def test_a_line_separator_within_words_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"owner": "SW\u2028TM\x85"}\n\n{"a": 1}', encoding="utf-8")
    assert list(json_lines(path)) == [(f"{path}:1", {"owner": "SW\u2028TM\x85"}), (f"{path}:3", {"a": 1})]


def but(given: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The same with other entries; None leaves one out."""
    return {key: value for key, value in {**given, **changes}.items() if value is not None}


RECORDS: dict[str, tuple[Any, str]] = {
    "broken": ("\n{\n", "records.jsonl:2: is not JSON"),
    "a number too long": ("9" * 5000, "records.jsonl:1: is not JSON"),
    "too deep": ("[" * 100_000, "records.jsonl:1: is nested too deeply"),
    "no object": ("[]\n", "records.jsonl:1: must be an object"),
    "no file": (but(GRADES, file=None), "records.jsonl:1: 'file' is missing"),
    "a file without a name": (but(GRADES, file=""), "records.jsonl:1: 'file' must be"),
    "no such text": (but(GRADES, file="09.txt"), r"records.jsonl:1: 09.txt cannot be read \("),
    "an impossible name": (but(GRADES, file="a\x00.txt"), "records.jsonl:1: .* cannot be read"),
    "no type": (but(GRADES, type=None), "records.jsonl:1: 'type' is missing"),
    "an unknown type": (but(GRADES, type="meeting"), "'type' must be one of supervision, "),
    "a list for a type": (but(GRADES, type=["supervision"]), "'type' must be one of supervision, "),
    "no criteria": (but(GRADES, criteria=None), "records.jsonl:1: 'criteria' is missing"),
    "criteria of the wrong form": (but(GRADES, criteria=["R1"]), "'criteria' must be an object"),
    "a criterion missing": (but(GRADES, criteria=but(CRITERIA, D8=None)), "records.jsonl:1: 'D8' is missing"),
    "an unknown grade": (but(GRADES, criteria=but(CRITERIA, D8="meet")), "'D8' must be one of met, "),
    "an unknown grade of our own": (but(GRADES, criteria=but(CRITERIA, L1="meet")), "'L1' must be one of"),
    "no verdict": (but(GRADES, reflection=None), "records.jsonl:1: 'reflection' is missing"),
    "an unknown verdict": (but(GRADES, direction="good"), "'direction' must be one of insufficient"),
    "an open verdict": (but(GRADES, direction="review"), "'direction' must be one of insufficient"),
    "the second line": ([GRADES, but(GRADES, type="x")], "records.jsonl:2: 'type'"),
}
RATED: dict[str, tuple[Any, str]] = {
    "broken": ("{}x", "01.jsonl:1: is not JSON"),
    "no object": ("\n7\n", "01.jsonl:2: must be an object"),
    "no labels": ([but(UNITS[0], labels=None)], "01.jsonl:1: 'labels' is missing"),
    "an unknown label": ([*UNITS, but(UNITS[0], labels=["progres"])], "01.jsonl:3: 'labels' must be a list"),
    "a label by itself": ([but(UNITS[0], labels="risk")], "01.jsonl:1: 'labels' must be a list"),
    "a sign for a label": ([but(UNITS[0], labels=["harm"])], "01.jsonl:1: 'labels' must be a list"),
    "an unknown sign": ([but(UNITS[0], signs=["risk"])], "01.jsonl:1: 'signs' must be a list"),
    "no start": ([but(UNITS[0], start=None)], "01.jsonl:1: 'start' is missing"),
    "words for an offset": ([but(UNITS[0], start="7")], "01.jsonl:1: 'start' must be a whole number"),
    "a truth for an offset": ([but(UNITS[0], start=True)], "01.jsonl:1: 'start' must be a whole number"),
    "before the text": ([but(UNITS[0], start=-1)], "01.jsonl:1: 'start' and 'end' must lie in the text"),
    "beyond the text": ([but(UNITS[0], end=900)], "01.jsonl:1: 'start' and 'end' must lie in the text"),
    "end before start": ([but(UNITS[0], end=3)], "01.jsonl:1: 'start' and 'end' must lie in the text"),
    "doubt in words": ([but(UNITS[0], doubt="yes")], "01.jsonl:1: 'doubt' must be true or false"),
    "a number for an owner": ([but(UNITS[0], owner=3)], "01.jsonl:1: 'owner' must be words or null"),
}


@pytest.mark.parametrize("told,said", RECORDS.values(), ids=RECORDS)
def test_a_record_that_cannot_be_read_is_refused_at_its_file_and_line(
    tmp_path: Path, told: Any, said: str
) -> None:
    written(tmp_path, grades=told)
    with pytest.raises(SupcheckError, match=said):
        read_labelled(tmp_path, WORDS)


@pytest.mark.parametrize("told,said", RATED.values(), ids=RATED)
def test_a_unit_that_cannot_be_read_is_refused_at_its_file_and_line(
    tmp_path: Path, told: Any, said: str
) -> None:
    written(tmp_path, units=told)
    with pytest.raises(SupcheckError, match=said):
        read_labelled(tmp_path, WORDS)


def test_a_missing_units_file_is_refused_where_its_record_is_named(tmp_path: Path) -> None:
    (written(tmp_path) / "01.jsonl").unlink()
    with pytest.raises(SupcheckError, match=r"records.jsonl:1: 01.jsonl cannot be read"):
        read_labelled(tmp_path, WORDS)


@pytest.mark.parametrize("name", ["01.txt", "01.jsonl", "records.jsonl"])
def test_a_file_that_is_not_utf8_is_refused_at_its_line(tmp_path: Path, name: str) -> None:
    path = written(tmp_path) / name
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n\x93quoted\x94\n")
    with pytest.raises(SupcheckError, match=rf"{name}:2: is not UTF-8"):
        read_labelled(tmp_path, WORDS)


def test_the_command_line_says_it_in_one_line(tmp_path: Path) -> None:
    written(tmp_path, grades=but(GRADES, type="meeting"))
    result = CliRunner().invoke(main, ["evaluate", str(tmp_path)])
    assert result.exit_code == 2
    place = f"{tmp_path}{os.sep}v1{os.sep}records.jsonl:1"
    assert result.stderr == (f"supcheck: {place}: 'type' must be one of supervision, discussion, oversight\n")
