"""JUnit's XML: a suite a record, a testcase a verdict and a criterion.

What surely falls short is a failure, what is open, does not apply, is waived or known is skipped, each with
its message; a series finding is a testcase of its child's suite, and what was not read is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from xml.etree import ElementTree as Tree

from supcheck.records import Run, Series
from supcheck.report.results import Result, record_results, series_results
from supcheck.rubric import Rubric

_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can hold."""


def junit(run: Run, rubric: Rubric, *, evidence: bool) -> str:
    """The whole run; `evidence` adds the words that a result rests on below its reason."""
    suites = Tree.Element("testsuites", name="supcheck")
    for judged in run.judged:
        found = record_results(judged, rubric)
        _suite(suites, judged.record.id, [one for one in found if one.kind != "flag"], evidence)
    for series in run.series:
        _suite(suites, _called(series), list(series_results(series, rubric)), evidence)
    if run.unread:
        suite = Tree.SubElement(suites, "testsuite", name="not read")
        for unread in run.unread:
            case = Tree.SubElement(suite, "testcase", name=unread.source, classname="not read", time="0")
            Tree.SubElement(case, "error", message=f"{unread.reason}. {unread.mend}", type="unread")
        _count(suite)
    if run.stale:
        suite = Tree.SubElement(suites, "testsuite", name="waivers and baseline")
        for stale in run.stale:
            name = f"{stale.rule} {stale.place}: {', '.join(stale.about)}"
            case = Tree.SubElement(suite, "testcase", name=name, classname=suite.get("name", ""), time="0")
            Tree.SubElement(case, "failure", message=stale.because, type=stale.grade)
        _count(suite)
    _count(suites)
    _clean(suites)
    Tree.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Tree.tostring(suites, encoding="unicode")}\n'


def _called(series: Series) -> str:
    """A child's suite by an export's id; where the record alone names the child, by its first record."""
    first = series.records[0].record
    child = first.child if first.child_is_id else f"of {first.id}"
    return f"records together: {child}"


def _suite(suites: Tree.Element, name: str, found: Sequence[Result], evidence: bool) -> None:
    suite = Tree.SubElement(suites, "testsuite", name=name)
    for result in found:
        title = f"{result.rule} {result.title}"
        if result.kind == "series":
            title += f" ({', '.join(place.record for place in result.places)})"
            title += f" {result.occurrence + 1}" if result.occurrence else ""
        case = Tree.SubElement(suite, "testcase", name=title, classname=name, time="0")
        if result.places[0].source:
            case.set("file", result.places[0].source)
        _outcome(case, result, evidence)
    _count(suite)


def _outcome(case: Tree.Element, result: Result, evidence: bool) -> None:
    told = " ".join((result.message, *result.set_aside))
    if result.short and not result.excused:
        outcome = Tree.SubElement(case, "failure", message=told, type=result.stands)
        outcome.text = _quoted(result) if evidence else None
    elif result.stands != "met":
        Tree.SubElement(case, "skipped", message=told)
    if evidence and not (result.short and not result.excused) and _quoted(result):
        Tree.SubElement(case, "system-out").text = _quoted(result)


def _quoted(result: Result) -> str | None:
    quotes = [f"“{quote}” ({place.record})" for place in result.places for quote in place.quotes]
    return "\n".join(quotes) or None


def _count(parent: Tree.Element) -> None:
    """The totals that readers of JUnit look for."""
    cases = list(parent.iter("testcase"))
    parent.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        parent.set(attribute, str(_with(cases, tag)))
    parent.set("time", "0")


def _with(cases: Iterable[Tree.Element], tag: str) -> int:
    return sum(case.find(tag) is not None for case in cases)


def _clean(tree: Tree.Element) -> None:
    for element in tree.iter():
        if element.text:
            element.text = _UNWRITABLE.sub("\ufffd", element.text)
        for name, value in element.attrib.items():
            element.set(name, _UNWRITABLE.sub("\ufffd", value))
