"""`make schema`: generate the JSON Schema of the wire format from its types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from supcheck.report.wire import WireRun

SCHEMA_FILE = Path(__file__).parent.parent / "src" / "supcheck" / "report" / "supcheck-1.schema.json"


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


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
