"""Runs for the overview and the history, without a model: a shipped export judged by the words of its units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from supcheck.checks import SIGNS
from supcheck.children import judge_children
from supcheck.load import find
from supcheck.load.arrivals import Arrivals
from supcheck.load.found import Found
from supcheck.pipeline import judge_record
from supcheck.records import (
    LABELS,
    Grade,
    Holds,
    Judged,
    Kind,
    Label,
    Named,
    Outcome,
    Place,
    Record,
    Ruled,
    Run,
    Series,
    SeriesFinding,
    Thread,
    Unit,
    Verdict,
)
from supcheck.report.overview.agreement import Agreed, Agreement, Kappa
from supcheck.rubric import load_rubric
from supcheck.segment import segment

from .made import SCORES, WORDS, made

NOTES: Final = Path(__file__).parent.parent / "fixtures" / "series" / "tuning" / "notes.csv"
RUBRIC: Final = load_rubric()
ON: Final = dt.date(2025, 6, 1)
SAYS: Final[Mapping[str, str]] = {
    "better": "progress",
    "worse": "progress",
    "because": "analysis,rationale",
    "worr": "risk",
    "says": "child_voice",
    "told": "child_voice",
    "agreed": "decision",
    " by ": "direction",
    " to ": "direction",
}
"""What a unit says -> the labels that it is taken to bear: no judgement, only something to count."""


def judged_by_words(raw: Record) -> Judged:
    """A record whose every third unit is open."""
    record, units = segment(raw, WORDS)
    return judge_record(RUBRIC, WORDS, record, units, tuple(_labels(record, unit) for unit in units))


def _labels(record: Record, unit: Unit) -> tuple[Label, ...]:
    said = f" {unit.span.of(record.text).lower()} "
    bears = {name for words, names in SAYS.items() if words in said for name in names.split(",")}
    holds = Holds.MAYBE if unit.index % 3 == 2 else Holds.YES
    return tuple(
        Label(name, SCORES[one], one)
        for name in (*LABELS, *SIGNS)
        for one in (holds if name in bears and not unit.silent else Holds.NO,)
    )


@cache
def notes_run() -> Run:
    """The export `NOTES`, whole."""
    arrivals = Arrivals()

    def records() -> Iterator[Record]:
        for item in find([str(NOTES)], stdin=None, stdin_filename=None):
            arrivals.take(item.record if isinstance(item, Found) else item)
            if isinstance(item, Found):
                yield replace(item.record, source="notes.csv")

    judged = tuple(map(judged_by_words, records()))
    tallies = tuple(replace(one, source="notes.csv") for one in arrivals.tallies)
    return Run(
        "supcheck 0.0.0",
        Named("core", "0" * 16),
        Named("stand-in", "0" * 16),
        judged,
        arrivals.unread,
        tuple(judge_children(RUBRIC, WORDS, judged)),
        inputs=arrivals.inputs,
        tallies=tallies,
    )


AGREED: Final = Agreement(
    64,
    8,
    (
        Agreed("reflection", 50, 45, 14, 0, Kappa(0.781, 0.6, 0.93)),
        Agreed("direction", 60, 60, 4, 0, Kappa(None, None, None)),
    ),
    (
        Agreed("R1", 40, 31, 20, 4, Kappa(0.7, 0.512, 0.86)),
        Agreed("Z9", 64, 30, 0, 0, Kappa(-0.04, None, None)),
    ),
    Kappa(0.698, 0.65, 0.74),
)
"""With raters that there are none of; Z9 is a criterion of another rubric."""

TEXT: Final = "Update\nzqcanary Kofi slept better because dad zqlefthome\nActions\nPriya Zqperson to ring school by 4 March 2025\n"
SAID: Final = {"slept": "progress,analysis", "ring": "direction"}
VERDICTS: Final = tuple(Verdict)


@cache
def plain(child: str, held: str) -> Judged:
    return made("x", held, TEXT, SAID, child=child, plan="CP")


def record(
    number: int,
    *,
    held: dt.date | None = dt.date(2025, 2, 3),
    team: str | None = "North",
    kind: Kind = Kind.SUPERVISION,
    plan: str | None = "CP",
    child: str = "0071",
    verdicts: tuple[Verdict, Verdict] = (Verdict.SUFFICIENT, Verdict.INSUFFICIENT),
) -> Judged:
    """A judged record under any stratum, its verdicts as given."""
    one = plain(child, "2025-02-03")
    ruled = {
        name: Ruled(verdict, one.verdicts[name].because)
        for name, verdict in zip(one.verdicts, verdicts, strict=True)
    }
    about = replace(
        one.record,
        id=f"n-{number}",
        held=held,
        team=team,
        kind=kind,
        plan=plan,
        child=child,
        worker="Priya Zqperson",
        manager="Dai Zqmanager",
    )
    return replace(one, record=about, verdicts=ruled)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """Up to forty records of a few children, months, teams, types and plans, in any order."""
    drawn = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "held": st.none() | st.dates(dt.date(2024, 11, 1), dt.date(2025, 3, 31)),
                    "team": st.sampled_from(
                        [None, "North", "South", "East  Team", "other teams", "Dai Zqmanager"]
                    ),
                    "kind": st.sampled_from(list(Kind)),
                    "plan": st.sampled_from([None, "CP", "CIN"]),
                    "child": st.sampled_from(["0071", "0072", "0073"]),
                    "verdicts": st.tuples(st.sampled_from(VERDICTS), st.sampled_from(VERDICTS)),
                }
            ),
            max_size=40,
        )
    )
    judged = tuple(record(number, **given) for number, given in enumerate(drawn))  # type: ignore[arg-type]  # fields by name
    series = tuple(_together(draw, child, judged) for child in ("0071", "0072"))
    named = (Named("core", "r"), Named("none", "m"))
    return Run("supcheck 0", *named, judged, (), tuple(filter(None, series)))


def _together(draw: st.DrawFn, child: str, judged: tuple[Judged, ...]) -> Series | None:
    """A child's dated records, with a finding and what became of each action as it may be."""
    dated = sorted(
        (one for one in judged if one.record.child == child and one.record.held),
        key=lambda one: one.record.held or dt.date.max,
    )
    if len(dated) < 2:
        return None
    grades = draw(st.sampled_from([(Grade.NOT_MET,), (Grade.MET, Grade.NOT_MET)]))
    finding = SeriesFinding("S2", grades, (Place(dated[0].record.id),), "drift")
    outcomes = st.sampled_from([(Outcome.DONE,), (Outcome.SILENT,), (Outcome.DONE, Outcome.SILENT)])
    threads = tuple(
        Thread(one.record.id, action, following.record.id, draw(outcomes), None, 0.5)
        for one, following in pairwise(dated)
        for action in one.actions
    )
    return Series(child, tuple(dated), (finding,), threads)
