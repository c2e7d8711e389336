"""Static SVG through matplotlib: the same figures give the same bytes; text stays text."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

INK: Final = "#1b1f24"
QUIET: Final = "#8a939c"
BLUE: Final = "#1a4f8a"
PAPER: Final = "#ffffff"
_THEME: Final = {INK: "var(--ink)", QUIET: "var(--rule)", BLUE: "var(--accent)", PAPER: "var(--paper)"}
"""Colour -> the page's own, so that a chart is as dark as its page."""
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


@contextmanager
def styled() -> Iterator[None]:
    """Under it a themed drawing is made and written: names are text, whatever stands in them."""
    from matplotlib import rc_context

    with rc_context({**_STYLE, "text.parse_math": False}), warnings.catch_warnings():
        # Text stays text in the file: the reader's own font has the letters that the measuring one lacks.
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        yield


def themed(drawn: Drawing, name: str, title: str, stated: str) -> str:
    """The drawing as an <svg> element in its page's colours; several may stand in one page.

    `name` keeps its ids apart from every other's; `title` and `stated` are its text for who cannot see it.
    """
    written = io.StringIO()
    with styled():
        drawn.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", text[text.index("<svg") :], flags=re.DOTALL)
    body = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", body)
    for colour, own in _THEME.items():
        body = body.replace(colour, own)
    head = f'<svg role="img" aria-labelledby="{name}-title {name}-desc"'
    words = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(stated)}</desc>'
    return re.sub(r"<svg([^>]*)>", lambda found: f"{head}{found[1]}>{words}", body, count=1)
