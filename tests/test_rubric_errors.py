"""A rubric that cannot be used is named at its line and column, and one that is read can be judged by."""

from __future__ import annotations

import copy
import inspect
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from supcheck import series
from supcheck.cli import main
from supcheck.copied import narrative
from supcheck.data import data_path, data_text
from supcheck.errors import InstallError, RubricError
from supcheck.judge import judge_criteria, judge_flags, judge_verdicts
from supcheck.records import Holds, Judged, Kind
from supcheck.rubric import Rubric, load_rubric, parse_rubric
from supcheck.rubric.building import SERIES_KINDS
from supcheck.series import Child, judge_series
from supcheck.words import load_words
from tests.made import made
from tests.test_checks import evidence_of

CORE = data_text("rubrics/core.yaml")

RULE = """name: ours
extends: core
criteria:
  - id: L1
    title: Play
    area: reflection
    weight: 5
    asks: Does the child play?
    why: Play shows a child at ease.
    source: ours
    not_applicable: {type: oversight}
    met: {count: progress, at_least: 2}
    partly:
      any:
        - {ratio: progress, to: analysis, at_least: 0.5}
        - {near: progress, to: [analysis, risk], within: 2}
        - {share: owner, at_least: 0.5}
        - {says: closing, groups: 1}
        - {count: progress, section: [direction]}
    because:
      met: It does.
      partly: It may.
      not_met: It does not.
      not_applicable: A note.
    good: Plays shop.
    poor: Plays.
    examples:
      - grade: met
        type: supervision
        units:
          - {say: Plays shop., labels: [progress]}
verdicts:
  - id: play
    title: Play
    asks: Does the child play?
    source: ours
    any_of:
      - {L1: [met, partly], R1: met}
    by_type:
      oversight:
        - {L1: [met]}
flags:
  - id: G1
    title: No play
    asks: Why not?
    why: Play.
    source: ours
    raised: {not: {count: progress}}
    because: None found.
    good: Plays.
    poor: Sits.
    examples:
      - grade: raised
        units:
          - {say: Sits.}
series:
  - id: S1
    title: Regular
    asks: Why so long?
    why: Gaps.
    source: ours
    because: "{days} days."
    check:
      gap:
        days: {cp: [28, 7], other: [42, 7]}
        plans: {cp: [cp, child protection]}
"""


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which the words first stand."""
    assert words in text, words
    return text[: text.index(words)].count("\n") + 1


def test_the_rubric_that_the_cases_break_is_whole() -> None:
    assert parse_rubric(RULE, "ours.yaml").rule("L1") is not None


BROKEN = (
    # old words, new words, the words of the line that is named, what is said
    ("    met: {count: progress, at_least: 2}\n", "", "id: L1", "'met' is missing; it must be a check"),
    ("    partly:\n      any:", "    partly2:\n      any:", "partly2:", "unknown key 'partly2'"),
    ("    area: reflection\n", "", "id: L1", "'area' is missing"),
    ("area: reflection", "area: reflexion", "area: reflexion", "not one of: reflection, direction"),
    ("weight: 5", "weight: high", "weight: high", "a whole number of 0 or more, not 'high'"),
    ("weight: 5", "weight: -1", "weight: -1", "a whole number"),
    ("weight: 5", "weight: true", "weight: true", "a whole number"),
    ("weight: 5", "weight: 1" + "0" * 400, "weight: 1", "a whole number"),
    ("weight: 5", "weight: 1" + "0" * 5000, "weight: 1", "this value is not what its form or tag promises"),
    ("weight: 5", "weight: 2.5", "weight: 2.5", "a whole number"),
    ("title: Play\n    area", "title: 2024\n    area", "title: 2024", "'title' must be a text, not '2024'"),
    ("title: Play\n    area", 'title: "\\e[31m"\n    area', "title: \"", "'title' must be a text"),
    ("at_least: 2}", "at_least: two}", "at_least: two", "'at_least' must be a whole number of 1 or more"),
    ("at_least: 2}", "at_least: 0}", "at_least: 0", "1 or more"),
    ("{count: progress, at_least: 2}", "{count: , at_least: 2}", "{count: ,", "'count' must be one or a list of"),
    ("{count: progress, at_least: 2}", "{count: 3}", "{count: 3}", "'count' must be one or a list of"),
    ("{count: progress, at_least: 2}", "{count: []}", "{count: []}", "not an empty list"),
    ("{count: progress, at_least: 2}", "{count: [{a: b}]}", "{count: [{", "item 1 must be one of"),
    ("{count: progress, at_least: 2}", "{count: [risk,\n      progres]}", "      progres]", "'progres' is not one of"),
    ("{count: progress, at_least: 2}", "{count: risk, unless: }", "unless: }", "'unless' must be"),
    ("{count: progress, at_least: 2}", "{all: }", "{all: }", "'all' must be a list of checks, not nothing"),
    ("{count: progress, at_least: 2}", "{all: []}", "{all: []}", "'all' must be a list of checks, not an empty"),
    ("{count: progress, at_least: 2}", "{all: {count: risk}}", "{all: {", "'all' must be a list of checks"),
    ("{count: progress, at_least: 2}", "{all: [risk]}", "{all: [risk", "item 1 must be a check"),
    ("{count: progress, at_least: 2}", "{not: [{count: risk}]}", "{not: [", "'not' must be a check"),
    ("{count: progress, at_least: 2}", "{any: [{count: risk}], all: [{count: risk}]}", "{any:", "unknown key"),
    ("{count: progress, at_least: 2}", "{}", "met: {}", "'met' must be a check, such as"),
    ("{count: progress, at_least: 2}", "{counts: risk}", "{counts:", "a check needs one of"),
    ("{count: progress, at_least: 2}", "&m {not: *m}", "&m", "'not' must be a check"),
    ("{count: progress, at_least: 2}", "{not: " * 21 + "{count: risk}" + "}" * 21, "{not: {not", "stand more than 20 deep"),
    ("{ratio: progress, to: analysis, at_least: 0.5}", "{ratio: risk, to: risk}", "{ratio: risk, to", "'at_least' is missing"),
    ("{ratio: progress, to: analysis, at_least: 0.5}", "{ratio: risk, at_least: 1}", "{ratio: risk, at", "'to' is missing"),
    ("{ratio: progress, to: analysis, at_least: 0.5}", "{ratio: risk, to: risk, at_least: .nan}", ".nan", "a number above 0"),
    ("{ratio: progress, to: analysis, at_least: 0.5}", "{ratio: risk, to: risk, at_least: 1e400}", "1e400", "a number above 0"),
    ("{share: owner, at_least: 0.5}", "{share: owner}", "{share: owner}", "'at_least' is missing"),
    ("{share: owner, at_least: 0.5}", "{share: owner, at_least: 50}", "at_least: 50", "above 0 and at most 1"),
    ("share: owner,", "share: [owner, deadline],", "share: [", "'share' must be one of: owner, deadline"),
    ("share: owner,", "share: owners,", "share: owners", "'owners' is not one of: owner"),
    ("says: closing", "says: nothere", "says: nothere", "'nothere' is not one of"),
    ("groups: 1", "groups: 99", "groups: 99", "a whole number from 1 to"),
    ("section: [direction]", "section: [directions]", "section: [directions]", "'directions' is not one of"),
    ("section: [direction]", "section: directions", "section: directions", "'directions' is not one of"),
    ("type: oversight}", "type: overview}", "type: overview}", "'overview' is not one of"),
    ("      not_met: It does not.\n", "", "      met: It does.", "'not_met' is missing"),
    ("      not_applicable: A note.\n", "", "      met: It does.", "'not_applicable' is missing"),
    ("      not_met: It does not.\n", "      notmet: It does not.\n", "notmet:", "unknown key 'notmet'"),
    ("    because:\n      met: It does.\n      partly: It may.\n      not_met: It does not.\n      not_applicable: A note.\n", "", "id: L1", "'because' is missing"),
    ("    because:\n      met: It does.\n      partly: It may.\n      not_met: It does not.\n      not_applicable: A note.\n", "    because: hello\n", "because: hello", "a mapping of each grade"),
    ("grade: met\n", "grade: mett\n", "grade: mett", "'mett' is not one of: met, partly"),
    ("grade: raised", "grade: met", "grade: met\n        units", "'met' is not one of: raised, quiet"),
    ("        type: supervision\n", "        type: meeting\n", "type: meeting", "'meeting' is not one of: supervision"),
    ("        units:\n          - {say: Plays shop., labels: [progress]}\n", "", "- grade: met", "'units' is missing"),
    ("say: Plays shop., ", "", "- {labels", "'say' is missing"),
    ("    any_of:\n      - {L1: [met, partly], R1: met}\n", "", "id: play", "'any_of' is missing"),
    ("      - {L1: [met, partly], R1: met}\n", "      - {}\n", "- {}", "item 1 must be a ladder in the form"),
    ("[met, partly], R1: met", "[met, parly], R1: met", "[met, parly]", "'parly' is not one of: met, partly"),
    ("R1: met}", "R11: met}", "R11: met", "'R11' is no criterion; they are: R1, R2"),
    ("R1: met}", "G1: met}", "G1: met", "'G1' is no criterion"),
    ("      oversight:\n        -", "      overview:\n        -", "overview:", "unknown key 'overview'"),
    ("id: G1", "id: l1", "id: l1", "'l1' is the id of another rule here"),
    ("id: G1", "id: R1", "id: R1", "'R1' is another kind of rule"),
    ("id: L1", "id: r1", "id: r1", "write its id alike to replace it"),
    ("    check:\n      gap:\n        days: {cp: [28, 7], other: [42, 7]}\n        plans: {cp: [cp, child protection]}\n", "", "id: S1", "'check' is missing"),
    ("{cp: [28, 7], other: [42, 7]}", "{other: 3}", "{other: 3}", "an interval and its grace in days, such as"),
    ("{cp: [28, 7], other: [42, 7]}", "{cp: [28, 7]}", "days: {cp", "'days' needs 'other'"),
    ("[28, 7]", "[28, some]", "[28, some]", "item 2 must be a whole number"),
    ("{cp: [28, 7], other", "{pp: [28, 7], cp: [28, 7], other", "{pp: [", "'plans' does not say how records write 'pp'"),
    ("plans: {cp: ", "plans: {pp: cp, cp: ", "plans: {pp", "'days' has no interval for 'pp'"),
    ("plans: {cp: [cp, child protection]}", "plans: {cp: [3]}", "plans: {cp", "item 1 must be a text"),
    ('"{days} days."', '"{day} days."', "{day} days", "may hold in braces only: {days}, {interval}"),
    ('"{days} days."', '"{days days."', "{days days", "may hold in braces only"),
    ('"{days} days."', '"{days:d} days."', "{days:d} days", "may hold in braces only"),
    ("flags:\n", "criteria2:\n", "criteria2:", "unknown key 'criteria2'"),
    ("name: ours\n", "", "extends: core", "'name' is missing"),
    ("    title: Play\n    area", "    title: Play\n    title: Play\n    area", "    title: Play\n    area", "the key 'title' stands twice"),
    ("    title: Play\n    area", "    title: Pl\x07ay\n    area", "title: Pl", "character U+0007 cannot stand in YAML"),
    ("    title: Play\n    area", "    title: 2024-02-31\n    area", "2024-02-31", "put it in quotes"),
    ("    title: Play\n    area", "    title: [Play\n    area", "area: reflection", "is not YAML"),
)  # fmt: skip


@pytest.mark.parametrize("old,new,named,said", BROKEN, ids=[f"{new.strip()[:30]}-{n}" for n, (_, new, _, _) in enumerate(BROKEN)])  # fmt: skip
def test_a_broken_rule_is_named_at_its_line_with_what_is_wrong(
    old: str, new: str, named: str, said: str
) -> None:
    assert old in RULE
    text = RULE.replace(old, new, 1)
    with pytest.raises(RubricError) as caught:
        parse_rubric(text, "ours.yaml")
    message = str(caught.value)
    assert said in message
    assert "\n" not in message
    place = re.match(r"ours\.yaml:(\d+):(\d+): ", message)
    assert place
    lines = text.splitlines()
    line = int(place[1])
    assert line == line_of(text, named), message
    assert 1 <= int(place[2]) <= len(lines[line - 1]) + 1


@pytest.mark.parametrize(
    "old,new,at",
    [
        ("{count: progress, at_least: 2}", "{count: progres, at_least: 2}", "count: progres"),
        ("{count: progress, at_least: 2}", "{count: [risk, progres]}", "progres]"),
        ("{count: progress, at_least: 2}", "{count: risk, atleast: 2}", "atleast"),
        ("says: closing", "says: nothere", "says: nothere"),
        ("R1: met}", "R11: met}", "R11: met"),
        ("[28, 7]", "[28, -7]", "-7]"),
        ("near: progress, to: [analysis, risk]", "near: progress", "{near: progress"),
        ("id: G1", "id: L1", "id: L1\n    title: No play"),
    ],
)
def test_the_column_is_that_of_the_key_or_of_the_item(old: str, new: str, at: str) -> None:
    text = RULE.replace(old, new, 1)
    before = text[: text.index(at)]
    place = f"ours.yaml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "
    with pytest.raises(RubricError, match=re.escape(place)):
        parse_rubric(text, "ours.yaml")


@pytest.mark.parametrize(
    "text,said",
    [
        ("", "ours.yaml:1:1: must be a rubric"),
        ("- a\n", "ours.yaml:1:1: must be a rubric"),
        ("name: x\n", "ours.yaml:1:1: a rubric needs the verdict 'reflection'"),
        ("name: x\nextends: core\ncriteria:\n", "ours.yaml:3:1: 'criteria' must be a list of rules, not nothing"),
        ("name: x\nextends: core\ncriteria: hello\n", "ours.yaml:3:1: 'criteria' must be a list of rules"),
        ("name: x\nextends: core\nflags:\n  - hello\n", "ours.yaml:4:5: item 1 must be a rule"),
        ("name: x\nextends: core\nlabels:\n", "ours.yaml:3:1: 'labels' must be a text, not nothing"),
        ("name: x\nextends: core\nlabels: [a]\n", "ours.yaml:3:1: 'labels' must be a text, not a list"),
        ("name: x\nextends: core\nlabels: nothere.yaml\n", "ours.yaml:3:1: 'labels' names nothere.yaml, which cannot be read"),
        ("name: x\nextends: nothere.yaml\n", "ours.yaml:2:1: 'extends' names nothere.yaml, which cannot be read"),
        ("name: x\nextends: 3\n", "ours.yaml:2:1: 'extends' must be a text"),
        ("[" * 3000, "ours.yaml:1:1: is nested too deeply"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_rubric_says_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "ours.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RubricError) as caught:
        load_rubric(tmp_path / "ours.yaml")
    assert str(caught.value).startswith(said)


def test_a_rubric_that_extends_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: a\nextends: b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("name: b\nextends: a.yaml\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("name: c\nextends: c.yaml\n", encoding="utf-8")
    for name, said in (
        ("a", r"b\.yaml:2:1: .*itself \(a\.yaml -> b\.yaml -> a\.yaml\)"),
        ("c", r"c\.yaml:2:1: .*itself"),
    ):
        with pytest.raises(RubricError, match=said):
            load_rubric(tmp_path / f"{name}.yaml")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16"])
def test_a_file_in_another_encoding_is_named_and_one_with_a_mark_is_read(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "ours.yaml"
    path.write_bytes(RULE.replace("title: Play", "title: Café", 1).encode(encoding))
    with pytest.raises(RubricError, match=r"ours\.yaml:\d+:\d+: is not UTF-8 from here on; save"):
        load_rubric(path)
    path.write_bytes(RULE.encode("utf-8-sig"))
    assert load_rubric(path).rule("L1")


def test_the_place_of_a_wrong_byte_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_bytes(b"name: x\nextends: caf\xe9\n")
    with pytest.raises(RubricError, match=r"ours\.yaml:2:13: "):
        load_rubric(tmp_path / "ours.yaml")


def test_a_broken_rubric_ends_a_run_with_one_line_and_exit_2(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(RULE.replace("weight: 5", "weight: high"), encoding="utf-8")
    result = CliRunner().invoke(main, ["rules", "--rubric", str(path)])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"supcheck: ours.yaml:{line_of(RULE, 'weight: 5')}:5: 'weight' must be")
    assert result.stderr.count("\n") == 1


def test_a_single_section_may_stand_alone() -> None:
    alone = parse_rubric(RULE.replace("section: [direction]", "section: direction"), "ours.yaml")
    assert alone.rule("L1") == parse_rubric(RULE, "ours.yaml").rule("L1")


def test_the_facts_that_a_series_rule_may_name_are_those_that_its_kind_gives() -> None:
    kinds = get_args(series.SeriesCheck)
    given_by = {kind.__name__: set(re.findall(r'"(\w+)": ', inspect.getsource(kind))) for kind in kinds}
    built = {rule.id: type(rule.check).__name__ for rule in load_rubric().series}
    assert set(built.values()) == set(given_by)
    for rule in tree_of_core()["series"]:
        (kind,) = rule["check"]
        assert set(SERIES_KINDS[kind][1]) == given_by[built[rule["id"]]]


def test_a_file_that_supcheck_lacks_says_to_install_it_again() -> None:
    for find in (data_path, data_text):
        with pytest.raises(InstallError, match=r"rubrics/nothere\.yaml is missing: install supcheck again"):
            find("rubrics/nothere.yaml")


# A rubric either is refused, or can be judged by: no mutation may crash later.

SECTIONS = ("criteria", "verdicts", "flags", "series")


def tree_of_core() -> Any:
    return YAML(typ="safe").load(CORE)


def paths_of(node: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every key and item."""
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield (*above, key)
        yield from paths_of(node[key], (*above, key))


WHOLE = tree_of_core()
KEYS = [path for path in paths_of(WHOLE) if isinstance(path[-1], str)]
PLACES = list(paths_of(WHOLE))


def small(path: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A rubric of the one rule of core that the path leads into, and the path within it: soon read."""
    if len(path) == 1:
        return tree_of_core(), path
    section, place, *rest = path
    tree = {"name": "ours", "extends": "core", section: [copy.deepcopy(WHOLE[section][place])]}
    return tree, (section, 0, *rest)


def written(tree: Any) -> str:
    stream = io.StringIO()
    YAML(typ="safe").dump(tree, stream)
    return stream.getvalue()


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


SAID = ("Wets the bed twice a week now.", "SW to ring the dentist by 4/6/2024.", "Closing the case.")
EVIDENCE = [
    evidence_of([(said, {"progress": Holds.YES, "direction": holds, "decision": holds}) for said in SAID], kind)
    for holds in Holds
    for kind in Kind
]  # fmt: skip


def child() -> Child:
    records: list[Judged] = [
        made(f"r{n}", day, " ".join(SAID * 6), {}, written="2024-09-30")
        for n, day in enumerate(("2024-01-02", "2024-04-02", "2024-07-02"))
    ]
    narratives = tuple(narrative(one.record, one.units) for one in records)
    return Child("0071", tuple(records), load_words(), narratives)


CHILD = child()


def judge(rubric: Rubric) -> None:
    """Judge by it every way; nothing is raised."""
    for evidence in EVIDENCE:
        judge_flags(rubric, evidence)
        judge_verdicts(rubric, judge_criteria(rubric, evidence), evidence)
    judge_series(rubric.series, CHILD)


def read_and_judge(text: str) -> bool:
    """Whether the rubric is read; what is read can be judged by, and nothing else than a refusal is raised."""
    refused = None
    try:
        judge(parse_rubric(text, "ours.yaml"))
    except RubricError as error:
        refused = str(error)
    assert refused is None or re.fullmatch(r"ours\.yaml:\d+:\d+: \S.*", refused)
    return refused is None


def test_no_key_taken_out_of_core_raises_anything_but_a_rubric_error() -> None:
    refused = 0
    for path in KEYS:
        tree, within = small(path)
        del at(tree, within[:-1])[within[-1]]
        refused += not read_and_judge(written(tree))
    assert refused > len(KEYS) / 3


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", " ", "hello", 0, -1, 3, 1.5, True, [], ["hello"], [None], [[]], {}, {"a": 1}, [{"a": 1}], "\x07", "R1", "met", "{x}", float("nan")]
)  # fmt: skip


@given(st.sampled_from(PLACES), JUNK)
def test_no_value_put_into_core_raises_anything_but_a_rubric_error(path: tuple[Any, ...], junk: Any) -> None:
    tree, within = small(path)
    at(tree, within[:-1])[within[-1]] = copy.deepcopy(junk)
    read_and_judge(written(tree))


@given(
    st.integers(0, len(RULE)),
    st.integers(0, 12),
    st.text(alphabet="{}[]:,-'\"&*!|>%@`#?\n \tab1\x00é", max_size=4),
)
def test_no_slip_of_the_keyboard_raises_anything_but_a_rubric_error(start: int, cut: int, typed: str) -> None:
    read_and_judge(RULE[:start] + typed + RULE[start + cut :])
