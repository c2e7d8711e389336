"""GitHub's workflow commands: what falls short as annotations, every word escaped.

GitHub shows ten annotations of each kind a step; the log holds all of them, and the first line the counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from supcheck.records import Run, Stale, Unread
from supcheck.report.results import Result, counted, results
from supcheck.rubric import Rubric

_LEVELS: Final = {"not_met": "warning", "partly": "notice", "review": "notice"}
_OBEYED: Final = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What a log's reader would obey: controls, line ends of other kinds, turns of direction."""


def github(run: Run, rubric: Rubric, *, evidence: bool) -> str:
    """A line a result that falls short or is open, errors for verdicts first in each record."""
    return "".join(f"{line}\n" for line in _commands(run, rubric, evidence))


def _commands(run: Run, rubric: Rubric, evidence: bool) -> Iterator[str]:
    yield _command("notice", {"title": "supcheck"}, f"{counted(run, rubric)}.")
    yield from map(_not_read, run.unread)
    yield from map(_stale, run.stale)
    for result in results(run, rubric):
        if result.short or result.stands == "review":
            yield _annotation(result, evidence)


def _annotation(result: Result, evidence: bool) -> str:
    first = result.places[0]
    level = _LEVELS[result.stands]
    if result.kind == "verdict" and result.short:
        level = "error"
    if result.excused:
        level = "notice"
    properties = {"title": f"{result.rule} in {first.record}"}
    if first.source:
        properties = {"file": first.source, "line": str(first.line), **properties}
    told = [result.message, *result.set_aside]
    if evidence:
        told += [f"“{quote}” ({place.record})" for place in result.places for quote in place.quotes]
    return _command(level, properties, "\n".join(told))


def _not_read(unread: Unread) -> str:
    told = f"Not read: {unread.reason}. {unread.mend}"
    return _command("warning", {"file": unread.source, "title": "not read"}, told)


def _stale(stale: Stale) -> str:
    properties = {"file": stale.file, "line": str(stale.line), "title": stale.rule}
    return _command("warning", properties, stale.message)


def _command(level: str, properties: dict[str, str], told: str) -> str:
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {written}::{_data(told)}"


def _data(value: str) -> str:
    clean = _OBEYED.sub("?", value)
    return clean.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
