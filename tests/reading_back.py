"""What a reader is told by a page, a Word document and a Markdown file, read back from each by its own reader."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from docx import Document
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt

STRENGTHS, TO_DO, ACTIONS = "What the record shows", "What would help most", "Directions found"
RECORD = "The record as written"


@dataclass
class Told:
    """What one record's report says; words with their blanks made one."""

    name: str
    verdicts: list[str] = field(default_factory=list)
    """'Title: how it stands'."""
    strengths: list[str] = field(default_factory=list)
    """'Id title: how it stands. Why.'."""
    to_do: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    """Of what is to do."""
    quotes: list[str] = field(default_factory=list)
    actions: list[tuple[str, ...]] = field(default_factory=list)
    record: list[str] = field(default_factory=list)
    """The record's blocks, without the letters of its evidence."""


def plain(words: str) -> str:
    """On one line."""
    return " ".join(words.split())


def told_by_html(page: str) -> list[Told]:
    """Read back what the page tells."""
    return [_article(one) for one in BeautifulSoup(page, "lxml").select("article.judged")]


def _article(article: Tag) -> Told:
    told = Told(_of(article.select_one("h2")))
    told.verdicts = [
        f"{_of(one.h3)}: {_of(one.select_one('.govuk-tag'))}" for one in article.select(".verdicts li")
    ]
    for heading in article.select(".found > h3"):
        title = _of(heading)
        for one in _until_heading(heading):
            if title in (STRENGTHS, TO_DO):
                for finding in [one] if "finding" in (one.get("class") or []) else one.select(".finding"):
                    line = f"{_of(finding.select_one('.letter'))} {_of(finding.h4)}: {_of(finding.select_one('.govuk-tag'))}. {_of(finding.p)}"
                    (told.strengths if title == STRENGTHS else told.to_do).append(line)
                    told.questions += [_of(ask) for ask in finding.select(".ask")]
                    told.quotes += [_of(quote.bdi) for quote in finding.select("blockquote")]
            if title == ACTIONS:
                told.actions += [
                    tuple(_of(cell) for cell in row.select("td")) for row in one.select("tbody tr")
                ]
    for letters in article.select(".record .letters"):
        letters.extract()
    told.record = [_of(one) for one in article.select(".record p")]
    return told


def _until_heading(heading: Tag) -> Iterator[Tag]:
    for one in heading.find_next_siblings():
        if one.name == "h3":
            return
        yield one


def _of(tag: Tag | None) -> str:
    assert tag is not None
    return plain(tag.get_text())


def told_by_markdown(text: str) -> list[Told]:
    """Read back what Markdown tells, as a CommonMark reader with tables and raw HTML shows it."""
    told: list[Told] = []
    title = ""
    for one in markdown_page(text).find_all(recursive=False):
        if one.name == "h2":
            told.append(Told(_of(one)))
            title = ""
        elif one.name in ("h3", "hr"):
            title = _of(one) or "the foot of the page"
        elif told and one.name in ("ul", "ol") and title in ("", STRENGTHS, TO_DO):
            _list(told[-1], title, one)
        elif told and one.name == "table" and title == ACTIONS:
            told[-1].actions += [
                tuple(_of(cell) for cell in row.select("td")) for row in one.select("tbody tr")
            ]
        elif told and title == RECORD and one.name in ("p", "ul"):
            for block in one.select("li") or [one]:
                for letters in block.select("strong"):
                    if re.fullmatch(r"\[[A-Z0-9, ]+\]", letters.get_text()):
                        before = letters.previous_sibling
                        if isinstance(before, NavigableString):  # with the blank that we put before them
                            before.replace_with(before.removesuffix(" "))
                        letters.extract()
                told[-1].record.append(_of(block))
    return [one for one in told if one.verdicts]


def markdown_page(text: str) -> Tag:
    """Markdown as its reader shows it."""
    shown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    body = BeautifulSoup(f"<body>{shown}</body>", "lxml").body
    assert body is not None
    return body


def _list(told: Told, title: str, listed: Tag) -> None:
    for item in listed.find_all("li", recursive=False):
        lines = [_of(one) for one in item.select("li")]
        for inner in item.select("ul"):
            inner.extract()
        said = _of(item)
        if not title:
            told.verdicts.append(said.split(".")[0])
            continue
        (told.strengths if title == STRENGTHS else told.to_do).append(said)
        told.questions += [one.removeprefix("Ask: ") for one in lines if one.startswith("Ask: ")]
        told.quotes += [one[1 : one.rindex("”")] for one in lines if one.startswith("“")]


def told_by_word(written: bytes) -> list[Told]:
    """Read back what a Word document tells."""
    told: list[Told] = []
    title = ""
    lines: list[str] = []
    for one in Document(io.BytesIO(written)).iter_inner_content():
        style = one.style.name if isinstance(one, Paragraph) else "table"
        words = plain(one.text) if isinstance(one, Paragraph) else ""
        if style == "Record Name":
            told.append(Told(words))
            title = ""
        elif style == "Heading 2":
            title = words
        elif not told:
            continue
        elif style == "Verdict":
            told[-1].verdicts.append(words)
        elif title in (STRENGTHS, TO_DO):
            lines = told[-1].strengths if title == STRENGTHS else told[-1].to_do
            _paragraph(told[-1], lines, style, words, one)
        elif title == ACTIONS and style == "table":
            told[-1].actions += [tuple(plain(cell.text) for cell in row.cells) for row in one.rows[1:]]
        elif title == RECORD and style.startswith("Record "):
            said = "".join(run.text for run in one.runs if run.style.name != "Evidence Letters")
            told[-1].record.append(
                plain(said).removeprefix("• ") if style == "Record Bullet" else plain(said)
            )
    return [one for one in told if one.verdicts]


def _paragraph(told: Told, lines: list[str], style: str, words: str, paragraph: Any) -> None:
    if style == "Finding":
        found = re.fullmatch(r"(?:\d+\. )?(.+) \(([A-Z]+\d+)\): (.*)", words)
        assert found, words
        lines.append(f"{found[2]} {found[1]}: {found[3]}.")
    elif style == "Normal" and lines and lines[-1].endswith("."):
        lines[-1] = f"{lines[-1]} {words}"
    elif style == "Question":
        told.questions.append(words)
    elif style == "Evidence Quote":
        said = paragraph.runs[0].text
        told.quotes.append(plain(said[1 : said.rindex("”")]))
