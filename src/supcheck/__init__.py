"""supcheck: what a supervision record shows of reflection on the child's progress and of direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supcheck.records import Item, Judged, Record

__version__ = "0.1.0"
__all__ = ["__version__", "check", "read"]


def read(paths: Iterable[str | Path]) -> Iterator[Item]:
    """Read files, folders and globs; what is no record comes as a value of its own, never an exception."""
    from supcheck.load import load

    return load(list(paths))


def check(records: Iterable[Record]) -> Iterator[Judged]:
    """Judge records by the core rubric; raises `supcheck.errors.SupcheckError`."""
    from supcheck.pipeline import Checker

    return Checker.load().check(records)
