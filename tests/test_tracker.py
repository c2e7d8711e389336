"""The tracker: every direction a row, whole, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from supcheck.children import judge_children
from supcheck.records import Judged, Named, Run
from supcheck.report.tracker import FORMATS, rows
from supcheck.rubric import load_rubric

from .made import MEANING, WORDS, made
from .test_series import TOLD

ON = dt.date(2024, 4, 15)
HOSTILE = ["=HYPERLINK(1)", "+1 to ring", "-2 visits", "@sum to call", "<script>x</script>"]


def run_of(*judged: Judged) -> Run:
    series = tuple(judge_children(load_rubric(), WORDS, judged, MEANING))
    return Run("supcheck test", Named("core", ""), Named("none", ""), judged, (), series)


MARCH = made(
    "A",
    "2024-03-04",
    "Actions\nSW to ring the landlord about the boiler by 15/03/2024\nHV to weigh Bea by 29/03/2024\nKeep an eye on things\n",
    {"landlord": "direction", "weigh": "direction", "eye": "direction,vague"},
)
APRIL = made("B", "2024-04-01", f"{TOLD[1]}Landlord rung, the boiler is mended.\n", {"rung": "follow_up"})


def test_a_row_says_who_by_when_what_became_of_it_and_where_it_stands() -> None:
    first, second, third = rows(run_of(MARCH, APRIL), ON)
    assert (first.child, first.record, first.held) == ("0071", "A", "2024-03-04")
    assert (first.owner, first.due, first.status, first.overdue) == ("SW", "2024-03-15", "done", "")
    assert (second.owner, second.due, second.status) == ("HV", "2024-03-29", "not found in the next record")
    assert second.overdue == "yes"
    assert (third.vague, third.due, third.overdue) == ("yes", "", "")
    assert first.where == "line 2"


def test_a_dash_in_a_tables_cell_is_no_word_of_the_act() -> None:
    text = "Actions\nAction | Who | By when\nRefer to FGC | SW | -\n"
    (found,) = rows(run_of(made("A", "2024-03-04", text, {"FGC": "direction"})), ON)
    assert (found.action, found.owner, found.deadline) == ("Refer to FGC", "SW", "")


def test_what_is_overdue_depends_on_the_day_alone() -> None:
    days = [next(rows(run_of(MARCH), day)).overdue for day in (dt.date(2024, 3, 15), dt.date(2024, 3, 16))]
    assert days == ["no", "yes"]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_no_cell_is_a_formula_and_no_word_is_lost(hostile: str, name: str) -> None:
    text = f"Actions\n{hostile} the school by 15/03/2024\n"
    found = list(rows(run_of(made("A", "2024-03-04", text, {"school": "direction"})), ON))
    written = FORMATS[name](found)
    action = found[0].action
    if name == "json":
        assert json.loads(written)[0]["action"] == action
    elif name == "csv":
        cells = [cell for row in csv.reader(io.StringIO(written.decode("utf-8-sig"))) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
        assert any(action in cell for cell in cells)
    else:
        sheet = load_workbook(io.BytesIO(written)).active
        assert sheet is not None
        assert action in [cell.value for row in sheet for cell in row]
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(written)).read("xl/worksheets/sheet1.xml")


def test_a_character_that_a_workbook_cannot_hold_does_not_stop_it() -> None:
    found = list(
        rows(
            run_of(
                made(
                    "A",
                    "2024-03-04",
                    "Actions\nSW to ring\x0bschool by 15/03/2024\n",
                    {"school": "direction"},
                )
            ),
            ON,
        )
    )
    assert load_workbook(io.BytesIO(FORMATS["xlsx"](found)))


def test_two_people_who_act_in_one_sentence_are_two_rows() -> None:
    text = "Actions\nI will ring the head tomorrow and Marcia to send the gp letter by Monday\n"
    found = list(rows(run_of(made("A", "2024-03-04", text, {"head": "direction"})), ON))
    assert [row.owner for row in found] == ["I", "Marcia"]
    assert [row.due for row in found] == ["2024-03-05", "2024-03-11"]
