"""One child's records as a story: a time line, a table, what became of each action, what falls short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from supcheck.questions import written_day
from supcheck.records import Finding, Judged, Outcome, Ruled, Series, SeriesFinding, Span, Thread, Verdict
from supcheck.report.acts import words_of_act
from supcheck.rubric import Rubric

OUTCOME_WORDS = {
    Outcome.DONE: "done",
    Outcome.CARRIED: "carried over",
    Outcome.CHANGED: "given a new date",
    Outcome.SILENT: "not found in the next record",
}
OPEN = "for you to decide"
_MARKS = {Verdict.SUFFICIENT: "yes", Verdict.INSUFFICIENT: "not yet", Verdict.REVIEW: OPEN}
_QUOTES = 3


def outcome_words(thread: Thread) -> str:
    """What the next record makes of an action, for a reader."""
    return OUTCOME_WORDS[thread.outcomes[0]] if thread.sure else OPEN


def set_aside(one: Finding | SeriesFinding | Ruled) -> str:
    """How a waiver and the baseline mark it: ', waived: why', ', known', both or ''."""
    known = ", known" if one.known else ""
    return known if one.waived is None else f"{known}, waived: {one.waived}"


@dataclass(frozen=True, slots=True)
class Step:
    """One record on the time line."""

    name: str
    held: str
    days: int | None
    """Since the record before."""
    reflection: str
    direction: str
    born: int
    done: int
    carried: int
    changed: int
    lost: int
    open: int
    """What the record says of the actions of the one before."""
    rules: tuple[str, ...]
    """Series criteria that fall short here."""


@dataclass(frozen=True, slots=True)
class FollowedAction:
    """An action and what the next record makes of it, with the words of both."""

    what: str
    set_in: str
    outcome: str
    following: str
    words: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Instance:
    """One place where a series criterion falls short."""

    stands: str
    aside: str
    """How a waiver and the baseline mark it."""
    because: str
    quotes: tuple[tuple[str, str], ...]
    """Words, and the record that they stand in."""


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series criterion that falls short, and each place where it does."""

    rule: str
    title: str
    asks: str
    why: str
    source: str
    instances: tuple[Instance, ...]
    """The sure ones first."""


@dataclass(frozen=True)
class ChildReport:
    """Everything that a human report says of one child's records together."""

    series: Series
    rubric: Rubric

    @property
    def name(self) -> str:
        """The child as the export or the record writes it."""
        return self.series.records[0].record.child or ""

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """A row a record, in date order."""
        return tuple(self._step(at, one) for at, one in enumerate(self.series.records))

    def _step(self, at: int, one: Judged) -> Step:
        before = self.series.records[at - 1] if at else None
        answers = [thread for thread in self.series.threads if thread.following == one.record.id]
        told = Counter(thread.outcomes[0] if thread.sure else None for thread in answers)
        days = (
            (one.record.held - before.record.held).days
            if before is not None and one.record.held and before.record.held
            else None
        )
        return Step(
            name=one.record.id,
            held=written_day(one.record.held),
            days=days,
            reflection=_MARKS[one.verdicts["reflection"].verdict],
            direction=_MARKS[one.verdicts["direction"].verdict],
            born=sum(not action.earlier for action in one.actions),
            done=told[Outcome.DONE],
            carried=told[Outcome.CARRIED],
            changed=told[Outcome.CHANGED],
            lost=told[Outcome.SILENT],
            open=told[None],
            rules=tuple(
                dict.fromkeys(
                    finding.rule
                    for finding in self.series.findings
                    if self._stands_at(finding) == one.record.id
                )
            ),
        )

    def _stands_at(self, finding: SeriesFinding) -> str:
        """The last of the child's own records that a finding names."""
        own = {one.record.id for one in self.series.records}
        return next(place.record for place in reversed(finding.places) if place.record in own)

    @cached_property
    def lines(self) -> tuple[SeriesLine, ...]:
        """What falls short, surely or perhaps, in the rubric's order."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[SeriesLine]:
        for rule in self.rubric.series:
            found = sorted(
                (one for one in self.series.findings if one.rule == rule.id), key=lambda one: not one.sure
            )
            if found:
                instances = tuple(
                    Instance(
                        "worth a look" if one.sure else OPEN,
                        set_aside(one),
                        one.because,
                        tuple(self._quotes(one)),
                    )
                    for one in found
                )
                yield SeriesLine(rule.id, rule.title, rule.asks, rule.why, rule.source, instances)

    def _quotes(self, finding: SeriesFinding) -> Iterator[tuple[str, str]]:
        for place in finding.places:
            for span in place.spans[:_QUOTES]:
                words = self._words(place.record, span)
                if words:
                    yield words, place.record

    @cached_property
    def followed(self) -> tuple[FollowedAction, ...]:
        """Each action with what the next record says of it."""
        return tuple(self._followed(thread) for thread in self.series.threads)

    def _followed(self, thread: Thread) -> FollowedAction:
        earlier = self._record(thread.record)
        return FollowedAction(
            words_of_act(earlier, thread.action) if earlier else "",
            thread.record,
            outcome_words(thread),
            thread.following,
            self._words(thread.following, thread.span) if thread.span else "",
            thread.confidence,
        )

    def _words(self, record: str, span: Span) -> str:
        found = self._record(record)
        return " ".join(span.of(found.record.text).split()) if found else ""

    def _record(self, name: str) -> Judged | None:
        return next((one for one in self.series.records if one.record.id == name), None)

    @cached_property
    def picture(self) -> str:
        """The time line as SVG."""
        from supcheck.report.timeline import timeline

        return timeline(self.series, self.steps)
