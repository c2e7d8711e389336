"""Read a record's head: its type, date, child, worker and manager, where they stand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from dateutil.parser import ParserError, parse

from supcheck.dates import ORDINALS, ROMAN, day_in_year, month_number
from supcheck.records import Kind, Record, Span, Unit
from supcheck.words import Words

_DATE = re.compile(
    r"\b(?:\d{4}[-/]\d\d[-/]\d\d(?!\d)|(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:20)?2\d|\d{1,2} (?:0?[1-9]|1[0-2]) (?:20)?2\d(?![\d:.])|\d{1,2}(?:st|nd|rd|th)?\s+(?:day\s+)?(?:of\s+)?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:(?i:year):?\s+)?(?:\d{4}|\(\d{4}(?=\))|['’]?\d{2})|\d{1,2}-[A-Za-z]{3}-\d{2,4}|\d{1,2}(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\d{2,4}|\d{1,2}[.-][ivx]{1,4}[.-]\d{2,4}"
    r"|(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))\s+(?:of\s+)?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?\s+(?:20\d\d|(?i:(?:twenty|two\s+thousand\s+and)[- ]?twenty[- ]?(?:one|two|three|four|five|six)?|twenty[- ](?:one|two|three|four|five|six))))(?:\b|(?<=\d{4})(?=[A-Z])|(?=T\d\d:))"
)
_SPELLED_YEARS = {"": 2020, "one": 2021, "two": 2022, "three": 2023, "four": 2024, "five": 2025, "six": 2026}
_OTHER_LABEL = r"(?!(?:SW|TM|ATM|PM|DOB|Date|Worker|Manager|Team|Social|Supervis\w+|Plan|Legal|Child|Age|Status|Re|Type)\b|\w+\s*[:=])"
"""Where one line holds several labels, the next of them is no part of a name."""
_NAME = (
    r"(?P<name>(?:[A-Z]\.\s?){1,3}(?:[A-Z][\w'’\-]+)?"
    rf"|[A-Z][\w'’\-]*(?: {_OTHER_LABEL}(?:[A-Z][\w'’\-]*|[A-Z]\b)){{0,2}})"
)
_PLAN = r"(?P<name>[A-Za-z][^|\t;:\n(]{1,40}?)(?=\s{2,}|\s*[|\t;,(.]|\s+[A-Z][\w ]{1,20}:|\s*$)"
_IS_PLAN = re.compile(
    r"(?i)\b(?:ci?n|child in need|cpp?|child protection|lac|cla|looked after|in care|plo|pre[- ]?proceedings|pre[- ]?birth|early help"
    r"|eh|(?:interim |full )?care order|i?co|sgo|s\.?\s?(?:20|17|31|47)|section (?:20|17|31|47)|care leaver|leaving care|step|supervision order"
    r"|neglect|emotional|physical|sexual|universal|tier|adoption|placement order|taf|unaccompanied|uasc|assessment)\b"
)
"""What a plan is; other words after such a label are somebody's name or an act."""
_ROLES = {
    "worker": r"(?i:sw|social worker|allocated social worker|nqsw|asw|ssw|fsw|family support worker)",
    "manager": r"(?i:tm|atm|dtm|team manager|assistant team manager|deputy team manager|practice manager|service manager|supervisor|manager)",
}
_NO_NAME = re.compile(
    r"(?i)\b(?:service|team|practice|supervising|manager|social|worker|tm|sw|permanence|head|deputy|assistant|duty|student|and"
    r"|decision|view|comments?|notes?|oversight|rationale|analysis|actions?|rings|weekly|visits?|present|date)\b|['’]s$"
)
_PRESENT = re.compile(
    r"(?i)^\W*(?:present|attendees|attending|in attendance|between|with|from|to|signed|who|discussion between|supervision (?:held )?between)\b"
)
"""A line that names people with their roles behind them."""
_OTHER_DATE = re.compile(
    rf"(?i)\b(?:edd|dob|d\.o\.b\.?|born|b|due)\b\W{{0,3}}"
    rf"(?:{_DATE.pattern}|\d{{1,2}}(?:st|nd|rd|th)?\s+[a-z]{{3,9}}|\d{{1,2}}[./]\d{{1,2}})"
)
"""A birthday or a due date that shares its line with the record's own."""
_OTHERWISE = re.compile(
    r"(?i)\b(?:next|(?:exported|printed|generated)(?=\s+(?:on\s+)?\d)|review\s+date|dob|d\.o\.b|edd|born|last|previous|typed|written|recorded|entered|since|started|left\s+care|(?<!exported )(?<!printed )from(?!\s+(?:today|this\s+(?:morning|afternoon)|our)\b)|until|ends?|ending|expir\w+|(?<!entry )(?<!record )(?<!note )(?<!decision )made|po|ico|sgo|order|granted|seen|received|visited|allocated|arr(?:ived)?)\b"
)
"""From such a word on a line's date is another than the record's."""
_OF_OTHERWISE = re.compile(rf"{_OTHERWISE.pattern}[^.;|]{{0,40}}?{_DATE.pattern}")
_WRITTEN = re.compile(
    rf"(?i)\b(?:typed|written|recorded|entered)(?:\s+up)?:?\s+(?:on\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?={_DATE.pattern})"
)
"""The day on which a note was written, where it names no other."""
_ALONE = re.compile(rf"\w\s{{3,}}(?=(?:{_DATE.pattern})\s*$)")
"""A day after a gap and with nothing behind it: 'From: Mo, who is Jo's manager     11 February 2025'."""
_A_WEEKDAY = r"(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
_ANOTHERS = "".join(
    f"(?<!(?i:{word}) )"
    for word in "next review entry release bail court hearing panel due expiry start end birth".split()
)
"""Before 'date': whose or of what it is."""
_ENTERED = ("date of entry", "sent")
_OF_SUPERVISION = re.compile(
    rf"(?i)(?<!\w)(?:supervision|supervised|discussion|(?:sup|meeting|session)(?=\s+(?:took|was|held)\b))\s*(?:took\s+place|was\s+held|held)?\s*(?::|-|–|on)?\s*(?:[a-z]{{3,9}},?\s+)?(?=(?-i:{_DATE.pattern}))"
)
_FIELDS = ("child", "worker", "manager", "plan", "team")
_FORM = 900
"""Characters of a record in which a form asks for names and dates."""
_VALUE = 6
"""Words up to which a line is the answer to the label above it."""
_BEGINNING = 44
_HEAD_OF_LINE = 160
"""Characters of a line in which its date may be the record's."""
_SHORT = frozenset(
    ["sw", "tm", "atm", "dtm", "pm", "sm", "fsw", "pa", "hos", "ps", "pl", "csw", "asw", "ssw", "yp"]
)
"""Roles that stand before a name with no colon."""
_AGED = re.compile(r"[A-Z][\w'’-]+,?\s\(?\d{1,2}[,)]")
"""'Lacey-Mae (13)', 'Mia, 7,': a letter that gives a child's age is written to somebody else."""
_FIRST_YEAR = 1980
"""'9 Dec 0815' has a time beside it, and no year."""
_OVERSIGHT_WORDS = 150
"""Ruling 20 and codebook section 1: an untitled note shorter than this is one manager's decision."""


def read_head(record: Record, title: Span | None, silent: tuple[Span, ...], words: Words) -> Record:
    """Fill `held`, `child`, `worker`, `manager` and `plan` from the title and the head's lines.

    What an export's columns gave stays as it is.
    """
    lines = tuple(_unmarked(span.of(record.text)) for span in (*((title,) if title else ()), *silent))
    lines += tuple(_answered_below(record.text, words))
    given = {field: getattr(record, field) or _named(lines, words, field) for field in _FIELDS}
    given["child"] = given["child"] or (None if _AGED.search(record.text[:_FORM]) else _addressed(lines))
    return dataclasses.replace(
        record,
        held=record.held or _held(lines, words) or _opened_with(record.text),
        child=given["child"],
        worker=given["worker"],
        manager=given["manager"],
        plan=given["plan"],
        team=given["team"],
    )


def _answered_below(text: str, words: Words) -> Iterator[str]:
    """Each label of a form that stands alone on a line, with the line below it: 'Child:' over 'Ivy Cole'."""
    known = {label for field in ("held", *_FIELDS) for label in words.head_labels.get(field, ())}
    lines = [line.strip() for line in text[:_FORM].split("\n") if line.strip()]
    for label, value in pairwise(lines):
        name = label.rstrip(":").strip(" *_").lower().replace("’", "'")
        answers = ":" not in value and value.lower() not in known and len(value.split()) <= _VALUE
        if name in known and answers:
            yield _unmarked(f"{label.rstrip(':')}: {value}")


def _unmarked(line: str) -> str:
    """A line without bold marks, filling, tabs and a reply's marks; names and months of one in capitals begin with one."""
    plain = re.sub(r"\*\*|_{2,}|_(?=\d{1,2}[.-]\d{1,2}[.-]\d{2})|\.{3,}", " ", line).replace("\t", "  ")
    plain = re.sub(r"(?i)^(subject:\s*)(?:(?:re|fwd?):\s*)+", r"\1", plain)
    if not (plain.isupper() and len(plain.split()) > 1):
        return plain
    small = re.sub(r"(?<=\d)(?:ST|ND|RD|TH)\b|\bAND\b", lambda found: found.group().lower(), plain)
    return re.sub(r"[A-Z]{4,}", lambda found: found.group().title(), small)


def _named(lines: tuple[str, ...], words: Words, field: str) -> str | None:
    for pattern in _labelled(words, field):
        for line in lines:
            match = pattern.search(line)
            fits = match and (
                _IS_PLAN.search(match["name"]) if field == "plan" else not _NO_NAME.search(match["name"])
            )
            if match and fits:
                return match["name"].strip()
    role = _ROLES.get(field)
    for line in lines if role else ():
        found = re.finditer(rf"{_NAME}\s*[(,]?\s*{role}\b", line) if _PRESENT.match(line) else ()
        for match in found:
            if not _NO_NAME.search(match["name"]):
                return match["name"].strip()
    return None


@lru_cache(maxsize=32)
def _labelled(words: Words, field: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name after a label and a colon, and after a role alone."""
    labels = words.head_labels
    alternatives = "|".join(
        re.escape(label) for label in sorted(labels.get(field, ()), key=len, reverse=True)
    )
    value = _PLAN if field == "plan" else _NAME
    colon = re.compile(rf"(?<![\w'])(?i:{alternatives})\s*(?::|=|\||\s{{2,}}|\s[-–—]\s)\s*{value}")
    short = "|".join(re.escape(label) for label in labels.get(field, ()) if label in _SHORT)
    spaced = re.compile(rf"(?<![\w'])(?i:{short or '(?!)'})\s+{_NAME}")
    return colon, spaced


def _addressed(lines: tuple[str, ...]) -> str | None:
    """The child whom a letter greets."""
    for line in lines:
        match = re.match(rf"^\s*Dear\s+{_NAME}", line)
        if match:
            return match["name"].strip()
    return None


@lru_cache(maxsize=4)
def _labelled_day(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A day after a label: of the discussion itself, then of an entry or a message."""
    first = [label for label in words.head_labels["held"] if label not in _ENTERED]
    # 'Sent: 14/11' is a message's own; 'sent 14/11' in running words is a letter's.
    return _after(first), re.compile(
        rf"^\W*{_after(_ENTERED).pattern}|(?i:\bsent:\s*){_A_WEEKDAY}(?={_DATE.pattern})"
    )


def _after(labels: Sequence[str]) -> re.Pattern[str]:
    wanted = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(
        rf"{_ANOTHERS}(?<!\w)(?i:{wanted})\s*(?:[:=|–-]|\s)\s*(?:on\s+)?(?:the\s+)?{_A_WEEKDAY}(?={_DATE.pattern})"
    )


def _held(lines: tuple[str, ...], words: Words) -> dt.date | None:
    """The discussion's own date: a labelled one first, else the first date that is no other date."""
    labelled = _labelled_day(words)
    for pattern in (*labelled, _OF_SUPERVISION):
        for line in lines:
            match = pattern.search(line)
            told = match is not None and (len(line) < _HEAD_OF_LINE or match.start() < _BEGINNING)
            if match and told and not re.search(r"(?i)\bnext\b|\blast\b|\bprevious\b", line[: match.start()]):
                day = next(_dates(line[match.end() :]), None)
                if day is not None or pattern is not _OF_SUPERVISION:
                    return day
    for line in (_OTHER_DATE.sub(" ", line[:_HEAD_OF_LINE]) for line in lines):
        other = _OTHERWISE.search(line)
        day = next(_dates(line[: other.start()] if other else line), None)
        if day is not None:
            return day
    for line in lines:
        own = _OTHER_DATE.sub(" ", _OF_OTHERWISE.sub(" ", line[:_HEAD_OF_LINE]))
        day = next(_dates(own), None)
        if day is not None:
            return day
    first = next((day for line in lines[:1] for day in _dates(line)), None)
    return first or _day_behind(_WRITTEN, lines) or _day_behind(_ALONE, lines)


def _opened_with(text: str) -> dt.date | None:
    """A day near the start of the first line or the second, where no line of the head has one."""
    spoken = [line for line in text[:_FORM].split("\n") if line.strip()]
    for line in spoken[:2]:
        opening = _OTHER_DATE.sub(" ", line)
        day = _DATE.search(opening)
        if day and day.start() < _BEGINNING and not _OTHERWISE.search(opening[: day.start()]):
            return _day(day.group())
    return None


def _day_behind(pattern: re.Pattern[str], lines: tuple[str, ...]) -> dt.date | None:
    found = (pattern.search(line) for line in lines)
    days = (day for match in found if match for day in _dates(match.string[match.end() :]))
    return next(days, None)


def _dates(line: str) -> Iterator[dt.date]:
    for match in _DATE.finditer(line):
        day = _day(match.group())
        if day is not None:
            yield day


def _day(words: str) -> dt.date | None:
    """A written date, day first; None where the calendar has no such day."""
    roman = re.fullmatch(r"(\d{1,2})[.-]([ivx]{1,4})[.-](\d{2,4})", words)
    if roman:
        month, year = ROMAN.get(roman[2]), int(roman[3])
        return day_in_year(int(roman[1]), month, year, None) if month else None
    spelled = re.fullmatch(
        r"(?i)([a-z -]+?)\s+(?:of\s+)?([a-z]+),?\s+(20\d\d|(?:(?:twenty|two\s+thousand\s+and)[- ]?)?twenty[- ]?([a-z]*))",
        words,
    )
    if spelled and spelled[1].lower() in ORDINALS:
        year = int(spelled[3]) if spelled[3].isdigit() else _SPELLED_YEARS[spelled[4].lower()]
        return day_in_year(ORDINALS[spelled[1].lower()], month_number(spelled[2]), year, None)
    try:
        day = parse(
            re.sub(r"['’()]|\b(?:day|year)\b:?", "", words.replace(" of ", " "), flags=re.IGNORECASE),
            dayfirst=not re.match(r"\d{4}", words),
        ).date()
    except (ParserError, OverflowError):
        return None
    return day if day.year > _FIRST_YEAR else None


def kind_of(text: str, title: Span | None, units: tuple[Unit, ...], words: Words) -> Kind:
    """The type by the title's own words; an untitled short note is oversight (ruling 20).

    Where no line is a title, the words that the note opens with may still name it. A desk's log of
    many calls is no one decision.
    """
    said = sum(len(unit.span.of(text).split()) for unit in units if not unit.silent)
    opening = " ".join(text.split(maxsplit=_OPENING)[:_OPENING])
    subject = _SUBJECT.search(text[:_HEADER])
    for named in (title.of(text) if title else "", opening, subject["words"] if subject else ""):
        kind = _named_kind(named.lower().replace("’", "'"), said, words)
        if kind is not None:
            return kind
    supervised = _SUPERVISED.search(text[: 2 * _HEADER])
    return Kind.OVERSIGHT if said < _OVERSIGHT_WORDS and not supervised else Kind.SUPERVISION


def _named_kind(named: str, said: int, words: Words) -> Kind | None:
    for key, phrases in _titles(words).items():
        found = [one for one, pattern in phrases if one in named and pattern.search(named)]
        if not found:
            continue
        kind = Kind(key)
        if kind is not Kind.OVERSIGHT:
            return kind
        if "supervision" in named and said >= 2 * _OVERSIGHT_WORDS:
            continue
        desk = all(one in _DESKS for one in found)
        return Kind.SUPERVISION if desk and said >= _MANY_CALLS else kind
    return None


@lru_cache(maxsize=4)
def _titles(words: Words) -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    return {
        key: tuple((one, re.compile(rf"(?<!\w){re.escape(one)}(?!\w)")) for one in phrases)
        for key, phrases in words.titles.items()
    }


_OPENING = 5
"""Words that a note without a title opens with ('Supervision with Gemma, 23rd May')."""
_HEADER = 400
_SUPERVISED = re.compile(
    r"(?im)^\W*(?:date of (?:case |this )?supervision|supervision date|date supervised|supervisee|type of supervision"
    r"|type:\s*(?:case )?supervision|supervision(?: on)? \d)"
)
"""A head that says that this was supervision, however short the record."""
_SUBJECT = re.compile(r"(?im)^subject:\s*(?P<words>.+)$")
_DESKS = frozenset({"edt", "ooh", "out of hours", "emergency duty", "duty"})
_MANY_CALLS = 330
"""Words of a desk's log from which on it holds more than one decision."""
