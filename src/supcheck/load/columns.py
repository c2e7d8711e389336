"""An export's layout: which column is what, guessed from its names and never in silence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateutil.parser import ParserError, parse

from supcheck.records import Kind

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": (
        "recordid",
        "record",
        "casenoteid",
        "factcasenoteid",
        "formid",
        "workflowstepid",
        "noteid",
        "id",
        "supervisionid",
        "recordref",
        "reference",
        "documentid",
        "ref",
    ),
    "child": (
        "childid",
        "personid",
        "dimpersonid",
        "mosaicid",
        "lcsid",
        "clientid",
        "childuniqueid",
        "child",
        "childref",
        "client",
        "person",
        "subjectid",
        "childsid",
    ),
    "type": (
        "notetype",
        "casenotetype",
        "formname",
        "type",
        "category",
        "recordtype",
        "formtype",
        "entrytype",
    ),
    "title": ("title", "subject", "casenotetitle", "heading"),
    "held": (
        "eventdate",
        "eventdttm",
        "dateofevent",
        "supervisiondate",
        "dateofsupervision",
        "dateheld",
        "held",
        "startdate",
        "date",
        "meetingdate",
        "sessiondate",
        "discussiondate",
        "dateofmeeting",
    ),
    "written": (
        "createdon",
        "daterecorded",
        "authoriseddate",
        "finaliseddate",
        "lastupdated",
        "entered",
        "dateentered",
        "recordedon",
        "created",
        "written",
        "createddate",
        "caseformtimestamp",
    ),
    "worker": ("allocatedworker", "worker", "supervisee", "socialworker", "sw", "allocatedsw"),
    "manager": (
        "supervisor",
        "manager",
        "teammanager",
        "createdby",
        "author",
        "officeremail",
        "createdbyname",
        "tm",
        "completedby",
    ),
    "team": ("team", "allocatedteam", "teamname", "service"),
    "plan": ("plantype", "casestatus", "legalstatus", "plan", "childstatus"),
    "status": (
        "status",
        "formstatus",
        "notestatus",
        "finalised",
        "authorised",
        "recordstatus",
        "draft",
        "isdraft",
    ),
    "question": (
        "question",
        "fieldname",
        "field",
        "questiontext",
        "section",
        "prompt",
        "sectionname",
        "fieldlabel",
    ),
    "answer": ("answer", "answertext", "response", "value", "fieldvalue", "answervalue"),
    "text": (
        "note",
        "notes",
        "narrative",
        "text",
        "casenotecontent",
        "casenotetext",
        "discussion",
        "details",
        "body",
        "content",
        "notetext",
        "recordtext",
        "supervisiontext",
        "comments",
        "description",
    ),
}
"""What a column is for -> the names it goes by, without case, space or underscore."""

NULLS = frozenset({"", "null", "none", "nan", "n/a", "#n/a"})

_TYPES: tuple[tuple[Kind | None, re.Pattern[str]], ...] = (
    (
        None,
        re.compile(
            r"(?i)supervised\s+(?:contact|family)|supercont|supervision\s+order|supervis(?:ed|ion)\s+visit|clinical|fostering\s+supervision"
        ),
    ),
    (
        Kind.OVERSIGHT,
        re.compile(
            r"(?i)oversight|manager'?s?\s+decision|management\s+decision|key\s+decision|\bm/?o\b|\bmdr\b|head\s+of\s+service"
        ),
    ),
    (
        Kind.DISCUSSION,
        re.compile(
            r"(?i)case\s+discussion|clinic|unit\s+meeting|group\s+(?:case\s+)?(?:supervision|discussion|reflect)|case\s+consultation|pod\s+meeting|reflective\s+group"
        ),
    ),
    (Kind.SUPERVISION, re.compile(r"(?i)supervision|\bcsup\b|\bsup\b")),
)
"""The first that fits decides; None: it only sounds like supervision."""

_DRAFT = re.compile(
    r"(?i)^(?:draft|incomplete|in\s+progress|not\s+finalised|unfinalised|started|open\s+draft)$"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Column names by what they are for; `rest` are those that stand for nothing known."""

    columns: Mapping[str, str]
    rest: tuple[str, ...]

    @property
    def long(self) -> bool:
        """Question and answer rows, of which several make a record."""
        return "question" in self.columns and "answer" in self.columns

    def of(self, row: Mapping[str, str], use: str) -> str | None:
        """The row's value for a use; None where it has none or says NULL."""
        name = self.columns.get(use)
        value = row.get(name, "").strip() if name else ""
        return None if value.lower() in NULLS else value


def plain_name(column: str) -> str:
    """A column's name without case, space, underscore or mark."""
    return re.sub(r"[^a-z0-9]", "", column.lower())


def guess(header: Sequence[str]) -> Layout | str:
    """The layout that the header tells, or one line saying what is missing or twice there."""
    by_name = {plain_name(column): column for column in header}
    columns: dict[str, str] = {}
    for use, aliases in ALIASES.items():
        found = [by_name[alias] for alias in aliases if alias in by_name]
        if use == "text" and len(found) > 1:
            return f"more than one column may hold the text: {', '.join(found)}"
        if found and found[0] not in columns.values():
            columns[use] = found[0]
    if "text" not in columns and not ("question" in columns and "answer" in columns):
        return f"no column holds the text; the columns are {', '.join(str(c) for c in header)}"
    used = set(columns.values())
    return Layout(columns, tuple(column for column in header if column not in used))


def kind_named(value: str | None) -> Kind | str | None:
    """The record's type; a text says why a row of that type is left out; None says nothing known."""
    if value is None:
        return None
    for kind, pattern in _TYPES:
        if pattern.search(value):
            return kind if kind is not None else f"not a supervision record: type {value}"
    return f"not a supervision record: type {value}"


def is_draft(value: str | None) -> bool:
    """True for a status that says the record is not finished."""
    return value is not None and bool(_DRAFT.match(value))


def day_of(value: str | None) -> dt.date | None:
    """A date as councils write it, day first unless ISO; None where it cannot be read."""
    if value is None:
        return None
    try:
        day = parse(value, dayfirst=not re.match(r"\d{4}-\d", value), default=dt.datetime(1900, 1, 1)).date()
    except (ParserError, OverflowError, ValueError):
        return None
    return day if day.year > _FIRST_YEAR else None


_FIRST_YEAR = 1980
"""'4 March' and '14:30' have no year, and no day that can be told."""
