"""The words of an act as lists of actions show them."""

from __future__ import annotations

import pytest

from supcheck.extract import extract
from supcheck.load.plain import blocks_of_text
from supcheck.records import Holds, Judged, Label, Record
from supcheck.report.acts import words_of_act
from supcheck.segment import segment
from supcheck.words import load_words

WORDS = load_words()
HEAD = "Supervision 04/03/2025\nSW: Jo Marsh\n\nActions\n"


def acts_of(lines: str) -> list[str]:
    text = HEAD + lines
    record, units = segment(Record("made", "made.txt", text, blocks_of_text(text)), WORDS)
    labels = tuple((Label("direction", 0.9, Holds.NO if unit.silent else Holds.YES),) for unit in units)
    actions = extract(record, units, labels, WORDS)
    judged = Judged(record, units, labels, actions, (), {}, ())
    return [words_of_act(judged, one) for one in actions]


@pytest.mark.parametrize(
    "lines,acts",
    [
        ("| Action | Who | By when |\n| Ring the dentist | Jo | 14/3 |\n", ["Ring the dentist"]),
        ("| Need | Action | Who | When |\n| Health | Ring the dentist | Jo | 14/3 |\n", ["Health – Ring the dentist"]),
        ("Action 1...... Ring the dentist\n  Owner...... Jo\n  By........ 14/3\nAction 2...... See nan\n  Owner......\n  By........ N/K\n", ["Ring the dentist", "See nan"]),
        ("Action:\tRing the dentist\nAssigned To:\tJo\nDue:\t14/3\n\nAction:\tSee nan\nAssigned To:\nDue:\tTBC\n", ["Ring the dentist", "See nan"]),
        ("| # | Action | Who | By when |\n| 1 | Ring the dentist | Jo | 14/3 |\n| A2. | See nan | Jo | - |\n", ["Ring the dentist", "See nan"]),
        ("| Action | Who | By when |\n| Time out card | Jo | 14/3 |\n", ["Time out card"]),
        ("ACTION_1 | Ring the dentist\nWHO_1 | Jo\nBY_1 | 14/3\nACTION_2 | See nan\nWHO_2 | Jo\nBY_2 | TBC\n", ["Ring the dentist", "See nan"]),
        ("Task 1: ring the dentist || OWNER: Jo || DUE: 14/3\n", ["Task 1: ring the dentist"]),
        ("- Jo to ring the dentist by 14/3\n", ["Jo to ring the dentist by 14/3"]),
    ],
)  # fmt: skip
def test_a_row_s_act_is_told_without_who_and_by_when(lines: str, acts: list[str]) -> None:
    assert acts_of(lines)[-len(acts) :] == acts
