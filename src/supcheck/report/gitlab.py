"""GitLab's Code Quality report: a JSON array, a fingerprint of its own for each entry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from supcheck.records import Run, Stale, Unread
from supcheck.report.results import Result, fingerprint_of, results
from supcheck.rubric import Rubric

_SEVERITIES: Final = {"not_met": "major", "partly": "minor", "review": "info"}


def gitlab(run: Run, rubric: Rubric, *, evidence: bool) -> str:
    """Everything that falls short or is open, and what was not read."""
    entries = [*_entries(run, rubric, evidence), *_not_read(run.unread), *map(_stale, run.stale)]
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"


def _entries(run: Run, rubric: Rubric, evidence: bool) -> Iterator[dict[str, Any]]:
    for result in results(run, rubric):
        if result.short or result.stands == "review":
            yield _entry(result, evidence)


def _entry(result: Result, evidence: bool) -> dict[str, Any]:
    first = result.places[0]
    told = [f"{first.record}: {result.message}", *result.set_aside]
    if evidence:
        told += [f"“{' '.join(quote.split())}”" for place in result.places for quote in place.quotes]
    return {
        "description": " ".join(told),
        "check_name": f"supcheck/{result.rule}",
        "fingerprint": result.fingerprint,
        "severity": "info" if result.excused else _SEVERITIES[result.stands],
        "location": {"path": first.source or first.record, "lines": {"begin": first.line}},
    }


def _not_read(unread: Sequence[Unread]) -> Iterator[dict[str, Any]]:
    # The number parts two arguments that name the same thing.
    for number, one in enumerate(unread):
        yield {
            "description": f"Not read: {one.reason}. {one.mend}",
            "check_name": "supcheck/unread",
            "fingerprint": fingerprint_of("unread", one.source, one.reason, str(unread[:number].count(one))),
            "severity": "major",
            "location": {"path": one.source, "lines": {"begin": 1}},
        }


def _stale(stale: Stale) -> dict[str, Any]:
    return {
        "description": stale.message,
        "check_name": f"supcheck/{stale.rule}",
        "fingerprint": fingerprint_of(stale.rule, stale.place, *stale.about, stale.because),
        "severity": _SEVERITIES[stale.grade],
        "location": {"path": stale.file, "lines": {"begin": stale.line}},
    }
