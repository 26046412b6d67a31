"""The console's files: encodings, caching, addresses of its own, and nothing outside its folder."""

from __future__ import annotations

import gzip
from collections.abc import Generator
from pathlib import Path

import brotli
import httpx
import pytest

from tests.web.stand import StageNode, opened

SCRIPT = b"console.log('here')\n" * 50


@pytest.fixture
def client(tmp_path: Path) -> Generator[httpx.Client]:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><title>Isthmus</title>")
    script = static / "assets" / "main-a1b2.js"
    script.write_bytes(SCRIPT)
    Path(f"{script}.br").write_bytes(brotli.compress(SCRIPT))
    Path(f"{script}.gz").write_bytes(gzip.compress(SCRIPT))
    (static / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (static / ".stamp").write_text("a digest")
    (tmp_path / "secret.txt").write_text("outside")
    with opened(StageNode(static=static)) as client:
        yield client


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None), ("", None)],
)
def test_a_file_goes_out_in_the_best_encoding_that_is_accepted(
    client: httpx.Client, accepted: str, encoding: str | None
):
    answer = client.get("/assets/main-a1b2.js", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.content == SCRIPT
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"


def test_what_carries_its_hash_in_its_name_is_kept(client: httpx.Client):
    assert "immutable" in client.get("/assets/main-a1b2.js").headers["cache-control"]
    assert client.get("/favicon.svg").headers["cache-control"] == "no-cache"
    assert client.get("/").headers["cache-control"] == "no-cache"


def test_what_has_not_changed_is_not_sent_again(client: httpx.Client):
    tag = client.get("/").headers["etag"]
    answer = client.get("/", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/alerts", "/entities/e-x?tab=links", "/a/b/c"])
def test_every_other_address_is_the_consoles_own(client: httpx.Client, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<title>Isthmus</title>" in answer.text


def test_a_missing_script_is_no_page(client: httpx.Client):
    answer = client.get("/assets/main-old.js")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/.stamp", "/%00"],
)
def test_nothing_outside_the_folder_and_nothing_hidden_goes_out(client: httpx.Client, path: str):
    answer = client.get(path)
    assert "outside" not in answer.text
    assert "a digest" not in answer.text


def test_an_address_of_the_api_is_never_a_page(client: httpx.Client):
    answer = client.get("/api/v2/alerts")
    assert answer.status_code == 404
    assert answer.json()["code"] == "input.unknown"


def test_without_a_console_a_clear_text_says_how_to_build_it():
    with opened(StageNode()) as client:
        answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/plain")
    assert "make console" in answer.text
