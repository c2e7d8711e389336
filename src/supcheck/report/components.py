"""GOV.UK components for our pages: their markup from a kept library, without crown, typeface or script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from supcheck.report.printable import printable

_MACROS = {"tag": "govukTag", "details": "govukDetails", "error-summary": "govukErrorSummary"}


@cache
def _component(name: str) -> Any:
    """A macro of the library, which asks of a dictionary what may not be in it: so no strict names here."""
    loader = PackageLoader("govuk_frontend_jinja")
    library = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": loader}), autoescape=True, trim_blocks=True
    )
    template = library.get_template(f"govuk_frontend_jinja/components/{name}/macro.html")
    return getattr(template.module, _MACROS[name])


def tag(words: str, classes: str = "") -> Markup:
    """A status in a box, such as 'not found in the text'."""
    return _filled("tag", {"text": printable(words), "classes": classes})


def details(summary: Markup, inside: Markup) -> Markup:
    """What is folded away until it is asked for; both are markup, escaped already."""
    return _filled("details", {"summaryHtml": summary, "html": inside})


def error_summary(title: str, lines: Sequence[str]) -> Markup:
    """What needs a reader's hand before anything else."""
    listed = [{"text": printable(line)} for line in lines]
    return _filled("error-summary", {"titleText": title, "errorList": listed})


def _filled(name: str, params: dict[str, Any]) -> Markup:
    made: Markup = _component(name)(params)
    return made.strip()
