"""Wires the stages: Record -> Judged, streamed in batches so that the encoder works in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from supcheck.answering import Answering, Said, answering_digest
from supcheck.checks import Evidence
from supcheck.classify import Head, TextEncoder, labelled, load_head
from supcheck.encoder import DIGEST, LAYERS, WIDTH, Encoder, Vectors
from supcheck.facts import Facts, facts_of, kept_facts
from supcheck.judge import judge_criteria, judge_flags, judge_verdicts
from supcheck.own_labels import OwnHead, OwnLabel, learn_own_labels, load_background, named_of, own_labels_of
from supcheck.records import Judged, Kind, Label, Named, Record, Unit
from supcheck.rubric import Rubric, load_rubric
from supcheck.scores import KEEPS_NOTHING, Floats, Keeps, Scorer, Segmented, reading_digest
from supcheck.segment import segment
from supcheck.words import Words, load_words

_BATCH = 32
"""Records encoded together: enough to sort by length, few enough to keep memory flat."""


class OwnReader:
    """An authority's own labels: the plain encoder, unchanged by our training, and what it learned.

    Both are loaded and learned when the first text must be read.
    """

    def __init__(self, labels: Sequence[OwnLabel], keeps: Keeps = KEEPS_NOTHING) -> None:
        self._labels = labels
        self._keeps = keeps
        self.named = named_of(labels)

    @cached_property
    def _encoder(self) -> TextEncoder:
        return Encoder()

    @cached_property
    def _head(self) -> OwnHead:
        """Raises `SupcheckError`."""
        return learn_own_labels(self._labels, self._encoder, load_background())

    @cached_property
    def _scales(self) -> Floats:
        (found,) = self._keeps.arrays([self._of("scales")], lambda places: [self._head.scales])
        return found

    def _of(self, what: str, *said: str) -> tuple[str, ...]:
        return (what, self.named.digest, DIGEST, reading_digest(), *said)

    def beside(
        self, segmented: Sequence[Segmented], labels: Sequence[tuple[tuple[Label, ...], ...]]
    ) -> Iterator[tuple[tuple[Label, ...], ...]]:
        """Of each record each unit's labels with its own ones after them; a silent unit bears none."""
        said = [
            [unit.span.of(record.text) for unit in units if not unit.silent] for record, units in segmented
        ]
        found = self._keeps.arrays(
            [self._of("own", *one) for one in said],
            lambda places: [self._head.scores(self._encoder.encode(said[place])) for place in places],
        )
        names = [label.name for label in self._labels]
        for (_, units), given, scores in zip(segmented, labels, found, strict=True):
            own = iter(own_labels_of(names, self._scales, scores))
            yield tuple(
                row if unit.silent else (*row, *next(own)) for unit, row in zip(units, given, strict=True)
            )


@dataclass(frozen=True)
class Checker:
    """Everything that judging needs, loaded once."""

    scorer: Scorer
    head: Head
    rubric: Rubric
    words: Words
    own: OwnReader | None = None
    """Reads an authority's own labels, where the rubric names any."""
    keeps: Keeps = KEEPS_NOTHING
    """Keeps a record's facts from one run to the next."""

    @property
    def named(self) -> Named:
        """The model; with an authority's own labels it is another one."""
        head = self.head.named
        if self.own is None:
            return head
        added = self.own.named
        return Named(f"{head.name} + {added.name}", f"{head.digest}+{added.digest}")

    @classmethod
    def load(cls, rubric: Rubric | None = None, keeps: Keeps = KEEPS_NOTHING) -> Checker:
        """Load the head and the shipped lists; the encoder is loaded with the first text that is not kept.

        Raises `SupcheckError`, and so does that.
        """
        words = load_words()
        head = load_head(words)
        rubric = rubric or load_rubric()
        own = OwnReader(rubric.own_labels, keeps) if rubric.own_labels else None
        return cls(Scorer(head, words, keeps), head, rubric, words, own, keeps)

    def check(self, records: Iterable[Record]) -> Iterator[Judged]:
        """Judge each record, in order."""
        stream = iter(records)
        while batch := tuple(islice(stream, _BATCH)):
            segmented = [segment(record, self.words) for record in batch]
            labels = [
                labelled(self.head, self.words, *one, scores)
                for one, scores in zip(segmented, self.scorer.scores(segmented), strict=True)
            ]
            if self.own is not None:
                labels = list(self.own.beside(segmented, labels))
            read = [(*one, found) for one, found in zip(segmented, labels, strict=True)]
            for one, facts in zip(read, kept_facts(read, self.words, self.keeps), strict=True):
                yield judge_record(self.rubric, self.words, *one, facts)


def judge_record(
    rubric: Rubric,
    words: Words,
    record: Record,
    units: tuple[Unit, ...],
    labels: tuple[tuple[Label, ...], ...],
    facts: Facts | None = None,
) -> Judged:
    """Actions, findings, verdicts and flags from labelled units; `facts` where they are known already."""
    facts = facts or facts_of(record, units, labels, words)
    kind = record.kind or Kind.SUPERVISION
    evidence = Evidence(record, kind, units, labels, facts.actions, words.phrases)
    findings = judge_criteria(rubric, evidence)
    return Judged(
        record=record,
        units=units,
        labels=labels,
        actions=facts.actions,
        findings=findings,
        verdicts=judge_verdicts(rubric, findings, evidence),
        flags=judge_flags(rubric, evidence),
        advice=facts.advice,
    )


class Meaning:
    """How near in meaning an act is to what is said, in the plain encoder; and both read together."""

    def __init__(self, keeps: Keeps = KEEPS_NOTHING) -> None:
        """Of what `keeps` has been told the weights are not needed: it keeps cosines and no vectors."""
        self._keeps = keeps
        self._encoder: TextEncoder | None = None
        self._answering: Answering | None = None
        self._known: dict[str, Vectors] = {}

    def told(self, act: str, said: Sequence[Said]) -> Vectors:
        """As `Answering.told`; its weights are loaded for the first act."""
        seen = (
            "told",
            DIGEST,
            reading_digest(),
            answering_digest(),
            act,
            *(part for one in said for part in one),
        )
        (found,) = self._keeps.arrays([seen], lambda places: [self._told(act, said)])
        return found

    def _told(self, act: str, said: Sequence[Said]) -> Vectors:
        if self._answering is None:
            self._answering = Answering()
        return self._answering.told(act, said)

    def alike(self, act: str, said: Sequence[str]) -> Vectors:
        """A cosine for each thing said and each hidden state; the weights are loaded for the first act."""
        seen = ("meaning", DIGEST, reading_digest(), act, *said)
        (found,) = self._keeps.arrays([seen], lambda places: [self._alike(act, said)])
        return found

    def _alike(self, act: str, said: Sequence[str]) -> Vectors:
        if self._encoder is None:
            self._encoder = Encoder()
        new = list(dict.fromkeys(text for text in (act, *said) if text not in self._known))
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        shape = (len(LAYERS), WIDTH // len(LAYERS))
        theirs = np.stack([self._known[text].reshape(shape) for text in said])
        near: Vectors = np.einsum("ulw,lw->ul", theirs, self._known[act].reshape(shape))
        return near

    def forget(self) -> None:
        """Drop what is known of one child's records before the next."""
        self._known.clear()
