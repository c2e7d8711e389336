"""Scores that outlast a run: a text that was read once is not read by the model again.

A folder with one SQLite file. A row is a keyed digest of what the model saw, of the model and of the
code between, and the scores: no text, no vector, and no name. The key lies in the file. What a batch
gave is there once the batch is done, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from supcheck.errors import StoreError
from supcheck.scores import Floats
from supcheck.store.digest import keyed, new_key

SCHEMA: Final = "supcheck-cache/1"
FILE: Final = "scores.sqlite"
_WAITS: Final = 60.0
"""Seconds that one run waits for another to write."""
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS arrays (digest TEXT PRIMARY KEY, kind TEXT NOT NULL, rows INTEGER NOT NULL, "
    "columns INTEGER NOT NULL, floats BLOB NOT NULL)",
)


@contextmanager
def opened(folder: Path) -> Iterator[ScoreCache]:
    """The cache in a folder, made where there is none; raises `StoreError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # As other tools' caches: a repository takes no notice of it.
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{folder}: is no folder for a cache ({error.strerror}); choose another") from None
    with _told(folder), closing(_connected(folder / FILE)) as connection:
        yield ScoreCache(connection, folder)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAITS, isolation_level=None)
    # Of two runs that make the file at once, SQLite lets one wait for the other only from then on.
    patience = time.monotonic() + _WAITS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                connection.close()
                raise
            time.sleep(0.05)
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        mend = "delete that folder, which loses nothing but time, or choose another"
        raise StoreError(f"{folder / FILE}: cannot be used as a cache ({error}); {mend}") from None


class ScoreCache:
    """Arrays by the keyed digest of what they were computed from."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        """Raises `StoreError` where the file is another supcheck's."""
        self._connection = connection
        self._folder = folder
        with self._writing():
            for table in _TABLES:
                connection.execute(table)
            connection.executemany(
                "INSERT OR IGNORE INTO about VALUES (?, ?)", [("schema", SCHEMA), ("key", new_key().hex())]
            )
        about = dict(connection.execute("SELECT name, value FROM about"))
        if about["schema"] != SCHEMA:
            told = f"is {about['schema']}, and this supcheck keeps {SCHEMA}"
            raise StoreError(f"{folder / FILE}: {told}; choose another folder")
        self._key = bytes.fromhex(about["key"])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, the file's own lock held from its beginning."""
        with _told(self._folder):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def arrays(
        self, seen: Sequence[Sequence[str]], missing: Callable[[Sequence[int]], Sequence[Floats]]
    ) -> list[Floats]:
        """What was kept of each; the rest is computed at once and kept before this returns."""
        digests = [keyed(self._key, *one) for one in seen]
        with _told(self._folder):
            found = [self._kept(digest) for digest in digests]
        places = [place for place, array in enumerate(found) if array is None]
        computed = dict(zip(places, missing(places), strict=True)) if places else {}
        if computed:
            with self._writing():
                self._connection.executemany(
                    "INSERT OR REPLACE INTO arrays VALUES (?, ?, ?, ?, ?)",
                    [(digests[place], *_row(array)) for place, array in computed.items()],
                )
        return [computed[place] if array is None else array for place, array in enumerate(found)]

    def _kept(self, digest: str) -> Floats | None:
        """An array, or None where there is none or its row is damaged."""
        row = self._connection.execute(
            "SELECT kind, rows, columns, floats FROM arrays WHERE digest = ?", (digest,)
        ).fetchone()
        if row is None:
            return None
        kind, rows, columns, floats = row
        try:
            flat: Floats = np.frombuffer(floats, dtype=_KINDS[kind])
            return flat.reshape((rows,) if columns < 0 else (rows, columns))
        except (KeyError, TypeError, ValueError):
            return None


_KINDS: Final[Mapping[str, Any]] = {"f4": np.dtype("<f4"), "f8": np.dtype("<f8")}


def _row(array: Floats) -> tuple[str, int, int, bytes]:
    """Kind, rows, columns (-1 of a single line of numbers) and the numbers, the smallest byte first."""
    kind = f"f{array.dtype.itemsize}"
    rows, columns = (*array.shape, -1)[:2]
    return kind, rows, columns, np.ascontiguousarray(array, dtype=_KINDS[kind]).tobytes()
