"""A file's bytes -> Run, with the model that was loaded once, telling how far it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from supcheck.errors import SupcheckError
from supcheck.load import find
from supcheck.load.columns import ExportReading
from supcheck.load.found import Found
from supcheck.pipeline import Checker, Meaning
from supcheck.records import Beside, Judged, Named, Record, Run
from supcheck.rubric import Rubric, load_rubric
from supcheck.running import Judging, reading
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

        def found() -> Iterator[Found | Beside]:
            count = 0
            for item in find(["-"], stdin=io.BytesIO(data), stdin_filename=name, reading=self.exports):
                if isinstance(item, Found):
                    count += 1
                    if count > MOST_RECORDS:
                        raise SupcheckError(
                            f"it holds more than {MOST_RECORDS:,} records, and this page reads so many at "
                            "most. Export a shorter time, or ask somebody to run supcheck check"
                        )
                    watch(count, None)
                yield item

        def judging(total: int) -> Judging:
            def judge(records: Iterator[Record]) -> Iterator[Judged]:
                # One at a time, which costs next to nothing on a laptop: between two a cancel is heard.
                for done, record in enumerate(records):
                    watch(done, total)
                    yield from self.judges.check((record,))
                watch(total, total)

            return Judging(self.judges.named, judge, self.rubric, Meaning())

        return reading(found(), self.rubric, judging).collected()
