"""`--salt-file`: the key of the digests that machine formats write for ids and file names."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

import click

from supcheck.errors import SupcheckError

_BYTES: Final = 32
_FEWEST: Final = 16
"""Characters below which a salt could be guessed."""


def read_salt(path: Path) -> bytes:
    """The salt in a file, without the white space around it; one is made where the file does not exist.

    That it was made is always said: digests of another salt do not match. Raises `SupcheckError` for a
    file that cannot be used.
    """
    try:
        if not path.exists():
            _make(path)
        salt = path.read_bytes().strip()
    except OSError as error:
        raise SupcheckError(f"--salt-file {path}: cannot be used ({error.strerror})") from None
    if len(salt) < _FEWEST:
        raise SupcheckError(
            f"--salt-file {path}: shorter than {_FEWEST} characters; name a file that does not exist, "
            "and a salt is made"
        )
    return salt


def _make(path: Path) -> None:
    # For its owner alone where the system knows of owners; never over a file that came meanwhile.
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "w", encoding="ascii", newline="\n") as file:
        file.write(f"{secrets.token_hex(_BYTES)}\n")
    click.echo(
        f"A new salt was written: {path}. Keep it: only with it are the digests the same again.", err=True
    )
