"""Paths -> a run: what `check` and `actions` both begin with."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from supcheck.cli.settings import settings_now
from supcheck.records import Chapter, Judged
from supcheck.settings import called

if TYPE_CHECKING:
    from supcheck.rubric import Rubric
    from supcheck.running import Reading
    from supcheck.scores import Keeps
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

cache_option = click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the model's scores in this folder, and no words: what was read once is not read again.",
)


RESUMED = Path(".supcheck-resume")
"""Where a run that may be resumed keeps its scores until it has ended."""

resume_option = click.option(
    "--resume",
    is_flag=True,
    help=f"Go on where this command was stopped: until it has ended its scores are kept in {RESUMED}, "
    "in this folder.",
)


@contextmanager
def opened_cache(folder: Path | None, *, resume: bool = False) -> Iterator[Keeps | None]:
    """The cache where a folder is named; else, to be resumed, one that is deleted once the run has ended."""
    if folder is None and not resume:
        yield None
        return
    from supcheck.store.cache import opened

    with opened(folder or RESUMED) as keeps:
        yield keeps
    if folder is None:
        shutil.rmtree(RESUMED, ignore_errors=True)


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


def reading_of(
    paths: Sequence[str],
    *,
    rubric_file: Path | None,
    stdin_filename: str | None,
    quiet: bool,
    keeps: Keeps | None = None,
    selection: Selection | None = None,
) -> Reading:
    """Find everything in `paths`, to be judged as the chapters are asked for.

    Every record is judged by the whole rubric; of what is found only the selection is kept.
    """
    from supcheck.rubric import load_rubric
    from supcheck.selection import select_rules

    rubric = load_rubric(rubric_file)
    chosen = selection or select_rules(rubric)
    found = reading_by(
        paths,
        rubric,
        chosen.of_rubric(rubric),
        chosen.of_judged,
        stdin_filename=stdin_filename,
        quiet=quiet,
        keeps=keeps,
    )
    return replace(found, run=replace(found.run, select=chosen.select, ignore=chosen.ignore))


def reading_by(
    paths: Sequence[str],
    rubric: Rubric,
    together: Rubric,
    keep: Callable[[Judged], Judged],
    *,
    stdin_filename: str | None,
    quiet: bool,
    keeps: Keeps | None = None,
) -> Reading:
    """Records judged by `rubric`, as `keep` leaves them; a child's records by the series rules of `together`.

    The model is loaded only where there is a record of which `keeps` has no scores.
    """
    from supcheck.load import find
    from supcheck.load.columns import ExportReading
    from supcheck.running import Judging, reading

    settings = settings_now()
    if settings.file is not None and not quiet:
        click.echo(f"Settings: {called(settings.file)}", err=True)
    count = 0

    def judging(records: int) -> Judging:
        from supcheck.pipeline import Checker, Meaning
        from supcheck.scores import KEEPS_NOTHING

        nonlocal count
        count, kept = records, keeps or KEEPS_NOTHING
        checker = Checker.load(rubric, kept)
        return Judging(
            checker.named, lambda read: map(keep, checker.check(read)), together, Meaning(kept), kept
        )

    found = find(
        list(paths),
        stdin=sys.stdin.buffer if "-" in paths else None,
        stdin_filename=stdin_filename,
        reading=ExportReading(settings.columns, settings.types),
    )
    begun = reading(found, rubric, judging)
    return replace(begun, chapters=_shown(begun.chapters, count, quiet=quiet))


def _shown(chapters: Iterator[Chapter], count: int, *, quiet: bool) -> Iterator[Chapter]:
    """The same chapters, with a bar on standard error where the work is long."""
    if quiet or count < _LONG or not sys.stderr.isatty():
        yield from chapters
        return
    with click.progressbar(length=count, label="Reading records", file=sys.stderr) as bar:
        for chapter in chapters:
            yield chapter
            bar.update(len(chapter.judged))
