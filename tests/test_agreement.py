"""Agreement with local raters, in the overview: what is known is told with what it means, what is no evaluation refused."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from openpyxl import load_workbook

from supcheck.cli import main
from supcheck.errors import StoreError
from supcheck.report import FORMATS, Wanted
from supcheck.report.overview.agreement import COMMAND, SCHEMA, Agreement, read_agreement

from .overviews import AGREED, ON, notes_run


def text_of(agreement: Agreement | None) -> str:
    page = BeautifulSoup(
        str(FORMATS["overview"](notes_run(), Wanted(on=ON, agreement=agreement))), "html.parser"
    )
    (section,) = page.select("#agreement")
    return " ".join(section.get_text(" ").split())


def sheets_of(agreement: Agreement | None) -> dict[str, list[tuple[Any, ...]]]:
    written = FORMATS["overview-xlsx"](notes_run(), Wanted(on=ON, agreement=agreement))
    assert isinstance(written, bytes)
    return {
        sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(io.BytesIO(written))
    }


def test_the_page_tells_each_kappa_with_its_interval_and_what_it_rests_on() -> None:
    told = text_of(AGREED)
    assert "Measured over 64 records of 8 writers that raters graded too" in told
    assert "Reflection on the child's progress 50 45 0.78 0.60 to 0.93 14 0" in told
    assert "Clear management direction 60 60 – – 4 0" in told
    assert "R1 Progress for the child 40 31 0.70 0.51 to 0.86 20 4" in told
    assert "Z9 64 30 -0.04 – 0 0" in told
    assert "All criteria together – – 0.70 0.65 to 0.74 – –" in told
    assert "agree beyond chance" in told
    assert "left open for a reader to decide is left out, so over all records agreement may be lower" in told


def test_the_workbook_tells_the_same() -> None:
    sheets = sheets_of(AGREED)
    heads, *rows = sheets["Agreement"]
    assert heads[:5] == ("Id", "What", "Records", "Alike", "Kappa")
    assert rows[0][2:] == (50, 45, 0.781, 0.6, 0.93, 14, 0)
    assert [row[0] for row in rows] == ["reflection", "direction", "R1", "Z9", None]
    assert any("64 records of 8 writers" in str(row[1]) for row in sheets["Overview"])


def test_where_nothing_is_known_the_command_is_told_that_would_tell() -> None:
    assert text_of(None).endswith(
        f"Not known here: no agreement was given. Have your auditors rate some of your records, run {COMMAND},"
        " and give this report --agreement evaluation.json."
    )
    sheets = sheets_of(None)
    assert "Agreement" not in sheets
    assert any(COMMAND in str(row[1]) for row in sheets["Overview"])


GRADED = {
    "name": "R1",
    "right": 30,
    "wrong": 10,
    "open": 5,
    "kappa": {"value": 0.5, "low": 0.3, "high": 0.7},
    "not_applicable": 4,
    "not_applicable_wrong": 1,
    "confusion": {},
}
TREE: dict[str, Any] = {
    "schema": SCHEMA,
    "records": 45,
    "voices": 5,
    "verdicts": [{**GRADED, "name": "direction", "not_applicable": 0, "not_applicable_wrong": 0}],
    "criteria": [GRADED],
    "criteria_kappa": {"value": 0.5, "low": None, "high": None},
    "worst": [{"record": "zqrecord", "text": "zqwords"}],
}


def file_with(folder: Path, tree: Any) -> Path:
    file = folder / "evaluation.json"
    file.write_text(json.dumps(tree), encoding="utf-8")
    return file


def test_a_kappa_rests_on_the_decided_records_that_the_criterion_applies_to(tmp_path: Path) -> None:
    found = read_agreement(file_with(tmp_path, TREE))
    (one,) = found.criteria
    assert (one.records, one.alike, one.open, one.not_applicable) == (36, 27, 5, 4)
    assert "zq" not in str(dataclasses.asdict(found))


def spoilt(*way: Any, to: Any) -> Any:
    tree = json.loads(json.dumps(TREE))
    at: Any = tree
    for step in way[:-1]:
        at = at[step]
    at[way[-1]] = to
    return tree


@pytest.mark.parametrize(
    "tree,told",
    [
        ([], "is no evaluation of supcheck"),
        ({"schema": "supcheck/1"}, "is no evaluation of supcheck"),
        ({**TREE, "schema": "supcheck-evaluation/2"}, "is supcheck-evaluation/2, and this supcheck reads"),
        ({"schema": SCHEMA}, "'records' cannot be used"),
        (spoilt("voices", to=True), "'voices' cannot be used"),
        (spoilt("verdicts", to={}), "'verdicts' cannot be used"),
        (spoilt("criteria", 0, to=3), "the whole of item 1 of 'criteria' cannot be used"),
        (spoilt("criteria", 0, "name", to="<b>"), "'name' of item 1 of 'criteria' cannot be used"),
        (spoilt("criteria", 0, "open", to=-1), "'open' of item 1 of 'criteria' cannot be used"),
        (spoilt("criteria", 0, "not_applicable", to=41), "'not_applicable' of item 1 of"),
        (spoilt("criteria", 0, "kappa", to=0.5), "'kappa' of item 1 of 'criteria' cannot be used"),
        (spoilt("criteria", 0, "kappa", "low", to="0"), "'kappa' of item 1 of 'criteria' cannot be used"),
        (spoilt("criteria_kappa", "value", to=float("nan")), "'criteria_kappa' cannot be used"),
        (spoilt("criteria_kappa", "value", to=1.01), "'criteria_kappa' cannot be used"),
    ],
)
def test_what_is_no_evaluation_of_ours_is_refused_in_one_line_that_says_how_to_write_one(
    tree: Any, told: str, tmp_path: Path
) -> None:
    file = file_with(tmp_path, tree)
    with pytest.raises(StoreError) as refused:
        read_agreement(file)
    said = str(refused.value)
    assert said.startswith(f"--agreement {file}: {told}")
    assert said.endswith(COMMAND)
    assert "\n" not in said
    assert "zq" not in said


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"{", b"[" * 100_000, None], ids=repr)
def test_check_refuses_it_before_the_work(data: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "evaluation.json"
    if data is not None:
        file.write_bytes(data)
    done = CliRunner().invoke(main, ["check", "nothing-here.txt", "--agreement", str(file)])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"supcheck: --agreement {file}: ")
    assert done.stderr.count("\n") == 1


def test_check_writes_an_overview_with_it(tmp_path: Path) -> None:
    file, page = file_with(tmp_path, TREE), tmp_path / "o.html"
    given = ["check", str(tmp_path / "none.txt"), "--agreement", str(file), "-o", f"overview={page}"]
    CliRunner().invoke(main, given)
    assert "Measured over 45 records of 5 writers" in page.read_text(encoding="utf-8")
