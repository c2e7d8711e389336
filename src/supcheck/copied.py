"""How much of one narrative is another's: an exact index of runs of words.

Narrative is what the record tells: units that are neither silent nor in a list of actions, without
quoted words (a quotation is somebody's, not the last record's) and without names, so that a
sibling's name put into the same text hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from supcheck.records import Record, Span, Unit

RUN: Final = 5
"""So many words in a row, the same and in the same order, are a run."""
_LISTS: Final = frozenset({"direction", "follow_up", "admin", "contingency"})
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_QUOTED: Final = re.compile(r"[“\"‘](?=\S)[^”\"’\n]{8,}?[”\"’]")
_SEXED: Final = dict.fromkeys(("he", "she", "him", "her", "his", "hers", "himself", "herself"), "they")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A record's narrative as words with the place of each in `Record.text`."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every run of `RUN` words."""
        return _runs(self.words)


@lru_cache(maxsize=512)
def _runs(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(words[at : at + RUN] for at in range(len(words) - RUN + 1))


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of `RUN` words of a whole text, as a narrative would have them."""
    return _runs(tuple(word for word, _, _ in _words(text)))


def narrative(record: Record, units: Sequence[Unit]) -> Narrative:
    """The narrative words of a record, lower case, names and sexed pronouns made alike."""
    found = [
        (word, Span(unit.span.start + start, unit.span.start + end))
        for unit in units
        if not unit.silent and unit.section.key not in _LISTS
        for word, start, end in _words(unit.span.of(record.text))
    ]
    return Narrative(tuple(word for word, _ in found), tuple(span for _, span in found))


def _words(said: str) -> Iterator[tuple[str, int, int]]:
    """Each word as it is compared, and where it stands in what is said."""
    quoted = [(found.start(), found.end()) for found in _QUOTED.finditer(said)]
    for place, found in enumerate(_WORD.finditer(said)):
        at, until = found.span()
        if quoted and any(start <= at < end for start, end in quoted):
            continue
        word = found.group()
        named = place > 0 and word[:1].isupper() and word[1:].islower()
        plain = "·" if named else word.lower()
        yield _SEXED.get(plain, plain), at, until


@dataclass(frozen=True, slots=True)
class Copied:
    """What of a later narrative stands in an earlier one."""

    share: float
    """Of the later narrative's words, how many lie in a run that the earlier has too."""
    own: int
    """Words of the later narrative that do not."""
    spans: tuple[Span, ...]
    """The copied passages of the later record, the longest first."""
    changed: tuple[Span, ...]
    """Words put in or changed inside or between copied passages."""


def copied(later: Narrative, earlier: Narrative) -> Copied:
    """Compare two narratives; nothing is copied where either has less than a run."""
    known = earlier.runs
    covered = [False] * len(later.words)
    for at in range(len(later.words) - RUN + 1):
        if later.words[at : at + RUN] in known:
            covered[at : at + RUN] = [True] * RUN
    total = len(later.words)
    passages = list(_stretches(covered, True))
    gaps = [
        (start, end)
        for start, end in _stretches(covered, False)
        if start > 0 and end < total and end - start <= RUN
    ]
    return Copied(
        share=sum(covered) / total if total else 0.0,
        own=total - sum(covered),
        spans=tuple(
            Span(later.spans[start].start, later.spans[end - 1].end)
            for start, end in sorted(passages, key=lambda one: one[0] - one[1])
        ),
        changed=tuple(Span(later.spans[start].start, later.spans[end - 1].end) for start, end in gaps),
    )


def _stretches(covered: Sequence[bool], wanted: bool) -> Iterator[tuple[int, int]]:
    start = None
    for at, value in enumerate([*covered, not wanted]):
        if value is wanted and start is None:
            start = at
        elif value is not wanted and start is not None:
            yield start, at
            start = None
