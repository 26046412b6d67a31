"""A withheld fact in the console: there for the watch, in words and form, without its value."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit, visit
from tests.browser.test_console import LOOKS, findings

pytestmark = pytest.mark.browser

PURPOSE = "maritime-security"
ROW = "[data-withheld=owner]"
ORIGINATOR, BASIS = "maritime-desk", "National Maritime Security Act, s. 14"
WORDS = {
    "en": ("Owner as stated", "Withheld", "To see it, ask", "Held under"),
    "fr": ("Propriétaire déclaré", "Retenu", "Pour le voir", "Détenu en vertu de"),
    "ar": ("المالك المعلن", "محجوب", "للاطلاع عليها", "محفوظة بموجب"),
}


class Ship(NamedTuple):
    """A ship of whose owner the closed annex of the register tells."""

    imo: str
    owner: str


@pytest.fixture(scope="module")
def ship(home: Path, address: str) -> Ship:
    """The first ship of the annex; `address` says that all has been delivered."""
    assert address
    register, annex = (
        list(
            csv.DictReader((home / f"invented/movement/{name}.csv").read_text("utf-8").splitlines())
        )
        for name in ("vessel_register", "vessel_register_annex")
    )
    numbers = {row["gur_id"]: row["imo"] for row in register}
    return Ship(numbers[annex[0]["gur_id"]], annex[0]["beneficial_owner"])


def asked(seen: Visit, path: str) -> Any:  # noqa: ANN401 - whatever the API answers
    """Ask the API as whoever is signed in; give the answer's text and value."""
    answer = seen.page.request.get(
        f"{seen.address}/api/v1{path}", headers={"Isthmus-Purpose": PURPOSE}
    )
    assert answer.ok, answer.text()
    return answer


def path_of(seen: Visit, ship: Ship) -> str:
    [hit] = asked(seen, f"/entities?q={ship.imo}").json()["items"]
    return f"/entities/{hit['id']}"


@pytest.mark.parametrize(
    ("theme", "lang"), [(theme, lang) for lang, themes in LOOKS.items() for theme in themes]
)
def test_the_watch_finds_the_row_and_nowhere_its_value(
    chromium: Browser, address: str, ship: Ship, theme: str, lang: str
):
    with visit(chromium, address, theme=theme, lang=lang) as seen:
        path = path_of(seen, ship)
        bodies: list[str] = []
        seen.page.on(
            "response",
            lambda answer: bodies.append(answer.text()) if path in answer.url else None,
        )
        seen.open(path)
        row = seen.page.locator(ROW)
        text = row.inner_text()
        for words in (*WORDS[lang], ORIGINATOR, BASIS):
            assert words in text
        assert row.locator("svg").count() == 1
        assert row.locator("button, a, input").count() == 0, "nothing to press that does nothing"
        assert bodies
        for secret in (ship.owner, ship.owner.upper()):
            assert secret not in seen.page.content()
            assert secret not in asked(seen, path).text()
            assert not any(secret in body for body in bodies)
        assert findings(seen) == []
        assert (seen.errors, seen.violations()) == ([], [])


def test_the_row_is_dashed_and_hatched(chromium: Browser, address: str, ship: Ship):
    with visit(chromium, address) as seen:
        seen.open(path_of(seen, ship))
        border, background = seen.page.locator(f"{ROW} dd > *").evaluate(
            "(e) => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).backgroundImage]"
        )
        assert border == "dashed"
        assert background.startswith("repeating-linear-gradient")


def test_an_analyst_sees_the_value_and_no_such_row(chromium: Browser, address: str, ship: Ship):
    with visit(chromium, address, name="analyst") as seen:
        path = path_of(seen, ship)
        assert asked(seen, path).json()["withheld"] == []
        seen.open(path)
        assert seen.page.locator(ROW).count() == 0
        assert ship.owner in seen.page.locator("#facts").locator("..").locator("..").inner_text()
