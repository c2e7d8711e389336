"""`supcheck train` and `supcheck evaluate`: the head, and how far it can be trusted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Write head.safetensors and head.json into this folder.",
)
def train(folder: Path, to: Path) -> int:
    """Train the head on the labelled records in FOLDER (needs the extra 'learn')."""
    from supcheck.encoder import Encoder
    from supcheck.learn.data import read_labelled
    from supcheck.learn.train import FOLDS, Trainer, card_table
    from supcheck.learn.train import train as fit
    from supcheck.learn.tune import EPOCHS
    from supcheck.words import load_words

    words = load_words()
    data = read_labelled(folder, words)
    with click.progressbar(length=EPOCHS * (FOLDS + 1), label="Training", file=sys.stderr) as bar:
        trainer = Trainer(Encoder(), words, step=lambda: bar.update(1))
        card = fit(trainer, data, to)
    click.echo(json.dumps(card["trained_on"]))
    click.echo(card_table(card))
    return 0


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def evaluate(folder: Path) -> int:
    """Compare supcheck with the raters of the labelled records in FOLDER."""
    from supcheck.learn.data import read_labelled
    from supcheck.learn.evaluate import evaluate as compare
    from supcheck.pipeline import Checker
    from supcheck.words import load_words

    data = read_labelled(folder, load_words())
    checker = Checker.load()
    judged = list(checker.check([one.record for one in data]))
    click.echo(json.dumps(compare(data, judged), indent=1))
    return 0
