"""`rubrics/words.yaml` -> Words: every list of words that the reading stages use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from supcheck.data import data_text

Lists = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Words:
    """The word lists by name; see the comments in `rubrics/words.yaml` for what each is for."""

    roles: tuple[str, ...]
    family: tuple[str, ...]
    agencies: tuple[str, ...]
    non_owners: tuple[str, ...]
    no_names: tuple[str, ...]
    head_words: tuple[str, ...]
    non_bounds: tuple[str, ...]
    headings: Lists
    table_heads: Lists
    head_labels: Lists
    titles: Lists
    prompts: tuple[str, ...]
    blanks: tuple[str, ...]
    greetings: tuple[str, ...]
    phrases: Mapping[str, Lists]
    cues: Lists
    hollow: tuple[str, ...]
    stock: tuple[str, ...]
    statuses: Lists
    same_thing: tuple[tuple[str, ...], ...]
    common: tuple[str, ...]
    familiar: tuple[str, ...]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """The shipped lists, read once."""
    tree: dict[str, Any] = YAML(typ="safe").load(data_text("rubrics/words.yaml"))
    return Words(**{name: _frozen(value) for name, value in tree.items()})


def _frozen(value: Any) -> Any:
    """Lists become tuples of text, mappings keep their order."""
    if isinstance(value, Mapping):
        return {key: _frozen(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(_frozen(item) if isinstance(item, list) else _word(item) for item in value)
    return value


def _word(item: Any) -> str:
    """A word as written; YAML reads some as truths."""
    return "yes" if item is True else "no" if item is False else str(item)
