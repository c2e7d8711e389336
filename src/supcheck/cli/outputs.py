"""`-o FILE`, for every command that writes reports: refused before the work, written after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from supcheck.errors import SupcheckError


def chosen_formats(outputs: Sequence[Path], suffixes: Mapping[str, str]) -> list[tuple[Path, str]]:
    """Each file with its format, by suffix; raises `UsageError` for one that cannot be written."""
    chosen = []
    for path in outputs:
        if path.suffix.lower() not in suffixes:
            raise click.UsageError(f"-o {path}: the suffix must be one of {', '.join(suffixes)}")
        if not path.parent.is_dir():
            raise click.UsageError(f"-o {path}: the folder {path.parent} does not exist")
        chosen.append((path, suffixes[path.suffix.lower()]))
    return chosen


def write_report(path: Path, text: str) -> None:
    """Write a report as UTF-8; raises `SupcheckError` naming the file."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SupcheckError(f"-o {path}: cannot be written ({error.strerror})") from None
