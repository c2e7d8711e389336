"""The overview as one self-contained page and as a workbook: both say what `Overview` holds, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from supcheck.questions import written_day
from supcheck.report.context import STANDS
from supcheck.report.overview.agreement import COMMAND, MEANING, SINCE, UNKNOWN, Agreed
from supcheck.report.overview.charts import (
    Chart,
    criteria_chart,
    groups_chart,
    month_words,
    months_chart,
    tracks_chart,
)
from supcheck.report.overview.counting import ActionsPicture, Group, Overview
from supcheck.report.page import page
from supcheck.report.shares import Share
from supcheck.strata import FEWEST


@dataclass(frozen=True, slots=True)
class Section:
    """One way of parting the records: a chart where there is something to compare, and its table."""

    id: str
    title: str
    column: str
    told: str
    groups: tuple[Group, ...]
    chart: Chart | None


def action_shares(seen: ActionsPicture) -> tuple[tuple[str, Share], ...]:
    """What is said of the actions, each as a share of those that it can be said of."""
    return (
        ("With an owner", Share(seen.owned, seen.set)),
        ("With a date or another bound", Share(seen.dated, seen.set)),
        ("Vague: could not be checked later", Share(seen.vague, seen.set)),
        ("Overdue, of those whose day is known", Share(seen.overdue, seen.due)),
        *((f"Then {words}", Share(count, seen.followed)) for words, count in seen.outcomes),
    )


def agreed_rows(seen: Overview) -> tuple[tuple[str, Agreed], ...]:
    """The verdicts, then the criteria, each by its title; by its id where this rubric has no such rule."""
    if seen.agreement is None:
        return ()
    titles = {**dict(seen.verdicts), **{one.id: f"{one.id} {one.title}" for one in seen.criteria}}
    return tuple(
        (titles.get(one.id, one.id), one) for one in (*seen.agreement.verdicts, *seen.agreement.criteria)
    )


@dataclass(frozen=True)
class OverviewPage:
    """What the template reads."""

    seen: Overview

    @property
    def stands(self) -> str:
        """The line that every report carries."""
        return STANDS

    @property
    def on(self) -> str:
        """The day for 'overdue'."""
        return written_day(self.seen.on)

    @property
    def between(self) -> str:
        """'held between the first day and the last'; '' where no record has a day."""
        if self.seen.first is None or self.seen.last is None:
            return ""
        if self.seen.first == self.seen.last:
            return f"held on {written_day(self.seen.first)}"
        return f"held between {written_day(self.seen.first)} and {written_day(self.seen.last)}"

    @property
    def undivided(self) -> str:
        """What stands for a split that would single somebody out."""
        return f"Not shown: it takes two parts or more of at least {FEWEST} records each."

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The records by month, team, type and plan."""
        return tuple(self._sections())

    def _sections(self) -> Iterator[Section]:
        seen = self.seen
        months = tuple(Group(month_words(one.name), one.records, one.verdicts) for one in seen.months)
        yield Section(
            "by-month",
            "Month by month",
            "Month",
            "By the day of the discussion. Where intervals overlap, two months may differ by chance alone.",
            months,
            months_chart(seen),
        )
        yield Section(
            "by-team",
            "By team",
            "Team",
            "In the order of the alphabet: this is no ranking. Teams differ in what they are asked to do."
            f" Teams with fewer than {FEWEST} records stand together as ‘other teams’, with the next smallest"
            " where those are still so few, so that nobody can be singled out.",
            seen.teams,
            groups_chart(seen, "teams", "Share of records that are sufficient, by team", seen.teams),
        )
        yield Section(
            "by-type",
            "By type of record",
            "Type",
            "A management oversight note is judged by what such a note must have, not as a full supervision.",
            seen.kinds,
            groups_chart(seen, "types", "Share of records that are sufficient, by type", seen.kinds),
        )
        yield Section(
            "by-plan",
            "By plan",
            "Plan",
            f"As the export names it. Plans with fewer than {FEWEST} records stand together, as teams do.",
            seen.plans,
            groups_chart(seen, "plans", "Share of records that are sufficient, by plan", seen.plans),
        )

    @cached_property
    def criteria(self) -> Chart | None:
        """The bars of the criteria."""
        return criteria_chart(self.seen.criteria)

    @cached_property
    def actions(self) -> tuple[tuple[str, Share], ...]:
        """The actions, as shares."""
        return action_shares(self.seen.actions)

    @cached_property
    def actions_picture(self) -> Chart | None:
        """The same as bars."""
        return tracks_chart("actions", "The actions that the records set", self.actions)

    @property
    def agreed(self) -> tuple[tuple[str, Agreed], ...]:
        """The agreement with local raters, row by row; none where it is not known."""
        return agreed_rows(self.seen)

    @property
    def agreement_told(self) -> tuple[str, ...]:
        """What the agreement rests on and means, or how to come to know it, in sentences."""
        found = self.seen.agreement
        if found is None:
            return (
                UNKNOWN,
                f"Have your auditors rate some of your records, run {COMMAND}, and give this report"
                " --agreement evaluation.json.",
            )
        return (
            f"Measured over {found.over} that raters graded too, not over the records above.",
            MEANING,
            SINCE,
        )

    @property
    def unread(self) -> int:
        """Files and rows that could not be read."""
        return sum(one.count for one in self.seen.not_read)


def overview_html(seen: Overview) -> str:
    """One page: no script, no request, readable in print, by keyboard and without its charts."""
    return page("overview.html.j2", report=OverviewPage(seen))
