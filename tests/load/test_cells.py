"""A cell says nothing, words, a date or an id; what software did to it is undone or said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supcheck.load.cells import (
    DATE_FORMS,
    cell_text,
    clean,
    cut_at,
    date_form,
    day_of,
    mangled,
    masked,
    misread,
    national,
    no_words,
    null,
    sheet_error,
)
from supcheck.load.rich import pieces_of_cell

DAYS = (
    ("03/09/2024", dt.date(2024, 9, 3)),
    ("25/10/2020 13:49:43", dt.date(2020, 10, 25)),
    ("2024-09-03", dt.date(2024, 9, 3)),
    ("2024-09-03T10:00:00Z", dt.date(2024, 9, 3)),
    ("3.9.24", dt.date(2024, 9, 3)),
    ("12-Nov-24", dt.date(2024, 11, 12)),
    ("Tuesday 3rd September 2024", dt.date(2024, 9, 3)),
    ("45538", dt.date(2024, 9, 3)),
    ("45538.4375", dt.date(2024, 9, 3)),
    ("31/02/2024", None),
    ("09/25/2024", None),
    ("September 2024", None),
    ("3 September", None),
    ("01/01/1900", None),
    ("14:30", None),
    ("soon", None),
    (None, None),
)


@pytest.mark.parametrize("value,day", DAYS)
def test_an_exports_dates_are_day_first_and_whole(value: str | None, day: dt.date | None) -> None:
    assert day_of(value) == day


@given(st.dates(dt.date(1981, 1, 1), dt.date(2068, 12, 31)))
def test_a_day_is_read_the_same_in_every_form(day: dt.date) -> None:
    serial = str((day - dt.date(1899, 12, 30)).days)
    written = (f"{day:%d/%m/%Y}", f"{day:%d-%m-%y}", day.isoformat(), f"{day:%d %B %Y}", serial)
    assert {day_of(one) for one in written if not (one[-3] == "-" and day.year < 2000)} == {day}


FORMS = (
    "2024-09-03",
    "2024-09-03 10:00",
    "03/09/2024",
    "03/09/2024 10:30:00",
    "3 September 2024",
    "45538",
)


@pytest.mark.parametrize("example,form", zip(FORMS, DATE_FORMS, strict=True))
def test_each_form_of_a_date_is_named(example: str, form: tuple[str, object]) -> None:
    assert date_form(example) == form[0]
    assert date_form("tbc") == "not a date"


def test_nothing_is_told_from_words() -> None:
    assert all(null(value) for value in ("", " NULL ", "N/A", "None"))
    assert not no_words("None")
    assert not no_words("N/A")
    assert no_words("NULL")


@pytest.mark.parametrize("value", ["1.2E+07", "1E7", "1234567890123450"])
def test_an_id_that_was_rounded_is_told(value: str) -> None:
    assert mangled(value)


@pytest.mark.parametrize("value", ["0071", "SUP-2201", "12000000", "A1E7", "1.2"])
def test_an_id_that_was_not_rounded_is_left(value: str) -> None:
    assert not mangled(value)


NUMBERS = (
    ("A123456789012", True),
    ("943 476 5919", False),
    ("401 023 2137", True),
    ("4010232138", False),
    ("0071", False),
)


@pytest.mark.parametrize("value,is_one", NUMBERS)
def test_a_pupils_or_patients_number_is_told_by_its_form_and_check_digit(value: str, is_one: bool) -> None:
    assert national(value) is is_one


def test_a_cell_cut_by_software_is_told_by_its_length() -> None:
    assert cut_at("x" * 32_767) == 32_767
    assert cut_at("x" * 4_000) == 4_000
    assert cut_at("x" * 3_999 + ".") is None
    assert cut_at("x" * 33_000) is None


def test_an_encoding_read_wrongly_is_told_and_a_right_one_is_not() -> None:
    said = "Dad doesn’t drive – café at 3, £4 “no” Ç Â"
    assert misread(said.encode().decode("cp1252", errors="replace"))
    assert not misread(said)


@given(st.text(max_size=60))
def test_a_masked_value_holds_no_letter_but_x_and_no_digit_but_9(value: str) -> None:
    shown = masked(value).split("… (")[0]
    assert all(c in "x9" or not c.isalnum() for c in shown)
    assert len(shown) <= 24
    assert all(ord(c) < 128 for c in shown)


WORKBOOK = (
    (1042.0, "General", "1042"),
    (7, "000000", "000007"),
    (0.5, "General", "0.5"),
    (dt.datetime(2024, 9, 3), "dd/mm/yyyy", "2024-09-03"),
    (dt.datetime(2024, 9, 3, 10, 30), "General", "2024-09-03 10:30:00"),
    (True, "General", "True"),
    (None, "General", ""),
    ("0007", "@", "0007"),
)


@pytest.mark.parametrize("value,form,text", WORKBOOK)
def test_a_workbooks_cell_keeps_what_a_reader_sees(value: object, form: str, text: str) -> None:
    assert cell_text(value, form) == text


def test_what_software_left_in_a_cell_is_taken_out() -> None:
    assert clean("one_x000D_\ntwo_x005F_three") == "one\ntwo_three"
    assert clean("\x93no\x94\xa0\x96 \x95 ring") == "“no” – • ring"


@pytest.mark.parametrize("value", ["#NAME?", " #value! "])
def test_a_spreadsheets_error_is_no_text(value: str) -> None:
    assert sheet_error(value)


CELLS = (
    ("Q&amp;A\n- ring dad", ["Q&A", "ring dad"]),
    ("&lt;p&gt;Seen at home.&lt;/p&gt;&lt;p&gt;Gran&apos;s.&lt;/p&gt;", ["Seen at home.", "Gran's."]),
    ("Update:\n<b>Seen</b> at home\nring dad", ["Update:", "Seen at home", "ring dad"]),
    ("isn&rsquo;t &ndash; yet", ["isn’t – yet"]),
    ("<5 days in school & late", ["<5 days in school & late"]),
    (r"{\rtf1\ansi Seen at home.\par Ring dad.}", ["Seen at home.", "Ring dad."]),
)


@pytest.mark.parametrize("cell,said", CELLS)
def test_a_cell_gives_its_words_however_they_were_stored(cell: str, said: list[str]) -> None:
    assert [words.strip() for _, words, *_ in pieces_of_cell(cell, "row 2")] == said
