"""`supcheck diff`: what two rubrics say differently of the same records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supcheck.cli.outputs import chosen_formats, output_option, write_report
from supcheck.cli.run import (
    allow_empty_option,
    allow_unreadable_option,
    quiet_option,
    reading_by,
    stdin_option,
)
from supcheck.cli.settings import WithSettings, settings_options

if TYPE_CHECKING:
    from supcheck.difference import Difference
    from supcheck.rubric import Rubric

_FORMATS = ("human", "json")
_SUFFIXES = {".txt": "human", ".json": "json"}
"""Named here too, so that `--help` imports no report; a test holds both tables equal."""


@click.command(cls=WithSettings)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--output-format",
    "form",
    type=click.Choice(_FORMATS),
    default="human",
    show_default=True,
    help="What standard output carries.",
)
@output_option("the difference to FILE (.txt or .json)")
@stdin_option
@allow_empty_option
@allow_unreadable_option
@quiet_option
@settings_options
def diff(
    before: str,
    after: str,
    paths: tuple[str, ...],
    form: str,
    outputs: tuple[Path, ...],
    stdin_filename: str | None,
    allow_empty: bool,
    allow_unreadable: bool,
    quiet: bool,
) -> int:
    """Judge PATHS by rubric A and by rubric B, and say which grades and verdicts change.

    A and B are rubric files, or 'core'. Exit codes: 0 nothing changes; 1 something does; 2 usage, or
    something could not be read.
    """
    from supcheck.report.difference import FORMATS

    formats = chosen_formats(outputs, _SUFFIXES)
    difference = _difference(_rubric(before), _rubric(after), paths, stdin_filename, quiet=quiet)
    for path, name in formats:
        write_report(path, FORMATS[name](difference))
    click.echo(FORMATS[form](difference), nl=False)
    empty = not (difference.records or difference.unread)
    if (difference.unread and not allow_unreadable) or (empty and not allow_empty):
        return 2
    return int(bool(difference.counts))


def _rubric(name: str) -> Rubric:
    from supcheck.rubric import load_rubric

    return load_rubric(None if name == "core" else Path(name))


def _difference(
    before: Rubric, after: Rubric, paths: Sequence[str], stdin_filename: str | None, *, quiet: bool
) -> Difference:
    from supcheck.difference import (
        Change,
        Difference,
        SeriesChange,
        both,
        compare_record,
        compare_series,
        judge_again,
    )
    from supcheck.pipeline import OwnReader
    from supcheck.words import load_words

    together = both(before, after)
    reading = reading_by(
        paths, before, together, lambda judged: judged, stdin_filename=stdin_filename, quiet=quiet
    )
    words, own = load_words(), None
    if after.own_labels and after.own_labels != before.own_labels:
        own = OwnReader(after.own_labels)
    changes: dict[int, list[Change]] = {}
    series: list[SeriesChange] = []
    # Of a record that is compared nothing is kept but what changed.
    for chapter in reading.chapters:
        for order, one in zip(chapter.order, chapter.judged, strict=True):
            other = judge_again(one, before, after, words, own)
            changes[order] = list(compare_record(one, other, before, after))
        if chapter.series is not None:
            series += compare_series(chapter.series, before, after)
    run = reading.run
    ordered = tuple(change for order in sorted(changes) for change in changes[order])
    return Difference(
        run.tool, before.named, after.named, run.model, len(changes), ordered, tuple(series), run.unread
    )
