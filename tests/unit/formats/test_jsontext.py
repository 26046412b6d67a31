"""JSON: each record is cut byte for byte; what two readers could read differently is refused."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.formats import jsontext
from isthmus.formats.raw import MAX_RECORD_BYTES, Tree
from tests.unit.formats.reading import Read, Trickle, in_order, peak_of, read_all, repeated


def document(source: bytes, **options: Tree) -> Read:
    return read_all(jsontext.read, source, **{"record": "found", **options})


def lines(source: bytes) -> Read:
    return read_all(jsontext.read_lines, source)


def test_elements_are_exact_slices_and_scalars_around_them_are_the_header() -> None:
    read = document(
        b'{"at": "2031-05-01", "skip": {"found": [{}]}, '
        b'"found" : [ {"a": 1} ,{"b":"]}"}], "model": "m", "count": 2, "ok": true, "none": null}'
    )
    assert read.raws == [b'{"a": 1}', b'{"b":"]}"}']
    assert read.trees == [{"a": 1}, {"b": "]}"}]
    assert read.ending.complete
    assert read.ending.header == {
        "at": "2031-05-01",
        "model": "m",
        "count": 2,
        "ok": True,
        "none": None,
    }


def test_a_path_may_lead_deeper_and_name_what_it_passes() -> None:
    read = document(b'{"v":1,"data":{"page":2,"items":[{"a":1}]}}', record="data/items")
    assert read.trees == [{"a": 1}]
    assert read.ending.header == {"v": 1, "data/page": 2}


def test_an_object_at_the_path_is_one_record() -> None:
    assert document(b'{"found":{"a":1}}').raws == [b'{"a":1}']
    assert document(b' {"a":1} ', record="").raws == [b'{"a":1}']


def test_a_list_as_the_document_has_one_record_per_element() -> None:
    assert document(b'[{"a":1},{"a":2}]', record="").trees == [{"a": 1}, {"a": 2}]


def test_one_of_several_paths_may_lead_to_the_records() -> None:
    for source in (b'{"found":[{"a":1}]}', b'{"one":{"a":1}}'):
        assert document(source, record=["found", "one"]).trees == [{"a": 1}]


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (b'{"a":1,"a":2}', "each key once in an object"),
        (b'{"x":{"a":1,"a":1}}', "each key once in an object"),
        (b'{"a":NaN}', "a finite number"),
        (b'{"a":-Infinity}', "a finite number"),
        (b'{"a":[1e999]}', "a finite number"),
        (b'{"a":"\\ud800"}', "text of whole characters"),
        (b'{"\\uDFFFx":1}', "text of whole characters"),
        (b'{"a":["x\\u0000"]}', "text of whole characters"),
        (b'{"a":"\x00"}', "JSON"),
        (b'{"a":"\xff"}', "text in utf-8"),
        (b'{"a":"\xed\xa0\x80"}', "text in utf-8"),
        (b'{"a":1,}', "JSON"),
        (b"{'a':1}", "JSON"),
        (b'{"a":' + b"[" * 200 + b"]" * 200 + b"}", "at most 100 levels"),
        (b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}", "at most 100 levels"),
        (b'{"a":[' + b"0," * 1_000_001 + b"0]}", "at most 1000000 values in a record"),
        (b'{"a":' + b"7" * 5000 + b"}", "JSON"),
        (b"7", "a JSON object"),
        (b'"text"', "a JSON object"),
        (b"[]", "a JSON object"),
        (b"null", "a JSON object"),
        (b"{]", "JSON"),
    ],
)
def test_what_is_not_strict_breaks_one_record(element: bytes, said: str) -> None:
    read = document(b'{"found":[{"n":1},' + element + b',{"n":3}]}')
    assert [broken.raw for broken in read.broken] == [element]
    assert str(read.broken[0].fault.expected) == said
    assert read.trees == [{"n": 1}, {"n": 3}]
    assert read.ending.complete
    read = lines(b'{"n":1}\n' + element + b'\n{"n":3}\n')
    assert [str(broken.fault.expected) for broken in read.broken] == [said]
    assert read.trees == [{"n": 1}, {"n": 3}]
    assert read.ending.complete


def test_pairs_of_surrogates_and_long_whole_numbers_are_exact() -> None:
    read = lines(b'{"a":"\\ud83d\\ude00","n":123456789012345678901234567890}\n')
    assert read.trees == [{"a": "\U0001f600", "n": 123456789012345678901234567890}]


@pytest.mark.parametrize("at", range(len(b'{"x":1,"found":[{"a":"b"},{"c":[1,2]}],"y":2}')))
def test_a_document_that_is_cut_off_is_incomplete(at: int) -> None:
    source = b'{"x":1,"found":[{"a":"b"},{"c":[1,2]}],"y":2}'[:at]
    read = document(source)
    assert not read.ending.complete
    assert in_order(source, read.raws)
    assert len(read.records) == (at > 24) + (at > 36)


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b" \n",
        b'{"other":[]}',
        b'{"found":[]} {}',
        b'{"found":[{"a":1} {"a":2}]}',
        b'{"found":[],"found":[{"a":1}]}',
        b'{"found":[],"x":NaN}',
        b"{found:[]}",
        b'{"found":[],}',
        b"not json",
        b"\xff\xfe{\x00}\x00",
        b'{"found":[],"x":' + b"9" * 70_000 + b"}",
        b'{"' + b"k" * 70_000 + b'":1}',
        b"{" + b",".join(b'"k%d":1' % n for n in range(2000)) + b',"found":[]}',
    ],
)
def test_what_is_not_the_expected_document_is_incomplete(source: bytes) -> None:
    assert not document(source).ending.complete


def test_an_empty_list_is_complete_and_a_byte_order_mark_no_fault() -> None:
    read = document(b'\xef\xbb\xbf{"found":[]}')
    assert read.items == []
    assert read.ending.complete


def test_a_fault_in_the_header_does_not_cost_the_records() -> None:
    read = document(b'{"x":NaN,"found":[{"a":1}],"y":1}')
    assert read.trees == [{"a": 1}]
    assert read.fault.field == "x"
    assert read.ending.header == {"y": 1}


def test_lines_are_records_and_blank_lines_are_none() -> None:
    read = lines(b'\xef\xbb\xbf{"a":1}\r\n\n {"a":2} \n{"a":3}')
    assert read.raws == [b'{"a":1}\r\n', b' {"a":2} \n', b'{"a":3}']
    assert read.ending.complete


def test_a_last_line_that_is_cut_makes_the_delivery_incomplete() -> None:
    read = lines(b'{"a":1}\n{"a":')
    assert read.broken[0].raw == b'{"a":'
    assert not read.ending.complete
    assert lines(b'{"a":\n').ending.complete


def test_an_empty_file_of_lines_is_incomplete() -> None:
    assert not lines(b"").ending.complete


def test_unknown_options_are_refused() -> None:
    with pytest.raises(MappingInvalid):
        jsontext.read(io.BytesIO(b""), {"path": "x"})
    with pytest.raises(MappingInvalid):
        jsontext.read_lines(io.BytesIO(b""), {"record": "x"})


@pytest.mark.parametrize("value", [b'"' + b"x" * 100 + b'"', b"[" + b'"y",' * 30 + b"1]"])
def test_a_record_longer_than_a_record_comes_in_pieces(value: bytes) -> None:
    many = b",".join([value] * (2 * MAX_RECORD_BYTES // len(value)))
    long = b'{"a":[' + many + b"]}"
    for read in (
        document(b'{"found":[{"n":1},' + long + b',{"n":3}]}'),
        lines(b'{"n":1}\n' + long + b'\n{"n":3}\n'),
    ):
        assert read.trees == [{"n": 1}, {"n": 3}]
        assert b"".join(broken.raw for broken in read.broken).strip() == long
        assert {broken.number for broken in read.broken} == {2}
        assert all(len(broken.raw) <= MAX_RECORD_BYTES for broken in read.broken)
        assert [broken.continues for broken in read.broken][-2:] == [True, False]
        assert read.ending.complete


@pytest.mark.parametrize(
    ("head", "part", "tail"),
    [
        (b'{"found":[{"a":"', b"x" * 100_000, b'"}]}'),
        (b'{"found":[{"a":"', b"\\\\" * 50_000, b'"}]}'),
        (b'{"found":[{"a":[', b"1," * 50_000, b"1]}]}"),
        (b'{"found":[],"b":"', b"x" * 100_000, b'"}'),
        (b'{"found":[],"b":[', b"[]," * 33_333, b"1]}"),
        (b'{"found":[', b" " * 100_000, b"]}"),
        (b'{"found":[', b"7" * 100_000, b"]}"),
        (b'{"', b"k" * 100_000, b'":1}'),
    ],
)
def test_up_to_200_mb_on_one_line_need_no_more_memory_than_three_records(
    head: bytes, part: bytes, tail: bytes
) -> None:
    # One case at full length; the others only need to be far longer than the bound.
    times = 2000 if part[:1] == b"x" else 500
    peak, _, _ = peak_of(jsontext.read, repeated(head, part, times, tail), record="found")
    assert peak < 3 * MAX_RECORD_BYTES


def test_a_line_of_200_mb_needs_no_more_memory_than_three_records() -> None:
    stream = repeated(b'{"a":"', b"x" * 100_000, 2000, b'"}\n{"n":2}\n')
    peak, came, ending = peak_of(jsontext.read_lines, stream)
    assert came == 200_000_000 + len(b'{"a":""}\n{"n":2}\n')
    assert ending.complete
    assert peak < 3 * MAX_RECORD_BYTES


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", '"', "\\", "}"]), VALUES, max_size=4)


@given(
    st.lists(OBJECTS, max_size=6),
    st.booleans(),
    st.sampled_from([None, 1]),
    st.integers(1, 60),
)
def test_whatever_json_writes_is_cut_and_read_back(
    objects: list[dict[str, Tree]],
    ascii_only: bool,  # noqa: FBT001 - hypothesis gives it by position
    indent: int | None,
    step: int,
) -> None:
    text = json.dumps({"x": 1, "found": objects, "y": "]"}, ensure_ascii=ascii_only, indent=indent)
    source = text.encode()
    read = read_all(jsontext.read, Trickle(source, step), record="found")
    assert read.trees == objects
    assert [json.loads(raw) for raw in read.raws] == objects
    assert in_order(source, read.raws)
    assert read.ending.header == {"x": 1, "y": "]"}
    assert read.ending.complete


@given(
    st.lists(st.sampled_from([b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"1", b" ", b'"a"']))
)
def test_whatever_comes_the_records_stand_in_the_document_in_order(parts: list[bytes]) -> None:
    source = b'{"found":[' + b"".join(parts)
    assert in_order(source, document(source).raws)
    source = b"".join(parts)
    assert in_order(source, document(source, record="").raws)


@pytest.mark.parametrize("count", [6, 69, 268])
def test_radar_scenes_give_their_detections_and_say_when_they_were_taken(
    real_data: Path, count: int
) -> None:
    counts = {}
    for path in (real_data / "movement" / "sar_baltic").glob("*.json"):
        read = document(path.read_bytes(), record="detections")
        assert read.ending.complete
        assert str(read.ending.header["datetime"]).startswith("2025-06-1")
        counts[len(read.records)] = path
    assert count in counts


def test_decoded_sentences_are_lines(real_data: Path) -> None:
    read = lines((real_data / "movement" / "ais_nmea" / "typeexamples.json").read_bytes())
    assert (len(read.records), len(read.broken)) == (26, 0)
