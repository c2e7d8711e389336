"""`rubrics/*.yaml` -> Rubric: criteria, verdicts, flags and series rules as data, faults at line:column."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from supcheck.checks import NAMES
from supcheck.data import data_text, text_of, tree_of
from supcheck.errors import RubricError, SupcheckError
from supcheck.own_labels import OwnLabel, load_own_labels, read_own_labels
from supcheck.reading import Node, shown
from supcheck.records import Named
from supcheck.rubric.building import (
    RubricReader,
    build_criterion,
    build_flag,
    build_series,
    build_verdict,
)
from supcheck.rubric.rules import Criterion, Example, Flag, Ladder, Rubric, Rule, VerdictRule

__all__ = [
    "Criterion",
    "Example",
    "Flag",
    "Ladder",
    "Rubric",
    "Rule",
    "VerdictRule",
    "lint_rubric",
    "load_rubric",
    "parse_rubric",
]

_Rule = TypeVar("_Rule")

_NEEDED_VERDICTS = ("reflection", "direction")
"""Every report of a child shows both."""


def parse_rubric(text: str, name: str, folder: Path | None = None) -> Rubric:
    """Read a rubric; raises `RubricError` with file:line:column for the first fault.

    One that says `extends` takes every rule of the other and puts its own in their place, by id; its
    checks may name the other's own labels too. `folder` is where `extends` and `labels` look for files.
    """
    rubric, faults = _parsed(text, name, folder, ((folder / name).resolve(),) if folder else ())
    if faults:
        raise faults[0]
    return rubric


def _parsed(
    text: str, name: str, folder: Path | None, above: tuple[Path, ...]
) -> tuple[Rubric, list[SupcheckError]]:
    """What could be read, and every fault; `above`: the files that lead here by `extends`, this one last."""
    reader = RubricReader(name)
    tree = tree_of(text, name, "a rubric: a mapping with 'name' and 'criteria', or 'extends: core'")
    reader.only(tree, ("name", "version", "extends", "labels", "criteria", "verdicts", "flags", "series"))
    base = None
    with reader.gathering():
        base = _extended(reader, tree, folder, above)
    whole = not reader.faults
    at_hand: tuple[OwnLabel, ...] = base.at_hand if base else ()
    with reader.gathering():
        at_hand = _at_hand(reader, tree, folder, base)
    reader.labels = tuple(sorted(NAMES | {label.name for label in at_hand}))
    title, version = reader.text(tree, "name"), reader.day(tree, "version")
    criteria = _rules(reader, tree, "criteria", build_criterion)
    verdicts = _rules(reader, tree, "verdicts", build_verdict)
    flags = _rules(reader, tree, "flags", build_flag)
    series = _rules(reader, tree, "series", build_series)
    used = _replaced(
        base.own_labels if base else (),
        tuple(label for label in at_hand if label.name in reader.named),
        key="name",
    )
    rubric = Rubric(
        Named(title, _digest(text, base, used), version),
        _replaced(base.criteria if base else (), criteria),
        _replaced(base.verdicts if base else (), verdicts),
        _replaced(base.flags if base else (), flags),
        _replaced(base.series if base else (), series),
        used,
        at_hand,
    )
    _check_ids(reader, base)
    # What a rubric that cannot be read would have brought is no fault of this one.
    if whole or "extends" not in tree:
        _check_verdicts(reader, tree, rubric)
    return rubric, reader.faults


def _rules(
    reader: RubricReader, tree: Node, key: str, build: Callable[[RubricReader, Node], _Rule]
) -> tuple[_Rule, ...]:
    built: list[_Rule] = []
    for node in reader.mappings(tree, key, "rule", fewest=0):
        with reader.gathering():
            built.append(build(reader, node))
            reader.rules.append((node, built[-1]))  # type: ignore[arg-type]  # a build makes a rule
    return tuple(built)


def _digest(text: str, base: Rubric | None, used: Sequence[OwnLabel]) -> str:
    """Of everything that decides a grade: the text, what it extends, and the own labels."""
    content = text if base is None else f"{base.named.digest}\n{text}"
    if used:
        content += "\n" + json.dumps([[one.name, one.description, *one.examples] for one in used])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _check_ids(reader: RubricReader, base: Rubric | None) -> None:
    """An id is one rule's; one that replaces a rule is of its kind and written alike."""
    taken = {rule.id.lower(): rule for rule in base.rules} if base else {}
    seen: set[str] = set()
    for node, rule in reader.rules:
        key = rule.id.lower()
        if not key:
            continue
        if key in seen:
            reader.tell(node, "id", f"{shown(rule.id)} is the id of another rule here; give it its own")
        seen.add(key)
        other = taken.get(key)
        if other is not None and (type(other) is not type(rule) or other.id != rule.id):
            told = f"'{other.id}' is another kind of rule, or written so, in what this rubric extends"
            reader.tell(node, "id", f"{told}; write its id alike to replace it, or give another id")


def _check_verdicts(reader: RubricReader, tree: Node, rubric: Rubric) -> None:
    """A verdict names criteria that are there; both verdicts that reports show are there."""
    criteria = [criterion.id for criterion in rubric.criteria]
    for node, key in reader.needs:
        if key not in criteria:
            reader.tell(node, key, f"{shown(key)} is no criterion; they are: {', '.join(criteria)}")
    for needed in _NEEDED_VERDICTS:
        if needed not in [rule.id for rule in rubric.verdicts]:
            told = f"a rubric needs the verdict '{needed}'; write it, or say 'extends: core'"
            reader.tell(tree, "verdicts", told)


def _extended(
    reader: RubricReader, tree: Node, folder: Path | None, above: tuple[Path, ...]
) -> Rubric | None:
    """The rubric that this one extends: 'core', or a file beside it."""
    if "extends" not in tree:
        return None
    if tree["extends"] == "core":
        return load_rubric()
    path, text = reader.beside(tree, "extends", folder)
    found = path.resolve()
    if found in above:
        way = " -> ".join(one.name for one in (*above[above.index(found) :], found))
        raise reader.fail(tree, "extends", f"this rubric extends itself ({way}); extend 'core' or another")
    base, faults = _parsed(text, path.name, path.parent, (*above, found))
    reader.faults += faults
    return base


def _at_hand(
    reader: RubricReader, tree: Node, folder: Path | None, base: Rubric | None
) -> tuple[OwnLabel, ...]:
    """The base's own labels and those of this rubric's file; the shipped ones where it names no file."""
    inherited = base.at_hand if base else ()
    if "labels" not in tree:
        return _replaced(load_own_labels(), inherited, key="name")
    path, text = reader.beside(tree, "labels", folder)
    own, faults = read_own_labels(text, path.name)
    reader.faults += faults
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
    return parse_rubric(_text_of(path), path.name, path.parent)


def _text_of(path: Path) -> str:
    try:
        return text_of(path)
    except OSError as error:
        raise RubricError(f"{path.name}: cannot be read ({error.strerror}); check its name") from None


def lint_rubric(path: Path) -> tuple[SupcheckError, ...]:
    """Every fault of the rubric in `path`, those of a rubric that it extends first.

    Asks also for what a run does without: the rubric's day, and an example for each rung of its own rules.
    Where the file is no YAML at all there is that one fault.
    """
    text = _text_of(path)
    try:
        rubric, faults = _parsed(text, path.name, path.parent, (path.resolve(),))
        if faults:
            return tuple(faults)
        return tuple(_wanting(RubricReader(path.name), tree_of(text, path.name, "a rubric"), rubric))
    except RubricError as error:
        return (error,)


def _wanting(reader: RubricReader, tree: Node, rubric: Rubric) -> Iterator[SupcheckError]:
    """What a rubric that can be used should have besides."""
    if not rubric.named.version:
        yield reader.fail(tree, None, "'version' is missing; give the day of this rubric, such as 2026-11-26")
    for section in ("criteria", "flags"):
        for node in tree.get(section, ()):
            rule = rubric.rule(node["id"])
            shown_by = {example["grade"] for example in node["examples"]}
            for rung in rule.rungs if isinstance(rule, Criterion | Flag) else ():
                if rung not in shown_by:
                    yield reader.fail(node, "examples", f"no example is '{rung}'; give one for each rung")
