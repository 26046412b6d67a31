"""What analysts do at the console with two entities that nobody paired: compare, and judge."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from isthmus.model.ids import shown_id
from tests import make
from tests.browser.conftest import CLEARED, Visit, visit
from tests.browser.test_keyboard import inside
from tests.browser.test_resolver import said
from tests.browser.test_sharing import good

pytestmark = pytest.mark.browser

REASON = "the passport office confirms it"
MARSH, ZORINA = "Quillon Marsh", "Надежда Зорина"
ORLA, ZAKI = "Orla Tamsin", "زكي الورداني"


def shown(name: str) -> str:
    """Give the id of an entity as it stands in an address, by the name that `make` gives it."""
    return shown_id("e", make.entity(name))


def page_of(name: str) -> str:
    """Give the address of an entity's page."""
    return f"/entities/{shown(name)}"


def searched_by_keys(seen: Visit, words: str, name: str) -> None:
    """Begin on an entity's page with a key; find another, and choose it."""
    page = seen.page
    page.keyboard.press("c")
    seen.settle()
    assert inside(seen, "input[type=search]")
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    seen.settle()
    good(seen)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert name in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    seen.settle()
    assert inside(seen, "#pair")
    good(seen)


def test_two_that_nobody_paired_are_found_compared_and_joined_by_keys_alone(
    chromium: Browser, address: str
):
    with visit(chromium, address, name="analyst") as seen:
        page = seen.page
        seen.open(page_of("quill"))
        searched_by_keys(seen, "Zorina Nadezhda", ZORINA)
        main = page.locator("main")
        expect(main).to_contain_text("Nothing was judged on these two yet")
        both = main.locator("table tbody tr")
        # What both say comes first, each value under its label; what one alone says follows.
        assert "Norway" in both.filter(has_text="Norway").first.inner_text()
        assert both.filter(has_text=MARSH).first.inner_text().count("OFFICIAL") == 2
        assert "–" in both.filter(has_text="ZN-4471").inner_text()
        page.keyboard.press("s")
        page.locator("dialog [type=submit]").click()
        expect(page.locator("dialog")).to_contain_text("A reason is needed")
        good(seen)
        said(page, REASON)
        seen.settle()
        assert page.url.endswith(page_of("quill")) or page.url.endswith(page_of("nadezhda"))
        expect(main.locator(".members li")).to_have_count(2)
        expect(main.locator("article").filter(has_text=REASON)).to_be_visible()
        good(seen)
        # They are one now, and no pair any more.
        seen.open(f"{page_of('quill')}/compare?with={shown('nadezhda')}")
        expect(page.get_by_role("alert")).to_contain_text("one entity already")
        assert main.get_by_role("group", name="Your judgement").count() == 0
        page.keyboard.press("s")
        assert page.locator("dialog").count() == 0
        # A later judgement takes it back.
        seen.open(page_of("quill"))
        page.locator("article").get_by_role("button", name="Take apart").click()
        said(page, "it was another of that name")
        expect(main.locator(".members li")).to_have_count(1)


def test_an_entity_is_no_pair_with_itself(chromium: Browser, address: str):
    with visit(chromium, address, name="analyst") as seen:
        seen.open(page_of("orla"))
        expect(seen.page.get_by_role("alert")).to_be_visible()
        seen.open(page_of("quill"))
        searched_by_keys(seen, MARSH, MARSH)
        alert = seen.page.get_by_role("alert")
        expect(alert).to_contain_text("a pair of one with itself cannot be judged")
        seen.page.keyboard.press("d")
        assert seen.page.locator("dialog").count() == 0
        seen.page.get_by_role("link", name="Choose another").click()
        seen.settle()
        assert inside(seen, "input[type=search]")


def judged(chromium: Browser, address: str, name: str) -> list[str]:
    """Judge the two whose label demands it the same; give what stands on the page before."""
    with visit(chromium, address, name=name) as seen:
        page = seen.page
        seen.open(page_of("orla"))
        before = page.locator("main article header").all_inner_texts()
        if before:
            # On the card itself the same can be judged too.
            expect(page.locator("article").get_by_role("button", name="Join")).to_be_visible()
            page.locator("article").get_by_role("link", name="Compare both").click()
            seen.settle()
            good(seen)
        else:
            searched_by_keys(seen, ZAKI, ZAKI)
        expect(page.locator("main table").last).to_contain_text("1980")
        page.keyboard.press("s")
        said(page, f"{REASON}, says {name}")
        seen.settle()
        good(seen)
        return [*before, *page.locator("main article header").all_inner_texts()]


def test_where_the_label_demands_it_a_second_person_judges_the_same_pair(
    chromium: Browser, address: str
):
    first, second = CLEARED
    waiting = "waits for a second person"
    [alone] = judged(chromium, address, first)
    assert waiting in alone
    with visit(chromium, address, name=first) as seen:
        seen.open(page_of("orla"))
        assert seen.page.locator(".members li").count() == 1
    before, *after = judged(chromium, address, second)
    assert waiting in before
    assert [text for text in after if waiting in text] == []
    with visit(chromium, address, name=first) as seen:
        seen.open(page_of("orla"))
        assert seen.page.locator(".members li").count() == 2


@pytest.mark.parametrize(("theme", "lang"), [("light", "fr"), ("dark", "ar")])
def test_both_stand_beside_each_other_in_every_language_and_on_a_phone(
    chromium: Browser, address: str, theme: str, lang: str
):
    with visit(
        chromium, address, theme=theme, lang=lang, name="analyst", phone=lang == "ar"
    ) as seen:
        for query in (f"with={shown('nadezhda')}", "q=Zorina"):
            seen.open(f"{page_of('quill')}/compare?{query}")
            good(seen)
            wide = seen.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{wide} px wider than the screen"


def test_who_judges_nothing_compares_nothing(chromium: Browser, address: str):
    with visit(chromium, address, name="duty") as seen:
        seen.open(page_of("quill"))
        assert seen.page.locator("main a[href*='/compare']").count() == 0
        seen.page.keyboard.press("c")
        assert re.search(r"/entities/e-[^/]+$", seen.page.url)
        seen.open(f"{page_of('quill')}/compare?with={shown('nadezhda')}")
        assert seen.page.get_by_role("group", name="Your judgement").count() == 0
        good(seen)
