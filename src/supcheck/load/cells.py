"""What stands in one cell of an export: nothing, words, a date, an id; and what a spreadsheet did to it."""

from __future__ import annotations

import datetime as dt
import html
import re
from functools import lru_cache

from dateutil.parser import ParserError, parse

from supcheck.load.encoding import one_newline, unquoted

_NULLS = frozenset({"", "null", "(null)", "<null>", "\\n", "none", "nan", "nat", "n/a", "#n/a"})
_NO_WORDS = frozenset({"", "null", "(null)", "<null>", "\\n", "nan", "#n/a"})
"""In an answer, 'None' and 'N/A' are somebody's words."""
_ERRORS = frozenset({"#name?", "#value!", "#ref!", "#div/0!", "#num!", "#null!"})

_FIRST_YEAR = 1980
"""No record of today's children is older; and '4 March' or '14:30' has no year at all."""
_SERIALS = range(29_221, 73_051)
"""Days since 30 December 1899, as spreadsheets count them, from 1980 to 2099."""


def null(value: str) -> bool:
    """True for a cell that says that it holds nothing."""
    return value.strip().lower() in _NULLS


def no_words(value: str) -> bool:
    """True for a cell of text that holds none."""
    return value.strip().lower() in _NO_WORDS


def sheet_error(value: str) -> bool:
    """True where a spreadsheet took the words for a formula and wrote its error in their place."""
    return value.strip().lower() in _ERRORS


def clean(cell: str) -> str:
    """The cell's words without what software left in them: escaped characters, misplaced Windows-1252."""
    if "_x" in cell:
        cell = re.sub(r"_x(00[01][0-9A-Fa-f]|005F)_", lambda m: chr(int(m[1], 16)), cell)
    if _CONTROLS.search(cell):
        cell = cell.translate(_WINDOWS)
    cell = one_newline(cell).replace("\xa0", " ")
    return unquoted(cell) if "\n>" in cell else cell


_CONTROLS = re.compile("[\x80-\x9f]")
_WINDOWS = {
    code: bytes([code]).decode("cp1252", errors="replace")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}
"""Control characters that no text holds -> what Windows meant by them."""


def unescaped(cell: str) -> str:
    """Entities as the characters that they stand for, once more where they were escaped twice."""
    once = html.unescape(cell)
    return html.unescape(once) if re.search(r"&(?:[a-z]+|#\d+);", once) else once


@lru_cache(maxsize=8192)
def day_of(value: str | None) -> dt.date | None:
    """A date as councils write it, day first unless ISO, or a spreadsheet's day number; else None."""
    if value is None:
        return None
    day = _day(value.strip())
    return day if day is not None and day.year > _FIRST_YEAR else None


def _day(value: str) -> dt.date | None:
    for pattern in (_ISO, _DAY_FIRST):
        if found := pattern.match(value):
            year = int(found["y"])
            year += 2000 if year < 70 else 1900 if year < 100 else 0
            try:
                return dt.date(year, int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    if _SERIAL.fullmatch(value):
        days = int(float(value))
        return dt.date(1899, 12, 30) + dt.timedelta(days=days) if days in _SERIALS else None
    try:
        # Two defaults: where they differ, the day or the year is not said.
        one, other = (
            parse(value, dayfirst=True, default=default).date()
            for default in (dt.datetime(1900, 1, 1), dt.datetime(1901, 2, 2))
        )
    except (ParserError, OverflowError, ValueError):
        return None
    return one if one == other else None


_TIME = r"(?:[T ,]\s*\d{1,2}[:.]\d{2}.*)?$"
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})" + _TIME)
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})" + _TIME)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")

DATE_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("yyyy-mm-dd", re.compile(r"\d{4}-\d{1,2}-\d{1,2}$")),
    ("yyyy-mm-dd hh:mm", re.compile(r"\d{4}-\d{1,2}-\d{1,2}[T ]")),
    ("dd/mm/yyyy", re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})$")),
    ("dd/mm/yyyy hh:mm", re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})[T ,]")),
    ("dd Month yyyy", re.compile(r"(?i)(?:[a-z]+\s+)?\d{1,2}(?:st|nd|rd|th)?[ -][a-z]{3,9}[ -,]+\d{2,4}")),
    ("a spreadsheet's day number", re.compile(r"\d{5}(?:\.\d+)?$")),
)
"""How dates are written; the first that fits names it."""


def date_form(value: str) -> str:
    """The form in which a date is written, 'not a date' for what cannot be read as one."""
    if day_of(value) is None:
        return "not a date"
    return next((name for name, pattern in DATE_FORMS if pattern.match(value.strip())), "another form")


def mangled(identity: str) -> bool:
    """True for an id that a spreadsheet rewrote as a rounded number (1.2E+07, or sixteen digits)."""
    return bool(re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d+|\d{15}\d*0", identity.strip()))


def national(identity: str) -> bool:
    """True for a unique pupil number, or an NHS number as issued today, with its check digit right."""
    value = re.sub(r"[\s-]", "", identity).upper()
    if re.fullmatch(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]", value):
        return True
    if not re.fullmatch(r"[4-7]\d{9}", value):
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(value[:9], range(10, 1, -1), strict=True))
    return (11 - weighed % 11) % 11 == int(value[9])


_CELL = range(32_764, 32_768)
"""Characters at which Excel cuts a cell in silence (32,767; some writers leave three for dots)."""
_COLUMNS = frozenset({4_000, 8_000, 65_535})
"""Lengths of text columns in databases; an exact fit is a cut only where no sentence ends."""


def cut_at(cell: str) -> int | None:
    """The length at which the cell seems to be cut, None where it does not."""
    length = len(cell)
    if length in _CELL:
        return length
    return length if length in _COLUMNS and not re.search(r"[.!?\"”)]\s*$", cell) else None


_MISREAD = re.compile(r"â€[™œ\x9d˜“”¦¢\x99\x9c]|Ã[©¨ª¢´§¼¶¡³±]|Â[£ \xa0·°½]|ï»¿|\ufffd")


def misread(text: str) -> bool:
    """True where bytes of one encoding were read as another, as in 'donâ€™t'."""
    return bool(_MISREAD.search(text))


def masked(value: str, longest: int = 24) -> str:
    """The value's shape and none of its words: letters as x, digits as 9."""
    shape = re.sub(r"\s+", " ", value.strip())
    shown = "".join("x" if c.isalpha() else "9" if c.isdigit() else c if c in _SHOWN else "-" for c in shape)
    return shown if len(shown) <= longest else f"{shown[:longest]}… ({len(value.strip()):,} characters)"


_SHOWN = frozenset(" /.:,;-_@()[]{}<>&#'\"+*?!|%=")


def cell_text(value: object, number_format: str = "General") -> str:
    """A workbook's cell as text: dates in ISO, whole numbers without a point, shown zeros kept."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float) and not value.is_integer():
        return str(value)
    zeros = re.fullmatch(r"\"?(0+)\"?", number_format)
    return f"{int(value):0{len(zeros[1])}d}" if zeros else str(int(value))
