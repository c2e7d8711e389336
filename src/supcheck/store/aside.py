"""What sets a finding aside: it is marked and counted, never removed, and does not fail the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from supcheck.records import Finding, Grade, Judged, Run, Series, Stale, Verdict


class Aside(Protocol):
    """The baseline, or the waivers, over one run."""

    def judged(self, one: Judged) -> Judged:
        """The record with what is set aside marked."""
        ...

    def series(self, one: Series) -> Series:
        """The child's records together, likewise."""
        ...

    def stale(self) -> Iterator[Stale]:
        """What set nothing aside; asked once the whole run has been seen."""
        ...


def set_aside(run: Run, asides: Sequence[Aside]) -> Run:
    """The run as each of them marks it, one after the other."""
    for aside in asides:
        judged = tuple(aside.judged(one) for one in run.judged)
        series = tuple(aside.series(one) for one in run.series)
        run = replace(run, judged=judged, series=series, stale=(*run.stale, *aside.stale()))
    return run


def shortfalls(judged: Judged) -> dict[str, str]:
    """Rule -> how it stands, for each criterion, flag and verdict that falls short, surely or perhaps.

    'not_met', or 'partly|not_met' where both are open; 'raised' or 'raised|quiet' of a flag;
    'insufficient' or 'review' of a verdict. Advice falls short of nothing.
    """
    found = {one.rule: stands(one.grades) for one in judged.findings if _short(one)}
    found |= {flag.rule: "raised" if flag.sure else "raised|quiet" for flag in judged.flags}
    verdicts = {rule: ruled.verdict.value for rule, ruled in judged.verdicts.items()}
    return found | {rule: verdict for rule, verdict in verdicts.items() if verdict != Verdict.SUFFICIENT}


def stands(grades: Sequence[Grade]) -> str:
    """Grades as one word."""
    return "|".join(grades)


def _short(finding: Finding) -> bool:
    return bool({Grade.PARTLY, Grade.NOT_MET} & set(finding.grades))


def marked(judged: Judged, marks: Mapping[str, Mapping[str, Any]]) -> Judged:
    """The record with the fields of `marks` put in place: rule -> fields."""
    return replace(
        judged,
        findings=tuple(replace(one, **marks.get(one.rule, {})) for one in judged.findings),
        flags=tuple(replace(one, **marks.get(one.rule, {})) for one in judged.flags),
        verdicts={rule: replace(ruled, **marks.get(rule, {})) for rule, ruled in judged.verdicts.items()},
    )
