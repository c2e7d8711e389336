"""What was read once is read again the same, from its place in the file."""

from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supcheck.children import KEPT, outline
from supcheck.errors import SupcheckError
from supcheck.load import find
from supcheck.load.found import Found
from supcheck.records import Record
from supcheck.words import load_words

ROOT = Path(__file__).parent.parent.parent
SHIPPED = sorted(
    path
    for folder in ("records", "exports", "series/tuning")
    for path in (ROOT / "fixtures" / folder).iterdir()
    if not path.name.endswith(".truth.jsonl")
)
HEAD = ["RecordID", "ChildID", "NoteType", "EventDate", "Note"]
CELL = st.text(st.sampled_from("ab é,;\"'\n\t’•"), min_size=1, max_size=40).filter(str.strip)


def found_in(path: Path) -> list[Found]:
    return [one for one in find([path]) if isinstance(one, Found)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_record_is_read_again_the_same_in_any_order(path: Path) -> None:
    found = found_in(path)
    for one in reversed(found):
        again = one.again()
        assert isinstance(again, Record)
        assert dataclasses.replace(again, id=one.record.id) == one.record


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=st.lists(CELL, min_size=1, max_size=5))
def test_a_row_has_its_place_in_every_encoding_and_with_every_line_end(
    notes: list[str], ends: str, encoding: str, tmp_path: Path
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=ends)
    writer.writerow(HEAD)
    for number, note in enumerate(notes):
        writer.writerow([f"00{number}", "7", "Case Supervision", "04/03/2024", f"Seen. {note}"])
    path = tmp_path / "export.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    found = found_in(path)
    assert [one.record.id for one in found] == [f"00{number}" for number in range(len(notes))]
    for one in reversed(found):
        assert one.again() == one.record


def test_beyond_the_first_records_only_their_places_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = [
        [f"{n}", f"{n}", "Case Supervision", "04/03/2024", f"Seen at home, note {n}."]
        for n in range(KEPT + 5)
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEAD, *rows])
    entries = outline(found_in(path), load_words()).entries
    assert [entry.record is None for entry in entries] == [False] * KEPT + [True] * 5
    assert entries[-1].read().text == f"Seen at home, note {KEPT + 4}."


def test_a_file_that_changes_between_the_looks_ends_the_run_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"{','.join(HEAD)}\n1,7,Case Supervision,04/03/2024,Seen.\n", encoding="utf-8")
    (found,) = found_in(path)
    (entry,) = outline([found], load_words()).entries
    path.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(SupcheckError, match=r"export\.csv: changed while it was read; run again"):
        dataclasses.replace(entry, record=None).read()
