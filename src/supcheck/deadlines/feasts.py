"""Days with a name: how each is written, and when it is in a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from dateutil.easter import easter
from dateutil.relativedelta import SU, relativedelta

FEASTS: Mapping[str, Callable[[int], dt.date]] = {
    r"(?:christmas|xmas)\s+eve": lambda year: dt.date(year, 12, 24),
    r"new\s+year['’]?s\s+eve|nye": lambda year: dt.date(year, 12, 31),
    r"boxing\s+day": lambda year: dt.date(year, 12, 26),
    r"palm\s+sunday": lambda year: easter(year) - dt.timedelta(days=7),
    r"maundy\s+thursday": lambda year: easter(year) - dt.timedelta(days=3),
    r"good\s+friday": lambda year: easter(year) - dt.timedelta(days=2),
    r"easter\s+monday": lambda year: easter(year) + dt.timedelta(days=1),
    r"new\s+year['’]?s\s+day": lambda year: dt.date(year, 1, 1),
    r"(?:christmas|xmas)(?:\s+day)?": lambda year: dt.date(year, 12, 25),
    r"easter": easter,
    r"pancake\s+day|shrove\s+tuesday": lambda year: easter(year) - dt.timedelta(days=47),
    r"ash\s+wednesday": lambda year: easter(year) - dt.timedelta(days=46),
    r"mothering\s+sunday|mother['’]?s\s+day": lambda year: easter(year) - dt.timedelta(days=21),
    r"father['’]?s\s+day": lambda year: dt.date(year, 6, 1) + relativedelta(weekday=SU(3)),
    r"valentine['’]?s(?:\s+day)?": lambda year: dt.date(year, 2, 14),
    r"halloween": lambda year: dt.date(year, 10, 31),
    r"bonfire\s+night": lambda year: dt.date(year, 11, 5),
}
"""The longer name of two that begin alike stands first."""
