"""A child's records on a line of dates, legible in print and without colour.

A filled mark is a verdict that is sufficient, a hollow one not yet, a half-filled one for the reader
to decide; the numbers under a record are its actions, and a dotted line is a gap that is too long.
Shape and words say it all, colour nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from supcheck.records import Series, Verdict
from supcheck.report.drawing import INK, QUIET, drawing, svg

if TYPE_CHECKING:
    from supcheck.report.children import Step

_FILL = {Verdict.SUFFICIENT: "full", Verdict.INSUFFICIENT: "none", Verdict.REVIEW: "left"}
_ROWS = (("reflection", 2.0), ("direction", 1.0))


def timeline(series: Series, steps: Sequence[Step]) -> str:
    """The time line as SVG; its label says in words what the table under it says too."""
    drawn, axes = drawing(max(6.4, 1.1 * len(steps)), 3.0)
    days: list[Any] = [one.record.held for one in series.records]
    for name, height in _ROWS:
        axes.plot(days, [height] * len(days), color=QUIET, linewidth=1)
        for day, one in zip(days, series.records, strict=True):
            fill = _FILL[one.verdicts[name].verdict]
            axes.plot(
                [day], [height], "o", color=INK, markersize=11, fillstyle=fill, markerfacecoloralt="white"
            )
    by_name = dict(zip((step.name for step in steps), days, strict=True))
    gaps = [
        (by_name[finding.places[0].record], by_name[finding.places[-1].record], True)
        for finding in series.findings
        if finding.rule == "S1"
    ]
    between = [(before, day, False) for before, day in pairwise(days) if before != day]
    known = {gap[:2] for gap in gaps}
    for before, day, late in (*gaps, *(one for one in between if one[:2] not in known)):
        axes.plot([before, day], [1.5, 1.5], color=INK, linewidth=1.2, linestyle=":" if late else "none")
        told = f"{(day - before).days} days" + (", a long gap" if late else "")
        axes.text(
            before + (day - before) / 2,
            1.5,
            told,
            ha="center",
            va="bottom",
            fontsize=8,
            weight="bold" if late else "normal",
        )
    for day, step in zip(days, steps, strict=True):
        told = f"{step.born} set" + (f"\n{_answered(step)}" if _answered(step) else "")
        axes.text(day, 0.45, told, ha="center", va="top", fontsize=8)
        if step.rules:
            axes.text(day, 2.45, " ".join(step.rules), ha="center", weight="bold", fontsize=9)
    axes.set_yticks([height for _, height in _ROWS], [name for name, _ in _ROWS])
    axes.set_xticks(days, [f"{day.day} {day:%b}\n{day:%Y}" for day in days], fontsize=8)
    axes.set_ylim(-0.9, 2.9)
    axes.margins(x=0.08)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    stated = "; ".join(
        f"{step.held}: reflection {step.reflection}, direction {step.direction}, {step.born} actions set"
        + (f", of those before {_answered(step)}" if _answered(step) else "")
        + (f", {' '.join(step.rules)}" if step.rules else "")
        for step in steps
    )
    return svg(drawn, f"Time line of {len(steps)} records. {stated}")


def _answered(step: Step) -> str:
    counted = (
        (step.done, "done"),
        (step.carried, "carried"),
        (step.changed, "new date"),
        (step.lost, "not found"),
        (step.open, "open"),
    )
    return ", ".join(f"{count} {word}" for count, word in counted if count)
