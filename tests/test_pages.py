"""The record page, the same in Word and Markdown: one context, nothing that acts, nothing that is lost."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from supcheck.cli import main
from supcheck.errors import SupcheckError
from supcheck.records import Finding, Grade, Judged, Run, Verdict
from supcheck.report.context import MOST_TO_DO, VERDICT_WORDS, RecordReport, RunReport
from supcheck.report.page import html, markdown, record_html, record_script
from supcheck.report.printable import printable
from supcheck.report.word import check_template, docx
from supcheck.rubric import load_rubric

from .access import a_run, record
from .golden_reports import GOLDEN, PAGES, SUFFIXES, document_text, page_of, shipped_run
from .reading_back import Told, markdown_page, plain, told_by_html, told_by_markdown, told_by_word
from .test_formats import HOSTILE, hostile_run
from .word_template import TEMPLATE, template

RUBRIC = load_rubric()
FIELDS = {
    "quo": "{ DDEAUTO c:\\\\windows cmd }",
    "field": '{ HYPERLINK "x" }',
    "docxtpl": "{_{ x }_} {_% y %_}",
}
EVIL = (
    *HOSTILE,
    *FIELDS.values(),
    "# heading",
    "1. one",
    "2) two",
    "- item",
    "> said",
    "---",
    "===",
    "| a | b |",
    "`code` ~~gone~~ **bold** _em_",
    "![x](http://x.example/a.png) www.x.example <http://x.example> a@x.example",
    "[D1]: http://x.example",
    "<img src=x onerror=alert(1)> <!-- -->",
    "'\"><svg/onload=alert(1)>",
    "</script><script>alert(2)</script>",
    "javascript:alert(1)",
    "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "\u200f\u061c",
    "\ud800\udbff",
)  # fmt: skip
evil = st.lists(st.sampled_from(EVIL), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    "run", [a_run(record()), a_run(record(), record("note-2", "2024-07-15"))], ids=["one", "two"]
)
def test_the_three_formats_say_the_same(run: Run) -> None:
    page, text, word = told_by_html(html(run, RUBRIC)), markdown(run, RUBRIC), docx(run, RUBRIC)
    for one, report in zip(page, RunReport(run, RUBRIC).records, strict=True):
        assert one.name == report.name
        assert one.verdicts == [f"{v.title}: {v.stands}" for v in report.verdicts]
        assert one.strengths == [f"{x.id} {x.title}: {x.stands}. {x.because}" for x in report.strengths]
        assert one.to_do == [f"{x.id} {x.title}: {x.stands}. {x.because}" for x in report.to_do]
        assert one.questions == [x.question for x in report.to_do]
        assert [row[1:] for row in one.actions] == [
            (a.owner or "not found", a.deadline or "not found", a.due or "–", a.status)
            for a in report.actions
        ]
        assert one.strengths
        assert one.to_do
        assert one.record
    assert [_marks_in_brackets(one) for one in page] == told_by_markdown(text)
    assert [_marks_in_brackets(one) for one in page] == told_by_word(word)


def _marks_in_brackets(told: Told) -> Told:
    """A page shows 'vague' and 'for you to decide' in a box; the others in brackets."""
    actions = [(re.sub(r" (vague|for you to decide)$", r" (\1)", row[0]), *row[1:]) for row in told.actions]
    return replace(told, actions=actions)


@settings(max_examples=12, deadline=None)
@given(words=evil, name=evil)
def test_whatever_a_record_says_the_three_say_the_same(words: str, name: str) -> None:
    run = hostile_run(words, name=name)
    page = [_marks_in_brackets(one) for one in told_by_html(html(run, RUBRIC))]
    assert len(page) == len(run.judged)
    assert page == told_by_markdown(markdown(run, RUBRIC))
    assert page == told_by_word(docx(run, RUBRIC))
    for one, judged in zip(page, run.judged, strict=True):
        assert one.name == plain(printable(judged.record.id))
        text = judged.record.text
        blocks = [plain(printable(block.span.of(text))) for block in judged.record.blocks]
        assert one.record == blocks


TAGS = {
    *"html head meta title style body a header h1 h2 h3 h4 p main nav table thead tbody tr th td strong div ul ol li".split(),
    *"article section span blockquote bdi details summary mark button figure figcaption footer script".split(),
}


@settings(max_examples=12, deadline=None)
@given(words=evil, name=evil)
def test_nothing_in_a_page_acts_but_our_own_script(words: str, name: str) -> None:
    page = html(hostile_run(words, name=name), RUBRIC)
    soup = BeautifulSoup(page, "lxml")
    for drawing in soup.select("figure svg"):
        drawing.extract()
    assert {one.name for one in soup.find_all()} <= TAGS
    assert [one.get_text() for one in soup.select("script")] == [str(record_script().text)]
    for one in soup.find_all():
        assert not [name for name in one.attrs if name.startswith("on") or name in ("style", "src", "action")]
        assert str(one.get("href", "#")).startswith("#")
    _no_controls(page)


@settings(max_examples=12, deadline=None)
@given(words=evil, name=evil)
def test_nothing_in_markdown_becomes_markup(words: str, name: str) -> None:
    text = markdown(hostile_run(words, name=name), RUBRIC)
    assert {one.name for one in markdown_page(text).find_all()} <= {
        *"h1 h2 h3 p ul ol li strong em blockquote table thead tbody tr th td hr".split()
    }
    assert "www.x" not in text
    assert "http://" not in text
    _no_controls(text)


@settings(max_examples=10, deadline=None)
@given(words=evil, name=evil)
def test_nothing_in_a_word_document_becomes_a_field_a_link_or_code(words: str, name: str) -> None:
    written = docx(hostile_run(words, name=name), RUBRIC)
    parts = zipfile.ZipFile(io.BytesIO(written))
    body = etree.fromstring(parts.read("word/document.xml"))
    kinds = {etree.QName(one).localname for one in body.iter()}
    assert not kinds & {
        "fldChar",
        "instrText",
        "fldSimple",
        "hyperlink",
        "object",
        "pict",
        "drawing",
        "altChunk",
    }
    assert not [one for one in parts.namelist() if "vba" in one.lower() or "embeddings" in one]
    for part in parts.namelist():
        if part.endswith(".xml"):
            _no_controls(parts.read(part).decode("utf-8"))


def _no_controls(text: str) -> None:
    assert not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", text
    )


@given(st.text())
def test_what_can_be_shown_is_shown_as_it_is(words: str) -> None:
    shown = printable(words)
    assert len(shown) == len(words)
    assert printable(shown) == shown
    assert all(a == b or b == "�" for a, b in zip(words, shown, strict=True))


def test_every_link_of_a_page_leads_somewhere_and_no_id_stands_twice() -> None:
    run = a_run(record(), record("note-2", "2024-07-15"))
    soup = BeautifulSoup(html(run, RUBRIC), "lxml")
    for drawing in soup.select("figure svg"):
        drawing.extract()
    ids = [str(one["id"]) for one in soup.select("[id]")]
    assert len(set(ids)) == len(ids)
    links = [str(one["href"]) for one in soup.select("a[href]")]
    assert [one for one in links if one[1:] not in ids] == []
    assert soup.select(".record .letters a")
    assert soup.select(".finding blockquote a")


def test_evidence_is_marked_by_letter_and_underline_and_never_by_colour_alone() -> None:
    report = RecordReport(record(), RUBRIC)
    assert len(set(report.marks.values())) == len(report.marks)
    soup = BeautifulSoup(record_html(record(), RUBRIC), "lxml")
    for mark in soup.select(".record mark"):
        assert re.search(r"u[1-8]\b", " ".join(mark["class"]))
    for finding in report.judged.findings:
        if finding.spans and finding.grades != (Grade.NOT_APPLICABLE,):
            letters = [one for one in soup.select(".record .letters a") if one.get_text() == finding.rule]
            assert len(letters) >= len(finding.spans)


def test_a_record_is_shown_whole_and_in_order() -> None:
    judged = record()
    pieces = [piece for _, block in RecordReport(judged, RUBRIC).text for piece in block]
    assert [piece.number for piece in pieces] == list(range(len(pieces)))
    shown = "".join(piece.words for piece in pieces)
    assert shown.split() == "".join(b.span.of(judged.record.text) for b in judged.record.blocks).split()


def test_at_most_five_things_are_asked_and_the_rest_is_named() -> None:
    thin = replace(record(), findings=tuple(_short(one) for one in record().findings))
    report = RecordReport(thin, RUBRIC)
    assert len(report.to_do) == MOST_TO_DO
    assert {x.id for x in (*report.to_do, *report.also)} == {one.rule for one in thin.findings}
    assert all(one.question.endswith("?") for one in report.to_do)


def _short(finding: Finding) -> Finding:
    return replace(finding, grades=(Grade.NOT_MET,), spans=())


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_says_what_it_rests_on(verdict: Verdict) -> None:
    judged = record()
    ruled = {name: replace(one, verdict=verdict) for name, one in judged.verdicts.items()}
    opened = tuple(replace(one, grades=(Grade.PARTLY, Grade.NOT_MET)) for one in judged.findings)
    shown: Judged = replace(
        judged, verdicts=ruled, findings=opened if verdict is Verdict.REVIEW else judged.findings
    )
    for line in RecordReport(shown, RUBRIC).verdicts:
        assert line.stands == VERDICT_WORDS[verdict]
        assert line.told.endswith(").")


def test_a_record_can_stand_in_another_page() -> None:
    part = BeautifulSoup(record_html(record(), RUBRIC, "mine"), "lxml")
    assert [str(one["id"]) for one in part.select("article")] == ["mine"]
    assert all(str(one["id"]).startswith("mine") for one in part.select("[id]"))
    assert not part.select("script, style")


def test_a_template_asks_only_for_what_there_is(tmp_path: Path) -> None:
    for words, expected in (
        ("{{ report.nothing }}", "nothing"),
        ("{% if %}", "Expected an expression"),
        ("{{ report.__class__.__init__.__globals__ }}", "unsafe"),
    ):
        broken = Document()
        broken.add_paragraph(words)
        path = tmp_path / "mine.docx"
        broken.save(str(path))
        with pytest.raises(SupcheckError, match=r"mine\.docx") as told:
            check_template(path)
        assert expected in str(told.value)


def test_what_is_no_word_file_is_refused_before_the_work(tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    path.write_text("not a zip", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "nothing-here.txt", "--word-template", str(path)])
    assert done.exit_code == 2
    assert "mine.docx: is not a Word template" in done.stderr


def test_an_authority_restyles_the_template_in_word(tmp_path: Path) -> None:
    own = Document(str(TEMPLATE))
    own.styles["Question"].font.name = "Comic Sans MS"
    own.paragraphs[0].insert_paragraph_before("Our authority")
    own.save(str(tmp_path / "own.docx"))
    written = docx(a_run(record()), RUBRIC, tmp_path / "own.docx")
    assert "Normal: Our authority" in document_text(written)
    assert Document(io.BytesIO(written)).styles["Question"].font.name == "Comic Sans MS"


def test_the_shipped_template_is_the_one_that_its_script_makes() -> None:
    """`python -m tests.word_template` makes it again."""
    shipped, made = (zipfile.ZipFile(io.BytesIO(one)) for one in (TEMPLATE.read_bytes(), template()))
    for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
        assert shipped.read(part) == made.read(part)


@pytest.mark.parametrize("name, form", PAGES)
def test_a_shipped_record_reads_as_it_was_last_read(name: str, form: str) -> None:
    """`python -m tests.golden_reports` writes these again; read the difference before committing it."""
    golden = GOLDEN / f"{name}.{SUFFIXES.get(form, form)}"
    assert page_of(form, shipped_run(name)) == golden.read_text(encoding="utf-8")
