"""What the console shows of alerts that nobody on duty may read, to whom."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import visit
from tests.browser.test_console import findings

pytestmark = pytest.mark.browser

FIGURE = "No reader on duty"
NUMBER = "Alerts nobody on duty may read"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_custodian_finds_what_is_assigned_to_her(chromium: Browser, address: str, lang: str):
    with visit(chromium, address, lang=lang, name="custodian") as seen:
        seen.open("/")
        assert findings(seen) == []
        if lang == "en":
            assert FIGURE in seen.page.locator("main").inner_text()
        seen.page.locator("a[href='/alerts?assigned=me']").click()
        seen.page.wait_for_url(re.compile(r"/alerts\?assigned=me"))
        seen.settle()
        rows = seen.page.locator("tr[data-alert]")
        assert rows.count() == 1
        chip = {"en": "assigned to you", "fr": "qui vous est attribuée", "ar": "مسند إليك"}[lang]
        assert rows.locator(".chip", has_text=chip).count() == 1
        assert findings(seen) == []
        rows.locator("a[data-row]").click()
        seen.page.wait_for_url(re.compile(r"/alerts/a-"))
        seen.settle()
        assert chip in seen.page.locator("main").inner_text()
        assert (findings(seen), seen.violations(), seen.errors) == ([], [], [])


def test_an_administrator_sees_the_number_on_every_page(chromium: Browser, address: str):
    with visit(chromium, address, name="admin") as seen:
        for path in ("/feeds", "/audit"):
            seen.open(path)
            text = seen.page.locator("main").inner_text()
            assert f"{NUMBER}: 1" in text
            assert "1 with the custodian, 0 with nobody" in text.replace("\u2068", "").replace(
                "\u2069", ""
            )
            assert (findings(seen), seen.violations()) == ([], [])


def test_a_duty_officer_sees_neither_number_nor_filter(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        for path in ("/", "/alerts", "/alerts?state=all"):
            seen.open(path)
            text = seen.page.locator("body").inner_text()
            assert not any(words in text for words in (NUMBER, FIGURE))
        assert seen.page.get_by_label("Assigned to").count() == 0
