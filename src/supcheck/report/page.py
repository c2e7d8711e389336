"""HTML and Markdown from the shared context, through Jinja2; HTML escapes everything."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from supcheck.records import Run
from supcheck.report.context import report_of


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("supcheck", "templates"),
        autoescape=lambda name: bool(name and ".html" in name),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html(run: Run) -> str:
    """One self-contained page: no script, no request, readable in print and by keyboard."""
    return _environment().get_template("run.html.j2").render(report=report_of(run))


def markdown(run: Run) -> str:
    """The same findings as Markdown; the record's words cannot become markup."""
    environment = _environment()
    environment.filters["plain"] = _plain
    return environment.get_template("run.md.j2").render(report=report_of(run))


def _plain(words: str) -> str:
    """Escape what Markdown, or HTML inside it, would act on."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&])", r"\\\1", words)
