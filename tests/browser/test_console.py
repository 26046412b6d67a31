"""The console in Chromium: accessible on every page, silent under its policy, by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit, visit

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("/", "/alerts", "/entities?q=a", "/links", "/feeds", "/feeds/us-ofac", "/audit")
LOOKS = (("dark", "en"), ("light", "en"), ("dark", "ar"), ("light", "fr"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def findings(seen: Visit) -> list[str]:
    """Run axe-core with every WCAG 2.2 AA rule; give each finding with its element."""
    session = seen.page.context.new_cdp_session(seen.page)
    # Through the debugger, since the page's own policy rightly refuses foreign scripts.
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    answer = session.send(
        "Runtime.evaluate",
        {
            "expression": f"axe.run(document, {{runOnly: {RULES}}}).then((r) => r.violations"
            ".flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)))",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    found: list[str] = answer["result"]["value"]
    return found


@pytest.mark.parametrize(("theme", "lang"), LOOKS, ids=str)
def test_no_page_has_a_finding_of_axe_or_breaks_the_policy(
    chromium: Browser, address: str, theme: str, lang: str
):
    with visit(chromium, address, theme=theme, lang=lang) as seen:
        assert seen.page.locator("html").get_attribute("lang") == lang
        assert seen.page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
        for path in PAGES:
            seen.open(path)
            assert findings(seen) == [], path
            assert seen.violations() == [], path
        assert seen.errors == []


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
            link = seen.page.evaluate("document.activeElement.getAttribute('href') ?? ''")
            if "/records/" in link:
                break
        keys.press("Enter")
        seen.page.wait_for_url(re.compile(r"/records/"))
        seen.settle()
        assert re.search(r"[0-9a-f]{64}", seen.page.locator("main").inner_text())


def test_the_exercise_says_so_on_every_page(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        for path in PAGES:
            seen.open(path)
            assert "Northern Lantern" in seen.page.locator("body").inner_text()


def test_the_entity_page_shows_source_grade_label_basis_and_record(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        seen.open("/alerts?rule=identity_change")
        seen.page.keyboard.press("j")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url(re.compile(r"/alerts/a-"))
        seen.settle()
        seen.page.locator("main a[href*='/entities/e-']").first.click()
        seen.page.wait_for_url(re.compile(r"/entities/e-"))
        seen.settle()
        text = seen.page.locator("main").inner_text()
        assert "PUBLIC" in text
        assert "OFFICIAL" in text
        assert re.search(r"\bA2\b", text)
        assert "Directive 2002/59/EC" in text
        assert seen.page.locator("main a[href*='/records/']").count() > 3


def test_a_quarantined_record_is_discarded_with_a_reason(chromium: Browser, address: str):
    with visit(chromium, address, name="admin") as seen:
        seen.open("/feeds/entity-exchange")
        broken = {"name": "a test.jsonl", "mimeType": "text/plain", "buffer": b'{"id": 1}\n'}
        seen.page.locator("input[type=file]").set_input_files(broken)  # type: ignore[arg-type]
        seen.page.locator("section[aria-labelledby=push] button").click()
        row = seen.page.get_by_role("row").filter(has_text="a test.jsonl").filter(has_text="Open")
        row.first.get_by_role("button", name="Discard").click()
        dialog = seen.page.get_by_role("dialog")
        assert findings(seen) == []
        dialog.get_by_role("button", name="Discard").click()
        assert dialog.is_visible(), "a reason is needed"
        dialog.get_by_role("textbox").fill("a test of its source")
        dialog.get_by_role("button", name="Discard").click()
        dialog.wait_for(state="hidden")
        settled = seen.page.get_by_role("row").filter(has_text="a test.jsonl")
        settled.filter(has_text="Discarded").first.wait_for()
        assert settled.get_by_role("button").count() == 0
        assert seen.errors == []
        assert seen.violations() == []
