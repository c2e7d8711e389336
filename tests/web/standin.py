"""A reader that needs no model: a unit bears a label where it has the label's word."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from supcheck.checks import SIGNS
from supcheck.pipeline import judge_record
from supcheck.records import LABELS, Holds, Judged, Label, Named, Record
from supcheck.rubric import load_rubric
from supcheck.segment import segment
from supcheck.web.reading import Reader
from supcheck.words import load_words

TELLS = {"settled": ("progress",), "will": ("direction",), "because": ("analysis", "rationale")}
PLAIN = "Case supervision 3 March 2025\n\nUpdate\nMum was out when the worker called at the flat on Monday.\n"
BETTER = PLAIN + "Kay is more settled than in January.\nActions\nThe worker will see Kay by 14 March 2025.\n"
OTHER = "A quite different note of another family, about a move of school and of a house in the spring.\n"
EXPORT = "Record ID,Child ID,Note Type,Date held,Note\n" + "".join(
    f"{number},{number // 2},Supervision,2025-03-{number:02},Kay is settled {number}\n"
    for number in range(1, 7)
)


class Quick:
    """Judges at once; while `gate` is closed it waits before each record."""

    def __init__(self) -> None:
        self.named = Named("stand-in", "0")
        self.gate = threading.Event()
        self.gate.set()
        self.judged: list[str] = []
        self.fault: Exception | None = None

    def check(self, records: Iterable[Record]) -> Iterator[Judged]:
        for raw in records:
            assert self.gate.wait(20)
            if self.fault is not None:
                raise self.fault
            self.judged.append(raw.id)
            record, units = segment(raw, load_words())
            labels = []
            for unit in units:
                said = unit.span.of(record.text)
                bears = {name for word, names in TELLS.items() if word in said for name in names}
                labels.append(
                    tuple(
                        Label(name, 0.9 if name in bears else 0.1, Holds.YES if name in bears else Holds.NO)
                        for name in (*LABELS, *SIGNS)
                    )
                )
            yield judge_record(load_rubric(), load_words(), record, units, tuple(labels))

    def reader(self) -> Reader:
        return Reader(self, load_rubric(), load_words())
