"""Sniffing gives clues; it never reads behind the head and never fails."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.formats.sniff import HEAD_BYTES, clues


def test_xml_shows_its_root_and_namespace() -> None:
    seen = clues(b'<?xml version="1.0"?><!-- x --><a:b xmlns:a="urn:a" k="1"><c>', "x.xml")
    assert (seen.root, seen.namespace, seen.encoding) == ("b", "urn:a", "utf-8")
    assert clues(b'<b xmlns="urn:b">', "x").namespace == "urn:b"
    assert clues("<b/>".encode("utf-16"), "x").root == "b"


def test_json_shows_its_keys_even_when_the_head_is_cut() -> None:
    assert clues(b'{"a":[{"x":1}],"b":"}","c', "x.json").keys == ("a", "b")
    assert clues(b' [ {"a":1,"b":2}, {"c":', "x.json").keys == ("a", "b")
    assert clues(b'{"a":1}\n{"b":2}\n', "x.jsonl").keys == ("a",)


def test_delimited_text_shows_its_columns_likeliest_first() -> None:
    seen = clues(b'name;flag\n"x, y";PA\nz;FR\ncut', "x.csv")
    best = seen.columns[0]
    assert (best.delimiter, best.count, best.agreement) == (";", 2, 1.0)
    assert best.first == ("name", "flag")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b"\xef\xbb\xbfa", "utf-8-sig"),
        (b"\xff\xfea\x00", "utf-16-le"),
        (b"a\x00b\x00c\x00", "utf-16-le"),
        (b"\x00a\x00b\x00c", "utf-16-be"),
        ("\u00e9".encode(), "utf-8"),
        ("x\u00e9".encode()[:-1], "utf-8"),
        (b"caf\xe9 x", "cp1252"),
        (b"PK\x03\x04\x00\x01\x02\x03\x04\x05\x06", None),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "iso-8859-1"),
        (b"", "utf-8"),
    ],
)
def test_the_encoding_is_guessed(head: bytes, encoding: str | None) -> None:
    assert clues(head, "x").encoding == encoding


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        (b"!AIVDM,1,1,,A,x,0*00", "!AIVDM"),
        (b"# taken by hand\n\\s:x*00\\!AIVDM,1", "!AIVDM"),
        (b"\\g:1-2-3*00\\!AIVDM", "\\g:"),
        (b"UNA:+.? '", "UNA"),
        (b"\r\nUNB+UNOA", "UNB"),
        (b"UNH+1", "UNH"),
    ],
)
def test_well_known_beginnings_are_marks(head: bytes, mark: str) -> None:
    assert mark in clues(head, "x").marks


@given(st.binary(max_size=300) | st.sampled_from([b"<", b"{", b"[", b'{"', b"<a", b"<!DOCTYPE"]))
def test_nothing_makes_it_fail(head: bytes) -> None:
    assert clues(head, "x").first_bytes == head[:64]


def test_declared_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;">]><a k="1">&y;</a>'
    assert clues(bomb, "x").root == "a"


def test_only_the_head_counts() -> None:
    assert clues(b"a,b\n" * HEAD_BYTES, "x").columns[0].count == 2


@pytest.mark.parametrize(
    ("path", "root", "namespace"),
    [
        ("sanctions/un/un_consolidated_2026-02-27.xml", "CONSOLIDATED_LIST", None),
        (
            "finance/iso20022_camt/camt053.v8.xml",
            "Document",
            "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08",
        ),
        ("alerts/kde_fpas_cap/au-bom-en.rss.xml", "rss", None),
    ],
)
def test_real_documents_show_their_root(
    real_data: Path, path: str, root: str, namespace: str | None
) -> None:
    with (real_data / path).open("rb") as stream:
        seen = clues(stream.read(HEAD_BYTES), path)
    assert (seen.root, seen.namespace) == (root, namespace)


@pytest.mark.parametrize(
    ("path", "delimiter", "count"),
    [
        ("sanctions/ofac_2024/sdn_2024-05-03.csv", ",", 12),
        ("sanctions/ofac_2024/alt_2024-01.csv", ",", 5),
        ("communications/montagna_mafia/Montagna_meetings_edgelist.csv", "\t", 3),
        ("movement/shadow_fleet_baltic/gur_vessels_master.csv", ",", 11),
    ],
)
def test_real_tables_show_their_columns(
    real_data: Path, path: str, delimiter: str, count: int
) -> None:
    with (real_data / path).open("rb") as stream:
        best = clues(stream.read(HEAD_BYTES), path).columns[0]
    assert (best.delimiter, best.count, best.agreement) == (delimiter, count, 1.0)
