"""`supcheck baseline`: the care of a baseline's file."""

from __future__ import annotations

from pathlib import Path

import click

from supcheck.cli.run import (
    allow_unreadable_option,
    cache_option,
    opened_cache,
    quiet_option,
    reading_of,
    rubric_option,
)
from supcheck.errors import StoreError


@click.group()
def baseline() -> None:
    """Keep the file of what is known (check --write-baseline) small."""


@baseline.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("paths", nargs=-1, required=True)
@rubric_option
@allow_unreadable_option
@quiet_option
@cache_option
def prune(
    file: Path,
    paths: tuple[str, ...],
    rubric: Path | None,
    allow_unreadable: bool,
    quiet: bool,
    cache: Path | None,
) -> int:
    """Drop from the baseline FILE what no longer occurs in PATHS, all the records that it is for.

    What could not be read may still occur: then nothing is dropped, unless --allow-unreadable says so.
    """
    from supcheck.rubric import load_rubric
    from supcheck.store.aside import set_aside
    from supcheck.store.baseline import Known, read_baseline, write_baseline

    known = Known(read_baseline(file, load_rubric(rubric).named), file.name)
    with opened_cache(cache) as keeps:
        reading = reading_of(paths, rubric_file=rubric, stdin_filename=None, quiet=quiet, keeps=keeps)
        run = reading.collected()
    if run.unread and not allow_unreadable:
        for unread in run.unread:
            click.echo(f"Not read: {unread.source}: {unread.reason}. {unread.mend}", err=True)
        raise StoreError(f"{file.name}: left as it is; mend what was not read, or say --allow-unreadable")
    if not run.judged:
        raise StoreError(f"{file.name}: left as it is; no record was found in {', '.join(paths)}")
    set_aside(run, [known])
    if known.gone:
        write_baseline(file, known.kept())
    click.echo(f"{known.gone} {'entry' if known.gone == 1 else 'entries'} dropped from {file}")
    return 0
