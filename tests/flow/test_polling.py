from __future__ import annotations

import gzip
from collections.abc import Generator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from isthmus.adapters.fetching import HttpFetcher, Limits
from isthmus.adapters.folders import WatchedFolder
from isthmus.errors import UnavailableError
from isthmus.flow.documents.feeds import FeedPage
from isthmus.flow.feeds import feed_page
from isthmus.flow.polling import BACK_OFF_MAX_S, kept_of, look, poll, wait_s
from isthmus.flow.retention import Kept, keep_days
from isthmus.flow.sources import Source
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.flow.journey import Journey, day, register
from tests.flow.stage import administrator
from tests.site import Page, Site, opened_site

LIST = b"1,Sea Lark,2011\n2,Sea Wren,2012\n"
SHORT = gzip.compress(LIST * 100, mtime=0)[:-9]
LATER = b"1,Sea Lark,2011\n2,Sea Wren II,2012\n"


@pytest.fixture
def journey() -> Journey:
    return Journey()


@dataclass
class Drop:
    """A watched folder of a journey."""

    journey: Journey
    path: Path
    keep: bool = True
    adapter: WatchedFolder = field(init=False)

    def __post_init__(self) -> None:
        self.adapter = WatchedFolder(self.path, keep=self.keep)

    @property
    def source(self) -> Source:
        return Source("register", "list", str(self.path), None, 1.0, keep=self.keep)

    def put(self, name: str, content: bytes) -> None:
        (self.path / name).write_bytes(content)
        self.look()
        assert self.look()

    def look(self) -> bool:
        return look(self.journey.center, self.source, self.adapter)

    def names(self) -> list[str]:
        return sorted(str(p.relative_to(self.path)) for p in self.path.rglob("*") if p.is_file())


@pytest.fixture
def drop(journey: Journey, tmp_path: Path) -> Drop:
    return Drop(journey, tmp_path)


@pytest.fixture
def site() -> Generator[Site]:
    with opened_site() as site:
        yield site


@pytest.fixture
def fetcher() -> Generator[HttpFetcher]:
    fetcher = HttpFetcher(Limits(bytes_max=100_000, seconds=5.0, silence_s=1.0))
    yield fetcher
    fetcher.close()


def polled(site: Site, path: str = "/list.csv", *, user: str = "") -> Source:
    return Source("register", "list", None, site.url(path, user=user), 60.0)


def page_of(journey: Journey) -> FeedPage:
    return feed_page(journey.center, administrator(), "register")


def cames(journey: Journey) -> list[str]:
    """Give what came, of every verdict, newest first."""
    with journey.center.store.reading() as unit:
        return [str(v.came) for _, v, _, _ in unit.verdicts.list("register", None, None, 100)]


def names(journey: Journey, *keys: str) -> set[str]:
    return {value for _, prop, value in journey.said(keys) if prop == "name"}


def test_a_file_in_a_watched_folder_is_delivered_once_and_moved(drop: Drop):
    drop.put("2031-05-04 list.csv", LIST)
    assert names(drop.journey, "1", "2") == {"Sea Lark", "Sea Wren"}
    assert drop.names() == ["done/2031-05-04 list.csv"]
    drop.put("the same again.csv", LIST)
    assert [d.file for d in page_of(drop.journey).deliveries] == ["2031-05-04 list.csv"]
    assert drop.names() == ["done/2031-05-04 list.csv", "done/the same again.csv"]


def test_a_delivered_file_goes_away_where_nothing_is_kept(journey: Journey, tmp_path: Path):
    drop = Drop(journey, tmp_path, keep=False)
    drop.put("list.csv", LIST)
    drop.put("none.csv", b"")
    assert drop.names() == ["failed/none.csv"]


def test_a_file_stays_until_its_delivery_is_durable(drop: Drop):
    store = drop.journey.center.store
    drop.journey.center = replace(drop.journey.center, store=Closed(store))
    (drop.path / "list.csv").write_bytes(LIST)
    drop.adapter.look()
    with pytest.raises(UnavailableError):
        drop.look()
    assert drop.names() == ["list.csv"]
    drop.journey.center = replace(drop.journey.center, store=store)
    drop.look()
    assert drop.names() == ["done/list.csv"]
    assert names(drop.journey, "1") == {"Sea Lark"}


class Closed:
    """A store that reads and does not write, as when its disk is full."""

    def __init__(self, store: Store) -> None:
        self.reading = store.reading
        self.on_commit = store.on_commit
        self.scrub = store.scrub
        self.close = store.close

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        message = "expected room on the disk, got none"
        raise UnavailableError(message)


@pytest.mark.parametrize(
    ("name", "content", "came"),
    [
        ("list.csv", b"", "an empty file"),
        (
            "list.csv.gz",
            SHORT,
            "compressed content that ends too early",
        ),
        ("list.gz", b"\x1f\x8b but no archive", "compressed content that is damaged"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_verdict_and_the_next_one_goes_on(
    drop: Drop, name: str, content: bytes, came: str
):
    drop.put(name, content)
    assert came in cames(drop.journey)[0]
    assert page_of(drop.journey).feed.state == "failing"
    assert drop.names() == [f"failed/{name}"]
    drop.journey.clock.advance(timedelta(minutes=1))
    drop.put("good.csv", LIST)
    assert page_of(drop.journey).feed.state == "fresh"
    assert names(drop.journey, "1", "2") == {"Sea Lark", "Sea Wren"}


def test_a_folder_within_the_folder_gets_a_verdict_once(drop: Drop):
    (drop.path / "lists").mkdir()
    drop.look()
    drop.look()
    assert cames(drop.journey) == ["a folder"]
    assert (drop.path / "failed" / "lists").is_dir()


def test_a_file_of_another_feed_gets_a_verdict(journey: Journey, tmp_path: Path):
    drop = Drop(journey, tmp_path)
    source = replace(drop.source, part=None)
    (tmp_path / "notes.txt").write_bytes(b"nothing that any part knows\n")
    for _ in range(2):
        look(journey.center, source, drop.adapter)
    assert "list, alt" in cames(journey)[0]
    assert drop.names() == ["failed/notes.txt"]


def test_a_cut_file_brings_what_it_has_and_counts_as_failed(drop: Drop):
    drop.put("list.csv", LIST[:-1])
    assert names(drop.journey, "1", "2") == {"Sea Lark", "Sea Wren"}
    assert drop.names() == ["failed/list.csv"]


def test_a_packed_file_is_the_same_delivery_as_the_plain_one(drop: Drop):
    drop.put("list.csv.gz", gzip.compress(LIST))
    drop.put("list.csv", LIST)
    assert [d.file for d in page_of(drop.journey).deliveries] == ["list.csv.gz"]


def test_a_name_that_is_no_text_is_no_reason_to_lose_a_file(drop: Drop):
    drop.put(b"list-\xff.csv".decode("utf-8", "surrogateescape"), LIST)
    assert names(drop.journey, "1") == {"Sea Lark"}


def test_a_folder_that_is_gone_fails_until_it_is_back(drop: Drop):
    drop.path.rename(drop.path.with_name("elsewhere"))
    assert not drop.look()
    assert not drop.look()
    page = page_of(drop.journey)
    assert (page.feed.state, len(page.verdicts)) == ("failing", 1)
    drop.path.with_name("elsewhere").rename(drop.path)
    assert drop.look()
    page = page_of(drop.journey)
    assert (page.feed.state, page.verdicts[0].state) == ("fresh", "resubmitted")


def test_what_an_address_answers_is_delivered_and_asked_for_with_its_version(
    journey: Journey, site: Site, fetcher: HttpFetcher
):
    site.pages["/list.csv"] = Page(LIST, etag='"v1"')
    assert poll(journey.center, polled(site), fetcher)
    assert names(journey, "1", "2") == {"Sea Lark", "Sea Wren"}
    entries = len(journey.entries())
    assert poll(journey.center, polled(site), fetcher)
    assert site.asked[-1][1]["If-None-Match"] == '"v1"'
    assert len(journey.entries()) == entries
    site.pages["/list.csv"] = Page(LATER, etag='"v2"')
    journey.clock.advance(timedelta(hours=1))
    assert poll(journey.center, polled(site), fetcher)
    assert names(journey, "1", "2") == {"Sea Lark", "Sea Wren II"}
    assert kept_of(journey.center, polled(site)).etag == '"v2"'


def test_a_server_that_says_that_its_version_stands_holds_a_list_longer(
    site: Site, fetcher: HttpFetcher
):
    journey = Journey(register(retention_days=30))
    site.pages["/list.csv"] = Page(LIST, etag='"v1"')
    for _ in range(60):
        assert poll(journey.center, polled(site), fetcher)
        keep_days(journey.center, Kept())
        assert names(journey, "1", "2") == {"Sea Lark", "Sea Wren"}
        journey.clock.advance(timedelta(hours=20))
    assert {headers.get("If-None-Match") for _, headers in site.asked[1:]} == {'"v1"'}
    assert len(page_of(journey).deliveries) == 1
    assert 20 < len(journey.entries("delivery.repeated")) < 50
    journey.clock.advance(timedelta(days=30))
    keep_days(journey.center, Kept())
    assert names(journey, "1", "2") == set()
    assert poll(journey.center, polled(site), fetcher)
    assert "If-None-Match" not in site.asked[-1][1]
    assert names(journey, "1", "2") == {"Sea Lark", "Sea Wren"}


def test_a_version_has_the_date_that_its_server_gave_it_unless_nobody_can_believe_it(
    journey: Journey, site: Site, fetcher: HttpFetcher
):
    for content, date, expected in (
        (LIST, "Fri, 03 Jan 2031 00:00:00 GMT", day(2)),
        (LATER, "Fri, 03 Jan 2098 00:00:00 GMT", make.NOW),
        (LATER + b"3,Sea Tern,2013\n", "some day", make.NOW),
    ):
        site.pages["/list.csv"] = Page(content, headers={"Last-Modified": date})
        assert poll(journey.center, polled(site), fetcher)
        with journey.center.store.reading() as unit:
            newest = max(unit.deliveries.of_feed("register"), key=lambda d: d.seq)
        assert newest.as_of == expected


def test_a_vanished_server_fails_the_feed_with_one_verdict_until_it_is_back(
    journey: Journey, fetcher: HttpFetcher
):
    with opened_site() as site:
        site.pages["/list.csv"] = Page(LIST, etag='"v1"')
        source = polled(site, "/list.csv?key=s3cr3t", user="me:pa55@")
        assert poll(journey.center, source, fetcher)
    journey.clock.advance(timedelta(minutes=1))
    for _ in range(3):
        assert not poll(journey.center, source, fetcher)
    with journey.center.store.reading() as unit:
        ((_, verdict, _, _),) = unit.verdicts.list("register", None, None, 10)
    assert verdict.field == f"http://127.0.0.1:{site.port}/list.csv"
    assert (str(verdict.expected), str(verdict.came)) == ("an answer", "no connection")
    assert str(verdict.repair)
    page = page_of(journey)
    assert (page.feed.state, page.deliveries[0].state) == ("failing", "cut")
    with opened_site(site.port) as back:
        back.pages["/list.csv"] = Page(LIST, etag='"v1"')
        assert poll(journey.center, source, fetcher)
    page = page_of(journey)
    assert (page.feed.state, page.verdicts[0].state) == ("fresh", "resubmitted")
    assert names(journey, "1", "2") == {"Sea Lark", "Sea Wren"}
    assert page.waiting == []


def test_a_failed_poll_between_two_lists_says_nothing_about_what_vanished(
    journey: Journey, site: Site, fetcher: HttpFetcher
):
    many = b"".join(b"%d,Sea Lark %d,2011\n" % (n, n) for n in range(100))
    for content in (many, b"", many[: many.index(b"99,")]):
        site.pages["/list.csv"] = Page(content)
        poll(journey.center, polled(site), fetcher)
        journey.clock.advance(timedelta(hours=1))
    assert journey.said(["98"])
    assert not journey.said(["99"])
    assert page_of(journey).waiting == []


def test_an_answer_that_is_cut_off_is_asked_for_again_without_its_version(
    journey: Journey, site: Site, fetcher: HttpFetcher
):
    site.pages["/list.csv"] = Page(LIST[:-1], etag='"v1"')
    assert not poll(journey.center, polled(site), fetcher)
    assert not poll(journey.center, polled(site), fetcher)
    assert "If-None-Match" not in site.asked[-1][1]
    site.pages["/list.csv"] = Page(LIST, etag='"v1"')
    journey.clock.advance(timedelta(hours=1))
    assert poll(journey.center, polled(site), fetcher)
    assert page_of(journey).feed.state == "fresh"


def test_an_archive_that_is_damaged_fails_the_feed(
    journey: Journey, site: Site, fetcher: HttpFetcher
):
    site.pages["/list.csv.gz"] = Page(gzip.compress(LIST * 50)[:-9])
    assert not poll(journey.center, polled(site, "/list.csv.gz"), fetcher)
    assert "compressed content that ends too early" in cames(journey)[0]


def test_who_fails_is_asked_ever_more_seldom_and_at_no_fixed_time():
    assert wait_s(60, 0, 0.9) == 60
    assert [wait_s(60, n, 0.5) for n in (1, 2, 3)] == [120, 240, 480]
    assert wait_s(60, 50, 1.0) == 1.5 * BACK_OFF_MAX_S
    assert wait_s(60, 50, 0.0) == 0.5 * BACK_OFF_MAX_S
    assert wait_s(86_400, 50, 0.5) == 86_400


def test_every_refusal_is_in_the_log(drop: Drop):
    drop.put("list.csv", b"")
    assert [e.principal for e in drop.journey.entries("delivery.refused")] == [
        "service:intake.register"
    ]
