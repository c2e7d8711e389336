"""`make schema`: generate the JSON Schema of the wire format from its types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from supcheck.report.lines import Line
from supcheck.report.wire import WireRun

FOLDER = Path(__file__).parent.parent / "src" / "supcheck" / "report"
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


if __name__ == "__main__":
    for path in SCHEMAS:
        path.write_text(schema_text(path), encoding="utf-8", newline="\n")
