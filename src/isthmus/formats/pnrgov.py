"""PNRGOV: what one passenger name record says (IATA/WCO PNRGOV, versions 10 to 15).

The segments come in a fixed order of sections: head, passengers (TIF), itinerary (TVL) with
check-in (TRI), split-off records (EQN), other services (MSG), history (ABI, LTS). History repeats
and corrects the rest and is left in the record's bytes. Times are local to the airport, without a
zone; the message names none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from isthmus.formats.edifact_segments import Segment
from isthmus.formats.edifact_values import (
    email_in,
    local_time,
    masked_card,
    phones_in,
)
from isthmus.formats.pnrgov_passengers import Passengers
from isthmus.formats.raw import Fault, Tree
from isthmus.phrases import say

_COPIED_SSR = ("DOCS", "DOCO", "DOCA")


class _Section(IntEnum):
    HEAD = 0
    PASSENGER = 1
    ITINERARY = 2
    CHECK_IN = 3
    SPLIT = 4
    OTHER = 5
    HISTORY = 6


_OPENS: Mapping[str, _Section] = {
    "TIF": _Section.PASSENGER,
    "TVL": _Section.ITINERARY,
    "TRI": _Section.CHECK_IN,
    "EQN": _Section.SPLIT,
    "MSG": _Section.OTHER,
    "ABI": _Section.HISTORY,
    "LTS": _Section.HISTORY,
}


@dataclass(slots=True)
class _Pnr:
    """A record as it is read, segment by segment."""

    passengers: Passengers
    section: _Section = _Section.HEAD
    lists: dict[str, list[Tree]] = field(default_factory=dict)
    values: dict[str, Tree] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)

    def add(self, key: str, value: Tree) -> None:
        """Put a value to a list, once, and only if there is something in it."""
        told = (key, repr(value))
        if value not in ("", None, {}, []) and told not in self.told:
            self.told.add(told)
            self.lists.setdefault(key, []).append(value)

    def last(self, key: str) -> dict[str, Tree] | None:
        """Give the last entry of a list that can still be added to."""
        entries = self.lists.get(key)
        entry = entries[-1] if entries else None
        return entry if isinstance(entry, dict) else None


def flight_of(segment: Segment) -> dict[str, Tree]:
    """Give the flight of a TVL segment; a time where the arrival's day should be counts as such."""
    when = (*segment.element(0), "", "", "", "")[:4]
    day, clock, arrival_day, arrival_clock = when
    if re.fullmatch(r"[0-9]{4}", arrival_day) and not arrival_clock:
        arrival_day, arrival_clock = day, arrival_day
    return _present(
        {
            "carrier": segment.text(3),
            "operating_carrier": segment.text(3, 1),
            "number": segment.text(4),
            "booking_class": segment.text(4, 1),
            "departure_airport": segment.text(1),
            "arrival_airport": segment.text(2),
            "departure_at": local_time(day, clock),
            "arrival_at": local_time(arrival_day or (day if arrival_clock else ""), arrival_clock),
        }
    )


def pnr_tree(
    group: Sequence[Segment], flight: dict[str, Tree], sent: date | None
) -> dict[str, Tree] | Fault:
    """Give the tree of the segments from SRC on, or the fault that breaks the record.

    `flight`: of the message; `sent`: the day of the interchange, which tells centuries.
    """
    pnr = _Pnr(Passengers(sent))
    for segment in group:
        _enter(pnr, segment.tag)
        act = _ACTS.get((pnr.section, segment.tag)) or _ACTS.get((None, segment.tag))
        if act is not None and pnr.section < _Section.SPLIT:
            act(pnr, segment)
    if "locator" not in pnr.values:
        came = ", ".join(segment.tag for segment in group[:6])
        repair = say("send RCI with carrier and record locator behind SRC")
        where = f"#{group[0].number} {group[0].tag}"
        return Fault(f"{where}/RCI", say("RCI with a record locator"), came, repair)
    return {"flight": flight, **pnr.values, **pnr.lists, **pnr.passengers.trees()}


def _enter(pnr: _Pnr, tag: str) -> None:
    """Sections only follow each other, but for legs: each TVL may have its check-in."""
    opened = _OPENS.get(tag)
    if opened is None or (tag == "TIF" and pnr.section == _Section.CHECK_IN):
        return
    if opened > pnr.section or (tag == "TVL" and pnr.section == _Section.CHECK_IN):
        pnr.section = opened


def _present(values: Mapping[str, Tree]) -> dict[str, Tree]:
    return {key: value for key, value in values.items() if value not in ("", None, [], {})}


def _rci(pnr: _Pnr, segment: Segment) -> None:
    for element in segment.elements:
        carrier, locator, kind, day, clock = (*element, "", "", "", "", "")[:5]
        if not locator:
            continue
        if re.fullmatch(r"[0-9]{6}", kind) and re.fullmatch(r"(?:[0-9]{4})?", day):
            day, clock = kind, day  # some systems leave out the empty type of the locator
        pnr.values.setdefault("locator", locator)
        pnr.add("locators", _present({"carrier": carrier, "locator": locator}))
        if day:
            pnr.values.setdefault("booked_at", local_time(day, clock))


def _ssr(pnr: _Pnr, segment: Segment) -> None:
    code, status, _, carrier, _, _, origin, destination = (*segment.element(0), *[""] * 8)[:8]
    text = ":".join(segment.element(0)[8:])
    travellers = [element[2] for element in segment.elements[1:] if len(element) > 2 and element[2]]  # noqa: PLR2004 - place of the reference
    pnr.add(
        "raw_ssr",
        _present(
            {
                "code": code,
                "status": status,
                "carrier": carrier,
                "departure_airport": origin,
                "arrival_airport": destination,
                "text": text,
                "passengers": list(travellers),
            }
        ),
    )
    if code in _COPIED_SSR:
        pnr.passengers.document(code, text, travellers[0] if travellers else "")
    if code == "SEAT":
        for element in segment.elements[1:]:
            pnr.passengers.seat(element[2] if len(element) > 2 else "", element[0], origin)  # noqa: PLR2004 - place of the reference


def _dat(pnr: _Pnr, segment: Segment) -> None:
    for element in segment.elements:
        kind, day, clock = (*element, "", "", "")[:3]
        if kind == "700":
            pnr.values["changed_at"] = local_time(day, clock)


def _ift(pnr: _Pnr, segment: Segment) -> None:
    text = " ".join(part for element in segment.elements[1:] for part in element if part)
    if segment.element(0)[:2] == ("4", "43"):
        payment = pnr.last("payments")
        payer = _present({"name": segment.text(1), "address": segment.text(2)})
        if payment is not None and payer:
            payment["payer"] = payer
        text = ""
        _phones(pnr, segment.text(3))
    pnr.add("remarks", text)
    contact = re.search(r"\bCTC ?([A-Z]*)\b(.*)", text)
    if contact is None:
        return
    if contact[1] == "E":
        pnr.add("emails", email_in(contact[2]))
    else:
        _phones(pnr, contact[2])


def _phones(pnr: _Pnr, text: str) -> None:
    for number in phones_in(text):
        pnr.add("phones", number)


def _org(pnr: _Pnr, segment: Segment) -> None:
    pnr.values["agency"] = _present(
        {
            "system": segment.text(0),
            "system_location": segment.text(0, 1),
            "iata_number": segment.text(1),
            "office": segment.text(1, 1),
            "location": segment.text(2),
            "kind": segment.text(4),
            "country": segment.text(5),
            "currency": segment.text(5, 1),
            "agent": segment.text(6),
        }
    )


def _add(pnr: _Pnr, segment: Segment) -> None:
    for element in segment.elements:
        kind, street, city, state, _, country, postcode, *rest = (*element, *[""] * 7)
        free = " ".join(part for part in rest if part)
        phones = phones_in(free)
        if not phones and not postcode:
            postcode = free  # some systems put the postcode one component late
        parts = {"street": street, "city": city, "state": state, "country": country}
        address = _present(parts | {"postcode": postcode})
        pnr.add("addresses", {"kind": kind, **address} if address else {})
        for number in phones:
            pnr.add("phones", number)


def _tif(pnr: _Pnr, segment: Segment) -> None:
    for element in segment.elements[1:]:
        given, kind, reference, infant = (*element, "", "", "", "")[:4]
        pnr.passengers.begin(segment.text(0), given, kind, reference)
        if infant:
            pnr.passengers.note("with_infant", infant == "1")


def _fti(pnr: _Pnr, segment: Segment) -> None:
    for element in segment.elements:
        carrier, number = (*element, "", "")[:2]
        pnr.passengers.put("frequent_flyer", _present({"carrier": carrier, "number": number}))


def _tkt(pnr: _Pnr, segment: Segment) -> None:
    pnr.passengers.put("tickets", segment.text(0))


def _ref(pnr: _Pnr, segment: Segment) -> None:
    pnr.passengers.note("unique_reference", segment.text(0, 1))


def _fop(pnr: _Pnr, segment: Segment) -> None:
    for element in segment.elements:
        form, _, amount, vendor, number, expires = (*element, *[""] * 6)[:6]
        payment = {"form": form, "amount": amount, "card_vendor": vendor, "card_expires": expires}
        payment["passenger"] = pnr.passengers.reference()
        pnr.add("payments", _present(payment | {"card_masked": masked_card(number)}))


def _tvl(pnr: _Pnr, segment: Segment) -> None:
    leg, before = flight_of(segment), pnr.last("itinerary")
    if before is not None and set(leg) <= {"number", "booking_class"}:
        # A TVL with a number alone gives the operating carrier's number of a code share.
        before["operating_number"] = leg.get("number", "")
    else:
        pnr.lists.setdefault("itinerary", []).append(leg)


def _rpi(pnr: _Pnr, segment: Segment) -> None:
    leg = pnr.last("itinerary")
    if leg is not None:
        leg["status"] = segment.text(1)


def _seat(pnr: _Pnr, segment: Segment) -> None:
    leg = pnr.last("itinerary")
    origin = str(leg.get("departure_airport", "")) if leg is not None else ""
    pnr.passengers.seat("", segment.text(0), origin)


def _tif_again(pnr: _Pnr, segment: Segment) -> None:
    pnr.passengers.turn_to(segment.text(0), segment.text(1), segment.text(1, 2))


def _tbd(pnr: _Pnr, segment: Segment) -> None:
    count, weight, unit = (*segment.element(1), "", "", "")[:3]
    tags: list[Tree] = []
    for element in segment.elements[4:]:
        carrier, number, _, destination = (*element, "", "", "", "")[:4]
        tags.append(_present({"carrier": carrier, "number": number, "destination": destination}))
    key = {"700": "weight_kg", "701": "weight_lb"}.get(unit, "weight")
    bags = {"passenger": pnr.passengers.reference(), "count": count.lstrip("0"), key: weight}
    pool = segment.text(3, 1)
    pnr.add("bags", _present({**bags, "pool": pool, "tags": [tag for tag in tags if tag]}))


_Act = Callable[[_Pnr, Segment], None]
_ACTS: Mapping[tuple[_Section | None, str], _Act] = {
    (_Section.HEAD, "RCI"): _rci,
    (None, "SSR"): _ssr,
    (_Section.HEAD, "DAT"): _dat,
    (None, "IFT"): _ift,
    (_Section.HEAD, "ORG"): _org,
    (None, "ADD"): _add,
    (_Section.PASSENGER, "TIF"): _tif,
    (_Section.PASSENGER, "FTI"): _fti,
    (_Section.PASSENGER, "TKT"): _tkt,
    (_Section.PASSENGER, "REF"): _ref,
    (_Section.PASSENGER, "FOP"): _fop,
    (_Section.ITINERARY, "TVL"): _tvl,
    (_Section.ITINERARY, "RPI"): _rpi,
    (_Section.CHECK_IN, "TIF"): _tif_again,
    (_Section.CHECK_IN, "SSD"): _seat,
    (_Section.CHECK_IN, "TBD"): _tbd,
}
"""What a segment means in a section; None: in any."""
