"""`python -m tests.access`: look at our pages in a real Chromium, with axe-core; prints what it finds, exits 1 on any.

A check for developers: it needs playwright, axe-playwright-python and a Chromium on this machine, and
asks nothing of the network. `tests/test_access.py` runs it where they are there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from supcheck.children import judge_children
from supcheck.records import Judged, Named, Run, Unread
from supcheck.report.history.page import history_html
from supcheck.report.history.reading import story_of
from supcheck.report.overview.counting import overview_of
from supcheck.report.overview.page import overview_html
from supcheck.report.page import html
from supcheck.rubric import load_rubric
from supcheck.store.history import Count, Kept, Version

from .made import WORDS, made
from .overviews import AGREED, ON, notes_run

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
WIDTHS = (320, 1280)
"""CSS pixels; 320 is also 1280 at 400% zoom."""
LOOKS: Mapping[str, Mapping[str, str]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
}
RULES = {"rules": {"target-size": {"enabled": True}, "css-orientation-lock": {"enabled": True}}}
"""Beyond axe's defaults, which are the rules of WCAG 2.2 A and AA and its best practices."""

NOTE = """Case supervision

Update
Kofi is calmer at breakfast than he was in March and has slept through since Tuesday. School say nothing new.
He told Ana that he likes the blue room and does not want to move again.

Analysis
The calm may come from the routine at his aunt's and not from the medicine, so we should not change both at once.

Actions agreed last time
- Ana to ring the school nurse. Done 3/3.
- Ana to book the dentist - not done, no slot before May.

Actions
- Ana to visit Kofi on 15/03/2024 and ask him about the contact plan.
- Liaise with health.
- If he is missing again, Ana to ring me that day.
"""
LABELS = {
    "calmer at breakfast": "progress,child_voice",
    "likes the blue room": "child_voice",
    "may come from": "analysis,rationale",
    "ring the school nurse": "follow_up",
    "book the dentist": "follow_up",
    "visit Kofi": "direction",
    "Liaise": "direction,vague",
    "missing again": "contingency,direction",
}


def record(identity: str = "note-1", held: str = "2024-03-04", times: int = 1) -> Judged:
    """A judged note with something of everything; `times` says it over and over."""
    return made(identity, held, NOTE * times, LABELS)


def a_run(*judged: Judged, unread: tuple[Unread, ...] = ()) -> Run:
    """A run of these records, read together where they are one child's."""
    series = tuple(judge_children(load_rubric(), WORDS, judged)) if len(judged) > 1 else ()
    return Run("supcheck", Named("core", "0" * 16), Named("none", "0" * 16), judged, unread, series)


def pages() -> dict[str, str]:
    """The pages that are looked at, by name."""
    scan = Unread("scan.pdf", "no text layer", "export the record as text, or run OCR first")
    runs = {
        "a record": a_run(record()),
        "records of a child": a_run(record(), record("note-2", "2024-07-15"), unread=(scan,)),
    }
    boards = {
        "the overview": overview_html(
            overview_of(replace(notes_run(), unread=(scan,)), load_rubric(), ON, AGREED)
        ),
        "the history": history_html(story_of(a_history(), load_rubric())),
    }
    return {name: html(run, load_rubric()) for name, run in runs.items()} | boards


def a_history() -> Kept:
    """Fourteen months of two teams with a shift, across a change of the model, and a month of few records."""
    months = [f"{2023 + n // 12}-{n % 12 + 1:02}" for n in range(14)]
    sizes = [10] * 13 + [2]
    counts = tuple(
        Count(month, team, rule, grade, records)
        for n, (month, of) in enumerate(zip(months, sizes, strict=True))
        for team in ("North", "The team for children looked after and care leavers in the south")
        for rule, good, other in (("reflection", "sufficient", "insufficient"), ("R1", "met", "not_met"))
        for grade, records in ((good, 2 if n < 7 else of - 1), (other, of - 2 if n < 7 else 1))
        if records
    )
    versions = tuple(
        Version(month, Named("core", "r1"), Named("head", "m1" if n < 7 else "m2"), 2 * sizes[n])
        for n, month in enumerate(months)
    )
    return Kept(14, 2 * sum(sizes), 3, counts, versions)


def long_page() -> str:
    """A record of at least 3,000 words."""
    return html(a_run(record(times=3000 // len(NOTE.split()) + 1)), load_rubric())


def missing() -> str:
    """Why no browser can be asked, or ''."""
    try:
        import axe_playwright_python  # noqa: F401  # asked only whether it is there
        import playwright  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed (pip install supcheck[dev])"
    return "" if _chromium() else "no Chromium on this machine (name one in CHROMIUM)"


def _chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


@dataclass(frozen=True)
class Browser:
    """A running Chromium, and a folder for the pages that it opens."""

    chromium: Any
    folder: Path

    @contextmanager
    def opened(self, html: str, width: int, look: str = "light", **options: Any) -> Iterator[Any]:
        """The page at `width` CSS pixels; `asked` holds every request beyond the page itself."""
        file = self.folder / "page.html"
        file.write_text(html, encoding="utf-8")
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900}, **LOOKS[look], **options
        )
        page = context.new_page()
        page.asked = []
        page.errors = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on(
            "console", lambda message: page.errors.append(message.text) if message.type == "error" else None
        )
        page.goto(file.as_uri())
        yield page
        context.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        yield Browser(chromium, Path(folder))
        chromium.close()


def found_by_axe(page: Any) -> list[str]:
    """What axe-core holds against a page: rule, words, and where; also what it could not decide of colour."""
    from axe_playwright_python.sync_playwright import Axe

    response = Axe().run(page, options=RULES).response
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]}"
        for one in response["violations"]
        for node in one["nodes"]
    ]


def wider_than_its_window(page: Any) -> int:
    """By how many pixels the page scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def main() -> int:
    """Look at every page in every look and width; 1 where anything is found, 2 where there is no browser."""
    if missing():
        print(missing(), file=sys.stderr)  # noqa: T201  # a script speaks
        return 2
    count = 0
    with browser() as chromium:
        for name, text in pages().items():
            for look in LOOKS:
                for width in WIDTHS:
                    with chromium.opened(text, width, look) as page:
                        found = found_by_axe(page)
                        wide = wider_than_its_window(page)
                    found += [f"scrolls sideways by {wide} px"] if wide > 0 else []
                    print(f"{name}, {look}, {width} px: {len(found)} found")  # noqa: T201
                    print("".join(f"  {line}\n" for line in found), end="")  # noqa: T201
                    count += len(found)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
