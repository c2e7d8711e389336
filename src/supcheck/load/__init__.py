"""paths -> Record | Unread, in a stable order; what cannot be read is a value, never a skip."""

from __future__ import annotations

import dataclasses
import datetime as dt
import glob
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from itertools import count, islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from supcheck.load.columns import ExportReading
from supcheck.load.file import File
from supcheck.load.found import Found
from supcheck.load.inputs import Met
from supcheck.records import Beside, InputFinding, Item, Record, Unread

if TYPE_CHECKING:
    from supcheck.load.rows import Table

Loader = Callable[[bytes, str], Iterator[Record | Unread]]

LOADERS: Mapping[str, str] = {
    ".txt": "plain:load_plain",
    ".text": "plain:load_plain",
    ".md": "plain:load_plain",
    ".docx": "word:load_word",
    ".doc": "word:load_word",
    ".pdf": "pdf:load_pdf",
    ".html": "rich:load_html",
    ".htm": "rich:load_html",
    ".rtf": "rich:load_rtf",
}
"""A document's suffix -> the module and function that reads it, imported when first needed."""

TABLES: Mapping[str, str] = {
    ".csv": "rows:open_csv",
    ".tsv": "rows:open_csv",
    ".xlsx": "rows:open_xlsx",
    ".jsonl": "rows:open_jsonl",
    ".parquet": "rows:open_parquet",
}
"""An export's suffix -> the module and function that opens it, so that its rows are read one at a time."""

LARGEST = 100_000_000
"""Bytes; a document beyond this is no record. An export may be of any size."""

_ASIDE = frozenset({"thumbs.db", "desktop.ini", "pyproject.toml"})
"""Of a folder: what systems leave there, and what holds settings; a file named by itself is never aside."""
_TRUTH = ".truth.jsonl"
"""Beside an export that `supcheck evaluate-series` reads: raters' answers, which hold no record."""


def load(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    stdin_filename: str | None = None,
    reading: ExportReading | None = None,
    today: dt.date | None = None,
) -> Iterator[Item]:
    """Read files, folders (all below them), globs and '-' for `stdin`.

    Each file is read once, under the name that the caller gave; record ids are unique in a run. What is
    odd about a record follows it as `InputFinding`s; `today` is the day after which a record is from the
    future.
    """
    found = find(paths, stdin=stdin, stdin_filename=stdin_filename, reading=reading, today=today)
    for item in found:
        yield item.record if isinstance(item, Found) else item


def find(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    stdin_filename: str | None = None,
    reading: ExportReading | None = None,
    today: dt.date | None = None,
) -> Iterator[Found | Beside]:
    """As `load`, each record with the way to read it again; that one has the id that its file gives it."""
    seen: set[str] = set()
    met = Met(today)
    renamed: tuple[str | None, str | None] = (None, None)
    for item in _find_all(paths, stdin, stdin_filename, reading):
        if isinstance(item, Found):
            record = _unique(item.record, seen)
            renamed = (item.record.id, record.id)
            yield Found(record, item.again)
            yield from (dataclasses.replace(one, record=record.id) for one in met.findings(item.record))
        elif isinstance(item, InputFinding) and item.record == renamed[0]:
            yield dataclasses.replace(item, record=renamed[1])
        else:
            yield item


def _find_all(
    paths: Sequence[str | Path],
    stdin: BinaryIO | None,
    stdin_filename: str | None,
    reading: ExportReading | None,
) -> Iterator[Found | Beside]:
    done: set[Path] = set()
    for given in paths:
        if str(given) == "-":
            yield from _standard_input(stdin, stdin_filename, reading)
            continue
        for path in _files(given):
            if isinstance(path, Unread):
                yield path
            elif path.resolve() not in done:
                done.add(path.resolve())
                yield from _opened(File(_named(path), path), reading)


def _unique(record: Record, seen: set[str]) -> Record:
    """The record, under a longer id where its own is taken."""
    file = PurePath(record.source)
    whole_file = record.id == file.stem
    longer = (file.name, record.source) if whole_file else (f"{file.name}:{record.id}",)
    counted = (f"{record.id}~{number}" for number in count(2))
    for candidate in (record.id, *longer):
        if candidate not in seen:
            break
    else:
        candidate = next(name for name in counted if name not in seen)
    seen.add(candidate)
    return dataclasses.replace(record, id=candidate)


def _files(given: str | Path) -> Iterator[Path | Unread]:
    """The files that one argument names, sorted."""
    path = Path(given)
    if path.is_dir():
        yield from _below(path)
    elif path.exists():
        yield path
    elif glob.has_magic(str(given)):
        # Windows shells leave patterns to the program.
        matched = sorted(Path(name) for name in glob.iglob(str(given), recursive=True))
        if not matched:
            yield Unread(
                _named(path), "no file matches this pattern", "check the pattern and the folder", empty=True
            )
        for name in matched:
            yield from _below(name) if name.is_dir() else (name,)
    else:
        yield Unread(_named(path), "no such file or folder", "check the path")


def _below(folder: Path) -> Iterator[Path | Unread]:
    found = sorted(
        path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder))
    )
    if not found:
        yield Unread(_named(folder), "an empty folder", "check the path", empty=True)
    yield from found


def _hidden(path: Path) -> bool:
    name = path.name.lower()
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return hidden or name in _ASIDE or name.endswith(_TRUTH)


def _standard_input(
    stdin: BinaryIO | None, name: str | None, reading: ExportReading | None
) -> Iterator[Found | Beside]:
    if stdin is None:
        yield Unread("-", "no standard input", "pipe a record in, or name a file")
    else:
        yield from _opened(File(name or "stdin.txt", data=stdin.read()), reading)


def read_bytes(data: bytes, source: str, reading: ExportReading | None = None) -> Iterator[Item]:
    """Read one file's bytes by its suffix; `source` is the name that reports carry."""
    for item in _opened(File(source, data=data), reading):
        yield item.record if isinstance(item, Found) else item


def _opened(file: File, reading: ExportReading | None) -> Iterator[Found | Beside]:
    suffix = PurePath(file.name).suffix.lower()
    kinds: Mapping[str, Callable[[File, str], Iterator[Found | Beside]]] = {
        **dict.fromkeys(TABLES, partial(_table, reading=reading)),
        **dict.fromkeys(LOADERS, _document),
    }
    if suffix not in kinds:
        known = ", ".join((*LOADERS, *TABLES))
        yield Unread(file.name, f"unknown kind of file ({suffix or 'no suffix'})", f"use one of {known}")
        return
    try:
        yield from kinds[suffix](file, suffix)
    except OSError as error:
        yield Unread(
            file.name,
            f"cannot be opened ({error.strerror})",
            "check that you may read it and that no program holds it",
        )


def _document(file: File, suffix: str) -> Iterator[Found | Unread]:
    with file.open() as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Unread(file.name, "larger than 100 MB", "no record is so large; check what it is")
        return
    loader: Loader = _named_in(LOADERS[suffix])
    for place, item in enumerate(loader(data, file.name)):
        yield Found(item, partial(_document_again, file, suffix, place)) if isinstance(item, Record) else item


def _document_again(file: File, suffix: str, place: int) -> Record | Unread:
    with file.open() as stream:
        data = stream.read()
    loader: Loader = _named_in(LOADERS[suffix])
    return next(islice(loader(data, file.name), place, None))


def _table(file: File, suffix: str, reading: ExportReading | None) -> Iterator[Found | Beside]:
    from supcheck.load.table import records_of

    for table in open_export(file, suffix, reading):
        if isinstance(table, Unread | InputFinding):
            yield table
        else:
            yield from records_of(table, file, reading)


def open_export(
    file: File, suffix: str, reading: ExportReading | None = None
) -> Iterator[Table | Unread | InputFinding]:
    """The tables of an export, and what is not read of it; raises `KeyError` for another kind of file."""
    opened: Iterator[Table | Unread | InputFinding] = _named_in(TABLES[suffix])(file, reading)
    return opened


def _named_in(place: str) -> Any:
    module, function = place.split(":")
    return getattr(import_module(f"supcheck.load.{module}"), function)


def _named(path: Path) -> str:
    """The path with forward slashes, so that reports are the same on every platform."""
    return path.as_posix()
