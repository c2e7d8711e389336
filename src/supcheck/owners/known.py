"""Whom one record knows: its workers, roles, initials and family, and who of them may be told to act."""

from __future__ import annotations

import re

from supcheck.chat import speaker, speakers
from supcheck.events import event_of
from supcheck.headings import HEAD_OF_RECORD
from supcheck.naming import JOB_ALONE, TITLE, capitalised, known_names, names_that_act, patterns, quietened
from supcheck.people import children, initials, people
from supcheck.records import Record, Span
from supcheck.words import Words

NO_INITIALS = frozenset(
    "EOW EOD EOM COP COB TBC TBA ASAP PEP CIN CP FGC EHCP RAG AM PM NA PLO LAC CLA RHI NRM ICPC RCPC MASH DONE OK".split()
)
"""What may stand between dashes in capitals and is nobody."""
_INITIALS = re.compile(r"[A-Z]\.\s?[A-Z]\.?|[A-Z]{2}")
_CAPITALS = re.compile(r"[A-Z][a-z'’]+(?:/[A-Z][a-z'’]+)?")
_TITLED = re.compile(rf"{TITLE}\s[A-Z][\w'’-]+")
_SERVICE = re.compile(
    r"(?i)\b(?:worker|nurse|visitor|finder|officer|manager|teacher|lead|team|service|welfare|services|desk|support|school|nursery|carers?|SW|FSW)$"
)
"""What a worker, an agency or a service is called at its end."""
_NO_NAME_ENDINGS = tuple("tion tions sion ment ments ance ence ity ing ings ness als ship".split())
"""'Visits to continue', 'Going to PLO': nouns that stand where a name may."""


class Known:
    """The names of one record."""

    def __init__(self, record: Record, words: Words) -> None:
        self._text = record.text
        self._child = (record.child or "").lower()
        self._nobody, self._no_names, self.roles, self.family, self.field_names = known_names(words)
        self._jobs = frozenset(role.lower() for role in words.roles)
        named = people(record, words)
        self._workers = frozenset(name.lower() for name in named)
        self.initials = initials(record, words)
        self.patterns = patterns(words)
        self.said = capitalised(quietened(record.text), named)
        """The record's text, character for character, with its workers' names written with capitals."""
        self.children = children(record)
        self._named = (frozenset(names_that_act(record)) | self._workers) - self.children
        self.speakers = _speakers(record, self.field_names)

    def is_owner(self, name: str) -> bool:
        """A role, a name or initials, and not 'all', the child, or a common word."""
        if name.strip(" .") in self.initials:
            return True
        plain = name.strip(" .").lower()
        if not plain or plain in self._nobody or plain == self._child:
            return False
        if plain in self._no_names and plain not in self._workers:
            return False
        if plain.startswith("all ") and plain[4:] in self._nobody | self.roles:
            return False
        if plain in self._workers:
            return True
        titled = _TITLED.fullmatch(name.strip(" ."))
        return bool(titled) or plain in self.roles or not plain.endswith(_NO_NAME_ENDINGS)

    def is_known(self, name: str) -> bool:
        """A role, or a name that this record gives to a worker or to somebody who is to act."""
        first = re.split(r"\s*(?:/|\+|&|\band\b|\s)\s*", name)[0]
        if first in self.initials:
            return True
        return name.lower() in self.roles or first.lower() in self.roles or first.lower() in self._named

    def may_be_told(self, name: str) -> bool:
        """A worker, by name or job: neither family, nor an agency, nor a topic ('Dentist. Book him in.')."""
        first = re.split(r"\W", name.lower())[0]
        if _TITLED.fullmatch(name):
            return True
        works = first in self._named or name.lower() in self._jobs or bool(JOB_ALONE.fullmatch(name))
        if name not in NO_INITIALS and _INITIALS.fullmatch(name):
            return True
        return works and first not in self.family and self.is_owner(name)

    def may_be_meant(self, who: str, *, aside: bool) -> bool:
        """Whom 'For …:' may be about: a worker, an agency, a name; a relation with an aside ('for dad (agreed)')."""
        first = who.split()[0]
        if not self.is_named(who) or re.search(r"\d", who) or event_of(who) or first.lower() in self.children:
            return False
        if first.lower() in self.family:
            return aside or first[0].isupper()
        return bool(self.is_known(who) or _SERVICE.search(who) or self.is_a_name(first))

    def is_a_name(self, word: str) -> bool:
        """Written with a capital elsewhere, and never small: 'SLEEP' is none where the record speaks of sleep."""
        named = rf"(?<![\w'’]){re.escape(word.title())}(?![\w])"
        small = rf"(?<![\w'’]){re.escape(word.lower())}(?![\w])"
        if word.lower() in self.children or re.search(small, self._text):
            return False
        return bool(re.search(named, self._text.replace(f"{word}:", ""))) or word in self.initials

    def is_called_so(self, shouted: str) -> bool:
        """Of a name in capitals: a role, a service, or a name that the record has in small letters too."""
        plain = shouted.lower()
        titled = _TITLED.fullmatch(shouted.title())
        return bool(titled or plain in self.roles or _SERVICE.search(shouted)) or self.is_a_name(shouted)

    def is_of_the_head(self, name: str, before: int) -> bool:
        """Whether the record names somebody so where it says who was there; or a role, or family."""
        first = name.split()[0]
        if {name.lower(), first.lower()} & (self.field_names | self._no_names | self._nobody | self.children):
            return False
        head = self._text[: min(HEAD_OF_RECORD, before)]
        seen = re.search(rf"(?i)(?<!\w){re.escape(first)}(?!\w)", head)
        return self.is_known(name) or (bool(seen) and self.is_a_name(first))

    def is_named(self, name: str) -> bool:
        """What a field says of who is to act: anybody but 'all', 'TBC' or a dash."""
        plain = name.strip(" .()[]").lower()
        nobody = plain in self._nobody or re.match(
            r"(?:all|see|as|to be|not|none|n/?a|tb[ca]|un(?:allocated|assigned)|(?:please )?(?:select|choose))\b",
            plain,
        )
        return bool(re.search(r"[a-z]", plain)) and not nobody

    def is_a_role(self, cell: str) -> bool:
        """A role, a relation or an agency."""
        return cell.strip(" .").lower() in self.roles

    def names_somebody(self, part: Span, *, strictly: bool = False) -> bool:
        """Whether a part of an item is a name or initials; `strictly`: of somebody who is known, but no family."""
        name = part.of(self.said).strip(" .()[]")
        if not self.is_owner(name) or name in NO_INITIALS:
            return False
        if strictly:
            return self.is_role_or_works_here(name) and name.lower() not in self.family
        initials_ = re.fullmatch(r"[A-Z]{2,3}(?:\s?[/+&]\s?[A-Z]{2,3})*", name)
        return bool(initials_) or bool(self.patterns.several.fullmatch(name) and self.is_known(name))

    def may_be_a_name(self, part: Span) -> bool:
        """Whether a part of an item between an act and its day is written as a name, or two, and is no child's."""
        name = part.of(self.said).strip(" .")
        named = self.patterns.several.fullmatch(name) or _CAPITALS.fullmatch(name)
        return bool(named) and self.is_owner(name) and name.lower() not in self.children

    def writes(self, name: str) -> bool:
        """Whose report an act is about: a worker, or somebody with a title."""
        return (self.works_here(name) or bool(_TITLED.fullmatch(name))) and name.lower() not in self.children

    def works_here(self, name: str) -> bool:
        """Somebody whom this record shows at work, by name."""
        return name.lower() in self._named

    def is_role_or_works_here(self, name: str) -> bool:
        """A role, or somebody whom this record shows at work."""
        known = name.lower() in self.roles or name.lower() in self._workers
        return known or name.strip(" .") in self.initials or self.works_here(name)


def _speakers(record: Record, known: frozenset[str]) -> frozenset[str]:
    """Who speaks in a record that is a chat for the most part; beside fewer turns 'Kat: …' is an act of Kat's."""
    talking = speakers(record.text, record.blocks, known)
    turns = sum(speaker(block.span.of(record.text)) in talking for block in record.blocks)
    return talking if 2 * turns > len(record.blocks) else frozenset()
