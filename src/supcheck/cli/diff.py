"""`supcheck diff`: what two rubrics say differently of the same records."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supcheck import __version__
from supcheck.cli.outputs import chosen_formats, output_option, write_report
from supcheck.cli.run import (
    allow_empty_option,
    allow_unreadable_option,
    quiet_option,
    stdin_option,
    with_bar,
)
from supcheck.cli.settings import WithSettings, settings_options
from supcheck.records import Named, Record, Unread

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
    from supcheck.load import load
    from supcheck.report.difference import FORMATS

    formats = chosen_formats(outputs, _SUFFIXES)
    rubrics = _rubric(before), _rubric(after)
    stdin = sys.stdin.buffer if "-" in paths else None
    found = list(load(list(paths), stdin=stdin, stdin_filename=stdin_filename))
    records = [item for item in found if isinstance(item, Record)]
    unread = tuple(item for item in found if isinstance(item, Unread))
    difference = _difference(*rubrics, records, unread, quiet=quiet)
    for path, name in formats:
        write_report(path, FORMATS[name](difference))
    click.echo(FORMATS[form](difference), nl=False)
    if (unread and not allow_unreadable) or not (found or allow_empty):
        return 2
    return int(bool(difference.counts))


def _rubric(name: str) -> Rubric:
    from supcheck.rubric import load_rubric

    return load_rubric(None if name == "core" else Path(name))


def _difference(
    before: Rubric, after: Rubric, records: list[Record], unread: tuple[Unread, ...], *, quiet: bool
) -> Difference:
    from supcheck.difference import Difference, compare_records, compare_series, judge_again

    tool, model = f"supcheck {__version__}", Named("none", "")
    if not records:
        return Difference(tool, before.named, after.named, model, 0, (), (), unread)
    from supcheck.pipeline import Checker, Meaning, OwnReader

    checker = Checker.load(before)
    own = OwnReader.load(after) if after.own_labels and after.own_labels != before.own_labels else None
    first = list(with_bar(checker.check(records), len(records), quiet=quiet))
    second = [judge_again(one, before, after, checker.words, own) for one in first]
    return Difference(
        tool,
        before.named,
        after.named,
        checker.named,
        len(records),
        tuple(compare_records(first, second, before, after)),
        tuple(compare_series(first, before, after, checker.words, Meaning())),
        unread,
    )
