"""Chapters -> the overview, one at a time: counts alone are kept, and the ten records to read first.

Memory grows with the months, teams and plans that there are, not with the records.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from supcheck.load.inputs import INPUT_RULES
from supcheck.questions import written_day
from supcheck.records import (
    Action,
    Chapter,
    Finding,
    Holds,
    Judged,
    Named,
    Outcome,
    Record,
    Ruled,
    Run,
    Series,
    SeriesFinding,
    Status,
    Verdict,
)
from supcheck.report.arrived import told, unknown_types
from supcheck.report.children import OUTCOME_WORDS
from supcheck.report.context import KIND_WORDS
from supcheck.report.overview.agreement import Agreement
from supcheck.report.shares import Share
from supcheck.rubric import Rubric
from supcheck.strata import FEWEST, grade_of, month_of, plan_of, team_of

MOST_FIRST: Final = 10
_NAMED: Final = 4
"""Criteria told by name for each record to read first, those beyond by their ids; places of what is stale."""
_NO_MONTH: Final = "no date"
_NONE: Final = "not named"


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """How one verdict fell over some records."""

    sufficient: int
    insufficient: int
    review: int

    @property
    def share(self) -> Share:
        """The sufficient ones of all, those left open too."""
        return Share(self.sufficient, self.sufficient + self.insufficient + self.review)


@dataclass(frozen=True, slots=True)
class Group:
    """Some records, and how each verdict fell, in the rubric's order."""

    name: str
    records: int
    verdicts: tuple[VerdictCounts, ...]


@dataclass(frozen=True, slots=True)
class CriterionCounts:
    """How one criterion was graded over all records."""

    id: str
    title: str
    met: int
    partly: int
    not_met: int
    open: int
    not_applicable: int

    @property
    def share(self) -> Share:
        """Met, of the records that it applies to or may apply to."""
        return Share(self.met, self.met + self.partly + self.not_met + self.open)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a flag was raised, a series criterion fell short, or an input was odd."""

    id: str
    title: str
    why: str
    sure: int
    open: int = 0
    over: int = 0
    """Children, of a series criterion."""


@dataclass(frozen=True, slots=True)
class ActionsPicture:
    """The actions that the records set, and what became of them."""

    set: int
    open: int
    """Of these, may be none."""
    owned: int
    dated: int
    vague: int
    due: int
    """With a day that can be worked out."""
    overdue: int
    """Due before the day, and nothing that was read says done or gives a new date."""
    followed: int
    """Set in a record after which the child has another."""
    outcomes: tuple[tuple[str, int], ...]
    """Of the followed: what the next record makes of them, in words; the last is left open."""


@dataclass(frozen=True, slots=True)
class ReadFirst:
    """A record to read first, and why, in sentences."""

    record: str
    source: str
    held: str
    kind: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotRead:
    """A reason for which something could not be read, its mend, and how often."""

    reason: str
    mend: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page and the workbook say: counts, names of teams and plans, and ten records' ids."""

    tool: str
    rubric: Named
    model: Named
    on: dt.date
    """The day for 'overdue'."""
    first: dt.date | None
    last: dt.date | None
    verdicts: tuple[tuple[str, str], ...]
    """Id and title of each verdict, in the order of `Group.verdicts`."""
    whole: Group
    months: tuple[Group, ...]
    """In their order, 'no date' last."""
    teams: tuple[Group, ...]
    """By the alphabet; those of fewer than `FEWEST` records together, last; none if that leaves one part."""
    kinds: tuple[Group, ...]
    plans: tuple[Group, ...]
    criteria: tuple[CriterionCounts, ...]
    """Least often met first."""
    flags: tuple[RuleCount, ...]
    actions: ActionsPicture
    series: tuple[RuleCount, ...]
    children: int
    """With records that were read together."""
    to_read: tuple[ReadFirst, ...]
    not_read: tuple[NotRead, ...]
    arrived: tuple[str, ...]
    odd: tuple[RuleCount, ...]
    aside: tuple[str, ...]
    """What is waived, known or out of date, counted, in words."""
    agreement: Agreement | None = None
    """With local raters, over records of theirs; None where it is not known."""


class _Tallied:
    """How many records, and how each verdict fell."""

    def __init__(self) -> None:
        self.records = 0
        self.fell: Counter[tuple[str, Verdict]] = Counter()

    def take(self, judged: Judged) -> None:
        self.records += 1
        for name, ruled in judged.verdicts.items():
            self.fell[name, ruled.verdict] += 1

    def join(self, other: _Tallied) -> None:
        self.records += other.records
        self.fell += other.fell


class Counting:
    """Takes a chapter at a time; `overview` gives what was counted so far."""

    def __init__(self, rubric: Rubric, on: dt.date) -> None:
        self._rubric = rubric
        self._on = on
        self._whole = _Tallied()
        self._by: dict[str, dict[str, _Tallied]] = {
            name: defaultdict(_Tallied) for name in ("month", "team", "kind", "plan")
        }
        self._grades: Counter[tuple[str, str]] = Counter()
        self._flags: Counter[tuple[str, bool]] = Counter()
        self._actions: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._series: Counter[tuple[str, bool]] = Counter()
        self._over: Counter[str] = Counter()
        self._children = 0
        self._marks: Counter[tuple[str, bool]] = Counter()
        self._days: tuple[dt.date, dt.date] | None = None
        self._first: list[tuple[tuple[int, ...], int, ReadFirst]] = []
        self._taken = 0

    def take(self, chapter: Chapter) -> None:
        """Count one child's records, or one record."""
        settled = _settled(chapter.series)
        for order, judged in zip(chapter.order, chapter.judged, strict=True):
            overdue = self._take_actions(judged, settled)
            self._take_record(judged)
            self._consider(order, judged, overdue)
        if chapter.series is not None:
            self._take_series(chapter.series)

    def _take_record(self, judged: Judged) -> None:
        record = judged.record
        self._whole.take(judged)
        held = record.held
        names = {
            "month": month_of(record) or _NO_MONTH,
            "team": team_of(record) or _NONE,
            "kind": KIND_WORDS[record.kind] if record.kind else _NONE,
            "plan": plan_of(record) or _NONE,
        }
        for by, name in names.items():
            self._by[by][name].take(judged)
        if held:
            first, last = self._days or (held, held)
            self._days = (min(first, held), max(last, held))
        self._grades.update((one.rule, grade_of(one)) for one in judged.findings)
        self._flags.update((one.rule, one.sure) for one in judged.flags)
        self._mark(*judged.verdicts.values(), *judged.findings, *judged.flags)

    def _take_actions(self, judged: Judged, settled: set[tuple[str, Action]]) -> int:
        """Count a record's actions; how many of them are overdue."""
        overdue = 0
        for action in filter(_is_set, judged.actions):
            late = self._is_late(action) and (judged.record.id, action) not in settled
            overdue += late
            self._actions.update(
                name
                for name, holds in (
                    ("set", True),
                    ("open", action.holds is Holds.MAYBE),
                    ("owned", action.owner is not None),
                    ("dated", action.deadline is not None),
                    ("vague", action.vague is Holds.YES),
                    ("due", action.due is not None),
                    ("overdue", late),
                )
                if holds
            )
        return overdue

    def _is_late(self, action: Action) -> bool:
        return action.due is not None and action.due < self._on and action.status is not Status.DONE

    def _take_series(self, series: Series) -> None:
        self._children += 1
        self._series.update((one.rule, one.sure) for one in series.findings)
        self._over.update({one.rule for one in series.findings})
        self._outcomes.update(
            thread.outcomes[0].value if thread.sure else "open"
            for thread in series.threads
            if _is_set(thread.action)
        )
        self._mark(*series.findings)

    def _mark(self, *found: Finding | SeriesFinding | Ruled) -> None:
        for one in found:
            for words, holds in (
                ("known from the baseline", one.known),
                ("waived", one.waived is not None),
            ):
                if holds:
                    self._marks[words, isinstance(one, Ruled)] += 1

    def _consider(self, order: int, judged: Judged, overdue: int) -> None:
        """Keep the record among the ten where it belongs there."""
        short = [
            name
            for name, ruled in judged.verdicts.items()
            if ruled.verdict is Verdict.INSUFFICIENT and not judged.excused(name)
        ]
        held_back = {one.rule: one for name in short for one in judged.holding_back(name) if not one.excused}
        flags = [one for one in judged.flags if one.sure and not one.excused]
        rank = (len(short), len(held_back), len(flags), overdue)
        if not any(rank):
            return
        # Of two alike the later record, then the one that stands first in the run.
        key = (*rank, judged.record.held.toordinal() if judged.record.held else 0, -order)
        if len(self._first) == MOST_FIRST and key <= self._first[0][0]:
            return
        self._taken += 1
        kept = (key, self._taken, self._read_first(judged, short, tuple(held_back), flags, overdue))
        (heapq.heappush if len(self._first) < MOST_FIRST else heapq.heapreplace)(self._first, kept)

    def _read_first(
        self,
        judged: Judged,
        short: Sequence[str],
        held_back: Sequence[str],
        flags: Sequence[Finding],
        overdue: int,
    ) -> ReadFirst:
        record = judged.record
        return ReadFirst(
            record.id,
            record.source,
            written_day(record.held),
            KIND_WORDS[record.kind] if record.kind else "",
            tuple(self._because(short, held_back, flags, overdue)),
        )

    def _because(
        self, short: Sequence[str], held_back: Sequence[str], flags: Sequence[Finding], overdue: int
    ) -> Iterator[str]:
        titles = {rule.id: rule.title for rule in self._rubric.verdicts}
        titles |= {rule.id: rule.title for rule in self._rubric.flags}
        if short:
            yield f"Not yet sufficient: {_listed([_lower(titles[name]) for name in short])}."
        if held_back:
            criteria = [rule for rule in self._rubric.criteria if rule.id in held_back]
            named = [f"{rule.id} {_lower(rule.title)}" for rule in criteria[:_NAMED]]
            yield f"Not found, or in part: {_listed([*named, *(rule.id for rule in criteria[_NAMED:])])}."
        if flags:
            raised = [f"{one.rule} {_lower(titles[one.rule])}" for one in flags]
            yield f"Worth a second look: {_listed(raised)}."
        if overdue:
            yield (
                f"{_so_many(overdue, 'action')} {'was' if overdue == 1 else 'were'} due before"
                f" {written_day(self._on)}, and nothing that was read says done or gives a new date."
            )

    def overview(self, run: Run) -> Overview:
        """What was counted, with what `run` says beside its records; its records are not looked at."""
        rubric = self._rubric
        first, last = self._days or (None, None)
        return Overview(
            run.tool,
            run.rubric,
            run.model,
            self._on,
            first,
            last,
            tuple((rule.id, rule.title) for rule in rubric.verdicts),
            self._group("all records", self._whole),
            self._groups(self._by["month"], last=(_NO_MONTH,)),
            self._groups(merged(self._by["team"], "other teams"), last=("other teams", _NONE)),
            self._groups(self._by["kind"], last=(_NONE,)),
            self._groups(merged(self._by["plan"], "other plans"), last=("other plans", _NONE)),
            tuple(sorted(self._criteria(), key=lambda one: one.share.value if one.share.of else 2.0)),
            tuple(
                RuleCount(
                    rule.id, rule.title, rule.why, self._flags[rule.id, True], self._flags[rule.id, False]
                )
                for rule in rubric.flags
            ),
            self._picture(),
            tuple(
                RuleCount(
                    rule.id,
                    rule.title,
                    rule.why,
                    self._series[rule.id, True],
                    self._series[rule.id, False],
                    self._over[rule.id],
                )
                for rule in rubric.series
            ),
            self._children,
            tuple(kept[2] for kept in sorted(self._first, reverse=True)),
            tuple(_not_read(run)),
            (*map(told, run.tallies), *filter(None, [unknown_types(run)])),
            tuple(_odd(run)),
            tuple(self._aside(run)),
        )

    def _group(self, name: str, found: _Tallied) -> Group:
        verdicts = tuple(
            VerdictCounts(*(found.fell[rule.id, one] for one in _FELL)) for rule in self._rubric.verdicts
        )
        return Group(name, found.records, verdicts)

    def _groups(self, found: dict[str, _Tallied], last: Sequence[str]) -> tuple[Group, ...]:
        """By the alphabet, never by how well; the names in `last` after all others."""
        ordered = sorted(found, key=lambda name: (name in last, name.casefold(), name))
        return tuple(self._group(name, found[name]) for name in ordered)

    def _criteria(self) -> Iterator[CriterionCounts]:
        for rule in self._rubric.criteria:
            yield CriterionCounts(rule.id, rule.title, *(self._grades[rule.id, grade] for grade in GRADES))

    def _picture(self) -> ActionsPicture:
        words = {**{one.value: told_ for one, told_ in OUTCOME_WORDS.items()}, "open": "left open"}
        counted = self._actions
        return ActionsPicture(
            set=counted["set"],
            open=counted["open"],
            owned=counted["owned"],
            dated=counted["dated"],
            vague=counted["vague"],
            due=counted["due"],
            overdue=counted["overdue"],
            followed=self._outcomes.total(),
            outcomes=tuple((told_, self._outcomes[name]) for name, told_ in words.items()),
        )

    def _aside(self, run: Run) -> Iterator[str]:
        for words in ("waived", "known from the baseline"):
            verdicts, findings = self._marks[words, True], self._marks[words, False]
            if verdicts or findings:
                yield (
                    f"{words.capitalize()}: {_so_many(verdicts, 'verdict')}"
                    f" and {_so_many(findings, 'finding')}."
                    " They are counted here as they stand, and are not among the records to read first."
                )
        for rule, words in _STALE:
            places = [one.place for one in run.stale if one.rule == rule]
            if places:
                beyond = [f"{len(places) - _NAMED:,} more"] if len(places) > _NAMED else []
                yield f"{rule} {words}: {len(places):,} ({_listed([*places[:_NAMED], *beyond])})."


_FELL: Final = (Verdict.SUFFICIENT, Verdict.INSUFFICIENT, Verdict.REVIEW)
GRADES: Final = ("met", "partly", "not_met", "open", "not_applicable")
"""How a criterion can stand: a grade, or open where more than one is left."""
_STALE: Final = (
    ("WAI1", "Waivers that nothing needs"),
    ("WAI2", "Waivers that have expired"),
    ("BAS1", "Records whose baseline no longer fits"),
)


def overview_of(run: Run, rubric: Rubric, on: dt.date, agreement: Agreement | None = None) -> Overview:
    """A collected run's overview, through the same counting, with the agreement as it was given."""
    counting = Counting(rubric, on)
    for chapter in chapters_of(run):
        counting.take(chapter)
    return replace(counting.overview(run), agreement=agreement)


def chapters_of(run: Run) -> Iterator[Chapter]:
    """A collected run's records as they came: those of one series together, every other alone."""
    series_of = {_key(one.record): series for series in run.series for one in series.records}
    together: dict[object, list[tuple[int, Judged]]] = defaultdict(list)
    for order, judged in enumerate(run.judged):
        series = series_of.get(_key(judged.record))
        together[order if series is None else (series.child,)].append((order, judged))
    by_child = {series.child: series for series in run.series}
    for key, found in together.items():
        series = by_child[key[0]] if isinstance(key, tuple) else None
        yield Chapter(tuple(order for order, _ in found), tuple(one for _, one in found), series)


def _key(record: Record) -> tuple[str, str, dt.date | None]:
    return record.source, record.id, record.held


def merged(found: dict[str, _Tallied], others: str) -> dict[str, _Tallied]:
    """The groups of `FEWEST` records or more; the rest together under `others`, nobody to be singled out.

    While the rest has fewer than `FEWEST`, the next smallest group joins it: left out of the rows, it would
    be all records less the rows. Where that leaves nothing beside the rest there are no groups at all.
    """
    apart = {name: one for name, one in found.items() if one.records >= FEWEST}
    rest = [one for name, one in found.items() if name not in apart]
    if rest and others in apart:  # an export may itself name a team so
        rest.append(apart.pop(others))
    while rest and apart and sum(one.records for one in rest) < FEWEST:
        rest.append(apart.pop(min(apart, key=lambda name: (apart[name].records, name))))
    if not rest:
        return apart
    together = _Tallied()
    for one in rest:
        together.join(one)
    return {**apart, others: together} if apart else {}


def _is_set(action: Action) -> bool:
    return action.holds is not Holds.NO and not action.earlier


def _settled(series: Series | None) -> set[tuple[str, Action]]:
    """The actions of which the child's next record says that they are done, or gives a new date."""
    over = ((Outcome.DONE,), (Outcome.CHANGED,))
    threads = series.threads if series is not None else ()
    return {(thread.record, thread.action) for thread in threads if thread.outcomes in over}


def _not_read(run: Run) -> Iterator[NotRead]:
    counted = Counter((one.reason, one.mend) for one in run.unread)
    for (reason, mend), count in counted.most_common():
        yield NotRead(reason, mend, count)


def _odd(run: Run) -> Iterator[RuleCount]:
    counted = Counter(one.rule for one in run.inputs)
    for rule in INPUT_RULES:
        if counted[rule.id]:
            yield RuleCount(rule.id, rule.title, rule.mend, counted[rule.id])


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _listed(words: Sequence[str]) -> str:
    """'a, b and c'."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _so_many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
