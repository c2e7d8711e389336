"""How the records came, in words: what became of each export's rows, and what is odd about them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from supcheck.load.inputs import INPUT_RULES
from supcheck.records import InputFinding, Run, Tally

_MOST = 5
"""Places named for each rule; those beyond are a number, and the wire format names them all."""


@dataclass(frozen=True, slots=True)
class OddLine:
    """One input rule with the places where it was met."""

    id: str
    title: str
    why: str
    mend: str
    places: tuple[str, ...]
    """Each place and what was found there; the last may be a number of more."""


def told(tally: Tally) -> str:
    """What became of every row of one export, in one sentence that adds up."""
    parts = [f"{_counted(tally.read, 'row')} read as {_counted(tally.records, 'record')}"]
    left = sum(one.rows for one in tally.left_out)
    if left:
        named = ", ".join(
            f"{one.name} {one.rows:,}" + ("" if one.known else " (not known)") for one in tally.left_out
        )
        parts.append(f"{left:,} left out by type ({named})")
    parts += [
        f"{rows:,} {words}"
        for rows, words in ((tally.empty, "empty"), (tally.draft, "draft"), (tally.unread, "not read"))
        if rows
    ]
    return f"{tally.source}: {_counted(tally.rows, 'row')}: {', '.join(parts)}. Taken for {tally.layout}."


def unknown_types(run: Run) -> str:
    """How to claim the note types that are not known; empty where there is none."""
    names = dict.fromkeys(one.name for tally in run.tallies for one in tally.left_out if not one.known)
    if not names:
        return ""
    listed = ", ".join(names)
    return (
        f"Not known as note types: {listed}. To have them read, or left out knowingly, name them under"
        " 'types' in .supcheck.yaml (supcheck init EXPORT writes one)."
    )


def odd(run: Run) -> tuple[OddLine, ...]:
    """The input findings, a line a rule."""
    found: dict[str, list[InputFinding]] = defaultdict(list)
    for one in run.inputs:
        found[one.rule].append(one)
    return tuple(
        OddLine(rule.id, rule.title, rule.why, rule.mend, _places(found[rule.id]))
        for rule in INPUT_RULES
        if rule.id in found
    )


def _places(found: list[InputFinding]) -> tuple[str, ...]:
    shown = tuple(f"{f'{one.source} {one.row}'.strip()}: {one.because}" for one in found[:_MOST])
    beyond = len(found) - len(shown)
    return (*shown, f"and {beyond:,} more") if beyond else shown


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
