"""Every page of the console, and everything that opens above one: where it is, how to get there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

Act: TypeAlias = "Callable[[Visit], object]"


@dataclass(frozen=True)
class Found:
    """Pages whose address only a link tells."""

    alert: str
    entity: str
    record: str

    @property
    def links(self) -> str:
        """The link analysis of the entity."""
        return "/links?entity=" + self.entity.rpartition("/")[2]


def found(seen: Visit) -> Found:
    """Follow the links from the list of alerts to an entity of two rules, and to a record."""
    for silent in _addresses(seen, "/alerts?rule=dark_gap", "/alerts/a-"):
        entity = _addresses(seen, silent, "/entities/e-")[0]
        changed = f"/alerts?rule=identity_change&entity={entity.rpartition('/')[2]}"
        for alert in _addresses(seen, changed, "/alerts/a-"):
            record = _addresses(seen, alert, "/records/")[0]
            return Found(alert, entity, record)
    raise AssertionError("expected a ship of the exercise that went dark and changed her number")


def _addresses(seen: Visit, page: str, pattern: str) -> list[str]:
    """Open a page and give where its links of a pattern lead, each once, in their order."""
    seen.open(page)
    links = seen.page.locator(f"main a[href*='{pattern}']").all()
    return list(dict.fromkeys(str(link.get_attribute("href")) for link in links))


def pages(there: Found) -> Mapping[str, str]:
    """Give the address of every page, by a name."""
    return {
        "operations": "/",
        "alerts": "/alerts?severity=critical",
        "alerts without a match": "/alerts?q=nothing-of-this-name",
        "alert": there.alert,
        "entities": "/entities",
        "hits": "/entities?q=grace",
        "narrowed hits": "/entities?q=grace&place=no&since=2020-01-01&until=2040-01-01",
        "no hits": "/entities?q=nothing-of-this-name",
        "entity": there.entity,
        "compare": there.entity + "/compare?q=grace",
        "record": there.record,
        "follow-ups": "/follow-ups",
        "where links begin": "/links",
        "graph": there.links,
        "graph as a table": there.links + "&view=table",
        "feeds": "/feeds",
        "feed": "/feeds/us-ofac",
        "feed with verdicts": "/feeds/ais-gaps",
        "audit": "/audit",
        "weights": "/weights",
        "screening": "/screening",
        "screening of a list": "/screening?view=list",
        "missing": "/no-such-page",
        "refused": "/entities/e-nothing",
    }


def _clicked(selector: str, *, last: bool = False) -> Act:
    def act(seen: Visit) -> None:
        every = seen.page.locator(selector)
        (every.last if last else every.first).click()
        seen.settle()

    return act


def _keyed(*keys: str) -> Act:
    def act(seen: Visit) -> None:
        for key in keys:
            seen.page.keyboard.press(key)
        seen.settle()

    return act


def _without_reason(seen: Visit) -> None:
    _clicked(".moves button", last=True)(seen)
    seen.page.locator("dialog [type=submit]").click()


def _as_tables(seen: Visit) -> None:
    for part in ("map", "timeline", "links"):
        _clicked(f"main section.{part} .panel-head button[aria-pressed]", last=True)(seen)


def _picked(seen: Visit) -> None:
    """Pick a feature of the map through its table, which selects the same."""
    _clicked("main section.map .panel-head button[aria-pressed]", last=True)(seen)
    seen.page.locator("main section.map table a").first.focus()
    _clicked("main section.map .panel-head button[aria-pressed]", last=True)(seen)
    seen.page.locator("main section.map .card").wait_for()


OVERLAYS: Final[Mapping[str, tuple[str, Act]]] = {
    "a picked feature": ("operations", _picked),
    "operations as tables": ("operations", _as_tables),
    "reason": ("alert", _clicked(".moves button", last=True)),
    "reason missing": ("alert", _without_reason),
    "label": ("feed", _clicked("main button.mark")),
    "whereabouts as a table": ("entity", _clicked("aside button[aria-pressed]")),
    "palette": ("missing", _keyed("Control+k")),
    "palette with words": ("missing", _keyed("Control+k", "o", "r")),
    "help": ("missing", _keyed("?")),
    "purpose": ("missing", _clicked("header .purpose button")),
    "language": ("missing", _clicked("header button.square[aria-haspopup=menu]")),
    "account": ("missing", _clicked("header button[aria-haspopup=menu]", last=True)),
}
"""What opens above a page, or changes it: the name of the page, and the way."""
