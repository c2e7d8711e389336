"""`.docx`: headings, lists with their numbers, tables in body order, boxes, controls, insertions.

python-docx opens the package; the body is walked by hand, since its own `.text` loses text boxes,
content controls and tracked insertions in silence.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from supcheck.load.building import BLANK_LINE, BOLD_HEADING, Piece, laid_out, tidy
from supcheck.load.plain import pieces_of_text
from supcheck.records import Record, Shape, Unread

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OLD = b"\xd0\xcf\x11\xe0"
"""The first bytes of a .doc, and of a .docx under a password."""
_UNPACKED = 200_000_000
"""Bytes; a record that unpacks to more is an attack or a mistake."""

_GONE = {
    _W + "del",
    _W + "moveFrom",
    _W + "instrText",
    _W + "delText",
    _MC + "Fallback",
    _W + "commentReference",
}
_BREAKS = {_W + "br": "\n", _W + "cr": "\n", _W + "tab": "\t", _W + "noBreakHyphen": "-"}


def load_word(data: bytes, source: str) -> Iterator[Record | Unread]:
    """One record from one Word document."""
    if data.startswith(_OLD):
        yield Unread(
            source,
            "an old Word file, or one under a password",
            "open it in Word and save it as .docx without a password",
        )
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > _UNPACKED:
                yield Unread(source, "too large when unpacked", "save the record by itself as .docx")
                return
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError):
        yield Unread(
            source, "not a Word document that can be opened", "open it in Word and save it again as .docx"
        )
        return
    text, blocks = laid_out(_Walk(document).pieces())
    if not blocks:
        yield Unread(
            source, "no words in the document", "a scanned page holds no text: save the typed record"
        )
        return
    yield Record(PurePath(source).stem, source, text, blocks)


class _Walk:
    """One pass over the body in reading order."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._numbering = _Numbering(document)
        self._styles = {style.style_id: style for style in document.styles}
        self._paragraphs = 0
        self._tables = 0

    def pieces(self) -> Iterator[Piece]:
        """Headers that say what the body does not, the body, then footnotes."""
        body = list(self._of(self._document.element.body))
        said = {tidy(piece.words) for piece in body}
        for section in self._document.sections:
            for part in (section.first_page_header, section.header):
                for paragraph in part._element.iter(_W + "p"):
                    words = tidy(_words(paragraph))
                    if words and words not in said:
                        said.add(words)
                        yield Piece(Shape.PARAGRAPH, words, "header")
        yield from body
        yield from self._footnotes()

    def _footnotes(self) -> Iterator[Piece]:
        for relation in self._document.part.rels.values():
            if relation.reltype.endswith("/footnotes"):
                for paragraph in etree.fromstring(relation.target_part.blob).iter(_W + "p"):
                    yield Piece(Shape.PARAGRAPH, _words(paragraph), "footnote")

    def _of(self, parent: Any) -> Iterator[Piece]:
        for child in parent:
            if child.tag == _W + "p":
                yield from self._paragraph(child)
            elif child.tag == _W + "tbl":
                yield from self._table(child)
            elif child.tag not in _GONE and child.tag in (
                _W + "sdt",
                _W + "sdtContent",
                _W + "ins",
                _W + "moveTo",
                _W + "customXml",
                _W + "smartTag",
            ):
                yield from self._of(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        self._paragraphs += 1
        anchor = f"paragraph {self._paragraphs}"
        heading = self._is_heading(paragraph)
        number = self._numbering.of(paragraph, self._styles)
        counted = bool(number) and number[0].isalnum()
        for line in _words(paragraph).split("\n"):
            if not line.strip():
                yield BLANK_LINE
            elif heading:
                yield Piece(Shape.HEADING, f"{number} {line}" if counted else line, anchor)
            elif number:
                yield Piece(Shape.BULLET, _unmarked(line), anchor, number if counted else "")
            else:
                # A tab in a line of a page sets it out; it makes no table of it.
                yield from pieces_of_text(line.replace("\t", "    "), anchor)
        for box in _boxes(paragraph):
            yield from self._of(box)

    def _is_heading(self, paragraph: Any) -> bool:
        properties = paragraph.find(_W + "pPr")
        style = properties.find(_W + "pStyle") if properties is not None else None
        name = (
            self._styles[style.get(_W + "val")].name.lower()
            if style is not None and style.get(_W + "val") in self._styles
            else ""
        )
        if name.startswith(("heading", "title", "subtitle")):
            return True
        if properties is not None and properties.find(_W + "outlineLvl") is not None:
            return True
        words = _words(paragraph).split()
        return (
            0 < len(words) <= BOLD_HEADING and not paragraph.findall(f".//{_W}br") and _wholly_bold(paragraph)
        )

    def _table(self, table: Any) -> Iterator[Piece]:
        self._tables += 1
        number = self._tables
        for index, row in enumerate(_rows(table), 1):
            cells = [tidy(" ".join(_cell_words(cell))) for cell in _cells(row)]
            anchor = f"table {number} row {index}"
            if len(cells) == 1:
                for cell in _cells(row):
                    yield from (piece._replace(anchor=anchor) for piece in self._of(cell))
            elif any(cells):
                yield Piece(Shape.ROW, " | ".join(cells), anchor)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _W + "tr":
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    """A row's cells; one merged downwards is said once, at its top."""
    for child in row:
        if child.tag == _W + "tc":
            merge = child.find(f"{_W}tcPr/{_W}vMerge")
            if merge is None or merge.get(_W + "val") == "restart":
                yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
            yield from _cells(child)


def _cell_words(cell: Any) -> Iterator[str]:
    """A cell's paragraphs, those of tables and boxes inside it too."""
    for paragraph in cell.iter(_W + "p"):
        if not any(parent.tag in _GONE for parent in paragraph.iterancestors()):
            yield _words(paragraph)


def _words(paragraph: Any) -> str:
    """A paragraph's own words: insertions kept, deletions and boxes left to others."""
    return "".join(_runs(paragraph))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE or child.tag == _W + "txbxContent":
            continue
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield (
                _BREAKS[child.tag]
                if child.tag != _W + "br" or child.get(_W + "type") in (None, "textWrapping")
                else "\n"
            )
        elif child.tag == _W + "sym":
            yield "\u2022"
        elif child.tag != _W + "pPr":
            yield from _runs(child)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored here, once: Word writes each twice, the second for old readers."""
    for box in paragraph.iter(_W + "txbxContent"):
        if not any(parent.tag == _MC + "Fallback" for parent in box.iterancestors()):
            yield box


def _wholly_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(_W + "r") if "".join(_runs(run)).strip()]
    return bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)


def _is_on(toggle: Any) -> bool:
    return toggle is not None and toggle.get(_W + "val") not in ("0", "false", "off")


def _unmarked(line: str) -> str:
    return re.sub(r"^\s*[•·▪o-]\s+", "", line)


class _Numbering:
    """Automatic numbers, which Word keeps apart from the words."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[str, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        root = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")),
            None,
        )
        if root is not None:
            self._read(etree.fromstring(root.blob))

    def _read(self, root: Any) -> None:
        abstract = {
            one.get(_W + "abstractNumId"): {
                level.get(_W + "ilvl"): (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", "%1."),
                    int(_value(level, "start", "1")),
                )
                for level in one.findall(_W + "lvl")
            }
            for one in root.findall(_W + "abstractNum")
        }
        for one in root.findall(_W + "num"):
            self._levels[one.get(_W + "numId")] = abstract.get(_value(one, "abstractNumId", ""), {})

    def of(self, paragraph: Any, styles: dict[str, Any]) -> str:
        """The number or mark before this paragraph, '' for none; counts as it goes."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        if found is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            name: str = style.get(_W + "val", "") if style is not None else ""
            element = styles[name].element if name in styles else None
            if element is not None and styles[name].name.lower().startswith("list"):
                found = element.find(f"{_W}pPr/{_W}numPr")
                if found is None:
                    return "•"
        if found is None or _value(found, "numId", "0") == "0":
            return ""
        return self._next(_value(found, "numId", "0"), int(_value(found, "ilvl", "0")))

    def _next(self, number: str, level: int) -> str:
        kind, pattern, start = self._levels.get(number, {}).get(str(level), ("bullet", "•", 1))
        if kind in ("bullet", "none"):
            return "•"
        counts = self._counts[number]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._figure(number, int(m[1]) - 1, counts), pattern)

    def _figure(self, number: str, level: int, counts: dict[int, int]) -> str:
        kind, _, start = self._levels.get(number, {}).get(str(level), ("decimal", "", 1))
        value = counts.get(level, start)
        if kind in ("lowerLetter", "upperLetter"):
            letter = chr(ord("a") + (value - 1) % 26)
            return letter if kind == "lowerLetter" else letter.upper()
        return str(value)


def _value(parent: Any, name: str, default: str) -> str:
    child = parent.find(_W + name)
    return default if child is None else child.get(_W + "val", default)
