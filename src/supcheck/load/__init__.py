"""paths -> Record | Unread, in a stable order; what cannot be read is a value, never a skip."""

from __future__ import annotations

import dataclasses
import glob
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import count
from pathlib import Path, PurePath
from typing import BinaryIO

from supcheck.records import Record, Unread

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
    ".csv": "table:load_csv",
    ".tsv": "table:load_csv",
    ".xlsx": "table:load_xlsx",
    ".jsonl": "table:load_jsonl",
}
"""Suffix -> the module and function that reads it, imported when first needed."""

LARGEST = 1_000_000_000
"""Bytes; a file beyond this is no record and no month's export."""

_ASIDE = frozenset({"thumbs.db", "desktop.ini", "pyproject.toml"})
"""Of a folder: what systems leave there, and what holds settings; a file named by itself is never aside."""


def load(
    paths: Sequence[str | Path], *, stdin: BinaryIO | None = None, stdin_filename: str | None = None
) -> Iterator[Record | Unread]:
    """Read files, folders (all below them), globs and '-' for `stdin`.

    Each file is read once, under the name that the caller gave; record ids are unique in a run.
    """
    seen: set[str] = set()
    for item in _read_all(paths, stdin, stdin_filename):
        if isinstance(item, Record):
            item = _unique(item, seen)
        yield item


def _read_all(
    paths: Sequence[str | Path], stdin: BinaryIO | None, stdin_filename: str | None
) -> Iterator[Record | Unread]:
    done: set[Path] = set()
    for given in paths:
        if str(given) == "-":
            yield from _standard_input(stdin, stdin_filename)
            continue
        for path in _files(given):
            if isinstance(path, Unread):
                yield path
            elif path.resolve() not in done:
                done.add(path.resolve())
                yield from _file(path)


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
            yield Unread(_named(path), "no file matches this pattern", "check the pattern and the folder")
        for name in matched:
            yield from _below(name) if name.is_dir() else (name,)
    else:
        yield Unread(_named(path), "no such file or folder", "check the path")


def _below(folder: Path) -> Iterator[Path | Unread]:
    found = sorted(
        path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder))
    )
    if not found:
        yield Unread(_named(folder), "an empty folder", "check the path")
    yield from found


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts) or path.name.lower() in _ASIDE


def _file(path: Path) -> Iterator[Record | Unread]:
    try:
        if path.stat().st_size > LARGEST:
            yield Unread(_named(path), "larger than 1 GB", "split the export")
            return
        data = path.read_bytes()
    except OSError as error:
        yield Unread(
            _named(path),
            f"cannot be opened ({error.strerror})",
            "check that you may read it and that no program holds it",
        )
        return
    yield from read_bytes(data, _named(path))


def _standard_input(stdin: BinaryIO | None, name: str | None) -> Iterator[Record | Unread]:
    if stdin is None:
        yield Unread("-", "no standard input", "pipe a record in, or name a file")
    else:
        yield from read_bytes(stdin.read(), name or "stdin.txt")


def read_bytes(data: bytes, source: str) -> Iterator[Record | Unread]:
    """Read one file's bytes by its suffix; `source` is the name that reports carry."""
    suffix = Path(source).suffix.lower()
    if suffix not in LOADERS:
        yield Unread(
            source, f"unknown kind of file ({suffix or 'no suffix'})", f"use one of {', '.join(LOADERS)}"
        )
        return
    module, function = LOADERS[suffix].split(":")
    loader: Loader = getattr(import_module(f"supcheck.load.{module}"), function)
    yield from loader(data, source)


def _named(path: Path) -> str:
    """The path with forward slashes, so that reports are the same on every platform."""
    return path.as_posix()
