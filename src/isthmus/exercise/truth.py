"""The truth of an exercise: who is who, what happened, what a node should notice and what not.

A value that JSON can say. Members of the cast are named by their ids (P001 a person, B001 a bank,
S001 a shipping company, T001 a trading company, V001 a hull), each with the names and numbers
under which the files know it, so that a test finds them again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from isthmus.exercise.cast import Company, Name, Person, Vessel
from isthmus.exercise.expected import decoys, expected
from isthmus.exercise.files.ofac import plain
from isthmus.exercise.files.tables import bank_id
from isthmus.exercise.movement import Gap, Meeting
from isthmus.exercise.story import HOLDINGS, TITLE, Story

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true; the fields are the keys of the document.

    `centers`: center -> the folders that it receives. `members`: the cast by id. `listed`: id ->
    lists and editions. `identity_changes`, `gaps`, `meetings`, `payments`, `journeys`: what
    happened. `subjects`: wiretap number -> id. `expected`: what each rule should find, with the
    streams that tell it. `decoys`: of whom no rule may speak, and why they look guilty.
    """

    title: str
    begins: str
    ends: str
    centers: dict[str, Json]
    members: dict[str, Json]
    listed: dict[str, Json]
    identity_changes: list[Json]
    gaps: list[Json]
    meetings: list[Json]
    payments: list[Json]
    journeys: list[Json]
    subjects: dict[str, Json]
    expected: list[Json]
    decoys: list[Json]


def truth(story: Story) -> Truth:
    """Give the truth of a story."""
    cast = story.cast
    return Truth(
        title=TITLE,
        begins=story.begins.isoformat(),
        ends=story.ends.isoformat(),
        centers={center: list(folders) for center, folders in HOLDINGS.items()},
        members={
            **{one.id: _person(one) for one in cast.persons},
            **{one.id: _company(one) for one in cast.companies},
            **{one.id: _vessel(one) for one in cast.vessels},
        },
        listed=_listed(story),
        identity_changes=[
            {"vessel": one.id, "since": identity.since.isoformat(), "to": identity.mmsi}
            for one in cast.vessels
            for identity in one.identities[1:]
            if identity.since is not None
        ],
        gaps=[_gap(gap) for gap in story.movement.gaps],
        meetings=[_meeting(meeting) for meeting in story.movement.meetings],
        payments=_payments(story),
        journeys=_journeys(story),
        subjects={str(at): one.id for at, one in enumerate(story.dealings.subjects)},
        expected=[
            {"rule": one.rule, "member": one.member, "streams": list(one.streams)}
            for one in expected(story)
        ],
        decoys=[
            {"member": one.member, "resembles": one.resembles, "why": one.why}
            for one in decoys(story)
        ],
    )


def truth_bytes(story: Story) -> bytes:
    """Give the truth as a JSON document."""
    return json.dumps(asdict(truth(story)), ensure_ascii=False, indent=1).encode()


def _names(name: Name) -> list[Json]:
    """Give every spelling under which a file may have the name."""
    spelt = (name.whole, plain(name.whole), name.own, name.otherwise)
    return list(dict.fromkeys(one for one in spelt if one))


def _person(person: Person) -> dict[str, Json]:
    return {
        "kind": "person",
        "names": _names(person.name),
        "script": person.name.script,
        "born": person.born.isoformat(),
        "nationality": person.nationality,
        "passport": person.passport,
        "iban": person.iban,
    }


def _company(company: Company) -> dict[str, Json]:
    found: dict[str, Json] = {
        "kind": company.trade,
        "names": _names(company.name),
        "script": company.name.script,
        "country": company.country,
        "registration": company.registration,
        "iban": company.iban,
    }
    return found | ({"bank_id": bank_id(company), "bic": company.bic} if company.bic else {})


def _vessel(vessel: Vessel) -> dict[str, Json]:
    return {
        "kind": "vessel",
        "imo": vessel.imo,
        "owner": vessel.owner,
        "identities": [
            {"name": one.name, "flag": one.flag, "mmsi": one.mmsi, "callsign": one.callsign}
            for one in vessel.identities
        ],
    }


def _listed(story: Story) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for entry in story.listing.dated:
        found[entry.subject.id] = {"ofac": list(entry.editions), "number": entry.number}
    for name, subjects in (("sema", story.listing.sema), ("un", story.listing.un)):
        for subject in subjects:
            known = found.get(subject.id)
            found[subject.id] = {**(known if isinstance(known, dict) else {}), name: True}
    return found


def _gap(gap: Gap) -> dict[str, Json]:
    return {
        "vessel": gap.vessel,
        "mmsi": gap.mmsi,
        "begins": gap.before.at.isoformat(),
        "ends": gap.after.at.isoformat(),
        "reason": gap.reason,
    }


def _meeting(meeting: Meeting) -> dict[str, Json]:
    return {
        "vessels": list(meeting.vessels),
        "begins": meeting.begins.isoformat(),
        "ends": meeting.ends.isoformat(),
        "lat": meeting.lat,
        "lon": meeting.lon,
    }


def _payments(story: Story) -> list[Json]:
    """Give the payments that touch somebody who is listed in the end."""
    listed = set(story.listing.in_force())
    found: list[Json] = []
    for one in story.dealings.transfers:
        touched = [bank.id for bank in (one.payer, one.payee) if bank.id in listed]
        if touched:
            found.append({"stream": "transfers", "id": str(one.number), "touches": [*touched]})
    for statement in story.dealings.statements:
        for entry in statement.entries:
            if entry.other.id in listed:
                touches: list[Json] = [entry.other.id]
                found.append({"stream": "statements", "id": entry.reference, "touches": touches})
    return found


def _journeys(story: Story) -> list[Json]:
    return [
        {
            "person": person.id,
            "locator": booking.locator,
            "flight": f"{flight.carrier}{flight.number}",
            "from": flight.origin,
            "to": flight.goal,
            "departs": flight.departs.isoformat(),
        }
        for flight in story.dealings.flights
        for booking in flight.bookings
        for person in booking.passengers
    ]
