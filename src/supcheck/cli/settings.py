"""Settings as the defaults of a command's options, and `supcheck config show`, which says whence each is."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from supcheck.settings import KEYS, Key, Settings, called, find_settings, load_settings

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--settings",
        "settings_file",
        type=click.Path(dir_okay=False, path_type=Path),
        expose_value=False,
        help="Take settings from this file, not from the nearest .supcheck.yaml or pyproject.toml.",
    ),
    click.option("--no-settings", is_flag=True, expose_value=False, help="Take settings from no file."),
)


def settings_options(command: F) -> F:
    """`--settings FILE` and `--no-settings`, for a command of the class `WithSettings`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class WithSettings(click.Command):
    """A command whose options take their defaults from the settings; what the command line says goes before.

    The context's `obj` is the `Settings`.
    """

    def __init__(self, *arguments: Any, stands_for: str = "", **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.stands_for = stands_for or self.name or ""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the settings by what is on the command line, before the options are read."""
        given, _, _ = self.make_parser(ctx).parse_args(list(args))
        asks_help = self.get_help_option(ctx)
        if asks_help is None or given.get(asks_help.name) is not True:
            ctx.obj = _settings_for(given)
            ctx.default_map = ctx.obj.given(self.stands_for)
        return super().parse_args(ctx, args)


def _settings_for(given: dict[str, Any]) -> Settings:
    file, none = given.get("settings_file"), given.get("no_settings") is True
    if isinstance(file, str):
        if none:
            raise click.UsageError("--settings and --no-settings exclude each other")
        return load_settings(Path(file))
    if none:
        return Settings()
    paths = given.get("paths")
    return load_settings(find_settings(paths if isinstance(paths, tuple) else ()))


def settings_now() -> Settings:
    """The settings of the command that runs; none where no command does."""
    context = click.get_current_context(silent=True)
    return (context and context.find_object(Settings)) or Settings()


def config_of(check: click.Command) -> click.Group:
    """`supcheck config`, over the options of `check`."""
    optional = [copy.copy(one) for one in check.params]
    for one in optional:
        one.required = False

    def show(**_: Any) -> int:
        """Say each setting's value and whence it is: a default, a file at its line, or the command line.

        Takes the paths and options of `supcheck check`, and reads no record.
        """
        context = click.get_current_context()
        settings = settings_now()
        click.echo(f"Settings file: {called(settings.file) if settings.file else 'none'}")
        for key in KEYS:
            value, comes_from = _shown(key, context, settings)
            click.echo(f"{key.name:<17}{_written(value):<24} {comes_from}".rstrip())
        return 0

    shown = WithSettings("show", params=optional, callback=show, help=show.__doc__, stands_for="check")
    return click.Group("config", commands=[shown], help="Show the settings that a run would use.")


def _shown(key: Key, context: click.Context, settings: Settings) -> tuple[Any, str]:
    source = context.get_parameter_source(key.option)
    if source is ParameterSource.COMMANDLINE:
        return context.params[key.option], "command line"
    return getattr(settings, key.name), settings.places.get(key.name, "default")


def _written(value: Any) -> str:
    if value is None or value in ((), {}):
        return "-"
    return json.dumps(value, ensure_ascii=False, default=str)
