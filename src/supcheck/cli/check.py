"""`supcheck check`: parse, build, run, exit."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supcheck.cli.outputs import chosen_formats, output_option, write_report
from supcheck.cli.run import (
    allow_empty_option,
    allow_unreadable_option,
    chosen_rules,
    quiet_option,
    reading_of,
    rubric_option,
    select_options,
    stdin_option,
)
from supcheck.cli.settings import WithSettings, settings_options
from supcheck.records import Judged, Run, Verdict

if TYPE_CHECKING:
    from supcheck.selection import Selection

_FORMATS = ("human", "json", "html", "md")
_SUFFIXES = {".txt": "human", ".json": "json", ".html": "html", ".htm": "html", ".md": "md"}
"""Named here too, so that `--help` imports no report; a test holds both tables equal."""

_FAIL_ON = ("not_met", "partly", "never")


@click.command(cls=WithSettings)
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--output-format",
    type=click.Choice(_FORMATS),
    default="human",
    show_default=True,
    help="What standard output carries.",
)
@output_option("a report to FILE, its format by suffix (.html, .json, .md, .txt)")
@stdin_option
@rubric_option
@click.option(
    "--fail-on",
    type=click.Choice(_FAIL_ON),
    default="not_met",
    show_default=True,
    help="Exit 1 where a verdict is insufficient; 'partly': also where a criterion falls short; or never.",
)
@click.option("--include-evidence", is_flag=True, help="Let JSON quote the records' words.")
@allow_empty_option
@allow_unreadable_option
@click.option("--colour/--no-colour", default=None, help="Colour on a terminal only, unless said.")
@quiet_option
@select_options
@settings_options
def check(**options: Any) -> int:
    """Check the records in PATHS: files, folders, globs, or '-' for standard input.

    Exit codes: 0 examined, nothing to answer; 1 findings; 2 usage, or something could not be read;
    130 interrupted.
    """
    formats = chosen_formats(options["outputs"], _SUFFIXES)
    selection = chosen_rules(options)
    run = reading_of(
        options["paths"],
        rubric_file=options["rubric"],
        stdin_filename=options["stdin_filename"],
        quiet=options["quiet"],
        selection=selection,
    ).collected()
    _write(run, formats, options, selection)
    return exit_code(
        run,
        fail_on=options["fail_on"],
        allow_empty=options["allow_empty"],
        allow_unreadable=options["allow_unreadable"],
    )


def _write(
    run: Run, formats: Sequence[tuple[Path, str]], options: dict[str, Any], selection: Selection
) -> None:
    from supcheck.report import FORMATS, Wanted
    from supcheck.rubric import load_rubric

    colour = options["colour"] if options["colour"] is not None else sys.stdout.isatty()
    wanted = Wanted(
        evidence=options["include_evidence"], rubric=selection.of_rubric(load_rubric(options["rubric"]))
    )
    for path, name in formats:
        write_report(path, FORMATS[name](run, wanted))
    shown = replace(wanted, colour=bool(colour), width=_width())
    click.echo(FORMATS[options["output_format"]](run, shown), nl=False, color=bool(colour))
    if not options["quiet"]:
        for path, _ in formats:
            click.echo(f"Written: {path}", err=True)


def _width() -> int:
    """The terminal's columns; 88 where there is none, so that a file is the same everywhere."""
    import shutil

    return min(shutil.get_terminal_size((88, 24)).columns, 110) if sys.stdout.isatty() else 88


def exit_code(run: Run, *, fail_on: str, allow_empty: bool, allow_unreadable: bool) -> int:
    """The design's table; it depends neither on the format nor on where a report is written."""
    if run.unread and not allow_unreadable:
        return 2
    if not run.judged and not run.unread and not allow_empty:
        return 2
    if not run.judged:
        return 0 if allow_empty or run.unread else 2
    return int(any(_fails(judged, fail_on) for judged in run.judged))


def _fails(judged: Judged, fail_on: str) -> bool:
    """An open grade never fails a run by itself; a verdict does where one of its criteria is selected."""
    if fail_on == "never":
        return False
    insufficient = any(r.selected and r.verdict is Verdict.INSUFFICIENT for r in judged.verdicts.values())
    short = any(finding.sure and finding.grades[0] in ("not_met", "partly") for finding in judged.findings)
    return insufficient or (fail_on == "partly" and short)
