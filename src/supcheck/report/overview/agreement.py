"""A file of `supcheck evaluate` -> how far supcheck agrees with local raters, for the overview.

Of the file the verdicts' and criteria's figures alone are read: no word and no record's id that stands in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from supcheck.errors import StoreError

SCHEMA: Final = "supcheck-evaluation/1"
"""What `supcheck evaluate` writes, and what is read here."""
COMMAND: Final = "supcheck evaluate FOLDER -o evaluation.json"
UNKNOWN: Final = "Not known here: no agreement was given."
MEANING: Final = (
    "Kappa says how far supcheck and the raters agree beyond chance: 1 is always, 0 no more often than chance"
    " would have it, below 0 less often. Of a criterion, grades that are one step apart count as half alike."
    " What supcheck left open for a reader to decide is left out, so over all records agreement may be lower;"
    " so is what either side says does not apply. The interval is what so many records leave open (95%);"
    " with few writers it is too narrow."
)
SINCE: Final = (
    "The file does not say by which rubric and model it was made: measure again when either has changed."
)
_NAME: Final = re.compile(r"[\w-]{1,40}")


@dataclass(frozen=True, slots=True)
class Kappa:
    """A kappa and its 95% interval, each -1 to 1; None where a side never varies, or nothing was drawn."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def said(self) -> str:
        """To two places; '–' where it is not defined."""
        return "–" if self.value is None else f"{self.value:.2f}"

    @property
    def interval(self) -> str:
        """'0.61 to 0.83'; '–' where there is none."""
        return "–" if self.low is None or self.high is None else f"{self.low:.2f} to {self.high:.2f}"


@dataclass(frozen=True, slots=True)
class Agreed:
    """A verdict's or a criterion's agreement, in records."""

    id: str
    records: int
    """That its kappa rests on."""
    alike: int
    """Of these."""
    open: int
    not_applicable: int
    kappa: Kappa


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far supcheck agrees with raters over records of their own."""

    records: int
    voices: int
    """Writers of these records."""
    verdicts: tuple[Agreed, ...]
    criteria: tuple[Agreed, ...]
    together: Kappa
    """Over every criterion of every record."""

    @property
    def over(self) -> str:
        """'64 records of 8 writers'."""
        return f"{_so_many(self.records, 'record')} of {_so_many(self.voices, 'writer')}"


def read_agreement(path: Path) -> Agreement:
    """The agreement in a file of `supcheck evaluate`; raises `StoreError` where it is none."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StoreError(
            f"--agreement {path}: cannot be read ({error.strerror}); write it: {COMMAND}"
        ) from None
    except (ValueError, RecursionError):
        tree = None
    schema = tree.get("schema") if isinstance(tree, dict) else None
    if schema != SCHEMA:
        known = isinstance(schema, str) and re.fullmatch(r"supcheck-evaluation/\d{1,4}", schema)
        told = f"is {schema}, and this supcheck reads {SCHEMA}" if known else "is no evaluation of supcheck"
        raise StoreError(f"--agreement {path}: {told}; write one: {COMMAND}")
    try:
        return Agreement(
            _count(tree, "records"),
            _count(tree, "voices"),
            tuple(_graded(tree, "verdicts")),
            tuple(_graded(tree, "criteria")),
            _kappa(tree, "criteria_kappa"),
        )
    except _OddError as odd:
        raise StoreError(f"--agreement {path}: {odd} cannot be used; write it again: {COMMAND}") from None


class _OddError(Exception):
    """The place of what is not as `supcheck evaluate` writes it."""


def _graded(tree: Mapping[str, Any], key: str) -> Iterator[Agreed]:
    rows = tree.get(key)
    if not isinstance(rows, list):
        raise _OddError(f"'{key}'")
    for place, row in enumerate(rows, 1):
        try:
            yield _agreed(row)
        except _OddError as odd:
            raise _OddError(f"{odd} of item {place} of '{key}'") from None


def _agreed(row: Any) -> Agreed:
    if not isinstance(row, dict):
        raise _OddError("the whole")
    name = row.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _OddError("'name'")
    counted = ("right", "wrong", "open", "not_applicable", "not_applicable_wrong")
    right, wrong, left, out, out_wrong = (_count(row, key) for key in counted)
    records, alike = right + wrong - out, right - (out - out_wrong)
    if not 0 <= alike <= records or out_wrong > out:
        raise _OddError("'not_applicable'")
    return Agreed(name, records, alike, left, out, _kappa(row, "kappa"))


def _count(tree: Mapping[str, Any], key: str) -> int:
    found = tree.get(key)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise _OddError(f"'{key}'")
    return found


def _kappa(tree: Mapping[str, Any], key: str) -> Kappa:
    found = tree.get(key)
    if not isinstance(found, dict):
        raise _OddError(f"'{key}'")
    value, low, high = (found.get(name) for name in ("value", "low", "high"))
    for one in (value, low, high):
        # NaN, which Python reads from JSON, lies between nothing.
        if one is not None and not (isinstance(one, int | float) and -1 <= one <= 1):
            raise _OddError(f"'{key}'")
    return Kappa(value, low, high)


def _so_many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
