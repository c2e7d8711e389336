"""How records were graded, run by run, in one DuckDB file: `check --history`.

A row is a keyed digest of a record's id, its month, team, type and plan, and a grade for each rule: no
words, no name of a person, no id. The key lies in the file: it tells whether two runs saw the same
record, and hides no id from somebody who holds the file and guesses it. A run is written in one
transaction, whole or not at all; DuckDB locks the file, and a second run waits for the first.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from supcheck.errors import StoreError
from supcheck.records import Judged, Named, Run
from supcheck.store.digest import keyed, new_key
from supcheck.strata import grade_of, month_of, plan_of, team_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SCHEMA: Final = "supcheck-history/1"
WAITS: Final = 60.0
"""Seconds that one run waits for another to let go of the file."""
_AGAIN: Final = 0.1
_BATCH: Final = 5_000
"""Records that are handed to DuckDB at once."""
_MARK: Final = b"DUCK"
"""What stands at the ninth byte of every DuckDB file."""
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS about (name VARCHAR, value VARCHAR)",
    "CREATE TABLE IF NOT EXISTS run (run INTEGER, run_at TIMESTAMP, tool VARCHAR, rubric VARCHAR, "
    "rubric_digest VARCHAR, model VARCHAR, model_digest VARCHAR, records INTEGER)",
    "CREATE TABLE IF NOT EXISTS record (run INTEGER, record VARCHAR, month VARCHAR, team VARCHAR, "
    "type VARCHAR, plan VARCHAR)",
    "CREATE TABLE IF NOT EXISTS grade (run INTEGER, record VARCHAR, rule VARCHAR, grade VARCHAR)",
)
_OF_A_RUN: Final = ("run", "record", "grade")
_FLAT: Final = (
    "SELECT run.run, run_at, tool, rubric, rubric_digest, model, model_digest, record.record, month, team, "
    "type, plan, rule, grade FROM run JOIN record USING (run) JOIN grade USING (run, record) "
    "ORDER BY run.run, record.record, rule"
)
_LATEST: Final = "(SELECT record, max(run) AS run FROM record GROUP BY record)"
"""A record that several runs saw counts once, as the last of them graded it."""
_COPIES: Final = {
    ".parquet": f"COPY ({_FLAT}) TO $path (FORMAT parquet)",
    ".csv": f"COPY ({_FLAT}) TO $path (FORMAT csv, HEADER)",
}
EXPORTS: Final = tuple(_COPIES)
"""Suffixes that `export` writes."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many records of a month and team stand so under a rule."""

    month: str
    team: str | None
    rule: str
    grade: str
    records: int


@dataclass(frozen=True, slots=True)
class Version:
    """By which rubric and model how many records of a month were judged."""

    month: str
    rubric: Named
    model: Named
    records: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What a history holds, each record once."""

    runs: int
    records: int
    undated: int
    """Records without a month: counted, and in no chart."""
    counts: tuple[Count, ...]
    versions: tuple[Version, ...]


class Rows:
    """The rows of one run as its records come: grades, and under what they are counted."""

    def __init__(self) -> None:
        self.ids: list[tuple[str, str | None, str | None]] = []
        self.strata: list[tuple[str | None, str | None, str | None, str | None]] = []
        self.grades: list[dict[str, str]] = []

    def take(self, judged: Judged) -> None:
        """Keep one record's grades."""
        record = judged.record
        self.ids.append((record.id, record.child, record.held.isoformat() if record.held else None))
        self.strata.append(
            (month_of(record), team_of(record), record.kind.value if record.kind else None, plan_of(record))
        )
        verdicts = {name: ruled.verdict.value for name, ruled in judged.verdicts.items()}
        self.grades.append(verdicts | {one.rule: grade_of(one) for one in judged.findings})


def check_history(path: Path) -> None:
    """Raises `StoreError`, before the work, where the file is none that a history can be kept in."""
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist")
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; name a file in it")
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except FileNotFoundError:
        return
    except PermissionError:
        # Windows lets nobody look into a file that another run holds: then opening it waits.
        return
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from None
    if head[8:] != _MARK:
        raise StoreError(f"{path}: is no history of supcheck; name another file")


def append(path: Path, run: Run, rows: Rows, at: dt.datetime, *, waits: float = WAITS) -> None:
    """Add one run, whole or not at all; `at` in UTC without a zone. Raises `StoreError`."""
    with _opened(path, waits) as connection, _transaction(connection):
        key = _key(connection, path)
        (number,) = _row(connection, "SELECT coalesce(max(run), 0) + 1 FROM run")
        connection.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(number, at, run.tool, run.rubric.name, run.rubric.digest),
                *(run.model.name, run.model.digest, len(rows.ids)),
            ],
        )
        # One id twice in a run (INP1) is one record here, as it was read last.
        last = {keyed(key, *identity): place for place, identity in enumerate(rows.ids)}
        for some in _batched(last.items(), _BATCH):
            _insert(connection, number, dict(some), rows)


def _batched(items: Iterable[tuple[str, int]], size: int) -> Iterator[tuple[tuple[str, int], ...]]:
    """Tuples of at most so many items."""
    rest = iter(items)
    while some := tuple(islice(rest, size)):
        yield some


def _insert(connection: DuckDBPyConnection, number: int, places: dict[str, int], rows: Rows) -> None:
    """The rows of some records, column by column, which is how DuckDB takes many at once."""
    strata = [list(column) for column in zip(*(rows.strata[place] for place in places.values()), strict=True)]
    unnested = ", ".join("unnest(?::VARCHAR[])" for _ in range(5))
    connection.execute(f"INSERT INTO record SELECT ?::INTEGER, {unnested}", [number, list(places), *strata])
    graded = [
        (digest, rule, grade)
        for digest, place in places.items()
        for rule, grade in rows.grades[place].items()
    ]
    connection.execute(
        "INSERT INTO grade SELECT ?::INTEGER, unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), "
        "unnest(?::VARCHAR[])",
        [number, *([one[place] for one in graded] for place in range(3))],
    )


def read_history(path: Path, *, waits: float = WAITS) -> Kept:
    """What the file holds; raises `StoreError`."""
    with _existing(path, waits) as connection:
        (runs,) = _row(connection, "SELECT count(*) FROM run")
        records, dated = _row(
            connection, f"SELECT count(*), count(month) FROM record JOIN {_LATEST} USING (record, run)"
        )
        counts = connection.execute(
            f"SELECT month, team, rule, grade, count(*) FROM record JOIN {_LATEST} USING (record, run) "
            "JOIN grade USING (record, run) WHERE month IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        versions = connection.execute(
            "SELECT month, rubric, rubric_digest, model, model_digest, count(*) "
            f"FROM record JOIN {_LATEST} USING (record, run) JOIN run USING (run) "
            "WHERE month IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    return Kept(
        runs,
        records,
        records - dated,
        tuple(Count(*row) for row in counts),
        tuple(Version(row[0], Named(*row[1:3]), Named(*row[3:5]), row[5]) for row in versions),
    )


def export(path: Path, to: Path, *, waits: float = WAITS) -> int:
    """Write a row a run, record and rule as Parquet or CSV, by suffix; how many. Raises `StoreError`."""
    import duckdb

    with _existing(path, waits) as connection:
        try:
            connection.execute(_COPIES[to.suffix.lower()], {"path": str(to)})
        except duckdb.IOException:
            raise StoreError(f"{to}: cannot be written; check that you may write there") from None
        (count,) = _row(connection, f"SELECT count(*) FROM ({_FLAT})")
    return int(count)


def purge(path: Path, before: dt.date, *, waits: float = WAITS) -> tuple[int, int]:
    """Drop the runs that were made before a day; how many runs, and rows of records in them.

    The tables are written anew without them, so that nothing of them stays in the tables' blocks; the
    file gives the room back as far as DuckDB can.
    """
    with _existing(path, waits) as connection:
        with _transaction(connection):
            old = "SELECT run FROM run WHERE run_at < ?"
            (runs,) = _row(connection, f"SELECT count(*) FROM ({old})", [before])
            (records,) = _row(connection, f"SELECT count(*) FROM record WHERE run IN ({old})", [before])
            if runs:
                connection.execute(f"CREATE TEMP TABLE old AS {old}", [before])
                for table in _OF_A_RUN:
                    connection.execute(
                        f"CREATE TABLE kept AS SELECT * FROM {table} WHERE run NOT IN (SELECT run FROM old)"
                    )
                    connection.execute(f"DROP TABLE {table}")
                    connection.execute(f"ALTER TABLE kept RENAME TO {table}")
        connection.execute("CHECKPOINT")
    return runs, records


@contextmanager
def _existing(path: Path, waits: float) -> Iterator[DuckDBPyConnection]:
    if not path.is_file():
        raise StoreError(f"{path}: there is no such file; supcheck check --history {path.name} makes one")
    with _opened(path, waits) as connection:
        _key(connection, path)
        yield connection


@contextmanager
def _opened(path: Path, waits: float) -> Iterator[DuckDBPyConnection]:
    """The file's own connection, waited for while another run holds it; raises `StoreError`."""
    import duckdb

    check_history(path)
    patience = time.monotonic() + waits
    while True:
        try:
            # A history needs nothing from outside, and so may load nothing.
            connection = duckdb.connect(str(path), config=_CLOSED)
            break
        except duckdb.IOException as error:
            if not any(words in str(error).lower() for words in _HELD):
                raise StoreError(
                    f"{path}: cannot be opened as a history; check that you may write there"
                ) from None
            if time.monotonic() > patience:
                raise StoreError(
                    f"{path}: another run or program has held it for {waits:.0f} seconds; try again later"
                ) from None
            time.sleep(_AGAIN)
    try:
        yield connection
    except duckdb.Error:
        # DuckDB's own message may quote what it was given.
        raise StoreError(
            f"{path}: could not be used as a history; is the disk full, or the file damaged?"
        ) from None
    finally:
        connection.close()


_CLOSED: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_HELD: Final = ("could not set lock", "being used by another process", "used by another program")
"""How DuckDB says, on each system, that another process has the file."""


@contextmanager
def _transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _key(connection: DuckDBPyConnection, path: Path) -> bytes:
    """The file's key; its tables are made where there are none. Raises `StoreError` for another's file."""
    (tables,) = _row(connection, "SELECT count(*) FROM duckdb_tables()")
    if not tables:
        for table in _TABLES:
            connection.execute(table)
        connection.executemany(
            "INSERT INTO about VALUES (?, ?)", [["schema", SCHEMA], ["key", new_key().hex()]]
        )
    (own,) = _row(connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'about'")
    about = dict(connection.execute("SELECT name, value FROM about").fetchall()) if own else {}
    if about.get("schema") != SCHEMA:
        told = (
            f"is {about['schema']}, and this supcheck keeps {SCHEMA}"
            if "schema" in about
            else "is no history"
        )
        raise StoreError(f"{path}: {told}; name another file")
    return bytes.fromhex(about["key"])


def _row(connection: DuckDBPyConnection, query: str, given: list[object] | None = None) -> tuple[int, ...]:
    """The only row of a query that counts."""
    found = connection.execute(query, given or []).fetchone()
    return found or ()
