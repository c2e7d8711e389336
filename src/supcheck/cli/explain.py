"""`supcheck explain R1`: meaning, reason, source, a good and a poor example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from supcheck.cli.settings import WithSettings, settings_options
from supcheck.load.inputs import INPUT_RULES, input_rule
from supcheck.rubric import Criterion, Flag, VerdictRule, load_rubric
from supcheck.series import SeriesRule


@click.command(cls=WithSettings)
@click.argument("rule_id", metavar="ID")
@click.option("--rubric", type=click.Path(dir_okay=False, path_type=Path), help="Explain from this rubric.")
@settings_options
def explain(rule_id: str, rubric: Path | None) -> int:
    """Say what a rule means, why it matters and where it comes from."""
    odd = input_rule(rule_id)
    if odd is not None:
        click.echo(f"{odd.id}  {odd.title}\n\nWhy it matters\n  {odd.why}\n\nMend\n  {odd.mend}")
        return 0
    loaded = load_rubric(rubric)
    rule = loaded.rule(rule_id)
    if rule is None:
        known = ", ".join(r.id for r in (*loaded.rules, *INPUT_RULES))
        raise click.UsageError(f"no rule {rule_id}; the rules are {known}")
    for line in _explained(rule):
        click.echo(line)
    return 0


def _explained(rule: Criterion | Flag | VerdictRule | SeriesRule) -> Iterator[str]:
    yield f"{rule.id}  {rule.title}"
    yield f"\n{rule.asks}"
    if isinstance(rule, Criterion):
        yield "\nGrades"
        for grade, because in rule.because.items():
            yield f"  {grade.replace('_', ' '):<16}{because}"
    if isinstance(rule, Flag):
        yield f"\nRaised when\n  {rule.because}"
    if not isinstance(rule, VerdictRule):
        yield f"\nWhy it matters\n  {rule.why}"
    if isinstance(rule, Criterion | Flag):
        yield f"\nA good example\n  {rule.good}"
        yield f"\nA poor example\n  {rule.poor}"
    yield f"\nSource\n  {rule.source}"
