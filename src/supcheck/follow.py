"""Each action of one record, followed into the child's next: done, carried, changed or silent.

A small model weighs what `likeness` tells: which of the later record's units is about the act, if any
is, and what that unit says became of it (a conditional logit, McFadden 1974, whose alternatives are the
units and silence). Where there is an encoder the likeliest units are read together with the act
(`answering`), and what that tells is weighed too. Both were fitted on series and episodes written for
that (`supcheck train-series`); what is not sure stays open.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from supcheck.answering import READ
from supcheck.data import data_text
from supcheck.dates import MONTHS
from supcheck.errors import InstallError
from supcheck.likeness import (
    COLUMNS,
    SILENT_COLUMNS,
    TO_COME,
    Compared,
    Meaning,
    Rarity,
    Said,
    Told,
    compare,
    in_full,
)
from supcheck.records import Action, Holds, Judged, Outcome, Status, Thread, Unit
from supcheck.status import status_of
from supcheck.words import Words

Floats = NDArray[np.float64]

TOLD: Final = (Outcome.DONE, Outcome.CARRIED, Outcome.CHANGED)
"""What a unit may say of an act."""
SURE: Final = {Outcome.DONE: 0.8, Outcome.CARRIED: 0.9, Outcome.CHANGED: 0.9, Outcome.SILENT: 0.6}
"""The chance from which an outcome is sure; chosen on the tuning series by weights of episodes alone."""
LEFT: Final = 0.1
"""The chance from which a third outcome is left open beside the likeliest two."""
_ABOUT: Final = 0.1
_SHARED: Final = 0.3
"""The chance and the share of the act's words from which a unit gives its reason, beside the likeliest."""
FILE: Final = "model/follow.json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one later record makes of an act."""

    chances: Mapping[Outcome, float]
    """Of each outcome; together 1."""
    unit: Unit | None
    """The words that tell; None where silence is likelier than any."""
    again: Action | None
    """The act as that record sets it again, or reviews it undone."""
    undone: bool
    """Whether the words leave the act as it was: they neither say that it was done nor give a reason."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Each that is left open, the likeliest first; one is sure."""
        ordered = sorted(self.chances, key=lambda one: -self.chances[one])
        if self.chances[ordered[0]] >= SURE[ordered[0]]:
            return (ordered[0],)
        left = (one for one in ordered[2:] if self.chances[one] >= LEFT)
        return (ordered[0], ordered[1], *left)

    @property
    def sure(self) -> bool:
        """True when one outcome alone is left."""
        return len(self.outcomes) == 1


class Answers(Protocol):
    """Gives an answer that is known already, or has it worked out."""

    def __call__(self, place: tuple[int, int, int], later: Judged, work_out: Callable[[], Answer]) -> Answer:
        """What `later` makes of an act; `place`: the act's record, its place there, and the later record."""
        ...


def worked_out(place: tuple[int, int, int], later: Judged, work_out: Callable[[], Answer]) -> Answer:
    """Nothing is known already."""
    return work_out()


@dataclass(frozen=True)
class Follower:
    """The weights, for columns scaled to mean 0 and deviation 1."""

    mean: Floats
    scale: Floats
    silent_mean: Floats
    silent_scale: Floats
    about: Floats
    """Shape (`COLUMNS`,)."""
    silent: Floats
    """Shape (`SILENT_COLUMNS`,)."""
    outcome: Floats
    """Shape (`TOLD`, `COLUMNS`)."""
    outcome_bias: Floats
    calibration: Floats
    """Scale and shift that make the weight of silence over all units its log-odds (Platt 1999)."""

    def fitted(self, about: Floats, silent: Floats, outcome: Floats, outcome_bias: Floats) -> Follower:
        """With these weights, for the same scales."""
        return dataclasses.replace(
            self, about=about, silent=silent, outcome=outcome, outcome_bias=outcome_bias
        )

    def scaled(self, compared: Compared) -> tuple[Floats, Floats]:
        """Both tables of columns; where meaning was not told it is taken for the usual."""
        units = (compared.units - self.mean) / self.scale
        silent = (compared.silent - self.silent_mean) / self.silent_scale
        if not compared.meant:
            units[:, _MEANT] = 0.0
            silent[_SILENT_MEANT] = 0.0
        return units, silent

    def weigh(self, compared: Compared, told: NDArray[np.float32] | None = None) -> tuple[Floats, Floats]:
        """The chance that each unit is about the act, and of each outcome of `TOLD` and silence.

        `told` is what reading act and units together adds, of shape (units, 1 and `TOLD`).
        """
        return self.chances(*self.weights(compared, told))

    def chances(self, about: Floats, says: Floats, silent: float) -> tuple[Floats, Floats]:
        """As `weigh`, of `weights`."""
        if not len(about):
            return about, np.array([*(0.0 for _ in TOLD), 1.0])
        scale, shift = self.calibration
        odds = scale * (silent - about.max() - np.log(np.exp(about - about.max()).sum())) + shift
        quiet = 1.0 / (1.0 + np.exp(-odds))
        chances = (1.0 - quiet) * _shares(about)
        return chances, np.append(chances @ _shares(says), quiet)

    def weights(
        self, compared: Compared, told: NDArray[np.float32] | None = None
    ) -> tuple[Floats, Floats, float]:
        """Of each unit that it is about the act, and of what it says; and of silence."""
        units, silent = self.scaled(compared)
        added = np.zeros((len(units), 1 + len(TOLD))) if told is None else told.astype(np.float64)
        says = units @ self.outcome.T + self.outcome_bias + added[:, 1:]
        return units @ self.about + added[:, 0], says, float(silent @ self.silent)


@dataclass(frozen=True)
class Followers:
    """The weights of columns alone, and those beside a reading."""

    alone: Follower
    beside: Follower


_SAYS: Final = COLUMNS.index("rare words")
_MEANT: Final = [place for place, name in enumerate(COLUMNS) if name.startswith("meaning")]
_SILENT_MEANT: Final = [place for place, name in enumerate(SILENT_COLUMNS) if "meaning" in name]


def _shares(weights: Floats) -> Floats:
    """Chances that add up to 1 along the last axis."""
    raised = np.exp(weights - weights.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


@lru_cache(maxsize=1)
def load_followers() -> Followers:
    """The shipped weights; raises `InstallError` where they are damaged or of other columns."""
    try:
        tree: dict[str, Any] = json.loads(data_text(FILE))
        if tree["columns"] != list(COLUMNS) or tree["silent_columns"] != list(SILENT_COLUMNS):
            raise ValueError
        return Followers(*(_follower(tree[name]) for name in ("alone", "beside")))
    except (ValueError, KeyError, TypeError):
        raise InstallError(f"{FILE} is not of this version: install supcheck again") from None


def _follower(weights: Mapping[str, Any]) -> Follower:
    return Follower(**{name: np.array(values) for name, values in weights.items()})


def stands(action: Action) -> bool:
    """Whether an action is followed: surely to be done from now on, and such that it can be checked."""
    return action.holds is Holds.YES and may_stand(action)


def may_stand(action: Action) -> bool:
    """As `stands`, where it is an action at all."""
    done = action.status is Status.DONE
    return action.vague is not Holds.YES and not (action.earlier or done)


def dated_later(action: Action, again: Action | None) -> bool:
    """Whether an act is set again for a later day than it was."""
    return bool(again and again.due and action.due and again.due > action.due)


def answer(
    action: Action,
    earlier: Judged,
    later: Judged,
    said: Said,
    rarity: Rarity,
    words: Words,
    meaning: Meaning | None = None,
) -> Answer:
    """What `later` makes of an action of `earlier`; `said` is `said_in(later)`."""
    compared = compare(action, earlier, later, said, rarity, words, meaning)
    about, found = _weighed(action.span.of(earlier.record.text), later, said, compared, words, meaning)
    chances = dict(zip((*TOLD, Outcome.SILENT), map(float, found), strict=True))
    if not said or chances[Outcome.SILENT] > about.max():
        return Answer(chances, None, None, False)
    at = int(about.argmax())
    best = said[at].unit
    again = _again(later, best)
    if dated_later(action, again):
        # An act that is set again with a later date is not carried over but changed.
        chances[Outcome.CHANGED] += chances[Outcome.CARRIED]
        chances[Outcome.CARRIED] = 0.0
    near = np.flatnonzero((about >= _ABOUT) & (compared.units[:, _SAYS] >= _SHARED))
    reasons = (said[at], *(said[place] for place in near if _undone(said[place], words)))
    reasoned = any(_REASONED.search(one.words) for one in reasons)
    return Answer(chances, best, again, not reasoned and _undone(said[at], words))


def _weighed(
    act: str, later: Judged, said: Said, compared: Compared, words: Words, meaning: Meaning | None
) -> tuple[Floats, Floats]:
    """As `Follower.weigh`: by the columns, and for the likeliest units by reading them with the act."""
    followers = load_followers()
    about, found = followers.alone.weigh(compared)
    if meaning is None or not said:
        return about, found
    near = nearest(about)
    texts = [(said[place].unit.under(later.record.text), in_full(said[place].words, words)) for place in near]
    told = meaning.told(in_full(act, words), texts)
    some, found = followers.beside.weigh(compared.only(near), told)
    about = np.zeros(len(said))
    about[near] = some
    return about, found


def nearest(about: Floats) -> list[int]:
    """The places of the units that are read beside an act, in the record's order."""
    return sorted(np.argsort(-about, kind="stable")[:READ].tolist())


def thread(action: Action, earlier: Judged, later: Judged, found: Answer) -> Thread:
    """An answer as the report shows it."""
    outcomes = found.outcomes
    told = found.unit is not None and outcomes != (Outcome.SILENT,)
    return Thread(
        earlier.record.id,
        action,
        later.record.id,
        outcomes,
        found.unit.span if found.unit is not None and told else None,
        round(found.chances[outcomes[0]], 2),
    )


def _again(later: Judged, unit: Unit) -> Action | None:
    """The act as the later record sets it, else as its list of earlier ones leaves it undone."""
    here = [one for one in later.actions if one.unit == unit.index and one.status is not Status.DONE]
    return next((one for one in here if not one.earlier), next(iter(here), None))


def _undone(one: Told, words: Words) -> bool:
    """Whether a unit does not say that something was done, or first says that it was not."""
    if one.status not in _SOME_DONE:
        return True
    for clause in _CLAUSE_END.split(one.words):
        if _NOT.search(clause) or TO_COME.search(clause):
            return True
        if status_of(clause, words) in _SOME_DONE:
            break
    return False


_SOME_DONE: Final = (Status.DONE, Status.PART)
_CLAUSE_END: Final = re.compile(r"[,;.:]\s")
_NOT: Final = re.compile(r"(?i)\b(?:not?|never|nobody|no one|none|nothing|nor)\b|n['’]t\b")
_MONTHS: Final = "|".join(f"{month}\\w*" for month in MONTHS)
_REASONED: Final = re.compile(
    r"\b(?i:because|due to|owing to|so that|given (?:that|the)|awaiting|"
    r"wait(?:ing|s)? (?:for|on|till|until|list)|not before|until|till|agreed to move|new date|moved to|"
    r"now by|put back|slipped|re-?arranged|re-?booked|rescheduled|postponed|cancelled|adjourned|deferred|"
    r"on hold|off sick|sick|on leave|in hospital|shielding|short[- ]staffed|closed|lost|refused|declin\w+|"
    r"fully booked|full(?=\W*$|[,;.)]|\s+(?:up|till|until)\b)|"
    r"no (?:slots?|places?|spaces?|appointments?|appts?|capacity|funding)|"
    r"wouldn't|won't|(?<!so we )(?<!so i )can(?:'|no)?t|could(?:n'?t| not)|unable|"
    r"so (?:hers|his|theirs|it|this|that|they|she|he|we|i)\b(?! (?:can(?:'|no)?t|don'?t|do not)\b))"
    rf"|\b(?i:as|since)\s+(?:(?i:he|she|mum|mam|dad|they|the|it|we|i)\b|(?!(?i:{_MONTHS}))[A-Z]\w+)"
)
"""Not 'as before', 'as agreed', 'since January': they excuse nothing."""
