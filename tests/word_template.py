"""`python -m tests.word_template`: make the shipped Word template again."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TEMPLATE = Path(__file__).parent.parent / "src" / "supcheck" / "templates" / "record.docx"
FONT = "Arial"
INK, QUIET = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x4A, 0x52, 0x59)
BLUE, GREEN, PURPLE = RGBColor(0x1B, 0x4A, 0x7A), RGBColor(0x0B, 0x5C, 0x3B), RGBColor(0x5A, 0x2A, 0x82)

PARAGRAPHS: Sequence[tuple[str, str, dict[str, Any]]] = (
    ("Record Name", "Heading 1", {"size": 17, "before": 12, "after": 2}),
    ("Quiet", "Normal", {"colour": QUIET, "after": 4}),
    ("Verdict", "Normal", {"size": 12, "before": 4, "after": 1, "keep": True}),
    ("Finding", "Heading 3", {"size": 11, "before": 9, "after": 1}),
    ("Evidence Quote", "Normal", {"left": 0.6, "after": 2}),
    ("Question", "Normal", {"bold": True, "after": 2}),
    ("Reason", "Normal", {"size": 9, "colour": QUIET, "after": 2}),
    ("Record Text", "Normal", {"after": 4}),
    ("Record Heading", "Record Text", {"bold": True, "before": 6, "keep": True}),
    ("Record Bullet", "Record Text", {"left": 0.6, "first": -0.4}),
    ("Table Text", "Normal", {"size": 9.5, "after": 1}),
    ("Table Heading", "Table Text", {"bold": True}),
)
"""Name, the style that it is based on, and what differs: an authority changes these in Word."""

CHARACTERS: Sequence[tuple[str, RGBColor, bool, float | None]] = (
    ("Grade", INK, True, None),
    ("Where", QUIET, False, 9),
    ("Evidence Reflection", BLUE, False, None),
    ("Evidence Direction", GREEN, False, None),
    ("Evidence Flag", PURPLE, False, None),
    ("Evidence Letters", INK, True, 7.5),
)

FINDING = (
    ("Finding", "{{ line.title }} ({{ line.id }}): ", "{{ line.stands }}"),
    ("Normal", "{{ line.because }}", ""),
    ("", "{%p for q in line.quotes %}", ""),
    ("Evidence Quote", "“{{ q.words }}” ", "{{ q.anchor }}"),
    ("", "{%p endfor %}", ""),
    ("", "{%p if line.question %}", ""),
    ("Question", "{{ line.question }}", ""),
    ("", "{%p endif %}", ""),
    ("Reason", "Why: {{ line.why }} Source: {{ line.source }}.", ""),
)


def template() -> bytes:
    """The template as a file's bytes."""
    document = Document()
    _styles(document)
    _page(document)
    put = Body(document)
    title = "What {% if report.records|length == 1 %}this record shows{% else %}these records show{% endif %}"
    put("Title", title)
    put("Quiet", "{{ report.stands }}")
    put("Normal", "{{ report.summary }}")
    with put.when("report.selection"):
        put("Normal", "{{ report.selection }}")
    with put.when("report.unread"):
        put("Heading 2", "Could not be read")
        put.each("told in report.unread_lines", "List Bullet", "{{ told }}")
    with put.when("report.stale"):
        put("Heading 2", "Waivers and baseline to mend")
        put.each("s in report.stale", "List Bullet", "{{ s.rule }} {{ s.place }}: {{ s.message }}")
    with put.when("report.arrived or report.odd"):
        _arrived(put)
    put("", "{%p for r in report.records %}")
    with put.when("not loop.first"):
        put.page_break()
    _record(put)
    put("", "{%p endfor %}")
    put("", "{%p for c in report.children %}")
    _child(put)
    put("", "{%p endfor %}")
    put("Quiet", "{{ report.stands }} {{ report.caveat }}")
    put(
        "Where",
        "{{ report.run.tool }} · rubric {{ report.run.rubric.told }} · model {{ report.run.model.told }}",
    )
    document.core_properties.title = title
    document.core_properties.author = "supcheck"
    document.core_properties.comments = ""
    document.core_properties.language = "en-GB"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _arrived(put: Body) -> None:
    put("Heading 2", "How the records came")
    put.each("told in report.arrived", "List Bullet", "{{ told }}")
    put("", "{%p for line in report.odd %}")
    put("Finding", "{{ line.title }} ({{ line.id }})")
    put.each("place in line.places", "List Bullet", "{{ place }}")
    put("Normal", "{{ line.mend }}")
    put("Reason", "Why: {{ line.why }}")
    put("", "{%p endfor %}")


def _record(put: Body) -> None:
    put("Record Name", "{{ r.name }}")
    put("Quiet", "{{ r.subtitle }}")
    put("", "{%p for v in r.verdicts %}")
    put("Verdict", "{{ v.title }}: ", "{{ v.stands }}")
    with put.when("v.told"):
        put("Normal", "{{ v.told }}")
    put("", "{%p endfor %}")
    for heading, lines, number in (
        ("What the record shows", "r.strengths", ""),
        ("What would help most", "r.to_do", "{{ loop.index }}. "),
    ):
        _findings(put, heading, lines, number)
    named = "{%% for line in r.%s %%}{{ line.id }} {{ line.title }}%s{{ ', ' if not loop.last else '.' }}{%% endfor %%}"
    with put.when("r.also"):
        put("Quiet", "Also: " + named % ("also", " ({{ line.stands }})"))
    with put.when("r.silent"):
        put("Quiet", "Does not apply to this record: " + named % ("silent", ""))
    _findings(put, "Worth a second look", "r.flags", "")
    what = "{{ a.what }}{{ ' (vague)' if a.vague else ' (for you to decide)' if a.open else '' }}"
    who = "{{ a.owner or 'not found' }}"
    with put.when("r.actions"):
        put("Heading 2", "Directions found")
        columns = {
            "What": (what, 6.4),
            "Who": (who, 2.3),
            "By when": ("{{ a.deadline or 'not found' }}", 2.9),
            "Due": ("{{ a.due or '–' }}", 2.7),
            "Status": ("{{ a.status }}", 2.7),
        }
        put.table("a in r.actions", columns)
    with put.when("r.reviewed"):
        put("Heading 2", "Earlier actions that it comes back to")
        put.table(
            "a in r.reviewed", {"What": (what, 9), "Who": (who, 3.5), "Status": ("{{ a.status }}", 4.5)}
        )
    put("", "{%p if r.advice %}")
    put("Heading 2", "Plain language")
    put("", "{%p for because, q in r.advice %}")
    put("Normal", "{{ because }}")
    put("Evidence Quote", "“{{ q.words }}” ", "{{ q.anchor }}")
    put("", "{%p endfor %}")
    put("", "{%p endif %}")
    put("Heading 2", "The record as written")
    put(
        "Quiet",
        "{% for id, title, mark in r.key %}{{ id }} {{ title }}{{ ' · ' if not loop.last else '' }}{% endfor %}",
    )
    put("", "{%p for kind, pieces in r.text %}")
    put("", "{%p if kind == 'heading' %}")
    put("Record Heading", "{{r marked(pieces) }}")
    put("", "{%p elif kind == 'bullet' %}")
    put("Record Bullet", "• {{r marked(pieces) }}")
    put("", "{%p else %}")
    put("Record Text", "{{r marked(pieces) }}")
    put("", "{%p endif %}")
    put("", "{%p endfor %}")


def _findings(put: Body, heading: str, lines: str, number: str) -> None:
    put("", "{%p if " + lines + " %}")
    put("Heading 2", heading)
    put("", "{%p for line in " + lines + " %}")
    for style, words, graded in FINDING:
        put(style, number + words if style == "Finding" else words, graded)
    put("", "{%p endfor %}")
    put("", "{%p endif %}")


def _child(put: Body) -> None:
    put.page_break()
    put("Record Name", "Records of {{ c.name }} together")
    answered = "{{ s.done }} done, {{ s.carried }} carried over, {{ s.changed }} given a new date, "
    steps = {
        "Record": ("{{ s.held }} {{ s.name }}", 3.2),
        "Days since the one before": ("{{ s.days if s.days is not none else '–' }}", 2.2),
        "Reflection": ("{{ s.reflection }}", 2.4),
        "Direction": ("{{ s.direction }}", 2.4),
        "Actions set": ("{{ s.born }}", 1.8),
        "Of those before": (answered + "{{ s.lost }} not found, {{ s.open }} for you to decide", 5.0),
    }
    put.table("s in c.steps", steps)
    put("", "{%p for line in c.lines %}")
    put("Finding", "{{ line.title }} ({{ line.rule }})")
    put("", "{%p for one in line.instances %}")
    put("Normal", "{{ one.stands|capitalize }}{{ one.aside }}: {{ one.because }}")
    put.each("words, name in one.quotes", "Evidence Quote", "“{{ words }}” ({{ name }})")
    put("", "{%p endfor %}")
    put("Question", "{{ line.asks }}")
    put("Reason", "Why: {{ line.why }} Source: {{ line.source }}.")
    put("", "{%p else %}")
    put("Normal", "Nothing in these records together calls for a second look.")
    put("", "{%p endfor %}")
    with put.when("c.followed"):
        put("Heading 2", "What became of each action")
        followed = {
            "Action": ("{{ f.what }}", 6.0),
            "Set in": ("{{ f.set_in }}", 2.6),
            "In the next record": ("{{ f.outcome }}", 3.0),
            "Its words": ("{{ f.words or '–' }}", 5.4),
        }
        put.table("f in c.followed", followed)


class Body:
    """Paragraphs and tables one after another."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def __call__(self, style: str, words: str, graded: str = "") -> None:
        paragraph = self.document.add_paragraph()
        if style in {name for name, *_ in CHARACTERS}:
            paragraph.add_run(words, style=style)
            return
        if style:
            paragraph.style = style
        paragraph.add_run(words)
        if graded:
            paragraph.add_run(graded, style="Where" if "anchor" in graded else "Grade")

    @contextmanager
    def when(self, condition: str) -> Iterator[None]:
        """What is written inside stands where the condition holds."""
        self("", "{%p if " + condition + " %}")
        yield
        self("", "{%p endif %}")

    def each(self, of: str, style: str, words: str) -> None:
        """A paragraph for each of several things."""
        self("", "{%p for " + of + " %}")
        self(style, words)
        self("", "{%p endfor %}")

    def page_break(self) -> None:
        self.document.add_page_break()

    def table(self, of: str, columns: dict[str, tuple[str, float]]) -> None:
        """A head that repeats over pages, and a row an item; each column's words, and width in centimetres."""
        table = self.document.add_table(rows=4, cols=len(columns), style="Table Grid")
        table.autofit = False
        head, before, row, after = table.rows
        for at, (heading, (words, width)) in enumerate(columns.items()):
            table.columns[at].width = Cm(width)
            for one in table.rows:
                one.cells[at].width = Cm(width)
            for one, style, said in ((head, "Table Heading", heading), (row, "Table Text", words)):
                one.cells[at].paragraphs[0].style = style
                one.cells[at].paragraphs[0].add_run(said)
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        before.cells[0].paragraphs[0].add_run("{%tr for " + of + " %}")
        after.cells[0].paragraphs[0].add_run("{%tr endfor %}")


def _styles(document: Any) -> None:
    styles = document.styles
    for name, size, before in (("Normal", 10.5, 0), ("Title", 20, 0), ("Heading 1", 17, 12), ("Heading 2", 13, 12), ("Heading 3", 11, 9)):  # fmt: skip
        style = styles[name]
        _font(style, size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        if name != "Normal":
            style.font.color.rgb, style.font.bold = INK, True
    border = styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)
    for name, base, of in PARAGRAPHS:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = styles[base], True
        if "size" in of:
            _font(style, of["size"])
        if "colour" in of:
            style.font.color.rgb = of["colour"]
        if of.get("bold"):
            style.font.bold = True
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(of.get("before", 0)), Pt(of.get("after", 4))
        shape.keep_with_next = of.get("keep")
        if "left" in of:
            shape.left_indent = Cm(of["left"])
        if "first" in of:
            shape.first_line_indent = Cm(of["first"])
    for name, colour, bold, points in CHARACTERS:
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.quick_style = True
        style.font.color.rgb, style.font.bold = colour, bold or None
        if points:
            style.font.size = Pt(points)


def _font(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(which), None)
    for which in ("w:eastAsia", "w:cs"):
        fonts.set(qn(which), FONT)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    footer = section.footer.paragraphs[0]
    footer.style = "Quiet"
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        footer.add_run(words)
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        footer._p.append(simple)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        simple.append(run)


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
