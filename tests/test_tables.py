"""Tables whose cells stand one a line, or run together, are tables all the same."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from supcheck.headings import headings_of
from supcheck.records import Shape
from supcheck.tables import with_rows

from .made import actions_of
from .test_segment import WORDS, cut

HEAD = (
    "Date of supervision\n22.01.24\nSocial worker\nHol Jones\nSupervising manager\nSunita B\nAgreed actions\n"
)
COLUMNS = "Action\nResponsible\nTimescale\n"
CELLS = (
    "Rebook hips clinic\nHol\nby 26/1\nOffer him a named adult\nSchool\nFriday\n"
    "Read the report with both parents\nSunita\n5 February 2024\n"
)


def test_cells_one_a_line_under_the_names_of_their_columns_are_rows() -> None:
    record, actions = actions_of(HEAD + COLUMNS + CELLS + "Date of next supervision\n19.02.24\n")
    told = [(one.owner and one.owner.of(record.text), one.due) for one in actions]
    assert told == [
        ("Hol", dt.date(2024, 1, 26)),
        ("School", dt.date(2024, 1, 26)),
        ("Sunita", dt.date(2024, 2, 5)),
    ]
    assert all(one.span.of(record.text).count("\n") == 2 for one in actions)
    assert [one.anchor for one in record.blocks if one.kind is Shape.ROW] == [
        f"line {line}" for line in (8, 11, 14, 17)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "Action\nResponsible\nTimescale\nRebook hips clinic\nHol\n26/1\n",
        "Action\nProgress\nOutcome\nHe is well.\nShe is not.\nWe wait.\nIt rains.\nIt snows.\nIt pours.\n",
        "Action\n\nResponsible\n\nTimescale\n" + CELLS,
    ],
    ids=["one row", "no column of owners or days", "column names apart"],
)
def test_other_lines_stay_lines(lines: str) -> None:
    record, _ = cut(HEAD + lines)
    assert not any(one.kind is Shape.ROW for one in record.blocks)


@pytest.mark.parametrize("lines", ["SIDEWAYS", "FOLDED", "BY_PERSON"])
def test_cells_that_stand_elsewhere_are_shown_and_are_no_units(lines: str) -> None:
    text = HEAD + globals()[lines]
    record, units = cut(text)
    shown = "".join(block.span.of(text) for block in record.blocks)
    assert sorted(re.sub(r"\W", "", shown)) == sorted(re.sub(r"\W", "", text))
    assert with_rows(text, record.blocks, headings_of(WORDS)) == record.blocks
    acts = [unit.span.of(text) for unit in units if unit.shape is Shape.ROW]
    assert acts[:2] == [one for one in acts[:2] if one.startswith(("Rebook", "Name"))]
    assert all(block.beside for block in record.blocks if block.span.of(text) in acts)


def test_rows_without_a_head_are_no_columns_of_people() -> None:
    record, _ = cut(f"{HEAD}Dentist\tHol\nPassport\tSchool\nRing nan today\tHol\n")
    assert not any(block.beside or block.aside for block in record.blocks)


def test_no_character_is_lost_or_moved() -> None:
    record, _ = cut(HEAD + COLUMNS + CELLS)
    (first, *_), last = record.blocks, record.blocks[-1]
    assert first.span.start == 0
    assert last.span.of(record.text).endswith("5 February 2024")
    assert with_rows(record.text, record.blocks, headings_of(WORDS)) == record.blocks


FLAT = """Child: Danyal (14) SW: Fi Brown Manager: Rhod Price Date of supervision: 17/06/2025
Agreed actions
Action Owner Due RAG
"""


@pytest.mark.parametrize(
    ("row", "owner"),
    [
        ("Social story about the move Fi Friday 20th June Red", "Fi"),
        ("See mum alone with an interpreter Rhod by 26/06", "Rhod"),
        ("Finish it and send it to me 3 working days before 24/06 Fi", "Fi"),
        ("Work packs for home EWO tomorrow", "EWO"),
        ("Keep his photos up - - Green", None),
    ],
)
def test_a_row_that_has_run_together_is_whose_name_stands_before_its_day_or_last(
    row: str, owner: str | None
) -> None:
    record, actions = actions_of(f"{FLAT}{row}\n")
    action = actions[-1]
    assert (action.owner and action.owner.of(record.text)) == owner


@pytest.mark.parametrize(
    "line",
    [
        "ACTIONS AGREED  Action  Who  By when  Visit at teatime  Anita  25/10/2024  Tell legal  Colm  ASAP",
        "| Actions | What | Who | When | Visit at teatime | Anita | 25/10/2024 | | Tell legal | Colm | ASAP |",
        "ACTIONS|WHO|WHEN| |Visit at teatime|Anita|25/10/2024| |Tell legal|Colm|ASAP",
    ],
)
def test_a_table_in_one_line_is_its_rows(line: str) -> None:
    text = f"Supervision 17/10/2024\nSW: Anita Roe  TM: Colm Beattie\nShe is well.\n{line}\n"
    record, actions = actions_of(text)
    told = [(one.owner and one.owner.of(record.text), one.due) for one in actions[-2:]]
    assert told == [("Anita", dt.date(2024, 10, 25)), ("Colm", None)]


def test_rows_that_ran_together_in_one_line_are_units_that_end_with_their_days() -> None:
    text = (
        "Supervision 31/01/2023 SW: Hamza Iqbal Manager: Val Stott\nShe is well.\n"
        "Actions Details Owner Due date Ask the OT to do half of it Hamza 10-FEB-2023 Ring the school Val "
        "Tomorrow Visit in dad's first week Hamza w/c 13-FEB-2023 Red A swing for school | Top of page\n"
    )
    record, actions = actions_of(text)
    told = [
        (one.span.of(record.text), one.owner and one.owner.of(record.text), one.due) for one in actions[-4:-1]
    ]
    assert told == [
        ("Ask the OT to do half of it Hamza 10-FEB-2023", "Hamza", dt.date(2023, 2, 10)),
        ("Ring the school Val Tomorrow", "Val", dt.date(2023, 2, 1)),
        ("Visit in dad's first week Hamza w/c 13-FEB-2023 Red", "Hamza", dt.date(2023, 2, 17)),
    ]


SLASHED = "Task / Who / By\nMove his bedroom to the front / Mrs K / tonight\nTrauma referral / Farah / 5 working days\n"
TYPED = (
    "A1;Ring the paediatrician about him;Bev;26/1\nA2;Score the profile again;Mallory;w/c 5 Feb\n"
    "A3;Draft the letter;Bev;Friday\n"
)
LABELLED = "Action\nRebook hips clinic\nWho\nHol\nWhen\n26/1\nAction\nOffer him a named adult\nWho\nSchool\nWhen\nFriday\n"
KEYED = "DIRECTION_1 = Rebook hips clinic\nOWNER_1 = Hol\nTARGET_1 = 26/1\nDIRECTION_2 = Name an adult\nOWNER_2 = School\n"
DOTTED = "action.1=Rebook hips clinic\naction.1.who=Hol\naction.1.when=by 26/1\n"
LED = "Action 1...... Rebook hips clinic\n  Owner...... Hol\n  By........ 26/1\nAction 2...... Name an adult\n  Owner......\n  By........ N/K\n"
TABBED = "Action:\tRebook hips clinic\nAssigned To:\tHol\nDue:\t26/1\n\nAction:\tName an adult\nAssigned To:\nDue:\tFriday\n"
BARRED = "Action: | Rebook hips clinic\nAssigned To: | Hol\nDue: | 26/1\n\nAction: | Name an adult\nAssigned To: | \nDue: | Friday\n"
SPACED = (
    "ACTION                        OWNER      TIMESCALE\nRebook hips clinic            Hol        26/1\n"
    "Name an adult                 School     Friday\nAsk for the file              TM         \n"
)
BARE = (
    "Rebook hips clinic            Hol          26/1\nName an adult for him         School       2/2\n"
    "Ask for the care file         Farah        within 5 working days\n"
)
SHARED = "What needs to happen          Who / when\nRebook hips clinic            Hol 26/1\nName an adult                 School, by Friday\n"
BOXED = "│ Action             │ Who    │ When   │\n│ Rebook hips clinic │ Hol    │ 26/1   │\n│ Name an adult      │ School │ Friday │\n"
UNDER = "♦ Rebook hips clinic\n   Who: Hol      By: 26/1\n♦ Name an adult\n   Who: School      By:\n"
BELOW = "3.1  Rebook hips clinic\n     Lead: Hol\n     Timescale: 26/1\n3.2  Name an adult\n     Lead: School\n     Timescale: as above\n"
TASKS = (
    "Task: Rebook hips clinic\n  Assigned to: Hol          Due: 26/1          Priority: High\n"
    "Task: Name an adult\n  Assigned to: School          Due:           Priority: Low\n"
)
POINTED = "» Rebook hips clinic\n   => Hol, by 26/1\n» Name an adult\n   => School\n"
GAPPED = (
    "Description            Rebook hips clinic\nAllocated to           Hol\nStart date             22-Jan-2024\n"
    "Due date               26-Jan-2024\n\nDescription            Name an adult\nAllocated to           School\nDue date               Friday\n"
)
COMMAS = '"Action","Owner","Due"\n"Rebook hips clinic, again",Hol,26/1\n"Name an adult",School,\n'
CELLED = "ACTION_1 | Rebook hips clinic\nWHO_1 | Hol\nBY_1 | 26/1\nACTION_2 | Name an adult\nWHO_2 | School\nBY_2 | Friday\n"
IN_LINE = (
    "What: Rebook hips clinic\nWho: Hol   When: by 26/1\n\nWhat: Name an adult\nWho: School   When: Friday\n"
)
SIDEWAYS = (
    "\tAction 1\tAction 2\nWhat\tRebook hips clinic\tName an adult\nWho\tHol\tSchool\nWhen\t26/1\tTBC\n"
)
FOLDED = "No.\n1\n2\nAction\nRebook hips clinic\nName an adult\nResponsible\n1. Hol\n2. School\nTimescale\n26/1\nFriday\n"
BY_PERSON = "Hol\tSchool\nRebook hips clinic by 26/1\tName an adult\nRing nan\t\n"
ASKED = (
    "What needs to happen next?\nRebook hips clinic\nWho will do it? Hol\nBy when? 26/1\n\n"
    "What needs to happen next?\nName an adult\nWho will do it? School\nBy when? Friday\n"
)
QUESTIONS = ASKED.replace("? ", "?\n")
TICKED = (
    "Rebook hips clinic\n[x] Social worker  [ ] Manager  [ ] Other\nDate: 26/1\n\n"
    "Name an adult\n[ ] Social worker  [ ] Manager  [x] Other: School\nDate: Friday\n"
)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (SLASHED, [("Mrs K", dt.date(2024, 1, 22)), ("Farah", dt.date(2024, 1, 29))]),
        (
            TYPED,
            [("Bev", dt.date(2024, 1, 26)), ("Mallory", dt.date(2024, 2, 9)), ("Bev", dt.date(2024, 1, 26))],
        ),
        (LABELLED, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (KEYED, [("Hol", dt.date(2024, 1, 26)), ("School", None)]),
        (DOTTED, [("Hol", dt.date(2024, 1, 26))]),
        (LED, [("Hol", dt.date(2024, 1, 26)), (None, None)]),
        (TABBED, [("Hol", dt.date(2024, 1, 26)), (None, dt.date(2024, 1, 26))]),
        (BARRED, [("Hol", dt.date(2024, 1, 26)), (None, dt.date(2024, 1, 26))]),
        (SPACED, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26)), ("TM", None)]),
        (
            BARE,
            [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 2, 2)), ("Farah", dt.date(2024, 1, 29))],
        ),
        (SHARED, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (BOXED, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (UNDER, [("Hol", dt.date(2024, 1, 26)), ("School", None)]),
        (BELOW, [("Hol", dt.date(2024, 1, 26)), ("School", None)]),
        (TASKS, [("Hol", dt.date(2024, 1, 26)), ("School", None)]),
        (POINTED, [("Hol", dt.date(2024, 1, 26)), ("School", None)]),
        (GAPPED, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (COMMAS, [("Hol", dt.date(2024, 1, 26)), ("School", None)]),
        (CELLED, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (IN_LINE, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (SIDEWAYS, [("Hol", dt.date(2024, 1, 26)), ("School", None)]),
        (FOLDED, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (BY_PERSON, [("Hol", dt.date(2024, 1, 26)), ("School", None), ("Hol", None)]),
        (ASKED, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (QUESTIONS, [("Hol", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
        (TICKED, [("Social worker", dt.date(2024, 1, 26)), ("School", dt.date(2024, 1, 26))]),
    ],
    ids=[
        "slashes",
        "semicolons",
        "names above",
        "keys",
        "keys with dots",
        "dots that lead to a value",
        "keys before a tab",
        "keys before a bar",
        "spaces under a head",
        "spaces without a head",
        "who and when in one column",
        "boxes",
        "fields under bullets",
        "fields under numbers",
        "fields under tasks",
        "an arrow below",
        "a gap behind a field's name",
        "commas and quotes",
        "keys in cells",
        "two fields a line",
        "a table on its side",
        "a list of each column",
        "a column a person",
        "questions and answers in one line",
        "questions and answers below them",
        "who is ticked",
    ],
)
def test_acts_typed_with_marks_or_beside_the_names_of_their_fields_are_rows(
    lines: str, told: list[tuple[str, dt.date | None]]
) -> None:
    record, actions = actions_of(HEAD + lines)
    assert [(one.owner and one.owner.of(record.text), one.due) for one in actions] == told


@pytest.mark.parametrize(
    "lines",
    [
        "Hol / Sunita saw him / his nan on Friday.\nThe school / nursery rang.\n",
        "He ate well;she did not.\nThey slept.\n",
        "Legal status      ICO\nPlacement         Foster carers, since May\nSchool            Year 9, going well there now\n",
        "He sat apart from the other boys for     Ferhat thinks that he was used to his\nsome weeks. Now he eats with them all      own company. Wendy reads it as what\nand plays cards, and lost his temper     those weeks in one hotel of men had done\n",
        "→ Jo rings nan\n→ Mo writes\n→ Hol to ask school about the hall\n",
        "Fish&nbsp;chips&nbsp;peas&nbsp;bread\nMilk&nbsp;tea&nbsp;water&nbsp;juice\n",
        "[x] Continue plan  [ ] Step down\nDate: 26/1\n[ ] Seen alone  [x] Seen with mum\nDate: 2/2\n",
    ],
    ids=[
        "slashes in words",
        "one semicolon",
        "a form's fields",
        "two columns of prose",
        "arrows for bullets",
        "what a page left",
        "boxes of a decision",
    ],
)
def test_marks_in_running_words_part_nothing(lines: str) -> None:
    record, _ = cut(HEAD + lines)
    assert not any(one.kind is Shape.ROW for one in record.blocks)
