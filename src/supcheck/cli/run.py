"""Paths -> a run: what `check` and `actions` both begin with."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supcheck import __version__
from supcheck.records import Chapter, Named, Run

if TYPE_CHECKING:
    from supcheck.load.columns import ExportReading
    from supcheck.rubric import Rubric
    from supcheck.scores import Keeps

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

cache_option = click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the model's scores in this folder, and no words: what was read once is not read again.",
)


def opened_cache(folder: Path | None) -> AbstractContextManager[Keeps | None]:
    """The cache where a folder is named; imported only then."""
    if folder is None:
        return nullcontext()
    from supcheck.store.cache import opened

    return opened(folder)


@dataclass(frozen=True, slots=True)
class Reading:
    """A run as it goes: what is known before a record is judged, and its chapters as they come."""

    run: Run
    """Without records yet."""
    rubric: Rubric
    chapters: Iterator[Chapter]

    def collected(self) -> Run:
        """The whole run, its records in the order in which they were found."""
        chapters = tuple(self.chapters)
        placed = {
            order: one
            for chapter in chapters
            for order, one in zip(chapter.order, chapter.judged, strict=True)
        }
        series = tuple(chapter.series for chapter in chapters if chapter.series is not None)
        return replace(self.run, judged=tuple(placed[order] for order in sorted(placed)), series=series)


def reading_of(
    paths: Sequence[str],
    *,
    rubric_file: Path | None,
    stdin_filename: str | None,
    quiet: bool,
    keeps: Keeps | None = None,
    exports: ExportReading | None = None,
) -> Reading:
    """Find everything in `paths`, to be judged as the chapters are asked for.

    The model is loaded only where there is a record of which `keeps` has no scores.
    """
    from supcheck.children import outline, read_children
    from supcheck.load import find
    from supcheck.load.arrivals import Arrivals
    from supcheck.load.found import Found
    from supcheck.rubric import load_rubric
    from supcheck.words import load_words

    rubric, words = load_rubric(rubric_file), load_words()
    arrivals = Arrivals()

    def found() -> Iterator[Found]:
        stdin = sys.stdin.buffer if "-" in paths else None
        given = list(paths)
        for item in find(given, stdin=stdin, stdin_filename=stdin_filename, reading=exports):
            if isinstance(item, Found):
                arrivals.take(item.record)
                yield item
            else:
                arrivals.take(item)

    outlined = outline(found(), words)
    run = Run(
        f"supcheck {__version__}",
        rubric.named,
        Named("none", ""),
        (),
        arrivals.unread,
        inputs=arrivals.inputs,
        tallies=arrivals.tallies,
    )
    if not outlined.entries:
        return Reading(run, rubric, iter(()))
    from supcheck.pipeline import Checker, Meaning
    from supcheck.scores import KEEPS_NOTHING

    kept = keeps or KEEPS_NOTHING
    checker = Checker.load(rubric, kept)
    chapters = read_children(outlined, checker.check, rubric, words, Meaning(kept))
    shown = _shown(chapters, len(outlined.entries), quiet=quiet)
    return Reading(replace(run, model=checker.named), rubric, shown)


def _shown(chapters: Iterator[Chapter], count: int, *, quiet: bool) -> Iterator[Chapter]:
    """The same chapters, with a bar on standard error where the work is long."""
    if quiet or count < _LONG or not sys.stderr.isatty():
        yield from chapters
        return
    with click.progressbar(length=count, label="Reading records", file=sys.stderr) as bar:
        for chapter in chapters:
            yield chapter
            bar.update(len(chapter.judged))
