"""`fixtures/training/` -> labelled records: one folder a voice, labels beside each text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supcheck.errors import SupcheckError
from supcheck.load.plain import blocks_of_text
from supcheck.records import Kind, Record, Unit
from supcheck.segment import segment
from supcheck.words import Words


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


def read_labelled(folder: Path, words: Words) -> tuple[Labelled, ...]:
    """Every labelled record under `folder`, in order; raises `SupcheckError` where there is none."""
    found = tuple(_read(folder, words))
    if not found:
        raise SupcheckError(f"{folder}: no labelled records found; see CONTRIBUTING.md")
    return found


def _read(folder: Path, words: Words) -> Iterator[Labelled]:
    for lines in sorted(folder.glob("**/records.jsonl")):
        for line in lines.read_text(encoding="utf-8").splitlines():
            grades = json.loads(line)
            path = lines.parent / grades["file"]
            yield labelled(path, grades, words)


def labelled(path: Path, grades: dict[str, Any], words: Words) -> Labelled:
    """Read one record and lay its rated units over those that supcheck cuts."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    voice = path.parent.name
    raw = Record(f"{voice}/{path.stem}", path.name, text, blocks_of_text(text))
    record, units = segment(raw, words)
    rated = [json.loads(line) for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    matched = [_matching(unit, rated) for unit in units]
    bears = tuple(_bears(unit, found) for unit, found in zip(units, matched, strict=True))
    facts = tuple(next((one for one in found if one["labels"]), {}) for found in matched)
    return Labelled(voice, record, units, bears, facts, {**grades, "type": Kind(grades["type"])})


def _matching(unit: Unit, rated: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rated units of which this unit holds the greater part, or that hold it whole."""
    return [one for one in rated if _shared(unit, one) * 2 > min(_length(unit), one["end"] - one["start"])]


def _length(unit: Unit) -> int:
    return unit.span.end - unit.span.start


def _shared(unit: Unit, one: dict[str, Any]) -> int:
    start, end = int(one["start"]), int(one["end"])
    return max(0, min(unit.span.end, end) - max(unit.span.start, start))


def _bears(unit: Unit, found: list[dict[str, Any]]) -> frozenset[str] | None:
    if unit.silent:
        return frozenset()
    if any(one.get("doubt") for one in found):
        return None
    return frozenset(name for one in found for name in (*one["labels"], *one.get("signs", ())))
