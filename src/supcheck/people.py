"""Who works in this record: names from its head that act in its body, beside the known roles.

A name is taken only where the record itself shows it at work: at the start of a clause, before
'to', 'will' or a colon. A child (a name with an age beside it) is none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from supcheck.records import Record
from supcheck.words import Words

IS_TO = r"s\s+(?:(?:also\s+)?(?:going\s+|agreed\s+)?to|doing|taking|ringing|seeing|writing|booking|chasing|bringing|sending)\b"
"""After an apostrophe: "Ravi's to ring", "Ravi's doing the review"."""
NAME = (
    r"(?:[^\W\d_a-z][^\W\d_A-Z]+(?:[-'’][^\W\d_a-z][^\W\d_A-Z]+)*"
    rf"(?![a-z]|['’](?!ll\b|{IS_TO}))"
    r"|[A-Z]{1,2}['’-][A-Z]{1,2}(?![A-Za-z])|[A-Z]{1,3}(?![A-Za-z])|[A-Z]\.\s?[A-Z]\.?)(?:\s[A-Z][a-z'’-]+|\s[A-Z](?![A-Za-z]))?(?:\s\([A-Z]{2,4}\))?"
)
"""A person as written: 'Ravi', 'Mei-Ling', 'JP', 'J.P.', 'Tom A', 'Wes (KA)'."""

_HEAD = 420
"""Characters of a record in which its people are introduced."""
_HEAD_LINE = 60
"""Characters of the first line, which no act begins."""
_TOKEN = re.compile(r"[^\W\d_][\w-]*")
_AGED = re.compile(
    r"(?P<who>[^\W\d_][\w-]*)(?:['’]s)?\s*(?:\(|,)?\s*(?:aged?\s*)?(?:\(\s*)?(?:\d{1,2}(?![\d/.:-]|st\b|nd\b|rd\b|th\b|\s+(?:of\s+)?(?:[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec))|[Yy]\d|unborn|baby)"
)
_SHORT_AND_AGE = re.compile(r"\((?P<short>[A-Z]{2})\),?\s+(?:aged?\s+)?\d{1,2}\b(?![/.:-])")
"""'Mia Baxter (MB) 8'."""
_NAMED_AND_AGE = re.compile(
    r"(?P<who>[A-Z][\w'’-]+)\s[A-Z][\w'’.-]*\s*[(,]\s*(?:aged?\s*)?\d{1,2}\b(?![/.:-])"
)
_INTRODUCED = re.compile(
    r"(?:\bw/\s*|\b(?:SW|ASW|SSW|TM|ATM|DTM|PM|FSW|PA|DM|HoS|SM|worker|manager|supervisor|sw|tm|me and|with|chair)\b[\s:=]+)\s*(?P<who>[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?|[A-Z]{2}(?![A-Za-z]))"
)
_IN_BRACKETS = re.compile(
    r"(?P<who>[A-Z][a-z'’-]+)(?:\s[A-Z][\w'’-]*\.?)?\s\((?i:(?:EDT|case|lead|senior|duty|allocated|deputy|team|supervising|social|family support|practice)\s)*"
    r"(?:SW|ASW|SSW|NQSW|FSW|PA|TM|ATM|DTM|PM|SM|SSM|TL|KW|(?i:lead|manager|mgr|worker|supervisor|practitioner))\b[^)]*\)"
)
"""'Jan (Supervising SW)', 'Callum B (TM)'."""
_HEAD_INITIALS = re.compile(
    r"(?<![\w.])(?:(?P<whole>[A-Z]{2}|[A-Z]{3}(?=\s*/\s*[A-Z]{2,3}\s*$)|(?<=/\s)[A-Z]{3}(?=\s*$))"
    r"|(?P<first>[A-Z])(?:\.\s?(?P<last>[A-Z])[a-z]+|[a-z]+\s(?P<alone>[A-Z])))(?![\w.])",
    re.MULTILINE,
)
_DOUBLE_NAME = re.compile(r"\b[A-Z][a-z]+-[A-Z][a-z]+\b")
"""'Kerry-Ann', who is 'K-A' below."""
_NOBODYS = frozenset("CP DV DA ED MH FF CE PP EH FT YP CG AM PM NA OK RE ID IT UK UC".split())
"""Two capitals of the field that are nobody's."""
_INTRODUCED_SMALL = re.compile(
    r"(?:\bw/\s*|\b(?:sw|asw|ssw|atm|fsw|pa|worker|sup with|sup w/|supervision with|chat with|with)\b[\s:=/-]+)(?P<who>[a-z]{3,})\b"
)
_SMALL_WORDS = frozenset(
    "the this that his her their our and for who has was had are not but him you mum dad both all from about some also then just been were never always still only which what they boy girl son daughter baby couple child".split()
)
_CLAUSE = r"(?m)(?:^[ \t]*(?:[-–•*+>→✓✗~]\s*|[A-Z]?\d{1,2}[.)]?\s+|[A-Z]\.\s+)?|[,;.:]\s+(?:and\s+|so\s+)?)(?P<who>[^\W\d_][\w-]*)"
_PLAINLY = re.compile(
    _CLAUSE
    + r"(?=\s+(?:to|will|is\s+to|is\s+going|is\s+gonna)\s+(?!need\s+to\s+be\b)[a-z]|['’]ll\b|\s*[:–]\s|\s-\s|\s?/\s)"
)
_LOOSELY = re.compile(_CLAUSE + r"(?=\s*(?:\+|&|/|and|n)\s*[A-Za-z]|\s+[a-z]{2,})")
_SPEAKS = re.compile(
    r"\b(?P<who>[a-z][a-z-]{2,})\s+(?:said|says|thinks|thought|told|reckons|feels|asked|wonders)\b"
)
_SPOKEN_OF = re.compile(
    r"\b(?P<who>[a-z][\w-]*)(?=\s+(?:to|said|says|will|told|asked|thinks)\b|['’]|\s[-+]\s)"
)


def people(record: Record, words: Words) -> frozenset[str]:
    """First names and initials, as written, of those whom the record shows at work."""
    head, body = record.text[:_HEAD], record.text
    given = _introduced(record)
    children = {found["who"].lower() for found in _AGED.finditer(head)} | {(record.child or "").lower()}
    children -= {name.lower() for name in given}
    given |= {
        found["who"]
        for found in _INTRODUCED_SMALL.finditer(head)
        if found["who"] not in _vocabulary(words) and found["who"] not in _SMALL_WORDS
    }
    given |= {name for name in _plain_speakers(body) if name not in _vocabulary(words)}
    seen = {token for token in _TOKEN.findall(head) if token.lower() not in _vocabulary(words)}
    return frozenset(
        name for name in given | (seen & _at_work(body)) if name.lower() not in children and len(name) > 1
    )


def _introduced(record: Record) -> set[str]:
    """Whom the export or the head names as worker or manager: of 'SW Priti … rates himself 7, Priti 5' Priti is none of five."""
    named = {part for person in (record.worker, record.manager) if person for part in _TOKEN.findall(person)}
    head = record.text[:_HEAD]
    return named | {found["who"] for one in (_INTRODUCED, _IN_BRACKETS) for found in one.finditer(head)}


def children(record: Record) -> frozenset[str]:
    """First names and initials, in lower case, of the record's child and of whoever has an age beside the name."""
    parts = [part for part in re.split(r"[\s,(&/]+", record.child or "") if part[:1].isalpha()]
    told = {part.lower() for part in parts if len(part) > 1}
    aged = {found["who"].lower() for found in _AGED.finditer(record.text[:_HEAD])}
    told |= aged - {name.lower() for name in _introduced(record)}
    told |= {found["who"].lower() for found in _NAMED_AND_AGE.finditer(record.text[:_HEAD])}
    told |= {found["short"].lower() for found in _SHORT_AND_AGE.finditer(record.text[:_HEAD])}
    return frozenset(told | {"".join(part[0] for part in parts).lower()} - {""})


def initials(record: Record, words: Words) -> frozenset[str]:
    """Of the worker and the manager whom an export names, 'SO' for Sam Okafor; and of the head's, where they begin a line."""
    named = (person.split() for person in (record.worker, record.manager) if person)
    told = {"".join(part[0].upper() for part in parts) for parts in named if len(parts) > 1}
    told |= {
        "-".join(part[0] for part in found.group().split("-"))
        for found in _DOUBLE_NAME.finditer(record.text[:_HEAD])
    }
    head = _HEAD_INITIALS.finditer(record.text[:_HEAD])
    seen = {found["whole"] or found["first"] + (found["last"] or found["alone"]) for found in head}
    seen -= _NOBODYS
    theirs = children(record)
    seen = {name for name in seen if name.lower() not in theirs}
    seen -= {name for names in (words.roles, words.family, words.agencies) for name in names}
    body = record.text[_HEAD_LINE:]
    at_work = {
        name
        for name in seen
        if re.search(
            rf"(?m)^\W*(?:\w{{1,2}}[.)]\s+)?{name}\s+(?:[a-z+&]|[A-Z]{{2,4}}\s\w)|,\s{name}\W*$", body
        )
    }
    return frozenset(told | at_work)


def _plain_speakers(body: str) -> set[str]:
    """Names in small letters of whoever is quoted somewhere and told to act elsewhere: 'priya says', 'priya to'."""
    speakers = {found["who"] for found in _SPEAKS.finditer(body)} - _SMALL_WORDS
    return speakers & {found["who"] for found in _PLAINLY.finditer(body)}


def _at_work(body: str) -> set[str]:
    """Words that begin a clause with something to do: once plainly, or twice loosely."""
    plainly = {found["who"] for found in _PLAINLY.finditer(body)}
    loosely = Counter(found["who"] for found in _LOOSELY.finditer(body))
    named = {found["who"] for found in _SPOKEN_OF.finditer(body)}
    shown = plainly | {name for name, count in loosely.items() if count > 1}
    return {name for name in shown if not name.islower() or name in named}


@lru_cache(maxsize=4)
def _vocabulary(words: Words) -> frozenset[str]:
    """Words of a head that are nobody's name."""
    return frozenset(_plain_words(words))


def _plain_words(words: Words) -> Iterator[str]:
    lists = (
        words.cues["act"],
        words.non_owners,
        words.no_names,
        words.head_words,
        words.stock,
        words.roles,
        words.family,
        words.agencies,
        words.blanks,
    )
    for phrases in (*lists, *words.headings.values(), *words.head_labels.values(), *words.titles.values()):
        for phrase in phrases:
            yield from phrase.lower().split()
