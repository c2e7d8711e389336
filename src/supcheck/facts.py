"""A record's facts, which no rubric changes: its actions and the advice on its language; and both as numbers.

As numbers they are offsets, days and marks, and can be kept from one run to the next without a word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from supcheck.checks import Evidence
from supcheck.data import data_text
from supcheck.extract import extract
from supcheck.language import ADVICE, advice_on, judge_language
from supcheck.mentions import FILE as EVENTS
from supcheck.records import Action, Finding, Holds, Kind, Label, Record, Span, Status, Unit
from supcheck.scores import Floats, Keeps, code_digest
from supcheck.words import Words

Labels = tuple[tuple[Label, ...], ...]
Labelled = tuple[Record, tuple[Unit, ...], Labels]

_NONE: Final = -1.0
_STATUSES: Final = (None, *Status)
_COLUMNS: Final = 13


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in a record by its labels."""

    actions: tuple[Action, ...]
    advice: tuple[Finding, ...]


def facts_of(record: Record, units: tuple[Unit, ...], labels: Labels, words: Words) -> Facts:
    """Read a record's facts."""
    actions = extract(record, units, labels, words)
    kind = record.kind or Kind.SUPERVISION
    evidence = Evidence(record, kind, units, labels, actions, words.phrases)
    return Facts(actions, judge_language(evidence))


def kept_facts(labelled: Sequence[Labelled], words: Words, keeps: Keeps) -> list[Facts]:
    """The facts of each record, read only where they were not kept."""

    def read(places: Sequence[int]) -> list[Floats]:
        return [_as_numbers(facts_of(*labelled[place], words)) for place in places]

    found = keeps.arrays([("facts", all_code_digest(), *seen_in(*one)) for one in labelled], read)
    return [_of_numbers(numbers) for numbers in found]


def seen_in(record: Record, units: Sequence[Unit], labels: Labels) -> Iterator[str]:
    """All that the facts of a record depend on."""
    yield " ".join(label.name for label in max(labels, key=len, default=()))
    yield record.text
    yield "\t".join(
        str(one) for one in (record.kind, record.held, record.child, record.worker, record.manager)
    )
    for block in record.blocks:
        yield f"{block.kind} {block.span.start} {block.span.end}"
    for unit, row in zip(units, labels, strict=True):
        heading = unit.section.heading
        place = f"{heading.start} {heading.end}" if heading else ""
        yield f"{unit.section.key} {place} {unit.span.start} {unit.span.end} {unit.shape} {unit.silent}"
        yield bytes(label.holds for label in row).hex()


@lru_cache(maxsize=1)
def all_code_digest() -> str:
    """Of all the code that could change a fact, and of the lists and weights that it reads."""
    return code_digest(code_of_facts(), data_text("rubrics/words.yaml"), data_text(EVENTS))


def code_of_facts() -> list[Path]:
    """The modules whose change makes a kept fact stale: all of this floor, and what finds who and by when."""
    here = Path(__file__).parent
    return sorted(
        (
            *here.glob("*.py"),
            *here.glob("deadlines/*.py"),
            *here.glob("owners/*.py"),
            *here.glob("tables/*.py"),
        )
    )


def _as_numbers(facts: Facts) -> Floats:
    """A row an action, then a row of advice, if any; shape (rows, 13)."""
    rows = [_action_row(action) for action in facts.actions]
    for finding in facts.advice:
        row = [_NONE] * _COLUMNS
        row[0], row[2], row[3] = 1 + ADVICE.index(finding.because), *_ends(finding.spans[0])
        rows.append(row)
    return np.array(rows, dtype=np.float64).reshape(len(rows), _COLUMNS)


def _action_row(action: Action) -> list[float]:
    due = _NONE if action.due is None else action.due.toordinal()
    marks = (action.holds, action.vague, _STATUSES.index(action.status), action.earlier)
    return [
        0,
        action.unit,
        *_ends(action.span),
        *map(float, marks),
        *_ends(action.owner),
        *_ends(action.deadline),
        due,
    ]


def _ends(span: Span | None) -> tuple[float, float]:
    return (_NONE, _NONE) if span is None else (span.start, span.end)


def _of_numbers(numbers: Floats) -> Facts:
    rows = [[int(number) for number in row] for row in numbers.tolist()]
    return Facts(
        tuple(_action(row) for row in rows if row[0] == 0),
        tuple(advice_on(_span(row[2:4]), ADVICE[row[0] - 1]) for row in rows if row[0] > 0),
    )


def _action(row: Sequence[int]) -> Action:
    return Action(
        unit=row[1],
        span=Span(row[2], row[3]),
        holds=Holds(row[4]),
        vague=Holds(row[5]),
        owner=_span_or_none(row[8:10]),
        deadline=_span_or_none(row[10:12]),
        due=None if row[12] < 0 else dt.date.fromordinal(row[12]),
        status=_STATUSES[row[6]],
        earlier=bool(row[7]),
    )


def _span(ends: Sequence[int]) -> Span:
    return Span(ends[0], ends[1])


def _span_or_none(ends: Sequence[int]) -> Span | None:
    return None if ends[0] < 0 else _span(ends)
