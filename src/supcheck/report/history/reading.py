"""A history's counts -> run charts with their signals in words: by verdict, criterion and team."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from supcheck.report.history.runchart import LEAST_USEFUL, RunChart, Signal, run_chart
from supcheck.report.overview.charts import month_words
from supcheck.report.shares import Share
from supcheck.rubric import Rubric
from supcheck.store.history import Count, Kept, Version
from supcheck.strata import FEWEST

_OTHERS: Final = "other teams"
_GOOD: Final = ("sufficient", "met")
_OUT: Final = "not_applicable"
_ACROSS: Final = ", but across a change of rubric or model, and so perhaps the tool's"


@dataclass(frozen=True, slots=True)
class Point:
    """One month of one chart."""

    month: str
    share: Share

    @property
    def judged(self) -> bool:
        """Whether it has records enough to count in the rules."""
        return self.share.of >= FEWEST


@dataclass(frozen=True, slots=True)
class Change:
    """From a month on, records were judged by another rubric or model than before."""

    month: str
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """One run chart: its points, what the rules make of them, and that in words."""

    name: str
    points: tuple[Point, ...]
    chart: RunChart | None
    """Over the months that have records enough; None where none has."""
    told: tuple[str, ...]
    """A sentence a signal; else one that says that there is none."""
    signalled: bool

    @property
    def records(self) -> int:
        """All that it rests on."""
        return sum(point.share.of for point in self.points)


@dataclass(frozen=True, slots=True)
class Theme:
    """Run charts that belong together."""

    id: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All that the page says."""

    runs: int
    records: int
    undated: int
    months: tuple[str, ...]
    changes: tuple[Change, ...]
    themes: tuple[Theme, ...]


def story_of(kept: Kept, rubric: Rubric) -> Story:
    """The history's run charts, each rule's words as this rubric has them."""
    changes = tuple(_changes(kept.versions))
    verdicts = {rule.id: rule.title for rule in rubric.verdicts}
    graded = {one.rule for one in kept.counts} - set(verdicts)
    criteria = {rule.id: f"{rule.id} {rule.title}" for rule in rubric.criteria if rule.id in graded}
    # An older rubric may have had others.
    criteria |= {rule: rule for rule in sorted(graded - set(criteria))}
    teams = _teams(kept.counts, next(iter(verdicts), ""))

    def lines(names: Mapping[str, str], wanted: Callable[[Count], str | None]) -> tuple[Line, ...]:
        grouped: dict[str, list[Count]] = defaultdict(list)
        for one in kept.counts:
            name = wanted(one)
            if name is not None:
                grouped[name].append(one)
        return tuple(_line(words, grouped[name], changes) for name, words in names.items() if grouped[name])

    def of_team(rule: str) -> Callable[[Count], str | None]:
        told = _months_told([one for one in kept.counts if one.rule == rule], teams)

        def wanted(one: Count) -> str | None:
            name = teams.get(one.team or "")
            return name if one.rule == rule and (one.month, name) in told else None

        return wanted

    ordered = sorted(set(teams.values()), key=lambda name: (name == _OTHERS, name.casefold()))
    themes = [
        Theme("verdicts", "Verdicts, all records", lines(verdicts, lambda one: one.rule)),
        *(
            Theme(
                f"teams-{rule}", f"{title}, by team", lines({name: name for name in ordered}, of_team(rule))
            )
            for rule, title in verdicts.items()
        ),
        Theme("criteria", "Criteria, all records", lines(criteria, lambda one: one.rule)),
    ]
    months = tuple(sorted({one.month for one in kept.counts}))
    return Story(
        kept.runs, kept.records, kept.undated, months, changes, tuple(one for one in themes if one.lines)
    )


def _teams(counts: Sequence[Count], verdict: str) -> dict[str, str]:
    """A team -> the name that it is told under; those of few records together, if they are enough then."""
    sizes: Counter[str] = Counter()
    for one in counts:
        if one.rule == verdict and one.team:
            sizes[one.team] += one.records
    found = {team: team if size >= FEWEST else _OTHERS for team, size in sizes.items()}
    others = sum(sizes[team] for team, name in found.items() if name == _OTHERS)
    return {team: name for team, name in found.items() if name != _OTHERS or others >= FEWEST}


def _months_told(counts: Sequence[Count], teams: Mapping[str, str]) -> set[tuple[str, str | None]]:
    """The months and teams that may be told: nobody is singled out, nor by taking teams from all records.

    Of a month those teams that have `FEWEST` records in it; where what is left of all its records is fewer,
    not the smallest of them either.
    """
    sizes: dict[str, Counter[str | None]] = defaultdict(Counter)
    for one in counts:
        sizes[one.month][teams.get(one.team or "")] += one.records
    found: set[tuple[str, str | None]] = set()
    for month, of in sizes.items():
        told = [name for name, size in of.most_common() if name is not None and size >= FEWEST]
        while told and 0 < of.total() - sum(of[name] for name in told) < FEWEST:
            told.pop()
        found.update((month, name) for name in told)
    return found


def _line(name: str, counts: Sequence[Count], changes: Sequence[Change]) -> Line:
    met: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for one in counts:
        if one.grade != _OUT:
            of[one.month] += one.records
            met[one.month] += one.records * (one.grade in _GOOD)
    points = tuple(Point(month, Share(met[month], of[month])) for month in sorted(of))
    judged = [point for point in points if point.judged]
    chart = run_chart([point.share.value for point in judged]) if judged else None
    told = tuple(_told(chart, judged, changes)) if chart else (f"No month has {FEWEST} records or more.",)
    return Line(name, points, chart, told, bool(chart and chart.signals))


def _told(chart: RunChart, judged: Sequence[Point], changes: Sequence[Change]) -> Iterator[str]:
    for signal in chart.signals:
        first, last = (judged[place].month for place in (signal.first, signal.last))
        # A shift begins after the point before it.
        since = judged[max(0, signal.first - 1)].month
        across = any(since < change.month <= last for change in changes)
        yield (
            f"{_WORDS[signal.kind](signal)}, {month_words(first)} to {month_words(last)}: more than chance"
            f"{_ACROSS if across else ''}."
        )
    if not chart.signals:
        few = f" With fewer than {LEAST_USEFUL} months off the median, runs are not counted."
        yield "No more than chance." + (few if chart.useful < LEAST_USEFUL else "")


def _side(signal: Signal) -> str:
    return f"A shift: {signal.count} months in a row {'above' if signal.up else 'below'} the median"


def _trend(signal: Signal) -> str:
    return f"A trend: {signal.count} months in a row {'rising' if signal.up else 'falling'}"


_WORDS: Final[Mapping[str, Callable[[Signal], str]]] = {
    "shift": _side,
    "trend": _trend,
    "few runs": lambda signal: f"Too few runs about the median ({signal.count})",
    "many runs": lambda signal: f"Too many runs about the median ({signal.count})",
}


def _changes(versions: Sequence[Version]) -> Iterator[Change]:
    """Where a month's records were judged by what the month before did not have."""
    by_month: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        by_month[version.month].append(version)
    before: set[tuple[str, str]] | None = None
    for month in sorted(by_month):
        now = {
            (kind, f"{named.name} {named.digest[:8]}".strip())
            for one in by_month[month]
            for kind, named in (("rubric", one.rubric), ("model", one.model))
        }
        if before is not None and now != before:
            new = sorted(now - before, reverse=True)
            words = ", ".join(f"{kind} {name}" for kind, name in new)
            yield Change(month, f"now {words}" if words else "one rubric or model fewer")
        before = now
