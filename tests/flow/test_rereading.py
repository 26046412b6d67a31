from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest

from isthmus.flow.rereading import read_again
from isthmus.formats.raw import BrokenRecord, Fault, RawRecord, Tree
from isthmus.formats.registry import READERS
from isthmus.ingest.declaration import Part

ROWS = b"id,name,built\n1,Sea Lark,2011\n2,Sea Wren,2012\n"
UNDECLARED = (
    b"\xef\xbb\xbf<list><!-- a list --><ships made='x'><s:ship xmlns:s='urn:s' id='1'>"
    b"<name>Sea &amp; Lark</name></s:ship></ships>"
    b"<firms><firm><name>Lark Lines</name></firm></firms></list>"
)
CAP = (
    b"<feed><alert><identifier>a1</identifier><sender>s</sender>"
    b"<sent>2031-05-04T10:00:00Z</sent></alert></feed>"
)
WCO = (
    b"<MetaData><Declaration><FunctionalReferenceID>L1</FunctionalReferenceID></Declaration>"
    b"</MetaData>"
)
MISP = b'{"response": [{"Event": {"uuid": "u1"}}, {"Event": {"uuid": "u2"}}]}'


def part(format_: str, **options: Tree) -> Part:
    return Part("p", format_, options, {}, {}, {}, 1)


def records(content: bytes, part: Part) -> list[RawRecord]:
    found = READERS[part.format](BytesIO(content), part.options)
    return [item for item in found if isinstance(item, RawRecord)]


@pytest.mark.parametrize(
    ("content", "part", "columns"),
    [
        (ROWS, part("delimited", must_end_with="\n"), ["id", "name", "built"]),
        (ROWS, part("delimited", columns=["name", "id", "built"]), ["id", "name", "built"]),
        (ROWS, part("delimited", header=["a", "b", "c"], eof_mark="\x1a"), None),
        (b'{"data": {"items": [{"a": 1}, {"a": 2}]}}', part("json", record="data/items"), None),
        (b'{"a": 1}\n{"a": 2}\n', part("jsonl"), None),
        (
            b'{"id": "1", "schema": "Person", "properties": {"name": ["L"]}}\n',
            part("ftm"),
            None,
        ),
        (UNDECLARED, part("xml", record=["ships/ship", "firms/firm"]), None),
        (UNDECLARED, part("xml", record=["/list/ships/ship", "firm"], root="list"), None),
        (UNDECLARED, part("xml", record=["ships/ship", "firm"], root=["list", "other"]), None),
        (CAP, part("cap"), None),
        (WCO, part("wco"), None),
        (MISP, part("misp"), None),
        (b'{"Event": {"uuid": "u1"}}', part("misp"), None),
        (b"!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\n", part("aivdm"), None),
    ],
)
def test_a_record_by_itself_says_what_it_said_in_its_file(
    content: bytes, part: Part, columns: Sequence[str] | None
):
    found = records(content, part)
    assert found
    for record in found:
        again = read_again(record.raw, part, columns)
        assert not isinstance(again, Fault), again
        assert [(one.raw, one.tree) for one in again] == [(record.raw, record.tree)]


@pytest.mark.parametrize(
    "part",
    [
        part("delimited"),
        part("camt"),
        part("paxlst"),
        part("pnrgov"),
        part("stix"),
        part("xml", record="ships/ship", context="list/owner"),
        part("xml", record="ships/boat"),
    ],
)
def test_a_record_that_needs_its_file_says_so(part: Part):
    found = read_again(b"<ship>1</ship>", part, None)
    assert isinstance(found, Fault)
    assert found.expected == "a record that says everything by itself"
    assert part.format in found.came


def test_what_breaks_its_format_breaks_it_by_itself_too():
    (broken,) = (
        item
        for item in READERS["delimited"](BytesIO(ROWS + b"3,Sea Tern\n"), {})
        if isinstance(item, BrokenRecord)
    )
    assert read_again(broken.raw, part("delimited"), ["id", "name", "built"]) == broken.fault
    cut = read_again(b"<ship><name>Sea</ship>", part("xml", record="ships/ship"), None)
    assert isinstance(cut, Fault)
    assert cut.expected == "well-formed XML"
