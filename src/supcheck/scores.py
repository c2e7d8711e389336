"""Units -> scores of every target, through what was kept of an earlier run where there is any.

A text is scored again only where what the model sees of it is new. Nothing here knows how scores are
kept: `store/cache.py` does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol

from numpy.typing import NDArray

from supcheck.classify import Head, TextEncoder, features
from supcheck.encoder import DIGEST, Encoder
from supcheck.errors import InstallError
from supcheck.records import Record, Unit
from supcheck.words import Words

Floats = NDArray[Any]
Segmented = tuple[Record, tuple[Unit, ...]]


class Keeps(Protocol):
    """What keeps arrays of scores from one run to the next."""

    def arrays(
        self, seen: Sequence[Sequence[str]], missing: Callable[[Sequence[int]], Sequence[Floats]]
    ) -> list[Floats]:
        """An array, of one or two dimensions, for each thing `seen`.

        `missing` computes those at the places that it is given; what was kept it need not compute.
        """
        ...


class KeepsNothing:
    """Every array is computed."""

    def arrays(
        self, seen: Sequence[Sequence[str]], missing: Callable[[Sequence[int]], Sequence[Floats]]
    ) -> list[Floats]:
        """All of them are missing."""
        return list(missing(range(len(seen))))


KEEPS_NOTHING: Final = KeepsNothing()


class Scorer:
    """The head's scores; the encoder's weights are loaded when the first text must be read."""

    def __init__(self, head: Head, words: Words, keeps: Keeps, encoder: TextEncoder | None = None) -> None:
        self._head = head
        self._words = words
        self._keeps = keeps
        self._encoder = encoder

    def scores(self, segmented: Sequence[Segmented]) -> list[Floats]:
        """For each record probabilities of shape (units, targets)."""
        seen = [
            ("scores", self._head.named.digest, DIGEST, reading_digest(), *_seen(*one)) for one in segmented
        ]
        return self._keeps.arrays(seen, lambda places: self._scored([segmented[place] for place in places]))

    def _scored(self, segmented: Sequence[Segmented]) -> list[Floats]:
        if not segmented:
            return []
        if self._encoder is None:
            self._encoder = Encoder(adapter=self._head.adapter)
        return [self._head.scores(found) for found in features(self._encoder, self._words, segmented)]


def _seen(record: Record, units: Sequence[Unit]) -> list[str]:
    """All of a record that the head weighs: its type and day, and each unit with its heading and place."""
    seen = [str(record.kind), str(record.held)]
    for unit in units:
        seen += (unit.section.key, unit.shape, unit.under(record.text), unit.span.of(record.text))
    return seen


_READS: Final = (
    "answering",
    "checks",
    "classify",
    "cues",
    "dates",
    "deadlines",
    "encoder",
    "neighbours",
    "own_labels",
)
"""The modules and folders between a unit and its scores; the lists that they read, the head checks."""


@lru_cache(maxsize=1)
def reading_digest() -> str:
    """Of the code between a unit and its scores; raises `InstallError` where it is missing."""
    here = Path(__file__).parent
    folders = {name: sorted((here / name).glob("*.py")) for name in _READS}
    return code_digest(path for name in _READS for path in folders[name] or [here / f"{name}.py"])


def code_digest(modules: Iterable[Path], *lists: str) -> str:
    """Of our own modules' code, and of the texts of lists that it reads; raises `InstallError`."""
    try:
        code = [path.read_bytes() for path in modules]
    except OSError as error:
        raise InstallError(
            f"supcheck's own code cannot be read ({error.strerror}): install it again"
        ) from None
    return hashlib.sha256(b"\0".join([*code, *(text.encode() for text in lists)])).hexdigest()[:16]
