"""HTML and Markdown from the shared context, through Jinja2; HTML escapes everything."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from supcheck.records import Run
from supcheck.report.context import RunReport
from supcheck.rubric import Rubric


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("supcheck", "templates"),
        autoescape=lambda name: bool(name and ".html" in name),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = _plain
    return environment


def page(template: str, **context: object) -> str:
    """A template of `templates/` with its context; a name that it lacks is an error, not an empty word."""
    return _environment().get_template(template).render(**context)


def html(run: Run, rubric: Rubric) -> str:
    """One self-contained page: no script, no request, readable in print and by keyboard."""
    return page("run.html.j2", report=RunReport(run, rubric))


def markdown(run: Run, rubric: Rubric) -> str:
    """The same findings as Markdown; the record's words cannot become markup."""
    return page("run.md.j2", report=RunReport(run, rubric))


def _plain(words: str) -> str:
    """Escape what Markdown, or HTML inside it, would act on."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&])", r"\\\1", words)
