"""The record page in Word, through docxtpl and a template that an authority can restyle in Word itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from supcheck.errors import SupcheckError
from supcheck.records import Named, Run
from supcheck.report.context import Piece, RunReport
from supcheck.report.printable import printable
from supcheck.rubric import Rubric, load_rubric

SHIPPED: Final = "record.docx"
"""Our own template, in `templates/`; `python -m tests.word_template` makes it."""

_UNDERLINES: Final = ("single", "double", "dash", "dotted", "wave", "thick", "dotDash", "dotDotDash")
"""Word's names for 'u1' to 'u8'."""


def docx(run: Run, rubric: Rubric, template: Path | None = None) -> bytes:
    """The run as a Word document.

    Raises `SupcheckError` where `template` cannot be read, or asks for what a report does not have.
    """
    from docxtpl import DocxTemplate

    name = str(template or SHIPPED)
    try:
        source = (
            template.read_bytes() if template else (files("supcheck") / "templates" / SHIPPED).read_bytes()
        )
        document = DocxTemplate(io.BytesIO(source))
        document.render(
            {"report": RunReport(run, rubric), "marked": _marked}, _environment(), autoescape=True
        )
        written = io.BytesIO()
        document.save(written)
    except OSError as error:
        raise SupcheckError(f"--word-template {name}: cannot be read ({error.strerror})") from None
    except TemplateError as error:
        raise SupcheckError(
            f"--word-template {name}: {error.message}; it may use what the shipped one uses"
        ) from None
    except Exception as error:  # what only says that it is Word can break anywhere
        # The error's own words may be a record's: its kind alone is told.
        raise SupcheckError(
            f"--word-template {name}: is not a Word template that can be filled ({type(error).__name__}); "
            "start from a copy of the shipped one"
        ) from None
    return written.getvalue()


def check_template(template: Path) -> None:
    """Fill `template` with a run of nothing, so that a broken one is refused before the work."""
    docx(Run("supcheck", Named("", ""), Named("", ""), (), ()), load_rubric(), template)


def _environment() -> SandboxedEnvironment:
    """An authority's template is somebody else's code: it may read the report and no more."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_words)


def _words(value: Any) -> Any:
    """Text with what XML acts on escaped; braces too, since docxtpl rewrites some of them afterwards."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _braced(str(escape(printable(value))))
    return value


def _braced(xml: str) -> Markup:
    return Markup(xml.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  # escaped by both callers


def _marked(pieces: Sequence[Piece]) -> Any:
    """A block of the record, its evidence under a character style by area, underlined by criterion."""
    from docxtpl import RichText

    rich = RichText()
    for piece in pieces:
        words = printable(piece.words)
        if piece.mark:
            area, underline = piece.mark.split()
            rich.add(words, style=f"Evidence{area.title()}", underline=_UNDERLINES[int(underline[1:]) - 1])
        else:
            rich.add(words)
        if piece.ending:
            rich.add(f" {' '.join(piece.ending)}", style="EvidenceLetters")
    rich.xml = _braced(rich.xml)
    return rich
