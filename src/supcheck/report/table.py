"""A row a record and rule, for a spreadsheet or a data frame: CSV and XLSX."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from supcheck.records import Grade, Judged, Run, Stale, Unread
from supcheck.report.results import Result, record_results, series_results
from supcheck.report.spreadsheet import Row, Sheet, csv_bytes, workbook_bytes
from supcheck.rubric import Rubric

_WIDTHS: Final = {
    "record": 22,
    "source": 28,
    "title": 30,
    "because": 60,
    "quotes": 60,
    "reason": 40,
    "hint": 50,
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One result, one thing that was not read, or one stale waiver or entry of the baseline."""

    kind: str
    """'verdict', 'criterion', 'flag', 'series', 'unread' or 'stale'."""
    record: str
    """Several ids, of a series finding, are parted by a space."""
    source: str
    child: str
    """An export's own id; a name only with evidence."""
    held: str
    type: str
    rule: str
    title: str
    stands: str
    """'met', 'partly', 'not_met', 'not_applicable' or 'review'."""
    grades: str
    """Each that is left open, parted by a space."""
    evidence: int
    """Passages that it rests on."""
    because: str
    waived: str
    known: str
    quotes: str = ""


_HEADS: Final = tuple(field.name for field in dataclasses.fields(TableRow))


def csv_table(run: Run, rubric: Rubric, *, evidence: bool) -> bytes:
    """Everything in one table."""
    return csv_bytes(_HEADS, map(dataclasses.astuple, _rows(run, rubric, evidence)))


def xlsx_table(run: Run, rubric: Rubric, *, evidence: bool) -> bytes:
    """The same table, with a sheet of a row a record before it."""
    return workbook_bytes(
        [
            _sheet("Records", _record_heads(rubric), _records(run, rubric)),
            _sheet("Findings", _HEADS, map(dataclasses.astuple, _rows(run, rubric, evidence))),
        ]
    )


def _sheet(title: str, heads: tuple[str, ...], rows: Iterator[Row]) -> Sheet:
    return Sheet(title, heads, rows, {n: _WIDTHS[head] for n, head in enumerate(heads) if head in _WIDTHS})


def _rows(run: Run, rubric: Rubric, evidence: bool) -> Iterator[TableRow]:
    found = chain(
        (one for judged in run.judged for one in record_results(judged, rubric)),
        (one for series in run.series for one in series_results(series, rubric)),
    )
    yield from (_row(result, evidence) for result in found)
    yield from map(_not_read, run.unread)
    yield from map(_stale, run.stale)


def _row(result: Result, evidence: bool) -> TableRow:
    judged = result.places[0].judged
    record = judged.record if judged else None
    quotes = [quote for place in result.places for quote in place.quotes] if evidence else []
    return TableRow(
        kind=result.kind,
        record=" ".join(place.record for place in result.places),
        source=record.source if record else "",
        child=(record.child or "") if record and (evidence or record.child_is_id) else "",
        held=record.held.isoformat() if record and record.held else "",
        type=record.kind.value if record and record.kind else "supervision",
        rule=result.rule,
        title=result.title,
        stands=result.stands,
        grades=" ".join(result.grades),
        evidence=sum(len(place.spans) for place in result.places),
        because=result.because,
        waived=result.waived or "",
        known="yes" if result.known else "",
        quotes="\n".join(quotes),
    )


def _not_read(unread: Unread) -> TableRow:
    told = f"{unread.reason}. {unread.mend}"
    return TableRow("unread", "", unread.source, "", "", "", "", "Not read", "", "", 0, told, "", "")


def _stale(stale: Stale) -> TableRow:
    about, stands = " ".join(stale.about), stale.grade.value
    title = "A waiver or an entry of the baseline that nothing needs"
    told = stale.because
    return TableRow("stale", about, stale.place, "", "", "", stale.rule, title, stands, "", 0, told, "", "")


def _record_heads(rubric: Rubric) -> tuple[str, ...]:
    verdicts = (rule.id for rule in rubric.verdicts)
    return ("record", "source", "held", "type", *verdicts, *_COUNTED, "flags", "actions")


_COUNTED: Final = (*(grade.value for grade in Grade), "review")


def _records(run: Run, rubric: Rubric) -> Iterator[Row]:
    for judged in run.judged:
        yield _record(judged, rubric)


def _record(judged: Judged, rubric: Rubric) -> Row:
    record = judged.record
    stand = Counter(one.grades[0].value if one.sure else "review" for one in judged.findings)
    return (
        record.id,
        record.source,
        record.held.isoformat() if record.held else "",
        record.kind.value if record.kind else "supervision",
        *(judged.verdicts[rule.id].verdict.value for rule in rubric.verdicts),
        *(stand[name] for name in _COUNTED),
        len(judged.flags),
        sum(not action.earlier for action in judged.actions),
    )
