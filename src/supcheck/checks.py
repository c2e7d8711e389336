"""The closed set of check kinds over one record; each answers NO, MAYBE or YES.

A check sees labels and actions with their doubt (`Holds`), never a score. Where something is
open the answer is bounded from both sides, so that widening a band can only turn a sure answer
into MAYBE.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from supcheck.records import LABELS, Action, Holds, Kind, Label, Record, Span, Unit

SIGNS: tuple[str, ...] = ("harm", "seen")
"""What a unit also shows, judged beside the codebook's labels and never written to the wire:
a worry named, with or without its degree; the child seen and nothing more."""


@dataclass(frozen=True)
class Evidence:
    """Everything that a check may look at: one record, its units, their labels and actions."""

    record: Record
    kind: Kind
    units: tuple[Unit, ...]
    labels: tuple[tuple[Label, ...], ...]
    actions: tuple[Action, ...]
    phrases: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Named lists of phrases from `rubrics/words.yaml`, each in groups."""

    @cached_property
    def holds(self) -> tuple[Mapping[str, Holds], ...]:
        """For each unit, what each label and sign comes to."""
        return tuple({label.name: label.holds for label in found} for found in self.labels)

    def unit_holds(self, index: int, name: str) -> Holds:
        """What the label or sign `name` comes to for a unit."""
        return self.holds[index].get(name, Holds.NO)

    def said(self, unit: Unit) -> str:
        """The unit's words."""
        return unit.span.of(self.record.text)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Each unit's words with straight apostrophes, as the lists of phrases write them."""
        return tuple(self.said(unit).replace("’", "'") for unit in self.units)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all units, for `may_say`."""
        return words_in(" ".join(self.plain))

    @cached_property
    def directions(self) -> tuple[Action, ...]:
        """Actions to be done from now on, open ones too."""
        return tuple(one for one in self.actions if one.holds is not Holds.NO and not one.earlier)


def _both(*held: Holds) -> Holds:
    return min(held)


def _negate(held: Holds) -> Holds:
    return _NEGATED[held]


_NEGATED = (Holds.YES, Holds.MAYBE, Holds.NO)


def _bounded(low: float, high: float, least: float) -> Holds:
    """YES where the lower bound reaches `least`, MAYBE where only the upper one does."""
    if low >= least:
        return Holds.YES
    return Holds.MAYBE if high >= least else Holds.NO


def _as_many(values: Iterable[Holds], least: int) -> Holds:
    """Whether at least so many hold: the sure ones, or with the open ones."""
    held = list(values)
    return _bounded(held.count(Holds.YES), len(held) - held.count(Holds.NO), least)


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many units bear one of `labels`, and none of `unless`."""

    labels: tuple[str, ...]
    at_least: int = 1
    unless: tuple[str, ...] = ()
    section: tuple[str, ...] = ()

    def _held(self, evidence: Evidence) -> Iterator[tuple[Unit, Holds]]:
        for unit in evidence.units:
            if self.section and unit.section.key not in self.section:
                continue
            held = evidence.holds[unit.index]
            wanted = max([held.get(name, Holds.NO) for name in self.labels])
            if wanted is not Holds.NO and self.unless:
                barred = [_negate(held.get(name, Holds.NO)) for name in self.unless]
                wanted = _both(wanted, *barred)
            yield unit, wanted

    def holds(self, evidence: Evidence) -> Holds:
        """Compare the sure and the possible units with `at_least`."""
        return _as_many((value for _, value in self._held(evidence)), self.at_least)

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """Sure units first, then open ones."""
        found = sorted(self._held(evidence), key=lambda pair: -pair[1])
        return (unit.span for unit, value in found if value is not Holds.NO)


@dataclass(frozen=True, slots=True)
class Near:
    """At least so many units bear one of `labels` with one of `to` within so many units of it."""

    labels: tuple[str, ...]
    to: tuple[str, ...]
    within: int = 1
    at_least: int = 1

    def _held(self, evidence: Evidence) -> Iterator[tuple[Unit, Holds]]:
        for unit in evidence.units:
            held = evidence.holds[unit.index]
            wanted = max([held.get(name, Holds.NO) for name in self.labels])
            if wanted is Holds.NO:
                yield unit, wanted
                continue
            low, high = max(0, unit.index - self.within), unit.index + self.within + 1
            beside = [
                evidence.unit_holds(other.index, name)
                for other in evidence.units[low:high]
                for name in self.to
            ]
            yield unit, _both(wanted, max(beside, default=Holds.NO))

    def holds(self, evidence: Evidence) -> Holds:
        """Count units that have such a neighbour (or are both themselves)."""
        return _as_many((value for _, value in self._held(evidence)), self.at_least)

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """The units that have such a neighbour."""
        return (unit.span for unit, value in self._held(evidence) if value is not Holds.NO)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Units that bear one of `labels`, for each unit that bears one of `to`: at least so many."""

    labels: tuple[str, ...]
    to: tuple[str, ...]
    at_least: float

    def holds(self, evidence: Evidence) -> Holds:
        """YES or NO where every way in which the open labels may fall says so; where none bears `to`, NO."""
        ways = [_ways(evidence, unit.index, self.labels, self.to) for unit in evidence.units]
        high = self._highest(ways)
        if not self._reaches(high):
            return Holds.NO
        low = [min(pairs, key=self._worth) for pairs in ways]
        sure = any(all(to for _, to in pairs) for pairs in ways)
        return Holds.YES if sure and self._reaches(low) else Holds.MAYBE

    def _highest(self, ways: Sequence[frozenset[tuple[int, int]]]) -> list[tuple[int, int]]:
        """Each unit's way for which the ratio is highest, one of them bearing `to` if any can."""
        best = [max(pairs, key=lambda pair: (self._worth(pair), pair[1])) for pairs in ways]
        bearing = {
            n: max(able, key=self._worth)
            for n, pairs in enumerate(ways)
            if (able := [pair for pair in pairs if pair[1]])
        }
        if bearing and not any(to for _, to in best):
            least = max(bearing, key=lambda n: self._worth(bearing[n]) - self._worth(best[n]))
            best[least] = bearing[least]
        return best

    def _worth(self, pair: tuple[int, int]) -> float:
        """The ratio reaches `at_least` where the sum of this over all units is not below nought."""
        return pair[0] - self.at_least * pair[1]

    def _reaches(self, pairs: Sequence[tuple[int, int]]) -> bool:
        borne, to = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        return to > 0 and borne / to >= self.at_least

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """The units that bear one of `labels`."""
        return Count(self.labels).spans(evidence)


def _ways(
    evidence: Evidence, index: int, labels: Sequence[str], to: Sequence[str]
) -> frozenset[tuple[int, int]]:
    """Each way in which a unit may bear one of `labels` (1 or 0) and one of `to`; a shared name is both."""
    both = frozenset(labels) & frozenset(to)
    groups = (frozenset(labels) - both, both, frozenset(to) - both)
    held = (max((evidence.unit_holds(index, name) for name in names), default=Holds.NO) for names in groups)
    falls = {Holds.NO: (0,), Holds.MAYBE: (0, 1), Holds.YES: (1,)}
    return frozenset((a | c, b | c) for a, c, b in product(*(falls[one] for one in held)))


_FACTS: Mapping[str, Callable[[Evidence, Action], Holds]] = {
    "owner": lambda evidence, action: Holds.YES if action.owner else Holds.NO,
    "deadline": lambda evidence, action: Holds.YES if action.deadline else Holds.NO,
    "concrete": lambda evidence, action: _negate(action.vague),
    "purpose": lambda evidence, action: _purpose(evidence, action),
}
"""What may be asked of a direction."""

FACTS: tuple[str, ...] = tuple(_FACTS)


def _purpose(evidence: Evidence, action: Action) -> Holds:
    """A reason in the direction itself or in the unit beside it, or a filled plan-outcome cell."""
    if len(re.findall(r"\s\|\s", action.span.of(evidence.record.text))) and _has_purpose_column(evidence):
        return Holds.YES
    own = evidence.unit_holds(action.unit, "rationale")
    if not action.unit:
        return own
    above = action.unit - 1
    apart = _negate(evidence.unit_holds(above, "direction"))
    return max(own, _both(evidence.unit_holds(above, "rationale"), apart))


def _has_purpose_column(evidence: Evidence) -> bool:
    return any(
        re.search(
            r"(?i)\b(?:plan outcome|outcome sought|goal|why|purpose|worr(?:y|ies)|concern|need)\b", head
        )
        for block in evidence.record.blocks
        if block.kind == "row" and re.search(r"(?i)\baction", head := block.span.of(evidence.record.text))
    )


@dataclass(frozen=True, slots=True)
class Share:
    """At least this share of the directions has a fact: owner, deadline, concrete, purpose."""

    of: str
    at_least: float

    def _facts(self, evidence: Evidence) -> list[tuple[Action, Holds]]:
        fact = _FACTS[self.of]
        return [(action, fact(evidence, action)) for action in evidence.directions]

    def holds(self, evidence: Evidence) -> Holds:
        """Bound the share over every way in which the open ones may fall."""
        low_hits = low_all = high_hits = high_all = 0
        for action, fact in self._facts(evidence):
            sure = action.holds is Holds.YES
            low_hits += sure and fact is Holds.YES
            low_all += sure or fact is not Holds.YES
            high_hits += fact is not Holds.NO
            high_all += sure or fact is not Holds.NO
        low = low_hits / low_all if low_all else 0.0
        high = high_hits / high_all if high_all else 0.0
        return _bounded(low, high, self.at_least)

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """The directions that have the fact."""
        return (action.span for action, fact in self._facts(evidence) if fact is not Holds.NO)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """At least so many earlier actions are answered; a unit that bears `follow_up` may list several."""

    at_least: int

    def _held(self, evidence: Evidence) -> Iterator[tuple[Span, Holds]]:
        for unit in evidence.units:
            held = evidence.unit_holds(unit.index, "follow_up")
            listed = [one.span for one in evidence.actions if one.earlier and one.unit == unit.index]
            for span in listed or (unit.span,):
                yield span, held

    def holds(self, evidence: Evidence) -> Holds:
        """Compare the sure and the possible ones with `at_least`."""
        return _as_many((value for _, value in self._held(evidence)), self.at_least)

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """Each action that is answered, in reading order."""
        return (span for span, value in self._held(evidence) if value is not Holds.NO)


@dataclass(frozen=True, slots=True)
class Says:
    """Phrases of at least so many groups of a named list stand in the record's units."""

    phrases: str
    groups: int = 1
    beside: tuple[str, ...] = ()
    """Where given, only units that bear one of these labels count."""

    def _found(self, evidence: Evidence) -> Iterator[tuple[str, Unit, Holds]]:
        for group, phrases in evidence.phrases[self.phrases].items():
            if not may_say(phrases, evidence.vocabulary):
                continue
            pattern = phrase_pattern(phrases)
            for unit in evidence.units:
                if pattern.search(evidence.plain[unit.index]):
                    labels = [evidence.unit_holds(unit.index, name) for name in self.beside]
                    yield group, unit, max(labels) if self.beside else Holds.YES

    def holds(self, evidence: Evidence) -> Holds:
        """Compare the groups surely and possibly said with `groups`."""
        best: dict[str, Holds] = {}
        for group, _, value in self._found(evidence):
            best[group] = max(value, best.get(group, Holds.NO))
        return _as_many(best.values(), self.groups)

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """Each unit that says one, in reading order."""
        found = {unit.span for _, unit, value in self._found(evidence) if value is not Holds.NO}
        return iter(sorted(found))


@dataclass(frozen=True, slots=True)
class OfType:
    """The record is of one of these types."""

    kinds: tuple[str, ...]

    def holds(self, evidence: Evidence) -> Holds:
        """A record's type is never open."""
        return Holds.YES if evidence.kind in self.kinds else Holds.NO

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """A type rests on no words of the record."""
        return iter(())


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Check, ...]

    def holds(self, evidence: Evidence) -> Holds:
        """The least sure part decides."""
        least = Holds.YES
        for part in self.parts:
            least = min(least, part.holds(evidence))
            if least is Holds.NO:
                break
        return least

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """The parts' spans, in their order."""
        return (span for part in self.parts for span in part.spans(evidence))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part holds."""

    parts: tuple[Check, ...]

    def holds(self, evidence: Evidence) -> Holds:
        """The surest part decides."""
        surest = Holds.NO
        for part in self.parts:
            surest = max(surest, part.holds(evidence))
            if surest is Holds.YES:
                break
        return surest

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """The spans of the parts that hold or are open."""
        for part in self.parts:
            if part.holds(evidence) is not Holds.NO:
                yield from part.spans(evidence)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Check

    def holds(self, evidence: Evidence) -> Holds:
        """YES and NO change places; MAYBE stays."""
        return _negate(self.part.holds(evidence))

    def spans(self, evidence: Evidence) -> Iterator[Span]:
        """What is absent has no words."""
        return iter(())


Check = Count | Near | Ratio | Share | Reviewed | Says | OfType | All | AnyOf | Not
"""The closed union: a rubric can say nothing else."""

NAMES: frozenset[str] = frozenset((*LABELS, *SIGNS))
"""What `labels`, `unless`, `to` and `beside` may name."""


def phrase_pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """One pattern for a list of phrases: whole words, any case.

    ' … ' stands for up to four words, '…%' for them and a share, '*' at a word's end for the rest of it.
    """
    return _pattern(tuple(phrases))


def words_in(text: str) -> frozenset[str]:
    """The words of a text in lower case, as `may_say` compares them."""
    return frozenset(re.findall(r"\w+", text.lower()))


def may_say(phrases: Sequence[str], words: frozenset[str]) -> bool:
    """False where `phrase_pattern` finds none in a text of these words: each wants one that is not there."""
    whole, beginnings = _wanted(tuple(phrases))
    return not whole.isdisjoint(words) or any(word.startswith(beginnings) for word in words if beginnings)


@lru_cache(maxsize=256)
def _wanted(phrases: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Of each phrase its longest word, whole or, before '*', as a beginning; of one without a word, ''."""
    longest = [
        max(re.findall(r"\w+\*?", phrase.lower()) or ["*"], key=lambda word: len(word.rstrip("*")))
        for phrase in phrases
    ]
    whole = frozenset(word for word in longest if not word.endswith("*"))
    return whole, tuple(word[:-1] for word in longest if word.endswith("*"))


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    bodies = (
        re.escape(phrase)
        .replace(r"\ …\ ", r"\W+(?:[\w'/.-]+\W+){0,4}?")
        .replace(r"\ …%", r"\W+(?:[\w'/.-]+\W+){0,4}?\d{1,3}\s?%")
        .replace(r"\ ", r"\s+")
        .replace(r"\*", r"\w*")
        for phrase in phrases
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(bodies) + r")(?!\w)", re.IGNORECASE)
