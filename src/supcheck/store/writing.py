"""A file put in place whole or not at all, on Windows too."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from supcheck.errors import StoreError


def write_whole(path: Path, text: str) -> None:
    """Write UTF-8 beside the file, then put it in its place; raises `StoreError` and leaves what was there.

    A link stays a link, and a file keeps its permissions.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}); check that its folder is there, that you may "
            "write in it and that no program holds the file"
        ) from None
    finally:
        beside.unlink(missing_ok=True)
