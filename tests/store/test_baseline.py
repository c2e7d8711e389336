"""A baseline: what it has is known and fails nothing; what is new, edited or graver still does."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.store.runs import DRIFTING, code, edited, record, records, run_of, written

from supcheck.cli import main
from supcheck.errors import StoreError
from supcheck.records import Grade, Judged, Place, Ruled, Run, SeriesFinding, Verdict
from supcheck.report import FORMATS
from supcheck.store.aside import set_aside, shortfalls
from supcheck.store.baseline import (
    Baseline,
    Known,
    baseline_of,
    baseline_text,
    read_baseline,
    write_baseline,
)

SHIPPED = Path(__file__).parent.parent.parent / "fixtures" / "records"


def over(run: Run, baseline: Baseline, *, strict: bool = False) -> Run:
    return set_aside(run, [Known(baseline, "baseline.json", strict=strict)])


def short(one: Judged) -> dict[str, Any]:
    """Everything of a record that falls short, by its rule."""
    within = {finding.rule: finding for finding in (*one.findings, *one.flags)} | one.verdicts
    return {rule: within[rule] for rule in shortfalls(one)}


def new(run: Run) -> list[Any]:
    over_several = [finding for series in run.series for finding in series.findings]
    within = [found for one in run.judged for found in short(one).values()]
    return [one for one in (*within, *over_several) if not one.known]


@given(records())
def test_after_a_run_is_written_down_nothing_in_it_is_new(found: list[Judged]) -> None:
    run = run_of(found)
    again = over(run, baseline_of(run), strict=True)
    assert new(again) == []
    assert code(again) == 0
    assert again.stale == ()


@given(records(), st.randoms())
def test_a_baseline_does_not_know_the_order_of_the_records(found: list[Judged], chance: Any) -> None:
    key = bytes(32)
    shuffled = chance.sample(found, len(found))
    assert baseline_text(baseline_of(run_of(shuffled), key)) == baseline_text(baseline_of(run_of(found), key))


@given(found=records())
def test_what_is_written_is_what_is_read(found: list[Judged], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("baseline") / "b.json"
    baseline = baseline_of(run_of(found))
    write_baseline(path, baseline)
    assert read_baseline(path) == baseline


@given(records())
def test_nothing_is_removed(found: list[Judged]) -> None:
    run = run_of(found)
    again = over(run, baseline_of(run))
    assert [one.record.id for one in again.judged] == [one.record.id for one in run.judged]
    assert [len(one.findings) for one in again.judged] == [len(one.findings) for one in run.judged]
    assert [len(one.findings) for one in again.series] == [len(one.findings) for one in run.series]


@given(records(), st.integers(0, 4))
def test_a_record_that_was_edited_is_new_and_no_other(found: list[Judged], which: int) -> None:
    which %= len(found)
    baseline = baseline_of(run_of(found))
    changed = [edited(one) if place == which else one for place, one in enumerate(found)]
    again = over(run_of(changed), baseline)
    for place, one in enumerate(again.judged):
        assert all(each.known == (place != which) for each in short(one).values())


def test_what_stands_over_several_records_is_new_when_one_of_them_was_edited() -> None:
    run = run_of(DRIFTING)
    named = {place.record for finding in run.series[0].findings for place in finding.places}
    assert named == {"n-0", "n-1", "n-2", "n-3"}
    again = over(run_of([*DRIFTING[:3], edited(DRIFTING[3])]), baseline_of(run))
    for finding in again.series[0].findings:
        assert finding.known == ("n-3" not in {place.record for place in finding.places})


def graded(one: Judged, *grades: Grade) -> Judged:
    """The record with its first criterion graded so."""
    first = dataclasses.replace(one.findings[0], grades=grades)
    return dataclasses.replace(one, findings=(first, *one.findings[1:]))


LADDER = (
    ((Grade.PARTLY,), (Grade.NOT_MET,), False),
    ((Grade.NOT_MET,), (Grade.PARTLY,), True),
    ((Grade.NOT_MET,), (Grade.MET, Grade.NOT_MET), True),
    ((Grade.MET, Grade.NOT_MET), (Grade.NOT_MET,), False),
    ((Grade.MET, Grade.NOT_MET), (Grade.PARTLY,), False),
    ((Grade.MET, Grade.PARTLY), (Grade.MET, Grade.NOT_MET), False),
    ((Grade.PARTLY, Grade.NOT_MET), (Grade.PARTLY,), True),
)


@pytest.mark.parametrize("then,now,known", LADDER)
def test_a_finding_graver_than_the_one_written_down_is_new(
    then: tuple[Grade, ...], now: tuple[Grade, ...], known: bool
) -> None:
    one = record(1, "Supervision\nNothing was said.")
    baseline = baseline_of(run_of([graded(one, *then)]))
    again = over(run_of([graded(one, *now)]), baseline, strict=True)
    assert again.judged[0].findings[0].known == known
    assert again.stale == ()


def test_a_verdict_that_was_open_is_new_when_it_is_insufficient() -> None:
    one = record(1, "Supervision\nNothing was said.")
    was_open = dataclasses.replace(one, verdicts=one.verdicts | {"direction": Ruled(Verdict.REVIEW, ())})
    again = over(run_of([one]), baseline_of(run_of([was_open])))
    assert not again.judged[0].verdicts["direction"].known
    assert again.judged[0].verdicts["reflection"].known
    assert code(again) == 1


def drifts(*grades: tuple[Grade, ...]) -> Run:
    """A run in which one rule falls short so often over the same two records."""
    run = run_of(DRIFTING)
    places = (Place("n-0"), Place("n-1"))
    findings = tuple(SeriesFinding("S2", each, places, "An act stands.") for each in grades)
    return dataclasses.replace(run, series=(dataclasses.replace(run.series[0], findings=findings),))


SURE, OPEN = (Grade.NOT_MET,), (Grade.MET, Grade.NOT_MET)
COUNTED = (
    ((SURE,), (SURE, SURE), [True, False], 0),
    ((SURE, SURE), (SURE,), [True], 1),
    ((SURE,), (OPEN, SURE), [False, True], 0),
    ((OPEN,), (SURE, OPEN), [False, True], 0),
    ((OPEN,), (SURE,), [False], 0),
    ((SURE, OPEN), (OPEN, OPEN), [True, True], 0),
)


@pytest.mark.parametrize("then,now,known,gone", COUNTED)
def test_each_entry_knows_as_many_findings_as_were_written(
    then: tuple[tuple[Grade, ...], ...], now: tuple[tuple[Grade, ...], ...], known: list[bool], gone: int
) -> None:
    seen = Known(baseline_of(drifts(*then)), "b.json")
    again = set_aside(drifts(*now), [seen])
    assert [one.known for one in again.series[0].findings] == known
    assert seen.gone == gone


def test_strict_tells_each_record_of_which_something_no_longer_occurs() -> None:
    baseline = baseline_of(run_of(DRIFTING))
    again = over(run_of(DRIFTING[:3]), baseline, strict=True)
    assert {one.rule for one in again.stale} == {"BAS1"}
    assert again.stale[0].about == ("n-3",)
    assert [code(again, fail_on) for fail_on in ("not_met", "R1", "never")] == [1, 1, 0]
    assert over(run_of(DRIFTING[:3]), baseline).stale == ()


@given(records(), st.data())
def test_pruning_drops_what_no_longer_occurs_and_nothing_the_second_time(
    found: list[Judged], data: st.DataObject
) -> None:
    left = run_of(data.draw(st.lists(st.sampled_from(found), unique_by=lambda one: one.record.id)))
    seen = Known(baseline_of(run_of(found)), "b.json")
    marks = set_aside(left, [seen]).marked
    second = Known(seen.kept(), "b.json", strict=True)
    again = set_aside(left, [second])
    assert again.marked == marks
    assert again.stale == ()
    assert second.gone == 0
    assert second.kept() == seen.kept()


def test_what_a_waiver_sets_aside_is_not_written_down() -> None:
    one = record(1, "Supervision\nNothing was said.")
    first = dataclasses.replace(one.findings[0], waived="agreed")
    run = run_of([dataclasses.replace(one, findings=(first, *one.findings[1:]))])
    (found,) = baseline_of(run).records.values()
    assert one.findings[0].rule not in found
    assert one.findings[1].rule in found


@given(records())
def test_no_word_of_a_record_and_no_child_stands_in_the_file(found: list[Judged]) -> None:
    text = baseline_text(baseline_of(run_of(found)))
    rubric_words = {"supcheck", "baseline", "core", "partly", "not", "met", "review", "raised", "quiet"}
    words = {word for one in found for word in re.findall(r"\w{4,}", one.record.text)} - rubric_words
    written = set(re.findall(r"\w+", text))
    assert not words & written
    assert not {"0071", "0072"} & written


def test_two_baselines_of_one_run_share_no_digest() -> None:
    one, other = (baseline_of(run_of(DRIFTING)) for _ in range(2))
    assert not {key.digest for key in one.records} & {key.digest for key in other.records}
    assert not {key.child for key in one.series} & {key.child for key in other.series}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_report_counts_what_is_known(form: str) -> None:
    run = run_of(DRIFTING)
    again = over(run, baseline_of(run))
    verdicts = sum(isinstance(one, Ruled) for one in again.marked)
    findings = len(again.marked) - verdicts
    assert verdicts
    assert findings
    text = written(form, again)
    if form == "json":
        assert json.loads(text)["marked"] == {
            "known_verdicts": verdicts,
            "known_findings": findings,
            "waived_verdicts": 0,
            "waived_findings": 0,
        }
    elif form == "github":
        assert f"{findings} known" in text
    elif form in ("human", "html", "md"):
        assert f"known from the baseline: {verdicts} verdicts, {findings} findings" in text
    else:
        assert text != written(form, run)


VALID = json.loads(baseline_text(baseline_of(run_of(DRIFTING))))


def damaged(change: Any) -> str:
    tree = json.loads(json.dumps(VALID))
    change(tree)
    return json.dumps(tree)


BROKEN = (
    ("<<<<<<< ours\n{}", "b.json:1:1: is not JSON"),
    ('{\n "schema": "supcheck-baseline/1",\n', "b.json:3:1: is not JSON"),
    ("[]", "is no baseline"),
    ('{"schema": "supcheck/1"}', "is no baseline"),
    ('{"schema": "supcheck-baseline/2"}', "is supcheck-baseline/2, and this supcheck reads"),
    ("[" * 100_000, "nested too deeply"),
    (damaged(lambda tree: tree.pop("key")), "key is missing"),
    (damaged(lambda tree: tree.update(key="00")), "key must be 64 digits"),
    (damaged(lambda tree: tree.pop("rubric")), "rubric is missing"),
    (damaged(lambda tree: tree["records"][1].pop("digest")), "records[1].digest is missing"),
    (damaged(lambda tree: tree["records"].append(tree["records"][0])), "records[4] stands twice"),
    (damaged(lambda tree: tree["records"][0]["found"].update(R1="bad")), "records[0].found.R1 says what no"),
    (damaged(lambda tree: tree["series"][0].update(records=[1])), "series[0].records must be a list"),
    (damaged(lambda tree: tree["series"][0].update(found={"not_met": 0})), "series[0].found.not_met must be"),
    (damaged(lambda tree: tree.update(series={})), "series is missing or is not a list"),
)


@pytest.mark.parametrize("text,told", BROKEN, ids=[told for _, told in BROKEN])
def test_a_file_that_cannot_be_used_is_told_at_its_place_with_the_mend(
    text: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError) as error:
        read_baseline(path)
    assert told in str(error.value)
    assert str(error.value).startswith("b.json:")
    assert ";" in str(error.value)


def check(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["check", *arguments])


def test_the_command_line_from_writing_to_pruning(tmp_path: Path) -> None:
    """An authority starts from what it has, edits one record, and keeps the file small."""
    note = tmp_path / "note.txt"
    poor = SHIPPED / "vague-drift.txt"
    note.write_bytes(poor.read_bytes())
    file = str(tmp_path / "baseline.json")
    paths = (str(note), str(poor))
    written = check(*paths, "--write-baseline", file)
    assert written.exit_code == 0
    assert f"Written: {file}" in written.stderr
    key = read_baseline(Path(file)).key
    note.write_bytes(poor.read_bytes() + b"\nTyped by Amy.\n")
    strict = check(*paths, "--baseline", file, "--baseline-strict")
    assert strict.exit_code == 1
    assert strict.stdout.count("BAS1") == 1
    pruned = CliRunner().invoke(main, ["baseline", "prune", file, str(poor)])
    assert pruned.exit_code == 0
    assert re.match(r"\d+ entries dropped from ", pruned.stdout)
    assert check(str(poor), "--baseline", file, "--baseline-strict").exit_code == 0
    assert read_baseline(Path(file)).key == key
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_baseline_is_left_as_it_is_where_something_could_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    write_baseline(file, baseline_of(run_of(DRIFTING)))
    before = file.read_bytes()
    for arguments in ([str(SHIPPED / "scan.pdf")], ["nowhere.txt", "--allow-unreadable"]):
        result = CliRunner().invoke(main, ["baseline", "prune", str(file), *arguments])
        assert result.exit_code == 2
        assert "left as it is" in result.stderr
    assert check("nowhere.txt", "--write-baseline", str(file)).exit_code == 2
    assert file.read_bytes() == before


def test_what_is_no_baseline_is_not_written_over(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A record.", encoding="utf-8")
    result = check(str(note), "--write-baseline", str(note))
    assert result.exit_code == 2
    assert note.read_text(encoding="utf-8") == "A record."


def test_another_rubrics_baseline_is_refused(tmp_path: Path) -> None:
    file, ours = tmp_path / "b.json", tmp_path / "ours.yaml"
    write_baseline(file, baseline_of(run_of(DRIFTING)))
    ours.write_text("name: ours\nextends: core\n", encoding="utf-8")
    result = check("nowhere.txt", "--baseline", str(file), "--rubric", str(ours))
    assert result.exit_code == 2
    assert "the rubric 'core', and this run judges by 'ours'" in result.stderr


@pytest.mark.parametrize("options", [("--baseline-strict",), ("--baseline", "a", "--write-baseline", "b")])
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...]) -> None:
    assert check("nowhere.txt", *options).exit_code == 2
