"""Who is to act: owners in sentences, lists, tables and messages (rulings 10 and 24)."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from supcheck.extract import extract
from supcheck.load.plain import blocks_of_text
from supcheck.records import Action, Holds, Label, Record, Span, Status
from supcheck.segment import segment
from supcheck.status import status_of
from supcheck.words import load_words

from .made import actions_of

WORDS = load_words()


def the_action(text: str, said: str) -> Action:
    """The one action of a record in which only the unit that holds these words is a direction."""
    record, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    held = (Holds.YES if said in unit.span.of(text) else Holds.NO for unit in units)
    (action,) = extract(record, units, tuple((Label("direction", 0.9, one),) for one in held), WORDS)
    return action


OWNED = [
    ("And Hannah to draw up a genogram with Mum by 4 June 2024.", "Hannah"),
    ("What I want to come of it: Hannah to write to the housing association by the 20th.", "Hannah"),
    ("SW to ring the dentist by 4/6.", "SW"),
    ("Ravi to see dad at his flat on Friday.", "Ravi"),
    ("I will ring the head on Monday.", "I"),
    ("Health visitor to weigh weekly until 2/12.", "Health visitor"),
    ("Mum has agreed to book the GP.", "Mum"),
    ("School to send the attendance printout.", "School"),
    ("Agreed that FSW will do the school run with her.", "FSW"),
    ("SW/FSW to visit together.", "SW/FSW"),
    ("Visit the judo club, confirm who collects / SW / 25.06.24", "SW"),
    ("Speaker 2 to inform the nursery today.", "Speaker 2"),
    ("me -> chase the landlord", "me"),
    ("CSE worker - first session by Friday", "CSE worker"),
    ("Assessment team to pick up the call.", "Assessment team"),
    ("All Saints to send the report.", "All Saints"),
    ("I want Helen to ring nan this week.", "Helen"),
    ("Then Bob to chase legal.", "Bob"),
    ("Lorraine, go and see grandma before 5 Sept.", "Lorraine"),
    ("The second will be renewed by the team manager this week.", "team manager"),
    ("I agree the payment for two journeys.", "I"),
    ("That the SW share the allegations with the consultant.", "SW"),
    ("Would you please write to Kerry by the eighteenth.", "you"),
    ("Ms Farrow to prepare the form.", "Ms Farrow"),
    ("Family finder (Bernie) to run both searches.", "Family finder (Bernie)"),
    ("Mr Hale visits him at the college by 12 July 2024.", "Mr Hale"),
    ("Joelle sees her at her uncle's by 11 and rings me.", "Joelle"),
    ("NRM referral: Ms Farrow prepares the form by 28 March.", "Ms Farrow"),
    ("Early years form to be sent, Coral, 07.10.24.", "Coral"),
    ("IDVA referral: Kwabena, by noon on Friday.", "Kwabena"),
    ("1     IHA request to be lodged        MB       21.10.24", "MB"),
    ("Theo's going to bring her to the Friday session.", "Theo"),
    ("Legal to amend the written agreement.", "Legal"),
    ("Parenting worker to be present at tea on 19 June.", "Parenting worker"),
    ("Residential staff to write down who rings.", "Residential staff"),
    ("School / keep his place at breakfast / today", "School"),
    ("NRPF review, me, at the next visit", "me"),
    ("Strat to be booked by me for Friday.", "me"),
    ("Theo's doing the review w/c 15/12.", "Theo"),
    ("You're doing the young carers referral.", "You"),
    ("26 to 30 June - FSW at the house after school", "FSW"),
    ("RO'H to see dad by 14/3", "RO'H"),
    ("Mr Harding to log it daily until 12 Dec", "Mr Harding"),
    ("Solveig: Ayo, can you go and see mum by Wednesday", "Ayo"),
    ("Panel paper (me, within 15 working days)", "me"),
    ("[Abi] boxing, let him choose, by 17/7", "Abi"),
    ("[Police] warning notice on Jay", "Police"),
    ("What: travel form // Who: Semhar // When: 31-Oct-25", "Semhar"),
    ("Mrs Beale, his carer, has said she will sit up with him.", "Mrs Beale"),
    ("Our lead, Dr Sahota, has agreed to a consultation.", "Dr Sahota"),
    ("Miss Obuya's report must be with the officer by 5 June.", "Miss Obuya"),
    ("Nan's agreed to be there on Sunday.", "Nan"),
    ("Mrs Tait, please bring the list.", "Mrs Tait"),
    ("Ash needs to have asked mediation before it.", "Ash"),
]

UNOWNED = [
    "All professionals to share information.",
    "Chronology to be updated.",
    "Visits to continue weekly.",
    "We will keep an eye on it.",
    "Core group to progress the plan.",
    "Chase the referral.",
    "Continue to support mum to embed routines.",
    "The police are to be asked for call-outs.",
    "School should be kept in the loop.",
    "Agency checks by Friday.",
    "Keep Lin's calls under review.",
    "Athletics should be made to happen.",
    "Daily visits for the first ten days.",
    "All staff: keep the door open.",
    "Speak to probation about licence conditions by Friday.",
    "Write to dad by 25/10.",
    "mum/ dad/ nan to be told",
    "Leo's to be seen weekly.",
    "Football team - find him one",
    "Find out what I put in the plan.",
    "See the children, Priya, 9, and Mo, 4, alone",
    "Mum needs seeing somewhere that is not home.",
    "Police log and body worn summary to be requested, 5 working days",
    "Placement logs to LP every Monday",
    "Housing re the door",
    "[ACT] housing to be chased",
]


@pytest.mark.parametrize("words,owner", OWNED)
def test_a_role_a_name_or_i_owns_what_it_is_to_do(words: str, owner: str) -> None:
    record, actions = actions_of(words)
    assert [action.owner.of(record.text) for action in actions if action.owner] == [owner]


@pytest.mark.parametrize("words", UNOWNED)
def test_nobody_in_particular_owns_nothing(words: str) -> None:
    _, actions = actions_of(words)
    assert [action.owner for action in actions] == [None]


@pytest.mark.parametrize("name", [name for name in WORDS.non_owners if name.isalpha()])
def test_no_listed_non_owner_owns(name: str) -> None:
    _, actions = actions_of(f"{name[0].upper()}{name[1:]} to ring the dentist by 4 June 2024.")
    assert all(action.owner is None for action in actions)


def test_a_table_tells_who_and_when_by_its_columns() -> None:
    record, (action,) = actions_of("Date: 3/6/2024\nAction | Who | By when\nGenogram with Nan | AB | 14/6\n")
    spans = (action.owner, action.deadline)
    assert [span.of(record.text) for span in spans if span] == ["AB", "14/6"]
    assert str(action.due) == "2024-06-14"


def test_a_list_heading_passes_its_owner_down() -> None:
    record, actions = actions_of("Leon to:\n- ring the dentist by 4/6/2024\n- write to the GP\n")
    assert [action.owner.of(record.text) for action in actions if action.owner] == ["Leon", "Leon"]


def test_open_directions_are_rows_too() -> None:
    text = "SW to ring the dentist."
    record, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    labels = ((Label("direction", 0.5, Holds.MAYBE),),)
    (action,) = extract(record, units, labels, WORDS)
    assert action.holds is Holds.MAYBE


def test_initials_are_the_worker_whom_an_export_names() -> None:
    text = "Supervision\nActions\n- Letter to be sent - SO\n- SO - bedtime visit on 23/6\n"
    raw = Record("made", "made.csv", text, blocks_of_text(text), worker="Sam Okafor", manager="Ruthven Lyle")
    record, units = segment(raw, WORDS)
    labels = tuple((Label("direction", 0.9, Holds.YES),) for _ in units)
    owners = [action.owner.of(text) for action in extract(record, units, labels, WORDS) if action.owner]
    assert owners == ["SO", "SO"]


def test_topics_before_a_dash_are_nobody_who_is_addressed() -> None:
    text = (
        "PLO SUPERVISION: L\nPrevious - The tag is on.\nRisk - two calls.\n\nActions\nLetter to be written\n"
    )
    _, actions = actions_of(text)
    assert actions[-1].owner is None


def test_the_last_cell_of_a_row_without_a_head_tells_who() -> None:
    record, actions = actions_of(
        "Supervision\nMechanics - never missed one | SW to ask for a 2nd slot by 14/3\n"
    )
    assert [action.owner.of(record.text) for action in actions if action.owner] == ["SW"]


def test_of_items_parted_by_slashes_the_last_day_is_the_deadline() -> None:
    record, actions = actions_of(
        "Supervision 19.06.24\nActions\nAdvice on what happens if bail lapses on 02.08.24 / SW / 28.06.24\n"
    )
    assert [action.deadline.of(record.text) for action in actions if action.deadline] == ["28.06.24"]


def test_a_message_greets_the_worker_to_whom_it_gives_work() -> None:
    record, actions = actions_of("Hi Chlo, as promised.\nThe visit went well.\n\nRing the EP by Mon\n")
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == ["Chlo"]


def test_a_letter_gives_its_work_to_the_worker_whom_it_greets() -> None:
    text = "Re: Alfie (6)\n\nDear Paula,\nThank you for coming in.\n\nPlease ask the police by Monday.\n"
    record, actions = actions_of(text)
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == ["Paula"]


@pytest.mark.parametrize("act,owner", [("liaise with the hub", ["Shauna"]), ("someone to ask the hub", [])])
def test_a_record_that_speaks_to_its_worker_gives_the_worker_its_work(act: str, owner: list[str]) -> None:
    said = "You saw her twice. Can you carry on. I think you have built that."
    record, actions = actions_of(f"R (20)\nPA: Shauna\n\nHome\n{said}\n\nTo do\n- {act}\n")
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == owner


@pytest.mark.parametrize(
    "line", ["Please ask your mum about the calendar.", "We should think about a day for him."]
)
def test_a_letter_gives_no_work_to_a_child_or_to_both(line: str) -> None:
    _, actions = actions_of(f"Re: Alfie (6)\n\nDear Kezia,\nIt was good to meet.\n\n{line}\n")
    assert actions[-1].owner is None


def test_a_heading_over_what_its_reader_is_to_do_says_whose_it_is() -> None:
    record, actions = actions_of("Supervision\nHe was seen.\n\nWhat I need from you:\n- See him at school.\n")
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == ["you"]


def test_a_name_in_small_letters_that_speaks_and_is_told_to_act_owns_it() -> None:
    record, actions = actions_of("he was seen.\n\nmarlon thinks it is the move.\n\nmarlon to ring nan.\n")
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == ["marlon"]


def test_a_sentence_that_reviews_several_actions_gives_each_with_its_status() -> None:
    text = "Supervision\nFrom last time: SW to see dad, done; the letter to the GP was not sent; genogram half done.\n"
    record, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    labels = tuple((Label("follow_up", 0.9, Holds.YES),) for _ in units)
    actions = extract(record, units, labels, WORDS)
    assert [(one.span.of(text), one.status, one.earlier) for one in actions] == [
        ("SW to see dad, done", Status.DONE, True),
        ("the letter to the GP was not sent", Status.NOT_DONE, True),
        ("genogram half done.", Status.PART, True),
    ]


def test_a_name_alone_before_the_act_owns_it() -> None:
    record, actions = actions_of(
        "Supervision\nSW: Ged Roe\n\nActions\nGed. Rota from the employer by 22.09.\n"
    )
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == ["Ged"]


@pytest.mark.parametrize("topic", ["Dentist", "CAMHS", "Dad", "Leo"])
def test_a_topic_alone_before_the_act_does_not_own_it(topic: str) -> None:
    _, actions = actions_of(
        f"Supervision\nSW: Ged Roe\n\nActions\n{topic}. Book it with the surgery on Friday.\n"
    )
    assert actions[-1].owner is None


@pytest.mark.parametrize("owner", ["to be confirmed", "See above"])
def test_a_line_that_names_nobody_says_nothing(owner: str) -> None:
    text = f"Supervision\nActions\nPathway plan to be finished\nOwner: {owner}\n"
    action = the_action(text, "Pathway")
    assert action.owner is None


@pytest.mark.parametrize("owner", ["S Pell", "PA / SW", "SSW (fostering)"])
def test_a_line_that_says_owner_says_whose_the_act_above_is(owner: str) -> None:
    text = f"Supervision\nActions\nAction 1: Pathway plan to be finished\nOwner: {owner}\nDue: 4 June\n"
    action = the_action(text, "Pathway")
    assert action.owner is not None
    assert action.owner.of(text) == owner


def test_a_sentence_that_names_nobody_does_not_take_its_bullets_owner() -> None:
    _, actions = actions_of("Supervision\nActions\n- Mo to ring dad by Friday. Contact to be looked at.\n")
    assert actions[-1].owner is None


def test_a_worker_may_be_called_like_a_month() -> None:
    record, actions = actions_of("Supervision\nSW: June Okafor\n\nActions\nJune to visit by 4 July.\n")
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == ["June"]


def test_the_owner_and_the_day_may_stand_in_a_sentence_of_their_own() -> None:
    text = "Supervision 12/02/2025\nSW: Olu Grant\n\nActions\nComplete a chronology. (OG, 28/02)\n"
    action = the_action(text, "chronology")
    assert action.owner is not None
    assert (action.owner.of(text), str(action.due)) == ("OG", "2025-02-28")


@pytest.mark.parametrize(
    "words,due",
    [
        ("before the RCPC", "2024-11-19"),
        ("5 working days before RCPC", "2024-11-12"),
        ("two days before RCPC", "2024-11-17"),
    ],
)
def test_an_event_is_due_on_its_day_or_so_many_before(words: str, due: str) -> None:
    _, actions = actions_of(
        f"Supervision 17/10/2024\nRCPC 19/11/2024.\n\nActions\nSW to send the report {words}.\n"
    )
    assert str(actions[-1].due) == due


def test_a_name_beside_by_whom_owns_the_act_above() -> None:
    text = "Supervision\nActions\nSafety plan to be done with mum\nBy whom: Deborah\nBy when: 14/06/2024\n"
    action = the_action(text, "Safety")
    assert action.owner is not None
    assert (action.owner.of(text), str(action.due)) == ("Deborah", "2024-06-14")


def test_of_acts_parted_by_semicolons_each_has_its_own_day() -> None:
    record, actions = actions_of(
        "Supervision 10/05/2024\nActions\nCD to ask Leila about the diary; CD to meet dad 21.5; AB to email by 17.5.\n"
    )
    found = [(one.owner and one.owner.of(record.text), one.due and str(one.due)) for one in actions]
    assert found == [("CD", None), ("CD", "2024-05-21"), ("AB", "2024-05-17")]


def test_in_a_dialogue_somebody_is_nobody() -> None:
    _, actions = actions_of("Supervision\nActions\nCM: somebody needs to look at the flat\n")
    assert actions[-1].owner is None


def test_an_agencys_column_says_whose_the_act_is() -> None:
    table = "| No | Agency | Action | By |\n| 9.1 | Chair | Invite housing | 22 Nov |\n"
    record, actions = actions_of(f"Supervision\nAction log\n{table}")
    assert [action.owner.of(record.text) for action in actions if action.owner] == ["Chair"]


def test_a_short_name_may_be_small_before_what_it_is_to_do() -> None:
    record, actions = actions_of("CIN supervision\nsw: Wes    tm: LH\n\nactions\nwes to liaise with adults\n")
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == ["wes"]


def test_a_list_headed_do_is_nobodys() -> None:
    _, actions = actions_of("Supervision\nUpdate\nHe is well and he was seen.\n\nDO\nkeep him in the loop\n")
    assert actions[-1].owner is None


def test_in_a_line_of_capitals_no_capital_tells_a_name() -> None:
    record, actions = actions_of("Supervision\nActions\n[HV TO SEE HIM ON HIS OWN AWAY FROM HOME BY 18/3]\n")
    assert [action.owner.of(record.text) for action in actions if action.owner] == ["HV"]


@pytest.mark.parametrize(
    "line,owner",
    [
        ("GP letter - Jo - 21/05", "Jo"),
        ("Aunt - LP - 12/03", "LP"),
        ("By Friday Jo will ring school.", "Jo"),
        ("Genogram - SW - EOW", "SW"),
    ],
)
def test_who_stands_between_the_act_and_the_day(line: str, owner: str) -> None:
    record, actions = actions_of(f"Supervision\nSW: Jo Kerr\n\nActions\n{line}\n")
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == [owner]


@pytest.mark.parametrize(
    "after",
    [
        "By 22 January.",
        "Deadline: 22 January.",
        "This needs to happen by 22 January.",
        "By 22 January please",
        "Date for completion: 22 January 2025.",
        "I'll do that by 22 January.",
        "I'd like to see it by 22 January.",
        "I'm giving her until 22 January.",
        "Draft to me by 22 January.",
        "Face to face, at the table, before 22/1",
        "By 22 January, before the holidays",
    ],
)
def test_a_deadline_in_the_sentence_after_is_the_acts(after: str) -> None:
    text = f"Supervision 09/01/2025\nActions\nMaya to visit dad. {after}\n"
    action = the_action(text, "visit")
    assert str(action.due) == "2025-01-22"


@pytest.mark.parametrize(
    "after",
    ["She was back in January.", "Next visit 22 January.", "Core group 22 January.", "If not by 22/1, LPM."],
)
def test_another_day_in_the_sentence_after_is_not_the_acts(after: str) -> None:
    assert the_action(f"Supervision 09/01/2025\nActions\nMaya to visit dad. {after}\n", "dad").due is None


def test_a_day_that_is_set_out_beats_another_among_the_acts_words() -> None:
    text = (
        "Supervision 09/01/2025\nActions\nMaya to do the chronology, which stops at Easter. Due 22 January.\n"
    )
    assert str(the_action(text, "chronology").due) == "2025-01-22"


def test_the_next_sessions_date_below_its_heading_is_no_deadline() -> None:
    text = "Supervision 09/01/2025\nActions\nMaya to visit dad\n\nNEXT SUPERVISION\n22 January 2025\n"
    assert the_action(text, "dad").due is None


def test_a_fragment_after_an_act_takes_its_owner_and_day_and_a_sentence_does_not() -> None:
    record, actions = actions_of(
        "Supervision 09/01/2025\nActions\nMaya to sit in the lounge, by 22 January. Time the gap. Form to be sent.\n"
    )
    found = [(one.owner and one.owner.of(record.text), one.due and str(one.due)) for one in actions]
    assert found == [("Maya", "2025-01-22"), ("Maya", "2025-01-22"), (None, None)]


def test_of_an_owner_in_the_middle_the_day_before_it_counts_where_none_stands_after() -> None:
    text = (
        "Supervision 09/01/2025\nActions\nGCP2 by 22 January with both parents, Anju to move the Tues duty\n"
    )
    assert str(the_action(text, "GCP2").due) == "2025-01-22"


@pytest.mark.parametrize(
    "heading",
    [
        "To do by Wednesday 22 January",
        "for maya by weds 22/1:",
        "To do – Maya, before leave starts 22/1",
        "To do before term starts (school is back 22 January)",
        "4. Actions agreed (all by 22 January unless another date is given)",
    ],
)
def test_a_lists_heading_passes_its_day_down(heading: str) -> None:
    _, actions = actions_of(
        f"Supervision 09/01/2025\nUpdate\nHe is well.\n\n{heading}\n- visit dad\n- chronology\n"
    )
    assert [str(one.due) for one in actions[-2:]] == ["2025-01-22", "2025-01-22"]


@pytest.mark.parametrize("heading", ["Maya", "To do – Maya", "Maya:"])
def test_a_name_over_bullets_passes_down(heading: str) -> None:
    record, actions = actions_of(
        f"Supervision\nSW: Maya Cole\n\nUpdate\nHe is well.\n\nActions\n{heading}\n- visit dad\n- chronology\n"
    )
    assert [one.owner.of(record.text) for one in actions[-2:] if one.owner] == ["Maya", "Maya"]


@pytest.mark.parametrize("heading", ["SW:", "SW", "Actions for SW:"])
def test_a_role_over_bullets_passes_down(heading: str) -> None:
    record, actions = actions_of(
        f"Supervision\nUpdate\nHe is well.\n\nActions\n{heading}\n- text dad by 10/01\n"
    )
    assert [action.owner.of(record.text) for action in actions[-1:] if action.owner] == ["SW"]


def test_a_day_over_bullets_passes_down() -> None:
    _, actions = actions_of("Supervision 09/01/2025\nActions\nBy 7 February:\n- Maya to visit dad\n")
    assert str(actions[-1].due) == "2025-02-07"


def test_the_next_meetings_date_below_the_actions_is_no_deadline() -> None:
    _, actions = actions_of(
        "Supervision 09/01/2025\nActions\nMaya to visit dad\nNext supervision: 11 April 2025\n"
    )
    assert actions[0].deadline is None


def test_when_a_message_was_sent_is_no_deadline() -> None:
    _, actions = actions_of(
        "Supervision 09/03/2025\n[12/03/2025, 09:22] Connor SW: will do, I will ring mum\n"
    )
    assert actions[-1].deadline is None


def facts(text: str) -> list[tuple[str | None, str | None]]:
    """Of each action its owner's words and its day."""
    record, actions = actions_of(text)
    return [
        (one.owner.of(record.text) if one.owner else None, str(one.due) if one.due else None)
        for one in actions
    ]


def test_fields_inside_a_line_tell_who_and_when() -> None:
    text = (
        "Supervision 23/08/2023\n\nActions\nTASK 1: tracing form done || OWNER: R. Tunnicliffe || DUE: 30/08/23\n"
        "TASK 2: winter coat || OWNER: TBC || DUE: in due course\nNext supervision: 20/09/2023\n"
    )
    assert facts(text)[:2] == [("R. Tunnicliffe", "2023-08-30"), (None, None)]


def test_the_time_of_a_smart_act_stands_lines_below_it() -> None:
    record, units = segment(
        Record(
            "made",
            "made.txt",
            text := "Supervision 13/10/22\nSW: Shabnam\n\nSMART actions\n\nS: Shabnam will ring the prison\n"
            "M: log  A: yes\nR: safety\nT: by 11 November\n",
            blocks_of_text(text),
        ),
        WORDS,
    )
    held = (Holds.YES if "prison" in unit.span.of(text) else Holds.NO for unit in units)
    (action,) = extract(record, units, tuple((Label("direction", 0.9, one),) for one in held), WORDS)
    assert action.owner is not None
    assert (action.owner.of(text), str(action.due)) == ("Shabnam", "2022-11-11")


def test_a_forms_word_before_the_act_is_nobody() -> None:
    text = "Supervision\nSSW: Angela\n\nActions\nTask: Angela to sit with Bernice\nTask: Album in the house\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["Angela", None]


@pytest.mark.parametrize(
    "heading,owner",
    [
        ("For Maya:", "Maya"),
        ("For Maya, by Friday 10 May:", "Maya"),
        ("For school nurse:", "school nurse"),
        ("For education welfare:", "education welfare"),
        ("For dad (agreed on the phone):", "dad"),
        ("For everyone:", None),
        ("MAYA:", "MAYA"),
        ("What Maya does:", "Maya"),
        ("Maya -", "Maya"),
        ("Maya, by 10 May:", "Maya"),
    ],
)
def test_whom_a_lists_heading_names_owns_what_is_under_it(heading: str, owner: str | None) -> None:
    text = f"Supervision 29/04/2024. Present: Maya Cole, Curtis\nMaya was upset, Maya says.\n\nActions\n{heading}\n- visit him at home\n- chronology\n"
    assert [one for one, _ in facts(text)[-2:]] == [owner, owner]


def test_a_topic_under_a_names_heading_owns_nothing() -> None:
    text = "Supervision 22/8/23\nSW: Maya Cole\n\nActions\nMaya\n- HV clinic with mum\n- HV to weigh him\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["Maya", "HV"]


def test_a_letter_to_a_worker_gives_the_worker_its_work() -> None:
    text = "11 December 2025\n\nDear Ruben,\n\nSupervision letter: Lacey-Mae (13), and Donna\n\nSee every room by 7 January.\n"
    assert the_action(text, "room").owner == Span(text.index("Ruben"), text.index("Ruben") + 5)
    record, _ = actions_of(text)
    assert record.child is None


@pytest.mark.parametrize(
    "act,owner",
    [
        ("Jodie pull the agreement and have it on my screen", "Jodie"),
        ("Jodie's first draft to me by Friday", "Jodie"),
        ("Referral to the drugs service (Jodie)", "Jodie"),
        ("MQ brief the head of service", "MQ"),
        ("Jan will tell the carers", "Jan"),
        ("Aunt said she will stay until Tuesday", "Aunt"),
        ("Weekend visit to be picked up", None),
    ],
)
def test_people_of_the_head_are_known_where_they_are_told_to_act(act: str, owner: str | None) -> None:
    text = f"Supervision. M. Quayle. Present: Jodie B (SW), Jan (Supervising SW)\nHe is well.\n\nActions\n- {act}\n- MQ ring nan\n"
    assert facts(text)[-2][0] == owner


def test_in_a_chat_the_speaker_is_not_the_one_who_is_told() -> None:
    text = "Chat 13 July 2023\nSA: right, her file\nFN: yes\nSA: carers to keep her phone\nFN: ok\nSA: you write the plan\nFN: yep\n"
    owners = [owner for owner, _ in facts(text)]
    assert "SA" not in owners
    assert "carers" in owners


@pytest.mark.parametrize(
    "heading",
    [
        "For safety:",
        "For contact:",
        "For the conference on 2/7:",
        "For Mia:",
        "For mum:",
        "SLEEP:",
        "What Works",
    ],
)
def test_a_topic_an_event_or_the_child_over_a_list_owns_nothing(heading: str) -> None:
    text = f"Case supervision - Mia B (8) - 10/06/2025\nSW Jo Marsh, TM Tom Reed\nHer sleep is poor.\n\nActions\n{heading}\n- Check the locks\n- Refer to the programme\n"
    assert [owner for owner, _ in facts(text)[-2:]] == [None, None]


@pytest.mark.parametrize(
    "after",
    [
        "Released 24/6.",
        "Term ends 22/7.",
        "New baby due 14/9.",
        "Clinic was Friday.",
        "Mia had asked Friday.",
        "Sent off 12/6.",
        "He has until 24/6.",
    ],
)
def test_a_fact_after_an_act_lends_it_no_day(after: str) -> None:
    text = f"Supervision 10/06/2025\nSW Jo Marsh\n\nActions\n- SW to write the agreement with dad. {after}\n"
    assert the_action(text, "agreement").due is None


@pytest.mark.parametrize(
    "fact", ["Hearing 3/7.", "Mia 9 on 3/7.", "Mum's birthday is 24/6.", "School meeting minutes."]
)
def test_a_fact_beside_an_act_is_not_its_owners(fact: str) -> None:
    text = f"Supervision 10/06/2025\nSW Jo Marsh\n\nActions\nJo to refer to FGC by 20/6. {fact}\n"
    assert facts(text)[-1][0] is None


def test_each_call_has_a_day_of_its_own() -> None:
    text = "Supervision 10/06/2025\n\nActions\n- SW to complete chronology by 30/6.\n- SW to respond to texts from mum same day\n"
    assert facts(text)[-1] == ("SW", None)


def test_the_review_is_not_another_kind_of_review() -> None:
    text = "Supervision 10/06/2025\nMedication review 24/6. LAC review date awaited.\n\nActions\n- SW to send the report before the review\n"
    assert facts(text)[-1] == ("SW", None)


def test_the_childs_initials_are_not_a_worker() -> None:
    text = "Supervision 10/06/2025 Mia Baxter (MB) 8\nSW Jo Marsh\n\nActions\n- MB see GP by 13/6\n- MB to draw\n"
    assert facts(text)[-2][0] is None


def test_a_message_to_somebody_who_is_named_on_a_line_gives_that_worker_its_work() -> None:
    text = "From: Anneliese V\nTo: Kirsty N\nDate: 27 January 2026\n\nKirsty,\n\nThanks for today.\n\nChase the address within 10 working days.\n"
    assert the_action(text, "Chase").owner == Span(text.index("Kirsty,"), text.index("Kirsty,") + 6)


def test_a_topic_in_a_sentence_is_an_agency_alone_in_its_cell() -> None:
    text = "Supervision 10/06/2025\n\n| Action | Who | When |\n| Amended contact plan to all | Legal | within 5 working days |\n"
    assert facts(text)[-1] == ("Legal", "2025-06-17")


def test_a_date_beside_the_manager_is_not_an_age() -> None:
    text = "Supervision\nSocial worker: Greta   Team manager: Yusuf   21st October 2025\n\nActions\nFor Yusuf:\n- Raise it with commissioning\n"
    assert facts(text)[-1][0] == "Yusuf"


def test_a_name_over_lines_that_bid_owns_them() -> None:
    text = "Early Help supervision. 6 Sept 2023. Loretta Vine & Jo Tansley\n\nKim put herself at 4.\n\nJo\nTake Ash out on Monday.\nReview the star by 4/10.\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["Jo", "Jo"]


@pytest.mark.parametrize(
    "act,owner",
    [
        ("Young carers referral from Jo, five working days.", "Jo"),
        ("Legal - draft the schedule of findings", "Legal"),
        ("HV handover to be done on the unit", None),
        ("Mrs Crewe is keeping a sleep diary", "Mrs Crewe"),
        ("great, and you to get me the draft by Friday", "you"),
    ],
)
def test_whose_an_act_is_by_its_own_words(act: str, owner: str | None) -> None:
    text = f"Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n- Jo to ring nan\n- {act}\n"
    assert facts(text)[-1][0] == owner


def test_acts_that_a_line_numbers_have_each_a_day_of_their_own_and_one_owner() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\nJo pls – 1) card through the door tonight 2) visit on 13/6 and see her room 3) keep on with the charts 4) Sam to ring mum by 24/6\n"
    assert facts(text)[-4:] == [
        ("Jo", "2025-06-10"),
        ("Jo", "2025-06-13"),
        ("Jo", None),
        ("Sam", "2025-06-24"),
    ]


def test_numbers_that_do_not_follow_one_another_part_no_acts() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n- Jo to read the plan (aims 1) and 5) home) by 24/6\n"
    assert facts(text)[-1:] == [("Jo", "2025-06-24")]
    assert len([one for one in facts(text) if one[0]]) == 1


def test_who_and_by_when_after_a_blank_line_are_of_the_acts_under_them() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n\nWho: Jo\nBy: 24 June\n(a) Redo the contact assessment.\n(b) Letter to Mia.\n\nWho: Virtual school\nBy: end of June\n(c) Replace the maths target.\n"
    told = {act: the_action(text, act) for act in ("Redo", "Letter", "Replace")}
    assert [one.owner.of(text) if one.owner else None for one in told.values()] == [
        "Jo",
        "Jo",
        "Virtual school",
    ]
    assert [str(one.due) for one in told.values()] == ["2025-06-24", "2025-06-24", "2025-06-30"]


def test_who_and_by_when_under_an_act_are_not_of_the_next() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n\nRedo the contact assessment.\nWho: Jo\nBy: 24 June\n\nLetter to Mia.\n"
    assert the_action(text, "Letter").owner is None
    assert the_action(text, "Letter").due is None


def test_who_and_by_when_are_over_their_acts_where_no_act_is_above_them() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\nAgreed actions\nBy whom: Jo\nBy when: 24 June\nRedo the contact assessment.\nLetter to Mia.\nBy whom: Ann\nBy when: 30 June\nReplace the maths target.\nDecision\nStay on CIN plan.\n"
    assert facts(text)[:3] == [("Jo", "2025-06-24"), ("Jo", "2025-06-24"), ("Ann", "2025-06-30")]


def test_who_and_by_when_are_under_their_act_where_an_act_is_above_them() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\nAgreed actions\nAction: Redo the contact assessment.\nWho: Jo\nBy: 24 June\nAction: Letter to Mia.\nWho: Ann, with Jo's help\nBy: 30 June\n"
    assert [one for one in facts(text) if one[0]] == [("Jo", "2025-06-24"), ("Ann", "2025-06-30")]


def test_whose_an_act_is_as_a_field_says_it_beats_what_its_words_say() -> None:
    text = "Supervision 10/06/2025\n\nActions\nAction: Ring income team to ask for a hold.\nWho: Lorraine\nWhen: 24 June\n"
    assert facts(text)[0] == ("Lorraine", "2025-06-24")


def test_a_day_as_a_heading_is_that_of_the_acts_under_it() -> None:
    text = "Supervision 10/06/2025\n\nACTIONS\n\nTODAY\nOscar to ring gran\n\nBY FRIDAY\nOL to visit, both children\n\nWHENEVER\nRing nan\n"
    assert [day for _, day in facts(text)] == ["2025-06-10", "2025-06-13", None]


def test_a_list_may_say_whose_it_is_unless_it_says_otherwise() -> None:
    text = "Supervision 10/06/2025\nSW: Beth Roe\n\nActions (Beth unless stated)\n- Ring the optician\n- Graham to agree the kit\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["Beth", "Graham"]
    theirs = text.replace("Actions (Beth unless stated)", "Beth's actions - all by 24 June")
    assert facts(theirs)[-2] == ("Beth", "2025-06-24")


@pytest.mark.parametrize(
    "heading", ["Jo, other dates:", "Jo (her words: allow it):", "By 20 June Jo will:", "Jo also"]
)
def test_a_name_over_a_list_may_have_words_beside_it(heading: str) -> None:
    text = f"Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n{heading}\n- ring nan\n- see the children at school\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["Jo", "Jo"]


def test_in_a_chat_of_two_whoever_does_not_speak_is_bidden() -> None:
    text = (
        "Teams chat 10/12/25\n\n[13:04] Hannah Sim: can I run something by you\n[13:06] Gavin Teale: go on\n"
        "[13:08] Hannah Sim: mum has given notice\n[13:09] Gavin Teale: and Leah\n[13:12] Hannah Sim: she cried\n"
        "[13:17] Gavin Teale: See mum by Friday\n[13:22] Gavin Teale: I'll ring the chair tomorrow\n"
    )
    assert facts(text)[-2:] == [("Hannah Sim", "2025-12-12"), ("I", "2025-12-11")]


@pytest.mark.parametrize(
    "heading", ["Joseph –", "ACTIONS – JOSEPH", "To be completed before the case closes on 19 June:"]
)
def test_a_list_below_a_name_or_a_day_is_one_of_directions(heading: str) -> None:
    text = f"Supervision 10/06/2025 Joseph Pike / Ann Roe\n\nNotes\nAll is well with him.\n\n{heading}\n- ring the ward manager\n- write up what he sees\n"
    _, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    assert [unit.section.key for unit in units][-2:] == ["direction", "direction"]


def test_whoever_is_told_to_act_after_a_topic_owns_the_act() -> None:
    text = "Supervision 10/06/2025\nPA: Maggie\n\nActions\nArrears: Maggie to ring the housing officer tomorrow\nPathway plan: Maggie to update it by 24 June\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["Maggie", "Maggie"]


@pytest.mark.parametrize("heading,owner", [("MARIA", "MARIA"), ("JANUARY", None)])
def test_a_month_in_capitals_over_a_list_is_nobody(heading: str, owner: str | None) -> None:
    text = f"Supervision 10/06/2025 Maria Pike / Ann Roe\n\nActions\n\n{heading}\n- write up what he sees, w/c 23 June\n- photos of the bedrooms\n"
    assert [one for one, _ in facts(text)[-2:]] == [owner, owner]


def test_three_figures_before_an_act_are_its_number_and_no_day() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\n2.4 Actions\n2.4.1 Jo to ring nan.\n2.4.2 Jo to see mum by 14/6.\n"
    assert facts(text)[-2:] == [("Jo", None), ("Jo", "2025-06-14")]


def test_what_stands_after_a_list_and_names_nobody_is_nobodys() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n\nJo to:\n- ring nan\n- see mum\n\nDischarge meeting to be arranged.\n"
    assert [owner for owner, _ in facts(text)[-3:]] == ["Jo", "Jo", None]


def test_a_table_without_a_head_is_known_by_what_its_columns_hold() -> None:
    text = "Supervision 10/06/2025\n\nActions\nSee Bella and Frankie, half a day | Nkechi | Saturday 21 June\nPhoto of Tyler by her bed | Mrs Osei | by Sunday\nFinal care plan drafted | Alan | ongoing\nPlay therapy referral | Nkechi | within 5 working days\n"
    assert facts(text)[-4:] == [
        ("Nkechi", "2025-06-21"),
        ("Mrs Osei", "2025-06-15"),
        ("Alan", None),
        ("Nkechi", "2025-06-17"),
    ]


def test_an_event_in_the_column_of_days_is_due_on_its_day() -> None:
    text = "Supervision 10/06/2025\nFirst PLO meeting is 18 June at 2pm.\n\nActions\nWhat | Who | When\nHearing test | HV | PLO meeting\nChase GP | SW | 12/6\n"
    assert facts(text)[-2:] == [("HV", "2025-06-18"), ("SW", "2025-06-12")]


def test_an_act_that_says_it_has_no_day_takes_none_from_its_heading() -> None:
    text = "Supervision 10/06/2025\n\nAll by 24 June:\n- SW to ring nan\n- SW to support mum - ongoing\n"
    assert [day for _, day in facts(text)[-2:]] == ["2025-06-24", None]


@pytest.mark.parametrize(
    "after,day",
    [
        ("It must reach Parveen within ten working days.", "2025-06-24"),
        ("That's for tomorrow.", "2025-06-11"),
        ("This goes within 10 working days.", "2025-06-24"),
        ("That is booked for Monday 23 June.", "2025-06-23"),
        ("Time for compliance: Monday 23 June.", "2025-06-23"),
        ("Answer wanted at the LAC review, which has been set for 22 June.", "2025-06-22"),
        ("No later than Tuesday 17 June for this one.", "2025-06-17"),
        ("By Fri 20th so it's ready for the meeting.", "2025-06-20"),
        ("Jo, w/c 23 June.", "2025-06-27"),
    ],
)
def test_the_sentence_after_an_act_may_say_by_when(after: str, day: str) -> None:
    text = f"Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\nThe tool is to be finished. {after}\n"
    assert str(the_action(text, "The tool").due) == day


def test_when_a_message_of_a_chat_was_sent_is_no_deadline() -> None:
    text = "Case discussion 05/12/2025\n05/12/2025, 09:29 - Dee (ATM): Femi to ask nan\n05/12/2025, 09:31 - Dee (ATM): Femi to see her by the 19th\n"
    assert facts(text)[-2:] == [("Femi", None), ("Femi", "2025-12-19")]


def test_a_relation_that_an_act_is_about_is_not_to_do_it() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n1) Jo to ring mum\n2) Brother – police check to be asked for\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["Jo", None]


def test_a_message_greets_whoever_it_is_to_by_name_first() -> None:
    text = "From: R. Abernethy (ATM) To: Nia Costello\nDate: 24/09/2025\n\nNia, morning.\n\nRing me tonight once you are out.\n"
    owner = the_action(text, "Ring me").owner
    assert owner is not None
    assert owner.of(text) == "Nia"


def test_initials_may_be_of_a_first_name_and_one_letter() -> None:
    text = "1:1 supervision 21/05/2025\nLiv H (SW), Dom K (manager)\n\nActions\n- LH plan for the hospital by 28/5\n- DK finds the money\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["LH", "DK"]


def test_a_tilde_after_a_name_is_a_dash() -> None:
    text = "Supervision 10/06/2025 ~ Tom Reed / Jo Marsh\n\n~ jobs\nJo ~ ring Mia and tell her\nJo ~ report shared by 24/6\n"
    assert [owner for owner, _ in facts(text)[-2:]] == ["Jo", "Jo"]


def test_the_day_that_words_come_to_is_the_day() -> None:
    text = "Supervision 10/06/2025\n\nActions\n- SW to send the plan to legal a full week before the court date, so 6th July\n"
    assert facts(text)[-1] == ("SW", "2025-07-06")


def test_topics_that_a_clause_numbers_are_one_act() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n- Jo to write the plan so that it covers 1) contact 2) school, by 24/6\n"
    assert facts(text)[-1:] == [("Jo", "2025-06-24")]
    assert the_action(text, "write").span.end == len(text) - 1


def test_whoever_a_call_came_from_is_not_to_act() -> None:
    text = "Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n- Jo to ring nan\n- T/c from Jo, dad wants the match.\n"
    assert facts(text)[-1][0] is None


MET = (
    "Supervision 10/07/2024\nPresent: Ruth Hall (TM), Anneka Shaw (SW)\nHe is well and eats at gran's. "
    + "He was late four times and is no longer late since the bus was changed in June. " * 5
    + "\n\n"
)
HANDED = [
    ("Anneka will complete the following by Friday.", "Anneka", "2024-07-12"),
    ("Anneka to do the following by 19/7:", "Anneka", "2024-07-19"),
    ("I have asked Anneka to:", "Anneka", None),
    ("I have asked Anneka to get these done by 19 July:", "Anneka", "2024-07-19"),
    ("Agreed that Anneka will, by 19 July:", "Anneka", "2024-07-19"),
    ("By 19 July Anneka will have:", "Anneka", "2024-07-19"),
    ("Over to Anneka:", "Anneka", None),
    ("so anneka, your list", "anneka", None),
    ("Anneka please do the following:", "Anneka", None),
    ("From you I need the following.", "you", None),
    ("And from me:", "me", None),
    ("Actions for Anneka, all by 19 July", "Anneka", "2024-07-19"),
    ("Handover list for Anneka, to be cleared by her last day, 19 July:", "Anneka", "2024-07-19"),
    ("Anneka while Ruth is away:", "Anneka", None),
    ("To be done by Anneka before 19 July", "Anneka", "2024-07-19"),
    ("The following are for Anneka and due before 19 July:", "Anneka", "2024-07-19"),
    ("Everything here sits with Anneka for 19 July, except where another is named.", "Anneka", "2024-07-19"),
    ("Actions – Anneka to lead, target date 19/7/24 where no other is shown", "Anneka", "2024-07-19"),
    ("Tasks for this week (Anneka)", "Anneka", "2024-07-12"),
    ("The next two are Anneka's and they need to be finished by Friday 19 July.", "Anneka", "2024-07-19"),
    ("Tasks Anneka has taken on", "Anneka", None),
    ("Lifting – Anneka's part, needed before school breaks up on 23 July", "Anneka", "2024-07-23"),
    ("What I have said I will do", "I", None),
    ("What the parents have signed up to", "parents", None),
    ("The following are for completion within 5 working days:", None, "2024-07-17"),
    ("All by the 19th of July unless stated", None, "2024-07-19"),
]


@pytest.mark.parametrize("marks", ["- ", "{}. ", "{}) "])
@pytest.mark.parametrize(("line", "owner", "due"), HANDED, ids=[line for line, *_ in HANDED])
def test_a_line_over_a_list_says_whose_its_acts_are_and_by_when(
    line: str, owner: str | None, due: str | None, marks: str
) -> None:
    acts = ("Ring the landlord about the damp", "Write to the school about lunch")
    items = "".join(f"{marks.format(number)}{act}\n" for number, act in enumerate(acts, 1))
    record, actions = actions_of(f"{MET}{line}\n{items}")
    told = [
        (one.owner and one.owner.of(record.text), one.due and one.due.isoformat()) for one in actions[-2:]
    ]
    assert told == [(owner, due)] * 2
    assert [one.span.of(record.text) for one in actions[-2:]] == list(acts)


@pytest.mark.parametrize(
    "line",
    ["Anneka saw her on 5 July and was told of three things", "Since Friday Anneka has seen two things"],
)
def test_a_line_that_tells_hands_no_list_over(line: str) -> None:
    _, actions = actions_of(f"{MET}{line}\n- Bus fares to be paid\n- A place at the club to be found\n")
    assert [(one.owner, one.due) for one in actions[-2:]] == [(None, None)] * 2


def test_others_take_nothing_from_the_heading_above() -> None:
    text = f"{MET}For Anneka by 19 July:\n- Ring the landlord\n\nOthers\n- Bus fares to be paid\n"
    record, actions = actions_of(text)
    assert [(one.owner and one.owner.of(record.text), one.due is None) for one in actions[-2:]] == [
        ("Anneka", False),
        (None, True),
    ]


def test_whoever_has_a_double_name_has_its_initials() -> None:
    text = "Supervision 23 Aug 2023\nSocial worker: Kerry-Ann Price\n\nActions\n- K-A to flag the records\n"
    record, (action,) = actions_of(text)
    assert action.owner
    assert action.owner.of(record.text) == "K-A"


def test_a_worker_who_gives_a_score_is_no_child_of_that_age() -> None:
    text = "05.02.26 Sup – Jayden (15). SW Priti. He rates himself 7, Priti 5.\n\nActions\n– Priti ask mum for the number\n"
    record, actions = actions_of(text)
    assert actions[-1].owner
    assert actions[-1].owner.of(record.text) == "Priti"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "Jo to see her on her own by the 14th and get his view in writing by 18/3",
            [("Jo", date(2025, 3, 14)), ("Jo", date(2025, 3, 18))],
        ),
        (
            "Jo will rewrite it by Friday 7th and Mo's going to look at it by Tuesday 11th",
            [("Jo", date(2025, 3, 7)), ("Mo", date(2025, 3, 11))],
        ),
        (
            "Jo: draft to Mo by noon 12 March; Mo back to her by the 14th",
            [("Jo", date(2025, 3, 12)), ("Mo", date(2025, 3, 14))],
        ),
        (
            "Jo to attend on 12 March and feed back to school the day after",
            [("Jo", date(2025, 3, 12)), ("Jo", date(2025, 3, 13))],
        ),
        ("The next panel is the 29th of March and Jo will ring on Monday", [("Jo", date(2025, 3, 10))]),
        ("Jo to see her on Monday and Thursday", [("Jo", date(2025, 3, 6))]),
        (
            "Jo to weigh Ezra tomorrow and repeat it the day before panel, which is 20 March",
            [("Jo", date(2025, 3, 5)), ("Jo", date(2025, 3, 19))],
        ),
        (
            "Jo to read the log by Friday 7 March; final to legal by the 14th",
            [("Jo", date(2025, 3, 7)), ("Jo", date(2025, 3, 14))],
        ),
        ("Jo to ask who she would like at the review and tell Mo by 14/3", [("Jo", date(2025, 3, 14))]),
    ],
)
def test_acts_of_one_sentence_each_have_their_own_day(line: str, told: list[tuple[str, date | None]]) -> None:
    record, actions = actions_of(f"Supervision 04/03/2025\nSW: Jo\nTM: Mo\n\nActions\n- {line}\n")
    found = [(one.owner and one.owner.of(record.text), one.due) for one in actions]
    assert found[-len(told) :] == told
    assert len({one.span for one in actions}) == len(actions)


def test_a_day_right_under_the_lists_heading_is_over_the_acts_below_it() -> None:
    text = "Supervision 04/03/2025\nSW: Jo\n\nActions\nBy 14 March\nJo – ask about the drawing\nBy 28 March\nJo – final statement to legal\nNo date\nlife story book\n"
    _, actions = actions_of(text)
    assert [one.due for one in actions] == [date(2025, 3, 14), date(2025, 3, 28), None]


def test_a_day_below_an_act_is_over_nothing() -> None:
    text = "Supervision 04/03/2025\nSW: Jo\n\nActions\nJo – ask about the drawing\nBy 14 March\nJo – final statement to legal\nBy 28 March\nlast line\n"
    _, actions = actions_of(text)
    assert actions[0].due == date(2025, 3, 14)


@pytest.mark.parametrize(
    "line,owner,day",
    [
        ("See inside the shed. Jo, unannounced, Thurs.", "Jo", date(2025, 3, 6)),
        ("Ask the HV what she sees upstairs. JM by end of next week", "JM", date(2025, 3, 14)),
        ("Ring nan, does Tyson still live there? - Thur pm", None, date(2025, 3, 6)),
        ("Consult x3 for carers. First one no later than 3 weeks from now.", None, date(2025, 3, 25)),
        ("Photos down from the loft. b4 19/5 as said", None, date(2025, 5, 19)),
        ("Stair gate to be fitted (Mo / by the visit on 25/4)", "Mo", date(2025, 4, 25)),
        ("Draw the sleeping map with her [Mo] – 25/4", "Mo", date(2025, 4, 25)),
        ("ACTION (Mo): ask about the sleeping map – Friday", "Mo", date(2025, 3, 7)),
        ("Legal gateway slot @Mo due: Friday", "Mo", date(2025, 3, 7)),
        ("25/4 – Mo – ask what he would do with a third hour", "Mo", date(2025, 4, 25)),
        ("Respite rota, same house each time. Rota on my desk 16/4", None, date(2025, 4, 16)),
        ("See inside the shed. Jo thought on Thursday that it was empty.", None, None),
    ],
)
def test_who_and_by_when_stand_before_an_item_or_end_it(
    line: str, owner: str | None, day: date | None
) -> None:
    text = f"Supervision 04/03/2025\nSW: Jo Marsh\nTM: Mo\n\nActions\n- {line}\n"
    action = the_action(text, line.partition(".")[0].partition("?")[0])
    assert (action.owner and action.owner.of(text), action.due) == (owner, day)


@pytest.mark.parametrize("line", ["_" * 90, "A" + "_" * 90, "Signed: " + "_" * 50 + " Date: " + "_" * 30, "- Jo to ring " + "_" * 50 + " x = y"])  # fmt: skip
def test_a_line_to_sign_on_is_read_in_no_time(line: str) -> None:
    text = f"Supervision 04/03/2025\nSW: Jo\n\nActions\n{line}\n- Jo to ring nan by 14/3\n"
    assert facts(text)[-1] == ("Jo", "2025-03-14")


HEAD_OF_TWO = "Supervision 10/06/2025\nSW: Wanda Pike   TM: Ann Roe\nWanda and Ann met. Mr Pillai rang.\n\n"


@pytest.mark.parametrize(
    ("line", "owner", "due"),
    [
        ("WANDA: request the records – 17 June", "WANDA", "2025-06-17"),
        ("FOSTER CARER TO register him at the dentist, 2 weeks", "FOSTER CARER", "2025-06-24"),
        ("MR PILLAI to ring by 17/06/2025", "MR PILLAI", "2025-06-17"),
        ("GCP2 to be started", None, None),
        ("IDVA to be invited by 17 June", None, "2025-06-17"),
        ("Repeat the profile → WANDA, 17.06.2025", "WANDA", "2025-06-17"),
        ("letter re-drafted > Legal > 17 June", "Legal", "2025-06-17"),
        ("By Tuesday 17 June, Wanda: speak to his form tutor", "Wanda", "2025-06-17"),
        ("Three houses in school (Wanda) before 17.6.25", "Wanda", "2025-06-17"),
        ("Bedtime work with mum (FSW) - start w/c 16 June", "FSW", "2025-06-20"),
        ("Police log and a marker, Irena (TM) by Friday", "Irena (TM)", "2025-06-13"),
        ("**Wanda:** talk with mum – *by Friday*", "Wanda", "2025-06-13"),
        ("Family meeting - Mags - w/c 16 June", "Mags", "2025-06-20"),
        (
            "Arlo: Teaching assistant to tell Wanda each Friday until 18 July",
            "Teaching assistant",
            "2025-07-18",
        ),
        ("Genogram on file – Wanda – 03/10", "Wanda", "2025-10-03"),
        ("Joint visit. WANDA AND ANN w/c 16 June", "WANDA AND ANN", "2025-06-20"),
    ],
)
def test_who_and_when_are_read_wherever_a_line_has_them(
    line: str, owner: str | None, due: str | None
) -> None:
    assert facts(f"{HEAD_OF_TWO}Actions\n{line}\n")[-1] == (owner, due)


def test_a_span_in_a_lists_heading_is_of_each_act_under_it() -> None:
    text = f"{HEAD_OF_TWO}DIRECTION\n\nURGENT (24 hours)\nDental service to be rung. Wanda\n\nHIGH (1 week)\nSee him alone. Wanda\n"
    assert [due for owner, due in facts(text) if owner == "Wanda"] == ["2025-06-11", "2025-06-17"]


def test_an_act_with_who_and_when_in_brackets_is_no_heading() -> None:
    text = f"{HEAD_OF_TWO}PRIORITY - HIGH\nChristmas safety plan (Wanda with mum - 20/12)\nVisit dad (Wanda - 10 working days)\n"
    assert facts(text)[-2:] == [("Wanda with mum", "2025-12-20"), ("Wanda", "2025-06-24")]


def test_nobody_in_an_owners_field_is_nobody() -> None:
    text = f"{HEAD_OF_TWO}Actions\nHousing application\nOwner:\nTarget date: 17/06/2025\nVisit dad\nOwner: (unassigned)\nTarget date: Friday\n"
    assert facts(text)[-2:] == [(None, "2025-06-17"), (None, "2025-06-13")]


def test_a_month_in_a_field_of_days_is_its_end() -> None:
    text = f"{HEAD_OF_TWO}Action | Who | When\nRing nan | Wanda | July\nSee mum | Ann | 17 June\n"
    assert [due for _, due in facts(text)[-2:]] == ["2025-07-31", "2025-06-17"]


@pytest.mark.parametrize(
    "text",
    [
        "Task | Named officer | To be in\nRing the dentist | Jo | 14/6\nSee Nan | Sam | 15/6\n",
        "Actions\nRing the dentist || NAMED OFFICER: Jo || TO BE IN: 14/6\n",
    ],
    ids=["table", "fields"],
)
def test_an_authoritys_own_names_of_columns_say_who_and_by_when(text: str) -> None:
    heads = WORDS.table_heads
    own = dataclasses.replace(
        WORDS,
        table_heads={
            **heads,
            "owner": (*heads["owner"], "named officer"),
            "deadline": (*heads["deadline"], "to be in"),
        },
    )
    raw = Record("made", "made.txt", text, blocks_of_text(text), held=date(2024, 6, 3))
    record, units = segment(raw, own)
    labels = tuple((Label("direction", 0.9, Holds.YES),) for _ in units)
    action = extract(record, units, labels, own)[0]
    assert action.owner is not None
    assert action.owner.of(text) == "Jo"
    assert action.due == date(2024, 6, 14)


@pytest.mark.parametrize(
    "said,acts",
    [
        (
            "College have a hardship fund, Bukola to apply by 14/6.",
            [("Bukola to apply by 14/6.", "Bukola", "2024-06-14")],
        ),
        (
            "Nell will see dad by 14/6 and must begin his assessment no later than 20/6.",
            [
                ("Nell will see dad by 14/6", "Nell", "2024-06-14"),
                ("must begin his assessment no later than 20/6.", "Nell", "2024-06-20"),
            ],
        ),
        (
            "Harley to be seen by 14/6, and Femi is to complete the screening tool by 20/6.",
            [
                ("Harley to be seen by 14/6", None, "2024-06-14"),
                ("Femi is to complete the screening tool by 20/6.", "Femi", "2024-06-20"),
            ],
        ),
        (
            "Moira will order the certificate by 14/6 and I will sign off the cost.",
            [
                ("Moira will order the certificate by 14/6", "Moira", "2024-06-14"),
                ("I will sign off the cost.", "I", None),
            ],
        ),
        (
            "Moira will see dad on 14/6 and I will sit in on that.",
            [
                ("Moira will see dad on 14/6", "Moira", "2024-06-14"),
                ("I will sit in on that.", "I", "2024-06-14"),
            ],
        ),
        (
            "The closing meeting should be held before 14/6 and Owen will arrange it.",
            [
                (
                    "The closing meeting should be held before 14/6 and Owen will arrange it.",
                    "Owen",
                    "2024-06-14",
                )
            ],
        ),
    ],
)
def test_each_act_of_a_sentence_has_its_own_owner_and_day(
    said: str, acts: list[tuple[str, str | None, str | None]]
) -> None:
    record, actions = actions_of(f"Date: 3/6/2024\n\n{said}\n")
    found = [
        (
            one.span.of(record.text),
            one.owner.of(record.text) if one.owner else None,
            one.due.isoformat() if one.due else None,
        )
        for one in actions
    ]
    assert found == acts


@pytest.mark.parametrize(
    "said",
    [
        "Nell is going to use the time well. I asked her to get a copy of the diary.",
        "Nell has the papers. She should also get the consent form.",
        "Nell rang. She's to meet dad on the sixteenth.",
        "Nell also needs to finish the plan.",
        "I need the chronology from Nell no later than the 29th.",
        "I have asked the specialist teacher, Nell, to send the report.",
    ],
)
def test_whoever_is_asked_owns_the_act_however_it_is_put(said: str) -> None:
    record, actions = actions_of(
        f"Date: 3/6/2024  SW: Nell Marsh\n\nActions\n- Nell to ring school\n- {said}\n"
    )
    owner = actions[-1].owner
    assert owner is not None
    assert owner.of(record.text).lower() in ("nell", "she", "her")


def test_police_checks_are_nothing_that_the_police_own() -> None:
    _, (action,) = actions_of(
        "Date: 3/6/2024\n\nPolice checks for the last two years to be requested today.\n"
    )
    assert action.owner is None


def test_a_name_that_acts_elsewhere_owns_the_row_whose_cell_it_is() -> None:
    record, actions = actions_of(
        "Date: 3/6/2024\n\nActions\nPEP meeting | Sam | 1/10\nSam to ring the carer the day before\n"
    )
    assert [one.owner.of(record.text) for one in actions if one.owner] == ["Sam", "Sam"]
    assert [str(one.due) for one in actions] == ["2024-10-01", "2024-09-30"]


def acts_of(text: str) -> list[tuple[str, str | None, str | None]]:
    """Of each action to be done its words, its owner's and its day."""
    record, actions = actions_of(text)
    return [
        (
            one.span.of(record.text),
            one.owner.of(record.text) if one.owner else None,
            str(one.due) if one.due else None,
        )
        for one in actions
        if not one.earlier
    ]


LINE_OF_ACTS = "Supervision 08/02/2023\nSW: Kay Bell   Manager: Jo Marsh\n\nActions\n"


def test_acts_in_one_line_have_each_its_own_who_and_when_behind_it() -> None:
    assert acts_of(
        f"{LINE_OF_ACTS}rebook audiology (KB, 10/2), SALT ref (KB), chron (KB 22/2), taxi form (me)\n"
    ) == [
        ("rebook audiology (KB, 10/2)", "KB", "2023-02-10"),
        ("SALT ref (KB)", "KB", None),
        ("chron (KB 22/2)", "KB", "2023-02-22"),
        ("taxi form (me)", "me", None),
    ]


def test_numbered_acts_in_one_line_part_at_their_numbers() -> None:
    line = "1 bail conds (KB, 14/2) 2 nana visit (KB, before 22/2) 3 xmas rota - Jo 4 bear drawing (KB)"
    assert [words for words, _, _ in acts_of(f"{LINE_OF_ACTS}{line}\n")] == [
        "bail conds (KB, 14/2)",
        "nana visit (KB, before 22/2)",
        "xmas rota - Jo",
        "bear drawing (KB)",
    ]


def test_terse_acts_that_slashes_part_are_several_and_whoever_is_named_first_owns_them() -> None:
    found = acts_of(f"{LINE_OF_ACTS}Kay to ring aunt today / visit 31/3 / YJS check / find nan's address\n")
    assert found == [
        ("Kay to ring aunt today", "Kay", "2023-02-08"),
        ("visit 31/3", "Kay", "2023-03-31"),
        ("YJS check", "Kay", None),
        ("find nan's address", "Kay", None),
    ]


def test_roles_in_brackets_of_a_sentence_make_no_acts_of_it() -> None:
    found = acts_of(
        f"{LINE_OF_ACTS}Ms Tait (DSL) said yes to a check in every morning and Kay (SW) will ring her.\n"
    )
    assert len(found) == 1


def test_who_and_when_alone_behind_an_act_are_no_act() -> None:
    text = "SW: Dev Shah\n\nActions\nRefer her to the group. Dev, by 10/2\nRing the school today.\n"
    assert [words for words, _, _ in acts_of(f"Supervision 08/02/2023\n{text}")] == [
        "Refer her to the group.",
        "Ring the school today.",
    ]


@pytest.mark.parametrize(
    "line,owner",
    [
        ("Pathway plan refresh to be done with him, by Christmas.", None),
        ("Reduced timetable to be ended by Easter.", None),
        ("I have allocated to Nisha, who will do a joint visit on Tuesday.", "Nisha"),
        ("Hayley is trained in the tool and will begin it with mum next week.", "Hayley"),
        ("Megan's going back on Friday at nine.", "Megan"),
    ],
)
def test_a_day_owns_no_act_and_whoever_goes_on_to_act_does(line: str, owner: str | None) -> None:
    assert [who for _, who, _ in acts_of(f"{LINE_OF_ACTS}{line}\n")] == [owner]


def test_when_something_was_last_done_is_no_status() -> None:
    assert status_of("Carer's assessment, last done 2021", WORDS) is None


@pytest.mark.parametrize(
    "line,acts",
    [
        (
            "Jo to ring the police this week, and HV to be asked about handling at the next core group.",
            [("Jo", "2023-02-10"), (None, None)],
        ),
        (
            "I'm going to speak to legal on Monday and the letter to the parents needs amending by 15 Feb.",
            [("I", "2023-02-13"), (None, "2023-02-15")],
        ),
        (
            "The old file still needs chasing, and I will email the sergeant in the morning.",
            [(None, None), ("I", "2023-02-09")],
        ),
        (
            "I would like somebody to see him before the weekend and I will hand over first thing tomorrow.",
            [(None, "2023-02-10"), ("I", "2023-02-09")],
        ),
        (
            "Kay will visit on 13 Feb and another on 17 Feb.",
            [("Kay", "2023-02-13"), ("Kay", "2023-02-17")],
        ),
        (
            "You will visit on 22 Feb so please get that in their diary tomorrow.",
            [("You", "2023-02-22"), ("You", "2023-02-09")],
        ),
        (
            "You said you would get the debriefs tomorrow and I'd like you to read all eleven.",
            [("You", "2023-02-09"), ("you", None)],
        ),
        (
            "The package needs to be back at panel on 10 March, and Kay you'll need to get the papers in by 4 March.",
            [(None, "2023-03-10"), ("Kay", "2023-03-04")],
        ),
        ("The chronology needs updating by Friday and it must be with me by then.", [(None, "2023-02-10")]),
        ("A new plan will need writing by Friday and Kay will take the lead.", [("Kay", "2023-02-10")]),
    ],
)
def test_an_act_that_nobody_is_named_for_is_one_beside_whoever_acts(
    line: str, acts: list[tuple[str | None, str | None]]
) -> None:
    assert [(who, due) for _, who, due in acts_of(f"{LINE_OF_ACTS}{line}\n")] == acts


@pytest.mark.parametrize(
    "line,owner",
    [
        ("The plan is with SEND and Kay must get an answer from them by 21 March.", "Kay"),
        ("Kay from the outreach team will be at the house every day.", "Kay"),
        ("I've told Kay I want that checking by close of play today.", "Kay"),
        ("Holiday club for Harry, Kay has the form and will hand it in tomorrow.", "Kay"),
        ("I said I would find the money for a cleaner.", "I"),
        ("Grandmother has asked for a day off, so checks will need to be done by Monday.", None),
        ("Police checks should be asked for the same day.", None),
        ("Weekly visits to carry on until school goes back.", None),
    ],
)
def test_whoever_must_act_owns_the_act_and_whoever_is_told_of_does_not(line: str, owner: str | None) -> None:
    assert [who for _, who, _ in acts_of(f"{LINE_OF_ACTS}{line}\n")] == [owner]


@pytest.mark.parametrize(
    "table,rows",
    [
        (
            "Action,Who,When\nlock box,Dani,28/2\nA+E notes,,on receipt\nnursery place,,\n",
            [("lock box", "Dani", "2023-02-28"), ("A+E notes", None, None), ("nursery place", None, None)],
        ),
        (
            "Action; who; when\nKids' clothes; Zeb; 9/3\nLandlord re kitchen; FSW; -\n",
            [("Kids' clothes", "Zeb", "2023-03-09"), ("Landlord re kitchen", "FSW", None)],
        ),
        (
            "No\tAction\tLead\tWhen\n1\tMorning visit\tFay\t2/3\n2\tDad - see alone\t\tbefore 9 March\n",
            [("1\tMorning visit", "Fay", "2023-03-02"), ("2\tDad - see alone", None, "2023-03-09")],
        ),
        (
            "# | Task | Lead | Due | Status\n1 | Head of year | Amit | 17/3 | not started\n",
            [("1 | Head of year", "Amit", "2023-03-17")],
        ),
        (
            "P | Who's doing it | What | Back by\n1 | ET | Evidence chron | 14/4\n",
            [("1 | ET | Evidence chron", "ET", "2023-04-14")],
        ),
    ],
)
def test_a_table_is_read_however_its_cells_are_parted(
    table: str, rows: list[tuple[str, str | None, str | None]]
) -> None:
    found = acts_of(f"{LINE_OF_ACTS}{table}")
    assert [(who, due) for _, who, due in found] == [(who, due) for _, who, due in rows]
    assert all(said.startswith(words) for (said, _, _), (words, _, _) in zip(found, rows, strict=True))


@pytest.mark.parametrize(
    "line,acts",
    [
        (
            "bus pass (KB), plan r/v (KB), eye test by 14/2, mum's view\n",
            [
                ("bus pass (KB)", "KB"),
                ("plan r/v (KB)", "KB"),
                ("eye test by 14/2", "KB"),
                ("mum's view", "KB"),
            ],
        ),
        (
            "night hours; housing letter; form by 1 March\n",
            [("night hours", None), ("housing letter", None), ("form by 1 March", None)],
        ),
        (
            "Kay: panel papers 27/2; chase the provider\n",
            [("Kay: panel papers 27/2", "Kay"), ("chase the provider", "Kay")],
        ),
    ],
)
def test_commas_and_semicolons_part_acts_of_few_words(line: str, acts: list[tuple[str, str | None]]) -> None:
    assert [(words, who) for words, who, _ in acts_of(f"{LINE_OF_ACTS}{line}")] == acts


@pytest.mark.parametrize(
    "lines,owners",
    [
        ("Sam (FSW)\n- meter top up\n- boiler\n", ["Sam", "Sam"]),
        ("SW to\nchecks by noon\nvisit tonight\n", ["SW", "SW"]),
        ("- panel form (Carys) - 17 Oct\n- assessment [Nell]\n", ["Carys", "Nell"]),
        ("- HV weights\n- IRO view, Friday\n- placement plan unsigned\n", [None, None, None]),
        ("- HV to call\n- School to ring mum\n", ["HV", "School"]),
    ],
)
def test_who_is_named_over_or_behind_an_act_owns_it_and_what_it_is_about_does_not(
    lines: str, owners: list[str | None]
) -> None:
    assert [who for _, who, _ in acts_of(f"{LINE_OF_ACTS}{lines}")] == owners
