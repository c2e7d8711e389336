"""The same records judged by two rubrics: what changes, by record and by rule. The model reads them once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from supcheck.pipeline import OwnReader, judge_record
from supcheck.records import Judged, Named, Series, SeriesFinding, Unread
from supcheck.rubric import Rubric
from supcheck.words import Words

Stands = tuple[str, ...]
"""How a rule stands: each grade left open, a verdict, or 'raised' and 'quiet'; () for no such rule."""


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that stands otherwise in one record."""

    record: str
    source: str
    rule: str
    before: Stands
    after: Stands


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """A series rule that says otherwise of some records of one child."""

    child: str | None
    """An export's own id; a name is not kept."""
    records: tuple[str, ...]
    rule: str
    before: Stands
    after: Stands


@dataclass(frozen=True, slots=True)
class Difference:
    """All that two rubrics say differently of the same records."""

    tool: str
    before: Named
    after: Named
    model: Named
    records: int
    changes: tuple[Change, ...]
    series: tuple[SeriesChange, ...]
    unread: tuple[Unread, ...]

    @property
    def counts(self) -> Mapping[tuple[str, Stands, Stands], int]:
        """How often each rule changed, and from what to what."""
        every: tuple[Change | SeriesChange, ...] = (*self.changes, *self.series)
        return Counter((one.rule, one.before, one.after) for one in every)


def judge_again(
    judged: Judged, before: Rubric, after: Rubric, words: Words, own: OwnReader | None = None
) -> Judged:
    """The record by another rubric, from the labels that it has; `own` reads that rubric's own labels."""
    labels = judged.labels
    if own is not None:
        theirs = {label.name for label in before.own_labels}
        bare = tuple(tuple(one for one in row if one.name not in theirs) for row in labels)
        (labels,) = own.beside([(judged.record, judged.units)], [bare])
    return judge_record(after, words, judged.record, judged.units, labels)


def compare_record(one: Judged, other: Judged, before: Rubric, after: Rubric) -> Iterator[Change]:
    """What changes in a record, verdicts first."""
    was, now = _standing(one, before), _standing(other, after)
    for rule in dict.fromkeys((*was, *now)):
        if was.get(rule, ()) != now.get(rule, ()):
            yield Change(one.record.id, one.record.source, rule, was.get(rule, ()), now.get(rule, ()))


def _standing(judged: Judged, rubric: Rubric) -> dict[str, Stands]:
    raised = {one.rule: ("raised",) if one.sure else ("raised", "quiet") for one in judged.flags}
    return {
        **{name: (ruled.verdict.value,) for name, ruled in judged.verdicts.items()},
        **{one.rule: tuple(grade.value for grade in one.grades) for one in judged.findings},
        **{flag.id: raised.get(flag.id, ("quiet",)) for flag in rubric.flags},
    }


_BEFORE, _AFTER = "before ", "after "


def both(before: Rubric, after: Rubric) -> Rubric:
    """A rubric with the series rules of both, so that each action is followed once."""
    sides = ((_BEFORE, before), (_AFTER, after))
    return replace(
        before,
        series=tuple(replace(rule, id=side + rule.id) for side, one in sides for rule in one.series),
    )


def compare_series(child: Series, before: Rubric, after: Rubric) -> Iterator[SeriesChange]:
    """What changes over one child's records, which were judged by `both`."""
    had, have = {rule.id for rule in before.series}, {rule.id for rule in after.series}
    was, now = _found(child, _BEFORE), _found(child, _AFTER)
    first = child.records[0].record
    for key in dict.fromkeys((*was, *now)):
        rule, records, _ = key
        stood = was.get(key, ("quiet",)) if rule in had else ()
        stands = now.get(key, ("quiet",)) if rule in have else ()
        if stood != stands:
            yield SeriesChange(first.child if first.child_is_id else None, records, rule, stood, stands)


def _found(child: Series, side: str) -> dict[tuple[str, tuple[str, ...], int], Stands]:
    """How each finding of one side stands, by rule, records, and which it is of several."""
    seen: Counter[tuple[str, tuple[str, ...]]] = Counter()
    found = {}
    for one in (one for one in child.findings if one.rule.startswith(side)):
        key = (one.rule.removeprefix(side), tuple(place.record for place in one.places))
        found[(*key, seen[key])] = _grades(one)
        seen[key] += 1
    return found


def _grades(finding: SeriesFinding) -> Stands:
    return ("raised",) if finding.sure else ("raised", "quiet")
