"""`-o FILE`, for every command that writes reports: refused before the work, written after it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from supcheck.errors import SupcheckError

F = TypeVar("F", bound=Callable[..., Any])


_NAMED = re.compile(r"([a-z-]+)=(.+)", re.DOTALL)


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


def chosen_formats(
    outputs: Sequence[Path], suffixes: Mapping[str, str], formats: Sequence[str] = ()
) -> list[tuple[Path, str]]:
    """Each file with its format, by suffix or as FORMAT=FILE; `formats` are those that may be named.

    Raises `UsageError` for a file that cannot be written.
    """
    chosen = [_chosen(path, suffixes, formats) for path in outputs]
    for path, _ in chosen:
        if not path.parent.is_dir():
            raise click.UsageError(f"-o {path}: the folder {path.parent} does not exist")
        if path.is_dir():
            raise click.UsageError(f"-o {path}: is a folder; name a file in it")
    return chosen


def _chosen(path: Path, suffixes: Mapping[str, str], formats: Sequence[str]) -> tuple[Path, str]:
    named = _NAMED.fullmatch(str(path)) if formats else None
    if named and named[1] in formats:
        return Path(named[2]), named[1]
    if named:
        near = difflib.get_close_matches(named[1], formats, n=1)
        guess = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(formats)};"
        raise click.UsageError(
            f"-o {path}: no format is called {named[1]}; {guess} For a file of that name write ./{path}"
        )
    if path.suffix.lower() not in suffixes:
        other = f", or write FORMAT=FILE with {', '.join(formats)}" if formats else ""
        raise click.UsageError(f"-o {path}: the suffix must be one of {', '.join(suffixes)}{other}")
    return path, suffixes[path.suffix.lower()]


def write_report(path: Path, report: str | bytes) -> None:
    """Write a report, text as UTF-8; raises `SupcheckError` naming the file."""
    try:
        path.write_bytes(report.encode("utf-8") if isinstance(report, str) else report)
    except OSError as error:
        raise SupcheckError(f"-o {path}: cannot be written ({error.strerror})") from None


@contextmanager
def written_lines(paths: Sequence[Path]) -> Iterator[Callable[[str], None]]:
    """A function that writes lines to standard output and to each file as they come.

    Raises `SupcheckError` naming the file that cannot be written.
    """
    with ExitStack() as stack:
        files = []
        for path in paths:
            try:
                files.append(stack.enter_context(path.open("w", encoding="utf-8", newline="\n")))
            except OSError as error:
                raise SupcheckError(f"-o {path}: cannot be written ({error.strerror})") from None

        def write(text: str) -> None:
            # A half of a pair, from a broken export, has no bytes in UTF-8.
            told = text.encode("utf-8", "backslashreplace").decode()
            click.echo(told, nl=False)
            for path, file in zip(paths, files, strict=True):
                try:
                    file.write(told)
                except OSError as error:
                    raise SupcheckError(f"-o {path}: cannot be written ({error.strerror})") from None

        yield write
