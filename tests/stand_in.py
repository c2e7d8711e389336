"""`python -m tests.stand_in …`: supcheck's command line with an encoder that draws, so that it starts at once.

It takes `STAND_IN_PAUSE` seconds over each batch.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from supcheck import pipeline, scores
from supcheck.answering import TELLS, Said
from supcheck.cli import main
from supcheck.encoder import WIDTH, Vectors


class Drawn:
    """A vector for each text, drawn from its letters."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def encode(self, texts: Sequence[str], under: Sequence[str] = ()) -> Vectors:
        time.sleep(float(os.environ.get("STAND_IN_PAUSE", "0")))
        rows = [np.random.default_rng(list(text.encode())).normal(size=WIDTH) / 20 for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), WIDTH)


class DrawnAnswering:
    """What reading tells, drawn from the letters of act and words."""

    def told(self, act: str, said: Sequence[Said]) -> Vectors:
        rows = [np.random.default_rng(list(f"{act}{one}".encode())).normal(size=TELLS) for one in said]
        return np.array(rows, dtype=np.float32).reshape(len(said), TELLS)


if __name__ == "__main__":
    vars(pipeline)["Encoder"] = vars(scores)["Encoder"] = Drawn
    vars(pipeline)["Answering"] = DrawnAnswering
    sys.exit(main())
