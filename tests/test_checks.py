"""The closed set of checks, and the rubric's own examples."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supcheck import examples
from supcheck.checks import Evidence, Ratio, Reviewed
from supcheck.classify import TARGETS
from supcheck.examples import evidence_of_example, given_grades
from supcheck.judge import judge_criteria, judge_flags, judge_verdicts
from supcheck.records import Grade, Holds, Kind, Verdict
from supcheck.rubric import Criterion, Example, Flag, load_rubric

RUBRIC = load_rubric()
RULES: tuple[Criterion | Flag, ...] = (*RUBRIC.criteria, *RUBRIC.flags)
CASES = [(rule, example) for rule in RULES for example in rule.examples]


def evidence_of(units: list[tuple[str, dict[str, Holds]]], kind: Kind = Kind.SUPERVISION) -> Evidence:
    """As an example is read; a label that a unit does not bear is scored all the same, as a model does."""
    return examples.evidence_of(
        [(said, {**dict.fromkeys(TARGETS, Holds.NO), **held}) for said, held in units], kind
    )


@pytest.mark.parametrize(
    "rule,example", CASES, ids=[f"{r.id}-{e.grade}-{n}" for n, (r, e) in enumerate(CASES)]
)
def test_each_rule_gives_its_own_example_the_grade_it_names(rule: Criterion | Flag, example: Example) -> None:
    assert given_grades(rule, example) == (example.grade,)


@pytest.mark.parametrize("criterion", RUBRIC.criteria, ids=lambda rule: rule.id)
def test_each_criterion_has_an_example_for_every_rung_it_can_reach(criterion: Criterion) -> None:
    rungs = {"met", "partly", "not_met"} | ({"not_applicable"} if criterion.not_applicable else set())
    assert {example.grade for example in criterion.examples} == rungs
    assert set(criterion.because) == rungs


@pytest.mark.parametrize("flag", RUBRIC.flags, ids=lambda rule: rule.id)
def test_each_flag_has_an_example_raised_and_one_quiet(flag: Flag) -> None:
    assert {example.grade for example in flag.examples} == {"raised", "quiet"}


def test_the_rubric_holds_every_rule_of_the_codebook() -> None:
    assert [rule.id for rule in RUBRIC.criteria] == [
        "R1",
        "R2",
        "R3",
        "R4",
        "R5",
        "D1",
        "D2",
        "D3",
        "D4",
        "D5",
        "D6",
        "D7",
        "D8",
    ]
    assert [rule.id for rule in RUBRIC.flags] == ["F1", "F2", "F3", "F4", "F5"]
    assert [rule.id for rule in RUBRIC.verdicts] == ["reflection", "direction"]


SAYINGS = (
    "SW to ring the dentist by 4/6/2024.",
    "Continue to monitor.",
    "Wets the bed twice a week now, it was every night.",
    "Agreed to close the case.",
    "Escalate if required.",
    "First supervision.",
    "Missed the dentist, hungry at school.",
)
UNITS = st.lists(
    st.tuples(
        st.sampled_from(SAYINGS),
        st.dictionaries(st.sampled_from(TARGETS), st.sampled_from([Holds.MAYBE, Holds.YES]), max_size=5),
    ),
    min_size=1,
    max_size=7,
)


def consistent(units: list[tuple[str, dict[str, Holds]]]) -> list[tuple[str, dict[str, Holds]]]:
    """'vague' never holds more surely than the direction that it belongs to, as `classify` keeps it."""
    return [
        (words, {**held, "vague": min(held.get("vague", Holds.NO), held.get("direction", Holds.NO))})
        for words, held in units
    ]


@given(UNITS, st.sampled_from(list(Kind)), st.data())
def test_a_wider_band_only_adds_grades(
    units: list[tuple[str, dict[str, Holds]]], kind: Kind, data: st.DataObject
) -> None:
    """Doubt is never rounded away: opening a label never takes a possible grade or verdict away."""
    before = evidence_of(consistent(units), kind)
    row = data.draw(st.integers(0, len(units) - 1))
    name = data.draw(st.sampled_from(TARGETS))
    wider = [(words, dict(held)) for words, held in consistent(units)]
    wider[row][1][name] = Holds.MAYBE
    if name == "direction":
        wider[row][1]["vague"] = min(wider[row][1]["vague"], Holds.MAYBE)
    if name == "vague" and wider[row][1].get("direction", Holds.NO) is Holds.NO:
        return
    after = evidence_of(wider, kind)
    narrow, wide = judge_criteria(RUBRIC, before), judge_criteria(RUBRIC, after)
    for was, now in zip(narrow, wide, strict=True):
        assert set(was.grades) <= set(now.grades), was.rule
    first = judge_verdicts(RUBRIC, narrow, before)
    for rule, ruled in judge_verdicts(RUBRIC, wide, after).items():
        assert ruled.verdict in (first[rule].verdict, Verdict.REVIEW)


@given(UNITS, st.sampled_from(list(Kind)))
def test_labels_that_are_all_sure_leave_no_grade_open(
    units: list[tuple[str, dict[str, Holds]]], kind: Kind
) -> None:
    sure = [(words, dict.fromkeys(held, Holds.YES)) for words, held in units]
    for finding in judge_criteria(RUBRIC, evidence_of(consistent(sure), kind)):
        assert finding.sure


def test_every_span_of_a_finding_lies_in_the_record() -> None:
    for _, example in CASES:
        evidence = evidence_of_example(example)
        for finding in judge_criteria(RUBRIC, evidence):
            assert all(0 <= s.start < s.end <= len(evidence.record.text) for s in finding.spans)


def test_a_silent_record_meets_no_criterion_and_raises_no_flag() -> None:
    evidence = evidence_of([("SW visited on 3/6.", {})])
    for finding in judge_criteria(RUBRIC, evidence):
        assert finding.grades in ((Grade.NOT_MET,), (Grade.NOT_APPLICABLE,))
    assert judge_flags(RUBRIC, dataclasses.replace(evidence)) == ()


FEW = ("rationale", "direction", "decision")
SETS = st.lists(st.sampled_from(FEW), min_size=1, max_size=3, unique=True).map(tuple)


def completions(units: Sequence[Mapping[str, Holds]]) -> Iterator[list[set[str]]]:
    """Every way in which the open labels may fall: for each unit the labels that it then bears."""
    open_ = [(n, name) for n, held in enumerate(units) for name in held if held[name] is Holds.MAYBE]
    for falls in product((True, False), repeat=len(open_)):
        fallen = dict(zip(open_, falls, strict=True))
        yield [
            {name for name, holds in held.items() if fallen.get((n, name), holds is Holds.YES)}
            for n, held in enumerate(units)
        ]


def ratio_of(ratio: Ratio, units: Sequence[set[str]]) -> bool:
    """The ratio's meaning, with nothing open."""
    borne, to = (sum(bool(bears & set(names)) for bears in units) for names in (ratio.labels, ratio.to))
    return to > 0 and borne / to >= ratio.at_least


@given(
    st.lists(
        st.dictionaries(st.sampled_from(FEW), st.sampled_from(list(Holds)), min_size=1),
        min_size=1,
        max_size=4,
    ),
    SETS,
    SETS,
    st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 0.6, 1.0, 1.5, 2.0]),
)
def test_a_ratio_is_sure_where_every_completion_says_the_same(
    units: list[dict[str, Holds]], labels: tuple[str, ...], to: tuple[str, ...], at_least: float
) -> None:
    ratio = Ratio(labels, to, at_least)
    outcomes = {ratio_of(ratio, fallen) for fallen in completions(units)}
    sure = Holds.YES if True in outcomes else Holds.NO
    expected = sure if len(outcomes) == 1 else Holds.MAYBE
    assert ratio.holds(evidence_of([("Said.", held) for held in units])) is expected


def test_a_ratio_to_a_label_that_only_opens_is_no_sure_yes() -> None:
    ratio = Ratio(("rationale",), ("direction",), 0.25)
    reasons = [("Because.", {"rationale": Holds.YES})] * 3
    assert ratio.holds(evidence_of(reasons)) is Holds.NO
    opened = [*reasons, ("SW to ring.", {"direction": Holds.MAYBE})]
    assert ratio.holds(evidence_of(opened)) is Holds.MAYBE
    assert ratio.holds(evidence_of([*opened, ("SW to see.", {"direction": Holds.YES})])) is Holds.YES


ITEMS = ("the dentist was seen", "the letter has not been sent", "the chronology is half done")


@given(st.lists(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=4), max_size=4), st.integers(1, 8))
def test_each_item_of_a_sentence_that_reviews_several_actions_counts(
    sentences: list[list[str]], least: int
) -> None:
    units = [("; ".join(items), {"follow_up": Holds.YES}) for items in sentences]
    reviewed = Reviewed(least).holds(evidence_of([*units, ("He was seen at home.", {})]))
    assert reviewed is (Holds.YES if sum(map(len, sentences)) >= least else Holds.NO)


@pytest.mark.parametrize(
    "said",
    [
        "Referral to CAMHS is not done, she has not replied.",
        "Visit done, seen alone.",
        "Letter sent, not answered.",
    ],
)
def test_what_goes_on_about_one_action_is_one(said: str) -> None:
    assert Reviewed(2).holds(evidence_of([(said, {"follow_up": Holds.YES})])) is Holds.NO


def test_an_action_that_is_perhaps_reviewed_leaves_the_count_open() -> None:
    units = [("Dentist, done.", {"follow_up": Holds.YES}), ("GP rang.", {"follow_up": Holds.MAYBE})]
    assert Reviewed(2).holds(evidence_of(units)) is Holds.MAYBE
