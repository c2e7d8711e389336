"""One record, stored in several ways, is read alike: the same units, under the same headings, of the same shapes."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest

from supcheck.load.building import laid_out
from supcheck.load.plain import load_plain
from supcheck.load.rich import load_html, pieces_of_cell
from supcheck.load.word import load_word
from supcheck.records import Record, Unread
from supcheck.segment import segment
from supcheck.words import load_words

WORDS = load_words()
VOICES = sorted((Path(__file__).parents[2] / "fixtures" / "development").iterdir())
TEXTS = {voice.name: (voice / "01.txt").read_text(encoding="utf-8") for voice in VOICES}
BLOCKS = (
    "Case supervision 10/06/2025\nSW: Jo Marsh\n\nWhat Mia says\nShe wants to stay at nan's until she is ten.\n\n"
    "Agreed actions\nWho: Jo\nBy: 24 June\n(a) Redo the contact assessment.\n(b) Letter to Mia.\n"
    "Who: Ann\nBy: 30 June\n(c) Replace the maths target.\n\n1. Ring nan\n2. Book the room"
)
"""Typed marks, fields over acts, and headings that only a blank line shows."""


def as_text(text: str) -> Record:
    return the_record(load_plain(text.encode(), "a.txt"))


def as_cell(text: str) -> Record:
    return Record("a", "a.csv", *laid_out(pieces_of_cell(text, "row 2")))


def as_word(text: str) -> Record:
    document, file = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(file)
    return the_record(load_word(file.getvalue(), "a.docx"))


def as_page(text: str) -> Record:
    page = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n"))
    return the_record(load_html(f"<html><body>{page}</body></html>".encode(), "a.html"))


def as_broken_lines(text: str) -> Record:
    lines = html.escape(text).replace("\n", "<br>\n")
    return the_record(load_html(f"<html><body><div>{lines}</div></body></html>".encode(), "a.html"))


def the_record(found: Iterator[Record | Unread]) -> Record:
    (record,) = found
    assert isinstance(record, Record)
    return record


STORED = (as_cell, as_word, as_page, as_broken_lines)


def read(record: Record) -> list[tuple[str, str, str, str]]:
    """Each unit's words, and its section, heading and shape."""
    whole, units = segment(record, WORDS)
    return [
        (
            " ".join(unit.span.of(whole.text).split()),
            unit.section.key,
            " ".join(unit.section.heading.of(whole.text).split()) if unit.section.heading else "",
            unit.shape.value,
        )
        for unit in units
    ]


@pytest.mark.parametrize("stored", STORED)
@pytest.mark.parametrize("voice", [name for name, text in TEXTS.items() if "\t" not in text])
def test_a_labelled_record_is_read_alike_however_it_is_stored(
    voice: str, stored: Callable[[str], Record]
) -> None:
    assert read(stored(TEXTS[voice])) == read(as_text(TEXTS[voice]))


@pytest.mark.parametrize("stored", STORED)
def test_typed_marks_fields_and_headings_are_kept_however_they_are_stored(
    stored: Callable[[str], Record],
) -> None:
    units = read(stored(BLOCKS))
    assert units == read(as_text(BLOCKS))
    assert ("Redo the contact assessment.", "direction", "Agreed actions", "bullet") in units
    assert any(heading == "What Mia says" for _, _, heading, _ in units)


def test_a_table_that_tabs_part_keeps_its_cells_in_a_cell_of_an_export() -> None:
    assert as_cell("Action\tWho\nring dad\tJB").text == "Action | Who\nring dad | JB"


def test_columns_that_spaces_part_stay_apart_in_a_cell_of_an_export() -> None:
    rows = ["Refer CAMHS again         Aled         25/07", "Key for the box           Mum          tonight"]
    assert as_cell("\n".join(["Actions", *rows])).text.split("\n") == ["Actions", *rows]
    assert as_cell("Seen  at home,\u00a0 alone.").text == "Seen at home, alone."


def test_an_items_number_stands_before_its_words_and_is_none_of_them() -> None:
    record = as_cell("Actions\n1. Jo to ring nan tonight and tell her.\n2. Jo to book the room.")
    assert [block.span.of(record.text) for block in record.blocks][1:] == [
        "Jo to ring nan tonight and tell her.",
        "Jo to book the room.",
    ]
    assert "\n1. Jo to ring" in record.text


def test_a_page_without_a_charset_is_read_in_the_one_that_its_bytes_are() -> None:
    assert "café → nan’s" in the_record(load_html("<p>café → nan’s</p>".encode(), "a.html")).text
