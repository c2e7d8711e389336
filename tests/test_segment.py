"""Units are what RULINGS 21 lists: headings are not, names and dates bear nothing."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supcheck.load.plain import blocks_of_text
from supcheck.records import Kind, Record, Span, Unit
from supcheck.segment import segment
from supcheck.sentences import sentence_spans
from supcheck.words import load_words

WORDS = load_words()


def cut(text: str) -> tuple[Record, tuple[Unit, ...]]:
    return segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)


def said(text: str) -> list[tuple[str, str]]:
    """(section key, words) of each unit that may bear a label."""
    record, units = cut(text)
    return [(unit.section.key, unit.span.of(record.text)) for unit in units if not unit.silent]


WHOLE = (
    "Strategy held under s.47 on 3.10.24 as agreed.",
    "Visit w/c 4 Nov with the HV, approx. 2 hrs.",
    "Dr. Patel saw her, e.g. for the rash.",
    "Seen at 4.30 p.m. by the duty SW.",
    "Mrs. O says he is fine at school.",
    "Ref. no. 4 on the list is still open.",
    "Mum was, i.e. by her own account, asleep.",
    "Scaled 4/10, was 3/10 in Sept. last year.",
    "T.W. is seven and small for his age.",
)


@pytest.mark.parametrize("sentence", WHOLE)
def test_abbreviations_and_dates_do_not_end_a_sentence(sentence: str) -> None:
    assert [span.of(sentence) for span in sentence_spans(sentence, Span(0, len(sentence)))] == [sentence]


PARTED = (
    ("She said so. I have asked why.", 2),
    ("Seen 4 Nov. Dr. Patel rang.", 2),
    ("More than we have had from K. ICPC is on 07/08.", 2),
    ("What is he to her? MW says he answers. Not sure why.", 3),
    ("mum cant come. not sure why.", 2),
)


@pytest.mark.parametrize("text,count", PARTED)
def test_sentences_part_where_a_reader_would_part_them(text: str, count: int) -> None:
    assert len(list(sentence_spans(text, Span(0, len(text))))) == count


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    line = text.replace("\n", " ")
    spans = list(sentence_spans(line, Span(0, len(line))))
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert "".join("".join(span.of(line).split()) for span in spans) == "".join(line.split())


HEADINGS = (
    ("VOICE OF THE CHILD", "voice"),
    ("3. Child's voice", "voice"),
    ("What are we worried about?", "risk"),
    ("What’s working well:", "risk"),
    ("**Management Decision and Rationale**", "decision"),
    ("Actions from last supervision", "follow_up"),
    ("Review of previous actions (completed Y/N)", "follow_up"),
    ("Agreed actions:", "direction"),
    ("What needs to happen?", "direction"),
    ("Analysis / reflection", "thinking"),
    ("Contingency plan", "contingency"),
    ("Progress since last supervision:", "progress"),
    ("Key events since last supervision", "update"),
    ("So what?", "thinking"),
    ("Now what?", "direction"),
    ("SW to:", "direction"),
)


@pytest.mark.parametrize("heading,key", HEADINGS)
def test_headings_are_known_loosely_and_are_no_units(heading: str, key: str) -> None:
    text = f"Case supervision 4/6/2024\n\n{heading}\nHe sleeps through most nights now and eats at the table."
    assert said(text) == [(key, "He sleeps through most nights now and eats at the table.")]


def test_a_run_in_heading_opens_its_section_and_stays_outside_the_unit() -> None:
    text = "Case supervision\nDecision: stays on a plan for now, it is too soon.\nRavi: chronology to legal"
    assert said(text)[0] == ("decision", "stays on a plan for now, it is too soon.")
    assert said(text)[1][1] == "Ravi: chronology to legal"


def test_a_table_head_is_no_unit_and_each_row_is_one() -> None:
    text = "Case supervision\nAction | By whom | By when\nRing the dentist. Ask for a slot. | JB | 4/6\nSee dad | JB | 7/6"
    assert said(text) == [
        ("direction", "Ring the dentist. Ask for a slot. | JB | 4/6"),
        ("direction", "See dad | JB | 7/6"),
    ]


SILENT = (
    "Child: T.W. (7)    SW: JP    TM: AN",
    "Date of supervision: 21/05/2024",
    "Next supervision 18/06/2024",
    "N/A",
    "A.N. 22/05/2024",
    "Dear Arlo",
    "As above",
)


@pytest.mark.parametrize("line", SILENT)
def test_names_dates_and_blanks_are_listed_and_bear_nothing(line: str) -> None:
    record, units = cut(f"Case supervision\n{line}\nHe was seen at home with his gran and he was cross.")
    assert [u.silent for u in units if u.span.of(record.text) == line] == [True]


SPEAKS = ("School to monitor", "Mum to ring early help", "Fridge empty again", "Monday lates every week")


@pytest.mark.parametrize("line", SPEAKS)
def test_short_lines_that_say_something_are_not_silenced(line: str) -> None:
    assert line in [
        words for _, words in said(f"Case supervision\n\nActions\n- {line}\n- SW to visit dad at his flat")
    ]


def test_the_head_gives_date_child_worker_and_manager() -> None:
    record, _ = cut(
        "CASE SUPERVISION\nChild: Priya (4)   SW: JB   Team manager: A. Stone\nDate of supervision: 3/9/2024\n\nUpdate\nAll well."
    )
    assert (record.held, record.child, record.worker, record.manager) == (
        dt.date(2024, 9, 3),
        "Priya",
        "JB",
        "A. Stone",
    )
    assert record.kind is Kind.SUPERVISION


TITLES = (
    ("CASE SUPERVISION RECORD", Kind.SUPERVISION),
    ("Management oversight 3/4/24", Kind.OVERSIGHT),
    ("Case discussion form", Kind.DISCUSSION),
    ("PLO clinic 3/4/24", Kind.DISCUSSION),
    ("c/n 15/12/23 16.10 DR (TM)", Kind.OVERSIGHT),
    ("Group supervision", Kind.DISCUSSION),
)


@pytest.mark.parametrize("title,kind", TITLES)
def test_the_title_tells_the_type(title: str, kind: Kind) -> None:
    assert cut(f"{title}\n\nNot agreeing to this weekend. She has not been checked.")[0].kind is kind


@pytest.mark.parametrize(
    "line", ["Genogram with Nan | AB | 14/6", "- Zed – NRM by 21/02", "Letter to GP, Jodie, 15.11.24"]
)
def test_a_noun_a_name_and_a_date_are_an_act_in_a_list_of_actions(line: str) -> None:
    text = f"Notes\nSeen at school.\nActions\n{line}\n"
    _, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    assert not units[-1].silent


@pytest.mark.parametrize(
    "line", ["Signed: Fran Hill 21/02/25", "Next supervision: 21/03", "Manager: F. Hill | 21/02"]
)
def test_a_signature_below_a_list_of_actions_bears_nothing(line: str) -> None:
    text = f"Notes\nSeen at school.\nActions\nSW to visit.\n{line}\n"
    _, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    assert units[-1].silent


@pytest.mark.parametrize(
    "line,words",
    [("Decision: continue", "continue"), ("Analysis: neglect", "neglect"), ("Child's voice: seen at school", "seen at school")],
)  # fmt: skip
def test_a_short_answer_beside_its_heading_is_not_lost(line: str, words: str) -> None:
    text = f"SUPERVISION\nDate: 4/4/25\n{line}\nStrengths: Mum\n"
    _, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    assert words in [unit.span.of(text) for unit in units if not unit.silent]


@pytest.mark.parametrize(
    "line", ["1. Direct payment set up - done", "3. Hanna - monitor", "Tom – monitor home conditions"]
)
def test_a_short_numbered_item_of_a_list_is_no_heading(line: str) -> None:
    text = f"SUPERVISION\nSeen.\nPrevious actions:\n{line}\nDecision: stays open\n"
    _, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    assert re.sub(r"^\d\. ", "", line) in [unit.span.of(text) for unit in units if not unit.silent]


def test_a_pasted_chat_has_speakers_and_no_headings() -> None:
    text = (
        "Case supervision (Teams) 10/02/2025\nTrish: where are we with Tobias\nKel: done\nTrish: safety plan?\n"
        "Kel: mum signed\nTrish: why now?\nKel: dad rang\n"
    )
    _, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    said = [unit.span.of(text) for unit in units]
    assert {"Trish: safety plan?", "Trish: where are we with Tobias", "Trish: why now?"} <= set(said)
    assert all(unit.section.heading is None for unit in units)


@pytest.mark.parametrize(
    "last", ["Ask Mabli what the call was about?", "Keep an eye on the cough lol", "Worries re mum"]
)
def test_the_next_item_of_a_numbered_list_is_an_item_whatever_its_words(last: str) -> None:
    record = (
        f"Supervision\nActions\n1. Sam to ring school by Friday.\n2. Ama to see him.\n3. {last}\n4. {last}\n"
    )
    assert said(record) == [
        ("direction", "Sam to ring school by Friday."),
        ("direction", "Ama to see him."),
        ("direction", last),
        ("direction", last),
    ]


@pytest.mark.parametrize(
    "line", ["Meet Dad on Friday", "Speak to Nan on Friday", "Ring dad", "Helen to do it by half-term"]
)
def test_a_short_act_in_a_list_of_actions_is_neither_silent_nor_a_heading(line: str) -> None:
    found = said(
        f"Supervision\nUpdate\nHe was late on Monday.\n\nActions\n{line}\nBob to chase legal by Friday\n"
    )
    assert ("direction", line) in found


def test_a_forms_question_with_its_answer_on_the_line_opens_its_section() -> None:
    found = said(
        "Supervision\nUpdate\nHe was late.\n\nWhat are the risks? He is out at night.\n"
        "What needs to happen next? Mo to ring dad by Friday.\nIs he sleeping? He told Mo that he is not.\n"
    )
    assert found[1:3] == [("risk", "He is out at night."), ("direction", "Mo to ring dad by Friday.")]
    assert "Is he sleeping?" in [words for _, words in found]


def test_a_forms_numbered_questions_are_headings_though_they_name_the_child() -> None:
    found = said(
        "Supervision\nUpdate\nHe was late.\n\n6. What are the risks for Isaac?\nHe is out at night.\n\n"
        "9. What needs to happen, who by and when?\nMo to ring dad by Friday.\n"
    )
    assert [key for key, _ in found][1:] == ["risk", "direction"]


@pytest.mark.parametrize("line", ["Continue safety plan", "Safety plan to be refreshed", "Continue visits"])
def test_an_act_in_the_words_of_a_heading_is_none(line: str) -> None:
    found = said(f"Supervision\nUpdate\nHe was late on Monday.\n\nActions\n{line}\nRing school by Friday\n")
    assert line in [words for _, words in found]


@pytest.mark.parametrize(
    "heading", ["Actions to be taken", "Work to be completed", "Areas to be covered", "Keep Safe"]
)
def test_a_heading_may_say_that_something_is_to_be_done(heading: str) -> None:
    found = said(f"Supervision\nUpdate\nHe was late on Monday.\n\n{heading}\nRing school by Friday\n")
    assert heading not in [words for _, words in found]


@pytest.mark.parametrize("heading", ["2. Worries", "2. Actions"])
def test_a_known_heading_under_a_numbered_line_is_still_one(heading: str) -> None:
    found = said(
        f"Supervision\n1. Update: he is well and went to school all week.\n{heading}\nHe hid on Monday.\n"
    )
    assert found[-1][1] == "He hid on Monday."
    assert heading[3:] not in [words for _, words in found]


@pytest.mark.parametrize(
    "row", ["Dad | rang him twice | -", "Harm | a knife marker | ", "Decision | no panel yet | -"]
)
def test_a_topic_beside_its_words_and_an_empty_cell_is_no_head_of_a_table(row: str) -> None:
    found = said(
        f"Supervision\nArea | What we know | What next\nHome | a hole in the door | landlord knows\n{row}\n"
    )
    assert row.rstrip(" |") in [words.rstrip(" |") for _, words in found]


SHOUTED = (
    "[KEEP AN EYE ON HIS ARMS]",
    "[GRACE TO SEE YUSUF ON HIS OWN BY 18/3]",
    "MUM LETS DEAN IN AND SHE SAYS SHE DOES NOT",
    "RAG: RED (was AMBER 16/08)",
)


@pytest.mark.parametrize("line", SHOUTED)
def test_what_a_manager_writes_in_capitals_is_neither_a_heading_nor_names(line: str) -> None:
    found = said(
        f"Supervision\nUpdate\nHe was late on Monday and again on Thursday.\n\n{line}\n{line}\nHe hid.\n"
    )
    assert [words for _, words in found].count(line) == 2


@pytest.mark.parametrize("heading", ["RISKS AND WORRIES", "PART E - DECISION", "[ACTIONS]", "[LAST WK]"])
def test_headings_in_capitals_are_still_headings(heading: str) -> None:
    found = said(f"Supervision\nUpdate\nHe was late on Monday.\n\n{heading}\nHe hid under the bed.\n")
    assert heading not in [words for _, words in found]


def test_a_question_about_somebody_by_name_is_no_heading_of_a_form() -> None:
    found = said(
        "Supervision\nActions\n- Sam to ring school\n- Does Dot need a nursery health plan?\n- Does the child need a plan?\n- Sam to write\n"
    )
    assert [words for _, words in found] == [
        "Sam to ring school",
        "Does Dot need a nursery health plan?",
        "Sam to write",
    ]


def test_a_number_below_its_headings_or_beside_its_neighbour_is_no_date() -> None:
    record = "Supervision\n3. Actions\n3.3 Ade to refresh the profile\n\nPlan\n4.1 SO - bedtime visit\n4.2 SO - records from GP\n"
    assert [words for _, words in said(record)] == [
        "Ade to refresh the profile",
        "SO - bedtime visit",
        "SO - records from GP",
    ]


def test_a_key_before_what_was_written_is_a_heading() -> None:
    found = said("DECISION = Stay on the plan.\nDIRECTION_1 = Rashid to ring the dentist.\n")
    assert found == [("decision", "Stay on the plan."), ("direction", "Rashid to ring the dentist.")]


def test_what_stands_before_a_sign_of_its_own_is_no_heading() -> None:
    found = said(
        "Case sup\n\nUpdate\n- dad = Tom's, mum = Will's. parents together\nschool = in, five days\n"
    )
    assert {section for section, _ in found} == {"update"}
    assert found[0][1].startswith("dad = ")


def test_a_figure_behind_a_headings_word_makes_no_heading() -> None:
    found = said("Case sup\n\nUpdate\nh/v thurs 22nd, all well\nattendance 93\nCINM is on 6 July\n")
    assert [words for _, words in found][1] == "attendance 93"


def test_items_of_one_line_part_though_a_number_is_left_out() -> None:
    found = said("Supervision\nActions\n1. Ring mum. 2. See dad. 4. Draft the letter.\n")
    assert [words for _, words in found] == ["Ring mum.", "See dad.", "Draft the letter."]


def test_a_date_that_opens_a_line_stays_with_it() -> None:
    found = said(
        "Supervision\n4. Update\n10.10 home, mum there\n12.11 no answer at the door\n01.12 school, seen\n"
    )
    assert [words[:5] for _, words in found] == ["10.10", "12.11", "01.12"]


@pytest.mark.parametrize(
    "line,day",
    [
        ("9th Oct '24 - present: Ngozi (SW)", dt.date(2024, 10, 9)),
        ("Tues 3rd Oct 2023, with Wunmi. EDD 3rd Dec.", dt.date(2023, 10, 3)),
        ("Held on the 9th of May 2022 with Farid. Written up on the 10th.", dt.date(2022, 5, 9)),
        ("14-Jan-25   SW Donna   Last: 10-Dec-24", dt.date(2025, 1, 14)),
        ("Recorded on 22 September 2025", dt.date(2025, 9, 22)),
        ("Next supervision 22 September 2025", None),
        ("Recorded: Fri 14 June 2024", dt.date(2024, 6, 14)),
        ("Entry date 22/05/25.  Sup took place 20/05/25.", dt.date(2025, 5, 20)),
        ("Template CS-04, exported 02/10/2025 09:14\nTue 23 Sep 2025, SW: Marcus", dt.date(2025, 9, 23)),
        ("Tuesday 4th July 2023\nCare leaver: Josh, release date 29/9/23", dt.date(2023, 7, 4)),
        ("Date supervision took place twentieth of June 2024  Date typed 02/07/24", dt.date(2024, 6, 20)),
        ("occurred_on 2022-10-25T14:00", dt.date(2022, 10, 25)),
        ("PO granted 18/03/2021. Meeting 09/06/2021.", dt.date(2021, 6, 9)),
        ("Tag ends 22.09.24\nJoint supervision 14.03.24", dt.date(2024, 3, 14)),
        ("Log, typed as we talk. SW Rochelle. 11.09.25", dt.date(2025, 9, 11)),
        ("19NOV24 1725HRS - BABY R, 5/52", dt.date(2024, 11, 19)),
        ("**Thurs 24 July 2025**\n**Re: Finley, 14**", dt.date(2025, 7, 24)),
        ("February 3rd, 2025, with Jo", dt.date(2025, 2, 3)),
        ("2025/02/03", dt.date(2025, 2, 3)),
        ("Date of supervision 3 Feb (2025)", dt.date(2025, 2, 3)),
        ("3rd day of February 2025", dt.date(2025, 2, 3)),
        ("dictated 03 02 2025 bronagh and phil", dt.date(2025, 2, 3)),
        ("From: Ann Roe Sent: Mon 03 February 2025 17:02 To: Jo Marsh", dt.date(2025, 2, 3)),
        ("Review date: 3 March 2025 Date of this record: 3 February 2025", dt.date(2025, 2, 3)),
        ("SUPERVISION (case), 16/12/25, Teams\nPLO - letter sent 14/11/25.", dt.date(2025, 12, 16)),
        ("For: Mia     From: Meera, who is Jo's manager        11 February 2025", dt.date(2025, 2, 11)),
        (
            "Contact no: 17\nChild: Mia Roe\nContact received: 24/03/2026 16:52 from a nurse\nManager: Ann Roe\nTeam: MASH north desk\nDate/time of decision: 25/03/2026, 10:40",
            dt.date(2026, 3, 25),
        ),
        ("dictation, thursday nineteenth june two thousand and twenty five", dt.date(2025, 6, 19)),
    ],
)
def test_the_day_of_a_head_is_the_discussions_own(line: str, day: dt.date | None) -> None:
    record, _ = cut(f"SUPERVISION\n{line}\nHe was seen at home and he was well.\n")
    assert record.held == day


def test_a_form_of_two_columns_gives_each_answer_its_heading() -> None:
    found = said(
        "Management oversight\n\nAnalysis | This is the third time since August. It may be the handover.\nActions | Rashid to visit mum by 08/11. Rashid to ring gran by 13/11.\n"
    )
    assert [key for key, _ in found] == ["thinking", "thinking", "direction", "direction"]


def test_items_of_one_line_are_units_of_their_own() -> None:
    found = said("Supervision\nActions: 1. Kate to visit by 20/06 2. Di to ring school by 16/06\n")
    assert found == [("direction", "Kate to visit by 20/06"), ("direction", "Di to ring school by 16/06")]


@pytest.mark.parametrize(
    "lines,words",
    [
        ("Kate to visit Nan by\n20 June.", "Kate to visit Nan by\n20 June."),
        (
            "- Di to ring the head and to ask who collects him\n  by 16/06",
            "Di to ring the head and to ask who collects him\n  by 16/06",
        ),
    ],
)
def test_a_line_that_hangs_goes_on_in_the_next(lines: str, words: str) -> None:
    assert said(f"Supervision\nActions\n{lines}\n") == [("direction", words)]


@pytest.mark.parametrize(
    "heading,key",
    [
        ("1.0 Review of actions from previous supervision", "follow_up"),
        ("4.0 Management direction and rationale", "direction"),
        ("A. Last supervision's actions", "follow_up"),
        ("Prev actions", "follow_up"),
        ("Actions from 02/09/24", "follow_up"),
        ("Agreed:", "direction"),
        ("Who will do what", "direction"),
    ],
)
def test_headings_in_the_ways_that_forms_write_them(heading: str, key: str) -> None:
    found = said(f"Supervision\nUpdate\nHe was seen at home.\n\n{heading}\nKate to see him at school.\n")
    assert found[-1] == (key, "Kate to see him at school.")


def test_a_first_line_that_tells_something_is_no_title() -> None:
    found = said("Supervision 3/3/25. Ava eats lunch now, she hid it in January. Lin to see mum by 10/3.\n")
    assert "Lin to see mum by 10/3." in [words for _, words in found]


def test_words_of_a_form_that_name_a_day_are_not_its_prompt() -> None:
    found = said("Supervision\nActions\nPlease complete the section 17 form today.\n")
    assert found == [("direction", "Please complete the section 17 form today.")]


HEADS = (
    ("**Child:** Poppy Lane\n**SW:** Beth Lowe **TM:** Omar Said", "Poppy Lane", "Beth Lowe", "Omar Said"),
    ("Child: Amy Bell SW: Jo Kerr TM: Ali Shaw Date: 14/05/2025", "Amy Bell", "Jo Kerr", "Ali Shaw"),
    ("Child: Amy Bell\nPresent: Jo Kerr (SW), Ali Shaw (Team Manager)", "Amy Bell", "Jo Kerr", "Ali Shaw"),
    (
        "Child\tAmy Bell\tDOB\t3.4.14\nSocial Worker\tJo Kerr\tTeam Manager\tAli Shaw",
        "Amy Bell",
        "Jo Kerr",
        "Ali Shaw",
    ),
    ("Child – Amy Bell\nSW – Jo Kerr\nTM – Ali Shaw", "Amy Bell", "Jo Kerr", "Ali Shaw"),
)


@pytest.mark.parametrize("head,child,worker,manager", HEADS)
def test_the_people_of_a_head_however_it_is_laid_out(
    head: str, child: str, worker: str, manager: str
) -> None:
    record, _ = cut(f"SUPERVISION\n{head}\nHe was seen at home and he was cross with us.\n")
    assert (record.child, record.worker, record.manager) == (child, worker, manager)


def test_a_plan_is_taken_whole_and_is_never_a_name() -> None:
    assert cut("SUPERVISION\nPlan: Child in Need\nHe was seen.\n")[0].plan == "Child in Need"
    assert cut("SUPERVISION\nPlan: Kirsty will ask mum\nHe was seen.\n")[0].plan is None


def test_a_short_record_that_calls_itself_supervision_is_one() -> None:
    assert (
        cut("Child: Ava Toms\nDate of supervision: 3 March 2025\nShe was seen at school.\n")[0].kind
        is Kind.SUPERVISION
    )


@pytest.mark.parametrize(
    "item", ["Risk assessment: done", "Safety plan: not done", "Contact: booked for the 4th"]
)
def test_an_item_of_earlier_actions_is_no_heading(item: str) -> None:
    found = said(f"Supervision\nPrevious actions\n{item}\nGP letter sent\n")
    assert found == [("follow_up", item), ("follow_up", "GP letter sent")]


@pytest.mark.parametrize(
    "line", ["We talked about his school.", "Over to Jo:", "From you I need the following."]
)
def test_short_numbered_acts_under_any_line_are_units(line: str) -> None:
    text = f"Supervision 10/07/2024\n\n{line}\n1. Ring mum\n2. Chronology by 15/7\n3. Genogram\n"
    assert [words for _, words in said(text) if words != line][-3:] == [
        "Ring mum",
        "Chronology by 15/7",
        "Genogram",
    ]


@pytest.mark.parametrize("name", ["Phil", "C. Bannister", "D x"])
def test_whoever_signs_below_a_list_bears_nothing(name: str) -> None:
    text = f"Supervision 10/07/2024\n\nActions\n- Jo to ring mum by Friday.\n\n{name}\n"
    assert [words for _, words in said(text)] == ["Jo to ring mum by Friday."]


def test_sentences_part_where_an_export_lost_the_space_between() -> None:
    text = "Lives there since 18th September.Seen 09/11 and 23/11.She is missing college.PA to be allocated."
    assert [span.of(text) for span in sentence_spans(text, Span(0, len(text)))] == [
        "Lives there since 18th September.",
        "Seen 09/11 and 23/11.",
        "She is missing college.",
        "PA to be allocated.",
    ]


def test_sentences_without_a_capital_part_where_the_line_has_more_of_them() -> None:
    text = "he bites. mum says he is out all day. the gate is shut. s17 for a cooker by Fri. ring nan, approx. 2 hrs."
    assert [span.of(text) for span in sentence_spans(text, Span(0, len(text)))] == [
        "he bites.",
        "mum says he is out all day.",
        "the gate is shut.",
        "s17 for a cooker by Fri.",
        "ring nan, approx. 2 hrs.",
    ]


def test_acts_that_a_line_numbers_by_name_are_units() -> None:
    text = "Supervision 10/07/2024\nActions\nAction 1: Jo to ring mum Action 2: Jo to see dad by Friday\n"
    assert [words for _, words in said(text)] == ["Jo to ring mum", "Jo to see dad by Friday"]


@pytest.mark.parametrize(
    "note",
    [
        "Chan to have read both volumes of the 2009 file by supervision on 8 November",
        "Easter holiday plan out to everybody by then | Duty | 11/04/2025",
    ],
)
def test_a_note_of_one_line_is_its_words_and_no_title_without_a_record(note: str) -> None:
    _, (unit,) = cut(note)
    assert unit.span.of(note) == note
    assert not unit.silent


TABLE = "Supervision 10/06/2025\nSW: Jo Marsh\n\nActions\n"


@pytest.mark.parametrize(
    "head,row,listed",
    [
        ("Action | Who | By when", "Chronology | JM | 12/4", True),
        ("Action | Who | By when", "Refer to FGC | JM | -", True),
        ("Action | Who | By when", "Ring school | | 5/4", True),
        ("No. | Task | Lead | Due", "2 | See dad | JM | tbc", True),
        ("Action | Who | By when", "CIN review | all | 18/06/2025", False),
        ("Action | Who | By when", "- | JM | 12/4", False),
        ("Issue | Agreed | Who | When", "School att. | 96% | - | -", False),
        ("Action | Who | By when | Status", "Chronology | JM | 12/4 | open", True),
        ("Action | Who | By when | Status", "Chronology | JM | 12/4 | -", True),
        ("Action | Who | By when | Status", "Chronology | JM | 12/4 | done 9/4", False),
        ("Action | Who | By when | Status", "Chronology | JM | 12/4 | sent to school", False),
    ],
)
def test_a_row_below_the_head_of_a_table_of_acts_is_listed_as_one(head: str, row: str, listed: bool) -> None:
    record, units = cut(f"{TABLE}{head}\n{row}\n")
    assert [unit.listed for unit in units if unit.span.of(record.text) == row] == [listed]


def test_a_line_amid_a_list_of_acts_is_an_act_and_no_heading() -> None:
    text = "Supervision 10/06/2025\n\nSW to:\nHV joint visit\nSchool safety plan\nDad's hours?\nFireguards and rad covers\n"
    assert [words for key, words in said(text) if key == "direction"] == [
        "HV joint visit",
        "School safety plan",
        "Dad's hours?",
        "Fireguards and rad covers",
    ]


def test_a_heading_amid_a_list_of_acts_still_heads_what_is_below_it() -> None:
    text = (
        "Supervision 10/06/2025\n\nActions\nJo to ring school\nWHAT IF NOT\nStrategy discussion that day.\n"
    )
    assert [key for key, _ in said(text)][-1] != "direction"


def test_a_line_of_fields_with_an_aside_tells_names_alone() -> None:
    text = "Case supervision\nSupervisor: P. Rasmussen (agency TM)      SW: Dee A.      Date: 12/02/2024\n\nShe is well.\n"
    assert said(text) == [("none", "She is well.")]


@pytest.mark.parametrize(
    "head,day",
    [
        ("dictated / Rhys fourteen / thursday nineteenth september twenty four", dt.date(2024, 9, 19)),
        ("Name: Alfie, 7       Date of discussion: Tues 4 June       Year 2024", dt.date(2024, 6, 4)),
    ],
)
def test_a_head_tells_its_day_as_it_was_dictated_or_filled_in(head: str, day: dt.date) -> None:
    record, _ = cut(f"Supervision\n{head}\n\nHe is well and his carer says so too.\n")
    assert record.held == day


def test_a_heading_amid_a_paragraph_opens_a_list_of_acts() -> None:
    text = "Supervision 25/07/2023\n\nNell is home. She calls it a truce. Actions: 1) Mediation ref; 2) See her alone. Contingency: if she leaves, ring me.\n"
    assert said(text)[-3:] == [
        ("direction", "Mediation ref;"),
        ("direction", "See her alone."),
        ("contingency", "if she leaves, ring me."),
    ]


def test_a_direction_of_travel_amid_a_paragraph_is_no_heading() -> None:
    text = (
        "Supervision 25/07/2023\n\nRisk was high in May. Direction: falling at present. She is seen weekly.\n"
    )
    assert {key for key, _ in said(text)} == {"none"}


@pytest.mark.parametrize("line", ["PNC", "SDQ?", "MACE form"])
def test_an_abbreviation_amid_a_list_of_acts_is_one(line: str) -> None:
    text = f"Supervision 10/07/2024\n\nSW to:\n - see Poppy alone\n - {line}\n - genogram\n"
    assert [words for _, words in said(text)] == ["see Poppy alone", line, "genogram"]
