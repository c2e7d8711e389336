"""`.txt` and `.md`: decoded text, and its lines as headings, bullets, rows and paragraphs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePath

from supcheck.load.building import BLANK_LINE, Piece
from supcheck.load.encoding import encoding_of, one_newline, unquoted
from supcheck.records import Block, Record, Shape, Span, Unread
from supcheck.tables.cells import ONE_TAB, each_tab_parts

_BULLET = re.compile(r"(?:[-*•–·▪‣◦●■\uf0b7\uf0a7➢]|â€¢|o(?=\s+[A-Z]))\s+|[-–](?=[A-Za-z(])")
_MARKED = re.compile(r"(?:[✓✔☑✅✗✘]|\[[ xX]?\])\s+")
"""A bullet that says whether an item was done is part of its words."""
_NUMBERED = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]|\d{1,2}\.\d{1,2}(?:\.(?:[1-9]|1[0-5]))?\.?)\s+"
)
_ROMAN = re.compile(r"\(?[ivx]{1,4}\)")
"""'ii) …': the mark of an item, and of no heading."""
_LETTER = re.compile(r"\s*\(?(?P<letter>[a-z])[.)]\s")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[^\S\t]+(?![\s|│┃║¦])")
"""But not '# | Task | Lead': there the sign heads a column of numbers."""
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<body>[^*_\n]+)\1:?$")
_CELLS = re.compile(r"\S[^\S\n]{3,}\S")
"""Two lines with a wide gap each are rows of a table that spaces align."""
_RULE = re.compile(r"^[\s|:=_*-]{3,}$")
_ROW = re.compile(r"\S\s*[|│┃║¦]\s*\S|\S\t+\S|^[|│┃║¦].*[|│┃║¦]$")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_TABS = re.compile(r"[^\S\n]*\t\s*")
_WRAPPED = range(50, 101)
"""Widths to which an editor wraps a file; a longer line was not wrapped, a shorter one needs no wrap."""
_HANGS = re.compile(
    r"(?<=\s)(?:(?P<always>by|until|till|the|an|and|of|between)|to|on|with|for|before|that|from)\s*$"
)
"""Words with which no line ends that a writer ended."""
_LED_BY_DAY = re.compile(r"(?:by|before|until|within|w/c|w/in|on|at|no later than)\s+\S")
"""With which no act begins: 'by tues 30/1' goes on from the line above."""
_DAY = re.compile(r"\d{1,2}(?:[./]\d|(?:st|nd|rd|th)?\s[A-Z])")
_LINE_END = re.compile(r"\s*\|\|\s*")
_FEWEST_ENDS = 4
"""Fewer '||' than this in a line may be empty cells."""
_FLAT_MARKS: Mapping[re.Pattern[str], tuple[int, re.Pattern[str]]] = {
    re.compile(r"(?:^|(?<!\s)\s+)(?=(?:[•▪●◦■]|â€¢)\s)"): (2, re.compile("(?!)")),
    re.compile(r"(?:^|(?<!\s)\s+)(?=(?:\[[ xX]?\]|[☐☑✓✔])\s+[A-Z])"): (2, re.compile("(?!)")),
    re.compile(r"(?<!\s)\s+(?=[-–]\s+[A-Z][\w'’]*\s)"): (3, re.compile(r";|[.!?]\s+\S")),
}
"""Marks of the items of a list whose line ends are lost ('Actions • Jo to … • Sam to …'), their fewest, and
what no item holds."""
_WORDS_OF_ITEM, _WORDS_OF_ITEMS = 4, 6
"""Words of any item and of all in the mean, the mark among them, below which they may be something else."""
_SHORTEST_FLAT = 60
_HEAD_OF_LIST = re.compile(
    r"(?:^|[.!?:;]\s+|\s{2,})(?P<head>(?:(?:Agreed|New|Next)\s+)?(?:Actions?|Tasks|Directions|Next\s+steps|Plan)(?:\s+agreed)?\s*:?\s*)$",
    re.IGNORECASE,
)
"""'… not yet safe on this. Actions' before the first item: the list's heading."""
_FULL_LINES = 4
"""Fewer full lines than this are lines that happen to be long."""
_PAGE = re.compile(r"(?i)</?(?:p|br|div|ul|ol|li|table|tr)\s?/?>")
_FEWEST_TAGS = 4
"""Marks of a page from which on a text holds what a case system keeps of one."""
_TITLE_WORDS = 8
"""A numbered line no longer than this, with no full stop, is a heading and keeps its number."""


def load_plain(data: bytes, source: str) -> Iterator[Record | Unread]:
    """One record from one file of text."""
    text = decode(data)
    if text is None:
        yield Unread(source, "not text", "save it as plain text, .docx or .pdf and give it that suffix")
    elif not text.strip():
        yield Unread(source, "empty file", "check that the export wrote something")
    elif len(_PAGE.findall(text)) >= _FEWEST_TAGS:
        from supcheck.load.rich import load_page_in_text  # slow to import, and seldom needed

        yield load_page_in_text(text, source)
    else:
        yield Record(PurePath(source).stem, source, text, blocks_of_text(text))


def decode(data: bytes) -> str | None:
    """Text with one newline a line; None for what is no text."""
    encoding = encoding_of(io.BytesIO(data))
    return None if encoding is None else unquoted(one_newline(data.decode(encoding, errors="replace")))


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """The non-blank lines of `text` as blocks in order; lines that an editor broke are joined."""
    joined: list[Block] = []
    width = _wrapped_width(text)
    for block, wraps in _line_blocks(text):
        last = joined[-1] if joined else None
        if wraps and last is not None and _continues(text, last, block, width):
            joined[-1] = Block(last.kind, Span(last.span.start, block.span.end), last.anchor)
        else:
            joined.append(block)
    return tuple(joined)


def pieces_of_text(text: str, anchor: str) -> Iterator[Piece]:
    """The blocks of a text that stands inside another document, and the blank lines between them."""
    end = 0
    for block in blocks_of_text(text):
        if end and _BLANK.search(text, end, block.span.start):
            yield BLANK_LINE
        words = block.span.of(text)
        if block.kind is Shape.ROW:
            words = (ONE_TAB if each_tab_parts(text, block.span) else _TABS).sub(" | ", words)
        numbered = _NUMBERED.fullmatch(text[block.span.line_start(text) : block.span.start].lstrip())
        yield Piece(block.kind, words, anchor, numbered.group().strip() if numbered else "")
        end = block.span.end


def _wrapped_width(text: str) -> int:
    """The width to which an editor wrapped the text, 0 where it was not."""
    lengths = [len(line.rstrip()) for line in text.split("\n")]
    for some in (lengths, lengths[1:]):
        # A page's head is set on its own, and may be longer.
        width = max(some, default=0)
        full = sum(length > 0.85 * width for length in some)
        if width in _WRAPPED and full >= _FULL_LINES:
            return width
    return 0


def _line_blocks(text: str) -> Iterator[tuple[Block, bool]]:
    """Each line's block, and whether it may go on from the line above."""
    start, after_blank = 0, True
    lines = text.split("\n")
    listed = _lettered(lines)
    for number, line in enumerate(lines, 1):
        for at, part in _parted(line):
            kind, left, right = _shape(part, listed=number in listed)
            block = Block(kind, Span(start + at + left, start + at + right), f"line {number}")
            yield block, kind is Shape.PARAGRAPH and not after_blank
        after_blank = not line.strip()
        start += len(line) + 1


def _parted(line: str) -> Iterator[tuple[int, str]]:
    """The lines that an export wrote into one, and where each begins; none blank."""
    for start, end in _lines_in(line):
        part = line[start:end]
        if part.strip() and not _RULE.match(part):
            yield start, part


def _lines_in(line: str) -> Sequence[tuple[int, int]]:
    """Where the lines stand that an export wrote into one: between `||`, else by the marks of a list."""
    if line.count("||") >= _FEWEST_ENDS and "|||" not in line:
        marks = list(_LINE_END.finditer(line))
        starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(line)]
        return list(zip(starts, ends, strict=True))
    if len(line) >= _SHORTEST_FLAT and not _ROW.search(line):
        for mark, (fewest, never) in _FLAT_MARKS.items():
            cuts = [found.end() for found in mark.finditer(line)]
            items = [line[at:end] for at, end in pairwise((*cuts, len(line)))]
            if len(items) >= fewest and _are_items(items) and not any(map(never.search, items)):
                head = _HEAD_OF_LIST.search(line, 0, cuts[0])
                over = [head.start("head")] if head and head.start("head") else []
                return list(pairwise((0, *over, *cuts, len(line))))
    return [(0, len(line))]


def _are_items(parts: Sequence[str]) -> bool:
    """Whether what marks part is long enough for items of a list."""
    words = [len(part.split()) for part in parts]
    return sum(words) >= _WORDS_OF_ITEMS * len(words) and min(words) >= _WORDS_OF_ITEM


def _lettered(lines: Sequence[str]) -> frozenset[int]:
    """Numbers of the lines that one letter after another begins: items of a list, and no headings."""
    letters = [found["letter"] if (found := _LETTER.match(line)) else "" for line in lines]
    pairs = enumerate(pairwise(letters), 1)
    return frozenset(
        number
        for above, (one, two) in pairs
        if one and two and ord(two) == ord(one) + 1
        for number in (above, above + 1)
    )


def _shape(line: str, *, listed: bool) -> tuple[Shape, int, int]:
    """What a line is, and where its words begin and end in it."""
    left, right = len(line) - len(line.lstrip()), len(line.rstrip())
    body = line[left:right]
    if heading := _MARKDOWN_HEADING.match(body):
        return Shape.HEADING, left + heading.end(), right
    if bold := _BOLD_LINE.match(body):
        return Shape.HEADING, left + bold.start("body"), left + bold.end("body")
    if _MARKED.match(body):
        return Shape.BULLET, left, right
    # '- | Give Lou the rota | Dad' is a row whose first cell is empty.
    if (bullet := _BULLET.match(body)) and not body.startswith("|", bullet.end()):
        return Shape.BULLET, left + bullet.end(), right
    if _ROW.search(body):
        inner = body.strip("|").strip()
        at = left + body.index(inner)
        return Shape.ROW, at, at + len(inner)
    numbered = _NUMBERED.match(body)
    if numbered and (listed or _ROMAN.match(body) or not _titled(body[numbered.end() :])):
        return Shape.BULLET, left + numbered.end(), right
    return Shape.PARAGRAPH, left, right


def _titled(words: str) -> bool:
    """Numbered words that read as a heading: short and unstopped, or a whole question."""
    short = len(words.split()) <= _TITLE_WORDS and not words.rstrip().endswith((".", ";", ","))
    return short or words.rstrip().endswith("?")


_STOPS = (".", "!", "?", ":", ";")
_NEW_ACT = re.compile(r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?(?:\s+(?:to|will)\s+[a-z]|:\s)")
"""'Hafsa will ask', 'SW: …': the next act of a list, however long the line above."""
_GOES_ON = re.compile(
    r"(?i)(?:,|\b(?:and|or|so|then|but|if|when|because|by|with|the|to|of|for|from|in|at))\s*$"
)


def _continues(text: str, last: Block, block: Block, width: int) -> bool:
    """True where the line above was full, so that an editor and not the writer broke it."""
    before = last.span.of(text).rsplit("\n", 1)[-1]
    after = block.span.of(text)
    if last.kind in (Shape.HEADING, Shape.ROW) or (_CELLS.search(before) and _CELLS.search(after)):
        return False
    hangs = _HANGS.search(before)
    if hangs and (_DAY.match(after) or (hangs["always"] and after[:1].isalpha())):
        return True
    if last.kind is Shape.BULLET and _LED_BY_DAY.match(after) and not before.rstrip().endswith(_STOPS):
        return True
    indent = block.span.start - block.span.line_start(text)
    if last.kind is Shape.BULLET and indent >= 2 and after[:1].islower():
        return True
    if not width:
        return False
    above = text[text.rfind("\n", 0, last.span.end - len(before)) + 1 : last.span.end]
    full = len(above) <= width < len(above) + 1 + len(after.split()[0])
    if after.startswith("[") or (_NEW_ACT.match(after) and not _GOES_ON.search(before)):
        return False
    return full and (after[:1].islower() or not before.rstrip().endswith(_STOPS))
