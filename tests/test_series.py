"""A child's records in date order: what falls short, what is a near-miss, what became of each action."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supcheck.children import judge_children
from supcheck.records import Grade, Judged, Kind, Outcome, Series
from supcheck.rubric import load_rubric, parse_rubric

from .made import MEANING, WORDS, made

ACT = {"GCP2": "direction"}


def series_of(*records: Judged) -> Series:
    (found,) = judge_children(load_rubric(), WORDS, records, MEANING)
    return found


def rules(series: Series, *, sure: bool = True) -> list[str]:
    return [finding.rule for finding in series.findings if finding.sure is sure]


def quiet(day: dt.date, name: str = "A", plan: str | None = None, kind: Kind = Kind.SUPERVISION) -> Judged:
    words = f"Update\nHe is better at bedtime than he was, note {name}.\n"
    return made(name, day.isoformat(), words, {"better": "progress"}, plan=plan, kind=kind)


@pytest.mark.parametrize(
    "plan,limit", [("CP", 35), ("Child Protection Plan", 35), ("PLO", 35), ("CIN", 49), (None, 49)]
)
def test_a_gap_of_the_interval_and_its_grace_is_none_and_a_day_more_is_one(
    plan: str | None, limit: int
) -> None:
    start = dt.date(2024, 3, 4)
    for days, found in ((limit, []), (limit + 1, ["S1"])):
        later = start + dt.timedelta(days=days)
        assert rules(series_of(quiet(start, "A", plan), quiet(later, "B", plan))) == found


def test_an_oversight_note_does_not_reset_the_clock() -> None:
    start = dt.date(2024, 3, 4)
    note = quiet(start + dt.timedelta(days=30), "N", kind=Kind.OVERSIGHT)
    found = series_of(quiet(start), note, quiet(start + dt.timedelta(days=60), "B"))
    assert "S1" in rules(found)


def test_an_authority_changes_an_interval_by_a_rule_of_the_same_id() -> None:
    core = next(rule for rule in load_rubric().series if rule.id == "S1")
    own = parse_rubric(
        "name: local\nextends: core\nseries:\n  - id: S1\n    title: Regular\n    asks: Why?\n    why: Because.\n"
        "    source: local\n    because: '{days} days.'\n    check: {gap: {days: {other: [14, 0]}, plans: {}}}\n",
        "local.yaml",
    )
    start = dt.date(2024, 3, 4)
    (found,) = judge_children(own, WORDS, [quiet(start), quiet(start + dt.timedelta(days=20), "B")])
    assert [finding.because for finding in found.findings] == ["20 days."]
    assert core not in own.series
    assert [rule.id for rule in own.series] == [rule.id for rule in load_rubric().series]


@given(st.integers(0, 30))
def test_an_entry_is_late_from_the_sixth_working_day_on(days: int) -> None:
    held = dt.date(2024, 3, 25)  # Good Friday and Easter Monday follow
    written = held + dt.timedelta(days=days)
    late = made("A", "2024-03-25", "Update\nSeen.\n", written=written.isoformat())
    other = made("B", "2024-04-22", "Update\nAll quite different here.\n")
    working = [
        day
        for ahead in range(1, days + 1)
        if (day := held + dt.timedelta(days=ahead)).weekday() < 5
        and day not in (dt.date(2024, 3, 29), dt.date(2024, 4, 1))
    ]
    assert ("S5" in rules(series_of(late, other))) == (len(working) > 5)


TOLD = (
    "Update\nSeen at home on Tuesday, he showed his new bike.\nMum was tired and the baby has a cold.\nNursery say he eats well.\n",
    "Update\nSchool is calmer for him since the move of desks.\nHe likes the class hamster.\nDad rang on Sunday as promised.\n",
    "Update\nThe flat is warm again.\nHe slept at his nan's twice, and liked it.\nHis teacher has seen him laugh more.\n",
)
"""What the records tell beside their actions."""


def three(*texts: str, labels: Sequence[dict[str, str]]) -> Series:
    days = ("2024-03-04", "2024-04-01", "2024-04-29")
    return series_of(
        *(
            made(f"R{n}", day, f"{told}{text}", given)
            for n, (day, told, text, given) in enumerate(zip(days, TOLD, texts, labels, strict=True))
        )
    )


def test_an_act_restated_in_other_words_in_three_records_is_drift() -> None:
    found = three(
        "Actions\nSW to complete GCP2 with mum\n",
        "Actions\nSW still to do the graded care profile with mum\n",
        "Actions\nGCP2 with mum to be done, SW\n",
        labels=[{"GCP2": "direction"}, {"graded": "direction"}, {"GCP2": "direction"}],
    )
    drift = next(finding for finding in found.findings if finding.rule == "S2")
    assert drift.sure
    assert [place.record for place in drift.places] == ["R0", "R1", "R2"]


def test_an_act_carried_over_with_its_reason_is_no_drift() -> None:
    found = three(
        "Actions\nSW to complete GCP2 with mum\n",
        "Actions\nGCP2 with mum carried over because mum was in hospital\n",
        "Actions\nGCP2 with mum to be done\n",
        labels=[ACT, ACT, ACT],
    )
    assert "S2" not in rules(found)


def test_an_act_carried_over_with_a_new_date_is_no_drift() -> None:
    found = three(
        "Actions\nSW to complete GCP2 with mum by 29/03/2024\n",
        "Actions\nSW to complete GCP2 with mum by 26/04/2024\n",
        "Actions from last time\nGCP2 - done 25/04\n",
        labels=[ACT, ACT, {"GCP2": "follow_up"}],
    )
    assert "S2" not in rules(found)
    assert [thread.outcomes[0] for thread in found.threads] == [Outcome.CHANGED, Outcome.DONE]


def test_a_deadline_passed_in_silence_is_drift_and_one_answered_is_not() -> None:
    set_in = made(
        "A",
        "2024-03-04",
        "Actions\nSW to ring the landlord about the boiler by 15/03/2024\n",
        {"landlord": "direction"},
    )
    silent = made("B", "2024-04-01", TOLD[1])
    answered = made(
        "B", "2024-04-01", "Update\nLandlord rung, the boiler is mended.\n", {"rung": "follow_up"}
    )
    assert "S2" in {one.rule for one in series_of(set_in, silent).findings}
    assert "S2" not in {one.rule for one in series_of(set_in, answered).findings}


def test_a_deadline_that_has_not_passed_is_not_asked_about() -> None:
    set_in = made(
        "A", "2024-03-04", "Actions\nSW to ring the landlord by 15/04/2024\n", {"landlord": "direction"}
    )
    later = made("B", "2024-04-01", "Update\nHe likes the new teacher and the hamster.\n")
    assert "S2" not in rules(series_of(set_in, later))


STORY = (
    "Update\nTy is late most Mondays and his coat is too small for him. Mum has not opened the door to the health "
    "visitor since the new year and the flat is colder than it was in January.\n"
)


def test_a_narrative_copied_forward_is_found_with_both_records() -> None:
    found = series_of(made("A", "2024-03-04", STORY), made("B", "2024-04-01", STORY))
    copied = next(finding for finding in found.findings if finding.rule == "S3")
    assert [place.record for place in copied.places] == ["A", "B"]


def test_the_same_actions_under_a_new_narrative_are_not_copied_forward() -> None:
    acts = "Actions\n" + "".join(
        f"SW to do the {thing} with mum by 15/05/2024\n" for thing in ("rota", "chart", "letter", "form")
    )
    other = "Update\nHe walks in with Sam now and eats at the long table with the others most days.\n"
    assert "S3" not in rules(
        series_of(made("A", "2024-03-04", STORY + acts), made("B", "2024-04-01", other + acts))
    )


def test_three_records_without_change_or_decision_stand_still_and_two_do_not() -> None:
    days = ("2024-03-04", "2024-04-01", "2024-04-29")
    flat = [made(f"R{n}", day, f"Update\nVisit {n} went ahead as it should.\n") for n, day in enumerate(days)]
    assert "S4" in rules(series_of(*flat))
    assert "S4" not in rules(series_of(*flat[:2]))
    moved = made("R1", days[1], "Update\nNo change since March, still 4.\n", {"No change": "progress"})
    assert "S4" not in rules(series_of(flat[0], moved, flat[2]))


def test_what_may_be_a_change_leaves_stillness_open() -> None:
    days = ("2024-03-04", "2024-04-01", "2024-04-29")
    flat = [made(f"R{n}", day, f"Update\nVisit {n} went ahead as it should.\n") for n, day in enumerate(days)]
    perhaps = made("R1", days[1], "Update\nPerhaps a bit calmer.\n", {"calmer": "progress"}, maybe=True)
    found = series_of(flat[0], perhaps, flat[2])
    assert [f.grades for f in found.findings if f.rule == "S4"] == [(Grade.MET, Grade.NOT_MET)]


def test_one_text_on_two_children_is_a_twin_and_one_of_its_own_is_not() -> None:
    ty = made("A", "2024-03-04", STORY, child="1")
    bea = made(
        "B", "2024-03-04", STORY.replace("Ty", "Bea").replace("his", "her").replace("him", "her"), child="2"
    )
    own = made(
        "C",
        "2024-03-04",
        STORY
        + "Bea sleeps in her sister's bed again and told Ana that the dark has a smell, which was new, and she drew it.\n",
        child="3",
    )
    found = {
        series.child: rules(series)
        for series in judge_children(load_rubric(), WORDS, [ty, bea, own], MEANING)
    }
    assert "S6" in found["1"]
    assert "S6" in found["2"]
    assert "S6" not in found.get("3", [])


def test_twins_are_found_on_a_day_of_many_records_by_the_words_that_they_share() -> None:
    words = STORY.split()
    others = [
        made(
            f"R{n}",
            "2024-03-04",
            f"Update\n{' '.join(words[n % 7 :: 7])} and so on, note {n}.\n",
            child=f"c{n}",
        )
        for n in range(60)
    ]
    twins = [made(name, "2024-03-04", STORY, child=name) for name in ("A", "B")]
    found = {
        series.child: rules(series)
        for series in judge_children(load_rubric(), WORDS, [twins[0], *others, twins[1]], MEANING)
    }
    assert {child for child, named in found.items() if "S6" in named} == {"A", "B"}


def test_records_of_one_child_are_read_in_date_order_whatever_the_order_of_the_export() -> None:
    days = [dt.date(2024, 3, 4), dt.date(2024, 3, 25), dt.date(2024, 5, 20)]
    records = [quiet(day, f"R{n}") for n, day in enumerate(days)]
    assert series_of(*records) == series_of(*reversed(records))


def test_a_record_without_a_child_or_a_date_is_in_no_series() -> None:
    one = quiet(dt.date(2024, 3, 4))
    lone = dataclasses.replace(one, record=dataclasses.replace(one.record, child=None))
    undated = dataclasses.replace(one, record=dataclasses.replace(one.record, held=None))
    assert list(judge_children(load_rubric(), WORDS, [lone, undated, one], MEANING)) == []


GCP2 = "SW to complete GCP2 with mum"


@pytest.mark.parametrize(
    "texts",
    [
        (
            f"Actions\n{GCP2}\n",
            f"Actions from last time\n- GCP2 with mum - not done\nActions\n{GCP2}\n",
            f"Actions from last time\n- GCP2 with mum - not done\nActions\n{GCP2}\n",
        ),
        (
            f"Actions\n{GCP2}\n",
            "Actions from last time\n- GCP2 with mum - not done\n",
            "Actions from last time\n- GCP2 with mum - still outstanding\n",
        ),
        (
            f"Actions\n{GCP2}, as before\n",
            f"Actions\n{GCP2}, as agreed\n",
            f"Actions\n{GCP2}, outstanding since January\n",
        ),
    ],
)
def test_drift_is_found_in_the_layouts_that_managers_use(texts: tuple[str, str, str]) -> None:
    labels = [
        {
            words: label
            for words, label in (
                ("SW to complete", "direction"),
                ("- not", "follow_up"),
                ("still out", "follow_up"),
            )
            if words in text
        }
        for text in texts
    ]
    assert "S2" in rules(three(*texts, labels=labels))


def quiet_between(*texts: str, labels: Sequence[dict[str, str]]) -> Series:
    """Records four weeks apart; those of no text say nothing of an act."""
    days = (dt.date(2024, 3, 4) + dt.timedelta(weeks=4 * n) for n in range(len(texts)))
    return series_of(
        *(
            made(f"R{n}", str(day), f"{TOLD[n % len(TOLD)]}{text}", given)
            for n, (day, text, given) in enumerate(zip(days, texts, labels, strict=True))
        )
    )


OUTSTANDING = f"Actions from last time\n- {GCP2} - still not done\n"


@pytest.mark.parametrize("silent,found", [(1, True), (2, False)])
def test_an_act_that_one_record_passes_over_still_drifts_and_one_that_two_pass_over_does_not(
    silent: int, found: bool
) -> None:
    texts = (f"Actions\n{GCP2}\n", *("" for _ in range(silent)), OUTSTANDING, OUTSTANDING)
    labels = [{"SW to": "direction"}, *({} for _ in range(silent)), *({"GCP2": "follow_up"},) * 2]
    series = quiet_between(*texts, labels=labels)
    drift = [one for one in series.findings if one.rule == "S2" and one.places[0].record == "R0"]
    assert [len(one.places) for one in drift] == ([3] if found else [])
    assert all(
        "though that of 1 April 2024 says nothing of it that was found" in one.because for one in drift
    )


def test_an_act_that_was_done_in_between_does_not_drift() -> None:
    texts = (
        f"Actions\n{GCP2}\n",
        "Actions from last time\n- GCP2 with mum - done 28/03\n",
        f"Actions\n{GCP2}\n",
    )
    labels = [ACT, {"GCP2": "follow_up"}, ACT]
    assert "S2" not in rules(quiet_between(*texts, labels=labels))


def test_each_act_is_told_once_however_often_it_is_set_again() -> None:
    texts = [f"Actions\n{GCP2}\n"] * 5
    found = quiet_between(*texts, labels=[ACT] * 5)
    assert [len(one.places) for one in found.findings if one.rule == "S2"] == [5]


def test_a_reason_in_other_words_of_the_record_answers_for_an_action() -> None:
    texts = (
        f"Actions\n{GCP2}\n",
        f"GCP2 with mum still to do because she has been in hospital.\nActions\n{GCP2}\n",
        f"Actions\n{GCP2}\n",
    )
    assert "S2" not in rules(three(*texts, labels=[{"SW to": "direction"}] * 3))


def test_words_that_share_only_what_every_record_says_answer_nothing_surely() -> None:
    set_in = made("A", "2024-03-04", "Actions\nSW to see mum by 15/03/2024\n", {"see mum": "direction"})
    later = made("B", "2024-04-01", "Update\nMum shouted at the head teacher.\n")
    (thread,) = series_of(set_in, later).threads
    assert len(thread.outcomes) > 1 or thread.outcomes == (Outcome.SILENT,)


def test_an_oversight_note_on_another_matter_is_passed_over() -> None:
    set_in = made(
        "A",
        "2024-03-04",
        "Actions\nSW to ring the landlord about the boiler by 15/03/2024\n",
        {"landlord": "direction"},
    )
    note = made("N", "2024-03-20", "Agreed the school trip.\n", kind=Kind.OVERSIGHT)
    later = made("B", "2024-04-01", "Update\nLandlord rung, the boiler is mended.\n", {"rung": "follow_up"})
    found = series_of(set_in, note, later)
    assert "S2" not in rules(found)
    assert [(thread.following, thread.outcomes) for thread in found.threads] == [("B", (Outcome.DONE,))]


def test_a_deadline_that_passes_later_is_asked_about_then() -> None:
    set_in = made(
        "A",
        "2024-03-04",
        "Actions\nSW to ring the landlord about the boiler by 15/04/2024\n",
        {"landlord": "direction"},
    )
    quiet_ones = [
        made(name, day, f"Update\nHe likes the class hamster, note {name}.\n")
        for name, day in (("B", "2024-04-01"), ("C", "2024-04-29"))
    ]
    found = next(finding for finding in series_of(set_in, *quiet_ones).findings if finding.rule == "S2")
    assert [place.record for place in found.places] == ["A", "C"]


@pytest.mark.parametrize("plan", ["CIN (stepped down from CP 01/24)", "Ex-CP", "Not CP", "CIN"])
def test_a_plan_that_has_ended_sets_no_interval(plan: str) -> None:
    start = dt.date(2024, 3, 4)
    assert "S1" not in rules(
        series_of(quiet(start, "A", plan), quiet(start + dt.timedelta(days=40), "B", plan))
    )


def test_one_record_by_itself_can_be_late() -> None:
    late = made("A", "2024-03-04", "Update\nSeen.\n", written="2024-06-03")
    assert rules(series_of(late)) == ["S5"]


def test_initials_alone_do_not_make_one_child_of_two() -> None:
    day = dt.date(2024, 3, 4)
    notes = [
        dataclasses.replace(
            one,
            record=dataclasses.replace(
                one.record, source=f"clinic/{one.record.id}.txt", child="JS", child_is_id=False
            ),
        )
        for one in (quiet(day), quiet(day + dt.timedelta(days=100), "B"))
    ]
    assert list(judge_children(load_rubric(), WORDS, notes, MEANING)) == []
