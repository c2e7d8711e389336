"""Every loader keeps every word, in order, with a place to find it; what it cannot read it says."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from supcheck.load import LOADERS, load, read_bytes
from supcheck.load.plain import blocks_of_text
from supcheck.records import Kind, Left, LeftOut, Record, Shape, Unread

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHIPPED = Path(__file__).parents[2] / "fixtures"


def one(data: bytes, source: str) -> Record:
    (found,) = read_bytes(data, source)
    assert isinstance(found, Record), found
    return found


def unread(data: bytes, source: str) -> Unread:
    (found,) = read_bytes(data, source)
    assert isinstance(found, Unread), found
    return found


def shown(record: Record) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(record.text)) for block in record.blocks]


def sound(record: Record) -> None:
    """Blocks lie in the text, in order, apart, and hold all of its words."""
    assert all(0 <= b.span.start < b.span.end <= len(record.text) for b in record.blocks)
    assert all(a.span.end <= b.span.start for a, b in pairwise(record.blocks))
    assert all(b.anchor for b in record.blocks)


@pytest.mark.parametrize("suffix", LOADERS)
def test_nothing_is_never_a_record(suffix: str) -> None:
    assert unread(b"", f"empty{suffix}").hint


@pytest.mark.parametrize(
    "suffix", sorted(set(LOADERS) - {".txt", ".text", ".md", ".csv", ".tsv", ".html", ".htm"})
)
def test_noise_is_unread_with_a_mend(suffix: str) -> None:
    found = unread(b"\x01\x02\x00 not a document", f"noise{suffix}")
    assert found.reason
    assert found.hint


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_the_same_in_every_encoding(encoding: str) -> None:
    text = "Case supervision\n\nShe said “I’m not scared” – twice.\n• café at 3"
    record = one(text.replace("\n", "\r\n").encode(encoding), "note.txt")
    assert record.text == text
    assert shown(record)[-1] == ("bullet", "café at 3")


def test_a_binary_file_named_txt_is_unread() -> None:
    assert unread(b"MZ\x90\x00\x03\x00\x00\x00\x04\x01\xff\xfe", "note.txt").reason == "not text"


@given(st.text(max_size=400))
def test_blocks_hold_every_word_of_a_text(text: str) -> None:
    plain = text.replace("\r", "\n")
    blocks = blocks_of_text(plain)
    assert all(a.span.end <= b.span.start for a, b in pairwise(blocks))
    held = "".join(b.span.of(plain) for b in blocks)
    assert {c for c in plain if c.isalpha() and c not in "oOxXabcdefghivABCDEFGHIV"} <= set(held)


def test_lines_that_an_editor_broke_are_joined_and_lists_are_not() -> None:
    text = (
        "Mum was seen at home on Tuesday and she said that she had not been sleeping\n"
        "at all since the weekend and that nobody had been round to see either of them\n"
        "nor had the school been in touch with her about what had happened on Monday\n"
        "morning before registration when he had been found asleep in the cloakroom.\n\n- ring the allotments officer\n- see dad\nno change at school"
    )
    assert [kind for kind, _ in shown(one(text.encode(), "a.txt"))] == [
        "paragraph",
        "bullet",
        "bullet",
        "paragraph",
    ]


def test_markdown_marks_stand_outside_the_words() -> None:
    record = one(
        b"# Case supervision\n\n**Actions**\n\n| Action | Who |\n|---|---|\n| ring dad | JB |\n", "a.md"
    )
    assert shown(record) == [
        ("heading", "Case supervision"),
        ("heading", "Actions"),
        ("row", "Action | Who"),
        ("row", "ring dad | JB"),
    ]


def word(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_keeps_body_order_rows_lists_boxes_controls_and_insertions() -> None:
    document = docx.Document()
    document.add_heading("Case supervision", 0)
    document.add_paragraph("First action", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells), ("Action", "Who", "ring dad", "JB"), strict=True
    ):
        cell.text = words
    paragraph = document.add_paragraph("Kept ")
    paragraph._p.append(
        parse_xml(f'<w:ins {W} w:id="1" w:author="a"><w:r><w:t>and inserted</w:t></w:r></w:ins>')
    )
    paragraph._p.append(
        parse_xml(f'<w:del {W} w:id="2" w:author="a"><w:r><w:delText> gone</w:delText></w:r></w:del>')
    )
    document.element.body.insert(
        4,
        parse_xml(
            f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    boxed = document.add_paragraph("Beside a box")
    boxed._p.append(
        parse_xml(
            f"<w:r {W}><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )
    )
    record = one(word(document), "a.docx")
    sound(record)
    said = [text for _, text in shown(record)]
    assert said[:4] == ["Case supervision", "First action", "Action | Who", "ring dad | JB"]
    assert set(said[4:]) == {"In a control", "Kept and inserted", "Beside a box", "In a box"}
    assert "gone" not in record.text
    assert record.blocks[3].anchor == "table 1 row 2"


def test_word_says_a_merged_cell_once_and_a_numbered_heading_with_its_number() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Actions"
    table.cell(1, 0).text = "ring dad"
    table.cell(1, 1).text = "JB"
    document.add_paragraph("one", style="List Number")
    document.add_paragraph("two", style="List Number")
    assert shown(one(word(document), "a.docx")) == [
        ("paragraph", "Actions"),
        ("row", "ring dad | JB"),
        ("bullet", "one"),
        ("bullet", "two"),
    ]


def test_an_old_word_file_is_named_as_such() -> None:
    assert "old Word file" in unread(b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "a.doc").reason


def test_a_package_that_unpacks_too_large_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\x00" * 210_000_000)
    assert unread(out.getvalue(), "a.docx").reason == "too large when unpacked"


def test_a_text_that_holds_the_marks_of_a_page_is_read_as_one_and_keeps_its_lines() -> None:
    text = (
        "Subject\nLeo, 2\nActions agreed\n<ul><li>Sam to ring nan &#8211; 16/10</li><li>Hafsa to write</li></ul>\n"
        "<table><tr><td>Legal form</td><td>Ian</td></tr></table>\nNext due\n06/11/2025\n"
    )
    assert shown(one(text.encode(), "a.txt")) == [
        ("paragraph", "Subject"),
        ("paragraph", "Leo, 2"),
        ("paragraph", "Actions agreed"),
        ("bullet", "Sam to ring nan – 16/10"),
        ("bullet", "Hafsa to write"),
        ("row", "Legal form | Ian"),
        ("paragraph", "Next due"),
        ("paragraph", "06/11/2025"),
    ]


def test_a_mark_or_two_in_a_text_are_its_own() -> None:
    assert one(b"He wrote <p> and <br>.\nSeen.\n", "a.txt").text == "He wrote <p> and <br>.\nSeen.\n"


def test_html_keeps_headings_bullets_rows_and_drops_scripts() -> None:
    page = (
        "<html><head><style>p{}</style></head><body><h2>Actions</h2><script>steal()</script>"
        "<ul><li>ring&nbsp;dad</li><li><p>see <b>T</b></p></li></ul><table><tr><td>a</td><td>b</td></tr></table>"
        "<p><b>Analysis</b></p><p>line one<br>line two</p><!-- aside --></body></html>"
    )
    record = one(page.encode(), "a.html")
    sound(record)
    assert shown(record) == [
        ("heading", "Actions"),
        ("bullet", "ring dad"),
        ("bullet" if ("bullet", "see T") in shown(record) else "paragraph", "see T"),
        ("row", "a | b"),
        ("heading", "Analysis"),
        ("paragraph", "line one"),
        ("paragraph", "line two"),
    ]


def test_rtf_gives_its_words_and_curly_quotes() -> None:
    record = one(
        rb"{\rtf1\ansi\ansicpg1252 Case supervision\par She said \ldblquote no\rdblquote\par}", "a.rtf"
    )
    assert [text for _, text in shown(record)] == ["Case supervision", "She said “no”"]


def pdf(*lines: bytes) -> bytes:
    """A page of Helvetica, a line under the other."""
    shown = b"".join(b"1 0 0 1 72 %d Tm (%s) Tj " % (720 - 30 * at, line) for at, line in enumerate(lines))
    drawn = b"BT /F 12 Tf " + shown + b"ET"
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn),
    )
    body = b"".join(b"%d 0 obj %s endobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF"


def test_a_pdf_s_sign_without_a_character_is_a_bullet_before_the_words_and_unknown_within_them() -> None:
    record = one(pdf(b"Actions", b"\177 Ben to ring school", b"Ben said \177 no"), "a.pdf")
    assert shown(record)[1:] == [("bullet", "Ben to ring school"), ("paragraph", "Ben said \ufffd no")]


CSV = (
    "RecordID;ChildID;NoteType;EventDate;CreatedOn;Note\r\n"
    '007;0012;Case Supervision;03/09/2024 10:30:00;05/09/2024;"Update\nSeen ""at"" home.\n- ring dad"\r\n'
    "008;0012;Home visit;04/09/2024;;Went round\r\n"
    '009;0013;Management Oversight;NULL;;"<p>Not agreed.</p><p>Dad&nbsp;is back.</p>"\r\n'
    "010;0013;Case Supervision;;;NULL\r\n"
    "011;too;few\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_an_export_gives_a_record_a_row_and_loses_none_in_silence(encoding: str) -> None:
    found = list(read_bytes(CSV.encode(encoding), "month.csv"))
    records = [item for item in found if isinstance(item, Record)]
    left = [(item.why, item.type) for item in found if isinstance(item, LeftOut)]
    assert [(r.id, r.child, r.kind, r.held, r.written) for r in records] == [
        ("007", "0012", Kind.SUPERVISION, dt.date(2024, 9, 3), dt.date(2024, 9, 5)),
        ("009", "0013", Kind.OVERSIGHT, None, None),
    ]
    assert shown(records[0])[1:] == [("paragraph", 'Seen "at" home.'), ("bullet", "ring dad")]
    assert [text for _, text in shown(records[1])] == ["Not agreed.", "Dad is back."]
    assert left == [(Left.TYPE, "Home visit"), (Left.EMPTY, "")]
    assert [item.source for item in found if isinstance(item, Unread)] == ["month.csv row 6"]
    assert len(found) == 6


def test_question_and_answer_rows_make_one_record() -> None:
    rows = "FormID,PersonID,FormName,Question,Answer\n1,9,Supervision,Update,Seen at home.\n2,8,Supervision,Update,Well.\n1,9,Supervision,Actions,SW to ring dad\n"
    records = [item for item in read_bytes(rows.encode(), "forms.csv") if isinstance(item, Record)]
    assert [r.id for r in records] == ["1", "2"]
    assert shown(records[0]) == [
        ("heading", "Update"),
        ("paragraph", "Seen at home."),
        ("heading", "Actions"),
        ("paragraph", "SW to ring dad"),
    ]


def test_a_workbook_keeps_ids_as_they_are_shown_and_dates_as_dates() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Supervision export", None, None])
    sheet.append(["Record ID", "Event date", "Notes"])
    sheet.append([1042.0, dt.datetime(2024, 9, 3), "Seen at home. He was cross."])
    sheet.append(["0007", None, "SW to ring dad by 4/9"])
    out = io.BytesIO()
    book.save(out)
    records = [item for item in read_bytes(out.getvalue(), "book.xlsx") if isinstance(item, Record)]
    assert [(r.id, r.held) for r in records] == [("1042", dt.date(2024, 9, 3)), ("0007", None)]


def test_jsonl_lifts_a_form_and_names_a_broken_line() -> None:
    lines = json.dumps(
        {"recordId": "a1", "dateOfEvent": "25/10/2020 13:49:43", "caseFormData": {"note": "Seen at home."}}
    )
    found = list(read_bytes(f"{lines}\n{{broken\n".encode(), "x.jsonl"))
    records = [item for item in found if isinstance(item, Record)]
    assert [(r.id, r.held, r.text) for r in records] == [("a1", dt.date(2020, 10, 25), "Seen at home.")]
    assert [item.source for item in found if isinstance(item, Unread)] == ["x.jsonl line 2"]


def test_a_table_without_a_text_column_says_which_columns_it_saw() -> None:
    found = unread(b"id,when\n1,2\n", "x.csv")
    assert "id, when" in found.reason


def test_folders_globs_and_names_are_read_once_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.png"):
        (tmp_path / name).write_text("Case supervision\nSeen.")
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("Case supervision\nSeen.")
    found = list(load([tmp_path, tmp_path / "a.txt", str(tmp_path / "*.txt")]))
    assert [item.id for item in found if isinstance(item, Record)] == ["a", "b", "a.txt"]
    assert [Path(item.source).name for item in found if isinstance(item, Unread)] == ["c.png"]


def test_standard_input_takes_its_kind_from_the_name_it_is_given() -> None:
    (found,) = load(["-"], stdin=io.BytesIO(b"<p>Seen at home.</p>"), stdin_filename="x.html")
    assert isinstance(found, Record)
    assert (found.source, found.text) == ("x.html", "Seen at home.")


@pytest.mark.parametrize("name", ["missing.txt", "no*match.txt"])
def test_what_is_not_there_is_unread(name: str, tmp_path: Path) -> None:
    (found,) = load([str(tmp_path / name)])
    assert isinstance(found, Unread)


def test_every_shipped_file_is_read_and_sound() -> None:
    for item in load([SHIPPED / "records"]):
        if isinstance(item, Record):
            sound(item)
            assert any(block.kind is not Shape.HEADING for block in item.blocks)


def test_a_line_of_days_goes_on_from_the_item_above() -> None:
    text = "Actions\n- Gem to ask for a check, letter to go\nby tues 30/1\n- HV to weigh both\n"
    assert [one.span.of(text) for one in blocks_of_text(text)] == [
        "Actions",
        "Gem to ask for a check, letter to go\nby tues 30/1",
        "HV to weigh both",
    ]


def test_a_pages_head_that_is_longer_hides_no_wrap() -> None:
    full = "Imran is to write a safety plan with her and with dad at home"
    text = f"{'Case supervision of the northern team ' * 2}\n" + f"{full}\nvisit on 9 September.\n" * 5
    assert [one.span.of(text) for one in blocks_of_text(text)][1:] == [f"{full}\nvisit on 9 September."] * 5


def test_two_bars_for_a_line_end_part_lines() -> None:
    text = "Analysis||It is still a plate.||Decision|We go on.||Put it in by Wednesday||Next 15 June 2023"
    assert [(one.kind, one.span.of(text)) for one in blocks_of_text(text)] == [
        (Shape.PARAGRAPH, "Analysis"),
        (Shape.PARAGRAPH, "It is still a plate."),
        (Shape.ROW, "Decision|We go on."),
        (Shape.PARAGRAPH, "Put it in by Wednesday"),
        (Shape.PARAGRAPH, "Next 15 June 2023"),
    ]


def test_a_row_whose_first_cell_is_a_dash_is_a_row() -> None:
    text = "- | Give Lou the rota | Dad | Holiday cover\n"
    assert [one.kind for one in blocks_of_text(text)] == [Shape.ROW]


@pytest.mark.parametrize(
    "line,items",
    [
        (
            "He sleeps now. Actions • Jo to see mum by 3/5 • Sam to ring the school by 4/5 • HV to weigh the baby",
            ["He sleeps now.", "Actions", "Jo to see mum by 3/5", "Sam to ring the school by 4/5", "HV to weigh the baby"],
        ),
        (
            "To do [ ] Femi to ask Leo who he would ring [ ] Xmas plan on one side of A4 with Leo",
            ["To do", "[ ] Femi to ask Leo who he would ring", "[ ] Xmas plan on one side of A4 with Leo"],
        ),
        (
            "Plan - Jo to see mum before the review - Sam to ring the school about him - HV to weigh him again",
            ["Plan", "Jo to see mum before the review", "Sam to ring the school about him", "HV to weigh him again"],
        ),
        (
            "Plan â€¢ Jo to see mum before the review â€¢ Sam to ring the school about him again",
            ["Plan", "Jo to see mum before the review", "Sam to ring the school about him again"],
        ),
    ],
)  # fmt: skip
def test_a_list_whose_line_ends_are_lost_is_a_list(line: str, items: list[str]) -> None:
    assert [one.span.of(line) for one in blocks_of_text(line)] == items


@pytest.mark.parametrize(
    "line",
    [
        "Supervision • Kofi A., 9 • CiN (disabled children's team) • Thurs 3rd July 2025 • TM",
        "[x] Social worker  [ ] Manager  [ ] Foster carer  [ ] Somebody else who is to act",
        "Mum - who is fine - said that Jo - the worker - had not been to see her. She wants to know why.",
        "She spoke to dad - Jo will ring him. Then school - Mr Patel says he is late. Home - It is calm there now.",
        "Dates to be confirmed with them - Jo - 27/10; Plan to be updated - Sam - today; Letter to go - Jo - tomorrow",
    ],
)
def test_marks_that_part_something_else_part_no_list(line: str) -> None:
    assert [one.span.of(line) for one in blocks_of_text(line)] == [line]


def test_a_forwarded_message_is_read_without_its_marks() -> None:
    sent = "> Hi Mo,\n> please ring the return interview\n> people by noon on Monday.\n>\n> Dee\n"
    (record,) = read_bytes(sent.encode(), "sent.txt")
    assert isinstance(record, Record)
    assert record.text == "Hi Mo,\nplease ring the return interview\npeople by noon on Monday.\n\nDee\n"
