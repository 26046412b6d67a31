"""What an AIS message says, as a tree: ITU-R M.1371-5 fields in this project's words and units.

pyais unpacks the bits; here its fields are named, and what means 'not available' is left out.
Message 17 gives no position: pyais 3.3 reads its signed coordinates as unsigned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Protocol, cast

from isthmus.formats.raw import Fault, Tree, shown
from isthmus.phrases import say

MINIMUM_BITS: Mapping[int, int] = {
    **dict.fromkeys((1, 2, 3, 4, 9, 11, 18), 168),
    **dict.fromkeys((6, 12), 72),
    **dict.fromkeys((8, 14), 40),
    5: 420,
    19: 306,
    21: 272,
    24: 160,
    27: 96,
}
"""The shortest message of a type; receivers cut a few spare bits off the end of 5, 19 and 24."""

STATUSES: tuple[str, ...] = (
    "under way using engine",
    "at anchor",
    "not under command",
    "restricted manoeuvrability",
    "constrained by her draught",
    "moored",
    "aground",
    "engaged in fishing",
    "under way sailing",
    "reserved for high speed craft",
    "reserved for wing in ground",
    "towing astern",
    "pushing ahead or towing alongside",
    "reserved",
    "active search and rescue transmitter",
)
"""Navigational status 0 to 14; 15 means that none is given."""

_SHIP_KINDS: Mapping[int, str] = {
    **dict.fromkeys(range(20, 30), "wing in ground"),
    **dict.fromkeys(range(40, 50), "high speed craft"),
    **dict.fromkeys(range(60, 70), "passenger"),
    **dict.fromkeys(range(70, 80), "cargo"),
    **dict.fromkeys(range(80, 90), "tanker"),
    **dict.fromkeys(range(90, 100), "other"),
    30: "fishing",
    31: "towing",
    32: "towing, large",
    33: "dredging",
    34: "diving",
    35: "military",
    36: "sailing",
    37: "pleasure craft",
    50: "pilot vessel",
    51: "search and rescue",
    52: "tug",
    53: "port tender",
    54: "anti-pollution",
    55: "law enforcement",
    58: "medical transport",
    59: "ship of a state not party to a conflict",
}
_LARGEST_MMSI = 999_999_999


class _Head(Protocol):
    msg_type: int
    mmsi: int


class _Place(Protocol):
    lat: float
    lon: float


class _Motion(Protocol):
    msg_type: int
    speed: float
    course: float


class _ClassA(Protocol):
    status: int
    turn: float


class _Compass(Protocol):
    heading: int
    second: int


class _Plane(Protocol):
    alt: int


class _Hull(Protocol):
    ship_type: int
    to_bow: int
    to_stern: int
    to_port: int
    to_starboard: int


class _Voyage(Protocol):
    imo: int
    month: int
    day: int
    hour: int
    minute: int
    draught: float


class _Clock(Protocol):
    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int


_Filler = Callable[[object, dict[str, Tree]], None]


def tree_of(message: object) -> dict[str, Tree] | Fault:
    """Give the tree of a message that pyais decoded, or what is wrong with it.

    Speeds in knots, angles in degrees, lengths in metres; whatever the sender marks as not
    available is absent. A message type without fields of interest gives type and MMSI alone.
    """
    head = cast("_Head", message)
    if head.mmsi > _LARGEST_MMSI:
        return Fault(
            "mmsi", say("nine digits"), shown(head.mmsi), say("drop it: no station has this number")
        )
    tree: dict[str, Tree] = {"type": head.msg_type, "mmsi": f"{head.mmsi:09d}"}
    for fill in _FILLERS.get(head.msg_type, ()):
        fill(message, tree)
    return _place_fault(message, tree) or tree


def _place_fault(message: object, tree: dict[str, Tree]) -> Fault | None:
    lat, lon = tree.get("lat"), tree.get("lon")
    if not isinstance(lat, float) or not isinstance(lon, float):
        return None
    if -90 <= lat <= 90 and -180 <= lon <= 180:  # noqa: PLR2004 - the bounds of the earth
        return None
    came = say(
        "{lat}, {lon} in a message of type {kind}",
        lat=str(lat),
        lon=str(lon),
        kind=cast("_Head", message).msg_type,
    )
    repair = say("check the receiver: the payload passed its checksum but not its meaning")
    return Fault("lat, lon", say("a position on earth, or 91 and 181"), came, repair)


def _place(message: object, tree: dict[str, Tree]) -> None:
    place = cast("_Place", message)
    if place.lat != 91 and place.lon != 181:  # noqa: PLR2004 - 'not available' of the standard
        tree["lat"] = place.lat
        tree["lon"] = place.lon


_SILENT_SPEEDS: Mapping[int, float] = {9: 1023.0, 27: 63.0}
_FULL_CIRCLE = 360


def _motion(message: object, tree: dict[str, Tree]) -> None:
    motion = cast("_Motion", message)
    if motion.speed != _SILENT_SPEEDS.get(motion.msg_type, 102.3):
        tree["speed_kn"] = motion.speed
    if motion.course < _FULL_CIRCLE:
        tree["course_deg"] = motion.course


def _class_a(message: object, tree: dict[str, Tree]) -> None:
    report = cast("_ClassA", message)
    _status(message, tree)
    # +-127 and -128 of the standard say that there is no turn indicator; pyais keeps them.
    if type(report.turn) is float:
        tree["turn_deg_min"] = report.turn


def _status(message: object, tree: dict[str, Tree]) -> None:
    code = int(cast("_ClassA", message).status)
    if code < len(STATUSES):
        tree["status"] = STATUSES[code]


def _compass(message: object, tree: dict[str, Tree]) -> None:
    compass = cast("_Compass", message)
    if compass.heading < _FULL_CIRCLE:
        tree["heading_deg"] = compass.heading
    _second(message, tree)


def _second(message: object, tree: dict[str, Tree]) -> None:
    second = cast("_Compass", message).second
    if second < 60:  # noqa: PLR2004 - 60 to 63 tell why there is no second
        tree["utc_second"] = second


def _plane(message: object, tree: dict[str, Tree]) -> None:
    altitude = cast("_Plane", message).alt
    if altitude != 4095:  # noqa: PLR2004 - 'not available' of the standard
        tree["altitude_m"] = altitude


def _text(field: str, key: str) -> _Filler:
    def fill(message: object, tree: dict[str, Tree]) -> None:
        # '@' ends a text in the six-bit alphabet; what stands behind it is padding.
        words = str(getattr(message, field, None) or "").partition("@")[0].strip()
        if words:
            tree[key] = words

    return fill


def _number(field: str, key: str) -> _Filler:
    def fill(message: object, tree: dict[str, Tree]) -> None:
        value = getattr(message, field, None)
        if value is not None:
            tree[key] = int(value)

    return fill


def _station(field: str, key: str) -> _Filler:
    def fill(message: object, tree: dict[str, Tree]) -> None:
        value = getattr(message, field, None)
        if isinstance(value, int) and 0 < value <= _LARGEST_MMSI:
            tree[key] = f"{value:09d}"

    return fill


def _flag(field: str, key: str) -> _Filler:
    def fill(message: object, tree: dict[str, Tree]) -> None:
        tree[key] = bool(getattr(message, field, None))

    return fill


def _hull(message: object, tree: dict[str, Tree]) -> None:
    if getattr(message, "ship_type", None) is None:
        return
    hull = cast("_Hull", message)
    if hull.ship_type:
        tree["ship_type"] = int(hull.ship_type)
        kind = _SHIP_KINDS.get(int(hull.ship_type))
        if kind is not None:
            tree["ship_kind"] = kind
    _size(message, tree)


def _size(message: object, tree: dict[str, Tree]) -> None:
    if getattr(message, "to_starboard", None) is None:
        return
    hull = cast("_Hull", message)
    sides = {"length_m": hull.to_bow + hull.to_stern, "beam_m": hull.to_port + hull.to_starboard}
    tree.update({key: metres for key, metres in sides.items() if metres})


def _voyage(message: object, tree: dict[str, Tree]) -> None:
    voyage = cast("_Voyage", message)
    if voyage.imo:
        tree["imo"] = str(voyage.imo)
    if voyage.draught:
        tree["draught_m"] = voyage.draught
    if 1 <= voyage.month <= 12 and 1 <= voyage.day <= 31:  # noqa: PLR2004 - calendar
        eta = f"{voyage.month:02d}-{voyage.day:02d}"
        known = voyage.hour < 24 and voyage.minute < 60  # noqa: PLR2004 - 24:60 is 'none'
        tree["eta"] = f"{eta}T{voyage.hour:02d}:{voyage.minute:02d}Z" if known else eta


def _clock(message: object, tree: dict[str, Tree]) -> None:
    c = cast("_Clock", message)
    try:
        at = datetime(c.year, c.month, c.day, c.hour, c.minute, c.second, tzinfo=UTC)
    except ValueError:
        return  # year 0 and 24:60:60 say that the station has no time
    tree["station_time"] = at.isoformat().replace("+00:00", "Z")


_NAME = _text("shipname", "name")
_CALLSIGN = _text("callsign", "callsign")
_ADDRESSEE = _station("dest_mmsi", "addressee_mmsi")
_BINARY = (_number("dac", "dac"), _number("fid", "fid"))
_POSITION_A: tuple[_Filler, ...] = (_place, _motion, _compass, _class_a)
_AID: tuple[_Filler, ...] = (
    _number("aid_type", "aid_type"),
    _place,
    _size,
    _flag("off_position", "off_position"),
    _flag("virtual_aid", "virtual_aid"),
)

_FILLERS: Mapping[int, tuple[_Filler, ...]] = {
    1: _POSITION_A,
    2: _POSITION_A,
    3: _POSITION_A,
    4: (_place, _clock),
    5: (_voyage, _CALLSIGN, _NAME, _hull, _text("destination", "destination")),
    6: (_ADDRESSEE, *_BINARY),
    8: _BINARY,
    9: (_place, _motion, _second, _plane),
    10: (_ADDRESSEE,),
    11: (_place, _clock),
    12: (_ADDRESSEE, _text("text", "text")),
    14: (_text("text", "text"),),
    18: (_place, _motion, _compass),
    19: (_place, _motion, _compass, _NAME, _hull),
    21: (_text("name", "name"), _text("name_ext", "name_extension"), *_AID),
    24: (_NAME, _CALLSIGN, _hull, _station("mothership_mmsi", "mothership_mmsi")),
    27: (_place, _motion, _status),
}
