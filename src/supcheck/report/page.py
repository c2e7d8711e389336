"""HTML and Markdown from the shared context, through Jinja2; HTML escapes everything."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from supcheck.records import Judged, Run
from supcheck.report.components import details, error_summary, tag
from supcheck.report.context import Piece, RecordReport, RunReport
from supcheck.report.printable import printable
from supcheck.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Script:
    """The page's own script, and the hash by which a content security policy lets it, and no other, run."""

    text: Markup
    hash: str
    """Such as 'sha256-…'."""


@lru_cache(maxsize=1)
def record_script() -> Script:
    """What moves a reader between a finding and its words."""
    text = (files("supcheck") / "templates" / "record.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Script(Markup(text), f"sha256-{digest}")  # noqa: S704  # our own file, no words of a record


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("supcheck", "templates"),
        autoescape=lambda name: bool(name and ".html" in name),
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(plain=_plain, marked=_marked)
    environment.globals.update(tag=tag, details=details, error_summary=error_summary)
    return environment


def page(template: str, **context: object) -> str:
    """A template of `templates/` with its context; a name that it lacks is an error, not an empty word."""
    return _environment().get_template(template).render(**context)


def html(run: Run, rubric: Rubric) -> str:
    """One self-contained page: no request, whole without its script, readable in print and by keyboard."""
    return page("run.html.j2", report=RunReport(run, rubric), script=record_script())


def record_html(judged: Judged, rubric: Rubric, place: str = "record-1") -> str:
    """One record's part of the page, to stand in another; `place` begins its ids.

    The page around it brings `page.css`, `record.css` and, where it likes, `record_script()`.
    """
    return str(
        _environment().get_template("record.html.j2").module.record(RecordReport(judged, rubric), place)  # type: ignore[attr-defined]  # a macro by name
    )


def markdown(run: Run, rubric: Rubric) -> str:
    """The same findings as Markdown; the record's words cannot become markup."""
    return page("run.md.j2", report=RunReport(run, rubric))


_INLINE = re.compile(r"([\\`*_\[\]<>|~&@$]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
"""What Markdown, GitHub's too, would act on within a line."""

_AT_START = re.compile(r"^([#+=-]|\d+(?=[.)]))")
"""What would make a list, a heading or a rule of the line that it opens."""


def _plain(words: str) -> str:
    """One line of text with everything escaped that Markdown, or HTML inside it, would act on."""
    return _opened(_inline(words).strip())


def _inline(words: str) -> str:
    return _INLINE.sub(r"\\\1", re.sub(r"\s+", " ", str(printable(words))))


def _opened(line: str) -> str:
    return _AT_START.sub(lambda found: f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}", line)


def _marked(pieces: Sequence[Piece], kind: str) -> str:
    """A block of the record on one line, with the letters of its evidence in bold brackets where it ends.

    A heading is bold as a whole, with its letters after it.
    """
    if kind == "heading":
        words = _plain("".join(piece.words for piece in pieces))
        ending = [rule for piece in pieces for rule in piece.ending]
        return " ".join(filter(None, (f"**{words}**" if words else "", _letters(ending))))
    said = (
        f"{_inline(piece.words)} {_letters(piece.ending)}" if piece.ending else _inline(piece.words)
        for piece in pieces
    )
    return _opened("".join(said).strip())


def _letters(rules: Sequence[str]) -> str:
    return f"**[{', '.join(rules)}]**" if rules else ""
