"""What a release officer does at the console: look, release, call back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import isthmus
from tests.browser.conftest import Visit, visit
from tests.browser.places import Found
from tests.browser.test_console import findings

pytestmark = pytest.mark.browser


def good(seen: Visit) -> None:
    assert (findings(seen), seen.violations(), seen.errors) == ([], [], [])


@pytest.mark.parametrize(("theme", "lang"), [("dark", "en"), ("light", "ar")])
def test_the_agreements_are_shown_with_what_they_compile_to(
    chromium: Browser, address: str, theme: str, lang: str
):
    with visit(chromium, address, theme=theme, lang=lang, name="release") as seen:
        seen.open("/agreements")
        seen.page.locator(".articles summary").first.click()
        assert "forbid (principal, action in" in seen.page.locator("main").inner_text()
        good(seen)


def test_whoever_signs_nothing_sees_no_button_to_sign(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        seen.open("/agreements")
        assert seen.page.locator("main h2").count() > 5
        assert seen.page.locator("main button").count() == 0
        assert seen.page.locator("nav a[href='/releases']").count() == 0


def test_an_officer_looks_releases_and_calls_back(chromium: Browser, address: str, there: Found):
    with visit(chromium, address, name="release") as seen:
        page = seen.page
        seen.open(there.entity)
        page.get_by_role("link", name="Release to a partner").click()
        seen.settle()
        page.get_by_role("button", name="Show", exact=True).click()
        page.get_by_text(re.compile("leave, .* stay")).wait_for()
        good(seen)
        assert "maritime-surveillance/4" in page.locator("form table").inner_text()
        page.get_by_role("button", name=re.compile("^Release ")).click()
        page.get_by_text(re.compile("values have left")).wait_for()
        page.locator("summary").first.click()
        page.get_by_role("button", name="Call back").first.click()
        page.locator("dialog textarea").fill("the register was mistaken")
        good(seen)
        page.locator("dialog button[type=submit]").click()
        expect(page.locator("dialog")).to_have_count(0)
        seen.settle()
        holders = page.locator("section", has=page.locator("#recalls"))
        assert "birch" in holders.inner_text()
        for _ in range(20):
            if "signed" in holders.inner_text():
                break
            page.wait_for_timeout(250)
            seen.load("/releases")
        assert "signed" in holders.inner_text()
        good(seen)


def test_the_same_page_in_arabic(chromium: Browser, address: str, there: Found):
    with visit(chromium, address, theme="light", lang="ar", name="release") as seen:
        seen.open("/releases?entity=" + there.entity.rpartition("/")[2])
        seen.page.locator("form button.primary").first.click()
        seen.page.locator("form table").wait_for()
        good(seen)


def test_an_officer_weighs_an_agreement_before_signing_it(
    chromium: Browser, address: str, tmp_path: Path
):
    """A second version of the pact at sea, under which nothing leaves any more."""
    shipped = Path(isthmus.__file__).parent / "resources/agreements/maritime-surveillance.json"
    document = json.loads(shipped.read_text("utf-8"))
    document["agreement"] = "sea-silence"
    document["articles"] = [
        {
            "effect": "forbid",
            "article": "1",
            "title": document["articles"][0]["title"],
            "actions": ["release"],
            "data_categories": ["open-source"],
        }
    ]
    file = tmp_path / "sea-silence.json"
    file.write_text(json.dumps(document), "utf-8")
    with visit(chromium, address, name="release") as seen:
        page = seen.page
        seen.open("/agreements")
        page.get_by_label("Its document, as JSON").set_input_files(file)
        page.get_by_role("button", name="What it would change").first.click()
        page.get_by_text("Counted in statements that you see").wait_for()
        good(seen)
        bad = tmp_path / "bad.json"
        bad.write_text("{}", "utf-8")
        page.get_by_label("Its document, as JSON").set_input_files(bad)
        page.get_by_role("button", name="What it would change").first.click()
        page.get_by_text("is missing").first.wait_for()


def test_an_officer_proposes_new_keys_and_sees_what_would_change(chromium: Browser, address: str):
    with visit(chromium, address, name="release", lang="ar", theme="light") as seen:
        seen.open("/agreements")
        good(seen)
    with visit(chromium, address, name="release") as seen:
        page = seen.page
        seen.open("/agreements")
        page.get_by_role("button", name="New keys for this center").click()
        good(seen)
        page.locator("dialog .primary").click()
        panel = page.locator("section", has=page.locator("#trust"))
        panel.get_by_text("new keys, good until").wait_for()
        assert "keys now end" in panel.inner_text()
        assert "more signature" in panel.inner_text()
        good(seen)


def test_an_officer_lets_a_partner_learn_of_each_alert_and_ends_it(chromium: Browser, address: str):
    with visit(chromium, address, name="second", lang="ar", theme="light", phone=True) as seen:
        seen.open("/releases")
        good(seen)
    with visit(chromium, address, name="release") as seen:
        page = seen.page
        seen.open("/releases")
        panel = page.locator("section", has=page.locator("#standing"))
        panel.locator("select").select_option("cedar")
        panel.get_by_role("button", name="Let it learn of each alert").click()
        good(seen)
        page.locator("dialog .primary").click()
        row = panel.locator("tbody tr", has_text="Cedar")
        row.get_by_text("runs").wait_for()
        good(seen)
        row.get_by_role("button", name="End").click()
        page.locator("dialog .primary").click()
        row.get_by_text("ended").wait_for()
