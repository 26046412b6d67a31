"""AIS: each sentence becomes what it says, or a fault that says what is wrong with it."""

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyais import decode
from pyais.encode import encode_dict

from isthmus.errors import MappingInvalid
from isthmus.formats import aivdm
from isthmus.formats.raw import BrokenRecord, Ending, RawRecord

POSITION = {
    "type": 1,
    "mmsi": 211999111,
    "status": 5,
    "speed": 12.3,
    "lon": 10.5,
    "lat": 54.25,
    "course": 87.5,
    "heading": 90,
    "second": 17,
    "turn": 0,
}
VOYAGE = {
    "type": 5,
    "mmsi": 211999111,
    "imo": 9999993,
    "callsign": "DXYZ",
    "shipname": "EXAMPLE STAR",
    "ship_type": 80,
    "to_bow": 100,
    "to_stern": 30,
    "to_port": 10,
    "to_starboard": 12,
    "month": 7,
    "day": 9,
    "hour": 24,
    "minute": 60,
    "draught": 7.5,
    "destination": "KIEL",
}


def sentences(fields: Mapping[str, Any], **options: Any) -> list[bytes]:  # noqa: ANN401 - pyais
    return [line.encode() for line in encode_dict(dict(fields), **options)]


def reading(text: bytes) -> list[Any]:
    return list(aivdm.read(io.BytesIO(text), {}))


def record(text: bytes) -> RawRecord:
    piece, ending = reading(text)
    assert isinstance(ending, Ending)
    assert isinstance(piece, RawRecord)
    return piece


def broken(text: bytes) -> BrokenRecord:
    piece, ending = reading(text)
    assert isinstance(ending, Ending)
    assert isinstance(piece, BrokenRecord)
    return piece


def checked(body: bytes) -> bytes:
    total = 0
    for byte in body:
        total ^= byte
    return body + b"*%02X" % total


def test_a_position_report_becomes_named_fields_in_knots_and_degrees() -> None:
    line = sentences(POSITION)[0] + b"\r\n"
    report = record(line)
    assert (report.number, report.raw) == (1, line)
    assert report.tree == {
        "type": 1,
        "mmsi": "211999111",
        "lat": 54.25,
        "lon": 10.5,
        "speed_kn": 12.3,
        "course_deg": 87.5,
        "heading_deg": 90,
        "utc_second": 17,
        "status": "moored",
        "turn_deg_min": 0.0,
        "channel": "A",
        "own_ship": True,
    }


def test_what_is_not_available_is_absent() -> None:
    silent = {"lon": 181, "lat": 91, "speed": 102.3, "course": 360, "heading": 511, "turn": -128}
    line = sentences({**POSITION, **silent, "status": 15, "second": 60}, sentence_type="VDM")[0]
    assert record(line).tree == {"type": 1, "mmsi": "211999111", "channel": "A"}


def test_a_short_mmsi_keeps_its_leading_zeros() -> None:
    line = sentences({**POSITION, "type": 4, "mmsi": 2111234, "year": 2031, "month": 2, "day": 29})[
        0
    ]
    tree = record(line).tree
    assert tree["mmsi"] == "002111234"
    assert "station_time" not in tree


def test_a_message_in_two_parts_is_one_record_with_the_bytes_of_both() -> None:
    first, second = sentences(VOYAGE, sentence_type="VDM", seq_id=3)
    other = sentences(POSITION, sentence_type="VDM")[0]
    text = first + b"\n" + other + b"\n" + second + b"\n"
    position, voyage, ending = reading(text)
    assert position.number == 1
    assert voyage.raw == first + b"\n" + second + b"\n"
    assert ending.complete
    assert voyage.tree == {
        "type": 5,
        "mmsi": "211999111",
        "imo": "9999993",
        "callsign": "DXYZ",
        "name": "EXAMPLE STAR",
        "ship_type": 80,
        "ship_kind": "tanker",
        "length_m": 130,
        "beam_m": 22,
        "draught_m": 7.5,
        "eta": "07-09",
        "destination": "KIEL",
        "channel": "A",
    }


def test_an_imo_number_of_zero_is_absent() -> None:
    first, second = sentences({**VOYAGE, "imo": 0}, seq_id=3)
    assert "imo" not in record(first + b"\n" + second).tree


def test_a_message_that_lacks_a_part_is_broken_with_the_bytes_that_came() -> None:
    first = sentences(VOYAGE, seq_id=3)[0] + b"\n"
    lonely, voyage, ending = reading(first + first + sentences(VOYAGE, seq_id=3)[1])
    assert lonely.raw == first
    assert str(lonely.fault.expected) == "all 2 parts of the message"
    assert str(lonely.fault.came) == "part 1"
    assert isinstance(voyage, RawRecord)
    assert ending.complete


def test_parts_that_wait_too_long_give_up() -> None:
    first = sentences(VOYAGE, seq_id=3)[0] + b"\n"
    later = sentences(VOYAGE, seq_id=4)[0] + b"\n"
    kinds = [type(piece) for piece in reading(first + b"#\n" * aivdm.PATIENCE + later)]
    assert kinds == [BrokenRecord, BrokenRecord, Ending]


@pytest.mark.parametrize(
    ("before", "behind", "time"),
    [
        (b"", b",r00123,1900000000,1899999900", "2030-03-17T17:46:40Z"),
        (b"", b",d-109,S2105,t050056.00,r00123,1900000000", "2030-03-17T17:46:40Z"),
        (b"\\" + checked(b"s:stn,c:1900000000") + b"\\", b"", "2030-03-17T17:46:40Z"),
        (b"\\" + checked(b"c:1900000000123") + b"\\", b"", "2030-03-17T17:46:40Z"),
        (b"\\" + checked(b"s:stn,T:2031-01-02 03.04.05") + b"\\", b"", "2031-01-02T03:04:05Z"),
    ],
)
def test_the_time_comes_from_the_tag_block_or_from_behind_the_checksum(
    before: bytes, behind: bytes, time: str
) -> None:
    line = before + sentences(POSITION)[0] + behind + b"\n"
    assert record(line).raw == line
    assert record(line).tree["time"] == time


def test_a_gatehouse_sentence_dates_the_one_sentence_whose_checksum_it_names() -> None:
    line = sentences(POSITION)[0]
    stamp = b"$" + checked(b"PGHP,1,2031,5,9,1,2,3,10,338,2,,1," + line[-2:])
    dated, undated, ending = reading(stamp + b"\n" + line + b"\n" + line + b"\n")
    assert dated.raw == stamp + b"\n" + line + b"\n"
    assert dated.tree["time"] == "2031-05-09T01:02:03.010000Z"
    assert "time" not in undated.tree
    assert ending.header == {"lines": 3, "ignored": {}}


def test_a_gatehouse_sentence_for_another_checksum_dates_nothing() -> None:
    line = sentences(POSITION)[0]
    stamp = b"$" + checked(b"PGHP,1,2031,5,9,1,2,3,10,338,2,,1,%02X" % (int(line[-2:], 16) ^ 1))
    undated, ending = reading(stamp + b"\n" + line)
    assert "time" not in undated.tree
    assert ending.header["ignored"] == {"PGHP": 1}


def test_comments_other_sentences_and_empty_slots_are_counted_and_are_no_records() -> None:
    empty = checked(b"AIVDM,1,1,,B,,0")
    text = b"# log\n\n$GPGGA,1,2*00\n!" + empty + b"\n"
    (ending,) = reading(text)
    assert ending.header == {
        "lines": 4,
        "ignored": {"GPGGA": 1, "blank or comment": 2, "empty payload": 1},
    }


@pytest.mark.parametrize(
    ("line", "field", "expected"),
    [
        (b"hello there", "", "a sentence that begins with !AIVDM, or !AIVDO,"),
        (b"!AIVDM,1,1,,A,13u", "", "a checksum: * and two hexadecimal digits"),
        (b"!AIVDM,1,1,A*1C", "", "seven fields before the checksum"),
        (b"!AIVDM,0,1,,A,13u,0*1C", "", "part count, part number, sequence number, channel"),
        (b"!AIVDM,1,1,,A,1xyz,0*1C", "", "a payload of the characters 0 to W and ` to w"),
        (b"!AIVDM,1,1,,A,13u,9*1C", "", "a fill bit count from 0 to 5"),
        (b"!AIVDM,1,1,,A,13u,0*00", "checksum", "51"),
        (
            b"!" + checked(b"AIVDM,1,1,,A,13u,0"),
            "payload",
            "at least 168 bits in a message of type 1",
        ),
        (b"\\s:x*00\\!AIVDM,1,1,,A,13u,0*1C", "tag_block", "a tag block whose checksum fits"),
    ],
)
def test_a_damaged_sentence_is_broken_and_the_fault_names_what_was_expected(
    line: bytes, field: str, expected: str
) -> None:
    piece = broken(line + b"\n")
    assert piece.raw == line + b"\n"
    assert (piece.fault.field, str(piece.fault.expected)) == (field, expected)
    assert str(piece.fault.repair)


@pytest.mark.parametrize(
    ("block", "field"),
    [(b"c:12415440354", "tag_block.c"), (b"s:x,T:2031-02-30 01.02.03", "tag_block.T")],
)
def test_an_impossible_time_breaks_the_record_instead_of_dating_it_wrongly(
    block: bytes, field: str
) -> None:
    piece = broken(b"\\" + checked(block) + b"\\" + sentences(POSITION)[0])
    assert piece.fault.field == field


def test_a_position_off_the_earth_is_broken() -> None:
    assert broken(sentences({**POSITION, "lat": 95})[0]).fault.field == "lat, lon"


def test_a_delivery_cut_within_its_last_line_is_not_complete() -> None:
    line = sentences(POSITION)[0]
    assert reading(line + b"\n" + line)[-1].complete
    ending = reading(line + b"\n" + line[:30])[-1]
    assert not ending.complete
    assert ending.fault is not None


def test_an_endless_line_is_broken_in_pieces_that_join_to_its_bytes() -> None:
    text = b"x" * (2 * aivdm.MAX_LINE_BYTES + 5) + b"\n"
    *pieces, _ = reading(text + sentences(POSITION)[0] + b"\n")
    assert b"".join(piece.raw for piece in pieces[:3]) == text
    assert [piece.number for piece in pieces] == [1, 1, 1, 2]
    assert [piece.continues for piece in pieces[:3]] == [True, True, False]
    assert isinstance(pieces[3], RawRecord)


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(MappingInvalid):
        aivdm.read(io.BytesIO(b""), {"talker": "AI"})


@given(st.lists(st.binary(max_size=60) | st.sampled_from(sentences(VOYAGE) + sentences(POSITION))))
def test_any_bytes_are_read_to_an_ending(lines: list[bytes]) -> None:
    text = b"\n".join(lines)
    *pieces, ending = reading(text)
    assert isinstance(ending, Ending)
    assert all(piece.raw for piece in pieces)
    assert {piece.number for piece in pieces} == set(range(1, len({p.number for p in pieces}) + 1))


@given(
    st.sampled_from(
        sentences(VOYAGE, sentence_type="VDM") + sentences(POSITION, sentence_type="VDM")
    ),
    st.data(),
)
def test_one_changed_byte_never_passes_for_another_message(
    line: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(line) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != line[at]))
    changed = line[:at] + bytes([byte]) + line[at + 1 :]
    for piece in reading(changed):
        # A letter of the talker or of the hexadecimal checksum may change its case, no more.
        assert not isinstance(piece, RawRecord) or changed.upper() == line.upper()


@given(st.integers(0, 999_999_999), st.integers(-900, 900), st.integers(-1800, 1800))
def test_what_a_sender_encodes_is_what_is_read(mmsi: int, lat: int, lon: int) -> None:
    fields = {
        "type": 18,
        "mmsi": mmsi,
        "lat": lat / 10,
        "lon": lon / 10,
        "speed": 1.5,
        "course": 2.5,
    }
    tree = record(sentences(fields)[0]).tree
    assert (tree["mmsi"], tree["lat"], tree["lon"]) == (f"{mmsi:09d}", lat / 10, lon / 10)


_LINES = re.compile(rb"^.*!..VD[MO],", re.MULTILINE)
_NAMES = {"shipname": "name", "callsign": "callsign", "destination": "destination", "imo": "imo"}


def _agrees(answer: dict[str, Any], tree: dict[str, Any]) -> None:
    assert (tree["type"], tree["mmsi"]) == (answer["type"], f"{answer['mmsi']:09d}")
    for theirs, ours in _NAMES.items():
        expected = str(answer.get(theirs, "")).strip()
        assert tree.get(ours, "") == ("" if expected == "0" else expected)
    if answer.get("lat", 91.0) != 91.0:
        assert (tree["lat"], tree["lon"]) == pytest.approx((answer["lat"], answer["lon"]), abs=2e-5)
    if answer.get("draught"):
        assert tree["draught_m"] == pytest.approx(answer["draught"])
    if "heading" in answer and answer["heading"] < 360:
        assert tree["heading_deg"] == answer["heading"]
    if answer.get("speed") is not None and answer["type"] in {1, 2, 3, 18}:
        assert tree["speed_kn"] == pytest.approx(answer["speed"])
        assert tree.get("course_deg", 360.0) == pytest.approx(answer["course"])


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["typeexamples", "tagblock"])
def test_real_sentences_say_what_another_decoder_says(real_data: Path, name: str) -> None:
    folder = real_data / "movement" / "ais_nmea"
    with (folder / f"{name}.nmea").open("rb") as stream:
        *records, _ = aivdm.read(stream, {})
    answers = [json.loads(line) for line in (folder / f"{name}.json").read_text().splitlines()]
    by_key = {(answer["type"], answer["mmsi"], answer.get("second")): answer for answer in answers}
    compared = 0
    for piece in records:
        if isinstance(piece, RawRecord):
            key = (piece.tree["type"], int(str(piece.tree["mmsi"])), piece.tree.get("utc_second"))
            answer = by_key.get(key)
            if answer is None:
                continue
            _agrees(answer, piece.tree)
            if "tagblock_timestamp" in answer:
                assert piece.tree["time"] == answer["tagblock_timestamp"].replace(".000000", "")
            compared += 1
    assert compared >= {"typeexamples": 12, "tagblock": 4}[name]


@pytest.mark.real_data
def test_every_byte_of_the_real_logs_is_in_a_record_or_counted_as_none(real_data: Path) -> None:
    for path in (real_data / "movement" / "ais_nmea").iterdir():
        if path.suffix == ".json" or path.name == "SOURCE.txt":
            continue
        with path.open("rb") as stream:
            records: list[Any] = list(aivdm.read(stream, {}))
        ending = records.pop()
        lines = sum(len(_LINES.findall(piece.raw)) for piece in records)
        empty = ending.header["ignored"].get("empty payload", 0)
        assert lines + empty == len(_LINES.findall(path.read_bytes())), path.name
        assert ending.complete


@pytest.mark.real_data
def test_real_positions_equal_those_of_the_decoder(real_data: Path) -> None:
    path = real_data / "movement" / "ais_nmea" / "nmea_data_sample.txt"
    with path.open("rb") as stream:
        records = [r for r in aivdm.read(stream, {}) if isinstance(r, RawRecord)]
    assert len(records) > 750
    for piece in records:
        message: Any = decode(*piece.raw.split())
        assert piece.tree["mmsi"] == f"{message.mmsi:09d}"
        if "lat" in piece.tree:
            assert (piece.tree["lat"], piece.tree["lon"]) == (message.lat, message.lon)
