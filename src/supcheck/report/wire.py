"""The wire format `supcheck/1`: the contract with everything outside.

Without `evidence` no text of a record stands anywhere in it. The JSON Schema beside the package's
data is generated from these types.
"""

from __future__ import annotations

import json
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from supcheck.checks import SIGNS
from supcheck.records import (
    Action,
    Finding,
    Grade,
    Holds,
    InputFinding,
    Judged,
    Label,
    Named,
    Ruled,
    Run,
    Series,
    SeriesFinding,
    Span,
    Stale,
    Tally,
    Unit,
    Unread,
)

SCHEMA: Literal["supcheck/1"] = "supcheck/1"

Offsets = tuple[int, int]
"""Half-open character offsets into the record's decoded text, line ends as one newline."""


class WireNamed(TypedDict):
    """A model: its name and the digest of its content."""

    name: str
    digest: str


class WireRubric(TypedDict):
    """A rubric: its name, its day and the digest of all that decides a grade."""

    name: str
    version: str | None
    """As 2026-11-26; None where the rubric gives none."""
    digest: str


class WireSetAside(TypedDict):
    """A verdict or finding that does not fail a run; both keys are absent where it stands."""

    waived: NotRequired[str]
    """Why."""
    known: NotRequired[Literal[True]]
    """The baseline has it already."""


class WireVerdict(WireSetAside):
    """A verdict and the criteria that it rests on."""

    verdict: Literal["sufficient", "insufficient", "review"]
    because: list[str]
    selected: bool
    """False where none of those criteria is selected: it is shown, and fails no run."""


class WireFinding(WireSetAside):
    """A criterion: one grade when sure, each grade left open otherwise."""

    id: str
    grades: list[Literal["met", "partly", "not_met", "not_applicable"]]
    spans: list[Offsets]
    because: str
    quotes: NotRequired[list[str]]


class WireFlag(WireSetAside):
    """A flag that is raised; `open` where a label leaves it in doubt."""

    id: str
    spans: list[Offsets]
    open: bool
    quotes: NotRequired[list[str]]


class WireUnit(TypedDict):
    """A unit with the model's scores, the labels it bears and those left open."""

    index: int
    start: int
    end: int
    section: str
    labels: dict[str, float]
    bears: list[str]
    open: list[str]
    quotes: NotRequired[list[str]]


class WireAction(TypedDict):
    """A direction and its facts."""

    unit: int
    start: int
    end: int
    holds: Literal["yes", "maybe"]
    owner: Offsets | None
    deadline: Offsets | None
    due: str | None
    vague: bool | None
    """None where it is open."""
    status: Literal["done", "part", "not_done", "unsaid"] | None
    """Of an action of an earlier record; None for one to be done from now on, unless it stood before."""
    quotes: NotRequired[list[str]]


class WireRecord(TypedDict):
    """One record as judged."""

    id: str
    source: str
    child: str | None
    held: str | None
    type: Literal["supervision", "discussion", "oversight"]
    verdicts: dict[str, WireVerdict]
    criteria: list[WireFinding]
    flags: list[WireFlag]
    advice: list[WireFinding]
    units: list[WireUnit]
    actions: list[WireAction]


class WireSeriesFinding(WireSetAside):
    """A finding over several records of one child."""

    id: str
    records: list[str]
    grades: list[str]
    because: str
    places: list[WirePlace]


class WirePlace(TypedDict):
    """Where a finding stands in one of its records."""

    record: str
    spans: list[Offsets]


class WireThread(TypedDict):
    """An action followed into the child's next record: one outcome when sure, each left open otherwise."""

    record: str
    start: int
    end: int
    next: str
    outcomes: list[Literal["done", "carried", "changed", "silent"]]
    span: Offsets | None
    confidence: float


class WireSeries(TypedDict):
    """A child's records in date order."""

    child: str | None
    """An export's own id; a name only with `quotes`."""
    records: list[str]
    findings: list[WireSeriesFinding]
    threads: list[WireThread]


class WireSelection(TypedDict):
    """Ids or their beginnings as they were asked for; both empty where every rule is shown."""

    select: list[str]
    ignore: list[str]


class WireUnread(TypedDict):
    """What could not be read, and what would mend it."""

    source: str
    reason: str
    hint: str


class WireStale(TypedDict):
    """A waiver or an entry of the baseline that sets nothing aside any more."""

    id: Literal["WAI1", "WAI2", "BAS1"]
    grade: Literal["partly", "not_met"]
    """The `--fail-on` at which it fails a run."""
    place: str
    about: list[str]
    """Ids of records, or a child's."""
    because: str


class WireMarked(TypedDict):
    """How many verdicts and findings are known or waived; they stand above, marked."""

    known_verdicts: int
    known_findings: int
    waived_verdicts: int
    waived_findings: int


class WireTypeCount(TypedDict):
    """A note type that was left out; `known` is false where no list names it."""

    type: str
    rows: int
    known: bool


class WireExport(TypedDict):
    """What became of every row of one export: the numbers add up to `rows`."""

    source: str
    layout: str
    rows: int
    records: int
    read: int
    left_out: list[WireTypeCount]
    empty: int
    draft: int
    unread: int


class WireInput(TypedDict):
    """What is odd about a record as it came."""

    id: str
    source: str
    row: str
    record: str | None
    because: str


class WireRun(TypedDict):
    """The whole output."""

    schema: Literal["supcheck/1"]
    tool: str
    rubric: WireRubric
    model: WireNamed
    selection: WireSelection
    records: list[WireRecord]
    series: list[WireSeries]
    unread: list[WireUnread]
    hidden: NotRequired[int]
    """Findings that --min-level left out."""
    stale: NotRequired[list[WireStale]]
    marked: NotRequired[WireMarked]
    """Where anything is."""
    inputs: list[WireInput]
    exports: list[WireExport]


def wire_text(run: Run, *, evidence: bool) -> str:
    """The run as indented JSON, ended by a newline."""
    return json.dumps(wire(run, evidence=evidence), indent=1, ensure_ascii=False) + "\n"


def wire(run: Run, *, evidence: bool) -> WireRun:
    """The run as plain data; `evidence` adds `quotes` beside every span."""
    wired: WireRun = {
        "schema": SCHEMA,
        "tool": run.tool,
        "rubric": wire_rubric(run.rubric),
        "model": wire_named(run.model),
        "selection": {"select": list(run.select), "ignore": list(run.ignore)},
        "records": [wire_record(judged, evidence=evidence) for judged in run.judged],
        "series": [wire_series(series, evidence=evidence) for series in run.series],
        "unread": [wire_unread(unread) for unread in run.unread],
        "inputs": [wire_input(one) for one in run.inputs],
        "exports": [wire_export(tally) for tally in run.tallies],
    }
    if run.hidden:
        wired["hidden"] = run.hidden
    if run.stale:
        wired["stale"] = [wire_stale(stale) for stale in run.stale]
    if run.marked:
        wired["marked"] = _marked(run)
    return wired


def wire_rubric(named: Named) -> WireRubric:
    """A rubric, as plain data."""
    return {"name": named.name, "version": named.version or None, "digest": named.digest}


def wire_stale(stale: Stale) -> WireStale:
    """A stale waiver or entry of the baseline, as plain data."""
    return {
        "id": stale.rule,
        "grade": "partly" if stale.grade is Grade.PARTLY else "not_met",
        "place": stale.place,
        "about": list(stale.about),
        "because": stale.because,
    }


def wire_input(one: InputFinding) -> WireInput:
    """What is odd about a record as it came, as plain data."""
    return {
        "id": one.rule,
        "source": one.source,
        "row": one.row,
        "record": one.record,
        "because": one.because,
    }


def wire_export(tally: Tally) -> WireExport:
    """What became of an export's rows, as plain data."""
    return {
        "source": tally.source,
        "layout": tally.layout,
        "rows": tally.rows,
        "records": tally.records,
        "read": tally.read,
        "left_out": [{"type": one.name, "rows": one.rows, "known": one.known} for one in tally.left_out],
        "empty": tally.empty,
        "draft": tally.draft,
        "unread": tally.unread,
    }


def _marked(run: Run) -> WireMarked:
    known = [isinstance(one, Ruled) for one in run.marked if one.known]
    waived = [isinstance(one, Ruled) for one in run.marked if one.waived is not None]
    return {
        "known_verdicts": known.count(True),
        "known_findings": known.count(False),
        "waived_verdicts": waived.count(True),
        "waived_findings": waived.count(False),
    }


def wire_unread(unread: Unread) -> WireUnread:
    """What could not be read, as plain data."""
    return {"source": unread.source, "reason": unread.reason, "hint": unread.hint}


def wire_named(named: Named) -> WireNamed:
    """A rubric or a model, as plain data."""
    return {"name": named.name, "digest": named.digest}


def wire_record(judged: Judged, *, evidence: bool) -> WireRecord:
    """One record, as plain data."""
    record = judged.record
    text = record.text if evidence else None
    return {
        "id": record.id,
        "source": record.source,
        "child": record.child if evidence else None,
        "held": record.held.isoformat() if record.held else None,
        "type": record.kind.value if record.kind else "supervision",
        "verdicts": {name: _verdict(ruled) for name, ruled in judged.verdicts.items()},
        "criteria": [_finding(finding, text) for finding in judged.findings],
        "flags": [_flag(finding, text) for finding in judged.flags],
        "advice": [_finding(finding, text) for finding in judged.advice],
        "units": [
            _unit(unit, labels, text) for unit, labels in zip(judged.units, judged.labels, strict=True)
        ],
        "actions": [_action(action, text) for action in judged.actions if action.holds is not Holds.NO],
    }


def wire_series(series: Series, *, evidence: bool) -> WireSeries:
    """A child's records together, as plain data."""
    first = series.records[0].record
    return {
        "child": first.child if evidence or first.child_is_id else None,
        "records": [one.record.id for one in series.records],
        "findings": [_series_finding(finding) for finding in series.findings],
        "threads": [
            {
                "record": thread.record,
                "start": thread.action.span.start,
                "end": thread.action.span.end,
                "next": thread.following,
                "outcomes": [outcome.value for outcome in thread.outcomes],
                "span": _offsets(thread.span),
                "confidence": thread.confidence,
            }
            for thread in series.threads
        ],
    }


def _series_finding(finding: SeriesFinding) -> WireSeriesFinding:
    wired: WireSeriesFinding = {
        "id": finding.rule,
        "records": [place.record for place in finding.places],
        "grades": [grade.value for grade in finding.grades],
        "because": finding.because,
        "places": [
            {"record": place.record, "spans": [(span.start, span.end) for span in place.spans]}
            for place in finding.places
        ],
    }
    _mark(wired, finding)
    return wired


def _verdict(ruled: Ruled) -> WireVerdict:
    wired: WireVerdict = {
        "verdict": ruled.verdict.value,
        "because": list(ruled.because),
        "selected": ruled.selected,
    }
    _mark(wired, ruled)
    return wired


def _mark(wired: WireSetAside, finding: Finding | SeriesFinding | Ruled) -> None:
    if finding.waived is not None:
        wired["waived"] = finding.waived
    if finding.known:
        wired["known"] = True


def _offsets(span: Span | None) -> Offsets | None:
    return (span.start, span.end) if span else None


def _finding(finding: Finding, text: str | None) -> WireFinding:
    wired: WireFinding = {
        "id": finding.rule,
        "grades": [grade.value for grade in finding.grades],
        "spans": [(span.start, span.end) for span in finding.spans],
        "because": finding.because,
    }
    _mark(wired, finding)
    if text is not None:
        wired["quotes"] = [span.of(text) for span in finding.spans]
    return wired


def _flag(finding: Finding, text: str | None) -> WireFlag:
    wired: WireFlag = {
        "id": finding.rule,
        "spans": [(span.start, span.end) for span in finding.spans],
        "open": not finding.sure,
    }
    _mark(wired, finding)
    if text is not None:
        wired["quotes"] = [span.of(text) for span in finding.spans]
    return wired


def _unit(unit: Unit, labels: tuple[Label, ...], text: str | None) -> WireUnit:
    coded = [label for label in labels if label.name not in SIGNS]
    wired: WireUnit = {
        "index": unit.index,
        "start": unit.span.start,
        "end": unit.span.end,
        "section": unit.section.key,
        "labels": {label.name: round(label.score, 2) for label in coded},
        "bears": [label.name for label in coded if label.holds is Holds.YES],
        "open": [label.name for label in coded if label.holds is Holds.MAYBE],
    }
    if text is not None:
        wired["quotes"] = [unit.span.of(text)]
    return wired


def _action(action: Action, text: str | None) -> WireAction:
    wired: WireAction = {
        "unit": action.unit,
        "start": action.span.start,
        "end": action.span.end,
        "holds": "yes" if action.holds is Holds.YES else "maybe",
        "owner": _offsets(action.owner),
        "deadline": _offsets(action.deadline),
        "due": action.due.isoformat() if action.due else None,
        "vague": {Holds.NO: False, Holds.MAYBE: None, Holds.YES: True}[action.vague],
        "status": action.status.value if action.status else "unsaid" if action.earlier else None,
    }
    if text is not None:
        wired["quotes"] = [action.span.of(text)]
    return wired
