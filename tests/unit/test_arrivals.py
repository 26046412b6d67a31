from __future__ import annotations

import time
from collections.abc import Callable, Generator
from io import BytesIO
from pathlib import Path

import pytest
import yaml

from isthmus.arrivals import Arrivals
from isthmus.errors import SettingsError
from isthmus.flow.feeds import feed_page
from isthmus.flow.people import operator
from isthmus.flow.pushing import Push
from isthmus.node import Node
from isthmus.settings import Settings
from isthmus.worker import Worker
from tests.flow.journey import label, part
from tests.site import Page, Site, opened_site

REGISTER = {
    "feed": "register",
    "title": "Register",
    "source": "register",
    "agency": "Harbour office",
    "kind": "stream",
    "grade": "B2",
    "retention_days": 365,
    "label": label(),
    "parts": {
        name: part(
            ("id", "name", "built"),
            ["id"],
            {
                "vessel": {
                    "schema": "Vessel",
                    "values": [
                        {"to": "name", "from": "name"},
                        {"to": "buildDate", "from": "built"},
                    ],
                }
            },
        )
        for name in ("list", "alt")
    },
}
LIST = b"1,Sea Lark,2011\n2,Sea Wren,2012\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a node that has one feed of its own, with two parts."""
    (tmp_path / "live" / "feeds").mkdir(parents=True)
    (tmp_path / "drop").mkdir()
    file = tmp_path / "live" / "feeds" / "register.yaml"
    file.write_text(yaml.safe_dump(REGISTER), "utf-8")
    return tmp_path


@pytest.fixture
def site() -> Generator[Site]:
    with opened_site() as site:
        yield site


def sources(home: Path, *entries: dict[str, object]) -> None:
    (home / "live" / "sources.yaml").write_text(yaml.safe_dump({"sources": list(entries)}), "utf-8")


def folder(path: Path, **more: object) -> dict[str, object]:
    return {"feed": "register", "part": "list", "folder": str(path), "every_s": 0.02, **more}


def address(url: str) -> dict[str, object]:
    return {"feed": "register", "part": "list", "url": url, "every_s": 0.02}


def opened(home: Path) -> Node:
    return Node(Settings(home=home))


def until(true: Callable[[], bool], within_s: float = 20.0) -> bool:
    end = time.monotonic() + within_s
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def records(node: Node) -> int:
    with node.store.reading() as unit:
        return sum(d.new for d in unit.deliveries.of_feed("register"))


def state(node: Node) -> str:
    return feed_page(node.center, operator(node.center), "register").feed.state


def test_what_is_put_into_a_watched_folder_is_delivered_by_itself(home: Path):
    sources(home, folder(home / "drop"))
    with opened(home) as node:
        node.start(Worker(node), Arrivals(node))
        (home / "drop" / "list.csv").write_bytes(LIST)
        assert until((home / "drop" / "done" / "list.csv").exists)
        assert records(node) == 2
        node.stop()
        assert node.verify_audit().size > 0


def test_what_an_address_has_is_fetched_by_itself_and_its_silence_is_seen(home: Path):
    with opened_site() as site:
        site.pages["/list.csv"] = Page(LIST, etag='"v1"')
        sources(home, address(site.url()))
        with opened(home) as node:
            node.start(Arrivals(node))
            assert until(lambda: records(node) == 2)
            assert until(lambda: len(site.asked) > 2)
            site.pages["/list.csv"] = Page(status=500)
            assert until(lambda: state(node) == "failing")
            site.pages["/list.csv"] = Page(LIST, etag='"v1"')
            assert until(lambda: state(node) == "fresh")


def test_two_sources_of_one_feed_that_bring_the_same_deliver_it_once(home: Path, site: Site):
    site.pages["/list.csv"] = Page(LIST)
    (home / "drop" / "list.csv").write_bytes(LIST)
    sources(home, folder(home / "drop"), address(site.url()))
    with opened(home) as node:
        node.start(Arrivals(node))
        assert until((home / "drop" / "done" / "list.csv").exists)
        assert until(lambda: len(site.asked) > 1)
        assert records(node) == 2


def test_stopping_finishes_what_is_in_hand(home: Path):
    many = b"".join(b"%d,Sea Lark %d,2011\n" % (n, n) for n in range(1_500))
    (home / "drop" / "list.csv").write_bytes(many)
    sources(home, folder(home / "drop"))
    with opened(home) as node:
        node.start(Arrivals(node))
        assert until(lambda: bool(node.center.feeds) and _receiving(node))
        node.stop()
        assert records(node) == 1_500
        assert not _receiving(node)


def _receiving(node: Node) -> bool:
    with node.store.reading() as unit:
        return any(d.state.value == "receiving" for d in unit.deliveries.of_feed("register"))


def test_a_node_without_sources_starts_and_stops(home: Path):
    with opened(home) as node:
        assert node.sources == ()
        node.start(Worker(node), Arrivals(node))


def test_a_folder_counts_from_the_partitions_own(home: Path):
    (home / "live" / "drop").mkdir()
    (home / "live" / "drop" / "list.csv").write_bytes(LIST)
    sources(home, {"feed": "register", "part": "list", "folder": "drop", "every_s": 0.02})
    with opened(home) as node:
        node.start(Arrivals(node))
        assert until((home / "live" / "drop" / "done" / "list.csv").exists)


@pytest.mark.parametrize("text", ["sources: [{feed: nobody, folder: x}]", "sources: \xff"])
def test_a_slip_in_the_sources_keeps_a_node_from_starting(home: Path, text: str):
    (home / "live" / "sources.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"sources\.yaml"):
        opened(home)


def test_a_person_pushes_and_settles_what_broke(home: Path):
    with opened(home) as node:
        actor, push = operator(node.center), Push("register", "list.csv", "list")
        result = node.push(actor, push, BytesIO(LIST + b"3,Sea Tern,2011-02-31\n"))
        assert (result.admitted, result.quarantined) == (2, 1)
        (verdict,) = result.verdicts
        assert node.resubmit(actor, verdict.id).admitted == 0
        (again, _) = feed_page(node.center, actor, "register").verdicts
        assert node.discard(actor, again.id, "no such vessel").state == "discarded"
