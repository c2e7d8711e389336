"""Turns of a pasted chat ('Esi 14:03: done'): a name before a colon is a speaker, not a heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

from supcheck.records import Block

_TURN = re.compile(
    r"(?:\[?(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\]?\s+(?:[-–]\s+)?)?"
    r"(?P<who>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)(?:\s\([^()]{2,20}\))?(?:\s\d{1,2}[:.]\d\d)?:\s"
)
_TURNS = 3
"""Lines by one name from which on, with a second such name, a record is a chat."""


def speaker(line: str) -> str | None:
    """Who speaks in this line, if it is a turn."""
    found = _TURN.match(line)
    return found["who"] if found else None


def speakers(text: str, blocks: Sequence[Block], known: Container[str]) -> frozenset[str]:
    """The names that open so many lines that the record is a chat; none that `known` holds, in lower case."""
    turns = Counter(speaker(block.span.of(text)) for block in blocks)
    talking = {
        name for name, count in turns.items() if name and count >= _TURNS and name.lower() not in known
    }
    return frozenset(talking) if len(talking) > 1 else frozenset()
