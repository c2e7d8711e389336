"""One reading of a `Judged` for every human report, so that they cannot disagree."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from supcheck.questions import question_for, written_day
from supcheck.records import (
    Action,
    Finding,
    Grade,
    Holds,
    Judged,
    Kind,
    Ruled,
    Run,
    Span,
    Stale,
    Status,
    Thread,
    Unread,
    Verdict,
)
from supcheck.report.acts import words_of_act
from supcheck.report.arrived import OddLine, odd, told, unknown_types
from supcheck.report.children import ChildReport, outcome_words, set_aside
from supcheck.rubric import Criterion, Rubric

STANDS = "This says what the record shows, not how the child is or how the work was done."
"""Every report carries this line."""

CAVEAT = "What was not found in the text may still have been said or done."
"""And every page ends with this one."""

MOST_TO_DO = 5
"""More than this and nothing is read."""

GRADE_WORDS = {
    "met": "found",
    "partly": "partly found",
    "not_met": "not found in the text",
    "not_applicable": "does not apply",
    "review": "for you to decide",
}

VERDICT_WORDS = {
    Verdict.SUFFICIENT: "sufficient in this record",
    Verdict.INSUFFICIENT: "not yet sufficient in this record",
    Verdict.REVIEW: "for you to decide",
}

KIND_WORDS = {
    Kind.SUPERVISION: "case supervision",
    Kind.DISCUSSION: "case discussion",
    Kind.OVERSIGHT: "management oversight",
}

STATUS_WORDS = {
    Status.DONE: "done",
    Status.PART: "done in part",
    Status.NOT_DONE: "still to be done",
}
"""What a record itself says of an action; never what supcheck thinks became of it."""

NOTHING_SAID = "not found in the text"
"""The status of an earlier action of which the record says nothing further."""

UNDERLINES = 8
"""Ways of underlining evidence, in turn by a criterion's place in its area; colour tells the area."""


def because_of(finding: Finding) -> str:
    """Why a criterion stands as it does, in the rubric's words; of an open one, what it could be."""
    if finding.sure:
        return finding.because
    *first, last = (GRADE_WORDS[grade] for grade in finding.grades)
    return f"The words could be read more than one way: {', '.join(first)} or {last}."


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the record, and where a reader finds them."""

    words: str
    anchor: str
    at: int | None = None
    """The `Piece` of the record's text in which they begin."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as a reader meets it."""

    id: str
    title: str
    area: str
    grade: str
    """A key of `GRADE_WORDS`."""
    stands: str
    because: str
    question: str
    why: str
    source: str
    quotes: tuple[Quote, ...]
    weight: int
    excused: bool = False
    """Waived or known: told, and not asked about first."""
    mark: str = ""
    """How its evidence is marked: the area, and 'u1' to 'u8'."""


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A verdict in plain words."""

    id: str
    title: str
    verdict: str
    stands: str
    asks: str
    told: str = ""
    """What it rests on, what it falls short on, or what it depends on, in one sentence."""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A direction as a row: what, who, by when, and the day that this comes to."""

    what: str
    owner: str
    deadline: str
    due: str
    vague: bool
    open: bool
    status: str = ""
    """What became of it, as the child's next record or this one says."""
    at: int | None = None
    """The `Piece` of the record's text in which it begins."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the record's text, and the rules whose evidence it is."""

    words: str
    rules: tuple[str, ...]
    number: int
    """From 0, through the whole record."""
    ending: tuple[str, ...] = ()
    """Rules whose evidence ends here: where their letters stand."""
    mark: str = ""
    """How it is marked, as the first of its rules is; '' where it is no evidence."""


@dataclass(frozen=True)
class RecordReport:
    """Everything that a human report says of one record."""

    judged: Judged
    rubric: Rubric
    threads: tuple[Thread, ...] = ()
    """What the child's next record makes of this one's actions, where there is one."""

    @property
    def name(self) -> str:
        """The record's id."""
        return self.judged.record.id

    @property
    def subtitle(self) -> str:
        """Type, child and date, as far as they are known."""
        record = self.judged.record
        parts = (KIND_WORDS[record.kind or Kind.SUPERVISION], record.child, written_day(record.held))
        return " · ".join(part for part in parts if part)

    @cached_property
    def verdicts(self) -> tuple[VerdictLine, ...]:
        """Both verdicts, reflection first."""
        ruled = self.judged.verdicts
        return tuple(
            VerdictLine(
                rule.id,
                rule.title,
                ruled[rule.id].verdict.value,
                VERDICT_WORDS[ruled[rule.id].verdict] + self._set_aside(rule.id),
                rule.asks,
                self._told(rule.id),
            )
            for rule in self.rubric.verdicts
        )

    def _told(self, verdict: str) -> str:
        ruled = self.judged.verdicts[verdict]
        words, grades = _TOLD[ruled.verdict]
        titles = {criterion.id: criterion.title for criterion in self.rubric.criteria}
        named = [
            f"{titles[one.rule]} ({GRADE_WORDS[grade]})"
            for one in self.judged.findings
            if one.rule in ruled.because and one.rule in titles
            for grade in (one.grades[0].value if one.sure else "review",)
            if grade in grades
        ]
        return f"{words}: {', '.join(named)}." if named else ""

    def _set_aside(self, verdict: str) -> str:
        ruled = self.judged.verdicts[verdict]
        freed = ruled.verdict is Verdict.INSUFFICIENT and self.judged.excused(verdict)
        return set_aside(ruled) or (", all that holds it back is waived" if freed else "")

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every criterion, in the rubric's order."""
        found = {finding.rule: finding for finding in self.judged.findings}
        return tuple(
            self._line(criterion, found[criterion.id])
            for criterion in self.rubric.criteria
            if criterion.id in found  # else it is left out by --min-level
        )

    @cached_property
    def strengths(self) -> tuple[Line, ...]:
        """What is there, the weightiest first."""
        return tuple(sorted((x for x in self.lines if x.grade == "met"), key=lambda x: -x.weight))

    @cached_property
    def to_do(self) -> tuple[Line, ...]:
        """The few shortfalls that matter most: those that hold a verdict back come first."""
        standing = [line for line in self._short if not line.excused]
        return tuple(sorted(standing, key=self._rank)[:MOST_TO_DO])

    @cached_property
    def also(self) -> tuple[Line, ...]:
        """The shortfalls beyond the cap: named, never hidden."""
        shown = {line.id for line in self.to_do}
        return tuple(line for line in self._short if line.id not in shown)

    @property
    def _short(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.grade in ("not_met", "partly", "review"))

    def _rank(self, line: Line) -> tuple[bool, bool, int, int]:
        held_back = any(
            line.id in ruled.because and ruled.verdict is not Verdict.SUFFICIENT
            for ruled in self.judged.verdicts.values()
        )
        finding = next(one for one in self.judged.findings if one.rule == line.id)
        may_not_apply = Grade.NOT_APPLICABLE in finding.grades
        return (may_not_apply, not held_back, ("not_met", "partly", "review").index(line.grade), -line.weight)

    @property
    def silent(self) -> tuple[Line, ...]:
        """Criteria that do not apply to this record."""
        return tuple(line for line in self.lines if line.grade == "not_applicable")

    @cached_property
    def marks(self) -> dict[str, str]:
        """Rule id -> how its evidence is marked: the area, and one of `UNDERLINES` ways of underlining."""
        found: dict[str, str] = {}
        areas: dict[str, int] = {}
        for rule, area in (
            *((one.id, one.area) for one in self.rubric.criteria),
            *((one.id, "flag") for one in self.rubric.flags),
        ):
            found[rule] = f"{area} u{areas.get(area, 0) % UNDERLINES + 1}"
            areas[area] = areas.get(area, 0) + 1
        return found

    @cached_property
    def key(self) -> tuple[tuple[str, str, str], ...]:
        """The rules with evidence in the text, in the rubric's order, as (id, title, mark)."""
        seen = {rule for _, pieces in self.text for piece in pieces for rule in piece.rules}
        titles = [(one.id, one.title) for one in self.rubric.criteria]
        titles += [(one.id, one.title) for one in self.rubric.flags]
        return tuple((rule, title, self.marks[rule]) for rule, title in titles if rule in seen)

    @cached_property
    def flags(self) -> tuple[Line, ...]:
        """Second looks from the inspection letter, with their words."""
        return tuple(
            Line(
                rule.id,
                rule.title,
                "flag",
                "raised" if finding.sure else "review",
                "worth a second look" + set_aside(finding),
                finding.because,
                question_for(rule.id, self.judged),
                rule.why,
                rule.source,
                self._quotes(finding),
                0,
                mark=self.marks[rule.id],
            )
            for finding in self.judged.flags
            for rule in self.rubric.flags
            if rule.id == finding.rule
        )

    @cached_property
    def advice(self) -> tuple[tuple[str, Quote], ...]:
        """Plain-language advice: what it says and the hard sentence."""
        return tuple(
            (finding.because, quote) for finding in self.judged.advice for quote in self._quotes(finding)
        )

    @cached_property
    def actions(self) -> tuple[ActionLine, ...]:
        """The directions as rows; open ones are marked."""
        return tuple(self._action(one) for one in self._held if not one.earlier)

    @cached_property
    def reviewed(self) -> tuple[ActionLine, ...]:
        """Actions of an earlier record that this one comes back to, with what it says of them."""
        return tuple(self._action(one) for one in self._held if one.earlier)

    @property
    def _held(self) -> tuple[Action, ...]:
        return tuple(action for action in self.judged.actions if action.holds is not Holds.NO)

    def _action(self, action: Action) -> ActionLine:
        text = self.judged.record.text
        return ActionLine(
            what=words_of_act(self.judged, action),
            owner=action.owner.of(text) if action.owner else "",
            deadline=action.deadline.of(text) if action.deadline else "",
            due=written_day(action.due),
            vague=action.vague is Holds.YES,
            open=action.holds is Holds.MAYBE or action.vague is Holds.MAYBE,
            status=self._status(action),
            at=self._at(action.span),
        )

    def _status(self, action: Action) -> str:
        found = next((one for one in self.threads if one.action == action), None)
        if found is not None:
            return f"{outcome_words(found)} ({found.following})"
        if action.status is not None:
            return STATUS_WORDS[action.status]
        return NOTHING_SAID if action.earlier else "set here"

    def _line(self, criterion: Criterion, finding: Finding) -> Line:
        grade = finding.grades[0].value if finding.sure else "review"
        short = grade not in (Grade.MET, Grade.NOT_APPLICABLE)
        return Line(
            criterion.id,
            criterion.title,
            criterion.area,
            grade,
            GRADE_WORDS[grade] + set_aside(finding),
            because_of(finding),
            (question_for(criterion.id, self.judged) or criterion.asks) if short else "",
            criterion.why,
            criterion.source,
            self._quotes(finding),
            criterion.weight,
            finding.excused,
            self.marks[criterion.id],
        )

    def _quotes(self, finding: Finding) -> tuple[Quote, ...]:
        text = self.judged.record.text
        anchor = self.judged.record.anchor
        return tuple(
            Quote(" ".join(span.of(text).split()), anchor(span), self._at(span)) for span in finding.spans
        )

    @property
    def text(self) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
        """The record block by block as (kind, pieces), each piece with the rules it is evidence for."""
        return self._laid[0]

    def _at(self, span: Span) -> int | None:
        return self._laid[1].get(span.start)

    @cached_property
    def _laid(self) -> tuple[tuple[tuple[str, tuple[Piece, ...]], ...], dict[int, int]]:
        """The text's blocks, and at which offset each piece begins."""
        headings = {unit.section.heading for unit in self.judged.units}
        cuts = sorted(
            [(span, one.rule) for one in self._evidence for span in one.spans]
            + [(action.span, "") for action in self._held]
        )
        blocks: list[tuple[str, tuple[Piece, ...]]] = []
        begins: dict[int, int] = {}
        for block in self.judged.record.blocks:
            pieces = tuple(self._pieces(block.span, cuts, begins))
            blocks.append(("heading" if block.span in headings else block.kind.value, pieces))
        return tuple(blocks), begins

    @property
    def _evidence(self) -> tuple[Finding, ...]:
        found = (*self.judged.findings, *self.judged.flags)
        return tuple(one for one in found if one.grades != (Grade.NOT_APPLICABLE,))

    def _pieces(self, within: Span, cuts: list[tuple[Span, str]], begins: dict[int, int]) -> Iterator[Piece]:
        """The block cut wherever evidence or an action begins or ends; `begins` is filled on the way."""
        here = [(span, rule) for span, rule in cuts if span.overlaps(within)]
        edges = {within.start, within.end}
        for span, _ in here:
            edges |= {max(span.start, within.start), min(span.end, within.end)}
        for start, end in itertools.pairwise(sorted(edges)):
            covering = [
                (span, rule) for span, rule in here if rule and span.start <= start and end <= span.end
            ]
            rules = tuple(rule for rule in self.marks if any(rule == one for _, one in covering))
            ends = {rule for span, rule in covering if min(span.end, within.end) == end}
            begins[start] = len(begins)
            yield Piece(
                self.judged.record.text[start:end],
                rules,
                begins[start],
                tuple(rule for rule in rules if rule in ends),
                self.marks[rules[0]] if rules else "",
            )


@dataclass(frozen=True)
class RunReport:
    """A whole run: its records, what was not read, and the counts of the last line."""

    run: Run
    rubric: Rubric

    @cached_property
    def records(self) -> tuple[RecordReport, ...]:
        """One report a record, in the run's order."""
        threads = defaultdict(list)
        for series in self.run.series:
            for thread in series.threads:
                threads[thread.record].append(thread)
        return tuple(
            RecordReport(judged, self.rubric, tuple(threads[judged.record.id])) for judged in self.run.judged
        )

    @cached_property
    def children(self) -> tuple[ChildReport, ...]:
        """Each child with two or more records, what falls short first."""
        reports = [ChildReport(series, self.rubric) for series in self.run.series]
        return tuple(sorted(reports, key=lambda one: -len(one.lines)))

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read, carried to the end."""
        return self.run.unread

    @property
    def unread_lines(self) -> tuple[str, ...]:
        """Each of them as a sentence: what, why and what would mend it."""
        return tuple(f"{one.source}: {one.reason}. {one.mend}" for one in self.run.unread)

    @cached_property
    def arrived(self) -> tuple[str, ...]:
        """What became of every row of each export, and which note types are not known."""
        lines = tuple(told(tally) for tally in self.run.tallies)
        unknown = unknown_types(self.run)
        return (*lines, unknown) if unknown else lines

    @cached_property
    def odd(self) -> tuple[OddLine, ...]:
        """What is odd about the records as they came."""
        return odd(self.run)

    @property
    def stale(self) -> tuple[Stale, ...]:
        """What a waivers file or a baseline has and nothing needs."""
        return self.run.stale

    @property
    def stands(self) -> str:
        """The line that every report carries."""
        return STANDS

    @property
    def caveat(self) -> str:
        """The line that every page ends with."""
        return CAVEAT

    @property
    def selection(self) -> str:
        """That a part of the rubric alone is shown; '' where all of it is."""
        if not self.run.select and not self.run.ignore:
            return ""
        shown = f"only {', '.join(self.run.select)}" if self.run.select else "every rule"
        without = f" without {', '.join(self.run.ignore)}" if self.run.ignore else ""
        return f"Shown and counted: {shown}{without}. Each verdict still rests on all of its criteria."

    @property
    def summary(self) -> str:
        """How many records were read, how each verdict fell, and what was not read."""
        count = len(self.run.judged)
        parts = [f"{count} record{'' if count == 1 else 's'} read"]
        for rule in self.rubric.verdicts:
            held = [judged.verdicts[rule.id].verdict for judged in self.run.judged]
            parts.append(f"{rule.id}: " + ", ".join(f"{held.count(v)} {w}" for v, w in _COUNTED))
        if self.run.unread:
            parts.append(f"{len(self.run.unread)} not read")
        parts += _set_aside(self.run)
        return "; ".join(parts) + "."


def _set_aside(run: Run) -> Iterator[str]:
    """What is known, waived, out of date and not shown, counted; nothing where there is none."""
    counted = (
        ([one for one in run.marked if one.known], "known from the baseline"),
        ([one for one in run.marked if one.waived is not None], "waived"),
    )
    for marks, words in counted:
        if marks:
            verdicts = sum(isinstance(one, Ruled) for one in marks)
            yield f"{words}: {_so_many(verdicts, 'verdict')}, {_so_many(len(marks) - verdicts, 'finding')}"
    for rule, words in _STALE:
        count = sum(one.rule == rule for one in run.stale)
        if count:
            yield f"{words}: {count}"
    if run.hidden:
        yield f"{run.hidden} not shown (--min-level)"


def _so_many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


_STALE = (
    ("WAI1", "waivers that nothing needs"),
    ("WAI2", "waivers that have expired"),
    ("BAS1", "records whose baseline no longer fits"),
)


_TOLD: Mapping[Verdict, tuple[str, tuple[str, ...]]] = {
    Verdict.SUFFICIENT: ("It rests on", ("met", "partly")),
    Verdict.INSUFFICIENT: ("It falls short on", ("not_met", "partly", "review")),
    Verdict.REVIEW: ("It depends on", ("review",)),
}
"""How a verdict is explained: the opening words, and the grades that are named after them."""

_COUNTED = (
    (Verdict.SUFFICIENT, "sufficient"),
    (Verdict.INSUFFICIENT, "not yet"),
    (Verdict.REVIEW, "for you to decide"),
)
