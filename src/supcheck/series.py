"""One child's records in date order: gaps, drift, copied text, stillness, late entries, twins.

The kinds are a closed set, one frozen class each; `rubrics/core.yaml` says which rule is which kind
and with what settings. A kind looks at the child's judged records and says where they fall short,
surely or perhaps.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from supcheck.copied import Narrative, copied, narrative
from supcheck.dates import working_days_between
from supcheck.follow import threads
from supcheck.records import (
    Action,
    Grade,
    Holds,
    Judged,
    Kind,
    Outcome,
    Place,
    Series,
    SeriesFinding,
    Thread,
    Unit,
)
from supcheck.words import Words


@dataclass(frozen=True)
class Child:
    """All that a kind may look at."""

    key: str
    records: tuple[Judged, ...]
    """In date order; those without a date are left out."""
    words: Words
    twins: Callable[[Judged], Sequence[tuple[str, str, Narrative]]] = lambda judged: ()
    """Other children's narratives of the same date: child, record id, words."""

    @cached_property
    def narratives(self) -> tuple[Narrative, ...]:
        """Each record's narrative."""
        return tuple(narrative(one.record, one.units) for one in self.records)

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """Each action followed into the next record that could have answered it."""
        return tuple(
            thread
            for earlier, later in pairwise(self.records)
            for thread in threads(earlier, later, self.words)
        )

    def record(self, identity: str) -> Judged:
        """The record of that id."""
        return next(one for one in self.records if one.record.id == identity)


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a series falls short."""

    places: tuple[Place, ...]
    holds: Holds
    """YES: surely; MAYBE: perhaps."""
    facts: Mapping[str, str]
    """What the rule's `because` may name."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two successive records further apart than the plan's interval and its grace."""

    days: Mapping[str, tuple[int, int]]
    """Plan -> interval and grace in days; 'other' for every plan not named."""
    plans: Mapping[str, tuple[str, ...]]
    """Plan -> how records and exports write it."""

    def find(self, child: Child) -> Iterator[Found]:
        """Oversight notes do not reset the clock."""
        regular = [one for one in child.records if one.record.kind is not Kind.OVERSIGHT]
        for earlier, later in pairwise(regular):
            interval, grace = self.days.get(self._plan(earlier), self.days["other"])
            apart = (_held(later) - _held(earlier)).days
            if apart > interval + grace:
                yield Found(
                    (Place(earlier.record.id), Place(later.record.id)),
                    Holds.YES,
                    {
                        "days": str(apart),
                        "interval": str(interval),
                        "grace": str(grace),
                        "from": _written(_held(earlier)),
                        "to": _written(_held(later)),
                    },
                )

    def _plan(self, judged: Judged) -> str:
        """By the export's column, else by the record's first lines."""
        told = judged.record.plan or judged.record.text[:200]
        for plan, phrases in self.plans.items():
            if any(re.search(rf"(?i)(?<!\w){re.escape(phrase)}(?!\w)", told) for phrase in phrases):
                return plan
        return "other"


@dataclass(frozen=True, slots=True)
class Late:
    """An entry written more than so many working days after the discussion."""

    working_days: int

    def find(self, child: Child) -> Iterator[Found]:
        """Only where the export has both dates."""
        for one in child.records:
            written = one.record.written
            if written is None:
                continue
            days = working_days_between(_held(one), written)
            if days > self.working_days:
                yield Found(
                    (Place(one.record.id),),
                    Holds.YES,
                    {"days": str(days), "held": _written(_held(one)), "written": _written(written)},
                )


@dataclass(frozen=True, slots=True)
class CopiedForward:
    """A share of a record's narrative that is an earlier record's, word for word or nearly."""

    share: float
    perhaps: float
    fewest: int
    """Copied words below which nothing is said."""

    def find(self, child: Child) -> Iterator[Found]:
        """Against the record before and the one before that."""
        for at, (later, told) in enumerate(zip(child.records, child.narratives, strict=True)):
            before = [
                (child.records[back], copied(told, child.narratives[back]))
                for back in range(max(0, at - 2), at)
            ]
            if not before:
                continue
            earlier, found = max(before, key=lambda one: one[1].share)
            if found.share >= self.perhaps and len(told.words) - found.own >= self.fewest:
                holds = Holds.YES if found.share >= self.share else Holds.MAYBE
                yield Found(
                    (Place(earlier.record.id), Place(later.record.id, (*found.spans, *found.changed))),
                    holds,
                    {
                        "share": f"{round(10 * found.share)} words in 10",
                        "from": _written(_held(earlier)),
                        "to": _written(_held(later)),
                        "own": str(found.own),
                    },
                )


@dataclass(frozen=True, slots=True)
class Still:
    """So many successive records of which none bears any of the labels."""

    labels: tuple[str, ...]
    records: int

    def find(self, child: Child) -> Iterator[Found]:
        """The longest runs, each once."""
        moves = [max((self._moves(one)), default=Holds.NO) for one in child.records]
        at = 0
        while at < len(moves):
            end = at
            while end < len(moves) and moves[end] is not Holds.YES:
                end += 1
            if end - at >= self.records:
                run = child.records[at:end]
                holds = Holds.YES if all(one is Holds.NO for one in moves[at:end]) else Holds.MAYBE
                yield Found(
                    tuple(Place(one.record.id) for one in run),
                    holds,
                    {
                        "records": str(len(run)),
                        "from": _written(_held(run[0])),
                        "to": _written(_held(run[-1])),
                    },
                )
            at = end + 1

    def _moves(self, judged: Judged) -> Iterator[Holds]:
        for labels in judged.labels:
            yield from (label.holds for label in labels if label.name in self.labels)


@dataclass(frozen=True, slots=True)
class Drift:
    """An act that stands in so many successive records undone, or a deadline passed in silence."""

    records: int

    def find(self, child: Child) -> Iterator[Found]:
        """Restated acts first, then silent deadlines."""
        yield from self._restated(child)
        yield from self._passed(child)

    def _restated(self, child: Child) -> Iterator[Found]:
        taken: set[tuple[str, int]] = set()
        following = {(thread.record, thread.action.unit): thread for thread in child.threads}
        for thread in child.threads:
            chain = [thread]
            while (again := self._again(child, chain[-1], following)) is not None:
                chain.append(again)
            steps = [one for one in chain if self._stands(child, one)]
            if len(steps) != len(chain):
                chain = chain[: chain.index(next(one for one in chain if one not in steps))]
            key = (thread.record, thread.action.unit)
            if len(chain) + 1 < self.records or key in taken:
                continue
            taken |= {(one.record, one.action.unit) for one in chain}
            sure = all(len(one.outcomes) == 1 for one in chain)
            last = chain[-1]
            yield Found(
                (
                    *(Place(one.record, (one.action.span,)) for one in chain),
                    Place(last.following, (last.span,) if last.span else ()),
                ),
                Holds.YES if sure else Holds.MAYBE,
                {
                    "what": f"An action stands in {len(chain) + 1} records, from "
                    f"{_written(_held(child.record(chain[0].record)))} to "
                    f"{_written(_held(child.record(last.following)))}; that it was done, or why not, "
                    "was not found in the text",
                },
            )

    def _again(
        self, child: Child, thread: Thread, following: Mapping[tuple[str, int], Thread]
    ) -> Thread | None:
        """The next record's own restatement of the act, followed on."""
        if thread.span is None:
            return None
        unit = _unit_at(child.record(thread.following), thread)
        return following.get((thread.following, unit.index)) if unit else None

    def _stands(self, child: Child, thread: Thread) -> bool:
        """Carried with neither a reason nor a new date."""
        if Outcome.CARRIED not in thread.outcomes or thread.span is None:
            return False
        later = child.record(thread.following)
        unit = _unit_at(later, thread)
        if unit is None:
            return False
        return not _honest(later, unit, thread.action)

    def _passed(self, child: Child) -> Iterator[Found]:
        for thread in child.threads:
            due = thread.action.due
            later = child.record(thread.following)
            if due is None or due >= _held(later) or Outcome.SILENT not in thread.outcomes:
                continue
            yield Found(
                (Place(thread.record, (thread.action.span,)), Place(thread.following)),
                Holds.YES if len(thread.outcomes) == 1 else Holds.MAYBE,
                {
                    "what": f"An action was due on {_written(due)}; the record of {_written(_held(later))} "
                    "says nothing of it that was found"
                },
            )


@dataclass(frozen=True, slots=True)
class Twin:
    """A record whose narrative is another child's of the same date, with next to nothing of its own."""

    share: float
    own: int
    """Words of its own up to which a record has nothing of its own."""

    def find(self, child: Child) -> Iterator[Found]:
        """Each twin once for this child."""
        for one, told in zip(child.records, child.narratives, strict=True):
            for other, identity, words in child.twins(one):
                found = copied(told, words)
                if found.share >= self.share and found.own <= self.own:
                    yield Found(
                        (Place(one.record.id, found.spans), Place(identity)),
                        Holds.YES,
                        {"other": other, "held": _written(_held(one))},
                    )


SeriesCheck = Gap | Late | CopiedForward | Still | Drift | Twin
"""The closed union of kinds over several records."""


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """A series criterion: its kind with its settings, and its words."""

    id: str
    title: str
    asks: str
    why: str
    source: str
    because: str
    """With the kind's facts in braces."""
    check: SeriesCheck


def judge_series(rules: Sequence[SeriesRule], child: Child) -> Series:
    """What the child's records show together; nothing where there is but one."""
    findings = tuple(_finding(rule, found) for rule in rules for found in rule.check.find(child))
    return Series(child.key, child.records, findings, child.threads)


def _finding(rule: SeriesRule, found: Found) -> SeriesFinding:
    grades = (Grade.NOT_MET,) if found.holds is Holds.YES else (Grade.MET, Grade.NOT_MET)
    return SeriesFinding(rule.id, grades, found.places, rule.because.format_map(dict(found.facts)))


def _held(judged: Judged) -> dt.date:
    held = judged.record.held
    if held is None:
        raise ValueError("a record of a series has a date")
    return held


def _written(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _unit_at(judged: Judged, thread: Thread) -> Unit | None:
    return next((unit for unit in judged.units if unit.span == thread.span), None)


_REASONED = re.compile(
    r"(?i)\b(?:because|as|since|due to|owing to|until|awaiting|waiting (?:for|on)|so that|not before|agreed to move|new date|moved to|now by)\b"
)


def _honest(later: Judged, unit: Unit, action: Action) -> bool:
    """Carried over with its reason, or with a date later than the one that passed."""
    said = unit.span.of(later.record.text)
    again = next((one for one in later.actions if one.unit == unit.index and one.due), None)
    moved = again is not None and again.due is not None and (action.due is None or again.due > action.due)
    reasoned = any(
        label.name == "rationale" and label.holds is Holds.YES for label in later.labels[unit.index]
    )
    return moved or reasoned or bool(_REASONED.search(said))
