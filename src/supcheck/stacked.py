"""Tables that lost their shape: cells one under another, or all in one line.

A form that is copied out of a browser leaves its cells a line each; an export may run them together.

    Action
    Responsible
    Timescale
    Observe bedtime at the home
    Alison Prew
    Within 10 working days

    | What | Who | When | See Reece at gran's | SW | 10/12/2024 | | Ring school | SW | today |

Others are typed with slashes for bars, or name each cell on the line above it.

    Task / Who / By                          Action
    Move his bedroom / Mrs K / tonight       See mum with the four sheets
    Trauma referral / Farah / 5 WD           Who
                                             TB
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile, zip_longest
from typing import Final, Protocol

from supcheck.records import Block, Shape, Span, blank_line_between

_FEWEST_ROWS: Final = 2
_LONGEST: Final[Mapping[str, int]] = {"owner": 6, "deadline": 8, "status": 8}
"""Words of a cell in a column of each kind; an act may have any number."""
_FEWEST_COLUMNS: Final = 2
_BAR: Final = re.compile(r"[^\S\n]*\|[^\S\n]*")
_WIDE: Final = re.compile(r"[^\S\n]{2,}")
"""What parts cells in one line: bars, or where there are few of them runs of spaces."""


_SLASH: Final = re.compile(r"[^\S\n]+(?P<mark>//?)(?:[^\S\n]+|(?=\n|$))")
_TYPED: Final = (re.compile(r"[^\S\n]*//[^\S\n]*"), re.compile(r";(?![\s;]|$)"))
"""What parts cells though no head names their columns: two or more in a line, and in the line beside it."""
_ENTITY: Final = re.compile(r"&#?\w+;")
"""'&nbsp;': what an export left of a page, and no semicolon of its own."""
_PAIR: Final = re.compile(r"(?P<key>[A-Za-z]\w*(?:[._]\w+)*)[^\S\n]*=[^\S\n]*(?=\S)")
"""'OWNER_1 = Imogen', 'action.1.when=by 1pm': a field's key before what it holds."""
_CELLS: Final = (re.compile(r"\s*(?:\||\t+|\n)\s*"), *_TYPED, re.compile(r"\s{2,}"), _SLASH)
"""What parts the cells of a row: the first of these that is there."""
_LINE_END: Final = re.compile(r"\s*\n\s*")
_CELL_PAIR: Final = re.compile(r"(?P<key>[A-Za-z][\w ?().]{1,30}?)[^\S\n]*[|\t][^\S\n]*(?=\S)[^|\t\n]+")
"""'WHO_1 | Debs': a row of a form's question and its answer."""
_COLON: Final = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{1,18}):[^\S\n]*(?=\S)")
_FIELDS_IN_LINE: Final = re.compile(r"(?i)(?:who|by whom|owner|lead)\s*:.*\s\s(?:when|by when|due|by)\s*:")
"""'Who: Fenella   When: by Tues 11/3' below 'What: See Dion'."""
_NAME_OF_COLUMN: Final = 4
"""Words up to which a cell of a head may name a column."""


class Names(Protocol):
    """What lines name, as an authority's lists of headings and columns say."""

    def column(self, line: str) -> str | None:
        """The kind of column that a line names and nothing more."""
        ...

    def is_heading(self, line: str) -> bool:
        """Whether a line is a known heading and nothing more."""
        ...


def with_rows(text: str, blocks: Sequence[Block], names: Names) -> tuple[Block, ...]:
    """The blocks, with the head and each row of such a table as one `Shape.ROW`."""
    apart = [part for block in blocks for part in _names_apart(text, block, names)]
    unrolled = [part for block in apart for part in _unrolled(text, block, names)]
    slashed = [*_slashed_rows(text, [*_joined_rows(text, unrolled, names)], names)]
    labelled = [*_labelled_rows(text, [*_typed_rows(text, slashed)], names)]
    return tuple(_paired_rows(text, labelled, names))


def _typed_rows(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines beside one another that the same marks part, as rows."""
    marks = [None if block.kind is Shape.ROW else _typed_mark(block.span.of(text)) for block in blocks]
    for at, block in enumerate(blocks):
        beside = marks[at] is not None and marks[at] in (*marks[max(0, at - 1) : at], *marks[at + 1 : at + 2])
        yield dataclasses.replace(block, kind=Shape.ROW) if beside else block


def _typed_mark(line: str) -> re.Pattern[str] | None:
    plain = _ENTITY.sub(" ", line)
    return next((mark for mark in _TYPED if len(mark.findall(plain)) >= _FEWEST_COLUMNS), None)


def _paired_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """An act's own key and value with the keys of its fields on the lines below, as one row."""
    found = [_pair(text, one, other) for one, other in zip_longest(blocks, blocks[1:])]
    kinds = [_kind_of_key(one["key"], names) if one else None for one in found]
    at = 0
    while at < len(blocks):
        pair, fields = (
            found[at],
            [*takewhile(lambda kind: kind in ("owner", "deadline", "status"), kinds[at + 1 :])],
        )
        if pair is None or kinds[at] != "action" or not fields:
            yield blocks[at]
            at += 1
            continue
        yield _row(
            blocks[at],
            [
                Span(_value_of(pair), blocks[at].span.end),
                *(one.span for one in blocks[at + 1 : at + 1 + len(fields)]),
            ],
        )
        at += 1 + len(fields)


def _pair(text: str, block: Block, following: Block | None) -> re.Match[str] | None:
    """A key with its value; with a colon only where an act's fields share a line, or below such a line."""
    if block.kind is Shape.ROW:
        return _CELL_PAIR.fullmatch(text, block.span.start, block.span.end)
    line = _FIELDS_IN_LINE.match(text, block.span.start, block.span.end)
    below = following and _FIELDS_IN_LINE.match(text, following.span.start, following.span.end)
    marks = _COLON if line or below else _PAIR
    return marks.match(text, block.span.start, block.span.end)


def _value_of(pair: re.Match[str]) -> int:
    """Where what a key holds begins."""
    rest = pair.string[pair.end("key") : pair.endpos]
    return pair.end("key") + len(rest) - len(rest.lstrip(" \t|=:"))


def _kind_of_key(key: str, names: Names) -> str | None:
    """The kind of column that a key's last words name: 'OWNER_1', 'act_when', 'action.1.who'."""
    words = [word for word in re.split(r"[._\d()]+", key) if word.strip()]
    return next((kind for at in range(len(words)) if (kind := names.column(" ".join(words[at:])))), None)


def _names_apart(text: str, block: Block, names: Names) -> Iterator[Block]:
    """'Complete by' and the day on the line below it, which read as one, as two lines."""
    head = block.span.of(text).partition("\n")[0]
    if block.kind is not Shape.PARAGRAPH or len(head) == len(block.span.of(text)) or not names.column(head):
        yield block
        return
    for part in block.span.parted(text, _LINE_END):
        yield dataclasses.replace(block, span=part)


def _slashed_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Lines below a head such as 'Task / Who / By' whose cells slashes part, as rows."""
    mark = None
    for block in blocks:
        found = _SLASH.search(block.span.of(text))
        if block.kind is not Shape.ROW and found and _heads_slashes(text, block.span, names):
            mark = found["mark"]
        elif mark and not (found and found["mark"] == mark):
            mark = None
        yield dataclasses.replace(block, kind=Shape.ROW) if mark else block


def _heads_slashes(text: str, span: Span, names: Names) -> bool:
    """Whether slashes part the names of columns: of all but one, who acts or by when among them."""
    cells = [cell.of(text) for cell in span.parted(text, _SLASH)]
    kinds = [names.column(cell) for cell in cells]
    named = [kind for kind in kinds if kind]
    short = all(len(cell.split()) <= _NAME_OF_COLUMN and ":" not in cell for cell in cells)
    return (
        short
        and len(named) >= max(_FEWEST_COLUMNS, len(cells) - 1)
        and bool({"owner", "deadline"} & set(named))
    )


def _labelled_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Acts whose fields stand below them, each under its own name, as rows; an act's name stays a line."""
    kinds = [None if one.kind is Shape.ROW else names.column(one.span.of(text)) for one in blocks]
    starts = [at for at in range(len(blocks)) if _begins_act(kinds, at)]
    ends = {at: _act_ends(kinds, at) for at in starts}
    for at in starts if len(starts) < _FEWEST_ROWS else ():
        del ends[at]
    at = 0
    while at < len(blocks):
        yield blocks[at]
        at += 1
        if at - 1 in ends:
            last = ends[at - 1]
            yield _row(blocks[at], [one.span for one in blocks[at:last]])
            at = last


def _begins_act(kinds: Sequence[str | None], at: int) -> bool:
    """The name of an act over its words, with the name of another field below them."""
    return kinds[at : at + 2] == ["action", None] and kinds[at + 2 : at + 3] in (["owner"], ["deadline"])


def _act_ends(kinds: Sequence[str | None], at: int) -> int:
    """Behind its last field: names with at most one line below each."""
    end = at + 2
    while end < len(kinds) and kinds[end] not in (None, "action"):
        end += 1 + (end + 1 < len(kinds) and kinds[end + 1] is None)
    return end


def _joined_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Cells that stand one under another as rows."""
    at = 0
    while at < len(blocks):
        kinds = _columns_below(text, blocks[at:], names)
        width = len(kinds)
        cells = [one.span for one in takewhile(lambda one: one.kind is not Shape.ROW, blocks[at + width :])]
        rows = list(_rows(text, cells, kinds, names)) if kinds else []
        if len(rows) < _FEWEST_ROWS:
            yield blocks[at]
            at += 1
            continue
        heads = [one.span for one in blocks[at : at + width]]
        yield from (_row(blocks[at + width * place], row) for place, row in enumerate((heads, *rows)))
        at += width * (1 + len(rows))


def _columns_below(text: str, blocks: Sequence[Block], names: Names) -> list[str]:
    """The kinds of the columns that the first lines name, one a line; none where it is no list of acts."""
    lines = takewhile(lambda one: one.kind is not Shape.ROW, blocks)
    named = (names.column(one.span.of(text)) for one in lines)
    kinds = [kind for kind in takewhile(lambda kind: kind is not None, named) if kind]
    close = not any(
        blank_line_between(text, one.span.end, other.span.start)
        for one, other in pairwise(blocks[: len(kinds)])
    )
    return kinds if _lists_acts(kinds) and close else []


def _lists_acts(kinds: Sequence[str]) -> bool:
    told = {"owner", "deadline"} & set(kinds)
    return len(kinds) >= _FEWEST_COLUMNS and "action" in kinds and bool(told)


def _rows(text: str, cells: Sequence[Span], kinds: Sequence[str], names: Names) -> Iterator[Sequence[Span]]:
    """So many cells as there are columns, again and again, until some do not fit."""
    width = len(kinds)
    for start in range(0, len(cells) - width + 1, width):
        row = cells[start : start + width]
        if not _fit(text, row, kinds, names):
            return
        yield row


def _fit(text: str, row: Sequence[Span], kinds: Sequence[str], names: Names) -> bool:
    told = [(kind, cell.of(text)) for kind, cell in zip(kinds, row, strict=True)]
    # 'School' heads a section, and owns an act.
    acts = all(
        bool(words.strip()) and not names.is_heading(words) for kind, words in told if kind == "action"
    )
    return acts and all(len(words.split()) <= _LONGEST.get(kind, len(words)) for kind, words in told)


def _row(block: Block, cells: Sequence[Span]) -> Block:
    span = Span(cells[0].start, cells[-1].end)
    return dataclasses.replace(block, span=span, kind=Shape.ROW)


def _unrolled(text: str, block: Block, names: Names) -> Iterator[Block]:
    """A line that holds a whole table as its rows, with what stands before and after them."""
    cells = _cells(text, block.span)
    first, kinds = _columns_within([names.column(one.of(text)) for one in cells])
    last = first + len(kinds)
    rows = []
    while kinds:
        last += next((skip for skip, one in enumerate(cells[last:]) if one.start < one.end), 0)
        row = cells[last : last + len(kinds)]
        if len(row) < len(kinds) or not _fit(text, row, kinds, names):
            break
        rows.append(row)
        last += len(kinds)
    if len(rows) < _FEWEST_ROWS:
        yield block
        return
    headed = first > 0 and names.is_heading(cells[first - 1].of(text))
    before = Span(block.span.start, cells[first - 1 - headed].end) if first > headed else None
    for part in (before, cells[first - 1] if headed else None):
        if part is not None:
            yield dataclasses.replace(block, span=part, kind=Shape.PARAGRAPH)
    yield from (_row(block, row) for row in (cells[first : first + len(kinds)], *rows))
    if last < len(cells):
        yield dataclasses.replace(block, span=Span(cells[last].start, block.span.end), kind=Shape.PARAGRAPH)


def _cells(text: str, span: Span) -> list[Span]:
    """What bars part, or runs of spaces."""
    bars = span.of(text).count("|") >= 2 * _FEWEST_COLUMNS
    return list(span.parted(text, _BAR if bars else _WIDE))


def cells_of_row(text: str, span: Span) -> list[Span]:
    """What bars, tabs and line ends part, or in a row without them slashes or runs of spaces."""
    words = span.of(text)
    return list(span.parted(text, next((mark for mark in _CELLS if mark.search(words)), _CELLS[0])))


def _columns_within(named: Sequence[str | None]) -> tuple[int, list[str]]:
    """Where the names of columns begin among cells that have two rows more, and their kinds; else none."""
    for at, kind in enumerate(named):
        kinds = [one for one in takewhile(lambda one: one is not None, named[at:]) if one]
        # 'Actions | What | Who | When': the first heads the table.
        if kind == "action" and kinds.count("action") == 1 and _lists_acts(kinds):
            return (at, kinds) if len(named) >= at + len(kinds) * (1 + _FEWEST_ROWS) else (0, [])
    return 0, []
