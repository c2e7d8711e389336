"""`-o FILE`, for every command that writes reports: refused before the work, written after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from supcheck.errors import SupcheckError

F = TypeVar("F", bound=Callable[..., Any])


def output_option(written: str) -> Callable[[F], F]:
    """`-o FILE`, which may be repeated; `written` says what goes into it and by which suffixes."""
    return click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help=f"Write {written}; may be repeated.",
    )


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


def write_report(path: Path, report: str | bytes) -> None:
    """Write a report, text as UTF-8; raises `SupcheckError` naming the file."""
    try:
        path.write_bytes(report.encode("utf-8") if isinstance(report, str) else report)
    except OSError as error:
        raise SupcheckError(f"-o {path}: cannot be written ({error.strerror})") from None
