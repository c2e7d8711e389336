"""The overview's charts: static SVG, wide and narrow; every number stands in a table too.

A filled or hollow mark, a hatch and the words tell one thing from another, colour nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from supcheck.report.drawing import BLUE, INK, PAPER, QUIET, drawing, styled, themed
from supcheck.report.overview.counting import CriterionCounts, Group, Overview
from supcheck.report.shares import Share

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

WIDE: Final = 7.2
NARROW: Final = 3.0
"""Inches: what a page of 320 pixels has room for, at the size of its text."""
_MOST_MONTHS: Final = 36
_MOST_GROUPS: Final = 25
"""Drawn; the table beneath has them all."""
_LABELLED: Final = 0.09
"""Share of a bar that has room for its number."""
_MARKS: Final[tuple[dict[str, Any], ...]] = (
    {"marker": "o", "markerfacecolor": BLUE},
    {"marker": "D", "markerfacecolor": PAPER},
    {"marker": "s", "markerfacecolor": BLUE},
    {"marker": "^", "markerfacecolor": PAPER},
)
_BANDS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("met", "met", {"facecolor": BLUE, "edgecolor": INK}),
    ("partly", "partly", {"facecolor": PAPER, "edgecolor": BLUE, "hatch": "////"}),
    ("not_met", "not met", {"facecolor": PAPER, "edgecolor": INK}),
    ("open", "open", {"facecolor": PAPER, "edgecolor": QUIET, "hatch": "---"}),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture in two widths, as SVG: the page shows the one that fits."""

    wide: str
    narrow: str


def chart_of(name: str, title: str, stated: str, draw: Callable[[float], Drawing]) -> Chart:
    """What `draw` makes of each width in inches, with its text; `name` is this chart's alone in its page."""
    with styled():
        wide, narrow = draw(WIDE), draw(NARROW)
    return Chart(themed(wide, f"{name}-wide", title, stated), themed(narrow, f"{name}-narrow", title, stated))


def months_chart(seen: Overview) -> Chart | None:
    """The share of sufficient records month by month, a panel a verdict; None for fewer than two months."""
    months = [one for one in seen.months if one.name[:1].isdigit()][-_MOST_MONTHS:]
    if len(months) < 2:
        return None

    def draw(width: float) -> Drawing:
        drawn, first = drawing(width, 2.1 * len(seen.verdicts) + 0.6)
        first.remove()
        panels = drawn.subplots(len(seen.verdicts), 1, sharex=True, squeeze=False)[:, 0]
        every = -(-len(months) // (12 if width == WIDE else 4))
        for place, ((_, title), axes) in enumerate(zip(seen.verdicts, panels, strict=True)):
            shares = [month.verdicts[place].share for month in months]
            _plain(axes)
            axes.plot(range(len(months)), [one.value for one in shares], color=BLUE, linewidth=1)
            for at, share in enumerate(shares):
                _whisker(axes, share, at, place, upright=True)
            axes.set_title(title, loc="left", fontsize=10, color=INK)
            axes.set(ylim=(-0.06, 1.06), xlim=(-0.6, len(months) - 0.4), yticks=[0, 0.5, 1])
            axes.set_yticklabels(["0%", "50%", "100%"])
        ticks = range(0, len(months), every)
        panels[-1].set_xticks(ticks, [_tick(months[at]) for at in ticks])
        panels[-1].tick_params(axis="x", labelsize=8)
        return drawn

    return chart_of(
        "months",
        "Share of records that are sufficient, by month",
        _groups_told(seen, months, month_words),
        draw,
    )


def groups_chart(seen: Overview, name: str, title: str, groups: Sequence[Group]) -> Chart | None:
    """The share of sufficient records group by group, in the order given; None for fewer than two."""
    drawn_groups = list(groups[:_MOST_GROUPS])
    if len(groups) < 2:
        return None

    def draw(width: float) -> Drawing:
        count = len(seen.verdicts)
        step = count * 0.5 + 0.75
        drawn, axes = drawing(width, 0.38 * step * len(drawn_groups) + 0.9)
        _plain(axes)
        for at, group in enumerate(drawn_groups):
            top = -at * step
            axes.text(0, top, f"{group.name} ({group.records:,})", va="center", weight="bold", fontsize=9)
            for place, counts in enumerate(group.verdicts):
                _whisker(axes, counts.share, top - 0.5 * (place + 1), place, upright=False)
        _legend(axes, seen, width)
        axes.set(xlim=(-0.02, 1.02), ylim=(-step * len(drawn_groups) + 0.3, 0.45), yticks=[])
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
        axes.spines["left"].set_visible(False)
        return drawn

    return chart_of(name, title, _groups_told(seen, drawn_groups, str), draw)


def criteria_chart(criteria: Sequence[CriterionCounts]) -> Chart | None:
    """A bar a criterion: met, partly, not met, open of the records that it applies to."""
    rows = [one for one in criteria if one.share.of]
    if not rows:
        return None

    def draw(width: float) -> Drawing:
        from matplotlib.patches import Patch

        drawn, axes = drawing(width, 0.5 * len(rows) + 0.8)
        _plain(axes)
        for at, row in enumerate(rows):
            axes.text(0, -at + 0.33, f"{row.id} {row.title}", va="bottom", fontsize=9)
            left = 0.0
            for field, _, look in _BANDS:
                count = getattr(row, field)
                part = count / row.share.of
                if part:
                    axes.barh(-at, part, left=left, height=0.5, linewidth=0.8, **look)
                if part > _LABELLED * (1 if width == WIDE else 1.6):
                    _number(axes, left + part / 2, -at, count)
                left += part
        handles = [Patch(label=words, linewidth=0.8, **look) for _, words, look in _BANDS]
        axes.legend(handles=handles, **_above(4 if width == WIDE else 2))
        axes.set(xlim=(0, 1.005), ylim=(-len(rows) + 0.5, 0.85), yticks=[], xticks=[])
        axes.spines[["left", "bottom"]].set_visible(False)
        return drawn

    stated = "; ".join(
        f"{row.id} {row.title}: " + ", ".join(f"{getattr(row, field)} {words}" for field, words, _ in _BANDS)
        for row in rows
    )
    return chart_of("criteria", "How each criterion was graded", stated, draw)


def tracks_chart(name: str, title: str, rows: Sequence[tuple[str, Share]]) -> Chart | None:
    """A bar a row, filled so far as the share goes; None where every share is of nothing."""
    shown = [(words, share) for words, share in rows if share.of]
    if not shown:
        return None

    def draw(width: float) -> Drawing:
        drawn, axes = drawing(width, 0.5 * len(shown) + 0.2)
        _plain(axes)
        for at, (words, share) in enumerate(shown):
            axes.text(0, -at + 0.28, f"{words}: {share.count:,} of {share.of:,}", va="bottom", fontsize=9)
            axes.barh(-at, 1, height=0.4, facecolor=PAPER, edgecolor=INK, linewidth=0.8)
            axes.barh(-at, share.value, height=0.4, facecolor=BLUE, edgecolor=INK, linewidth=0.8)
        axes.set(xlim=(0, 1.005), ylim=(-len(shown) + 0.6, 0.8), yticks=[], xticks=[])
        axes.spines[["left", "bottom"]].set_visible(False)
        return drawn

    stated = "; ".join(f"{words}: {share.count} of {share.of}" for words, share in shown)
    return chart_of(name, title, stated, draw)


def _tick(month: Group) -> str:
    return "\n".join((*month_words(month.name).split(), f"n={month.records}"))


def _whisker(axes: Axes, share: Share, at: float, place: int, *, upright: bool) -> None:
    """A mark and its interval at a place of the other axis."""
    along = ([at, at], [share.low, share.high])
    line = along if upright else along[::-1]
    if share.of:
        axes.plot(*line, color=QUIET, linewidth=2, solid_capstyle="butt")
        spot = (at, share.value) if upright else (share.value, at)
        axes.plot(*spot, markeredgecolor=INK, markersize=7, clip_on=False, **_MARKS[place % len(_MARKS)])


def _number(axes: Axes, x: float, y: float, count: int) -> None:
    ground = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.2}
    axes.text(x, y, f"{count:,}", ha="center", va="center", fontsize=8, color=INK, bbox=ground)


def _plain(axes: Axes) -> None:
    axes.tick_params(colors=INK, labelcolor=INK, length=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(QUIET)


def _legend(axes: Axes, seen: Overview, width: float) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D(
            [],
            [],
            linestyle="none",
            markeredgecolor=INK,
            label=identity.capitalize(),
            **_MARKS[place % len(_MARKS)],
        )
        for place, (identity, _) in enumerate(seen.verdicts)
    ]
    axes.legend(handles=handles, **_above(len(handles)))


def _above(columns: int) -> dict[str, Any]:
    """A legend's place over its chart."""
    return {
        "loc": "lower left",
        "bbox_to_anchor": (0, 1),
        "ncols": columns,
        "frameon": False,
        "fontsize": 9,
        "borderaxespad": 0.2,
        "handletextpad": 0.5,
        "columnspacing": 1.4,
        "labelcolor": INK,
    }


def _groups_told(seen: Overview, groups: Sequence[Group], words: Callable[[str], str]) -> str:
    return "; ".join(
        f"{words(group.name)}, {group.records} records: "
        + ", ".join(
            f"{identity} {counts.share.percent} (interval {counts.share.interval})"
            for (identity, _), counts in zip(seen.verdicts, group.verdicts, strict=True)
        )
        for group in groups
    )


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_words(month: str) -> str:
    """'2024-03' as 'Mar 2024'; anything else as it is."""
    year, _, number = month.partition("-")
    return f"{_MONTHS[int(number) - 1]} {year}" if number.isdigit() else month
