"""SARIF 2.1.0: what falls short or is open, for services that show static analysis.

Offsets, lines and columns are those of a record's decoded text, counted in code points. Only what falls
short, is open or is set aside is a result; what is met stands in the wire format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from supcheck.records import Run, Span, Stale, Unread
from supcheck.report.context import STANDS
from supcheck.report.results import Place, Result, results
from supcheck.rubric import Criterion, Flag, Rubric, VerdictRule
from supcheck.series import SeriesRule

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Limits:
    """What GitHub's code scanning takes of one file, as its documentation says."""

    shown: int = 5_000
    """Results of a run that are kept; above it results are rolled up."""
    a_run: int = 25_000
    """Results of a run above which the file is refused; above it there are several runs."""
    runs: int = 20
    """Runs of a file."""


_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_LEVELS: Final = {"not_met": "warning", "partly": "note"}
_GROUPS: Final = {
    "flags": "Second looks that the inspection letter asks for.",
    "series": "What several records of one child show together.",
}
"""Groups that are no rule of the rubric, which rolled-up results name."""


def sarif(run: Run, rubric: Rubric, *, evidence: bool, limits: Limits | None = None) -> str:
    """The run as SARIF; `evidence` adds the words that a result rests on as snippets."""
    limits = limits or Limits()
    found = [one for one in results(run, rubric) if one.short or one.stands == "review"]
    notes: list[str] = []
    if len(found) > limits.shown:
        rolled = list(_rolled_up(found))
        notes.append(
            f"{len(found)} results are rolled up into {len(rolled)}, one a record and group of rules: "
            f"a hosting service shows {limits.shown}. The JSON report has each."
        )
        found = rolled
    parts = [found[at : at + limits.a_run] for at in range(0, len(found), limits.a_run)] or [[]]
    if len(found) > limits.shown:
        notes.append(
            f"A hosting service shows {limits.shown} results of each run, and there are {len(found)}."
        )
    if len(parts) > limits.runs:
        notes.append(f"A hosting service takes {limits.runs} runs of a file, and there are {len(parts)}.")
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [_run(run, rubric, part, number, notes, evidence) for number, part in enumerate(parts, 1)],
    }
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


def _run(
    run: Run, rubric: Rubric, found: Sequence[Result], number: int, notes: Sequence[str], evidence: bool
) -> dict[str, Any]:
    rules = [*map(_rule(rubric), rubric.rules), *(_group(name, told) for name, told in _GROUPS.items())]
    index = {rule["id"]: place for place, rule in enumerate(rules)}
    tool, _, version = run.tool.partition(" ")
    baseline = any(one.known for one in found) or "baseline" in run.settings
    told = [*map(_not_read, run.unread), *map(_stale, run.stale)]
    told += [{"level": "note", "message": {"text": one}} for one in notes]
    if run.hidden:
        told.append(
            {"level": "note", "message": {"text": f"{run.hidden} findings are not shown (--min-level)."}}
        )
    return {
        "tool": {
            "driver": {
                "name": tool,
                "version": version,
                "fullDescription": {"text": STANDS},
                "rules": rules,
                "properties": {"rubric": run.rubric.name, "rubricDigest": run.rubric.digest},
            }
        },
        "automationDetails": {"id": f"supcheck/{run.rubric.name}/{number}"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": told}],
        "properties": {
            "model": run.model.name,
            "modelDigest": run.model.digest,
            "offsets": "characters of each record's decoded text, line ends as one newline",
        },
        "results": [_result(one, index[one.rule], rubric, evidence, baseline) for one in found],
    }


def _rule(rubric: Rubric) -> Any:
    """Writes a rule's descriptor: the rubric's words, and its rank by its weight."""
    most = _most(rubric)

    def written(rule: Criterion | VerdictRule | Flag | SeriesRule) -> dict[str, Any]:
        why = "" if isinstance(rule, VerdictRule) else f"{rule.why} "
        rank = {"rank": _rank(rule.weight, most)} if isinstance(rule, Criterion) else {}
        return {
            "id": rule.id,
            "name": rule.title,
            "shortDescription": {"text": _plain(rule.title)},
            "fullDescription": {"text": _plain(rule.asks)},
            "help": {"text": _plain(f"{why}Source: {rule.source}.")},
            "defaultConfiguration": {"level": "note" if isinstance(rule, Flag) else "warning", **rank},
        }

    return written


def _group(name: str, told: str) -> dict[str, Any]:
    return {"id": name, "shortDescription": {"text": told}, "fullDescription": {"text": told}}


def _most(rubric: Rubric) -> int:
    return max((one.weight for one in rubric.criteria), default=0)


def _rank(weight: int, most: int) -> float:
    return round(100 * weight / most, 1) if most else 0.0


def _result(result: Result, index: int, rubric: Rubric, evidence: bool, baseline: bool) -> dict[str, Any]:
    written: dict[str, Any] = {
        "ruleId": result.rule,
        "ruleIndex": index,
        "kind": "fail" if result.short else "review",
        "level": _level(result),
        "message": {"text": _plain(result.message)},
        "locations": [_location(place, evidence) for place in result.places[:1]],
        "partialFingerprints": {
            "supcheckResult/v1": result.fingerprint,
            # The one name that GitHub matches alerts by; without it, it would look for a source file.
            "primaryLocationLineHash": f"{result.fingerprint[:16]}:1",
        },
        "properties": {"grades": list(result.grades)},
    }
    if result.weight:
        written["rank"] = _rank(result.weight, _most(rubric))
    related = [_location(place, evidence) for place in result.places[1:]] + [
        _location(place, evidence, span) for place in result.places[:1] for span in place.spans[1:]
    ]
    if related:
        written["relatedLocations"] = [{"id": number, **one} for number, one in enumerate(related)]
    if result.waived is not None:
        written["suppressions"] = [{"kind": "external", "status": "accepted", "justification": result.waived}]
    if baseline:
        written["baselineState"] = "unchanged" if result.known else "new"
    return written


def _level(result: Result) -> str:
    """A result that does not surely fall short has the level 'none': SARIF 3.27.10."""
    if not result.short:
        return "none"
    return "error" if result.kind == "verdict" else _LEVELS[result.stands]


def _location(place: Place, evidence: bool, span: Span | None = None) -> dict[str, Any]:
    """Record and section by name, the file and the region in it."""
    span = span or next(iter(place.spans), None)
    within = f"{place.source}/{place.record}" if place.source else place.record
    named = [{"name": place.record, "fullyQualifiedName": within, "kind": "record"}]
    section = place.section(span) if span else ""
    if section:
        named.append({"name": section, "fullyQualifiedName": f"{within}/{section}", "kind": "section"})
    location: dict[str, Any] = {"logicalLocations": named}
    if place.judged is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri(place.source)}}
        # GitHub takes no result without a line.
        physical["region"] = _region(place.judged.record.text, span, evidence) if span else {"startLine": 1}
        location["physicalLocation"] = physical
    return location


def _region(text: str, span: Span, evidence: bool) -> dict[str, Any]:
    region: dict[str, Any] = {"charOffset": span.start, "charLength": span.end - span.start}
    region["startLine"], region["startColumn"] = _line_and_column(text, span.start)
    region["endLine"], region["endColumn"] = _line_and_column(text, span.end)
    if evidence:
        region["snippet"] = {"text": span.of(text)}
    return region


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def uri(source: str) -> str:
    """A file's name as a URI reference; what is no unreserved character is escaped, ':' too."""
    return "".join(
        chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
        for byte in source.encode("utf-8", "backslashreplace")
    )


def _plain(words: str) -> str:
    """Words in which no bracket begins a link: SARIF 3.11.6."""
    return words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _not_read(unread: Unread) -> dict[str, Any]:
    return {
        "level": "warning",
        "message": {"text": _plain(f"Not read: {unread.reason}. {unread.mend}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(unread.source)}}}],
    }


def _stale(stale: Stale) -> dict[str, Any]:
    return {"level": "warning", "message": {"text": _plain(f"{stale.rule} {stale.place}: {stale.message}")}}


def _rolled_up(found: Iterable[Result]) -> Iterator[Result]:
    """One result a record and group of rules: the gravest, with the others named in it."""
    groups: dict[tuple[str, str], list[Result]] = {}
    for one in found:
        groups.setdefault((one.places[0].record, one.group), []).append(one)
    for (_, group), inside in groups.items():
        yield _one_of(group, inside)


_GRAVE: Final = ("not_met", "partly", "review")


def _one_of(group: str, inside: Sequence[Result]) -> Result:
    standing = [one for one in inside if not one.excused] or list(inside)
    gravest = min(standing, key=lambda one: (_GRAVE.index(one.stands), one.kind != "verdict"))
    aside = len(inside) - len(standing)
    return replace(
        gravest,
        rule=group,
        title=group.capitalize(),
        words="; ".join(f"{one.rule} {one.words}" for one in standing),
        because=f"{aside} more are waived or known." if aside else "",
        weight=max(one.weight for one in standing),
        places=gravest.places[:1],
        occurrence=0,
    )
