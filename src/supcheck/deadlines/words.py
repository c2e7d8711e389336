"""The words in which times are written: patterns that forms and events are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from supcheck.dates import ORDINALS
from supcheck.deadlines.feasts import FEASTS

NUMBERS = (
    {
        word: number
        for number, word in enumerate(
            (
                "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
                "sixteen seventeen eighteen nineteen twenty"
            ).split(),
            start=1,
        )
    }
    | {
        f"twenty{join}{word}": 20 + number
        for join in ("-", " ")
        for number, word in enumerate("one two three four five six seven eight nine".split(), start=1)
    }
    | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "thirty": 30, "forty": 40, "forty five": 45}
    | {
        f"{tens}{join}{ones}": day
        for join in ("-", " ")
        for tens, ones, day in (("forty", "eight", 48), ("seventy", "two", 72))
    }
)
MONTH = r"(?:jan(?:uary)?|feb(?:r?uary|uray|urary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
WEEKDAY_WORDS = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday|ensday)?|wendesday|weds?nesday|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
NTH = rf"(?:{ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))"
COUNTS = "centile|percentile|birthday|session|time|attempt|go|visit|one|chance|review|conference"
"""After these words '2nd' counts, and is no day."""
LATE_ORDINAL = "|".join(sorted((word for word, day in ORDINALS.items() if day > 10), key=len, reverse=True))
"""'On the eleventh' is a day; 'on the second' may be a visit."""
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
WORKING_DAYS = r"(?:w[/.]?\s?d(?:ays?)?s?\b|wkg\s+days?|w\w{2,6}g\s+da?ys?|work\s+days?|w\.?\s?days?)"
COUNTED = rf"(?:hours?|hrs?\b|h\b|{WORKING_DAYS}|days?|weeks?|wks?|/52\b|(?:(?<=^[1-6])|(?<=[\s(][1-6]))/7(?=\s+(?:before|prior|after)\b)|fortnights?|months?)"
"""Units in which days before or after an event are counted."""
DAY = (
    rf"(?:(?:{WEEKDAY_WORDS}),?\s+(?:the\s+)?)?"
    rf"(?:(?P<iso>\d{{4}}-\d\d-\d\d)"
    rf"|(?P<d1>\d{{1,2}})(?:[/.-]|\s/\s(?=\d{{1,2}}\s/\s\d))(?P<m1>\d{{1,2}})(?:(?:[/.-]|\s/\s)(?P<y1>\d{{4}}|\d\d))?(?![\d/%]|[.:]\d)"
    rf"|(?P<d2>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?[\s-]*(?:of\s+)?(?P<m2>{MONTH})\b\.?(?:,?[\s-]+(?P<y2>20\d\d|\d\d(?!\d|[:.]\d|\s*(?:am|pm))))?"
    rf"|(?P<m3>{MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y3>20\d\d))?(?!\d|/|:\d)"
    rf"|(?:the\s+)?(?P<o4>(?:{ORDINAL})(?=\s+of\b)|{LATE_ORDINAL})\s+(?:of\s+)?(?P<m4>{MONTH})(?:\s+(?P<y4>20\d\d))?"
    r"|(?P<d5>\d{1,2})[.-](?P<m5>[ivx]{1,4})(?:[.-](?P<y5>\d{4}|\d\d))?(?!\w))"
)
EVENT = (
    r"(?:(?:core\s+gr?(?:ou)?p|cg|ricpc|rcpc|icpc|cpc|cin(?:\s+(?:review|meeting|mtg|rv))?|child\s+in\s+need\s+(?:meeting|review)|cp\s+(?:conference|review|visit)|conference|review|r/v|lac\s+review|cla\s+review|"
    r"supervision|sup|s/v|visit|hv|home\s+visit|meeting|mtg|panel|hearing|court|lpm|legal\s+planning(?:\s+meeting|\s+mtg)?|ppm|pep|fgc|strat(?:egy)?(?:\s+(?:meeting|discussion|mtg))?|clinic|taf|tac|"
    r"contact|family\s+time|birth|discharge\s+planning(?:\s+meeting|\s+mtg)?|discharge|edd|half\s+term|half-term|(?:end|start|beginning)\s+of\s+(?:(?:the|this|next)\s+)?(?:(?:autumn|spring|summer|new)\s+)?(?:term|half[\s-]+term|(?:school|academic)\s+year)|(?:first|second|third|last|final)\s+(?:day|week)\s+(?:back|of\s+(?:the\s+)?(?:(?:autumn|spring|summer|new|next)\s+)?(?:term|half[\s-]+term|holidays))|(?:(?:autumn|spring|summer)\s+)?term|(?:christmas|xmas|easter)\s+(?:break|hol\w*)|christmas|xmas|new\s+year|easter|summer(?:\s+holidays)?|school\s+holidays|holidays|session|appointment|appt|assessment|unit\s+meeting|"
    r"handover|bail\s+date|conf|irm|iro\s+visit|final\s+hearing|cmh|irh|release|placement\s+move|transfer|strat|weekend|bank\s+holiday|next\s+time|discussion|catch[ -]up|mid-?point|we\s+(?:next\s+)?meet(?:\s+again)?|baby\s+is\s+born|he\s+is\s+released|she\s+is\s+discharged|core))"
)

LEAD = r"(?:(?:at|by|before|b4|on|until|till|til|no later than|not later than|not after|nlt|at the latest by|ahead of|prior to|for(?!\s+on\b)|due|from|to be done by|in time for|up to|due\s+in|finishing|ending|stop(?:s|ping)?)\s+)"

BOUND_WORDS = r"(?:by|before|within|w/in|inside|until|till|til|w/c|wc|w/b|w/e|wk|due|no later|nlt|prior|ahead|finishing|ending|for|in (?!jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|over|every|weekly|fortnightly|daily|week|cop|end|to|each|between|nightly|from\b[^,;]*\b(?:until|till|til|to)|at (?:the|his|her|their|your|our|next)|the (?:day|week))\b"
"""What a deadline begins with that says so itself; a bare date may only tell when something was."""
EVERY = (
    rf"(?:every\s+(?:{NUMBER}\s+|other\s+|second\s+)?(?:working\s+|school\s+)?(?:days?|{WORKING_DAYS}|weeks?|fortnight|month|morning|evening|night|{WEEKDAY_WORDS})|each\s+(?:week|day|morning|evening|night|fortnight|month|{WEEKDAY_WORDS})|weekly|wkly|fortnightly|monthly|daily|twice\s+(?:a\s+)?week(?:ly)?|(?:\d|two|three|four|five)(?:\s+[a-z]+)?\s+a\s+week"
    rf"|{WEEKDAY_WORDS}s?(?:\s*(?:\+|&|and|/)\s*{WEEKDAY_WORDS}s?)+|once\s+a\s+(?:week|fortnight|month)|(?:x\s?\d|\d\s?x)\s+(?:a\s+)?week(?:ly)?|two\s+weekly|\d\s+weekly|{WEEKDAY_WORDS}\s+to\s+{WEEKDAY_WORDS}|each|stay|stays)"
)

ONCE = r"once(?!\s+(?:over|a|in|every|per|more|again|on|at|before)\b)"
"""No 'once a week', 'once more'."""
ANY_DAY = re.sub(r"\(\?P<\w+>", "(?:", DAY)
"""A written day that is not the one which counts."""

PLACES: Mapping[str, int] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1
}  # fmt: skip
FEAST = rf"(?P<feast>{'|'.join(FEASTS)})"
HOLIDAY = r"(?:(?P<spring>(?:late\s+may|spring|whit(?:sun)?)\s+bank\s+holiday)|(?P<may>(?:early\s+)?may(?:\s+day)?\s+bank\s+holiday)|(?P<summer>(?:late\s+)?(?:summer|aug(?:ust)?)\s+bank\s+holiday))(?:\s+monday)?(?!\s+weekend)"
KNOWN_DAY = rf"(?:the\s+)?(?:{FEAST}\b(?!\s+(?:hol\w*|break|term|party|fair|play))|{HOLIDAY})"
"""A day that the calendar gives, without a date."""
