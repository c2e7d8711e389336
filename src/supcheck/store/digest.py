"""A keyed digest of a record's content: it tells whether a record was edited, and holds none of its words.

BLAKE2b with a random key of its own for each file that holds digests (RFC 7693, section 2.9). So no
table of digests made beforehand fits, and two files say nothing of each other. It does not hide a
record from somebody who holds the file, key and all, and guesses that record whole, to the letter:
keep the file as you keep the list of records that it is.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Final

from supcheck.records import Record

KEY: Final = 32
"""Bytes of a key."""
_SIZE: Final = 16
"""Bytes of a digest: two contents that differ never share one."""


def new_key() -> bytes:
    """A key from the system's own source of chance."""
    return secrets.token_bytes(KEY)


def keyed(key: bytes, *parts: str | None) -> str:
    """The digest of some texts in their order, in hexadecimal."""
    content = json.dumps(parts).encode()
    return hashlib.blake2b(content, key=key, digest_size=_SIZE).hexdigest()


def content_digest(key: bytes, record: Record) -> str:
    """The digest of all that a finding may rest on: the text, the type, both dates and the plan."""
    days = (day.isoformat() if day else None for day in (record.held, record.written))
    return keyed(key, record.text, record.kind, *days, record.plan)
