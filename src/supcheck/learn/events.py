"""Fit what tells the day of an event: on records whose writers said which day each deadline means.

A conditional logit: the alternatives are the days that the record's sentences hold, and none of them.
Where several sentences hold the day that is meant any of them will do.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from supcheck.deadlines import find_deadlines
from supcheck.deadlines.counted import counted
from supcheck.learn.data import writer_of
from supcheck.mentions import COLUMNS, FILE, NONE_COLUMNS, SURE, Mentions, Weighed, Weights

RESTRAINT: Final = 0.0005
"""How strongly weights are held near 0, per deadline; chosen on writers left out."""
_STEPS: Final = 250
_SAME: Final = 1e-6
FOLDS: Final = 10


@dataclass(frozen=True, slots=True)
class Meant:
    """A deadline that names an event."""

    writer: str
    weighed: Weighed
    event_day: dt.date | None
    """That of the event; None where the record does not tell it."""


def read_meant(path: Path) -> Iterator[Meant]:
    """The deadlines of a file of directions whose own words hold no day.

    One whose day no sentence holds is left out.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        held = dt.date.fromisoformat(row["held"])
        mentions = Mentions(row["text"], held)
        dues = {one["deadline"]: one["due"] for one in row["directions"] if one["deadline"]}
        for words, due in dues.items():
            if any(one.due.on for one in find_deadlines(words, held)):
                continue
            meant = _meant(mentions, words, due)
            if meant is not None:
                yield Meant(writer_of(row["id"]), *meant)


def _meant(mentions: Mentions, words: str, due: str | None) -> tuple[Weighed, dt.date | None] | None:
    from_event = counted(words)
    if from_event is not None and not from_event.event:
        return None
    weighed = (
        mentions.weighed(from_event.event, ahead=from_event.ahead) if from_event else mentions.weighed(words)
    )
    if due is None:
        return weighed, None
    day = dt.date.fromisoformat(due)
    found = (one for one, _ in weighed.days if (from_event.step(one) if from_event else one) == day)
    event_day = next(found, None)
    return (weighed, event_day) if event_day else None


def fit(deadlines: Sequence[Meant]) -> Weights:
    """The weights that make the days meant likeliest, each held near 0; raises `ValueError` for none."""
    import torch

    if not deadlines:
        raise ValueError("no deadlines to learn from")
    of_days = [
        torch.tensor([columns for _, columns in one.weighed.days], dtype=torch.float64) for one in deadlines
    ]
    of_none = torch.tensor([one.weighed.none for one in deadlines], dtype=torch.float64)
    scale = torch.cat([one for one in of_days if len(one)]).std(0).clamp_min(_SAME)
    weights, none = (
        torch.zeros(size, dtype=torch.float64, requires_grad=True)
        for size in (len(COLUMNS), len(NONE_COLUMNS))
    )
    optimiser = torch.optim.LBFGS([weights, none], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Any:
        optimiser.zero_grad()
        total = RESTRAINT * ((weights**2).sum() + (none**2).sum()) * len(deadlines)
        for one, mine, nothing in zip(deadlines, of_days, of_none @ none, strict=True):
            odds = (mine / scale) @ weights if len(mine) else mine.new_zeros(0)
            every = torch.logsumexp(torch.cat([nothing[None], odds]), 0)
            meant = [place for place, (day, _) in enumerate(one.weighed.days) if day == one.event_day]
            total = total + every - (torch.logsumexp(odds[meant], 0) if meant else nothing)
        mean = total / len(deadlines)
        mean.backward()  # type: ignore[no-untyped-call]  # torch does not type it
        return mean

    optimiser.step(loss)  # type: ignore[no-untyped-call]  # torch does not type it
    return Weights(tuple((weights / scale).tolist()), tuple(none.tolist()))


@dataclass(frozen=True, slots=True)
class Figures:
    """How the days of writers are found whom the fit did not see."""

    told: int
    untold: int
    """Events whose day the record tells, and those whose day it does not."""
    right: int
    wrong: int
    """Surely said, and another's or nobody's."""


def left_out(deadlines: Sequence[Meant]) -> Figures:
    """Each tenth of the writers by the weights of the others."""
    writers = sorted({one.writer for one in deadlines})
    right = wrong = 0
    for fold in range(FOLDS):
        held = set(writers[fold::FOLDS])
        others = [one for one in deadlines if one.writer not in held]
        seen = [one for one in deadlines if one.writer in held]
        weights = fit(others)
        for one in seen:
            chances = one.weighed.chances(weights)
            day = max(chances, key=lambda day: chances[day], default=None)
            if day is not None and chances[day] >= SURE:
                right += day == one.event_day
                wrong += day != one.event_day
    told = sum(one.event_day is not None for one in deadlines)
    return Figures(told, len(deadlines) - told, right, wrong)


def train(files: Sequence[Path], to: Path) -> Figures:
    """Fit on files of directions, write the weights into a folder, and say how writers left out fare."""
    deadlines = [one for path in files for one in read_meant(path)]
    figures, weights = left_out(deadlines), fit(deadlines)
    tree = {
        "columns": COLUMNS,
        "none_columns": NONE_COLUMNS,
        "weights": [round(one, 4) for one in weights.columns],
        "none": [round(one, 4) for one in weights.none],
        "left_out": dataclasses.asdict(figures),
    }
    path = to / Path(FILE).name
    path.write_text(json.dumps(tree, indent=1) + "\n", encoding="utf-8")
    return figures
