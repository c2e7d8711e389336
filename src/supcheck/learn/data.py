"""`fixtures/training/` -> labelled records: one folder a voice, labels beside each text.

Ratings are written by hand and by other tools: every line is checked before anything is made of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from supcheck.checks import SIGNS
from supcheck.errors import SupcheckError
from supcheck.load.plain import blocks_of_text
from supcheck.records import LABELS, Grade, Kind, Record, Unit, Verdict
from supcheck.rubric import load_rubric
from supcheck.segment import segment
from supcheck.words import Words

VERDICTS: Final = ("reflection", "direction")
DECIDED: Final = (Verdict.INSUFFICIENT.value, Verdict.SUFFICIENT.value)
"""What a rater may say of the whole record, in order."""

_GRADES: Final = tuple(grade.value for grade in Grade)
_KINDS: Final = tuple(kind.value for kind in Kind)

_Entry = tuple[Callable[[Any], bool], str]
"""Whether a value (None: left out) fits, and what would."""
_Form = Mapping[str, _Entry]

_RECORD: Final[_Form] = {
    "file": (lambda value: isinstance(value, str) and value != "", "the name of its text"),
    "type": (lambda value: value in _KINDS, f"one of {', '.join(_KINDS)}"),
    "criteria": (lambda value: isinstance(value, dict), "an object with a grade for each criterion"),
    **{name: (lambda value: value in DECIDED, f"one of {', '.join(DECIDED)}") for name in VERDICTS},
}
_GRADE: Final[_Entry] = (lambda value: value in _GRADES, f"one of {', '.join(_GRADES)}")
_UNIT: Final[_Form] = {
    "start": (lambda value: type(value) is int, "a whole number"),
    "end": (lambda value: type(value) is int, "a whole number"),
    "labels": (lambda value: _all_of(value, LABELS), f"a list of {', '.join(LABELS)}"),
    "signs": (lambda value: value is None or _all_of(value, SIGNS), f"a list of {', '.join(SIGNS)}"),
    "doubt": (lambda value: value is None or isinstance(value, bool), "true or false"),
    **{
        name: (lambda value: value is None or isinstance(value, str), "words or null")
        for name in ("owner", "deadline", "due", "status")
    },
}


@dataclass(frozen=True)
class Labelled:
    """One record as supcheck reads it, with what a rater said of it."""

    voice: str
    record: Record
    units: tuple[Unit, ...]
    bears: tuple[frozenset[str] | None, ...]
    """For each unit its labels and signs; None where raters could honestly differ."""
    facts: tuple[dict[str, Any], ...]
    """For each unit `owner`, `deadline`, `due` and `status` as rated."""
    grades: dict[str, Any]
    """The record's own line: type, criteria, verdicts and flags."""

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Which units are learned from: neither silent nor doubtful."""
        told = zip(self.units, self.bears, strict=True)
        return np.array([bears is not None and not unit.silent for unit, bears in told], dtype=np.bool_)


def writer_of(id_: str) -> str:
    """Who wrote a record of `fixtures/directions/`: its id without its number."""
    return id_.rstrip("0123456789").rstrip("-")


def read_labelled(folder: Path, words: Words) -> tuple[Labelled, ...]:
    """Every labelled record under `folder`, in order.

    Raises `SupcheckError` with file:line where a rating cannot be read, and where there is none.
    """
    found = tuple(_read(folder, words))
    if not found:
        raise SupcheckError(f"{folder}: no labelled records found; see CONTRIBUTING.md")
    return found


def json_lines(path: Path, named_at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line of a JSONL file that is not blank, after its place as file:line.

    `named_at` is the place that names the file. Raises `SupcheckError` for what is no JSON object.
    """
    for number, line in enumerate(_text(path, named_at).split("\n"), 1):
        if line.strip():
            place = f"{path}:{number}"
            yield place, _object(line, place)


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"
        raise SupcheckError(f"{place}: is not JSON ({why}); mend or delete the line") from None
    except RecursionError:
        raise SupcheckError(f"{place}: is nested too deeply; mend or delete the line") from None
    if not isinstance(found, dict):
        raise SupcheckError(f"{place}: must be an object in braces")
    return found


def _text(path: Path, named_at: str) -> str:
    """A UTF-8 file, with or without its mark, with one newline a line."""
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no such name can be"
        raise SupcheckError(f"{named_at or path}: {path.name} cannot be read ({why})") from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SupcheckError(f"{path}:{line}: is not UTF-8 from here on; save the file as UTF-8") from None


def _check(line: Mapping[str, Any], form: _Form, place: str) -> None:
    for key, (fits, what) in form.items():
        if not fits(line.get(key)):
            wrong = "must be" if key in line else "is missing: it must be"
            raise SupcheckError(f"{place}: '{key}' {wrong} {what}")


def _all_of(value: Any, names: tuple[str, ...]) -> bool:
    return isinstance(value, list) and all(name in names for name in value)


def _read(folder: Path, words: Words) -> Iterator[Labelled]:
    core = [criterion.id for criterion in load_rubric().criteria]
    for lines in sorted(folder.glob("**/records.jsonl")):
        for place, grades in json_lines(lines):
            _check(grades, _RECORD, place)
            _check(grades["criteria"], dict.fromkeys((*core, *grades["criteria"]), _GRADE), place)
            yield labelled(lines.parent / grades["file"], grades, words, place)


def labelled(path: Path, grades: dict[str, Any], words: Words, named_at: str = "") -> Labelled:
    """Read one record and lay its rated units over those that supcheck cuts.

    `named_at` is the place of its grades. Raises `SupcheckError` where text or units cannot be read.
    """
    text = _text(path, named_at)
    voice = path.parent.name
    raw = Record(f"{voice}/{path.stem}", path.name, text, blocks_of_text(text))
    record, units = segment(raw, words)
    rated = list(_rated(path.with_suffix(".jsonl"), len(text), named_at))
    matched = [_matching(unit, rated) for unit in units]
    bears = tuple(_bears(unit, found) for unit, found in zip(units, matched, strict=True))
    facts = tuple(next((one for one in found if one["labels"]), {}) for found in matched)
    return Labelled(voice, record, units, bears, facts, {**grades, "type": Kind(grades["type"])})


def _rated(path: Path, length: int, named_at: str) -> Iterator[dict[str, Any]]:
    """The rated units of a text of that length."""
    for place, one in json_lines(path, named_at):
        _check(one, _UNIT, place)
        if not 0 <= one["start"] < one["end"] <= length:
            raise SupcheckError(f"{place}: 'start' and 'end' must lie in the text, 0 to {length}, in order")
        yield one


def _matching(unit: Unit, rated: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rated units of which this unit holds the greater part, or that hold it whole."""
    return [one for one in rated if _shared(unit, one) * 2 > min(_length(unit), one["end"] - one["start"])]


def _length(unit: Unit) -> int:
    return unit.span.end - unit.span.start


def _shared(unit: Unit, one: dict[str, Any]) -> int:
    shared = min(unit.span.end, one["end"]) - max(unit.span.start, one["start"])
    return max(0, int(shared))


def _bears(unit: Unit, found: list[dict[str, Any]]) -> frozenset[str] | None:
    if unit.silent:
        return frozenset()
    if any(one.get("doubt") for one in found):
        return None
    return frozenset(name for one in found for name in (*one["labels"], *(one.get("signs") or ())))
