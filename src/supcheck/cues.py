"""A unit's words -> cue columns: what beside the vectors hints at what a sentence does.

A cue decides nothing; the head weighs it. The lists are `cues`, `vague` and `non_bounds` in
`rubrics/words.yaml`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from supcheck.checks import phrase_pattern
from supcheck.deadlines import find_deadlines
from supcheck.words import Words

_LONG = (5, 10, 20)
"""Words at which a unit counts as short, middling, long and very long."""


def cue_columns(text: str, held: dt.date | None, words: Words) -> tuple[bool, ...]:
    """One truth for each phrase list, then deadline, question, figure and length."""
    plain = text.replace("’", "'")
    said = (phrase_pattern(phrases).search(plain) is not None for phrases in _lists(words).values())
    length = len(text.split())
    return (
        *said,
        bool(find_deadlines(text, held)),
        plain.rstrip().endswith("?"),
        any(letter.isdigit() for letter in text),
        *(length < bound for bound in _LONG),
    )


def cue_digest(words: Words) -> str:
    """A digest of the lists: a head fits only those that it was trained with."""
    return hashlib.sha256(json.dumps(_lists(words)).encode()).hexdigest()[:16]


def _lists(words: Words) -> dict[str, tuple[str, ...]]:
    return {**words.cues, "non_bounds": words.non_bounds}
