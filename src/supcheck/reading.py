"""The values of a mapping that somebody wrote, each read at its place: one plain line for each fault.

A reader goes on after a fault, with a harmless value in its place, so that all of them can be told; whoever
needs a whole result looks at `faults` before using it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml.scalarbool import ScalarBoolean

from supcheck.data import is_text, one_line, place_of, text_of
from supcheck.errors import RubricError, SupcheckError

Node = Mapping[Any, Any]

_MOST: Final = 10**9
"""No setting of a rule is as large."""
_SHOWN: Final = 40
"""Characters of a wrong value that an error shows."""


@dataclass(frozen=True, slots=True)
class _Gathering:
    """Keeps a fault that is raised inside, and lets the reading go on; any other error passes."""

    faults: list[SupcheckError]

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> bool:
        if isinstance(fault, SupcheckError):
            self.faults.append(fault)
        return isinstance(fault, SupcheckError)


class Reader:
    """Reads one file's mappings, and knows where each stands for a fault's sake.

    A `key` is a mapping's key or a list's index. `value`, `mapping` and `kind` raise the reader's own error;
    every other reading adds it to `faults` and goes on.
    """

    def __init__(
        self,
        name: str,
        error: type[SupcheckError] = RubricError,
        place: Callable[[Any, Any], str] = place_of,
    ) -> None:
        self.name = name
        self.faults: list[SupcheckError] = []
        self._error = error
        self._place = place

    def place(self, node: Any, key: Any = None) -> str:
        """File, line and column (from 1) of the key, else of the node."""
        return f"{self.name}:{self._place(node, key)}"

    def fail(self, node: Any, key: Any, message: str) -> SupcheckError:
        """An error at the key's own line and column, else at the node's (from 1)."""
        return self._error(one_line(f"{self.place(node, key)}: {message}"))

    def tell(self, node: Any, key: Any, message: str) -> None:
        """A fault after which the reading goes on."""
        self.faults.append(self.fail(node, key, message))

    def gathering(self) -> _Gathering:
        """What is raised in here is a fault, and the reading goes on after it."""
        return _Gathering(self.faults)

    def only(self, node: Node, known: Sequence[str]) -> None:
        """Refuse each key that is not known."""
        for key in node:
            if key not in known:
                self.tell(
                    node,
                    key,
                    f"unknown key {shown(key)}{meant(key, known) or ';'} known here: {', '.join(known)}",
                )

    def value(self, node: Any, key: Any, fits: Callable[[Any], bool], what: str) -> Any:
        """A required value that fits."""
        if isinstance(node, Mapping) and key not in node:
            raise self.fail(node, None, f"'{key}' is missing; it must be {what}")
        if not fits(node[key]):
            called = f"item {key + 1}" if isinstance(key, int) else shown(key)
            raise self.fail(node, key, f"{called} must be {what}, not {shown(node[key])}")
        return node[key]

    def text(self, node: Any, key: Any) -> str:
        """A required text, on one line."""
        with self.gathering():
            return " ".join(str(self.value(node, key, is_text, "a text")).split())
        return ""

    def texts(self, node: Any, key: Any) -> tuple[str, ...]:
        """A list of texts; a single one may stand alone."""
        with self.gathering():
            if isinstance(self.value(node, key, _is_one_or_more, "a text or a list of texts"), str):
                return (self.text(node, key),)
            return tuple(self.text(node[key], place) for place in range(len(node[key])))
        return ()

    def whole(
        self, node: Any, key: Any, default: int | None = None, least: int = 0, most: int | None = None
    ) -> int:
        """A whole number within bounds; `default` where there is none."""
        if default is not None and key not in node:
            return default
        bounds = f"of {least} or more" if most is None else f"from {least} to {most}"
        high = math.inf if most is None else most
        fits, what = lambda v: _is_whole(v) and least <= v <= high, f"a whole number {bounds}"
        with self.gathering():
            return int(self.value(node, key, fits, what))
        return least

    def number(self, node: Any, key: Any, most: float | None = None) -> float:
        """A required number above 0."""
        bounds = "above 0" if most is None else f"above 0 and at most {most:g}"
        high = math.inf if most is None else most
        with self.gathering():
            return float(
                self.value(node, key, lambda v: _is_number(v) and 0 < v <= high, f"a number {bounds}")
            )
        return most or 1.0

    def switch(self, node: Any, key: Any) -> bool:
        """A required true or false."""
        with self.gathering():
            return bool(self.value(node, key, _is_switch, "true or false"))
        return False

    def day(self, node: Any, key: Any) -> str:
        """A day, which is written bare or in quotes, as '2026-11-26'; '' where there is none."""
        if key not in node:
            return ""
        with self.gathering():
            return str(self.value(node, key, _is_day, "a day, such as 2026-11-26"))
        return ""

    def choice(self, node: Any, key: Any, known: Sequence[str], default: str | None = None) -> str:
        """One of a few known names."""
        if default is not None and key not in node:
            return default
        listed = ", ".join(known)
        with self.gathering():
            value = self.value(node, key, lambda v: isinstance(v, str), f"one of: {listed}")
            if value in known:
                return str(value)
            self.tell(node, key, f"{shown(value)} is not one of: {listed}{meant(value, known)}")
        return known[0]

    def names(self, node: Any, key: Any, known: Sequence[str], fewest: int = 1) -> tuple[str, ...]:
        """A list of known names; a single one may stand alone, and the key be missing where `fewest` is 0."""
        if not fewest and key not in node:
            return ()
        fits = _is_one_or_more if fewest else _is_any
        with self.gathering():
            if isinstance(self.value(node, key, fits, f"one or a list of: {', '.join(known)}"), str):
                return (self.choice(node, key, known),)
            return tuple(self.choice(node[key], place, known) for place in range(len(node[key])))
        return ()

    def mapping(self, node: Any, key: Any, what: str) -> Node:
        """A required mapping that is not empty."""
        found: Node = self.value(node, key, lambda v: isinstance(v, Mapping) and bool(v), what)
        return found

    def mappings(self, node: Any, key: Any, what: str, fewest: int = 1) -> list[Node]:
        """A list of mappings that are not empty; it may itself be empty or missing where `fewest` is 0."""
        if not fewest and key not in node:
            return []
        found: list[Node] = []
        with self.gathering():
            listed = self.value(
                node, key, lambda v: isinstance(v, list) and len(v) >= fewest, f"a list of {what}s"
            )
            for place in range(len(listed)):
                with self.gathering():
                    found.append(self.mapping(listed, place, f"a {what} in the form of a mapping"))
        return found

    def kind(self, node: Node, kinds: Mapping[str, Any], what: str) -> str:
        """The one key that names a kind."""
        found = next((kind for kind in kinds if kind in node), None)
        if found is None:
            raise self.fail(node, next(iter(node), None), f"{what} needs one of: {', '.join(kinds)}")
        return found

    def beside(self, node: Node, key: str, folder: Path | None) -> tuple[Path, str]:
        """The path and the text of a file that a key names, beside this one."""
        path = (folder or Path()) / str(self.value(node, key, is_text, "a text")).strip()
        try:
            return path, text_of(path)
        except OSError as error:
            told = f"'{key}' names {path.name}, which cannot be read ({error.strerror}); mend the name"
            raise self.fail(node, key, told) from None


def meant(given: object, known: Sequence[str]) -> str:
    """'; did you mean …?' where something known is near to what was given, else nothing."""
    near = difflib.get_close_matches(str(given), known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def shown(value: Any) -> str:
    """A wrong value in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping | list):
        told = "list" if isinstance(value, list) else "mapping"
        return f"a {told}" if value else f"an empty {told}"
    words = one_line(str(value))
    return f"'{words[:_SHOWN]}…'" if len(words) > _SHOWN else f"'{words}'"


def _is_number(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool | ScalarBoolean)
    # False for what is not a number or has no end, and a whole number may be too long for a float.
    return plain and -_MOST < value < _MOST


def _is_whole(value: Any) -> bool:
    return _is_number(value) and isinstance(value, int)


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool | ScalarBoolean)


def _is_day(value: Any) -> bool:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _is_any(value: Any) -> bool:
    return isinstance(value, str | list)


def _is_one_or_more(value: Any) -> bool:
    return _is_any(value) and bool(value)
