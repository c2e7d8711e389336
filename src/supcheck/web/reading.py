"""A file's bytes -> Run, with the model that was loaded once, telling how far it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from supcheck import __version__
from supcheck.children import outline, read_children
from supcheck.errors import SupcheckError
from supcheck.load import find
from supcheck.load.arrivals import Arrivals
from supcheck.load.columns import ExportReading
from supcheck.load.found import Found
from supcheck.pipeline import Checker, Meaning
from supcheck.records import Judged, Named, Record, Run
from supcheck.rubric import Rubric, load_rubric
from supcheck.words import Words, load_words

MOST_RECORDS: Final = 2_000
"""Of one export: a page of more is of no use, and memory holds them all."""

Watch = Callable[[int, int | None], None]
"""Called with the records done and, once it is known, their number; it may raise to stop the work."""


class Judges(Protocol):
    """What judges records: a `Checker`, or a test's stand-in."""

    @property
    def named(self) -> Named:
        """The model."""
        ...

    def check(self, records: Iterable[Record]) -> Iterator[Judged]:
        """Judge each, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Reader:
    """All that reading needs, loaded once."""

    judges: Judges
    rubric: Rubric
    words: Words
    exports: ExportReading | None = None
    """How the settings say that exports are to be read."""

    @classmethod
    def load(cls, rubric: Rubric | None = None, exports: ExportReading | None = None) -> Reader:
        """Load the model, weights too, by reading a text; raises `SupcheckError`."""
        rubric = rubric or load_rubric()
        reader = cls(Checker.load(rubric), rubric, load_words(), exports)
        reader.read("warm.txt", b"Case supervision\nSW to visit mum by 4/6/2024.", lambda done, total: None)
        return reader

    def read(self, name: str, data: bytes, watch: Watch) -> Run:
        """Everything in one file, whose kind its name's suffix tells; raises `SupcheckError`."""
        arrivals = Arrivals()

        def found() -> Iterator[Found]:
            count = 0
            for item in find(["-"], stdin=io.BytesIO(data), stdin_filename=name, reading=self.exports):
                arrivals.take(item.record if isinstance(item, Found) else item)
                if not isinstance(item, Found):
                    continue
                count += 1
                if count > MOST_RECORDS:
                    raise SupcheckError(
                        f"it holds more than {MOST_RECORDS:,} records, and this page reads so many at most. "
                        "Export a shorter time, or ask somebody to run supcheck check"
                    )
                watch(count, None)
                yield item

        outlined = outline(found(), self.words)
        total = len(outlined.entries)

        def judge(records: Iterator[Record]) -> Iterator[Judged]:
            # One at a time, which costs next to nothing on a laptop: between two a cancel is heard.
            for done, record in enumerate(records):
                watch(done, total)
                yield from self.judges.check((record,))
            watch(total, total)

        chapters = list(read_children(outlined, judge, self.rubric, self.words, Meaning()))
        placed = {order: one for each in chapters for order, one in zip(each.order, each.judged, strict=True)}
        run = Run(
            f"supcheck {__version__}",
            self.rubric.named,
            self.judges.named,
            tuple(placed[order] for order in sorted(placed)),
            arrivals.unread,
            inputs=arrivals.inputs,
            tallies=arrivals.tallies,
        )
        return replace(run, series=tuple(each.series for each in chapters if each.series is not None))
