"""PNRGOV and PAXLST: one record per reservation or traveller, whatever else is wrong."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.formats import edifact
from isthmus.formats.edifact_segments import Segment, segments
from isthmus.formats.raw import MAX_RECORD_BYTES, BrokenRecord, Ending, RawRecord, Reading, Tree

Reader = Callable[[BinaryIO, Mapping[str, Tree]], Reading]

UNA = b"UNA:+.? '\r\n"
HEAD = (
    b"UNB+IATA:1+XX+AGENCY+310501:1200+REF1'\r\nUNH+M1+PNRGOV:13:1:IA'\r\nMSG+:22'\r\nORG+XX'\r\n"
    b"TVL+020531:2230:030531:0715+AAA+BBB+XX:YY+0123'\r\nEQN+2'\r\n"
)
FIRST = b"""SRC'
RCI+XX:ABC123::200431:0930+YY:DEF456'
DAT+700:300431:1015'
ORG+1A:MUC+12345678:OFF1+LON++A+GB:GBP+AG9'
ADD++700:1 Long
Street:Town:SH::GB:AB1 2CD:H 0044 20 7946 0958'
IFT+4:28::XX+CTCE ANY..ONE./X//EXAMPLE.ORG'
IFT+4:28+XX CTC M 5550 1234567'
TIF+EXAMPLE+JOHNMR:A:1'
FTI+XX:99887766'
REF+:UNIQUE1'
SSR+DOCS:HK:1:XX:::::/P/GBR/C01X00T47/DEU/24DEC81/M/01JAN36/EXAMPLE/JOHN/ADAM+::1'
SSR+DOCA:HK:1:XX:::::/R/GBR/1 LONG STREET/TOWN/SH/AB1 2CD+::1'
TKT+1234567890123:T:1'
FOP+CC::100.00:VI:4111111111111111:0136'
IFT+4:43+PAT PAYER+9 OTHER ROAD+0044 20 7946 0959'
TIF+EXAMPLE+MAY MISS:IN:2'
SSR+DOCS:HK:1:XX:::::/P/GBR/D11111111/DEU/24DEC30/FI/01JAN36/EXAM PLE/MAY'
TVL+020531:2230:030531:0715+AAA+BBB+XX:YY+0123:B'
RPI+2+HK'
SSR+SEAT:HK:2:XX:::AAA:BBB+012A::1'
TVL+++++777:M'
TRI++5:::9'
TIF+EXAMPLE+JOHNMR:A:1'
SSD+13B++++Y'
TBD++02:31:700++HP:POOL1+XX:4455::BBB:001'
EQN+1'
RCI+XX:SPLIT1'
MSG+8'
TVL+020531:1500+AAA:HOTEL ONE++ZZ+1:X'
ABI+1+:LHRRR'
RCI+XX:OLD111'
"""
SECOND = b"SRC'RCI+XX:GHI789:210431:0800'TIF+NOBODY?+?'S+ANN:A:1'"
TAIL = b"UNT+40+M1'UNZ+1+REF1'"
WHOLE = UNA + HEAD + FIRST + SECOND + TAIL

LIST_HEAD = (
    b"UNB+UNOA:4+XX+YY+310501:1200+REF2'UNH+M1+PAXLST:D:05B:UN:IATA'BGM+745'NAD+MS+++DESK'"
    b"COM+123:TE'TDT+20+XX0123+++XX'LOC+125+AAA'DTM+189:3105022230:201'LOC+87+BBB'"
    b"DTM+232:3105030715:201'"
)
TRAVELLER = (
    b"NAD+FL+++EXAMPLE:JOHN:ADAM+1 LONG STREET+TOWN+SH+AB12CD+GBR'ATT+2++M'DTM+329:811224'"
    b"LOC+22+BBB'LOC+174+GBR'LOC+178+AAA'LOC+179+BBB'LOC+180+:::Old Town'NAT+2+DEU'"
    b"RFF+AVF:ABC123'RFF+ABO:U1'DOC+P:110:111+C01X00T47'DTM+36:360101'LOC+91+GBR'"
)
CREW = b"NAD+FM+++PILOT:PAT'ATT+2++F'DTM+329:19901231'"
LIST = LIST_HEAD + TRAVELLER + CREW + b"CNT+42:2'UNT+28+M1'UNZ+1+REF2'"


def reading(text: bytes, reader: Reader = edifact.read_pnrgov) -> list[Any]:
    return list(reader(io.BytesIO(text), {}))


def test_a_reservation_is_one_record_with_its_own_bytes():
    first, second, ending = reading(WHOLE)
    assert (first.number, second.number) == (1, 2)
    assert first.raw == FIRST
    assert second.raw == SECOND
    assert ending == Ending(
        complete=True,
        header={
            "sender": "XX",
            "recipient": "AGENCY",
            "sent_at": "2031-05-01T12:00",
            "reference": "REF1",
        },
    )


def test_a_reservation_says_who_flies_when_and_who_paid():
    tree = reading(WHOLE)[0].tree
    assert tree["flight"] == {
        "carrier": "XX",
        "operating_carrier": "YY",
        "number": "0123",
        "departure_airport": "AAA",
        "arrival_airport": "BBB",
        "departure_at": "2031-05-02T22:30",
        "arrival_at": "2031-05-03T07:15",
    }
    assert tree["locator"] == "ABC123"
    assert tree["locators"][1] == {"carrier": "YY", "locator": "DEF456"}
    assert (tree["booked_at"], tree["changed_at"]) == ("2031-04-20T09:30", "2031-04-30T10:15")
    assert tree["agency"]["iata_number"] == "12345678"
    assert tree["phones"] == ["0044 20 7946 0958", "5550 1234567", "0044 20 7946 0959"]
    assert tree["emails"] == ["ANY_ONE-X@EXAMPLE.ORG"]
    assert tree["addresses"] == [
        {
            "kind": "700",
            "street": "1 LongStreet",
            "city": "Town",
            "state": "SH",
            "country": "GB",
            "postcode": "AB1 2CD",
        }
    ]
    assert tree["payments"] == [
        {
            "form": "CC",
            "amount": "100.00",
            "card_vendor": "VI",
            "card_expires": "0136",
            "card_masked": "XXXXXXXXXXXX1111",
            "passenger": "1",
            "payer": {"name": "PAT PAYER", "address": "9 OTHER ROAD"},
        }
    ]
    assert [leg["number"] for leg in tree["itinerary"]] == ["0123"]
    assert tree["itinerary"][0]["operating_number"] == "777"
    assert tree["itinerary"][0]["status"] == "HK"
    assert tree["bags"] == [
        {
            "passenger": "1",
            "count": "2",
            "weight_kg": "31",
            "pool": "POOL1",
            "tags": [{"carrier": "XX", "number": "4455", "destination": "BBB"}],
        }
    ]


def test_documents_go_to_their_holders():
    adult, infant = reading(WHOLE)[0].tree["passengers"]
    assert adult["documents"] == [
        {
            "type": "P",
            "country": "GBR",
            "number": "C01X00T47",
            "nationality": "DEU",
            "birth_date": "1981-12-24",
            "sex": "M",
            "expires": "2036-01-01",
            "surname": "EXAMPLE",
            "given": "JOHN ADAM",
        }
    ]
    assert adult["addresses"][0]["street"] == "1 LONG STREET"
    assert (adult["given"], adult["title"], adult["given_original"]) == ("JOHN", "MR", "JOHNMR")
    assert adult["tickets"] == ["1234567890123"]
    assert [seat["seat"] for seat in adult["seats"]] == ["12A", "13B"]
    assert infant["documents"][0]["number"] == "D11111111"
    assert (infant["birth_date"], infant["sex"], infant["given"]) == ("2030-12-24", "F", "MAY")


def test_history_and_split_records_do_not_change_the_reservation():
    tree = reading(WHOLE)[0].tree
    assert {"carrier": "XX", "locator": "OLD111"} not in tree["locators"]
    assert {"carrier": "XX", "locator": "SPLIT1"} not in tree["locators"]


def test_released_service_characters_are_text():
    assert reading(WHOLE)[1].tree["passengers"][0]["surname"] == "NOBODY+'S"


def test_a_locator_without_its_empty_type_still_has_its_date():
    assert reading(WHOLE)[1].tree["booked_at"] == "2031-04-21T08:00"


def test_a_traveller_is_one_record_with_the_flight_of_the_message():
    passenger, crew, ending = reading(LIST, edifact.read_paxlst)
    assert passenger.raw == TRAVELLER
    assert ending.complete
    assert passenger.tree == {
        "flight": {
            "carrier": "XX",
            "number": "0123",
            "departure_airport": "AAA",
            "departure_at": "2031-05-02T22:30",
            "arrival_airport": "BBB",
            "arrival_at": "2031-05-03T07:15",
        },
        "role": "passenger",
        "surname": "EXAMPLE",
        "given": "JOHN ADAM",
        "address": {
            "street": "1 LONG STREET",
            "city": "TOWN",
            "state": "SH",
            "postcode": "AB12CD",
            "country": "GBR",
        },
        "sex": "M",
        "birth_date": "1981-12-24",
        "cleared": "BBB",
        "residence": "GBR",
        "embarked": "AAA",
        "disembarked": "BBB",
        "birth_place": "Old Town",
        "nationality": "DEU",
        "locator": "ABC123",
        "unique_reference": "U1",
        "documents": [
            {"type": "P", "number": "C01X00T47", "expires": "2036-01-01", "country": "GBR"}
        ],
    }
    assert (crew.tree["role"], crew.tree["birth_date"]) == ("crew", "1990-12-31")


def test_other_service_characters_are_read_from_una():
    table = bytes.maketrans(b":+?'", b"|*\\~")
    text = b"UNA|*.\\ ~" + (HEAD + FIRST + SECOND + TAIL).translate(table)
    first, second, ending = reading(text)
    assert first.tree == reading(WHOLE)[0].tree
    assert second.tree["passengers"][0]["surname"] == "NOBODY*~S"
    assert ending.complete


def test_a_typographic_quote_in_una_is_a_damaged_apostrophe():
    text = "UNA:+.? \u2019\n".encode() + HEAD + FIRST + SECOND + TAIL
    for found, usual in zip(reading(text)[:-1], reading(WHOLE)[:-1], strict=True):
        assert (found.raw, found.tree) == (usual.raw, usual.tree)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (b"POST /pnr HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n"),
        (b"\x01QK ABCDEFG\r\n.HIJKLMN\r\n\x02", b"\x03"),
        (b"  \r\n", b"\r\n-- \r\nKind regards"),
    ],
)
def test_a_wrapper_is_left_out_and_noted(before: bytes, behind: bytes):
    *records, ending = reading(before + WHOLE + behind)
    assert [record.raw for record in records] == [FIRST, SECOND]
    assert ending.complete
    notes = ending.header.get("tolerated", [])
    assert len(notes) == bool(before.strip()) + bool(behind.strip())


def test_two_interchanges_in_one_delivery_are_both_read():
    *records, ending = reading(WHOLE + b"\r\n" + WHOLE)
    assert [record.number for record in records] == [1, 2, 3, 4]
    assert ending.complete


@pytest.mark.parametrize(
    ("damaged", "field", "expected"),
    [
        (b"RPI+2+HK\r\nSSR+SEAT'", "#25 RPI", "the sign ' at the end of the segment"),
        (b"RPI+2+HKSSR+SEAT:X'", "#25 RPI", "at most 2 elements; is a ' missing?"),
        (b"RPI+2+HK?'\r\nSSR+SEAT'", "#25 RPI", "the sign ' at the end of the segment"),
        (b"rpi+2+HK'", "#25 rpi", "a tag of three capital letters at the start"),
    ],
)
def test_a_damaged_segment_breaks_its_record_alone(damaged: bytes, field: str, expected: str):
    text = WHOLE.replace(b"RPI+2+HK'", damaged)
    broken, second, ending = reading(text)
    assert isinstance(broken, BrokenRecord)
    assert broken.raw == FIRST.replace(b"RPI+2+HK'", damaged)
    assert broken.fault.field == field
    assert str(broken.fault.expected).startswith(expected)
    assert str(broken.fault.repair)
    assert second.raw == SECOND
    assert ending.complete


def test_a_reservation_without_locator_is_broken():
    broken = reading(WHOLE.replace(b"RCI+XX:ABC123::200431:0930+YY:DEF456'", b"RCI+XX'"))[0]
    assert str(broken.fault.expected) == "RCI with a record locator"


def test_a_traveller_without_surname_is_broken_and_the_next_is_read():
    broken, crew, _ = reading(LIST.replace(b"EXAMPLE:JOHN:ADAM", b":JOHN"), edifact.read_paxlst)
    assert str(broken.fault.expected) == "a surname"
    assert crew.tree["surname"] == "PILOT"


def test_a_damaged_head_is_a_record_of_its_own():
    broken, first, _, _ = reading(WHOLE.replace(b"ORG+XX'\r\n", b"ORG+XX\r\n", 1))
    assert isinstance(broken, BrokenRecord)
    assert broken.fault.field == "#4 ORG"
    assert first.raw == FIRST


def test_another_kind_of_message_is_broken_with_the_name_that_came():
    broken, _ = reading(LIST)
    assert (str(broken.fault.expected), broken.fault.came) == ("a message PNRGOV", "PAXLST")


@pytest.mark.parametrize("cut", [len(WHOLE) - 12, len(WHOLE) - 30, len(UNA + HEAD) + 200])
def test_a_cut_interchange_is_not_complete(cut: int):
    ending = reading(WHOLE[:cut])[-1]
    assert not ending.complete
    assert ending.fault is not None


def test_the_record_in_which_a_delivery_is_cut_is_broken():
    broken, _ = reading(UNA + HEAD + FIRST[:200])
    assert str(broken.fault.expected) == "the sign ' at the end of the segment"
    assert broken.raw == FIRST[:200]


def test_an_end_without_its_terminator_is_an_end_if_its_reference_fits():
    assert reading(WHOLE[:-1])[-1].complete
    assert reading(WHOLE[:-1] + b"\n\nnotes of an editor")[-1].complete
    assert not reading(WHOLE[:-3])[-1].complete


def test_a_wrong_segment_count_is_noted():
    ending = reading(WHOLE.replace(b"UNT+40", b"UNT+50"))[-1]
    assert ending.complete
    (note,) = ending.header["tolerated"]
    assert note["expected"] == "the count of segments from UNH to UNT, 40"


def test_a_message_without_interchange_is_read_and_needs_its_unt():
    message = WHOLE[WHOLE.index(b"UNH") : WHOLE.index(b"UNZ")]
    *records, ending = reading(message)
    assert len(records) == 2
    assert ending.complete
    assert not reading(message[: message.index(b"UNT")])[-1].complete


def test_without_any_date_of_sending_two_digits_of_a_birth_year_stay_as_they_came():
    message = WHOLE[WHOLE.index(b"UNH") : WHOLE.index(b"UNZ")]
    dated = reading(message)[0].tree["passengers"][0]
    assert dated["birth_date"] == "1981-12-24"
    undated = reading(message.replace(b"TVL+020531:2230:030531:0715", b"TVL+x", 1))[0].tree
    assert undated["passengers"][0]["birth_date"] == "24DEC81"


def test_what_is_no_edifact_is_broken_and_not_complete():
    broken, ending = reading(b"\x00\x01\x02 not EDIFACT")
    assert isinstance(broken, BrokenRecord)
    assert not ending.complete


@pytest.mark.parametrize("length", [10, 1000])
def test_an_oversized_record_comes_in_pieces_that_join_to_it(length: int):
    remark = b"IFT+4:28+" + b"x" * length + b"'"
    group = b"SRC'RCI+XX:ABC123'" + remark * min(
        MAX_RECORD_BYTES // len(remark) + 9, 2 * edifact.MOST_SEGMENTS
    )
    *pieces, second, ending = reading(UNA + HEAD + group + SECOND + TAIL)
    assert b"".join(piece.raw for piece in pieces) == group
    assert max(len(piece.raw) for piece in pieces) <= MAX_RECORD_BYTES
    assert {piece.number for piece in pieces} == {1}
    assert [piece.continues for piece in pieces] == [True] * (len(pieces) - 1) + [False]
    assert (second.number, second.raw) == (2, SECOND)
    assert ending.complete


def test_an_unknown_option_is_refused():
    for reader in (edifact.read_pnrgov, edifact.read_paxlst):
        with pytest.raises(MappingInvalid):
            reader(io.BytesIO(b""), {"charset": "x"})


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size or 7) if size != -1 else -1)


def test_the_size_of_reads_does_not_change_what_is_read():
    assert list(edifact.read_pnrgov(Trickle(WHOLE), {})) == reading(WHOLE)


PARTS = [WHOLE[at : at + 9] for at in range(0, len(WHOLE), 9)]


@given(st.lists(st.binary(max_size=12) | st.sampled_from(PARTS), max_size=60), st.booleans())
def test_any_bytes_are_read_to_an_ending(parts: list[bytes], whole_head: bool):  # noqa: FBT001 - drawn
    text = (UNA + HEAD if whole_head else b"") + b"".join(parts)
    for reader in (edifact.read_pnrgov, edifact.read_paxlst):
        *pieces, ending = reading(text, reader)
        assert isinstance(ending, Ending)
        assert all(isinstance(piece, RawRecord | BrokenRecord) for piece in pieces)
        assert all(piece.raw in text for piece in pieces if isinstance(piece, RawRecord))


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_a_hole_in_the_message_never_makes_a_record_of_other_bytes(one: int, other: int):
    start, end = sorted((one, other))
    text = WHOLE[:start] + WHOLE[end:]
    for piece in reading(text)[:-1]:
        assert piece.raw in text


@given(st.lists(st.binary(max_size=12) | st.sampled_from(PARTS), max_size=60))
def test_the_raws_of_all_segments_join_to_the_delivery(parts: list[bytes]):
    text = UNA + HEAD + b"".join(parts)
    assert b"".join(item.raw for item in segments(io.BytesIO(text))).rstrip() == text.rstrip()


def _samples(folder: Path) -> list[tuple[str, bytes]]:
    paths = sorted((folder / "travel_customs" / "gtas").iterdir())
    return [(path.name, path.read_bytes()) for path in paths if path.name != "SOURCE.txt"]


@pytest.mark.real_data
def test_the_real_samples_give_their_reservations_and_travellers(real_data: Path):
    raws = 0
    for name, text in _samples(real_data):
        lists = b"PAXLST" in text
        *pieces, ending = reading(text, edifact.read_paxlst if lists else edifact.read_pnrgov)
        begins = text.count(b"NAD+F") + text.count(b"NAD*F") if lists else text.count(b"SRC")
        assert len(pieces) == begins, name
        assert ending.complete, name
        for piece in pieces:
            assert piece.raw in text
            if isinstance(piece, RawRecord):
                raws += 1
                assert piece.tree["flight"]
                assert piece.tree.get("passengers") or piece.tree.get("surname")
    assert raws > 170


@pytest.mark.real_data
def test_the_real_samples_with_missing_terminators_are_broken_there(real_data: Path):
    samples = dict(_samples(real_data))
    expected = {
        "infant.edi": ["LTS"],
        "modifyPnr77ForCodeShare.txt": ["RPI"],
        "pnrMessagePg75.txt": ["SSR", "RCI"],
        "pnrMessagePg77.txt": ["RPI"],
    }
    for name, text in samples.items():
        faults = [p.fault for p in reading(text) if isinstance(p, BrokenRecord)]
        if b"PAXLST" not in text:
            assert [fault.field.split()[-1] for fault in faults] == expected.get(name, [])


@pytest.mark.real_data
def test_every_real_traveller_has_a_birth_date_in_iso(real_data: Path):
    dates = []
    for _, text in _samples(real_data):
        reader = edifact.read_paxlst if b"PAXLST" in text else edifact.read_pnrgov
        for piece in reading(text, reader):
            if isinstance(piece, RawRecord):
                people = piece.tree.get("passengers") or [piece.tree]
                assert isinstance(people, list)
                dates += [
                    p["birth_date"] for p in people if isinstance(p, dict) and "birth_date" in p
                ]
    assert len(dates) > 250
    assert all(isinstance(d, str) and d[4] == d[7] == "-" and d < "2021" for d in dates)


@pytest.mark.real_data
def test_the_segments_of_real_samples_join_to_the_files(real_data: Path):
    for name, text in _samples(real_data):
        items = list(segments(io.BytesIO(text)))
        assert b"".join(item.raw for item in items).strip() == text.strip(), name
        assert sum(isinstance(item, Segment) for item in items) > 10
