"""A file as loading meets it: on disk, or come through standard input."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class File:
    """A file on disk, or one that came through standard input, and the name that reports carry."""

    name: str
    path: Path | None = None
    data: bytes = b""

    def open(self) -> BinaryIO:
        """The bytes from the start; raises `OSError`."""
        return self.path.open("rb") if self.path is not None else io.BytesIO(self.data)
