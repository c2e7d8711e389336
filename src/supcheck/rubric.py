"""`rubrics/*.yaml` -> Rubric: criteria, verdicts, flags and advice as data, errors at line:column."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from supcheck.checks import FACTS, NAMES, All, AnyOf, Check, Count, Near, Not, OfType, Ratio, Says, Share
from supcheck.data import data_text
from supcheck.errors import RubricError
from supcheck.own_labels import OwnLabel, load_own_labels
from supcheck.records import Grade, Kind, Named
from supcheck.series import CopiedForward, Drift, Gap, Late, SeriesCheck, SeriesRule, Still, Twin


@dataclass(frozen=True, slots=True)
class Example:
    """A few units with their labels, and the grade that the ladder must give them."""

    grade: str
    """A grade; for a flag or advice 'raised' or 'quiet'."""
    type: str
    units: tuple[tuple[str, tuple[str, ...]], ...]
    """Words, and the labels that they bear."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the codebook: a ladder of checks with its words for a reader."""

    id: str
    title: str
    area: str
    """'reflection' or 'direction'."""
    asks: str
    why: str
    source: str
    weight: int
    """Which shortfall a manager is shown first; the higher, the sooner."""
    not_applicable: Check | None
    met: Check
    partly: Check
    because: Mapping[str, str]
    good: str
    poor: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A second look that the inspection letter asks for: raised or quiet, never scored."""

    id: str
    title: str
    asks: str
    why: str
    source: str
    raised: Check
    because: str
    good: str
    poor: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """One way in which grades make a verdict: each named criterion has one of its grades."""

    needs: Mapping[str, tuple[Grade, ...]]


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """A verdict is sufficient when any of its ladders is climbed; for `types`, by `instead`."""

    id: str
    title: str
    asks: str
    source: str
    any_of: tuple[Ladder, ...]
    also: Check | None
    by_type: Mapping[str, tuple[Ladder, ...]]


@dataclass(frozen=True, slots=True)
class Rubric:
    """All rules of one file, in its order."""

    named: Named
    criteria: tuple[Criterion, ...]
    verdicts: tuple[VerdictRule, ...]
    flags: tuple[Flag, ...]
    series: tuple[SeriesRule, ...] = ()
    own_labels: tuple[OwnLabel, ...] = ()
    """An authority's own labels that its checks name."""

    @property
    def rules(self) -> tuple[Criterion | VerdictRule | Flag | SeriesRule, ...]:
        """Every rule, criteria first."""
        return (*self.criteria, *self.verdicts, *self.flags, *self.series)

    def rule(self, rule_id: str) -> Criterion | VerdictRule | Flag | SeriesRule | None:
        """The rule of that id, in any case of letters; None where there is none."""
        return next((rule for rule in self.rules if rule.id.lower() == rule_id.lower()), None)


_Rule = TypeVar("_Rule")


class _Reader:
    """Reads one file's mappings, and knows where each stands for an error's sake."""

    def __init__(self, name: str, own: frozenset[str]) -> None:
        self._name = name
        self.labels = NAMES | own
        """What a check may name: the codebook's labels, the signs and the authority's own."""
        self.named: set[str] = set()
        """What the checks did name."""

    def fail(self, node: Any, key: Any, message: str) -> RubricError:
        """An error at the key's own line and column (1-based)."""
        mark = getattr(node, "lc", None)
        try:
            line, column = mark.key(key) if isinstance(node, Mapping) else mark.item(key)  # type: ignore[union-attr]  # the except covers None
        except (AttributeError, KeyError, TypeError):
            line, column = (mark.line, mark.col) if mark is not None else (0, 0)
        return RubricError(f"{self._name}:{line + 1}:{column + 1}: {message}")

    def only(self, node: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Refuse a key that is not known."""
        for key in node:
            if key not in known:
                raise self.fail(node, key, f"unknown key '{key}'; known here: {', '.join(known)}")

    def text(self, node: Mapping[str, Any], key: str) -> str:
        """A required text."""
        value = node.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(node, key, f"'{key}' must be a text")
        return " ".join(value.split())

    def names(self, node: Mapping[str, Any], key: str, known: frozenset[str]) -> tuple[str, ...]:
        """A list of known names; a single one may stand alone."""
        value = node.get(key, ())
        listed = (value,) if isinstance(value, str) else tuple(value)
        for name in listed:
            if name not in known:
                raise self.fail(node, key, f"'{name}' is not one of: {', '.join(sorted(known))}")
        self.named.update(listed)
        return listed

    def check(self, node: Any) -> Check:
        """A check of the closed set, by the one key that names its kind."""
        if not isinstance(node, Mapping):
            raise RubricError(f"{self._name}: a check must be a mapping, such as 'count: progress'")
        for kind, build in _KINDS.items():
            if kind in node:
                return build(self, node)
        raise self.fail(node, next(iter(node), None), f"a check needs one of: {', '.join(_KINDS)}")

    def checks(self, node: Mapping[str, Any], key: str) -> tuple[Check, ...]:
        """A list of checks."""
        return tuple(self.check(part) for part in node[key])


def _count(reader: _Reader, node: Mapping[str, Any]) -> Check:
    reader.only(node, ("count", "at_least", "unless", "section"))
    return Count(
        reader.names(node, "count", reader.labels),
        int(node.get("at_least", 1)),
        reader.names(node, "unless", reader.labels),
        tuple(node.get("section", ())),
    )


def _near(reader: _Reader, node: Mapping[str, Any]) -> Check:
    reader.only(node, ("near", "to", "within", "at_least"))
    return Near(
        reader.names(node, "near", reader.labels),
        reader.names(node, "to", reader.labels),
        int(node.get("within", 1)),
        int(node.get("at_least", 1)),
    )


def _ratio(reader: _Reader, node: Mapping[str, Any]) -> Check:
    reader.only(node, ("ratio", "to", "at_least"))
    labels, others = reader.names(node, "ratio", reader.labels), reader.names(node, "to", reader.labels)
    return Ratio(labels, others, float(node["at_least"]))


def _share(reader: _Reader, node: Mapping[str, Any]) -> Check:
    reader.only(node, ("share", "at_least"))
    (fact,) = reader.names(node, "share", frozenset(FACTS))
    return Share(fact, float(node["at_least"]))


def _says(reader: _Reader, node: Mapping[str, Any]) -> Check:
    reader.only(node, ("says", "groups", "beside"))
    beside = reader.names(node, "beside", reader.labels)
    return Says(reader.text(node, "says"), int(node.get("groups", 1)), beside)


def _type(reader: _Reader, node: Mapping[str, Any]) -> Check:
    reader.only(node, ("type",))
    return OfType(reader.names(node, "type", frozenset(Kind)))


_KINDS: Mapping[str, Callable[[_Reader, Mapping[str, Any]], Check]] = {
    "count": _count,
    "near": _near,
    "ratio": _ratio,
    "share": _share,
    "says": _says,
    "type": _type,
    "all": lambda reader, node: All(reader.checks(node, "all")),
    "any": lambda reader, node: AnyOf(reader.checks(node, "any")),
    "not": lambda reader, node: Not(reader.check(node["not"])),
}

_CRITERION = (
    "id",
    "title",
    "area",
    "asks",
    "why",
    "source",
    "weight",
    "not_applicable",
    "met",
    "partly",
    "because",
    "good",
    "poor",
    "examples",
)
_FLAG = ("id", "title", "asks", "why", "source", "raised", "because", "good", "poor", "examples")
_VERDICT = ("id", "title", "asks", "source", "any_of", "also", "by_type")


def _examples(reader: _Reader, node: Mapping[str, Any]) -> tuple[Example, ...]:
    if not node.get("examples"):
        raise reader.fail(node, "id", f"rule {node.get('id')} has no examples")
    return tuple(
        Example(
            one["grade"],
            one.get("type", "supervision"),
            tuple((unit["say"], reader.names(unit, "labels", reader.labels)) for unit in one["units"]),
        )
        for one in node["examples"]
    )


def _criterion(reader: _Reader, node: Mapping[str, Any]) -> Criterion:
    reader.only(node, _CRITERION)
    return Criterion(
        id=reader.text(node, "id"),
        title=reader.text(node, "title"),
        area=reader.text(node, "area"),
        asks=reader.text(node, "asks"),
        why=reader.text(node, "why"),
        source=reader.text(node, "source"),
        weight=int(node.get("weight", 1)),
        not_applicable=reader.check(node["not_applicable"]) if "not_applicable" in node else None,
        met=reader.check(node["met"]),
        partly=reader.check(node["partly"]),
        because={grade: reader.text(node["because"], grade) for grade in node["because"]},
        good=reader.text(node, "good"),
        poor=reader.text(node, "poor"),
        examples=_examples(reader, node),
    )


def _flag(reader: _Reader, node: Mapping[str, Any]) -> Flag:
    reader.only(node, _FLAG)
    return Flag(
        **{
            key: reader.text(node, key)
            for key in ("id", "title", "asks", "why", "source", "because", "good", "poor")
        },
        raised=reader.check(node["raised"]),
        examples=_examples(reader, node),
    )


def _gap(reader: _Reader, node: Mapping[str, Any]) -> SeriesCheck:
    reader.only(node, ("days", "plans"))
    days = {plan: (int(pair[0]), int(pair[1])) for plan, pair in node["days"].items()}
    if "other" not in days:
        raise reader.fail(node, "days", "'days' needs 'other': the interval and grace of every other plan")
    return Gap(days, {plan: tuple(phrases) for plan, phrases in node["plans"].items()})


def _copied(reader: _Reader, node: Mapping[str, Any]) -> SeriesCheck:
    reader.only(node, ("share", "perhaps", "fewest"))
    return CopiedForward(float(node["share"]), float(node["perhaps"]), int(node["fewest"]))


def _still(reader: _Reader, node: Mapping[str, Any]) -> SeriesCheck:
    reader.only(node, ("labels", "records"))
    return Still(reader.names(node, "labels", reader.labels), int(node["records"]))


def _late(reader: _Reader, node: Mapping[str, Any]) -> SeriesCheck:
    reader.only(node, ("working_days",))
    return Late(int(node["working_days"]))


def _drift(reader: _Reader, node: Mapping[str, Any]) -> SeriesCheck:
    reader.only(node, ("records",))
    return Drift(int(node["records"]))


def _twin(reader: _Reader, node: Mapping[str, Any]) -> SeriesCheck:
    reader.only(node, ("share", "own", "fewest"))
    return Twin(float(node["share"]), int(node["own"]), int(node["fewest"]))


_SERIES_KINDS: Mapping[str, Callable[[_Reader, Mapping[str, Any]], SeriesCheck]] = {
    "gap": _gap,
    "drift": _drift,
    "copied": _copied,
    "still": _still,
    "late": _late,
    "twin": _twin,
}
_SERIES = ("id", "title", "asks", "why", "source", "because", "check")


def _series(reader: _Reader, node: Mapping[str, Any]) -> SeriesRule:
    reader.only(node, _SERIES)
    check = node["check"]
    for kind, build in _SERIES_KINDS.items():
        if kind in check:
            reader.only(check, (kind,))
            built = build(reader, check[kind])
            break
    else:
        raise reader.fail(node, "check", f"a series check needs one of: {', '.join(_SERIES_KINDS)}")
    words = {key: reader.text(node, key) for key in ("id", "title", "asks", "why", "source", "because")}
    return SeriesRule(**words, check=built)


def _ladders(nodes: Any) -> tuple[Ladder, ...]:
    return tuple(
        Ladder({rule: tuple(Grade(grade) for grade in grades) for rule, grades in node.items()})
        for node in nodes
    )


def _verdict(reader: _Reader, node: Mapping[str, Any]) -> VerdictRule:
    reader.only(node, _VERDICT)
    return VerdictRule(
        id=reader.text(node, "id"),
        title=reader.text(node, "title"),
        asks=reader.text(node, "asks"),
        source=reader.text(node, "source"),
        any_of=_ladders(node["any_of"]),
        also=reader.check(node["also"]) if "also" in node else None,
        by_type={kind: _ladders(ladders) for kind, ladders in node.get("by_type", {}).items()},
    )


def parse_rubric(text: str, name: str, folder: Path | None = None) -> Rubric:
    """Read a rubric; raises `RubricError` with file:line:column.

    One that says `extends` takes every rule of the other and puts its own in their place, by id.
    `folder` is where `extends` and `labels` look for files.
    """
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise RubricError(f"{name}{place}: {error.problem}") from None
    if not isinstance(tree, Mapping):
        raise RubricError(f"{name}:1:1: a rubric must be a mapping with 'criteria'")
    labels = load_own_labels(_beside(folder, tree["labels"]) if "labels" in tree else None)
    reader = _Reader(name, frozenset(label.name for label in labels))
    reader.only(tree, ("name", "extends", "labels", "criteria", "verdicts", "flags", "series"))
    base = _extended(reader, tree, folder)
    criteria = tuple(_criterion(reader, node) for node in tree.get("criteria", ()))
    verdicts = tuple(_verdict(reader, node) for node in tree.get("verdicts", ()))
    flags = tuple(_flag(reader, node) for node in tree.get("flags", ()))
    series = tuple(_series(reader, node) for node in tree.get("series", ()))
    if base is None and not (criteria and verdicts):
        raise reader.fail(tree, "name", "a rubric needs 'criteria' and 'verdicts', or 'extends: core'")
    content = text if base is None else f"{base.named.digest}\n{text}"
    return Rubric(
        Named(reader.text(tree, "name"), hashlib.sha256(content.encode()).hexdigest()[:16]),
        _replaced(base.criteria if base else (), criteria),
        _replaced(base.verdicts if base else (), verdicts),
        _replaced(base.flags if base else (), flags),
        _replaced(base.series if base else (), series),
        _replaced(
            base.own_labels if base else (),
            tuple(label for label in labels if label.name in reader.named),
            key="name",
        ),
    )


def _beside(folder: Path | None, named: str) -> Path:
    return (folder or Path()) / named


def _extended(reader: _Reader, tree: Mapping[str, Any], folder: Path | None) -> Rubric | None:
    """The rubric that this one extends: 'core', or a file beside it."""
    if "extends" not in tree:
        return None
    other = reader.text(tree, "extends")
    return load_rubric(None if other == "core" else _beside(folder, other))


def _replaced(base: tuple[_Rule, ...], own: tuple[_Rule, ...], key: str = "id") -> tuple[_Rule, ...]:
    """The base's rules with those of the same id replaced whole, and new ones after them."""
    mine = {getattr(rule, key): rule for rule in own}
    kept = tuple(mine.pop(getattr(rule, key), rule) for rule in base)
    return (*kept, *mine.values())


@lru_cache(maxsize=4)
def load_rubric(path: Path | None = None) -> Rubric:
    """The core rubric, or the one in `path`; raises `RubricError`."""
    if path is None:
        return parse_rubric(data_text("rubrics/core.yaml"), "core.yaml")
    try:
        return parse_rubric(path.read_text(encoding="utf-8"), path.name, path.parent)
    except OSError as error:
        raise RubricError(f"{path.name}: cannot be read ({error.strerror}); check --rubric") from None
