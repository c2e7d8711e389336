"""`fixtures/episodes/`: acts of one record, and the child's next with what each line says of which act.

    === 2024-02-12 -> 2024-03-18
    1 SW to ring GP re eczema cream by 16/2
    2 Jo to chase SEND for Kai's draft plan
    ---
    # Update
    Kai 6 now, lives with mum and her mum
    Skin has cleared since they changed the ointment || d1
    Jo again to SEND re the plan || c2

A mark is `d` (done), `c` (carried) or `h` (changed) and the act's number; an act without a mark is silent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from supcheck.errors import SupcheckError
from supcheck.records import Outcome

_HEAD: Final = re.compile(r"===\s*(\d{4}-\d\d-\d\d)\s*->\s*(\d{4}-\d\d-\d\d)\s*$")
_ACT: Final = re.compile(r"(\d+)\s+(\S.*)$")
_MARK: Final = re.compile(r"([dch])(\d+)$")
_BETWEEN: Final = "---"
_HEADING: Final = "# "
_MARKED: Final = " || "
_MARKS: Final = {"d": Outcome.DONE, "c": Outcome.CARRIED, "h": Outcome.CHANGED}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the later record."""

    words: str
    heading: bool
    says: tuple[tuple[int, Outcome], ...]
    """Which acts it answers, and what it says of each."""


@dataclass(frozen=True, slots=True)
class Episode:
    """Acts, and the next record."""

    held: dt.date
    following: dt.date
    acts: Mapping[int, str]
    lines: tuple[Line, ...]

    def outcome(self, act: int) -> Outcome:
        """What became of an act: part done is carried, and what was changed is changed."""
        said = {outcome for line in self.lines for number, outcome in line.says if number == act}
        order = (Outcome.CHANGED, Outcome.CARRIED, Outcome.DONE)
        return next((one for one in order if one in said), Outcome.SILENT)


def read_episodes(folder: Path) -> dict[str, list[Episode]]:
    """Each file's episodes, by its name: one writer a file.

    Raises `SupcheckError` where there is none, and with file:line where one cannot be read.
    """
    found = {path.stem: list(_episodes(path)) for path in sorted(folder.glob("*.txt"))}
    if not found:
        raise SupcheckError(f"{folder}: no episodes (.txt) found; see CONTRIBUTING.md")
    return found


def _episodes(path: Path) -> Iterator[Episode]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        raise SupcheckError(f"{path}: is not UTF-8; save it as UTF-8") from None
    told = [(f"{path}:{number}", line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    dates: re.Match[str] | None = None
    for head, group in groupby(told, key=lambda one: one[1].startswith("===")):
        some = list(group)
        if head:
            place, line = some[-1]
            dates = _HEAD.match(line)
            if dates is None or len(some) > 1:
                raise SupcheckError(f"{place}: write '=== 2024-02-12 -> 2024-03-18', then its acts")
        elif dates is None:
            raise SupcheckError(f"{some[0][0]}: an episode begins with '=== 2024-02-12 -> 2024-03-18'")
        else:
            yield _episode(place, dates.groups(), some)


def _episode(place: str, dates: Sequence[str], told: Sequence[tuple[str, str]]) -> Episode:
    try:
        held, following = map(dt.date.fromisoformat, dates)
    except ValueError:
        raise SupcheckError(f"{place}: one of these is no day of the calendar") from None
    between = next((at for at, (_, line) in enumerate(told) if line == _BETWEEN), None)
    if between is None:
        raise SupcheckError(f"{place}: '{_BETWEEN}' must stand between the acts and the next record")
    acts = dict(_act(*one) for one in told[:between])
    return Episode(held, following, acts, tuple(_line(*one, acts) for one in told[between + 1 :]))


def _act(place: str, line: str) -> tuple[int, str]:
    found = _ACT.match(line)
    if found is None:
        raise SupcheckError(f"{place}: an act begins with its number")
    return int(found[1]), found[2]


def _line(place: str, line: str, acts: Mapping[int, str]) -> Line:
    words, _, marks = line.partition(_MARKED)
    says = []
    for mark in marks.split():
        found = _MARK.match(mark)
        if found is None or int(found[2]) not in acts:
            raise SupcheckError(f"{place}: a mark is d, c or h and the number of an act, as in 'd1'")
        says.append((int(found[2]), _MARKS[found[1]]))
    heading = words.startswith(_HEADING)
    return Line(words.removeprefix(_HEADING).strip(), heading, tuple(says))
