"""Figures -> static SVG, each with a text for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from supcheck.learn.agreement import Calibration, Figure
from supcheck.report.drawing import BLUE, INK, QUIET, drawing, svg


def figures_chart(names: Sequence[str], figures: Sequence[Figure], measure: str, bar: float) -> str:
    """A dot and its interval a name, from 0 to 1; the dashed line is the bar to reach."""
    drawn, axes = drawing(6.4, 0.32 * len(names) + 1.0)
    rows = range(len(names) - 1, -1, -1)
    for row, found in zip(rows, figures, strict=True):
        if found.value is not None and found.low is not None and found.high is not None:
            axes.plot([found.low, found.high], [row, row], color=QUIET, linewidth=2.5, solid_capstyle="butt")
            axes.plot([found.value], [row], "o", color=BLUE, markersize=6)
            axes.text(1.02, row, f"{found.value:.2f}", va="center")
    axes.axvline(bar, color=INK, linewidth=1, linestyle="--")
    axes.set(xlim=(0, 1), yticks=list(rows), xlabel=measure)
    axes.set_yticklabels(list(names))
    stated = ", ".join(f"{name} {found}" for name, found in zip(names, figures, strict=True))
    return svg(drawn, f"{measure}: {stated}")


def reliability_chart(found: Calibration) -> str:
    """Share of units that bear a label against the score that it was given, in ten bins."""
    drawn, axes = drawing(4.6, 4.2)
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle="--")
    axes.plot(
        [one.score for one in found.bins],
        [one.borne for one in found.bins],
        "o-",
        color=BLUE,
        markersize=5,
    )
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="score", ylabel="share of units that bear the label")
    stated = "; ".join(f"score {one.score:.2f}: {one.borne:.2f} of {one.units}" for one in found.bins)
    return svg(drawn, f"Reliability, expected calibration error {found.error:.3f}. {stated}")
