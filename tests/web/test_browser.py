"""The page in a real browser, as a manager meets it: by mouse, by keyboard, by dropping, and without script."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="supcheck serve is an extra: pip install 'supcheck[serve]'")
pytest.importorskip("playwright", reason="no playwright: pip install -e '.[dev]'")

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from supcheck.web.server import Server

from .standin import BETTER, EXPORT, OTHER, PLAIN, Quick

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason=f"no browser: none of {', '.join(NAMES)} is installed"
)
SHIPPED = Path(__file__).parents[2] / "fixtures" / "records"
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Chromium's own sandbox cannot be had by root.
        root = getattr(os, "geteuid", lambda: 1)() == 0
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def quick() -> Quick:
    return Quick()


@pytest.fixture(scope="module")
def server(quick: Quick) -> Iterator[Server]:
    server = Server(load=quick.reader)
    running = threading.Thread(target=server.run)
    running.start()
    yield server
    quick.gate.set()
    server.stop()
    running.join(20)


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Opened]:
    """Opens the page in a browser of its own; whatever is told to its console or asked elsewhere is a fault."""
    contexts: list[Any] = []
    faults: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((server.address, "data:,")) else faults.append(asked.url)
            ),
        )
        page.goto(server.address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def read(page: Page, text: str) -> None:
    page.get_by_label("The record", exact=True).fill(text)
    page.get_by_role("button", name="Read the record").click()
    expect(page.get_by_role("button", name="Read the record")).not_to_have_attribute("aria-disabled", "true")


def drop(page: Page, *files: tuple[str, str]) -> None:
    carried = page.evaluate_handle(
        """(files) => { const all = new DataTransfer();
        for (const [name, words] of files) all.items.add(new File([words], name)); return all; }""",
        [list(file) for file in files],
    )
    for event in ("dragover", "drop"):
        page.dispatch_event("main", event, {"dataTransfer": carried})


def test_a_pasted_record_is_read_at_once_and_its_page_stands_below(opened: Opened) -> None:
    page = opened()
    read(page, BETTER)
    expect(page.get_by_role("heading", name="What this record shows")).to_be_focused()
    report = page.frame_locator("iframe")
    expect(report.locator("body")).to_contain_text("Kay is more settled than in January.")
    expect(page.get_by_label("The record", exact=True)).to_have_value(BETTER)


def test_a_changed_text_shows_what_moved(opened: Opened) -> None:
    page = opened()
    read(page, PLAIN)
    read(page, BETTER)
    moved = page.get_by_role("list", name="What changed since draft 1").get_by_role("listitem")
    expect(moved.filter(has_text="Progress for the child")).to_contain_text(
        "not found in the text before, now"
    )
    expect(moved.filter(has_text="Directions found")).to_have_text("Directions found: 0 before, now 1")
    read(page, BETTER)
    expect(page.locator("#result")).to_contain_text("Nothing moved")
    read(page, OTHER)
    expect(page.locator("#result")).to_contain_text("not compared")


def test_all_of_it_goes_by_keyboard_alone(opened: Opened) -> None:
    page = opened()
    press = page.keyboard.press
    press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    press("Enter")
    press("Tab")
    expect(page.get_by_label("The record", exact=True)).to_be_focused()
    page.keyboard.insert_text(PLAIN)
    press("Tab")
    expect(page.get_by_label("Or a file")).to_be_focused()
    press("Tab")
    expect(page.get_by_role("button", name="Read the record")).to_be_focused()
    press("Enter")
    expect(page.get_by_role("heading", name="What this record shows")).to_be_focused()
    press("Tab")
    expect(page.get_by_role("link", name="Open the record page by itself")).to_be_focused()
    page.get_by_label("The record", exact=True).focus()
    press("Control+End")
    page.keyboard.insert_text("Kay is more settled than in January.\n")
    press("Control+Enter")
    expect(page.get_by_role("heading", name="What draft 2 shows")).to_be_focused()
    expect(page.get_by_role("heading", name="What changed since draft 1")).to_be_visible()


def test_a_dropped_file_is_read_and_its_text_can_be_changed(opened: Opened) -> None:
    page = opened()
    drop(page, ("note.md", BETTER))
    expect(page.get_by_role("heading", name="What this record shows")).to_be_focused()
    expect(page.get_by_label("The record", exact=True)).to_have_value(re.compile("Kay is more settled"))
    drop(page, ("one.txt", PLAIN), ("two.txt", PLAIN))
    expect(page.get_by_role("alert")).to_contain_text("Drop one file at a time.")


def test_a_chosen_word_file_is_read(opened: Opened) -> None:
    page = opened()
    page.get_by_label("Or a file").set_input_files(SHIPPED / "exploitation.docx")
    page.get_by_role("button", name="Read the record").click()
    expect(page.get_by_role("heading", name="What this record shows")).to_be_focused()
    expect(page.get_by_label("The record", exact=True)).not_to_be_empty()


def test_a_problem_is_summed_up_focused_and_leads_to_its_field(opened: Opened) -> None:
    page = opened()
    read(page, "  ")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: Check a supervision record")
    summary.get_by_role("link", name="Paste a record, or choose a file.").click()
    field = page.get_by_label("The record", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    read(page, PLAIN)
    expect(summary).to_have_count(0)
    expect(page).to_have_title("Check a supervision record")


def test_an_export_shows_how_far_it_is_and_gives_its_page_and_tracker(
    opened: Opened, quick: Quick, tmp_path: Path
) -> None:
    page = opened()
    quick.gate.clear()
    drop(page, ("month.csv", EXPORT))
    expect(page.locator("#how-far")).to_have_text("0 of 6 records read.")
    expect(page.get_by_role("progressbar")).to_have_attribute("max", "6")
    quick.gate.set()
    expect(page.get_by_role("heading", name="month.csv: what these records show")).to_be_focused()
    with page.expect_download() as saving:
        page.get_by_role("link", name="tracker").click()
    assert saving.value.suggested_filename == "supcheck-actions.xlsx"
    assert Path(saving.value.path()).read_bytes().startswith(b"PK")
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Open the page of all records").click()
    expect(opening.value.locator("body")).to_contain_text("Kay is settled 3")


def test_cancel_really_stops(opened: Opened, quick: Quick) -> None:
    page = opened()
    quick.gate.clear()
    quick.judged.clear()
    drop(page, ("month.csv", EXPORT))
    expect(page.locator("#how-far")).to_have_text("0 of 6 records read.")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="Cancelled")).to_be_focused()
    quick.gate.set()
    read(page, PLAIN)
    expect(page.get_by_role("heading", name="What this record shows")).to_be_focused()
    assert len([name for name in quick.judged if name != "Your record"]) <= 1


def test_hostile_words_do_nothing(opened: Opened) -> None:
    hostile = (
        "<script>document.title='taken'</script><img src='http://evil.example/x' onerror=\"document.title='taken'\">"
        "</textarea></iframe><style>*{display:none}</style> Kay is more settled; SW will visit.\n"
    )
    page = opened()
    read(page, PLAIN)
    read(page, PLAIN + hostile)
    expect(page.get_by_role("heading", name="What draft 2 shows")).to_be_focused()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("onerror=")
    assert page.locator("#result script, #result img").count() == 0
    assert page.frame_locator("iframe").locator("img").count() == 0
    drop(page, ("<img src=x onerror=alert(1)>.csv", "<b>a</b>,b\n1,2\n"))
    expect(page.locator("#result")).to_contain_text("<img src=x")
    assert page.title() == "Check a supervision record"


def test_a_report_in_its_frame_cannot_reach_the_page(opened: Opened, server: Server) -> None:
    page = opened()
    read(page, PLAIN)
    expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
    frame = page.frames[1]
    assert frame.evaluate("() => self.origin") == "null"
    with pytest.raises(Error, match=r"[Bb]locked a frame|cross-origin"):
        frame.evaluate("() => parent.document.body.innerHTML")


def test_two_tabs_are_apart_and_one_that_closes_is_forgotten(opened: Opened, server: Server) -> None:
    one = opened()
    two = one.context.new_page()
    two.goto(server.address)
    before = len(server.sessions)
    read(one, BETTER)
    read(two, OTHER)
    expect(two.get_by_role("heading", name="What this record shows")).to_be_focused()
    expect(two.frame_locator("iframe").locator("body")).not_to_contain_text("Kay")
    expect(one.frame_locator("iframe").locator("body")).to_contain_text("Kay")
    two.close(run_before_unload=True)
    for _ in range(100):
        if len(server.sessions) < before:
            break
        one.wait_for_timeout(50)
    assert len(server.sessions) == before - 1


def test_to_load_the_page_again_or_to_clear_it_is_to_begin_again(opened: Opened) -> None:
    page = opened()
    for again in (page.reload, page.get_by_role("button", name="Clear everything").click):
        read(page, PLAIN)
        expect(page.get_by_role("heading", name="What this record shows")).to_be_focused()
        again()
        expect(page.get_by_label("The record", exact=True)).to_have_value("")
        expect(page.get_by_role("heading", name="What this record shows")).to_have_count(0)


def test_without_script_a_record_is_read_and_compared_and_a_problem_is_told(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    for text in (PLAIN, BETTER):
        page.get_by_label("The record", exact=True).fill(text)
        page.get_by_role("button", name="Read the record").click()
    expect(page.get_by_role("heading", name="What changed since draft 1")).to_be_visible()
    expect(page.get_by_label("The record", exact=True)).to_have_value(BETTER)
    page.get_by_label("The record", exact=True).fill("")
    page.get_by_role("button", name="Read the record").click()
    expect(page.get_by_role("alert")).to_contain_text("Paste a record, or choose a file.")
    page.get_by_label("Or a file").set_input_files(
        {"name": "month.csv", "mimeType": "text/csv", "buffer": EXPORT.encode()}
    )
    page.get_by_role("button", name="Read the record").click()
    # Without script the page loads itself again while an export goes on.
    expect(page.get_by_role("heading", name="month.csv: what these records show")).to_be_visible(
        timeout=15_000
    )
    page.get_by_role("button", name="Clear everything").click()
    expect(page.get_by_label("The record", exact=True)).to_have_value("")


LOOKS = [
    {"viewport": {"width": 320, "height": 640}},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    {"viewport": {"width": 768, "height": 900}, "forced_colors": "active"},
]


@pytest.mark.parametrize("look", LOOKS, ids=["320", "dark", "forced-colours"])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(opened: Opened, quick: Quick, look: Any) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="no axe-playwright-python"
    ).Axe()
    page = opened(**look)

    def sound() -> None:
        # The report in its frame has its own tests.
        found = axe.run(page, context={"exclude": [["iframe"]]}).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.locator("html").evaluate("(html) => html.scrollWidth") <= look["viewport"]["width"]

    sound()
    read(page, "")
    sound()
    read(page, PLAIN)
    read(page, BETTER)
    sound()
    quick.gate.clear()
    drop(page, ("month.csv", EXPORT))
    expect(page.locator("#how-far")).to_have_text("0 of 6 records read.")
    sound()
    quick.gate.set()
    expect(page.get_by_role("heading", name="month.csv: what these records show")).to_be_focused()
    sound()


def test_when_supcheck_has_ended_the_page_says_so_and_shows_no_record_any_more(
    opened: Opened, quick: Quick
) -> None:
    server = Server(load=quick.reader)
    running = threading.Thread(target=server.run)
    running.start()
    page = opened().context.new_page()
    page.goto(server.address)
    read(page, PLAIN)
    expect(page.get_by_role("heading", name="What this record shows")).to_be_focused()
    server.stop()
    running.join(20)
    page.get_by_role("button", name="Read the record").click()
    expect(page.locator("#state")).to_contain_text("supcheck has ended")
    expect(page.get_by_label("The record", exact=True)).to_have_value("")
    expect(page.locator("iframe")).to_have_count(0)
