"""Paths -> Run: what `check` and `actions` both begin with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from supcheck import __version__
from supcheck.cli.settings import settings_now
from supcheck.records import Judged, Named, Record, Run, Series, Unread
from supcheck.settings import called

if TYPE_CHECKING:
    from supcheck.selection import Selection

F = TypeVar("F", bound=Callable[..., Any])

_LONG = 8
"""Records from which on the work takes longer than a second or two, and a bar is shown."""

stdin_option = click.option("--stdin-filename", help="The name, and so the format, of what '-' reads.")
rubric_option = click.option(
    "--rubric",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Judge by this rubric instead of the core one.",
)
allow_empty_option = click.option(
    "--allow-empty/--no-allow-empty", help="Exit 0 where there is nothing to examine."
)
allow_unreadable_option = click.option(
    "--allow-unreadable/--no-allow-unreadable", help="Do not exit 2 for what could not be read."
)
quiet_option = click.option(
    "-q", "--quiet/--no-quiet", help="No progress bar and no notes on standard error."
)


_SELECT = (
    click.option(
        "--select",
        multiple=True,
        help="Show and count these rules only: ids or their beginnings, such as R,D1.",
    ),
    click.option("--ignore", multiple=True, help="Neither show nor count these rules."),
)


def select_options(command: F) -> F:
    """`--select` and `--ignore`."""
    for option in reversed(_SELECT):
        command = option(command)
    return command


def chosen_rules(options: Mapping[str, Any]) -> Selection:
    """The rules that `--rubric`, `--select` and `--ignore` come to; raises `SupcheckError`."""
    from supcheck.rubric import load_rubric
    from supcheck.selection import select_rules

    context, places = click.get_current_context(), settings_now().places
    from_file = {
        name: places[name]
        for name in ("select", "ignore")
        if context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP
    }
    return select_rules(load_rubric(options["rubric"]), options["select"], options["ignore"], from_file)


def run_over(
    paths: Sequence[str],
    *,
    rubric_file: Path | None,
    stdin_filename: str | None,
    quiet: bool,
    selection: Selection | None = None,
) -> Run:
    """Load, read and judge everything in `paths`; the model is loaded only where there is a record.

    Every record is judged by the whole rubric; of what is found only the selection is kept.
    """
    from supcheck.load import load
    from supcheck.rubric import load_rubric
    from supcheck.selection import select_rules

    file = settings_now().file
    if file is not None and not quiet:
        click.echo(f"Settings: {called(file)}", err=True)
    rubric = load_rubric(rubric_file)
    selection = selection or select_rules(rubric)
    stdin = sys.stdin.buffer if "-" in paths else None
    found = list(load(list(paths), stdin=stdin, stdin_filename=stdin_filename))
    records = [item for item in found if isinstance(item, Record)]
    unread = tuple(item for item in found if isinstance(item, Unread))
    judged: tuple[Judged, ...] = ()
    series: tuple[Series, ...] = ()
    model = Named("none", "")
    if records:
        from supcheck.pipeline import Checker, Meaning, judge_children

        checker = Checker.load(rubric)
        model = checker.named
        found_in = with_bar(checker.check(records), len(records), quiet=quiet)
        judged = tuple(selection.of_judged(one) for one in found_in)
        series = tuple(judge_children(selection.of_rubric(rubric), checker.words, judged, Meaning()))
    return Run(
        f"supcheck {__version__}",
        rubric.named,
        model,
        judged,
        unread,
        series,
        select=selection.select,
        ignore=selection.ignore,
    )


def with_bar(judged: Iterable[Judged], count: int, *, quiet: bool) -> Iterator[Judged]:
    """The same records, with a bar on standard error where the work is long."""
    if quiet or count < _LONG or not sys.stderr.isatty():
        yield from judged
        return
    with click.progressbar(judged, length=count, label="Reading records", file=sys.stderr) as bar:
        yield from bar
