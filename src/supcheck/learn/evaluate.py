"""Compare what supcheck says with what raters said, unit by unit and record by record.

An open label counts as not borne and is counted apart; an open verdict or criterion is left out
of its kappa and is counted apart, and so is one that a side calls not applicable, which is no rung.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from supcheck.learn.agreement import (
    Calibration,
    Counts,
    Figure,
    calibration,
    f1,
    figure,
    hits,
    kappa_of,
    label_kappa,
    mean,
    precision,
    recall,
    redrawn,
    table,
)
from supcheck.learn.data import DECIDED, VERDICTS, Labelled
from supcheck.records import LABELS, Grade, Holds, Judged, Kind, Span, Verdict

RUNGS: Final = (Grade.NOT_MET.value, Grade.PARTLY.value, Grade.MET.value)
FACTS: Final = ("owner", "deadline", "due")
_WORST: Final = 30
_INSTEAD: Final = 3

Pair = tuple[Labelled, Judged]


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """One label over all units that raters did not leave in doubt."""

    name: str
    borne: int
    said: int
    open: int
    precision: Figure
    recall: Figure
    f1: Figure
    kappa: Figure
    missed_for: tuple[tuple[str, int], ...]
    """What supcheck said of the units where it missed the label, most often first."""
    invented_for: tuple[tuple[str, int], ...]
    """What raters said of the units where it said the label and they did not."""
    calibration: float
    """Expected calibration error."""


@dataclass(frozen=True, slots=True)
class GradeAgreement:
    """A verdict, or a criterion, over all records."""

    name: str
    right: int
    wrong: int
    open: int
    kappa: Figure
    """Of a criterion: weighted, one rung off is half wrong."""
    not_applicable: int
    """Decided records that the kappa leaves out, because one side or both say 'not applicable'."""
    not_applicable_wrong: int
    """How many of those the other side grades."""
    confusion: Mapping[str, Mapping[str, int]]
    """What raters said -> what supcheck said -> records, the open ones as 'open'."""


@dataclass(frozen=True, slots=True)
class FactAgreement:
    """Owner, deadline or due date over the units that raters and supcheck both call a direction."""

    name: str
    of: int
    rated: int
    found: int
    both: int
    same: int
    f1: Figure
    """Of its presence."""


@dataclass(frozen=True, slots=True)
class WorstError:
    """A label that supcheck was sure of, against the raters."""

    label: str
    record: str
    span: Span
    text: str
    score: float
    borne: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that `supcheck evaluate` reports."""

    records: int
    units: int
    voices: int
    macro_f1: Figure
    labels: tuple[LabelAgreement, ...]
    verdicts: tuple[GradeAgreement, ...]
    criteria: tuple[GradeAgreement, ...]
    criteria_kappa: Figure
    """Weighted kappa over every criterion of every record together."""
    types_right: int
    facts: tuple[FactAgreement, ...]
    calibration: Calibration
    worst: tuple[WorstError, ...]


def evaluate(data: Sequence[Labelled], judged: Sequence[Judged]) -> Evaluation:
    """Compare each labelled record with the same record as judged, in the same order."""
    pairs = tuple(zip(data, judged, strict=True))
    draws = redrawn(len(pairs))
    counts = {name: np.stack([_label_counts(name, pair) for pair in pairs]) for name in LABELS}
    criteria = tuple(finding.rule for finding in judged[0].findings)
    tables = {rule: np.stack([table(*_criterion(rule, pair), RUNGS) for pair in pairs]) for rule in criteria}
    return Evaluation(
        records=len(data),
        units=sum(len(one.units) for one in data),
        voices=len({one.voice for one in data}),
        macro_f1=_macro_f1(counts, draws),
        labels=tuple(_label(name, pairs, counts[name], draws) for name in LABELS),
        verdicts=tuple(_verdict(name, pairs, draws) for name in VERDICTS),
        criteria=tuple(_graded(rule, pairs, _criterion, tables[rule], draws, RUNGS) for rule in criteria),
        criteria_kappa=figure(
            np.sum(list(tables.values()), axis=0), kappa_of(len(RUNGS), weighted=True), draws
        ),
        types_right=sum(
            one.grades["type"] == (judged.record.kind or Kind.SUPERVISION) for one, judged in pairs
        ),
        facts=tuple(_fact(name, pairs, draws) for name in FACTS),
        calibration=_calibration(pairs, LABELS),
        worst=_worst(pairs),
    )


def _cells(pair: Pair, name: str) -> Iterator[tuple[int, bool, Holds, float]]:
    """Unit, whether raters say that it bears the label, what supcheck says, and its score."""
    one, judged = pair
    for unit, (bears, labels) in enumerate(zip(one.bears, judged.labels, strict=True)):
        if bears is None or one.units[unit].silent:
            continue
        found = next(label for label in labels if label.name == name)
        yield unit, name in bears, found.holds, found.score


def _label_counts(name: str, pair: Pair) -> Counts:
    cells = list(_cells(pair, name))
    return hits([true for _, true, _, _ in cells], [holds is Holds.YES for _, _, holds, _ in cells])


def _macro_f1(counts: Mapping[str, Counts], draws: Counts) -> Figure:
    """The mean of the labels' F1, without those that nobody names; a row a record, label beside label."""
    wide = np.hstack(list(counts.values()))

    return figure(wide, lambda flat: mean(f1(flat.reshape(*flat.shape[:-1], len(counts), 4))), draws)


def _label(name: str, pairs: Sequence[Pair], counts: Counts, draws: Counts) -> LabelAgreement:
    cells = [cell for pair in pairs for cell in _cells(pair, name)]
    return LabelAgreement(
        name=name,
        borne=sum(true for _, true, _, _ in cells),
        said=sum(holds is Holds.YES for _, _, holds, _ in cells),
        open=sum(holds is Holds.MAYBE for _, _, holds, _ in cells),
        precision=figure(counts, precision, draws),
        recall=figure(counts, recall, draws),
        f1=figure(counts, f1, draws),
        kappa=figure(counts, label_kappa, draws),
        missed_for=_beside(pairs, name, missed=True),
        invented_for=_beside(pairs, name, missed=False),
        calibration=_calibration(pairs, (name,)).error,
    )


def _beside(pairs: Sequence[Pair], name: str, *, missed: bool) -> tuple[tuple[str, int], ...]:
    """The labels that the other side gave where the two differ on `name`; 'none' where it gave none."""
    found: Counter[str] = Counter()
    for one, judged in pairs:
        for unit, true, holds, _ in _cells((one, judged), name):
            if true is missed and (holds is Holds.YES) is not missed:
                others = _said(judged, unit) if missed else (one.bears[unit] or frozenset())
                found.update(sorted(others & set(LABELS)) or ("none",))
    return tuple(found.most_common(_INSTEAD))


def _said(judged: Judged, unit: int) -> frozenset[str]:
    return frozenset(label.name for label in judged.labels[unit] if label.holds is Holds.YES)


def _verdict(name: str, pairs: Sequence[Pair], draws: Counts) -> GradeAgreement:
    def said(_: str, pair: Pair) -> tuple[str, str]:
        one, judged = pair
        found = judged.verdicts[name].verdict.value
        return one.grades[name], "open" if found == Verdict.REVIEW.value else found

    tables = np.stack([table(*said(name, pair), DECIDED) for pair in pairs])
    return _graded(name, pairs, said, tables, draws, DECIDED)


def _criterion(rule: str, pair: Pair) -> tuple[str, str]:
    """What raters and supcheck grade; 'open' where more than one grade is left."""
    one, judged = pair
    found = next(finding for finding in judged.findings if finding.rule == rule)
    return one.grades["criteria"][rule], found.grades[0].value if found.sure else "open"


def _graded(
    name: str,
    pairs: Sequence[Pair],
    said: Callable[[str, Pair], tuple[str, str]],
    tables: Counts,
    draws: Counts,
    names: Sequence[str],
) -> GradeAgreement:
    cells = [said(name, pair) for pair in pairs]
    decided = [(true, given) for true, given in cells if given != "open"]
    apart = [pair for pair in decided if Grade.NOT_APPLICABLE in pair]
    confusion: dict[str, dict[str, int]] = {}
    for (true, given), count in sorted(Counter(cells).items()):
        confusion.setdefault(true, {})[given] = count
    return GradeAgreement(
        name=name,
        right=sum(true == given for true, given in decided),
        wrong=sum(true != given for true, given in decided),
        open=len(cells) - len(decided),
        kappa=figure(tables, kappa_of(len(names), weighted=len(names) > 2), draws),
        not_applicable=len(apart),
        not_applicable_wrong=sum(true != given for true, given in apart),
        confusion=confusion,
    )


def _fact(name: str, pairs: Sequence[Pair], draws: Counts) -> FactAgreement:
    found = [list(_facts(name, pair)) for pair in pairs]
    cells = [cell for one in found for cell in one]
    counts = np.stack(
        [hits([bool(true) for true, _ in one], [bool(given) for _, given in one]) for one in found]
    )
    return FactAgreement(
        name=name,
        of=len(cells),
        rated=sum(bool(true) for true, _ in cells),
        found=sum(bool(given) for _, given in cells),
        both=sum(bool(true) and bool(given) for true, given in cells),
        same=sum(bool(true) and true == given for true, given in cells),
        f1=figure(counts, f1, draws),
    )


def _facts(name: str, pair: Pair) -> Iterator[tuple[Any, Any]]:
    """What both say of the first act (ruling 25) of each unit that both surely call a direction."""
    one, judged = pair
    seen: set[int] = set()
    for action in judged.actions:
        called = action.holds is Holds.YES and not action.earlier
        if not called or action.unit in seen or "direction" not in (one.bears[action.unit] or ()):
            continue
        seen.add(action.unit)
        given = getattr(action, name)
        if given is not None:
            given = given.isoformat() if name == "due" else given.of(one.record.text)
        yield one.facts[action.unit].get(name), given


def _calibration(pairs: Sequence[Pair], names: Sequence[str]) -> Calibration:
    cells = [(score, true) for name in names for pair in pairs for _, true, _, score in _cells(pair, name)]
    return calibration(
        np.array([score for score, _ in cells], dtype=np.float64),
        np.array([true for _, true in cells], dtype=bool),
    )


def _worst(pairs: Sequence[Pair]) -> tuple[WorstError, ...]:
    """The errors that supcheck was surest of; what it left open is none."""
    errors = [
        WorstError(name, one.record.id, one.units[unit].span, _words(one, unit), score, true)
        for name in LABELS
        for one, judged in pairs
        for unit, true, holds, score in _cells((one, judged), name)
        if holds is (Holds.NO if true else Holds.YES)
    ]
    errors.sort(key=lambda error: error.score if error.borne else 1 - error.score)
    return tuple(errors[:_WORST])


def _words(one: Labelled, unit: int) -> str:
    return one.units[unit].span.of(one.record.text)
