"""The rubrics, prompts, model and schema that travel with supcheck, in a checkout or a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE, _PACKAGE.parent.parent)
"""Inside the wheel first, then the root of a checkout."""


def data_path(relative: str) -> Path:
    """The file or folder of that name; raises `FileNotFoundError` where supcheck is damaged."""
    for root in _ROOTS:
        if (root / relative).exists():
            return root / relative
    raise FileNotFoundError(f"{relative} is missing: install supcheck again")


def data_text(relative: str) -> str:
    """The text of a shipped UTF-8 file."""
    return data_path(relative).read_text(encoding="utf-8")
