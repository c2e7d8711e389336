"""`supcheck serve`: the page, for whoever will not type a command again."""

from __future__ import annotations

from pathlib import Path

import click

from supcheck.cli.run import rubric_option
from supcheck.cli.settings import WithSettings, settings_now, settings_options
from supcheck.errors import SupcheckError


@click.command(cls=WithSettings)
@click.option("--host", default="127.0.0.1", show_default=True, help="127.0.0.1 or ::1; no other.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Listen on this port.  [default: any free]"
)
@click.option("--no-browser", is_flag=True, help="Do not open the page in the browser.")
@click.option(
    "--idle",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    metavar="MINUTES",
    help="End by itself when no page was open for so long; 0: never.",
)
@rubric_option
@settings_options
def serve(host: str, port: int, no_browser: bool, idle: float, rubric: Path | None) -> int:
    """Open a page on this computer to paste a record or drop a file into.

    No other computer can reach it, and nothing that it is given is kept: neither on disk nor in a log.
    """
    try:
        from supcheck.web.server import serve as run
    except ModuleNotFoundError as error:
        raise SupcheckError(f"serve needs the package {error.name}: pip install 'supcheck[serve]'") from None
    from supcheck.load.columns import ExportReading
    from supcheck.rubric import load_rubric

    settings = settings_now()
    run(
        host,
        port,
        rubric=load_rubric(rubric),
        exports=ExportReading(settings.columns, settings.types),
        idle=idle * 60 or None,
        browser=not no_browser,
        say=click.echo,
    )
    return 0
