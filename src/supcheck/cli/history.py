"""`supcheck history`: what `check --history` keeps, drawn, exported, or dropped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supcheck.cli.outputs import chosen_formats, output_option, write_report
from supcheck.cli.run import rubric_option
from supcheck.errors import SupcheckError

if TYPE_CHECKING:
    from supcheck.records import Judged, Run

_FILE = click.Path(dir_okay=False, path_type=Path)

history_option = click.option(
    "--history",
    type=_FILE,
    help="Add this run's grades, and no words, to FILE, a DuckDB file that is made if need be.",
)


@contextmanager
def keep_history(path: Path | None, run: Run) -> Iterator[Callable[[Judged], None]]:
    """What takes a run's records, one by one, and adds them to the history at the end, if there is one.

    Of `run` the name of its rubric and its model are kept. Raises `SupcheckError`.
    """
    if path is None:
        yield lambda judged: None
        return
    from supcheck.store.history import Rows, append

    rows = Rows()
    yield rows.take
    append(path, run, rows, dt.datetime.now(dt.UTC).replace(tzinfo=None))


@click.group()
def history() -> None:
    """Draw, export or shorten what check --history keeps: grades over time, and no words."""


@history.command()
@click.argument("file", type=_FILE)
@output_option("the page to FILE (.html)")
@rubric_option
def report(file: Path, outputs: tuple[Path, ...], rubric: Path | None) -> None:
    """Draw run charts of FILE by verdict, criterion and team, and say which changes are more than chance.

    Without -o the page goes to standard output.
    """
    from supcheck.report.history.page import history_html
    from supcheck.report.history.reading import story_of
    from supcheck.rubric import load_rubric
    from supcheck.store.history import read_history

    formats = chosen_formats(outputs, {".html": "html", ".htm": "html"})
    page = history_html(story_of(read_history(file), load_rubric(rubric)))
    for path, _ in formats:
        write_report(path, page)
        click.echo(f"Written: {path}", err=True)
    if not formats:
        click.echo(page, nl=False)


@history.command()
@click.argument("file", type=_FILE)
@output_option("a row a run, record and rule to FILE (.parquet or .csv)")
def export(file: Path, outputs: tuple[Path, ...]) -> None:
    """Write all that FILE holds as a table: record ids stand in it as digests."""
    from supcheck.store.history import EXPORTS
    from supcheck.store.history import export as written

    formats = chosen_formats(outputs, {suffix: suffix for suffix in EXPORTS})
    if not formats:
        raise SupcheckError("history export: name a file to write with -o, .parquet or .csv")
    for path, _ in formats:
        count = written(file, path)
        click.echo(f"{count:,} rows written to {path}", err=True)


@history.command()
@click.argument("file", type=_FILE)
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    required=True,
    help="Drop the runs that were made before this day.",
)
def purge(file: Path, before: dt.datetime) -> None:
    """Drop from FILE the runs that were made before a day, whatever the dates of their records."""
    from supcheck.store.history import purge as purged

    runs, records = purged(file, before.date())
    click.echo(
        f"{runs:,} run{'' if runs == 1 else 's'} with {records:,} record{'' if records == 1 else 's'}"
        f" dropped from {file}"
    )
