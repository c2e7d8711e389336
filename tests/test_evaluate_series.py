"""Findings over several records against what was planted; and the streams that a command writes to."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from supcheck.cli import main, speak_utf8
from supcheck.errors import SupcheckError
from supcheck.learn.series import RULES, RuleAgreement, SeriesAgreement, compare_series, exports_with_truth
from supcheck.pipeline import Checker, judge_record
from supcheck.records import Grade, Judged, Place, Record, Series, SeriesFinding
from supcheck.rubric import load_rubric
from supcheck.segment import segment

from .made import WORDS, made

ACT = "SW to ring the landlord about the boiler"
NAMES = tuple(f"R{n}" for n in range(1, 11))
ROOT = Path(__file__).parent.parent


def finding(rule: str, *records: str, sure: bool = True) -> SeriesFinding:
    grades = (Grade.NOT_MET,) if sure else (Grade.MET, Grade.NOT_MET)
    return SeriesFinding(rule, grades, tuple(Place(name) for name in records), "")


def series(*findings: SeriesFinding, child: str = "0071") -> Series:
    records = tuple(made(name, f"2024-{n:02}-04", f"Actions\n{ACT}\n") for n, name in enumerate(NAMES, 1))
    return Series(child, records, findings, ())


def truth(child: str = "0071", **planted: Any) -> dict[str, Any]:
    return {"child": child, "truth": {**{rule: [] for rule in RULES}, "follow": [], **planted}}


def of(rule: str, found: SeriesAgreement) -> RuleAgreement:
    return next(row for row in found.rules if row.rule == rule)


def drift(*records: str, act: str = ACT) -> SeriesFinding:
    """A finding that quotes the act in each of its records."""
    text = f"Actions\n{ACT}\n"
    span = next(unit.span for unit in made("A", "2024-01-01", text).units if ACT in unit.span.of(text))
    return dataclasses.replace(finding("S2"), places=tuple(Place(name, (span,)) for name in records))


def test_a_finding_on_a_child_whom_the_truth_does_not_list_is_wrong() -> None:
    told = [truth(S1=[["R1", "R2"]])]
    other = series(finding("S1", "R3", "R4"), finding("S1", "R5", "R6", sure=False), child="0072")
    found = compare_series([([series(finding("S1", "R1", "R2")), other], told)])
    row = of("S1", found)
    assert (row.planted, row.found, row.right, row.met, row.open) == (1, 2, 1, 1, 1)
    assert found.wrong == (("0072", "S1", ("R3", "R4")),)
    assert (found.children, found.records) == (2, 20)


def test_a_child_without_a_series_misses_what_was_planted() -> None:
    found = compare_series([([], [truth(S5=["R1"])])])
    assert found.missed == (("0071", "S5", ("R1",)),)
    assert of("S5", found).recall == 0.0
    assert of("S5", found).precision is None


@pytest.mark.parametrize(
    "records,planted,met",
    [
        (NAMES[:3], [NAMES[:3]], 1),
        (NAMES[:6], [NAMES[:3]], 1),
        (NAMES[:7], [NAMES[:3]], 0),
        (NAMES, [NAMES[:3]], 0),
        (NAMES, [NAMES[n : n + 3] for n in range(3)], 3),
        (NAMES, [NAMES[n : n + 3] for n in range(2)], 0),
        (NAMES[:4], [NAMES[:3], NAMES[1:4]], 2),
        (NAMES[:3], [NAMES[1:4]], 0),
    ],
)
def test_a_run_hits_what_was_planted_where_half_of_it_is_planted(
    records: tuple[str, ...], planted: list[tuple[str, ...]], met: int
) -> None:
    found = compare_series([([series(finding("S4", *records))], [truth(S4=[list(one) for one in planted])])])
    row = of("S4", found)
    assert row.met == met
    assert row.right == bool(met)
    assert len(found.wrong) == (not met)
    assert len(found.missed) == len(planted) - met


@pytest.mark.parametrize("shared,met", [(10, 1), (5, 1), (4, 0), (1, 0)])
def test_drift_hits_its_act_where_half_of_its_records_are_planted(shared: int, met: int) -> None:
    planted = {"kind": "restated", "records": list(NAMES[:shared]), "act": ACT}
    found = compare_series([([series(drift(*NAMES))], [truth(S2=[planted])])])
    assert of("S2", found).met == met
    other = {**planted, "act": "Genogram with nan"}
    assert of("S2", compare_series([([series(drift(*NAMES))], [truth(S2=[other])])])).met == 0


def test_a_rule_that_no_truth_names_is_not_counted() -> None:
    told = {"child": "0071", "truth": {"S3": [["R1", "R2"]]}}
    found = compare_series([([series(finding("S1", "R3", "R4"), finding("S3", "R1", "R2"))], [told])])
    assert [row.rule for row in found.rules] == ["S3"]
    assert not found.wrong
    stranger = series(finding("S1", "R3", "R4"), finding("S3", "R1", "R2"), child="0072")
    assert [one[1] for one in compare_series([([stranger], [told])]).wrong] == ["S3"]


def test_drift_is_met_by_the_words_with_which_an_act_stands_in_any_record() -> None:
    planted = {"kind": "restated", "records": list(NAMES[:3]), "act": "Genogram with nan"}
    reworded = {**planted, "at": {"R2": ACT}}
    for fault, met in ((planted, 0), (reworded, 1)):
        found = compare_series([([series(drift(*NAMES[:3]))], [truth(S2=[fault])])])
        assert of("S2", found).met == met


def test_what_only_an_open_finding_names_is_counted_apart() -> None:
    told = [truth(S3=[["R1", "R2"]], S6=[["R1", "0072", "Q1"]])]
    open_ = series(finding("S3", "R1", "R2", sure=False), finding("S6", "R1", "Q1", sure=False))
    found = compare_series([([open_], told)])
    for rule in ("S3", "S6"):
        row = of(rule, found)
        assert (row.found, row.met, row.open, row.met_open) == (0, 0, 1, 1)
    assert not found.wrong
    assert len(found.missed) == 2


TRUTHS = {
    "broken": ("\n{", "notes.truth.jsonl:2: is not JSON"),
    "no child": (json.dumps({"truth": {}}), "notes.truth.jsonl:1: 'child' must be"),
    "no truth": (json.dumps({"child": "1"}), "notes.truth.jsonl:1: 'truth' needs a list"),
    "no list": (
        json.dumps({"child": "1", "truth": {"S2": "R1"}}),
        "notes.truth.jsonl:1: 'truth' needs a list.* of S1, .*follow",
    ),
    "no such rule": (
        json.dumps({"child": "1", "truth": {"S2": [], "S9": []}}),
        "notes.truth.jsonl:1: 'truth' knows no S9; it takes S1, .*follow",
    ),
}


@pytest.mark.parametrize("told,said", TRUTHS.values(), ids=TRUTHS)
def test_a_truth_that_cannot_be_read_is_refused_at_its_file_and_line(
    tmp_path: Path, told: str, said: str
) -> None:
    (tmp_path / "notes.csv").write_text("", encoding="utf-8")
    (tmp_path / "notes.truth.jsonl").write_text(told, encoding="utf-8")
    with pytest.raises(SupcheckError, match=said):
        list(exports_with_truth(tmp_path))


class Silent:
    """Judges with no label at all: no model is needed to know what could not be read."""

    rubric = load_rubric()
    words = WORDS

    def check(self, records: Iterable[Record]) -> Iterator[Judged]:
        """Each record, with nothing found in it."""
        for raw in records:
            record, units = segment(raw, WORDS)
            yield judge_record(self.rubric, WORDS, record, units, ((),) * len(units))


ROWS = (
    {
        "Record ID": "SUP-1",
        "Child ID": "0071",
        "Date": "2024-03-04",
        "Notes": "Actions\nSW to ring school.\n",
    },
    {"Record ID": "SUP-2", "Child ID": "0071", "Date": "2024-05-04", "Notes": "Update\nHe slept.\n"},
    {"Record ID": "SUP-3", "Child ID": "0071", "Date": "2024-06-04", "Notes": "#NAME?"},
)


@pytest.mark.parametrize("rows,code", [(2, 0), (3, 2)])
def test_rows_that_could_not_be_read_are_listed_and_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, code: int
) -> None:
    monkeypatch.setattr(Checker, "load", lambda: Silent())
    export = "".join(json.dumps(row) + "\n" for row in ROWS[:rows])
    (tmp_path / "notes.jsonl").write_text(export, encoding="utf-8")
    (tmp_path / "notes.truth.jsonl").write_text(json.dumps(truth(S1=[["SUP-1", "SUP-2"]])), encoding="utf-8")
    result = CliRunner().invoke(main, ["evaluate-series", str(tmp_path), "--show"])
    assert result.exit_code == code, result.output
    assert "1 children, 2 records" in result.stdout
    assert ("Not read: " in result.stderr) == (code == 2)


def stream(encoding: str, errors: str = "strict") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors=errors)


def test_a_redirected_stream_of_another_code_page_writes_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = stream("cp1252", "surrogateescape"), stream("UTF8", "backslashreplace")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    speak_utf8()
    out.write("Ż – ✓")
    out.flush()
    assert out.buffer.getvalue() == "Ż – ✓".encode()  # type: ignore[attr-defined]  # a BytesIO
    assert (out.errors, err.errors) == ("surrogateescape", "backslashreplace")


def test_a_stream_that_is_no_file_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Own(io.TextIOWrapper):
        """Such as click's runner puts in the place of standard output."""

    own = Own(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", own)
    monkeypatch.setattr(sys, "stderr", None)
    speak_utf8()
    assert own.encoding == "cp1252"


def test_a_command_writes_utf8_where_the_system_says_cp1252(tmp_path: Path) -> None:
    folder = tmp_path / "Żaneta ✓"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "supcheck", "evaluate-series", str(folder)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "cp1252"},
    )
    assert done.returncode == 2
    assert "Żaneta ✓: no .truth.jsonl file found" in done.stderr.decode("utf-8")
