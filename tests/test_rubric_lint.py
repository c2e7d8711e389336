"""`supcheck rubric`: every fault of a rubric at its place, and its own examples tried without a model."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from supcheck.cli import main
from supcheck.errors import RubricError
from supcheck.examples import try_examples
from supcheck.rubric import lint_rubric, load_rubric, parse_rubric
from tests.test_rubric_errors import BROKEN, RULE, line_of
from tests.test_structure import _environment

RUBRICS = sorted((Path(__file__).parent.parent / "rubrics").glob("*.yaml"))
SHIPPED = [path for path in RUBRICS if path.name != "words.yaml"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rubric", *arguments])


def places(faults: list[str]) -> list[int]:
    return [int(fault.split(":")[1]) for fault in faults]


# Lint.


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_rubric_has_no_fault_and_each_example_gets_its_grade(path: Path) -> None:
    assert lint_rubric(path) == ()
    assert [one.told for one in try_examples(load_rubric(path)) if not one.holds] == []


@pytest.mark.parametrize("old,new,named,said", BROKEN, ids=[f"{new.strip()[:30]}-{n}" for n, (_, new, _, _) in enumerate(BROKEN)])  # fmt: skip
def test_lint_tells_first_what_ends_a_run(old: str, new: str, named: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(RULE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RubricError) as caught:
        load_rubric(path)
    faults = lint_rubric(path)
    assert str(faults[0]) == str(caught.value)
    assert all(re.fullmatch(r"ours\.yaml:\d+:\d+: \S.*", str(fault)) for fault in faults)


# Faults that harm nothing else, each on a line of its own.
APART = [
    ("area: reflection", "area: reflexion"),
    ("weight: 5", "weight: high"),
    ("{count: progress, at_least: 2}", "{count: progres}"),
    ("at_least: 0.5}\n        - {says", "at_least: 50}\n        - {says"),
    ("says: closing", "says: closin"),
    ("section: [direction]", "section: [directions]"),
    ("      not_met: It does not.\n", "      not_meet: It does not.\n      not_met: It does not.\n"),
    ("grade: met", "grade: mett"),
    ("R1: met}", "R11: met}"),
    ("        - {L1: [met]}", "        - {L1: [meet]}"),
    ("raised: {not: {count: progress}}", "raised: {nott: {count: progress}}"),
    ("because: None found.\n", "because: 3\n"),
    ("[28, 7]", "[28, -7]"),
    ("extends: core\n", "extends: core\nversion: soon\n"),
]


@profile(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, len(APART) - 1), min_size=1))
def test_however_many_faults_there_are_each_is_told_and_no_other(tmp_path: Path, chosen: set[int]) -> None:
    text = RULE
    for number in chosen:
        old, new = APART[number]
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    told = [str(fault) for fault in lint_rubric(path)]
    assert len(told) == len(chosen), told
    wrong = {line_of(text, APART[number][1].strip().split("\n")[-1].strip()) for number in chosen}
    offered = set(places(told))
    assert len(offered) == len(chosen)
    assert all(min(abs(line - place) for place in offered) <= 1 for line in wrong)


def test_an_unknown_name_comes_with_the_nearest_known_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(RULE.replace("{count: progress, at_least: 2}", "{count: progres, at_leest: 2}"), "utf-8")
    unknown, label = map(str, lint_rubric(path)[:2])
    assert "unknown key 'at_leest'; did you mean 'at_least'?" in unknown
    assert "'progres' is not one of:" in label
    assert label.endswith("did you mean 'progress'?")


def test_lint_asks_also_for_the_day_and_for_an_example_of_each_rung(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(RULE, encoding="utf-8")
    assert load_rubric(path).named.version == ""
    told = [str(fault).split(": ", 1)[1] for fault in lint_rubric(path)]
    assert told == [
        "'version' is missing; give the day of this rubric, such as 2026-11-26",
        *(
            f"no example is '{rung}'; give one for each rung"
            for rung in ("not_applicable", "partly", "not_met", "quiet")
        ),
    ]


def test_the_faults_of_a_rubric_that_is_extended_and_of_its_labels_are_told_too(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("name: base\nextends: core\nflag: []\n", encoding="utf-8")
    labels = "faith: x\ndiet:\n  description: x\n  examples: [a]\n"
    (tmp_path / "labels.yaml").write_text(labels, encoding="utf-8")
    mine = "name: mine\nversion: 2026-11-26\nextends: base.yaml\nlabels: labels.yaml\nserie: []\n"
    (tmp_path / "mine.yaml").write_text(mine, encoding="utf-8")
    told = [str(fault) for fault in lint_rubric(tmp_path / "mine.yaml")]
    assert [fault.split(": ")[0] for fault in told] == [
        "mine.yaml:5:1",
        "base.yaml:3:1",
        "labels.yaml:1:1",
        "labels.yaml:4:3",
    ]


def test_lint_exits_0_1_or_2(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("name: ours\nversion: 2026-11-26\nextends: core\n", encoding="utf-8")
    assert (run("lint", str(path)).exit_code, run("lint", str(path)).stdout) == (0, "")
    path.write_text("name: ours\nextends: core\nflag: []\ncriterion: []\n", encoding="utf-8")
    result = run("lint", str(path))
    assert result.exit_code == 1
    assert places(result.stdout.splitlines()) == [3, 4]
    assert result.stderr == "2 faults in ours.yaml.\n"
    path.write_text("name: [ours\n", encoding="utf-8")
    assert run("lint", str(path)).exit_code == 1
    assert run("lint", str(tmp_path / "nothere.yaml")).exit_code == 2


# Test.


def test_an_example_that_gets_another_grade_is_named_at_its_line_without_its_words(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    text = RULE.replace("labels: [progress]", "labels: []")
    path.write_text(text, encoding="utf-8")
    result = run("test", str(path))
    assert result.exit_code == 1
    (told,) = result.stdout.splitlines()
    assert told.startswith(f"ours.yaml:{line_of(text, '- grade: met')}:9: example 1 of 'L1' says 'met', and ")
    assert "Plays shop" not in told
    assert "1 got another grade" in result.stderr


def test_a_flag_says_raised_or_quiet(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(RULE.replace("grade: raised", "grade: quiet"), encoding="utf-8")
    assert "of 'G1' says 'quiet', and the rule gives 'raised'" in run("test", str(path)).stdout


def test_a_rubric_that_cannot_be_used_is_not_tried(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(RULE.replace("weight: 5", "weight: high"), encoding="utf-8")
    result = run("test", str(path))
    assert result.exit_code == 2
    assert result.stderr.startswith("supcheck: ours.yaml:")


@pytest.mark.parametrize("command", ["lint", "test"])
def test_a_rubric_is_looked_over_without_a_model(command: str) -> None:
    code = (
        "import sys\nfrom supcheck.cli import main\n"
        f"try:\n    main(['rubric', {command!r}, {str(SHIPPED[0])!r}])\nexcept SystemExit:\n    pass\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'torch','tokenizers','sklearn'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment()
    )
    assert done.stdout.splitlines()[-1] == "[]"


# The day.


@given(st.dates())
def test_a_day_bare_or_in_quotes_is_that_day(day: object) -> None:
    for written in (f"{day}", f"'{day}'"):
        text = f"name: ours\nversion: {written}\nextends: core\n"
        assert parse_rubric(text, "ours.yaml").named.version == str(day)


@pytest.mark.parametrize(
    "written", ["3", "2026-13-01", "soon", "2026-11-26 10:00:00", "'26/11/2026'", "20261126", ""]
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(RubricError, match=r"ours\.yaml:2:\d+: ('version' must be a day|this value is not)"):
        parse_rubric(f"name: ours\nversion: {written}\nextends: core\n", "ours.yaml")


def test_name_day_and_digest_are_told_together() -> None:
    named = load_rubric().named
    assert named.told == f"core {named.version} {named.digest}"
