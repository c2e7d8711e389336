"""`supcheck train` and `supcheck evaluate`: the head, and how far it can be trusted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supcheck.cli.outputs import chosen_formats, output_option, write_report

if TYPE_CHECKING:
    from supcheck.learn.series import SeriesAgreement
    from supcheck.load.arrivals import Arrivals
    from supcheck.pipeline import Checker
    from supcheck.records import Judged


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--development",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Labelled records of other voices, on which thresholds and bands are chosen.",
)
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Write the model into this folder.",
)
@click.option(
    "--card",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the model card to this Markdown file, with its picture beside it.",
)
def train(folder: Path, development: Path, to: Path, card: Path | None) -> int:
    """Train the head on the labelled records in FOLDER (needs the extra 'learn')."""
    from supcheck.encoder import Encoder
    from supcheck.learn.card import card_table, write_card
    from supcheck.learn.data import read_labelled
    from supcheck.learn.train import FITS, Trainer
    from supcheck.learn.train import train as fit
    from supcheck.learn.tune import EPOCHS
    from supcheck.words import load_words

    words = load_words()
    data, others = read_labelled(folder, words), read_labelled(development, words)
    with click.progressbar(length=EPOCHS * FITS, label="Training", file=sys.stderr) as bar:
        trainer = Trainer(Encoder(), words, step=lambda: bar.update(1))
        found = fit(trainer, data, others, to)
    click.echo(json.dumps(found["trained_on"]))
    click.echo(card_table(found))
    if card is not None:
        write_card(found, card)
    return 0


_SUFFIXES = {".txt": "human", ".json": "json", ".html": "html", ".htm": "html"}
"""Named here too, so that `--help` imports no plots; a test holds both tables equal."""


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--output-format",
    type=click.Choice(sorted(set(_SUFFIXES.values()))),
    default="human",
    show_default=True,
    help="What standard output carries.",
)
@output_option("the comparison to FILE, its format by suffix (.html, .json, .txt)")
@click.option("--include-evidence", is_flag=True, help="Let JSON quote the worst errors' words.")
def evaluate(folder: Path, output_format: str, outputs: tuple[Path, ...], include_evidence: bool) -> int:
    """Compare supcheck with the raters of the labelled records in FOLDER (needs the extra 'learn').

    FOLDER holds, at any depth, a records.jsonl beside its texts and their units. Your own auditors'
    ratings in the same form tell how far supcheck agrees with them.
    """
    from supcheck.learn.data import read_labelled
    from supcheck.learn.evaluate import evaluate as compare
    from supcheck.learn.report import FORMATS
    from supcheck.pipeline import Checker
    from supcheck.words import load_words

    formats = chosen_formats(outputs, _SUFFIXES)
    data = read_labelled(folder, load_words())
    found = compare(data, list(Checker.load().check([one.record for one in data])))
    for path, name in formats:
        write_report(path, FORMATS[name](found, include_evidence))
    click.echo(FORMATS[output_format](found, include_evidence), nl=False)
    return 0


@click.command("train-directions")
@click.argument(
    "files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1, required=True
)
@click.option(
    "--to",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Add to the head in this folder.",
)
@click.option(
    "--labelled",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    help="Records labelled in full, to learn from beside them. Repeatable.",
)
@click.option(
    "--card",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the model card to this Markdown file, with its picture beside it.",
)
def train_directions(files: tuple[Path, ...], to: Path, labelled: tuple[Path, ...], card: Path | None) -> int:
    """Fit what weighs again whether a unit directs (needs the extra 'learn').

    FILES hold records, one a line, each with every direction in it. `train` comes before it.
    """
    from supcheck.classify import load_head
    from supcheck.learn.card import write_card
    from supcheck.learn.data import read_labelled
    from supcheck.learn.directing import EPOCHS, FOLDS
    from supcheck.learn.directing import train as fit
    from supcheck.words import load_words

    words = load_words()
    head = load_head(words, to)
    beside = [one for folder in labelled for one in read_labelled(folder, words)]
    with click.progressbar(length=EPOCHS * (FOLDS + 1), label="Training", file=sys.stderr) as bar:
        found = fit(head, words, files, beside, to, lambda: bar.update(1))
    click.echo(json.dumps(found["directions"]))
    if card is not None:
        write_card(found, card)
    return 0


@click.command("train-series")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--episodes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Acts with the next record's words about them, one file a writer.",
)
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Write the weights into this folder.",
)
def train_series(folder: Path, episodes: Path, to: Path) -> int:
    """Fit what tells whether an action was answered (needs the extra 'learn').

    FOLDER holds exports of different writers, each beside a NAME.truth.jsonl. It takes hours on a
    processor, and minutes where PyTorch finds a GPU.
    """
    from supcheck.encoder import Encoder
    from supcheck.learn.answering import EPOCHS
    from supcheck.learn.episodes import read_episodes
    from supcheck.learn.follow import followed, followed_episodes
    from supcheck.learn.follow import train as fit
    from supcheck.load.arrivals import Arrivals
    from supcheck.pipeline import Checker, Meaning

    checker, meaning = Checker.load(), Meaning()
    written = read_episodes(episodes).values()
    exports = [
        list(followed(judged, truth, checker.words, meaning))
        for judged, truth in _judged(folder, checker, Arrivals())
    ]
    told = [one for some in written for one in followed_episodes(some, checker.check, checker.words, meaning)]
    with click.progressbar(length=2 * EPOCHS, label="Training", file=sys.stderr) as bar:
        found = fit(Encoder(), exports, told, to, lambda: bar.update(1))
    for name, one in found.items():
        click.echo(f"{name}: {one.right} of {one.acts} acts followed rightly that were not seen in the fit")
        click.echo(f"  {one.linked} of {one.answered} answers found")
        for outcome, (said, right) in one.sure.items():
            click.echo(f"  {outcome}: surely said {said} times, rightly {right}")
    return 0


@click.command("train-events")
@click.argument(
    "files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1, required=True
)
@click.option(
    "--to",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Write the weights into this folder.",
)
def train_events(files: tuple[Path, ...], to: Path) -> int:
    """Fit what tells the day of an event that a record names (needs the extra 'learn').

    FILES hold records, one a line, each with what is right of every direction in it.
    """
    from supcheck.learn.events import train as fit

    found = fit(files, to)
    click.echo(
        f"of {found.told} events whose day is told {found.right} found rightly by weights that had not seen "
        f"their writer; {found.wrong} wrongly, of these and of {found.untold} whose day is not told"
    )
    return 0


@click.command("evaluate-series")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--show", is_flag=True, help="List the findings that were not planted and the faults missed.")
def evaluate_series(folder: Path, show: bool) -> int:
    """Compare the series findings with the faults planted in FOLDER's exports (needs the extra 'learn').

    FOLDER holds exports, each beside a NAME.truth.jsonl. Exit codes: 0 compared; 2 usage, or something
    could not be read.
    """
    from supcheck.children import judge_children
    from supcheck.learn.series import compare_series
    from supcheck.load.arrivals import Arrivals
    from supcheck.pipeline import Checker, Meaning
    from supcheck.report.arrived import told

    checker, arrivals = Checker.load(), Arrivals()
    pairs = [
        (list(judge_children(checker.rubric, checker.words, judged, Meaning())), truth)
        for judged, truth in _judged(folder, checker, arrivals)
    ]
    for line in _series_lines(compare_series(pairs), show):
        click.echo(line)
    for tally in arrivals.tallies:
        click.echo(told(tally), err=True)
    for one in arrivals.unread:
        click.echo(f"Not read: {one.source}: {one.reason}. {one.mend}", err=True)
    return 2 if arrivals.unread else 0


def _judged(
    folder: Path, checker: Checker, arrivals: Arrivals
) -> Iterator[tuple[list[Judged], list[dict[str, Any]]]]:
    """Each export of a folder, judged, with its truth; what is no record is kept in `arrivals`."""
    from supcheck.learn.series import exports_with_truth
    from supcheck.load import load

    for export, truth in list(exports_with_truth(folder)):
        yield list(checker.check(arrivals.records(load([str(export)])))), truth


def _series_lines(found: SeriesAgreement, show: bool) -> Iterator[str]:
    yield f"{found.children} children, {found.records} records"
    yield "rule  planted  found  right  met  open  met if open  precision  recall"
    for row in found.rules:
        precision, recall = (f"{x:.2f}" if x is not None else "-" for x in (row.precision, row.recall))
        counts = (row.planted, row.found, row.right, row.met, row.open, row.met_open)
        told = "".join(f"{n:>{width}}" for n, width in zip(counts, (9, 7, 7, 5, 6, 13), strict=True))
        yield f"{row.rule:<4}{told}{precision:>11}{recall:>8}"
    if any(found.followed.values()):
        yield "what became of each action, as written and as found:"
        for outcome, said in found.followed.items():
            yield f"  {outcome:<8}" + ", ".join(f"{name} {count}" for name, count in sorted(said.items()))
    for title, listed in (("not planted", found.wrong), ("missed", found.missed)) if show else ():
        for child, rule, names in listed:
            yield f"{title}: {child} {rule} {' '.join(names)}"
