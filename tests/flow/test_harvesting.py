"""A TAXII collection as a feed: page by page, version by version, and taken back."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import permutations
from urllib.parse import parse_qs, urlsplit

import pytest

from isthmus.adapters.fetching import HttpFetcher, Limits
from isthmus.errors import SettingsError
from isthmus.flow.access_keys import Wish, make_key
from isthmus.flow.feeds import feed_page
from isthmus.flow.harvesting import harvest
from isthmus.flow.people import operator
from isthmus.flow.polling import kept_of
from isthmus.flow.signin import Terms, opened_gate
from isthmus.flow.sources import Source, read_sources
from isthmus.formats.raw import Fault, Tree
from isthmus.model.statement import State
from isthmus.ports.arriving import ANYTHING, Asked, Fetched, Validators
from isthmus.web.server import WebServer
from tests import make
from tests.flow.journey import Journey, declared
from tests.flow.stage import administrator
from tests.make import Claim
from tests.site import Page, Site, opened_site
from tests.web.stand import ANALYST, PEOPLE, StageNode

FEED = declared(
    "cert",
    "stream",
    {
        "objects": {
            "format": "stix",
            "map": {
                "key": ["id"],
                "version": "modified",
                "withdrawn": {"revoked": "true"},
                "entities": {
                    "thing": {
                        "schema": "Indicator",
                        "key": ["id"],
                        "when": {"type": ["indicator", "infrastructure"]},
                        "values": [{"to": "name", "from": "name"}],
                    }
                },
            },
        }
    },
)
PATH = "/api/collections/1/objects/"


@pytest.fixture
def journey() -> Journey:
    return Journey(FEED)


@pytest.fixture
def site() -> Generator[Site]:
    with opened_site() as site:
        yield site


@pytest.fixture
def fetcher() -> Generator[HttpFetcher]:
    fetcher = HttpFetcher(Limits(bytes_max=1_000_000, seconds=5.0, silence_s=2.0))
    yield fetcher
    fetcher.close()


def source(site: Site) -> Source:
    return Source("cert", None, None, site.url("/api/collections/1/"), 60.0, taxii=True)


def thing(
    number: int, name: str, at: str = "2026-01-01T00:00:00Z", **more: Tree
) -> dict[str, Tree]:
    return {"type": "indicator", "id": f"indicator--{number}", "modified": at, "name": name} | more


@dataclass
class Collection:
    """A collection of a site: pages by what is asked for."""

    site: Site

    def gives(self, *objects: dict[str, Tree], added: str | None = None, **more: Tree) -> None:
        envelope = {"objects": list(objects), **more} if objects else dict(more)
        headers = {} if added is None else {"X-TAXII-Date-Added-Last": added}
        self.site.pages[PATH] = Page(json.dumps(envelope).encode() or b"{}", headers=headers)

    def queries(self) -> list[dict[str, list[str]]]:
        return [parse_qs(urlsplit(path).query) for path, _ in self.site.asked]


@pytest.fixture
def collection(site: Site) -> Collection:
    return Collection(site)


def names(journey: Journey, *numbers: int) -> set[str]:
    keys = [f"indicator--{number}" for number in numbers or (1, 2, 3)]
    return {value for _, _, value in journey.said(keys, "cert")}


def test_what_was_added_is_taken_in_once_and_the_time_is_kept(
    journey: Journey, site: Site, collection: Collection, fetcher: HttpFetcher
):
    collection.gives(thing(1, "one"), added="2026-01-02T00:00:00Z")
    assert harvest(journey.center, source(site), fetcher)
    collection.gives()
    assert harvest(journey.center, source(site), fetcher)
    assert names(journey) == {"one"}
    first, second = collection.queries()
    assert "added_after" not in first
    assert second["added_after"] == ["2026-01-02T00:00:00Z"]
    assert kept_of(journey.center, source(site)).added == "2026-01-02T00:00:00Z"
    accepts = {headers["Accept"] for _, headers in site.asked}
    assert accepts == {"application/taxii+json;version=2.1"}


class Losing:
    """A fetcher whose site loses the collection after one page."""

    def __init__(self, fetcher: HttpFetcher, site: Site) -> None:
        self.fetcher, self.site = fetcher, site
        self.count = 0

    def fetch(
        self, url: str, validators: Validators, asked: Asked = ANYTHING
    ) -> AbstractContextManager[Fetched | Fault]:
        self.count += 1
        if self.count > 1:
            self.site.pages[PATH] = Page(status=404)
        return self.fetcher.fetch(url, validators, asked)

    def close(self) -> None:
        """Leave the fetcher to its owner."""


def test_pages_are_followed_and_a_page_that_is_no_more_is_forgotten(
    journey: Journey, site: Site, collection: Collection, fetcher: HttpFetcher
):
    collection.gives(thing(1, "one"), added="2026-01-02T00:00:00Z", more=True, next="p2")
    assert not harvest(journey.center, source(site), Losing(fetcher, site))
    assert names(journey) == {"one"}
    assert collection.queries()[1]["next"] == ["p2"]
    assert kept_of(journey.center, source(site)).next is None
    collection.gives(thing(2, "two"), added="2026-01-03T00:00:00Z")
    assert harvest(journey.center, source(site), fetcher)
    assert names(journey) == {"one", "two"}
    assert kept_of(journey.center, source(site)).added == "2026-01-03T00:00:00Z"


def test_more_without_a_page_goes_on_with_the_time_and_ends_where_none_is_given(
    journey: Journey, site: Site, collection: Collection, fetcher: HttpFetcher
):
    collection.gives(thing(1, "one"), added="2026-01-02T00:00:00Z", more=True)
    assert harvest(journey.center, source(site), fetcher)
    assert [q.get("added_after") for q in collection.queries()] == [None, ["2026-01-02T00:00:00Z"]]
    collection.gives(thing(1, "one"), more=True)
    site.asked.clear()
    assert harvest(journey.center, source(site), fetcher)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"[1, 2]", b'{"objects": 3}', b'{"next": 4}', b"\xff\xfe", b'{"objects": [{"a"'],
)
def test_what_is_no_envelope_gets_one_verdict_until_it_is_mended(
    journey: Journey, site: Site, collection: Collection, fetcher: HttpFetcher, content: bytes
):
    site.pages[PATH] = Page(content)
    assert not harvest(journey.center, source(site), fetcher)
    assert not harvest(journey.center, source(site), fetcher)
    page = feed_page(journey.center, administrator(), "cert")
    assert [d.state for d in page.deliveries] == ["cut"]
    collection.gives(thing(1, "one"), added="2026-01-02T00:00:00Z")
    assert harvest(journey.center, source(site), fetcher)
    assert names(journey) == {"one"}


def test_a_broken_object_goes_to_quarantine_and_stops_nothing(
    journey: Journey, site: Site, collection: Collection, fetcher: HttpFetcher
):
    late = thing(2, "late", at="2099-01-01T00:00:00Z")
    never = thing(3, "never", at="yesterday")
    collection.gives(
        {"name": "no type"}, late, never, thing(1, "one"), added="2026-01-02T00:00:00Z"
    )
    assert harvest(journey.center, source(site), fetcher)
    assert names(journey) == {"one"}
    page = feed_page(journey.center, administrator(), "cert")
    assert [d.quarantined for d in page.deliveries] == [3]


VERSIONS = (
    thing(1, "first", at="2026-01-01T00:00:00Z"),
    thing(1, "second", at="2026-01-01T00:00:00.5Z"),
    thing(1, "third", at="2026-01-01T03:00:00+02:00"),
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("size", [1, 3])
def test_the_latest_version_speaks_in_whatever_order_they_come(order: tuple[int, ...], size: int):
    journey = Journey(FEED)
    versions = [VERSIONS[place] for place in order]
    for at in range(0, 3, size):
        some = versions[at : at + size]
        journey.deliver(json.dumps({"type": "bundle", "objects": some}).encode())
    assert names(journey) == {"third"}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_what_is_revoked_says_nothing_until_a_later_version_does(order: tuple[int, ...]):
    journey = Journey(FEED)
    gone = thing(1, "Withdrawn", at="2026-01-02T00:00:00Z", revoked=True)
    some = [*VERSIONS, gone]
    for place in order:
        journey.deliver(json.dumps({"type": "bundle", "objects": [some[place]]}).encode())
    assert names(journey) == set()
    back = thing(1, "first", at="2026-01-03T00:00:00Z")
    journey.deliver(json.dumps({"type": "bundle", "objects": [back]}).encode())
    assert names(journey) == {"first"}


def test_two_objects_that_say_the_same_do_not_end_each_other(journey: Journey):
    shared = thing(1, "shared"), thing(2, "shared")
    journey.deliver(json.dumps({"type": "bundle", "objects": shared}).encode())
    gone = thing(1, "", at="2026-01-02T00:00:00Z", revoked=True)
    journey.deliver(json.dumps({"type": "bundle", "objects": [gone]}).encode())
    assert names(journey, 1) == set()
    assert names(journey, 2) == {"shared"}


def test_what_one_node_recalls_ends_at_the_node_that_follows_it(fetcher: HttpFetcher):
    node, journey = StageNode(), Journey(FEED)
    node.enrol(*PEOPLE)
    [seq] = node.stage.say(Claim("dhow", "name", "Sea Lark"))
    gate = opened_gate(node.center, node.passwords, node.session_key, Terms())
    _, secret = make_key(gate, operator(node.center), Wish(ANALYST.name, "the other node"))
    server = WebServer(node)
    server.start()
    try:
        host = server.address.removeprefix("http://")
        url = f"http://{ANALYST.name}:{secret}@{host}/taxii2/api/collections/{make.PURPOSE}/"
        asked = Source("cert", None, None, url, 60.0, taxii=True)
        assert secret not in asked.address
        assert harvest(journey.center, asked, fetcher)
        said = everything(journey)
        assert "Sea Lark" in said
        node.stage.write(
            lambda unit: unit.statements.set_state([seq], State.RECALLED, make.NOW, "a test")
        )
        assert harvest(journey.center, asked, fetcher)
        assert "Sea Lark" not in everything(journey)
    finally:
        server.stop()


def everything(journey: Journey) -> set[str]:
    with journey.center.store.reading() as unit:
        reader = journey.reader(unit)
        entities = {entity for _, entity in unit.statements.said_after(0, reader, 1000)}
        return {s.value for s in unit.statements.of(sorted(entities), reader)}


def test_a_collection_stands_in_the_file_of_sources():
    feeds = {"cert": FEED}
    text = 'sources:\n  - {feed: cert, taxii: "https://k:s@cert.example/c/1/", every_s: 60}\n'
    [found] = read_sources(text, "sources.yaml", feeds)
    assert found.taxii
    assert found.address == "https://cert.example/c/1/"
    for wrong in ("ftp://cert.example/", "https://"):
        with pytest.raises(SettingsError):
            read_sources(text.replace("https://k:s@cert.example/c/1/", wrong), "s.yaml", feeds)
    both = text.replace("feed: cert,", 'feed: cert, url: "https://x.example/",')
    with pytest.raises(SettingsError, match="a taxii collection in"):
        read_sources(both, "sources.yaml", feeds)
