"""The dated list in the form of OFAC's files: sdn, alt and add, without headers.

Nothing is `-0- `; rows end with CR LF and the file with the sign of an old system's end.
"""

from __future__ import annotations

from collections.abc import Iterable

from anyascii import anyascii

from isthmus.exercise.cast import Company, Person, Vessel
from isthmus.exercise.listing import Listed
from isthmus.exercise.places import COUNTRIES, MONTHS, Country
from isthmus.exercise.story import Story

NULL = "-0- "
END = "\x1a"
PROGRAM = "LANTERN-EO1"


def sdn(story: Story, edition: int) -> bytes:
    """Write the entries of one edition."""
    return _file(_entry(story, entry, edition) for entry in story.listing.edition(edition))


def alt(story: Story, edition: int) -> bytes:
    """Write the other names of one edition's entries."""
    return _file(_names(story, edition))


def add(story: Story, edition: int) -> bytes:
    """Write the addresses of one edition's persons and companies."""
    rows = []
    for entry in story.listing.edition(edition):
        subject = entry.subject
        if isinstance(subject, Company):
            country = COUNTRIES[subject.country]
            rows.append(_address(entry.number, _q(subject.street), country))
        elif isinstance(subject, Person):
            rows.append(_address(entry.number, NULL, COUNTRIES[subject.nationality]))
    return _file(rows)


def _address(number: int, street: str, country: Country) -> list[str]:
    return [str(number), f"{number}0", street, _q(country.city), _q(country.name), NULL]


def plain(text: str) -> str:
    """Give a name as this list writes it: ASCII letters."""
    return anyascii(text)


def _file(rows: Iterable[list[str]]) -> bytes:
    return "".join([*(",".join(row) + "\r\n" for row in rows), END]).encode("ascii")


def _q(text: str) -> str:
    return '"' + plain(text).replace('"', "") + '"'


def _entry(story: Story, entry: Listed, edition: int) -> list[str]:
    subject = entry.subject
    if isinstance(subject, Vessel):
        return _vessel(story, entry.number, subject)
    if isinstance(subject, Person):
        name = f"{subject.name.family.upper()}, {subject.name.given}"
        return _row(entry.number, name, "individual", _person_remarks(subject))
    more = "; Website www.lantern-notes.example" if entry.edited and edition > 1 else ""
    return _row(entry.number, subject.name.family.upper(), "", _company_remarks(subject) + more)


def _row(number: int, name: str, kind: str, remarks: str) -> list[str]:
    kind_cell = _q(kind) if kind else NULL
    return [str(number), _q(name), kind_cell, _q(PROGRAM), *[NULL] * 7, _q(f"{remarks}.")]


def _vessel(story: Story, number: int, vessel: Vessel) -> list[str]:
    known = vessel.first
    owner = story.cast.company[vessel.owner].name.family.upper()
    remarks = f"Vessel Registration Identification IMO {vessel.imo}; MMSI {known.mmsi}"
    return [
        *(str(number), _q(known.name), _q("vessel"), _q(PROGRAM), NULL, _q(known.callsign)),
        *(_q(vessel.kind), _q(f"{vessel.deadweight:,}"), _q(f"{vessel.gross:,}")),
        *(_q(COUNTRIES[known.flag].name), _q(owner), _q(f"{remarks}; Linked To: {owner}.")),
    ]


def _person_remarks(person: Person) -> str:
    country = COUNTRIES[person.nationality]
    sex = "Male" if person.sex == "M" else "Female"
    return (
        f"DOB {person.born:%d} {_month(person)} {person.born:%Y}; POB {country.city}, "
        f"{country.name}; nationality {country.name}; Gender {sex}; "
        f"Passport {person.passport} ({country.name})"
    )


def _month(person: Person) -> str:
    # strftime("%b") would follow the locale of the machine.
    return MONTHS[person.born.month - 1]


def _company_remarks(company: Company) -> str:
    bic = f"SWIFT/BIC {company.bic}; " if company.bic else ""
    country = COUNTRIES[company.country].name
    return f"{bic}Registration Number {company.registration} ({country})"


def _names(story: Story, edition: int) -> Iterable[list[str]]:
    for entry in story.listing.edition(edition):
        subject = entry.subject
        if isinstance(subject, Vessel) or not subject.name.otherwise:
            continue
        if entry.editions == (1,):
            continue  # who is delisted had no other name, so that this part loses no row
        number = str(entry.number)
        yield [number, f"{number}1", _q("aka"), _q(subject.name.otherwise.upper()), NULL]
