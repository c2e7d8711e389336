"""One voice: what no message says. `docs/words.md` says how to write one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from supcheck.checks import phrase_pattern
from supcheck.questions import load_questions
from supcheck.records import Verdict
from supcheck.report import FORMATS, Wanted
from supcheck.report.context import GRADE_WORDS, VERDICT_WORDS
from supcheck.words import load_words

from .access import a_run, record
from .golden_reports import document_text
from .word_template import TEMPLATE

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "supcheck"
NEVER = re.compile(
    r"\bnot done\b|\bfailed\b|\bshould(?: not|n't)? have\b|\binadequate\b|\bunsatisfactory\b", re.IGNORECASE
)
GRADED = re.compile(r"\d\s?%|\bper ?cent\b|\bout of (?:10|ten|100)\b", re.IGNORECASE)
"""A percentage, or marks out of so many."""
AMERICAN = re.compile(
    r"\b(?:color|behavior|organiz|recogniz|summariz|program\b|judgment|center\b)", re.IGNORECASE
)


def said_by_rules(tree: Any) -> Iterator[str]:
    """Every title, question, reason, because and source of a rubric file."""
    for rule in (one for part in ("criteria", "verdicts", "flags", "series") for one in tree.get(part) or ()):
        for key, value in rule.items():
            if key in {"title", "asks", "why", "because", "source"}:
                yield from [value] if isinstance(value, str) else value.values()


def constants(path: Path) -> Iterator[str]:
    """Every text in a module's code but its docstrings: its messages are among them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken = {
        id(one.value)
        for node in ast.walk(tree)
        if isinstance(body := getattr(node, "body", None), list)
        for one in body
        if isinstance(one, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value


RUBRICS = sorted((ROOT / "rubrics").glob("*.yaml"))
MODULES = sorted(SOURCE.rglob("*.py"))
TEMPLATES = sorted((SOURCE / "templates").glob("*.j2"))


@pytest.mark.parametrize("path", RUBRICS, ids=lambda one: one.name)
def test_no_rule_speaks_of_failure_or_marks(path: Path) -> None:
    for words in said_by_rules(YAML(typ="safe").load(path)):
        assert not NEVER.search(words), words
        assert not GRADED.search(words), words
        assert not AMERICAN.search(words), words


@pytest.mark.parametrize("rule", load_questions())
def test_a_question_is_one_question_and_blames_nobody(rule: str) -> None:
    template = load_questions()[rule]
    for action, last in (("", ""), ("Ana to ring", "9 October")):
        words = template.render(child="K", held="16 October 2024", last=last, action=action)
        assert words.endswith("?")
        assert words.count("?") == 1
        assert len(words.split()) <= 30
        assert not NEVER.search(words)
        assert not GRADED.search(words)
        assert not re.search(
            r"\b(?:why did(?:n't| not)?|you did not|you have not|must)\b", words, re.IGNORECASE
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda one: str(one.relative_to(SOURCE)))
def test_no_message_or_error_of_the_code_speaks_of_failure(path: Path) -> None:
    assert [words for words in constants(path) if NEVER.search(words)] == []


_OF_MANY = ("evaluation", "model-card", "overview", "history", "board")
"""Pages about supcheck or about many records: shares stand there beside their counts, and grade no record."""


def without_code(template: str) -> str:
    """A template's own words: no style sheet, no Jinja."""
    return re.sub(r"<style>.*?</style>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", template, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda one: one.name)
def test_no_template_speaks_of_failure_or_marks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not NEVER.search(text)
    if not path.name.startswith(_OF_MANY):
        assert "%" not in without_code(text)


def test_the_word_template_speaks_of_neither() -> None:
    words = document_text(TEMPLATE.read_bytes())
    assert not NEVER.search(words)
    assert "%" not in without_code(words)


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.human])
def test_no_report_gives_a_record_a_mark(form: str) -> None:
    """All words of these reports but the record's are ours."""
    theirs = "book the dentist - not done"
    judged = record()
    assert theirs in judged.record.text
    written = FORMATS[form](a_run(judged), Wanted())
    words = document_text(written) if isinstance(written, bytes) else without_code(written)
    words = re.sub(r"\s+", " ", words).replace(theirs, "")
    assert not NEVER.search(words)
    assert not GRADED.search(words)


def test_the_guide_names_how_a_grade_is_said() -> None:
    guide = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    for words in (*GRADE_WORDS.values(), VERDICT_WORDS[Verdict.INSUFFICIENT]):
        assert words in guide or words in {"found", "does not apply"}


GAPPED = sorted(
    {
        phrase
        for lists in load_words().phrases.values()
        for phrases in lists.values()
        for phrase in phrases
        if " … " in phrase
    }
)


@pytest.mark.parametrize("phrase", GAPPED)
@pytest.mark.parametrize("between", ["", "so many", "one two three four"])
def test_a_gap_in_a_phrase_stands_for_up_to_four_words(phrase: str, between: str) -> None:
    before, after = phrase.replace("*", "ed").split(" … ")
    said = " ".join(f"It is {before} {between} {after}.".split())
    assert phrase_pattern([phrase]).search(said)
    assert not phrase_pattern([phrase]).search(f"It is {before} one two three four five {after}.")


def test_a_gap_before_a_share_takes_the_number() -> None:
    assert phrase_pattern(["attendance …%"]).search("Attendance is at 61% now")
