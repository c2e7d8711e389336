"""What later records make of an act, kept from one run to the next as numbers, without a word.

An answer rests on all of a child's records, since a word counts for more where they seldom use it: with a new
record of the child each of its answers is worked out again.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from supcheck.answering import answering_digest
from supcheck.data import data_text
from supcheck.facts import all_code_digest, seen_in
from supcheck.follow import FILE, TOLD, Answer
from supcheck.records import Judged, Outcome
from supcheck.scores import Floats, Keeps

_OUTCOMES: Final = (*TOLD, Outcome.SILENT)
_NONE: Final = -1


class KeptAnswers:
    """The answers of one child's records, each worked out only where it was not kept."""

    def __init__(self, keeps: Keeps, records: Sequence[Judged], meant: bool) -> None:
        """`meant` is whether acts are compared by their meaning too."""
        self._keeps = keeps
        self._records = records
        self._meant = meant

    def __call__(self, place: tuple[int, int, int], later: Judged, work_out: Callable[[], Answer]) -> Answer:
        """As `follow.Answers`."""
        seen = ("answer", self._seen, *map(str, place))
        (found,) = self._keeps.arrays([seen], lambda places: [_as_numbers(work_out(), later) for _ in places])
        return _of_numbers(found.tolist(), later)

    @cached_property
    def _seen(self) -> str:
        """Of all that an answer rests on: the code, the weights, and everything in the child's records."""
        found = hashlib.blake2b(f"{_digest()} {self._meant}".encode(), digest_size=16)
        for one in self._records:
            for part in _seen(one):
                found.update(part)
                found.update(b"\0")
        return found.hexdigest()


def _seen(judged: Judged) -> Iterator[bytes]:
    for part in seen_in(judged.record, judged.units, judged.labels):
        yield part.encode("utf-8", "surrogatepass")
    yield array("d", (label.score for row in judged.labels for label in row)).tobytes()


@lru_cache(maxsize=1)
def _digest() -> str:
    """Of the code and of the weights."""
    seen = f"{all_code_digest()}{data_text(FILE)}{answering_digest()}"
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def _as_numbers(answer: Answer, later: Judged) -> Floats:
    """The chances, then the places of the unit and of the act set again, then whether it is left undone."""
    unit = _NONE if answer.unit is None else answer.unit.index
    again = _NONE if answer.again is None else later.actions.index(answer.again)
    chances = [answer.chances[outcome] for outcome in _OUTCOMES]
    return np.array([*chances, unit, again, answer.undone], dtype=np.float64)


def _of_numbers(numbers: Sequence[float], later: Judged) -> Answer:
    *chances, unit, again, undone = numbers
    return Answer(
        dict(zip(_OUTCOMES, chances, strict=True)),
        None if unit < 0 else later.units[int(unit)],
        None if again < 0 else later.actions[int(again)],
        bool(undone),
    )
