"""What a rubric is once it is read: every rule as frozen data, with its words for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from supcheck.checks import Check
from supcheck.own_labels import OwnLabel
from supcheck.records import Grade, Named
from supcheck.series import SeriesRule


@dataclass(frozen=True, slots=True)
class Example:
    """A few units with their labels, and the grade that the ladder must give them."""

    grade: str
    """A grade; for a flag or advice 'raised' or 'quiet'."""
    type: str
    units: tuple[tuple[str, tuple[str, ...]], ...]
    """Words, and the labels that they bear."""
    place: str = field(default="", compare=False)
    """Where it is written: file:line:column."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the codebook: a ladder of checks with its words for a reader."""

    id: str
    title: str
    area: str
    """'reflection' or 'direction'."""
    asks: str
    why: str
    source: str
    weight: int
    """Which shortfall a manager is shown first; the higher, the sooner."""
    not_applicable: Check | None
    met: Check
    partly: Check
    because: Mapping[str, str]
    good: str
    poor: str
    examples: tuple[Example, ...]

    @property
    def rungs(self) -> tuple[str, ...]:
        """Every grade that the ladder can give."""
        foot = (Grade.MET, Grade.PARTLY, Grade.NOT_MET)
        return (Grade.NOT_APPLICABLE, *foot) if self.not_applicable else foot


@dataclass(frozen=True, slots=True)
class Flag:
    """A second look that the inspection letter asks for: raised or quiet, never scored."""

    id: str
    title: str
    asks: str
    why: str
    source: str
    raised: Check
    because: str
    good: str
    poor: str
    examples: tuple[Example, ...]

    @property
    def rungs(self) -> tuple[str, ...]:
        """Raised, or not."""
        return ("raised", "quiet")


@dataclass(frozen=True, slots=True)
class Ladder:
    """One way in which grades make a verdict: each named criterion has one of its grades."""

    needs: Mapping[str, tuple[Grade, ...]]


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """A verdict is sufficient when any of its ladders is climbed; for `types`, by `instead`."""

    id: str
    title: str
    asks: str
    source: str
    any_of: tuple[Ladder, ...]
    also: Check | None
    by_type: Mapping[str, tuple[Ladder, ...]]


Rule = Criterion | VerdictRule | Flag | SeriesRule
"""The closed union of rules."""


@dataclass(frozen=True, slots=True)
class Rubric:
    """All rules of one file, in its order."""

    named: Named
    criteria: tuple[Criterion, ...]
    verdicts: tuple[VerdictRule, ...]
    flags: tuple[Flag, ...]
    series: tuple[SeriesRule, ...] = ()
    own_labels: tuple[OwnLabel, ...] = ()
    """An authority's own labels that its checks name."""
    at_hand: tuple[OwnLabel, ...] = ()
    """Every own label that its checks, or those of a rubric that extends it, may name."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, criteria first."""
        return (*self.criteria, *self.verdicts, *self.flags, *self.series)

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of that id, in any case of letters; None where there is none."""
        return next((rule for rule in self.rules if rule.id.lower() == rule_id.lower()), None)
