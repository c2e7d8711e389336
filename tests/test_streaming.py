"""JSON Lines written as records are judged say what a collected run says, and exit alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supcheck.children import outline, read_children
from supcheck.cli.gate import exit_code, gate, limit
from supcheck.cli.streaming import stream
from supcheck.load.found import Found
from supcheck.records import Judged, Named, Run, Unread
from supcheck.report import FORMATS
from supcheck.report.pseudonyms import Pseudonyms
from supcheck.report.wanted import Wanted
from supcheck.rubric import load_rubric
from supcheck.running import Reading
from supcheck.store.aside import set_aside
from supcheck.store.baseline import Known, baseline_of
from supcheck.store.waivers import Waived, Waiver

from .made import WORDS, made

RUBRIC = load_rubric()
JUDGED = tuple(
    made(f"{child}{n}", f"2024-0{n}-04", text, labels, child=child, plan="CP")
    for n, text, labels in (
        (3, "Update\nBedtimes are calmer now.\nActions\nSW to ring the school by 15/03/2024\n", {"calmer": "progress", "ring": "direction"}),
        (6, "Update\nSeen at home.\nActions\nKeep an eye on things\n", {"eye": "direction,vague"}),
    )
    for child in ("0071", "0072")
)  # fmt: skip
HEAD = Run("supcheck test", RUBRIC.named, Named("none", ""), (), ())
EMPTY = Unread("a.csv", "no rows below the header", "check the export's filter", empty=True)


def reading_of(judged: Sequence[Judged], run: Run = HEAD) -> Reading:
    outlined = outline((Found(one.record, lambda: None) for one in judged), WORDS)
    again = (judged[entry.order] for child in outlined.children for entry in child)
    return Reading(run, read_children(outlined, lambda records: again, RUBRIC, WORDS))


def asides() -> list[Known | Waived]:
    known = baseline_of(replace(HEAD, judged=JUDGED[:1]), None)
    waiver = Waiver("D3", "00726", "A reason.", "A. Lead", dt.date(2030, 1, 1), "w.yaml:2:3")
    unused = Waiver("D3", "nobody", "A reason.", "A. Lead", dt.date(2030, 1, 1), "w.yaml:7:3")
    return [Waived([waiver, unused], dt.date(2025, 1, 1)), Known(known, "known.json", strict=True)]


@pytest.mark.parametrize("fail_on", [None, "never", "partly", "D3", "S1", "direction"])
@pytest.mark.parametrize("most", [None, "0", "50%"])
@pytest.mark.parametrize(
    "wanted",
    [Wanted(), Wanted(evidence=True), Wanted(least="not_met"), Wanted(pseudonyms=Pseudonyms(b"s" * 32))],
    ids=["plain", "evidence", "least", "salt"],
)
def test_what_is_streamed_is_what_a_whole_run_says(
    fail_on: str | None, most: str | None, wanted: Wanted
) -> None:
    failing = gate(fail_on, limit(None, None, most), RUBRIC)  # type: ignore[arg-type]  # no command line here
    whole = set_aside(reading_of(JUDGED).collected(), asides())
    written: list[str] = []
    kept: list[Judged] = []
    code = stream(
        reading_of(JUDGED),
        asides(),
        failing,
        wanted,
        written.append,
        kept.append,
        allow_empty=False,
        allow_unreadable=False,
    )
    lines = "".join(written).splitlines()
    collected = str(FORMATS["jsonl"](whole, wanted)).splitlines()
    assert lines[0] == collected[0]
    assert sorted(lines) == sorted(collected)
    assert code == exit_code(whole, failing, allow_empty=False, allow_unreadable=False)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(range(len(JUDGED))), unique=True), st.booleans(), st.booleans())
def test_whatever_was_read_both_exit_alike(places: list[int], nothing: bool, allowed: bool) -> None:
    judged = [JUDGED[place] for place in places]
    head = replace(HEAD, unread=(EMPTY,) if nothing else ())
    failing = gate(None, None, RUBRIC)
    allow = {"allow_empty": allowed, "allow_unreadable": not allowed}
    code = stream(
        reading_of(judged, head), [], failing, Wanted(), lambda text: None, lambda one: None, **allow
    )
    assert code == exit_code(reading_of(judged, head).collected(), failing, **allow)


def test_a_child_is_written_before_the_next_is_read() -> None:
    seen: list[str] = []

    def judged() -> Sequence[Judged]:
        return JUDGED

    reading = reading_of(judged())
    chapters = iter(reading.chapters)

    def watched() -> object:
        for chapter in chapters:
            seen.append(f"read {chapter.judged[0].record.child}")
            yield chapter

    def write(text: str) -> None:
        seen.extend(["written"] if '"line":"record"' in text else [])

    watching = replace(reading, chapters=watched())  # type: ignore[arg-type]  # it yields chapters
    stream(
        watching,
        [],
        gate(None, None, RUBRIC),
        Wanted(),
        write,
        lambda one: None,
        allow_empty=False,
        allow_unreadable=False,
    )
    assert seen == ["read 0071", "written", "read 0072", "written"]
