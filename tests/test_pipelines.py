"""The files of docs/pipelines: each parses, and what it runs does what docs/pipelines.md says of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from supcheck.cli import main

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pipelines"
FILES = sorted(FOLDER.iterdir())
NOTES = {
    "one.txt": "Supervision 3 March 2025\nKofi slept through on five nights of seven.\nWe will keep going and monitor.",
    "two.txt": "Supervision 4 March 2025\nAmira told her teacher about the weekend.\nPriya to ring school on Friday.",
}
NEW = "Supervision 5 March 2025\nGrandma has moved nearer to Tilda.\nKeep going and monitor."


def parsed(name: str) -> Any:
    return YAML(typ="safe").load((FOLDER / name).read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def commands(words: str) -> list[str]:
    """The supcheck commands in a file or a page, each on one line."""
    joined = re.sub(r"\s*\\\n\s*", " ", words)
    joined = re.sub(r"(?<=\S)\n\s+(?=--|-o )", " ", joined)
    lines = (re.sub(r"^\s*(?:entry: )?", "", line) for line in joined.splitlines())
    return [line for line in lines if line.startswith("supcheck ")]


def run_in(page: Path) -> str:
    """What of a file is run: of a page, its blocks of commands."""
    whole = page.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```sh\n(.*?)```", whole, re.DOTALL)) if page.suffix == ".md" else whole


PAGES = [
    *FILES,
    ROOT / ".pre-commit-hooks.yaml",
    ROOT / "docs" / "pipelines.md",
    ROOT / "docs" / "adopting.md",
]
COMMANDS = [(page.name, one) for page in PAGES for one in commands(run_in(page))]


def test_a_command_is_found_in_each_file_that_runs_one() -> None:
    without = {"crontab", "task-scheduler.cmd"}
    assert {page.name for page in PAGES} - {name for name, _ in COMMANDS} == without


@pytest.mark.parametrize("name, command", COMMANDS)
def test_every_option_is_one_that_the_command_has(name: str, command: str) -> None:
    verb = command.split()[1]
    assert verb in main.commands
    shown = CliRunner().invoke(main, [verb, "--help"]).output
    for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", command):
        assert re.search(rf"(?<![\w-]){option}(?![\w-])", shown), f"{name}: {option}"


@pytest.mark.parametrize(
    "name, command", [one for one in COMMANDS if one[0] not in ("pipelines.md", "adopting.md")]
)
def test_no_command_puts_a_records_words_where_a_log_is(name: str, command: str) -> None:
    assert "--include-evidence" not in command
    (form,) = re.findall(r"--output-format (\w+)", command)
    assert form in {"junit", "gitlab", "github"}, name


def test_every_file_is_named_on_the_page_and_the_other_way_round() -> None:
    page = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w-]+\.(?:yml|yaml|sh|cmd)|crontab)`", page))
    assert named == {path.name for path in FILES}


def test_the_hook_is_the_one_in_the_example() -> None:
    (hook,) = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (example,) = parsed("pre-commit-config.yaml")["repos"][0]["hooks"]
    same = ("id", "name", "entry", "language", "require_serial")
    assert {key: hook[key] for key in same} == {key: example[key] for key in same}
    for suffix in re.findall(r"\w+", hook["files"].split("(")[1]):
        assert re.search(hook["files"], f"a.{suffix}")
        assert re.search(example["files"], f"records/a.{suffix}")


def test_every_night_is_the_same_night() -> None:
    (github,) = parsed("github-actions.yml")["on"]["schedule"]
    (azure,) = parsed("azure-pipelines.yml")["schedules"]
    *_, cron = text("crontab").splitlines()
    minute, hour = re.findall(r"\d+", cron)[:2]
    assert github["cron"] == azure["cron"] == f"{minute} {hour} * * 1-5"
    assert cron.startswith(github["cron"])
    assert github["cron"] in text("gitlab-ci.yml")
    assert f"/ST {int(hour):02}:{minute} " in text("task-scheduler.cmd")
    assert "MON,TUE,WED,THU,FRI" in text("task-scheduler.cmd")


def test_reports_are_kept_for_a_week() -> None:
    (upload,) = [step for step in parsed("github-actions.yml")["jobs"]["nightly"]["steps"] if "uses" in step]
    assert upload["with"]["retention-days"] == 7
    assert parsed("gitlab-ci.yml")["supcheck"]["artifacts"]["expire_in"] == "1 week"
    assert "-mtime +7 -delete" in text("nightly.sh")
    assert "/d -7" in text("nightly.cmd")


def github_script() -> str:
    return str(parsed("github-actions.yml")["jobs"]["nightly"]["steps"][0]["run"])


def gitlab_script() -> str:
    return "set -e\n" + "\n".join(parsed("gitlab-ci.yml")["supcheck"]["script"])


def azure_script() -> str:
    return str(next(step["bash"] for step in parsed("azure-pipelines.yml")["steps"] if "bash" in step))


NIGHTS = {
    "github-actions.yml": (github_script, 0, "::warning::"),
    "gitlab-ci.yml": (gitlab_script, 1, ""),
    "azure-pipelines.yml": (azure_script, 0, "##vso[task.complete result=SucceededWithIssues;]"),
    "nightly.sh": (lambda: text("nightly.sh"), 1, "supcheck: something new"),
}
"""What is run, its exit code where something is new, and what it then says."""


def test_gitlab_takes_findings_for_a_warning() -> None:
    assert parsed("gitlab-ci.yml")["supcheck"]["allow_failure"] == {"exit_codes": 1}


@dataclass
class Machine:
    """A runner with supcheck installed, an export and a home."""

    folder: Path
    bash: str

    def run(self, script: str) -> tuple[int, str]:
        """The exit code, and the log."""
        environment = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
            "SUPCHECK_EXPORTS": (self.folder / "exports").as_posix(),
            "SUPCHECK_HOME": (self.folder / "home").as_posix(),
        }
        done = subprocess.run(
            [self.bash, "-c", script], cwd=self.folder / "work", env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    def add(self, name: str, said: str) -> None:
        (self.folder / "exports" / name).write_text(said, encoding="utf-8")

    def came_out(self) -> dict[str, bytes]:
        """Every file that the night wrote, the cache too."""
        made = (path for place in ("work", "home") for path in (self.folder / place).rglob("*"))
        return {path.name: path.read_bytes() for path in made if path.is_file()}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash on this machine")
    for name in ("bin", "exports", "home", "work"):
        (tmp_path / name).mkdir()
    command = tmp_path / "bin" / "supcheck"
    command.write_text(
        f'#!/bin/sh\nexec "{Path(sys.executable).as_posix()}" -m tests.stand_in "$@"\n', newline="\n"
    )
    command.chmod(0o755)
    found = Machine(tmp_path, bash)
    for name, said in NOTES.items():
        found.add(name, said)
    (first,) = [one for one in commands(run_in(ROOT / "docs" / "pipelines.md")) if "--write-baseline" in one]
    code, said = found.run(first)
    assert code == 0, said
    return found


@pytest.mark.parametrize("name", NIGHTS)
def test_a_night_says_what_is_new_and_no_word_of_it(name: str, machine: Machine) -> None:
    script, code, told = NIGHTS[name]
    log = ""
    quiet, said = machine.run(script())
    assert quiet == 0, said
    log += said
    if name == "nightly.sh":
        assert said == ""
    machine.add("three.txt", NEW)
    found, said = machine.run(script())
    assert found == code, said
    assert told in said
    log += said
    machine.add("four.odt", "")
    broken, said = machine.run(script())
    assert broken == 2
    log += said
    files = machine.came_out()
    assert {Path(one).suffix for one in files} >= {".sarif", ".xml", ".sqlite"}
    words = {word for one in (*NOTES.values(), NEW) for word in re.findall(r"\b[A-Z]?[a-z]{5,}\b", one)}
    words -= {"Supervision", "March", "about", "going"}
    assert len(words) > 10
    for word in words:
        assert word not in log
        # The baseline and the cache are binary or digests; reports are salted and quote nothing.
        assert not [one for one, raw in files.items() if word.encode() in raw], word


def test_the_crons_line_names_the_script() -> None:
    assert text("crontab").rstrip().endswith("/nightly.sh")
    assert "nightly.cmd" in text("task-scheduler.cmd")


@pytest.mark.skipif(os.name != "nt", reason="a script for Windows")
def test_the_windows_script_ends_with_supchecks_own_code(tmp_path: Path) -> None:
    environment = {
        **os.environ, "SUPCHECK_EXPORTS": str(tmp_path / "nothing"), "SUPCHECK_HOME": str(tmp_path / "home"),
    }  # fmt: skip
    done = subprocess.run(["cmd", "/c", str(FOLDER / "nightly.cmd")], env=environment, check=False)
    assert done.returncode == 2
