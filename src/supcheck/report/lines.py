"""JSON Lines: what `supcheck/1` holds, one line a thing, so that a run can be written as it goes.

Each line is an object whose `line` says what it is: the head first, then records, children and what
was not read, as they come. The schema beside this module is generated from these types.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from supcheck.records import InputFinding, Judged, Named, Run, Series, Stale, Unread
from supcheck.report.wire import (
    SCHEMA,
    WireExport,
    WireInput,
    WireNamed,
    WireRecord,
    WireRubric,
    WireSeries,
    WireStale,
    WireUnread,
    wire_export,
    wire_input,
    wire_named,
    wire_record,
    wire_rubric,
    wire_series,
    wire_stale,
    wire_unread,
)


class HeadLine(TypedDict):
    """By what the run was judged."""

    line: Literal["head"]
    schema: Literal["supcheck/1"]
    tool: str
    rubric: WireRubric
    model: WireNamed


class RecordLine(WireRecord):
    """One record as judged."""

    line: Literal["record"]


class SeriesLine(WireSeries):
    """One child's records in date order, with what they show together."""

    line: Literal["series"]


class UnreadLine(WireUnread):
    """What could not be read."""

    line: Literal["unread"]


class StaleLine(WireStale):
    """A waiver or an entry of the baseline that sets nothing aside any more."""

    line: Literal["stale"]


class InputLine(WireInput):
    """What is odd about a record as it came."""

    line: Literal["input"]


class ExportLine(WireExport):
    """What became of every row of one export."""

    line: Literal["export"]


Line = HeadLine | RecordLine | SeriesLine | UnreadLine | InputLine | ExportLine | StaleLine


def lines_text(run: Run, *, evidence: bool) -> str:
    """A whole run, a line each, ended by a newline."""
    return "".join(_lines(run, evidence))


def _lines(run: Run, evidence: bool) -> Iterator[str]:
    yield first_lines(run)
    yield from lines_of(run, evidence=evidence)
    yield from last_lines(run)


def first_lines(run: Run) -> str:
    """What stands before the records."""
    return head_line(run.tool, run.rubric, run.model)


def lines_of(run: Run, *, evidence: bool) -> Iterator[str]:
    """The records, or some of them, and the children."""
    for judged in run.judged:
        yield record_line(judged, evidence=evidence)
    for series in run.series:
        yield series_line(series, evidence=evidence)


def last_lines(run: Run) -> Iterator[str]:
    """What stands after the records: what was not read, what came with the records, what is stale."""
    yield from map(unread_line, run.unread)
    yield from map(input_line, run.inputs)
    yield from (_written("export", wire_export(tally)) for tally in run.tallies)
    yield from map(stale_line, run.stale)


def head_line(tool: str, rubric: Named, model: Named) -> str:
    """The first line."""
    named = {"rubric": wire_rubric(rubric), "model": wire_named(model)}
    return _written("head", {"schema": SCHEMA, "tool": tool, **named})


def record_line(judged: Judged, *, evidence: bool) -> str:
    """A record's line; `evidence` adds its words."""
    return _written("record", wire_record(judged, evidence=evidence))


def series_line(series: Series, *, evidence: bool) -> str:
    """A child's line; `evidence` adds a name that is no id."""
    return _written("series", wire_series(series, evidence=evidence))


def unread_line(unread: Unread) -> str:
    """The line of what was not read."""
    return _written("unread", wire_unread(unread))


def input_line(found: InputFinding) -> str:
    """The line of what is odd about a record as it came."""
    return _written("input", wire_input(found))


def stale_line(stale: Stale) -> str:
    """The line of a stale waiver or entry of the baseline."""
    return _written("stale", wire_stale(stale))


def _written(line: str, found: Mapping[str, Any]) -> str:
    # What JSON leaves as it is and some readers take for a line's end is written as an escape.
    text = json.dumps({"line": line, **found}, ensure_ascii=False, separators=(",", ":"))
    for character in ("\x85", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text + "\n"
