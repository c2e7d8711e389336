"""The files that travel with supcheck, and the reading of YAML that an authority wrote, with its places."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from supcheck.errors import InstallError, RubricError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE, _PACKAGE.parent.parent)
"""Inside the wheel first, then the root of a checkout."""


def data_path(relative: str) -> Path:
    """The file or folder of that name; raises `InstallError` where supcheck is damaged."""
    for root in _ROOTS:
        if (root / relative).exists():
            return root / relative
    raise InstallError(f"{relative} is missing: install supcheck again")


def data_text(relative: str) -> str:
    """The text of a shipped UTF-8 file; raises `InstallError` where supcheck is damaged."""
    try:
        return data_path(relative).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InstallError(f"{relative} cannot be read: install supcheck again") from None


def text_of(path: Path) -> str:
    """The text of an authority's own file; raises `RubricError` where it is not UTF-8, else `OSError`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_at(error.object[: error.start].decode("utf-8"))
        raise RubricError(f"{path.name}:{place}: is not UTF-8 from here on; save the file as UTF-8") from None


def tree_of(text: str, name: str, holds: str) -> Mapping[Any, Any]:
    """The mapping that a YAML text holds; raises `RubricError` with file:line:column.

    No message shows a value: an example may be words of a real record.
    """
    try:
        tree = _loaded(text)
    except ReaderError as error:
        place = _place_at(text[: error.position])
        message = f"character U+{error.character:04X} cannot stand in YAML; delete it"
        raise RubricError(f"{name}:{place}: {message}") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise RubricError(f"{name}:{place}: {_problem(error)}") from None
    except RecursionError:
        raise RubricError(f"{name}:1:1: is nested too deeply; write it flatter") from None
    except (YAMLError, *_SLIPS):
        raise RubricError(f"{name}:1:1: is not YAML; mend its form") from None
    if not isinstance(tree, Mapping):
        raise RubricError(f"{name}:1:1: must be {holds}")
    return tree


def _loaded(text: str) -> Any:
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    with warnings.catch_warnings():
        # An anchor used twice and the like harm nobody.
        warnings.simplefilter("ignore")
        return yaml.load(text)


def place_of(node: Any, key: Any = None) -> str:
    """Line and column (from 1) of a mapping's key or a list's item, else of the mapping or list itself."""
    mark = getattr(node, "lc", None)
    line = column = 0
    if mark is not None and mark.line is not None:
        found = (mark.data or {}).get(key, (mark.line, mark.col))
        line, column = found[0], found[1]
    return f"{line + 1}:{column + 1}"


def one_line(message: str) -> str:
    """A message on one line, without characters that a terminal would obey."""
    return _UNPRINTABLE.sub("?", " ".join(message.split()))


def is_text(value: Any) -> bool:
    """Whether a value is words that a report can show."""
    return isinstance(value, str) and bool(value.strip()) and not _UNPRINTABLE.search(" ".join(value.split()))


_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What YAML may write as an escape and no report can show."""

_SLIPS: Final = (ValueError, LookupError, TypeError, AttributeError, AssertionError, NotImplementedError)
"""What ruamel lets through where a value is not what its form promises: a date that is none, '!!int x'."""

_SLIPPED: Final = "this value is not what its form or tag promises; put it in quotes"


class _Constructor(RoundTripConstructor):
    """Gives such a value its place."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        """As ruamel does it; raises `ConstructorError` for every slip."""
        try:
            return super().construct_object(node, deep)
        except _SLIPS:
            raise ConstructorError(None, None, _SLIPPED, node.start_mark) from None

    def construct_mapping(  # type: ignore[override]  # so has ruamel's own class
        self, node: Any, maptyp: Any, deep: bool = False
    ) -> Any:
        """As ruamel does it; raises `ConstructorError` for every slip, such as a key that is a mapping."""
        try:
            return super().construct_mapping(node, maptyp, deep)
        except _SLIPS:
            raise ConstructorError(None, None, _SLIPPED, node.start_mark) from None


def _problem(error: MarkedYAMLError) -> str:
    """What is wrong; of what was written at most a key or a single character."""
    problem = one_line(error.problem or "its form is broken")
    if isinstance(error, DuplicateKeyError):
        found = re.match(r'found duplicate key "(.*?)" with value', problem)
        return (
            f"the key '{found[1][:40]}' stands twice; keep one" if found else "a key stands twice; keep one"
        )
    if isinstance(error, ConstructorError) and problem == _SLIPPED:
        return problem
    shown = re.sub(r"""(['"])[^<].+\1""", "'…'", problem)
    return f"is not YAML ({shown}); mend its form here, or put the words in quotes"


def _place_at(before: str) -> str:
    """The place that follows a text."""
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
