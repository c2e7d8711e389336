"""Each action of one record, followed into the child's next: done, carried, changed or silent.

An act and later words speak of the same thing when they share its telling words ('GCP2' and 'graded
care profile' are one, by `same_thing` in `rubrics/words.yaml`; words that stand in most records weigh
little, by `familiar`). Words of too little likeness leave the outcome open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from supcheck.checks import phrase_pattern
from supcheck.records import Action, Holds, Judged, Outcome, Record, Span, Status, Thread, Unit
from supcheck.status import status_of
from supcheck.words import Words

SAME: Final = 0.55
"""Likeness from which words are surely about the act."""
NEAR: Final = 0.34
"""Likeness from which they may be; chosen, like the other, on series written for that."""
_FAMILIAR: Final = 0.3
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The words of a later record that come nearest to an act."""

    unit: Unit
    score: float


def terms(text: str, words: Words) -> frozenset[str]:
    """The stems of a text's telling words, names of one thing made one."""
    plain = text.lower().replace("’", "'")
    for pattern, name in _names(words):
        plain = pattern.sub(name, plain)
    stemmer = _stemmer()
    common = frozenset(words.common)
    found = (word for word in _WORD.findall(plain) if word not in common and not word.isdigit())
    return frozenset(stemmer.stemWord(word) for word in found)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=4)
def _names(words: Words) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((phrase_pattern(group), f" {group[0].replace(' ', '')} ") for group in words.same_thing)


def likeness(act: frozenset[str], said: frozenset[str], words: Words) -> float:
    """0 to 1: the weight of the terms that both have, of the act's whole and, less, of the later words'."""
    common = _weight(act & said, words)
    if not common:
        return 0.0
    of_act, of_said = common / _weight(act, words), common / _weight(said, words)
    return max(of_act, min(0.9 * of_said, 0.5 + 0.5 * of_act) if len(said) < len(act) else 0.0)


def _weight(found: frozenset[str], words: Words) -> float:
    """A term weighs one; one that stands in most records, little."""
    familiar = _familiar(words)
    return sum(_FAMILIAR if term in familiar else 1.0 for term in found)


@lru_cache(maxsize=4)
def _familiar(words: Words) -> frozenset[str]:
    return frozenset(_stemmer().stemWord(word) for word in words.familiar)


def threads(earlier: Judged, later: Judged, words: Words) -> Iterator[Thread]:
    """Follow each sure action of `earlier` into `later`, in reading order."""
    said = [
        (unit, terms(_said(later.record, unit), words))
        for unit in later.units
        if not unit.silent and re.search(r"\w", _said(later.record, unit))
    ]
    for action in earlier.actions:
        if action.holds is Holds.YES and action.vague is not Holds.YES and not action.earlier:
            yield _thread(action, earlier, later, said, words)


def _thread(
    action: Action,
    earlier: Judged,
    later: Judged,
    said: Sequence[tuple[Unit, frozenset[str]]],
    words: Words,
) -> Thread:
    act = terms(_act_words(action, earlier.record), words)
    found = [Likeness(unit, _weighed(later, unit, likeness(act, spoken, words))) for unit, spoken in said]
    best = max(found, key=lambda one: one.score, default=None)
    if best is None or best.score < NEAR:
        nearest = best.score if best else 0.0
        return Thread(
            earlier.record.id, action, later.record.id, (Outcome.SILENT,), None, round(1 - nearest, 2)
        )
    outcome = _outcome(action, later, best.unit, words)
    sure = best.score >= SAME
    outcomes = (outcome,) if sure else (outcome, Outcome.SILENT)
    return Thread(
        earlier.record.id, action, later.record.id, outcomes, best.unit.span, round(min(best.score, 1.0), 2)
    )


def _weighed(later: Judged, unit: Unit, score: float) -> float:
    """A unit that reviews an action, or sets one, is likelier to be about it than a piece of narrative."""
    held = _holds(later, unit)
    reviews = held.get("follow_up", Holds.NO) is not Holds.NO or unit.section.key == "follow_up"
    acts = held.get("direction", Holds.NO) is not Holds.NO
    return score * (1.15 if reviews else 1.0 if acts else 0.85)


def _outcome(action: Action, later: Judged, unit: Unit, words: Words) -> Outcome:
    held = _holds(later, unit)
    status = status_of(_said(later.record, unit), words)
    again = next((one for one in later.actions if one.unit == unit.index and not one.earlier), None)
    reviewed = held.get("follow_up", Holds.NO) is Holds.YES and status is Status.DONE
    if held.get("direction", Holds.NO) is Holds.YES and again is not None and not reviewed:
        moved = again.due is not None and action.due is not None and again.due > action.due
        return Outcome.CHANGED if moved else Outcome.CARRIED
    if status is Status.DONE:
        return Outcome.DONE
    return Outcome.CARRIED if status else Outcome.DONE


def _act_words(action: Action, record: Record) -> str:
    """The act without who is to do it and by when."""
    text, parts, at = record.text, [], action.span.start
    cuts = sorted(span for span in (action.owner, action.deadline) if span and _inside(span, action.span))
    for span in cuts:
        parts.append(text[at : max(at, span.start)])
        at = max(at, span.end)
    return " ".join([*parts, text[at : action.span.end]])


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def _said(record: Record, unit: Unit) -> str:
    return unit.span.of(record.text)


def _holds(judged: Judged, unit: Unit) -> Mapping[str, Holds]:
    return {label.name: label.holds for label in judged.labels[unit.index]}
