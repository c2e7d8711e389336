"""`--min-level`: what a report shows, apart from what fails a run."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from supcheck.records import Finding, Grade, Judged, Run, Series, SeriesFinding

LEVELS: Final = ("met", "review", "partly", "not_met")
"""From everything to what surely falls short most; a raised flag asks for a look and is 'review'."""

_OF_GRADE: Final = {
    Grade.MET: "met",
    Grade.NOT_APPLICABLE: "met",
    Grade.PARTLY: "partly",
    Grade.NOT_MET: "not_met",
}


def shown(run: Run, least: str) -> Run:
    """The run with the findings at or above a level; verdicts stay, and what is left out is counted."""
    if least == LEVELS[0]:
        return run
    judged = tuple(shown_record(one, least) for one in run.judged)
    kept = {one.record.id: one for one in judged}
    series = tuple(shown_series(one, least, kept) for one in run.series)
    hidden = _count(run.judged, run.series) - _count(judged, series)
    return replace(run, judged=judged, series=series, hidden=hidden)


def shown_record(judged: Judged, least: str) -> Judged:
    """One record with its findings at or above a level."""
    return replace(
        judged,
        findings=tuple(one for one in judged.findings if _reaches(_level(one), least)),
        flags=judged.flags if _reaches("review", least) else (),
        advice=judged.advice if _reaches("met", least) else (),
    )


def shown_series(series: Series, least: str, kept: dict[str, Judged]) -> Series:
    """A child's records together; `kept` has the records as they are shown, by id."""
    return replace(
        series,
        records=tuple(kept.get(one.record.id, one) for one in series.records),
        findings=tuple(one for one in series.findings if _reaches(_level(one), least)),
    )


def _level(finding: Finding | SeriesFinding) -> str:
    return _OF_GRADE[finding.grades[0]] if finding.sure else "review"


def _reaches(level: str, least: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index(least)


def _count(judged: tuple[Judged, ...], series: tuple[Series, ...]) -> int:
    records = sum(len(one.findings) + len(one.flags) + len(one.advice) for one in judged)
    return records + sum(len(one.findings) for one in series)
