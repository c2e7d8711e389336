"""What came with the records: kept beside them as they stream by, and counted until it adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from supcheck.records import (
    InputFinding,
    Item,
    Left,
    LeftOut,
    Opened,
    Record,
    Tally,
    TypeCount,
    Unread,
)

_MOST = 100
"""Findings of one rule in one file that are kept one by one; those beyond are kept as a number."""
_TYPES = 50
"""Note types of one file that are counted by name; a column with more is no column of types."""


class Arrivals:
    """Passes records through and keeps what is not one: what could not be read, findings, counts."""

    def __init__(self) -> None:
        self._unread: list[Unread] = []
        self._inputs: list[InputFinding] = []
        self._beyond: Counter[tuple[str, str]] = Counter()
        self._kept: Counter[tuple[str, str]] = Counter()
        self._layouts: dict[str, dict[str, None]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._types: dict[str, Counter[tuple[str, bool]]] = {}

    def records(self, items: Iterable[Item]) -> Iterator[Record]:
        """The records among the items, in order; everything else is kept."""
        for item in items:
            self.take(item)
            if isinstance(item, Record):
                yield item

    def take(self, item: Item) -> None:
        """Count a record's rows; keep anything else."""
        match item:
            case Record():
                if item.rows:
                    self._counts[item.source, "records"] += 1
                    self._counts[item.source, "read"] += item.rows
            case Unread():
                self._unread.append(item)
                if item.export is not None:
                    self._counts[item.export, "unread"] += 1
            case Opened():
                self._layouts.setdefault(item.source, {})[item.layout] = None
            case LeftOut(why=Left.TYPE):
                types = self._types.setdefault(item.source, Counter())
                named = (item.type, item.known)
                if named not in types and len(types) >= _TYPES:
                    named = ("(other types)", False)
                types[named] += item.rows
            case LeftOut():
                self._counts[item.source, item.why.value] += item.rows
            case InputFinding():
                self._finding(item)

    def _finding(self, finding: InputFinding) -> None:
        key = (finding.rule, finding.source)
        if self._kept[key] < _MOST:
            self._kept[key] += 1
            self._inputs.append(finding)
        else:
            self._beyond[key] += 1

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read, in order."""
        return tuple(self._unread)

    @property
    def inputs(self) -> tuple[InputFinding, ...]:
        """What is odd about the records as they came; beyond a hundred of a rule in a file, a number."""
        beyond = (
            InputFinding(rule, source, "", None, f"And {count:,} more in this file.")
            for (rule, source), count in self._beyond.items()
        )
        return (*self._inputs, *beyond)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """What became of every row of each export."""
        return tuple(
            Tally(
                source=source,
                layout="; ".join(layouts),
                records=self._counts[source, "records"],
                read=self._counts[source, "read"],
                left_out=tuple(
                    TypeCount(name, rows, known)
                    for (name, known), rows in self._types.get(source, Counter()).most_common()
                ),
                empty=self._counts[source, Left.EMPTY.value],
                draft=self._counts[source, Left.DRAFT.value],
                unread=self._counts[source, "unread"],
            )
            for source, layouts in self._layouts.items()
        )
