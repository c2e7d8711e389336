"""What loading gives: a record, and the way to read it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from supcheck.records import Record, Unread


@dataclass(frozen=True, slots=True)
class Found:
    """A record as it was read, and the way to read it again, so that it need not be held."""

    record: Record
    again: Callable[[], Record | Unread]
