"""What moved between drafts is told, and nothing else is."""

from __future__ import annotations

from supcheck.load import read_bytes
from supcheck.records import Judged, Record
from supcheck.report.context import RecordReport
from supcheck.rubric import load_rubric
from supcheck.web.changes import changes, drafts_of_one

from .standin import BETTER, OTHER, PLAIN, Quick

RUBRIC = load_rubric()


def judged(text: str) -> Judged:
    records = [one for one in read_bytes(text.encode(), "x.txt") if isinstance(one, Record)]
    return next(Quick().check(records))


def test_a_draft_that_is_the_same_has_moved_nowhere() -> None:
    for text in (PLAIN, BETTER, OTHER):
        assert changes(judged(text), judged(text), RUBRIC) == ()


def test_every_line_that_stands_otherwise_is_told_once_and_no_other() -> None:
    before, after = judged(PLAIN), judged(BETTER)
    old, new = RecordReport(before, RUBRIC), RecordReport(after, RUBRIC)
    stood = {one.title: one.stands for one in old.verdicts} | {one.title: one.stands for one in old.lines}
    stand = {one.title: one.stands for one in new.verdicts} | {one.title: one.stands for one in new.lines}
    expected = [title for title in stand if stood[title] != stand[title]]
    moved = changes(before, after, RUBRIC)
    assert expected
    assert [one.title for one in moved if one.stands and one.stands != "raised"] == expected
    assert all(one.before != one.after for one in moved)


def test_a_change_forth_and_back_says_the_same_the_other_way_round() -> None:
    forth = {(m.title, m.before, m.after) for m in changes(judged(PLAIN), judged(BETTER), RUBRIC)}
    back = {(m.title, m.after, m.before) for m in changes(judged(BETTER), judged(PLAIN), RUBRIC)}
    assert forth == back


def test_what_is_found_now_brings_its_words_and_directions_are_counted() -> None:
    moved = {one.title: one for one in changes(judged(PLAIN), judged(BETTER), RUBRIC)}
    assert moved["Progress for the child"].words == "Kay is more settled than in January."
    assert (moved["Directions found"].before, moved["Directions found"].after) == ("0", "1")
    assert moved["Directions with a time"].after == "1"


def test_another_record_is_no_draft_of_this_one() -> None:
    assert drafts_of_one(judged(PLAIN), judged(BETTER))
    assert drafts_of_one(judged(BETTER), judged(PLAIN))
    assert not drafts_of_one(judged(BETTER), judged(OTHER))
