"""A child's records on a line of dates, legible in print and without colour.

A filled mark is a verdict that is sufficient, a hollow one not yet, a half-filled one for the reader
to decide; the numbers under a record are its actions, and a dotted line is a gap that is too long.
Shape and words say it all, colour nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from supcheck.records import Series, Verdict
from supcheck.report.drawing import INK, QUIET, drawing, svg

if TYPE_CHECKING:
    from supcheck.report.children import Step

_FILL = {Verdict.SUFFICIENT: "full", Verdict.INSUFFICIENT: "none", Verdict.REVIEW: "left"}
_ROWS = (("reflection", 2.0), ("direction", 1.0))
_PER_RECORD = 1.05
"""Inches."""


def timeline(series: Series, steps: Sequence[Step]) -> str:
    """The time line as SVG; its label says in words what the table under it says too.

    Records stand side by side, not to scale, so that no words overlap: the days between say how far apart.
    """
    drawn, axes = drawing(max(6.4, _PER_RECORD * len(steps)), 3.4)
    places = {step.name: place for place, step in enumerate(steps)}
    for name, height in _ROWS:
        axes.plot(list(places.values()), [height] * len(steps), color=QUIET, linewidth=1)
        for place, one in enumerate(series.records):
            fill: Any = _FILL[one.verdicts[name].verdict]
            axes.plot(
                [place], [height], "o", color=INK, markersize=11, fillstyle=fill, markerfacecoloralt="white"
            )
    for place, step in enumerate(steps):
        if step.days is not None:
            axes.text(place - 0.5, 1.38, f"{step.days} days", ha="center", fontsize=8)
        axes.text(
            place, 0.55, "\n".join((f"{step.born} set", *_answered(step))), ha="center", va="top", fontsize=8
        )
        if step.rules:
            axes.text(place, 2.45, " ".join(step.rules), ha="center", weight="bold", fontsize=9)
    for start, end in _gaps(series, places):
        axes.plot([start, end], [1.65, 1.65], color=INK, linewidth=1.4, linestyle=":")
        axes.text((start + end) / 2, 1.69, "a long gap", ha="center", weight="bold", fontsize=8)
    axes.set_yticks([height for _, height in _ROWS], [name for name, _ in _ROWS])
    days = [one.record.held for one in series.records]
    axes.set_xticks(
        list(places.values()), [f"{day.day} {day:%b}\n{day:%Y}" if day else "" for day in days], fontsize=8
    )
    axes.set_ylim(-0.9, 2.9)
    axes.set_xlim(-0.6, len(steps) - 0.4)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return svg(drawn, f"Time line of {len(steps)} records. " + "; ".join(_told(step) for step in steps))


def _gaps(series: Series, places: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Where the gaps that are too long begin and end."""
    for finding in series.findings:
        if finding.rule == "S1":
            yield places[finding.places[0].record], places[finding.places[-1].record]


def _told(step: Step) -> str:
    """A record of the time line in words."""
    parts = (
        f"{step.held}: reflection {step.reflection}, direction {step.direction}, {step.born} actions set",
        *(f"of those before {words}" for words in _answered(step)),
        *step.rules,
    )
    return ", ".join(parts)


def _answered(step: Step) -> tuple[str, ...]:
    counted = (
        (step.done, "done"),
        (step.carried, "carried"),
        (step.changed, "new date"),
        (step.lost, "not found"),
        (step.open, "open"),
    )
    return tuple(f"{count} {word}" for count, word in counted if count)
