"""What a node should notice in a story, rule by rule, and of whom no rule may speak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from isthmus.exercise.cast import Company, Vessel
from isthmus.exercise.roles import BANK_ROLES, PERSON_ROLES, TRADING_ROLES, VESSEL_ROLES
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
    known: dict[str, list[str]] = {}
    for member, stream in _appearances(story):
        streams = known.setdefault(member, [])
        if stream not in streams:
            streams.append(stream)
    for entry in story.listing.dated:
        streams = known.get(entry.subject.id, [])
        if entry.editions == (2,) and streams:
            yield Expected("newly_listed_known", entry.subject.id, tuple(streams))


def _appearances(story: Story) -> Iterator[tuple[str, str]]:
    """Give who appears in which stream that sanctions enforcement may use.

    Travel data is not among them: it may be used against terrorism and serious crime alone
    (Directive (EU) 2016/681, art. 1(2)).
    """
    dealings = story.dealings
    yield from ((vessel, "vessel-register") for vessel in story.movement.passages)
    yield from ((row.vessel, "ais-sightings") for row in story.movement.heard)
    for transfer in dealings.transfers:
        yield transfer.payer.id, "bank-transfers"
        yield transfer.payee.id, "bank-transfers"
    for statement in dealings.statements:
        yield from ((entry.other.id, "bank-statements") for entry in statement.entries)
    yield from ((one.importer.id, "customs-declarations") for one in dealings.declarations)


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
    for at in PERSON_ROLES["newly-listed-travels"]:
        yield Decoy(persons[at].id, None, "known from travel data, which no sanctions rule may use")


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
