"""Deliveries that are wrong in one place, and what their verdict must say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spoilt:
    """One file of a feed. `raw`: the record that is wrong in it, `number` of the whole file.

    `expected`, `came` and `repair` are pieces of what the verdict says; `good` are names that the
    other records of the file bring.
    """

    name: str
    feed: str
    content: bytes
    number: int
    raw: bytes
    field: str
    expected: str
    came: str
    repair: str
    good: tuple[str, ...]
    whole: bool = True


VESSELS = b"gur_id,imo,mmsi_current,former_names,name,build_year,flag\n"
SIGHTINGS = b"MMSI,first_seen,last_seen,name_ais,gur_imo\n"
PERSON = "<INDIVIDUAL><DATAID>{}</DATAID><FIRST_NAME>{}</FIRST_NAME></INDIVIDUAL>"
LIST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n{}<CONSOLIDATED_LIST dateGenerated='
    '"2024-01-0{}T00:00:00Z"><INDIVIDUALS>\n{}\n</INDIVIDUALS></CONSOLIDATED_LIST>\n'
)
TRAVELLERS = (
    b"UNA:+.? 'UNB+UNOA:4+ALDER+BIRCH+240504:1000+1'\nUNH+1+PAXLST:D:02B:UN:IATA'\nBGM+745'\n"
    b"TDT+20+XX123'\nNAD+FL+++EARLY:ADA'\nDTM+329:811224'\n%sNAD+FL+++LATER:CAY'\n"
    b"DTM+329:830101'\nCNT+42:3'\nUNT+9+1'\nUNZ+1+1'\n"
)
ENTITY = b'{"id": "%d", "schema": "Person", "properties": {"name": ["%s"]}}\n'


Said = tuple[str, str, str, str]
"""Field, expected, came, repair."""


def vessels(name: str, bad: bytes, good: tuple[str, str], said: Said) -> Spoilt:
    """Give rows of vessels, the second of which is wrong."""
    first, last = (b"%s-%d,,,,%s,2011,FI\n" % (name[:5].encode(), n, g.encode())
                   for n, g in enumerate(good))  # fmt: skip
    content = VESSELS + first + bad + last
    return Spoilt(f"{name}.csv", "vessel-register", content, 2, bad, *said, good=good)


def persons(day: int, *people: tuple[str, str], head: str = "") -> bytes:
    """Give a list of persons by number and name, dated, with `head` before its root."""
    return LIST.format(head, day, "".join(PERSON.format(*one) for one in people)).encode()


def entities(name: str, bad: bytes, good: tuple[str, str], said: Said) -> Spoilt:
    """Give lines of entities, the second of which is wrong."""
    first, last = (ENTITY % (hash_free(g), g.encode()) for g in good)
    content = first + bad + last
    return Spoilt(f"{name}.jsonl", "entity-exchange", content, 2, bad, *said, good=good)


def hash_free(text: str) -> int:
    """Give a number for a text, the same in every run."""
    return int.from_bytes(text.encode()[:6])


TERMINATOR = b"NAD+FL+++WREN:BEN\nDTM+329:820101'\n"
CUT = persons(3, ("31", "Wren Truncated"), ("32", "Ben Cut"))
CUT = CUT[: CUT.index(b"Ben C")]
LATIN = persons(4, ("41", "Early Latin"), ("42", "M\u00f6we"), ("43", "Later Latin"))
LATIN = LATIN.replace("M\u00f6we".encode(), b"M\xf6we")
UNDATED = b"230000002,9999-12-31 00:00:00,9999-12-31 23:59:59,Wren,\n"
RADAR = b'{"centerLat":60.1,"centerLon":%d,"conf":0.9}'

SPOILT = (
    Spoilt(
        name="travellers.edi",
        feed="passenger-lists",
        content=TRAVELLERS % TERMINATOR,
        number=2,
        raw=TERMINATOR,
        field="#7 NAD",
        expected="the sign ' at the end of the segment",
        came="NAD+FL+++WREN:BEN",
        repair="end each segment",
        good=("ADA EARLY", "CAY LATER"),
    ),
    Spoilt(
        name="truncated.xml",
        feed="un-sc",
        content=CUT,
        number=2,
        raw=CUT[CUT.rindex(b"<INDIVIDUAL>") :],
        field="the whole record",
        expected="well-formed XML",
        came="the end of the document on line 3",
        repair="deliver the whole document again",
        good=("Wren Truncated",),
        whole=False,
    ),
    Spoilt(
        name="latin.xml",
        feed="un-sc",
        content=LATIN,
        number=2,
        raw=PERSON.format("42", "M\u00f6we").encode("latin-1"),
        field="the whole record",
        expected="the encoding that the document declares",
        came="byte 0xf6 on line 3",
        repair="save the document in that encoding",
        good=("Early Latin", "Later Latin"),
        whole=False,
    ),
    vessels(
        "encoding",
        b"enc-2,,,,M\xf6we,2012,DE\n",
        ("Lark Encoding", "Tern Encoding"),
        (
            "the whole record",
            "text in utf-8",
            "byte 0xf6 at position 10",
            "name the right one in the mapping",
        ),
    ),
    vessels(
        "columns",
        b"col-2,,,,Sea, Wren,2012,DE\n",
        ("Lark Columns", "Tern Columns"),
        (
            "the whole record",
            "7 columns",
            "8: col-2 | ",
            "check the delimiter and the quotes",
        ),
    ),
    vessels(
        "nul",
        b"nul-2,,,,Sea\0Wren,2012,DE\n",
        ("Lark Nul", "Tern Nul"),
        (
            "the whole record",
            "text without NUL",
            "a NUL at position 12",
            "deliver the file as text",
        ),
    ),
    vessels(
        "keyless",
        b",,,,Sea Wren,2012,DE\n",
        ("Lark Keyless", "Tern Keyless"),
        (
            "key",
            "a value",
            "nothing",
            "correct gur_id at its source",
        ),
    ),
    entities(
        "surrogate",
        b'{"id": "s", "schema": "Person", "properties": {"name": ["W\\ud800ren"]}}\n',
        ("Lark Surrogate", "Tern Surrogate"),
        (
            "properties.name.1",
            "text of whole characters",
            "a lone surrogate in W\\ud800ren",
            "have its source send the text without it",
        ),
    ),
    entities(
        "escaped",
        b'{"id": "e", "schema": "Person", "properties": {"alias": ["a", "W\\u0000ren"]}}\n',
        ("Lark Escaped", "Tern Escaped"),
        (
            "properties.alias.2",
            "text of whole characters",
            "a NUL in W\\x00ren",
            "have its source send the text without it",
        ),
    ),
    entities(
        "unclosed",
        b'{"id": "u", "schema": "Person", "properties": {"name": ["Wren"]}\n',
        ("Lark Unclosed", "Tern Unclosed"),
        (
            "the whole record",
            "JSON",
            "expecting ',' delimiter at character 66",
            "send each record as one JSON value",
        ),
    ),
    Spoilt(
        name="future.csv",
        feed="ais-sightings",
        content=SIGHTINGS
        + b"230000001,2024-01-01,2024-01-02,Lark Future,\n"
        + UNDATED
        + b"230000003,2024-01-01,2024-01-02,Tern Future,\n",
        number=2,
        raw=UNDATED,
        field="observed_at",
        expected="a time not after ",
        came="9999-12-31 23:59:59",
        repair="correct last_seen at its source",
        good=("Lark Future", "Tern Future"),
    ),
    Spoilt(
        name="beyond.json",
        feed="radar-detections",
        content=b'{"sceneId":"S1","datetime":"2024-01-01T00:00:00Z","detections":[%s]}'
        % b",".join(RADAR % lon for lon in (25, 181, 26)),
        number=2,
        raw=RADAR % 181,
        field="longitude",
        expected="degrees between -180 and 180",
        came="181",
        repair="correct centerLon at its source",
        good=(),
    ),
)

LAUGHS = "<!DOCTYPE CONSOLIDATED_LIST [\n<!ENTITY a0 'ha'>\n{}]>\n".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>\n" for n in range(1, 12))
)
REFUSED = {
    "laughs.xml": persons(5, ("51", "&a11;"), head=LAUGHS),
    "outside.xml": persons(
        6,
        ("61", "&x;"),
        head='<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n',
    ),
    "fetched.xml": persons(
        7, ("71", "Ada"), head='<!DOCTYPE CONSOLIDATED_LIST SYSTEM "{address}">\n'
    ),
}
"""Files that are refused before their first record; `{address}` is one that must not be asked."""
