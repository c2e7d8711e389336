"""The `language` advice: how hard the directions, and letters to a child, are to read.

Advice only: textstat's reading grade is reported with the hard sentence shown, and never scored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from supcheck.checks import Evidence
from supcheck.records import Finding, Grade, Holds, Span, Unit

RULE = "language"
# The automated readability index needs no syllables: textstat's others fetch a dictionary from a
# network on first use, and nothing here may open a connection.
_FEWEST_WORDS = 12
"""Below this a reading grade says more about one long word than about the sentence."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads a sentence, and the school year that it should not go beyond."""

    grade: float
    because: str


_WORKER = _Reader(18.0, "This direction is hard to read; a shorter sentence is easier to act on.")
_CHILD = _Reader(9.0, "This sentence is hard for a child to read.")
ADVICE = (_WORKER.because, _CHILD.because)
"""What may be said, in this order."""
_YOU = re.compile(r"\b(?:you|your|you're|you've)\b", re.IGNORECASE)


def judge_language(evidence: Evidence) -> tuple[Finding, ...]:
    """The hardest sentence of the record, where one goes beyond its reader; else nothing."""
    graded = sorted(_hard(evidence), key=lambda found: -found[0])
    return tuple(advice_on(unit.span, reader.because) for _, unit, reader in graded[:1])


def advice_on(span: Span, because: str) -> Finding:
    """Advice on one sentence; it has no grade to speak of."""
    return Finding(RULE, (Grade.MET,), (span,), because)


def _hard(evidence: Evidence) -> Iterator[tuple[float, Unit, _Reader]]:
    letter = to_child(evidence)
    for unit in evidence.units:
        direction = evidence.unit_holds(unit.index, "direction") is Holds.YES
        reader = _CHILD if letter else _WORKER
        words = evidence.said(unit)
        if unit.silent or not (letter or direction) or len(words.split()) < _FEWEST_WORDS:
            continue
        read = re.sub(r"\s*\|\s*", ", ", words)
        if grade_at_most(read) <= reader.grade:
            continue
        import textstat  # it takes longer to import than a hundred records to judge, and few need it

        grade = textstat.automated_readability_index(read)
        if grade > reader.grade:
            yield grade, unit, reader


def grade_at_most(words: str) -> float:
    """A grade that the index does not go beyond, however it counts: all one sentence, signs no words."""
    tokens = words.split()
    least = sum(any(map(str.isalnum, token)) for token in tokens) or 1
    return 4.71 * sum(map(len, tokens)) / least + 0.5 * len(tokens) - 21.43 + _ROUNDED


_ROUNDED = 0.5


def to_child(evidence: Evidence) -> bool:
    """True for a record written to the child: it says 'you' in a third of its units or more."""
    spoken = [unit for unit in evidence.units if not unit.silent]
    addressed = sum(bool(_YOU.search(evidence.said(unit))) for unit in spoken)
    return len(spoken) > 3 and addressed * 3 >= len(spoken)
