"""`--salt-file`: ids and file names as keyed digests, the same for the same salt.

Who holds the salt can make the digest of an id that they know, and so find a record again; nobody can
go the other way. Only machine formats are written so.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field, replace
from typing import Final

from supcheck.records import InputFinding, Judged, Place, Record, Run, Series, Stale, Tally, Thread, Unread

_DIGITS: Final = 16
"""Hexadecimal digits of a digest that are written: two of a million ids meet once in 30 million runs."""
_ROW: Final = re.compile(r"( (?:row|line) \d+)$")


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Maps records, series and what was not read to the same under digests."""

    salt: bytes = field(repr=False)

    def of(self, what: str, value: str) -> str:
        """HMAC-SHA256 of a value, shortened; `what` parts a record's id from a child's of the same digits."""
        message = f"{what}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.digest(self.salt, message, "sha256").hex()[:_DIGITS]

    def run(self, run: Run) -> Run:
        """The whole run."""
        return replace(
            run,
            judged=tuple(map(self.judged, run.judged)),
            series=tuple(map(self.series, run.series)),
            unread=tuple(map(self.unread, run.unread)),
            stale=tuple(map(self.stale, run.stale)),
            inputs=tuple(map(self.input, run.inputs)),
            tallies=tuple(map(self.tally, run.tallies)),
        )

    def judged(self, judged: Judged) -> Judged:
        """One record."""
        return replace(judged, record=self._record(judged.record))

    def series(self, series: Series) -> Series:
        """A child's records together."""
        return replace(
            series,
            child=self.of("child", series.child),
            records=tuple(map(self.judged, series.records)),
            findings=tuple(
                replace(one, places=tuple(map(self._place, one.places))) for one in series.findings
            ),
            threads=tuple(map(self._thread, series.threads)),
        )

    def unread(self, unread: Unread) -> Unread:
        """A file that was not read; the row in it stays."""
        file, row, _ = _ROW.split(unread.source) if _ROW.search(unread.source) else (unread.source, "", "")
        return replace(unread, source=self.of("source", file) + row)

    def input(self, found: InputFinding) -> InputFinding:
        """What is odd about a record; its sentence may name another file or record, and is left out."""
        return replace(
            found,
            source=self.of("source", found.source),
            record=self.of("record", found.record) if found.record is not None else None,
            because="",
        )

    def tally(self, tally: Tally) -> Tally:
        """An export's counts; its sheets' names are left out."""
        return replace(tally, source=self.of("source", tally.source), layout="")

    def stale(self, stale: Stale) -> Stale:
        """A stale waiver or entry of the baseline; what it is about may be a record or a child."""
        what = "child" if stale.over_child else "record"
        return replace(stale, about=tuple(self.of(what, one) for one in stale.about))

    def _record(self, record: Record) -> Record:
        return replace(
            record,
            id=self.of("record", record.id),
            source=self.of("source", record.source),
            child=self.of("child", record.child) if record.child is not None else None,
        )

    def _place(self, place: Place) -> Place:
        return replace(place, record=self.of("record", place.record))

    def _thread(self, thread: Thread) -> Thread:
        return replace(
            thread,
            record=self.of("record", thread.record),
            following=self.of("record", thread.following),
        )
