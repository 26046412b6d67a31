"""What analysts do at the console with the resolver: its weights, and the pairs to be judged."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from isthmus.declared import DECLARED, yaml_of
from tests.browser.conftest import visit
from tests.browser.test_sharing import good

pytestmark = pytest.mark.browser

NUMBERS = re.compile(r"\d+")
WEIGHTS, REVIEW = "/weights", "/review"
LONG = "loose" * 60
REASON = "weighed against what came in this year"


def file_of(folder: Path, version: str) -> Path:
    """Write the shipped weights as a file under another version."""
    document = yaml_of(DECLARED / "weights.yaml")
    document["version" if "version" in document else "model"] = version
    document["hub_cap"] = 40
    file = folder / f"{version}.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


def at(place: int, count: int | None = None) -> re.Pattern[str]:
    """Match where one stands in the queue; marks of direction stand around each number."""
    return re.compile(rf"Pair \W*{place}\W* of \W*{count or ''}")


def said(page: Page, reason: str) -> None:
    """Give a reason in the dialog, and send it by keys."""
    page.locator("dialog textarea").fill(reason)
    page.keyboard.press("Control+Enter")
    expect(page.locator("dialog")).to_have_count(0)


def proposed(chromium: Browser, address: str, file: Path) -> None:
    with visit(chromium, address, theme="light", name="admin") as seen:
        page = seen.page
        seen.open(WEIGHTS)
        page.get_by_label("Propose a file").set_input_files(file)
        page.locator("dialog [type=submit]").click()
        expect(page.locator("dialog")).to_contain_text("A reason is needed")
        good(seen)
        said(page, REASON)
        one = page.locator("article[data-state=proposed]")
        expect(one).to_contain_text(REASON)
        assert one.get_by_role("button", name="Approve").count() == 0
        expect(one).to_contain_text("Another person must approve it")
        good(seen)


def approved(chromium: Browser, address: str, version: str) -> None:
    with visit(chromium, address, name="analyst") as seen:
        page = seen.page
        seen.open(WEIGHTS)
        one = page.locator("article[data-state=proposed]")
        one.get_by_role("button", name="What it changes").click()
        changes = page.locator("section", has=page.locator("#review"))
        expect(changes.locator("tbody tr")).to_have_count(1)
        expect(changes.locator("tbody td").last).to_have_text("40")
        good(seen)
        one.get_by_role("button", name="Approve").click()
        said(page, f"the numbers are as agreed {LONG}")
        active = page.locator("article[data-state=active]")
        expect(active).to_contain_text(version)
        expect(active).to_contain_text("Approved by")
        expect(page.locator("#weights")).to_contain_text(version)
        good(seen)


def saved(chromium: Browser, address: str, version: str) -> None:
    with visit(chromium, address, name="analyst") as seen:
        page = seen.page
        seen.open(WEIGHTS)
        with page.expect_download() as download:
            page.get_by_role("link", name="How good they are").click()
        report = Path(download.value.path()).read_text("utf-8")
        assert version in report
        assert "Weights in force" in report
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile(f"Save .*{version}")).click()
        assert json.loads(Path(download.value.path()).read_text("utf-8"))["hub_cap"] == 40
        good(seen)


def read_in_arabic(chromium: Browser, address: str) -> None:
    with visit(chromium, address, lang="ar", phone=True) as seen:
        seen.open(WEIGHTS)
        active = seen.page.locator("article[data-state=active]")
        assert REASON in active.inner_text()
        # Text without a break is broken, and none of it is cut off.
        assert active.evaluate("e => e.scrollWidth <= e.clientWidth")
        seen.open(f"/entities?q={LONG}")
        count = seen.page.locator("main .count")
        expect(count).to_contain_text(LONG)
        assert count.evaluate("e => e.scrollWidth <= e.clientWidth")
        seen.open(WEIGHTS)
        assert seen.page.locator("main input[type=file]").count() == 0
        good(seen)


def test_one_proposes_weights_another_approves_and_everybody_sees_which_hold(
    chromium: Browser, address: str, tmp_path: Path
):
    proposed(chromium, address, file_of(tmp_path, "console-2"))
    approved(chromium, address, "console-2")
    saved(chromium, address, "console-2")
    read_in_arabic(chromium, address)


def test_what_the_resolver_cannot_read_is_refused_in_the_dialog(
    chromium: Browser, address: str, tmp_path: Path
):
    file = tmp_path / "wrong.json"
    file.write_text('{"model": "none"}', "utf-8")
    with visit(chromium, address, name="analyst") as seen:
        seen.open(WEIGHTS)
        seen.page.get_by_label("Propose a file").set_input_files(file)
        seen.page.locator("dialog textarea").fill(REASON)
        seen.page.locator("dialog [type=submit]").click()
        expect(seen.page.locator("dialog [role=alert]")).to_be_visible()
        good(seen)


def test_a_pair_is_judged_by_keys_alone_and_the_next_one_follows(chromium: Browser, address: str):
    with visit(chromium, address, name="analyst") as seen:
        page = seen.page
        seen.open(REVIEW)
        place = page.locator("#pair")
        expect(place).to_have_text(at(1))
        count = int(NUMBERS.findall(place.inner_text())[1])
        good(seen)
        page.keyboard.press("n")
        expect(place).to_have_text(at(2, count))
        page.keyboard.press("k")
        expect(place).to_have_text(at(1, count))
        for done, key in enumerate("sdu", start=1):
            before = page.locator("main").inner_text()
            page.keyboard.press(key)
            good(seen)
            said(page, "as the photographs show")
            expect(place).to_have_text(at(1, count - done))
            assert page.locator("main").inner_text() != before
        good(seen)


@pytest.mark.parametrize(("theme", "lang"), [("light", "fr"), ("dark", "ar")])
def test_both_sides_stand_beside_each_other(chromium: Browser, address: str, theme: str, lang: str):
    with visit(
        chromium, address, theme=theme, lang=lang, name="analyst", phone=lang == "ar"
    ) as seen:
        seen.open(REVIEW)
        assert seen.page.locator("article table tbody tr").count() > 0
        assert seen.page.locator("article table th[scope=col]").count() == 4
        good(seen)


def test_who_judges_nothing_has_no_such_page(chromium: Browser, address: str):
    with visit(chromium, address, name="duty") as seen:
        assert seen.page.locator(f"nav a[href='{REVIEW}']").count() == 0
        assert seen.page.locator(f"nav a[href='{WEIGHTS}']").count() == 1
        good(seen)
