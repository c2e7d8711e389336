"""`supcheck init` shows shapes and no words, writes what can be corrected, and never guesses in silence."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from supcheck.cli import main
from supcheck.load import load
from supcheck.load.columns import ExportReading
from supcheck.records import Record
from tests.golden_exports import EXPORTS, GOLDEN, shown

WORDS = "RecordID,ChildID,NoteType,EventDate,Note\n7,0071,Catch up,03/09/2024,Mum said that Amy is well.\n"
TWO = "RecordID,Notes,Details\n7,Mum said.,Amy is well.\n"


def init(path: Path, *arguments: str, **options: Any) -> Any:
    return CliRunner().invoke(main, ["init", str(path), *arguments], **options)


def written(folder: Path) -> Any:
    return YAML(typ="safe").load((folder / ".supcheck.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [path.name for path in EXPORTS])
def test_each_shipped_export_is_shown_as_it_was_last_read(name: str) -> None:
    """`python -m tests.golden_exports` writes these again; read the difference before committing it."""
    assert shown(name) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_no_run_of_a_records_words_is_shown(path: Path) -> None:
    """Three words in a row of any record stand nowhere in what init prints."""
    out = " ".join(init(path, "--stdout").output.lower().split())
    for record in load([path]):
        if isinstance(record, Record):
            words = record.text.lower().split()
            assert not [run for run in zip(words, words[1:], words[2:], strict=False) if " ".join(run) in out]


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_what_is_written_reads_the_export_as_the_guess_did(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / path.name)
    assert init(tmp_path / path.name).exit_code == 0
    settings = written(tmp_path)
    reading = ExportReading(settings["columns"], {k: tuple(v) for k, v in settings.get("types", {}).items()})
    assert list(load([path], reading=reading)) == list(load([path]))


def test_a_file_that_is_there_is_kept_unless_forced_and_then_only_columns_and_types_change(
    tmp_path: Path,
) -> None:
    export, file = tmp_path / "x.csv", tmp_path / ".supcheck.yaml"
    export.write_text(WORDS)
    file.write_text("# ours\nrubric: ours.yaml\ncolumns:\n  text: Old\n")
    refused = init(export)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert init(export, "--force").exit_code == 0
    assert init(export, "--force").exit_code == 0
    assert (written(tmp_path)["rubric"], written(tmp_path)["columns"]["text"]) == ("ours.yaml", "Note")
    assert "# ours" in file.read_text()
    assert file.read_text().count("Catch up") == 1


def test_nothing_is_written_for_standard_output(tmp_path: Path) -> None:
    export = tmp_path / "x.csv"
    export.write_text(WORDS)
    result = init(export, "--stdout")
    assert YAML(typ="safe").load(result.stdout)["columns"]["child"] == "ChildID"
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_an_ambiguous_column_is_refused_with_what_to_write_where_nobody_can_answer(tmp_path: Path) -> None:
    export = tmp_path / "x.csv"
    export.write_text(TWO)
    result = init(export)
    assert result.exit_code == 2
    assert "columns: {text: Notes}" in result.stderr
    assert not (tmp_path / ".supcheck.yaml").exists()


def test_an_ambiguous_column_is_asked_about_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["supcheck.cli.init"], "_somebody_there", lambda: True)
    export = tmp_path / "x.csv"
    export.write_text(TWO)
    assert init(export, input="Details\n").exit_code == 0
    assert written(tmp_path)["columns"]["text"] == "Details"


@pytest.mark.parametrize(
    "name,content", [("x.txt", "Seen."), ("x.csv", ""), ("x.xlsx", "no"), ("x.csv", "a,b\n1,2\n")]
)
def test_what_is_no_export_is_one_clear_line(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    result = init(tmp_path / name)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output
