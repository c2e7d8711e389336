"""Tell headings, prompts, titles and silent lines from what managers wrote.

Every list of words is in `rubrics/words.yaml`; the shapes here say how loosely they match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from supcheck.records import Block, Section, Shape, Span, blank_line_between
from supcheck.tables import cells_of_row
from supcheck.words import Words

_NUMBERING = re.compile(
    r"^\s*(?:(?:section|part|q)\s*)?(?:[1-9]\d?\.(?:0|[1-9]\d?)\.?\s+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-hA-H]|[ivx]{1,4})[.):]\s*|\d{1,2}\s+-\s+|#+\s*|\*\*)",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[\s:*?_\-–—.]+$")
_DATEISH = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|ober)?\.?,?(?:\s+\d{2,4})?"
    r"|\d{1,2}[./]\d{1,2}|\d{1,2}[.:]\d{2}\s?(?:am|pm)?|\d{1,2}\s?(?:am|pm)|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?)\b",
    re.IGNORECASE,
)
_RUN_IN = re.compile(r"^(?P<head>[^\n:|]{2,80}?)\s*(?:\*\*)?(?::(?!\d)|\s[–—-]\s)(?:\*\*)?\s*(?=\S|$)")
_KEYED = re.compile(r"(?P<head>[A-Z]{4,}|[A-Za-z]+(?:[._][^\W_]+)+|[a-z]{3,}(?==\S))\s*=\s*(?=\S)")
"""'DIRECTION_1 = …', 'decision=…': a key of an export before what was written; no 'dad = T's'."""
_KEY_ALONE = re.compile(r"[A-Z]{4,}[._ ]?\d{1,2}|[A-Za-z]+[._]\w+|(?:Action|Task|Direction)\s\d{1,2}")
"""'DIRECTION_1', 'ACTION 1': the key of an act whose words follow; no 'attendance 93'."""
_NUMBERED = re.compile(r"(?:\d{1,2}(?:[.)]|(?P<minor>\.(?:0|[1-9]\d?))[.)]?)|[A-H][.)])\s")
_DATED_TITLE = re.compile(
    r"(?!.*[.;!?]\s+[A-Z])(?!.*\b(?:agreed|discussed|was|were|is|has|have|had|went)\b)[^.]*[^.\d]\d{1,2}[\s./-]\w+"
)
"""A first line with a date and no verb is a title, though it ends with a full stop."""
_ITEM = re.compile(
    r"\||\t|→|[=-]>|\sto\s[A-Z][\w'’]*,\s+\d|\s/\s\S.*\s/\s|\b(?:by|w/c|w/e)\b|\s[–—-]\s\S|\b(?:held|done|sent|seen)\b|[a-z]\w*\s[^,\n]{1,80},[^,\n]{1,80},\s*\d{1,2}[./ -]"
)
_TOLD_TO = re.compile(
    r"(?:Meet|See|Ring|Call|Visit|Speak (?:to|with)|Talk (?:to|with)|Write to|Email|Text|Ask|Tell|Book|Chase|Refer|Send|Complete|Update|Draft)\s+(?!on\b|\d)\w"
)
"""What a line of an action list begins with, though names are all that follows."""
_IS_TO = re.compile(r"\W*(?P<who>[A-Z][\w'’]*(?:[ /&+][\w'’]+){0,2})\s+to\b[\s:–-]*")
"""'SW to', 'Roz to:' alone on a line."""
_OWNED = re.compile(r"[A-Z][\w./+&’']*(?:\s[\w./+&’']+){0,3}\s[–—-]\s\S")
_FIELD = re.compile(r"^[\s*_(\[]*(?P<label>[A-Za-z][A-Za-z /'’.()]{0,38}?)\**\s*(?::|\t|\s{2,}|=|\s[–-]\s)")
_QUESTION = re.compile(
    r"^(?:what|who|how|are|is|was|were|has|have|do|does|did|why|when|where|which|can|any)\b.*\?(?:\s*\([^)]*\))?$",
    re.IGNORECASE,
)
_PROMPTED = re.compile(r"(?P<head>(?:\d{1,2}[.)]\s+)?[A-Z][^\n?|]{6,100}\?)\s*:?\s+(?=\S)")
"""A form's question with its answer on the same line."""
_MUSING = re.compile(r"(?:Why|What|How|Who)(?:'s|’s)?\s\w+\?")
"""'Why now?' in running words is nobody's heading."""
_NUMBERED_QUESTION = re.compile(
    r"^\W*(?:(?P<q>Q)\s?\d{1,2}\b|\d{1,2}[.)]\s+(?:what|how|who|is|are|has|have|does|why|were|was)\b).*\?(?:\s*\([^)]*\))?\W*$",
    re.IGNORECASE,
)
"""'Q5. What has happened? (Give a factual summary)': the form's own, whatever it asks."""
_FORM_WORDS = re.compile(
    r"\b(?:child|children|young person|family|risks?|actions?|changed?|worried|happen|working well|views?|wishes|experience|plan|agreed|supervision|progress|decisions?|rationale|"
    r"contingency|explanations?|things|worker|difference|outcomes?|safe|safety|strengths|concerns?|evidence|timescales?|previous|completed|manager)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|mum|dad|i|we|they|them|mgm|pgm|nan|gran)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?= [a-z])")
"""A capital amid small letters: 'Does Dot need a plan?' is about Dot."""
_EARLIER = re.compile(
    r"\b(?:last|prev|previous|previously|outstanding|o / s|earlier|carried|completed|historic)\b.*"
    r"\b(?:actions?|tasks?|directions?|recommendations?)\b"
    r"|\bactions?\b.*\b(?:completed|achieved|b / f|c / f)$|\bactions?\s+(?:from|set on|agreed on)\b.*\d"
    r"|\b(?:status|review|check|feedback) (?:of|on) (?:actions|tasks)\b|\bactions?\b.*\b(?:last|previous|outstanding|carried|reviewed|review)\b"
)
_AGREED = re.compile(
    r"(?i)(?:agreed|actions?|to\s+do|next\s+steps?)\s*[,–-]\s*(?:please\s+)?(?:tick|initial|in\s+order|all\s+by|who|for)\b[^.;:]{0,40}:?$"
)
"""'Agreed, tick when done' over a list."""
_THING = re.compile(r"(?<![\w'’])(?!(?:and|by|before|due|for|from|next|the|until|with)\b)[a-z]{3,}")
"""A word without a capital: what is to be done, and no name."""
_EARLIER_COLUMN = re.compile(r"(?:prev(?:ious)?|last|b / f|from last)\b")
"""'Previous action | Who | Status', 'Prev | Action | …'."""
_ASIDE = re.compile(r"\s*\([^()]{1,60}\)\s*(?=:?\s*$)")
"""'Review of actions (10/09/2024)': the aside is no part of the heading's name."""
WHOSE = ("by whom", "who", "owner", "lead", "responsible", "person responsible")
"""The names of the field that says whose an act is."""
BY_WHEN = ("by", "by when", "when", "due", "deadline", "timescale")
"""Those of the field that says by when."""
OF_AN_ACT = re.compile(
    rf"(?i)\W*(?:(?P<whose>{'|'.join(WHOSE)})|{'|'.join(BY_WHEN)})\W*:\s*(?P<rest>\W*\w.*)"
)
"""'Who: Jo', 'By: 5 June': a field of an act and no heading, however short and alone."""
_DASHED = frozenset(
    {"decision", "decisions", "dec", "plan", "actions", "risk", "risks", "analysis", "rationale", "reason"}
)
"""Single words that open a section before a dash; others are somebody or something."""
_THEY = re.compile(r"\bthey\?", re.IGNORECASE)
"""'… and how serious are they?' is the form's, not about somebody."""
_STOP = frozenset(
    (
        "the a an of to and in on for at by with is from plus re via x yrs years old aged approx wks "
        "weeks months mths due week day no"
    ).split()
)
_SIGN_OFF = re.compile(r"^[\W_]*(?:[A-Z]\.?\s?){1,4}[\W_]*(?:\(?[A-Z]{2,4}\)?)?[\W_]*$")


_NEVER_TITLES = frozenset(
    {
        "actions from last supervision",
        "update since last supervision",
        "progress since last supervision",
        "decision record",
        "management oversight and decision",
    }
)
"""Headings that hold a title's word."""


@dataclass(frozen=True, slots=True)
class ActColumns:
    """The head of a table of acts."""

    acts: int
    """The place of the column that names them."""
    status: int | None
    """Of the column that tells what became of them."""
    width: int
    """How many columns it names."""


@dataclass(frozen=True, slots=True)
class RunIn:
    """A heading at the start of its own line ('Decision: …'), and the words after it."""

    key: str
    heading: Span
    rest: Span


@lru_cache(maxsize=2048)
def normalise(phrase: str) -> str:
    """Lower case, one apostrophe, one space; numbering, bold and the closing colon gone."""
    phrase = phrase.replace("’", "'").replace("‘", "'").strip().strip("*_ ")
    phrase = _NUMBERING.sub("", phrase, count=1)
    phrase = _TRAILING.sub("", phrase)
    return re.sub(r"\s+", " ", phrase.replace("&", "and").replace("/", " / ")).strip().lower()


@lru_cache(maxsize=4)
def headings_of(words: Words) -> Headings:
    """The headings of these lists, made once."""
    return Headings(words)


class Headings:
    """The word lists, indexed once, and the questions that `segment` asks of a block."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._keys, self._phrases = _index(words.headings)
        self._columns, _ = _index(words.table_heads)
        self._labels, _ = _index(words.head_labels)
        self._blanks = frozenset(normalise(blank) for blank in words.blanks)
        titles = (normalise(phrase) for phrases in words.titles.values() for phrase in phrases)
        self._titles = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, titles))})(?!\w)")
        self._roles = frozenset(role.lower() for role in (*words.roles, *words.family, *words.agencies))
        self._greetings = frozenset(words.greetings)
        self._greeting_words = tuple(f"{greeting} " for greeting in words.greetings)
        self._label_patterns = tuple(
            (label, re.compile(rf"(?<![\w'])(?:{re.escape(label)})(?![\w'])"))
            for label in sorted(self._labels, key=len, reverse=True)
        )
        self._no_names = _NO_WORDS | {word for label in self._labels for word in _plain_words(label)}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every heading, label and table head, as `normalise` writes it."""
        return frozenset((*self._keys, *self._labels, *self._columns))

    def is_title(self, block: Block, text: str) -> bool:
        """The record's own title line: the first block, short, and either named so or only names."""
        line = block.span.of(text)
        if line.rstrip().endswith((".", ";")) and not _DATED_TITLE.match(line):
            return False
        if len(line.split()) > 40:
            return False
        if len(line.split()) > TITLE_WORDS and _TELLS.search(re.sub(r"\([^()]*\)", "", line)):
            return False
        long = len(line.split()) > 18
        lowered = normalise(" ".join(line.split()[:5]) if long else line)
        if self._titles.search(lowered) and lowered not in _NEVER_TITLES:
            return True
        shouts = line.isupper() and len(line.split()) > 1
        return not long and lowered not in self._keys and (shouts or block.kind is Shape.HEADING)

    def whole(
        self, block: Block, text: str, before: int, following: Block | None, above: str, *, listed: bool
    ) -> str | None:
        """The section key when the whole block is a heading, else None; `above` is the open section's.

        The next item of a numbered list (`listed`) is one only where it is a known heading and nothing more.
        """
        line = block.span.of(text)
        if block.kind is Shape.ROW or "\n" in line:
            return None
        asked = _NUMBERED_QUESTION.match(line)
        if asked and (asked["q"] or not self._goes_on(line, text, following)):
            return self._loose(normalise(line))
        plain = normalise(_ASIDE.sub("", line) if not _ASIDE.match(line) else line)
        if not plain or len(plain.split()) > 22:
            return None
        whose = above in ("direction", "follow_up") and self._names_who(line, following)
        if whose and _over_bullets(block, text, following):
            return above
        if plain in self._keys:
            heads = block.kind is not Shape.BULLET or line.endswith(":") or _ALL_BY.search(line)
            return self._keys[plain] if heads else None
        keyed = self._keys.get(_words_of_key(line)) if _KEY_ALONE.fullmatch(line) else None
        if keyed:
            return keyed
        if OF_AN_ACT.match(line) or self._signs_an_act(line):
            return None
        if block.kind is Shape.HEADING:
            return self._loose(plain)
        if block.kind is Shape.BULLET:
            leads = line.rstrip().endswith(":") and len(plain.split()) <= 7
            return self._loose(plain) if leads or self._asked(line) else None
        if whose:
            return above
        if WHAT_ONE_DOES.match(line) and following is not None:
            return "direction"
        if following is not None and self._is_to(line, text[: min(before, HEAD_OF_RECORD)]):
            return "direction"
        numbered = _NUMBERED.match(line)
        if numbered and _BIDS.match(line[numbered.end() :]):
            return None
        if self._leads(block, text, following):
            return "direction"
        told_below = following is not None and (above == "direction" or _BIDS.match(following.span.of(text)))
        named = told_below and not (self._phrase_in(plain) or self._says_nothing(line))
        if named and self._names_somebody_of_the_head(line, text[: min(before, HEAD_OF_RECORD)]):
            return "direction"
        bullets = _over_bullets(block, text, following)
        over = bullets or self._stands_over(block, text, before, following)
        if over and (_DATED_ALONE.fullmatch(line) or (line.endswith(":") and _DATED_LIST.match(line))):
            return "direction"
        if bullets and (
            _AGREED.match(line)
            or _DATED_LIST.match(line)
            or THEIR_LIST.match(line)
            or FOR_WHOM.match(line)
            or _TO_DO_FOR.fullmatch(line.strip("*_ "))
            or (above == "direction" and _NAME_ALONE.fullmatch(line.strip("*_ ")))
        ):
            return "direction"
        if listed or self._names_a_field(line) or self._says_nothing(line):
            return None
        if above in ("direction", "follow_up") and self._lists_an_act(line, plain):
            return None
        told = _TELLS_TO_ACT.match(plain) or _TOLD_TO.match(line) or _TOLD_WHOM.match(line)
        if above == "direction" and not line.rstrip().endswith(":") and told:
            return None
        amid = following is not None and text[before : following.span.start].count("\n") == _AMID
        if above == "direction" and amid and not _OVER_OTHERS.search(line):
            return None
        if self._shaped(_ASIDE.sub("", line), text, block, before, following):
            return self._loose(plain)
        return None

    def hands_out(self, head: str) -> bool:
        """Whether a heading is over directions, a contingency or earlier actions."""
        return self._keys.get(normalise(head)) in ("direction", "contingency", "follow_up")

    def is_bound(self, block: Block, text: str, following: Block | None) -> bool:
        """Whether a line says by when all under it is due, or that nothing is: 'By 30 June', 'No date'."""
        line = block.span.of(text)
        alone = _DATED_ALONE.fullmatch(line) or _NO_DATE.fullmatch(line)
        return bool(block.kind is Shape.PARAGRAPH and following and alone)

    def _leads(self, block: Block, text: str, following: Block | None) -> bool:
        """Whether a line hands the list directly under it to somebody."""
        line = block.span.of(text)
        short = len(line.split()) <= _LONGEST_LEAD
        return short and _over_bullets(block, text, following) and bool(LEADS_LIST.search(line))

    def _names_who(self, line: str, following: Block | None) -> bool:
        """'SW:', or 'SW' over bullets, in a list of actions: whose the items under it are."""
        name = line.strip().rstrip(":–- ").strip("*_ ")
        over = line.rstrip(" *_").endswith((":", " -", " –")) or (
            following is not None and following.kind is Shape.BULLET
        )
        return over and name.lower() in self._roles and name != "DO"

    def _is_to(self, line: str, head: str) -> bool:
        """'SW to', 'Roz to:' alone on a line: over what a role, or somebody of the record's head, is to do."""
        found = _IS_TO.fullmatch(line)
        return found is not None and (
            found["who"].lower() in self._roles or self._names_somebody_of_the_head(found["who"], head)
        )

    def _names_somebody_of_the_head(self, line: str, head: str) -> bool:
        """'TASH', 'Ray', 'Nell FSW', 'Provider (keyworker Marek)', 'Sandra, by 16 February:' over what they are to do."""
        found = NAME_OVER_LIST.fullmatch(line.strip("*_ "))
        if found is None:
            return False
        first, *more = re.split(r"[\s/]", found["who"])
        thing = any(re.fullmatch(r"[A-Z]{3,}", word) and word.lower() not in self._roles for word in more)
        if thing and not found["who"].isupper() and first not in _BOUNDS:
            return False  # 'Gran DBS'
        named = re.search(rf"(?i)(?<![\w'’]){re.escape(first)}(?![\w'’])", head)
        # 'Uniform (vouchers)' has an aside too, but nobody's name in it.
        told = found["aside"] and (found["who"].isupper() or re.search(r"[A-Z\d]", found["aside"]))
        return bool(named or told)

    def _lists_an_act(self, line: str, plain: str) -> bool:
        """'3. Hanna - monitor', 'Tom – monitor home conditions': an item, in a list of actions."""
        return bool(_OWNED.match(line) or (_NUMBERED.match(line) and not self._phrase_in(plain)))

    def _shaped(self, line: str, text: str, block: Block, before: int, following: Block | None) -> bool:
        """A line that looks like a heading, whatever its words."""
        if self._answers(line):
            return False
        count = len(line.split())
        if line.rstrip().endswith(":"):
            return count <= 9
        if self._asked(line):
            return True
        if count <= _HEADING_WORDS and self._is_earlier(normalise(line)) and not re.search(r"[.!;,]$", line):
            return True
        numbered = _NUMBERED.match(line)
        if numbered and count <= 9 and not _DATEISH.search(line[numbered.end() :]):
            if self._goes_on(line, text, following) and not self._mostly_known(normalise(line)):
                return False
            if self._heads_by_number(numbered, normalise(line)):
                return not re.search(r"[.!;,]$", line)
        if line.isupper() and count <= 9 and sum(c.isalpha() for c in line) > 4:
            return self._heads_in_capitals(line, text, following)
        plain = normalise(line)
        if count <= 9 and not re.search(r"[.!;]$", line) and self._phrase_in(plain) and line[:1].isupper():
            covered = len(self._phrase_in(plain).split())
            if (covered * 2 >= count or (covered > 1 and count <= 6)) and not _DATEISH.search(line):
                return True
        return (
            self._stands_over(block, text, before, following)
            and (count <= 4 or (count <= 6 and plain.startswith(self._phrase_in(plain) or "?")))
            and line[:1].isupper()
            and not re.search(r"[\d.,!;?|]", line)
            and following is not None
            and len(following.span.of(text).split()) > 3
        )

    def _stands_over(self, block: Block, text: str, before: int, following: Block | None) -> bool:
        """After a blank line, and directly over other words."""
        alone = before == 0 or blank_line_between(text, before, block.span.start)
        return (
            alone
            and following is not None
            and not blank_line_between(text, block.span.end, following.span.start)
        )

    def _heads_by_number(self, numbered: re.Match[str], plain: str) -> bool:
        """'2. …' heads; 'A. …' and '2.0 …' where they are mostly known; '12.11 home' is a day, '2.2 Home conditions' not."""
        minor = numbered["minor"]
        if minor and minor != ".0":
            return plain in self._keys and " " in plain
        return self._mostly_known(plain) if minor or numbered.group()[0].isalpha() else True

    def _is_earlier(self, plain: str) -> bool:
        """'Actions from 02/09/24', 'Last supervision's actions': a list of earlier actions, and no sentence of one."""
        return bool(_EARLIER_HEAD.match(plain) and _EARLIER.search(plain) and not _HAS_VERB.search(plain))

    def _goes_on(self, line: str, text: str, following: Block | None) -> bool:
        """Whether the next line has the next number: an item of a list, and no heading over words."""
        own = NUMBERED_LINE.match(line)
        after = following and NUMBERED_LINE.match(text, following.span.line_start(text))
        return bool(own and after and int(after["number"]) == int(own["number"]) + 1)

    def _heads_in_capitals(self, line: str, text: str, following: Block | None) -> bool:
        """Some managers write in capitals, or comment so in brackets: of those only known words are a heading."""
        aside = line.startswith(("[", "(")) and len(line.split()) > _SHORT_ASIDE
        if line.rstrip().endswith((".", "!")) or aside:
            return False
        if _DATEISH.search(line):
            plain = normalise(_DATEISH.sub(" ", line).strip(" →->"))
            return self._mostly_known(plain) or bool(_EARLIER.search(normalise(line)))
        spoken = ":" in line.rstrip(": ") or (following is not None and following.span.of(text).isupper())
        return not (spoken or _SAYS.search(line)) or self._mostly_known(normalise(line))

    def _mostly_known(self, plain: str) -> bool:
        """Whether a known heading makes up half of these words."""
        return 2 * len(self._phrase_in(plain).split()) >= max(1, len(plain.split()))

    def _answers(self, line: str) -> bool:
        """'Decision: continue': a heading with its words beside it, however few."""
        found = _RUN_IN.match(line)
        if found is None or ":" not in line[found.end("head") : found.end()]:
            return False
        rest = normalise(line[found.end() :])
        return bool(rest) and normalise(found["head"]) in self._keys and rest not in self._keys

    def _asked(self, line: str) -> bool:
        """A form's question: about the child or the plan in general, and about nobody by name."""
        asked = _NUMBERING.sub("", line.strip(), count=1).strip("()[]* ")
        if not _QUESTION.match(asked) or not _FORM_WORDS.search(asked):
            return False
        if any(not _FORM_WORDS.fullmatch(name) for name in _NAMED.findall(asked)):
            return False
        about = _PERSONAL.sub(" ", _THEY.sub(" ", asked))
        return bool(re.search(r"\b(?:the|this) child\b", asked)) or about == _THEY.sub(" ", asked)

    def _loose(self, plain: str) -> str:
        """The key of the longest known phrase inside a heading; 'other' when none is."""
        if plain in self._keys:
            return self._keys[plain]
        if _EARLIER.search(plain):
            return "follow_up"
        found = self._phrase_in(plain)
        if found:
            return self._keys[found]
        return "direction" if re.search(r"\bto$|\bto do\b", plain) else "other"

    def _phrase_in(self, plain: str) -> str:
        return next(
            (p for p in self._phrases if p in plain and re.search(rf"(?<!\w){re.escape(p)}(?!\w)", plain)), ""
        )

    def run_in(self, block: Block, text: str, above: str, *, in_head: bool) -> RunIn | None:
        """A heading that runs into its words, as in 'Decision: stays on a plan'.

        In a record's head a label ('Plan: CPP, emotional harm') is none; in a list of actions ('School: laptop by Friday') a topic is an owner and no heading.
        """
        line = block.span.of(text)
        if block.kind is Shape.ROW:
            return self._beside(block, text, above)
        prompted = _PROMPTED.match(line)
        known = prompted and not _MUSING.match(line) and normalise(prompted["head"]) in self._keys
        if prompted and (known or self._asked(prompted["head"])):
            return self._parted(block, prompted, self._loose(normalise(prompted["head"])))
        keyed = _KEYED.match(line)
        named = self._keys.get(_words_of_key(keyed["head"])) if keyed else None
        if keyed and named and block.kind is Shape.PARAGRAPH:
            return self._parted(block, keyed, named)
        found = _RUN_IN.match(line)
        if found is None:
            return None
        head = normalise(found["head"])
        if head in WHOSE:
            return None
        dash = ":" not in line[found.end("head") : found.end()]
        key = self._keys.get(head)
        if key is None and not dash and 2 < len(head.split()) <= 12 and head not in self._labels:
            phrase = self._phrase_in(head)
            long_enough = len(phrase.split()) > 1 and len(phrase.split()) * 2 >= len(head.split())
            key = self._keys[phrase] if long_enough else None
        if key is None or (dash and len(head.split()) < 2 and head not in _DASHED):
            return None
        if head in self._labels and (in_head or self._mostly_names(line[found.end() :])):
            return None
        beside = line[found.end() :]
        facts = len(beside.split()) <= _FACTS and _DATEISH.search(beside) and self._mostly_names(beside)
        if above == "direction" != key and facts:
            # 'Safety plan: DSL, by Friday', 'Care plan - EF - 19/12': who is to do it, and by when
            return None
        told = len(beside.split()) >= _TOLD
        answered = _ANSWERED.match(beside) or (block.kind is Shape.BULLET and _DATEISH.search(beside))
        if above in ("direction", "follow_up") and key in _TOPICS and answered and not told:
            # 'Risk assessment: done', 'Safety plan: LP 10/3' are items of the list.
            return None
        listed = above == "direction" or (above == "follow_up" and not told)
        if key == "update" and (listed or block.kind is Shape.BULLET):
            return None
        return self._parted(block, found, key)

    def _parted(self, block: Block, found: re.Match[str], key: str) -> RunIn:
        """The block as its heading and the rest of it."""
        start = block.span.start
        return RunIn(key, Span(start, start + found.end("head")), Span(start + found.end(), block.span.end))

    def _beside(self, block: Block, text: str, above: str) -> RunIn | None:
        """A form's table of two columns: the heading in the first cell, what was written in the second."""
        cells = re.fullmatch(
            r"(?P<head>[^|\t\n]{2,60}?)\s*(?:\||\t+)\s*(?P<rest>[^|\t]+?)\s*\|?", block.span.of(text)
        )
        if cells is None:
            return None
        head, rest = normalise(cells["head"]), cells["rest"]
        key = self._keys.get(head)
        if key is None or len(rest.split()) < _FEW_WORDS or normalise(rest) in self._columns:
            return None
        if (head in self._labels or key == "update") and (
            above in ("direction", "follow_up") or self._mostly_names(rest)
        ):
            return None
        start = block.span.start
        return RunIn(
            key,
            Span(start, start + cells.end("head")),
            Span(start + cells.start("rest"), start + cells.end("rest")),
        )

    def column(self, line: str) -> str | None:
        """The kind of column of a table that a line names and nothing more."""
        plain = _OF_NUMBERED.sub("", _UNNUMBERED.sub("", normalise(line)))
        return self._columns.get(plain) if line.strip() else None

    def is_heading(self, line: str) -> bool:
        """Whether a line is a known heading, or a label of a record's foot, and nothing more."""
        return normalise(line) in self._keys or normalise(line) in self._labels

    def is_table_head(self, block: Block, text: str, *, first: bool) -> bool:
        """A row whose cells are nearly all names of columns; of a table's `first` row, half of them."""
        if block.kind is not Shape.ROW:
            return False
        words = block.span.of(text)
        names = tuple(name for name in _cell_names(words) if name)
        known = sum(name in self._columns or name in self._keys for name in names)
        if not any(name in self._columns for name in names) or any(":" in name for name in names):
            return False
        if "\n" in words:
            return known == len(names)  # else they are the names of an act's fields, with what they hold
        plain = first and not any(letter.isdigit() for letter in words)
        return known >= 2 and known >= (len(names) / 2 if plain else len(names) - 1)

    def section_of_table(self, block: Block, text: str, above: Section) -> Section:
        """A head with an action column makes the table a list of actions, unless it says otherwise."""
        kinds = set(self._kinds(block, text))
        if "action" not in kinds or above.key in ("direction", "contingency"):
            return above
        names = tuple(_cell_names(block.span.of(text)))
        of_acts = (name for at, name in enumerate(names) if not at or self._columns.get(name) == "action")
        if "status" in kinds and any(_EARLIER_COLUMN.match(name) for name in of_acts):
            return Section("follow_up", block.span)
        if above.key == "follow_up" and ("status" in kinds or not kinds & {"owner", "deadline"}):
            return above
        return Section("direction", block.span if above.key == "follow_up" else above.heading or block.span)

    def columns_of_acts(self, block: Block, text: str) -> ActColumns | None:
        """Which column of a table's head names acts, and which what became of them.

        None where none does, or another is neither who nor by when, and known.
        """
        kinds = self._kinds(block, text)
        told = {"action", "owner", "deadline", "status", "other"}
        if "action" not in kinds or not {"owner", "deadline"} & set(kinds) or not told.issuperset(kinds):
            return None
        status = kinds.index("status") if "status" in kinds else None
        return ActColumns(kinds.index("action"), status, len(kinds))

    def _kinds(self, block: Block, text: str) -> list[str | None]:
        """Of each column that a table's head names."""
        return [self._columns.get(name) for name in _cell_names(block.span.of(text))]

    def is_prompt(self, block: Block, text: str) -> bool:
        """Guidance that the form printed and the writer left."""
        plain = block.span.of(text).strip().lower()
        if _DAYS.search(plain):
            return False
        return bool(
            re.match(r"^[\[(<].*[\])>]$", plain) and any(p in plain for p in self._words.prompts)
        ) or plain.lstrip("([*").startswith(self._words.prompts)

    def is_silent(
        self, span: Span, text: str, *, in_head: bool, acting: bool = False, item: bool = False
    ) -> bool:
        """Names, dates, status, greeting, sign-off, next date, 'N/A' (ruling 21).

        In a list of actions (`acting`) a row of a noun, a name and a date, or 'NRM by 21/02', is an act; so is an
        `item` of it with a word without a capital that is no day ('Contingency plan B form (SP) (8/12)').
        """
        line = span.of(text).strip()
        if self._says_nothing(line):
            return True
        if self._signs_an_act(line):
            return False
        field = OF_AN_ACT.fullmatch(line)
        if field and field["whose"] and len(field["rest"].split()) <= _NAMES and " to " not in field["rest"]:
            return True
        fields = _OF_A_NAME.sub(" ", line) if len(_LABELLED.findall(line)) > 1 else line
        if self._names_a_field(line) and self._mostly_names(fields):
            return True
        if (
            len(line.split()) <= 8
            and re.match(r"^(?:next|date of next)\b", normalise(line))
            and self._mostly_names(line)
        ):
            return True
        fields_below = "\n" in line and re.search(r"[A-Za-z]{3}", line.partition("\n")[0])
        if acting and fields_below:
            return False
        if acting and re.search(r"[A-Za-z]{3}", line) and (_ITEM.search(line) or _TOLD_TO.match(line)):
            return False
        if _SIGN_OFF.match(line) or re.match(r"^from\s+[A-Z][a-z]+(?:\s*\(.*\))?$", line):
            return True
        if item and _THING.search(_DATEISH.sub(" ", line)):
            return False
        return self._mostly_names(line) and (in_head or bool(_DATEISH.search(line)))

    def _signs_an_act(self, line: str) -> bool:
        """'Visit dad (Ify - 10 working days)': words that are no heading, with who and when in brackets."""
        found = _SIGNED_ACT.fullmatch(line)
        return (
            found is not None
            and bool(re.search(r"[a-z]", found["act"]))
            and (normalise(found["act"]) not in self._keys)
        )

    def _says_nothing(self, line: str) -> bool:
        """'N/A' and its like, greetings, and what a program writes under a message."""
        plain = normalise(line)
        first = plain.split(",")[0]
        greets = first in self._greetings or first.startswith(self._greeting_words)
        nothing = plain in self._blanks or not re.search(r"\w", line) or bool(_FOOT.match(line))
        return nothing or (greets and len(plain.split()) <= 4)

    def _names_a_field(self, line: str) -> bool:
        found = _FIELD.match(line)
        if found and normalise(found["label"]) in self._labels:
            return True
        first = normalise(line.split(" ")[0])
        if line.rstrip().endswith(":"):
            return False
        return first in self._labels and len(line.split()) <= 6 and self._mostly_names(line)

    def _mostly_names(self, line: str) -> bool:
        """True when nothing is left but labels, names, dates and numbers."""
        if len(line.split()) > 24:
            return False
        rest = _DATEISH.sub(" ", line.replace("’", "'"))
        lowered = rest.lower()
        # Where all are capitals they tell no name.
        shouted = line.isupper() and len(_plain_words(lowered)) > _SHOUTED
        names = () if shouted else _CAPITALISED.findall(rest)
        written = {w.lower() for w in names}
        # Most lines have a word that is part of no label, so that taking labels out leaves it.
        if not set(_plain_words(lowered)) - written <= self._no_names:
            return False
        for label, pattern in self._label_patterns:
            lowered = pattern.sub(" ", lowered) if label in lowered else lowered
        return set(_plain_words(lowered)) - written <= _NO_WORDS


_OF_A_NAME = re.compile(r"\(\w+(?:\s\w+)?\)")
"""What one of several fields of a line says of its name: 'Supervisor: P. Rasmussen (agency TM)   SW: Dee A.'."""
_LABELLED = re.compile(r"[A-Za-z]:\s")
_STATUS = frozenset(
    (
        "cp cin plan lac cla child protection in need neglect emotional physical sexual abuse harm "
        "category open pre proceedings full care interim order section only present apologies"
    ).split()
)


_NO_WORDS = _STOP | _STATUS
_TOPICS = frozenset({"update", "progress", "voice", "thinking", "risk"})
_ANSWERED = re.compile(
    r"(?i)\W*(?:not |part(?:ly|ially)? |all |now )?(?:done|completed?|booked|sent|made|outstanding|o/s|ongoing|yes|no|n/a|in progress|met|achieved|✓|✔|✗)(?!\w)"
)
_TOLD = 10
"""Words from which on what stands beside a topic, below a list of earlier actions, is news and no item of it."""
_OVER_OTHERS = re.compile(
    r":\s*$|^\W*(?i:what|how|who|why|when|where|is|are|do|does|has|have|if)\b|^[^a-z]+$"
)
"""A line that heads those below it though no blank line parts it from those above: 'AT BIRTH', 'What if not?'."""
_AMID = 2
"""Line ends between the line before one and the line after it where no blank line parts them."""
_FACTS = 6
"""Words up to which what stands beside an act is nothing but its owner and its day."""
_FEW_WORDS = 4
"""Words below which the second cell of a row is no answer to the first."""
_DATED_LIST = re.compile(
    r"\W*(?i:(?:to\s+(?:do|be\s+(?:done|completed|finished))|actions?|tasks?|jobs?|due|all|for)\b[ ,:–-]*)?(?:[A-Z][\w.’'-]*(?:\s*(?:&|and|\+|/)\s*[A-Z][\w.’'-]*|\s[A-Z][\w.’'-]*)?)?\s*"
    r"(?:\([^)]*\))?[ ,:–-]*(?<!\w)(?i:by|before|within|w/c)\s[^.;!?]{2,40}(?:\s(?i:unless|except|if not)\s[^.;!?]{2,40})?:?$"
)
"""'To do by Tuesday 15 April', 'Sunny, before leave starts 9/8' over bullets."""
WHAT_ONE_DOES = re.compile(
    r"\W*(?i:what)\s+(?P<who>(?!(?i:the child|i|we|you|he|she|they|it|mum|dad)\b)[A-Z][\w'’&.-]*(?:\s[A-Z][\w'’&.-]*)?)\s+(?i:will\s+do|does|is\s+to\s+do|is\s+doing|has\s+agreed\s+to\s+do|took\s+away|takes\s+away|will\s+take\s+away)\W*$"
    r"|\W*(?P<will>(?!(?:I|We|You|He|She|They|It|What|Who|This|That)\b)[A-Z][\w'’&.-]*(?:\s[A-Z][\w'’&.-]*)?)\s+(?i:will|to)(?:\s+(?i:do|complete))?(?:\s+(?i:the\s+following))?(?:,?\s*(?i:all\s+)?(?i:by|before)\s[^:;.!?]{2,30})?:\W*$"
    r"|\W*(?i:by|before)\s[^,:;.!?]{2,24}?,?\s(?P<then>[A-Z][\w'’-]+)\s+(?i:will|to|is\s+to):\W*$"
    r"|\W*(?i:actions?|tasks?|jobs?|directions?)\s+(?i:for)\s+\w[^.;?!]{1,70}:\s*$"
)
"""'What PA does:', 'Actions for you by 20 June unless I've put something else:'."""
FLAT_HEAD = re.compile(
    r"(?im)(?:^|\s)(?:no\.?\s+)?(?:agreed\s+)?(?:actions?|what|details|tasks?)\s+(?:owner|who|responsible|person\s+responsible|lead|by\s+whom)\s+(?:by\s+when|when|timescales?|due(?:\s+date)?|deadline|date|target(?:\s+date)?)\b(?:\s+rag\b)?(?!\s*\?)"
)
"""The head of a table whose cells an export has run together: 'Action Owner Due RAG'."""
HEAD_OF_RECORD = 400
"""Characters in which a record names those who were there."""
_THE_DAY = r"(?:,?\s*(?i:all\s+)?(?i:by|before|within|on)\s[^:;!?]{2,36}?,?)?"
_FIRST_ITEM = re.compile(r"[ \t]*\(?(?:1|a)[.)][ \t]")
LEADS_LIST = re.compile(
    rf"(?i:over\s+to)\s+(?P<over>[A-Z][\w'’-]+)\b"
    rf"|(?:^|[^\w'’])(?P<whose>[A-Za-z][\w'’-]+),\s+(?i:(?:here['’]?s\s+|this\s+is\s+)?your)\s+(?i:list|actions?|tasks?|jobs?)\b"
    rf"|(?i:from)\s+(?P<you>(?i:you))\s+(?i:I\s+(?:need|want|would\s+like))\b"
    rf"|^\W*(?i:(?:all\s+)?to\s+be\s+(?:done|completed|finished)\s+by)\s+(?P<done>[A-Z][\w'’-]+){_THE_DAY}\s*:?\W*$"
    rf"|^\W*(?i:(?:so|and|then)\s+)?(?i:from)\s+(?i:the\s+)?(?P<from>me|[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)\s*:\W*$"
    rf"|^\W*(?i:all|everything|these|those|(?:all\s+)?the\s+following)\b[^.;!?]{{0,24}}\s(?i:sits?|rests?|lies?|is|are)\s+(?i:with|for|down\s+to)\s+(?P<with>[A-Z][\w'’-]+)"
    rf"|^\W*(?i:the\s+following|these|all(?:\s+of\s+(?:this|these))?)\s[^.;!?]{{0,30}}\b(?i:by|before|within)\s[^:;!?]{{2,36}}:\W*$"
    rf"|^\W*(?:\w+\s)?(?i:list|actions?|tasks?|jobs?)\s+(?i:for)\s+(?P<list>[A-Z][\w'’-]+),?\s[^.;!?]{{2,60}}:\W*$"
    rf"|^\W*(?P<while>[A-Z][\w'’-]+)\s+(?i:while|when|during|until|from|after|next|this)\b[^.;!?,]{{2,30}}:\W*$"
    rf"|^\W*(?i:actions?|tasks?|jobs?|to[\s-]do)\b[^.;!?()]{{0,24}}(?:\s[–-]\s(?P<lead>[A-Z][\w'’-]+)\s+(?i:to\s+lead|to\s+do|leads?)\b|\((?P<aside>[A-Z][\w'’-]+)(?:\s(?i:to\s+do|unless|all)[^()]*)?\))"
    rf"|(?i:are|is)\s+for\s+(?P<meant>[A-Z][\w'’-]+)\b[^.;!?]{{0,40}}:\W*$"
    rf"|^\W*(?i:actions?|tasks?|jobs?|to[\s-]do(?:\s+list)?)\s+(?i:for)\s+(?P<for>[A-Z][\w'’-]+){_THE_DAY}\s*[:.]?\W*$"
    rf"|\b(?:to|will(?:\s+have)?|please|pls)(?:\s+(?:do|complete|action|progress|prioritise|take\s+forward|(?:get|have)\s+(?:these|this|those|all\s+(?:this|these)|the\s+following)\s+(?:done|finished|completed|ready)))?(?P<following>\s+(?:all\s+)?(?:of\s+)?the\s+following(?:\s+\w+)?)?{_THE_DAY}\s*(?:[:–-]|(?(following)[.]?|:))\W*$"
)
"""What stands over a list of acts and says whose they are: 'I have asked Jo to:', 'Jo will do the following by Friday.'"""
_LONGEST_LEAD = 20
"""Words of such a line."""
_NAME_ALONE = re.compile(r"[A-Z][a-z’'-]+(?:\s(?:[A-Z][\w’'.-]*|&|and|\+)){0,3}\s*:?")
FOR_WHOM = re.compile(
    r"\W*(?i:for)\s+(?i:the\s+)?(?!(?i:discussion|info\w*|noting|next|decision|actions?|review|follow|now|today|consideration|sign|all\b|every|any))"
    r"(?P<who>[A-Za-z][\w'’./&-]*(?:\s(?!(?i:by|before)\b)[\w'’./&-]+){0,4})\s*(?P<aside>\([^)]*\))?\s*(?:[,–-]?\s*(?i:by|before)\s[^:;!?]{2,30})?:?\W*$"
)
"""'For education welfare:', 'For Beth, by Friday 10 May:' over what they are to do."""
NAME_OVER_LIST = re.compile(
    r"(?P<who>[A-Z][\w'’-]*(?:/[A-Z][\w'’-]*|\s(?:[A-Z][\w'’-]*|&|and|\+)){0,3})(?P<aside>\s\((?:[^()]{2,40}|(?:his|her|their)\s[^()]{2,60})\))?\s*(?:,\s*(?:by|before)\s[^.;:!?]{2,30}|,\s+[^.;:!?]{2,30}(?=:)|,?\s+(?:also|other|too|as\s+well))?\s*[:–-]?"
)
_DATED_ALONE = re.compile(
    r"(?i)(?:\W*all\s+)?(?:to\s+be\s+(?:done|completed|finished)\s+)?(?:today|tonight|tomorrow|this\s+(?:week|month)|next\s+(?:week|month)|(?:before|b4|within|w/c|week\s+of)\s+[^\s.;:!?]+(?:\s+[^\s.;:!?]+){0,5}"
    r"|by\s+(?:the\s+)?(?:\d|end|next|hearing|review|conference|panel|noon|cop|today|tomorrow|this|his|her|their|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|(?-i:[A-Z]{2,})|[a-z]+\s+(?:day|meeting|mtg|date|deadline))[^\s.;:!?]*(?:\s+[^\s.;:!?]+){0,5})\s*:?"
)
"""'BY FRIDAY', 'Before the PLO review' over what is to be done."""
_NO_DATE = re.compile(r"(?i)\W*(?:no|without\s+an?)\s+(?:date|timescale|deadline)s?(?:\s+(?:yet|set))?\W*")
THEIR_LIST = re.compile(r"\W*(?P<who>[A-Z][\w-]*)['’]s\s+(?i:actions?|tasks?|jobs?|list|to[\s-]dos?)\b")
"""'Farida's actions - all by 15 March'."""
_ALL_BY = re.compile(r"(?i)\((?:all\s+)?(?:by|before|within)\b[^()]{2,50}\)\s*:?$")
"""'4. Actions agreed (all by 18 July unless another date is given)'."""
_BIDS = re.compile(
    r"(?i:Go|See|Ring|Take|Ask|Write|Send|Get|Book|Chase|Visit|Speak|Call|Check|Email|Find|Bring|Tell|Make|Read|Talk|Meet|Draft|Complete|Finish|Text)\s"
)
"""What a line under a name begins with where it bids the named."""
_TO_DO_FOR = re.compile(
    r"(?i:to\s+do|actions?|tasks?|jobs?|for)\s*[:–-]?\s+(?:for\s+)?(?:[A-Z][A-Za-z’'-]+(?:\s(?:[A-Z][\w’'.-]*|&|and|\+)){0,3}|me|myself)\s*:?"
)
"""'To do – Maxine' over bullets."""
_SAYS = re.compile(
    r"^(?!(?:[A-Z]{1,3}\W+)?(?:WHAT|HOW|WHO|WHERE|WHY|WHEN)\b).*\s(?:NOT|NEVER|IS|ARE|HAS|HAVE|WAS|SAYS|WANTS|TO (?:RING|CHASE|SEE|TAKE|REFER|CALL|VISIT|SEND|ASK))\b"
)
"""Words of a sentence in capitals."""
_HEADING_WORDS = 7
_EARLIER_HEAD = re.compile(
    r"(?:actions?|tasks?|review|prev|previous(?:ly)?|last|outstanding|o / s|completed|earlier|historic|status|check|feedback)\b"
)
_OF_NUMBERED = re.compile(r"^(?:action|task|direction|step) \d{1,2} (?=[a-z])")
"""'Action 1 by whom' names what 'By whom' does."""
_SIGNED_ACT = re.compile(
    r"(?P<act>[^()]+)\([A-Z][^()]*?\s[-–]\s(?:by|before|next|this|within|once|w/c|\d)[^()]*\)\W*"
)
_UNNUMBERED = re.compile(r"\??\s(?:\d{1,2}|\(\d{1,2}\))$")
"""'Action 1' names what 'Action' does."""
_HAS_VERB = re.compile(r"\b(?:was|were|are|is|has|have|had|been|not|all|some|most|none|done|to)\b")
_TELLS_TO_ACT = re.compile(
    r"(?:continue|cont|carry on|keep|maintain|complete|finish|chase|arrange|book|send|refresh|await)\s+\w"
    r"|(?!.*\b(?:actions?|tasks?|work|areas?|issues?|items?|decisions?|outcomes?|needs|risks?|things?|steps?|what) to be\b)"
    r".+\sto be\s\w"
)
"""'Continue safety plan', 'Safety plan to be refreshed' in a list of actions: acts, whatever heading their words are."""
_DAYS = re.compile(r"\d|\b(?:today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday)\b")
"""What a form prints names no day."""
TITLE_WORDS = 7
"""Words up to which a line may be a title, whatever it tells."""
_TELLS = re.compile(
    r"\.\s+[A-Z][a-z]+\s+[a-z]"
    r"|\b(?:to\s+(?:see|ring|visit|call|chase|book|speak|send|write|ask|take|meet|do|have|be|get|give|make|find|complete|"
    r"arrange|update|share|finish|confirm|check|tell|bring|look|let|put|keep)|because|will\s+[a-z]+)\b"
    r"|\b(?:agreed\s+[a-z]+|better|worse|no change)\b"
)
"""A first line that tells something is no title, though it begins like one."""
NUMBERED_LINE = re.compile(r"[ \t]*\(?(?P<number>\d{1,2})[.)][ \t]")
"""A line of a numbered list, to its number."""
_TOLD_WHOM = re.compile(
    r"(?!Things?\b|What\b|Work\b|Tasks?\b|Jobs?\b)[A-Z][\w.'’-]*(?:\s\([^()]+\))?\s+to\s+[a-z]+\s+\S"
)
"""'Helen to do this before Christmas': an act, though short enough for a heading."""
_FOOT = re.compile(
    r"(?i)\W*(?:sent from my\b|(?:tel|mob|mobile|phone|direct dial)\b\s*[:.]?\s*[\d(+]|please consider the environment|this e-?mail\b|get outlook for)"
)
_NAMES = 4
"""Words up to which a field is nothing but who is to act."""
_SHORT_ASIDE = 3
"""Words in brackets up to which they may be a heading: '[LAST WK]'."""
_SHOUTED = 3
"""Words up to which a line of capitals may be a name and a role."""
_CAPITALISED = re.compile(r"(?<![\w'])[A-Z][\w']*")
_plain_words = re.compile(r"[a-z']{2,}").findall


def _words_of_key(key: str) -> str:
    """A key's words, without the number behind them."""
    return re.sub(r"[._\d]+", " ", key).strip().lower()


_BOUNDS = ("By", "Before", "Until")
"""'By TAF (11/2)' is a day over a list."""


def _over_bullets(block: Block, text: str, following: Block | None) -> bool:
    """Whether a line stands directly over a list: its first bullet, or its first number or letter."""
    if following is None or block.kind is not Shape.PARAGRAPH:
        return False
    if following.kind is not Shape.BULLET and not _FIRST_ITEM.match(text, following.span.line_start(text)):
        return False
    return not blank_line_between(text, block.span.end, following.span.start)


def _cell_names(row: str) -> Iterator[str]:
    """The cells of a row, as normalised."""
    words = row.strip().strip("|")
    cells = (cell.of(words) for cell in cells_of_row(words, Span(0, len(words))))
    return (normalise(cell) for cell in cells if cell.strip())


def _index(lists: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Phrase -> key, and the phrases of more than one letter, longest first."""
    return _index_cached(tuple((key, tuple(phrases)) for key, phrases in lists.items()))


@lru_cache(maxsize=8)
def _index_cached(
    lists: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[dict[str, str], tuple[str, ...]]:
    by_phrase = {normalise(phrase): key for key, phrases in lists for phrase in phrases}
    return by_phrase, tuple(sorted(by_phrase, key=lambda p: (-len(p.split()), -len(p), p)))
