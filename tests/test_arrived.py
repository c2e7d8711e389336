"""What became of an export's rows, and what is odd about its records, stands in every report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from supcheck.cli import main
from supcheck.load import find
from supcheck.load.found import Found
from supcheck.load.inputs import INPUT_RULES
from supcheck.records import InputFinding, Named, Run, Tally, TypeCount
from supcheck.report import FORMATS, Wanted
from tests.golden_exports import EXPORTS

NOTHING = "RecordID,ChildID,NoteType,Status,Note\n1,9,Home visit,,Seen.\n2,9,Catch up,,Seen.\n3,9,Case Supervision,Draft,Seen.\n4,9,Case Supervision,,NULL\n"
NAMED = Named("none", "")
RUN = Run(
    "t",
    NAMED,
    NAMED,
    (),
    (),
    inputs=tuple(InputFinding(rule.id, "month.csv", "row 7", "12", "It is so.") for rule in INPUT_RULES),
    tallies=(Tally("month.csv", "a register", 2, 5, (TypeCount("Home visit", 3, True),), 1, 1, 1),),
)


def check(folder: Path, *arguments: str) -> Any:
    (folder / "month.csv").write_text(NOTHING)
    return CliRunner().invoke(main, ["check", str(folder / "month.csv"), *arguments])


@pytest.mark.parametrize("form", ["human", "html", "md"])
def test_every_report_says_what_became_of_every_row_and_how_to_claim_a_type(
    form: str, tmp_path: Path
) -> None:
    out = " ".join(check(tmp_path, "--output-format", form, "--allow-empty").stdout.replace("\\", "").split())
    told = "4 rows: 0 rows read as 0 records, 2 left out by type (Home visit 1, Catch up 1 (not known)), 1 empty, 1 draft."
    assert told in out
    assert "Not known as note types: Catch up." in out


def test_rows_that_are_left_out_are_not_unread(tmp_path: Path) -> None:
    assert check(tmp_path, "--allow-empty").exit_code == 0
    assert check(tmp_path).exit_code == 2


def test_the_wire_format_has_the_same_numbers(tmp_path: Path) -> None:
    (export,) = json.loads(check(tmp_path, "--output-format", "json", "--allow-empty").stdout)["exports"]
    left = sum(one["rows"] for one in export["left_out"])
    assert export["rows"] == 4 == export["read"] + left + export["empty"] + export["draft"] + export["unread"]


@pytest.mark.parametrize("form", ["human", "html", "md", "json", "jsonl"])
def test_every_report_tells_every_input_finding_with_its_place(form: str) -> None:
    out = FORMATS[form](RUN, Wanted())
    assert isinstance(out, str)
    for rule in INPUT_RULES:
        assert rule.id in out
    assert out.count("row 7") == len(INPUT_RULES)


@pytest.mark.parametrize("rule", INPUT_RULES, ids=lambda rule: rule.id)
def test_every_input_rule_is_listed_and_explained(rule: Any) -> None:
    assert f"{rule.id} " in CliRunner().invoke(main, ["rules"]).stdout
    assert rule.mend in CliRunner().invoke(main, ["explain", rule.id.lower()]).stdout


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_each_record_of_a_shipped_export_is_the_same_when_it_is_read_again(path: Path) -> None:
    found = [item for item in find([path]) if isinstance(item, Found)]
    assert found
    for one in found:
        again = one.again()
        assert getattr(again, "text", None) == one.record.text
        assert getattr(again, "child", None) == one.record.child
