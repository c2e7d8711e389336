"""What a run's exit code says: one reading of it for every command, whatever is written and where."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import click

from supcheck.records import Finding, Grade, Judged, Run, SeriesFinding, Unread, Verdict

if TYPE_CHECKING:
    from supcheck.rubric import Rubric

_NOT_MET: Final = frozenset({Grade.NOT_MET})
_SHORT: Final = frozenset({Grade.PARTLY, Grade.NOT_MET})
_GRADES: Final = {"not_met": _NOT_MET, "partly": _SHORT}
"""What `RULE=GRADE` takes for a shortfall: that grade, and what is below it."""
_LIMIT: Final = re.compile(r"(?P<share>[0-9]+(?:\.[0-9]+)?)%|(?P<count>[0-9]+)")


@dataclass(frozen=True, slots=True)
class Limit:
    """The most records that may be insufficient: so many, or a share of those read."""

    most: Decimal
    share: bool = False

    def __str__(self) -> str:
        return f"{self.most}%" if self.share else str(self.most)

    def exceeded(self, insufficient: int, records: int) -> bool:
        """Whether there are more."""
        return insufficient * 100 > self.most * records if self.share else insufficient > self.most


def limit(context: click.Context, option: click.Parameter, value: str | None) -> Limit | None:
    """Read '20%' or '3'; raises `BadParameter` for what is neither a share nor a whole number."""
    if value is None:
        return None
    found = _LIMIT.fullmatch(value)
    if found is None or (found["share"] and Decimal(found["share"]) > 100):
        told = f"'{value}' is neither a share such as 20% nor a number of records such as 3"
        raise click.BadParameter(told, context, option)
    return Limit(Decimal(found["share"] or found["count"]), share=found["share"] is not None)


@dataclass(frozen=True, slots=True)
class Gate:
    """What makes a run exit 1."""

    verdicts: frozenset[str] = frozenset()
    """Those that may not be insufficient."""
    grades: Mapping[str, frozenset[Grade]] = field(default_factory=dict)
    """Criterion or series rule -> the grades that it may not have."""
    most: Limit | None = None
    stale: frozenset[Grade] = _NOT_MET
    """The grades at which a stale waiver or entry of the baseline fails the run."""

    def _fails(self, finding: Finding | SeriesFinding) -> bool:
        """An open grade never fails a run by itself; nor does what is waived or known."""
        barred = self.grades.get(finding.rule, frozenset())
        return finding.sure and finding.grades[0] in barred and not finding.excused

    def record_fails(self, judged: Judged) -> bool:
        """Whether one record is enough to fail the run."""
        return any(_insufficient(judged, name) for name in self.verdicts) or any(
            map(self._fails, judged.findings)
        )

    def series_fails(self, findings: tuple[SeriesFinding, ...]) -> bool:
        """Whether what a child's records show together is enough to fail the run."""
        return any(map(self._fails, findings))

    def fails(self, run: Run) -> bool:
        """Whether the run exits with 1."""
        insufficient = sum(is_insufficient(judged) for judged in run.judged)
        return (
            any(map(self.record_fails, run.judged))
            or any(self.series_fails(series.findings) for series in run.series)
            or self.fails_at_the_end(run, insufficient, len(run.judged))
        )

    def fails_at_the_end(self, run: Run, insufficient: int, records: int) -> bool:
        """Whether what is known only when all records have been read makes the run exit with 1."""
        stale = any(one.grade in self.stale for one in run.stale)
        return stale or (self.most is not None and self.most.exceeded(insufficient, records))


def is_insufficient(judged: Judged) -> bool:
    """Whether one verdict or the other surely is, after waivers and baseline; an open one is not."""
    return any(_insufficient(judged, name) for name in judged.verdicts)


def _insufficient(judged: Judged, name: str) -> bool:
    ruled = judged.verdicts.get(name)
    if ruled is None or not ruled.selected or judged.excused(name):
        return False
    return ruled.verdict is Verdict.INSUFFICIENT


def gate(fail_on: str | None, most: Limit | None, rubric: Rubric) -> Gate:
    """Read `--fail-on`: 'never', or words and rules parted by commas; raises `UsageError`.

    `not_met` is every verdict, `partly` every verdict, criterion and series rule; a verdict, criterion or
    series rule is named by its id, and a criterion may say the grade that it may not have: `D3=partly`.
    A stale waiver fails at `partly`, what a strict baseline no longer finds at anything but `never`.
    Without `--fail-on` it is `not_met`, or nothing but the limit where there is one.
    """
    usual = "not_met" if most is None else "never"
    words = [word.strip() for word in (usual if fail_on is None else fail_on).split(",")]
    if "never" in words:
        if len(words) > 1:
            raise click.UsageError("--fail-on: 'never' stands alone")
        return Gate(most=most, stale=frozenset() if fail_on else _NOT_MET)
    verdicts: set[str] = set()
    grades: dict[str, frozenset[Grade]] = {}
    for word in words:
        for rule, barred in _named(word, rubric):
            if barred:
                grades[rule] = grades.get(rule, frozenset()) | barred
            else:
                verdicts.add(rule)
    return Gate(frozenset(verdicts), grades, most, _SHORT if "partly" in words else _NOT_MET)


def _named(word: str, rubric: Rubric) -> Iterator[tuple[str, frozenset[Grade]]]:
    """The rules that one word names, each with the grades that it may not have; a verdict with none."""
    if word in _GRADES:
        yield from ((rule.id, frozenset()) for rule in rubric.verdicts)
        if word == "partly":
            yield from ((rule.id, _SHORT) for rule in rubric.criteria)
            yield from ((rule.id, _SHORT) for rule in rubric.series)
        return
    name, parted, grade = word.partition("=")
    rule = rubric.rule(name.strip())
    if rule is None:
        raise click.UsageError(f"--fail-on: {_unknown(name.strip(), rubric)}")
    if rule in rubric.flags:
        raise click.UsageError(f"--fail-on: {rule.id} is a flag: it asks for a second look and fails no run")
    if parted and (rule not in rubric.criteria or grade.strip() not in _GRADES):
        raise click.UsageError(
            f"--fail-on: '{word}': a criterion may say '=partly' or '=not_met'; all else stands alone"
        )
    yield rule.id, frozenset() if rule in rubric.verdicts else _GRADES[grade.strip() or "not_met"]


def _unknown(name: str, rubric: Rubric) -> str:
    flags = {rule.id for rule in rubric.flags}
    known = [*_GRADES, "never", *(rule.id for rule in rubric.rules if rule.id not in flags)]
    lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.5)
    guess = f"did you mean '{lower[near[0]]}'?" if near else f"it is one of: {', '.join(known)}"
    return f"'{name}' is no rule of this rubric; {guess}"


def exit_code(run: Run, failing: Gate, *, allow_empty: bool, allow_unreadable: bool) -> int:
    """The exit code of a whole run, whatever is written and where."""
    return code_of(
        run.unread,
        len(run.judged),
        failing.fails(run),
        allow_empty=allow_empty,
        allow_unreadable=allow_unreadable,
    )


def code_of(
    unread: Sequence[Unread], records: int, fails: bool, *, allow_empty: bool, allow_unreadable: bool
) -> int:
    """2 for an input that could not be read or that has nothing in it; 1 for findings; else 0.

    The two allowances know nothing of each other: what could not be read was something to examine.
    """
    if any(not one.empty for one in unread) and not allow_unreadable:
        return 2
    nothing = any(one.empty for one in unread) or not (records or unread)
    if nothing and not allow_empty:
        return 2
    return int(fails)
