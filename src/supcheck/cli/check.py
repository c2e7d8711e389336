"""`supcheck check`: parse, build, run, exit."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supcheck.cli.aside import aside_options, aside_run, chosen_asides
from supcheck.cli.gate import exit_code, gate, limit
from supcheck.cli.history import history_option, keep_history
from supcheck.cli.outputs import chosen_formats, output_option, write_report, written_lines
from supcheck.cli.run import (
    allow_empty_option,
    allow_unreadable_option,
    cache_option,
    chosen_rules,
    opened_cache,
    quiet_option,
    reading_of,
    resume_option,
    rubric_option,
    select_options,
    stdin_option,
)
from supcheck.cli.salt import read_salt
from supcheck.cli.settings import WithSettings, settings_options
from supcheck.cli.streaming import stream
from supcheck.records import Run
from supcheck.settings import FORMATS, LEVELS

if TYPE_CHECKING:
    from supcheck.report.wanted import Wanted
    from supcheck.selection import Selection

_SUFFIXES = {
    ".txt": "human",
    ".json": "json",
    ".jsonl": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".docx": "docx",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".sarif": "sarif",
}
"""Named here too, so that `--help` imports no report; a test holds both tables equal."""


@click.command(cls=WithSettings)
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    default="human",
    show_default=True,
    help="What standard output carries.",
)
@output_option("a report to FILE, its format by suffix, or as FORMAT=FILE (junit=out.xml)")
@stdin_option
@rubric_option
@click.option(
    "--fail-on",
    metavar="WHAT",
    help="Exit 1 where a verdict is insufficient (not_met); also where a criterion or several records of a "
    "child fall short (partly); never; or where what is named does: R1,D3=partly,direction,S2.  "
    "[default: not_met, or --max-insufficient alone]",
)
@click.option("--include-evidence", is_flag=True, help="Let machine formats quote the records' words.")
@allow_empty_option
@allow_unreadable_option
@click.option("--colour/--no-colour", default=None, help="Colour on a terminal only, unless said.")
@quiet_option
@click.option(
    "--max-insufficient",
    callback=limit,
    metavar="N|N%",
    help="Exit 1 where more records than this have an insufficient verdict.",
)
@click.option(
    "--min-level",
    type=click.Choice(LEVELS),
    default=LEVELS[0],
    show_default=True,
    help="Show findings from this level on; what fails stays the same.",
)
@click.option("--exit-zero", is_flag=True, help="Never exit 1; errors stay 2.")
@click.option(
    "--salt-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write ids and file names in machine formats as digests keyed by FILE, which is made if need be.",
)
@aside_options
@cache_option
@resume_option
@history_option
@select_options
@settings_options
@click.option(
    "--word-template",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write Word reports on this template, a copy of the shipped one restyled in Word.",
)
@click.option(
    "--agreement",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Say in the overview how far supcheck agrees with local raters: FILE is a .json of evaluate.",
)
def check(**options: Any) -> int:
    """Check the records in PATHS: files, folders, globs, or '-' for standard input.

    Exit codes: 0 examined, nothing to answer; 1 findings; 2 usage, or something could not be read;
    130 interrupted.
    """
    from supcheck.rubric import load_rubric

    formats = chosen_formats(options["outputs"], _SUFFIXES, FORMATS)
    failing = gate(options["fail_on"], options["max_insufficient"], load_rubric(options["rubric"]))
    if options["word_template"]:
        from supcheck.report.word import check_template

        check_template(options["word_template"])
    salt = read_salt(options["salt_file"]) if options["salt_file"] else None
    asides = chosen_asides(options)
    selection = chosen_rules(options)
    wanted = _wanted(options, salt, selection)
    streamed = {options["output_format"], *(name for _, name in formats)} == {"jsonl"}
    allowed = {name: options[name] for name in ("allow_empty", "allow_unreadable")}
    if options["history"]:
        from supcheck.store.history import check_history

        check_history(options["history"])
    with opened_cache(options["cache"], resume=options["resume"]) as keeps:
        reading = reading_of(
            options["paths"],
            rubric_file=options["rubric"],
            stdin_filename=options["stdin_filename"],
            quiet=options["quiet"],
            keeps=keeps,
            selection=selection,
        )
        if streamed and not options["write_baseline"]:
            with (
                written_lines([path for path, _ in formats]) as write,
                keep_history(options["history"], reading.run) as keep,
            ):
                code = stream(reading, asides, failing, wanted, write, keep, **allowed)
            _say_written(formats, options)
        else:
            run = aside_run(reading.collected(), asides, options)
            _write(run, formats, wanted, options)
            with keep_history(options["history"], run) as keep:
                for judged in run.judged:
                    keep(judged)
            code = exit_code(run, failing, **allowed)
    return 0 if code == 1 and options["exit_zero"] else code


def _wanted(options: dict[str, Any], salt: bytes | None, selection: Selection) -> Wanted:
    from supcheck.report.overview.agreement import read_agreement
    from supcheck.report.pseudonyms import Pseudonyms
    from supcheck.report.wanted import Wanted
    from supcheck.rubric import load_rubric

    return Wanted(
        evidence=options["include_evidence"],
        rubric=selection.of_rubric(load_rubric(options["rubric"])),
        least=options["min_level"],
        pseudonyms=Pseudonyms(salt) if salt else None,
        word_template=options["word_template"],
        on=options["on"].date() if options["on"] else dt.date.today(),
        agreement=read_agreement(options["agreement"]) if options["agreement"] else None,
    )


def _write(run: Run, formats: Sequence[tuple[Path, str]], wanted: Wanted, options: dict[str, Any]) -> None:
    from supcheck.report import FORMATS

    for path, name in formats:
        write_report(path, FORMATS[name](run, wanted))
    colour = options["colour"] if options["colour"] is not None else sys.stdout.isatty()
    shown = replace(wanted, colour=bool(colour), width=_width())
    click.echo(FORMATS[options["output_format"]](run, shown), nl=False, color=bool(colour))
    _say_written(formats, options)


def _say_written(formats: Sequence[tuple[Path, str]], options: dict[str, Any]) -> None:
    for path, _ in formats if not options["quiet"] else ():
        click.echo(f"Written: {path}", err=True)


def _width() -> int:
    """The terminal's columns; 88 where there is none, so that a file is the same everywhere."""
    import shutil

    return min(shutil.get_terminal_size((88, 24)).columns, 110) if sys.stdout.isatty() else 88
