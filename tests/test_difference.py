"""Two rubrics on the same records: what changes, and no word of a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from supcheck.children import judge_children
from supcheck.cli import main
from supcheck.cli.diff import _FORMATS, _SUFFIXES
from supcheck.data import data_path
from supcheck.difference import Difference, both, compare_record, compare_series, judge_again
from supcheck.records import Holds, Judged, Label, Named, Record, Unread
from supcheck.report.difference import FORMATS, SUFFIXES
from supcheck.rubric import Rubric, load_rubric, parse_rubric
from supcheck.scores import Segmented
from tests.made import WORDS, made

ROOT = Path(__file__).parent.parent
CORE = load_rubric()
STRICTER = load_rubric(data_path("rubrics/stricter.yaml"))
OVERSIGHT = load_rubric(data_path("rubrics/oversight.yaml"))
Rows = tuple[tuple[Label, ...], ...]
RUBRICS = st.sampled_from([CORE, STRICTER, OVERSIGHT])

SAYINGS = {
    "Wets the bed twice a week now.": "progress",
    "It may be the handover on Mondays.": "analysis",
    "Shouting is most nights and getting louder.": "risk,harm",
    "SW to ring the dentist by 4/6/2024.": "direction",
    "SW to finish the chronology asap.": "direction",
    "Stays on a plan, because the calm is new.": "decision,rationale",
    "Agreed to close the case.": "decision",
}
SOME = st.lists(st.sampled_from(sorted(SAYINGS)), min_size=1, max_size=4, unique=True)


def record(identity: str, held: str, said: Sequence[str]) -> Judged:
    return made(identity, held, "\n".join(said), {one: SAYINGS[one] for one in said})


def difference(judged: Sequence[Judged], before: Rubric, after: Rubric) -> Difference:
    first = [judge_again(one, CORE, before, WORDS) for one in judged]
    second = [judge_again(one, CORE, after, WORDS) for one in judged]
    return Difference(
        "t", before.named, after.named, Named("m", ""), len(judged),
        tuple(change for one, other in zip(first, second, strict=True) for change in compare_record(one, other, before, after)),
        tuple(change for child in judge_children(both(before, after), WORDS, first) for change in compare_series(child, before, after)),
        (),
    )  # fmt: skip


@given(SOME, RUBRICS)
def test_a_rubric_and_itself_differ_in_nothing(said: list[str], rubric: Rubric) -> None:
    assert not difference([record("a", "2024-03-04", said)], rubric, rubric).counts


@given(SOME, SOME, RUBRICS, RUBRICS)
def test_the_way_back_is_the_way_there_turned_round(
    said: list[str], later: list[str], before: Rubric, after: Rubric
) -> None:
    judged = [record("a", "2024-03-04", said), record("b", "2024-04-08", later)]
    there, back = difference(judged, before, after), difference(judged, after, before)
    assert {(one.record, one.rule, one.before, one.after) for one in there.changes} == {
        (one.record, one.rule, one.after, one.before) for one in back.changes
    }
    assert {(one.records, one.rule, one.before, one.after) for one in there.series} == {
        (one.records, one.rule, one.after, one.before) for one in back.series
    }
    assert sum(there.counts.values()) == len(there.changes) + len(there.series)


@given(SOME, RUBRICS)
def test_every_change_is_what_the_two_rubrics_say_by_themselves(said: list[str], after: Rubric) -> None:
    one = record("a", "2024-03-04", said)
    other = judge_again(one, CORE, after, WORDS)
    changed = {change.rule: change for change in compare_record(one, other, CORE, after)}
    was = {finding.rule: tuple(finding.grades) for finding in one.findings}
    for finding in other.findings:
        grades = tuple(finding.grades)
        assert (finding.rule in changed) is (was.get(finding.rule) != grades)
        assert finding.rule not in changed or changed[finding.rule].after == grades
    for name, ruled in other.verdicts.items():
        assert (name in changed) is (ruled.verdict is not one.verdicts[name].verdict)


def test_stricter_intervals_show_over_the_records_of_a_child() -> None:
    judged = [record("a", "2024-03-04", list(SAYINGS)[:2]), record("b", "2024-04-10", list(SAYINGS)[2:4])]
    (gap,) = [one for one in difference(judged, CORE, STRICTER).series if one.rule == "S1"]
    assert (gap.child, gap.records, gap.before, gap.after) == ("0071", ("a", "b"), ("quiet",), ("raised",))


def test_a_name_of_a_child_is_no_child_of_a_difference() -> None:
    import dataclasses

    named = [
        dataclasses.replace(one, record=dataclasses.replace(one.record, child="Kofi Mensah", child_is_id=False, source=f"{n}.txt"))
        for n, one in enumerate([record("a", "2024-03-04", list(SAYINGS)[:2]), record("b", "2024-04-10", list(SAYINGS)[2:4])])
    ]  # fmt: skip
    found = difference(named, CORE, STRICTER)
    assert [one.child for one in found.series] == [None]
    assert "Kofi" not in "".join(form(found) for form in FORMATS.values())


FOUND = difference(
    [
        record(
            "a",
            "2024-03-04",
            [
                "Shouting is most nights and getting louder.",
                "SW to ring the dentist by 4/6/2024.",
                "SW to finish the chronology asap.",
            ],
        ),
        record("b", "2024-04-10", ["Wets the bed twice a week now."]),
    ],
    CORE,
    STRICTER,
)


def test_the_terminal_counts_by_rule_then_tells_each_record() -> None:
    out = FORMATS["human"](FOUND)
    assert f"Before: rubric {CORE.named.told}\nAfter:  rubric {STRICTER.named.told}\n" in out
    assert re.search(r"By rule\n(  \S+ +.* -> .*: \d+\n)+", out)
    assert "  L1         no such rule -> found: 1\n" in out
    assert "  S1         not raised -> raised: 1\n" in out
    assert "No grade and no verdict changes." in FORMATS["human"](
        Difference("t", CORE.named, CORE.named, Named("m", ""), 0, (), (), (Unread("x", "y", "z"),))
    )


def test_json_has_every_change_and_no_word_of_a_record() -> None:
    written = FORMATS["json"](FOUND)
    found = json.loads(written)
    assert found["before"] == {
        "name": "core",
        "version": CORE.named.version,
        "digest": CORE.named.digest,
    }
    assert len(found["changes"]) == len(FOUND.changes)
    assert sum(row["count"] for row in found["counts"]) == len(FOUND.changes) + len(FOUND.series)
    for said in SAYINGS:
        for word in re.findall(r"\w{4,}", said):
            assert word not in written.replace("not_applicable", "")


def test_the_command_line_and_the_formats_are_the_same() -> None:
    assert tuple(FORMATS) == _FORMATS
    assert SUFFIXES == _SUFFIXES


def test_diff_exits_0_1_or_2_and_writes_its_reports(tmp_path: Path) -> None:
    note = str(ROOT / "fixtures" / "records" / "kinship-supervision.txt")
    stricter = str(data_path("rubrics/stricter.yaml"))
    target = tmp_path / "d.json"

    def diff(*arguments: str) -> int:
        return int(CliRunner().invoke(main, ["diff", *arguments]).exit_code)

    assert diff("core", stricter, note, "-o", str(target)) == 1
    assert {one["id"] for one in json.loads(target.read_text(encoding="utf-8"))["changes"]} >= {"L1"}
    assert diff("core", "nothere.yaml", note) == 2
    assert diff("core", stricter, str(tmp_path / "nothere.txt")) == 2
    assert diff("core", stricter, str(tmp_path / "nothere.txt"), "--allow-unreadable") == 0


def test_a_rubrics_own_labels_are_read_for_it_alone() -> None:
    """Only the other rubric names a label of its own: the model's labels stand, and its own are added."""

    class Identity:
        def beside(self, segmented: Sequence[Segmented], labels: Sequence[Rows]) -> Iterator[Rows]:
            for rows in labels:
                yield tuple((*row, Label("identity", 0.9, Holds.YES)) for row in rows)

    identity = load_rubric(data_path("rubrics/identity.yaml"))
    one = record("a", "2024-03-04", list(SAYINGS)[:2])
    again = judge_again(one, CORE, identity, WORDS, Identity())  # type: ignore[arg-type]  # a stand-in
    assert next(finding for finding in again.findings if finding.rule == "L1").grades == ("met",)
    back = judge_again(again, identity, CORE, WORDS)
    assert back.findings == one.findings


def test_a_rubric_of_notes_judges_them_as_such() -> None:
    note = record("a", "2024-03-04", ["Stays on a plan, because the calm is new."])
    again = judge_again(note, CORE, OVERSIGHT, WORDS)
    assert {name: ruled.verdict.value for name, ruled in again.verdicts.items()} == {
        "reflection": "sufficient",
        "direction": "sufficient",
    }
    assert isinstance(note.record, Record)
    assert parse_rubric("name: x\nextends: core\n", "x.yaml").verdicts == CORE.verdicts
