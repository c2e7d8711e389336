"""The history as one self-contained page: a run chart a line, its words, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supcheck.report.context import STANDS
from supcheck.report.drawing import BLUE, INK, PAPER, QUIET, drawing
from supcheck.report.history.reading import Change, Line, Story
from supcheck.report.history.runchart import LEAST_USEFUL, SHIFT, TREND
from supcheck.report.overview.charts import NARROW, WIDE, Chart, chart_of, month_words
from supcheck.report.page import page
from supcheck.strata import FEWEST

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

_TICKS = {WIDE: 10, NARROW: 3}


@dataclass(frozen=True, slots=True)
class Panel:
    """A line and its picture; none where there is but one month."""

    id: str
    line: Line
    chart: Chart | None

    @property
    def rows(self) -> tuple[tuple[str, int, int, str, str, str], ...]:
        """Month, met, of, share, interval, and whether the rules count it."""
        return tuple(
            (
                month_words(point.month),
                point.share.count,
                point.share.of,
                point.share.percent,
                point.share.interval,
                "yes" if point.judged else "no",
            )
            for point in self.line.points
        )


@dataclass(frozen=True, slots=True)
class _Words:
    """What the template says of the rules themselves."""

    stands: str = STANDS
    shift: int = SHIFT
    trend: int = TREND
    useful: int = LEAST_USEFUL
    fewest: int = FEWEST


def history_html(story: Story) -> str:
    """One page: no script, no request, readable in print, by keyboard and without its charts."""
    themes = [
        (
            theme,
            [
                Panel(f"{theme.id}-{place}", line, line_chart(f"{theme.id}-{place}", line, story.changes))
                for place, line in enumerate(theme.lines, 1)
            ],
        )
        for theme in story.themes
    ]
    changes = [(month_words(change.month), change.what) for change in story.changes]
    months = [month_words(month) for month in story.months]
    return page("history.html.j2", story=story, themes=themes, changes=changes, months=months, words=_Words())


def line_chart(name: str, line: Line, changes: Sequence[Change]) -> Chart | None:
    """A run chart: points joined, the median dashed, and a mark where the rubric or the model changed.

    A month that the rules leave out is hollow and not joined.
    """
    if len(line.points) < 2:
        return None
    months = [point.month for point in line.points]

    def draw(width: float) -> Drawing:
        drawn, axes = drawing(width, 2.3)
        judged = [(at, point.share.value) for at, point in enumerate(line.points) if point.judged]
        few = [(at, point.share.value) for at, point in enumerate(line.points) if not point.judged]
        for points, ground, style in ((judged, BLUE, "-o"), (few, PAPER, "o")):
            axes.plot(
                [at for at, _ in points],
                [value for _, value in points],
                style,
                color=BLUE,
                linewidth=1.2,
                markersize=6,
                markerfacecolor=ground,
                markeredgecolor=INK,
                clip_on=False,
            )
        if line.chart:
            axes.axhline(line.chart.median, color=INK, linewidth=1, linestyle="--")
        for change in changes:
            at = next((place for place, month in enumerate(months) if month >= change.month), None)
            if at:
                axes.axvline(at - 0.5, color=QUIET, linewidth=1.6, linestyle=":")
                told = axes.text(at - 0.45, 1.1, "▼ changed", fontsize=8, color=INK, ha="left", va="bottom")
                told.set_in_layout(False)
        every = -(-len(months) // _TICKS[width])
        places = range(0, len(months), every)
        labels = [
            "\n".join((*month_words(months[at]).split(), f"n={line.points[at].share.of}")) for at in places
        ]
        axes.set_xticks(places, labels)
        axes.set(ylim=(-0.06, 1.08), xlim=(-0.6, len(months) - 0.4), yticks=[0, 0.5, 1])
        axes.set_yticklabels(["0%", "50%", "100%"])
        axes.tick_params(colors=INK, labelcolor=INK, length=0, labelsize=8)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(QUIET)
        return drawn

    title = f"Run chart: {line.name}"
    stated = (
        " ".join(line.told)
        + " "
        + "; ".join(
            f"{month_words(point.month)} {point.share.count} of {point.share.of}" for point in line.points
        )
    )
    return chart_of(name, title, stated, draw)
