"""What a unit says became of an action: done, part done or not done.

The lists are `statuses` in `rubrics/words.yaml`.
"""

from __future__ import annotations

import re

from supcheck.checks import may_say, phrase_pattern, words_in
from supcheck.records import Status
from supcheck.words import Words

_APART = re.compile(r"\s[–—-]+\s|:\s|\s\|\s|\t")
"""An item of a list of earlier actions, and what is said of it: 'Dentist – not brought 30/04'."""
_SO_MANY = re.compile(
    r"(?i)\b(?P<some>\d{1,2}|one|two|three|four|five|six|seven|eight|nine)\s+(?:out\s+)?of\s+(?:the\s+)?(?P<all>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
)
_MARKS = (
    (Status.DONE, re.compile(r"[✓✔☑✅√]|\[[xX]\]")),
    (Status.PART, re.compile(r"½")),
    (Status.NOT_DONE, re.compile(r"[✗✘☒❌]")),
)
"""What ticks and crosses say where no word does."""
_ITEM_ENDS = re.compile(r"[;,]\s|\.\s|\s/\s|\s{2,}|\bnew line\b|\bcomma\b|\bfull stop\b")
_MARKS_BEFORE = re.compile(r"^(?:[ ,;/.]|new line|comma|full stop)+")
_ABOUT_THE_SAME = re.compile(
    r"(?i)(?:he|she|they|it|this|that|we|i|you|mum|mam|dad|who|which|but|so|because|as|although|though|not|no)\b"
)
_LAST = re.compile(r"(?i)\blast\s+$")
"""'Carer's assessment, last done 2021' says when, not that it was done."""
_LEADS = 18
"""A status word that begins so early in its part speaks for the part."""


_SETTLED = re.compile(
    r"(?i)(?:^|[|\t\n;,])[^\S\n]*(?:status\s*:\s*)?(?:completed?|done|closed|actioned|achieved|✓|✔)(?:\s+\d\S*)?"
    r"[^\S\n]*(?:$|[|\t\n;])"
)


def is_settled(row: str) -> bool:
    """Whether a table's row says in a cell of its own that it is done ('… | Femi | 31/05 | Completed')."""
    return _SETTLED.search(row) is not None


_TICKED = re.compile(r"(?:\[[xX✓✔]\]|[☑✅✓✔])\s")
_UNTICKED = re.compile(r"\[ ?\]|☐")
"""Another box beside it: one of several was chosen."""
_TO_COME = re.compile(
    r"(?i)\d[./-]\d|\d(?:st|nd|rd|th)\b|\b\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:by|before|next|within|today|tonight|tomorrow|mon(?:day)?|tues?(?:day)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?)\b"
    r"|\b(?:fri(?:day)?|saturday|sunday)\b"
)
"""What tells when: there a tick may mean that something was chosen."""


def is_ticked(item: str) -> bool:
    """Whether a list's item has its box ticked, and no day to come ('[x] School told')."""
    told = _TICKED.match(item) and not _UNTICKED.search(item)
    return bool(told) and _TO_COME.search(item) is None


def status_of(words_said: str, words: Words) -> Status | None:
    """What a unit says became of an action; None where it says nothing.

    What stands after a dash or a colon decides before what stands in front of it; in each part the
    earliest status word, and the longest at one place. 'Two of three' is part.
    """
    plain = words_said.replace("’", "'")
    parts = [part for part in _APART.split(plain) if part.strip()]
    for part in (*parts[1:], plain):
        found = _earliest(part, words)
        if found is not None and (part is plain or found[0] < _LEADS):
            some = _SO_MANY.search(part)
            return Status.PART if some and some["some"] != some["all"] else found[1]
    marked = [status for status, marks in _MARKS if marks.search(plain)]
    return marked[0] if len(marked) == 1 else None


def items_of(words_said: str, words: Words) -> tuple[tuple[int, int, Status], ...]:
    """The items of a list of earlier actions told in one sentence: where each begins and ends, and its status.

    'The letter went; the visit was not made': what says nothing of itself belongs to the item after it, and
    what goes on about the same ('…, she has not replied', '…, seen alone') to the item before; what follows
    the last is left out.
    """
    found: list[tuple[int, int, Status]] = []
    start = 0
    ends = (cut.start() for cut in _ITEM_ENDS.finditer(words_said))
    for end in (*(end for end in ends if not _in_brackets(words_said[:end])), len(words_said)):
        part = words_said[start:end]
        status = status_of(part, words)
        if status is None:
            continue
        begins = start + len(part) - len(_MARKS_BEFORE.sub("", part))
        if found and _goes_on(words_said[begins:end], words):
            found[-1] = (found[-1][0], end, found[-1][2])
        else:
            found.append((begins, end, status))
        start = end
    return tuple(found)


def _in_brackets(before: str) -> bool:
    """Whether a bracket is open at the end of these words."""
    return before.count("(") > before.count(")")


def _goes_on(part: str, words: Words) -> bool:
    """Whether a part has no act of its own: it begins with a pronoun, with 'not', or with its status."""
    told = _earliest(part.replace("’", "'"), words)
    return bool(_ABOUT_THE_SAME.match(part)) or (told is not None and told[0] == 0)


def _earliest(part: str, words: Words) -> tuple[int, Status] | None:
    here = words_in(part)
    found = [
        (match.start(), -len(match.group()), Status(name))
        for name, phrases in words.statuses.items()
        if may_say(phrases, here)
        for match in phrase_pattern(phrases).finditer(part)
        if not _LAST.search(part[: match.start()])
    ]
    if not found:
        return None
    place, _, status = min(found)
    return place, status
