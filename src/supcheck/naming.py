"""How records name who is to act: the patterns of roles and names, and a record's own people written alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from supcheck.people import IS_TO, NAME
from supcheck.records import Record
from supcheck.words import Words

_BE = r"to\s+be\s+(?:there|present|ready|available|open|honest|clear|curious|mindful|aware|alert)"
_WILL = r"(?:(?:also|then|now|still|just)\s+)?(?:to(?!\s+(?:be|the|a|an|his|her|their|our|my|your|this|that|it|and|from)\b)|will|would|shall|'ll|’ll|is\s+to|is\s+going\s+to|are\s+going\s+to|are\s+to|agreed(?!\s+(?:in|by|with|within|at|on)\b)|agrees|has\s+agreed|have\s+agreed|has\s+said|offered|has\s+offered|must|has\s+undertaken|have\s+undertaken|sa(?:id|ys)\s+(?:that\s+)?(?:he|she|they)(?:['’](?:d|ll)|\s+(?:will|would|can))|has\s+volunteered|has\s+promised|have\s+promised|needs\s+to(?!\s+have\s+(?!\w+(?:ed|en|ne)\b))|should|can|does|asked\s+to|tasked\s+(?:to|with)|joined|is\s+(?:doing|booking|arranging|keeping|ringing|writing|sending|bringing|taking|visiting|chasing|drafting))"
_DOES = (
    r"(?:asks|takes|rings|phones|meets|brings|sees|writes|books|goes|sends|calls|speaks|tells|collects|chases|checks|gets|visits|does"
    r"|keeps|prepares|reads|finds|makes|puts|starts|finishes|completes|drafts|arranges|shares|joins|attends|updates|signs|serves"
    r"|tries|gives|talks|sits|emails|texts|requests|submits|draws|drives|lends|sets|holds|posts|picks|orders|raises|reviews|contacts|refers|offers"
    r"|invites|explains|explores|shows|buys|covers|organises|follows|hands|briefs|confirms|approves|authorises)"
)
_MONTH_NAME = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NO_DAY = (
    r"(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?(?:day)?s?\b|(?:Tomorrow|Today|Tonight|Next|This|On|By|Before|After|"
    rf"Ask|NEW|From|In|At|If|As|C/F)\b(?!\.)|[RAG]\s+[A-Z][a-z]|{_MONTH_NAME}\s+[A-Z])"
)
"""Before a name: 'By Friday Maya will' is Maya's."""
_JOB_WORDS = (
    r"(?:worker|officer|nurse|lead(?:er)?|keyworker|assessor|manager|mgr|SW|adviser|advisor|advocate|coach|tutor|clinician|practitioner|therapist|service|co-?ordinator|teacher|mentor|psychologist|paediatrician"
    r"|consultant|supervisor|counsellor|navigator|assistant|staff|team)"
)
_JOB = (
    r"(?:(?i:the\s+)?(?:(?:[A-Z]?[a-z-]+|[A-Z]{2,5})\s){0,3}"
    rf"{_JOB_WORDS}(?:\s+for\s+(?:children|looked)[a-z ]{{2,20}}?)?(?:\s\([^()\n]{{1,30}}\))?(?=\s+(?:to|will|should|must|said|says|has\s+(?:agreed|offered))\b|(?<!team)(?<!teacher)\s?[:–—-]\s))"
)
"""A job that no list of roles has, before what it is to do."""
JOB_ALONE = re.compile(rf"(?:[\w-]+\s){{0,2}}{_JOB_WORDS}")
"""A job and nothing else."""
_DO = r"(?:go|see|ring|hold|take|ask|write|send|get|book|chase|visit|speak|call|check|email|find|bring|tell|keep|do|make|put|look|read|talk|meet|draft|complete|finish|start|stop|set|use|try|arrange|refer)"
_DO_TOO = r"(?:give|share|review|report|update|confirm|request|contact|phone|text|invite|attend|join|prepare|sort|agree|collect|read|fill|sign|pick|feed|let|discuss|explain|organise|observe|follow|submit|file|copy|pull|pass|print|order|buy|show|help|work|spend|sit|walk|drive|explore|offer|identify|gather|redo|rewrite|revisit|respond|reply|serve|circulate|raise|redraft|plot|use|try)"
"""More of what somebody is to do: words that are nouns as often, behind a day and a joining word."""
_NOBODYS_ACT = (
    r"(?!to\b)(?:(?!(?:it|this|that|these|those|they|which|who|what|if|when|so|i|you|we|he|she)\b)[\w'’/-]+\s+){1,7}?"
    r"(?:(?:will\s+)?needs?\s+(?!to\b)[a-z]+ing\b|(?:must|should|shall|will|(?:will\s+)?needs?\s+to|has\s+to|have\s+to|is\s+to|are\s+to|to)\s+(?:be\s+[a-z]+|take\s+place|reach\s+\w+)\b)"
)
"""'… and the letter needs amending by the 15th': what is to be done, and nobody who is to."""
_IS_TO_DO = r"(?:will|must|should|shall|is\s+(?:also\s+)?(?:going\s+)?to|needs\s+to)\s+(?:also\s+|then\s+)?(?!(?:be|also|then|not|do\s+(?:so|it|this|that))\b)[a-z]+\b"
"""'… and must begin his assessment by the 15th': what else the same person is to do."""
TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr)\.?"
_PLACE = r"(?!(?:tomorrow|today|tonight|on|by|before|after|of|writing|private|person|and|to|this|next)\b)[a-z][\w'’]*"
"""A word of where somebody works: 'Mrs Lal at school', 'Kev from the outreach team'."""
_WHEN_DAY = r"(?:the\s+)?(?:end|noon|close|COP|tomorrow|today|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_WHEN = rf"(?:by|before|for\s+the\s+week|(?:a|one|two|three|four|five|six|seven|ten|fifteen)\s+(?:working\s+)?(?:days?|weeks?)|on|within|from|starting|w/c|this\s+week|next\s+week|today|tomorrow|{_WHEN_DAY})\b"
_SHOUTED = 4
"""Words up to which a line of capitals may be a name and a role."""


@lru_cache(maxsize=4)
def known_names(words: Words) -> tuple[frozenset[str], ...]:
    """Nobody, what is no name, roles, family and the fields of a head, in lower case."""
    fields = (words.head_labels, words.titles, words.headings)
    return (
        frozenset(name.lower() for name in words.non_owners),
        frozenset(words.no_names),
        frozenset(name.lower() for name in (*words.roles, *words.family, *words.agencies)),
        frozenset(name.lower() for name in words.family),
        frozenset(label.lower() for lists in fields for row in lists.values() for label in row),
    )


@lru_cache(maxsize=4)
def _roles_of(words: Words) -> str:
    """Every known role, relation and agency as one alternative, the longest first."""
    known = sorted((*words.roles, *words.family, *words.agencies), key=len, reverse=True)
    return "|".join(_any_case(name) for name in known)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Who is named where: the same for every record, whose people `capitalised` makes names."""

    several: re.Pattern[str]
    """One or more who act together."""
    heads: re.Pattern[str]
    """At a heading's start."""
    called: re.Pattern[str]
    """At a unit's start, called upon."""
    starts: re.Pattern[str]
    """At a unit's start."""
    within: re.Pattern[str]
    """Inside it, before 'to' or 'will'."""
    acting: re.Pattern[str]
    """Before what a worker does."""
    further: re.Pattern[str]
    """Where a further act begins."""
    bids: re.Pattern[str]
    """What begins with a thing that is to be done."""
    acts: re.Pattern[str]
    """What reads as an act, whatever its verb is."""
    goes_on: re.Pattern[str]
    """Where an act may end and another of the same person, or of another, begin: '…, and ring', '; Jo's going to'."""
    last: re.Pattern[str]
    """At its end, after a dash or in brackets."""
    listed: re.Pattern[str]
    """At its end, after a comma: a role or a worker, no other name."""
    drafts: re.Pattern[str]
    """'Harriet's first draft to me by Friday'."""
    orders: re.Pattern[str]
    """'Jodie pull the agreement': somebody of the head, and what is to be done."""
    bracketed: re.Pattern[str]
    """Alone in brackets at a unit's end."""
    given: re.Pattern[str]
    """'Referral from Kit, five working days.'"""
    passive: re.Pattern[str]
    """After 'by'."""
    does: re.Pattern[str]
    """At a unit's start, before what somebody does."""
    timed: re.Pattern[str]
    """Between commas or after a colon, with when it is to be done behind."""


_ACT: Final = (
    r"(?:to\s+)?(?!(?:by|before|after|from|for|with|to|at|on|in|until|till|is|are|was|has|had|not|no|any|all|that|which|who|what|how|if|so|as|then|once|when|while|be|been)\b)"
    r"[a-z]+\s+(?:it|him|her|his|them|their|me|my|us|our|you|your|the|a|an|this|that|both|each|another|mum|dad|up|out|round|back|through|(?-i:[A-Z][a-z]+))\b"
    r"|(?:(?!(?:and|by|or|not|it|this|that|they)\b)[a-z]+\s+){0,3}(?:to|with)\s+(?:me|legal|mum|dad|(?-i:[A-Z][a-z]+))\b|[a-z]+(?:ed|en|nt)\s+(?:with|to|by|in|out|back)\b"
)
"""What reads as a further act, whatever its verb is: 'send it', 'shared with mum', 'to legal'."""


@lru_cache(maxsize=4)
def patterns(words: Words) -> Patterns:
    """The patterns for an authority's own list of roles."""
    known = rf"(?:{_roles_of(words)})(?![\w])"
    one = (
        rf"(?:(?:{_roles_of(words)})\s+)?"
        rf"(?:{known}|{_JOB}|Speaker\s\d|(?:{TITLE}\s)?{_NO_DAY}{NAME})"
    )
    whose = rf"(?:(?:[Tt]he\s+)?(?:[Cc]hild(?:ren)?|[Bb]aby)|{NAME})['’]s(?=\s+(?:{known}|{_JOB_WORDS}\b))"
    several = rf"{one}(?:\s*(?:/|\+|&|\band\b|\bplus\b|\bn\b)\s*{one}){{0,4}}(?:\s\([^()\n]{{1,30}}\))?"
    return Patterns(
        several=re.compile(several),
        heads=re.compile(
            rf"\s*(?:[\d.)]+\s*)?(?P<for>(?:(?i:actions?|tasks?|directions?)\s+(?i:for)|(?i:to\s+do)(?:\s+(?i:for))?\s*[:–-]?)\s+(?:the\s+)?)?(?P<who>{known}|{NAME})"
        ),
        called=re.compile(
            rf"^\W*(?:\d{{1,2}}[.)]?\s+)?(?P<who>{NAME}\s*(?:&|\+|/|\band\b)\s*{one}|{NAME}|{known}),\s+"
            rf"(?:(?:can you|could you|please|pls)\s+)?(?:{_DO}|joint\s+visit)\b"
        ),
        starts=re.compile(
            rf"^\W*(?:(?:[A-Z]{{0,2}}\d{{1,2}}[.)]?|\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?(?:\s*[-–:,/])?|[A-Z]\.|\(?[a-z]\)|so|and|[Aa]lso|[Tt]hen|{NAME}\s\d\d:\d\d:|(?:[Tt]hat\s+)?[Tt]he|{whose})\s+)?(?P<who>{several}(?:\s[A-Z]{{2,4}}(?=\s*[:–—-]\s))?)(?:(?P<acts>\s+(?:{_BE}|{_WILL})\b|['’](?:ll\b|{IS_TO})|\s*(?:[:;–—-]|[-=]?>|→)\s|\s?/\s)|(?=\s+\S|(?P<called>,)\s))"
        ),
        within=re.compile(
            rf"(?<![\w'’])(?P<who>{known}|{TITLE}\s[A-Z]\.|{_NO_DAY}{NAME})(?=(?:\s+you|\s+(?:from|in|at)\s+(?:the\s+)?{_PLACE}(?:\s{_PLACE}){{0,3}}?(?=\s+(?:will|to)\s+(?!be\s+\w+(?:ed|en|ne)\b)))?(?:\s+{_WILL}\b|['’](?:ll|s\s+going\s+to)\b))"
            rf"|(?:^|(?<=,\s))(?P<called>(?:{TITLE}\s)?{NAME})(?=,\s+(?:(?:his|her|their|the|our)\s+[a-z -]{{3,25}},\s+)?(?:ha(?:s|ve)\s+(?:said|agreed)|will|would|is\s+to|is\s+[a-z]+ing)\b)"
            rf"|\b[Tt]he\s+(?P<job>(?:[a-z-]+\s){{0,2}}{_JOB_WORDS})(?=\s+will\s+(?!be\b)[a-z])"
            rf"|\btold\s+(?P<told>{NAME})(?=\s+(?:that\s+)?I\s+want\b)"
            rf"|\basked\s+[^,.;]{{3,60}},\s+(?P<asked>{NAME})(?=,\s+to\b)"
        ),
        acting=re.compile(
            rf"(?<![\w'’])(?!home\s+visits?\b)(?P<who>{known}|(?:{TITLE}\s)?{NAME})(?=\s+{_DOES}\b)(?!\s+[a-z]+s\s+(?:for|of|to\s+be|are|were|need|must|should)\b)"
        ),
        further=re.compile(
            rf"(?P<join>[,;.]\s+(?:and\s+)?|\s(?:and|&)\s+)(?:I(?:['’]d|\s+would)\s+(?:also\s+)?like\s+(?P<wished>{known}|{NAME}|you)(?=\s+to\s+(?!be\b)[a-z])|(?:the\s+)?(?P<who>{known}|{NAME}|I)(?=(?:\s+you)?\s+(?:to|will|is\s+(?:going\s+)?to|are\s+to|needs\s+to|must|should|ha(?:s|ve)\s+(?:agreed|offered)\s+to|agreed\s+to|keeps|{_DOES})\s+(?!be\b)[a-z]|(?:\s+you)?['’]ll\b))"
        ),
        bids=re.compile(rf"\W*(?:(?i:and|then)\s+)?(?:(?i:{_DO}|{_DO_TOO})\b|{_IS_TO_DO})"),
        acts=re.compile(rf"\W*(?:(?i:and|then)\s+)*(?:{_ACT})"),
        goes_on=re.compile(
            rf"(?P<join>;\s+|(?:[,.]\s+)?(?:(?:\b(?:and|then)|&)\s+){{1,2}}(?:also\s+|again\s+|(?:before|after)\s+(?:that|then)\s+)?|,?\s+so\s+(?=(?:please|I|can|could)\b)|[,.]\s+)"
            rf"(?=(?P<bids>(?:to\s+|please\s+)?(?:{_DO}|{_DO_TOO})\s+(?!to\s+be\b)[\w'’])"
            rf"|(?:the\s+)?(?P<who>she|he|I|you|{several})(?:\s+you)?(?:\s+(?:{_WILL}|{_BE}|{_DOES})\b|['’](?:ll|s\s+going\s+to|m\s+going\s+to|re\s+to)\b)"
            rf"|I(?:['’]d|\s+would)?\s+(?:want|like|need|expect)\s+(?!to\b)\w"
            rf"|I(?:['’](?:ve|m)|\s+(?:have|am))\s+(?:also\s+)?(?:asked|asking)\s+\w"
            rf"|(?<=and\s)(?:again\s+(?:the|on|in|by|a)|another(?=\s))\b"
            rf"|(?<=and\s){_NOBODYS_ACT}"
            rf"|(?:(?<=[;&]\s)|(?<=and\s)|(?<=then\s))(?:{_ACT}|{_IS_TO_DO}))"
        ),
        last=re.compile(
            rf"(?:[(\[]|\s[-–—]\s|\baction(?:ed)?\s+(?:by|for)?:?\s*|[.;]\s+|\bby\s)(?P<who>{several})[\])]?\s*(?:by\b.*|\d[\d/.]*|[,;].*|(?<=\))\s*[-–]\s+(?:\d|w/c|{_WHEN_DAY}).{{0,24}}|(?i:today|tomorrow|tonight|this|next)\b.*)?[.\s]*$"
        ),
        listed=re.compile(
            rf"(?:[,;:(]\s*|\b(?:please|pls)\s+)(?P<who>{known}|(?:{TITLE}\s)?{NAME})(?:\s*,\s*[^,;]{{0,30}})?(?:\s+(?:pls|please))?[.)\s]*$"
        ),
        drafts=re.compile(
            r"^\W*(?:\d{1,2}[.)]?\s+)?(?P<who>[A-Z][a-z]+)['’]s\s+(?:[\w-]+\s+){1,4}(?:to\s+(?:be\s+with\s+)?me|(?:over|comes|back)\s+to\s+me|with\s+me)\b"
            rf"|^\W*(?:\d{{1,2}}[.)]?\s+)?(?P<writer>(?:{TITLE}\s)?[A-Z][\w-]*)['’]s\s+(?:[\w-]+\s+){{0,2}}(?:report|update|statement|assessment|draft|chronology|analysis|write-?up)\b[^.;]{{0,30}}?(?:\s+to\s+[A-Z]|\s+(?:is|are|must|should|has|to)\s+(?:to\s+)?(?:be|reach|go|come)\b)"
        ),
        orders=re.compile(
            rf"(?:^\W*(?:\d{{1,2}}[.)]?\s+)?|^[^.;:]{{3,80}}?\s[-–]\s)(?P<who>{NAME}|{one}\s*(?:&|\+|/|\band\b)\s*{one})(?=\s+(?:{_DO}|joint|jt|pull|email|brief|text|fill|walk|sit|give|go)\s+(?!to\s+be\b)\w)"
        ),
        bracketed=re.compile(rf"[\[(](?P<who>{several})[\])][.\s]*$"),
        given=re.compile(
            rf"\bfrom\s+(?P<who>{NAME})(?=\s*(?:$|[.,;]))"
            rf"|\b(?:I\s+(?:want|need|require|expect|would\s+like)|I['’]d\s+like|(?:is|are)\s+(?:needed|wanted|required|due))\b[^.;]{{0,60}}?\s(?:from|by)\s+(?P<asked>(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|{_MONTH_NAME}))(?:{known}|{NAME}))(?=\s+(?:no|by|before|within|for|on|at|in)\b)"
        ),
        passive=re.compile(rf"\bby\s+(?:the\s+)?(?P<who>{one}(?:\s*(?:/|\+|&|\band\b)\s*(?:the\s+)?{one})*)"),
        does=re.compile(
            rf"(?:^\W*(?:\d{{1,2}}[.)]?\s+|\([a-z]\)\s+)?|^[^:.,]{{3,40}}:\s+)(?!(?i:home\s+visits?)\b)(?P<who>{one})(?<!['’]s)(?=\s+{_DOES}\s+(?!(?:by|before|on|at|for|to|and|are|were|should|must|need|will)\b)\w)"
        ),
        timed=re.compile(
            rf"[:,]\s+(?P<who>{several})(?:,\s+(?:to\s+[A-Z]\w+\s+)?(?:{_WHEN}|\d{{1,2}}[/. -]\w)|\s+(?:by|before)\s+(?:\d|{_WHEN_DAY}))"
        ),
    )


def capitalised(text: str, persons: frozenset[str]) -> str:
    """The text with each of its people written as a name ('becky to ring' -> 'Becky'), every place the same."""
    named = "|".join(
        rf"(?i:{re.escape(name)})" if len(name) > 3 else _short(name)
        for name in sorted(persons, key=len, reverse=True)
    )
    if not named:
        return text
    return re.sub(rf"(?<!\w)(?:{named})(?!\w)", lambda found: _as_name(found.group()), text)


def _short(name: str) -> str:
    """'Wes' is also 'wes' before what he is to do; initials are never small."""
    acts = rf"(?=\s+(?:to|will|{_DOES})\b|\s*[:;–-]\s)"
    return re.escape(name) if name.isupper() else rf"(?:{re.escape(name)}|(?i:{re.escape(name)}){acts})"


_TILDE = re.compile(r"(?m)^([ \t]*(?:[-*•]\s+)?[A-Z][\w'’ ()&/.]{0,30}) ~ (?=[A-Za-z&])")
"""'Jem ~ ring Shauna': a dash by another key."""
_BOLD = re.compile(r"(?<![\w*])\*{1,2}(?=[^\s*])|(?<=[^\s*])\*{1,2}(?![\w*])")
"""'**Ellie:** talk with mum'."""
_JOINING = re.compile(r"\b(?:And|But|So|Or|Also|Plus)(?= [A-Z])")


def quietened(text: str) -> str:
    """Lines that are all in capitals in small letters, every place the same: there no capital tells a name.

    So is a joining word before a name: 'And Hannah to …'. A tilde after the name is a dash, and bold no mark.
    """
    text = _BOLD.sub(lambda found: " " * len(found.group()), text)
    text = _TILDE.sub(r"\1 – ", text)
    text = _JOINING.sub(lambda found: found.group().lower(), text)
    return "\n".join(
        re.sub(r"\bi\b", "I", line.lower()) if line.isupper() and len(line.split()) > _SHOUTED else line
        for line in text.split("\n")
    )


def _as_name(word: str) -> str:
    named = word if word.isupper() and len(word) <= 3 else word.title()
    return named if len(named) == len(word) else word


def _any_case(name: str) -> str:
    """Abbreviations as written or in lower case; words in any case."""
    if name.isupper() or sum(c.isupper() for c in name) > 1:
        return rf"(?:{re.escape(name)}|{re.escape(name.lower())})"
    return rf"(?i:{re.escape(name)})"


def names_that_act(record: Record) -> Iterator[str]:
    """First names and initials of the head's people, and of whoever 'to' or 'will' follows."""
    for person in (record.worker, record.manager):
        if person:
            yield from (part.lower() for part in re.findall(r"[\w.]+", person))
    for found in re.finditer(rf"(?<![\w'’])(?P<who>{NAME})\s+{_WILL}\b", record.text):
        yield found["who"].split()[0].lower()
    for found in re.finditer(rf"\b(?:SW|FSW|TM|ATM|PM|SSW|PA|HV|SW:)\s+(?P<who>{NAME})", record.text):
        yield found["who"].split()[0].lower()
