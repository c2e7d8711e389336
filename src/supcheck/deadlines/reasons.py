"""Why a deadline has the day that it has, or none."""

from __future__ import annotations

FROM_EVENT = "counts from an event"
BESIDE = "a day beside something"
BEFORE_IT = "counted back from a day told before it"
RUN_END = "the end of a run (ruling 13)"
OVER = "a day that has passed"
NOT_A_BOUND = "not a bound"
A_DATE = "a date"
A_TIME = "a time of the record's own day"
A_WEEKDAY = "a weekday"
A_SEASON = "a weekend or a feast"
DEPENDS = "depends on another act"
UNTIL = "until something happens"
