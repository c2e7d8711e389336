"""`make schema`: generate the JSON Schemas, of the wire format and of the settings, and the settings' page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from supcheck.report.lines import Line
from supcheck.report.wire import WireRun
from supcheck.settings import KEYS, settings_schema

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "src" / "supcheck" / "report"
SETTINGS_FILE = FOLDER / "settings.schema.json"
SETTINGS_PAGE = ROOT / "docs" / "settings.md"
SCHEMA_FILE = FOLDER / "supcheck-1.schema.json"
LINES_FILE = FOLDER / "supcheck-1-lines.schema.json"
SCHEMAS: dict[Path, tuple[str, Any]] = {
    SCHEMA_FILE: ("supcheck/1", WireRun),
    LINES_FILE: ("supcheck/1, a line of JSON Lines", Line),
}
"""Each committed schema, its title and the types that it is made from."""


def schema_text(file: Path = SCHEMA_FILE) -> str:
    """The schema as it is committed; unknown keys are refused everywhere."""
    title, types = SCHEMAS[file]
    schema = TypeAdapter(types).json_schema()
    for definition in (schema, *schema["$defs"].values()):
        _close(definition)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**head, **schema, "title": title}, indent=1, sort_keys=True) + "\n"


def _close(definition: dict[str, Any]) -> None:
    if definition.get("type") == "object" and "properties" in definition:
        definition["additionalProperties"] = False


def settings_text() -> str:
    """The settings' schema as it is committed, its keys in the table's order."""
    return json.dumps(settings_schema(), indent=1) + "\n"


_PAGE = """# Settings

What a team agrees on stands in a file beside its records: `.supcheck.yaml`, or `[tool.supcheck]` in a
`pyproject.toml`. supcheck takes the nearest one, from the first input upwards (in one folder the YAML file goes
first), and takes it whole: nothing is added from a file further up, but by an explicit `extends: ../other.yaml`,
whose keys are then overridden one by one. What the command line says goes before the file; `--settings FILE` takes
another file and `--no-settings` none. Relative paths are relative to the file that they stand in.

An unknown key, or a value of another form, is refused at its line and column. `supcheck config show PATHS` says each
value and whence it is. `src/supcheck/report/settings.schema.json` is the JSON Schema, for an editor.

| key | value | default | what it does |
| --- | --- | --- | --- |
"""


def settings_page() -> str:
    """docs/settings.md: the table of keys for a reader."""
    rows = (f"| `{key.name}` | {key.form.words} | {_in_words(key.default)} | {key.told} |\n" for key in KEYS)
    return _PAGE + "".join(rows)


def _in_words(default: Any) -> str:
    known = {None: "–", True: "`true`", False: "`false`"}
    return "–" if default in ((), {}) else known.get(default, f"`{default}`")


if __name__ == "__main__":
    texts = {
        **{path: schema_text(path) for path in SCHEMAS},
        SETTINGS_FILE: settings_text(),
        SETTINGS_PAGE: settings_page(),
    }
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8", newline="\n")
