"""Fit the head: one logistic regression a target over frozen features, bands by unseen voices."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from supcheck.classify import TARGETS, Head, TextEncoder, features
from supcheck.cues import cue_digest
from supcheck.encoder import DIGEST, LAYERS, NAME
from supcheck.errors import SupcheckError
from supcheck.learn.data import Labelled
from supcheck.records import Named
from supcheck.words import Words

Floats = NDArray[np.float32]

FOLDS: Final = 8
FEWEST: Final = 15
"""Positive units without which a target cannot be learned."""
STRENGTH: Final = 1.0
"""Inverse of the penalty (C), the same for every target; chosen by leave-voices-out macro-F1."""
HALF_BAND: Final = 0.3
"""Half the band's width in log-odds: a score this near its threshold leaves the label open."""


@dataclass(frozen=True)
class Prepared:
    """Rows to learn from: doubtful and silent units are left out."""

    rows: Floats
    truth: NDArray[np.int8]
    """Shape (rows, targets)."""
    voices: NDArray[np.str_]


def prepare(encoder: TextEncoder, words: Words, data: Sequence[Labelled]) -> Prepared:
    """Encode every labelled unit."""
    found = features(encoder, words, [(one.record, one.units) for one in data])
    rows, truth, voices = [], [], []
    for one, array in zip(data, found, strict=True):
        for index, bears in enumerate(one.bears):
            if bears is not None and not one.units[index].silent:
                rows.append(array[index])
                truth.append([name in bears for name in TARGETS])
                voices.append(one.voice)
    return Prepared(np.vstack(rows), np.array(truth, dtype=np.int8), np.array(voices))


def fit(prepared: Prepared, keep: NDArray[np.bool_] | None = None) -> tuple[Floats, Floats]:
    """Weights (targets, width) and biases, fitted on the rows that `keep` marks."""
    from joblib import Parallel, delayed
    from sklearn.linear_model import LogisticRegression

    rows = prepared.rows if keep is None else prepared.rows[keep]
    truth = prepared.truth if keep is None else prepared.truth[keep]

    def one(column: int) -> tuple[Floats, float]:
        model = LogisticRegression(C=STRENGTH, max_iter=600, class_weight="balanced")
        model.fit(rows, truth[:, column])
        return model.coef_[0].astype(np.float32), float(model.intercept_[0])

    fitted = Parallel(n_jobs=2)(delayed(one)(column) for column in range(truth.shape[1]))
    return np.vstack([weight for weight, _ in fitted]), np.array(
        [bias for _, bias in fitted], dtype=np.float32
    )


def unseen_logits(prepared: Prepared) -> Floats:
    """Each row's logits from a head that saw no record of its voice; shape as `truth`."""
    from sklearn.model_selection import GroupKFold

    logits = np.zeros(prepared.truth.shape, dtype=np.float32)
    for _, held_out in GroupKFold(FOLDS).split(prepared.rows, groups=prepared.voices):
        keep = np.ones(len(prepared.rows), dtype=bool)
        keep[held_out] = False
        weight, bias = fit(prepared, keep)
        logits[held_out] = prepared.rows[held_out] @ weight.T + bias
    return logits


def best_threshold(logits: Floats, truth: NDArray[np.int8]) -> float:
    """The logit at which F1 is highest; ties go to the higher, for a false alarm costs a reader."""
    order = np.argsort(-logits)
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    best = int(np.argmax(f1))
    below = logits[order[best + 1]] if best + 1 < len(order) else logits[order[best]] - 1.0
    return float((logits[order[best]] + below) / 2)


def train(encoder: TextEncoder, words: Words, data: Sequence[Labelled], folder: Path) -> dict[str, Any]:
    """Fit, choose bands on unseen voices, write head.safetensors and head.json; return the card."""
    from safetensors.numpy import save

    prepared = prepare(encoder, words, data)
    rare = [name for name, count in zip(TARGETS, prepared.truth.sum(axis=0), strict=True) if count < FEWEST]
    if rare:
        raise SupcheckError(
            f"too few units bear {', '.join(rare)}: at least {FEWEST} are needed to learn one"
        )
    logits = unseen_logits(prepared)
    thresholds = [best_threshold(logits[:, n], prepared.truth[:, n]) for n in range(len(TARGETS))]
    weight, bias = fit(prepared)
    raw = save({"weight": weight, "bias": bias})
    card = {
        "name": f"{NAME} + head",
        "encoder": DIGEST,
        "layers": list(LAYERS),
        "targets": list(TARGETS),
        "cues": cue_digest(words),
        "weights": hashlib.sha256(raw).hexdigest(),
        "bands": {
            name: [round(_sigmoid(cut - HALF_BAND), 4), round(_sigmoid(cut + HALF_BAND), 4)]
            for name, cut in zip(TARGETS, thresholds, strict=True)
        },
        "trained_on": {
            "units": len(prepared.rows),
            "records": len(data),
            "voices": len(set(prepared.voices.tolist())),
            "positives": dict(zip(TARGETS, prepared.truth.sum(axis=0).tolist(), strict=True)),
        },
        "unseen_voices": scores_table(logits, prepared.truth, thresholds),
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


def trial_head(weight: Floats, bias: Floats, thresholds: Sequence[float]) -> Head:
    """A head in memory, for cross-validated verdicts."""
    bands = {
        name: (_sigmoid(cut - HALF_BAND), _sigmoid(cut + HALF_BAND))
        for name, cut in zip(TARGETS, thresholds, strict=True)
    }
    return Head(weight, bias, bands, Named("trial", ""))
