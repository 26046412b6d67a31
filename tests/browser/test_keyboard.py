"""The console by keyboard alone: everything is reached, seen and left again."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit, visit
from tests.browser.places import Found, pages

pytestmark = pytest.mark.browser

WALKED = (
    *("operations", "alerts", "alert", "record", "narrowed hits", "graph"),
    *("feed with verdicts", "audit", "screening"),
)

MARK = """() => {
  const all = document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]');
  const reachable = [...all].filter((e) => !e.disabled && e.tabIndex >= 0 &&
    e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]'));
  reachable.forEach((e, i) => { e.dataset.stop = i; });
  return reachable.map((e) => e.outerHTML.replace(/\\s+/g, ' ').slice(0, 160));
}"""
HERE = """() => {
  const e = document.activeElement;
  const ringed = (one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  };
  const box = e.closest('label') ?? e;
  const { width, height } = e.getBoundingClientRect();
  return { stop: e.dataset.stop ?? null, ring: ringed(e) || ringed(box),
    seen: (width > 1 && height > 1) || box !== e, html: e.outerHTML.slice(0, 160) };
}"""
FOCUSED = "(selector) => document.activeElement.closest(selector) !== null"


def inside(seen: Visit, selector: str) -> bool:
    """Whether the focus is inside of what a selector names."""
    answer: bool = seen.page.evaluate(FOCUSED, selector)
    return answer


def focused_link(seen: Visit) -> str:
    """The address of the link that has the focus."""
    address: str = seen.page.evaluate("document.activeElement.getAttribute('href') ?? ''")
    return address


def walked(seen: Visit) -> tuple[Mapping[int, str], list[str]]:
    """Tab through a page; give what was not reached, and what had no visible focus."""
    stops: list[str] = seen.page.evaluate(MARK)
    seen.page.evaluate("document.activeElement.blur()")
    left, unseen = dict(enumerate(stops)), []
    # Day, month, year and calendar of a date are stops of one field.
    dates = seen.page.locator("input[type=date]").count()
    for _ in range(len(stops) + 3 * dates + 5):
        seen.page.keyboard.press("Tab")
        here = seen.page.evaluate(HERE)
        if here["stop"] is None:
            continue
        left.pop(int(here["stop"]), None)
        if not (here["ring"] and here["seen"]):
            unseen.append(here["html"])
    return left, unseen


@pytest.mark.parametrize("name", WALKED)
def test_everything_on_a_page_is_reached_by_tab_with_a_visible_focus(
    chromium: Browser, address: str, there: Found, name: str
):
    with visit(chromium, address) as seen:
        seen.open(pages(there)[name])
        left, unseen = walked(seen)
        assert left == {}
        assert unseen == []


def test_an_alert_is_acknowledged_and_its_record_reached_by_keyboard_alone(
    chromium: Browser, address: str
):
    with visit(chromium, address) as seen:
        keys = seen.page.keyboard
        keys.press("g")
        keys.press("a")
        seen.settle()
        assert seen.page.url.endswith("/alerts")
        keys.press("j")
        keys.press("Enter")
        seen.page.wait_for_url(re.compile(r"/alerts/a-"))
        seen.settle()
        keys.press("a")
        seen.page.get_by_text("Acknowledged").first.wait_for()
        for _ in range(120):
            keys.press("Tab")
            if "/records/" in focused_link(seen):
                break
        keys.press("Enter")
        seen.page.wait_for_url(re.compile(r"/records/"))
        seen.settle()
        assert re.search(r"[0-9a-f]{64}", seen.page.locator("main").inner_text())


def test_single_keys_move_acknowledge_and_jump(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        keys = seen.page.keyboard
        for key, path in {"e": "/entities", "l": "/links", "f": "/feeds", "p": "/audit"}.items():
            keys.press("g")
            keys.press(key)
            seen.settle()
            assert seen.page.url == address + path
        keys.press("g")
        keys.press("o")
        seen.settle()
        assert seen.page.url == address + "/"
        options = seen.page.locator("main [role=option][aria-selected=true]")
        first = options.get_attribute("id")
        keys.press("j")
        assert options.get_attribute("id") != first
        keys.press("k")
        assert options.get_attribute("id") == first
        keys.press("Enter")
        seen.page.wait_for_url(re.compile(r"/alerts/a-"))
        seen.open("/alerts?state=raised&order=severity")
        keys.press("j")
        keys.press("j")
        second = focused_link(seen)
        keys.press("k")
        assert focused_link(seen) not in {"", second}
        rows = seen.page.locator("main tr[data-alert] button")
        before = rows.count()
        keys.press("a")
        seen.page.get_by_role("status").filter(has_text="acknowledged").wait_for(state="attached")
        assert rows.count() == before - 1


def test_the_search_and_the_palette_open_by_key(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        keys = seen.page.keyboard
        seen.open("/alerts")
        keys.press("/")
        assert inside(seen, "header input[type=search]")
        keys.type("grace")
        keys.press("Enter")
        seen.page.wait_for_url(re.compile(r"/entities\?q=grace"))
        seen.settle()
        keys.press("Control+k")
        assert inside(seen, "dialog input")
        keys.type("audit")
        keys.press("Enter")
        seen.page.wait_for_url(re.compile(r"/audit$"))
        keys.press("Control+k")
        keys.type("feed")
        keys.press("Escape")
        seen.page.locator("dialog").wait_for(state="detached")
        assert seen.page.url.endswith("/audit")


@pytest.mark.parametrize(
    ("name", "opener"),
    [
        ("missing", "header button[title='Help']"),
        ("missing", "header button[title^='Go to']"),
        ("alert", ".moves button:last-child"),
    ],
)
def test_a_dialog_holds_the_focus_and_gives_it_back(
    chromium: Browser, address: str, there: Found, name: str, opener: str
):
    with visit(chromium, address) as seen:
        seen.open(pages(there)[name])
        seen.page.locator(opener).first.focus()
        seen.page.keyboard.press("Enter")
        seen.page.locator("dialog[open]").wait_for()
        for key in ("Tab", "Shift+Tab"):
            for _ in range(8):
                seen.page.keyboard.press(key)
                # Past its last control a dialog hands over to the browser, never to the page.
                assert inside(seen, "dialog") or not inside(seen, "#app *")
        seen.page.keyboard.press("Escape")
        seen.page.locator("dialog").wait_for(state="detached")
        assert inside(seen, opener)


def test_a_menu_is_walked_by_arrows_and_gives_the_focus_back(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        button = "header .purpose button[aria-haspopup=menu]"
        seen.page.locator(button).focus()
        seen.page.keyboard.press("Enter")
        assert inside(seen, "[role=menuitemradio][aria-checked=true]")
        seen.page.keyboard.press("ArrowDown")
        assert inside(seen, "[role=menuitemradio][aria-checked=false]")
        seen.page.keyboard.press("Home")
        assert inside(seen, "[role=menuitemradio]:first-of-type")
        seen.page.keyboard.press("Escape")
        assert inside(seen, button)
        assert seen.page.locator("[role=menu]").count() == 0


def test_single_key_shortcuts_can_be_switched_off(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        keys = seen.page.keyboard
        seen.open("/alerts")
        keys.press("?")
        seen.page.locator("dialog input[type=checkbox]").focus()
        keys.press("Space")
        keys.press("Escape")
        seen.page.locator("dialog").wait_for(state="detached")
        seen.page.evaluate("document.querySelector('main').focus()")
        keys.press("?")
        keys.press("g")
        keys.press("o")
        keys.press("j")
        seen.settle()
        assert seen.page.url.endswith("/alerts")
        assert seen.page.locator("dialog").count() == 0
        assert not inside(seen, "a[data-row]")
        seen.load("/alerts")
        keys.press("?")
        assert seen.page.locator("dialog").count() == 0
        keys.press("Control+k")
        seen.page.locator("dialog[open]").wait_for()
