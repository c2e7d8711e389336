"""Records -> each child's records in date order, judged, one child at a time.

A run looks at its records twice. The first look keeps of each what a child's series needs to know (whose
it is, its day, where it stands); the second reads child after child again, so that memory holds one
child's records and not the export's. The first records are few and are kept as they were read.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from heapq import nsmallest
from itertools import islice
from pathlib import PurePath
from typing import Final, Generic, TypeVar

from supcheck.answers import KeptAnswers
from supcheck.copied import Narrative, narrative, runs_of
from supcheck.errors import SupcheckError
from supcheck.likeness import Meaning
from supcheck.load.found import Found
from supcheck.records import Chapter, Item, Judged, Record, Series
from supcheck.rubric import Rubric
from supcheck.scores import KEEPS_NOTHING, Keeps
from supcheck.segment import segment
from supcheck.series import Child, judge_series
from supcheck.words import Words

T = TypeVar("T")

KEPT: Final = 2_000
"""Records that are kept as they were read; of those beyond, only where they stand."""
_MARKS: Final = 24
"""Marks of a record's words: two that share four runs of words in five share one all but surely."""
_COMPARED: Final = 8_192
"""Records whose runs of words are kept as numbers, some kB each, to be compared with others of their day."""
_TOLD: Final = 256
"""Narratives that are kept, to be compared with others of their day."""
_FEW: Final = 40
"""Records of one day up to which each is compared with each, without marks."""
_INITIALS: Final = 3
"""A child's name of so many letters or fewer is initials, or as common as they are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of a record between the two looks."""

    order: int
    """Its place in the run."""
    id: str
    source: str
    child: str | None
    """Whose record it is, as `child_key` tells; None where nothing tells."""
    held: dt.date | None
    marks: array[int]
    """Of a record that is not kept."""
    record: Record | None
    again: Callable[[], Item | None]

    def marked(self) -> frozenset[int]:
        """Marks of the record's words, of which records of the same words share some."""
        return frozenset(self.marks if self.record is None else _marks(self.record.text))

    def read(self) -> Record:
        """The record as it was read; raises `SupcheckError` where its file changed since."""
        if self.record is not None:
            return self.record
        try:
            found = self.again()
        except (OSError, ValueError, StopIteration):
            found = None
        if not isinstance(found, Record):
            raise SupcheckError(f"{self.source}: changed while it was read; run again") from None
        return dataclasses.replace(found, id=self.id)


@dataclass(frozen=True)
class Outline:
    """A run's records before any is judged."""

    entries: tuple[Entry, ...]
    """In the run's order."""

    @cached_property
    def children(self) -> tuple[tuple[Entry, ...], ...]:
        """One child's records together, in date order, those without a date last; else a record alone."""
        together: dict[object, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            together[entry.child if entry.child is not None else entry.order].append(entry)
        latest = dt.date.max
        return tuple(
            tuple(sorted(found, key=lambda one: (one.held or latest, one.id))) for found in together.values()
        )

    @cached_property
    def days(self) -> Mapping[dt.date, tuple[Entry, ...]]:
        """The records of each day that are some child's."""
        found: dict[dt.date, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.held is not None and entry.child is not None:
                found[entry.held].append(entry)
        return {day: tuple(entries) for day, entries in found.items() if len(entries) > 1}

    def alike(self, entry: Entry) -> Iterator[Entry]:
        """Other children's records of the same day that may be the same text."""
        same_day = self.days.get(entry.held, ()) if entry.held else ()
        others = [other for other in same_day if other.child != entry.child]
        # Few records that are in memory are compared each with each; else only those that share a mark.
        if len(same_day) <= _FEW and all(one.record is not None for one in same_day):
            yield from others
            return
        mine = entry.marked()
        yield from (other for other in others if not mine.isdisjoint(other.marked()))


def outline(found: Iterable[Found], words: Words) -> Outline:
    """The first look. Words are not kept but of the first `KEPT` records."""
    looked = [_looked(order, one, words) for order, one in enumerate(found)]
    alone = {source for source, count in Counter(entry.source for entry, _ in looked).items() if count == 1}
    return Outline(
        tuple(
            entry if by_id or entry.source in alone else dataclasses.replace(entry, child=None)
            for entry, by_id in looked
        )
    )


def _looked(order: int, found: Found, words: Words) -> tuple[Entry, bool]:
    """A record's entry, and whether an export's own column names its child."""
    read = found.record
    # A record's head may name the child and the day where no column does.
    record = read if read.child_is_id and read.held else segment(read, words)[0]
    child = child_key(record)
    entry = Entry(
        order,
        record.id,
        record.source,
        child,
        record.held,
        _marks(record.text) if child and record.held and order >= KEPT else _UNMARKED,
        read if order < KEPT else None,
        found.again,
    )
    return entry, record.child_is_id


def _marks(text: str) -> array[int]:
    return array("q", nsmallest(_MARKS, {hash(run) for run in runs_of(text)}))


_UNMARKED: Final = array("q")


def child_key(record: Record) -> str | None:
    """Who a record is about: an export's child id; else, of a file by itself, the child whom its head names.

    Initials are shared by many: they name one child only with the folder and the worker beside them.
    """
    if record.child is None:
        return None
    if record.child_is_id:
        return record.child
    folder = PurePath(record.source).parent.as_posix()
    initials = len(re.sub(r"\W", "", record.child)) <= _INITIALS
    if initials and record.worker is None:
        return None
    return "\t".join((folder, record.child, record.worker or "")) if initials else f"{folder}\t{record.child}"


class _Newest(Generic[T]):
    """Something of each record, worked out once while it is among the newest so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[int, T] = {}

    def at(self, order: int, work_out: Callable[[], T]) -> T:
        """Of the record in this place of the run."""
        if order not in self._found:
            made = work_out()
            if len(self._found) >= self._most:
                del self._found[next(iter(self._found))]
            self._found[order] = made
        return self._found[order]


def read_children(
    outlined: Outline,
    judge: Callable[[Iterator[Record]], Iterator[Judged]],
    rubric: Rubric,
    words: Words,
    meaning: Meaning | None = None,
    keeps: Keeps = KEEPS_NOTHING,
) -> Iterator[Chapter]:
    """The second look: child after child, in the order in which each first stands in the run.

    `judge` gives a `Judged` for each record, in order. A chapter has a series where the child has two
    or more dated records, or where one falls short by itself.
    """

    narratives: _Newest[Narrative] = _Newest(_TOLD)
    runs: _Newest[array[int]] = _Newest(_COMPARED)

    def narrative_of(entry: Entry, one: Judged | None = None) -> Narrative:
        return narratives.at(
            entry.order,
            lambda: narrative(*((one.record, one.units) if one else segment(entry.read(), words))),
        )

    def runs_of_words(entry: Entry) -> array[int]:
        return runs.at(entry.order, lambda: array("q", map(hash, narrative_of(entry).runs)))

    def twins(entry: Entry) -> list[tuple[str, str, Narrative]]:
        alike = list(outlined.alike(entry))
        # Of a record that is alone on its day nothing is worth keeping.
        mine = frozenset(runs_of_words(entry) if alike else ())
        return [
            (other.child or "", other.id, narrative_of(other))
            for other in alike
            if not mine.isdisjoint(runs_of_words(other))
        ]

    judged = judge(entry.read() for child in outlined.children for entry in child)
    for child in outlined.children:
        mine = tuple(islice(judged, len(child)))
        yield Chapter(
            tuple(entry.order for entry in child),
            mine,
            _series(child, mine, narrative_of, twins, rubric, words, meaning, keeps),
        )
        if meaning is not None:
            meaning.forget()


def _series(
    child: Sequence[Entry],
    judged: Sequence[Judged],
    narrative_of: Callable[[Entry, Judged], Narrative],
    twins: Callable[[Entry], list[tuple[str, str, Narrative]]],
    rubric: Rubric,
    words: Words,
    meaning: Meaning | None,
    keeps: Keeps,
) -> Series | None:
    key = child[0].child
    dated = [(entry, one) for entry, one in zip(child, judged, strict=True) if entry.held is not None]
    if key is None or not dated:
        return None
    records = tuple(one for _, one in dated)
    narratives = tuple(narrative_of(entry, one) for entry, one in dated)
    entries = {one.record.id: entry for entry, one in dated}

    def alike(one: Judged) -> list[tuple[str, str, Narrative]]:
        return twins(entries[one.record.id])

    series = judge_series(
        rubric.series,
        Child(
            key,
            records,
            words,
            narratives,
            alike,
            meaning,
            len(dated) < len(child),
            KeptAnswers(keeps, records, meaning is not None),
        ),
    )
    return series if len(records) > 1 or series.findings else None


def judge_children(
    rubric: Rubric,
    words: Words,
    judged: Sequence[Judged],
    meaning: Meaning | None = None,
    keeps: Keeps = KEEPS_NOTHING,
) -> Iterator[Series]:
    """The series of records that are judged already."""
    outlined = outline((Found(one.record, partial(_same, one.record)) for one in judged), words)
    again = (judged[entry.order] for child in outlined.children for entry in child)
    chapters = read_children(outlined, lambda records: again, rubric, words, meaning, keeps)
    return (chapter.series for chapter in chapters if chapter.series is not None)


def _same(record: Record) -> Record:
    return record
