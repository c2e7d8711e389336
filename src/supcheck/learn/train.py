"""Labelled records -> adapter, head and bands: trained on the CPU, bands chosen on unseen voices."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from supcheck.classify import TARGETS, columns, features
from supcheck.cues import cue_digest
from supcheck.encoder import DIGEST, LAYERS, NAME, Encoder
from supcheck.errors import SupcheckError
from supcheck.learn.data import Labelled
from supcheck.learn.tune import EPOCHS, Example, Tuned, tune
from supcheck.words import Words

Floats = NDArray[np.float32]

FOLDS: Final = 4
FEWEST: Final = 15
"""Positive units without which a target cannot be learned."""
HALF_BAND: Final = 0.3
"""Half the band's width in log-odds: a score this near its threshold leaves the label open."""


@dataclass(frozen=True)
class Trainer:
    """What every fold shares."""

    encoder: Encoder
    words: Words
    epochs: int = EPOCHS
    folds: int = FOLDS
    step: Callable[[], Any] = lambda: None
    """Called after each epoch; there are `epochs * (folds + 1)`."""

    def example(self, one: Labelled) -> Example:
        """A labelled record as numbers."""
        truth = [[name in (bears or ()) for name in TARGETS] for bears in one.bears]
        return Example(
            tuple(tuple(self.encoder.pieces(unit.span.of(one.record.text))) for unit in one.units),
            columns(one.record, one.units, self.words),
            np.array(truth, dtype=np.float32).reshape(len(one.units), len(TARGETS)),
            np.array([b is not None and not u.silent for u, b in zip(one.units, one.bears, strict=True)]),
        )

    def fit(self, examples: Sequence[Example]) -> Tuned:
        """Adapter and head from these records."""
        return tune(self.encoder, examples, epochs=self.epochs, step=self.step)

    def logits(self, tuned: Tuned, data: Sequence[Labelled]) -> list[Floats]:
        """For each record an array (units, targets), as `classify` would score it."""
        adapted = Encoder(adapter=tuned.adapter)
        found = features(adapted, self.words, [(one.record, one.units) for one in data])
        return [(array @ tuned.weight.T + tuned.bias).astype(np.float32) for array in found]

    def unseen(self, data: Sequence[Labelled], examples: Sequence[Example]) -> list[Floats]:
        """Each record's logits from a model that saw no record of its voice."""
        from sklearn.model_selection import GroupKFold

        found: list[Floats] = [np.zeros((0, len(TARGETS)), dtype=np.float32)] * len(data)
        voices = [one.voice for one in data]
        for kept, held_out in GroupKFold(self.folds).split(voices, groups=voices):
            tuned = self.fit([examples[index] for index in kept])
            scored = self.logits(tuned, [data[index] for index in held_out])
            for index, logits in zip(held_out, scored, strict=True):
                found[index] = logits
        return found


def even_threshold(logits: Floats, truth: NDArray[np.int8]) -> float:
    """The logit from which on as many units are said to bear a label as do: neither shy nor eager.

    The best F1 lies near, on few positives at random, and more often where a label is missed.
    """
    ordered = np.sort(logits)[::-1]
    count = int(truth.sum())
    return float((ordered[count - 1] + ordered[min(count, len(ordered) - 1)]) / 2)


def train(trainer: Trainer, data: Sequence[Labelled], folder: Path) -> dict[str, Any]:
    """Fit, choose bands on unseen voices, write head.safetensors and head.json; return the card.

    Raises `SupcheckError` where a label is borne by too few units.
    """
    from safetensors.numpy import save

    examples = [trainer.example(one) for one in data]
    truth = np.vstack([example.truth[example.counts] for example in examples]).astype(np.int8)
    rare = [name for name, count in zip(TARGETS, truth.sum(axis=0), strict=True) if count < FEWEST]
    if rare:
        raise SupcheckError(
            f"too few units bear {', '.join(rare)}: at least {FEWEST} are needed to learn one"
        )
    unseen = trainer.unseen(data, examples)
    logits = np.vstack([one[example.counts] for one, example in zip(unseen, examples, strict=True)])
    thresholds = [even_threshold(logits[:, n], truth[:, n]) for n in range(len(TARGETS))]
    tuned = trainer.fit(examples)
    adapter = {f"adapter.{name}": array.astype(np.float16) for name, array in tuned.adapter.items()}
    raw = save({"weight": tuned.weight, "bias": tuned.bias, **adapter})
    card = {
        "name": f"{NAME} + adapter + head",
        "encoder": DIGEST,
        "layers": list(LAYERS),
        "targets": list(TARGETS),
        "cues": cue_digest(trainer.words),
        "weights": hashlib.sha256(raw).hexdigest(),
        "bands": {
            name: [round(_sigmoid(cut - HALF_BAND), 4), round(_sigmoid(cut + HALF_BAND), 4)]
            for name, cut in zip(TARGETS, thresholds, strict=True)
        },
        "trained_on": {
            "units": len(truth),
            "records": len(data),
            "voices": len({one.voice for one in data}),
            "positives": dict(zip(TARGETS, truth.sum(axis=0).tolist(), strict=True)),
        },
        "unseen_voices": scores_table(logits, truth, thresholds),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "head.safetensors").write_bytes(raw)
    (folder / "head.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8", newline="\n")
    return card


def scores_table(
    logits: Floats, truth: NDArray[np.int8], thresholds: Sequence[float]
) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 a target, every unit decided at its threshold."""
    table = {}
    for column, (name, cut) in enumerate(zip(TARGETS, thresholds, strict=True)):
        said, true = logits[:, column] >= cut, truth[:, column] == 1
        hits = float((said & true).sum())
        precision = hits / max(1.0, float(said.sum()))
        recall = hits / max(1.0, float(true.sum()))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        table[name] = {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
    return table


def card_table(card: dict[str, Any]) -> str:
    """The model card's table of `head.json`, in Markdown: positives and scores a label or sign."""
    positives, scores = card["trained_on"]["positives"], card["unseen_voices"]
    rows = [
        f"| {name} | {positives[name]} | "
        + " | ".join(f"{scores[name][of]:.2f}" for of in ("precision", "recall", "f1"))
        + " |"
        for name in card["targets"]
    ]
    return "\n".join(
        ("| label or sign | units | precision | recall | F1 |", "| --- | --- | --- | --- | --- |", *rows)
    )


def _sigmoid(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))
