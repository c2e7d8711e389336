"""An export's layout: which column is what, by a named layout or by its names, never guessed in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from supcheck.load.cells import null
from supcheck.records import Kind

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": (
        "recordid casenoteid factcasenoteid factformid formid workflowstepid noteid supervisionid recordref"
        " documentid instanceid",
        "id reference ref record",
    ),
    "child": (
        "childid personid dimpersonid mosaicid lcsid clientid childuniqueid childref subjectid childsid"
        " answerforsubjectid",
        "childreference childnumber personreference personref personnumber icsid eclipseid carefirstid",
        "child client person",
    ),
    "type": (
        "notetype casenotetype formname recordtype formtype entrytype dimassessmenttemplateiddesc"
        " designsubname dimlookupcasnttypeiddesc",
        "dimlookupcasnttypeidcode designname",
        "type category",
    ),
    "title": ("casenotetitle", "title", "subject", "heading"),
    "held": (
        "eventdate eventdttm dateofevent supervisiondate dateofsupervision dateheld held meetingdate"
        " sessiondate discussiondate dateofmeeting dateofdiscussion",
        "startdate date",
        "casenotedate notedate dateofnote recorddate dateandtime datetime",
    ),
    "written": tuple(
        "daterecorded dateentered recordedon createdon createddate created createddttm entered written"
        " caseformtimestamp authoriseddate finaliseddate datecompleted lastupdated".split()
    ),
    "worker": ("allocatedworker", "supervisee", "socialworker", "allocatedsw", "worker", "sw"),
    "manager": tuple(
        "supervisor manager teammanager tm author createdbyname createdby completedby officeremail"
        " createdbyemail".split()
    ),
    "team": ("team", "teamname", "allocatedteam", "service"),
    "plan": ("plantype", "plan", "legalstatus", "casestatus", "childstatus"),
    "status": tuple(
        "formstatus notestatus recordstatus instancestate status finalised authorised draft isdraft".split()
    ),
    "question": (
        "question questiontext fieldlabel prompt dimassessmenttemplatequestioniddesc",
        "controlname section sectionname fieldname field",
    ),
    "answer": ("answer answertext answervalue response fieldvalue", "value shortanswervalue"),
    "text": (
        "note notes narrative text casenotecontent casenotetext discussion details body content notetext"
        " recordtext supervisiontext supervisionnotes comments description",
        "casenote casenotes supervisionnote supervisionrecord supervisioncontent supervisiondiscussion"
        " recordofsupervision recordofdiscussion discussionnotes notebody freetext",
        "entry contents detail comment summary",
    ),
}
"""What a column is for -> the names it goes by, without case, space or underscore; the best first.

Two names that say it equally well are an ambiguity; a name of an earlier group goes before a later one.
"""

NATIONAL = frozenset(
    "upn uniquepupilnumber formerupn nhs nhsno nhsnumber uln uniquelearnernumber nino ninumber".split()
)
"""Numbers that follow a person everywhere: never taken as a child's id."""

_MOST_NAMED = 12
_LONGEST_NAME = 40
"""Characters of a column's name; what is longer is a note in a row that is no head."""


@dataclass(frozen=True, slots=True)
class ExportReading:
    """How an authority says that its exports are to be read: `columns` and `types` of `.supcheck.yaml`."""

    columns: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Use -> column; `text` may name several columns, each then a section of the record."""
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """supervision, discussion, oversight or leave_out -> names of note types."""


@dataclass(frozen=True, slots=True)
class NamedLayout:
    """How one kind of system gives its records, with an example that is itself a test."""

    name: str
    title: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    """Use -> column of the header."""
    marks: tuple[str, ...]
    """The columns that together tell it."""
    kind: Kind | None = None
    """What every row is, where it is a list of one kind only and has no column of types."""


LAYOUTS: tuple[NamedLayout, ...] = (
    NamedLayout(
        "liquidlogic-answers",
        "question and answer rows, as Liquidlogic's forms give them",
        tuple(
            "FACT_FORM_ID DIM_PERSON_ID DIM_ASSESSMENT_TEMPLATE_ID_DESC EVENT_DTTM CREATED_DTTM ANSWER_NO"
            " DIM_ASSESSMENT_TEMPLATE_QUESTION_ID_DESC ANSWER".split()
        ),
        {
            "id": "FACT_FORM_ID",
            "child": "DIM_PERSON_ID",
            "type": "DIM_ASSESSMENT_TEMPLATE_ID_DESC",
            "held": "EVENT_DTTM",
            "written": "CREATED_DTTM",
            "question": "DIM_ASSESSMENT_TEMPLATE_QUESTION_ID_DESC",
            "answer": "ANSWER",
        },
        ("FACT_FORM_ID", "ANSWER"),
    ),
    NamedLayout(
        "liquidlogic-casenotes",
        "one row a case note, as Liquidlogic gives them",
        tuple(
            "FACT_CASENOTE_ID DIM_PERSON_ID DIM_LOOKUP_CASNT_TYPE_ID_CODE EVENT_DTTM SEEN_FLAG"
            " SEEN_ALONE_FLAG SEEN_BEDROOM_FLAG NOTE_TEXT".split()
        ),
        {
            "id": "FACT_CASENOTE_ID",
            "child": "DIM_PERSON_ID",
            "type": "DIM_LOOKUP_CASNT_TYPE_ID_CODE",
            "held": "EVENT_DTTM",
            "text": "NOTE_TEXT",
        },
        ("FACT_CASENOTE_ID", "EVENT_DTTM"),
    ),
    NamedLayout(
        "mosaic-notes",
        "one row a case note, as Mosaic's table gives them",
        tuple("id person_id note_type title created_on created_by last_updated_by note".split()),
        {
            "id": "id",
            "child": "person_id",
            "type": "note_type",
            "title": "title",
            "written": "created_on",
            "manager": "created_by",
            "text": "note",
        },
        ("id", "person_id", "note_type", "created_on", "note"),
    ),
    NamedLayout(
        "mosaic-api",
        "one row a case note, as Mosaic's programming interface names them",
        tuple(
            "mosaicId caseNoteId caseNoteTitle caseNoteContent createdOn createdByEmail createdByName"
            " noteType".split()
        ),
        {
            "id": "caseNoteId",
            "child": "mosaicId",
            "type": "noteType",
            "title": "caseNoteTitle",
            "written": "createdOn",
            "manager": "createdByName",
            "text": "caseNoteContent",
        },
        ("mosaicId", "caseNoteContent"),
    ),
    NamedLayout(
        "eclipse-answers",
        "question and answer rows, as Eclipse's forms give them",
        tuple(
            "INSTANCEID ANSWERFORSUBJECTID DESIGNGUID DESIGNSUBNAME INSTANCESTATE DATECOMPLETED CONTROLNAME"
            " ANSWERVALUE DATEANSWERVALUE".split()
        ),
        {
            "id": "INSTANCEID",
            "child": "ANSWERFORSUBJECTID",
            "type": "DESIGNSUBNAME",
            "status": "INSTANCESTATE",
            "written": "DATECOMPLETED",
            "question": "CONTROLNAME",
            "answer": "ANSWERVALUE",
        },
        ("INSTANCEID", "CONTROLNAME", "ANSWERVALUE"),
    ),
    NamedLayout(
        "case-view",
        "records with a form inside them, as a case view's JSON gives them",
        tuple(
            "recordId personId firstName lastName dateOfBirth formName dateOfEvent officerEmail"
            " caseFormTimestamp case_note_title note".split()
        ),
        {
            "id": "recordId",
            "child": "personId",
            "type": "formName",
            "title": "case_note_title",
            "held": "dateOfEvent",
            "written": "caseFormTimestamp",
            "manager": "officerEmail",
            "text": "note",
        },
        ("recordId", "personId", "formName", "dateOfEvent"),
    ),
    NamedLayout(
        "register",
        "a register, one row a supervision",
        (
            "Record ref",
            "Child ref",
            "Date of supervision",
            "Date recorded",
            "Plan type",
            "Team",
            "Social worker",
            "Supervisor",
            "Supervision notes",
        ),
        {
            "id": "Record ref",
            "child": "Child ref",
            "held": "Date of supervision",
            "written": "Date recorded",
            "plan": "Plan type",
            "team": "Team",
            "worker": "Social worker",
            "manager": "Supervisor",
            "text": "Supervision notes",
        },
        ("Date of supervision",),
        Kind.SUPERVISION,
    ),
)
"""The first whose marks all stand in the header decides those columns; the names decide the rest."""

OTHER = "columns known by their names"
"""The title of a layout that no table names."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Column names by what they are for; `rest` are those that stand for nothing."""

    columns: Mapping[str, str]
    rest: tuple[str, ...]
    title: str = OTHER
    texts: tuple[str, ...] = ()
    """The columns that hold the words, where several do."""
    kind: Kind | None = None
    """What every row is, where no column names types."""

    @property
    def long(self) -> bool:
        """Question and answer rows, of which several make a record."""
        return "question" in self.columns and "answer" in self.columns

    def of(self, row: Mapping[str, str], use: str) -> str | None:
        """The row's value for a use; None where it has none or says NULL."""
        name = self.columns.get(use)
        value = (row.get(name) or "").strip() if name else ""
        return None if null(value) else value


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a header gives no layout, and what to write."""

    reason: str
    hint: str
    use: str = ""
    """The use that one column's name would settle, where that is why."""
    columns: tuple[str, ...] = ()
    """The columns that may each be it; none where any may."""


@lru_cache(maxsize=4096)
def plain_name(column: str) -> str:
    """A column's name without case, space, underscore or mark."""
    return re.sub(r"[^a-z0-9]", "", column.lower())


def guess(header: Sequence[str], reading: ExportReading | None = None) -> Layout | Unfit:
    """The layout that the settings, a named layout or the columns' names tell, in that order."""
    said = (reading or ExportReading()).columns
    chosen = _said(header, said)
    if isinstance(chosen, Unfit):
        return chosen
    columns, texts = chosen
    named = next((one for one in LAYOUTS if _marked(one, header)), None)
    told = {**(_named(named, header) if named else {}), **columns}
    columns = dict(told)
    for use in ALIASES:
        if use in columns or _instead(use) & set(told):
            continue
        found = _by_alias(header, use, taken=set(columns.values()))
        if isinstance(found, Unfit):
            return found
        if found is not None:
            columns[use] = found
    if "text" not in said and not {"question", "answer"} <= set(columns):
        texts = _with_sections(header, columns)
        columns |= {"text": texts[0]} if texts else {}
    unfit = _settle(columns, set(said) & _WORDS or set(told) & _WORDS, header)
    if unfit is not None:
        return unfit
    used = {*columns.values(), *texts}
    rest = tuple(column for column in header if column not in used)
    title, kind = (named.title, named.kind) if named else (OTHER, None)
    return Layout(columns, rest, title, texts, kind)


SECTIONS: Final = frozenset(
    "actions action agreedactions actionsagreed newactions actionplan nextsteps directions"
    " managementdirection decision decisions managementdecision rationale reason reasons analysis"
    " reflection reflections reflectiveanalysis voice childsvoice voiceofthechild wishesandfeelings"
    " update progress risk risks"
    " riskanalysis contingency contingencyplan previousactions reviewofactions actionsfromlastsupervision"
    " recommendations worries strengths managersanalysis managementoversight".split()
)
"""Columns beside the text's, or in its place, that hold a part of the record under their own name."""


def _with_sections(header: Sequence[str], columns: Mapping[str, str]) -> tuple[str, ...]:
    """The text's column and those that are its sections, in the header's order; none of one alone."""
    used = set(columns.values()) - {columns.get("text")}
    found = tuple(
        column
        for column in header
        if column == columns.get("text") or (column not in used and plain_name(column) in SECTIONS)
    )
    return found if len(found) > 1 or (found and "text" not in columns) else ()


_WORDS = {"text", "question", "answer"}
"""The uses that hold the record's words: one column of text, or a pair."""


def _instead(use: str) -> set[str]:
    """The uses that, where they are settled, leave nothing for this one to hold."""
    return {"question", "answer"} if use == "text" else {"text"} if use in _WORDS else set()


def _said(
    header: Sequence[str], said: Mapping[str, str | tuple[str, ...]]
) -> tuple[dict[str, str], tuple[str, ...]] | Unfit:
    """What the settings say, checked against the header."""
    by_name = {plain_name(column): column for column in reversed(header)}
    columns: dict[str, str] = {}
    texts: tuple[str, ...] = ()
    for use, given in said.items():
        names = (given,) if isinstance(given, str) else tuple(given)
        missing = [name for name in names if plain_name(name) not in by_name]
        if missing:
            return Unfit(
                f"no column is named {', '.join(missing)}, which the settings name for {use}",
                "correct 'columns' in .supcheck.yaml, or give this export a folder with its own",
            )
        if use == "child" and plain_name(names[0]) in NATIONAL:
            return Unfit(
                f"{names[0]} is a national number and is never taken as a child's id",
                "name the case system's own number under 'columns: child' in .supcheck.yaml",
            )
        columns[use] = by_name[plain_name(names[0])]
        if len(names) > 1:
            texts = tuple(by_name[plain_name(name)] for name in names)
    return columns, texts


def _marked(layout: NamedLayout, header: Sequence[str]) -> bool:
    return {plain_name(mark) for mark in layout.marks} <= {plain_name(column) for column in header}


def _named(layout: NamedLayout, header: Sequence[str]) -> dict[str, str]:
    """The named layout's columns that this header has."""
    by_name = {plain_name(column): column for column in reversed(header)}
    return {
        use: by_name[plain_name(column)]
        for use, column in layout.columns.items()
        if plain_name(column) in by_name
    }


def _by_alias(header: Sequence[str], use: str, taken: set[str]) -> str | Unfit | None:
    for names in ALIASES[use]:
        known = names.split()
        found = [column for column in header if _base(column) in known and column not in taken]
        if len(found) > 1:
            return _ambiguous(use, found)
        if found:
            return found[0]
    return None


def _base(column: str) -> str:
    """The plain name, without the number that tells it from a column of the same name."""
    return plain_name(re.sub(r" \(\d\)$", "", column))


def _ambiguous(use: str, found: Sequence[str]) -> Unfit:
    several = f", or 'text: [{', '.join(found)}]' to read them as sections" if use == "text" else ""
    return Unfit(
        f"more than one column may hold the {_CALLED[use]}: {', '.join(found)}",
        f"write 'columns: {{{use}: {found[0]}}}' in .supcheck.yaml{several}",
        use,
        tuple(found),
    )


_CALLED = {
    "id": "record's id",
    "child": "child's id",
    "type": "note type",
    "title": "title",
    "held": "date of the discussion",
    "written": "date of entry",
    "worker": "worker",
    "manager": "manager",
    "team": "team",
    "plan": "plan",
    "status": "draft or final status",
    "question": "question",
    "answer": "answer",
    "text": "text",
}
"""Each use in words; the keys are those of `ALIASES`."""


def called(use: str) -> str:
    """A use in words."""
    return _CALLED[use]


def _settle(columns: dict[str, str], told: set[str], header: Sequence[str]) -> Unfit | None:
    """Decide between a text column and a pair of question and answer by what was `told`, not guessed."""
    pair = "question" in columns and "answer" in columns
    if pair and "text" in columns:
        text = columns["text"]
        if not told:
            return Unfit(
                f"the words may stand in {text}, or in {columns['question']} and {columns['answer']}",
                f"write 'columns: {{text: {text}}}' in .supcheck.yaml, or name question and answer there",
            )
        drop = ("question", "answer") if "text" in told else ("text",)
        for use in drop:
            del columns[use]
    elif not pair:
        columns.pop("question", None)
        columns.pop("answer", None)
    if "text" not in columns and not pair:
        known = any(plain_name(column) in _KNOWN for column in header)
        listed = f"; the columns are {', '.join(_listed(header))}" if known else ""
        return Unfit(
            f"no column holds the text{listed}",
            "write 'columns: {text: COLUMN}' in .supcheck.yaml, or name the text's column 'Text', or a pair"
            " 'Question' and 'Answer'",
            "text",
        )
    return None


_KNOWN = frozenset(name for groups in ALIASES.values() for names in groups for name in names.split())


def names_columns(cells: Sequence[str]) -> bool:
    """True where every filled cell of a row is the name of a column that is known."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(plain_name(cell) in _KNOWN for cell in filled)


def _listed(header: Sequence[str]) -> Iterator[str]:
    """Column names to show; a long one may be a record's words under a missing head, and is not."""
    short = [column for column in header if column and len(column) <= _LONGEST_NAME]
    yield from short[:_MOST_NAMED]
    if len(header) > len(short[:_MOST_NAMED]):
        yield f"and {len(header) - len(short[:_MOST_NAMED])} more"
