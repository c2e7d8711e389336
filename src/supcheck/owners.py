"""Whose an act is and by when, in one record's own words (codebook section 3; rulings 10 to 13, 24, 25).

What is not written is not guessed: a bare imperative has no owner.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from supcheck.chat import speaker, speakers
from supcheck.deadline_forms import A_TIME, FROM_EVENT, WEEKDAY_WORDS
from supcheck.deadlines import Deadline, find_deadlines
from supcheck.elsewhere import Elsewhere
from supcheck.events import event_of
from supcheck.headings import (
    BY_WHEN,
    FOR_WHOM,
    HEAD_OF_RECORD,
    NAME_OVER_LIST,
    THEIR_LIST,
    WHAT_ONE_DOES,
    WHOSE,
)
from supcheck.naming import JOB_ALONE, TITLE, capitalised, known_names, names_that_act, patterns, quietened
from supcheck.people import NAME, children, initials, people
from supcheck.records import Action, Block, Record, Section, Shape, Span, Unit
from supcheck.words import Words

_CELL = re.compile(r"\s*(?:\||\t+)\s*")
_PARTS = 3
_NO_INITIALS = frozenset(
    "EOW EOD EOM COP COB TBC TBA ASAP PEP CIN CP FGC EHCP RAG AM PM NA PLO LAC CLA RHI NRM ICPC RCPC MASH DONE OK".split()
)
"""What may stand between dashes in capitals and is nobody."""
_STAMP = re.compile(
    r"\W*\[?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?,?\s+\d{1,2}[:.]\d{2}(?::\d{2})?\s*[\])]?\s*(?:[-–]\s*)?[A-Z][\w ()’'.-]{0,30}:"
)
"""When a message of a pasted chat was sent, which is no deadline."""
_FACT_WORDS = 10
_LED_WORDS = 15
"""Words up to which a sentence may be nothing but when an act is due; behind 'It must reach Jo' and its like."""
_OWNED_BY = re.compile(
    r"(?i)\W*(?:owner|who|by whom|lead|responsible|person responsible|assigned to|allocated to)\s*[:–-]\s*(?P<who>(?-i:[A-Z])\w*(?:\W{1,3}\w+){0,3}\)?)(?:,?\s+with\b[^.:]*)?\W*$"
)
_WHO_OVER = re.compile(
    r"(?im)^[ \t*]*(?:who|by whom|owner|lead|responsible)[ \t*]*:[ \t*]*(?P<who>[^:\n]{2,40}?)[ \t*.]*\n"
    rf"(?:[ \t*]*(?:{'|'.join(BY_WHEN)})[ \t*]*:[ \t*]*(?P<when>[^\n]+)\n)?(?!\s|[a-z ]{{1,30}}:\s|\Z)"
)
"""'Who: Jo' and 'By: 5 June' over the acts that they are of."""
_INITIALS = re.compile(r"[A-Z]\.\s?[A-Z]\.?|[A-Z]{2}")
_SHORTEST = 3
"""Letters below which a word with a capital is initials ('N', 'Mo')."""
_NAMES = 6
"""Words up to which a unit may be nothing but who is to act."""
_TITLED = re.compile(rf"{TITLE}\s[A-Z][\w'’-]+")
_TAIL = re.compile(
    rf"\W*(?P<who>{NAME}|[A-Z]{{2,4}})(?:\s+by|[,.]|\s[-–])?\s*(?:(?:the\s+)?\d[\w/. -]{{0,18}}|w/c\s[\w/. ]{{1,18}}|within\s[\w ]{{1,18}}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*|today|tomorrow|EOW|COP\s\w+)?\W*$"
)
"""A sentence of nobody but an owner, and perhaps a day: '(OG, 28/02)', 'HO by 25/10.'."""
_ALONE = re.compile(r"(?P<me>[Mm]e)\W*$")
_NOBODY = re.compile(r"(?i)\s*(?:ok\W+)?(?:somebody|someone|we)\b")
"""'CM: somebody needs to look': whose turn it is to speak, and nobody's to act."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_OWNER_FIELD = re.compile(
    r"(?i)(?:^|(?<=[|;.\n/])|(?<=\s\s))\s*(?:owner|by whom|(?<=/\s)who|lead|responsible(?:\s+person)?|person responsible|assigned to|allocated to)\s*[:=]\s*"
    r"(?P<who>[^|;:\n]{1,40}?)(?=\s*(?:$|[|;]|//|\b(?:due|deadline|by when|timescale|target)\b))"
)
_DUE_FIELD = re.compile(
    r"(?i)(?:^|(?<=[|;.\n/])|(?<=\s\s))\s*(?:due(?:\s+(?:date|by))?|(?<=/\s)when|deadline|by when|timescale|target(?:\s+date)?|time-?\s?bound)\s*[:=]\s*(?P<when>[^|;\n]+)"
)
_DUE_LINE = re.compile(
    r"(?i)\W*(?:(?P<field>time-?\s?bound|timescales?|timeframe|(?:by\s+)?when|due(?:\s+date)?|deadline|target(?:\s+date)?|date|by(?=:))|T)\s*[:–-]\s"
)
_ACT_LABEL = re.compile(
    r"(?i)\W*(?:(?P<field>(?:task|action|specific|step|direction|objective|recommendation)(?:\s\d+(?:\.\d+)?)?)|S)\s*:\s+(?=\S)"
)
"""'Task: Angela to sit with him', 'S: Jo will ring': the form's word, and nobody's name."""
_DATED_FIRST = re.compile(
    r"(?i)\W*(?:by|before|within|w/c|end\sof|from|\d|mon|tue|wed|thu|fri|sat|sun|today|tomorrow|tonight)[^:–—;,-]{1,30}?\s[-–—]\s+(?=(?-i:[A-Z]))"
)
"""'26 to 30 June - FSW at the house': the day before whoever is to act."""
_ASKED_BY_NAME = re.compile(rf"{NAME}:\s+(?P<who>{NAME}),\s+(?:(?:can|could|will|would)\s+you|please|pls)\b")
"""'Solveig: Ayo, can you go and see mum': whoever is called upon, and not whoever speaks."""
_MARKED = re.compile(r"\W*?\[(?P<who>[A-Z](?:(?P<name>[a-z])[^\[\]\d]*|[^\[\]\d]+)?)\]\s+\w")
"""'[Abi] boxing, let T choose': whoever is to act before the act."""
_TOPIC_THEN = re.compile(
    rf"\W*[A-Z][\w ]{{2,24}}:\s+(?P<who>{NAME})(?=\s+(?:to|will|is\s+to|has\s+(?:said|agreed)|agreed)\b)"
)
"""'GP: Tyrell has said he will register': a topic, and whoever is to act."""
_SIGNED = re.compile(
    r"[\[(](?P<who>[A-Z][^,()\[\]–]{1,40}?|me)\s*(?:,|\s[-–])\s+(?P<when>[^\s\])]+(?:\s+[^\s\])]+){0,5})\s*[\])]\W*$"
)
_NO_DAY = re.compile(r"(?i)(?:ongoing|asap|tbc|no date|as needed|rolling|weekly|monthly)\b")
_SMART = re.compile(r"(?m)^\W*T\s*:\s")
"""A line for the time of an act whose other lines are S, M, A and R."""
_NEXT_ONE = re.compile(r"(?i)\bnext\b(?!\s+(?:week|month|steps?|actions?)\b)")
_NEXT_DATE = re.compile(r"(?i)\W*(?:date of )?next\b(?!\s+(?:week|month)\b)")
_DUE_BY = re.compile(
    r"(?i)\W*(?:(?:by(?=:)|time-?\s?bound|timeframe|time\s+(?:for\s+compliance|limit)|T(?=:)|deadline|due|by when|when|timescale|target date|date for completion|(?:new )?date|completion(?: date)?|(?:needed|complete|to be completed) by)\s*[:–-]?\s*"
    r"|(?:it|this|these|that|they) (?:needs? to|must|should|has to|is to|are to) (?:happen|be done|be finished|be ready|be with (?:us|me)|(?:reach|get to|go to|come to|be with) [A-Z]\w+|go in|be in|be sent)\s*"
    r"|the [a-z]+ (?:should|must|is to|needs to|has to) (?:go|be) (?:out |in |off |sent |done )?"
    r"|(?:it|this|that|these|they) (?:goes|go) (?:in |off |out |over )?|(?:he|she|they)(?:['’]s| has| have)? (?:said|agreed|promised)\s+(?=by|before|within)"
    r"|(?:to be |must be |needs to be )(?:done|completed|finished|sent|in|back|ready|with me)\s*"
    r"|(?:an? )?(?:answer|reply|response|feedback|result|draft)s? (?:is |are )?(?:wanted|needed|due|expected)\s*"
    r"|(?:that|this|it)(?:['’]s| is| has been) (?:(?:booked|set|arranged|fixed|planned|agreed)(?: in)?(?: for)?|for|due)\s+|(?:we|i) (?:said|agreed)\s+"
    r"|(?:(?:i|you|he|she|they)(?:['’ ]?ll|\s+(?:will|to|can))?\s+)?do\s+(?:that|it|this)\s*|can (?:that|it|this) be\s*"
    r"|(?:i['’]m giving\s+(?:him|her|them|you)|you(?:['’]ve|\s+have)(?:\s+got)?)\s+(?=until|till?\b)"
    r"|i(?:['’]d like|\s+would like|\s+want|\s+need)\s+(?:to\s+(?:see|have|read)\s+)?(?:it|this|that|them|these)\s+(?:(?:done|in|back|finished|with me)\s+)?)"
)
_LEADS_TO_DAY = re.compile(
    r"\W*(?!(?i:if|when|once|unless|as|because|since|after|last|next|review|seen|he|she|they|it|we|i)\b)"
    r"(?!.*\b(?i:was|were|had|has|sent|seen|released?|ends?|ended|born|due|term|clinic|hearing|birthday|in hospital)\b)(?:[\w'’.&+/-]+,?\s+){1,6}"
)
"""Up to six words before a day: 'Named by 12/03', 'S.M. by Fri', 'Face to face, at the table, before 31/5'."""
_TO_ME = re.compile(
    r"(?i)(?:\bto me|\bdraft(?:\s+to\s+\w+)?|^\W*(?:starts?|starting|session|first\s+session|new\s+date))\s*$"
)
"""Words before a bare day that is the act's: 'Draft to me 23.09', 'Starts 5th Aug'."""
_ENDS_DAY = re.compile(
    r"(?i)\s*\bso\b.*|\s*for (?:this|that)(?: one)?\W*|\W*(?:(?:please|pls|also|too|latest|at the latest|in the day|and not a day (?:more|later))\W*)?|\s*,.*"
)
"""What may follow the day of a sentence that is nothing else."""
_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?P<number>\d{1,2})\)\s+(?=[^\W\d_])")
"""An act's number inside a line: 'Jo pls – 1) ring mum tonight 2) visit Weds'."""
_LEAD_IN = 3
"""Words up to which what stands before the first number is no clause of its own."""
_SERVICE = re.compile(
    r"(?i)\b(?:worker|nurse|visitor|finder|officer|manager|teacher|lead|team|service|welfare|services|desk|support|school|nursery|carers?|SW|FSW)$"
)
"""What a worker, an agency or a service is called at its end."""
_FOR_ME = re.compile(
    r"\W*(?:(?i:(?:actions?|tasks?|to do|jobs?)\s*[–:-]\s*|for\s+))?(?P<me>[Mm]e|[Mm]yself|ME)\s*:?\W*"
)
_TO_DO_BY = re.compile(
    r"(?i:actions?|tasks?|jobs?)\s*[:–-]\s*(?P<who>[A-Z][\w’'-]*(?:\s[A-Z][\w’'.-]*)?)\s*:?"
)
_SHOUTED_ALONE = re.compile(
    r"\W*(?P<who>(?!(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?|[A-Z]{3,6}DAY)\b)[A-Z]{3,}):?\W*"
)
_SHOUTED_NAME = re.compile(r"[A-Z]{4,}")
_SLASH = re.compile(r"\s+(?:/|[-–—]|-->|[-=]>|→)\s+")
_GAP = re.compile(r"(?<=[a-z]{2})/\s+|(?<=\S)[ \t]{3,}(?=\S)")
"""Marks that part an item's cells only where the last of them is a time."""
_BY = re.compile(r"(?i)by\b|before\b|no later than\b|not later than\b")
_SEE_ACT = re.compile(r"(?i)\W*(?:see|as)\b")
"""A cell that has the day stand in the act's own words."""
BIDS = re.compile(
    r"(?i)\W*(?:(?:and|then)\s+)?(?:go|see|ring|hold|take|ask|write|send|get|book|chase|visit|speak|call|check|email|find|bring|tell|keep|do|make"
    r"|put|look|read|talk|meet|draft|complete|finish|start|stop|set|use|try|arrange|refer|time|count|explore|give|leave|no|not|don['’]?t)\b"
)
"""How a fragment begins that bids somebody: 'Time the gap', 'No talk about moving'."""
_BIDDEN = re.compile(
    r"(?:draft|send|ring|write|book|chase|check|confirm|prepare|file|arrange|complete|get|ask|see|call|email|visit|meet|find|take|invite|tell)\b"
)
"""What an agency is told to do after a dash: 'Legal - draft the schedule'."""
_LOOSE = re.compile(rf"(?i)(?:the\s+)?{WEEKDAY_WORDS}")
_BARE = re.compile(r"(?i)(?:for\s+)?(?:the\s+)?\d")
"""'The 5th RHI by 19/5': a bare number or day may be of what the act is about."""
_HEARD = re.compile(
    r"(?i)(?:\bt/?c|\b(?:calls?|texts?|e-?mails?|msgs?|messages?|letters?|voicemails?|notifications?|heard|news|word))\s+$"
)
"""'T/c from Amy, …' tells what was heard; 'Referral from Jo, five days' what Jo is to give."""
_COUNTED_OUT = re.compile(r"(?i)\b(?:so|ie|i\.e\.|meaning|which is)\s+$")
"""'A week before the court date, so 6th March': the day that the words before it come to."""
_HELPED = re.compile(
    r"(?i)\b(?:support(?:ing)?|help(?:ing)?|takes?|brings?|encourag\w+|enabl\w+|allow\w*|wants?|ask|asking|remind\w*|invit\w+|get|for|(?:with|for)\s+\w+\s*(?:\+|&|and))\s+$"
)
"""'Continue to support mum to embed routines': it is not mum who is told to."""
_I_WANT = re.compile(
    r"\bI(?:['’]ve|\s+have|['’]d\s+like|\s+would\s+like)?\s*(?:want|asked|need|expect|advised)?\s+$"
)
"""'I want Helen to ring': it is Helen who is to."""
_NO_NAME_ENDINGS = tuple("tion tions sion ment ments ance ence ity ing ings ness als ship".split())
"""'Visits to continue', 'Going to PLO': nouns that stand where a name may."""
_CHILDREN = frozenset(("brother", "sister", "sibling", "cousin"))
"""Relations who are rarely told to act, and no family in the list of owners."""
_PRONOUN = re.compile(
    r"(?i)\b(?P<who>she|he)(?:\s+(?:will|to|is\s+to|is\s+going\s+to|has\s+agreed|agreed|needs\s+to)\b|\s+is\s+also\s+(?:going\s+)?to\b|['’](?:ll|d)\b)"
    r"|(?i:^\W*|[.;,]\s+|\b(?:and|so|then)\s+)(?P<late>(?i:she|he))['’]s\s+[a-z]+ing\b"
)
_FIRST_PERSON = re.compile(
    r"(?<!\w)(?<!what )(?<!What )(?<!place )(?<!so )(?<!which )(?<!that )(?P<who>I|(?<![\w.])i(?=['’](?:ll|m)|\s(?:will|am|need|can|must|ll|sign)\b))(?:\s+(?:will|have\s+undertaken|am\s+\w+ing|am\s+to|shall|need\s+to|have\s+agreed|agreed|can|must|want\s+to|said\s+I['’]d|chair|ring|call|write|speak|take|tell|look|meet|ask|see|check|go|agree|authorise|approve|sign|send|email|chase|draft|book|request|hold|put|start|pay|cover|join|read|bring|visit|to\s+(?!be\b)[a-z]+)\b|['’](?:ll|m(?:\s+not)?\s+\w+ing|m\s+to)\b)"
    r"|(?<!\w)(?P<plain>I)(?=ll\s+[a-z]|m\s+(?:going\s+to|[a-z]+ing)\b)"
    r"|^\W*(?P<me>[Mm]e)(?=\s*(?:[:–,-]|[-=]>|→)\s|\s+[a-z])|[-–]\s(?P<last_me>me)\W*$|,\s(?P<aside_me>me)(?=\s*,)|\bby\s(?P<by_me>me|you)\b"
    r"|(?:^\W*(?:(?i:and|so|then|ok|okay|great|good|right|yes)\W+){0,3}|\W\s)(?P<you>[Yy]ou|YOU)(?=\s*:\s|['’]ll\b|['’]re\s+(?:to|doing|taking|seeing|ringing|writing|going\s+to)\b|\s\+\s|\s[-–]\s|,\s|\s+(?:tell|ring|ask|see|go|take|pick|send|write|email|speak|get|book|do|visit|call|check|find|need|will|should|must|to|are\s+to|again|sit|try|keep|bring|make|read|start|finish|draft|meet|chase)\b)|\b(?i:can|could|will|would)\s+(?P<asked>you)\b|\blike\s+(?P<wished>you)\s+to\b"
)
"""The writer ('I', 'me'), or the one worker to whom a message is written ('can you')."""
_PASSIVE = re.compile(
    r"\s+needs?\s+[a-z]+ing\b|(?:['’]s)?\s+(?:going\s+)?(?:(?:is|are|will|would|shall|should|must|can|needs?|might|may)\s+)?(?:to\s+)?(?:remain\b|be\s+(?!present\b|open\b)\w+(?:ed|en|ept|old|ound|ven|ought|ent|et|eld|one|ung|own|ade)\b)"
)
_OF_A_THING = re.compile(
    r"\s+(?:(?!to\b)[\w'’/&+-]+\s+){1,6}?(?:to\s+be|to\s+go\s+(?:in|off|out|up|down)|(?:must|should|will|can)\s+be|needs?)\s+\w"
)
"""'HV handover to be done on the unit': the handover is to be done, and not by the HV."""
_NOUN_AFTER = re.compile(
    r"\s+(?:re\b|intel\b|info\b|stability\b|logs?\b|notes\b|visits?\s+(?:today|tomorrow|this|next)|waiting\s+list|consultation|handover|advice|information|reintegration|assessments?|assmt|with\s+[A-Z]|appts?|appointments?|letters?|reports?|referrals?|funding|places?|checks?|records?|views|meetings?|mtgs?|visits?\s+(?:by|on|with|to)|visit\s+\d|fees?|reviews?|planning|transport|sessions?|allocated|uniform|club|trip|run|\d\w*\s+funding)\b"
)
_TO_DO = ("DO", "Do")
"""A list of what is to be done, and not the designated officer's."""
_DATED_LIST = re.compile(
    r"(?i)^\W*(?:all\s+)?(?:by|before|within|today|tomorrow|tonight|this week|next week|this month|immediate|week of|w/c)\b|\bactions?\b|\bfor\s+all\b|\bto\s+(?:do|be\s+(?:done|completed|finished))\b|\b(?:by|before)\s+\S+(?:\s+\S+){0,4}\W*$"
    r"|\((?:all\s+)?(?:by|before|within)\b[^()]{2,60}\)\W*$"
)
"""A heading whose day is that of each item under it: 'By 7 February:', 'Actions (all by 23/01)'."""
_YOURS = re.compile(
    r"(?i)\b(?:need|want|like|ask\w*)\s+(?:from|of)\s+(?P<from>you)\b|^\W*(?P<your>your)\s+(?:list|actions?|tasks?|jobs?)\b"
    r"|\b(?:actions?|tasks?|jobs?|list)\s+for\s+(?P<for>you)\b"
)
"""A message's heading over what its reader is to do."""
_UNLESS = re.compile(r"(?:\(|,\s|[–-]\s)(?:(?i:all|for)\s+)?(?P<who>[A-Z][\w-]*)\s+(?i:unless|except)\b")
"""'Actions (Bethan unless stated)', 'ACTIONS, Bronagh unless it says otherwise'."""
_LIST_HEAD = re.compile(r"(?i),?\s*(?:all\b|to\b|will\b|by\b|actions?\b|tasks?\b|:|$|-)")
_FRONTED = re.compile(
    r"(?:(?!\b(?:to|will|and|that|if|when|once|because|so|but|after|before|what|where)\b)[^,.;:]){3,50}?\s"
    r"(?P<who>I)(?:['’]ll|\s+(?:will|shall))\s+[a-z]"
    r"|[^.;:]{3,80}?,\s(?P<then>I)(?:['’]ll|\s+(?:will|shall))\s+(?:do|sort|chase|take|send)\s+(?:this|that|it)\b"
    r"|[\w /-]{2,30}:\s+(?P<topic>I)(?:['’]ll|\s+(?:will|shall))\s+[a-z]"
)
"""'Housing repairs I will chase', 'Police: I'll ask': what is to be done stands before who does it."""
_INITIALS_LAST = re.compile(r"\s(?P<who>[A-Z]{2,3})[.\s]*$")
"""'Report to chair by 24/1 AK'."""
_BY_ALONE = re.compile(r"(?i)\W*by\W*")
_NAME_IN_CELL = re.compile(r"[A-Z][^\W\d]*(?:[ /&+.'’-]+[^\W\d]+){0,3}\.?")
_COLUMNS = (
    (
        "owner",
        re.compile(
            r"(?i)^(?:by\s+)?who(?:m)?\??$|^owner|^person|^(?:by\s+whom)|^lead$|^responsib|^assigned|^allocated|^who\b|^whom|^agency$|^organisation$|^service$"
        ),
    ),
    (
        "deadline",
        re.compile(
            r"(?i)^(?:by\s+)?when\??$|^time|^deadline|^due|^target|^date\s+due|^by\s+date|^by$|^date$|^when\b"
        ),
    ),
    (
        "action",
        re.compile(
            r"(?i)\baction|^task|\bnext$|^to do|^agreed|^direction|^step"
            r"|^what(?!\s+(?:we|do|did|is|was|has|works?|happen)\b|['’]s)"
        ),
    ),
)
_COLUMN_OF = dict(_COLUMNS)


@dataclass(frozen=True, slots=True)
class Facts:
    """Who and by when, as far as a place in the record tells."""

    owner: Span | None = None
    deadline: Span | None = None
    due: dt.date | None = None


class Reader:
    """Finds owners and deadlines in one record's own words."""

    def __init__(self, record: Record, units: tuple[Unit, ...], words: Words) -> None:
        self._text = record.text
        self._held = record.held
        self._elsewhere = Elsewhere(record.text, record.held)
        self._child = (record.child or "").lower()
        self._nobody, self._no_names, self._roles, self.family, self.field_names = known_names(words)
        self._jobs = frozenset(role.lower() for role in words.roles)
        self._people = people(record, words)
        self._workers = frozenset(name.lower() for name in self._people)
        self._initials = initials(record, words)
        self._patterns = patterns(words)
        self._said = capitalised(quietened(record.text), self._people)
        self._children = children(record)
        self._named = (frozenset(names_that_act(record)) | self._workers) - self._children
        self._columns = tuple(_column_heads(record)) or tuple(_columns_by_their_cells(record))
        self._speakers = _speakers(record, self.field_names)
        self._is_smart = bool(_SMART.search(record.text))
        self._blocks = tuple(self._over_acts(units))

    def is_owner(self, name: str) -> bool:
        """A role, a name or initials, and not 'all', the child, or a common word."""
        if name.strip(" .") in self._initials:
            return True
        plain = name.strip(" .").lower()
        if not plain or plain in self._nobody or plain == self._child:
            return False
        if plain in self._no_names and plain not in self._workers:
            return False
        if plain.startswith("all ") and plain[4:] in self._nobody | self._roles:
            return False
        if plain in self._workers:
            return True
        titled = _TITLED.fullmatch(name.strip(" ."))
        return bool(titled) or plain in self._roles or not plain.endswith(_NO_NAME_ENDINGS)

    def _is_known(self, name: str) -> bool:
        """A role, or a name that this record gives to a worker or to somebody who is to act."""
        first = re.split(r"\s*(?:/|\+|&|\band\b|\s)\s*", name)[0]
        if first in self._initials:
            return True
        return name.lower() in self._roles or first.lower() in self._roles or first.lower() in self._named

    def _may_be_told(self, name: str) -> bool:
        """A worker, by name or job: neither family, nor an agency, nor a topic ('Dentist. Book him in.')."""
        first = re.split(r"\W", name.lower())[0]
        if _TITLED.fullmatch(name):
            return True
        works = first in self._named or name.lower() in self._jobs or bool(JOB_ALONE.fullmatch(name))
        if name not in _NO_INITIALS and _INITIALS.fullmatch(name):
            return True
        return works and first not in self.family and self.is_owner(name)

    def _is_role_or_worker(self, name: str) -> bool:
        known = name.lower() in self._roles or name.lower() in self._workers
        return known or name.strip(" .") in self._initials

    def of_heading(self, section: Section) -> Facts:
        """What a list's heading passes down: 'Leon to:', 'Steph by 24/05:'."""
        if section.heading is None or section.heading.of(self._text).strip(" :*#-") in _TO_DO:
            return Facts()
        start, words = section.heading.start, section.heading.of(self._said)
        found = self._patterns.heads.match(words)
        owner = None
        if (
            found
            and self.is_owner(found["who"])
            and _LIST_HEAD.match(words[found.end() :])
            and section.key in ("direction", "other")
        ):
            leads = found["for"] or re.match(r"(?i)\s*(?:to\b|will\b|by\b)", words[found.end() :])
            alone = not words[found.end() :].strip(" :*-–")
            if leads or ((alone or section.key == "other") and self._is_known(found["who"])):
                owner = who_in(found, start)
        owner = owner or self._headed(section)
        yours = _YOURS.search(words) if owner is None and section.key in ("direction", "other") else None
        if yours:
            owner = who_in(yours, start, str(yours.lastgroup))
        dated = owner or (section.key in ("direction", "other", "admin") and _DATED_LIST.search(words))
        bounds = find_deadlines(words, self._held) if dated else ()
        bounds = tuple(one for one in bounds if one.due.why != A_TIME)
        if not bounds:
            return Facts(owner)
        return self._bound_by(next((one for one in bounds if one.due.on), bounds[0]), words, start, owner)

    def of_block(self, at: int) -> Facts | None:
        """What 'Who: Jo' and 'By: 5 June' over acts give each of them; None elsewhere."""
        return next((facts for over, _, facts in self._blocks if over.start <= at < over.end), None)

    def _over_acts(self, units: tuple[Unit, ...]) -> Iterator[tuple[Span, Span, Facts]]:
        """Of each such block: all of it, its own fields, and what they give.

        Fields stand over acts after a blank line, where a heading and no act is above them, or where the block above runs up to them.
        """
        fields = list(_WHO_OVER.finditer(self._text))
        headings = {unit.section.heading for unit in units if unit.section.heading is not None}
        named = (one.start for one in headings if one.of(self._text).lower() not in BY_WHEN)
        blank = (one.start() for one in _BLANK_LINE.finditer(self._text))
        ends = sorted((*named, *blank, *(one.start() for one in fields), len(self._text)))
        until = 0
        for found in fields:
            above = self._text[: found.start()].rstrip()
            apart = _BLANK_LINE.search(self._text, len(above), found.start())
            headed = not any(unit.span.start < len(above) <= unit.span.end for unit in units)
            if not (apart or headed or until == found.start()):
                continue
            until = next(end for end in ends if end > found.end())
            owner = who_in(found, 0) if self._is_named(found["who"]) else None
            when = Span(*found.span("when")) if found["when"] else Span(found.end(), found.end())
            yield Span(found.start(), until), Span(*found.span()), self._dated(owner, when)

    def _headed(self, section: Section) -> Span | None:
        """'For school nurse:', 'YVETTE:' where the text has a Yvette: who is no role that is known."""
        if section.heading is None or section.key not in ("direction", "other"):
            return None
        marked = section.heading.of(self._text)
        words = marked.strip("*_ ")
        start = section.heading.start + marked.index(words)
        whom = FOR_WHOM.match(words)
        if whom and self._may_be_meant(whom["who"], aside=whom["aside"] is not None):
            return who_in(whom, start)
        mine = _FOR_ME.fullmatch(words)
        if mine:
            return who_in(mine, start, "me")
        named = _TO_DO_BY.fullmatch(words)
        if named and (self._is_known(named["who"]) or self._is_of_the_head(named["who"], start)):
            return who_in(named, start)
        theirs = THEIR_LIST.match(words) or _UNLESS.search(words)
        if theirs and (self._is_known(theirs["who"]) or self._is_of_the_head(theirs["who"], start)):
            return who_in(theirs, start)
        shouted = _SHOUTED_ALONE.fullmatch(words)
        if shouted and self._is_a_name(shouted["who"]):
            return who_in(shouted, start)
        does = WHAT_ONE_DOES.match(words)
        who = next((name for name in ("who", "will", "then") if does and does[name]), "who")
        if does and does[who] and (self._is_known(does[who]) or self._is_of_the_head(does[who], start)):
            return who_in(does, start, who)
        over = NAME_OVER_LIST.fullmatch(words)
        if over and section.key == "direction" and self._is_of_the_head(over["who"], start):
            return who_in(over, start)
        return None

    def _may_be_meant(self, who: str, *, aside: bool) -> bool:
        """Whom 'For …:' may be about: a worker, an agency, a name; a relation with an aside ('for dad (agreed)')."""
        first = who.split()[0]
        if (
            not self._is_named(who)
            or re.search(r"\d", who)
            or event_of(who)
            or first.lower() in self._children
        ):
            return False
        if first.lower() in self.family:
            return aside or first[0].isupper()
        return bool(self._is_known(who) or _SERVICE.search(who) or self._is_a_name(first))

    def _is_a_name(self, word: str) -> bool:
        """Written with a capital elsewhere, and never small: 'SLEEP' is none where the record speaks of sleep."""
        named = rf"(?<![\w'’]){re.escape(word.title())}(?![\w])"
        small = rf"(?<![\w'’]){re.escape(word.lower())}(?![\w])"
        if word.lower() in self._children or re.search(small, self._text):
            return False
        return bool(re.search(named, self._text.replace(f"{word}:", ""))) or word in self._initials

    def _is_of_the_head(self, name: str, before: int) -> bool:
        """Whether the record names somebody so where it says who was there; or a role, or family."""
        first = name.split()[0]
        if {name.lower(), first.lower()} & (
            self.field_names | self._no_names | self._nobody | self._children
        ):
            return False
        head = self._text[: min(HEAD_OF_RECORD, before)]
        seen = re.search(rf"(?i)(?<!\w){re.escape(first)}(?!\w)", head)
        return self._is_known(name) or (bool(seen) and self._is_a_name(first))

    def of_unit(self, unit: Unit, last: Span | None, *, dated: bool, headed: bool = False) -> Facts:
        """The unit's own owner and, where asked, deadline: by its fields, a row's by its columns, else by its words.

        Where its list's heading has an owner (`headed`) a bare role or relation is a topic ('HV clinic with mum').
        """
        told = self._of_fields(unit.span) or self._signed(unit.span)
        if told is not None:
            return told
        if unit.shape is Shape.ROW:
            row = self._of_row(unit) or self._of_cells(unit)
            if row is not None:
                return row
        owner = self._owner(unit.span, last, headed=headed)
        return self._dated(owner, unit.span) if dated else Facts(owner)

    def completed(self, action: Action, unit: Unit, *, directs: bool) -> Action:
        """An action with what the unit after it adds, where that is nothing but its owner or its deadline.

        Words that are no direction of their own may lead to the deadline ('Draft to me 23.09').
        """
        if any(own.start <= unit.span.start < own.end for _, own, _ in self._blocks):
            return action
        words = unit.span.of(self._text)
        signed = self._signed(unit.span)
        if signed is not None and _SIGNED.fullmatch(words.strip()):
            deadline, due = (
                (signed.deadline, signed.due) if signed.deadline else (action.deadline, action.due)
            )
            return dataclasses.replace(action, owner=signed.owner, deadline=deadline, due=due)
        if action.owner is None and self._answers_who(unit):
            return dataclasses.replace(action, owner=unit.span)
        who = _OWNED_BY.match(words)
        if who and self._is_named(who["who"]):
            return dataclasses.replace(action, owner=who_in(who, unit.span.start))
        same_line = "\n" not in self._text[action.span.end : unit.span.start]
        if action.owner is None and same_line:
            tail = _TAIL.match(words)
            if tail and self._may_be_told(tail["who"]):
                told = self._dated(who_in(tail, unit.span.start), unit.span)
                if told.deadline is None or action.deadline is not None:
                    return dataclasses.replace(action, owner=told.owner)
                return dataclasses.replace(action, owner=told.owner, deadline=told.deadline, due=told.due)
        own = action.deadline is not None and action.deadline.start >= action.span.start
        lead = _DUE_BY.match(words)
        # 'Due 5 April' says more than 'at Christmas' among the act's own words.
        heading = unit.section.heading
        other = _NEXT_DATE.match(words) or (heading and _NEXT_ONE.search(heading.of(self._text)))
        long = len(words.split()) > (_LED_WORDS if lead else _FACT_WORDS)
        if (own and (action.due or not lead)) or long or other:
            return action
        at = lead.end() if lead else 0
        bounds = find_deadlines(words[at:], self._held)
        if not bounds:
            return action
        bound = min(bounds, key=lambda one: one.span.start) if lead else bounds[0]
        before, after = words[at : at + bound.span.start], words[at + bound.span.end :]
        told = self._bound_by(bound, words[at:], unit.span.start + at)
        may_lead = same_line and not directs and told.due and bound.due.why != A_TIME
        surely = _BY.match(bound.span.of(words[at:])) or _TO_ME.search(before) or self._names_lead(before)
        led = may_lead and surely and _LEADS_TO_DAY.fullmatch(before) and not event_of(before.strip())
        alone = _ENDS_DAY.fullmatch(after) and (led or not re.search(r"\w", before))
        field = _DUE_LINE.match(words)
        if not alone and not (field and field["field"]):
            return action
        return dataclasses.replace(action, deadline=told.deadline, due=told.due)

    def _names_lead(self, before: str) -> bool:
        """'Kofi thurs 15th', 'cafe. Denise, wk of 6 feb': nothing but somebody of the record before the day."""
        name = before.strip(" ,")
        return bool(name) and len(name.split()) <= 2 and self._is_role_or_works_here(name)

    def is_due_field(self, unit: Unit) -> bool:
        """'Time-bound: by 5 June', and 'T: by 5 June' where the acts are written so."""
        found = _DUE_LINE.match(unit.span.of(self._text))
        return found is not None and bool(found["field"] or self._is_smart)

    def _answers_who(self, unit: Unit) -> bool:
        """'By whom: Deborah': a name beside its own heading."""
        heading, name = unit.section.heading, unit.span.of(self._said).strip(" .")
        asked = heading is not None and heading.of(self._text).strip(" :").lower() in WHOSE
        return asked and self.is_owner(name) and bool(self._patterns.several.fullmatch(name))

    def named_before(self, before: Unit, unit: Unit) -> Span | None:
        """Who stands alone before the act, on its line: 'Ged. Rota from the employer.'"""
        if "\n" in self._text[before.span.start : unit.span.start]:
            return None
        alone = before.span.of(self._said).rstrip(" .:")
        if (
            len(alone.split()) <= _NAMES
            and self._patterns.several.fullmatch(alone)
            and self._may_be_told(alone)
        ):
            return Span(before.span.start, before.span.start + len(alone))
        me = _ALONE.match(before.span.of(self._text))
        return who_in(me, before.span.start, "me") if me else None

    def of_part(self, part: Span) -> Facts:
        """The owner and deadline of a part of a unit."""
        return self._dated(self._owner(part, None), part)

    def further_acts(self, unit: Unit, first: Span | None) -> Iterator[Span]:
        """The parts of a unit in which somebody else than its first owner is to act."""
        if unit.shape is Shape.ROW:
            return
        text, start = self._said, unit.span.start
        named = first.of(text).lower() if first else None
        heads = [
            found.start()
            for found in self._patterns.further.finditer(unit.span.of(text))
            if self.is_owner(found["who"]) and (found["who"].lower() != named or ";" in found["join"])
            if first is not None and start + found.start("who") > first.end
            if not self._listed(unit.span.of(text)[: found.start()], found["join"])
        ]
        for at, following in pairwise((*heads, unit.span.end - start)):
            part = text[start + at : start + following]
            lead = len(part) - len(part.lstrip(" ,;.&"))
            yield Span(start + at + lead, start + at + len(part.rstrip(" ,;")))

    def numbered_acts(self, unit: Unit) -> tuple[Span, ...]:
        """The second act and those after it where a line numbers its acts one after another.

        Words before the first number may name who is to act; a clause there numbers its topics.
        """
        if unit.shape is Shape.ROW:
            return ()
        said, start = unit.span.of(self._text), unit.span.start
        found = list(_NUMBERED.finditer(said))
        numbers = [int(one["number"]) for one in found]
        if len(numbers) < 2 or len(re.findall(r"\w+", said[: found[0].start()])) > _LEAD_IN:
            return ()
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            return ()
        ends = (*(one.start() for one in found[2:]), len(said))
        return tuple(
            Span(start + one.start(), start + len(said[:end].rstrip(" ,;&")))
            for one, end in zip(found[1:], ends, strict=True)
        )

    def _listed(self, before: str, join: str) -> bool:
        """'… with mum and dad to …', 'school, health and police to …': a name in a list, no new act."""
        last = re.search(r"([\w'’-]+)\W*$", before)
        if last is None or not ("and" in join or "&" in join):
            return False
        return self._is_known(last[1]) or bool(
            re.search(r"\b(?:with|between|from|support(?:ing)?)\s+[\w\s,]{0,30}$", before)
        )

    def _dated(self, owner: Span | None, within: Span) -> Facts:
        parts = self._parts(within)
        if owner in parts[1:]:
            # Beside the owner's part stands the act's deadline; its own words may name other days.
            within = Span(parts[parts.index(owner)].end, within.end) if parts[-1] != owner else within
        stamp = _STAMP.match(within.of(self._text))
        if stamp:
            within = Span(within.start + stamp.end(), within.end)
        bounds = find_deadlines(within.of(self._text), self._held)
        if not bounds:
            return Facts(owner)
        after = owner.end - within.start if owner and owner.start >= within.start else 0
        said = within.of(self._text)
        later = [one for one in bounds if one.span.start >= after]
        if all(one.due.why == A_TIME or _LOOSE.fullmatch(one.span.of(said)) for one in later):
            # 'By 30/6 with both parents, Anju to do it': what stands after the owner is no better bound.
            days = [one for one in bounds if one.due.on and one.due.why != A_TIME]
            later = days or later or list(bounds)
        bound = later[0]
        bare = _BARE.match(bound.span.of(said)) and not _COUNTED_OUT.search(said[: bound.span.start])
        if bound.due.why == A_TIME or bare:
            by_then = (one for one in later if one.due.why != A_TIME and _BY.match(one.span.of(said)))
            bound = next(by_then, bound)
        told = self._bound_by(bound, said, within.start, owner)
        if told.due is None and bound.due.why == FROM_EVENT:
            dated = next((one for one in later if one.due.on), bound)
            return self._bound_by(dated, said, within.start, owner)
        return told

    def _bound_by(self, bound: Deadline, said: str, start: int, owner: Span | None = None) -> Facts:
        """The deadline with its day: its own, or the one that the record gives elsewhere."""
        bound, due = self._elsewhere.dated(bound, said, start)
        return Facts(owner, Span(start + bound.span.start, start + bound.span.end), due)

    def _of_fields(self, within: Span) -> Facts | None:
        """'… || OWNER: Jo || DUE: 30/08'; None where the words have no such fields."""
        said = within.of(self._text)
        who, when = _OWNER_FIELD.search(said), _DUE_FIELD.search(said)
        if who is None and when is None:
            return None
        act = Span(within.start, within.start + min(found.start() for found in (who, when) if found))
        owner = self._owner(act, None)
        if who is not None:
            owner = who_in(who, within.start) if self._is_named(who["who"]) else None
        if when is None:
            return self._dated(owner, act)
        return self._first_day(who_in(when, within.start, "when"), owner)

    def _signed(self, within: Span) -> Facts | None:
        """'… [Nicola, by 26 Feb]', '… (Wojtek - within 3 days)': who and when in brackets at the end."""
        said = within.of(self._text)
        found = _SIGNED.search(said)
        alone = found is not None and not re.search(r"\w", said[: found.start()])
        if (
            found is None
            or not self._is_named(found["who"])
            or find_deadlines(found["who"], self._held)
            or (alone and said.lstrip()[0] == "[" and len(said.split()) > _NAMES)
        ):
            return None
        facts = self._first_day(who_in(found, within.start, "when"), who_in(found, within.start))
        return facts if facts.deadline or _NO_DAY.match(found["when"]) else None

    def _first_day(self, field: Span, owner: Span | None) -> Facts:
        """The surest deadline in the words of a field that holds nothing else."""
        said = field.of(self._text)
        bounds = find_deadlines(said, self._held)
        return self._bound_by(bounds[0], said, field.start, owner) if bounds else Facts(owner)

    def _is_named(self, name: str) -> bool:
        """What a field says of who is to act: anybody but 'all', 'TBC' or a dash."""
        plain = name.strip(" .").lower()
        nobody = plain in self._nobody or re.match(r"(?:all|see|as|to be)\b", plain)
        return bool(re.search(r"[a-z]", plain)) and not nobody

    def _of_row(self, unit: Unit) -> Facts | None:
        """A table's 'who' and 'when' cells; None where no head says which they are."""
        columns = next((found for start, found in reversed(self._columns) if start < unit.span.start), None)
        cells = list(_apart(self._text, unit.span, _CELL))
        if columns is None or len(cells) < 2 or max(columns.values(), default=0) >= len(cells) + 1:
            return None
        owner = self._cell(cells, columns.get("owner"))
        if owner is not None and not self._owns_as_a_cell(owner.of(self._text)):
            owner = None
        due_cell = self._cell(cells, columns.get("deadline"))
        act = self._cell(cells, columns.get("action"))
        if owner is None and "owner" not in columns and act is not None:
            owner = self._owner(act, None)
        if due_cell is not None:
            found = self._dated(owner, due_cell)
            if found.deadline is None:
                day = self._elsewhere.day_of(due_cell.of(self._text))
                found = Facts(owner, due_cell, day) if day or event_of(due_cell.of(self._text)) else found
            if found.deadline is not None:
                return found
        told_there = due_cell is not None and not _SEE_ACT.match(due_cell.of(self._text))
        return Facts(owner) if act is None or told_there else self._dated(owner, act)

    def _owns_as_a_cell(self, name: str) -> bool:
        """'Legal' is a topic in a sentence, and an agency where a cell holds nothing else."""
        return self.is_owner(name) or self._is_a_role(name)

    def _is_a_role(self, cell: str) -> bool:
        return cell.strip(" .").lower() in self._roles

    def _of_cells(self, unit: Unit) -> Facts | None:
        """Of a row whose head is not known the last cell that says who is to act."""
        for cell in reversed(list(_apart(self._text, unit.span, _CELL))[1:]):
            owner = cell if self._is_a_role(cell.of(self._text)) else self._owner(cell, None)
            if owner is not None:
                found = self._dated(owner, cell)
                return found if found.deadline else self._dated(owner, unit.span)
        return None

    def _cell(self, cells: list[Span], index: int | None) -> Span | None:
        if index is None or index >= len(cells) or cells[index].start == cells[index].end:
            return None
        return cells[index] if re.search(r"\w", cells[index].of(self._text)) else None

    def _owner(self, within: Span, last: Span | None, *, headed: bool = False) -> Span | None:
        said = within.of(self._text)
        if speaker(said) in self._speakers:
            within = Span(within.start + said.index(": ") + 2, within.end)
        label = _ACT_LABEL.match(within.of(self._text))
        if label and (label["field"] or self._is_smart):
            within = Span(within.start + label.end(), within.end)
        dated = _DATED_FIRST.match(within.of(self._text))
        if dated:
            within = Span(within.start + dated.end(), within.end)
        words = within.of(self._said)
        marked = _MARKED.match(words)
        if marked and self._is_named(marked["who"]) and (self._is_known(marked["who"]) or marked["name"]):
            return who_in(marked, within.start)
        asked = _ASKED_BY_NAME.match(words)
        if asked and self.is_owner(asked["who"]):
            return who_in(asked, within.start)
        fronted = _FRONTED.match(words)
        if fronted:
            return who_in(fronted, within.start, str(fronted.lastgroup))
        between = self._in_the_middle(within)
        if between is not None:
            return between
        called = self._patterns.called.match(words)
        if called and self.is_owner(called["who"]) and called["who"].lower() not in self.family:
            return who_in(called, within.start)
        found = self._patterns.starts.match(words)
        if found and found["acts"] and _NOBODY.match(words[found.end() :]):
            return None
        ordered = self._patterns.orders.match(words)
        if ordered and self.is_owner(ordered["who"]) and self._is_of_the_head(ordered["who"], within.start):
            return who_in(ordered, within.start)
        draft = self._patterns.drafts.match(words)
        if draft and self._writes(draft[str(draft.lastgroup)]):
            return who_in(draft, within.start, str(draft.lastgroup))
        aside = self._patterns.bracketed.search(words) if found is None or not found["acts"] else None
        if aside and self.is_owner(aside["who"]) and self._is_role_or_works_here(aside["who"]):
            return who_in(aside, within.start)
        named = _TOPIC_THEN.match(words)
        if named and self._is_role_or_works_here(named["who"]) and named["who"].lower() not in self.family:
            return who_in(named, within.start)
        passive = found and (_PASSIVE.match(words[found.end("who") :]) or self._is_a_topic(found))
        if (
            found
            and not passive
            and (self.is_owner(found["who"]) or self._is_told(found))
            and (self._is_to_act(found) or self._may_stand_bare(found, words, headed=headed))
        ):
            return who_in(found, within.start)
        does = self._patterns.does.match(words)
        if does and self.is_owner(does["who"]):
            return who_in(does, within.start)
        for span in self._inside(words, within.start):
            return span
        first = _FIRST_PERSON.search(words)
        for found in self._patterns.acting.finditer(words) if first is None else ():
            if self._is_role_or_works_here(found["who"]):
                return who_in(found, within.start)
        if first:
            return who_in(first, within.start, str(first.lastgroup))
        pronoun = _PRONOUN.search(words)
        if pronoun:
            return last or who_in(pronoun, within.start, str(pronoun.lastgroup))
        if headed:
            return None
        timed = self._patterns.timed.search(words)
        if timed and self.is_owner(timed["who"]) and timed["who"] not in _NO_INITIALS:
            return who_in(timed, within.start)
        giver = self._patterns.given.search(words)
        if giver and self._works_here(giver["who"]) and not _HEARD.search(words[: giver.start()]):
            return who_in(giver, within.start)
        for pattern in (self._patterns.last, self._patterns.listed, self._patterns.passive):
            ending = pattern.search(words)
            if ending is None or not self.is_owner(ending["who"]):
                continue
            if pattern is not self._patterns.listed or self._is_role_or_works_here(ending["who"]):
                return who_in(ending, within.start)
        closing = _INITIALS_LAST.search(words)
        if closing and closing["who"] in self._initials:
            return who_in(closing, within.start)
        return self._after_a_slash(within)

    def _in_the_middle(self, within: Span) -> Span | None:
        """'GP letter - Jo - 21/05': the middle part of three names who is to act, unless the first does."""
        parts = self._parts(within)
        if len(parts) < _PARTS or self._names_somebody(parts[0], strictly=True):
            return None
        return next((part for part in parts[1:] if self._names_somebody(part)), None)

    def _parts(self, within: Span) -> list[Span]:
        """The cells of an item that is written as a row."""
        gaps = list(_apart(self._text, within, _GAP))
        if len(gaps) >= _PARTS and find_deadlines(gaps[-1].of(self._text), self._held):
            return gaps
        return list(_apart(self._text, within, _SLASH))

    def _names_somebody(self, part: Span, *, strictly: bool = False) -> bool:
        name = part.of(self._said).strip(" .()[]")
        if not self.is_owner(name) or name in _NO_INITIALS:
            return False
        if strictly:
            return self._is_role_or_works_here(name) and name.lower() not in self.family
        initials_ = re.fullmatch(r"[A-Z]{2,3}(?:\s?[/+&]\s?[A-Z]{2,3})*", name)
        return bool(initials_) or bool(self._patterns.several.fullmatch(name) and self._is_known(name))

    def _after_a_slash(self, within: Span) -> Span | None:
        """'Visit the club / Petros / 25.06.24': an item written as the cells of a table."""
        for part in self._parts(within)[1:]:
            name = part.of(self._said)
            if not self.is_owner(name):
                continue
            if _SHOUTED_NAME.fullmatch(name) or (
                self._patterns.several.fullmatch(name) and self._is_known(name)
            ):
                return part
        return None

    def _may_stand_bare(self, found: re.Match[str], words: str, *, headed: bool) -> bool:
        """'Bex PGM views by 20/10', but neither 'GP appt' nor 'Father to be supported'."""
        rest = words[found.end("who") :]
        named = self._works_here(found["who"]) and found["who"].lower() not in self._roles
        if headed and not named and found["who"] not in self._initials:
            return False
        if found["called"]:
            return self._works_here(found["who"]) and found["who"].lower() not in self.family
        noun = found["who"] not in self._initials and _NOUN_AFTER.match(rest)
        topic = _PASSIVE.match(rest) or noun or _OF_A_THING.match(rest)
        return self._is_known(found["who"]) and not topic

    def _is_a_topic(self, found: re.Match[str]) -> bool:
        """'Brother – police check to be asked for', 'Sister – meet her': a relation that the act is about."""
        dash = re.fullmatch(r"\s*[:–—-]\s", found["acts"] or "")
        rest = f" {found.string[found.end() :]}"
        child = found["who"].lower() in _CHILDREN
        if dash and child and _BIDDEN.match(rest.lstrip()):
            return True
        return bool(dash and (child or found["who"].lower() in self.family) and _OF_A_THING.match(rest))

    def _is_to_act(self, found: re.Match[str]) -> bool:
        """'Jo to', 'Jo:'; before 'to be open' and its like only somebody who is known, no door."""
        be = re.match(r"\s+to\s+be\b", found["acts"] or "")
        named = (
            be is None or " " in found["who"] or len(found["who"]) < _SHORTEST or self._is_known(found["who"])
        )
        return named and bool(found["acts"])

    def _is_told(self, found: re.Match[str]) -> bool:
        """'Legal to amend': a word that is often a topic, told to act as the agency that it also is."""
        told = re.fullmatch(r"\s+(?:to|will)", found["acts"] or "")
        bidden = re.fullmatch(r"\s*[:–-]\s", found["acts"] or "") and _BIDDEN.match(
            found.string[found.end() :]
        )
        return found["who"].lower() in self._roles and bool(told or bidden)

    def spoken_to(self, unit: Unit) -> Span | None:
        """In a chat of two the other than who speaks, where the unit bids somebody ('[13:17] Gavin: See mum')."""
        line = self._text[unit.span.line_start(self._text) : unit.span.end]
        who = speaker(line)
        said = unit.span.of(self._text)
        others = self._speakers - {who}
        if who not in self._speakers or len(others) != 1 or not BIDS.match(said[said.find(": ") + 1 :]):
            return None
        found = re.search(rf"(?<!\w){re.escape(*others)}(?!\w)", self._text)
        return Span(*found.span()) if found else None

    def _writes(self, name: str) -> bool:
        """Whose report an act is about: a worker, or somebody with a title."""
        return (
            self._works_here(name) or bool(_TITLED.fullmatch(name))
        ) and name.lower() not in self._children

    def _works_here(self, name: str) -> bool:
        """Somebody whom this record shows at work, by name."""
        return name.lower() in self._named

    def _is_role_or_works_here(self, name: str) -> bool:
        return self._is_role_or_worker(name) or self._works_here(name)

    def _inside(self, words: str, start: int) -> Iterator[Span]:
        """'…, Ruth to book', 'agreed that SW will': who is to act, later in the unit."""
        first = _FIRST_PERSON.search(words)
        for found in self._patterns.within.finditer(words):
            late = first is not None and found.start() > first.start()
            name = str(found.lastgroup)
            before = words[: found.start(name)]
            told = _I_WANT.search(before)
            acted_on = _PASSIVE.match(words[found.end(name) :]) or (_HELPED.search(before) and not told)
            if self.is_owner(found[name]) and (told or not late) and not acted_on:
                yield who_in(found, start, name)


def _speakers(record: Record, known: frozenset[str]) -> frozenset[str]:
    """Who speaks in a record that is a chat for the most part; beside fewer turns 'Kat: …' is an act of Kat's."""
    talking = speakers(record.text, record.blocks, known)
    turns = sum(speaker(block.span.of(record.text)) in talking for block in record.blocks)
    return talking if 2 * turns > len(record.blocks) else frozenset()


def _column_heads(record: Record) -> Iterator[tuple[int, dict[str, int]]]:
    """Where each table head stands, and which of its columns say what."""
    for block in record.blocks:
        columns = _columns(record.text, block)
        if columns:
            yield block.span.start, columns


def _columns_by_their_cells(record: Record) -> Iterator[tuple[int, dict[str, int]]]:
    """The same of rows that have no head: most cells of one column are days, of another names."""
    rows = [
        [cell.of(record.text).strip() for cell in _apart(record.text, block.span, _CELL)]
        for block in record.blocks
        if block.kind is Shape.ROW
    ]
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    rows = [row for row in rows if len(row) == width]
    if width < _PARTS or len(rows) < _PARTS:
        return
    columns = list(zip(*rows, strict=True))
    dated = [sum(bool(find_deadlines(cell, record.held)) for cell in column) for column in columns]
    # A word that every row begins with names nobody.
    named = [
        sum(bool(_NAME_IN_CELL.fullmatch(cell)) for cell in column) * (len(set(column)) > 1)
        for column in columns
    ]
    longest = max(range(width), key=lambda place: sum(len(cell) for cell in columns[place]))
    due = max(range(width), key=lambda place: dated[place] if place != longest else -1)
    owner = max(range(width), key=lambda place: named[place] if place not in (longest, due) else -1)
    if 2 * min(dated[due], named[owner]) > len(rows):
        first = next(block for block in record.blocks if block.kind is Shape.ROW)
        yield first.span.start - 1, {"action": longest, "owner": owner, "deadline": due}


def _columns(text: str, block: Block) -> dict[str, int]:
    if block.kind is not Shape.ROW:
        return {}
    found: dict[str, int] = {}
    cells: list[str] = []
    for index, cell in enumerate(_apart(text, block.span, _CELL)):
        for name, pattern in _COLUMNS:
            if (
                name not in found
                and len(cell.of(text).split()) <= 4
                and pattern.search(cell.of(text).strip(" *:"))
            ):
                found[name] = index
                break
        cells.append(cell.of(text))
    dates = [place for place, cell in enumerate(cells) if _COLUMN_OF["deadline"].search(cell.strip(" *:"))]
    by = [place for place in dates if _BY_ALONE.fullmatch(cells[place])]
    if "owner" not in found and len(dates) > 1 and by:
        # Beside a column of dates 'By' is who.
        found |= {"owner": by[0], "deadline": next(place for place in dates if place != by[0])}
    return found if len(found) >= 2 else {}


def _apart(text: str, span: Span, mark: re.Pattern[str]) -> Iterator[Span]:
    """What the marks of one kind part."""
    start = span.start
    for cut in mark.finditer(text, span.start, span.end):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, span.end)


def who_in(found: re.Match[str], start: int, group: str = "who") -> Span:
    """Who is named in words that begin at `start` of the text, or what another `group` of them says."""
    return Span(start + found.start(group), start + found.end(group))
