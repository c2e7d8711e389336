"""What was found -> a run, chapter by chapter: what the command line and the local page both do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from supcheck import __version__
from supcheck.children import outline, read_children
from supcheck.likeness import Meaning
from supcheck.load.arrivals import Arrivals
from supcheck.load.found import Found
from supcheck.records import Beside, Chapter, Judged, Named, Record, Run
from supcheck.rubric import Rubric
from supcheck.scores import KEEPS_NOTHING, Keeps
from supcheck.words import load_words


@dataclass(frozen=True, slots=True)
class Judging:
    """What judges a run's records."""

    model: Named
    judge: Callable[[Iterator[Record]], Iterator[Judged]]
    """Gives a `Judged` for each record, in order."""
    together: Rubric
    """Whose series rules judge a child's records."""
    meaning: Meaning | None = None
    keeps: Keeps = KEEPS_NOTHING
    """Keeps from one run to the next what later records make of an act."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A run as it goes: what is known before a record is judged, and its chapters as they come."""

    run: Run
    """Without records yet."""
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


def reading(items: Iterable[Found | Beside], rubric: Rubric, judging: Callable[[int], Judging]) -> Reading:
    """Look at everything that was found, to be judged as the chapters are asked for.

    `judging` is asked, with the number of records, only where there is one: it may load a model.
    """
    arrivals, words = Arrivals(), load_words()

    def found() -> Iterator[Found]:
        for item in items:
            arrivals.take(item.record if isinstance(item, Found) else item)
            if isinstance(item, Found):
                yield item

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
        return Reading(run, iter(()))
    by = judging(len(outlined.entries))
    chapters = read_children(outlined, by.judge, by.together, words, by.meaning, by.keeps)
    return Reading(replace(run, model=by.model), chapters)
