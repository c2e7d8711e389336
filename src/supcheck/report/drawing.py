"""Static SVG through matplotlib: the same figures give the same bytes; text stays text."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

INK: Final = "#1b1f24"
QUIET: Final = "#8a939c"
BLUE: Final = "#1a4f8a"
_STYLE: Final[Any] = {
    "svg.hashsalt": "supcheck",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def drawing(width: float, height: float) -> tuple[Drawing, Axes]:
    """A figure of so many inches with one set of axes, drawn without a display."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Drawing

    with rc_context(_STYLE):
        drawn = Drawing(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(drawn)
        return drawn, drawn.add_subplot()


def svg(drawn: Drawing, stated: str) -> str:
    """The drawing as an <svg> element; `stated` says in words what it shows, for who cannot see it."""
    from matplotlib import rc_context

    written = io.StringIO()
    with rc_context(_STYLE):
        drawn.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    body = text[text.index("<svg") :]
    return body.replace("<svg", f'<svg role="img" aria-label="{escape(stated, quote=True)}"', 1)
