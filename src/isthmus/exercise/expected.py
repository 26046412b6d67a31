"""What a node should notice in a story, rule by rule, and of whom no rule may speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from isthmus.exercise.cast import Company, Vessel
from isthmus.exercise.roles import (
    BANK_ROLES,
    PERSON_ROLES,
    TRADING_ROLES,
    VESSEL_ROLES,
)
from isthmus.exercise.story import Story


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing to notice. `streams`: the feeds that tell it, besides the lists."""

    rule: str
    member: str
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decoy:
    """One who looks guilty and is not."""

    member: str
    resembles: str | None
    why: str


def expected(story: Story) -> list[Expected]:
    """Give what holds in truth for each rule."""
    listed = set(story.listing.in_force())
    return [
        *_sighted(story, listed),
        *_changed(story, listed),
        *_silent(story, listed),
        *_newly_known(story),
        *_paid(story, listed),
    ]


def decoys(story: Story) -> list[Decoy]:
    """Give those of the story of whom no rule may speak."""
    return [*_vessel_decoys(story), *_person_decoys(story), *_company_decoys(story)]


def _sighted(story: Story, listed: set[str]) -> Iterator[Expected]:
    for vessel in dict.fromkeys(row.vessel for row in story.movement.heard):
        if vessel in listed:
            yield Expected("listed_and_sighted", vessel, ("ais-sightings",))


def _changed(story: Story, listed: set[str]) -> Iterator[Expected]:
    """A list gives what she was called first; a list that knows no MMSI notices nothing."""
    dated = {entry.subject.id for entry in story.listing.edition(2)}
    first = {vessel.id: vessel.first.mmsi for vessel in story.cast.vessels}
    others = (row.vessel for row in story.movement.heard if row.mmsi != first[row.vessel])
    for vessel in dict.fromkeys(others):
        if vessel in listed & dated:
            yield Expected("identity_change", vessel, ("ais-sightings",))


def _silent(story: Story, listed: set[str]) -> Iterator[Expected]:
    for gap in story.movement.gaps:
        if gap.vessel in listed:
            yield Expected("dark_gap", gap.vessel, ("ais-gaps", "ais-sightings"))


def _newly_known(story: Story) -> Iterator[Expected]:
    known = _known(story)
    for entry in story.listing.dated:
        streams = known.get(entry.subject.id)
        if entry.editions == (2,) and streams:
            yield Expected("newly_listed_known", entry.subject.id, tuple(streams))


def _known(story: Story) -> Mapping[str, list[str]]:
    """Give who appears in which streams besides the lists."""
    found: dict[str, dict[str, None]] = {}

    def note(member: str, *streams: str) -> None:
        found.setdefault(member, {}).update(dict.fromkeys(streams))

    for vessel in story.movement.passages:
        note(vessel, "vessel-register")
    for row in story.movement.heard:
        note(row.vessel, "ais-sightings")
    for transfer in story.dealings.transfers:
        for bank in (transfer.payer, transfer.payee):
            note(bank.id, "bank-transfers")
    for statement in story.dealings.statements:
        for entry in statement.entries:
            note(entry.other.id, "bank-statements")
    for flight in story.dealings.flights:
        for booking in flight.bookings:
            for person in booking.passengers:
                note(person.id, "passenger-records", "passenger-lists")
    for declaration in story.dealings.declarations:
        note(declaration.importer.id, "customs-declarations")
    return {member: list(streams) for member, streams in found.items()}


def _paid(story: Story, listed: set[str]) -> Iterator[Expected]:
    rule = "transfer_touches_listed"
    banks = [bank.id for one in story.dealings.transfers for bank in (one.payer, one.payee)]
    others = [e.other.id for one in story.dealings.statements for e in one.entries]
    for members, stream in ((banks, "bank-transfers"), (others, "bank-statements")):
        for member in sorted(set(members) & listed):
            yield Expected(rule, member, (stream,))


_VESSEL_REASONS = {
    "delisted": "was taken off the list before the end",
    "inherits-mmsi": "bears the MMSI that a listed ship gave up",
    "reflagged": "changed her flag and is on no list",
    "silent": "fell silent and is on no list",
    "tender": "met a listed ship, which no rule forbids",
}


def _vessel_decoys(story: Story) -> Iterator[Decoy]:
    vessels = story.cast.vessels
    for at in VESSEL_ROLES["namesake"]:
        like = vessels[at - VESSEL_ROLES["namesake"].start]
        yield Decoy(vessels[at].id, like.id, "bears the name of a listed ship")
    for role, why in _VESSEL_REASONS.items():
        for at in VESSEL_ROLES[role]:
            yield Decoy(vessels[at].id, _giver(vessels[at], story), why)


def _giver(vessel: Vessel, story: Story) -> str | None:
    """Give another hull that bore the same MMSI."""
    others = (one for one in story.cast.vessels if one.id != vessel.id)
    mine = {identity.mmsi for identity in vessel.identities}
    return next((one.id for one in others if mine & {i.mmsi for i in one.identities}), None)


def _person_decoys(story: Story) -> Iterator[Decoy]:
    persons = story.cast.persons
    for at in PERSON_ROLES["namesake"]:
        like = persons[at - PERSON_ROLES["namesake"].start]
        yield Decoy(persons[at].id, like.id, "bears the name of one who is listed")


def _company_decoys(story: Story) -> Iterator[Decoy]:
    banks = story.cast.banks
    trading = [company for company in story.cast.companies if company.trade == "trading"]
    for at in BANK_ROLES["namesake-abroad"]:
        yield Decoy(banks[at].id, banks[0].id, "a bank of that name in another country")
    for at in BANK_ROLES["similar-name"]:
        like = banks[at - BANK_ROLES["similar-name"].start + 1]
        yield _similar(banks[at], like)
    for at in TRADING_ROLES["similar-name"]:
        yield _similar(trading[at], trading[0])


def _similar(company: Company, like: Company) -> Decoy:
    return Decoy(company.id, like.id, "every word of a listed name, and two more")
