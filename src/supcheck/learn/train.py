"""Labelled records -> adapter, head and bands: trained on the CPU, bands chosen on other voices.

Two models are trained. The first sees the training voices alone: its scores of the development
voices, which it never saw, give the calibration, thresholds, bands and figures of the card. The
second, which ships, sees both.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from supcheck.classify import TARGETS, columns, features
from supcheck.cues import cue_digest
from supcheck.encoder import DIGEST, LAYERS, NAME, Encoder
from supcheck.errors import SupcheckError
from supcheck.learn.agreement import calibration
from supcheck.learn.data import Labelled
from supcheck.learn.held_back import held_back
from supcheck.learn.tune import EPOCHS, Example, Tuned, tune
from supcheck.neighbours import joined
from supcheck.own_labels import BACKGROUND
from supcheck.records import LABELS
from supcheck.words import Words

Floats = NDArray[np.float32]
Truth = NDArray[np.int8]

FEWEST: Final = 15
"""Positive units without which a target cannot be learned."""
RIGHT: Final = 0.9
"""Share of the units outside a label's band that must be decided rightly."""
_HALF_BAND: Final = 0.5
"""Half the narrowest band in log-odds: a score this near its threshold leaves the label open."""
_WIDEST: Final = 3.0
_ORDINARY: Final = 800
"""Units of the background against which an authority's own labels are learned."""
FITS: Final = 2


@dataclass(frozen=True)
class Trainer:
    """What both fits share."""

    encoder: Encoder
    words: Words
    epochs: int = EPOCHS
    step: Callable[[], Any] = lambda: None
    """Called after each epoch; there are `epochs * FITS`."""

    def example(self, one: Labelled) -> Example:
        """A labelled record as numbers."""
        truth = [[name in (bears or ()) for name in TARGETS] for bears in one.bears]
        return Example(
            tuple(
                self.encoder.pieces(unit.span.of(one.record.text), unit.under(one.record.text))
                for unit in one.units
            ),
            columns(one.record, one.units, self.words),
            np.array(truth, dtype=np.float32).reshape(len(one.units), len(TARGETS)),
            one.counts,
        )

    def fit(self, data: Sequence[Labelled]) -> Tuned:
        """Adapter and head from these records; every target must be borne."""
        examples = [self.example(one) for one in data]
        return tune(self.encoder.weights, examples, epochs=self.epochs, step=self.step)

    def scored(self, tuned: Tuned, data: Sequence[Labelled]) -> tuple[Floats, Truth]:
        """Logits and truth of every unit that counts, as `classify` would score it."""
        adapted = Encoder(adapter=tuned.adapter)
        found = features(adapted, self.words, [(one.record, one.units) for one in data])
        examples = [self.example(one) for one in data]
        logits = np.vstack([joined(seen, tuned.reading) @ tuned.weight.T + tuned.bias for seen in found])
        counts = np.concatenate([example.counts for example in examples])
        truth = np.vstack([example.truth for example in examples])
        return logits[counts].astype(np.float32), truth[counts].astype(np.int8)


def check_before(data: Sequence[Labelled], development: Sequence[Labelled]) -> None:
    """Raise `SupcheckError` where training would fail, or tell nothing, after the first fit.

    That is where a voice is on both sides, a target is borne by too few units of `data` or by none
    or all of `development`, or scikit-learn is not there.
    """
    shared = {one.voice for one in data} & {one.voice for one in development}
    if shared:
        raise SupcheckError(f"{', '.join(sorted(shared))}: a voice may not be both trained and chosen on")
    wrong = [what.format(", ".join(names)) for what, names in _unfit(_counts(data), _counts(development))]
    if wrong:
        raise SupcheckError(f"{'; '.join(wrong)}: add labelled records")
    try:
        import sklearn.linear_model  # noqa: F401  # wanted after half an hour of training
    except ImportError:
        raise SupcheckError("training needs scikit-learn: install supcheck with the extra 'learn'") from None


def _unfit(data: dict[str, Any], development: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What is wrong with the two sets' counts, and of which targets."""
    borne, chosen_on = data["positives"], development["positives"]
    found = {
        f"too few units bear {{}} (at least {FEWEST} are needed)": [n for n in TARGETS if borne[n] < FEWEST],
        "every unit bears {}": [n for n in TARGETS if borne[n] == data["units"]],
        "no development unit bears {}": [n for n in TARGETS if not chosen_on[n]],
        "every development unit bears {}": [n for n in TARGETS if 0 < chosen_on[n] == development["units"]],
    }
    return ((what, names) for what, names in found.items() if names)


def platt(logits: Floats, truth: Truth) -> tuple[Floats, Floats]:
    """For each target the scale and shift that make its logits log-odds (Platt 1999).

    Each must be borne by some units and not by others.
    """
    from sklearn.linear_model import LogisticRegression

    fitted = [LogisticRegression(C=1e3).fit(logits[:, n : n + 1], truth[:, n]) for n in range(truth.shape[1])]
    scale = np.array([one.coef_[0, 0] for one in fitted], dtype=np.float32)
    return scale, np.array([one.intercept_[0] for one in fitted], dtype=np.float32)


def even_threshold(logits: Floats, truth: Truth) -> float:
    """The logit from which on as many units are said to bear a label as do: neither shy nor eager.

    The best F1 lies near, on few positives at random, and more often where a label is missed.
    """
    ordered = np.sort(logits)[::-1]
    count = int(truth.sum())
    return float((ordered[count - 1] + ordered[min(count, len(ordered) - 1)]) / 2)


def band(logits: Floats, truth: Truth, cut: float) -> tuple[float, float]:
    """The narrowest band around the threshold outside which `RIGHT` of the units are decided rightly."""
    for half in np.arange(_HALF_BAND, _WIDEST, 0.1):
        outside = (logits < cut - float(half)) | (logits >= cut + float(half))
        right = (logits >= cut) == (truth == 1)
        if outside.any() and right[outside].mean() >= RIGHT:
            return cut - float(half), cut + float(half)
    return cut - _WIDEST, cut + _WIDEST


def train(
    trainer: Trainer, data: Sequence[Labelled], development: Sequence[Labelled], folder: Path
) -> dict[str, Any]:
    """Fit twice, choose bands on `development`, write the model into `folder`; return its card.

    Raises `SupcheckError`, before the first fit, for whatever `check_before` finds wrong.
    """
    from safetensors.numpy import save

    check_before(data, development)
    raw, truth = trainer.scored(trainer.fit(data), development)
    scale, shift = platt(raw, truth)
    logits = raw * scale + shift
    cuts = [even_threshold(logits[:, n], truth[:, n]) for n in range(len(TARGETS))]
    bands = [band(logits[:, n], truth[:, n], cut) for n, cut in enumerate(cuts)]
    both = (*data, *development)
    shipped = trainer.fit(both)
    shipped = dataclasses.replace(
        shipped, weight=shipped.weight * scale[:, None], bias=shipped.bias * scale + shift
    )
    codebook = [n for n, name in enumerate(TARGETS) if name in LABELS]
    found = calibration(odds(logits[:, codebook]), truth[:, codebook] == 1)
    written = _weights(shipped)
    background = _background(trainer, data)
    card = {
        "name": f"{NAME} + adapter + reading + head",
        "encoder": DIGEST,
        "layers": list(LAYERS),
        "targets": list(TARGETS),
        "cues": cue_digest(trainer.words),
        "weights": hashlib.sha256(written).hexdigest(),
        "bands": {
            name: [round(float(odds(edge)), 4) for edge in one]
            for name, one in zip(TARGETS, bands, strict=True)
        },
        "trained_on": _counts(data),
        "development": _counts(development),
        "unseen_voices": {
            name: figures(logits[:, n], truth[:, n], cuts[n], bands[n]) for n, name in enumerate(TARGETS)
        },
        "calibration": {
            "error": found.error,
            "bins": [[one.units, round(one.score, 4), round(one.borne, 4)] for one in found.bins],
        },
        "held_back": held_back(trainer.encoder, data, development, background),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "head.safetensors").write_bytes(written)
    (folder / BACKGROUND).write_bytes(save({"vectors": background.astype(np.float16)}))
    (folder / "head.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8", newline="\n")
    return card


def _weights(tuned: Tuned) -> bytes:
    from safetensors.numpy import save

    adapter = {f"adapter.{name}": array.astype(np.float16) for name, array in tuned.adapter.items()}
    reading = {f"reading.{name}": array.astype(np.float16) for name, array in tuned.reading.items()}
    return save({"weight": tuned.weight, "bias": tuned.bias, **adapter, **reading})


def _background(trainer: Trainer, data: Sequence[Labelled]) -> Floats:
    """The plain encoder's vectors of ordinary units, drawn by a seed."""
    texts = [unit.span.of(one.record.text) for one in data for unit in one.units if not unit.silent]
    chosen = np.random.default_rng(0).choice(len(texts), min(_ORDINARY, len(texts)), replace=False)
    return trainer.encoder.encode([texts[n] for n in sorted(chosen)])


def _counts(data: Sequence[Labelled]) -> dict[str, Any]:
    """Records, voices, and units that are learned from, with how many bear each target."""
    counted = [
        bears
        for one in data
        for unit, bears in zip(one.units, one.bears, strict=True)
        if bears is not None and not unit.silent
    ]
    return {
        "units": len(counted),
        "records": len(data),
        "voices": len({one.voice for one in data}),
        "positives": {name: sum(name in bears for bears in counted) for name in TARGETS},
    }


def figures(logits: Floats, truth: Truth, cut: float, edges: tuple[float, float]) -> dict[str, float | None]:
    """Of one target: precision, recall and F1 with every unit decided at its threshold; what the band leaves
    open, and how often what lies outside it is right, in all and where it says yes: None where nothing is."""
    said, true = logits >= cut, truth == 1
    hits = float((said & true).sum())
    precision, recall = hits / max(1.0, float(said.sum())), hits / max(1.0, float(true.sum()))
    outside = (logits < edges[0]) | (logits >= edges[1])
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        "open": round(1 - float(outside.mean()), 3),
        "right_outside": _share((said == true)[outside]),
        "right_when_sure": _share(true[logits >= edges[1]]),
    }


def _share(true: NDArray[np.bool_]) -> float | None:
    return round(float(true.mean()), 3) if true.size else None


def odds(logit: Any) -> Any:
    """A logit as a chance."""
    return 1.0 / (1.0 + np.exp(-np.asarray(logit, dtype=np.float64)))
