"""`supcheck rubric`: an authority's own rubric, looked over and tried on its own examples."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def rubric() -> None:
    """Look over a rubric, or try it on its own examples; no record is read and no model is loaded."""


@rubric.command()
@click.argument("file", type=_FILE)
def lint(file: Path) -> int:
    """Say every fault of the rubric in FILE at its line and column, with what would mend it.

    Exit codes: 0 no fault; 1 faults; 2 FILE cannot be opened.
    """
    from supcheck.rubric import lint_rubric

    faults = lint_rubric(file)
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{_counted(len(faults), 'fault')} in {file.name}.", err=True)
    return int(bool(faults))


@rubric.command()
@click.argument("file", type=_FILE)
def test(file: Path) -> int:
    """Judge each example of the rubric in FILE, and of what it extends, by its own rule.

    The labels are those that the example gives. Verdicts and series rules have no examples.

    Exit codes: 0 each gets the grade that it names; 1 one does not; 2 FILE cannot be used.
    """
    from supcheck.examples import try_examples
    from supcheck.rubric import load_rubric

    loaded = load_rubric(file)
    tried = list(try_examples(loaded))
    wrong = [one for one in tried if not one.holds]
    for one in wrong:
        click.echo(one.told)
    rules = (
        f"{_counted(len(loaded.criteria), 'criterion', 'criteria')} and {_counted(len(loaded.flags), 'flag')}"
    )
    click.echo(
        f"{_counted(len(tried), 'example')} of {rules} tried, {len(wrong)} got another grade.", err=True
    )
    return int(bool(wrong))


def _counted(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"
