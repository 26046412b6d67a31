"""What an analyst, two release officers and an overseer do at the console with a request."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import visit
from tests.browser.places import Found
from tests.browser.test_sharing import good

pytestmark = pytest.mark.browser

WORDS = {
    "File of the case here": "A-17",
    "Legal basis of asking": "Ports Act, section 3",
    "How to make sure of who asks": "call the desk back",
    "What is asked": "where she was last seen",
    "What it is needed for": "a consignment was seized",
}


def read_in_arabic(chromium: Browser, address: str, path: str) -> None:
    with visit(chromium, address, theme="light", lang="ar", name="release") as seen:
        seen.open(path)
        assert "A-17" in seen.page.locator("main").inner_text()
        good(seen)


def sent_and_withdrawn(chromium: Browser, address: str, path: str) -> None:
    with visit(chromium, address, name="release") as seen:
        page = seen.page
        seen.open(path)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("main header .chip").first).to_have_text("Asked")
        seen.open("/requests")
        row = page.locator("main tbody tr").first
        assert re.search(r"alder\s+to\s+birch", row.inner_text())
        good(seen)
        seen.open(path)
        page.get_by_role("button", name="Withdraw").click()
        page.locator("dialog textarea").fill("the case is closed")
        good(seen)
        page.locator("dialog button[type=submit]").click()
        expect(page.locator("main header .chip").first).to_have_text("Withdrawn")


def test_an_analyst_asks_and_a_release_officer_sends(chromium: Browser, address: str, there: Found):
    with visit(chromium, address, name="analyst") as seen:
        page = seen.page
        seen.open(there.entity)
        page.get_by_role("link", name="Ask a partner").click()
        seen.settle()
        for label, words in WORDS.items():
            page.get_by_label(label, exact=True).fill(words)
        good(seen)
        page.get_by_role("button", name="Keep as a draft").click()
        page.get_by_text("What would leave with it").wait_for()
        assert page.get_by_role("button", name="Send").count() == 0
        good(seen)
        path = "/requests/" + page.url.rpartition("/")[2]
    read_in_arabic(chromium, address, path)
    sent_and_withdrawn(chromium, address, path)


def test_whoever_oversees_reads_no_word_of_it(chromium: Browser, address: str, there: Found):
    with visit(chromium, address, name="analyst") as seen:
        seen.open("/requests?entity=" + there.entity.rpartition("/")[2])
        for label, words in WORDS.items():
            seen.page.get_by_label(label, exact=True).fill(words)
        seen.page.get_by_role("button", name="Keep as a draft").click()
        seen.page.get_by_text("What would leave with it").wait_for()
    with visit(chromium, address, name="dpo") as seen:
        seen.open("/requests")
        words = seen.page.locator("main").inner_text()
        assert "not for you to see" in words
        assert "consignment" not in words
        good(seen)
