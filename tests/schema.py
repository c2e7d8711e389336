"""`make schema`: generate the JSON Schemas, of the wire format and of the settings, and the settings' page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from supcheck.report.wire import WireRun
from supcheck.settings import settings_page, settings_schema

ROOT = Path(__file__).parent.parent
SCHEMA_FILE = ROOT / "src" / "supcheck" / "report" / "supcheck-1.schema.json"
SETTINGS_FILE = SCHEMA_FILE.with_name("settings.schema.json")
SETTINGS_PAGE = ROOT / "docs" / "settings.md"


def schema_text() -> str:
    """The schema as it is committed; unknown keys are refused everywhere."""
    schema = TypeAdapter(WireRun).json_schema()
    for definition in (schema, *schema["$defs"].values()):
        _close(definition)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "supcheck/1"}
    return json.dumps({**head, **schema, "title": "supcheck/1"}, indent=1, sort_keys=True) + "\n"


def _close(definition: dict[str, Any]) -> None:
    if definition.get("type") == "object" and "properties" in definition:
        definition["additionalProperties"] = False


def settings_text() -> str:
    """The settings' schema as it is committed, its keys in the table's order."""
    return json.dumps(settings_schema(), indent=1) + "\n"


if __name__ == "__main__":
    for file, text in (
        (SCHEMA_FILE, schema_text()),
        (SETTINGS_FILE, settings_text()),
        (SETTINGS_PAGE, settings_page()),
    ):
        file.write_text(text, encoding="utf-8", newline="\n")
