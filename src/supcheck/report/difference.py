"""What two rubrics say differently, for a terminal and as JSON; no word of a record stands in either."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from supcheck.difference import Change, Difference, SeriesChange, Stands
from supcheck.report.context import GRADE_WORDS, STANDS

SCHEMA: Final = "supcheck-diff/1"

_WORDS: Final = {
    **GRADE_WORDS,
    "sufficient": "sufficient",
    "insufficient": "not yet sufficient",
    "raised": "raised",
    "quiet": "not raised",
}


def human(found: Difference) -> str:
    """By rule with counts, then by record; a rule that only one rubric has is told by its counts alone."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Difference) -> Iterator[str]:
    yield f"Before: rubric {found.before.told}"
    yield f"After:  rubric {found.after.told}"
    yield f"{found.records} record{'' if found.records == 1 else 's'} read, each once by the model."
    if not found.counts:
        yield "\nNo grade and no verdict changes."
    else:
        yield "\nBy rule"
        for (rule, before, after), count in found.counts.items():
            yield f"  {rule:<11}{_told(before)} -> {_told(after)}: {count}"
    both = [one for one in found.changes if one.before and one.after]
    if both:
        yield "\nBy record"
    for record, changes in groupby(both, key=lambda one: one.record):
        yield f"  {record}"
        for one in changes:
            yield f"    {one.rule:<11}{_told(one.before)} -> {_told(one.after)}"
    if found.series:
        yield "\nOver several records of one child"
    for turn in found.series:
        yield f"  {', '.join(turn.records)}"
        yield f"    {turn.rule:<11}{_told(turn.before)} -> {_told(turn.after)}"
    for unread in found.unread:
        yield f"Not read: {unread.source}: {unread.reason}. {unread.mend}"
    yield f"\n{STANDS}"


def _told(stands: Stands) -> str:
    """In words; more than one grade is for the reader to decide."""
    if not stands:
        return "no such rule"
    words = " or ".join(_WORDS[one] for one in stands)
    return f"for you to decide ({words})" if len(stands) > 1 else words


def as_json(found: Difference) -> str:
    """Every change with its grades as the wire format writes them; [] where a rubric has no such rule."""
    told = {
        "schema": SCHEMA,
        "tool": found.tool,
        "before": _named(found, "before"),
        "after": _named(found, "after"),
        "model": {"name": found.model.name, "digest": found.model.digest},
        "records": found.records,
        "counts": [
            {"id": rule, "before": list(before), "after": list(after), "count": count}
            for (rule, before, after), count in found.counts.items()
        ],
        "changes": [_change(one) for one in found.changes],
        "series": [_turn(one) for one in found.series],
        "unread": [{"source": one.source, "reason": one.reason, "hint": one.hint} for one in found.unread],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _named(found: Difference, side: str) -> dict[str, Any]:
    named = {"before": found.before, "after": found.after}[side]
    return {"name": named.name, "version": named.version or None, "digest": named.digest}


def _change(one: Change) -> dict[str, Any]:
    return {
        "record": one.record,
        "source": one.source,
        "id": one.rule,
        "before": list(one.before),
        "after": list(one.after),
    }


def _turn(one: SeriesChange) -> dict[str, Any]:
    return {
        "child": one.child,
        "records": list(one.records),
        "id": one.rule,
        "before": list(one.before),
        "after": list(one.after),
    }


FORMATS: Final[Mapping[str, Callable[[Difference], str]]] = {"human": human, "json": as_json}
SUFFIXES: Final = {".txt": "human", ".json": "json"}
