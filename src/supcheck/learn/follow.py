"""Fit what tells what became of an act: on series with their truth, and on episodes.

A conditional logit: the alternatives of an act are the later record's units and silence; a unit that is
the answer says done, carried or changed. Where several units hold the truth's words any of them will do.
Beside the weights of columns, `learn.answering` fits what reading act and units together tells. As with
the head there are two of those: one of the episodes alone scores the series, which it never saw, and so
gives calibration and figures; the one that ships sees both.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from supcheck.answering import FILE as ANSWERING
from supcheck.answering import Answering, Said, Trained, packed
from supcheck.encoder import Encoder
from supcheck.errors import SupcheckError
from supcheck.follow import FILE, SURE, TOLD, Follower, nearest
from supcheck.learn.answering import Example, tune_answering
from supcheck.learn.episodes import Episode
from supcheck.learn.series import alike, plain_words
from supcheck.likeness import COLUMNS, SILENT_COLUMNS, Compared, Meaning, Rarity, Told, compare, said_in
from supcheck.load.plain import blocks_of_text
from supcheck.records import Action, Holds, Judged, Kind, Outcome, Record, Span
from supcheck.words import Words

Floats = NDArray[np.float64]
T = TypeVar("T")

RESTRAINT: Final = 0.01
"""How strongly weights are held near 0, per act; chosen on series of writers left out."""
_OUTCOME_RESTRAINT: Final = 0.003
_STEPS: Final = 250
_SAME: Final = 1e-3
_FEWEST: Final = 2
_UNCHANGED: Final = np.array([1.0, 0.0])
_OUTCOMES: Final = (*TOLD, Outcome.SILENT)
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
    act: str = ""
    said: tuple[Said, ...] = ()
    """Each unit's heading and words."""


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
        for told in child["truth"].get("follow", ()):
            earlier, later = records.get(told["record"]), records.get(told["next"])
            action = _action(earlier, told["act"]) if earlier is not None else None
            if earlier is None or later is None or action is None or not said[told["next"]]:
                continue
            units = said[told["next"]]
            compared = compare(action, earlier, later, units, rarity, words, meaning)
            tells = _tells([one.words for one in units], told["words"])
            read = _as_read(action, earlier, later, units)
            yield Followed(compared, tells, Outcome(told["outcome"]), *read)
        meaning.forget()


def followed_episodes(
    episodes: Sequence[Episode],
    check: Callable[[Iterable[Record]], Iterator[Judged]],
    words: Words,
    meaning: Meaning,
) -> Iterator[Followed]:
    """The acts of one writer's episodes; one that is read as no unit is left out."""
    written = [(_written(_set(one), one.held), _written(_told(one), one.following)) for one in episodes]
    judged = check(record for pair in written for record, _ in pair)
    for episode, ((_, acts), (_, lines)) in zip(episodes, written, strict=True):
        earlier, later = next(judged), next(judged)
        units = said_in(later, words)
        rarity = Rarity.of((said_in(earlier, words), units))
        line_of = [_holder(lines, one.unit.span) for one in units]
        for number, span in zip(episode.acts, acts[1:], strict=True):
            action = _action_in(earlier, span)
            outcome = episode.outcome(number)
            answers = [line > 0 and (number, outcome) in episode.lines[line - 1].says for line in line_of]
            if action is None or not units or (outcome is not Outcome.SILENT and not any(answers)):
                continue
            compared = compare(action, earlier, later, units, rarity, words, meaning)
            read = _as_read(action, earlier, later, units)
            yield Followed(compared, np.array(answers), outcome, *read)
        meaning.forget()


def _as_read(
    action: Action, earlier: Judged, later: Judged, units: Sequence[Told]
) -> tuple[str, tuple[Said, ...]]:
    """The act's words, and each unit's heading and words."""
    return (
        action.span.of(earlier.record.text),
        tuple((one.unit.under(later.record.text), one.words) for one in units),
    )


_TITLE: Final = ("", "Case supervision")
_BULLET: Final = 12
"""Words below which a line of an episode stands as a bullet."""


def _set(episode: Episode) -> list[tuple[str, str]]:
    return [("Actions\n- ", act) if not at else ("- ", act) for at, act in enumerate(episode.acts.values())]


def _told(episode: Episode) -> list[tuple[str, str]]:
    marks = {True: "\n", False: ""}
    return [
        (marks[line.heading] or ("- " if len(line.words.split()) < _BULLET else ""), line.words)
        for line in episode.lines
    ]


def _written(parts: Sequence[tuple[str, str]], held: dt.date) -> tuple[Record, list[Span]]:
    """A record of one part a line, each after its mark; and where each part stands, the title first."""
    text, spans = "", []
    for mark, part in (_TITLE, ("\n", ""), *parts):
        text += mark
        if part:
            spans.append(Span(len(text), len(text) + len(part)))
        text += f"{part}\n"
    record = Record("", "", text, blocks_of_text(text), held=held, kind=Kind.SUPERVISION)
    return record, spans


def _holder(spans: Sequence[Span], of: Span) -> int:
    """The place of the span in which another begins; the title's where none does."""
    return next((at for at, one in enumerate(spans) if one.start <= of.start < one.end), 0)


def _action_in(judged: Judged, span: Span) -> Action | None:
    """The first action within a span, else its unit taken for one."""
    found = (one for one in judged.actions if span.start <= one.span.start < span.end)
    units = (one for one in judged.units if span.start <= one.span.start < span.end)
    forced = (Action(one.index, one.span, Holds.YES, Holds.NO, None, None, None) for one in units)
    return next(found, None) or next(forced, None)


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
    return start.fitted(*(one.detach().numpy() for one in (about, quiet, outcome, bias)))


def _unfitted(acts: Sequence[Followed]) -> Follower:
    """The scales of the columns, and no weights; the column 'always' stays 1."""
    units = np.vstack([one.compared.units for one in acts]).astype(np.float64)
    silent = np.stack([one.compared.silent for one in acts]).astype(np.float64)
    mean, scale = silent.mean(axis=0), _deviation(silent)
    mean[0], scale[0] = 0.0, 1.0
    none = np.zeros
    return Follower(
        units.mean(axis=0),
        _deviation(units),
        mean,
        scale,
        none(len(COLUMNS)),
        none(len(SILENT_COLUMNS)),
        none((len(TOLD), len(COLUMNS))),
        none(len(TOLD)),
        _UNCHANGED,
    )


def _deviation(columns: Floats) -> Floats:
    """Of each column; a column that is always the same is left as it is."""
    found = columns.std(axis=0)
    return np.where(found < _SAME, 1.0, found)


@dataclass(frozen=True)
class Read:
    """What reading act and units together tells, and the weights beside it."""

    trained: Trained
    follower: Follower


def fit_reading(
    encoder: Encoder, acts: Sequence[Followed], alone: Follower, step: Callable[[], Any] = lambda: None
) -> Read:
    """Fit both; `step` is called after each of `EPOCHS`. Raises `ValueError` for no acts."""
    examples = [example(encoder, one, alone) for one in acts]
    return Read(*tune_answering(encoder.weights, examples, _unfitted(acts), _TELLS_OUTCOME, step=step))


def example(encoder: Encoder, one: Followed, alone: Follower) -> Example:
    """An act as `tune_answering` takes it."""
    about, _ = alone.weigh(one.compared)
    return Example(
        encoder.pieces(one.act),
        tuple(encoder.pieces(words, heading) for heading, words in one.said),
        one.compared,
        one.tells,
        _OUTCOMES.index(one.outcome),
        np.argsort(-about, kind="stable"),
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was made of an act."""

    act: Followed
    about: Floats
    """Of each unit."""
    chances: Floats
    """Of each of `TOLD`, then of silence."""


def left_out(exports: Sequence[Sequence[Followed]]) -> Iterator[Weighed]:
    """Each export followed by the weights of the others, without any reading."""
    for place, held in enumerate(exports):
        follower = fit(_others(exports, place))
        yield from (Weighed(one, *follower.weigh(one.compared)) for one in held)


@dataclass(frozen=True, slots=True)
class Raw:
    """What reading made of an act, before its chances are taken."""

    act: Followed
    near: Sequence[int]
    """The places of the units that were read."""
    about: Floats
    says: Floats
    silent: float

    def weighed(self, follower: Follower) -> Weighed:
        """With the chances that the follower's calibration gives."""
        some, chances = follower.chances(self.about, self.says, self.silent)
        about = np.zeros(len(self.act.said))
        about[list(self.near)] = some
        return Weighed(self.act, about, chances)


def read_acts(acts: Iterable[Followed], alone: Follower, read: Read) -> Iterator[Raw]:
    """Acts read as `follow` reads them."""
    answering = Answering(read.trained)
    for one in acts:
        first, _ = alone.weigh(one.compared)
        near = nearest(first)
        told = answering.told(one.act, [one.said[place] for place in near])
        yield Raw(one, near, *read.follower.weights(one.compared.only(near), told))


def calibrated(follower: Follower, seen: Sequence[Raw]) -> Follower:
    """With silence as likely as it was among acts that the fit did not see."""
    from sklearn.linear_model import LogisticRegression

    odds = [[one.silent - np.logaddexp.reduce(one.about)] for one in seen]
    fitted = LogisticRegression(C=1e3).fit(odds, [one.act.outcome is Outcome.SILENT for one in seen])
    return dataclasses.replace(follower, calibration=np.array([fitted.coef_[0, 0], fitted.intercept_[0]]))


def unseen_chances(follower: Follower, exports: Sequence[Sequence[Raw]]) -> Iterator[Weighed]:
    """Each export's acts, calibrated on the others."""
    for place, held in enumerate(exports):
        fitted = calibrated(follower, _others(exports, place))
        yield from (one.weighed(fitted) for one in held)


def _others(exports: Sequence[Sequence[T]], place: int) -> list[T]:
    """What all exports but one hold."""
    return [one for other, rest in enumerate(exports) if other != place for one in rest]


@dataclass(frozen=True, slots=True)
class Figures:
    """How acts that were not seen in the fit are followed."""

    acts: int
    right: int
    """The likeliest outcome is the truth's."""
    linked: int
    answered: int
    """Acts that are answered, and those of them whose likeliest unit is the answer."""
    sure: Mapping[str, tuple[int, int]]
    """Of each outcome how often it was surely said, and how often rightly."""


def figures(weighed: Sequence[Weighed]) -> Figures:
    """Count them; an outcome is sure as `follow` takes it."""
    answered = [one for one in weighed if one.act.tells.any()]
    likeliest = [(_OUTCOMES[int(one.chances.argmax())], one) for one in weighed]
    said = {
        outcome.value: [
            one.act.outcome is told
            for told, one in likeliest
            if told is outcome and one.chances.max() >= SURE[outcome]
        ]
        for outcome in _OUTCOMES
    }
    return Figures(
        len(weighed),
        sum(told is one.act.outcome for told, one in likeliest),
        sum(bool(one.act.tells[int(one.about.argmax())]) for one in answered),
        len(answered),
        {name: (len(right), sum(right)) for name, right in said.items()},
    )


def train(
    encoder: Encoder,
    exports: Sequence[Sequence[Followed]],
    told: Sequence[Followed],
    folder: Path,
    step: Callable[[], Any] = lambda: None,
) -> dict[str, Figures]:
    """Fit all weights on `exports` of series and on the acts of episodes; write them into `folder`.

    Gives the figures of the columns alone and of those beside the reading, both of acts that were not
    seen in the fit; `step` is called `2 * EPOCHS` times. Raises `SupcheckError` where there is too little.
    """
    if len(exports) < _FEWEST or not all(exports) or not told:
        raise SupcheckError(
            f"at least {_FEWEST} exports and one episode are needed, each with acts that are found"
        )
    acts = [one for some in exports for one in some]
    alone = fit(acts)
    first = fit_reading(encoder, told, alone, step)
    read = [list(read_acts(some, alone, first)) for some in exports]
    ships = fit_reading(encoder, [*told, *acts], alone, step)
    follower = calibrated(ships.follower, [one for some in read for one in some])
    unseen = {"alone": left_out(exports), "beside": unseen_chances(first.follower, read)}
    found = {name: figures(list(some)) for name, some in unseen.items()}
    counts = {"episodes": len(told), "series": len(acts), "exports": len(exports)}
    write(
        alone,
        dataclasses.replace(ships, follower=follower),
        {"fitted_on": counts, "unseen": {name: dataclasses.asdict(one) for name, one in found.items()}},
        folder,
    )
    return found


def write(alone: Follower, read: Read, told: Mapping[str, Any], folder: Path) -> None:
    """Both files of the model; `told` are the figures that go with the weights."""
    written = packed(read.trained)
    tree = {
        "columns": list(COLUMNS),
        "silent_columns": list(SILENT_COLUMNS),
        "alone": _rounded(alone),
        "beside": _rounded(read.follower),
        "answering": hashlib.sha256(written).hexdigest(),
        **told,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PurePath(ANSWERING).name).write_bytes(written)
    text = json.dumps(tree, indent=1) + "\n"
    (folder / PurePath(FILE).name).write_text(text, encoding="utf-8", newline="\n")


def _rounded(follower: Follower) -> dict[str, Any]:
    names = (field.name for field in dataclasses.fields(follower))
    return {name: np.round(getattr(follower, name), 5).tolist() for name in names}
