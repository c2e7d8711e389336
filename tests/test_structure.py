"""The house keeps its own laws: imports point down, heavy modules stay behind their door."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from supcheck.cli import main
from supcheck.cli.check import _SUFFIXES
from supcheck.facts import code_of_facts
from supcheck.learn.card import PICTURE, card_text, reliability
from supcheck.questions import load_questions
from supcheck.report import FORMATS, SUFFIXES
from supcheck.rubric import load_rubric
from supcheck.settings import FORMATS as _FORMATS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "supcheck"

FLOORS = (
    ("records", "errors", "data"),
    ("words", "sentences", "reading", "strata"),
    (
        "headings",
        "tables",
        "chat",
        "head",
        "dates",
        "deadlines",
        "events",
        "mentions",
        "elsewhere",
        "load",
        "encoder",
        "answering",
        "checks",
        "own_labels",
    ),
    (
        "segment",
        "rubric",
        "people",
        "status",
        "naming",
        "owners",
        "extract",
        "cues",
        "hollow",
        "neighbours",
        "copied",
        "likeness",
        "follow",
        "series",
    ),
    ("classify", "judge", "language", "questions", "examples", "selection"),
    ("scores",),
    ("facts",),
    ("answers",),
    ("pipeline", "children", "difference"),
    ("running",),
    ("store",),
    ("report", "learn", "settings"),
    ("web",),
    ("cli",),
    ("__init__", "__main__"),
)
"""From the ground up: a module may import from its own floor and those below."""

HEIGHT = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_point_down_only(path: Path) -> None:
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "supcheck" and len(parts) > 1 and room_of(path) != "__init__":
            assert HEIGHT[parts[1]] <= HEIGHT[room_of(path)], f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_only_the_encoder_and_training_know_torch_and_transformers(path: Path) -> None:
    heavy = {name.split(".")[0] for name in imports_of(path)} & {"torch", "transformers", "tokenizers"}
    assert not heavy or path.name == "encoder.py" or path.parent.name == "learn"


def behind(room: str) -> set[str]:
    """The rooms whose code a room runs, itself among them."""
    found, left = {room}, [room]
    while left:
        paths = [path for path in MODULES if room_of(path) == left[-1]]
        left.pop()
        named = {name.split(".")[1] for path in paths for name in imports_of(path) if "supcheck." in name}
        left += sorted(named - found)
        found |= named
    return found


def test_what_is_kept_of_an_action_goes_stale_with_any_code_behind_it() -> None:
    kept = set(code_of_facts())
    assert {path for path in MODULES if room_of(path) in behind("extract")} <= kept


NETWORK = {"socket", "http", "urllib", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_module_of_ours_can_open_a_connection(path: Path) -> None:
    known = {name.split(".")[0] for name in imports_of(path)} & NETWORK
    # web/ listens on loopback for `supcheck serve`, and needs a socket for that.
    assert known <= ({"socket"} if room_of(path) == "web" else set())


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["rules"],
        ["explain", "R1"],
        ["check", "--help"],
        ["init", "--help"],
        ["config", "show"],
        ["serve", "--help"],
    ],
)
def test_light_commands_import_no_heavy_module(command: list[str]) -> None:
    code = (
        "import sys\nfrom supcheck.cli import main\n"
        f"try:\n    main({command!r})\nexcept SystemExit:\n    pass\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'torch','transformers','textstat','sklearn','pdfplumber'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**_environment()}
    )
    assert done.stdout.splitlines()[-1] == "[]"


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def test_the_command_line_and_the_reports_name_the_same_formats() -> None:
    assert tuple(FORMATS) == _FORMATS
    assert SUFFIXES == _SUFFIXES


def test_every_rule_has_its_question() -> None:
    rubric = load_rubric()
    rules = {rule.id for rule in rubric.criteria} | {rule.id for rule in rubric.flags} | {"language"}
    assert set(load_questions()) == rules


def test_every_command_has_help() -> None:
    for name, command in main.commands.items():
        assert command.help, name


def test_paths_named_in_contributing_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:src|rubrics|prompts|fixtures|tests)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name


def test_the_head_card_names_what_it_was_trained_on() -> None:
    card = json.loads((ROOT / "model" / "head.json").read_text(encoding="utf-8"))
    assert card["trained_on"]["units"] >= 10_000
    assert card["trained_on"]["records"] >= 350
    assert card["trained_on"]["voices"] >= 50


def test_the_model_card_is_the_one_that_the_shipped_head_gives() -> None:
    card = json.loads((ROOT / "model" / "head.json").read_text(encoding="utf-8"))
    assert (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8") == card_text(card)
    assert (ROOT / "docs" / PICTURE).read_text(encoding="utf-8") == reliability(card)


def test_the_readme_shows_the_help_and_the_run_as_they_are() -> None:
    written = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = CliRunner().invoke(main, ["check", "--help"], prog_name="supcheck", terminal_width=80)
    assert shown.output.strip() in written
    record = "fixtures/records/vague-drift.txt"
    run = subprocess.run(
        [sys.executable, "-m", "supcheck", "check", record, "--fail-on", "never"],
        capture_output=True, encoding="utf-8", check=True, cwd=ROOT, env={**_environment(), "COLUMNS": "100"},
    )  # fmt: skip
    assert run.stdout.strip() in written
