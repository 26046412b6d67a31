from __future__ import annotations

import gzip
import logging
from collections.abc import Generator

import pytest

from isthmus.adapters.fetching import REDIRECTS_MAX, HttpFetcher, Limits
from isthmus.formats.raw import Fault
from isthmus.ports.arriving import Validators
from tests.site import Page, Site, opened_site

NOTHING = Validators()


@pytest.fixture
def site() -> Generator[Site]:
    with opened_site() as site:
        yield site


@pytest.fixture
def fetcher() -> Generator[HttpFetcher]:
    fetcher = HttpFetcher(Limits(bytes_max=10_000, seconds=0.5, silence_s=0.3))
    yield fetcher
    fetcher.close()


def content(fetcher: HttpFetcher, url: str, validators: Validators = NOTHING) -> bytes | None:
    with fetcher.fetch(url, validators) as answer:
        assert not isinstance(answer, Fault), answer
        return None if answer.stream is None else answer.stream.read()


def fault(fetcher: HttpFetcher, url: str) -> Fault:
    with fetcher.fetch(url, NOTHING) as answer:
        assert isinstance(answer, Fault)
        return answer


def test_an_answer_comes_whole_with_its_name_and_what_its_server_says_of_it(
    site: Site, fetcher: HttpFetcher
):
    modified = "Sun, 04 May 2031 10:00:00 GMT"
    site.pages["/lists/ships%20a.csv"] = Page(
        b"one", headers={"Last-Modified": modified}, etag='"v1"'
    )
    with fetcher.fetch(site.url("/lists/ships%20a.csv"), NOTHING) as answer:
        assert not isinstance(answer, Fault)
        assert answer.stream is not None
        assert answer.stream.read() == b"one"
        assert answer.stream.seek(0) == 0
        assert answer.name == "ships a.csv"
        assert answer.validators == Validators('"v1"', modified)


def test_what_did_not_change_is_nothing(site: Site, fetcher: HttpFetcher):
    site.pages["/list.csv"] = Page(b"one", etag='"v1"')
    assert content(fetcher, site.url(), Validators('"v1"', "Sun, 04 May 2031 10:00:00 GMT")) is None
    sent = site.asked[-1][1]
    assert sent["If-None-Match"] == '"v1"'
    assert sent["If-Modified-Since"] == "Sun, 04 May 2031 10:00:00 GMT"
    assert content(fetcher, site.url(), Validators('"v0"')) == b"one"


def test_a_compressed_answer_comes_plain(site: Site, fetcher: HttpFetcher):
    packed = gzip.compress(b"one" * 100)
    site.pages["/list.csv"] = Page(packed, headers={"Content-Encoding": "gzip"})
    assert content(fetcher, site.url()) == b"one" * 100


@pytest.mark.parametrize(
    ("page", "expected", "came"),
    [
        (Page(status=404), "status 200 or 304", "404"),
        (Page(b"sorry", status=503), "status 200 or 304", "503"),
        (Page(b""), "an answer with content", "an empty one"),
        (Page(b"x" * 10_001), "at most 10000 bytes", "more"),
        (
            Page(gzip.compress(b"x" * 500_000), headers={"Content-Encoding": "gzip"}),
            "at most 10000 bytes",
            "more",
        ),
        (Page(b"one", cut=True), "an answer", "an answer that ends too early, or is no HTTP"),
        (
            Page(b"no gzip", headers={"Content-Encoding": "gzip"}),
            "an answer",
            "content that does not decompress",
        ),
        (Page(b"one", slow_s=1.0), "an answer", "silence"),
        (Page(b"one" * 10, slow_s=0.05), "the whole within 0.5 s", "a part"),
        (
            Page(status=302, headers={"Location": "file:///etc/hostname"}),
            "http or https",
            "file",
        ),
    ],
)
def test_what_cannot_be_had_is_a_fault_with_its_repair(
    site: Site, fetcher: HttpFetcher, page: Page, expected: str, came: str
):
    site.pages["/list.csv"] = page
    found = fault(fetcher, site.url())
    assert (str(found.expected), str(found.came)) == (expected, came)
    assert str(found.repair)


def test_a_server_that_is_gone_is_a_fault(fetcher: HttpFetcher):
    with opened_site() as site:
        address = site.url()
    assert str(fault(fetcher, address).came) == "no connection"


def test_redirects_are_followed_so_many_times_and_no_more(site: Site, fetcher: HttpFetcher):
    for step in range(REDIRECTS_MAX + 1):
        site.pages[f"/{step}"] = Page(status=302, headers={"Location": f"/{step + 1}"})
    site.pages[f"/{REDIRECTS_MAX + 1}"] = Page(b"one")
    assert content(fetcher, site.url("/1")) == b"one"
    assert str(fault(fetcher, site.url("/0")).expected) == f"at most {REDIRECTS_MAX} redirects"


def test_a_secret_in_an_address_is_in_no_log_and_no_fault(
    site: Site, fetcher: HttpFetcher, caplog: pytest.LogCaptureFixture
):
    site.pages["/list.csv"] = Page(b"one")
    with caplog.at_level(logging.INFO):
        assert content(fetcher, site.url("/list.csv?key=s3cr3t", user="me:pa55@")) == b"one"
        found = fault(fetcher, site.url("/none?key=s3cr3t", user="me:pa55@"))
    assert "Authorization" in site.asked[0][1]
    assert not any(secret in f"{caplog.text}{found}" for secret in ("s3cr3t", "pa55"))
