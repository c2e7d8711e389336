"""Every direction as a row that a manager can chase: `supcheck actions`, to xlsx, csv or json.

The tracker quotes the records: it is a human report, to be kept as they are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from supcheck.records import Action, Holds, Judged, Outcome, Run, Status, Thread
from supcheck.report.acts import words_of_act
from supcheck.report.children import OPEN, OUTCOME_WORDS, outcome_words
from supcheck.report.spreadsheet import Sheet, csv_bytes, workbook_bytes

_HEADS: Final = {
    "child": "Child",
    "record": "Record",
    "held": "Record date",
    "action": "Action",
    "owner": "Owner",
    "deadline": "By when",
    "due": "Due",
    "overdue": "Overdue",
    "status": "Status",
    "vague": "Vague",
    "where": "Where in the text",
}
_WIDTHS: Final = {"action": 60, "owner": 16, "deadline": 22, "status": 26, "record": 22}
_STATUS: Final = {"done": "done", "part": "part done", "not_done": "still to be done"}


@dataclass(frozen=True, slots=True)
class Row:
    """One action: dates as ISO text, '' where the record does not tell."""

    child: str
    record: str
    held: str
    action: str
    owner: str
    deadline: str
    due: str
    overdue: str
    """'yes' or 'no' on the given day; '' where there is no due date or it was done."""
    status: str
    """What the record, or the child's next one, says became of it."""
    vague: str
    where: str


def rows(run: Run, on: dt.date) -> Iterator[Row]:
    """Every direction of the run's records, in their order; `on` is the day for 'overdue'."""
    threads = {
        (thread.record, thread.action.span): thread for series in run.series for thread in series.threads
    }
    for judged in run.judged:
        for action in judged.actions:
            if action.holds is not Holds.NO and not action.earlier:
                yield _row(judged, action, threads.get((judged.record.id, action.span)), on)


def _row(judged: Judged, action: Action, thread: Thread | None, on: dt.date) -> Row:
    record = judged.record
    status = _status(action, thread)
    settled = status in (OUTCOME_WORDS[Outcome.DONE], OUTCOME_WORDS[Outcome.CHANGED])
    return Row(
        child=record.child or "",
        record=record.id,
        held=record.held.isoformat() if record.held else "",
        action=words_of_act(judged, action),
        owner=action.owner.of(record.text) if action.owner else "",
        deadline=action.deadline.of(record.text) if action.deadline else "",
        due=action.due.isoformat() if action.due else "",
        overdue="" if action.due is None or settled else "yes" if action.due < on else "no",
        status=status,
        vague=_vague(action),
        where=record.anchor(action.span),
    )


def _vague(action: Action) -> str:
    """Whether it could be checked later; open, too, where it may be no direction at all."""
    if action.vague is Holds.YES:
        return "yes"
    return OPEN if Holds.MAYBE in (action.vague, action.holds) else "no"


def _status(action: Action, thread: Thread | None) -> str:
    if action.status is Status.DONE:
        return OUTCOME_WORDS[Outcome.DONE]
    if thread is not None:
        return outcome_words(thread)
    return _STATUS[action.status.value] if action.status else ""


def _csv(found: list[Row]) -> bytes:
    return csv_bytes(tuple(_HEADS.values()), map(dataclasses.astuple, found))


def _json(found: list[Row]) -> bytes:
    return (
        json.dumps([dataclasses.asdict(row) for row in found], indent=1, ensure_ascii=False) + "\n"
    ).encode()


def _xlsx(found: list[Row]) -> bytes:
    widths = {place: _WIDTHS.get(name, 14) for place, name in enumerate(_HEADS)}
    rows = map(dataclasses.astuple, found)
    return workbook_bytes([Sheet("Actions", tuple(_HEADS.values()), rows, widths)])


FORMATS: Final[Mapping[str, Callable[[list[Row]], bytes]]] = {"csv": _csv, "json": _json, "xlsx": _xlsx}
"""Suffix -> the function that writes it."""
