"""The command line: a group with nothing in it, and the one place that maps errors to exit codes."""

from __future__ import annotations

import codecs
import gc
import io
import sys
from typing import Any

import click

from supcheck import __version__
from supcheck.cli.actions import actions
from supcheck.cli.baseline import baseline
from supcheck.cli.check import check
from supcheck.cli.diff import diff
from supcheck.cli.explain import explain
from supcheck.cli.history import history
from supcheck.cli.init import init
from supcheck.cli.learn import (
    evaluate,
    evaluate_series,
    train,
    train_directions,
    train_events,
    train_series,
)
from supcheck.cli.rubric import rubric
from supcheck.cli.rules import rules
from supcheck.cli.serve import serve
from supcheck.cli.settings import config_of
from supcheck.errors import SupcheckError

USAGE = 2
INTERRUPTED = 130
_RARELY = 50_000
_RARELY_AGAIN = 20


def speak_utf8() -> None:
    """Let standard output and standard error write UTF-8: Windows gives a redirected one its code page.

    A stream that somebody put in their place, such as a test's, is left as it is.
    """
    for stream in (sys.stdout, sys.stderr):
        if type(stream) is io.TextIOWrapper and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(encoding="utf-8", errors=stream.errors)


class _Group(click.Group):
    """Remaps Click's own exits: its bare errors and aborts exit 1, which would read as findings."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        # Nearly all that a run makes lives to its end, and need not be looked through for rubbish so often.
        gc.set_threshold(_RARELY, _RARELY_AGAIN, _RARELY_AGAIN)
        speak_utf8()
        try:
            code = super().main(*args, **kwargs)
        except click.ClickException as error:
            error.show()
            sys.exit(USAGE)
        except SupcheckError as error:
            click.echo(f"supcheck: {error}", err=True)
            sys.exit(USAGE)
        except (click.Abort, KeyboardInterrupt):
            click.echo("supcheck: interrupted", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(USAGE)
        sys.exit(code or 0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="supcheck")
def main() -> None:
    """Show what a supervision record says of the child's progress and of what happens next.

    Everything is read and judged on this machine; supcheck opens no network connection.
    """


for _command in (
    check,
    actions,
    init,
    baseline,
    history,
    rules,
    explain,
    rubric,
    diff,
    config_of(check),
    train,
    train_series,
    train_directions,
    train_events,
    evaluate,
    evaluate_series,
    serve,
):
    main.add_command(_command)
