"""A rubric's own examples, judged without a model: each must get the grade that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from supcheck.checks import Evidence
from supcheck.extract import extract
from supcheck.judge import grades_of
from supcheck.load.plain import blocks_of_text
from supcheck.records import Holds, Kind, Label, Record, Section, Shape, Span, Unit
from supcheck.rubric import Criterion, Example, Flag, Rubric
from supcheck.words import Words, load_words


@dataclass(frozen=True, slots=True)
class Tried:
    """One example, and what its rule makes of it."""

    rule: str
    number: int
    """Of the rule's examples, from 1."""
    example: Example
    given: tuple[str, ...]
    """Each grade that the rule leaves open; for a flag 'raised' or 'quiet'."""

    @property
    def holds(self) -> bool:
        """True where the rule gives the grade that the example names, and no other."""
        return self.given == (self.example.grade,)

    @property
    def told(self) -> str:
        """What is wrong and where, without the example's words."""
        given = " or ".join(self.given)
        return (
            f"{self.example.place}: example {self.number} of '{self.rule}' says '{self.example.grade}', "
            f"and the rule gives '{given}'; change the grade, the labels or the rule"
        )


def evidence_of(
    units: Sequence[tuple[str, Mapping[str, Holds]]], kind: Kind, words: Words | None = None
) -> Evidence:
    """Lines with labels given by hand, as if a model had said so."""
    words = words or load_words()
    text = "\n".join(said for said, _ in units)
    record = Record("example", "example.txt", text, blocks_of_text(text), kind=kind)
    made, labels, start = [], [], 0
    for index, (said, held) in enumerate(units):
        made.append(Unit(index, Section("none", None), Span(start, start + len(said)), Shape.PARAGRAPH))
        labels.append(tuple(Label(name, 0.5, holds) for name, holds in held.items()))
        start += len(said) + 1
    actions = extract(record, tuple(made), tuple(labels), words)
    return Evidence(record, kind, tuple(made), tuple(labels), actions, words.phrases)


def evidence_of_example(example: Example) -> Evidence:
    """The example's units, each label of them sure."""
    units = [(said, dict.fromkeys(labels, Holds.YES)) for said, labels in example.units]
    return evidence_of(units, Kind(example.type))


def given_grades(rule: Criterion | Flag, example: Example) -> tuple[str, ...]:
    """What the rule makes of the example."""
    evidence = evidence_of_example(example)
    if isinstance(rule, Criterion):
        return tuple(grade.value for grade in grades_of(rule, evidence))
    return {Holds.YES: ("raised",), Holds.NO: ("quiet",), Holds.MAYBE: ("raised", "quiet")}[
        rule.raised.holds(evidence)
    ]


def try_examples(rubric: Rubric) -> Iterator[Tried]:
    """Every example of every criterion and flag, in the rubric's order."""
    rules: tuple[Criterion | Flag, ...] = (*rubric.criteria, *rubric.flags)
    for rule in rules:
        for number, example in enumerate(rule.examples, 1):
            yield Tried(rule.id, number, example, given_grades(rule, example))
