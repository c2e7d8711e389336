"""`supcheck actions`: the tracker, every direction a row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from supcheck.cli.gate import Gate, exit_code
from supcheck.cli.outputs import chosen_formats, output_option, write_report
from supcheck.cli.run import (
    allow_empty_option,
    allow_unreadable_option,
    quiet_option,
    reading_of,
    rubric_option,
    stdin_option,
)
from supcheck.cli.settings import WithSettings, settings_options

_SUFFIXES = {".xlsx": "xlsx", ".csv": "csv", ".json": "json"}


@click.command(cls=WithSettings)
@click.argument("paths", nargs=-1, required=True)
@output_option("the tracker to FILE (.xlsx, .csv or .json)")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="The day on which an action is overdue or not.  [default: today]",
)
@stdin_option
@rubric_option
@allow_empty_option
@allow_unreadable_option
@quiet_option
@settings_options
def actions(
    paths: tuple[str, ...],
    outputs: tuple[Path, ...],
    on: dt.datetime | None,
    stdin_filename: str | None,
    rubric: Path | None,
    allow_empty: bool,
    allow_unreadable: bool,
    quiet: bool,
) -> int:
    """List every direction in PATHS as a row: child, record, action, owner, due, overdue, status.

    Without -o it goes to standard output as CSV.

    Where a child has several records, the status is what the next record says of the action. The
    tracker quotes the records: keep it as you keep them.
    """
    from supcheck.report.arrived import told
    from supcheck.report.tracker import FORMATS, rows

    formats = chosen_formats(outputs, _SUFFIXES)
    reading = reading_of(paths, rubric_file=rubric, stdin_filename=stdin_filename, quiet=quiet)
    run = reading.collected()
    found = list(rows(run, on.date() if on else dt.date.today()))
    for path, name in formats:
        write_report(path, FORMATS[name](found))
    if not formats:
        click.echo(FORMATS["csv"](found).decode("utf-8-sig"), nl=False)
    if not quiet:
        read = len(run.judged)
        click.echo(f"{len(found)} actions in {read} record{'' if read == 1 else 's'}", err=True)
        for tally in run.tallies:
            click.echo(told(tally), err=True)
        for unread in run.unread:
            click.echo(f"Not read: {unread.source}: {unread.reason}. {unread.mend}", err=True)
    return exit_code(run, Gate(), allow_empty=allow_empty, allow_unreadable=allow_unreadable)
