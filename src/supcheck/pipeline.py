"""Wires the stages: Record -> Judged, streamed in batches so that the encoder works in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from supcheck.checks import Evidence
from supcheck.classify import Head, TextEncoder, classify, features, load_head
from supcheck.encoder import Encoder
from supcheck.extract import extract
from supcheck.judge import judge_criteria, judge_flags, judge_verdicts
from supcheck.language import judge_language
from supcheck.records import Judged, Kind, Label, Record, Unit
from supcheck.rubric import Rubric, load_rubric
from supcheck.segment import segment
from supcheck.words import Words, load_words

_BATCH = 32
"""Records encoded together: enough to sort by length, few enough to keep memory flat."""


@dataclass(frozen=True)
class Checker:
    """Everything that judging needs, loaded once."""

    encoder: TextEncoder
    head: Head
    rubric: Rubric
    words: Words

    @classmethod
    def load(cls, rubric: Rubric | None = None) -> Checker:
        """Load the encoder, the head and the shipped lists; raises `SupcheckError`."""
        words = load_words()
        head = load_head(words)
        return cls(Encoder(adapter=head.adapter), head, rubric or load_rubric(), words)

    def check(self, records: Iterable[Record]) -> Iterator[Judged]:
        """Judge each record, in order."""
        stream = iter(records)
        while batch := tuple(islice(stream, _BATCH)):
            segmented = [segment(record, self.words) for record in batch]
            for (record, units), found in zip(
                segmented, features(self.encoder, self.words, segmented), strict=True
            ):
                yield self.judge(record, units, classify(self.head, self.words, record, units, found))

    def judge(self, record: Record, units: tuple[Unit, ...], labels: tuple[tuple[Label, ...], ...]) -> Judged:
        """Everything after the model: a pure function of the labels."""
        return judge_record(self.rubric, self.words, record, units, labels)


def judge_record(
    rubric: Rubric,
    words: Words,
    record: Record,
    units: tuple[Unit, ...],
    labels: tuple[tuple[Label, ...], ...],
) -> Judged:
    """Actions, findings, verdicts and flags from labelled units."""
    actions = extract(record, units, labels, words)
    kind = record.kind or Kind.SUPERVISION
    evidence = Evidence(record, kind, units, labels, actions, words.phrases)
    findings = judge_criteria(rubric, evidence)
    return Judged(
        record=record,
        units=units,
        labels=labels,
        actions=actions,
        findings=findings,
        verdicts=judge_verdicts(rubric, findings, evidence),
        flags=judge_flags(rubric, evidence),
        advice=judge_language(evidence),
    )
