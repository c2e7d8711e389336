"""Every frozen record that flows through supcheck; this module imports nothing of ours.

Text lives once, in `Record.text`. Everything later holds `Span`s into it, so that a report
quotes exactly or not at all.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal


class Holds(enum.IntEnum):
    """Whether a label, a fact or a check holds: doubt is a value of its own."""

    NO = 0
    MAYBE = 1
    YES = 2


class Grade(enum.StrEnum):
    """One rung of a criterion's ladder (codebook section 4)."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class Verdict(enum.StrEnum):
    """A verdict on the whole record (codebook section 5); `REVIEW` when it stays open."""

    SUFFICIENT = "sufficient"
    INSUFFICIENT = "insufficient"
    REVIEW = "review"


class Kind(enum.StrEnum):
    """The record's type (codebook section 1)."""

    SUPERVISION = "supervision"
    DISCUSSION = "discussion"
    OVERSIGHT = "oversight"


class Shape(enum.StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"


class Status(enum.StrEnum):
    """What became of an action that was agreed earlier (codebook section 3)."""

    DONE = "done"
    PART = "part"
    NOT_DONE = "not_done"


LABELS: tuple[str, ...] = (
    "progress",
    "analysis",
    "practice_reflection",
    "child_voice",
    "risk",
    "direction",
    "vague",
    "decision",
    "rationale",
    "follow_up",
    "contingency",
)
"""The codebook's eleven unit labels, in its order."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets into one `Record.text`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span holds."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether both hold a character."""
        return self.start < other.end and other.start < self.end

    def parted(self, text: str, mark: re.Pattern[str]) -> Iterator[Span]:
        """What the marks of one kind part."""
        start = self.start
        for cut in mark.finditer(text, self.start, self.end):
            yield Span(start, cut.start())
            start = cut.end()
        yield Span(start, self.end)

    def line_start(self, text: str) -> int:
        """Where the line begins that the span begins in."""
        return text.rfind("\n", 0, self.start) + 1


def blank_line_between(text: str, start: int, end: int) -> bool:
    """Whether a line of nothing but spaces parts two places of a text."""
    return "\n\n" in text[start:end].replace(" ", "")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, bullet or table row, and where a reader finds it."""

    kind: Shape
    span: Span
    anchor: str
    """Such as 'line 12', 'p. 2', 'table 1 row 3' or 'row 14'."""
    beside: tuple[tuple[str, Span], ...] = ()
    """A row's cells that stand elsewhere, as in a table on its side, each with the kind of its column."""
    aside: bool = False
    """Whether it holds nothing but such cells: shown, and no unit."""


@dataclass(frozen=True, slots=True)
class Record:
    """One supervision, case discussion or oversight entry, as written."""

    id: str
    source: str
    """The file that it came from, as the caller named it."""
    text: str
    """The whole decoded text, line ends as one newline; a table's cells joined by ' | '."""
    blocks: tuple[Block, ...]
    child: str | None = None
    child_is_id: bool = False
    """True where an export's own column names the child; else the name is what the record's head says."""
    held: dt.date | None = None
    """The day of the discussion."""
    written: dt.date | None = None
    """The day that it was entered, where an export says."""
    kind: Kind | None = None
    team: str | None = None
    worker: str | None = None
    manager: str | None = None
    plan: str | None = None
    rows: int = 0
    """How many rows of an export make it; 0 for a record in a file of its own."""

    def anchor(self, span: Span) -> str:
        """Where a reader finds the span: its block's anchor."""
        found = (block.anchor for block in self.blocks if block.span.start <= span.start < block.span.end)
        return next(found, "")


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a row of one, that could not be read: why, and what would mend it."""

    source: str
    reason: str
    hint: str
    empty: bool = False
    """True where there was nothing to read: an empty folder, an export without rows."""
    export: str | None = None
    """The export of which it is one row; None for a file."""

    @property
    def mend(self) -> str:
        """The hint as a sentence."""
        return f"{self.hint[:1].upper()}{self.hint[1:].rstrip('.')}."


@dataclass(frozen=True, slots=True)
class Opened:
    """An export whose columns are known, before its rows come."""

    source: str
    layout: str
    """What its columns were taken for, in words."""


class Left(enum.StrEnum):
    """Why rows of an export are not judged, and need no mend."""

    TYPE = "type"
    EMPTY = "empty"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of one note that is not judged: counted, never passed over in silence."""

    source: str
    rows: int
    why: Left
    type: str = ""
    """The note type's name as the export has it, where that is why."""
    known: bool = True
    """False for a type that supcheck does not know: a setting can claim it."""


@dataclass(frozen=True, slots=True)
class InputFinding:
    """What is odd about a record as it came, before it is read (`load/inputs.py` has the rules)."""

    rule: str
    source: str
    row: str
    """Such as 'row 14'; empty for a whole file."""
    record: str | None
    because: str
    """One sentence; never a word of the record."""


@dataclass(frozen=True, slots=True)
class TypeCount:
    """A note type that was left out, and how many rows it has."""

    name: str
    rows: int
    known: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of every row of one export."""

    source: str
    layout: str
    records: int
    read: int
    """Rows that make those records."""
    left_out: tuple[TypeCount, ...]
    empty: int
    draft: int
    unread: int

    @property
    def rows(self) -> int:
        """All rows that hold anything, below the head."""
        return self.read + sum(one.rows for one in self.left_out) + self.empty + self.draft + self.unread


Beside = Unread | Opened | LeftOut | InputFinding
"""What loading yields beside records."""

Item = Record | Beside
"""What loading yields, in the order in which it is met."""


@dataclass(frozen=True, slots=True)
class Section:
    """The heading over a unit: a key of `rubrics/words.yaml`, and the heading's own span."""

    key: str
    heading: Span | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, bullet or table row: the smallest thing that bears a label."""

    index: int
    section: Section
    span: Span
    shape: Shape
    silent: bool = False
    """Names, dates, signatures, 'N/A': listed, and never labelled."""
    listed: bool = False
    """Whether a table's head makes it an act: a row below 'Action | Who | By when'."""

    def under(self, text: str) -> str:
        """The words of the heading over it, or ''; `text` is its record's."""
        return self.section.heading.of(text) if self.section.heading else ""


@dataclass(frozen=True, slots=True)
class Label:
    """One label's score for one unit, and what its own band makes of it."""

    name: str
    score: float
    holds: Holds


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline's day, or why it has none."""

    on: dt.date | None
    why: str
    """Such as 'a date', 'an event without a date', 'not a bound'."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done from now on, or one that was agreed earlier."""

    unit: int
    span: Span
    holds: Holds
    vague: Holds
    owner: Span | None
    deadline: Span | None
    due: dt.date | None
    status: Status | None = None
    """What became of it, where the record says."""
    earlier: bool = False
    """True for an action of an earlier record that this one reviews and does not set again."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion, flag or advice rule as judged: each grade still open, and its evidence."""

    rule: str
    grades: tuple[Grade, ...]
    spans: tuple[Span, ...]
    because: str
    question: str = ""
    waived: str | None = None
    """Why a waiver sets it aside, where one does."""
    known: bool = False
    """Whether the baseline has it already."""

    @property
    def sure(self) -> bool:
        """True when one grade alone is left."""
        return len(self.grades) == 1

    @property
    def excused(self) -> bool:
        """True where a waiver or the baseline sets it aside."""
        return self.waived is not None or self.known


@dataclass(frozen=True, slots=True)
class Ruled:
    """A verdict and the criteria that it rests on."""

    verdict: Verdict
    because: tuple[str, ...]
    waived: str | None = None
    known: bool = False
    selected: bool = True
    """False where none of those criteria is selected: it is shown, and fails no run."""

    @property
    def excused(self) -> bool:
        """True where a waiver or the baseline sets it aside by its own name."""
        return self.waived is not None or self.known


@dataclass(frozen=True, slots=True)
class Judged:
    """One record with everything that was found in it."""

    record: Record
    units: tuple[Unit, ...]
    labels: tuple[tuple[Label, ...], ...]
    """For each unit, a label in the order of `LABELS`."""
    actions: tuple[Action, ...]
    findings: tuple[Finding, ...]
    verdicts: dict[str, Ruled]
    flags: tuple[Finding, ...]
    advice: tuple[Finding, ...] = ()

    def holding_back(self, verdict: str) -> tuple[Finding, ...]:
        """The criteria under a verdict that surely fall short, in the rubric's order."""
        under = self.verdicts[verdict].because
        return tuple(
            one
            for one in self.findings
            if one.rule in under and one.sure and one.grades[0] in (Grade.PARTLY, Grade.NOT_MET)
        )

    def excused(self, verdict: str) -> bool:
        """True where the verdict is waived or known, or every criterion that holds it back is waived."""
        held = self.holding_back(verdict)
        freed = bool(held) and all(one.waived is not None for one in held)
        return self.verdicts[verdict].excused or freed


class Outcome(enum.StrEnum):
    """What the next record makes of an action."""

    DONE = "done"
    CARRIED = "carried"
    CHANGED = "changed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Thread:
    """One action followed into the child's next record."""

    record: str
    """The id of the record that set it."""
    action: Action
    following: str
    """The id of the next record."""
    outcomes: tuple[Outcome, ...]
    """Each that is left open; one is sure."""
    span: Span | None
    """The next record's words about it."""
    confidence: float
    """0 to 1: how like the act those words are; of silence, how unlike the nearest words are."""

    @property
    def sure(self) -> bool:
        """True when one outcome alone is left."""
        return len(self.outcomes) == 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding over several records stands in one of them."""

    record: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesFinding:
    """A series criterion that falls short (codebook section 6), surely or perhaps."""

    rule: str
    grades: tuple[Grade, ...]
    places: tuple[Place, ...]
    """The records that it rests on, in date order."""
    because: str
    waived: str | None = None
    known: bool = False

    @property
    def sure(self) -> bool:
        """True when one grade alone is left."""
        return len(self.grades) == 1

    @property
    def excused(self) -> bool:
        """True where a waiver or the baseline sets it aside."""
        return self.waived is not None or self.known


@dataclass(frozen=True, slots=True)
class Series:
    """One child's records in date order, and what they show together."""

    child: str
    records: tuple[Judged, ...]
    findings: tuple[SeriesFinding, ...]
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a run gives out at a time: one child's records, or a record that is no known child's."""

    order: tuple[int, ...]
    """Each record's place in the run."""
    judged: tuple[Judged, ...]
    """In date order, those without a date last."""
    series: Series | None
    """What they show together."""


@dataclass(frozen=True, slots=True)
class Named:
    """A rubric or a model by name, with the digest of its content."""

    name: str
    digest: str
    version: str = ""
    """A rubric's day, as 2026-11-26; '' where it gives none, and for a model."""

    @property
    def told(self) -> str:
        """Name, version and digest, as a report's foot gives them."""
        return " ".join(part for part in (self.name, self.version, self.digest) if part)


@dataclass(frozen=True, slots=True)
class Stale:
    """A waiver or an entry of the baseline that sets nothing aside any more."""

    rule: Literal["WAI1", "WAI2", "BAS1"]
    """'WAI1': a waiver that nothing needs; 'WAI2': one that has expired; 'BAS1': an entry of the baseline."""
    grade: Grade
    """At which `--fail-on` it fails a run: `PARTLY` or `NOT_MET`."""
    place: str
    """The file, and where in it."""
    about: tuple[str, ...]
    """The record's id, or those of a series; of a waiver over several records the child."""
    because: str
    over_child: bool = False
    """Whether `about` names a child."""

    @property
    def file(self) -> str:
        """The file alone."""
        return self.place.partition(":")[0]

    @property
    def line(self) -> int:
        """The line in it, from 1."""
        return int((*self.place.split(":"), "1")[1])

    @property
    def message(self) -> str:
        """What it is about, and why, on one line."""
        return f"{', '.join(self.about)}: {self.because}"


@dataclass(frozen=True, slots=True)
class Run:
    """All that one invocation found, ready to be written in any format."""

    tool: str
    rubric: Named
    model: Named
    judged: tuple[Judged, ...]
    unread: tuple[Unread, ...]
    series: tuple[Series, ...] = ()
    hidden: int = 0
    """Findings that --min-level leaves out of a report; they count in verdicts and exit codes."""
    settings: dict[str, object] = field(default_factory=dict)
    stale: tuple[Stale, ...] = ()
    inputs: tuple[InputFinding, ...] = ()
    tallies: tuple[Tally, ...] = ()
    """One an export, in the order in which they were read."""
    select: tuple[str, ...] = ()
    """Ids or their beginnings, as asked for: what is found of other rules is left out. Empty: every rule."""
    ignore: tuple[str, ...] = ()

    @property
    def marked(self) -> tuple[Finding | SeriesFinding | Ruled, ...]:
        """Every verdict and finding that a waiver or the baseline marks."""
        found: list[Finding | SeriesFinding | Ruled] = []
        for judged in self.judged:
            found += (*judged.verdicts.values(), *judged.findings, *judged.flags)
        for series in self.series:
            found += series.findings
        return tuple(one for one in found if one.excused)
