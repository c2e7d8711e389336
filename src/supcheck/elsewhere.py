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

from supcheck.dates import friday_of, working_days_after
from supcheck.deadline_forms import A_TIME, NUMBER, days_before
from supcheck.deadlines import Deadline, find_deadlines
from supcheck.events import days_of_events, event_of
from supcheck.records import Span

_BEFORE = re.compile(r"(?i)(?:before|prior|ahead)\b")
_AHEAD_OF = re.compile(
    rf"(?i)\b(?P<number>{NUMBER})\s*(?P<unit>w/?\s?d(?:ays?)?s?|w\w{{2,6}}g\s+days?|days?|weeks?|wks?)\s+$"
)
"""'5 working days' before an event."""
_COUNTED_AHEAD = re.compile(
    rf"(?i)(?P<number>{NUMBER})\s*(?P<unit>w/?\s?d(?:ays?)?s?|w\w{{2,6}}g\s+days?|days?|weeks?|wks?)\s+"
    r"(?P<event>(?:before|prior to|ahead of)\b.*)"
)
_NEAR: Final = 600
"""Characters before 'same day' in which the day that it means is looked for."""
_EACH_TIME = re.compile(r"(?i)\b(?:if|any|each|every|whenever|should|when|unless)\b[^.;\n]*$")
"""'Any bruise: ring me same day': no one day is meant."""
_SAME: Final[Mapping[re.Pattern[str], Callable[[dt.date], dt.date]]] = {
    re.compile(r"(?i).*\bweek\s+after$"): lambda day: day + dt.timedelta(weeks=1),
    re.compile(r"(?i).*\bsame[\s-]week$"): friday_of,
    re.compile(
        r"(?i)(?:.*\bsame[\s-]|(?:(?:at|on|during)\s+)?that\s+)(?:day|visit|appointment|meeting|session|call|dates?|evening|night)$"
        r"|(?:by|before)\s+then$|on\s+the\s+day\s+itself$"
    ): lambda day: day,
}
"""Words that mean the day of the bound before them -> what they make of it."""
_CLOCK_NOW = re.compile(r"(?i)\b(?:day\s?|D)(?P<day>\d{1,2})\b(?!\s*(?:,|and|to|-)\s*\d)")
_CLOCK_LATER = re.compile(r"(?i)(?:(?:by|on)\s+)?(?:day\s+|D)(?P<day>\d{1,2})")
_HEAD: Final = 250
"""Characters in which a record says on which day of the assessment it was written."""
_TERM: Final = 40
"""Weeks of a pregnancy."""
_WEEKS = re.compile(r"(?i)(?:at|by|before)\s+(?P<weeks>\d\d)\s*(?:weeks|wks|/40)")


class Elsewhere:
    """The days that one record gives beside its deadlines."""

    def __init__(self, text: str, held: dt.date | None) -> None:
        self._text = text
        self._held = held

    def dated(self, bound: Deadline, said: str, start: int) -> tuple[Deadline, dt.date | None]:
        """The deadline, with '5 working days' before it where it counts from an event, and its day.

        `bound` was found in `said`, which stands at `start` of the record.
        """
        if bound.due.on is not None or self._held is None:
            return bound, bound.due.on
        words = bound.span.of(said)
        event = self._events.get(event_of(words) or "")
        counted = _BEFORE.match(words) and _AHEAD_OF.search(said[: bound.span.start])
        if event and counted:
            ahead = Deadline(Span(counted.start(), bound.span.end), bound.due)
            return ahead, days_before(event, counted["number"], counted["unit"])
        return bound, event or self._otherwise(words, start + bound.span.start)

    def _otherwise(self, words: str, at: int) -> dt.date | None:
        counted = _COUNTED_AHEAD.fullmatch(words)
        if counted:
            event = self._events.get(event_of(counted["event"]) or "")
            return days_before(event, counted["number"], counted["unit"]) if event else None
        return self._of_the_clock(words) or self._of_the_pregnancy(words) or self._meant(words, at)

    def _meant(self, words: str, at: int) -> dt.date | None:
        """The day of the last bound before `at`, where the words mean that one."""
        step = next((step for pattern, step in _SAME.items() if pattern.match(words)), None)
        start = max(0, at - _NEAR)
        before = self._text[start:at]
        if step is None or _EACH_TIME.search(before):
            return None
        bounds = [one for one in find_deadlines(before, self._held) if one.due.why != A_TIME]
        if not bounds:
            return None
        last = max(bounds, key=lambda one: one.span.start)
        _, day = self.dated(last, before, start)
        return step(day) if day else None

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
    def _events(self) -> Mapping[str, dt.date]:
        return days_of_events(self._text, self._held)
