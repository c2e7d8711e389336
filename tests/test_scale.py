"""The generated exports of `make bench-rows`, small: every row is told of, in each form, and by the right name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.bench_rows import FORMS, look, rows, write

COUNT = 3_000


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(tmp_path_factory.mktemp("exports"), COUNT)


@pytest.mark.parametrize("form", FORMS)
def test_the_numbers_of_the_tally_add_up_to_the_files_rows(form: str, exports: dict[str, Path]) -> None:
    expected = Counter[str]()
    for *_, kind, _, _, status, note in rows(COUNT):
        supervision = kind == "Case Supervision"
        expected[
            kind if not supervision else "draft" if status == "Draft" else "read" if note else "empty"
        ] += 1
    records, (tally,) = look([exports[form]])
    told = Counter({one.name: one.rows for one in tally.left_out})
    told.update(read=tally.read, draft=tally.draft, empty=tally.empty)
    assert told == expected
    assert min(expected[name] for name in ("read", "draft", "empty")) > 0
    assert tally.unread == 0
    assert tally.rows == sum(expected.values()) == COUNT
    assert records == tally.records == tally.read


def test_a_row_that_is_ragged_is_counted_too(exports: dict[str, Path], tmp_path: Path) -> None:
    whole = exports["csv"].read_text(encoding="utf-8").splitlines()
    ragged = [line + ",more" if number % 7 == 1 else line for number, line in enumerate(whole)]
    path = tmp_path / "ragged.csv"
    path.write_text("\n".join(ragged), encoding="utf-8")
    _, (tally,) = look([path])
    assert tally.unread == sum(number % 7 == 1 for number in range(len(whole)))
    assert tally.rows == COUNT


def test_what_is_read_is_the_same_in_every_form(exports: dict[str, Path]) -> None:
    found = {form: look([path])[0] for form, path in exports.items()}
    assert len(set(found.values())) == 1
