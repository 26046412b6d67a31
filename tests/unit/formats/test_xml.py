"""XML: record elements are cut out byte for byte, whatever stands around or inside of them."""

import io
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.formats import xml
from isthmus.formats.raw import MAX_RECORD_BYTES, Tree
from tests.unit.formats.reading import Read, Trickle, in_order, peak_of, read_all, repeated

LIST = b"""<?xml version="1.0"?>
<LIST dateGenerated="2031-05-01" xmlns:x="urn:x">
 <HEAD><DATE>2031-04-30</DATE></HEAD>
 <PEOPLE>
  <PERSON id="7"><NAME>Ada</NAME><ALIAS>A</ALIAS><ALIAS>B</ALIAS><NOTE/></PERSON>
  <x:PERSON>text <B>in</B> between</x:PERSON>
 </PEOPLE>
 <ENTITIES><ENTITY/></ENTITIES>
</LIST>"""


def elements(source: bytes, **options: Tree) -> Read:
    return read_all(xml.read, source, **{"record": "r", **options})


def test_records_are_exact_slices_with_their_trees() -> None:
    read = elements(LIST, record=["PEOPLE/PERSON", "ENTITY"])
    assert read.raws == [
        b'<PERSON id="7"><NAME>Ada</NAME><ALIAS>A</ALIAS><ALIAS>B</ALIAS><NOTE/></PERSON>',
        b"<x:PERSON>text <B>in</B> between</x:PERSON>",
        b"<ENTITY/>",
    ]
    assert read.trees == [
        {"#name": "PERSON", "@id": "7", "NAME": "Ada", "ALIAS": ["A", "B"], "NOTE": None},
        {"#name": "PERSON", "#text": "text  between", "B": "in"},
        {"#name": "ENTITY"},
    ]
    assert read.ending.complete
    assert read.ending.header == {
        "#root": "LIST",
        "#namespace": None,
        "@dateGenerated": "2031-05-01",
    }


def test_header_paths_give_elements_outside_of_records() -> None:
    read = elements(LIST, record="PERSON", header=["HEAD/DATE", "NAME"])
    assert read.ending.header["HEAD/DATE"] == "2031-04-30"
    assert "NAME" not in read.ending.header


def test_listed_paths_are_lists_even_with_one_value() -> None:
    source = b"<d><r><a>1</a><b><a>2</a></b></r></d>"
    assert elements(source, lists=["a"]).trees == [
        {"#name": "r", "a": ["1"], "b": {"a": "2"}},
    ]
    assert elements(source, lists=["b/a"]).trees == [
        {"#name": "r", "a": "1", "b": {"a": ["2"]}},
    ]


def test_a_record_carries_the_context_that_stands_before_it_and_is_still_open() -> None:
    source = (
        b"<d xmlns='urn:d'><s><acct>1</acct><r/><acct>2</acct><r/></s><s><r/></s><acct>3</acct></d>"
    )
    read = elements(source, context="s/acct")
    contexts = [tree["#context"] for tree in read.trees]
    assert [context.get("s/acct") for context in contexts] == ["1", "2", None]
    assert contexts[0]["#namespace"] == "urn:d"


def test_a_path_from_the_root_fits_as_a_whole() -> None:
    source = b"<d><r>1</r><e><r>2</r></e></d>"
    assert [t["#text"] for t in elements(source, record="/d/r").trees] == ["1"]
    assert [t["#text"] for t in elements(source, record="r").trees] == ["1", "2"]


def test_a_record_inside_of_a_record_belongs_to_it() -> None:
    read = elements(b"<d><r>1<r>2</r></r><r>3</r></d>")
    assert read.raws == [b"<r>1<r>2</r></r>", b"<r>3</r>"]


@pytest.mark.parametrize(
    "raw",
    [
        b"<r/>",
        b"<r />",
        b"<r a=\"/>\" b='>'/>",
        b"<r></r >",
        b"<r>/></r>",
        b"<r><!--/--></r>",
        b"<r><![CDATA[</r>]]></r>",
        b"<r><?x </r>?></r>",
        b"<r><r/></r>",
        b"<r\n a='1'\n></r\n>",
    ],
)
def test_the_end_of_a_record_is_found_whatever_it_looks_like(raw: bytes) -> None:
    source = b"<d>" + raw + b"<x></x>" + raw + b"</d>"
    for step in (1, 2, 5, 1000):
        read = read_all(xml.read, Trickle(source, step), record="r")
        assert read.raws == [raw, raw]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "UTF-16LE", "UTF-16BE"]
)
def test_slices_are_exact_in_every_encoding(encoding: str) -> None:
    declared = "utf-16" if encoding.startswith("UTF") else encoding
    wide = "\u4e00" if "utf" in encoding.lower() else ""
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    text = f'{head}<d>\u00e9<r a="\u00e9">\u00fc</r><r/>{wide}</d>'
    mark = {"UTF-16LE": b"\xff\xfe", "UTF-16BE": b"\xfe\xff"}.get(encoding, b"")
    source = mark + text.encode(encoding)
    read = elements(source)
    narrow = {"utf-16": "utf-16-le"}.get(encoding, encoding)
    assert read.raws == ['<r a="\u00e9">\u00fc</r>'.encode(narrow), "<r/>".encode(narrow)]
    assert read.trees[0] == {"#name": "r", "@a": "\u00e9", "#text": "\u00fc"}
    assert read.ending.complete


def test_an_encoding_may_have_a_common_misspelling_or_be_overridden() -> None:
    assert elements('<?xml version="1.0" encoding="utf8"?><r>\u00e9</r>'.encode()).ending.complete
    read = elements("<r>\u00e9</r>".encode("iso-8859-1"), encoding="iso-8859-1")
    assert read.trees[0]["#text"] == "\u00e9"


@pytest.mark.parametrize("encoding", ["shift_jis", "rot13", "zlib", "nothing"])
def test_an_encoding_that_cannot_be_read_is_a_fault(encoding: str) -> None:
    source = f'<?xml version="1.0" encoding="{encoding}"?><d><r>1</r></d>'.encode()
    assert not elements(source).ending.complete


def test_wrong_bytes_break_one_record_and_make_the_delivery_incomplete() -> None:
    read = elements(b"<d><r>1</r><r>caf\xe9!</r><r>3</r></d>")
    assert [tree["#text"] for tree in read.trees] == ["1", "3"]
    assert read.broken[0].raw == b"<r>caf\xe9!</r>"
    assert str(read.broken[0].fault.came) == "byte 0xe9 on line 1"
    assert "UTF-8" in str(read.broken[0].fault.expected)
    assert not read.ending.complete


@pytest.mark.parametrize(
    "inside", ["&nope;", "<b>", "</b>", "\x01", "<b a=1/>", "&#0;", "&#xD800;"]
)
def test_a_record_that_is_not_well_formed_does_not_stop_the_rest(inside: str) -> None:
    raw = f"<p:r>{inside}</p:r>".encode()
    source = b"<d><l><p:r>1</p:r>" + raw + b"<p:r>3</p:r></l><p:r>4</p:r></d>"
    for step in (1, 3, 1000):
        read = read_all(xml.read, Trickle(source, step), record="r")
        assert [tree["#text"] for tree in read.trees] == ["1", "3", "4"]
        assert [broken.raw for broken in read.broken] == [raw]
        assert not read.ending.complete


def test_what_follows_a_broken_record_is_read_in_the_encoding_of_the_document() -> None:
    records = ["<r>a & b</r>", "<r>caf\u00e9</r>"]
    source = f"<?xml version='1.0' encoding='iso-8859-1'?><l\u00e4>{''.join(records)}</l\u00e4>"
    read = elements(source.encode("latin-1"))
    assert [broken.number for broken in read.broken] == [1]
    assert read.trees == [{"#name": "r", "#text": "caf\u00e9"}]


def test_a_verdict_names_the_line_of_the_document_however_often_it_was_taken_up_again() -> None:
    source = (
        b"<?xml version='1.0'?>\n<l\n a='1'>\n<r>&</r>\n<r>\n\n2 < </r>\n<r>3</r><r>\n&\n</r>\n"
    )
    read = elements(source)
    assert [str(broken.fault.came).rpartition(" on ")[2] for broken in read.broken] == [
        "line 4",
        "line 7",
        "line 9",
    ]
    read = elements(source[:-1] + b"<r>\nhalf")
    assert str(read.broken[-1].fault.came) == (
        "the end of the document on line 11, before its last end tag"
    )


def test_an_end_tag_in_a_comment_does_not_end_a_broken_record() -> None:
    forged = b"<r>\x01<![CDATA[</r><r>forged</r>]]><!-- </r> --></r>"
    read = elements(b"<d>" + forged + b"<r>2</r></d>")
    assert [broken.raw for broken in read.broken] == [forged]
    assert [tree["#text"] for tree in read.trees] == ["2"]


def test_a_fault_outside_of_records_stops_the_reading() -> None:
    read = elements(b"<d><r>1</r></e><r>2</r></d>")
    assert len(read.records) == 1
    assert "mismatched tag" in str(read.fault.came)


@pytest.mark.parametrize("at", range(3, len(b"<d><r>1</r><r>2</r></d>")))
def test_a_document_that_is_cut_off_is_incomplete(at: int) -> None:
    source = b"<d><r>1</r><r>2</r></d>"[:at]
    read = elements(source)
    assert not read.ending.complete
    assert in_order(source, read.raws)
    assert len(read.records) == source.count(b"</r>")


def test_a_record_that_is_cut_off_reaches_quarantine() -> None:
    read = elements(b"<d><r>1</r><r>half")
    assert read.broken[0].raw == b"<r>half"


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE d [<!ENTITY % p SYSTEM "http://example.test/p"> %p;]>',
        b'<!DOCTYPE d SYSTEM "http://example.test/d.dtd">',
        b'<!DOCTYPE d PUBLIC "x" "http://example.test/d.dtd">',
        b'<!DOCTYPE d [<!ATTLIST r forged CDATA "yes">]>',
    ],
)
def test_a_doctype_that_declares_or_fetches_is_refused_before_it_acts(doctype: bytes) -> None:
    read = elements(doctype + b"<d><r>&b;</r></d>")
    assert read.items == []
    assert "entity declarations" in str(read.fault.expected)


def test_a_bare_doctype_does_no_harm() -> None:
    assert len(elements(b"<!DOCTYPE d><d><r/></d>").records) == 1


def test_depth_has_a_limit_inside_and_outside_of_records() -> None:
    for source in (b"<a>" * 5000, b"<d><r>" + b"<a>" * 5000):
        read = elements(source)
        assert str(read.fault.expected) == "at most 100 levels"


def test_the_number_of_elements_in_a_record_has_a_limit() -> None:
    source = b"<d><r>" + b"<a/>" * 70_000 + b"</r><r>2</r></d>"
    read = elements(source)
    assert "65536" in str(read.broken[0].fault.expected)
    assert read.broken[0].raw == b"<r>" + b"<a/>" * 70_000 + b"</r>"
    assert [tree["#text"] for tree in read.trees] == ["2"]
    assert read.ending.complete


def test_an_empty_tag_with_too_many_attributes_is_cut_where_it_ends() -> None:
    tag = b"<r " + b" ".join(b'a%d="1"' % n for n in range(9000)) + b"/>"
    read = elements(b"<d>" + tag * 2 + b"</d>")
    assert read.raws == [tag, tag]


def test_the_number_of_different_names_has_a_limit() -> None:
    source = b"<d>" + b"".join(b"<n%d/>" % n for n in range(20_000)) + b"</d>"
    assert "different names" in str(elements(source).fault.expected)


def test_a_root_element_of_another_kind_is_refused() -> None:
    read = elements(b"<rss><r/></rss>", root=["d", "e"])
    assert read.items == []
    assert (str(read.fault.expected), str(read.fault.came)) == ("d or e", "rss")


@pytest.mark.parametrize("source", [b"", b"   ", b"no xml", b"<?xml version='1.0'?>"])
def test_what_is_no_document_is_incomplete(source: bytes) -> None:
    assert not elements(source).ending.complete


def test_a_document_without_records_is_an_empty_list() -> None:
    assert elements(b"<d/>").ending.complete


@pytest.mark.parametrize(
    "options",
    [{}, {"record": ""}, {"record": "a//b"}, {"record": "a/"}, {"record": "r", "list": "a"}],
)
def test_an_option_that_does_not_fit_is_refused(options: dict[str, Tree]) -> None:
    with pytest.raises(MappingInvalid):
        xml.read(io.BytesIO(b""), options)


def test_a_record_longer_than_a_record_comes_in_pieces() -> None:
    long = b"<r>" + b"x" * (2 * MAX_RECORD_BYTES) + b"</r>"
    read = elements(b"<d><r>1</r>" + long + b"<r>3</r></d>")
    assert [tree["#text"] for tree in read.trees] == ["1", "3"]
    assert {broken.number for broken in read.broken} == {2}
    assert b"".join(broken.raw for broken in read.broken) == long
    assert [b.continues for b in read.broken] == [True] * (len(read.broken) - 1) + [False]
    assert read.ending.complete


@pytest.mark.parametrize(
    ("head", "tail", "complete"),
    [
        (b"<d><r>", b"</r></d>", True),
        (b"<d>", b"</d>", True),
        (b"<d><h>", b"</h></d>", False),
        (b"<d><!--", b"--></d>", False),
        (b"<d><r a='", b"'/></d>", False),
        (b"<d><r>\x01", b"</r></d>", False),
        (b"<d><![CDATA[", b"]]></d>", True),
    ],
)
def test_up_to_200_mb_on_one_line_need_no_more_memory_than_three_records(
    head: bytes, tail: bytes, *, complete: bool
) -> None:
    # One case at full length; the others only need to be far longer than the bound.
    times = 2000 if head == b"<d><r>" else 500
    stream = repeated(head, b"x" * 100_000, times, tail)
    peak, _, ending = peak_of(xml.read, stream, record="r", header="h")
    assert ending.complete == complete
    assert peak < 3 * MAX_RECORD_BYTES


TEXT = st.text(st.characters(codec="utf-8", min_codepoint=32, max_codepoint=0xD7FF), max_size=8)
NAMES = st.sampled_from(["a", "b", "p:c"])
TREES = st.recursive(
    TEXT.map(escape),
    lambda inner: st.builds(
        lambda name, value, children: f"<{name} k={quoteattr(value)}>{''.join(children)}</{name}>",
        NAMES,
        TEXT,
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


@given(st.lists(TREES, max_size=6), st.sampled_from(["utf-8", "utf-16"]), st.integers(1, 50))
def test_slices_of_generated_documents_are_exact(
    inner: list[str], encoding: str, step: int
) -> None:
    records = [f"<r>{one}</r>" if one else "<r/>" for one in inner]
    source = f"<d>{' '.join(records)}</d>".encode(encoding)
    read = read_all(xml.read, Trickle(source, step), record="/d/r")
    narrow = "utf-16-le" if encoding == "utf-16" else encoding
    assert read.raws == [record.encode(narrow) for record in records]
    assert read.ending.complete


@given(
    st.lists(
        st.sampled_from([b"<d>", b"<r>", b"</r>", b"</d>", b"<r/>", b"&x;", b"<!--", b"-->", b"t"])
    )
)
def test_whatever_comes_records_stand_in_the_document_in_order(parts: list[bytes]) -> None:
    source = b"<d>" + b"".join(parts)
    read = elements(source)
    assert in_order(source, read.raws)


def test_every_entry_of_the_un_list_is_a_record(real_data: Path) -> None:
    source = (real_data / "sanctions" / "un" / "un_consolidated_2026-02-27.xml").read_bytes()
    read = elements(source, record=["INDIVIDUALS/INDIVIDUAL", "ENTITIES/ENTITY"])
    names = [tree["#name"] for tree in read.trees]
    assert (names.count("INDIVIDUAL"), names.count("ENTITY")) == (730, 273)
    assert read.ending.complete
    assert str(read.ending.header["@dateGenerated"]).startswith("2026-02-27")
    assert in_order(source, read.raws)
    for record in read.records:
        assert read_all(xml.read, record.raw, record=record.tree["#name"]).trees == [record.tree]


def test_every_entry_of_the_canadian_list_is_a_record(real_data: Path) -> None:
    source = (real_data / "sanctions" / "intl" / "canada_sema_2025.xml").read_bytes()
    read = elements(source, record="record")
    assert (len(read.records), len(read.broken)) == (4759, 0)
    assert in_order(source, read.raws)
    assert read.ending.complete


def test_a_real_list_cut_anywhere_is_incomplete(real_data: Path) -> None:
    source = (real_data / "sanctions" / "un" / "un_consolidated_2026-02-27.xml").read_bytes()
    for at in range(1000, len(source), 400_001):
        assert not elements(source[:at], record="INDIVIDUAL").ending.complete
