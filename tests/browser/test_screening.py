"""What a person does at the console to find out who is known: filters, one query, a list."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit, visit
from tests.browser.places import Found
from tests.browser.test_keyboard import walked
from tests.browser.test_sharing import good

pytestmark = pytest.mark.browser

SCREENING = "/screening"
LIST = "/screening?view=list"


def caption(seen: Visit, there: Found) -> str:
    """Give what the ship of the exercise is called."""
    seen.open(there.entity)
    return seen.page.locator("main h1").inner_text().strip()


def number(seen: Visit, name: str) -> str:
    """Give the IMO number of a ship, as the search shows it: the only seven digits."""
    seen.open(f"/entities?q={name}")
    found = re.search(r"\b\d{7}\b", seen.page.locator("main ol li").first.inner_text())
    assert found is not None
    return found[0]


def asked(page: Page, kind: str, name: str, number: str = "") -> None:
    """Fill in the form of one query and send it by a key."""
    page.locator("#one").wait_for()
    page.locator("main select").first.select_option(kind)
    page.locator("main .words input").fill(name)
    page.locator("main input.mono").fill(number)
    page.keyboard.press("Enter")


def hits(page: Page) -> Locator:
    return page.locator("main article")


def chosen(page: Page, text: str, name: str = "cargo.csv") -> None:
    """Choose a file and send it."""
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("main input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator("section[aria-labelledby=list] .primary").click()


def test_a_query_shows_who_is_like_it_property_by_property_and_leads_to_the_entity(
    chromium: Browser, address: str, there: Found
):
    with visit(chromium, address, theme="light") as seen:
        page, name = seen.page, caption(seen, there)
        imo = number(seen, name)
        seen.open(SCREENING)
        asked(page, "Vessel", name, imo)
        first = hits(page).first
        first.wait_for()
        expect(page.locator("main")).to_contain_text("A hit decides nothing")
        expect(first).to_contain_text("Strong")
        expect(first.get_by_role("row").filter(has_text="Name")).to_contain_text(name)
        expect(first.get_by_role("row").filter(has_text="IMO number")).to_contain_text(imo)
        assert first.locator("table button.mark").count() > 0
        good(seen)
        assert walked(seen) == ({}, [])
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.locator("main header h1").wait_for()
        assert "/entities/e-" in page.url


def test_a_ship_asked_for_by_her_name_alone_is_said_to_be_a_weak_hit(
    chromium: Browser, address: str, there: Found
):
    with visit(chromium, address) as seen:
        page, name = seen.page, caption(seen, there)
        seen.open(SCREENING)
        asked(page, "Vessel", name)
        first = hits(page).first
        first.wait_for()
        expect(first).to_contain_text("Weak")
        expect(first.get_by_role("row").filter(has_text="Name")).to_contain_text(name)
        good(seen)


def test_a_query_of_nothing_is_sent_back_and_a_value_that_is_none_is_said_to_be_left_out(
    chromium: Browser, address: str
):
    with visit(chromium, address) as seen:
        page = seen.page
        seen.open(SCREENING)
        page.locator("main form .primary").first.click()
        expect(page.locator("#lacking")).to_be_visible()
        assert page.locator("main .words input").evaluate("e => e === document.activeElement")
        good(seen)
        page.locator("main .born").fill("yesterday")
        asked(page, "Person", "Nobody of This Name Whatever")
        expect(page.locator("section[aria-labelledby=one]")).to_contain_text("Date of birth:")
        expect(page.locator("section[aria-labelledby=one]")).to_contain_text(
            "Nothing that you may see"
        )
        asked(page, "Vessel", ";")
        one = page.locator("section[aria-labelledby=one]")
        expect(one).to_contain_text("expected a value that can be asked for")
        expect(one).not_to_contain_text("Nothing that you may see")
        assert hits(page).count() == 0
        good(seen)


def downloaded(page: Page, file: Path) -> list[dict[str, str]]:
    """Download the table of hits; give its rows."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the table of hits").click()
    assert coming.value.suggested_filename == "cargo-hits.csv"
    coming.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_list_is_counted_shown_and_downloaded(
    chromium: Browser, address: str, there: Found, tmp_path: Path
):
    with visit(chromium, address) as seen:
        page, name = seen.page, caption(seen, there)
        imo = number(seen, name)
        seen.open(LIST)
        rows = "".join(f"r{n},Vessel,Nobody {n} Whatever,,\n" for n in range(2, 60))
        wizard = "r60,Wizard,Nobody Whatever,,\n"
        chosen(page, f'id,type,name,imoNumber,colour\nr1,Vessel,"{name}",{imo},red\n{rows}{wizard}')
        table = page.locator("main table")
        table.wait_for()
        listed = page.locator("section[aria-labelledby=list] dl")
        words = listed.locator("dt").all_inner_texts()
        figures = dict(zip(words, listed.locator("dd").all_inner_texts(), strict=True))
        assert figures == {
            "Rows": "60", "With a strong hit": "1", "With possible hits alone": "0",
            "With weak hits alone": "0", "Without a hit": "58", "With something not asked for": "1",
            "Refused": "1",
        }  # fmt: skip
        expect(table.locator("tbody a").first).to_be_visible()
        good(seen)
        assert walked(seen) == ({}, [])
        page.get_by_role("button", name="Not asked for").click()
        expect(table).to_contain_text("colour: Vessel has no such property")
        page.get_by_role("button", name="Refused").click()
        expect(table.locator("tbody tr")).to_have_count(1)
        expect(table).to_contain_text("expected a kind of thing that the ontology knows")
        kept = downloaded(page, tmp_path / "hits.csv")
        assert len({row["row"] for row in kept}) == 60
        assert {row["label"] != "" for row in kept if row["entity"]} == {True}
        assert [row["id"] for row in kept if row["strength"] == "refused"] == ["r60"]
        assert (seen.errors, seen.violations()) == ([], [])


def test_a_file_that_is_no_table_is_refused_with_what_to_do(chromium: Browser, address: str):
    with visit(chromium, address) as seen:
        seen.open(LIST)
        chosen(seen.page, "nothing,known\n1,2\n")
        expect(seen.page.get_by_role("alert")).to_contain_text("name the columns as the ontology")
        assert seen.page.locator("main table").count() == 0
        good(seen)


@pytest.mark.parametrize(("theme", "lang"), [("light", "fr"), ("dark", "ar")])
def test_screening_is_whole_in_other_languages_and_on_a_phone(
    chromium: Browser, address: str, there: Found, theme: str, lang: str
):
    with visit(chromium, address, theme=theme, lang=lang, phone=lang == "ar") as seen:
        name = caption(seen, there)
        imo = number(seen, name)
        seen.open(SCREENING)
        asked(seen.page, "Vessel", name, imo)
        hits(seen.page).first.wait_for()
        good(seen)
        seen.page.locator("main header .segments button").last.click()
        chosen(seen.page, f'name,birthDate\n"{name}",x\n')
        seen.page.locator("section[aria-labelledby=list] dd").first.wait_for()
        assert seen.page.locator("section[aria-labelledby=list] dd").first.inner_text() in "1١"
        good(seen)


def test_hits_are_narrowed_by_place_and_time_and_say_why_they_are_hits(
    chromium: Browser, address: str, there: Found
):
    with visit(chromium, address) as seen:
        page, name = seen.page, caption(seen, there)
        misspelt = name[:-2] + name[-1] + name[-2]
        seen.open(f"/entities?q={misspelt}")
        rows = page.locator("main a[data-row]")
        rows.first.wait_for()
        expect(page.locator("main ol")).to_contain_text("a name like it")
        count = rows.count()
        page.locator("main [name=until]").fill("1990-01-01")
        page.keyboard.press("Enter")
        seen.settle()
        assert "until=1990-01-01" in page.url
        assert rows.count() == 0
        good(seen)
        page.get_by_role("button", name="Clear filters").click()
        seen.settle()
        assert rows.count() == count
        page.locator("main [name=place]").fill("No Such Harbour Anywhere")
        page.keyboard.press("Tab")
        seen.settle()
        assert "place=No+Such+Harbour" in page.url
        assert rows.count() == 0
        seen.load(page.url.removeprefix(address))
        assert page.locator("main [name=place]").input_value() == "No Such Harbour Anywhere"
        assert rows.count() == 0


def test_an_administrator_has_no_such_page(chromium: Browser, address: str):
    with visit(chromium, address, name="admin") as seen:
        assert seen.page.locator(f"nav a[href='{SCREENING}']").count() == 0
