"""Note types: which count as supervision, discussion or oversight, and which are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from supcheck.load.columns import ExportReading, plain_name
from supcheck.records import Kind

LEAVE_OUT = "leave_out"

_TYPES: tuple[tuple[Kind | None, re.Pattern[str]], ...] = (
    (
        None,
        re.compile(
            r"(?i)supervised\s+(?:contact|family)|supercont|supervision\s+order|supervis(?:ed|ion)\s+visit"
            r"|clinical|fostering\s+supervision|supervising|foster\s+carer"
        ),
    ),
    (
        Kind.OVERSIGHT,
        re.compile(
            r"(?i)oversight|manager'?s?\s+decision|management\s+(?:decision|direction)|key\s+decision"
            r"|\bm/?o\b|\bmdr\b|head\s+of\s+service|mgtov"
        ),
    ),
    (
        Kind.DISCUSSION,
        re.compile(
            r"(?i)case\s+discussion|clinic|unit\s+meeting|group\s+(?:case\s+)?(?:supervision|discussion|reflect)"
            r"|case\s+consultation|pod\s+meeting|reflective\s+group"
        ),
    ),
    (Kind.SUPERVISION, re.compile(r"(?i)supervision|\b(?:c|case)?sup(?:v|vn|n)?\b")),
    (
        None,
        re.compile(
            r"(?i)visit|telephone|\bphone|\bcalls?\b|e-?mail|letter|contact|text\s+message|case\s+(?:note|summary)"
            r"|chronolog|strategy|core\s+group|conference|(?:cin|cp|cla|lac|iro|protection|in\s+need|looked\s+after)\s+review|assessment|referral|court|legal|panel"
            r"|direct\s+work|life\s+story|meeting|^(?:cnstat|stat|hvis|drct|iro|stvl|stvc|cassum)[a-z]*$"
        ),
    ),
)
"""The first that fits decides; None: known as something else, though it may sound like supervision."""

_LONGEST = 40
"""Characters of a note type's name; what is longer is a note in the wrong column."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a note type counts as: a kind, or left out (None); `known` where a list names it."""

    kind: Kind | None
    known: bool

    @property
    def as_words(self) -> str:
        """The key of the settings' `types` that it falls under."""
        return self.kind.value if self.kind else LEAVE_OUT


def counts_as(name: str, reading: ExportReading | None = None) -> Counts:
    """What rows of a note type count as: by the settings first, then by its name."""
    for key, names in (reading or ExportReading()).types.items():
        if plain_name(name) in {plain_name(one) for one in names}:
            return Counts(None if key == LEAVE_OUT else Kind(key), True)
    return _by_name(name)


@lru_cache(maxsize=4096)
def _by_name(name: str) -> Counts:
    fits = next((Counts(kind, True) for kind, pattern in _TYPES if pattern.search(name)), None)
    return fits or Counts(None, False)


def type_name(value: str) -> str:
    """The type's name as a report may say it."""
    name = " ".join(value.split())
    return name if len(name) <= _LONGEST else "(too long for a type's name)"


_DRAFT = re.compile(
    r"(?i)^(?:draft|incomplete|in\s*-?progress|not\s+(?:finalised|authorised|complete)|unfinalised|started|open\s+draft)$"
)
_YES, _NO = frozenset({"y", "yes", "true", "1"}), frozenset({"n", "no", "false", "0"})
_FLAGS = {"draft": _YES, "isdraft": _YES, "finalised": _NO, "authorised": _NO}
"""A column that asks yes or no -> the answers that make a draft."""


def is_draft(value: str | None, column: str = "") -> bool:
    """True for a status that says the record is not finished."""
    if value is None:
        return False
    return bool(_DRAFT.match(value)) or value.lower() in _FLAGS.get(plain_name(column), ())
