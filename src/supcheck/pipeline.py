"""Wires the stages: Record -> Judged, streamed in batches so that the encoder works in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from supcheck.checks import Evidence
from supcheck.classify import Head, TextEncoder, classify, features, load_head
from supcheck.encoder import LAYERS, WIDTH, Encoder, Vectors
from supcheck.extract import extract
from supcheck.judge import judge_criteria, judge_flags, judge_verdicts
from supcheck.language import judge_language
from supcheck.own_labels import OwnHead, learn_own_labels, load_background
from supcheck.records import Judged, Kind, Label, Named, Record, Unit
from supcheck.rubric import Rubric, load_rubric
from supcheck.segment import segment
from supcheck.words import Words, load_words

_BATCH = 32
"""Records encoded together: enough to sort by length, few enough to keep memory flat."""


@dataclass(frozen=True)
class OwnReader:
    """An authority's own labels: the plain encoder, unchanged by our training, and what it learned."""

    encoder: TextEncoder
    head: OwnHead

    @classmethod
    def load(cls, rubric: Rubric) -> OwnReader:
        """Learn the labels that the rubric names; raises `SupcheckError`."""
        encoder = Encoder()
        return cls(encoder, learn_own_labels(rubric.own_labels, encoder, load_background()))

    def beside(
        self, record: Record, units: tuple[Unit, ...], labels: tuple[tuple[Label, ...], ...]
    ) -> tuple[tuple[Label, ...], ...]:
        """Each unit's labels with its own ones after them; a silent unit bears none."""
        spoken = [unit for unit in units if not unit.silent]
        found = self.head.labels(self.encoder.encode([unit.span.of(record.text) for unit in spoken]))
        own = {unit.index: row for unit, row in zip(spoken, found, strict=True)}
        return tuple((*row, *own.get(unit.index, ())) for unit, row in zip(units, labels, strict=True))


@dataclass(frozen=True)
class Checker:
    """Everything that judging needs, loaded once."""

    encoder: TextEncoder
    head: Head
    rubric: Rubric
    words: Words
    own: OwnReader | None = None
    """Reads an authority's own labels, where the rubric names any."""

    @property
    def named(self) -> Named:
        """The model; with an authority's own labels it is another one."""
        head = self.head.named
        if self.own is None:
            return head
        added = self.own.head.named
        return Named(f"{head.name} + {added.name}", f"{head.digest}+{added.digest}")

    @classmethod
    def load(cls, rubric: Rubric | None = None) -> Checker:
        """Load the encoder, the head and the shipped lists; raises `SupcheckError`."""
        words = load_words()
        head = load_head(words)
        rubric = rubric or load_rubric()
        own = OwnReader.load(rubric) if rubric.own_labels else None
        return cls(Encoder(adapter=head.adapter), head, rubric, words, own)

    def check(self, records: Iterable[Record]) -> Iterator[Judged]:
        """Judge each record, in order."""
        stream = iter(records)
        while batch := tuple(islice(stream, _BATCH)):
            segmented = [segment(record, self.words) for record in batch]
            for (record, units), found in zip(
                segmented, features(self.encoder, self.words, segmented), strict=True
            ):
                labels = classify(self.head, self.words, record, units, found)
                if self.own is not None:
                    labels = self.own.beside(record, units, labels)
                yield self.judge(record, units, labels)

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


class Meaning:
    """How near in meaning an act is to what is said: cosines in the plain encoder's last layer."""

    def __init__(self) -> None:
        self._encoder: TextEncoder | None = None
        self._known: dict[str, Vectors] = {}

    def alike(self, act: str, said: Sequence[str]) -> Vectors:
        """A cosine for each thing said; the weights are loaded when the first act is followed."""
        if self._encoder is None:
            self._encoder = Encoder()
        new = list(dict.fromkeys(text for text in (act, *said) if text not in self._known))
        if new:
            last = self._encoder.encode(new)[:, -WIDTH // len(LAYERS) :]
            self._known.update(zip(new, last, strict=True))
        return np.stack([self._known[text] for text in said]) @ self._known[act]

    def forget(self) -> None:
        """Drop what is known of one child's records before the next."""
        self._known.clear()
