"""A trace is found wherever one was left, or that none was found would tell nothing."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
import unicodedata
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from tests.flow.traces import has_trace, holders, traces

NAME = "Quëlla Østergård-Vørst"
WANTED = traces([NAME])
LEFT = {
    "as it is": NAME.encode(),
    "utf-16": NAME.encode("utf-16"),
    "utf-16-be": NAME.encode("utf-16-be"),
    "decomposed": unicodedata.normalize("NFD", NAME).encode(),
    "folded": NAME.casefold().encode(),
    "upper": NAME.upper().encode(),
    "without marks": b"QuellaOstergardVorst".lower(),
    "a token of it": b"t:ostergard",
    "its tokens in order": b"n:ostergard quella vorst",
    "letters alone": "QuëllaØstergårdVørst".encode(),
    "hexadecimal": NAME.encode().hex().encode(),
    "JSON": json.dumps({"name": NAME}).encode(),
    "JSON in Base64": base64.b64encode(json.dumps({"name": NAME}).encode()),
    "address": b"/search?text=Qu%C3%ABlla%20%C3%98sterg%C3%A5rd-V%C3%B8rst",
    "zlib": zlib.compress(NAME.encode()),
    "zlib amid others": b"\x78\x9c" + bytes(40) + zlib.compress(NAME.encode(), 1) + bytes(40),
    "zlib cut short": zlib.compress(NAME.encode() + bytes(range(256)) * 9, 0)[:300],
    "gzip in gzip": gzip.compress(gzip.compress(NAME.encode())),
    **{
        f"Base64 after {count}": base64.b64encode(b"x" * count + NAME.encode() + b"yy")
        for count in range(5)
    },
    "Base64 for addresses": base64.urlsafe_b64encode(b"??" + NAME.encode() + b"??"),
}


@pytest.mark.parametrize("left", LEFT.values(), ids=LEFT)
def test_a_trace_is_found(left: bytes):
    assert has_trace(b"before " + left + b" after", WANTED)


def test_what_is_no_trace_is_none():
    others = json.dumps({"name": "Quello Ostergaard", "key": "t:ostergad"}).encode()
    assert not has_trace(others + zlib.compress(others) + base64.b64encode(others), WANTED)


def test_a_trace_is_found_in_a_database_and_in_its_log(tmp_path: Path):
    for name in ("log", "free", "none"):
        (tmp_path / name).mkdir()
    with (
        closing(sqlite3.connect(tmp_path / "log" / "s")) as log,
        closing(sqlite3.connect(tmp_path / "free" / "s")) as free,
        closing(sqlite3.connect(tmp_path / "none" / "s")) as none,
    ):
        log.execute("PRAGMA journal_mode=WAL").fetchall()
        for store, erased in ((log, 0), (free, 0), (none, 1)):
            store.execute(f"PRAGMA secure_delete={erased}").fetchall()
            store.execute("CREATE TABLE t (v)")
            store.execute("INSERT INTO t VALUES (?)", [NAME])
            store.commit()
            store.execute("DELETE FROM t")
            store.commit()
        assert holders(tmp_path, [NAME]) == {"log", "free"}
