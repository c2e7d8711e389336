"""Fit the weights with which `follow` tells what became of an act, on series with their truth.

A conditional logit: the alternatives of an act are the later record's units and silence; a unit that is
the answer says done, carried or changed. Where several units hold the truth's words any of them will do.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from supcheck.follow import TOLD, Follower
from supcheck.learn.series import alike, plain_words
from supcheck.likeness import COLUMNS, SILENT_COLUMNS, Compared, Meaning, Rarity, compare, said_in
from supcheck.records import Action, Judged, Outcome
from supcheck.words import Words

Floats = NDArray[np.float64]

RESTRAINT: Final = 0.01
"""How strongly weights are held near 0, per act; chosen on series of writers left out."""
_OUTCOME_RESTRAINT: Final = 0.003
_STEPS: Final = 250
_TELLS_OUTCOME: Final = np.array(
    [COLUMNS.index("label direction") <= place for place in range(len(COLUMNS))], dtype=np.float64
)
"""What became of an act is told by what a unit is, not by how like the act or how far down it stands."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An act with what the next record's writer says became of it."""

    compared: Compared
    tells: NDArray[np.bool_]
    """Which units hold the truth's words."""
    outcome: Outcome


def followed(
    judged: Sequence[Judged], truth: Sequence[Mapping[str, Any]], words: Words, meaning: Meaning
) -> Iterator[Followed]:
    """The acts of one export's truth that were found in its records."""
    by_child: dict[str | None, list[Judged]] = defaultdict(list)
    for one in judged:
        by_child[one.record.child].append(one)
    for child in truth:
        records = {one.record.id: one for one in by_child[child["child"]]}
        said = {name: said_in(one, words) for name, one in records.items()}
        rarity = Rarity.of(tuple(said.values()))
        for told in child["truth"]["follow"]:
            earlier, later = records.get(told["record"]), records.get(told["next"])
            action = _action(earlier, told["act"]) if earlier is not None else None
            if earlier is None or later is None or action is None or not said[told["next"]]:
                continue
            units = said[told["next"]]
            compared = compare(action, earlier, later, units, rarity, words, meaning)
            tells = _tells([one.words for one in units], told["words"])
            yield Followed(compared, tells, Outcome(told["outcome"]))
        meaning.forget()


def _action(judged: Judged, act: str) -> Action | None:
    """The action that the truth speaks of."""
    text, wanted = judged.record.text, plain_words(act)
    found = [one for one in judged.actions if not one.earlier and alike(one.span.of(text), act)]
    return max(found, key=lambda one: len(wanted & plain_words(one.span.of(text))), default=None)


def _tells(said: Sequence[str], words: str | None) -> NDArray[np.bool_]:
    """The units that hold the truth's words, or else the one that shares most of them."""
    if not words:
        return np.zeros(len(said), dtype=bool)
    found = np.array([alike(one, words) for one in said])
    if not found.any():
        found[int(np.argmax([len(plain_words(one) & plain_words(words)) for one in said]))] = True
    return found


def fit(acts: Sequence[Followed]) -> Follower:
    """The weights that make the truth likeliest, each held near 0; raises `ValueError` for no acts."""
    import torch

    if not acts:
        raise ValueError("no acts to learn from")
    start = _unfitted(acts)
    scaled = [start.scaled(one.compared) for one in acts]
    units = [torch.tensor(one, dtype=torch.float64) for one, _ in scaled]
    silent = [torch.tensor(one, dtype=torch.float64) for _, one in scaled]
    shapes = ((len(COLUMNS),), (len(SILENT_COLUMNS),), (len(TOLD), len(COLUMNS)), (len(TOLD),))
    about, quiet, outcome, bias = (
        torch.zeros(shape, dtype=torch.float64, requires_grad=True) for shape in shapes
    )
    optimiser = torch.optim.LBFGS(
        [about, quiet, outcome, bias], max_iter=_STEPS, line_search_fn="strong_wolfe"
    )

    told = torch.from_numpy(_TELLS_OUTCOME)

    def loss() -> Any:
        optimiser.zero_grad()
        held = RESTRAINT * ((about**2).sum() + (quiet[1:] ** 2).sum())
        total = (held + _OUTCOME_RESTRAINT * (outcome**2).sum()) * len(acts)
        for one, mine, whole in zip(acts, units, silent, strict=True):
            chances = torch.log_softmax(torch.cat([(whole @ quiet)[None], mine @ about]), 0)
            if one.outcome is Outcome.SILENT or not one.tells.any():
                total = total - chances[0]
                continue
            tells = torch.from_numpy(one.tells)
            says = torch.log_softmax(mine[tells] @ (told * outcome).T + bias, 1)[:, TOLD.index(one.outcome)]
            total = total - torch.logsumexp(chances[1:][tells] + says, 0)
        mean = total / len(acts)
        mean.backward()  # type: ignore[no-untyped-call]  # torch does not type it
        return mean

    optimiser.step(loss)  # type: ignore[no-untyped-call]  # torch does not type it
    learned = (one.detach().numpy() for one in (about, quiet, outcome, bias))
    return Follower(start.mean, start.scale, start.silent_mean, start.silent_scale, *learned)


def _unfitted(acts: Sequence[Followed]) -> Follower:
    """The scales of the columns, and no weights; the column 'always' stays 1."""
    units = np.vstack([one.compared.units for one in acts]).astype(np.float64)
    silent = np.stack([one.compared.silent for one in acts]).astype(np.float64)
    mean, scale = silent.mean(axis=0), silent.std(axis=0) + 1e-6
    mean[0], scale[0] = 0.0, 1.0
    none = np.zeros
    return Follower(
        units.mean(axis=0),
        units.std(axis=0) + 1e-6,
        mean,
        scale,
        none(len(COLUMNS)),
        none(len(SILENT_COLUMNS)),
        none((len(TOLD), len(COLUMNS))),
        none(len(TOLD)),
    )


@dataclass(frozen=True, slots=True)
class Left:
    """How the acts of exports left out of the fit are followed."""

    acts: int
    right: int
    """The likeliest outcome is the truth's."""
    linked: int
    answered: int
    """Acts that are answered, and those of them whose likeliest unit is the answer."""
    sure: Mapping[str, tuple[int, int]]
    """Of each outcome how often it was surely said, and how often rightly."""


def left_out(exports: Sequence[Sequence[Followed]], sure: float) -> Left:
    """Each export followed by the weights of the others."""
    acts = right = linked = answered = 0
    said: dict[str, tuple[int, int]] = {outcome.value: (0, 0) for outcome in (*TOLD, Outcome.SILENT)}
    for place, held in enumerate(exports):
        follower = fit([one for other, rest in enumerate(exports) if other != place for one in rest])
        for one in held:
            about, chances = follower.weigh(one.compared)
            outcome = (*TOLD, Outcome.SILENT)[int(chances.argmax())]
            acts, right = acts + 1, right + (outcome is one.outcome)
            if one.tells.any():
                answered, linked = answered + 1, linked + bool(one.tells[int(about.argmax())])
            if chances.max() >= sure:
                count, hits = said[outcome.value]
                said[outcome.value] = (count + 1, hits + (outcome is one.outcome))
    return Left(acts, right, linked, answered, said)


def write(follower: Follower, exports: Sequence[Sequence[Followed]], left: Left, path: Path) -> None:
    """The weights as JSON, with the figures of exports left out."""
    weights = {
        name: np.round(getattr(follower, name), 5).tolist()
        for name in (
            "mean",
            "scale",
            "silent_mean",
            "silent_scale",
            "about",
            "silent",
            "outcome",
            "outcome_bias",
        )
    }
    tree = {
        "columns": list(COLUMNS),
        "silent_columns": list(SILENT_COLUMNS),
        "weights": weights,
        "fitted_on": {"exports": len(exports), "acts": sum(map(len, exports))},
        "left_out": {
            "acts": left.acts,
            "right": left.right,
            "answered": left.answered,
            "linked": left.linked,
            "sure": {name: list(counts) for name, counts in left.sure.items()},
        },
        "digest": hashlib.sha256(json.dumps(weights).encode()).hexdigest(),
    }
    path.write_text(json.dumps(tree, indent=1) + "\n", encoding="utf-8", newline="\n")
