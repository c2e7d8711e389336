"""A child's records as a story: the picture and the table say the same, in words too."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from supcheck.children import judge_children
from supcheck.cli import main
from supcheck.records import Judged, Named, Run
from supcheck.report import FORMATS, Wanted
from supcheck.report.children import ChildReport
from supcheck.report.wire import wire
from supcheck.rubric import load_rubric

from .made import WORDS, made

RECORDS = (
    made("A", "2024-03-04", "Actions\nSW to complete GCP2 with mum\nSW to ring the landlord by 15/03/2024\n", {"GCP2": "direction", "landlord": "direction"}, plan="CP"),
    made("B", "2024-05-01", "Update\nLandlord rung, the boiler is mended.\nActions\nGCP2 to be done\n", {"rung": "follow_up", "GCP2": "direction"}, plan="CP"),
    made("C", "2024-05-29", "Actions\nGraded care profile to be done\n<script>alert(1)</script> noted.\n", {"Graded": "direction"}, plan="CP"),
)  # fmt: skip


def report_of(*judged: Judged) -> ChildReport:
    (series,) = judge_children(load_rubric(), WORDS, judged)
    return ChildReport(series, load_rubric())


def run_of(*judged: Judged) -> Run:
    series = tuple(judge_children(load_rubric(), WORDS, judged))
    return Run("supcheck test", Named("core", ""), Named("none", ""), judged, (), series)


def test_a_step_counts_what_was_set_and_what_became_of_what_was_set_before() -> None:
    first, second, third = report_of(*RECORDS).steps
    assert (first.born, first.days) == (2, None)
    assert (second.born, second.days, second.done, second.carried) == (1, 58, 1, 1)
    assert (third.carried, third.rules) == (1, ("S2", "S4"))
    assert "S1" in second.rules


def test_the_picture_says_in_words_what_it_shows_and_needs_no_colour() -> None:
    picture = report_of(*RECORDS).picture
    stated = re.search(r'aria-label="([^"]+)"', picture)
    assert stated
    for words in ("4 March 2024", "1 May 2024", "29 May 2024", "1 done", "1 carried", "S1", "S2"):
        assert words in stated[1]
    assert "a long gap" in picture
    colours = set(re.findall(r"#[0-9a-f]{6}", picture))
    assert all(len({code[1:3], code[3:5], code[5:7]}) == 1 or int(code[1:3], 16) < 0x90 for code in colours)


def test_the_same_records_give_the_same_picture() -> None:
    assert report_of(*RECORDS).picture == report_of(*RECORDS).picture


def test_each_human_format_tells_of_the_series_and_runs_nothing() -> None:
    run = run_of(*RECORDS)
    for name in ("human", "html", "md"):
        text = FORMATS[name](run, Wanted())
        assert "together" in text
        assert "An action stands in 3 records" in text.replace("\n", " ").replace("      ", "")
        assert "<script>alert" not in text or name == "human"


def test_the_wire_format_holds_offsets_and_no_words_of_the_series() -> None:
    told = json.dumps(wire(run_of(*RECORDS), evidence=False)["series"])
    assert "GCP2" not in told
    assert '"outcomes": ["done"]' in told
    assert '"id": "S2"' in told


def test_the_tracker_command_writes_each_format_it_names_and_refuses_another(tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["actions", str(tmp_path), "-o", "actions.docx"])
    assert refused.exit_code == 2
    assert ".xlsx" in refused.output


def test_the_tracker_command_reads_a_record_and_lists_its_actions(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(
        "Case supervision 04/03/2024\n\nActions\nSW to ring the landlord by 15/03/2024\n", encoding="utf-8"
    )
    out = tmp_path / "actions.json"
    done = CliRunner().invoke(main, ["actions", str(note), "-o", str(out), "--on", "01/04/2024", "-q"])
    assert done.exit_code == 0, done.output
    (row,) = json.loads(out.read_text(encoding="utf-8"))
    assert (row["owner"], row["due"], row["overdue"]) == ("SW", "2024-03-15", "yes")
