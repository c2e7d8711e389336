"""Acts whose fields stand on lines of their own, each under or behind its own name, as rows.

Action                                   DIRECTION_1 = Ring the CPN
See mum with the four sheets             OWNER_1 = Imogen
Who                                      TARGET_1 = today
TB
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import Final

from supcheck.records import Block, Shape, Span
from supcheck.tables.cells import FEWEST_ROWS, LEADERS, POINTED, Names, as_row

_LINE_END: Final = re.compile(r"\s*\n\s*")
_KEY: Final = re.compile(
    rf"(?P<key>[A-Za-z][^\W_]*(?:[._ ][^\W_]+)*)[^\S\n]*(?:=[^\S\n]*(?=\S)|{LEADERS}[^\S\n]*)"
)
"""A field's key before what it holds: 'OWNER_1 = Imogen', 'action.1.when=by 1pm', 'Owner...... Dervla'."""
_CELL: Final = re.compile(
    r"(?P<key>[A-Za-z][\w ?().]{1,30}?):?(?:[^\S\n]*[|\t][^\S\n]*|[^\S\n]{3,})[^|\t\n]*"
)
"""'WHO_1 | Debs', 'Assigned To:<tab>Jo': a row of a form's question and its answer, or of one without."""
_COLON: Final = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{1,18}):[^\S\n]*(?=\S)")
_EMPTY: Final = re.compile(r"(?P<key>[A-Za-z][A-Za-z ]{1,18}):[^\S\n]*\|?[^\S\n]*")
"""'Assigned To:' with nobody behind it."""
_FIELDS_IN_LINE: Final = re.compile(r"(?i)(?:who|by whom|owner|lead)\s*:.*\s\s(?:when|by when|due|by)\s*:")
"""'Who: Fenella   When: by Tues 11/3' below 'What: See Dion'."""
_FIELD: Final = re.compile(
    r"(?:^|(?<=[^\S\n]{2})|(?<=\t))(?P<key>(?:(?:Action|Task)\s\d{1,2}\s|[A-Z])[A-Za-z ]{1,18}?)"
    r"\??[^\S\n]*:(?!\S*//)"
)
_FEWEST_FIELDS: Final = 2
_SAID_FIELD: Final = re.compile(r"(?:^|[.;,]\s+)(?P<key>[A-Z][A-Za-z ]{1,18}?):\s+(?=\S)")
_POINTED_TO: Final = re.compile(rf"{POINTED.pattern}\S+(?:\s+\S+){{0,7}}")
"""'=> Dawn, by 24/6' below an act."""
_ASKED: Final = re.compile(r"(?P<asked>[A-Z][^?\n]{2,40}\?)[^\S\n]+(?=\w)")
_TICKS: Final = re.compile(r"(?:\s*(?:\[[ xX✓]?\]|[☐☒☑])[^\S\n]*[^\[\]☐☒☑\n]{2,40}){2,}")
_PEOPLE: Final = re.compile(
    r"(?i)\b(?:worker|[fs]*sw|manager|[ad]?tm|supervisor|school|nursery|carers?|parents?|mum|dad|visitor)\b"
)
"""'[x] Social worker  [ ] Manager  [ ] Other', but not '[x] Continue plan  [ ] Step down'."""
_OF_AN_ACT: Final = ("owner", "deadline", "status", "other")


def answers_apart(text: str, block: Block, names: Names) -> Iterator[Block]:
    """'Who will do it? Kieran': a question that names a field, and its answer, as two lines."""
    asked = _ASKED.match(text, block.span.start, block.span.end)
    if asked and block.kind is not Shape.ROW and names.column(asked["asked"]):
        yield dataclasses.replace(block, span=Span(*asked.span("asked")))
        yield dataclasses.replace(block, span=Span(asked.end(), block.span.end))
    else:
        yield block


def in_one_line(text: str, block: Block, names: Names) -> Block:
    """'Action: ring the school. Who: Jo. When: Fri': an act with its fields behind it, as a row."""
    line = block.span.of(text)
    if block.kind is Shape.ROW or line.count(":") < _FEWEST_FIELDS:
        return block
    kinds = [names.column(found["key"]) for found in _SAID_FIELD.finditer(line)]
    whole = kinds[:1] == ["action"] and all(kinds) and {"owner", "deadline"} & set(kinds)
    return dataclasses.replace(block, kind=Shape.ROW) if whole else block


def names_apart(text: str, block: Block, names: Names) -> Iterator[Block]:
    """'Complete by' and the day on the line below it, which read as one, as two lines."""
    head = block.span.of(text).partition("\n")[0]
    if block.kind is not Shape.PARAGRAPH or len(head) == len(block.span.of(text)) or not names.column(head):
        yield block
        return
    for part in block.span.parted(text, _LINE_END):
        yield dataclasses.replace(block, span=part)


def labelled_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Acts whose fields stand below them, each under its own name, as rows; an act's name stays a line."""
    kinds = [None if one.kind is Shape.ROW else names.column(one.span.of(text)) for one in blocks]
    starts = [at for at in range(len(blocks)) if _begins_act(kinds, at)]
    ends = {at: _act_ends(kinds, at) for at in starts} if len(starts) >= FEWEST_ROWS else {}
    at = 0
    while at < len(blocks):
        last = ends.get(at, at)
        if at not in ends or kinds[at] == "action":
            yield blocks[at]
            at += 1
        if last > at:
            yield as_row(blocks[at], [one.span for one in blocks[at:last]])
            at = last


def _begins_act(kinds: Sequence[str | None], at: int) -> bool:
    """The name of an act over its words, with the name of another field below them; or whose it is first."""
    first = kinds[at : at + 3]
    return (first[:2] == ["action", None] and first[2:] in (["owner"], ["deadline"])) or (
        first == ["owner", None, "action"] and kinds[at + 3 : at + 4] == [None]
    )


def _act_ends(kinds: Sequence[str | None], at: int) -> int:
    """Behind its last field: names with at most one line below each."""
    end = at + 2
    while end < len(kinds) and kinds[end] not in (None, kinds[at]):
        end += 1 + (end + 1 < len(kinds) and kinds[end + 1] is None)
    return end


def acts_over_fields(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """Acts with lines of nothing but their fields below, as rows: 'Who: Sam      By: 15 November'."""
    kinds = [_fields_in(one, text, names) for one in blocks]
    below = [text[one.span.end : other.span.start].count("\n") == 1 for one, other in pairwise(blocks)]
    starts = (at for at, kind in enumerate(kinds) if kind is None or "action" in kind)
    ends = {at: _fields_end(kinds, below, at) for at in starts if not POINTED.match(blocks[at].span.of(text))}
    acts = {at: end for at, end in ends.items() if _tells(kinds[at + 1 : end])}
    # Fields with acts right below that have none of their own are over these: 'Owner: Ife', then her list.
    acts = {
        at: end
        for at, end in acts.items()
        if kinds[at] or end == len(blocks) or end in acts or not below[end - 1]
    }
    at = 0
    while at < len(blocks):
        end = acts[at] if at in acts and len(acts) >= FEWEST_ROWS else at + 1
        if end == at + 1:
            yield blocks[at]
        else:
            yield from _over(text, blocks[at:end], named=bool(kinds[at]))
        at = end


def _over(text: str, blocks: Sequence[Block], *, named: bool) -> Iterator[Block]:
    """An act and the lines of its fields as a row; where it is `named` the name stays a line of its own."""
    first, *others = (one.span for one in blocks)
    key = _FIELD.match(first.of(text)) if named else None
    if key:
        yield dataclasses.replace(blocks[0], span=Span(first.start, first.start + key.end()))
        act = Span(first.start + key.end(), first.end)
        first = Span(act.end - len(act.of(text).lstrip()), act.end)
    yield as_row(blocks[0], [first, *others])


def _fields_in(block: Block, text: str, names: Names) -> frozenset[str] | None:
    """The kinds of the fields that a line is, and is nothing but; 'pointed' for what an arrow points to."""
    line = block.span.of(text)
    if block.kind is Shape.ROW or not line.strip():
        return None
    if _POINTED_TO.fullmatch(line):
        return frozenset({"pointed"})
    if _TICKS.fullmatch(line) and _PEOPLE.search(line):
        return frozenset({"owner"})
    keys = [names.column(found["key"]) for found in _FIELD.finditer(line)]
    return frozenset(filter(None, keys)) if keys and all(keys) and _FIELD.match(line) else None


def _fields_end(kinds: Sequence[frozenset[str] | None], below: Sequence[bool], at: int) -> int:
    """Behind the last line of fields right below an act."""
    end = at + 1
    while end < len(kinds) and (kind := kinds[end]) and "action" not in kind and below[end - 1]:
        end += 1
    return end


def _tells(kinds: Sequence[frozenset[str] | None]) -> bool:
    """Whether lines of fields say who or by when; an arrow does so once, and begins many another list."""
    named = frozenset[str]().union(*(kind or () for kind in kinds))
    if "pointed" in named:
        return len(kinds) == 1
    return bool({"owner", "deadline"} & named)


def paired_rows(text: str, blocks: Sequence[Block], names: Names) -> Iterator[Block]:
    """An act's value with the keys of its fields on the lines below, as one row; its own key stays a line."""
    found = [_pair(text, one, other) for one, other in zip_longest(blocks, blocks[1:])]
    kinds = [_kind_of_key(one["key"], names) if one else None for one in found]
    at = 0
    while at < len(blocks):
        pair, last = found[at], at + 1
        while kinds[at] == "action" and last < len(blocks) and kinds[last] in _OF_AN_ACT:
            last += 1
        if pair is None or last == at + 1:
            yield blocks[at]
        else:
            value = Span(_value_of(pair), blocks[at].span.end)
            yield dataclasses.replace(blocks[at], span=Span(*pair.span("key")), kind=Shape.PARAGRAPH)
            yield as_row(blocks[at], [value, *(one.span for one in blocks[at + 1 : last])])
        at = last


def _pair(text: str, block: Block, following: Block | None) -> re.Match[str] | None:
    """A key with its value; with a colon only where an act's fields share a line, or below such a line."""
    if block.kind is Shape.ROW:
        return _CELL.fullmatch(text, block.span.start, block.span.end)
    line = _FIELDS_IN_LINE.match(text, block.span.start, block.span.end)
    below = following and _FIELDS_IN_LINE.match(text, following.span.start, following.span.end)
    marks = _COLON if line or below else _KEY
    place = (text, block.span.start, block.span.end)
    return marks.match(*place) or _EMPTY.fullmatch(*place)


def _value_of(pair: re.Match[str]) -> int:
    """Where what a key holds begins."""
    rest = pair.string[pair.end("key") : pair.endpos]
    return pair.end("key") + len(rest) - len(rest.lstrip(" \t|=:.…"))


def _kind_of_key(key: str, names: Names) -> str | None:
    """The kind of column that a key's last words name: 'OWNER_1', 'act_when', 'action.1.who'."""
    words = [word for word in re.split(r"[._\d()]+", key) if word.strip()]
    return next((kind for at in range(len(words)) if (kind := names.column(" ".join(words[at:])))), None)
