"""What two release officers do at the console when an emergency is declared, and others see."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import visit
from tests.browser.test_sharing import good

pytestmark = pytest.mark.browser

AGREEMENTS = "/agreements"
REASON = "a dam broke above the harbour"


def panel(page: Page) -> Locator:
    """Give the panel of emergencies."""
    return page.locator("section", has=page.locator("#emergencies"))


def assistance(page: Page) -> Locator:
    """Give the panel of the agreement that has an article for emergencies."""
    return page.locator("section", has=page.get_by_role("heading", name="Mutual assistance"))


def declared(chromium: Browser, address: str) -> None:
    with visit(chromium, address, name="release") as seen:
        page = seen.page
        seen.open(AGREEMENTS)
        assert page.get_by_role("button", name="Declare an emergency").count() == 1
        assistance(page).get_by_role("button", name="Declare an emergency").click()
        page.get_by_label("For how many hours").fill("73")
        page.locator("dialog textarea").fill(REASON)
        good(seen)
        page.locator("dialog button[type=submit]").click()
        expect(page.locator("dialog")).to_have_count(1)
        page.get_by_label("For how many hours").fill("6")
        page.locator("dialog button[type=submit]").click()
        expect(page.locator("dialog")).to_have_count(0)
        expect(panel(page)).to_contain_text("Awaits confirmation")
        assert "Another person must confirm it" in panel(page).inner_text()
        assert panel(page).get_by_role("button", name="Confirm").count() == 0
        good(seen)


def confirmed(chromium: Browser, address: str) -> None:
    with visit(chromium, address, theme="light", name="second") as seen:
        page = seen.page
        seen.open(AGREEMENTS)
        panel(page).get_by_role("button", name="Confirm").click()
        assert REASON in page.locator("dialog").inner_text()
        good(seen)
        page.locator("dialog").get_by_role("button", name="Confirm").click()
        expect(page.locator("dialog")).to_have_count(0)
        expect(panel(page).locator(".chip").first).to_have_text("Holds")
        assert "person:alder:second" in panel(page).inner_text()
        good(seen)


def read_in_arabic(chromium: Browser, address: str) -> None:
    with visit(chromium, address, lang="ar", phone=True) as seen:
        seen.open(AGREEMENTS)
        assert REASON in panel(seen.page).inner_text()
        assert panel(seen.page).get_by_role("button").count() == 0
        good(seen)


def ended(chromium: Browser, address: str) -> None:
    with visit(chromium, address, name="release") as seen:
        page = seen.page
        seen.open(AGREEMENTS)
        panel(page).get_by_role("button", name="End it").click()
        page.locator("dialog textarea").fill("the water fell")
        good(seen)
        page.locator("dialog button[type=submit]").click()
        expect(page.locator("dialog")).to_have_count(0)
        expect(panel(page)).to_contain_text("None is declared now")
        panel(page).locator("summary").click()
        assert "the water fell" in panel(page).inner_text()
        good(seen)


def test_two_officers_declare_one_and_everybody_sees_it_until_it_is_ended(
    chromium: Browser, address: str
):
    declared(chromium, address)
    confirmed(chromium, address)
    read_in_arabic(chromium, address)
    ended(chromium, address)


def test_an_article_says_that_it_holds_in_an_emergency_alone(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        seen.open(AGREEMENTS)
        [article] = assistance(seen.page).locator("summary", has_text="only in an emergency").all()
        assert "Movements, while an emergency is declared" in article.inner_text()
