"""Reservations as PNRGOV and passenger lists as PAXLST, one interchange for each flight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from isthmus.exercise.cast import Person
from isthmus.exercise.dealings import Booking, Flight
from isthmus.exercise.files.ofac import plain
from isthmus.exercise.places import COUNTRIES, MONTHS

_ADVICE = "UNA:+.?*'"
_RELEASED = "+:'?*"
_VALID_YEARS = 7


def pnrgov(flight: Flight) -> bytes:
    """Write the bookings of a flight as one message."""
    reference = f"{flight.carrier}{flight.number}{flight.departs:%d%m%y}"
    sent = flight.departs - timedelta(hours=24)
    body = [
        f"UNH+1+PNRGOV:11:1:IA+{reference}",
        "MSG+:22",
        f"ORG+{flight.carrier}:{flight.origin}+52519950",
        _leg(flight),
        f"EQN+{len(flight.bookings)}",
        *(segment for booking in flight.bookings for segment in _booking(flight, booking)),
    ]
    return _interchange(
        f"UNB+IATA:1+{flight.carrier}++{sent:%y%m%d:%H%M}+{reference}", body, reference
    )


def paxlst(flight: Flight) -> bytes:
    """Write everybody on board of a flight as one message."""
    reference = f"{flight.carrier}{flight.number}{flight.departs:%y%m%d}"
    persons = [(b, person) for b in flight.bookings for person in b.passengers]
    sent = flight.departs
    body = [
        "UNH+PAX001+PAXLST:D:05B:UN:IATA",
        "BGM+745",
        f"RFF+TN:{reference}:::001",
        "NAD+MS+++LANTERN OPERATIONS",
        "COM+447700900000:TE",
        f"TDT+20+{flight.carrier}{flight.number}+++{flight.carrier}",
        f"LOC+125+{flight.origin}",
        f"DTM+189:{flight.departs:%y%m%d%H%M}:201",
        f"LOC+87+{flight.goal}",
        f"DTM+232:{flight.arrives:%y%m%d%H%M}:201",
        *(s for booking, person in persons for s in _passenger(flight, booking, person)),
        f"CNT+42:{len(persons)}",
    ]
    head = f"UNB+UNOA:4+{flight.carrier}+LANTERN+{sent:%y%m%d:%H%M}+{reference}"
    return _interchange(head, body, reference)


def _interchange(head: str, body: Sequence[str], reference: str) -> bytes:
    message = body[0].split("+")[1]
    segments = [head, *body, f"UNT+{len(body) + 1}+{message}", f"UNZ+1+{reference}"]
    return (_ADVICE + "\n" + "".join(f"{segment}'\n" for segment in segments)).encode("ascii")


def _leg(flight: Flight) -> str:
    return (
        f"TVL+{flight.departs:%d%m%y:%H%M}:{flight.arrives:%d%m%y:%H%M}+{flight.origin}"
        f"+{flight.goal}+{flight.carrier}+{flight.number}"
    )


def _booking(flight: Flight, booking: Booking) -> list[str]:
    carrier, booked = flight.carrier, booking.booked_at
    contact = booking.email.replace("@", "//")
    lead = booking.passengers[0]
    return [
        "SRC",
        f"RCI+{carrier}:{booking.locator}::{booked:%d%m%y:%H%M}",
        f"DAT+700:{booked:%d%m%y:%H%M}",
        f"IFT+4:28::{carrier}+CTCE {contact}",
        f"IFT+4:28::{carrier}+CTCM {lead.phone.lstrip('+')}",
        f"ORG+{carrier}:{flight.origin}+52519950:{flight.origin}+++A+{lead.nationality}:EUR+LANTERN",
        *(s for at, one in enumerate(booking.passengers) for s in _traveller(flight, at, one)),
        f"{_leg(flight)}:Y",
        "RPI+1+HK",
    ]


def _traveller(flight: Flight, at: int, person: Person) -> list[str]:
    reference, nation = at + 1, COUNTRIES[person.nationality].alpha3
    family, given = _name(person.name.family), _name(person.name.given)
    expires = date(flight.departs.year + _VALID_YEARS - at % 4, 1 + at % 12, 15)
    document = (
        f"/P/{nation}/{person.passport}/{nation}/{_short(person.born)}/{person.sex}"
        f"/{_short(expires)}/{family}/{given}"
    )
    return [
        f"TIF+{family}+{given}:A:{reference}",
        f"SSR+DOCS:HK::{flight.carrier}:::::{document}+::{reference}",
        f"TKT+0009{person.id.lstrip('P'):0>9}:T:1",
    ]


def _passenger(flight: Flight, booking: Booking, person: Person) -> list[str]:
    nation = COUNTRIES[person.nationality].alpha3
    family, given = _name(person.name.family), _name(person.name.given)
    return [
        f"NAD+FL+++{family}:{given}",
        f"ATT+2++{person.sex}",
        f"DTM+329:{person.born:%y%m%d}",
        f"LOC+178+{flight.origin}",
        f"LOC+179+{flight.goal}",
        f"NAT+2+{nation}",
        f"RFF+AVF:{booking.locator}",
        f"DOC+P:110:111+{person.passport}",
        f"DTM+36:{flight.departs.year - 2000 + _VALID_YEARS:02d}0115",
        f"LOC+91+{nation}",
    ]


def _name(name: str) -> str:
    """Give a name as machine readable zones and reservations have it: capitals and blanks."""
    spelt = "".join(c if c.isalnum() else " " for c in plain(name).upper())
    return "".join(f"?{c}" if c in _RELEASED else c for c in " ".join(spelt.split()))


def _short(day: date) -> str:
    return f"{day.day:02d}{MONTHS[day.month - 1].upper()}{day.year % 100:02d}"
