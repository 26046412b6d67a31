from __future__ import annotations

from io import BytesIO

import pytest

from isthmus.flow.rereading import read_again
from isthmus.formats.raw import (
    ALONE,
    MAX_CONTEXT_BYTES,
    BrokenRecord,
    Context,
    Fault,
    RawRecord,
    Tree,
)
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


CAMT = b"""<?xml version="1.0"?><ns:Envelope xmlns:ns='urn:e'><ns:AppHdr>
<ns:MsgDefIdr>camt.053.001.08</ns:MsgDefIdr></ns:AppHdr>
<Document><Body><GrpHdr><MsgId>M1</MsgId></GrpHdr>
<Stmt><Id>S1</Id><Acct><Id><IBAN>XX00ONE</IBAN></Id></Acct>
<Ntry><NtryRef>E1</NtryRef><Amt Ccy="EUR">30</Amt><NtryDtls>
<TxDtls><Refs><EndToEndId>a</EndToEndId></Refs></TxDtls>
<TxDtls><Refs><EndToEndId>b</EndToEndId></Refs></TxDtls></NtryDtls><NtryDtls>
<TxDtls><Refs><EndToEndId>c</EndToEndId></Refs></TxDtls></NtryDtls><AddtlNtryInf>x</AddtlNtryInf>
</Ntry><Ntry><NtryRef>E2</NtryRef></Ntry></Stmt>
<Stmt><Id>S2</Id><Acct><Id><IBAN>XX00TWO</IBAN></Id></Acct>
<Ntry><NtryRef>E3</NtryRef></Ntry></Stmt></Body></Document></ns:Envelope>"""
PAXLST = (
    b"UNA|*.? ~UNB*UNOA|4*ALDER*BIRCH*310504|1000*1~UNH*1*PAXLST|D|02B|UN|IATA~BGM*745~"
    b"TDT*20*XX123~LOC*125*AAA~NAD*FL***LARK|ADA~DTM*329|811224~NAD*FL***WREN|BEN~CNT*42|2~"
    b"UNT*9*1~UNZ*1*1~"
    b"UNB+UNOA:4+ALDER+BIRCH+320504:1000+2'UNH+1+PAXLST:D:02B:UN:IATA'BGM+745'"
    b"TDT+20+YY456'LOC+125+BBB'NAD+FL+++TERN:CAY'UNT+9+1'UNZ+1+2'"
)
PNRGOV = b"""UNB+IATA:1+XX+AGENCY+310501:1200+REF1'
UNH+M1+PNRGOV:13:1:IA'
MSG+:22'
TVL+020531:2230:030531:0715+AAA+BBB+XX:YY+0123'
SRC'
RCI+XX:ABC123'
SRC'
RCI+XX:DEF456'
TIF+LARK+ADA:A:1'
SSR+DOCS:HK:1:XX:::::/P/GBR/C01X00T47/DEU/24DEC01/M/01JAN36/LARK/ADA+::1'
UNT+40+M1'
UNZ+1+REF1'
"""
STIX = b"""{"type": "bundle", "objects": [
 {"type": "indicator", "id": "indicator--1", "object_marking_refs": ["marking-definition--1",
  "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"]},
 {"type": "marking-definition", "id": "marking-definition--1", "definition": {"statement": "own"}},
 {"type": "indicator", "id": "indicator--2", "granular_markings": [
  {"selectors": ["a"], "marking_ref": "marking-definition--2"}]},
 {"type": "marking-definition", "id": "marking-definition--2", "definition": {"tlp": "Red"},
  "object_marking_refs": ["marking-definition--1", "marking-definition--none"]}]}"""
WIDE = '<?xml version="1.0" encoding="UTF-16"?><l made="a>b"><s n=\'1\'>Möwe</s><s>ß</s></l>'
NARROW = b'<?xml version="1.0" encoding="ISO-8859-1"?><l\xe4nge><s>M\xf6we</s></l\xe4nge>'
OWNED = (
    b"<fleet xmlns='urn:f' made='1>0'><owner><name>Lark</name></owner><flag/><ships><port>A</port>"
    b"<ship>1</ship><port>B</port><ship>2</ship></ships>"
    b"<ships><ship>3</ship></ships></fleet>"
)


def part(format_: str, **options: Tree) -> Part:
    return Part("p", format_, options, {}, {}, {}, 1)


def records(content: bytes, part: Part) -> list[RawRecord]:
    found = READERS[part.format](BytesIO(content), part.options)
    return [item for item in found if isinstance(item, RawRecord)]


@pytest.mark.parametrize(
    ("content", "part", "many"),
    [
        (ROWS, part("delimited", must_end_with="\n"), 2),
        (ROWS, part("delimited", columns=["name", "id", "built"]), 2),
        (ROWS, part("delimited", header=["a", "b", "c"], eof_mark="\x1a"), 3),
        (b'{"data": {"items": [{"a": 1}, {"a": 2}]}}', part("json", record="data/items"), 2),
        (b'{"data": {"item": {"a": 1}}}', part("json", record="data/item"), 1),
        (b'[{"a": 1}]', part("json"), 1),
        (b'{"a": 1}\n{"a": 2}\n', part("jsonl"), 2),
        (b'{"id": "1", "schema": "Person", "properties": {"name": ["L"]}}\n', part("ftm"), 1),
        (UNDECLARED, part("xml", record=["ships/ship", "firms/firm"]), 2),
        (UNDECLARED, part("xml", record=["/list/ships/ship", "firm"], root="list"), 2),
        (UNDECLARED, part("xml", record=["ships/ship", "firm"], root=["list", "other"]), 2),
        (OWNED, part("xml", record="ship", context=["owner", "flag", "ships/port"]), 3),
        (NARROW, part("xml", record="s"), 1),
        (WIDE.encode("utf-16"), part("xml", record="s"), 2),
        (CAP, part("cap"), 1),
        (WCO, part("wco"), 1),
        (CAMT, part("camt"), 5),
        (MISP, part("misp"), 2),
        (b'{"Event": {"uuid": "u1"}}', part("misp"), 1),
        (STIX, part("stix"), 4),
        (PAXLST, part("paxlst"), 3),
        (PNRGOV, part("pnrgov"), 2),
        (b"!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\n", part("aivdm"), 1),
    ],
)
def test_a_record_by_itself_says_what_it_said_in_its_file(content: bytes, part: Part, many: int):
    found = records(content, part)
    assert len(found) == many
    for record in found:
        again = read_again(record.raw, part, record.context)
        assert not isinstance(again, Fault), again
        assert [(one.raw, one.tree) for one in again] == [(record.raw, record.tree)]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (ROWS.replace(b"name", b"n" * MAX_CONTEXT_BYTES), part("delimited")),
        (
            OWNED.replace(b"Lark", b"L" * MAX_CONTEXT_BYTES),
            part("xml", record="ship", context="owner"),
        ),
        (OWNED.replace(b"1>0", b"1" * MAX_CONTEXT_BYTES), part("xml", record="ship")),
        (CAMT.replace(b"</TxDtls>", b"</TxDtls>" + b"<TxDtls>.</TxDtls>" * 4000, 1), part("camt")),
        (
            PAXLST.replace(b"BGM", b"FTX*" + b"x" * 60_000 + b"~FTX*" + b"y" * 9_000 + b"~BGM", 1),
            part("paxlst"),
        ),
        (STIX.replace(b"own", b"o" * MAX_CONTEXT_BYTES), part("stix")),
    ],
)
def test_a_record_whose_context_was_too_long_to_keep_says_so(content: bytes, part: Part):
    record = records(content, part)[0]
    assert record.context is None
    found = read_again(record.raw, part, record.context)
    assert isinstance(found, Fault)
    assert str(found.expected) == "a record that can be read by itself"
    assert part.format in str(found.came)


def test_a_context_never_counts_as_the_record():
    definition, indicator = records(STIX, part("stix"))[1:3]
    spoilt = b'{"type": "indicator"}'
    context = Context((indicator.context or ALONE).before + definition.raw + b",")
    found = read_again(spoilt, part("stix"), context)
    assert isinstance(found, Fault)
    assert found.field == "id"


def test_a_record_in_a_document_of_another_kind_is_told_so():
    found = read_again(b"<ship>1</ship>", part("xml", record="ships/boat"), ALONE)
    assert isinstance(found, Fault)


def test_what_breaks_its_format_breaks_it_by_itself_too():
    (broken,) = (
        item
        for item in READERS["delimited"](BytesIO(ROWS + b"3,Sea Tern\n"), {})
        if isinstance(item, BrokenRecord)
    )
    assert read_again(broken.raw, part("delimited"), broken.context) == broken.fault
    ships = Context(b"<ships>")
    cut = read_again(b"<ship><name>Sea</ship>", part("xml", record="ships/ship"), ships)
    assert isinstance(cut, Fault)
    assert str(cut.expected) == "well-formed XML"
