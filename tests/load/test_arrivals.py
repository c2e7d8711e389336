"""Every row of an export is accounted for, and what is odd about a record is said beside it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import Workbook

from supcheck.load import load, read_bytes
from supcheck.load.arrivals import Arrivals
from supcheck.load.columns import ExportReading
from supcheck.load.inputs import INPUT_RULES
from supcheck.records import InputFinding, Item, Kind, LeftOut, Record, Tally, Unread

TODAY = dt.date(2025, 1, 31)


def arrived(items: Sequence[Item]) -> tuple[list[Record], Arrivals]:
    arrivals = Arrivals()
    return list(arrivals.records(items)), arrivals


def tally_of(data: bytes, name: str, reading: ExportReading | None = None) -> Tally:
    (tally,) = arrived(list(read_bytes(data, name, reading)))[1].tallies
    return tally


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADER = ("RecordID", "ChildID", "NoteType", "EventDate", "Status", "Note")
LONG = ("FormID", "PersonID", "FormName", "EventDate", "Status", "Question", "Answer")

types = st.sampled_from(["Case Supervision", "Management oversight", "Home visit", "Catch up", "", "NULL"])
texts = st.sampled_from(["Seen at home.", "NULL", "", "#NAME?", "<p>Well.</p>", "one\ntwo", "None", "N/A"])
values = st.tuples(
    st.sampled_from(["1", "2", "3", "4", ""]),
    st.sampled_from(["0071", "0072", ""]),
    types,
    st.sampled_from(["03/09/2024", "31/02/2024", "45538", ""]),
    st.sampled_from(["Complete", "Draft", ""]),
)


@given(st.lists(st.tuples(values, texts), min_size=1, max_size=12), st.sampled_from([",", ";", "\t"]))
def test_the_numbers_add_up_to_the_rows_of_a_file_of_notes(
    rows: list[tuple[tuple[str, ...], str]], delimiter: str
) -> None:
    written = [(*value, text) for value, text in rows]
    filled = [row for row in written if any(cell.strip() for cell in row)]
    ragged = ("too", "few")
    tally = tally_of(as_csv([HEADER, *written, ragged], delimiter), "month.csv")
    assert tally.rows == len(filled) + 1
    assert tally.unread == 1 + sum(row[-1] == "#NAME?" for row in filled)
    assert tally.read == tally.records


@given(st.lists(st.tuples(values, texts), min_size=1, max_size=12))
def test_the_numbers_add_up_to_the_rows_of_a_file_of_answers(rows: list[tuple[tuple[str, ...], str]]) -> None:
    written = [(*value, "Update", text) for value, text in rows]
    tally = tally_of(as_csv([LONG, *written]), "forms.csv")
    assert tally.rows == len(written)
    assert tally.records <= tally.read


@given(st.lists(st.tuples(values, texts), min_size=1, max_size=6))
def test_the_same_rows_come_to_the_same_in_every_format(rows: list[tuple[tuple[str, ...], str]]) -> None:
    written = [(*value, text) for value, text in rows]
    assume(all(any(row) for row in written))
    lines = "\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in written)
    one, two, three = (
        tally_of(as_csv([HEADER, *written]), "a.csv"),
        tally_of(as_xlsx([HEADER, *written]), "a.xlsx"),
        tally_of(lines.encode(), "a.jsonl"),
    )
    assert replace(one, source="") == replace(two, source="") == replace(three, source="")


def test_a_type_that_is_left_out_is_counted_by_name_and_makes_nothing_unread() -> None:
    rows = [HEADER, *(("1", "9", kind, "", "", "Seen.") for kind in ("Home visit", "Catch up", "Home visit"))]
    items = list(read_bytes(as_csv(rows), "x.csv"))
    assert not [item for item in items if isinstance(item, Unread)]
    (tally,) = arrived(items)[1].tallies
    assert [(one.name, one.rows, one.known) for one in tally.left_out] == [
        ("Home visit", 2, True),
        ("Catch up", 1, False),
    ]


def test_a_setting_claims_a_type_and_a_column() -> None:
    rows = [("ref", "Kind of note", "What was said"), ("7", "Catch up", "Seen at home.")]
    reading = ExportReading({"type": "Kind of note", "text": "What was said"}, {"supervision": ("Catch up",)})
    records, _ = arrived(list(read_bytes(as_csv(rows), "x.csv", reading)))
    assert [(one.id, one.kind, one.text) for one in records] == [("7", Kind.SUPERVISION, "Seen at home.")]


def test_one_forms_rows_for_two_children_are_two_records() -> None:
    rows = [
        ("FormID", "PersonID", "Question", "Answer"),
        ("1", "9", "Update", "Seen at home."),
        ("1", "8", "Update", "Seen at home."),
    ]
    records, arrivals = arrived(list(load_bytes(rows)))
    assert [one.child for one in records] == ["9", "8"]
    assert [one.rule for one in arrivals.inputs] == ["INP1"]


def load_bytes(rows: Sequence[Sequence[str]], name: str = "x.csv") -> list[Item]:
    return list(load(["-"], stdin=io.BytesIO(as_csv(rows)), stdin_filename=name, today=TODAY))


NOTE = ("RecordID", "ChildID", "EventDate", "CreatedOn", "Note")
ODD = {
    "INP1": [("7", "1", "", "", "Seen at home."), ("7", "1", "", "", "Seen at school.")],
    "INP2": [("7", "1", "", "", "Seen at home."), ("8", "1", "", "", "Seen at home.")],
    "INP3": [("7", "1", "31/02/2024", "", "Seen at home.")],
    "INP4": [("7", "1", "05/09/2024", "03/09/2024", "Seen at home.")],
    "INP5": [("7", "1", "01/02/2025", "", "Seen at home.")],
    "INP6": [("1.2E+07", "1", "", "", "Seen at home.")],
    "INP7": [("7", "1", "", "", "x " * 16_383 + "x")],
    "INP8": [("7", "1", "", "", "Dad donâ€™t drive.")],
}


@pytest.mark.parametrize("rule", sorted(ODD))
def test_what_is_odd_about_a_record_is_said_beside_it_and_the_record_is_kept(rule: str) -> None:
    records, arrivals = arrived(load_bytes([NOTE, *ODD[rule]]))
    assert [one.rule for one in arrivals.inputs] == [rule]
    assert len(records) == len(ODD[rule])
    (found,) = arrivals.inputs
    assert (found.source, found.record) == ("x.csv", records[-1].id)
    assert found.row == f"row {1 + len(ODD[rule])}"
    for word in ("Seen", "Dad", "home"):
        assert word not in found.because


NEAR = (
    ("7", "1", "04/09/2024", "03/09/2024", "A day before it was held."),
    ("7", "1", "31/01/2025", "31/01/2025", "Today."),
    ("0012000000", "1", "", "", "An id with zeros."),
)


@pytest.mark.parametrize("row", NEAR)
def test_what_is_in_order_is_not_odd(row: tuple[str, ...]) -> None:
    assert not arrived(load_bytes([NOTE, row]))[1].inputs


def test_a_sheet_that_is_not_read_is_named_and_several_that_are_keep_their_rows_apart() -> None:
    book = Workbook()
    for place, name in enumerate(("May", "June", "Lookups")):
        sheet = book.create_sheet(name, place)
        sheet.append(["Code", "Meaning"] if name == "Lookups" else ["Record ID", "Notes"])
        sheet.append(["CP", "a plan"] if name == "Lookups" else [name, "Seen at home."])
    out = io.BytesIO()
    book.save(out)
    records, arrivals = arrived(list(read_bytes(out.getvalue(), "b.xlsx")))
    assert [(one.id, one.blocks[0].anchor) for one in records] == [
        ("May", "May row 2"),
        ("June", "June row 2"),
    ]
    assert [(one.rule, "Lookups" in one.because) for one in arrivals.inputs] == [("INP9", True)]


def test_every_rule_is_met_by_a_test_and_says_why_and_what_mends_it() -> None:
    assert [rule.id for rule in INPUT_RULES] == sorted({*ODD, "INP9"})
    assert all(rule.title and rule.why and rule.mend for rule in INPUT_RULES)


def test_a_national_number_is_no_child_and_is_repeated_nowhere() -> None:
    items = load_bytes([NOTE, ("7", "A123456789012", "", "", "Seen at home.")])
    (record,) = [item for item in items if isinstance(item, Record)]
    assert record.child is None
    assert "A123456789012" not in repr(items)


def test_a_childs_id_that_was_rounded_is_not_used_since_it_may_be_anothers() -> None:
    records, arrivals = arrived(load_bytes([NOTE, ("7", "1.2E+07", "", "", "Seen at home.")]))
    assert [one.child for one in records] == [None]
    assert [one.rule for one in arrivals.inputs] == ["INP6"]


def test_answers_whose_records_id_was_rounded_are_not_made_into_one_record() -> None:
    rows = [
        ("FormID", "Question", "Answer"),
        ("1.2E+07", "Update", "Well."),
        ("1.2E+07", "Update", "Not well."),
    ]
    found = load_bytes(rows)
    assert not [item for item in found if isinstance(item, Record)]
    assert [item.source for item in found if isinstance(item, Unread)] == ["x.csv row 2", "x.csv row 3"]


def test_the_same_record_in_two_files_is_said_and_both_are_kept(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(as_csv([NOTE, ("7", "1", "03/09/2024", "", "Seen at home.")]))
    records, arrivals = arrived(list(load([tmp_path], today=TODAY)))
    assert [one.id for one in records] == ["7", "b.csv:7"]
    assert {one.rule for one in arrivals.inputs} == {"INP1", "INP2"}
    assert all("a.csv" in one.because and one.record == "b.csv:7" for one in arrivals.inputs)


def test_many_findings_of_one_rule_are_kept_as_a_number() -> None:
    rows = [NOTE, *((str(n), "1", "31/02/2024", "", f"Seen {n} times.") for n in range(130))]
    _, arrivals = arrived(load_bytes(rows))
    assert len(arrivals.inputs) == 101
    assert "30 more" in arrivals.inputs[-1].because


def test_raters_answers_beside_an_export_are_no_record(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv([NOTE, ("7", "1", "", "", "Seen at home.")]))
    truth = tmp_path / "a.truth.jsonl"
    truth.write_text('{"child": "1", "truth": {"S1": []}}\n')
    assert not [item for item in load([tmp_path]) if isinstance(item, Unread)]
    assert [item for item in load([truth]) if isinstance(item, Unread)]


def test_a_head_that_a_report_repeats_on_each_page_is_no_record() -> None:
    found = load_bytes([NOTE, ("7", "1", "", "", "Seen at home."), NOTE])
    assert [type(item) for item in found if not isinstance(item, InputFinding)][-2:] == [Record, LeftOut]


def test_a_control_of_a_form_is_read_as_words_and_its_date_as_the_day() -> None:
    rows = [
        ("INSTANCEID", "CONTROLNAME", "ANSWERVALUE"),
        ("1", "supervision_dateOfSupervision", "14/01/2025"),
        ("1", "supervision_whatIsWorkingWell", "She sleeps."),
    ]
    (record,) = [item for item in load_bytes(rows) if isinstance(item, Record)]
    assert record.held == dt.date(2025, 1, 14)
    assert "What is working well" in record.text
