"""How far two judges agree: precision, recall, F1, kappa and calibration, with bootstrap intervals.

Records, not units, are drawn again: the units of one record are not independent of each other.
Sources: Cohen 1960 and 1968 (kappa, weighted kappa); Efron 1979 (percentile bootstrap); Naeini
et al. 2015 (expected calibration error).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]

DRAWS: Final = 1000
_TAILS: Final = (2.5, 97.5)
_BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure and the interval in which 95 of 100 redrawn samples lie; None: not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        return f"{self.value:.2f}" + (f" [{self.low:.2f}, {self.high:.2f}]" if self.low is not None else "")


def redrawn(records: int, seed: int = 0) -> Counts:
    """How often each record is drawn in each of `DRAWS` samples; shape (DRAWS, records)."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(records, [1 / records] * records, size=DRAWS).astype(np.float64)


def figure(per_record: Counts, of: Callable[[Counts], Counts], draws: Counts) -> Figure:
    """`of` the summed counts, with its interval over the draws.

    `per_record` has a row a record; `of` takes counts of shape (..., width) and gives (...).
    """
    value = float(of(per_record.sum(axis=0)))
    if np.isnan(value):
        return Figure(None)
    sampled = of(draws @ per_record)
    sampled = sampled[~np.isnan(sampled)]
    if not sampled.size:
        return Figure(round(value, 3))
    low, high = (float(bound) for bound in np.percentile(sampled, _TAILS))
    return Figure(round(value, 3), round(low, 3), round(high, 3))


def hits(true: Sequence[bool], said: Sequence[bool]) -> Counts:
    """Both, said alone, true alone, neither: what every function below reads of a label."""
    pairs = list(zip(true, said, strict=True))
    wanted = ((True, True), (False, True), (True, False), (False, False))
    return np.array([pairs.count(pair) for pair in wanted], dtype=np.float64)


def precision(counts: Counts) -> Counts:
    """Share of what was said that is true; NaN where nothing was said."""
    return _ratio(counts[..., 0], counts[..., 0] + counts[..., 1])


def recall(counts: Counts) -> Counts:
    """Share of what is true that was said; NaN where nothing is true."""
    return _ratio(counts[..., 0], counts[..., 0] + counts[..., 2])


def f1(counts: Counts) -> Counts:
    """Twice the hits over all that was said and all that is true; NaN where both are none."""
    return _ratio(2 * counts[..., 0], 2 * counts[..., 0] + counts[..., 1] + counts[..., 2])


def mean(figures: Counts) -> Counts:
    """The mean of the figures in the last axis that are defined; NaN where none is."""
    defined = ~np.isnan(figures)
    return _ratio(np.where(defined, figures, 0.0).sum(axis=-1), defined.sum(axis=-1))


def label_kappa(counts: Counts) -> Counts:
    """Cohen's kappa of a label that is borne or not."""
    both, said, true, neither = (counts[..., column] for column in range(4))
    return kappa(np.stack([np.stack([neither, said], -1), np.stack([true, both], -1)], -2))


def kappa(confusion: Counts, *, weighted: bool = False) -> Counts:
    """Cohen's kappa of tables (..., n, n), rows true; `weighted`: linear in the distance of grades.

    NaN where one side never varies, so that agreement by chance is complete.
    """
    size = confusion.shape[-1]
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
    cost = steps / max(1, size - 1) if weighted else (steps > 0).astype(np.float64)
    total = confusion.sum(axis=(-1, -2))
    by_chance = confusion.sum(-1)[..., :, None] * confusion.sum(-2)[..., None, :]
    seen = (cost * confusion).sum(axis=(-1, -2))
    expected = _ratio((cost * by_chance).sum(axis=(-1, -2)), total)
    return np.asarray(1 - _ratio(seen, expected))


def table(true: str, said: str, names: Sequence[str]) -> Counts:
    """One record's own table, flat: a one where its pair of grades stands.

    Noughts where a side says something that is none of `names`, such as 'open' or 'not_applicable'.
    """
    counts = np.zeros((len(names), len(names)))
    if true in names and said in names:
        counts[names.index(true), names.index(said)] = 1
    return counts.ravel()


def kappa_of(size: int, *, weighted: bool = False) -> Callable[[Counts], Counts]:
    """`kappa` over flat tables of `size` names."""
    return lambda flat: kappa(flat.reshape(*flat.shape[:-1], size, size), weighted=weighted)


@dataclass(frozen=True, slots=True)
class Bin:
    """Units whose score fell into one tenth: how many, what was scored and what was borne."""

    units: int
    score: float
    borne: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether a score of 0.7 is right 7 times in 10."""

    bins: tuple[Bin, ...]
    error: float
    """Expected calibration error: the mean distance of score and share borne, weighted by units."""


def calibration(scores: NDArray[np.floating], true: NDArray[np.bool_]) -> Calibration:
    """Scores and truths of the same shape, in ten bins of equal width; empty ones are left out."""
    place = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    bins = tuple(
        Bin(int(there.sum()), float(scores[there].mean()), float(true[there].mean()))
        for there in (place == number for number in range(_BINS))
        if there.any()
    )
    apart = sum(one.units * abs(one.score - one.borne) for one in bins)
    return Calibration(bins, round(float(apart / max(1, scores.size)), 4))


def _ratio(above: Counts, below: Counts) -> Counts:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(below > 0, above / np.where(below > 0, below, 1), np.nan))
