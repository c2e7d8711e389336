"""The rules of a run chart: whether its points change more than chance would have them.

Source: the run-chart rules that the NHS teaches (Perla, Provost and Murray 2011, BMJ Quality and Safety
20:46-51): a shift is six or more points in a row on one side of the median, points on it passed over;
a trend is five or more points in a row all rising or all falling, one of two that are alike passed over;
and a number of runs about the median outside what chance gives 95 times in 100. The limits of the last
are reckoned exactly from how many points stand above and below (Swed and Eisenhart 1943, 2.5% either
side), and not where fewer than ten do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, pairwise
from math import comb
from statistics import median
from typing import Final, Literal

SHIFT: Final = 6
TREND: Final = 5
LEAST_USEFUL: Final = 10
"""Points off the median below which runs are not counted."""
_TAIL: Final = Fraction(1, 40)


@dataclass(frozen=True, slots=True)
class Signal:
    """A change that is more than chance: of which kind, and from which point to which."""

    kind: Literal["shift", "trend", "few runs", "many runs"]
    first: int
    last: int
    up: bool = False
    """Above the median, or rising."""
    count: int = 0
    """Points of a shift or a trend; runs of the others."""


@dataclass(frozen=True, slots=True)
class RunChart:
    """A series of points, their median and its signals."""

    values: tuple[float, ...]
    median: float
    useful: int
    """Points that do not lie on the median."""
    signals: tuple[Signal, ...]


def run_chart(values: Sequence[float]) -> RunChart:
    """The points judged by the rules; `values` must hold at least one."""
    middle = median(values)
    off = [(place, value > middle) for place, value in enumerate(values) if value != middle]
    signals = (*_shifts(off), *_trends(values), *_runs(off, len(values)))
    return RunChart(tuple(values), middle, len(off), signals)


def _shifts(off: Sequence[tuple[int, bool]]) -> Iterator[Signal]:
    for above, group in groupby(off, key=lambda one: one[1]):
        places = [place for place, _ in group]
        if len(places) >= SHIFT:
            yield Signal("shift", places[0], places[-1], above, len(places))


def _trends(values: Sequence[float]) -> Iterator[Signal]:
    """A turning point is the last of one trend and the first of the next."""
    steps = [place for place in range(len(values)) if not place or values[place] != values[place - 1]]
    rising = [values[later] > values[earlier] for earlier, later in pairwise(steps)]
    at = 0
    for up, group in groupby(rising):
        count = len(list(group))
        if count + 1 >= TREND:
            yield Signal("trend", steps[at], steps[at + count], up, count + 1)
        at += count


def _runs(off: Sequence[tuple[int, bool]], points: int) -> Iterator[Signal]:
    if len(off) < LEAST_USEFUL:
        return
    runs = sum(1 for _ in groupby(off, key=lambda one: one[1]))
    above = sum(is_above for _, is_above in off)
    few, many = run_limits(above, len(off) - above)
    if runs <= few:
        yield Signal("few runs", 0, points - 1, count=runs)
    if runs >= many:
        yield Signal("many runs", 0, points - 1, count=runs)


@lru_cache(maxsize=1024)
def run_limits(above: int, below: int) -> tuple[int, int]:
    """The most runs that are too few, and the fewest that are too many, at 2.5% either side.

    0, and one more than there can be, where no number of runs is that rare.
    """
    total = comb(above + below, above)
    most = above + below
    chances = {runs: Fraction(_ways(runs, above, below), total) for runs in range(1, most + 1)}
    few, many = 0, most + 1
    tail = Fraction(0)
    for runs in range(1, most + 1):
        tail += chances[runs]
        if tail > _TAIL:
            break
        few = runs
    tail = Fraction(0)
    for runs in range(most, 0, -1):
        tail += chances[runs]
        if tail > _TAIL:
            break
        many = runs
    return few, many


def _ways(runs: int, above: int, below: int) -> int:
    """In how many orders so many points above and below make so many runs."""
    if not above or not below:
        return int(runs == 1)
    half, odd = divmod(runs, 2)
    if odd:
        return (
            comb(above - 1, half) * comb(below - 1, half - 1)
            + comb(above - 1, half - 1) * comb(below - 1, half)
            if half
            else 0
        )
    return 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
