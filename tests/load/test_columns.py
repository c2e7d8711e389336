"""Which column is what: told by the settings, a named layout or the names; never guessed in silence."""

from __future__ import annotations

import pytest

from supcheck.load.columns import (
    ALIASES,
    LAYOUTS,
    NATIONAL,
    ExportReading,
    Layout,
    NamedLayout,
    Unfit,
    called,
    guess,
    plain_name,
)
from supcheck.load.heads import find_head, unlike
from supcheck.load.types import Counts, counts_as, is_draft, type_name
from supcheck.records import Kind

ALIAS = [(use, alias) for use, groups in ALIASES.items() for names in groups for alias in names.split()]


def fit(*header: str, reading: ExportReading | None = None) -> Layout:
    found = guess(header, reading)
    assert isinstance(found, Layout), found
    return found


def unfit(*header: str, reading: ExportReading | None = None) -> Unfit:
    found = guess(header, reading)
    assert isinstance(found, Unfit), found
    return found


@pytest.mark.parametrize("use,alias", ALIAS)
def test_each_alias_is_written_as_it_is_compared_and_is_known(use: str, alias: str) -> None:
    """Without case, space or underscore; 'Record Text' and 'RECORD_TEXT' are one name."""
    assert plain_name(alias) == alias
    words = {"text"} if use not in ("text", "question", "answer") else {"question", "answer"} - {use}
    words = set() if use == "text" else words
    assert fit(alias.upper(), *words).columns[use] == alias.upper()


def test_no_name_stands_for_two_uses_and_none_is_a_national_number() -> None:
    names = [alias for _, alias in ALIAS]
    assert len(names) == len(set(names))
    assert not NATIONAL & set(names)


def test_every_use_has_its_words() -> None:
    assert all(called(use) for use in ALIASES)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_each_named_layout_is_told_by_its_own_header_and_every_column_lands_where_it_says(
    layout: NamedLayout,
) -> None:
    found = fit(*layout.header)
    assert found.title == layout.title
    assert {use: found.columns[use] for use in layout.columns} == dict(layout.columns)
    assert set(layout.marks) <= set(layout.columns.values())


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_named_layout_is_told_in_another_case_and_order(layout: NamedLayout) -> None:
    assert fit(*(name.lower() for name in reversed(layout.header))).title == layout.title


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_named_layout_without_its_text_is_read_by_its_questions_and_answers(layout: NamedLayout) -> None:
    header = [name for name in layout.header if name != layout.columns.get("text")]
    assert fit(*header, *(() if "question" in layout.columns else ("Question", "Answer"))).long


AMBIGUOUS = (
    (("Notes", "Details"), "text"),
    (("Text", "EventDate", "SupervisionDate"), "held"),
    (("Text", "ChildID", "PersonID"), "child"),
    (("Text", "NoteType", "FormName"), "type"),
    (("Text", "RecordID", "FormID"), "id"),
    (("Notes", "Notes (2)"), "text"),
)


@pytest.mark.parametrize("header,use", AMBIGUOUS)
def test_two_columns_that_may_be_one_thing_are_refused_with_what_to_write(
    header: tuple[str, ...], use: str
) -> None:
    found = unfit(*header)
    assert found.use == use
    first = found.columns[0]
    assert f"{{{use}: {first}}}" in found.hint
    assert fit(*header, reading=ExportReading({use: first})).columns[use] == first


def test_a_better_name_goes_before_a_vague_one() -> None:
    layout = fit("id", "CaseNoteID", "Date", "EventDate", "CreatedBy", "Supervisor", "Text")
    assert [layout.columns[use] for use in ("id", "held", "manager")] == [
        "CaseNoteID",
        "EventDate",
        "Supervisor",
    ]


def test_a_text_and_a_pair_are_refused_until_one_is_named() -> None:
    header = ("FormID", "Question", "Answer", "Text")
    assert "may stand in Text" in unfit(*header).reason
    assert not fit(*header, reading=ExportReading({"text": "Text"})).long
    assert fit(*header, reading=ExportReading({"question": "Question", "answer": "Answer"})).long


def test_several_columns_of_text_are_sections_where_the_settings_say_so() -> None:
    layout = fit(
        "Discussion", "Decision", "Actions", reading=ExportReading({"text": ("Discussion", "Decision")})
    )
    assert (layout.texts, layout.rest) == (("Discussion", "Decision"), ("Actions",))


def test_a_setting_that_the_header_lacks_is_refused() -> None:
    assert "Nota" in unfit("Text", reading=ExportReading({"text": "Nota"})).reason


@pytest.mark.parametrize("name", ["UPN", "NHS Number", "nhs_no"])
def test_a_national_number_is_never_a_childs_id(name: str) -> None:
    assert "child" not in fit(name, "Text").columns
    assert "never taken" in unfit(name, "Text", reading=ExportReading({"child": name})).reason


def test_a_first_row_that_names_no_column_is_not_shown() -> None:
    found = unfit("0071", "Mum said that Amy is well")
    assert "Amy" not in found.reason + found.hint
    assert "id, when" in unfit("id", "when").reason


def test_a_head_on_two_rows_below_a_title_is_put_together() -> None:
    rows = [
        ["Supervision register", "", "", ""],
        ["Ref", "Dates", "", "Notes"],
        ["", "Date held", "Date recorded", ""],
        ["1", "03/09/2024", "04/09/2024", "Seen at home."],
    ]
    head = find_head(rows)
    assert (head.header, head.below) == (("Ref", "Date held", "Date recorded", "Notes"), 3)


def test_a_name_that_stands_twice_hides_no_column() -> None:
    assert unlike(["Date", "Date", "", ""]) == ("Date", "Date (2)", "", "")


TYPES = (
    ("Case Supervision", Kind.SUPERVISION),
    ("Record of Supervision Discussion", Kind.SUPERVISION),
    ("CSUP", Kind.SUPERVISION),
    ("SUPV", Kind.SUPERVISION),
    ("Management oversight", Kind.OVERSIGHT),
    ("Manager's Decisions", Kind.OVERSIGHT),
    ("Unit Meeting Note", Kind.DISCUSSION),
    ("Group supervision", Kind.DISCUSSION),
)


@pytest.mark.parametrize("name,kind", TYPES)
def test_note_types_are_known(name: str, kind: Kind) -> None:
    assert counts_as(name) == Counts(kind, True)


@pytest.mark.parametrize(
    "name",
    [
        "Supervised contact",
        "SUPERCONT",
        "Supervision Order review",
        "Home visit",
        "CNSTAT",
        "HVIS",
        "Email in",
    ],
)
def test_what_is_something_else_or_only_sounds_like_supervision_is_left_out_and_known(name: str) -> None:
    assert counts_as(name) == Counts(None, True)


def test_a_type_that_no_list_names_is_left_out_until_a_setting_claims_it() -> None:
    assert counts_as("Catch up") == Counts(None, False)
    reading = ExportReading(types={"supervision": ("catch-up",), "leave_out": ("Case Supervision",)})
    assert counts_as("Catch Up", reading) == Counts(Kind.SUPERVISION, True)
    assert counts_as("Case Supervision", reading) == Counts(None, True)


def test_a_note_in_the_column_of_types_is_not_repeated() -> None:
    assert type_name("Home  visit") == "Home visit"
    assert "Amy" not in type_name("Amy was seen at home today and she said that all was well")


DRAFTS = (
    ("Draft", "status", True),
    ("In progress", "FormStatus", True),
    ("COMPLETE", "INSTANCESTATE", False),
    ("No", "Finalised", True),
    ("Yes", "Finalised", False),
    ("Y", "IsDraft", True),
    ("No", "status", False),
    (None, "status", False),
)


@pytest.mark.parametrize("value,column,draft", DRAFTS)
def test_a_draft_is_told_by_its_status_or_by_a_yes_or_no(value: str | None, column: str, draft: bool) -> None:
    assert is_draft(value, column) is draft
