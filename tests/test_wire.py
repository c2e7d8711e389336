"""The wire format is the contract: valid against its schema, offsets exact, no word of a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from supcheck.cli import main
from supcheck.load import load
from supcheck.records import LABELS, Record
from tests.schema import SCHEMAS, schema_text

SHIPPED = Path(__file__).parent.parent / "fixtures" / "records"


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    result = run(str(SHIPPED), "--output-format", "json", "--fail-on", "never", "--allow-unreadable")
    assert result.exit_code == 0
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


@pytest.fixture(scope="module")
def quoted() -> dict[str, Any]:
    result = run(
        str(SHIPPED),
        "--output-format",
        "json",
        "--fail-on",
        "never",
        "--allow-unreadable",
        "--include-evidence",
    )
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_the_committed_schema_is_the_one_the_types_give(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == schema_text(file)


def test_the_output_is_valid_against_the_schema(plain: dict[str, Any], quoted: dict[str, Any]) -> None:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator(schema).validate(plain)
    jsonschema.Draft202012Validator(schema).validate(quoted)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def test_without_evidence_no_run_of_a_records_words_is_written(plain: dict[str, Any]) -> None:
    """Five words in a row of any record stand nowhere in the output."""
    written = " ".join(" ".join(strings(plain)).lower().split())
    for record in load([SHIPPED]):
        if isinstance(record, Record):
            words = re.findall(r"\S+", record.text.lower())
            for start in range(len(words) - 4):
                assert " ".join(words[start : start + 5]) not in written


def test_with_evidence_each_quote_is_exactly_what_its_offsets_hold(quoted: dict[str, Any]) -> None:
    texts = {record.id: record.text for record in load([SHIPPED]) if isinstance(record, Record)}
    for record in quoted["records"]:
        text = texts[record["id"]]
        for finding in (*record["criteria"], *record["flags"], *record["advice"]):
            assert [text[start:end] for start, end in finding["spans"]] == finding["quotes"]
        for unit in record["units"]:
            assert [text[unit["start"] : unit["end"]]] == unit["quotes"]


def test_every_shipped_record_has_every_label_criterion_and_verdict(plain: dict[str, Any]) -> None:
    assert len(plain["records"]) >= 24
    for record in plain["records"]:
        assert set(record["verdicts"]) == {"reflection", "direction"}
        assert len(record["criteria"]) == 13
        for unit in record["units"]:
            assert tuple(unit["labels"]) == LABELS
            assert not set(unit["bears"]) & set(unit["open"])


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    one = str(SHIPPED / "kinship-supervision.txt")
    first = run(one, "--output-format", "json", "--fail-on", "never")
    second = run(one, "--output-format", "json", "--fail-on", "never")
    assert first.stdout == second.stdout
