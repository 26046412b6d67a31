"""PAXLST: what an advance passenger information message says of one traveller (WCO/IATA/ICAO API).

The head of the message has the legs of the flight; each NAD with FL (passenger), FM (crew), DDU or
DDT (in transit) begins a traveller. Times are local to the airport, without a zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from isthmus.formats.edifact_segments import Segment
from isthmus.formats.edifact_values import birth_date, expiry_date, year_first
from isthmus.formats.raw import Fault, Tree
from isthmus.phrases import say

TRAVELLERS: Mapping[str, str] = {
    "FL": "passenger",
    "FM": "crew",
    "DDU": "passenger in transit",
    "DDT": "crew in transit",
}
_PLACES: Mapping[str, str] = {
    "22": "cleared",
    "174": "residence",
    "178": "embarked",
    "179": "disembarked",
    "180": "birth_place",
}
_REFERENCES: Mapping[str, str] = {
    "AVF": "locator",
    "ABO": "unique_reference",
    "SEA": "seat",
    "AEA": "government_reference",
    "CR": "customer_reference",
}


def flight_of(head: Sequence[Segment]) -> dict[str, Tree]:
    """Give the flight of a message head: its first leg; `legs` if there are several."""
    legs: list[dict[str, Tree]] = []
    places: list[str] = []
    for segment in head:
        if segment.tag == "TDT":
            legs.append(_leg(segment))
            places = []
        elif segment.tag == "LOC" and legs:
            places.append(segment.text(1))
            key = "departure_airport" if len(places) == 1 else "arrival_airport"
            legs[-1][key] = segment.text(1)
        elif segment.tag == "DTM" and legs:
            key = {"189": "departure_at", "232": "arrival_at"}.get(segment.text(0), "")
            if key:
                legs[-1][key] = year_first(segment.text(0, 1))
    first = dict(legs[0]) if legs else {}
    return first | ({"legs": [*legs]} if len(legs) > 1 else {})


def traveller_tree(
    group: Sequence[Segment], flight: dict[str, Tree], sent: date | None
) -> dict[str, Tree] | Fault:
    """Give the tree of one traveller's segments, or the fault that breaks the record."""
    nad = group[0]
    surname, given, middle = (*nad.element(3), "", "", "")[:3]
    if not surname:
        where = f"#{nad.number} NAD"
        repair = say("send the name as surname:given in the fourth element")
        return Fault(where, say("a surname"), "+".join(map(":".join, nad.elements)), repair)
    tree: dict[str, Tree] = {
        "flight": flight,
        "role": TRAVELLERS[nad.text(0)],
        "surname": surname,
        "given": " ".join(part for part in (given, middle) if part),
    }
    tree |= _address(nad)
    documents: list[dict[str, Tree]] = []
    for segment in group[1:]:
        _fact(segment, tree, documents, sent)
    tree["documents"] = [*documents]
    return {key: value for key, value in tree.items() if value != ""}


def _leg(segment: Segment) -> dict[str, Tree]:
    flight, carrier = segment.text(1), segment.text(4)
    found = re.fullmatch(r"([A-Z0-9]{2}[A-Z]?)([0-9]{1,4}[A-Z]?)", flight)
    if carrier and flight.startswith(carrier):
        return {"carrier": carrier, "number": flight.removeprefix(carrier)}
    if found is not None:
        return {"carrier": carrier or found[1], "number": found[2]}
    return {"carrier": carrier, "number": flight}


def _address(nad: Segment) -> dict[str, Tree]:
    names = ("street", "city", "state", "postcode", "country")
    cells = [" ".join(part for part in nad.element(at) if part) for at in range(4, 9)]
    found: dict[str, Tree] = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
    return {"address": found} if found else {}


_Value = Callable[[Segment, "date | None"], str]
_DOCUMENT_FACTS: Mapping[tuple[str, str], tuple[str, _Value]] = {
    ("DTM", "36"): ("expires", lambda segment, _: expiry_date(segment.text(0, 1))),
    ("LOC", "91"): ("country", lambda segment, _: segment.text(1)),
}
"""What belongs to the document before it."""
_FACTS: Mapping[tuple[str, str], tuple[str, _Value]] = {
    ("DTM", "329"): ("birth_date", lambda segment, sent: birth_date(segment.text(0, 1), sent)),
    ("ATT", "2"): ("sex", lambda segment, _: segment.text(2)),
    ("NAT", "2"): ("nationality", lambda segment, _: segment.text(1)),
    **{("LOC", code): (key, lambda segment, _: _place(segment)) for code, key in _PLACES.items()},
    **{
        ("RFF", code): (key, lambda segment, _: segment.text(0, 1))
        for code, key in _REFERENCES.items()
    },
}


def _fact(
    segment: Segment,
    tree: dict[str, Tree],
    documents: list[dict[str, Tree]],
    sent: date | None,
) -> None:
    """Put what one segment says into the tree, or into the document that it follows."""
    key = (segment.tag, segment.text(0))
    if segment.tag == "DOC":
        documents.append({"type": segment.text(0), "number": segment.text(1)})
    elif key in _DOCUMENT_FACTS and documents:
        name, value = _DOCUMENT_FACTS[key]
        documents[-1][name] = value(segment, sent)
    elif key in _FACTS:
        name, value = _FACTS[key]
        tree[name] = value(segment, sent)


def _place(segment: Segment) -> str:
    """Give the code of a place, or what it is called where it has none."""
    return segment.text(1) or " ".join(filter(None, segment.element(1)))
