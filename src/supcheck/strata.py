"""What a record is counted under, month, team and plan, and never a person; and a grade as one word."""

from __future__ import annotations

from typing import Final

from supcheck.records import Finding, Record

FEWEST: Final = 5
"""Records below which a team, a plan or a month of a chart says nothing by itself."""
_LONGEST: Final = 60
"""Characters of a team's or a plan's name that are kept."""


def month_of(record: Record) -> str | None:
    """The month of the discussion, such as '2024-03'; None where the record has no day."""
    return f"{record.held:%Y-%m}" if record.held else None


def team_of(record: Record) -> str | None:
    """The team's name; None where there is none, or where it is the name of the worker or the manager."""
    team = _on_one_line(record.team)
    people = {_on_one_line(name) for name in (record.worker, record.manager)}
    return None if team in people else team


def plan_of(record: Record) -> str | None:
    """The plan as the export names it."""
    return _on_one_line(record.plan)


def grade_of(finding: Finding) -> str:
    """The grade; 'open' where more than one is left."""
    return finding.grades[0].value if finding.sure else "open"


def _on_one_line(written: str | None) -> str | None:
    """A name of signs that can be seen, its white space made one space, cut where it is no name any more."""
    seen = "".join(sign if sign.isprintable() else " " for sign in written or "")
    name = " ".join(seen.split())
    return (name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…") or None
