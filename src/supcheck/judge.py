"""Rubric + evidence -> grades, verdicts and flags; three-valued from end to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from supcheck.checks import Check, Evidence
from supcheck.records import Finding, Grade, Holds, Ruled, Span, Verdict
from supcheck.rubric import Criterion, Flag, Ladder, Rubric, VerdictRule

_SPANS_SHOWN = 6
"""More evidence than this hides itself; the units of the wire format hold the rest."""


def grades_of(criterion: Criterion, evidence: Evidence) -> tuple[Grade, ...]:
    """Every grade that the evidence leaves open, from the ladder's top to its foot."""
    rungs: tuple[tuple[Grade, Check | None], ...] = (
        (Grade.NOT_APPLICABLE, criterion.not_applicable),
        (Grade.MET, criterion.met),
        (Grade.PARTLY, criterion.partly),
    )
    possible: list[Grade] = []
    for grade, check in rungs:
        held = check.holds(evidence) if check else Holds.NO
        if held is not Holds.NO:
            possible.append(grade)
        if held is Holds.YES:
            return tuple(possible)
    return (*possible, Grade.NOT_MET)


def judge_criteria(rubric: Rubric, evidence: Evidence) -> tuple[Finding, ...]:
    """One finding for each criterion, a pass too, with the words that it rests on."""
    return tuple(_finding(criterion, evidence) for criterion in rubric.criteria)


def _finding(criterion: Criterion, evidence: Evidence) -> Finding:
    grades = grades_of(criterion, evidence)
    checks = {
        Grade.MET: (criterion.met, criterion.partly),
        Grade.PARTLY: (criterion.partly,),
        Grade.NOT_MET: (criterion.partly,),
        Grade.NOT_APPLICABLE: (criterion.not_applicable,) if criterion.not_applicable else (),
    }[grades[0]]
    because = criterion.because["open" if len(grades) > 1 and "open" in criterion.because else grades[0]]
    return Finding(criterion.id, grades, _first(checks, evidence), because)


def _first(checks: Sequence[Check], evidence: Evidence) -> tuple[Span, ...]:
    """The spans of the first check that has any, without repeats, at most `_SPANS_SHOWN`."""
    for check in checks:
        spans = tuple(dict.fromkeys(check.spans(evidence)))
        if spans:
            return spans[:_SPANS_SHOWN]
    return ()


def judge_flags(rubric: Rubric, evidence: Evidence) -> tuple[Finding, ...]:
    """The flags that are raised, surely ('met' alone) or perhaps ('met' and 'not_met')."""
    return tuple(finding for flag in rubric.flags for finding in _raised(flag, evidence))


def _raised(flag: Flag, evidence: Evidence) -> Iterator[Finding]:
    held = flag.raised.holds(evidence)
    if held is not Holds.NO:
        grades = (Grade.MET,) if held is Holds.YES else (Grade.MET, Grade.NOT_MET)
        yield Finding(flag.id, grades, _first((flag.raised,), evidence), flag.because)


def judge_verdicts(rubric: Rubric, findings: Sequence[Finding], evidence: Evidence) -> dict[str, Ruled]:
    """Both verdicts; open grades are tried every way, and a verdict that moves is 'review'."""
    grades = {finding.rule: finding.grades for finding in findings}
    return {rule.id: _ruled(rule, grades, evidence) for rule in rubric.verdicts}


def _ruled(rule: VerdictRule, grades: dict[str, tuple[Grade, ...]], evidence: Evidence) -> Ruled:
    ladders = rule.by_type.get(evidence.kind, rule.any_of)
    used = tuple(dict.fromkeys(name for ladder in ladders for name in ladder.needs))
    outcomes = {
        _climbed(ladders, dict(zip(used, combination, strict=True)))
        for combination in product(*(grades[name] for name in used))
    }
    if rule.also is not None and True in outcomes:
        held = rule.also.holds(evidence)
        outcomes = {False} if held is Holds.NO else outcomes | ({False} if held is Holds.MAYBE else set())
    verdict = {
        frozenset({True}): Verdict.SUFFICIENT,
        frozenset({False}): Verdict.INSUFFICIENT,
    }.get(frozenset(outcomes), Verdict.REVIEW)
    return Ruled(verdict, used)


def _climbed(ladders: Sequence[Ladder], grades: dict[str, Grade]) -> bool:
    return any(all(grades[name] in allowed for name, allowed in ladder.needs.items()) for ladder in ladders)
