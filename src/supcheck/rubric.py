"""`rubrics/*.yaml` -> Rubric: criteria, verdicts, flags and advice as data, errors at line:column."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, TypeVar

from ruamel.yaml.scalarbool import ScalarBoolean

from supcheck.checks import FACTS, NAMES, All, AnyOf, Check, Count, Near, Not, OfType, Ratio, Says, Share
from supcheck.data import data_text, is_text, one_line, place_of, text_of, tree_of
from supcheck.errors import RubricError
from supcheck.own_labels import OwnLabel, load_own_labels, parse_own_labels
from supcheck.records import Grade, Kind, Named
from supcheck.series import CopiedForward, Drift, Gap, Late, SeriesCheck, SeriesRule, Still, Twin
from supcheck.words import load_words


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
    at_hand: tuple[OwnLabel, ...] = ()
    """Every own label that its checks, or those of a rubric that extends it, may name."""

    @property
    def rules(self) -> tuple[Criterion | VerdictRule | Flag | SeriesRule, ...]:
        """Every rule, criteria first."""
        return (*self.criteria, *self.verdicts, *self.flags, *self.series)

    def rule(self, rule_id: str) -> Criterion | VerdictRule | Flag | SeriesRule | None:
        """The rule of that id, in any case of letters; None where there is none."""
        return next((rule for rule in self.rules if rule.id.lower() == rule_id.lower()), None)


_Rule = TypeVar("_Rule")
_Node = Mapping[Any, Any]

_DEEPEST: Final = 20
"""Checks inside checks; more of them nobody can read, nor can Python's own stack."""
_MOST: Final = 10**9
"""No setting of a rule is as large."""
_SHOWN: Final = 40
"""Characters of a wrong value that an error shows."""


class _Reader:
    """Reads one file's mappings, and knows where each stands for an error's sake.

    A `key` is a mapping's key or a list's index; every reader raises `RubricError` at its place.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self.labels: tuple[str, ...] = tuple(sorted(NAMES))
        """What a check may name: the codebook's labels, the signs and the authority's own."""
        self.named: set[str] = set()
        """What the checks did name."""
        self.rules: list[tuple[_Node, Criterion | VerdictRule | Flag | SeriesRule]] = []
        """Each rule that was read, with the node that it was read from."""
        self.needs: list[tuple[_Node, str]] = []
        """Each criterion that a verdict names, with the ladder that names it."""

    def fail(self, node: Any, key: Any, message: str) -> RubricError:
        """An error at the key's own line and column, else at the node's (from 1)."""
        return RubricError(one_line(f"{self._name}:{place_of(node, key)}: {message}"))

    def only(self, node: _Node, known: Sequence[str]) -> None:
        """Refuse a key that is not known."""
        for key in node:
            if key not in known:
                raise self.fail(node, key, f"unknown key {_shown(key)}; known here: {', '.join(known)}")

    def value(self, node: Any, key: Any, fits: Callable[[Any], bool], what: str) -> Any:
        """A required value that fits."""
        if isinstance(node, Mapping) and key not in node:
            raise self.fail(node, None, f"'{key}' is missing; it must be {what}")
        if not fits(node[key]):
            called = f"item {key + 1}" if isinstance(key, int) else _shown(key)
            raise self.fail(node, key, f"{called} must be {what}, not {_shown(node[key])}")
        return node[key]

    def text(self, node: Any, key: Any) -> str:
        """A required text, on one line."""
        return " ".join(str(self.value(node, key, is_text, "a text")).split())

    def texts(self, node: Any, key: Any) -> tuple[str, ...]:
        """A list of texts; a single one may stand alone."""
        if isinstance(self.value(node, key, _is_one_or_more, "a text or a list of texts"), str):
            return (self.text(node, key),)
        return tuple(self.text(node[key], place) for place in range(len(node[key])))

    def whole(
        self, node: Any, key: Any, default: int | None = None, least: int = 0, most: int | None = None
    ) -> int:
        """A whole number within bounds; `default` where there is none."""
        if default is not None and key not in node:
            return default
        bounds = f"of {least} or more" if most is None else f"from {least} to {most}"
        high = math.inf if most is None else most
        return int(
            self.value(node, key, lambda v: _is_whole(v) and least <= v <= high, f"a whole number {bounds}")
        )

    def number(self, node: Any, key: Any, most: float | None = None) -> float:
        """A required number above 0."""
        bounds = "above 0" if most is None else f"above 0 and at most {most:g}"
        high = math.inf if most is None else most
        return float(self.value(node, key, lambda v: _is_number(v) and 0 < v <= high, f"a number {bounds}"))

    def choice(self, node: Any, key: Any, known: Sequence[str], default: str | None = None) -> str:
        """One of a few known names."""
        if default is not None and key not in node:
            return default
        listed = ", ".join(known)
        value = self.value(node, key, lambda v: isinstance(v, str), f"one of: {listed}")
        if value not in known:
            raise self.fail(node, key, f"{_shown(value)} is not one of: {listed}")
        return str(value)

    def names(self, node: Any, key: Any, known: Sequence[str], fewest: int = 1) -> tuple[str, ...]:
        """A list of known names; a single one may stand alone, and the key be missing where `fewest` is 0."""
        if not fewest and key not in node:
            return ()
        fits = _is_one_or_more if fewest else _is_any
        if isinstance(self.value(node, key, fits, f"one or a list of: {', '.join(known)}"), str):
            return (self.choice(node, key, known),)
        return tuple(self.choice(node[key], place, known) for place in range(len(node[key])))

    def label_names(self, node: Any, key: Any, fewest: int = 1) -> tuple[str, ...]:
        """Names of labels, and remembers that they are used."""
        found = self.names(node, key, self.labels, fewest)
        self.named.update(found)
        return found

    def mapping(self, node: Any, key: Any, what: str) -> _Node:
        """A required mapping that is not empty."""
        found: _Node = self.value(node, key, lambda v: isinstance(v, Mapping) and bool(v), what)
        return found

    def mappings(self, node: Any, key: Any, what: str, fewest: int = 1) -> list[_Node]:
        """A list of mappings that are not empty; it may itself be empty or missing where `fewest` is 0."""
        if not fewest and key not in node:
            return []
        listed = self.value(
            node, key, lambda v: isinstance(v, list) and len(v) >= fewest, f"a list of {what}s"
        )
        return [
            self.mapping(listed, place, f"a {what} in the form of a mapping") for place in range(len(listed))
        ]

    def kind(self, node: _Node, kinds: Mapping[str, Any], what: str) -> str:
        """The one key that names a kind."""
        found = next((kind for kind in kinds if kind in node), None)
        if found is None:
            raise self.fail(node, next(iter(node), None), f"{what} needs one of: {', '.join(kinds)}")
        return found

    def check(self, node: Any, key: Any) -> Check:
        """A check of the closed set, by the one key that names its kind."""
        given = self.mapping(node, key, "a check, such as 'count: progress'")
        kind = self.kind(given, _KINDS, "a check")
        if self._depth == _DEEPEST:
            raise self.fail(
                node, key, f"checks stand more than {_DEEPEST} deep in each other; write them flatter"
            )
        self._depth += 1
        built = _KINDS[kind](self, given)
        self._depth -= 1
        return built

    def checks(self, node: _Node, key: str) -> tuple[Check, ...]:
        """A list of checks, at least one, beside which no other key stands."""
        self.only(node, (key,))
        listed = self.mappings(node, key, "check")
        return tuple(self.check(node[key], place) for place in range(len(listed)))

    def beside(self, node: _Node, key: str, folder: Path | None) -> tuple[Path, str]:
        """The path and the text of a file that a key names, beside this one."""
        path = (folder or Path()) / self.text(node, key)
        try:
            return path, text_of(path)
        except OSError as error:
            told = f"'{key}' names {path.name}, which cannot be read ({error.strerror}); mend the name"
            raise self.fail(node, key, told) from None


def _shown(value: Any) -> str:
    """A wrong value in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping | list):
        told = "list" if isinstance(value, list) else "mapping"
        return f"a {told}" if value else f"an empty {told}"
    words = one_line(str(value))
    return f"'{words[:_SHOWN]}…'" if len(words) > _SHOWN else f"'{words}'"


def _is_number(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool | ScalarBoolean)
    # False for what is not a number or has no end, and a whole number may be too long for a float.
    return plain and -_MOST < value < _MOST


def _is_whole(value: Any) -> bool:
    return _is_number(value) and isinstance(value, int)


def _is_any(value: Any) -> bool:
    return isinstance(value, str | list)


def _is_one_or_more(value: Any) -> bool:
    return _is_any(value) and bool(value)


def _count(reader: _Reader, node: _Node) -> Check:
    reader.only(node, ("count", "at_least", "unless", "section"))
    return Count(
        reader.label_names(node, "count"),
        reader.whole(node, "at_least", default=1, least=1),
        reader.label_names(node, "unless", fewest=0),
        reader.names(node, "section", (*load_words().headings, "none", "other"), fewest=0),
    )


def _near(reader: _Reader, node: _Node) -> Check:
    reader.only(node, ("near", "to", "within", "at_least"))
    return Near(
        reader.label_names(node, "near"),
        reader.label_names(node, "to"),
        reader.whole(node, "within", default=1),
        reader.whole(node, "at_least", default=1, least=1),
    )


def _ratio(reader: _Reader, node: _Node) -> Check:
    reader.only(node, ("ratio", "to", "at_least"))
    labels, others = reader.label_names(node, "ratio"), reader.label_names(node, "to")
    return Ratio(labels, others, reader.number(node, "at_least"))


def _share(reader: _Reader, node: _Node) -> Check:
    reader.only(node, ("share", "at_least"))
    return Share(reader.choice(node, "share", FACTS), reader.number(node, "at_least", most=1))


def _says(reader: _Reader, node: _Node) -> Check:
    reader.only(node, ("says", "groups", "beside"))
    phrases = load_words().phrases
    said = reader.choice(node, "says", tuple(phrases))
    groups = reader.whole(node, "groups", default=1, least=1, most=len(phrases[said]))
    return Says(said, groups, reader.label_names(node, "beside", fewest=0))


def _type(reader: _Reader, node: _Node) -> Check:
    reader.only(node, ("type",))
    return OfType(reader.names(node, "type", tuple(Kind)))


def _not(reader: _Reader, node: _Node) -> Check:
    reader.only(node, ("not",))
    return Not(reader.check(node, "not"))


_KINDS: Mapping[str, Callable[[_Reader, _Node], Check]] = {
    "count": _count,
    "near": _near,
    "ratio": _ratio,
    "share": _share,
    "says": _says,
    "type": _type,
    "all": lambda reader, node: All(reader.checks(node, "all")),
    "any": lambda reader, node: AnyOf(reader.checks(node, "any")),
    "not": _not,
}

_AREAS = ("reflection", "direction")
_FLAG_GRADES = ("raised", "quiet")
_CRITERION_WORDS = ("id", "title", "asks", "why", "source", "good", "poor")
_CRITERION = (*_CRITERION_WORDS, "area", "weight", "not_applicable", "met", "partly", "because", "examples")
_FLAG_WORDS = (*_CRITERION_WORDS, "because")
_FLAG = (*_FLAG_WORDS, "raised", "examples")
_VERDICT = ("id", "title", "asks", "source", "any_of", "also", "by_type")


def _texts_of(reader: _Reader, node: _Node, keys: Sequence[str]) -> dict[str, str]:
    return {key: reader.text(node, key) for key in keys}


def _examples(reader: _Reader, node: _Node, grades: Sequence[str]) -> tuple[Example, ...]:
    return tuple(_example(reader, one, grades) for one in reader.mappings(node, "examples", "example"))


def _example(reader: _Reader, node: _Node, grades: Sequence[str]) -> Example:
    reader.only(node, ("grade", "type", "units"))
    return Example(
        reader.choice(node, "grade", grades),
        reader.choice(node, "type", tuple(Kind), default=Kind.SUPERVISION.value),
        tuple(_example_unit(reader, unit) for unit in reader.mappings(node, "units", "unit")),
    )


def _example_unit(reader: _Reader, node: _Node) -> tuple[str, tuple[str, ...]]:
    reader.only(node, ("say", "labels"))
    # As written: a tab may part two cells.
    return str(reader.value(node, "say", is_text, "a text")), reader.label_names(node, "labels", fewest=0)


def _criterion(reader: _Reader, node: _Node) -> Criterion:
    reader.only(node, _CRITERION)
    return Criterion(
        **_texts_of(reader, node, _CRITERION_WORDS),
        area=reader.choice(node, "area", _AREAS),
        weight=reader.whole(node, "weight", default=1),
        not_applicable=reader.check(node, "not_applicable") if "not_applicable" in node else None,
        met=reader.check(node, "met"),
        partly=reader.check(node, "partly"),
        because=_because(reader, node),
        examples=_examples(reader, node, tuple(Grade)),
    )


def _because(reader: _Reader, node: _Node) -> dict[str, str]:
    """Words for every grade that the ladder can give, and perhaps for 'open'."""
    given = reader.mapping(node, "because", "a mapping of each grade to its words")
    reader.only(given, (*Grade, "open"))
    rung = ("not_applicable",) if "not_applicable" in node else ()
    return _texts_of(reader, given, tuple(dict.fromkeys((*given, "met", "partly", "not_met", *rung))))


def _flag(reader: _Reader, node: _Node) -> Flag:
    reader.only(node, _FLAG)
    return Flag(
        **_texts_of(reader, node, _FLAG_WORDS),
        raised=reader.check(node, "raised"),
        examples=_examples(reader, node, _FLAG_GRADES),
    )


def _gap(reader: _Reader, node: _Node) -> SeriesCheck:
    reader.only(node, ("days", "plans"))
    given = reader.mapping(node, "days", "a mapping of plans, each to its interval and grace")
    days = {_plan(reader, given, plan): _interval(reader, given, plan) for plan in given}
    if "other" not in days:
        raise reader.fail(node, "days", "'days' needs 'other': the interval and grace of every other plan")
    named = reader.value(node, "plans", lambda v: isinstance(v, Mapping), "a mapping of plans to phrases")
    plans = {_plan(reader, named, plan): reader.texts(named, plan) for plan in named}
    for plan in plans:
        if plan not in days:
            raise reader.fail(named, plan, f"'days' has no interval for {_shown(plan)}; add it there")
    for plan in days:
        if plan not in plans and plan != "other":
            raise reader.fail(given, plan, f"'plans' does not say how records write {_shown(plan)}; add it")
    return Gap(days, plans)


def _plan(reader: _Reader, node: _Node, plan: Any) -> str:
    if not is_text(plan):
        raise reader.fail(node, plan, f"a plan's name must be a text, not {_shown(plan)}; put it in quotes")
    return str(plan)


def _interval(reader: _Reader, node: _Node, plan: Any) -> tuple[int, int]:
    what = "an interval and its grace in days, such as [28, 7]"
    pair = reader.value(node, plan, lambda v: isinstance(v, list) and len(v) == 2, what)
    return reader.whole(pair, 0, least=1), reader.whole(pair, 1)


def _copied(reader: _Reader, node: _Node) -> SeriesCheck:
    reader.only(node, ("share", "perhaps", "fewest"))
    share = reader.number(node, "share", most=1)
    return CopiedForward(share, reader.number(node, "perhaps", most=share), reader.whole(node, "fewest"))


def _still(reader: _Reader, node: _Node) -> SeriesCheck:
    reader.only(node, ("labels", "records"))
    return Still(reader.label_names(node, "labels"), reader.whole(node, "records", least=2))


def _late(reader: _Reader, node: _Node) -> SeriesCheck:
    reader.only(node, ("working_days",))
    return Late(reader.whole(node, "working_days"))


def _drift(reader: _Reader, node: _Node) -> SeriesCheck:
    reader.only(node, ("records",))
    return Drift(reader.whole(node, "records", least=2))


def _twin(reader: _Reader, node: _Node) -> SeriesCheck:
    reader.only(node, ("share", "own", "fewest"))
    share = reader.number(node, "share", most=1)
    return Twin(share, reader.whole(node, "own"), reader.whole(node, "fewest"))


_SERIES_KINDS: Mapping[str, tuple[Callable[[_Reader, _Node], SeriesCheck], tuple[str, ...]]] = {
    "gap": (_gap, ("days", "interval", "grace", "from", "to")),
    "drift": (_drift, ("what",)),
    "copied": (_copied, ("share", "from", "to", "own")),
    "still": (_still, ("records", "from", "to")),
    "late": (_late, ("days", "held", "written")),
    "twin": (_twin, ("other", "held")),
}
"""A kind's builder, and the facts that its `because` may name."""
_SERIES_WORDS = ("id", "title", "asks", "why", "source", "because")
_SERIES = (*_SERIES_WORDS, "check")


def _series(reader: _Reader, node: _Node) -> SeriesRule:
    reader.only(node, _SERIES)
    given = reader.mapping(node, "check", "a series check, such as 'drift: {records: 3}'")
    kind = reader.kind(given, _SERIES_KINDS, "a series check")
    reader.only(given, (kind,))
    build, facts = _SERIES_KINDS[kind]
    check = build(reader, reader.mapping(given, kind, f"a mapping of the settings of '{kind}'"))
    words = _texts_of(reader, node, _SERIES_WORDS)
    if not _fills(words["because"], facts):
        known = ", ".join(f"{{{fact}}}" for fact in facts)
        raise reader.fail(node, "because", f"'because' may hold in braces only: {known}")
    return SeriesRule(**words, check=check)


def _fills(because: str, facts: Sequence[str]) -> bool:
    """Whether the facts fill every brace."""
    try:
        fields = [field for _, *field in Formatter().parse(because)]
    except ValueError:
        return False
    return all(name is None or (name in facts and not form and not turn) for name, form, turn in fields)


def _ladders(reader: _Reader, node: Any, key: Any) -> tuple[Ladder, ...]:
    return tuple(_ladder(reader, one) for one in reader.mappings(node, key, "ladder"))


def _ladder(reader: _Reader, node: _Node) -> Ladder:
    reader.needs.extend((node, rule) for rule in node)
    grades = {rule: reader.names(node, rule, tuple(Grade)) for rule in node}
    return Ladder({str(rule): tuple(map(Grade, named)) for rule, named in grades.items()})


def _verdict(reader: _Reader, node: _Node) -> VerdictRule:
    reader.only(node, _VERDICT)
    return VerdictRule(
        **_texts_of(reader, node, ("id", "title", "asks", "source")),
        any_of=_ladders(reader, node, "any_of"),
        also=reader.check(node, "also") if "also" in node else None,
        by_type=_by_type(reader, node) if "by_type" in node else {},
    )


def _by_type(reader: _Reader, node: _Node) -> dict[str, tuple[Ladder, ...]]:
    given = reader.mapping(node, "by_type", "a mapping of types to ladders")
    reader.only(given, tuple(Kind))
    return {str(kind): _ladders(reader, given, kind) for kind in given}


_NEEDED_VERDICTS = ("reflection", "direction")
"""Every report of a child shows both."""


def parse_rubric(text: str, name: str, folder: Path | None = None) -> Rubric:
    """Read a rubric; raises `RubricError` with file:line:column.

    One that says `extends` takes every rule of the other and puts its own in their place, by id; its
    checks may name the other's own labels too. `folder` is where `extends` and `labels` look for files.
    """
    return _parsed(text, name, folder, ((folder / name).resolve(),) if folder else ())


def _parsed(text: str, name: str, folder: Path | None, above: tuple[Path, ...]) -> Rubric:
    """`above` has the files that lead here by `extends`, this one last."""
    reader = _Reader(name)
    tree = tree_of(text, name, "a rubric: a mapping with 'name' and 'criteria', or 'extends: core'")
    reader.only(tree, ("name", "extends", "labels", "criteria", "verdicts", "flags", "series"))
    base = _extended(reader, tree, folder, above)
    at_hand = _at_hand(reader, tree, folder, base)
    reader.labels = tuple(sorted(NAMES | {label.name for label in at_hand}))
    title = reader.text(tree, "name")
    criteria = _rules(reader, tree, "criteria", _criterion)
    verdicts = _rules(reader, tree, "verdicts", _verdict)
    flags = _rules(reader, tree, "flags", _flag)
    series = _rules(reader, tree, "series", _series)
    used = _replaced(
        base.own_labels if base else (),
        tuple(label for label in at_hand if label.name in reader.named),
        key="name",
    )
    rubric = Rubric(
        Named(title, _digest(text, base, used)),
        _replaced(base.criteria if base else (), criteria),
        _replaced(base.verdicts if base else (), verdicts),
        _replaced(base.flags if base else (), flags),
        _replaced(base.series if base else (), series),
        used,
        at_hand,
    )
    _check_ids(reader, base)
    _check_verdicts(reader, tree, rubric)
    return rubric


def _rules(
    reader: _Reader, tree: _Node, key: str, build: Callable[[_Reader, _Node], _Rule]
) -> tuple[_Rule, ...]:
    nodes = reader.mappings(tree, key, "rule", fewest=0)
    built = tuple(build(reader, node) for node in nodes)
    reader.rules.extend(zip(nodes, built, strict=True))  # type: ignore[arg-type]  # a build makes a rule
    return built


def _digest(text: str, base: Rubric | None, used: Sequence[OwnLabel]) -> str:
    """Of everything that decides a grade: the text, what it extends, and the own labels."""
    content = text if base is None else f"{base.named.digest}\n{text}"
    if used:
        content += "\n" + json.dumps([[one.name, one.description, *one.examples] for one in used])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _check_ids(reader: _Reader, base: Rubric | None) -> None:
    """An id is one rule's; one that replaces a rule is of its kind and written alike."""
    taken = {rule.id.lower(): rule for rule in base.rules} if base else {}
    seen: set[str] = set()
    for node, rule in reader.rules:
        key = rule.id.lower()
        if key in seen:
            raise reader.fail(
                node, "id", f"{_shown(rule.id)} is the id of another rule here; give it its own"
            )
        seen.add(key)
        other = taken.get(key)
        if other is not None and (type(other) is not type(rule) or other.id != rule.id):
            told = f"'{other.id}' is another kind of rule, or written so, in what this rubric extends"
            raise reader.fail(node, "id", f"{told}; write its id alike to replace it, or give another id")


def _check_verdicts(reader: _Reader, tree: _Node, rubric: Rubric) -> None:
    """A verdict names criteria that are there; both verdicts that reports show are there."""
    criteria = [criterion.id for criterion in rubric.criteria]
    for node, key in reader.needs:
        if key not in criteria:
            raise reader.fail(node, key, f"{_shown(key)} is no criterion; they are: {', '.join(criteria)}")
    for needed in _NEEDED_VERDICTS:
        if needed not in [rule.id for rule in rubric.verdicts]:
            told = f"a rubric needs the verdict '{needed}'; write it, or say 'extends: core'"
            raise reader.fail(tree, "verdicts", told)


def _extended(reader: _Reader, tree: _Node, folder: Path | None, above: tuple[Path, ...]) -> Rubric | None:
    """The rubric that this one extends: 'core', or a file beside it."""
    if "extends" not in tree:
        return None
    if reader.text(tree, "extends") == "core":
        return load_rubric()
    path, text = reader.beside(tree, "extends", folder)
    found = path.resolve()
    if found in above:
        way = " -> ".join(one.name for one in (*above[above.index(found) :], found))
        raise reader.fail(tree, "extends", f"this rubric extends itself ({way}); extend 'core' or another")
    return _parsed(text, path.name, path.parent, (*above, found))


def _at_hand(reader: _Reader, tree: _Node, folder: Path | None, base: Rubric | None) -> tuple[OwnLabel, ...]:
    """The base's own labels and those of this rubric's file; the shipped ones where it names no file."""
    inherited = base.at_hand if base else ()
    if "labels" not in tree:
        return _replaced(load_own_labels(), inherited, key="name")
    path, text = reader.beside(tree, "labels", folder)
    own = parse_own_labels(text, path.name)
    used = {label.name: label for label in base.own_labels} if base else {}
    for label in own:
        if label.name in used and used[label.name].examples != label.examples:
            told = f"{path.name} gives '{label.name}' other examples than what this rubric extends"
            raise reader.fail(tree, "labels", f"{told}; give it another name")
    return _replaced(inherited, own, key="name")


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
        return parse_rubric(text_of(path), path.name, path.parent)
    except OSError as error:
        raise RubricError(f"{path.name}: cannot be read ({error.strerror}); check --rubric") from None
