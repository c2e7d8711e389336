"""Our pages in a real Chromium: nothing for axe-core to find, keys that move, no request, a page in a moment."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from supcheck.report.page import html
from supcheck.rubric import load_rubric

from .access import (
    LOOKS,
    WIDTHS,
    Browser,
    a_run,
    browser,
    found_by_axe,
    long_page,
    missing,
    pages,
    record,
    wider_than_its_window,
)
from .test_formats import hostile_run

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a browser is there")
PAGES = {} if missing() else pages()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


def page_of_a_record() -> str:
    return html(a_run(record()), load_rubric())


def test_axe_finds_what_is_planted(chromium: Browser) -> None:
    planted = page_of_a_record().replace("--quiet: #4a5259", "--quiet: #ccc").replace('lang="en-GB"', "")
    with chromium.opened(planted, 1280) as page:
        found = " ".join(found_by_axe(page))
    assert "color-contrast" in found
    assert "html-has-lang" in found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Browser, name: str, look: str, width: int
) -> None:
    with chromium.opened(PAGES[name], width, look) as page:
        assert wider_than_its_window(page) <= 0
        assert found_by_axe(page) == []


@pytest.mark.parametrize("width", [480, 641, 768, 993, 1024])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_at_widths_between(chromium: Browser, name: str, width: int) -> None:
    with chromium.opened(PAGES[name], width) as page:
        assert wider_than_its_window(page) <= 0


def test_what_is_wider_than_its_window_scrolls_by_keyboard_under_a_name_and_its_caption_is_seen_whole(
    chromium: Browser,
) -> None:
    for name in ("the overview", "the history"):
        with chromium.opened(PAGES[name], 320) as page:
            regions = page.locator("[role=region]").all()
            assert any(one.evaluate("one => one.scrollWidth > one.clientWidth") for one in regions)
            for one in regions:
                named = page.locator(f"[id='{one.get_attribute('aria-labelledby')}']")
                box = named.bounding_box()
                assert one.get_attribute("tabindex") == "0"
                assert named.inner_text().strip()
                assert box["x"] + box["width"] <= 320


def test_nothing_is_folded_away_from_axe(chromium: Browser) -> None:
    with chromium.opened(page_of_a_record(), 320) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert wider_than_its_window(page) <= 0
        assert found_by_axe(page) == []


def test_long_words_of_a_record_do_not_widen_the_page(chromium: Browser) -> None:
    run = hostile_run("x" * 400, name="y" * 300)
    with chromium.opened(html(run, load_rubric()), 320) as page:
        assert wider_than_its_window(page) <= 0


def test_a_page_asks_for_nothing_and_runs_no_word_of_a_record(chromium: Browser) -> None:
    run = hostile_run(
        "</script><script>document.title='taken'</script><img src=http://127.0.0.1:9/a onerror=x>"
    )
    with chromium.opened(html(run, load_rubric()), 1280) as page:
        assert page.errors == []
        assert [one for one in page.asked if not one.startswith("file:")] == []
        assert len(page.asked) == 1
        assert page.title() == "What these records show"


def test_a_record_of_3000_words_is_there_within_a_second(chromium: Browser) -> None:
    """From the request to the load event, layout and the script's first run included."""
    written = long_page()
    assert len(re.sub("<[^>]+>", " ", written).split()) >= 3000
    took = []
    for _ in range(3):
        with chromium.opened(written, 1280) as page:
            page.evaluate("document.body.offsetHeight")
            took.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    assert min(took) < 1000  # the least of three: other work on the machine is not the page's


def test_a_click_leads_to_the_words_and_escape_back(chromium: Browser) -> None:
    with chromium.opened(page_of_a_record(), 1280) as page:
        link = page.locator("#record-1-R3 blockquote a").first
        link.click()
        lit = page.locator(".record mark.lit")
        assert "calmer at breakfast" in lit.first.inner_text()
        assert all("R3" in one.get_attribute("data-rules") for one in lit.all())
        assert "R3 1 of 2" in page.locator("[role=status]").inner_text()
        assert page.evaluate("document.activeElement.tagName") == "MARK"
        page.keyboard.press("n")
        assert "likes the blue room" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("p")
        assert "calmer at breakfast" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.closest('.finding').id") == "record-1-R3"
        assert lit.count() == 0


def test_a_letter_leads_from_the_words_to_what_was_found(chromium: Browser) -> None:
    with chromium.opened(page_of_a_record(), 320) as page:
        page.locator(".record .letters a", has_text="D6").first.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "record-1-D6"
        assert page.locator("#record-1-D6").evaluate("one => one.classList.contains('here')")


def test_keys_are_the_readers_own_outside_the_record(chromium: Browser) -> None:
    with chromium.opened(page_of_a_record(), 1280) as page:
        page.locator("summary").first.focus()
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_without_script_every_link_still_leads_and_nothing_is_hidden(chromium: Browser) -> None:
    with chromium.opened(page_of_a_record(), 1280, java_script_enabled=False) as page:
        page.locator("#record-1-R3 blockquote a").first.click()
        assert re.search(r"#record-1-w\d+$", page.url)
        assert not page.locator(".keys").is_visible()
        assert page.locator("mark:target").count() == 1


def test_the_keyboard_reaches_everything_and_the_focus_is_seen(chromium: Browser) -> None:
    with chromium.opened(page_of_a_record(), 1280) as page:
        stops = page.locator("a[href], summary, button:not(:disabled), [tabindex='0']")
        # Links inside what is folded away wait until it is opened.
        wanted = sum(one.is_visible() for one in stops.all())
        reached = set()
        for _ in range(wanted + 2):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                "(() => { const one = document.activeElement, style = getComputedStyle(one);"
                " const all = [...document.querySelectorAll('*')];"
                " return [all.indexOf(one), style.boxShadow !== 'none' || style.outlineStyle !== 'none', one.tagName]; })()"
            )
            if seen[2] == "BODY":
                break
            assert seen[1], seen
            reached.add(seen[0])
        assert len(reached) == wanted


def test_the_hand_out_fits_a4_and_leaves_out_what_is_for_the_screen(chromium: Browser) -> None:
    with chromium.opened(page_of_a_record(), 794) as page:
        page.emulate_media(media="print")
        assert wider_than_its_window(page) <= 0
        for hidden in (".govuk-skip-link", ".keys", "details"):
            assert not page.locator(hidden).first.is_visible(), hidden
        for shown in (".verdicts", ".ask", ".record mark", "table.actions"):
            assert page.locator(shown).first.is_visible(), shown
