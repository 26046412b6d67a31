"""Machine readable zones of travel documents (ICAO 9303): TD1, TD2, TD3 and visas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from isthmus.identifiers.outcome import Identified, Outcome, Rejected, identifier, plain
from isthmus.model.territory import country_code

_WEIGHTS = (7, 3, 1)
_ZONE_LINE = re.compile(r"[A-Z0-9<]+")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the fields of a format stand, as (line, from, to)."""

    lines: int
    width: int
    spans: Mapping[str, tuple[int, int, int]]
    composite: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """What a machine readable zone says; each check digit has been found to fit.

    `birth` and `expiry` are YYMMDD as printed: the zone names no century; < stands for an unknown
    part. `number` and `optional` come without filling; names keep their single spaces.
    """

    layout: str
    kind: str
    issuer: str
    number: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    surname: str
    given: str
    optional: str


_TD1 = _Layout(
    3,
    30,
    {
        "number": (0, 5, 14),
        "optional": (0, 15, 30),
        "birth": (1, 0, 6),
        "sex": (1, 7, 8),
        "expiry": (1, 8, 14),
        "nationality": (1, 15, 18),
        "name": (2, 0, 30),
    },
    ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
)
_SECOND_LINE: Mapping[str, tuple[int, int, int]] = {
    "number": (1, 0, 9),
    "nationality": (1, 10, 13),
    "birth": (1, 13, 19),
    "sex": (1, 20, 21),
    "expiry": (1, 21, 27),
}
_TD2 = _Layout(
    2,
    36,
    {**_SECOND_LINE, "name": (0, 5, 36), "optional": (1, 28, 35)},
    ((1, 0, 10), (1, 13, 20), (1, 21, 35)),
)
_TD3 = _Layout(
    2,
    44,
    {**_SECOND_LINE, "name": (0, 5, 44), "optional": (1, 28, 42)},
    ((1, 0, 10), (1, 13, 20), (1, 21, 43)),
)
_VISA_A = _Layout(2, 44, {**_SECOND_LINE, "name": (0, 5, 44), "optional": (1, 28, 44)})
_VISA_B = _Layout(2, 36, {**_SECOND_LINE, "name": (0, 5, 36), "optional": (1, 28, 36)})
_LAYOUTS: Mapping[str, _Layout] = {
    "TD1": _TD1,
    "TD2": _TD2,
    "TD3": _TD3,
    "MRV-A": _VISA_A,
    "MRV-B": _VISA_B,
}
_CHECKED = ("number", "birth", "expiry")


def check_digit(characters: str) -> str:
    """Give the check digit of ICAO 9303: weights 7, 3, 1; A is 10, < is 0."""
    values = (0 if c == "<" else int(c, 36) for c in characters)
    return str(sum(value * _WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


@identifier
def mrz(text: str) -> Outcome:
    """Give a machine readable zone as its lines joined by a slash, with its issuer's country."""
    document = read_mrz(text)
    if isinstance(document, Rejected):
        return document
    return Identified("/".join(_lines(text)), country_code(document.issuer))


def read_mrz(text: str) -> TravelDocument | Rejected:
    """Read a zone whose lines are parted by line ends or slashes, or why it cannot be read."""
    lines = _lines(text)
    name = _layout_of(lines)
    if name is None:
        return Rejected("expected 3 lines of 30, or 2 lines of 36 or 44, of A to Z, 0 to 9 and <")
    layout = _LAYOUTS[name]
    fields = {field: lines[line][start:end] for field, (line, start, end) in layout.spans.items()}
    fault = _check_fault(layout, lines, fields)
    if fault is not None:
        return Rejected(f"the check digit of the {fault} does not fit")
    surname, _, given = fields.pop("name").partition("<<")
    return TravelDocument(
        layout=name,
        kind=lines[0][:2].rstrip("<"),
        issuer=lines[0][2:5].rstrip("<"),
        surname=_words(surname),
        given=_words(given),
        **{field: _bare(field, value) for field, value in fields.items()},
    )


def _lines(text: str) -> list[str]:
    parted = (plain(line).upper().replace(" ", "") for line in re.split(r"[\r\n/]+", text))
    return [line for line in parted if line]


def _layout_of(lines: list[str]) -> str | None:
    if not all(_ZONE_LINE.fullmatch(line) for line in lines):
        return None
    visa = bool(lines) and lines[0].startswith("V")
    widths = [len(line) for line in lines]
    for name, layout in _LAYOUTS.items():
        if widths == [layout.width] * layout.lines and name.startswith("MRV") == visa:
            return name
    return None


def _check_fault(layout: _Layout, lines: list[str], fields: dict[str, str]) -> str | None:
    """Name the first field whose check digit does not fit, in the order of the zone."""
    for field in _CHECKED:
        line, _, end = layout.spans[field]
        digit = lines[line][end]
        if field == "number" and digit == "<" and layout is _TD1:
            digit = _long_number(fields)
        if digit != check_digit(fields[field]):
            return field
    if layout is _TD3 and lines[1][42] not in _personal_digits(fields["optional"]):
        return "personal number"
    whole = "".join(lines[line][start:end] for line, start, end in layout.composite)
    at = 1 if layout is _TD1 else -1
    if layout.composite and lines[at][layout.width - 1] != check_digit(whole):
        return "whole zone"
    return None


def _long_number(fields: dict[str, str]) -> str:
    """Move what a TD1 writes of a long number into the optional field; give its check digit."""
    rest, _, fields["optional"] = fields["optional"].partition("<")
    fields["number"] += rest[:-1]
    return rest[-1:]


def _personal_digits(optional: str) -> set[str]:
    return {check_digit(optional)} | ({"<"} if not optional.strip("<") else set())


def _words(name: str) -> str:
    return " ".join(name.replace("<", " ").split())


def _bare(field: str, value: str) -> str:
    return value if field in {"birth", "expiry"} else value.rstrip("<")
