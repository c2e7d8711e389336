"""`.pdf` with a text layer, through pdfplumber, which keeps where each line stands.

The lines' places tell a paragraph from a break; pypdf gives the words without them.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from supcheck.load.building import BLANK_LINE, BOLD_HEADING, Piece, laid_out
from supcheck.load.plain import blocks_of_text, pieces_of_text
from supcheck.records import Record, Shape, Unread

_PAGE = re.compile(r"(?i)^\s*(?:page\s+)?\d+\s*(?:(?:of|/)\s*\d+)?\s*$")
_BLANK = 0.6
"""Of a line's height: room beyond the usual that makes a blank line."""
_HYPHEN = re.compile(r"(?<=[a-z])-$")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
"""How pdfminer writes a sign for which the font gives no character."""


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    page: int
    top: float
    bottom: float
    left: float
    right: float
    row: bool = False
    bold: bool = False


def load_pdf(data: bytes, source: str) -> Iterator[Record | Unread]:
    """One record from one PDF; none without a text layer."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = [list(_lines(page, number)) for number, page in enumerate(document.pages, 1)]
    except (
        PdfminerException,
        PDFException,
        PDFEncryptionError,
        PDFPasswordIncorrect,
        ValueError,
        KeyError,
        TypeError,
    ) as error:
        locked = "Password" in repr(error) or "Encryption" in repr(error)
        yield (
            Unread(source, "under a password", "save a copy without a password")
            if locked
            else Unread(
                source, "not a PDF that can be opened", "print the record to PDF again, or save it as .docx"
            )
        )
        return
    text, blocks = laid_out(_pieces(_without_furniture(pages)))
    if not blocks:
        yield Unread(
            source,
            "no text layer",
            "this is a picture of a page: export the record as text, or run OCR first",
        )
        return
    yield Record(PurePath(source).stem, source, text, blocks)


def _lines(page: Any, number: int) -> Iterator[_Line]:
    """The page's lines from the top, a ruled table's rows in their place."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    found = [
        _Line(
            _readable(line["text"]),
            number,
            line["top"],
            line["bottom"],
            line["x0"],
            line["x1"],
            bold=_is_bold(line["chars"]),
        )
        for line in page.extract_text_lines(return_chars=True)
        if not any(_inside(line, table.bbox) for table in tables)
    ]
    for table in tables:
        for row, cells in zip(table.rows, table.extract(), strict=True):
            words = " | ".join(re.sub(r"\s+", " ", _readable(cell or "")).strip() for cell in cells)
            if re.search(r"\w", words):
                left, top, right, bottom = row.bbox
                found.append(_Line(words, number, top, bottom, left, right, row=True))
    yield from sorted(found, key=lambda line: line.top)


def _readable(words: str) -> str:
    """An unmapped sign before a line's words is its bullet; elsewhere it is a character that is not known."""
    return _UNMAPPED.sub(lambda found: "\ufffd" if words[: found.start()].strip() else "•", words)


def _inside(line: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (line["top"] + line["bottom"]) / 2
    inside: bool = box[1] <= middle <= box[3] and line["x0"] < box[2] and line["x1"] > box[0]
    return inside


def _is_bold(chars: Sequence[dict[str, Any]]) -> bool:
    return bool(chars) and all("bold" in char["fontname"].lower() for char in chars if char["text"].strip())


def _without_furniture(pages: list[list[_Line]]) -> list[_Line]:
    """Every line but page numbers, and the heads and feet that most pages repeat."""
    edges = Counter(
        _figureless(line.words)
        for page in pages
        for line in {id(x): x for x in (*page[:2], *page[-2:])}.values()
    )
    repeated = {words for words, count in edges.items() if len(pages) > 1 and count > len(pages) / 2}
    kept = []
    for page in pages:
        edge = {id(line) for line in (*page[:2], *page[-2:])}
        for line in page:
            furniture = _PAGE.match(line.words) or _figureless(line.words) in repeated
            first_seen = line.page == 1 and not _PAGE.match(line.words)
            if id(line) not in edge or not furniture or first_seen:
                kept.append(line)
    return kept


def _figureless(words: str) -> str:
    return re.sub(r"\d+", "#", words.strip())


def _pieces(lines: list[_Line]) -> Iterator[Piece]:
    """Lines rejoined into paragraphs and bullets, with a blank line where more room is left than is usual."""
    width = max((line.right for line in lines if not line.row), default=0.0)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    rooms = [_room(above[-1], below[0]) for above, below in pairwise(groups)]
    usual = median(rooms or [0.0])
    for place, group in enumerate(groups):
        if place and rooms[place - 1] > usual + _BLANK:
            yield BLANK_LINE
        yield from _piece(group)


def _room(above: _Line, line: _Line) -> float:
    """What is left between two lines, in heights of the upper one; nothing across pages."""
    height = above.bottom - above.top
    return (line.top - above.bottom) / height if above.page == line.page and height else 0.0


def _goes_on(above: _Line, line: _Line, width: float) -> bool:
    """True where `above` ran to the margin and `line` is its rest."""
    if above.row or line.row or above.bold != line.bold or _marked(line.words):
        return False
    height = above.bottom - above.top
    if above.page == line.page and line.top - above.bottom > 0.9 * height:
        return False
    first = line.words.split(" ")[0]
    room = (width - above.right) / max(1.0, height * 0.5)
    if above.page != line.page and above.words.rstrip().endswith((".", "!", "?", ":")):
        return False
    return room < len(first) + 1


def _marked(words: str) -> bool:
    (block,) = blocks_of_text(words)[:1] or (None,)
    return block is not None and block.kind in (Shape.BULLET, Shape.HEADING)


def _piece(held: list[_Line]) -> Iterator[Piece]:
    words = held[0].words
    for line in held[1:]:
        words = _HYPHEN.sub("", words) + line.words if _broken(words, line.words) else f"{words} {line.words}"
    anchor = f"p. {held[0].page}"
    if held[0].row:
        yield Piece(Shape.ROW, words, anchor)
        return
    short_bold = held[0].bold and len(words.split()) <= BOLD_HEADING
    for piece in pieces_of_text(words, anchor):
        yield piece._replace(kind=Shape.HEADING) if short_bold else piece


def _broken(above: str, below: str) -> bool:
    """A word cut at the line's end, not one that is written with its hyphen."""
    last = above.rsplit(" ", 1)[-1]
    return bool(_HYPHEN.search(above)) and below[:1].islower() and last.count("-") == 1 and len(last) > 3
