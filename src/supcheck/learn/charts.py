"""Figures -> static SVG, through matplotlib; each with a title and a text for who cannot see it.

The same figures give the same bytes: no date, a fixed salt for ids, text kept as text.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from supcheck.learn.agreement import Calibration, Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_INK: Final = "#1b1f24"
_QUIET: Final = "#8a939c"
_BLUE: Final = "#1a4f8a"
_STYLE: Final[Any] = {
    "svg.hashsalt": "supcheck",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def figures_chart(names: Sequence[str], figures: Sequence[Figure], measure: str, bar: float) -> str:
    """A dot and its interval a name, from 0 to 1; the dashed line is the bar to reach."""
    drawing, axes = _drawing(6.4, 0.32 * len(names) + 1.0)
    rows = range(len(names) - 1, -1, -1)
    for row, found in zip(rows, figures, strict=True):
        if found.value is not None and found.low is not None and found.high is not None:
            axes.plot([found.low, found.high], [row, row], color=_QUIET, linewidth=2.5, solid_capstyle="butt")
            axes.plot([found.value], [row], "o", color=_BLUE, markersize=6)
            axes.text(1.02, row, f"{found.value:.2f}", va="center")
    axes.axvline(bar, color=_INK, linewidth=1, linestyle="--")
    axes.set(xlim=(0, 1), yticks=list(rows), xlabel=measure)
    axes.set_yticklabels(list(names))
    stated = ", ".join(f"{name} {found}" for name, found in zip(names, figures, strict=True))
    return _svg(drawing, f"{measure}: {stated}")


def reliability_chart(found: Calibration) -> str:
    """Share of units that bear a label against the score that it was given, in ten bins."""
    drawing, axes = _drawing(4.6, 4.2)
    axes.plot([0, 1], [0, 1], color=_QUIET, linewidth=1, linestyle="--")
    axes.plot(
        [one.score for one in found.bins],
        [one.borne for one in found.bins],
        "o-",
        color=_BLUE,
        markersize=5,
    )
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="score", ylabel="share of units that bear the label")
    stated = "; ".join(f"score {one.score:.2f}: {one.borne:.2f} of {one.units}" for one in found.bins)
    return _svg(drawing, f"Reliability, expected calibration error {found.error:.3f}. {stated}")


def _drawing(width: float, height: float) -> tuple[Drawing, Axes]:
    """A figure of so many inches, drawn without a display."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Drawing

    with rc_context(_STYLE):
        drawing = Drawing(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(drawing)
        return drawing, drawing.add_subplot()


def _svg(drawing: Drawing, stated: str) -> str:
    """The drawing as an <svg> element that says in words what it shows."""
    from html import escape

    from matplotlib import rc_context

    written = io.StringIO()
    with rc_context(_STYLE):
        drawing.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    body = text[text.index("<svg") :]
    return body.replace("<svg", f'<svg role="img" aria-label="{escape(stated, quote=True)}"', 1)
