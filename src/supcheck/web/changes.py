"""What moved from one draft of a record to the next, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from supcheck.copied import runs_of
from supcheck.records import Judged
from supcheck.report.context import ActionLine, RecordReport
from supcheck.rubric import Rubric

_SHARED: Final = 0.2
"""Share of the shorter text's runs of words from which on two texts are drafts of one record."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A verdict, criterion, flag or count that stands otherwise than it did."""

    title: str
    before: str
    after: str
    stands: str
    """How it stands now, as the reports' tags have it; empty for a count."""
    words: str = ""
    """What it rests on now."""


def drafts_of_one(before: Judged, after: Judged) -> bool:
    """Whether two texts share enough words in a row to be one record; texts too short to tell are."""
    runs = [runs_of(one.record.text) for one in (before, after)]
    fewest = min(map(len, runs))
    return not fewest or len(runs[0] & runs[1]) >= _SHARED * fewest


def changes(before: Judged, after: Judged, rubric: Rubric) -> tuple[Moved, ...]:
    """Verdicts first, then criteria in the rubric's order, flags and the directions' counts."""
    old, new = RecordReport(before, rubric), RecordReport(after, rubric)
    stood = {line.id: line.stands for line in old.verdicts} | {line.id: line.stands for line in old.lines}
    verdicts = (
        Moved(line.title, stood[line.id], line.stands, line.verdict)
        for line in new.verdicts
        if stood[line.id] != line.stands
    )
    criteria = (
        Moved(
            line.title,
            stood[line.id],
            line.stands,
            line.grade,
            line.quotes[0].words if line.grade in ("met", "partly") and line.quotes else "",
        )
        for line in new.lines
        if stood.get(line.id, line.stands) != line.stands
    )
    return (*verdicts, *criteria, *_flags(old, new), *_counts(old.actions, new.actions))


def _flags(old: RecordReport, new: RecordReport) -> tuple[Moved, ...]:
    were, are = ({line.id: line.title for line in report.flags} for report in (old, new))
    raised = [Moved(title, "not raised", "raised", "raised") for id, title in are.items() if id not in were]
    gone = [Moved(title, "raised", "not raised", "") for id, title in were.items() if id not in are]
    return (*raised, *gone)


def _counts(old: tuple[ActionLine, ...], new: tuple[ActionLine, ...]) -> tuple[Moved, ...]:
    counted = (
        ("Directions found", len(old), len(new)),
        ("Directions with an owner", sum(bool(a.owner) for a in old), sum(bool(a.owner) for a in new)),
        ("Directions with a time", sum(bool(a.deadline) for a in old), sum(bool(a.deadline) for a in new)),
    )
    return tuple(Moved(title, str(was), str(is_), "") for title, was, is_ in counted if was != is_)
