"""Paths -> Run: what `check` and `actions` both begin with."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from supcheck import __version__
from supcheck.records import Judged, Named, Run, Series

_LONG = 8
"""Records from which on the work takes longer than a second or two, and a bar is shown."""

stdin_option = click.option("--stdin-filename", help="The name, and so the format, of what '-' reads.")
rubric_option = click.option(
    "--rubric",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Judge by this rubric instead of the core one.",
)
allow_empty_option = click.option(
    "--allow-empty", is_flag=True, help="Exit 0 where there is nothing to examine."
)
allow_unreadable_option = click.option(
    "--allow-unreadable", is_flag=True, help="Do not exit 2 for what could not be read."
)
quiet_option = click.option(
    "-q", "--quiet", is_flag=True, help="No progress bar and no notes on standard error."
)


def run_over(
    paths: Sequence[str], *, rubric_file: Path | None, stdin_filename: str | None, quiet: bool
) -> Run:
    """Load, read and judge everything in `paths`; the model is loaded only where there is a record."""
    from supcheck.load import load
    from supcheck.load.arrivals import Arrivals
    from supcheck.rubric import load_rubric

    rubric = load_rubric(rubric_file)
    stdin = sys.stdin.buffer if "-" in paths else None
    arrivals = Arrivals()
    records = list(arrivals.records(load(list(paths), stdin=stdin, stdin_filename=stdin_filename)))
    judged: tuple[Judged, ...] = ()
    series: tuple[Series, ...] = ()
    model = Named("none", "")
    if records:
        from supcheck.pipeline import Checker, Meaning, judge_children

        checker = Checker.load(rubric)
        model = checker.named
        judged = tuple(_shown(checker.check(records), len(records), quiet=quiet))
        series = tuple(judge_children(rubric, checker.words, judged, Meaning()))
    return Run(
        f"supcheck {__version__}",
        rubric.named,
        model,
        judged,
        arrivals.unread,
        series,
        inputs=arrivals.inputs,
        tallies=arrivals.tallies,
    )


def _shown(judged: Iterable[Judged], count: int, *, quiet: bool) -> Iterator[Judged]:
    """The same records, with a bar on standard error where the work is long."""
    if quiet or count < _LONG or not sys.stderr.isatty():
        yield from judged
        return
    with click.progressbar(judged, length=count, label="Reading records", file=sys.stderr) as bar:
        yield from bar
