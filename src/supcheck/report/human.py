"""The terminal's report, through rich: colour only on a terminal."""

from __future__ import annotations

import io

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from supcheck.records import Run
from supcheck.report.children import ChildReport
from supcheck.report.context import Line, RecordReport, RunReport
from supcheck.rubric import Rubric

_STYLES = {
    "met": "green",
    "partly": "yellow",
    "not_met": "red",
    "review": "cyan",
    "raised": "magenta",
    "not_applicable": "dim",
    "sufficient": "bold green",
    "insufficient": "bold red",
}
_MARKS = {"met": "+", "partly": "~", "not_met": "-", "review": "?", "not_applicable": " ", "raised": "!"}
"""A letter beside the colour, never colour alone."""

_QUOTES = 2


def human(run: Run, rubric: Rubric, *, colour: bool, width: int) -> str:
    """The whole run as text; `colour` adds terminal codes, `width` is in columns."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        emoji=False,
    )
    report = RunReport(run, rubric)
    for record in report.records:
        _record(console, record)
    for child in report.children:
        _child(console, child)
    for unread in report.unread:
        console.print(Text(f"Not read: {unread.source}: {unread.reason}. {unread.mend}", "yellow"))
    for stale in report.stale:
        console.print(Text(f"{stale.rule} {stale.place}: {stale.message}", "yellow"))
    for line in report.odd:
        console.print(Text(f"{line.id} {line.title}", "bold"))
        for place in line.places:
            _indented(console, place, 2)
        _indented(console, f"Mend: {line.mend}", 2)
    for told in report.arrived:
        console.print(Text(told))
    if report.unread or report.stale or report.odd or report.arrived:
        console.print()
    console.print(Text(report.summary))
    if report.selection:
        console.print(Text(report.selection))
    console.print(Text(report.stands))
    console.print(Text(f"Rubric {run.rubric.told}.", "dim"))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _child(console: Console, child: ChildReport) -> None:
    """A child's records together; what became of each action is told in HTML and Markdown."""
    console.rule(Text(f"Records of {child.name} together", "bold"), align="left", characters="-")
    table = Table(box=None, pad_edge=False, header_style="")
    for name in (
        "Record",
        "Days",
        "Reflection",
        "Direction",
        "Set",
        "Done",
        "Carried",
        "New date",
        "Not found",
        "?",
    ):
        table.add_column(name)
    for step in child.steps:
        counts = (step.born, step.done, step.carried, step.changed, step.lost, step.open)
        days = "" if step.days is None else str(step.days)
        table.add_row(Text(step.held), days, step.reflection, step.direction, *map(str, counts))
    console.print(table)
    for line in child.lines:
        console.print(Text(f"  ! {line.rule} {line.title}", "magenta"))
        for one in line.instances:
            _indented(console, f"{one.stands.capitalize()}{one.aside}: {one.because}", 6)
            for words, name in one.quotes[:_QUOTES]:
                _indented(console, f"“{words}” ({name})", 8, "italic")
        _indented(console, f"Ask: {line.asks}", 6, "bold")
    console.print()


def _record(console: Console, record: RecordReport) -> None:
    console.rule(Text(record.name, "bold"), align="left", characters="-")
    console.print(Text(record.subtitle, "dim"))
    console.print()
    for verdict in record.verdicts:
        style = _STYLES.get(verdict.verdict, "bold cyan")
        console.print(Text.assemble((f"{verdict.title}: ", "bold"), (verdict.stands, style)))
    _group(console, "What the record shows", record.strengths)
    _group(console, "What would help most", record.to_do)
    _rest(console, record)
    _group(console, "Worth a second look", record.flags)
    _actions(console, record)
    for because, quote in record.advice:
        _indented(console, f"Plain language: {because} “{quote.words}”", 2)
    console.print()


def _group(console: Console, title: str, lines: tuple[Line, ...]) -> None:
    if not lines:
        return
    console.print(f"\n{title}", style="bold")
    for line in lines:
        head = Text.assemble(
            (f"{_MARKS[line.grade]} ", _STYLES[line.grade]),
            (f"{line.id} {line.title}: ", "bold"),
            (line.stands, _STYLES[line.grade]),
        )
        console.print(Padding(head, (0, 0, 0, 2)))
        _indented(console, line.because, 6)
        for quote in line.quotes[:_QUOTES]:
            _indented(console, f"“{quote.words}” ({quote.anchor})", 6, "italic")
        if len(line.quotes) > _QUOTES:
            _indented(console, f"and {len(line.quotes) - _QUOTES} more", 6, "dim")
        if line.question:
            _indented(console, f"Ask: {line.question}", 6, "bold")


def _rest(console: Console, record: RecordReport) -> None:
    if record.also:
        named = ", ".join(f"{line.id} {line.title} ({line.stands})" for line in record.also)
        _indented(console, f"Also: {named}.", 2)
    silent = [line for line in record.lines if line.grade == "not_applicable"]
    if silent:
        named = ", ".join(f"{line.id} {line.title}" for line in silent)
        _indented(console, f"Does not apply to this record: {named}.", 2, "dim")


def _actions(console: Console, record: RecordReport) -> None:
    if not record.actions:
        return
    console.print("\nDirections found", style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2))
    for heading in ("What", "Who", "By when", "Due"):
        table.add_column(heading, overflow="fold", ratio=5 if heading == "What" else 2)
    for action in record.actions:
        mark = " (vague)" if action.vague else " (for you to decide)" if action.open else ""
        table.add_row(
            Text(action.what + mark),
            Text(action.owner or "not found"),
            Text(action.deadline or "not found"),
            Text(action.due or "-"),
        )
    console.print(table)


def _indented(console: Console, words: str, left: int, style: str = "") -> None:
    console.print(Padding(Text(words, style), (0, 0, 0, left)))
