"""`supcheck rules`: every rule of the rubric on a line."""

from __future__ import annotations

from pathlib import Path

import click

from supcheck.cli.settings import WithSettings, settings_options


@click.command(cls=WithSettings)
@click.option(
    "--rubric",
    type=click.Path(dir_okay=False, path_type=Path),
    help="List this rubric instead of the core one.",
)
@settings_options
def rules(rubric: Path | None) -> int:
    """List the criteria, verdicts, flags, what is asked of several records and of how they come."""
    from supcheck.load.inputs import INPUT_RULES
    from supcheck.rubric import load_rubric

    loaded = load_rubric(rubric)
    groups = (
        ("Criteria", loaded.criteria),
        ("Verdicts", loaded.verdicts),
        ("Flags", loaded.flags),
        ("Over several records of one child", loaded.series),
    )
    for title, listed in groups:
        click.echo(title)
        for rule in listed:
            click.echo(f"  {rule.id:<11}{rule.title}: {rule.asks}")
    click.echo("How the records came")
    for one in INPUT_RULES:
        click.echo(f"  {one.id:<11}{one.title}: {one.why}")
    click.echo("\nsupcheck explain ID says what a rule means, why it matters and where it comes from.")
    return 0
