"""Compare what supcheck finds over several records of a child with what their writer planted.

An export stands beside `NAME.truth.jsonl`: a line a child with its faults by rule and, for each
action, what the next record makes of it. An open finding is neither right nor wrong; it is counted.
A rule that no line names was not looked for by the writer, and is not counted. A child whom the truth
does not list has no faults: what is surely found there is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from supcheck.errors import SupcheckError
from supcheck.learn.data import json_lines
from supcheck.records import Outcome, Series, SeriesFinding, Thread

Listed = tuple[str, str, tuple[str, ...]]
"""A child, a rule and records."""

RULES: Final = ("S1", "S2", "S3", "S4", "S5", "S6")
_TRUTH: Final = ".truth.jsonl"
_EXPORTS: Final = (".csv", ".xlsx", ".jsonl")


@dataclass(frozen=True, slots=True)
class RuleAgreement:
    """One rule over all children."""

    rule: str
    planted: int
    found: int
    right: int
    met: int
    """Planted faults that a sure finding names."""
    open: int
    """Findings left open."""
    met_open: int
    """Planted faults that only an open finding names."""

    @property
    def precision(self) -> float | None:
        """Share of sure findings that were planted."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of planted faults that a sure finding names."""
        return self.met / self.planted if self.planted else None


@dataclass(frozen=True, slots=True)
class SeriesAgreement:
    """All rules, and the actions followed."""

    children: int
    records: int
    rules: tuple[RuleAgreement, ...]
    wrong: tuple[Listed, ...]
    """Child, rule and records of each sure finding that was not planted."""
    missed: tuple[Listed, ...]
    followed: Mapping[str, Mapping[str, int]]
    """What was written -> what supcheck says -> actions; 'open' and 'not followed' among the latter."""


def exports_with_truth(folder: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Each export of the folder and its truth.

    Raises `SupcheckError` where there is none, and with file:line where a truth cannot be read.
    """
    found = False
    for truth in sorted(folder.glob(f"*{_TRUTH}")):
        name = truth.name.removesuffix(_TRUTH)
        export = next((p for p in (folder / f"{name}{s}" for s in _EXPORTS) if p.is_file()), None)
        if export is None:
            raise SupcheckError(f"{truth}: no export {name}.csv, .xlsx or .jsonl stands beside it")
        found = True
        yield export, [_checked(line, place) for place, line in json_lines(truth)]
    if not found:
        raise SupcheckError(f"{folder}: no {_TRUTH} file found; see CONTRIBUTING.md")


def _checked(line: dict[str, Any], place: str) -> dict[str, Any]:
    """A line of truth that names its child and, for some rules and for the actions, a list."""
    if not isinstance(line.get("child"), str):
        raise SupcheckError(f"{place}: 'child' must be the child's id in the export")
    told = line.get("truth")
    known = (*RULES, "follow")
    if (
        not isinstance(told, dict)
        or not told
        or not all(isinstance(told.get(name, []), list) for name in known)
    ):
        raise SupcheckError(f"{place}: 'truth' needs a list, maybe an empty one, of {', '.join(known)}")
    unknown = sorted(told.keys() - set(known))
    if unknown:
        raise SupcheckError(f"{place}: 'truth' knows no {', '.join(unknown)}; it takes {', '.join(known)}")
    return line


@dataclass(frozen=True, slots=True)
class _Compared:
    """One rule over one child: each finding with the places of the planted faults that it names."""

    child: str
    rule: str
    planted: Sequence[Any]
    named: Sequence[tuple[SeriesFinding, frozenset[int]]]

    def met(self, *, sure: bool) -> frozenset[int]:
        """The faults that a finding names; `sure`: a sure one."""
        return frozenset[int]().union(*(places for one, places in self.named if one.sure or not sure))

    def wrong(self) -> list[Listed]:
        """Sure findings that name no fault."""
        return [
            (self.child, self.rule, _records(one)) for one, places in self.named if one.sure and not places
        ]

    def missed(self) -> list[Listed]:
        """Faults that no sure finding names."""
        met = self.met(sure=True)
        return [
            (self.child, self.rule, _told(self.rule, fault))
            for place, fault in enumerate(self.planted)
            if place not in met
        ]

    def counts(self) -> Counter[str]:
        """What `RuleAgreement` adds up."""
        sure = [places for one, places in self.named if one.sure]
        met = len(self.met(sure=True))
        return Counter(
            planted=len(self.planted),
            found=len(sure),
            right=sum(bool(places) for places in sure),
            met=met,
            open=len(self.named) - len(sure),
            met_open=len(self.met(sure=False)) - met,
        )


def compare_series(pairs: Sequence[tuple[Sequence[Series], Sequence[dict[str, Any]]]]) -> SeriesAgreement:
    """Compare, export by export, the series as judged with their truth."""
    told = [one for judged, truth in pairs for one in _children(judged, truth)]
    compared = [_compared(rule, *one) for one in told for rule in RULES if rule in one[0]["truth"]]
    followed: dict[str, Counter[str]] = {outcome.value: Counter() for outcome in Outcome}
    for child, series in told:
        _follow(followed, child, series)
    return SeriesAgreement(
        children=len(told),
        records=sum(len(series.records) for _, series in told if series),
        rules=tuple(
            _agreement(rule, [one for one in compared if one.rule == rule])
            for rule in RULES
            if any(one.rule == rule for one in compared)
        ),
        wrong=tuple(listed for one in compared for listed in one.wrong()),
        missed=tuple(listed for one in compared for listed in one.missed()),
        followed=followed,
    )


def _children(
    judged: Sequence[Series], truth: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], Series | None]]:
    """Each child of the truth with its series, then each series of a child whom it does not list."""
    by_child = {series.child: series for series in judged}
    for told in truth:
        yield told, by_child.get(told["child"])
    listed = {told["child"] for told in truth}
    named: dict[str, list[Any]] = {name: [] for told in truth for name in told["truth"]}
    for child, series in by_child.items():
        if child not in listed:
            yield {"child": child, "truth": named}, series


def _compared(rule: str, told: Mapping[str, Any], series: Series | None) -> _Compared:
    planted = told["truth"][rule]
    mine = [one for one in (series.findings if series else ()) if one.rule == rule]
    named = [(one, frozenset(_named(rule, one, planted, series))) for one in mine]
    return _Compared(told["child"], rule, planted, named)


def _agreement(rule: str, compared: Sequence[_Compared]) -> RuleAgreement:
    counts = sum((one.counts() for one in compared), Counter[str]())
    keys = ("planted", "found", "right", "met", "open", "met_open")
    return RuleAgreement(rule, *(counts[key] for key in keys))


def _records(finding: SeriesFinding) -> tuple[str, ...]:
    return tuple(place.record for place in finding.places)


def _told(rule: str, fault: Any) -> tuple[str, ...]:
    if rule == "S5":
        return (fault,)
    if rule == "S2":
        return (*fault["records"], fault["act"])
    return (fault[0], fault[2]) if rule == "S6" else tuple(fault)


def _named(rule: str, finding: SeriesFinding, planted: Sequence[Any], series: Series | None) -> Iterator[int]:
    """The places of the planted faults that a finding speaks of: their records and, of an action, its words.

    Half of the finding's records must be planted, or it would hit every fault by saying 'all'. A run
    is planted three by three, so that all its threes count together.
    """
    records = set(_records(finding))
    if rule == "S2":
        shared = [records & set(fault["records"]) for fault in planted]
        for place, fault in enumerate(planted):
            enough = len(shared[place]) >= 2 and _half(shared[place], records)
            acts = (fault["act"], *fault.get("at", {}).values())
            if enough and any(_same_act(finding, act, series) for act in acts):
                yield place
        return
    told = [set(_told(rule, fault)) for fault in planted]
    if _half(records & set().union(*told), records):
        yield from (place for place, fault in enumerate(told) if fault <= records)


def _half(planted: set[str], records: set[str]) -> bool:
    return 2 * len(planted) >= len(records)


def _same_act(finding: SeriesFinding, act: str, series: Series | None) -> bool:
    """The finding quotes the act, or a part of it, in one of its records."""
    texts = _texts(series)
    return any(
        alike(span.of(texts.get(place.record, "")), act) for place in finding.places for span in place.spans
    )


def _texts(series: Series | None) -> Mapping[str, str]:
    return {one.record.id: one.record.text for one in (series.records if series else ())}


def alike(words: str, act: str) -> bool:
    """More than half the words of the shorter stand in the other."""
    said, wanted = plain_words(words), plain_words(act)
    return len(said & wanted) * 2 > min(len(said), len(wanted))


def plain_words(words: str) -> frozenset[str]:
    """The words of a text in lower case, without marks."""
    return frozenset("".join(c if c.isalnum() else " " for c in words.lower()).split())


def _follow(followed: Mapping[str, Counter[str]], told: Mapping[str, Any], series: Series | None) -> None:
    threads = series.threads if series else ()
    for one in told["truth"].get("follow", ()):
        found = next((thread for thread in threads if _is_of(thread, one, series)), None)
        said = "not followed"
        if found is not None:
            said = found.outcomes[0].value if found.sure else "open"
        followed[one["outcome"]][said] += 1


def _is_of(thread: Thread, told: Mapping[str, Any], series: Series | None) -> bool:
    if thread.record != told["record"] or thread.following != told["next"]:
        return False
    return alike(thread.action.span.of(_texts(series)[thread.record]), told["act"])
