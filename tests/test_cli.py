"""The command line as its three users meet it: reports, files, exit codes, one clear line for an error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from supcheck.cli import main
from supcheck.report.context import STANDS

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "fixtures" / "records"
GOLDEN = Path(__file__).parent / "golden"
GOOD = str(SHIPPED / "kinship-supervision.txt")
POOR = str(SHIPPED / "vague-drift.txt")


def run(*arguments: str, **options: Any) -> Any:
    return CliRunner().invoke(main, list(arguments), **options)


@pytest.mark.parametrize("name", ["kinship-supervision", "vague-drift"])
def test_the_whole_report_is_as_it_was_last_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m tests.golden_reports` writes these again; read the difference before committing it."""
    from tests.golden_reports import report

    expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert report(name) == expected


@pytest.mark.parametrize("suffix", ["html", "md", "json", "txt"])
def test_each_report_is_written_to_its_file_by_suffix(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"report.{suffix}"
    result = run("check", GOOD, "-o", str(target), "-q")
    assert target.stat().st_size > 500
    assert result.exit_code in (0, 1)
    if suffix != "json":
        assert STANDS in target.read_text(encoding="utf-8").replace("\n", " ") or suffix == "txt"


@pytest.mark.parametrize("form", ["human", "html", "md"])
def test_every_human_report_says_what_it_does_not_measure(form: str) -> None:
    out = " ".join(run("check", GOOD, "--output-format", form, "--fail-on", "never").stdout.split())
    assert STANDS in out


@pytest.mark.parametrize("form", ["human", "html", "md"])
def test_no_report_speaks_of_what_was_not_done_or_grades_a_person(form: str) -> None:
    out = run("check", POOR, "--output-format", form, "--fail-on", "never").stdout.lower()
    for words in ("failed", "should have", "score:", "grade of"):
        assert words not in out


def test_a_page_is_self_contained_and_escapes_a_hostile_record(tmp_path: Path) -> None:
    hostile = tmp_path / "x.txt"
    hostile.write_text(
        "Case supervision\n<script>alert(1)</script> SW to <img src=x onerror=y> visit mum by 4/6/2024.",
        encoding="utf-8",
    )
    page = run("check", str(hostile), "--output-format", "html", "--fail-on", "never").stdout
    assert page.count("<script") == 1
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    for outside in ("http://", "https://", "src=", "@import", "url("):
        assert outside not in page.replace("&lt;img src=x", "")


def test_colour_is_for_terminals_only() -> None:
    assert "\x1b[" not in run("check", GOOD, "--fail-on", "never").stdout
    assert "\x1b[" in run("check", GOOD, "--fail-on", "never", "--colour").stdout


def test_standard_input_is_read_under_the_name_it_is_given() -> None:
    text = (SHIPPED / "kinship-supervision.txt").read_bytes()
    result = run(
        "check",
        "-",
        "--stdin-filename",
        "mine.txt",
        "--output-format",
        "json",
        "--fail-on",
        "never",
        input=text,
    )
    assert [record["source"] for record in json.loads(result.stdout)["records"]] == ["mine.txt"]


ERRORS = (
    (["check"], 2),
    (["check", GOOD, "-o", "report.exe"], 2),
    (["check", GOOD, "-o", "no/such/folder/r.html"], 2),
    (["check", "nowhere.txt"], 2),
    (["check", GOOD, "--rubric", "nowhere.yaml"], 2),
    (["check", str(SHIPPED / "scan.pdf")], 2),
    (["check", POOR], 1),
    (["check", POOR, "--fail-on", "never"], 0),
    (["check", str(SHIPPED / "scan.pdf"), "--allow-unreadable"], 0),
    (["explain", "R99"], 2),
    (["nonsense"], 2),
    (["rules"], 0),
    (["explain", "r1"], 0),
    (["--version"], 0),
)


@pytest.mark.parametrize(
    "arguments,code",
    ERRORS,
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else str(value),
)
def test_exit_codes_and_no_traceback(arguments: list[str], code: int) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert "Traceback" not in result.output
    if (
        code == 2
        and arguments != ["check", str(SHIPPED / "scan.pdf")]
        and arguments != ["check", "nowhere.txt"]
    ):
        assert result.stderr.strip()


def test_a_broken_rubric_is_named_at_its_line_and_column(tmp_path: Path) -> None:
    broken = (
        (ROOT / "rubrics" / "core.yaml")
        .read_text(encoding="utf-8")
        .replace("count: progress", "count: progres", 1)
    )
    path = tmp_path / "ours.yaml"
    path.write_text(broken, encoding="utf-8")
    result = run("rules", "--rubric", str(path))
    line = broken[: broken.index("count: progres")].count("\n") + 1
    assert result.exit_code == 2
    assert f"ours.yaml:{line}:" in result.stderr
    assert "'progres' is not one of" in result.stderr


@pytest.mark.parametrize("rule", ["R1", "D8", "F1", "direction"])
def test_explain_gives_meaning_reason_and_source(rule: str) -> None:
    out = run("explain", rule).stdout
    assert "Source" in out
    assert "Codebook" in out


@pytest.mark.parametrize("form", ["human", "html", "md"])
def test_a_report_speaks_in_the_words_of_the_rubric_that_it_was_judged_by(form: str, tmp_path: Path) -> None:
    core = (ROOT / "rubrics" / "core.yaml").read_text(encoding="utf-8")
    path = tmp_path / "ours.yaml"
    path.write_text(core.replace("title: Progress for the child", "title: How far along"), encoding="utf-8")
    out = run("check", POOR, "--rubric", str(path), "--output-format", form, "--fail-on", "never").stdout
    assert "How far along" in out
    assert "Progress for the child" not in out


def test_a_child_known_by_a_number_is_called_this_child_in_questions() -> None:
    out = run("check", str(SHIPPED / "case-notes.csv"), "--fail-on", "never", "--allow-unreadable").stdout
    asked = out.split("Ask: ")[1:]
    assert asked
    assert not any("00871" in line.split("\n\n")[0].split("?")[0] for line in asked)
