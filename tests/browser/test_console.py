"""The console in Chromium: every page and overlay is accessible and silent under its policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from isthmus.declared import read_declared
from tests.browser.conftest import Visit, opened, sign_in, visit
from tests.browser.places import OVERLAYS, Found, pages

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = {"en": ("dark", "light"), "ar": ("dark",)}
"""Which themes are worn in a language. What axe looks at differs by theme and direction: in French
only the words do."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = f"{{runOnly: {RULES}, resultTypes: ['violations']}}"
WEARING = "(theme) => { document.documentElement.dataset.theme = theme; }"
BEYOND = """() => document.querySelector('.frame') === null ? 0
  : document.scrollingElement.scrollHeight - innerHeight"""
PLACE = re.compile(r"\{\w+\}")
ON_A_PHONE = (
    *("operations", "alerts", "alert", "narrowed hits"),
    *("entity", "graph", "feed with verdicts", "screening of a list"),
)
ROLES: Final[Mapping[str, Mapping[str, str | None]]] = {
    "analyst": {"entity": "article header button.button"},
    "admin": {"/feeds": None, "/feeds/ais-gaps": None, "/audit": None},
    "overseer": {"/audit": None},
}
"""What others see than the duty officer does: a page, and what opens there."""


def findings(seen: Visit, themes: Iterable[str] = ()) -> list[str]:
    """Run axe-core with every WCAG 2.2 AA rule; give findings with their element.

    `themes`: put on one after the other; none leaves the one that is worn.
    """
    found: list[str] = []
    session = seen.page.context.new_cdp_session(seen.page)
    # Through the debugger, since the page's own policy rightly refuses foreign scripts.
    loaded = session.send("Runtime.evaluate", {"expression": "typeof axe"})
    if loaded["result"]["value"] == "undefined":
        session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    for theme in tuple(themes) or ("",):
        if theme:
            seen.page.evaluate(WEARING, theme)
        answer = session.send(
            "Runtime.evaluate",
            {
                "expression": f"axe.run(document, {OPTIONS})"
                ".then((r) => r.violations"
                ".flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)))",
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        found += (f"{theme}: {one}" for one in answer["result"]["value"])
    session.detach()
    return found


@cache
def english() -> Sequence[str]:
    """What is declared and said in English. What is part of a feed's name is left out."""
    declared = read_declared(Path())
    told = [rule.title for rule in declared.rules]
    told += [one.title for one in declared.ontology.schemas.values() if " " in one.title["en"]]
    names = " ".join(one.feed.title for one in declared.feeds.values())
    own = [title["en"] for title in told if title["en"] not in {title["fr"], title["ar"]}]
    said = [part for words in declared.wording.words["fr"] for part in PLACE.split(words)]
    own += [part for part in said if part.count(" ") > 1]
    return [words for words in own if words not in names]


def leaks(text: str) -> list[str]:
    """Give the English words that stand in a text of another language."""
    return [words for words in english() if words in text]


def faults(seen: Visit, *themes: str) -> list[str]:
    """What axe finds, what the policy refused, and which scripts failed, on what is open now.

    And whether the window scrolls: what is in the frame scrolls there, and the frame never does.
    """
    beyond = seen.page.evaluate(BEYOND)
    scrolls = [f"the window scrolls by {beyond} px"] if beyond else []
    return [*findings(seen, themes), *seen.violations(), *seen.errors, *scrolls]


@pytest.mark.parametrize("lang", LOOKS)
def test_no_page_has_a_finding_of_axe_or_breaks_the_policy(
    chromium: Browser, address: str, there: Found, lang: str
):
    with opened(chromium, address, lang=lang) as seen:
        seen.load("/")
        assert seen.page.locator("html").get_attribute("lang") == lang
        assert seen.page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
        found_here = {"sign-in": faults(seen, *LOOKS[lang])}
        assert "Northern Lantern" not in seen.page.locator("body").inner_text()
        sign_in(seen, "duty")
        for name, path in pages(there).items():
            seen.open(path)
            found_here[name] = faults(seen, *LOOKS[lang])
            text = seen.page.locator("body").inner_text()
            # An exercise says so on every page.
            assert "Northern Lantern" in text, name
            assert lang == "en" or leaks(text) == [], name
        assert {name: one for name, one in found_here.items() if one} == {}


def test_every_page_is_in_french_for_whoever_reads_french(
    chromium: Browser, address: str, there: Found
):
    with visit(chromium, address, theme="light", lang="fr") as seen:
        assert seen.page.locator("html").get_attribute("lang") == "fr"
        for name, path in pages(there).items():
            seen.open(path)
            assert leaks(seen.page.locator("body").inner_text()) == [], name
        seen.open("/entities/e-of-nobody")
        refused = seen.page.get_by_role("alert").inner_text()
        assert "un identifiant comme e-… était attendu" in refused
        assert leaks(refused) == []
        assert [*seen.violations(), *seen.errors] == []


@pytest.mark.parametrize("lang", LOOKS)
def test_nothing_that_opens_above_a_page_has_a_finding(
    chromium: Browser, address: str, there: Found, lang: str
):
    found_here: dict[str, list[str]] = {}
    on = ""
    with visit(chromium, address, lang=lang) as seen:
        for name, (page, act) in OVERLAYS.items():
            if lang != "en" and page == "operations":
                continue  # the longest of all: what opens there opens elsewhere too
            if page != on:
                seen.open(pages(there)[page])
                on = page
            act(seen)
            found_here[name] = faults(seen, *LOOKS[lang])
            seen.page.keyboard.press("Escape")
    assert {name: one for name, one in found_here.items() if one} == {}


@pytest.mark.parametrize(("theme", "lang"), [("dark", "en"), ("light", "ar")])
def test_no_page_on_a_phone_has_a_finding_or_is_wider_than_the_screen(
    chromium: Browser, address: str, there: Found, theme: str, lang: str
):
    with visit(chromium, address, theme=theme, lang=lang, phone=True) as seen:
        for name in ON_A_PHONE:
            seen.open(pages(there)[name])
            assert faults(seen, theme) == [], name
            wide = seen.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{name} is {wide} px wider than the screen"
        seen.page.locator("nav button").last.click()
        assert faults(seen, theme) == []


@pytest.mark.parametrize("name", ROLES)
def test_no_page_of_another_role_has_a_finding(
    chromium: Browser, address: str, there: Found, name: str
):
    with visit(chromium, address, name=name) as seen:
        for page, opening in ROLES[name].items():
            seen.open(pages(there).get(page, page))
            if opening is not None:
                seen.page.locator(opening).last.click()
                seen.page.locator("dialog").wait_for()
            assert faults(seen, "dark") == [], page


def test_the_entity_page_shows_source_grade_label_basis_and_record(
    chromium: Browser, address: str, there: Found
):
    with visit(chromium, address) as seen:
        seen.open(there.entity)
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


def test_the_entity_page_says_at_once_what_stands_out(
    chromium: Browser, address: str, there: Found
):
    with visit(chromium, address) as seen:
        seen.open(there.entity)
        first = seen.page.locator("main section").first.inner_text()
        assert "Identity change under way" in first
        assert re.search(r"listed as MMSI \d{9}, seen as MMSI \d{9}, 20\d\d-", first)
        assert re.search(r"lost for \d+ minutes on 20\d\d-", first)
        assert "Dark period" in seen.page.locator("main aside").inner_text()


def test_operations_begins_with_the_gravest_alert(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        seen.open("/")
        first = seen.page.locator("main section.alerts [role=option]").first
        assert first.locator("svg").first.get_attribute("aria-label") == "Critical"
        assert first.get_attribute("aria-selected") == "true"
