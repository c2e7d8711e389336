"""One child's records in date order: gaps, drift, copied text, stillness, late entries, twins.

The kinds are a closed set, one frozen class each; `rubrics/core.yaml` says which rule is which kind
and with what settings. A kind looks at the child's judged records and says where they fall short,
surely or perhaps.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

from supcheck.copied import Narrative, copied
from supcheck.dates import working_days_between
from supcheck.follow import Answer, Answers, answer, dated_later, may_stand, stands, thread, worked_out
from supcheck.likeness import Meaning, Rarity, Said, said_in
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
    Span,
    Status,
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
    narratives: tuple[Narrative, ...]
    """Each record's."""
    twins: Callable[[Judged], Sequence[tuple[str, str, Narrative]]] = lambda judged: ()
    """Other children's narratives of the same date: child, record id, words."""
    meaning: Meaning | None = None
    """Where there is one, acts are told by their meaning too."""
    undated: bool = False
    """Whether records without a date are left out, so that a gap may be none."""
    answers: Answers = worked_out

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Each record's spoken units with their terms."""
        return tuple(said_in(one, self.words) for one in self.records)

    @cached_property
    def rarity(self) -> Rarity:
        """How rare each term is in the child's records."""
        return Rarity.of(self.said)

    def after(self, at: int) -> Iterator[int]:
        """The records of a later day than that at `at`."""
        for later in range(at + 1, len(self.records)):
            if _held(self.records[later]) > _held(self.records[at]):
                yield later

    def answer(self, at: int, action: Action, later: int) -> Answer:
        """What the record at `later` makes of an action of that at `at`."""
        asked = (at, action, later)
        if asked not in self._answers:
            earlier, then = self.records[at], self.records[later]
            # What is no action of its record but stands there undone has its unit's place below 0.
            known = action in earlier.actions
            self._answers[asked] = self.answers(
                (at, earlier.actions.index(action) if known else -1 - action.unit, later),
                then,
                lambda: answer(
                    action, earlier, then, self.said[later], self.rarity, self.words, self.meaning
                ),
            )
        return self._answers[asked]

    @cached_property
    def _answers(self) -> dict[tuple[int, Action, int], Answer]:
        """What was asked already: several rules and the threads ask the same."""
        return {}

    def leaves_undone(self, at: int, unit: Unit) -> bool:
        """Whether a unit of the record at `at` says in so many words that something is not done, or still to come."""
        return any(
            one.unit.index == unit.index and (one.to_come or one.status is Status.NOT_DONE)
            for one in self.said[at]
        )

    def next_answer(self, at: int, action: Action) -> tuple[int, Answer] | None:
        """The first later record that could answer an action; an oversight note that is silent is passed over."""
        passed: tuple[int, Answer] | None = None
        for later in self.after(at):
            found = self.answer(at, action, later)
            if found.outcomes != (Outcome.SILENT,) or self.records[later].record.kind is not Kind.OVERSIGHT:
                return later, found
            passed = passed or (later, found)
        return passed

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """Each action followed into the next record that could have answered it."""
        return tuple(
            thread(action, one, self.records[found[0]], found[1])
            for at, one in enumerate(self.records)
            for action in one.actions
            if stands(action) and (found := self.next_answer(at, action)) is not None
        )


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
        """Oversight notes do not reset the clock; where records without a date are left out a gap is open."""
        regular = [one for one in child.records if one.record.kind is not Kind.OVERSIGHT]
        for earlier, later in pairwise(regular):
            interval, grace = self.days.get(self._plan(earlier), self.days["other"])
            apart = (_held(later) - _held(earlier)).days
            if apart > interval + grace:
                yield Found(
                    (Place(earlier.record.id), Place(later.record.id)),
                    Holds.MAYBE if child.undated else Holds.YES,
                    {
                        "days": str(apart),
                        "interval": str(interval),
                        "grace": str(grace),
                        "from": _written(_held(earlier)),
                        "to": _written(_held(later)),
                    },
                )

    def _plan(self, judged: Judged) -> str:
        """The plan named first by the export's column, else by the record's first lines; not one that has ended."""
        told = judged.record.plan or _TEAM_LINE.sub("", judged.record.text[:200])
        found = [
            (match.start(), plan)
            for plan, phrases in self.plans.items()
            for phrase in phrases
            for match in re.finditer(rf"(?i)(?<!\w){re.escape(phrase)}(?!\w)", told)
            if not _ENDED.search(told[: match.start()])
        ]
        return min(found)[1] if found else "other"


_ENDED = re.compile(
    r"(?i)\b(?:from|ex|not|no longer|off|ended|former|previously|was)[\s-]*(?:on\s+)?(?:an?\s+)?$"
)
_TEAM_LINE = re.compile(r"(?im)^\W*team\b.*$")


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
            # Of two records with the same words the later one was copied.
            earlier, found = max(reversed(before), key=lambda one: round(one[1].share, 1))
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
        """The longest runs, each once: those that surely stand still, then those that perhaps do."""
        moves = [max(self._moves(one), default=Holds.NO) for one in child.records]
        sure = list(self._runs(moves, (Holds.NO,)))
        for start, end in sure:
            yield self._found(child.records[start:end], Holds.YES)
        for start, end in self._runs(moves, (Holds.NO, Holds.MAYBE)):
            if not any(start <= one and other <= end for one, other in sure):
                yield self._found(child.records[start:end], Holds.MAYBE)

    def _runs(self, moves: Sequence[Holds], still: Sequence[Holds]) -> Iterator[tuple[int, int]]:
        for is_still, group in groupby(enumerate(moves), key=lambda one: one[1] in still):
            places = [place for place, _ in group]
            if is_still and len(places) >= self.records:
                yield places[0], places[-1] + 1

    def _found(self, run: Sequence[Judged], holds: Holds) -> Found:
        return Found(
            tuple(Place(one.record.id) for one in run),
            holds,
            {"records": str(len(run)), "from": _written(_held(run[0])), "to": _written(_held(run[-1]))},
        )

    def _moves(self, judged: Judged) -> Iterator[Holds]:
        for labels in judged.labels:
            yield from (label.holds for label in labels if label.name in self.labels)


SURELY_STANDS: Final = 0.45
PERHAPS_STANDS: Final = 0.25
"""The chance from which an act surely, or perhaps, stands in as many records as the rule sets."""
STANDS_HERE: Final = 0.35
"""The chance from which a record's words are taken for the act, still to be done."""
SURELY_DONE: Final = 0.85
"""The chance of an end (done, or changed) beyond which an act is not looked for further."""
PASSED_OVER: Final = 1
"""Full records that may say nothing of an act between two in which it stands: it was not done meanwhile."""
SURELY_SILENT: Final = 0.8
PERHAPS_SILENT: Final = 0.35
"""The chance from which every record up to a deadline, and the next, surely or perhaps says nothing of an act.

From 0.65 on 12 of 26 passed deadlines that were surely found in `fixtures/series/drift` and `drift-apart` were passed
in silence; the others were answered in quite other words ('fuel voucher' by 'meter in credit'). From 0.8 on 3 of 3 were.

All were chosen on `fixtures/series/tuning`, by a model that had not seen it, and on `fixtures/series/drift`.
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A record in which an act stands undone."""

    record: int
    """Its place among the child's."""
    span: Span
    action: Action | None
    """The act as this record sets it, where it does."""
    chance: float


@dataclass(frozen=True, slots=True)
class Drift:
    """An act that stands in so many successive records undone, or a deadline passed in silence."""

    records: int

    def find(self, child: Child) -> Iterator[Found]:
        """Restated acts first, then deadlines passed in silence."""
        yield from self._restated(child)
        yield from self._passed(child)

    def _restated(self, child: Child) -> Iterator[Found]:
        taken: list[Standing] = []
        for at, one in enumerate(child.records):
            for action in one.actions:
                start = Standing(at, action.span, action, 1.0)
                if not may_stand(action) or _within(start, taken):
                    continue
                chain = [start, *self._again(child, at, action)]
                chance = self._chance(chain)
                if chance < PERHAPS_STANDS or sum(_within(each, taken) for each in chain) > 1:
                    continue
                taken += chain
                first, last = child.records[at], child.records[chain[-1].record]
                silent = " and ".join(map(_written, self._passed_over(child, chain)))
                between = f", though that of {silent} says nothing of it that was found" if silent else ""
                sure = chance >= SURELY_STANDS and any(each.action and stands(each.action) for each in chain)
                yield Found(
                    tuple(Place(child.records[each.record].record.id, (each.span,)) for each in chain),
                    Holds.YES if sure else Holds.MAYBE,
                    {
                        "what": f"An action stands in {len(chain)} records, from {_written(_held(first))} to "
                        f"{_written(_held(last))}{between}; that it was done, or why not, was not found in the text",
                    },
                )

    def _again(self, child: Child, at: int, action: Action) -> Iterator[Standing]:
        """The later records in which an act stands, with neither a reason nor a new date."""
        latest, silent = (at, action), 0
        for later in child.after(at):
            told = child.answer(*latest, later)
            # What was reworded may be nearer to the act as it was first set.
            chance, best = max(
                (_standing(act, child.answer(place, act, later)) for place, act in (latest, (at, action))),
                key=itemgetter(0),
            )
            if chance >= STANDS_HERE and best.unit is not None:
                if not best.undone:
                    return
                again = best.again
                yield Standing(later, again.span if again else best.unit.span, again, chance)
                if again or child.leaves_undone(later, best.unit):
                    latest = (later, again or _as_set(best.unit))
            elif told.chances[Outcome.DONE] + told.chances[Outcome.CHANGED] > SURELY_DONE:
                return
            elif child.records[later].record.kind is not Kind.OVERSIGHT:
                silent += 1
                if silent > PASSED_OVER:
                    return

    def _passed_over(self, child: Child, chain: Sequence[Standing]) -> Iterator[dt.date]:
        """The days of full records between those in which an act stands."""
        places = {one.record for one in chain}
        for place in range(min(places), max(places)):
            one = child.records[place]
            if place not in places and one.record.kind is not Kind.OVERSIGHT:
                yield _held(one)

    def _chance(self, chain: Sequence[Standing]) -> float:
        """That the act stands where it does so most surely, in as many records as are asked for."""
        steps = sorted((one.chance for one in chain[1:]), reverse=True)[: self.records - 1]
        return math.prod(steps) if len(steps) == self.records - 1 else 0.0

    def _passed(self, child: Child) -> Iterator[Found]:
        for at, one in enumerate(child.records):
            for action in one.actions:
                due = action.due
                if due is None or not stands(action):
                    continue
                held = self._held_to_account(child, at, due)
                if held is None:
                    continue
                told = [child.answer(at, action, later) for later in child.after(at) if later <= held]
                silent = min(answered.chances[Outcome.SILENT] for answered in told)
                if silent < PERHAPS_SILENT:
                    continue
                later = child.records[held]
                yield Found(
                    (Place(one.record.id, (action.span,)), Place(later.record.id)),
                    Holds.YES if silent >= SURELY_SILENT else Holds.MAYBE,
                    {
                        "what": f"An action was due on {_written(due)}; the record of {_written(_held(later))} "
                        "says nothing of it that was found"
                    },
                )

    def _held_to_account(self, child: Child, at: int, due: dt.date) -> int | None:
        """The first full record after the deadline."""
        return next(
            (
                later
                for later in child.after(at)
                if _held(child.records[later]) > due
                and child.records[later].record.kind is not Kind.OVERSIGHT
            ),
            None,
        )


def _standing(action: Action, told: Answer) -> tuple[float, Answer]:
    """The chance that an act is still to be done: carried, or set again for no later day."""
    again = told.again is not None and not dated_later(action, told.again)
    return told.chances[Outcome.CARRIED] + again * told.chances[Outcome.CHANGED], told


def _as_set(unit: Unit) -> Action:
    """A unit that leaves an act undone, followed as if it set it: 'no meeting with the head of year yet'."""
    return Action(unit.index, unit.span, Holds.YES, Holds.NO, None, None, None)


def _within(one: Standing, taken: Sequence[Standing]) -> bool:
    """Whether its words are among those that another finding names."""
    return any(one.record == other.record and one.span.overlaps(other.span) for other in taken)


@dataclass(frozen=True, slots=True)
class Twin:
    """A record whose narrative is another child's of the same date, with next to nothing of its own."""

    share: float
    own: int
    """Words of its own up to which a record has nothing of its own."""
    fewest: int
    """Words of narrative below which nothing is said."""

    def find(self, child: Child) -> Iterator[Found]:
        """Each twin once for this child."""
        for one, told in zip(child.records, child.narratives, strict=True):
            for _, identity, words in child.twins(one):
                if len(told.words) < self.fewest:
                    continue
                found = copied(told, words)
                if found.share >= self.share and found.own <= self.own:
                    yield Found(
                        (Place(one.record.id, found.spans), Place(identity)),
                        Holds.YES,
                        # Whose it is, the place tells: a child's key is not for a reader, nor for a machine format.
                        {"other": "another child", "held": _written(_held(one))},
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
