"""One reading of what was found for every machine format, so that they cannot disagree.

A result says what a rule found in one record, or in several records of one child, in the rubric's own
words: nothing here bears a word of a record, except `Place.quotes` where evidence is asked for.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from supcheck.records import Finding, Judged, Run, Series, SeriesFinding, Span, Verdict
from supcheck.records import Place as SeriesPlace
from supcheck.report.context import GRADE_WORDS, VERDICT_WORDS, because_of
from supcheck.rubric import Rubric

Kind = Literal["verdict", "criterion", "flag", "series"]

_LINE: Final = re.compile(r"^line (\d+)$")
_NONE: Final = "none"
"""The section of a unit that stands under no heading."""
_OF_VERDICT: Final = {Verdict.SUFFICIENT: "met", Verdict.INSUFFICIENT: "not_met", Verdict.REVIEW: "review"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a result stands in one record."""

    record: str
    judged: Judged | None
    """None for another child's record that a series finding names."""
    spans: tuple[Span, ...]

    @property
    def source(self) -> str:
        """The file, or '' where it is not known here."""
        return self.judged.record.source if self.judged else ""

    @property
    def quotes(self) -> tuple[str, ...]:
        """The words that it rests on: only for who asked for evidence."""
        return tuple(span.of(self.judged.record.text) for span in self.spans) if self.judged else ()

    @property
    def line(self) -> int:
        """The line of its file, from 1, where the record's own anchors count lines; else 1."""
        if self.judged is None or not self.spans:
            return 1
        found = _LINE.match(self.judged.record.anchor(self.spans[0]))
        return int(found[1]) if found else 1

    def section(self, span: Span) -> str:
        """The key of the section in which a span begins; '' where it is in none."""
        units = self.judged.units if self.judged else ()
        key = next((u.section.key for u in units if u.span.start <= span.start < u.span.end), _NONE)
        return "" if key == _NONE else key


@dataclass(frozen=True, slots=True)
class Result:
    """A rule over one record, or a series rule over several."""

    kind: Kind
    rule: str
    title: str
    group: str
    """What results roll up to: 'reflection', 'direction', 'flags', 'series'."""
    stands: str
    """A key of `GRADE_WORDS`; a verdict is 'met', 'not_met' or 'review'."""
    words: str
    """The same for a reader: 'partly found'."""
    grades: tuple[str, ...]
    """Each that is left open; a verdict has one."""
    because: str
    weight: int
    """The rubric's; 0 where a rule has none."""
    places: tuple[Place, ...]
    """The record that it is about first."""
    waived: str | None = None
    known: bool = False
    occurrence: int = 0
    """Which of several of this rule over the same records."""

    @property
    def excused(self) -> bool:
        """True where a waiver or the baseline sets it aside."""
        return self.waived is not None or self.known

    @property
    def short(self) -> bool:
        """True where it surely falls short."""
        return self.stands in ("partly", "not_met")

    @property
    def message(self) -> str:
        """Title, how it stands, why: one line of the rubric's words."""
        return f"{self.title}: {self.words}. {self.because}".strip()

    @property
    def fingerprint(self) -> str:
        """Stable as long as the rule, the record's id and its file are: 32 hexadecimal digits.

        No content goes into it: a short sentence can be guessed from its digest.
        """
        places = (self.places[0].source, *(place.record for place in self.places))
        return fingerprint_of(self.rule, *places, str(self.occurrence))

    @property
    def set_aside(self) -> tuple[str, ...]:
        """How a waiver and the baseline mark it, a sentence each."""
        waived = (f"Waived: {self.waived}.",) if self.waived is not None else ()
        return (*waived, "Known: in the baseline.") if self.known else waived


def fingerprint_of(*told: str) -> str:
    """A digest of names, none of them a record's words: 32 hexadecimal digits."""
    return hashlib.sha256("\0".join(told).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def results(run: Run, rubric: Rubric) -> Iterator[Result]:
    """Every result of a run: record by record, then child by child."""
    for judged in run.judged:
        yield from record_results(judged, rubric)
    for series in run.series:
        yield from series_results(series, rubric)


def record_results(judged: Judged, rubric: Rubric) -> Iterator[Result]:
    """Both verdicts, every criterion, the flags: each in the rubric's order."""
    yield from _verdicts(judged, rubric)
    found = {finding.rule: finding for finding in judged.findings}
    for criterion in rubric.criteria:
        if criterion.id in found:
            finding = found[criterion.id]
            yield _result(judged, finding, "criterion", criterion.title, criterion.area, criterion.weight)
    raised = {finding.rule: finding for finding in judged.flags}
    for flag in rubric.flags:
        if flag.id in raised:
            yield _flag(judged, raised[flag.id], flag.title)


def _verdicts(judged: Judged, rubric: Rubric) -> Iterator[Result]:
    for rule in rubric.verdicts:
        ruled = judged.verdicts.get(rule.id)
        if ruled is None:
            continue
        held = judged.holding_back(rule.id)
        excused = ruled.verdict is not Verdict.SUFFICIENT and judged.excused(rule.id)
        reasons = (
            (ruled.waived,)
            if ruled.waived is not None
            else tuple(dict.fromkeys(one.waived for one in held if one.waived is not None))
        )
        yield Result(
            kind="verdict",
            rule=rule.id,
            title=rule.title,
            group=rule.id,
            stands=_OF_VERDICT[ruled.verdict],
            words=VERDICT_WORDS[ruled.verdict],
            grades=(ruled.verdict.value,),
            because=f"It rests on {', '.join(ruled.because)}." if ruled.because else "",
            weight=max((one.weight for one in rubric.criteria), default=0),
            places=(Place(judged.record.id, judged, ()),),
            waived="; ".join(reasons) if excused and reasons else None,
            known=ruled.known,
        )


def _result(judged: Judged, finding: Finding, kind: Kind, title: str, group: str, weight: int) -> Result:
    stands = finding.grades[0].value if finding.sure else "review"
    return Result(
        kind=kind,
        rule=finding.rule,
        title=title,
        group=group,
        stands=stands,
        words=GRADE_WORDS[stands],
        grades=tuple(grade.value for grade in finding.grades),
        because=because_of(finding),
        weight=weight,
        places=(Place(judged.record.id, judged, finding.spans),),
        waived=finding.waived,
        known=finding.known,
    )


def _flag(judged: Judged, finding: Finding, title: str) -> Result:
    """Raised is a second look, never a shortfall."""
    return Result(
        kind="flag",
        rule=finding.rule,
        title=title,
        group="flags",
        stands="review",
        words="worth a second look",
        grades=("raised",) if finding.sure else ("raised", "quiet"),
        because=finding.because,
        weight=0,
        places=(Place(judged.record.id, judged, finding.spans),),
        waived=finding.waived,
        known=finding.known,
    )


def series_results(series: Series, rubric: Rubric) -> Iterator[Result]:
    """Every place where a child's records together fall short, surely or perhaps."""
    titles = {rule.id: rule.title for rule in rubric.series}
    judged = {one.record.id: one for one in series.records}
    ordered = [_ordered(finding, judged) for finding in series.findings]
    keys = [
        (finding.rule, *(place.record for place in places))
        for finding, places in zip(series.findings, ordered, strict=True)
    ]
    # Sure ones count first: they are the same finding whether those left open are shown or not.
    sure = Counter(key for finding, key in zip(series.findings, keys, strict=True) if finding.sure)
    seen: Counter[tuple[bool, tuple[str, ...]]] = Counter()
    for finding, places, key in zip(series.findings, ordered, keys, strict=True):
        before = seen[finding.sure, key] + (0 if finding.sure else sure[key])
        seen[finding.sure, key] += 1
        yield _series(finding, titles.get(finding.rule, finding.rule), judged, places, before)


def _ordered(finding: SeriesFinding, judged: Mapping[str, Judged]) -> tuple[SeriesPlace, ...]:
    """The record in which it shows, the last of the child's own, then those that stand behind it."""
    own = [place for place in finding.places if place.record in judged]
    first = own[-1:] or list(finding.places[:1])
    return (*first, *(place for place in finding.places if place not in first))


def _series(
    finding: SeriesFinding,
    title: str,
    judged: Mapping[str, Judged],
    ordered: Sequence[SeriesPlace],
    occurrence: int,
) -> Result:
    stands = finding.grades[0].value if finding.sure else "review"
    return Result(
        kind="series",
        rule=finding.rule,
        title=title,
        group="series",
        stands=stands,
        words="worth a look" if finding.sure else GRADE_WORDS["review"],
        grades=tuple(grade.value for grade in finding.grades),
        because=finding.because,
        weight=0,
        places=tuple(Place(one.record, judged.get(one.record), one.spans) for one in ordered),
        waived=finding.waived,
        known=finding.known,
        occurrence=occurrence,
    )


def counted(run: Run, rubric: Rubric) -> str:
    """A run in one line for a log: records, verdicts, what is set aside, what was not read."""
    found = list(results(run, rubric))
    parts = [f"{len(run.judged)} records"]
    for rule in rubric.verdicts:
        held = Counter(one.stands for one in found if one.kind == "verdict" and one.rule == rule.id)
        parts.append(f"{rule.id} {held['met']} sufficient, {held['not_met']} not yet, {held['review']} open")
    waived = sum(one.waived is not None for one in found if one.kind != "verdict")
    known = sum(one.known for one in found if one.kind != "verdict")
    parts += [f"{waived} waived, {known} known", f"{len(run.unread)} not read"]
    return "; ".join(parts)
