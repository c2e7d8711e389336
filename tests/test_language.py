"""The `language` advice: shown with its sentence, never scored."""

from __future__ import annotations

import textstat
from hypothesis import given
from hypothesis import strategies as st

from supcheck.language import grade_at_most, judge_language, to_child
from supcheck.records import Holds

from .test_checks import evidence_of

HARD = (
    "Social worker to expeditiously operationalise the multidisciplinary recommendations pertaining to "
    "intergenerational psychosocial vulnerabilities notwithstanding organisational interdependencies and constraints."
)
PLAIN = "SW to ring the dentist and book Tia in, and to take her there on the bus with mum."


def test_a_direction_that_is_hard_to_read_is_shown() -> None:
    evidence = evidence_of([(HARD, {"direction": Holds.YES}), (PLAIN, {"direction": Holds.YES})])
    (advice,) = judge_language(evidence)
    assert advice.spans[0].of(evidence.record.text) == HARD


def test_plain_directions_and_hard_narrative_earn_no_advice() -> None:
    assert judge_language(evidence_of([(PLAIN, {"direction": Holds.YES}), (HARD, {})])) == ()


def test_a_letter_to_a_child_is_held_to_a_childs_reading() -> None:
    letter = [
        "You told me that you like your new room.",
        "Your mum is getting help with her drinking.",
        "You said that school is all right.",
        "The statutory assessment of your educational, psychological and environmental circumstances will subsequently "
        "be coordinated by professionals.",
    ]
    evidence = evidence_of([(words, {}) for words in letter])
    assert to_child(evidence)
    assert len(judge_language(evidence)) == 1


def test_a_record_about_a_child_is_no_letter() -> None:
    assert not to_child(evidence_of([("SW visited.", {})] * 5))


@given(st.text(st.sampled_from("ab9 .!?'’-–|/(\n")) | st.text())
def test_what_is_passed_over_could_not_be_hard(words: str) -> None:
    assert textstat.automated_readability_index(words) <= max(0, grade_at_most(words))
