"""`supcheck init`: what an export's columns and note types are taken for, written down to be corrected."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supcheck.errors import SupcheckError
from supcheck.records import InputFinding, Unread

if TYPE_CHECKING:
    from supcheck.load.columns import ExportReading, Layout, Unfit
    from supcheck.load.rows import Table
    from supcheck.load.survey import Survey

FILE = ".supcheck.yaml"


@click.command()
@click.argument("export", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=f"Replace 'columns' and 'types' of a {FILE} that is there.")
@click.option("--stdout", "to_stdout", is_flag=True, help=f"Print {FILE} instead of writing it.")
def init(export: Path, force: bool, to_stdout: bool) -> int:
    """Show what EXPORT's columns and note types are taken for, and write .supcheck.yaml beside it.

    Samples are masked: letters as x, digits as 9. A column that could be more than one thing is asked
    about on a terminal, and refused elsewhere with what to write. Check the file: later runs read it.
    """
    from supcheck.load.survey import survey

    target = export.parent / FILE
    if target.exists() and not (force or to_stdout):
        raise SupcheckError(f"{target}: is there already; --force replaces its columns and types")
    table, others = _opened(export)
    layout, reading = _layout(export, tuple(name for name in table.header if name))
    rows = (row.cells for row in table.rows() if not isinstance(row, Unread))
    found = survey(table.header, rows, layout)
    for line in (*_lines(export, found, reading), *others):
        click.echo(line, err=to_stdout)
    text = _settings(found, reading, target if target.exists() and not to_stdout else None)
    if to_stdout:
        click.echo(text, nl=False)
        return 0
    try:
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SupcheckError(f"{target}: cannot be written ({error.strerror})") from None
    click.echo(f"Written: {target}")
    return 0


def _opened(export: Path) -> tuple[Table, tuple[str, ...]]:
    """The export's first table that is read, and a line for each sheet that is not read the same way."""
    from supcheck.load import TABLES, open_export
    from supcheck.load.file import File

    if export.suffix.lower() not in TABLES:
        raise SupcheckError(f"{export}: not an export; init takes {', '.join(sorted(TABLES))}")
    found = list(open_export(File(export.name, export), export.suffix.lower()))
    tables: list[Table] = []
    others: list[str] = []
    for one in found:
        if isinstance(one, Unread):
            raise SupcheckError(f"{export}: {one.reason}; {one.hint}")
        if isinstance(one, InputFinding):
            others.append(one.because)
        else:
            tables.append(one)
    return tables[0], (*(f"The sheet {one.sheet!r} is read too." for one in tables[1:]), *others)


def _layout(export: Path, header: tuple[str, ...]) -> tuple[Layout, ExportReading]:
    """The layout, after asking about each ambiguous column; raises `SupcheckError` where none can answer."""
    from supcheck.load.columns import ExportReading, Layout, guess

    reading = ExportReading()
    while not isinstance(found := guess(header, reading), Layout):
        reading = replace(reading, columns={**reading.columns, **_asked(export, header, found)})
    return found, reading


def _asked(export: Path, header: tuple[str, ...], unfit: Unfit) -> Mapping[str, str]:
    if not unfit.use or not _somebody_there():
        raise SupcheckError(f"{export}: {unfit.reason}; {unfit.hint}")
    click.echo(f"{unfit.reason[:1].upper()}{unfit.reason[1:]}.", err=True)
    choices = unfit.columns or header
    answer = click.prompt("Which one is it?", type=click.Choice(choices, case_sensitive=False), err=True)
    return {unfit.use: answer}


def _somebody_there() -> bool:
    """True on a terminal, where a question can be answered."""
    return sys.stdin.isatty()


def _lines(export: Path, found: Survey, reading: ExportReading) -> Iterator[str]:
    from supcheck.load.columns import called
    from supcheck.load.types import counts_as

    yield f"{export.name}: {found.rows:,} {'row' if found.rows == 1 else 'rows'}, {found.layout.title}"
    width = max(len(column.name) for column in found.columns)
    yield f"\n{'Column':<{width}}  {'Taken for':<24}  Values, masked"
    for column in found.columns:
        use = called(column.use) if column.use else "not used"
        use = "never used: a national number" if column.national else use
        yield f"{column.name:<{width}}  {use:<24}  {'; '.join(column.samples) or 'none'}"
    if "child" not in found.layout.columns:
        yield "\nNo column holds the child's id: records of one child cannot be read together."
    if "held" not in found.layout.columns:
        yield "\nNo column holds the date of the discussion: a record whose text gives none has no date."
    for use, forms in found.dates.items():
        told = ", ".join(f"{form} ({rows:,})" for form, rows in forms)
        yield f"\n{called(use).capitalize()}, read day first: {told}"
    if found.types:
        yield f"\n{'Note type':<41}{'Rows':>7}  Counts as"
        for name, rows in found.types:
            counts = counts_as(name, reading)
            words = counts.as_words.replace("_", " ") if counts.known else "left out, since it is not known"
            yield f"{name:<41}{rows:>7,}  {'left out' if words == 'leave out' else words}"
    elif "type" in found.layout.columns:
        yield "\nThe column of note types holds too many different values to be one: correct 'type' below."
    yield ""


def _settings(found: Survey, reading: ExportReading, there: Path | None) -> str:
    """The file's text: columns and types; of a file that is there, all other keys stay."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.error import YAMLError

    from supcheck.load.types import counts_as

    yaml = YAML()
    yaml.width = 100
    try:
        kept = there.read_text(encoding="utf-8").split(_NOT_KNOWN)[0] if there else ""
        written = yaml.load(kept)
    except (YAMLError, UnicodeDecodeError, OSError):
        raise SupcheckError(f"{there}: cannot be read as YAML; mend or remove it") from None
    if written is None:
        written = CommentedMap()
        written.yaml_set_start_comment(
            "How supcheck reads this folder's exports. Correct what was taken for the wrong thing."
        )
    if not isinstance(written, dict):
        raise SupcheckError(f"{there}: holds no settings; mend or remove it")
    columns: dict[str, object] = dict(found.layout.columns)
    if found.layout.texts:
        columns["text"] = list(found.layout.texts)
    written["columns"] = columns
    types = _types(found, reading)
    if types:
        written["types"] = types
    out = io.StringIO()
    yaml.dump(written, out)
    unknown = [name for name, _ in found.types if not counts_as(name, reading).known]
    listed = "".join(f"#   {name}\n" for name in unknown)
    return out.getvalue() + (f"{_NOT_KNOWN}\n{listed}" if unknown else "")


_NOT_KNOWN = "# Not known as note types, and left out until they are named above:"


def _types(found: Survey, reading: ExportReading) -> dict[str, list[str]]:
    """The export's note types by what they count as; one that is not known is for a person to place."""
    from supcheck.load.types import counts_as

    types: dict[str, list[str]] = {}
    for name, _ in found.types:
        if (counts := counts_as(name, reading)).known:
            types.setdefault(counts.as_words, []).append(name)
    return types
