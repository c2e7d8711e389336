"""`.html` and `.rtf`, as files and as what case systems leave inside a cell."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import PurePath

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PreformattedString, Tag
from striprtf.striprtf import rtf_to_text

from supcheck.load.building import BLANK_LINE, BOLD_HEADING, Piece, laid_out, tidy
from supcheck.load.cells import unescaped
from supcheck.load.encoding import encoding_of
from supcheck.load.plain import blocks_of_text, pieces_of_text
from supcheck.records import Record, Shape, Unread

_DROPPED = {"script", "style", "head", "template", "noscript", "svg", "nav"}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "pre",
    "td",
    "th",
    "dt",
    "dd",
    "li",
    "body",
    "html",
    "main",
    "header",
    "footer",
    "ul",
    "ol",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "form",
    "fieldset",
    "label",
    "address",
    "figure",
    "dl",
    "center",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"}
_BOLD = {"b", "strong"}


def load_html(data: bytes, source: str) -> Iterator[Record | Unread]:
    """One record from one page, in the charset that it declares, else in the one that its bytes are."""
    declared = EncodingDetector.find_declared_encoding(data, is_html=True)
    soup = BeautifulSoup(data, "lxml", from_encoding=declared or encoding_of(io.BytesIO(data)))
    text, blocks = laid_out(_numbered(_pieces(soup)))
    if not blocks:
        yield Unread(
            source, "no words in the page", "save the record itself, not a frame or an empty print view"
        )
        return
    yield Record(PurePath(source).stem, source, text, blocks)


def load_page_in_text(text: str, source: str) -> Record:
    """One record from a text in which a case system left the marks of a page, its lines kept."""
    text, blocks = laid_out(_numbered(pieces_of_cell(_BARE_LINE_END.sub("<br>", text), "")))
    return Record(PurePath(source).stem, source, text, blocks)


def load_rtf(data: bytes, source: str) -> Iterator[Record | Unread]:
    """One record from one RTF file."""
    if not data.lstrip().startswith(b"{\\rtf"):
        yield Unread(source, "not an RTF file", "open it in Word and save it as .docx")
        return
    text = plain_of_rtf(data.decode("cp1252", errors="replace"))
    if not text.strip():
        yield Unread(source, "no words in the file", "open it in Word and save it as .docx")
        return
    yield Record(PurePath(source).stem, source, text, blocks_of_text(text))


def plain_of_rtf(rtf: str) -> str:
    """RTF's words, a row's cells parted by ' | '."""
    text = rtf_to_text(rtf, errors="replace").replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = (
        re.sub(r"\s*\|\s*", " | ", line).strip(" |") if "|" in line else line.rstrip()
        for line in text.split("\n")
    )
    return "\n".join(lines).strip("\n")


def pieces_of_cell(cell: str, anchor: str) -> Iterator[Piece]:
    """A note's blocks, whether it was stored as text, HTML (escaped twice too) or RTF."""
    if cell.lstrip().startswith("{\\rtf"):
        cell = plain_of_rtf(cell)
    else:
        if _ESCAPED_TAG.search(cell):
            cell = unescaped(cell)
        if _TAG.search(cell):
            if not _BLOCK_TAG.search(cell):
                cell = cell.replace("\n", "<br>")
            yield from (piece._replace(anchor=anchor) for piece in _pieces(BeautifulSoup(cell, "lxml")))
            return
        if _ENTITY.search(cell):
            cell = unescaped(cell)
    yield from pieces_of_text(cell, anchor)


_BARE_LINE_END = re.compile(r"(?<!>)\n(?!\s*<)")
"""The end of a line that no mark of a page says."""
_BLOCK = r"p|br|div|ul|ol|li|table|tr|h\d"
_BLOCK_TAG = re.compile(rf"(?i)</?(?:{_BLOCK})\b[^<>]*>")
_TAG = re.compile(rf"(?i)</?(?:{_BLOCK}|b|i|u|em|strong|span|font|a|td|th)\b[^<>]*>")
_ESCAPED_TAG = re.compile(rf"(?i)&lt;/?(?:{_BLOCK}|b|i|u|em|strong|span|font)\b[^<>]*?&gt;")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});")


def _numbered(pieces: Iterator[Piece]) -> Iterator[Piece]:
    number = 0
    for piece in pieces:
        number += bool(piece.words.strip())
        yield piece._replace(anchor=f"paragraph {number}")


def _pieces(node: Tag) -> Iterator[Piece]:
    """Blocks in reading order: a row's cells together, a bold line by itself a heading."""
    line: list[str] = []
    bold = True

    def flush(kind: Shape = Shape.PARAGRAPH) -> Iterator[Piece]:
        nonlocal bold
        words = "".join(line)
        line.clear()
        if words.strip():
            if kind is not Shape.PARAGRAPH:
                yield Piece(kind, words, "")
            elif bold and len(words.split()) <= BOLD_HEADING:
                yield Piece(Shape.HEADING, words, "")
            else:
                yield from pieces_of_text(tidy(words), "")
        bold = True

    for child in node.children:
        if isinstance(child, NavigableString):
            if isinstance(child, PreformattedString):
                continue
            if node.name == "pre":
                yield from pieces_of_text(str(child), "")
                continue
            line.append(re.sub(r"\s+", " ", str(child)))
            bold = bold and not str(child).strip()
        elif isinstance(child, Tag):
            if child.name in _DROPPED:
                continue
            if child.name == "br":
                if not "".join(line).strip():
                    yield BLANK_LINE
                yield from flush(Shape.BULLET if node.name == "li" else Shape.PARAGRAPH)
            elif child.name in _HEADINGS:
                yield from flush()
                yield Piece(Shape.HEADING, child.get_text(" "), "")
            elif child.name == "tr":
                yield from flush()
                yield from _row(child)
            elif child.name in _BLOCKS or child.find([*_BLOCKS, "br", "tr", *_HEADINGS]):
                yield from flush(Shape.BULLET if node.name == "li" else Shape.PARAGRAPH)
                if child.name == "p" and not child.get_text().strip():
                    yield BLANK_LINE
                yield from _pieces(child)
            else:
                line.append(child.get_text())
                bold = bold and (child.name in _BOLD or not child.get_text().strip())
    yield from flush(Shape.BULLET if node.name == "li" else Shape.PARAGRAPH)


def _row(row: Tag) -> Iterator[Piece]:
    cells = [cell.get_text(" ") for cell in row.find_all(["td", "th"], recursive=False)]
    if len(cells) == 1:
        for cell in row.find_all(["td", "th"], recursive=False):
            yield from _pieces(cell)
    elif any(cell.strip() for cell in cells):
        yield Piece(Shape.ROW, " | ".join(re.sub(r"\s+", " ", cell).strip() for cell in cells), "")
