"""Records made for a test, judged without a model: labels are given by the words of their units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from supcheck.checks import SIGNS
from supcheck.extract import extract
from supcheck.load.plain import blocks_of_text
from supcheck.pipeline import Meaning, judge_record
from supcheck.records import LABELS, Action, Holds, Judged, Kind, Label, Record
from supcheck.rubric import load_rubric
from supcheck.segment import segment
from supcheck.words import load_words

WORDS = load_words()
SCORES = {Holds.NO: 0.02, Holds.MAYBE: 0.5, Holds.YES: 0.9}
"""What the model gives where it says so."""
MEANING = Meaning()
"""The encoder, loaded when the first act is followed."""


def made(
    identity: str,
    held: str,
    text: str,
    labels: Mapping[str, str] | None = None,
    *,
    child: str = "0071",
    written: str | None = None,
    plan: str | None = None,
    kind: Kind = Kind.SUPERVISION,
    maybe: bool = False,
) -> Judged:
    """A judged record; `labels` maps words of a unit to the labels that it bears, comma-joined."""
    raw = Record(
        identity,
        "export.csv",
        text,
        blocks_of_text(text),
        child=child,
        child_is_id=True,
        held=dt.date.fromisoformat(held),
        written=dt.date.fromisoformat(written) if written else None,
        plan=plan,
        kind=kind,
    )
    record, units = segment(raw, WORDS)
    given = dict(labels or {})
    sure = Holds.MAYBE if maybe else Holds.YES
    rows = []
    for unit in units:
        said = unit.span.of(text)
        bears = {name for words, names in given.items() if words in said for name in names.split(",")}
        rows.append(
            tuple(
                Label(name, SCORES[holds], holds)
                for name in (*LABELS, *SIGNS)
                for holds in (sure if name in bears else Holds.NO,)
            )
        )
    unused = [words for words in given if not any(words in unit.span.of(text) for unit in units)]
    assert not unused, f"no unit says {unused}"
    return judge_record(load_rubric(), WORDS, record, units, tuple(rows))


def actions_of(text: str, held: dt.date | None = None) -> tuple[Record, tuple[Action, ...]]:
    """What a record sets, every unit of it that speaks taken for a direction."""
    record, units = segment(Record("made", "made.txt", text, blocks_of_text(text), held=held), WORDS)
    labels = tuple(
        tuple(
            Label(name, 0.9, Holds.YES if name == "direction" and not unit.silent else Holds.NO)
            for name in (*LABELS, *SIGNS)
        )
        for unit in units
    )
    return record, extract(record, units, labels, WORDS)
