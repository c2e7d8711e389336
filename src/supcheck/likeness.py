"""How like an act each unit of a later record is: the columns that `follow` weighs.

Words of one thing count as one ('GCP2' and 'graded care profile', by `same_thing` in
`rubrics/words.yaml`); a word that is rare in the child's records tells more than one that stands in
most of them; and meaning, where an encoder is given, tells of acts that are answered in other words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from supcheck.checks import may_say, phrase_pattern, words_in
from supcheck.records import Action, Judged, Kind, Record, Shape, Span, Status, Unit
from supcheck.status import status_of
from supcheck.words import Words

Floats = NDArray[np.float32]

LAYERS: Final = 3
"""Hidden states in which meanings are compared."""
_LABELS: Final = (
    "progress",
    "analysis",
    "child_voice",
    "risk",
    "direction",
    "decision",
    "rationale",
    "follow_up",
    "contingency",
)
COLUMNS: Final = (
    *(f"meaning {layer + 1}" for layer in range(LAYERS)),
    "meaning above the record's",
    "words",
    "rare words",
    "rarest word",
    "familiar words",
    "word beginnings",
    "letters",
    "names",
    "owner",
    "place in the list",
    "place in the record",
    *(f"label {name}" for name in _LABELS),
    "under earlier actions",
    "under actions",
    "under an update",
    "bullet",
    "row",
    "done",
    "part done",
    "left undone",
    "still to come",
    "past",
    "reviewed as done",
    "reviewed as undone",
    "set and still to come",
    "sets an action",
    "with a later date",
)
"""What is told of an act and one unit of a later record, in this order."""
SILENT_COLUMNS: Final = (
    "always",
    "nearest meaning",
    "nearest words",
    "nearest rare words",
    "nearest rarest word",
    "nearest beginnings",
    "nearest letters",
    "units",
    "has earlier actions",
    "oversight",
    "words of the act",
)
"""What is told of an act and a later record as a whole."""

_NEAREST: Final = ("meaning 3", "words", "rare words", "rarest word", "word beginnings", "letters")
_NEAREST_AT: Final = [COLUMNS.index(name) for name in _NEAREST]
_FAMILIAR: Final = 0.3
_BEGINNING: Final = 4
"""Letters by which 'ref' does not, but 'refer' and 'referral' do begin alike."""
_WORD: Final = re.compile(r"[^\W_]+")
_NAME: Final = re.compile(r"\b[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*\b")

TO_COME: Final = re.compile(
    r"(?i)\b(?:still|to be|not yet|yet to|outstanding|o/s|needs?|will|waiting|awaiting|chase|again|remains?|carry|carried|roll(?:ed)? over|to (?!her|him|them|the|a|school|mum|dad|us|me)[a-z]+)\b"
)
"""Words of what is still to be done."""
_PAST: Final = re.compile(
    r"(?i)\b(?:\w{2,}ed|did|done|went|gone|got|came|come|gave|given|said|told|saw|seen|met|rang|sent|took|taken|made|had|has|have|been|was|were|held|put|brought|found|wrote|spoke|left|paid|kept|showed)\b"
)


class Meaning(Protocol):
    """Tells how near in meaning an act is to what is said, and what reading both together tells."""

    def alike(self, act: str, said: Sequence[str]) -> Floats:
        """-1 to 1 for each thing said and each of `LAYERS` hidden states."""
        ...

    def told(self, act: str, said: Sequence[tuple[str, str]]) -> Floats:
        """As `answering.Answering`; each thing said has the heading over it first."""
        ...

    def forget(self) -> None:
        """Drop what is known of one child's records before the next."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """A spoken unit, and what of it is compared."""

    unit: Unit
    words: str
    terms: frozenset[str]
    letters: frozenset[str]
    names: frozenset[str]
    status: Status | None
    to_come: bool
    past: bool


Said = tuple[Told, ...]
"""A record's spoken units."""


def said_in(judged: Judged, words: Words) -> Said:
    """A record's spoken units with what of them is compared."""
    return tuple(
        _told(unit, unit.span.of(judged.record.text), words) for unit in judged.units if not unit.silent
    )


def _told(unit: Unit, said: str, words: Words) -> Told:
    return Told(unit, said, *_compared(said, words))


@lru_cache(maxsize=1024)
def _compared(
    said: str, words: Words
) -> tuple[frozenset[str], frozenset[str], frozenset[str], Status | None, bool, bool]:
    """An act is compared with several later records, and its own words are looked at once."""
    return (
        terms(said, words),
        _letters(said),
        frozenset(_NAME.findall(said)),
        status_of(said, words),
        bool(TO_COME.search(said)),
        bool(_PAST.search(said)),
    )


def terms(text: str, words: Words) -> frozenset[str]:
    """The stems of a text's telling words, names of one thing made one."""
    plain = _renamed(text.lower().replace("’", "'"), words, _AS_ONE_WORD)
    common = _common(words)
    found = (word for word in _WORD.findall(plain) if word not in common and not word.isdigit())
    return frozenset(_stem(word) for word in found)


@lru_cache(maxsize=1024)
def in_full(text: str, words: Words) -> str:
    """A text with each thing under the first of its names: 'GCP2 with mum' as 'graded care profile with mum'."""
    return _renamed(text, words, _IN_FULL)


def _renamed(text: str, words: Words, way: int) -> str:
    """A text with each thing under one name of it, written in one of the two ways of `_names`."""
    here = words_in(text)
    for names, *ways in _names(words):
        if may_say(names, here):
            text = phrase_pattern(names).sub(ways[way], text)
            here = words_in(text)
    return text


_AS_ONE_WORD, _IN_FULL = 0, 1


@lru_cache(maxsize=30_000)
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=4)
def _common(words: Words) -> frozenset[str]:
    return frozenset(words.common)


@lru_cache(maxsize=4)
def _familiar(words: Words) -> frozenset[str]:
    return frozenset(_stem(word) for word in words.familiar)


@lru_cache(maxsize=4)
def _names(words: Words) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """Of each thing its names, the longest first, one word for them all, and the plainest of them."""
    return tuple(
        (tuple(sorted(group, key=len, reverse=True)), f" {group[0].replace(' ', '')} ", group[0])
        for group in words.same_thing
    )


def _letters(text: str) -> frozenset[str]:
    plain = " ".join(_WORD.findall(text.lower()))
    return frozenset(plain[at : at + _BEGINNING] for at in range(len(plain) - _BEGINNING + 1))


@dataclass(frozen=True)
class Rarity:
    """In how many of the units of a child's records a term stands."""

    units: int
    count: Mapping[str, int]

    @classmethod
    def of(cls, records: Sequence[Said]) -> Rarity:
        """Counted over all of a child's records."""
        told = [one for said in records for one in said]
        return cls(len(told), Counter(term for one in told for term in one.terms))

    def weigh(self, term: str) -> float:
        """More for a rarer term."""
        return math.log((self.units + 1) / (self.count.get(term, 0) + 0.5))

    @property
    def most(self) -> float:
        """The weight of a term that stands nowhere, but for a constant."""
        return math.log(self.units + 2)


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


@dataclass(frozen=True, slots=True)
class Compared:
    """An act beside a later record; numbers as they are, not yet scaled."""

    units: Floats
    """Shape (spoken units, `COLUMNS`)."""
    silent: Floats
    """Shape (`SILENT_COLUMNS`,)."""
    meant: bool
    """Whether meaning was told; where it was not its columns are 0."""

    def only(self, places: Sequence[int]) -> Compared:
        """These units, beside the same record."""
        return Compared(self.units[list(places)], self.silent, self.meant)

    def silent_of(self, places: Sequence[int]) -> Floats:
        """`silent` as if the record said these units alone."""
        silent = self.silent.copy()
        silent[1 : 1 + len(_NEAREST)] = self.units[list(places)][:, _NEAREST_AT].max(axis=0, initial=0.0)
        return silent


def compare(
    action: Action,
    earlier: Judged,
    later: Judged,
    said: Said,
    rarity: Rarity,
    words: Words,
    meaning: Meaning | None,
) -> Compared:
    """Compare an action of `earlier` with each of the spoken units of `later`."""
    act = _told(earlier.units[action.unit], act_words(action, earlier.record), words)
    owner = action.owner.of(earlier.record.text).lower() if action.owner else ""
    meant = (
        meaning.alike(act.words, [one.words for one in said])
        if meaning is not None and said
        else np.zeros((len(said), LAYERS), dtype=np.float32)
    )
    listed = [place for place, one in enumerate(said) if one.unit.section.key == "follow_up"]
    at = _place_among(action, earlier)
    whole = sum(map(rarity.weigh, act.terms)) or 1.0
    mean = float(meant[:, -1].mean()) if len(said) else 0.0
    rows = []
    for place, one in enumerate(said):
        nearness = (*map(float, meant[place]), float(meant[place, -1]) - mean)
        listed_at = listed.index(place) / max(1, len(listed) - 1) if place in listed else None
        places = (0.0 if listed_at is None else 1 - abs(listed_at - at), place / len(said))
        known = bool(owner) and owner in one.words.lower()
        rows.append(
            (
                *nearness,
                *_shared(act, one, rarity, whole, words),
                known,
                *places,
                *_told_of(action, one, later),
            )
        )
    units = np.array(rows, dtype=np.float32).reshape(len(said), len(COLUMNS))
    nearest = units[:, _NEAREST_AT].max(axis=0, initial=0.0)
    silent = (
        1.0,
        *nearest,
        math.log(1 + len(said)),
        bool(listed),
        later.record.kind is Kind.OVERSIGHT,
        math.log(1 + len(act.terms)),
    )
    return Compared(units, np.array(silent, dtype=np.float32), meaning is not None)


def _place_among(action: Action, judged: Judged) -> float:
    """0 to 1: where an action stands in the list of its record's."""
    acts = [one for one in judged.actions if not one.earlier]
    return acts.index(action) / max(1, len(acts) - 1) if action in acts else 0.5


def _shared(act: Told, one: Told, rarity: Rarity, whole: float, words: Words) -> tuple[float, ...]:
    """`whole` is the weight of all of the act's terms."""
    shared = act.terms & one.terms
    begun = _begun(act.terms)
    return (
        _likeness(act.terms, one.terms, words),
        sum(map(rarity.weigh, shared)) / whole,
        max(map(rarity.weigh, shared), default=0.0) / rarity.most,
        len(shared & _familiar(words)) / max(1, len(act.terms)),
        len(begun & _begun(one.terms)) / max(1, len(begun)),
        len(act.letters & one.letters) / max(1, min(len(act.letters), len(one.letters))),
        float(len(act.names & one.names)),
    )


@lru_cache(maxsize=1024)
def _begun(found: frozenset[str]) -> frozenset[str]:
    return frozenset(term[:_BEGINNING] for term in found)


def _likeness(act: frozenset[str], said: frozenset[str], words: Words) -> float:
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


def _told_of(action: Action, one: Told, later: Judged) -> tuple[float, ...]:
    """What a unit is, whatever the act."""
    unit = one.unit
    scores = {label.name: label.score for label in later.labels[unit.index]}
    sets = [other for other in later.actions if other.unit == unit.index and not other.earlier]
    moved = any(action.due and other.due and other.due > action.due for other in sets)
    return (
        *(scores.get(name, 0.0) for name in _LABELS),
        unit.section.key == "follow_up",
        unit.section.key == "direction",
        unit.section.key in ("update", "none", "other"),
        unit.shape is Shape.BULLET,
        unit.shape is Shape.ROW,
        one.status is Status.DONE,
        one.status is Status.PART,
        one.status is Status.NOT_DONE,
        one.to_come,
        one.past,
        scores.get("follow_up", 0.0) * (one.status is Status.DONE),
        scores.get("follow_up", 0.0) * (one.status in (Status.NOT_DONE, Status.PART)),
        scores.get("direction", 0.0) * one.to_come,
        bool(sets),
        moved,
    )
