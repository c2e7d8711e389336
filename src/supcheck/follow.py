"""Each action of one record, followed into the child's next: done, carried, changed or silent.

An act and later words speak of the same thing when they share its telling words ('GCP2' and 'graded
care profile' are one, by `same_thing` in `rubrics/words.yaml`; words that stand in most records weigh
little, by `familiar`). Words of too little likeness leave the outcome open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from supcheck.checks import phrase_pattern
from supcheck.dates import MONTHS
from supcheck.records import Action, Holds, Judged, Outcome, Record, Span, Status, Thread, Unit
from supcheck.status import status_of
from supcheck.words import Words

SAME: Final = 0.55
"""Likeness from which words are surely about the act."""
NEAR: Final = 0.34
"""Likeness from which they may be, and from which words that review an action surely are."""
_MEANT: Final = 0.7
"""Likeness of words and of meaning together from which words may be about the act."""
_FAR: Final = 0.5
"""Both together below which they surely are not; all chosen on series written for that."""
_UNSURE: Final = SAME - 0.01
_FAMILIAR: Final = 0.3
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one later record makes of an act."""

    outcomes: tuple[Outcome, ...]
    """Each that is left open; one is sure."""
    unit: Unit | None
    """The words that tell, or that come nearest."""
    again: Action | None
    """The act as that record sets it again, or reviews it undone."""
    reasoned: bool
    """Whether words about the act give a reason."""
    score: float
    """How like the act those words are."""

    @property
    def sure(self) -> bool:
        """True when one outcome alone is left."""
        return len(self.outcomes) == 1


Said = Sequence[tuple[Unit, frozenset[str]]]
"""A record's spoken units with their terms."""


class Meaning(Protocol):
    """Tells how near in meaning an act is to what is said."""

    def alike(self, act: str, said: Sequence[str]) -> NDArray[np.float32]:
        """-1 to 1 for each thing said."""
        ...

    def forget(self) -> None:
        """Drop what is known of one child's records before the next."""
        ...


def terms(text: str, words: Words) -> frozenset[str]:
    """The stems of a text's telling words, names of one thing made one."""
    plain = text.lower().replace("’", "'")
    for pattern, name in _names(words):
        plain = pattern.sub(name, plain)
    common = frozenset(words.common)
    found = (word for word in _WORD.findall(plain) if word not in common and not word.isdigit())
    return frozenset(_stem(word) for word in found)


@lru_cache(maxsize=30_000)
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=4)
def _names(words: Words) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((phrase_pattern(group), f" {group[0].replace(' ', '')} ") for group in words.same_thing)


def likeness(act: frozenset[str], said: frozenset[str], words: Words) -> float:
    """0 to 1: the weight of the terms that both have, of the act's whole and, less, of the later words'.

    Words that share nothing but what stands in most records are never surely about the act.
    """
    shared = act & said
    common = _weight(shared, words)
    if not common:
        return 0.0
    of_act, of_said = common / _weight(act, words), common / _weight(said, words)
    found = max(of_act, min(0.9 * of_said, 0.5 + 0.5 * of_act) if len(said) < len(act) else 0.0)
    return min(found, _UNSURE) if shared <= _familiar(words) else found


def _weight(found: frozenset[str], words: Words) -> float:
    """A term weighs one; one that stands in most records, little."""
    familiar = _familiar(words)
    return sum(_FAMILIAR if term in familiar else 1.0 for term in found)


@lru_cache(maxsize=4)
def _familiar(words: Words) -> frozenset[str]:
    return frozenset(_stem(word) for word in words.familiar)


def said_in(judged: Judged, words: Words) -> Said:
    """A record's spoken units, each with its terms."""
    return [(unit, terms(words_of(judged.record, unit), words)) for unit in judged.units if not unit.silent]


def stands(action: Action) -> bool:
    """Whether an action is followed: surely to be done from now on, and such that it can be checked."""
    done = action.status is Status.DONE
    return action.holds is Holds.YES and action.vague is not Holds.YES and not (action.earlier or done)


def answer(
    action: Action, earlier: Judged, later: Judged, said: Said, words: Words, meaning: Meaning | None = None
) -> Answer:
    """What `later` makes of an action of `earlier`; `said` is `said_in(later)`."""
    act = act_words(action, earlier.record)
    found = _likened(act, later, said, words, meaning)
    sure = [one for one in found if one.sure]
    about = sure or [one for one in found[:1] if one.words >= NEAR or one.both >= _MEANT]
    if not about:
        nearest = found[0].both if found else 0.0
        far = nearest < (_FAR if meaning is not None else NEAR)
        outcomes = (Outcome.SILENT,) if far else (Outcome.SILENT, Outcome.DONE)
        return Answer(outcomes, None, None, False, min(nearest, 1.0))
    told = [(what, one) for one in about if (what := _told(action, later, one.unit, words))]
    outcome, best = max(told, key=lambda one: (_WEIGHT[one[0]], one[1].both), default=(None, about[0]))
    outcomes = (Outcome.DONE, Outcome.SILENT) if outcome is None else (outcome,)
    if not sure:
        outcomes = tuple(dict.fromkeys((*outcomes, Outcome.SILENT)))
    units = [one.unit for one in about]
    reasoned = any(_reasoned(later, unit) for unit in units)
    return Answer(outcomes, best.unit, _again(later, units), reasoned, min(best.both, 1.0))


@dataclass(frozen=True, slots=True)
class _Likened:
    """One unit of a later record, and how like the act it is."""

    unit: Unit
    words: float
    both: float
    """By its words, and by its meaning where that is told."""
    sure: bool


def _likened(act: str, later: Judged, said: Said, words: Words, meaning: Meaning | None) -> list[_Likened]:
    """Each spoken unit, the likest first."""
    wanted = terms(act, words)
    meant = meaning.alike(act, [words_of(later.record, unit) for unit, _ in said]) if meaning and said else ()
    found = []
    for place, (unit, spoken) in enumerate(said):
        by_words = _weighed(later, unit, likeness(wanted, spoken, words))
        by_meaning = float(meant[place]) if len(meant) else 0.0
        reviews = _holds(later, unit).get("follow_up", Holds.NO) is Holds.YES
        known = not wanted & spoken <= _familiar(words)
        sure = by_words >= SAME or (reviews and known and by_words >= NEAR)
        found.append(_Likened(unit, by_words, by_words + by_meaning, sure))
    return sorted(found, key=lambda one: -one.both)


_WEIGHT: Final = {Outcome.CARRIED: 0, Outcome.CHANGED: 1, Outcome.DONE: 2}
"""Of several words about one act: that it was done outweighs that it is set, again or anew."""


def thread(action: Action, earlier: Judged, later: Judged, found: Answer) -> Thread:
    """An answer as the report shows it."""
    silent = found.outcomes == (Outcome.SILENT,)
    return Thread(
        earlier.record.id,
        action,
        later.record.id,
        found.outcomes,
        found.unit.span if found.unit and not silent else None,
        round(1 - found.score if silent else found.score, 2),
    )


def _weighed(later: Judged, unit: Unit, score: float) -> float:
    """A unit that reviews an action, or sets one, is likelier to be about it than a piece of narrative."""
    held = _holds(later, unit)
    reviews = held.get("follow_up", Holds.NO) is not Holds.NO or unit.section.key == "follow_up"
    acts = held.get("direction", Holds.NO) is not Holds.NO
    return score * (1.15 if reviews else 1.0 if acts else 0.85)


def _told(action: Action, later: Judged, unit: Unit, words: Words) -> Outcome | None:
    """What one unit says of the act; None where it says nothing of what became of it."""
    held = _holds(later, unit)
    status = status_of(words_of(later.record, unit), words)
    sets = [one for one in later.actions if one.unit == unit.index and not one.earlier]
    reviewed = held.get("follow_up", Holds.NO) is Holds.YES and status is Status.DONE
    if held.get("direction", Holds.NO) is Holds.YES and sets and not reviewed:
        dues = [one.due for one in sets if one.due is not None]
        moved = action.due is not None and any(due > action.due for due in dues)
        return Outcome.CHANGED if moved else Outcome.CARRIED
    return {None: None, Status.DONE: Outcome.DONE}.get(status, Outcome.CARRIED)


def _again(later: Judged, units: Sequence[Unit]) -> Action | None:
    """The act as the later record sets it, else as its list of earlier ones leaves it undone."""
    places = {unit.index for unit in units}
    here = [one for one in later.actions if one.unit in places and one.status is not Status.DONE]
    return next((one for one in here if not one.earlier), next(iter(here), None))


_MONTHS: Final = "|".join(f"{month}\\w*" for month in MONTHS)
_REASONED: Final = re.compile(
    r"\b(?i:because|due to|owing to|awaiting|waiting (?:for|on)|so that|not before|agreed to move|new date|"
    r"moved to|now by|given (?:that|the))"
    rf"|\b(?i:as|since)\s+(?:(?i:he|she|mum|mam|dad|they|the|it|we|i)\b|(?!(?i:{_MONTHS}))[A-Z]\w+)"
)
"""Not 'as before', 'as agreed', 'since January': they excuse nothing."""


def _reasoned(later: Judged, unit: Unit) -> bool:
    """Whether a unit says why: by its label or by its words."""
    return _holds(later, unit).get("rationale", Holds.NO) is Holds.YES or bool(
        _REASONED.search(words_of(later.record, unit))
    )


def act_words(action: Action, record: Record) -> str:
    """The act without who is to do it and by when."""
    text, parts, at = record.text, [], action.span.start
    cuts = sorted(span for span in (action.owner, action.deadline) if span and _inside(span, action.span))
    for span in cuts:
        parts.append(text[at : max(at, span.start)])
        at = max(at, span.end)
    return " ".join([*parts, text[at : action.span.end]])


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def words_of(record: Record, unit: Unit) -> str:
    """A unit's own words."""
    return unit.span.of(record.text)


def _holds(judged: Judged, unit: Unit) -> Mapping[str, Holds]:
    return {label.name: label.holds for label in judged.labels[unit.index]}
