"""`prompts/questions.yaml`: the one question for what falls short, worded from this record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from jinja2 import Environment, StrictUndefined, Template
from ruamel.yaml import YAML

from supcheck.data import data_text
from supcheck.records import Action, Holds, Judged

_ACTION_WORDS = 14
"""An action is quoted up to here; the table of actions holds it whole."""

_LAST = re.compile(
    r"(?i)\b(?:last (?:supervision|time|met|wrote|sup|discussion|discussed)|since|previous supervision)"
    r"\W+(?:was |on |held )?\(?"
    r"(?P<day>\d{1,2}(?:st|nd|rd|th)?\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|\d{1,2}/\d{1,2}(?:/\d{2,4})?)"
)


@lru_cache(maxsize=1)
def load_questions() -> Mapping[str, Template]:
    """Rule id -> template; a missing placeholder is an error, not an empty word."""
    # Plain text: each report escapes for its own format.
    environment = Environment(undefined=StrictUndefined, autoescape=False)
    tree = YAML(typ="safe").load(data_text("prompts/questions.yaml"))
    return {rule: environment.from_string(words) for rule, words in tree.items()}


_LACKS: Mapping[str, Callable[[Action], bool]] = {
    "D2": lambda action: action.owner is None,
    "D3": lambda action: action.deadline is None,
    "D4": lambda action: action.vague is Holds.YES,
    "D5": lambda action: True,
}
"""For a rule about actions: whether one lacks the thing asked for."""


def question_for(rule: str, judged: Judged) -> str:
    """The question of `rule` with the record's own names and dates; '' where it has none."""
    template = load_questions().get(rule)
    if template is None:
        return ""
    return template.render(
        child=_called(judged.record.child),
        held=written_day(judged.record.held),
        last=_last_date(judged),
        action=_lacking(rule, judged),
    )


def _called(child: str | None) -> str:
    """The child's name; an export's number is no name."""
    return child if child and not any(letter.isdigit() for letter in child) else "this child"


def _last_date(judged: Judged) -> str:
    """The earlier discussion's date as the record itself writes it, or ''."""
    found = _LAST.search(judged.record.text)
    return found["day"] if found else ""


def _lacking(rule: str, judged: Judged) -> str:
    lacks = _LACKS.get(rule)
    if lacks is None:
        return ""
    for action in judged.actions:
        if action.holds is Holds.YES and not action.earlier and lacks(action):
            words = action.span.of(judged.record.text).split()
            cut = " …" if len(words) > _ACTION_WORDS else ""
            return " ".join(words[:_ACTION_WORDS]).rstrip(".;,") + cut
    return ""


def written_day(day: dt.date | None) -> str:
    """'21 May 2024', on every platform; '' for None."""
    return f"{day.day} {day:%B %Y}" if day else ""
