"""What `check` sets aside: the options of the baseline and the waivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from supcheck.records import Run

if TYPE_CHECKING:
    from supcheck.store.aside import Aside

F = TypeVar("F", bound=Callable[..., Any])

_FILE = click.Path(dir_okay=False, path_type=Path)

_OPTIONS = (
    click.option("--baseline", type=_FILE, help="What this file has is known: shown, and fails no run."),
    click.option(
        "--write-baseline",
        type=_FILE,
        help="Write what falls short to this file: from now on it is known.",
    ),
    click.option(
        "--baseline-strict", is_flag=True, help="Exit 1 where the baseline has what no longer occurs."
    ),
    click.option("--waivers", type=_FILE, help="Set aside what this file says, until it expires."),
    click.option(
        "--on",
        type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
        help="The day on which a waiver has expired, and an action is overdue, or not.  [default: today]",
    ),
)


def aside_options(command: F) -> F:
    """All of them, in this order."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen_asides(options: dict[str, Any]) -> list[Aside]:
    """The waivers, then the baseline, read before the work; raises `SupcheckError` or `UsageError`."""
    from supcheck.rubric import load_rubric
    from supcheck.store.baseline import Known, read_baseline
    from supcheck.store.waivers import Waived, load_waivers

    known, written = options["baseline"], options["write_baseline"]
    if known and written:
        raise click.UsageError("--baseline and --write-baseline exclude each other: write it, then use it")
    if options["baseline_strict"] and not known:
        raise click.UsageError("--baseline-strict needs --baseline FILE")
    if written:
        _key_of(written)
    rubric = load_rubric(options["rubric"])
    asides: list[Aside] = []
    if options["waivers"]:
        on = options["on"].date() if options["on"] else dt.date.today()
        asides.append(Waived(load_waivers(options["waivers"], rubric), on))
    if known:
        read = read_baseline(known, rubric.named)
        asides.append(Known(read, known.name, strict=options["baseline_strict"]))
    return asides


def aside_run(run: Run, asides: Sequence[Aside], options: dict[str, Any]) -> Run:
    """The run with what is set aside marked; a baseline that is written sets aside all that it has."""
    from supcheck.store.aside import set_aside
    from supcheck.store.baseline import Known, baseline_of, write_baseline

    if options["baseline"] or options["write_baseline"]:
        # What stands in a report is then new or known.
        run = replace(run, settings={**run.settings, "baseline": True})
    run = set_aside(run, asides)
    path: Path | None = options["write_baseline"]
    if path is None or not run.judged:
        return run
    baseline = baseline_of(run, _key_of(path))
    write_baseline(path, baseline)
    if not options["quiet"]:
        click.echo(f"Written: {path}", err=True)
    return set_aside(run, [Known(baseline, path.name)])


def _key_of(path: Path) -> bytes | None:
    """The key of a baseline that is written anew, so that little differs; no other file is written over."""
    from supcheck.store.baseline import read_baseline

    return read_baseline(path).key if path.exists() else None
