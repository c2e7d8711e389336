"""Compare what supcheck finds over several records of a child with what their writer planted.

An export stands beside `NAME.truth.jsonl`: a line a child with its faults by rule and, for each
action, what the next record makes of it. An open finding is neither right nor wrong; it is counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from supcheck.errors import SupcheckError
from supcheck.records import Outcome, Series, SeriesFinding, Thread

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
    wrong: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Child, rule and records of each sure finding that was not planted."""
    missed: tuple[tuple[str, str, tuple[str, ...]], ...]
    followed: Mapping[str, Mapping[str, int]]
    """What was written -> what supcheck says -> actions; 'open' and 'not followed' among the latter."""


def exports_with_truth(folder: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Each export of the folder and its truth; raises `SupcheckError` where there is none."""
    found = False
    for truth in sorted(folder.glob(f"*{_TRUTH}")):
        name = truth.name.removesuffix(_TRUTH)
        export = next((p for p in (folder / f"{name}{s}" for s in _EXPORTS) if p.is_file()), None)
        if export is None:
            raise SupcheckError(f"{truth}: no export {name}.csv, .xlsx or .jsonl stands beside it")
        found = True
        yield export, [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    if not found:
        raise SupcheckError(f"{folder}: no {_TRUTH} file found; see CONTRIBUTING.md")


def compare_series(pairs: Sequence[tuple[Sequence[Series], Sequence[dict[str, Any]]]]) -> SeriesAgreement:
    """Compare, export by export, the series as judged with their truth."""
    counts = {rule: Counter[str]() for rule in RULES}
    wrong: list[tuple[str, str, tuple[str, ...]]] = []
    missed: list[tuple[str, str, tuple[str, ...]]] = []
    followed: dict[str, Counter[str]] = {outcome.value: Counter() for outcome in Outcome}
    children = records = 0
    for judged, truth in pairs:
        by_child = {series.child: series for series in judged}
        for told in truth:
            series = by_child.get(told["child"])
            findings = series.findings if series else ()
            children += 1
            records += len(series.records) if series else 0
            for rule in RULES:
                planted = told["truth"][rule]
                mine = [one for one in findings if one.rule == rule]
                wrong += [
                    (told["child"], rule, _records(one))
                    for one in mine
                    if one.sure and not any(_names(rule, one, fault, series) for fault in planted)
                ]
                missed += [
                    (told["child"], rule, _told(rule, fault))
                    for fault in planted
                    if not any(one.sure and _names(rule, one, fault, series) for one in mine)
                ]
                counts[rule] += _counted(rule, mine, planted, series)
            _follow(followed, told, series)
    return SeriesAgreement(
        children,
        records,
        tuple(
            RuleAgreement(
                rule, *(counts[rule][key] for key in ("planted", "found", "right", "met", "open", "met_open"))
            )
            for rule in RULES
        ),
        tuple(wrong),
        tuple(missed),
        followed,
    )


def _counted(
    rule: str, mine: Sequence[SeriesFinding], planted: Sequence[Any], series: Series | None
) -> Counter[str]:
    sure = [one for one in mine if one.sure]
    named = [any(_names(rule, one, fault, series) for one in sure) for fault in planted]
    perhaps = [any(_names(rule, one, fault, series) for one in mine) for fault in planted]
    return Counter(
        planted=len(planted),
        found=len(sure),
        right=sum(any(_names(rule, one, fault, series) for fault in planted) for one in sure),
        met=sum(named),
        open=len(mine) - len(sure),
        met_open=sum(perhaps) - sum(named),
    )


def _records(finding: SeriesFinding) -> tuple[str, ...]:
    return tuple(place.record for place in finding.places)


def _told(rule: str, fault: Any) -> tuple[str, ...]:
    if rule == "S5":
        return (fault,)
    if rule == "S2":
        return (*fault["records"], fault["act"])
    return (fault[0], fault[2]) if rule == "S6" else tuple(fault)


def _names(rule: str, finding: SeriesFinding, fault: Any, series: Series | None) -> bool:
    """Whether a finding speaks of this planted fault: the same records and, of an action, its words."""
    records = set(_records(finding))
    if rule == "S2":
        shared = records & set(fault["records"])
        return len(shared) >= 2 and _same_act(finding, fault["act"], series)
    return set(_told(rule, fault)) <= records


def _same_act(finding: SeriesFinding, act: str, series: Series | None) -> bool:
    """The finding quotes the act, or a part of it, in one of its records."""
    wanted = _plain(act)
    for place in finding.places:
        text = next(
            (one.record.text for one in (series.records if series else ()) if one.record.id == place.record),
            "",
        )
        for span in place.spans:
            said = _plain(span.of(text))
            if len(said & wanted) * 2 > min(len(said), len(wanted)):
                return True
    return False


def _plain(words: str) -> frozenset[str]:
    return frozenset("".join(c if c.isalnum() else " " for c in words.lower()).split())


def _follow(followed: Mapping[str, Counter[str]], told: Mapping[str, Any], series: Series | None) -> None:
    threads = series.threads if series else ()
    for one in told["truth"]["follow"]:
        found = next((thread for thread in threads if _is_of(thread, one, series)), None)
        said = "not followed"
        if found is not None:
            said = found.outcomes[0].value if len(found.outcomes) == 1 else "open"
        followed[one["outcome"]][said] += 1


def _is_of(thread: Thread, told: Mapping[str, Any], series: Series | None) -> bool:
    if thread.record != told["record"] or thread.following != told["next"] or series is None:
        return False
    text = next(one.record.text for one in series.records if one.record.id == thread.record)
    said, wanted = _plain(thread.action.span.of(text)), _plain(told["act"])
    return len(said & wanted) * 2 > min(len(said), len(wanted))
