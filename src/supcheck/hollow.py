"""Hollow language: the words of reflection with no fact, change, reason or doubt in them.

Source: codebook section 2, "Hollow words earn nothing".
"""

from __future__ import annotations

import re

from supcheck.checks import phrase_pattern
from supcheck.words import Words

EARNED = ("progress", "analysis", "practice_reflection", "child_voice", "risk")
"""The labels that hollow words cannot earn."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_OWN = 2
"""Content words of its own from which a unit is no longer hollow."""


def is_hollow(text: str, words: Words) -> bool:
    """True where a hollow phrase stands, and beside it only stock words: no figure, quote or fact.

    A name alone is no fact ('Sunniva's lived experience was held in mind').
    """
    rest, hits = phrase_pattern(words.hollow).subn(" ", text.replace("’", "'"))
    if not hits or any(letter.isdigit() for letter in rest) or re.search(r"[\"“”]", rest):
        return False
    own = {word for word in _WORD.findall(rest) if word.islower()} - frozenset(words.stock)
    return len(own) < _OWN
