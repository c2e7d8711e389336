"""The day of a deadline that its own words do not give, and the record elsewhere does.

'Before the conference' is due on the day that the record has for it; 'same day' and 'at that visit' on
the day of the bound before them; 'by day 38' by the assessment's clock, where the record says on which
day of it it was written; 'by 34/40' by the date that a baby is due.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from supcheck.dates import friday_of, next_weekday, weekday_in_week, working_days_after
from supcheck.deadlines import Deadline, find_deadlines
from supcheck.deadlines.counted import NAMES_ITS_EVENT, Counted, counted
from supcheck.deadlines.days import days_before, written_day
from supcheck.deadlines.reasons import A_TIME, BEFORE_IT, FROM_EVENT, UNTIL
from supcheck.deadlines.words import COUNTED, DAY, NUMBER, WEEKDAY_WORDS
from supcheck.events import EVENTS, day_in, days_of_events, event_of, named_in
from supcheck.headings import OF_AN_ACT
from supcheck.mentions import Find, Mentions
from supcheck.records import Span

_BEFORE = re.compile(r"(?i)(?:before|prior|ahead)\b")
_AHEAD_OF = re.compile(rf"(?i)\b(?P<number>{NUMBER})\s*(?P<unit>{COUNTED})\s+$")
"""'5 working days' before an event."""
_FOLLOWING = re.compile(rf"(?i)(?:by|on)\s+the\s+following\s+(?P<weekday>{WEEKDAY_WORDS})")
_RUN_TO = re.compile(
    r"(?i)^(?!until|till?\b).{2,34}?\s(?:until|till?|up\s+to)\s+|^(?:from\s.{2,24}?|(?:weekly|fortnightly|daily|nightly|monthly))\sto\s+"
)
"""'From 29 May until MACE', 'every Monday until the RCPC' end with it."""
_BRACKETED = re.compile(rf"\s*\([^()\n]{{0,20}}?{DAY}", re.IGNORECASE)
_THAT_ONE = re.compile(r"(?i)(?:that|the\s+same)\s+(?!one\b)[a-z]+$")
_THAT = re.compile(r"(?i)\bthat\s+(?P<what>meeting|review|session|appointment|call)\b")
_MEETING = re.compile(r"(?i)\b\w+\s+(?:meeting|review|panel|conference|hearing|mtg|visit)\b")
_STARTS = re.compile(r"(?i)\b(?:starts?|begins?|moves?|opens?|arrives?|joins?)\b")
_IN_OTHER_WORDS = re.compile(rf"(?i),\s+(?={WEEKDAY_WORDS}\b){DAY}")
"""'On the first day after half term, Monday 3 November'."""
_DAY_NEXT = re.compile(
    rf"(?i)[^.;\n]{{0,40}}[.;]\s*(?:that['’]s|(?:the|that)\s+(?P<what>meeting|conference|review|hearing|panel|appointment|visit|session)\s+(?:is|will\s+be|takes\s+place|has\s+been\s+set\s+for|is\s+set\s+for))\s+(?:on\s+)?{DAY}"
)
_THIS_NOTE = re.compile(
    r"(?i)this\s+(?:note|record|call|discussion|decision|supervision|session|e-?mail|message)\b"
)
_SENTENCE = re.compile(r"[^.;!?\n]*$")
_TODAY: Final = r"[^.;\n]{0,40}\b(?:today|this\s+(?:morning|afternoon))\b"
_SURELY = re.compile(r"(?i)by\b|no later\b|not later\b")
"""Of several days in a line the one that bounds its act."""
_LINES: Final = 3
"""Lines, the act's own among them, in which the day that 'same day' means is looked for."""
_NEAR: Final = 600
"""The same in characters."""
_EACH_TIME = re.compile(
    r"(?i)\b(?:texts|calls|messages|e-?mails|episodes|incidents|absences|bruises|marks|if|any|each|every|whenever|should|when(?!:)|unless)\b[^.;\n]*$"
)
"""'Any bruise: ring me same day': no one day is meant."""
_A_DAY = re.compile(rf"(?i){DAY}")
_BESIDE_IT = re.compile(
    r"(?i)(?:(?:on|in|during)\s+)?(?:the\s+)?(?:day|night|evening|morning|week|wk)\s+(?:before|after)"
)
"""'The evening before', 'the week after': what the day before them is beside."""


_SAME: Final[Mapping[re.Pattern[str], Callable[[dt.date], dt.date]]] = {
    re.compile(
        r"(?i).*\bthe\s+(?:(?:next|following)\s+(?:day|morning|evening)|(?:day|night|evening|morning)\s+after)$|(?:day|morning)\s+after$"
    ): lambda day: day + dt.timedelta(days=1),
    re.compile(r"(?i)(?:on\s+)?(?:the\s+)?(?:day|night|evening|morning)\s+before$"): lambda day: (
        day - dt.timedelta(days=1)
    ),
    re.compile(r"(?i).*\b(?:week|wk)\s+before$"): lambda day: weekday_in_week(day, "friday", -1),
    re.compile(r"(?i).*\bweek\s+after$"): lambda day: weekday_in_week(day, "friday", 1),
    re.compile(r"(?i).*\bsame[\s-]week$"): friday_of,
    re.compile(
        r"(?i)(?:.*\bsame[\s-]|(?:(?:at|on|in|during|by|before|until|for)\s+)?that\s+(?:same\s+)?)(?:day|visit|appointment|meeting|session|call|dates?|deadline|evening|night|time)$"
        r"|(?:at|by|before)\s+[\w:.]+(?:\s?[ap]m)?\s+that\s+(?:same\s+)?(?:morning|afternoon|evening|night)$"
        r"|(?:.*\s)?(?:by|before|until|till)\s+then$|before\s+(?:that|it)$|in\s+time\s+for\s+(?:that|it)$|(?:by|before)\s+that\s+(?:time|point)$|on\s+that\s+occasion$|on\s+the\s+day(?:\s+itself)?$"
    ): lambda day: day,
}
"""Words that mean the day of the bound before them -> what they make of it."""
_CLOCK_NOW = re.compile(
    r"(?i)(?<!by )(?<!on )(?<!until )\b(?:day\s?|D)(?P<day>\d{1,2})\b(?!\s*(?:,|and|to|-)\s*\d)"
)
_CLOCK_LATER = re.compile(r"(?i)(?:(?:by|on)\s+)?(?:day\s+|D)(?P<day>\d{1,2})")
_HEAD: Final = 250
"""Characters in which a record says on which day of the assessment it was written."""
_TERM: Final = 40
"""Weeks of a pregnancy."""
_WEEKS = re.compile(r"(?i)(?:at|by|before)\s+(?P<weeks>\d\d)\s*(?:weeks|wks|/40)")


def _means_another(words: str) -> bool:
    """Whether the words mean the day of the bound before them."""
    return bool(_FOLLOWING.fullmatch(words)) or any(pattern.match(words) for pattern in _SAME)


def means_the_one_before(words: str) -> bool:
    """Whether a deadline counts from the bound before it and from no event that it names ('the Monday before')."""
    told = counted(words)
    return not told.event if told is not None else bool(_BESIDE_IT.fullmatch(words))


class Elsewhere:
    """The days that one record gives beside its deadlines."""

    def __init__(self, text: str, held: dt.date | None, find: Find | None = None) -> None:
        self._text = text
        self._held = held
        self._find = find or (lambda said: find_deadlines(said, held))
        self._days: dict[tuple[str, bool], dt.date | None] = {}
        """What was looked for already: a record often says 'before the conference'."""

    def dated(self, bound: Deadline, said: str, start: int) -> tuple[Deadline, dt.date | None]:
        """The deadline, with '5 working days' before it where it counts from an event, and its day.

        `bound` was found in `said`, which stands at `start` of the record.
        """
        try:
            return self._dated(bound, said, start)
        except OverflowError:
            return bound, bound.due.on  # the calendar ends with the year 9999

    def _dated(self, bound: Deadline, said: str, start: int) -> tuple[Deadline, dt.date | None]:
        if self._held is None:
            return bound, bound.due.on
        words = bound.span.of(said)
        at = start + bound.span.start
        event = bound.due.on or self._of_event(words, at)
        run = _RUN_TO.match(words)
        if event and run and event in (one.due.on for one in self._find(run.group())):
            event = None  # a run does not end on the day of its start
        so_many = _BEFORE.match(words) and _AHEAD_OF.search(said[: bound.span.start])
        if event and so_many:
            ahead = Deadline(Span(so_many.start(), bound.span.end), bound.due)
            return ahead, days_before(event, so_many["number"], so_many["unit"])
        day = event or self._otherwise(words, at) or self._told_next(words, at)
        return bound, day or (self.day_of(words) if _THAT.search(words) else None)

    def _of_event(self, words: str, at: int) -> dt.date | None:
        """The day of an event that nothing is counted from, or that stands beside what is."""
        if any(pattern.fullmatch(words) for pattern in NAMES_ITS_EVENT):
            meant = _IN_OTHER_WORDS.match(self._text, at + len(words))
            return self._ahead(written_day(meant, self._held)) if meant else None
        if counted(words):
            return None
        return self._by_name(words) if _means_another(words) else self.day_of(words)

    def _otherwise(self, words: str, at: int) -> dt.date | None:
        from_event = counted(words)
        if from_event is not None:
            beside = self._in_brackets(at + len(words), from_event)
            if beside and not from_event.event:
                return self._ahead(beside)  # 'a fortnight before (15 Aug)'
            event = beside or self._counted_from(from_event, at)
            return self._ahead(from_event.step(event)) if event else None
        told = self._of_the_clock(words) or self._of_the_pregnancy(words) or self._meant(words, at)
        return told or (self._held if self._held_today(words) else None)

    def _in_brackets(self, end: int, told: Counted) -> dt.date | None:
        """'Within 72 hrs of him being found (29/4 pm)': the day of the event behind its words."""
        found = _BRACKETED.match(self._text, end)
        if found is None or self._mentions is None:
            return None
        return self._mentions.last_told(found.group(), ahead=told.ahead)

    def _told_next(self, words: str, at: int) -> dt.date | None:
        """'Before the CIN meeting. The meeting is on 7 May.'"""
        told = _DAY_NEXT.match(self._text, at + len(words))
        if told is None or (told["what"] or "").lower() not in words.lower():
            return None
        return self._ahead(written_day(told, self._held))

    def _ahead(self, day: dt.date | None) -> dt.date | None:
        """A day that is not before the record's own."""
        return day if day and self._held and day >= self._held else None

    def day_of(self, words: str, *, ahead: bool = True) -> dt.date | None:
        """Of the event that the words are, by any of its names or by the words themselves.

        Not `ahead`: it may have been before the record.
        """
        words = re.sub(r"(?i)\br/v\b", "review", _RUN_TO.sub("until ", words))
        if (words, ahead) not in self._days:
            told = self._mentions.day_of(words, ahead=ahead) if self._mentions else None
            self._days[words, ahead] = self._by_name(words) or told
        return self._days[words, ahead]

    def _by_name(self, words: str) -> dt.date | None:
        """Of an event whose day stands right beside one of its names, or beside the words themselves."""
        event = event_of(words)
        day = self._events.get(event) if event else None
        return day or (day_in(self._text, words, self._held) if self._held else None)

    def _held_today(self, words: str) -> bool:
        """Whether an event is one of the record's own day: 'strat discussion set up for 1530 today'."""
        event = event_of(words.strip())
        return bool(event and re.search(rf"(?i)\b(?:{EVENTS[event]})\b{_TODAY}", self._text))

    def _counted_from(self, told: Counted, at: int) -> dt.date | None:
        """The day of an event; of 'two days beforehand' that of the sentence's own, else the last bound's."""
        if not told.event:
            named = self._named_beside(at)
            if named or (told.ahead and self._names_beside(at)):
                return named or self._told_meeting(at)
            last = self._last_day(at, surest=True, written=told.of_week)
            return last or self._told_before(at, ahead=told.ahead)
        if _THIS_NOTE.match(told.event):
            return self._held
        # 'Within 48 hours of Friday's meeting': the event's own words may hold its day.
        own = next((one.due.on for one in self._find(told.event) if one.due.on), None)
        day = own or self.day_of(told.event, ahead=told.ahead) or self._of_the_clock(told.event)
        if day is None and _THAT_ONE.match(told.event):
            return self._last_day(at, surest=True) or self._told_before(at, ahead=told.ahead)
        if day is None and not told.ahead:
            today = self._held if self._held_today(told.event) else None
            return today or self._told_before(at, told.event, ahead=False)
        return day

    def _told_before(self, at: int, of: str = "", *, ahead: bool) -> dt.date | None:
        """The last day that the line tells before `at`, bound or not; `of`: of an event that it speaks of."""
        return self._mentions.last_told(self._line(at), of, ahead=ahead) if self._mentions else None

    def _line(self, at: int) -> str:
        """Its line up to a place."""
        return self._text[Span(at, at).line_start(self._text) : at]

    def _told_meeting(self, at: int) -> dt.date | None:
        """The only day of the sentence, else of the one before ('Next review 30 July. The PEP on file 3 days before')."""
        own = {one.due.on for one in self._find(self._sentence(at)) if one.due.on and one.due.why != A_TIME}
        if len(own) == 1:
            return own.pop()
        before = self._line(at).removesuffix(self._sentence(at))
        found = _SENTENCE.search(before.rstrip(" .;!?"))
        said = found.group() if found else ""
        days = {one.due.on for one in self._find(said) if one.due.on}
        spoken = _MEETING.search(said) or named_in(said) or _STARTS.search(said)
        return days.pop() if len(days) == 1 and spoken else None

    def _names_beside(self, at: int) -> bool:
        """Whether the sentence names an event or a meeting before `at`."""
        said = self._sentence(at)
        return bool(_MEETING.search(said) or named_in(said))

    def _sentence(self, at: int) -> str:
        found = _SENTENCE.search(self._text[max(0, at - _NEAR) : at])
        return found.group() if found else ""

    def _named_beside(self, at: int) -> dt.date | None:
        """The day of the event that the sentence names before `at`."""
        if self._held is None:
            return None
        sentence, held = self._sentence(at), self._held
        called = (day_in(self._text, found.group(), held) for found in _MEETING.finditer(sentence))
        named = named_in(sentence)
        return next((day for day in called if day), self._events.get(named) if named else None)

    def _meant(self, words: str, at: int) -> dt.date | None:
        """The day of the last bound before `at`, where the words mean that one."""
        following = _FOLLOWING.fullmatch(words)
        if following:
            last = self._last_day(at)
            return next_weekday(last, following["weekday"]) if last else None
        step = next((step for pattern, step in _SAME.items() if pattern.match(words)), None)
        if words.lower().endswith("the day") and re.match(r"\s+\w", self._text[at + len(words) :]):
            return None  # 'on the day of the move', 'on the day he comes'
        each = _EACH_TIME.search(self._text[max(0, at - _NEAR) : at])
        if step is None or (each and not _A_DAY.search(each.group()) and not words.lower().endswith("then")):
            return None
        day = self._named_beside(at) or self._met(words, at) or self._last_day(at)
        if day is None and "same" in words.lower():
            # 'The appointment is the 9th. Jo to see her the same week.'
            day = self._told_before(at, ahead=True)
        return self._ahead(step(day)) if day else None

    def _met(self, words: str, at: int) -> dt.date | None:
        """Of 'that meeting' the day of the last bound whose sentence speaks of a meeting."""
        noun = _THAT.search(words)
        if noun is None:
            return None
        start = max(0, at - _NEAR)
        before = self._text[start:at]
        for one in sorted(self._find(before), key=lambda one: -one.span.start):
            said = _SENTENCE.search(before[: one.span.end])
            if one.due.on and said and noun["what"].lower() in said.group().lower():
                return one.due.on
        return None

    def _lines_before(self, at: int) -> int:
        """Where the words near `at` begin: two lines above its own; blank ones and fields do not count."""
        start, counted = Span(at, at).line_start(self._text), 1
        while start and counted < _LINES:
            end, start = start - 1, self._text.rfind("\n", 0, start - 1) + 1
            line = self._text[start:end]
            counted += bool(line.strip()) and not OF_AN_ACT.match(line)
        return max(start, at - _NEAR)

    def _last_day(self, at: int, *, surest: bool = False, written: bool = False) -> dt.date | None:
        """The day of the last bound before `at`; `surest`: of several in its line the one that bounds.

        `written`: none that counts from another.
        """
        never = (A_TIME, UNTIL, *((FROM_EVENT, BEFORE_IT) if written else ()))
        start = self._lines_before(at)
        before = self._text[start:at]
        bounds = [
            one
            for one in self._find(before)
            if one.due.why not in never and not _numbers_a_line(before, one.span)
        ]
        if not bounds:
            return None
        line = max(bounds, key=lambda one: one.span.start).span.line_start(before)
        there = [one for one in bounds if one.span.start >= line]
        surely = [one for one in there if _SURELY.match(one.span.of(before))]
        last = max(surely if surest and len(surely) == 1 else there, key=lambda one: one.span.start)
        return self.dated(last, before, start)[1]

    def _of_the_clock(self, words: str) -> dt.date | None:
        later = _CLOCK_LATER.fullmatch(words)
        if later is None or self._held is None or self._clock is None:
            return None
        days = int(later["day"]) - self._clock
        return working_days_after(self._held, days) if days >= 0 else None

    @cached_property
    def _clock(self) -> int | None:
        """The day of the assessment on which the record was written."""
        told = {int(found["day"]) for found in _CLOCK_NOW.finditer(self._text[:_HEAD])}
        return min(told) if len(told) == 1 else None

    def _of_the_pregnancy(self, words: str) -> dt.date | None:
        weeks, birth = _WEEKS.fullmatch(words), self._events.get("birth")
        if weeks is None or birth is None:
            return None
        day = birth - dt.timedelta(weeks=_TERM - int(weeks["weeks"]))
        return day if self._held is not None and day >= self._held else None

    @cached_property
    def _mentions(self) -> Mentions | None:
        return Mentions(self._text, self._held, self._find) if self._held is not None else None

    @cached_property
    def _events(self) -> Mapping[str, dt.date]:
        return days_of_events(self._text, self._held)


def _numbers_a_line(text: str, span: Span) -> bool:
    """'4.5' before the words of an item."""
    return not text[span.line_start(text) : span.start].strip() and "." in span.of(text)
