"""`.supcheck.yaml`, or `[tool.supcheck]` of a pyproject.toml -> Settings; faults at file:line:column.

The nearest file counts, whole: nothing is taken from one further up, but by an explicit `extends`. The
fields of `Settings` are the one table of keys: parsing, the JSON Schema, `supcheck config show` and
docs/settings.md all come from it.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from supcheck.data import is_text, place_of, text_of, tree_of
from supcheck.errors import RubricError, SettingsError
from supcheck.load.columns import ALIASES
from supcheck.reading import Node, Reader
from supcheck.records import Kind

FILE_NAME: Final = ".supcheck.yaml"
PYPROJECT: Final = "pyproject.toml"
LEAVE_OUT: Final = "leave_out"
FORMATS: Final = (
    "human",
    "json",
    "jsonl",
    "html",
    "md",
    "docx",
    "csv",
    "xlsx",
    "sarif",
    "junit",
    "gitlab",
    "github",
    "overview",
    "overview-xlsx",
)
LEVELS: Final = ("met", "review", "partly", "not_met")
"""Both named here too, so that settings and `--help` need no report; tests hold the tables equal."""


class SettingsReader(Reader):
    """Reads one settings file; `folder` is what its relative paths are relative to."""

    def __init__(self, name: str, folder: Path, place: Callable[[Any, Any], str]) -> None:
        super().__init__(name, SettingsError, place)
        self.folder = folder

    def file(self, node: Any, key: Any) -> Path:
        """The path that a text names, from the settings file's own folder."""
        return self.folder / self.text(node, key)


@dataclass(frozen=True, slots=True)
class Form:
    """What may stand under a key: how it is read, and what JSON Schema and a reader are told of it."""

    words: str
    schema: Mapping[str, Any]
    read: Callable[[SettingsReader, Node, str], Any]


_TEXT: Final = {"type": "string", "pattern": r"\S"}
_TEXTS: Final = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}


def _files(reader: SettingsReader, node: Node, key: str) -> tuple[Path, ...]:
    return tuple(reader.folder / text for text in reader.texts(node, key))


def _table(keys: Sequence[str], one: Callable[[Reader, Node, str], Any]) -> Callable[..., dict[str, Any]]:
    """A mapping of some of `keys`."""

    def read(reader: SettingsReader, node: Node, key: str) -> dict[str, Any]:
        with reader.gathering():
            given = reader.mapping(node, key, f"a mapping of: {', '.join(keys)}")
            reader.only(given, keys)
            return {name: one(reader, given, name) for name in keys if name in given}
        return {}

    return read


def _text_or_texts(reader: Reader, node: Node, key: str) -> str | tuple[str, ...]:
    return reader.text(node, key) if is_text(node[key]) else reader.texts(node, key)


def _mapping_schema(keys: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict.fromkeys(keys, _TEXTS),
        "additionalProperties": False,
        "minProperties": 1,
    }


def _one_of(*known: str) -> Form:
    told = "one of " + ", ".join(known)
    return Form(told, {"enum": list(known)}, lambda reader, node, key: reader.choice(node, key, known))


_TYPES: Final = (*(kind.value for kind in Kind), LEAVE_OUT)
_FILE: Final = Form("a file", _TEXT, lambda reader, node, key: reader.file(node, key))
_FILES: Final = Form("a file, or a list of files", _TEXTS, _files)
_WORDS: Final = Form("words", _TEXT, lambda reader, node, key: reader.text(node, key))
_SWITCH: Final = Form(
    "true or false", {"type": "boolean"}, lambda reader, node, key: reader.switch(node, key)
)
_IDS: Final = Form(
    "an id or its beginning, or a list of them", _TEXTS, lambda reader, node, key: reader.texts(node, key)
)
_NOTE_TYPES: Final = Form(
    f"a mapping of some of {', '.join(_TYPES)}, each to names of note types",
    _mapping_schema(_TYPES),
    _table(_TYPES, lambda reader, node, key: reader.texts(node, key)),
)
_COLUMNS: Final = Form(
    f"a mapping of some of {', '.join(ALIASES)}, each to the column's name",
    _mapping_schema(tuple(ALIASES)),
    _table(tuple(ALIASES), _text_or_texts),
)


def _key(form: Form, told: str, default: Any = None, option: str = "", command: str = "") -> Any:
    """A key of the table: a dataclass field that also knows its form, its words and its option."""
    metadata = {"form": form, "told": told, "option": option, "command": command}
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a settings file says, and where it says it. A key's help is its option's."""

    rubric: Path | None = _key(_FILE, "The rubric to judge by, instead of the core one.")
    select: tuple[str, ...] = _key(_IDS, "Show and count these rules only.", ())
    ignore: tuple[str, ...] = _key(_IDS, "Neither show nor count these rules.", ())
    fail_on: str | None = _key(
        _WORDS,
        "Exit 1 where a verdict is insufficient (`not_met`); also where a criterion or several records of a "
        "child fall short (`partly`); `never`; or where what is named does: `R1,D3=partly,direction,S2`.",
    )
    max_insufficient: str | None = _key(
        _WORDS, "Exit 1 where more records than this (`20%`, or a number) have an insufficient verdict."
    )
    min_level: str = _key(_one_of(*LEVELS), "Show findings from this level on.", "met")
    baseline: Path | None = _key(_FILE, "What this file has is known: shown, and fails no run.")
    waivers: Path | None = _key(_FILE, "Set aside what this file says, until it expires.")
    cache: Path | None = _key(_FILE, "The folder that keeps the model's scores from run to run.")
    salt_file: Path | None = _key(
        _FILE, "Write ids and file names in machine formats as digests keyed by this file."
    )
    word_template: Path | None = _key(
        _FILE, "Write Word reports on this template, a copy of the shipped one restyled in Word."
    )
    agreement: Path | None = _key(
        _FILE,
        "Say in the overview how far supcheck agrees with local raters: what `supcheck evaluate` found.",
    )
    types: Mapping[str, tuple[str, ...]] = _key(
        _NOTE_TYPES, "What the note types of an export count as, before their usual names.", {}
    )
    columns: Mapping[str, str | tuple[str, ...]] = _key(
        _COLUMNS, "Which column of an export holds what, before their usual names.", {}
    )
    output_format: str = _key(_one_of(*FORMATS), "What standard output carries.", "human")
    output: tuple[Path, ...] = _key(
        _FILES, "Reports to write, each format by its suffix.", (), "outputs", "check"
    )
    allow_empty: bool = _key(_SWITCH, "Exit 0 where there is nothing to examine.", default=False)
    allow_unreadable: bool = _key(_SWITCH, "Do not exit 2 for what could not be read.", default=False)
    colour: bool | None = _key(_SWITCH, "Colour or none, whatever standard output is.")
    quiet: bool = _key(_SWITCH, "No progress bar and no notes on standard error.", default=False)

    file: Path | None = None
    """The nearest settings file; None where there is none."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Key -> file:line:column, for each key that a file gives."""

    def given(self, command: str) -> dict[str, Any]:
        """The keys that a file gives to a command, by their option, as the command line would give them."""
        keys = (key for key in KEYS if key.name in self.places and key.command in ("", command))
        return {key.option: _plain(getattr(self, key.name)) for key in keys}


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table."""

    name: str
    form: Form
    told: str
    option: str
    """The parameter of a command that it gives a default to."""
    command: str
    """The one command that it is for; '' for each that has such an option."""
    default: Any


def _keys() -> Iterator[Key]:
    empty = Settings()
    for one in dataclasses.fields(Settings):
        if "form" in one.metadata:
            told = one.metadata
            default = getattr(empty, one.name)
            yield Key(
                one.name, told["form"], told["told"], told["option"] or one.name, told["command"], default
            )


KEYS: Final = tuple(_keys())
"""Every key, in the order of the fields."""


def _plain(value: Any) -> Any:
    """Paths as texts: the command line's own types read them again."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value


def find_settings(paths: Sequence[str]) -> Path | None:
    """The nearest settings file, from the first input upwards, else from here; the YAML file goes first."""
    folder = Path(next((path for path in paths if path != "-"), ".")).resolve()
    while not folder.is_dir():
        folder = folder.parent
    for above in (folder, *folder.parents):
        if (above / FILE_NAME).is_file():
            return above / FILE_NAME
        if (above / PYPROJECT).is_file() and _table_of(above / PYPROJECT) is not None:
            return above / PYPROJECT
    return None


def load_settings(file: Path | None) -> Settings:
    """What the file says, and what it `extends`; raises `SettingsError` with file:line:column."""
    if file is None:
        return Settings()
    values, places = _read(file, (file.resolve(),))
    return Settings(**values, file=file, places=places)


def _read(file: Path, above: tuple[Path, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """Values and places by key; `above` has the files that lead here by `extends`, this one last."""
    node, place = _toml(file) if file.suffix == ".toml" else _yaml(file)
    reader = SettingsReader(called(file), file.parent, place)
    reader.only(node, ("extends", *(key.name for key in KEYS)))
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    if "extends" in node:
        with reader.gathering():
            other = reader.file(node, "extends")
            if other.resolve() in above:
                raise reader.fail(node, "extends", "these settings extend themselves; extend another file")
            if not reader.faults and not other.is_file():
                raise reader.fail(
                    node, "extends", f"'extends' names {other.name}, which is no file; mend the name"
                )
            if not reader.faults:
                values, places = _read(other, (*above, other.resolve()))
    for key in KEYS:
        if key.name in node:
            values[key.name] = key.form.read(reader, node, key.name)
            places[key.name] = reader.place(node, key.name)
    if reader.faults:
        raise reader.faults[0]
    return values, places


def called(file: Path) -> str:
    """The file as somebody here would name it."""
    here = Path.cwd().resolve()
    resolved = file.resolve()
    return (resolved.relative_to(here) if resolved.is_relative_to(here) else resolved).as_posix()


def _yaml(file: Path) -> tuple[Node, Callable[[Any, Any], str]]:
    try:
        return tree_of(text_of(file), called(file), "settings: a mapping of keys to values"), place_of
    except RubricError as error:
        raise SettingsError(str(error)) from None
    except OSError as error:
        raise SettingsError(f"{called(file)}: cannot be read ({error.strerror}); check --settings") from None


def _toml(file: Path) -> tuple[Node, Callable[[Any, Any], str]]:
    table = _table_of(file)
    if table is None:
        raise SettingsError(f"{called(file)}:1:1: has no [tool.supcheck]; add it, or name another file")
    node, text = table
    lines = dict(reversed(list(_toml_lines(text))))
    ways = dict(_ways(node, ("tool", "supcheck")))

    def place(at: Any, key: Any) -> str:
        """Of a value inside a line, the line's own key."""
        way = ways.get(id(at), ("tool", "supcheck")) if key is None else (*ways.get(id(at), ()), str(key))
        return next((lines[way[:end]] for end in range(len(way), 0, -1) if way[:end] in lines), "1:1")

    return node, place


def _table_of(file: Path) -> tuple[Node, str] | None:
    """`[tool.supcheck]` and the file's text; None where it has none."""
    try:
        text = text_of(file)
        # A project's file that says nothing of us is none of our business, whole or broken.
        if "supcheck" not in text:
            return None
        found = tomllib.loads(text).get("tool", {}).get("supcheck")
    except RubricError as error:
        raise SettingsError(str(error)) from None
    except OSError as error:
        raise SettingsError(f"{called(file)}: cannot be read ({error.strerror}); check --settings") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"{at[1]}:{at[2]}" if at else f"{text.count(chr(10)) + 1}:1"
        raise SettingsError(f"{called(file)}:{place}: is not TOML; mend its form here") from None
    return (found, text) if isinstance(found, dict) else None


_PART: Final = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_LINE: Final = re.compile(
    rf"^(?P<before>\s*\[?\s*)(?P<way>{_PART}(?:\s*\.\s*{_PART})*)\s*(?P<end>[=\]])", re.MULTILINE
)


def _toml_lines(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The way to each key that begins a line, and to each table, with its place: tomllib tells none."""
    table: tuple[str, ...] = ()
    for found in _LINE.finditer(text):
        way = tuple(part.strip("\"'") for part in re.findall(_PART, found["way"]))
        start = found.start("way")
        place = f"{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"
        if found["end"] == "]":
            table = way
            yield way, place
        else:
            yield (*table, *way), place


def _ways(node: Any, way: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each mapping and list by its identity, with the way to it."""
    yield id(node), way
    inner = node.items() if isinstance(node, Mapping) else enumerate(node)
    for key, value in inner:
        if isinstance(value, Mapping | list):
            yield from _ways(value, (*way, str(key)))


def settings_schema() -> dict[str, Any]:
    """The JSON Schema of a settings file, for editors and for checking one without supcheck."""
    properties: dict[str, Any] = {
        "extends": {**_TEXT, "description": "Another settings file, which this one overrides key by key."}
    }
    for key in KEYS:
        default = {} if key.default is None else {"default": _listed(key.default)}
        properties[key.name] = {**key.form.schema, **default, "description": key.told}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "supcheck settings",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _listed(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default
