"""The day of an event that the record tells in passing: 'Core group is at the school on 28 November'.

Each sentence that speaks of the event and holds a day is weighed: how many of the event's words stand there, how
far from the day, what stands between. A conditional logit (McFadden 1974), whose alternatives are the days and
none, fitted on records whose writers said which day is meant (`supcheck train-events`).
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from supcheck.data import data_text
from supcheck.deadlines import Deadline, find_deadlines
from supcheck.deadlines.days import spelled_day, written_day
from supcheck.deadlines.reasons import A_TIME
from supcheck.deadlines.traps import is_trap
from supcheck.deadlines.words import COUNTS, DAY, EVENT, FEAST, MONTH, ORDINAL, WEEKDAY_WORDS
from supcheck.errors import InstallError
from supcheck.events import AHEAD, EVENTS, OTHER_KINDS, event_of, named_in
from supcheck.records import Span

FILE: Final = "model/events.json"
SURE: Final = 0.8
"""The chance from which a day is taken for the event's; chosen on writers left out."""
COLUMNS: Final = (
    "share of the event's words in the sentence",
    "all of them, or a name of the event",
    "its last word",
    "words between the event and the day",
    "right beside it",
    "words between, the day first",
    "is, on, booked",
    "moved to",
    "an act between",
    "what is done for the event",
    "another event between",
    "place among the sentence's days, by how near",
    "share of the event's words in the sentence before",
    "a sentence that goes on with it",
    "a bound of its own",
    "a week",
)
"""What is weighed of a day that a sentence holds."""
NONE_COLUMNS: Final = ("always", "words of the event")
"""What is weighed of no day at all."""
PASSED: Final = dt.timedelta(days=60)
"""How far behind the record's own day an event lies, where days are counted from one that was."""
_TELLING: Final = 4
"""Letters from which on a word tells what is spoken of: 'the move', not 'her coming in'."""
_TELLS_LITTLE: Final = frozenset(
    "retu home with that this appo meet revi sess visi call mont week time".split()
)
"""How words begin that many sentences have."""
_MANY: Final = 4
"""Words from which on an event is told in many."""
_FAR: Final = 20
"""Words beyond which it makes no difference how far."""
_ALIKE: Final = {
    word: words.split()[0]
    for words in (
        "end finish stop close expire cease",
        "start begin commence open",
        "go fly depart",
        "return back home",
        "move transfer",
        "meet meeting mtg sit",
        "review rv rev rvw",
        "conference conf",
        "appointment appt slot clinic",
        "release out",
        "hearing court",
        "break breaks broke breaking holiday holidays",
        "birth born arrive arrives arrived",
    )
    for word in words.split()
}
"""Words that records use for one another -> the first of them."""
_JOINING: Final = frozenset(
    "the a an of and about with for at in on his her their your our my its next first this that is are was be will to "
    "by before until till from up b4 it he she they we you i am pm get gets getting has have had been being do does "
    "so as if or but".split()
)
_LEAD = re.compile(
    r"(?i)^(?:(?:by\s+the\s+time|by|before|b4|ready\s+for|up\s+to|until|till?|at|to|for|on|after|following|post|prior\s+to|"
    r"ahead\s+of|in\s+advance\s+of|in\s+time\s+for|when|once|of|from)\s+)?"
    r"(?:(?:on\s+)?the\s+(?:day|morning|afternoon|evening|night)\s+of\s+)?"
    r"(?:(?:the|his|her|their|our|my|your|this|that|next)\s+)*"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=;)\s+(?!(?:it|now)\b)|(?<=[a-z)])\.(?=[A-Z][a-z])")
_MAY_HOLD = re.compile(
    rf"(?i)\d|\b(?:{WEEKDAY_WORDS}|{MONTH}|{ORDINAL}|{FEAST}|to-?day|tonight|tom\w{{2,7}}|tm\w{{1,2}}|week|wk|month|fortnight|weekend|holiday|end|yesterday|last\s+night)\b"
)
"""Without any of these a sentence holds no day, and need not be read for one."""
_NTH = re.compile(
    r"(?i)\b(?:the\s+|on\s+|\()?(?P<day>\d{1,2}(?:st|nd|rd|th))\b(?:\s+of\s+(?:this|the)\s+month)?"
    rf"(?!\s+(?:of\s+(?!this|the\s+month)|(?:{COUNTS}|{EVENT})\b))"
)
_DAY = re.compile(rf"(?i)(?<![\w/]){DAY}")
_NTH_ALONE = re.compile(r"(?i)\W*(?:on\s+)?(?:the\s+)?\d{1,2}(?:st|nd|rd|th)\W*")
_SCORE = re.compile(r"(?:\d|10)/(?:0?5|10)")
_YESTERDAY = re.compile(r"(?i)\b(?:yesterday|last\s+night)\b")
_FIRST = re.compile(r"(?i)(?<![\d/.])(?P<first>\d{1,2})(?:st|nd|rd|th)?\s?(?:-|–|to|and|&)\s?(?:the\s+)?$")
_FIRST_WITHIN = re.compile(r"(?<!\d)(?P<first>\d{1,2})(?:st|nd|rd|th)?\s?[-–]\s?\d{1,2}(?:st|nd|rd|th)?\s")
"""'10' of '10-13 February': what runs over several days begins on the first."""
_COUNTED = re.compile(r"(?i)^(?:within|in|over)\b|\b(?:working\s+days?|days|weeks|wks|months|hours|hrs)\b")
_YEAR = re.compile(r"(?:19|20)\d\d|\d[/.-]\w{1,3}[/.-]\d\d$|['’]\d\d")
_ANYBODYS = re.compile(
    r"(?i)(?:(?:at|by|on|to|in)\s+)?(?:(?:the|his|her|their|our|your)\s+)?next\s+(?:home\s+)?(?:visit|session|contact|appointment|appt)"
)
"""'At the next visit': whose, the act says and no other sentence."""
_NOT_ONE: Final = frozenset({"spring", "summer", "autumn", "winter", "day", "date", "time", "week", ""})
"""What by itself is no one event."""
_IS_ON = re.compile(
    r"(?i)\b(?:is|are|will|on|for|set|listed|due|booked|be|has|held|starts?|ends?|meets?|sits?)\b"
)
_MOVED = re.compile(
    r"(?i)\b(?:now|moved|new date|put back|brought forward|rearranged|instead|changed|rebooked)\b"
)
_ACT = re.compile(r"(?i)\bto\s+(?!be\b|go\s+ahead\b|take\s+place\b|run\b|the\b|a\b|his\b|her\b)[a-z]+")
_ORDERED = re.compile(r"(?i)\bto\s+$")
"""'Jo to start the work on 2 December' is no day on which he starts."""
_FOR_IT = re.compile(
    r"(?i)\b(?:for|about|re|of|from|with|before|by|until|till?|after|since|prior\s+to|pre)\s+"
    r"(?:(?:the|his|her|their|our|your|my|next|a|an|this|that|first)\s+)*(?:[\w/-]+\s+)?$"
)
_ON_IT = re.compile(r"(?i)\W*(?:on\s+(?:the\s+)?)?$")
"""'Until the review on 15 December' tells its day."""
_COMES_TO = re.compile(r"(?i)\bso\s+(?:the\s+)?$")
"""'A week before the court date, so 6th July': the day that the words come to."""
_LAST = re.compile(r"(?i)\b(?:last|previous)\b")
_PAPERS = re.compile(
    r"(?i)\s+(?:minutes|report|papers|notes|pack|letter|invites?|agenda|prep|actions|form)\b"
)
_OTHER_KIND = re.compile(rf"(?i)\b(?:{OTHER_KINDS})\s+$")
_GOES_ON = re.compile(r"(?i)\W*(?:that|it|they|this|next|the\s+(?:meeting|next|one|date)|we|date|on)\b")
_BOUNDS = re.compile(r"(?i)\b(?:by|before|b4|until|till?|no\s+later\s+than)\s+(?:(?:on|the)\s+)*$")
_ON_A_DAY = re.compile(rf"(?i)(?:{WEEKDAY_WORDS}\b|\d)")
"""Where the day itself begins in the words of a bound."""
_WEEK = re.compile(r"(?i)w/?[cbe]\b|this|next week|end of")


@dataclass(frozen=True, slots=True)
class Mention:
    """A day that a sentence holds."""

    span: Span
    """In its sentence."""
    day: dt.date
    """Without a year on or after the record's own."""
    passed: dt.date
    """Without a year before it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one holds."""

    text: str
    stems: Sequence[tuple[Span, str]]
    """Of each of its words."""
    named: Sequence[tuple[str, Span]]
    """The `EVENTS` that it names, where it holds a day."""
    days: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Weights:
    """Those of `COLUMNS`, and of `NONE_COLUMNS`."""

    columns: Sequence[float]
    none: Sequence[float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The days that may be an event's, each with what is weighed of every sentence that holds it."""

    days: Sequence[tuple[dt.date, Sequence[float]]]
    none: Sequence[float]

    def chances(self, weights: Weights) -> Mapping[dt.date, float]:
        """Of each day that it is the event's; what is left is that of none."""
        odds = [(day, _times(columns, weights.columns)) for day, columns in self.days]
        none = _times(self.none, weights.none)
        most = max(none, *(one for _, one in odds)) if odds else none
        raised: dict[dt.date, float] = defaultdict(float)
        for day, one in odds:
            raised[day] += math.exp(one - most)
        total = sum(raised.values()) + math.exp(none - most)
        return {day: one / total for day, one in raised.items()}


def _times(columns: Sequence[float], weights: Sequence[float]) -> float:
    return sum(one * weight for one, weight in zip(columns, weights, strict=True))


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The shipped weights; raises `InstallError` where they are damaged or of other columns."""
    try:
        tree: dict[str, Any] = json.loads(data_text(FILE))
        if tree["columns"] != list(COLUMNS) or tree["none_columns"] != list(NONE_COLUMNS):
            raise ValueError
        return Weights(tuple(map(float, tree["weights"])), tuple(map(float, tree["none"])))
    except (ValueError, KeyError, TypeError):
        raise InstallError(f"{FILE} is not of this version: install supcheck again") from None


Find = Callable[[str], tuple[Deadline, ...]]
"""Finds the deadlines in some words of one record, and may know them already."""


class Mentions:
    """The days that one record holds, and what it says of them."""

    def __init__(self, text: str, held: dt.date, find: Find | None = None) -> None:
        self._text = text
        self._held = held
        self._find = find or (lambda said: find_deadlines(said, held))

    def day_of(self, words: str, *, ahead: bool = True) -> dt.date | None:
        """The day that the record surely tells of what a deadline's words name; None where it tells none.

        `ahead`: after the record's own day.
        """
        chances = self.weighed(words, ahead=ahead).chances(load_weights())
        day = max(chances, key=lambda one: chances[one], default=None)
        return day if day and chances[day] >= SURE else None

    def last_told(self, before: str, of: str = "", *, ahead: bool = True) -> dt.date | None:
        """The last day that the last two sentences of some words tell, bound or not.

        `of`: a day in a sentence that has the last of these words in some form ('the move', 'he moved'). Not
        `ahead`: it may have been before the record.
        """
        meant = _stem(_WORD.findall(of)[-1])[:_TELLING] if _WORD.search(of) else ""
        if of and (len(meant) < _TELLING or meant in _TELLS_LITTLE):
            return None
        since = self._held - (dt.timedelta(0) if ahead else PASSED)
        until = self._held + AHEAD
        sentences = [one for one in _SENTENCE_END.split(before) if one.strip()][-2:]
        for told in map(self._sentence, reversed(sentences)):
            if of and not any(stem.startswith(meant) for _, stem in told.stems):
                continue
            for one in sorted(told.days, key=lambda one: -one.span.start):
                day = one.day if ahead or one.passed < since else one.passed
                if since <= day <= until:
                    return day
        return None

    def weighed(self, words: str, *, ahead: bool = True) -> Weighed:
        """Each day that may be that of what the words name."""
        event = _Event.of(words)
        none = (1.0, min(len(event.stems), _MANY) / _MANY)
        if event.says_nothing or _ANYBODYS.fullmatch(words.strip()) or _DAY.search(words):
            return Weighed((), none)
        since = self._held if ahead else self._held - PASSED
        weighed = []
        for above, sentence in zip((None, *self._sentences), self._sentences, strict=False):
            for one in sentence.days:
                if not ahead and _LAST.search(sentence.text):
                    continue  # 'last return interview 19/12' is of the one before
                day = one.day if ahead else one.passed
                columns = _columns(event, sentence, above, one) if since < day <= self._held + AHEAD else None
                if columns is not None:
                    weighed.append((day, columns))
        return Weighed(weighed, none)

    @cached_property
    def _sentences(self) -> Sequence[Sentence]:
        return [
            self._sentence(one)
            for line in self._text.split("\n")
            for one in _SENTENCE_END.split(line)
            if one.strip()
        ]

    def _sentence(self, text: str) -> Sentence:
        stems = [(Span(*found.span()), _stem(found.group())) for found in _WORD.finditer(text)]
        days = [self._mention(text, span, day) for span, day in self._days_in(text)]
        names = _names().items() if days else ()
        named = [(name, Span(*found.span())) for name, words in names for found in words.finditer(text)]
        return Sentence(text, stems, named, days)

    def _days_in(self, sentence: str) -> Iterator[tuple[Span, dt.date]]:
        """Every day that a sentence holds, and none that is counted: 'within 5 working days'."""
        taken: list[Span] = []
        for one in self._find(sentence) if _MAY_HOLD.search(sentence) else ():
            if one.due.on and one.due.why != A_TIME and not _COUNTED.search(one.span.of(sentence)):
                taken.append(one.span)
                itself = _ON_A_DAY.search(sentence, one.span.start, one.span.end)
                yield Span(itself.start() if itself else one.span.start, one.span.end), one.due.on
        for pattern, read in _READINGS.items():
            for found in pattern.finditer(sentence):
                span = Span(*found.span())
                score = _SCORE.fullmatch(found.group()) and is_trap(sentence, span)
                told = score or any(span.overlaps(other) for other in taken)
                day = None if told else read(found, self._held)
                if day is not None:
                    taken.append(span)
                    yield span, day

    def _mention(self, sentence: str, span: Span, day: dt.date) -> Mention:
        said = span.of(sentence)
        figure = re.search(r"\d", said)
        before = _FIRST.search(sentence[: span.start + figure.start()]) if figure else None
        first = int(found["first"]) if (found := before or _FIRST_WITHIN.search(said)) else 0
        if 0 < first < day.day:
            day = day.replace(day=first)
        if _NTH_ALONE.fullmatch(said) and day > self._held:
            passed = day - relativedelta(months=1)
        else:
            passed = day if _YEAR.search(said) or day <= self._held else day - relativedelta(years=1)
        return Mention(span, day, passed)


_READINGS: Final[Mapping[re.Pattern[str], Callable[[re.Match[str], dt.date], dt.date | None]]] = {
    _DAY: written_day,
    _NTH: lambda found, held: spelled_day(found, held).on,
    _YESTERDAY: lambda found, held: held - dt.timedelta(days=1),
}
"""Days that bound nothing, and what they are read by."""


def _columns(
    event: _Event, sentence: Sentence, above: Sentence | None, one: Mention
) -> tuple[float, ...] | None:
    """What is weighed of a day, as `COLUMNS` names it; None where its sentence does not speak of the event."""
    text = sentence.text
    words = [each for each in sentence.stems if not each[0].overlaps(one.span)]
    share = event.share(stem for _, stem in words)
    before = event.share(stem for _, stem in above.stems) if above else 0.0
    named = [span for span in _named(event, sentence) if not span.overlaps(one.span)]
    places = [*_places(event, sentence, words), *named]
    if _COMES_TO.search(text[: one.span.start]):
        return None
    bounds = (
        float(bool(_BOUNDS.search(text[: one.span.start]))),
        float(bool(_WEEK.match(one.span.of(text)))),
    )
    if not places:
        alone = not re.search(r"[A-Za-z]{2}", text[: one.span.start] + text[one.span.end :])
        goes_on = bool(_GOES_ON.match(text))
        if not before or not (goes_on or alone):
            return None
        return (share, 0.0, 0.0, *_NOTHING_BETWEEN, before, goes_on * before, *bounds)
    near = min(places, key=lambda span: _apart(span, one.span))
    surely = float(share == 1 or bool(named))
    headed = float(any(stem == event.stems[-1] for _, stem in words))
    return (share, surely, headed, *_between(event, sentence, near, one), 0.0, 0.0, *bounds)


_NOTHING_BETWEEN: Final = (0.0,) * 9


def _between(event: _Event, sentence: Sentence, near: Span, one: Mention) -> tuple[float, ...]:
    """What stands between an event and a day."""
    first, last = sorted((near, one.span), key=lambda span: span.start)
    said = sentence.text[first.end : last.start]
    words = len(said.split())
    far = min(words, _FAR) / 10
    other = any(
        first.end <= span.start < last.start and name != event.name and name not in _EVERYWHERE
        for name, span in sentence.named
    )
    nearer = sum(_apart(near, each.span) < _apart(near, one.span) for each in sentence.days)
    return (
        far,
        float(words <= 1),
        far if near is last else 0.0,
        float(bool(_IS_ON.search(said))),
        float(bool(_MOVED.search(said))),
        float(bool(_ACT.search(said))),
        float(bool(_FOR_IT.search(sentence.text[: near.start])) and not _ON_IT.match(said)),
        float(other),
        float(min(nearer, 2)),
    )


def _named(event: _Event, sentence: Sentence) -> list[Span]:
    """Where a sentence speaks of the event by a name of it."""
    return [
        span for name, span in sentence.named if name == event.name and _of_itself(event, sentence.text, span)
    ]


def _places(event: _Event, sentence: Sentence, words: Sequence[tuple[Span, str]]) -> list[Span]:
    """Where the event's last word stands, else any of its words; not in the name of another event."""
    others = [
        Span(span.start, span.start + span.of(sentence.text).rfind(" ") + 1)
        for name, span in sentence.named
        if name != event.name and not event.has(span.of(sentence.text))
    ]
    headed = any(stem == event.stems[-1] for _, stem in words)
    return [
        span
        for span, stem in words
        if (stem == event.stems[-1] if headed else stem in event.stems)
        and not any(other.start <= span.start < other.end for other in others)
        and _of_itself(event, sentence.text, span)
    ]


def _of_itself(event: _Event, text: str, place: Span) -> bool:
    """Whether words are about the event, and not its papers, another of its kind, or an order that it be done."""
    before = text[: place.start]
    kind = event.is_of_many_kinds and _OTHER_KIND.search(before)
    return not (kind or _PAPERS.match(text, place.end) or _ORDERED.search(before))


@dataclass(frozen=True, slots=True)
class _Event:
    """What a deadline's words name."""

    name: str | None
    """Of `EVENTS`, where it is one."""
    stems: tuple[str, ...]
    """Of the words that say something; at least one."""

    @classmethod
    def of(cls, words: str) -> _Event:
        bare = _LEAD.sub("", words, count=1)
        name = event_of(words) or named_in(bare)
        if name is None and _SOMEBODY.fullmatch(bare):
            return cls(None, ("",))
        return cls(name, tuple(_telling(bare)) or ("",))

    @property
    def is_of_many_kinds(self) -> bool:
        """'The review', 'the meeting': there are many."""
        return len(self.stems) == 1 and self.stems[0] in _MANY_KINDS

    @property
    def says_nothing(self) -> bool:
        """'It', 'the summer': no one event."""
        return self.name is None and _NOT_ONE.issuperset(self.stems)

    def share(self, stems: Iterator[str]) -> float:
        return len(set(self.stems) & set(stems)) / len(set(self.stems))

    def has(self, words: str) -> bool:
        """Whether it has all the words that say something."""
        return all(stem in self.stems for stem in _telling(words))


def _telling(words: str) -> Iterator[str]:
    """The stems of the words that say something."""
    return (_stem(word) for word in _WORD.findall(words) if not {word.lower(), _stem(word)} & _JOINING)


_SOMEBODY: Final = re.compile(
    r"[A-Z][a-z'’-]+\s+(?:has|have|had|is|was|does|gets)(?:\s+(?:been|done|that|it|so))?"
)
"""'Until Noor has been': whoever is named, her name alone tells no event."""
_MANY_KINDS: Final = frozenset({"review", "meet", "appointment", "session", "discussion"})
_EVERYWHERE: Final = frozenset({"visit", "supervision", "hearing", "discharge", "birthday"})
"""Events whose names stand in sentences that are about something else."""


def _apart(place: Span, day: Span) -> int:
    """Characters between; a day in front of what it is of is the rarer."""
    return day.start - place.end if place.end <= day.start else place.start - day.end + 8


_ENDINGS: Final = ("ing", "ed", "es", "s", "y")
_SHORTEST: Final = 3


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """A word without its ending, or the word that stands for it."""
    word = re.sub(r"['’]s$|['’]$", "", word.lower())
    if word in _ALIKE:
        return _ALIKE[word]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST:
            continue
        if ending in ("ing", "ed") and len(stem) > _SHORTEST and stem[-1] == stem[-2]:
            stem = stem[:-1]
        return next((_ALIKE[one] for one in (stem, stem + "e") if one in _ALIKE), stem)
    return word.rstrip("e") if len(word) > _SHORTEST + 1 else word


@lru_cache(maxsize=1)
def _names() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(rf"(?i)\b(?:{words})(?![A-Za-z])") for name, words in EVENTS.items()}
