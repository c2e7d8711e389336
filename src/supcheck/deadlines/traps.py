"""Words that look like a deadline and are none: the kinds of trap, each with an example of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from supcheck.deadlines.words import BOUND_WORDS, WEEKDAY_WORDS
from supcheck.records import Span


@dataclass(frozen=True, slots=True)
class Trap:
    """Patterns of the words as a whole, and of what stands before and after them."""

    example: str
    words: str
    before: str = ""
    after: str = ""


_BARE_WEEKDAY: Final = rf"(?:(?:the|on)\s+)?{WEEKDAY_WORDS}\b(?!,?\s+\d).*"
_NTH_WORDS: Final = r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th)"
_TIME: Final = r"(?:[a-z]+\s+)?(?:0\d{3}|\d{1,2}\.\d\d)"
_NO_MEETING: Final = (
    r"(?<!\bcg)(?<!\bgrp)(?<!\bsup)(?<!\bicpc)(?<!\brcpc)(?<!\bpep)(?<!\bgroup)(?<!\breview)(?<!\bmeeting)(?<!\bconference)"
    r"(?<!\bpanel)(?<!\bclinic)(?<!\bhearing)"
)
"""'CG 8/10' is a day."""
_LED: Final = r"(?:(?:at|from|to|for)\s+)?"

_NEAR: Final = 120
"""Characters before and after a deadline that may tell it for a trap."""
TRAPS: Final[tuple[Trap, ...]] = (
    # scores and measures
    Trap(
        "he is 4/10 for sleep",
        rf"{_LED}(?:\d|10)/10",
        rf"{_NO_MEETING}(?<!\|)(?<!\|\s)(?<!\D\s->)(?<!\D\s=>)(?<!\D\s→)(?<!\D\s\s>)(?<!\A\s->)(?<!\A\s=>)(?<!\A\s→)\W$",
    ),
    Trap("4/10 for sleep, was 6", rf"{_LED}(?:\d|10)/10", r"^\W*$", r"\W*\w"),
    Trap(
        "she scaled it 3/5", rf"{_LED}0?[0-5]/0?5", r"\b(?:scal\w+|score[ds]?|rated?|graded?)\b[^.;]{0,30}$"
    ),
    Trap("K put himself at 3/5 for school", r"at\s+(?:0?\d|10)/(?:0?5|10)"),
    Trap("area B of it is 4/5", r"[0-5]/5", r"\b(?:area|domain)\b[^.;,]{0,20}\s(?:is|was)\s+$"),
    Trap("support is there 24/7", rf"{_LED}24/7"),
    Trap("HV to see the baby (2/12) again", r"\d{1,2}/12", r"\($", r"\)"),
    Trap(
        "HV to weigh him, baby is 2/12",
        r"\d{1,2}/12",
        r"(?:\b(?:is|was|aged?|baby|now|only|just|yrs?|years?)\s+(?:and\s+)?|\b(?:he|she)['’]s\s+)$",
    ),
    Trap(
        "came to 3/5 sessions",
        r"\d{1,2}/\d{1,2}",
        after=r"\s+(?:an?\s+(?:hour|day|page)|page|hours?|days?|sessions?|visits?|appointments?|appts?|weeks|of|times|old|term|check|class|mornings|afternoons|evenings)\b",
    ),
    Trap(
        "take it to 12/2 Station Road",
        r".*",
        after=r"(?:\s+and\s+\d+/\d+)?(?:,\s*\d+)?\s+(?:(?-i:[A-Z][a-z]+)\s+)?(?-i:Street|Road|St|Rd|Avenue|Ave|Close|Court|Lane|Way|House|Terrace|Drive|Crescent|Gardens|Place|Row|Hill)\b",
    ),
    # numbers that are no day
    Trap(
        "ask why 4/12 contacts were called off",
        r"\d{1,2}/\d{1,2}",
        after=r"\s+(?:contacts|lessons|nights|meetings|calls)\b",
    ),
    Trap(
        "answer the IRO's escalation stage 2/3",
        r"\d/\d",
        r"\b(?:stage|step|level|phase|page|tier|band)s?\s+$",
    ),
    Trap(
        "mould in 2/3 rooms",
        r"\d/\d",
        after=r"\s+(?:of\s+(?:the|his|her|their)\b|rooms|bedrooms|children|kids|boys|girls)\b",
    ),
    Trap(
        "back the bid for the 2/3 bed house",
        r"(?:for\s+)?(?:the\s+|an?\s+)?\d/\d",
        after=r"\s?-?\s?bed(?:room(?:ed|s)?)?\b",
    ),
    Trap(
        "a rota that starts with next week",
        r"(?:this|next)\s+(?:week|month)",
        r"\bstart(?:s|ing)?\s+(?:with|from)\s+$",
    ),
    Trap(
        "next appt to be brought forward",
        r"(?:the\s+)?next\s+\w+(?:\s\w+)?",
        after=r"\s+to\s+be\s+(?:brought|moved|booked|rearranged|arranged|confirmed|set|cancelled)\b",
    ),
    Trap("he got 3/5 on the quiz", r"\d{1,2}/\d{1,2}", r"\bgot\s+(?:an?\s+)?$"),
    Trap("give 2.5ml at night", r"\d{1,2}\.\d{1,2}", after=r"\s?(?:ml|mls|mg|mcg|kg|g|l)\b"),
    Trap("ask her what a 6 wd look like", r"\d{1,2}\s?wd", after=r"\s+(?:look|be|mean|feel|take)\b"),
    Trap("ask him what school wants now", r"now", r"\bwhat\s+[a-z ]{2,24}$"),
    Trap(
        "get the panel moved to the 25th",
        r"(?:to\s+)?(?:the\s+)?\d.*",
        r"\b(?:date|panel|conference|review|hearing|meeting)\s+moved\s+(?:to\s+)?(?:the\s+)?$",
    ),
    Trap(
        "ask J why he rang dad at 10.30 last night",
        r"(?:(?:at|by|before)\s+)?\d{1,2}(?:[.:]\d\d)?(?:\s?[ap]m)?",
        after=r"\s+(?:last\s+night|yesterday|on\s+the\s+night)\b",
    ),
    Trap(
        "tell him what is happening until Easter",
        r"until\s.*",
        r"\bwhat(?:['’]s|\s+is|\s+will\s+be)\s+(?:happening|going\s+on|to\s+happen)\s+$",
    ),
    Trap("ring mum every morning at 8", r"at\s+\d.*", r"\b(?:every|each)\s+\w+\s+$|\b(?:daily|nightly)\s+$"),
    Trap(
        "missed Tuesday's appointment, ask why", rf"{WEEKDAY_WORDS}['’]s\s.*", r"\b(?:missed|cancelled)\s+$"
    ),
    Trap(
        "help her claim the 15 hours",
        r"\d{2}\s?(?:hrs?|hours)",
        r"\b(?:claim|funded|free)\s+(?:(?:the|his|her|their)\s+)?$",
    ),
    Trap("took 2 of his 5/7 antibiotics", r"\d{1,2}/\d{1,2}", r"\bof\s+(?:his|her|their)\s+$"),
    Trap("to ask why she gave a 3/5", r"[01]?\d/(?:0?5|10)", r"\bg[ai]ve[sn]?\s+(?:it\s+|this\s+)?an?\s+$"),
    Trap("contact is 10-12 at the centre", r"1?\d-1?\d", r"\bcontact\s+(?:is|runs)\s+$"),
    Trap("find out who collects at 3.15", _TIME, r"\bwho\s+\w+s\s+$"),
    Trap(
        "K is aged 4/6",
        r"\d.*",
        r"(?<!['’\w])(?:aged?|s|sec|section|para|no|reg|number|item|grade|ref|flat|plot|class|bus|route|version|part|years?|yrs?)\.?\s*$",
    ),
    Trap(
        "see paras 3.1 to 3.12 of it",
        r"\d.*",
        r"\bparas?\s+(?:\d+(?:\.\d+)*\s*(?:to|and|,|-|–)?\s*)*(?:\d+\.)?$",
    ),
    Trap("ring him 10/11am", r".*\d", after=r"\s*(?:am|pm|%|years?|yrs?|months? old|weeks? old)\b"),
    Trap(
        "who could be her person at the birth",
        r"at\s+(?:the|his|her)\s+birth",
        r"\b(?:person|partner|present|there|with\s+\w+)\s+$",
    ),
    Trap(
        "on the first of these he sits through a meal",
        rf"(?:on\s+)?(?:the\s+)?{_NTH_WORDS}",
        after=r"\s+of\s+(?:these|those|them|the|his|her|their)\b",
    ),
    Trap("they sit on the first Wednesday of each month", _BARE_WEEKDAY, rf"\b{_NTH_WORDS}\s+$"),
    Trap(
        "mum is due 22/7, midwife to come",
        r"due\s+.*\d.*",
        r"\b(?:mum|mam|mother|she|baby|girlfriend|partner|sister|aunt)(?:['’]s|\s+is)?\s+$",
    ),
    Trap(
        "PEP, last one 12/06, rated amber",
        r"\d.*",
        r"\blast\s+one\s+$",
        r",?\s+(?:rated|was|missed|cancelled|went)\b",
    ),
    Trap("dad's shift pattern (6-2 / 2-10)", r"1?\d-1?\d", after=r"\s?/\s?1?\d-1?\d\b"),
    Trap("her shifts, 6-2 / 2-10", r"1?\d-1?\d", r"\b1?\d-1?\d\s?/\s?$"),
    Trap("both smoke, 4-5 a day", r"1?\d-1?\d", after=r"\s+(?:an?|each|per)\s+(?:day|week|night|hour)\b"),
    Trap(
        "two months of arrears, 2 months",
        r"\d{1,2}\s?[a-z]+",
        r"\b(?:arrears|owed|owes|debt|behind)\b[^.;]{0,20}$",
    ),
    Trap(
        "dad came to the gate on Weds just gone, log it",
        rf"(?:on\s+)?{WEEKDAY_WORDS}",
        after=r"\s+(?:just\s+)?(?:gone|past)\b",
    ),
    Trap(
        "she is four weeks old tomorrow",
        r"(?:today|tomorrow)",
        r"\b(?:old|birthday(?:\s+is)?|turns\s+\w+)\s+$",
    ),
    Trap(
        "it is getting silly now",
        r"now",
        r"\b(?:is|are|was|its|it['’]s|he['’]s|she['’]s|they['’]re|getting|become|becoming|been)\b[^.;,]{0,24}$",
    ),
    Trap(
        "mum scored it 4/10 this month", r"this\s+(?:month|week)", r"\b(?:scor\w+|rated|scaled)\b[^.;]{0,40}$"
    ),
    Trap("dad puts £10/11 on the meter", r"\d.*", r"£\s?$"),
    Trap(
        "dad came drunk the Wednesday before last, log it",
        rf"(?:on\s+)?the\s+{WEEKDAY_WORDS}",
        after=r"\s+before\s+last\b",
    ),
    # times
    Trap(
        "ask what happens before 8.30",
        r"(?:at|before|after)\s+\d{1,2}[.:]\d\d",
        r"\bwhat\s+(?:happens|goes)\b[^.;,]{0,20}$",
    ),
    Trap(
        "pay mum 12.50",
        rf"(?!(?:by|before|until|till?)\b){_TIME}",
        r"(?:£\s?|\b(?:pay|paid|weigh\w*|pc|no|number|tel|ext|room)\s+(?:\w+\s+)?)$",
    ),
    Trap("body map done 22/12/23 21:40", rf"{_TIME}|\d{{1,2}}:\d\d", r"\d[/.-]\d{1,2}[/.-]\d{2,4}\s+$"),
    Trap("asks who has them on 6-2 shifts", r"(?:on\s+)?1?\d-1?\d", after=r"\s+shifts?\b"),
    Trap(
        "bed at 8, no phone",
        r"(?:at|till?|until|before|by)\s+\d{1,2}(?:[.:]\d\d)?",
        r"\b(?:(?<!a )bed|up|works?|working|asleep|wakes?|awake|opens?|shuts?)\s+$",
    ),
    Trap("chronology stops at 2021", r"at\s+20[0-3][1-46-9]"),
    Trap("club is a Friday 5-7", rf"{WEEKDAY_WORDS},?\s+1?\d-1?\d"),
    Trap(
        "in by 10.30 most mornings",
        r"(?:by|at|before)\s+\d{1,2}[.:]\d\d",
        after=r"\s+(?:on\s+)?(?:most|every|each)\b",
    ),
    Trap("place extended to 30 hours", r"\d{2}\s?(?:hrs?|hours)", r"\b(?:to|of|from|extra|another)\s+$"),
    Trap("club is Fridays 5-7", r"1?\d-1?\d", rf"\b{WEEKDAY_WORDS}s\s+$"),
    Trap("club is 5-7 Fridays", r"1?\d-1?\d", after=rf"\s+{WEEKDAY_WORDS}s?\b"),
    Trap(
        "mum must be out by 10 for work",
        r"(?:(?:by|before|till?|until)\s+)?(?:\d{1,2}(?:[.:]\d\d)?\s?[ap]m|\d{1,2}(?::\d\d)?)",
        r"\b(?:home|out|back|in|is|are)\s+$",
    ),
    Trap(
        "HV to chart his weight: 9th",
        r"(?:from\s+)?(?:the\s+)?\d+(?:st|nd|rd|th)\b.*",
        r"\b(?:weigh\w*|weight|chart\w*|plot\w*|centile|height)\b[^.;]{0,30}$",
    ),
    # days that are of something else
    Trap(
        "request the logs from March to May",
        r"from\s+[a-z]+\s+(?:to|until)\s+[a-z]+",
        r"\b(?:logs?|payslips?|statements?|records?|reports?|notes|minutes|attendance|data|receipts|letters|bills?|history|figures)\b[^.;]{0,20}$",
    ),
    Trap(
        "the bruise that they saw before Christmas",
        r"(?:before|at|over)\s+(?:christmas|xmas|easter|half\s+term|new\s+year)",
        r"\b(?:saw|seen|had|was|were|happened|missed|reported|went)\s+$",
    ),
    Trap(
        "ask him what happened on Christmas Eve",
        r"(?:on\s+)?(?:christmas|xmas|boxing|easter|new|good)\s.*",
        r"\b(?:what|how|who|why|where)\b[^.;]{0,40}$",
    ),
    Trap(
        "read the reports sent this month",
        r"this\s+month",
        r"\b(?:sent|missed|seen|made|had|done|happened|reported|was|were)\s+$",
    ),
    Trap(
        "she is to have sat in on a contact", r"sat", after=r"\s+(?:in|on|with|down|by|through|next\s+to)\b"
    ),
    Trap(
        "go through a normal Tues with him",
        _BARE_WEEKDAY,
        r"\b(?:normal|typical|usual|ordinary|good|bad)\s+$",
    ),
    Trap(
        "see him every Mon and Thurs",
        _BARE_WEEKDAY,
        rf"\bevery\s+{WEEKDAY_WORDS}\s*(?:and|&|,|or)\s+$",
    ),
    Trap(
        "agree the letter before action wording",
        r"before\s+(?:action|proceedings)\b.*",
        r"\bletters?\s+$",
    ),
    Trap("find him a Saturday thing", _BARE_WEEKDAY, r"\b(?:last|previous|an?|any|one)\s+$"),
    Trap(
        "he comes for Sunday lunch",
        rf"(?:for\s+)?(?!on\b){_BARE_WEEKDAY}",
        after=r"\s+(?:tea|lunch|dinner)\b(?!\s+time\b)",
    ),
    Trap(
        "nan has them on Sunday nights",
        rf"(?:for\s+)?{_BARE_WEEKDAY}",
        after=rf"(?:\s+(?:and|or|&)\s+{WEEKDAY_WORDS})?\s+(?:teas|lunches|swimming|football|phone\s+calls|roast|league|(?:football\s+)?club|school|contacts|visits|nights|mornings|evenings|sessions)\b(?!\s+(?:visit|to|time)\b)",
    ),
    Trap(
        "children sat and saw it",
        r"(?-i:sat)",
        r"\b(?:he|she|they|we|i|it|it['’]?s|who|children|kids|mum|dad|just)\s+$",
    ),
    Trap(
        "find out from Sunday, dad's brother, who lives there",
        rf"(?:from\s+)?{WEEKDAY_WORDS}",
        after=r",\s+(?:[\w’']+['’]s\s+|the\s+|an?\s+)?(?:half-)?(?:brother|sister|cousin|friend|partner|uncle|auntie?|niece|nephew)\b",
    ),
    Trap(
        "ask mum what led to her leaving Alfie, 4, alone on Friday",
        rf"(?:on\s+)?{WEEKDAY_WORDS}",
        r"\b(?:led\s+(?:up\s+)?to|came\s+of|was\s+behind)\b[^.;]{0,60}$",
    ),
    Trap("not spoken to mum since Sunday", rf"{WEEKDAY_WORDS}", r"\bsince\s+(?:last\s+)?$"),
    Trap(
        "tell the IRO of the Wednesday of last week", rf"(?:the\s+)?{WEEKDAY_WORDS}", after=r"\s+of\s+last\b"
    ),
    Trap(
        "respect Friday prayers",
        _BARE_WEEKDAY,
        after=r"\s+(?:(?!(?:to|at|for|with|and|about|re|from|the|a|so)\b)\w+\s+){0,2}(?:prayers|club|group|class|league|play|coach|training|match|practice)\b",
    ),
    Trap("she asks after the grandchildren and who else is in", r"after.*", r"\bask(?:s|ed|ing)?\s+$"),
    Trap("weights by HV", r"by\s+(?:the\s+)?hv"),
    Trap("ask him about the 11th", rf"(?:(?:the\s+)?\d|{WEEKDAY_WORDS}).*", r"\babout\s+(?:the\s+)?$"),
    Trap(
        "go to the Tuesday stay with mum",
        rf"(?:on\s+)?the\s+{WEEKDAY_WORDS}",
        after=r"\s+(?!(?:visit|meeting|mtg|review|conference|core|strat\w*|appointment|session|slot|clinic|call|before|after|at|and|or|to|by|with|morning|afternoon|evening|he|she|they|we|is|when|so|for|coming|in|on|that|which|from|until|as|if|will|of)\b)[A-Za-z]",
    ),
    Trap(
        "today's missed visit to be rebooked",
        r"(?:today|tonight)",
        r"(?<!\bat )(?<!\bby )(?<!\bin )(?<!\bbefore )$",
        r"['’]s\b",
    ),
    Trap(
        "upload the 15/12/2024 LAC medical",
        r"\d{1,2}[/.-]\d.*",
        r"\bthe\s+$",
        r"\s+(?!(?:to|at|with|by|on|in|for|so|and|as|or|if|before|after|is|will)\b)[A-Za-z]",
    ),
    # days that have passed
    Trap("to see mum in the evenings now and then", r"now", after=r"\s+(?:and\s+(?:then|again)|then)\b"),
    Trap(
        "manager to name who debriefs her (agreed on call today)",
        r"today",
        r"\b(?:agreed|authorised)\b(?:(?!\bto\b)[^.;,]){0,24}$",
    ),
    Trap(
        "HV asked this morning for weights, to send them over",
        r"this\s+morning",
        r"\b(?:asked|rang|called|said|told|spoke|was|were|came|went|seen|had|got|heard|met|visited|agreed)\b[^.;,]{0,40}$",
    ),
    Trap("ask what she thinks will happen in September", r"in\s+[a-z]+", r"\bhappen(?:s|ed|ing)?\s+$"),
    Trap(
        "she is to record his answers, since he did not give any today",
        r"(?:today|this\s+morning)",
        r"\b(?:since|because|as)\s[^.;]{0,50}\b(?:did|didn['’]t|had|hadn['’]t|was|were)\b[^.;,]{0,24}$",
    ),
    Trap("it went in a month ago", r"in\s+.*", after=r"^\s+ago\b"),
    Trap("was due 8/11, carried over", r"due\s.*", r"\bwas\s+$"),
    Trap(
        "still has not typed up Monday's visit",
        rf"{WEEKDAY_WORDS}\b.*",
        r"\b(?:typed|wrote|written|logged)\s+up\s+$",
    ),
    Trap(
        "was last seen alone on Tuesday",
        rf"(?:on\s+)?{WEEKDAY_WORDS}",
        r"\blast\s+(?:seen|met|visited)\b[^.;,]{0,40}$",
    ),
    Trap("previous action 'GP letter by 7/2' was done", r".*", r"\bprevious\s+action\s+['‘\"][^.;]*$"),
    Trap(
        "mum moved out on Friday; get her address",
        rf"(?:on\s+)?{WEEKDAY_WORDS}",
        r"(?<!to be )\b(?:moved|rang|called|said|went|came|left|was|were|had|missed|cancelled|attended|saw|visited|turned|arrived|happened|stopped|met|spoke|hit|slapped|threw|reported|disclosed|returned|arrested|mentioned|raised|described|shared|noted)\s+(?:(?:out|in|up|off|home|back|round|away|us|me|him|her|them)\s+)?(?:on\s+)?$",
    ),
    Trap("born 5 March at 36 weeks", r"at\s+\d\d\s*(?:/40|weeks|wks)", r"\bborn\b[^.;]{0,24}$"),
    Trap(
        "ask who looked after them on Friday",
        rf"(?:on\s+)?{WEEKDAY_WORDS}",
        r"\b(?:who|what|why|how|where|whether)\s+(?:\w+\s+){0,2}(?:\w+ed|went|was|were|had|did|came|took|saw|said|left)\b[^.;,]{0,40}$",
    ),
    Trap(
        "seen on 15/12 at school",
        r"on\b.*\d.*",
        r"(?<!to be )(?<!will be )(?<!being )\b(?:seen|taken|weighed|missed|lost|refused|sent|held|made|attended|visited|received|cancelled|born|reported|met|spoke|rang|called|signed|started|saw|happened|was|were|arrested|closed|moved|returned|took place)\s+$",
    ),
    Trap(
        "the report dated 15/12",
        rf"(?!on\b|{BOUND_WORDS}|\d+\s?(?:wd|working)\b).*\d.*",
        r"(?<!to be )\b(?:missed|since|seen|sent|held|made|attended|visited|completed|done|received|dated|cancelled|born|dob|reported|met|spoke|rang|called|on|from|(?<!night )(?<!evening )(?<!morning )of|signed|started|saw|discussed|agreed|happened|was|last|after|following|the incident|incident of|arrested|referral|referred|closed|moved|returned|episode|event)\s+(?:on\s+)?(?:the\s+)?$",
    ),
)


Patterns = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]


@lru_cache(maxsize=1)
def patterns_of_traps() -> tuple[Patterns, ...]:
    """Made for the first deadline that is found: of the words, of what is before and of what is after them."""

    def ready(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return tuple((ready(trap.words), ready(trap.before), ready(trap.after)) for trap in TRAPS)


def is_trap(text: str, span: Span) -> bool:
    """Whether the words at `span` are one of the kinds."""
    said, after = span.of(text), text[span.end : span.end + _NEAR]
    before = text[max(0, span.start - _NEAR) : span.start]
    return any(
        words.fullmatch(said) and earlier.search(before) and later.match(after)
        for words, earlier, later in patterns_of_traps()
    )
