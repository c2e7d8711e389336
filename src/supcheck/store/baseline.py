"""The baseline: what was found when it was written is known, so that a run fails for what is new alone.

An entry is a rule of one rubric, a record's id and a keyed digest of its content. So a record that was
edited is new, and so is a finding graver than the one that was written down. The rubric counts by its
name: one that says more or asks more keeps its baseline, since what it judges graver is new anyway.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from supcheck.errors import StoreError
from supcheck.records import Grade, Judged, Named, Run, Series, SeriesFinding, Stale
from supcheck.store.aside import marked, shortfalls, stands
from supcheck.store.digest import KEY, content_digest, keyed, new_key
from supcheck.store.writing import write_whole

SCHEMA: Final = "supcheck-baseline/1"

_GRAVITY: Final[Mapping[str, tuple[int, int]]] = {
    "not_applicable": (0, 0),
    "met": (0, 0),
    "quiet": (0, 0),
    "partly": (1, 1),
    "not_met": (2, 2),
    "raised": (2, 2),
    "insufficient": (2, 2),
    "review": (0, 2),
}
"""How grave at the least and at the most."""


@dataclass(frozen=True, slots=True, order=True)
class RecordKey:
    """A record as it was written then."""

    id: str
    digest: str


@dataclass(frozen=True, slots=True, order=True)
class SeriesKey:
    """A rule that falls short over certain records of one child."""

    records: tuple[str, ...]
    rule: str
    child: str
    """A keyed digest: the child may be known by a name."""
    digest: str
    """Of the contents of the child's own records."""


@dataclass(frozen=True)
class Baseline:
    """All that is known."""

    key: bytes
    rubric: Named
    records: Mapping[RecordKey, Mapping[str, str]]
    """Rule -> how it stood, as `shortfalls` says it."""
    series: Mapping[SeriesKey, Counter[str]]
    """How it stood -> how often."""


def baseline_of(run: Run, key: bytes | None = None) -> Baseline:
    """Everything in a run that falls short; what a waiver sets aside is left to the waiver."""
    key = key or new_key()
    records = {
        RecordKey(one.record.id, content_digest(key, one.record)): found
        for one in run.judged
        if (found := _unwaived(one))
    }
    series: dict[SeriesKey, Counter[str]] = {}
    for one in run.series:
        for finding in one.findings:
            if finding.waived is None:
                stood = series.setdefault(_series_key(key, one, finding), Counter())
                stood[stands(finding.grades)] += 1
    return Baseline(key, Named(run.rubric.name, run.rubric.digest), records, series)


def _unwaived(judged: Judged) -> dict[str, str]:
    waived = {one.rule: one.waived for one in (*judged.findings, *judged.flags)}
    return {
        rule: stood
        for rule, stood in shortfalls(judged).items()
        if not (judged.excused(rule) if rule in judged.verdicts else waived[rule] is not None)
    }


def _series_key(key: bytes, series: Series, finding: SeriesFinding) -> SeriesKey:
    """A twin names another child's record too: that one's content is not looked at."""
    own = {one.record.id: content_digest(key, one.record) for one in series.records}
    records = tuple(place.record for place in finding.places)
    child = keyed(key, series.records[0].record.child)
    return SeriesKey(records, finding.rule, child, keyed(key, *(own.get(one) for one in records)))


class Known:
    """A baseline over one run: marks what it has, and sees what no longer occurs."""

    def __init__(self, baseline: Baseline, name: str, *, strict: bool = False) -> None:
        """`name` is the baseline's file; where `strict`, entries that no longer occur are told."""
        self._baseline = baseline
        self._name = name
        self._strict = strict
        self._left = {key: set(found) for key, found in baseline.records.items()}
        self._left_series = {key: Counter(stood) for key, stood in baseline.series.items()}

    def judged(self, one: Judged) -> Judged:
        """The record, its verdicts and findings marked as known where they are no graver than they were."""
        key = RecordKey(one.record.id, content_digest(self._baseline.key, one.record))
        then = self._baseline.records.get(key)
        if then is None:
            return one
        now = shortfalls(one)
        self._left[key] -= set(now)
        known = [rule for rule, stood in now.items() if rule in then and _covers(then[rule], stood)]
        return marked(one, {rule: {"known": True} for rule in known})

    def series(self, one: Series) -> Series:
        """The child's findings likewise, each entry as often as it was written."""
        keys = [_series_key(self._baseline.key, one, each) for each in one.findings]
        known = set()
        # An open finding must not take the entry that a sure one needs.
        ordered = sorted(range(len(keys)), key=lambda place: not one.findings[place].sure)
        for covers in (_covers, _any):
            for place in ordered:
                now = stands(one.findings[place].grades)
                if place not in known and self._taken(keys[place], now, covers) and covers is _covers:
                    known.add(place)
        findings = (replace(each, known=place in known) for place, each in enumerate(one.findings))
        return replace(one, findings=tuple(findings))

    def _taken(self, key: SeriesKey, now: str, covers: Callable[[str, str], bool]) -> bool:
        """Whether an entry is left that covers this; if so one fewer is."""
        left = self._left_series.get(key, Counter())
        fitting = [then for then, count in left.items() if count and covers(then, now)]
        if fitting:
            left[min(fitting, key=_gravity)] -= 1
        return bool(fitting)

    def stale(self) -> Iterator[Stale]:
        """Where strict, each record and series of which something no longer occurs."""
        if not self._strict:
            return
        for key, rules in sorted(self._left.items()):
            if rules:
                told = f"The baseline has {', '.join(sorted(rules))}: {_GONE}"
                yield Stale("BAS1", Grade.NOT_MET, self._name, (key.id,), told)
        for place, left in sorted(self._left_series.items()):
            if left.total():
                told = f"The baseline has {place.rule}: {_GONE}"
                yield Stale("BAS1", Grade.NOT_MET, self._name, place.records, told)

    @property
    def gone(self) -> int:
        """How many entries no longer occur."""
        within = sum(map(len, self._left.values()))
        return within + sum(left.total() for left in self._left_series.values())

    def kept(self) -> Baseline:
        """The baseline without them."""
        records = {
            key: {rule: stood for rule, stood in found.items() if rule not in self._left[key]}
            for key, found in self._baseline.records.items()
        }
        series = {key: stood - self._left_series[key] for key, stood in self._baseline.series.items()}
        return replace(
            self._baseline,
            records={key: found for key, found in records.items() if found},
            series={key: stood for key, stood in series.items() if stood},
        )


_GONE: Final = (
    "this run does not find that, or the record was edited or is not in it; supcheck baseline prune drops it."
)


def _gravity(stood: str) -> tuple[int, int]:
    told = [_GRAVITY[word] for word in stood.split("|")]
    return min(least for least, _ in told), max(most for _, most in told)


def _covers(then: str, now: str) -> bool:
    """Whether what stands now is no graver than it stood then, in the best case and in the worst."""
    return all(one <= other for one, other in zip(_gravity(now), _gravity(then), strict=True))


def _any(then: str, now: str) -> bool:
    """An entry whose finding is graver now still occurs."""
    return True


def baseline_text(baseline: Baseline) -> str:
    """The file: sorted, a rule on a line, so that a difference shows what came and went."""
    records = [
        {"id": key.id, "digest": key.digest, "found": dict(sorted(found.items()))}
        for key, found in sorted(baseline.records.items())
    ]
    series = [
        {
            "rule": key.rule,
            "records": list(key.records),
            "child": key.child,
            "digest": key.digest,
            "found": dict(sorted(stood.items())),
        }
        for key, stood in sorted(baseline.series.items())
    ]
    tree = {
        "schema": SCHEMA,
        "key": baseline.key.hex(),
        "rubric": {"name": baseline.rubric.name, "digest": baseline.rubric.digest},
        "records": records,
        "series": series,
    }
    return json.dumps(tree, indent=1, ensure_ascii=False) + "\n"


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Put the file in place whole or not at all; raises `StoreError`."""
    write_whole(path, baseline_text(baseline))


def read_baseline(path: Path, rubric: Named | None = None) -> Baseline:
    """A baseline, of that rubric where one is given; raises `StoreError` with file and place."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        mend = "check the name, or write it with --write-baseline"
        raise StoreError(f"{path.name}: cannot be read ({error.strerror}); {mend}") from None
    except UnicodeDecodeError:
        raise StoreError(f"{path.name}: is not UTF-8; {_AGAIN}") from None
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as error:
        raise StoreError(f"{path.name}:{error.lineno}:{error.colno}: is not JSON; {_AGAIN}") from None
    except RecursionError:
        raise StoreError(f"{path.name}: is nested too deeply; {_AGAIN}") from None
    _check_schema(path.name, tree)
    found = _Reader(path.name).baseline(tree)
    if rubric is not None and found.rubric.name != rubric.name:
        told = f"was written with the rubric '{found.rubric.name}', and this run judges by '{rubric.name}'"
        raise StoreError(f"{path.name}: {told}; name its --rubric, or write another baseline")
    return found


_AGAIN: Final = "take it back from version control, or write it again with --write-baseline"


def _check_schema(name: str, tree: Any) -> None:
    schema = tree.get("schema") if isinstance(tree, dict) else None
    if schema == SCHEMA:
        return
    if isinstance(schema, str) and re.fullmatch(r"supcheck-baseline/\d{1,9}", schema):
        raise StoreError(
            f"{name}: is {schema}, and this supcheck reads {SCHEMA}; use the supcheck that wrote it"
        )
    raise StoreError(f"{name}: is no baseline ('schema' is not {SCHEMA}); check the name")


_CALLED: Final[Mapping[type, str]] = {str: "a text", dict: "an object", list: "a list"}


class _Reader:
    """Reads the tree of one file; every error says where in it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def baseline(self, tree: Mapping[str, Any]) -> Baseline:
        key = self._text(tree, "key", "")
        if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY}}}", key):
            raise self._fail("key", f"must be {2 * KEY} digits from 0 to f")
        named = self._part(tree, "rubric", "", dict)
        rubric = Named(self._text(named, "name", "rubric."), self._text(named, "digest", "rubric."))
        records: dict[RecordKey, Mapping[str, str]] = {}
        for at, node in self._listed(tree, "records"):
            record = RecordKey(self._text(node, "id", at), self._text(node, "digest", at))
            if record in records:
                raise self._fail(at.rstrip("."), "stands twice; keep one")
            found = self._part(node, "found", at, dict)
            records[record] = {
                rule: self._stood(self._text(found, rule, f"{at}found."), f"{at}found.{rule}")
                for rule in found
            }
        series: dict[SeriesKey, Counter[str]] = {}
        for at, node in self._listed(tree, "series"):
            place = self._series_key(node, at)
            if place in series:
                raise self._fail(at.rstrip("."), "stands twice; keep one")
            series[place] = self._counts(self._part(node, "found", at, dict), f"{at}found.")
        return Baseline(bytes.fromhex(key), rubric, records, series)

    def _series_key(self, node: Any, at: str) -> SeriesKey:
        ids = self._part(node, "records", at, list)
        if not all(isinstance(one, str) for one in ids):
            raise self._fail(f"{at}records", "must be a list of record ids")
        rule, child, digest = (self._text(node, key, at) for key in ("rule", "child", "digest"))
        return SeriesKey(tuple(ids), rule, child, digest)

    def _counts(self, found: Mapping[str, Any], at: str) -> Counter[str]:
        for stood, count in found.items():
            self._stood(stood, f"{at}{stood}")
            if type(count) is not int or count < 1:
                raise self._fail(f"{at}{stood}", "must be a whole number from 1 on")
        return Counter(found)

    def _stood(self, stood: str, place: str) -> str:
        wrong = [word for word in stood.split("|") if word not in _GRAVITY]
        if wrong:
            raise self._fail(place, f"says what no rule can; it may say {', '.join(_GRAVITY)}")
        return stood

    def _listed(self, tree: Mapping[str, Any], key: str) -> Iterator[tuple[str, Any]]:
        for number, node in enumerate(self._part(tree, key, "", list)):
            yield f"{key}[{number}].", node

    def _text(self, node: Any, key: str, at: str) -> str:
        found: str = self._part(node, key, at, str)
        return found

    def _part(self, node: Any, key: str, at: str, kind: type) -> Any:
        if not isinstance(node, dict) or not isinstance(node.get(key), kind):
            called = _CALLED[kind]
            raise self._fail(f"{at}{key}", f"is missing or is not {called}")
        return node[key]

    def _fail(self, place: str, message: str) -> StoreError:
        return StoreError(f"{self._name}: {place} {message}; {_AGAIN}")
