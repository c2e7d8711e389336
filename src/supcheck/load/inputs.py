"""INP1 to INP9: what is odd about records as they came, said beside them and never mended in silence."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from supcheck.load.cells import misread
from supcheck.records import InputFinding, Record


@dataclass(frozen=True, slots=True)
class InputRule:
    """One rule about records as they come."""

    id: str
    title: str
    why: str
    mend: str


INPUT_RULES: tuple[InputRule, ...] = (
    InputRule(
        "INP1",
        "One id, several records",
        "Two records under one id cannot be told apart in a report, a baseline or a tracker.",
        "Export each record once, under its own id; where the rows are parts of one record, name the"
        " question and the answer under 'columns' in .supcheck.yaml.",
    ),
    InputRule(
        "INP2",
        "The same record twice",
        "Counts and comparisons over a child's records are wrong where one record stands in them twice.",
        "Take the record out of one of the two places.",
    ),
    InputRule(
        "INP3",
        "A date that cannot be",
        "A record without a day stands in no time line, and no deadline in it can be reckoned.",
        "Correct the date in the case system: dates are read day first, or as yyyy-mm-dd, from 1981 on.",
    ),
    InputRule(
        "INP4",
        "Entered before it was held",
        "One of the two dates is not what its column says, so the interval between them means nothing.",
        "Check which columns hold the day of the discussion and the day of entry.",
    ),
    InputRule(
        "INP5",
        "A record from the future",
        "A discussion that is still to come cannot have been recorded; often the day and month are swapped.",
        "Correct the date in the case system, and check that the export writes dates day first.",
    ),
    InputRule(
        "INP6",
        "An id that cannot be used",
        "A spreadsheet that rounds an id makes different children one; a national number must not be spread.",
        "Export ids as text, straight from the case system, and name the case system's own number.",
    ),
    InputRule(
        "INP7",
        "Text cut short",
        "What stood after the cut is not in the export, so what is not found may well be in the record.",
        "Export to CSV or JSON lines straight from the case system, not through a spreadsheet.",
    ),
    InputRule(
        "INP8",
        "Characters misread",
        "Bytes of one encoding were read as another: the record's words are not as they were written.",
        "Export again as UTF-8, and do not open and save the file in between.",
    ),
    InputRule(
        "INP9",
        "A sheet that is not read",
        "Its head names no column of text, so nothing on it is judged.",
        "Nothing, if it holds no records; else give its columns the names of the sheet that is read.",
    ),
)
"""Each rule, in the order of its id."""


def input_rule(identity: str) -> InputRule | None:
    """The rule of that id, in any case."""
    return next((rule for rule in INPUT_RULES if rule.id == identity.upper()), None)


class Met:
    """Compares each record with those met before; keeps numbers alone, some 250 bytes a record."""

    def __init__(self, today: dt.date | None = None) -> None:
        self._today = today or dt.date.today()
        self._key = secrets.token_bytes(16)
        self._ids: dict[int, int] = {}
        self._contents: dict[int, int] = {}
        self._children = array("Q")
        self._rows = array("Q")
        self._groups = array("Q")
        self._group_names: dict[tuple[str, str], int] = {}

    def findings(self, record: Record) -> Iterator[InputFinding]:
        """What is odd about this record, or about it and an earlier one."""
        row = record.blocks[0].anchor if record.rows and record.blocks else ""
        for rule, because in (*self._again(record, row), *self._dates(record)):
            yield InputFinding(rule, record.source, row, record.id, because)
        if misread(record.text):
            because = "The text holds runs such as those of a misread encoding."
            yield InputFinding("INP8", record.source, row, record.id, because)

    def _again(self, record: Record, row: str) -> Iterator[tuple[str, str]]:
        here = self._placed(record, row)
        if record.rows and not _made(record):
            first = self._ids.setdefault(self._digest(record.id), here)
            if first != here:
                same = self._children[first] == self._children[here]
                other = "" if same else ", for another child: perhaps one note of a group"
                yield "INP1", f"The same id stands in {self._place(first, record.source)}{other}."
        said = f"{record.child}\0{record.held}\0{record.text}"
        first = self._contents.setdefault(self._digest(said), here)
        if first != here:
            yield "INP2", f"The same child, day and words stand in {self._place(first, record.source)}."

    def _placed(self, record: Record, row: str) -> int:
        """The record's own number; where it stands is kept under it."""
        before, _, number = row.rpartition(" ")
        group = self._group_names.setdefault((record.source, before), len(self._group_names))
        self._groups.append(group)
        self._rows.append(int(number or 0))
        self._children.append(self._digest(record.child or ""))
        return len(self._rows) - 1

    def _place(self, number: int, source: str) -> str:
        """An earlier place, as one says it from `source`: within one file the row alone."""
        file, before = next(
            name for name, group in self._group_names.items() if group == self._groups[number]
        )
        row = f"{before} {self._rows[number]}" if before else ""
        return row if file == source and row else f"{file} {row}".rstrip()

    def _digest(self, words: str) -> int:
        digest = hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "big") >> 4

    def _dates(self, record: Record) -> Iterator[tuple[str, str]]:
        held, written = record.held, record.written
        if held and written and (held - written).days > 1:
            yield "INP4", f"Held on {_day(held)}, entered on {_day(written)}."
        named = (("held on", held), ("entered on", written))
        for words, day in named:
            if day and day > self._today:
                yield "INP5", f"It was {words} {_day(day)}, which is after {_day(self._today)}."


def made_id(source: str, number: int) -> str:
    """The id of a row that brings none."""
    return f"{PurePath(source).stem}-{number}"


def _made(record: Record) -> bool:
    """True for an id that `made_id` gave."""
    return re.fullmatch(re.escape(PurePath(record.source).stem) + r"-\d+", record.id) is not None


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
