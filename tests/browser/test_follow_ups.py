"""What the console tells whoever acted on something that is no more."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import visit
from tests.browser.test_console import findings

pytestmark = pytest.mark.browser

PAGE = "/follow-ups"


def test_the_analyst_finds_what_she_acted_on_and_says_that_she_saw_it(
    chromium: Browser, address: str
):
    for lang, theme in (("ar", "light"), ("en", "dark")):
        with visit(chromium, address, lang=lang, theme=theme, name="analyst") as seen:
            seen.open("/")
            badge = seen.page.locator(f"nav a[href='{PAGE}'] em")
            expect(badge).to_contain_text(re.compile("1|١"))
            seen.page.locator(f"nav a[href='{PAGE}']").click()
            seen.settle()
            assert seen.page.locator("main tbody tr").count() == 1
            assert findings(seen) == []
            if lang == "en":
                page = seen.page
                expect(page.locator("main tbody tr")).to_contain_text("recalled by its originator")
                page.get_by_role("button", name="Seen", exact=True).click()
                expect(page.locator("main tbody tr td").last).to_have_text("seen")
                expect(badge).to_have_count(0)
                page.locator("main a[data-row]").click()
                page.wait_for_url(re.compile(r"/alerts/a-"))
                seen.settle()
                expect(page.locator("main h1").first).to_be_visible()
            assert (findings(seen), seen.violations(), seen.errors) == ([], [], [])


def test_whoever_did_nothing_finds_nothing(chromium: Browser, address: str):
    with visit(chromium, address, name="duty") as seen:
        seen.open(PAGE)
        expect(seen.page.locator("main")).to_contain_text("Nothing on which you acted")
        assert (findings(seen), seen.violations(), seen.errors) == ([], [], [])
