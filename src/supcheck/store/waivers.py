"""Waivers: a rule set aside for one record or one child, by somebody, for a reason, until a day.

They stand in a YAML file of their own, since a record cannot carry a comment. One that nothing needs
(WAI1) and one that has expired (WAI2) are told, so that the file is kept.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from supcheck.data import is_text, one_line, place_of, text_of, tree_of
from supcheck.errors import RubricError
from supcheck.records import Grade, Judged, Series, Stale
from supcheck.rubric import Rubric
from supcheck.series import SeriesRule
from supcheck.store.aside import marked, shortfalls

_KEYS: Final = ("rule", "record", "child", "reason", "approver", "expires")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One rule set aside."""

    rule: str
    about: str
    """A record's id; of a rule over several records a child's."""
    reason: str
    approver: str
    expires: dt.date
    """The last day on which it holds."""
    place: str
    """File, line and column."""
    over_child: bool = False
    """Whether it is about a child."""


def load_waivers(path: Path, rubric: Rubric) -> tuple[Waiver, ...]:
    """The waivers of a file; raises `RubricError` with file:line:column."""
    try:
        text = text_of(path)
    except OSError as error:
        raise RubricError(f"{path.name}: cannot be read ({error.strerror}); check --waivers") from None
    return parse_waivers(text, path.name, rubric)


def parse_waivers(text: str, file: str, rubric: Rubric) -> tuple[Waiver, ...]:
    """The waivers of a text, for the rules of a rubric; raises `RubricError` with file:line:column."""
    tree = tree_of(text, file, "a mapping with a list of 'waivers'")
    reader = _Reader(file, rubric)
    reader.only(tree, ("waivers",))
    listed = tree.get("waivers")
    if not isinstance(listed, list):
        raise reader.fail(tree, "waivers", "'waivers' must be a list, each with rule, record or child, …")
    return tuple(reader.waiver(listed, number) for number in range(len(listed)))


class _Reader:
    """Reads one file; every error stands at its line and column."""

    def __init__(self, file: str, rubric: Rubric) -> None:
        self._file = file
        self._rubric = rubric

    def fail(self, node: Any, key: Any, message: str) -> RubricError:
        """An error at a key, else at the node that lacks it."""
        return RubricError(one_line(f"{self._file}:{place_of(node, key)}: {message}"))

    def only(self, node: Mapping[Any, Any], known: Sequence[str]) -> None:
        """Refuse a key that is not known, and say which one it is like."""
        for key in node:
            if key not in known:
                raise self.fail(node, key, f"unknown key '{key}'; {_suggested(str(key), known)}")

    def waiver(self, listed: list[Any], number: int) -> Waiver:
        """One of the list."""
        node = listed[number]
        if not isinstance(node, Mapping):
            raise self.fail(listed, number, f"waiver {number + 1} must be a mapping: {', '.join(_KEYS)}")
        self.only(node, _KEYS)
        named = self._text(node, "rule")
        rule = self._rubric.rule(named)
        if rule is None:
            ids = [one.id for one in self._rubric.rules]
            raise self.fail(node, "rule", f"'{named}' is no rule of this rubric; {_suggested(named, ids)}")
        over_several = isinstance(rule, SeriesRule)
        about, other = ("child", "record") if over_several else ("record", "child")
        if other in node:
            over = "several records" if over_several else "one record"
            raise self.fail(node, other, f"{rule.id} is a rule over {over}; name the '{about}' instead")
        return Waiver(
            rule.id,
            self._text(node, about),
            self._text(node, "reason"),
            self._text(node, "approver"),
            self._day(node, "expires"),
            f"{self._file}:{place_of(listed, number)}",
            over_several,
        )

    def _text(self, node: Mapping[Any, Any], key: str) -> str:
        if key not in node:
            raise self.fail(node, None, f"'{key}' is missing; a waiver needs it")
        if not is_text(node[key]):
            raise self.fail(node, key, f"'{key}' must be words; put a number or a date in quotes")
        return " ".join(node[key].split())

    def _day(self, node: Mapping[Any, Any], key: str) -> dt.date:
        if key not in node:
            raise self.fail(node, None, f"'{key}' is missing; a waiver needs the last day that it holds")
        value = node[key]
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.fail(node, key, f"'{key}' must be a day, such as 2026-03-31") from None


def _suggested(given: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(given, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"


class Waived:
    """The waivers over one run: marks what they set aside, and sees which of them nothing needs."""

    def __init__(self, waivers: Sequence[Waiver], today: dt.date) -> None:
        self._waivers = waivers
        self._today = today
        self._holding: dict[str, list[Waiver]] = defaultdict(list)
        for waiver in waivers:
            if waiver.expires >= today:
                self._holding[waiver.about].append(waiver)
        self._used: set[Waiver] = set()

    def judged(self, one: Judged) -> Judged:
        """The record, each rule that falls short and has a waiver marked with its reason."""
        short = shortfalls(one)
        found = {waiver.rule: waiver for waiver in self._for(one.record.id) if waiver.rule in short}
        self._used |= set(found.values())
        return marked(one, {rule: {"waived": waiver.reason} for rule, waiver in found.items()})

    def series(self, one: Series) -> Series:
        """The child's findings likewise; the child is named as the export or the record names it."""
        held = {waiver.rule: waiver for waiver in self._for(one.records[0].record.child or "")}
        self._used |= {held[each.rule] for each in one.findings if each.rule in held}
        findings = (
            replace(each, waived=held[each.rule].reason) if each.rule in held else each
            for each in one.findings
        )
        return replace(one, findings=tuple(findings))

    def _for(self, about: str) -> Sequence[Waiver]:
        """Those of a record or child, the first of a rule last, so that it is the one used."""
        return self._holding.get(about, ())[::-1]

    def stale(self) -> Iterator[Stale]:
        """The waivers that have expired and those that nothing needs, in the file's order."""
        for waiver in self._waivers:
            told, about = f"The waiver of {waiver.rule}", (waiver.about,)
            if waiver.expires < self._today:
                because = f"{told} expired on {waiver.expires.isoformat()}: renew it or delete it."
                yield Stale("WAI2", Grade.PARTLY, waiver.place, about, because, waiver.over_child)
            elif waiver not in self._used:
                because = f"{told} sets nothing aside in this run: delete it, or mend what it names."
                yield Stale("WAI1", Grade.PARTLY, waiver.place, about, because, waiver.over_child)
