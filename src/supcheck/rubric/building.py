"""The rules of a rubric, each built from its mapping; a fault is told at its place, and building goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Any, Final

from supcheck.checks import (
    FACTS,
    NAMES,
    All,
    AnyOf,
    Check,
    Count,
    Near,
    Not,
    OfType,
    Ratio,
    Reviewed,
    Says,
    Share,
)
from supcheck.data import is_text
from supcheck.reading import Node, Reader, shown
from supcheck.records import Grade, Kind
from supcheck.rubric.rules import Criterion, Example, Flag, Ladder, Rule, VerdictRule
from supcheck.series import CopiedForward, Drift, Gap, Late, SeriesCheck, SeriesRule, Still, Twin
from supcheck.words import load_words

_DEEPEST: Final = 20
"""Checks inside checks; more of them nobody can read, nor can Python's own stack."""


class RubricReader(Reader):
    """Reads one rubric, and remembers what its rules named."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._depth = 0
        self.labels: tuple[str, ...] = tuple(sorted(NAMES))
        """What a check may name: the codebook's labels, the signs and the authority's own."""
        self.named: set[str] = set()
        """What the checks did name."""
        self.rules: list[tuple[Node, Rule]] = []
        """Each rule that was read, with the node that it was read from."""
        self.needs: list[tuple[Node, str]] = []
        """Each criterion that a verdict names, with the ladder that names it."""

    def label_names(self, node: Any, key: Any, fewest: int = 1) -> tuple[str, ...]:
        """Names of labels, and remembers that they are used."""
        found = self.names(node, key, self.labels, fewest)
        self.named.update(found)
        return found

    def check(self, node: Any, key: Any) -> Check:
        """A check of the closed set, by the one key that names its kind."""
        with self.gathering():
            given = self.mapping(node, key, "a check, such as 'count: progress'")
            kind = self.kind(given, _KINDS, "a check")
            if self._depth == _DEEPEST:
                raise self.fail(
                    node, key, f"checks stand more than {_DEEPEST} deep in each other; write them flatter"
                )
            self._depth += 1
            try:
                return _KINDS[kind](self, given)
            finally:
                self._depth -= 1
        return All(())

    def checks(self, node: Node, key: str) -> tuple[Check, ...]:
        """A list of checks, at least one, beside which no other key stands."""
        self.only(node, (key,))
        listed = self.value(node, key, lambda v: isinstance(v, list) and bool(v), "a list of checks")
        return tuple(self.check(listed, place) for place in range(len(listed)))


def _count(reader: RubricReader, node: Node) -> Check:
    reader.only(node, ("count", "at_least", "unless", "section"))
    return Count(
        reader.label_names(node, "count"),
        reader.whole(node, "at_least", default=1, least=1),
        reader.label_names(node, "unless", fewest=0),
        reader.names(node, "section", (*load_words().headings, "none", "other"), fewest=0),
    )


def _near(reader: RubricReader, node: Node) -> Check:
    reader.only(node, ("near", "to", "within", "at_least"))
    return Near(
        reader.label_names(node, "near"),
        reader.label_names(node, "to"),
        reader.whole(node, "within", default=1),
        reader.whole(node, "at_least", default=1, least=1),
    )


def _ratio(reader: RubricReader, node: Node) -> Check:
    reader.only(node, ("ratio", "to", "at_least"))
    labels, others = reader.label_names(node, "ratio"), reader.label_names(node, "to")
    return Ratio(labels, others, reader.number(node, "at_least"))


def _share(reader: RubricReader, node: Node) -> Check:
    reader.only(node, ("share", "at_least"))
    return Share(reader.choice(node, "share", FACTS), reader.number(node, "at_least", most=1))


def _reviewed(reader: RubricReader, node: Node) -> Check:
    reader.only(node, ("reviewed",))
    reader.named.add("follow_up")
    return Reviewed(reader.whole(node, "reviewed", least=1))


def _says(reader: RubricReader, node: Node) -> Check:
    reader.only(node, ("says", "groups", "beside"))
    phrases = load_words().phrases
    said = reader.choice(node, "says", tuple(phrases))
    groups = reader.whole(node, "groups", default=1, least=1, most=len(phrases[said]))
    return Says(said, groups, reader.label_names(node, "beside", fewest=0))


def _type(reader: RubricReader, node: Node) -> Check:
    reader.only(node, ("type",))
    return OfType(reader.names(node, "type", tuple(Kind)))


def _not(reader: RubricReader, node: Node) -> Check:
    reader.only(node, ("not",))
    return Not(reader.check(node, "not"))


_KINDS: Mapping[str, Callable[[RubricReader, Node], Check]] = {
    "count": _count,
    "near": _near,
    "ratio": _ratio,
    "share": _share,
    "reviewed": _reviewed,
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


def _texts_of(reader: RubricReader, node: Node, keys: Sequence[str]) -> dict[str, str]:
    return {key: reader.text(node, key) for key in keys}


def _examples(reader: RubricReader, node: Node, grades: Sequence[str]) -> tuple[Example, ...]:
    return tuple(_example(reader, one, grades) for one in reader.mappings(node, "examples", "example"))


def _example(reader: RubricReader, node: Node, grades: Sequence[str]) -> Example:
    reader.only(node, ("grade", "type", "units"))
    return Example(
        reader.choice(node, "grade", grades),
        reader.choice(node, "type", tuple(Kind), default=Kind.SUPERVISION.value),
        tuple(_example_unit(reader, unit) for unit in reader.mappings(node, "units", "unit")),
        reader.place(node),
    )


def _example_unit(reader: RubricReader, node: Node) -> tuple[str, tuple[str, ...]]:
    reader.only(node, ("say", "labels"))
    said = ""
    with reader.gathering():
        # As written: a tab may part two cells.
        said = str(reader.value(node, "say", is_text, "a text"))
    return said, reader.label_names(node, "labels", fewest=0)


def build_criterion(reader: RubricReader, node: Node) -> Criterion:
    """A criterion with its ladder, its words and its examples."""
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


def _because(reader: RubricReader, node: Node) -> dict[str, str]:
    """Words for every grade that the ladder can give, and perhaps for 'open'."""
    with reader.gathering():
        given = reader.mapping(node, "because", "a mapping of each grade to its words")
        reader.only(given, (*Grade, "open"))
        rung = ("not_applicable",) if "not_applicable" in node else ()
        return _texts_of(reader, given, tuple(dict.fromkeys((*given, "met", "partly", "not_met", *rung))))
    return {}


def build_flag(reader: RubricReader, node: Node) -> Flag:
    """A flag with what raises it."""
    reader.only(node, _FLAG)
    return Flag(
        **_texts_of(reader, node, _FLAG_WORDS),
        raised=reader.check(node, "raised"),
        examples=_examples(reader, node, _FLAG_GRADES),
    )


def _gap(reader: RubricReader, node: Node) -> SeriesCheck:
    reader.only(node, ("days", "plans"))
    given = reader.mapping(node, "days", "a mapping of plans, each to its interval and grace")
    days = {_plan(reader, given, plan): _interval(reader, given, plan) for plan in given}
    if "other" not in days:
        reader.tell(node, "days", "'days' needs 'other': the interval and grace of every other plan")
    named = reader.value(node, "plans", lambda v: isinstance(v, Mapping), "a mapping of plans to phrases")
    plans = {_plan(reader, named, plan): reader.texts(named, plan) for plan in named}
    for plan in plans:
        if plan not in days:
            reader.tell(named, plan, f"'days' has no interval for {shown(plan)}; add it there")
    for plan in days:
        if plan not in plans and plan != "other":
            reader.tell(given, plan, f"'plans' does not say how records write {shown(plan)}; add it")
    return Gap(days, plans)


def _plan(reader: RubricReader, node: Node, plan: Any) -> str:
    if not is_text(plan):
        reader.tell(node, plan, f"a plan's name must be a text, not {shown(plan)}; put it in quotes")
    return str(plan)


def _interval(reader: RubricReader, node: Node, plan: Any) -> tuple[int, int]:
    what = "an interval and its grace in days, such as [28, 7]"
    with reader.gathering():
        pair = reader.value(node, plan, lambda v: isinstance(v, list) and len(v) == 2, what)
        return reader.whole(pair, 0, least=1), reader.whole(pair, 1)
    return 1, 0


def _copied(reader: RubricReader, node: Node) -> SeriesCheck:
    reader.only(node, ("share", "perhaps", "fewest"))
    share = reader.number(node, "share", most=1)
    return CopiedForward(share, reader.number(node, "perhaps", most=share), reader.whole(node, "fewest"))


def _still(reader: RubricReader, node: Node) -> SeriesCheck:
    reader.only(node, ("labels", "records"))
    return Still(reader.label_names(node, "labels"), reader.whole(node, "records", least=2))


def _late(reader: RubricReader, node: Node) -> SeriesCheck:
    reader.only(node, ("working_days",))
    return Late(reader.whole(node, "working_days"))


def _drift(reader: RubricReader, node: Node) -> SeriesCheck:
    reader.only(node, ("records",))
    return Drift(reader.whole(node, "records", least=2))


def _twin(reader: RubricReader, node: Node) -> SeriesCheck:
    reader.only(node, ("share", "own", "fewest"))
    share = reader.number(node, "share", most=1)
    return Twin(share, reader.whole(node, "own"), reader.whole(node, "fewest"))


SERIES_KINDS: Mapping[str, tuple[Callable[[RubricReader, Node], SeriesCheck], tuple[str, ...]]] = {
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


def build_series(reader: RubricReader, node: Node) -> SeriesRule:
    """A rule over several records; raises the reader's error where its kind cannot be told."""
    reader.only(node, _SERIES)
    given = reader.mapping(node, "check", "a series check, such as 'drift: {records: 3}'")
    kind = reader.kind(given, SERIES_KINDS, "a series check")
    reader.only(given, (kind,))
    build, facts = SERIES_KINDS[kind]
    check = build(reader, reader.mapping(given, kind, f"a mapping of the settings of '{kind}'"))
    words = _texts_of(reader, node, _SERIES_WORDS)
    if not _fills(words["because"], facts):
        known = ", ".join(f"{{{fact}}}" for fact in facts)
        reader.tell(node, "because", f"'because' may hold in braces only: {known}")
    return SeriesRule(**words, check=check)


def _fills(because: str, facts: Sequence[str]) -> bool:
    """Whether the facts fill every brace."""
    try:
        fields = [field for _, *field in Formatter().parse(because)]
    except ValueError:
        return False
    return all(name is None or (name in facts and not form and not turn) for name, form, turn in fields)


def _ladders(reader: RubricReader, node: Any, key: Any) -> tuple[Ladder, ...]:
    return tuple(_ladder(reader, one) for one in reader.mappings(node, key, "ladder"))


def _ladder(reader: RubricReader, node: Node) -> Ladder:
    reader.needs.extend((node, rule) for rule in node)
    grades = {rule: reader.names(node, rule, tuple(Grade)) for rule in node}
    return Ladder({str(rule): tuple(map(Grade, named)) for rule, named in grades.items()})


def build_verdict(reader: RubricReader, node: Node) -> VerdictRule:
    """A verdict with its ladders."""
    reader.only(node, _VERDICT)
    return VerdictRule(
        **_texts_of(reader, node, ("id", "title", "asks", "source")),
        any_of=_ladders(reader, node, "any_of"),
        also=reader.check(node, "also") if "also" in node else None,
        by_type=_by_type(reader, node) if "by_type" in node else {},
    )


def _by_type(reader: RubricReader, node: Node) -> dict[str, tuple[Ladder, ...]]:
    with reader.gathering():
        given = reader.mapping(node, "by_type", "a mapping of types to ladders")
        reader.only(given, tuple(Kind))
        return {str(kind): _ladders(reader, given, kind) for kind in given}
    return {}
