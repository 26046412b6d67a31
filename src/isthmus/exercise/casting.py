"""Casting: the invented persons, companies and hulls of a story, by their roles.

Draws come in one fixed order, so that one seed gives one cast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from isthmus.exercise.cast import Company, Identity, Name, Person, Vessel
from isthmus.exercise.name_tables import STREETS, Culture
from isthmus.exercise.naming import Naming, cultures
from isthmus.exercise.numbering import Numbers
from isthmus.exercise.places import OPEN_FLAGS, TRADING_FLAGS
from isthmus.exercise.roles import (
    BANK_ROLES,
    PERSON_ROLES,
    SHIPPING_ROLES,
    VESSEL_ROLES,
    role_of,
)
from isthmus.exercise.scale import Scale

KINDS: tuple[tuple[str, int, int, float], ...] = (
    ("Crude Oil Tanker", 62_000, 115_000, 14.8),
    ("Oil Products Tanker", 29_000, 47_000, 11.9),
    ("Chemical/Oil Products Tanker", 23_000, 37_000, 10.6),
    ("General Cargo", 6_500, 8_900, 7.1),
    ("Bulk Carrier", 33_000, 58_000, 12.4),
    ("Container Ship", 27_000, 34_000, 11.2),
)
"""Kind, usual gross tonnage, deadweight (t) and draught (m)."""
TANKERS = 3
"""The first so many of `KINDS` are tankers."""
_FIRST_BIRTH = date(1952, 1, 1)
_BIRTH_SPAN_DAYS = 18_000


@dataclass(slots=True)
class Casting:
    """What casting draws from."""

    rng: Random
    naming: Naming
    numbers: Numbers

    def companies(self, scale: Scale) -> list[Company]:
        """Make banks, then shipping companies, then trading companies."""
        banks = scale.companies * 3 // 10
        counts = (("bank", banks), ("shipping", banks), ("trading", scale.companies - 2 * banks))
        return [company for trade, count in counts for company in self._of_trade(trade, count)]

    def persons(self, scale: Scale) -> list[Person]:
        """Make the persons; namesakes bear the names of the first listed ones."""
        made: list[Person] = []
        for at in range(scale.persons):
            twin = None
            if at in PERSON_ROLES["namesake"]:
                twin = made[at - PERSON_ROLES["namesake"].start]
            made.append(self._person(f"P{at + 1:03d}", twin))
        return made

    def crowd(self, count: int, made: int) -> Iterator[Person]:
        """Make persons without a role, numbered on from how many were made before."""
        return (self._person(f"P{made + at + 1:07d}", None) for at in range(count))

    def vessels(self, scale: Scale, owners: Sequence[Company]) -> list[Vessel]:
        """Make the hulls with the one identity that they begin with."""
        made: list[Vessel] = []
        listed = [owners[at] for at in SHIPPING_ROLES["listed"]]
        others = owners[len(listed) :]
        for at in range(scale.vessels):
            role = role_of(VESSEL_ROLES, at)
            guilty = role in {"listed", "changed", "newly-listed", "listed-unseen"}
            owner = self.rng.choice(listed[:4] if guilty else others)
            name = None
            if role == "namesake":
                name = made[at - VESSEL_ROLES["namesake"].start].first.name
            made.append(self._vessel(f"V{at + 1:03d}", owner, name=name, guilty=guilty))
        return made

    def identity(self, name: str | None = None, flags: Sequence[str] = OPEN_FLAGS) -> Identity:
        """Make a new identity; with a new name where none is given."""
        flag = self.rng.choice(flags)
        return Identity(
            name or self.naming.vessel(), flag, self.numbers.mmsi(flag), self.numbers.callsign()
        )

    def _of_trade(self, trade: str, count: int) -> list[Company]:
        made: list[Company] = []
        for at in range(count):
            company = self._company(f"{trade[0].upper()}{at + 1:03d}", trade)
            if trade == "bank" and at in BANK_ROLES["namesake-abroad"]:
                company = replace(company, name=made[0].name)
                while company.country == made[0].country:
                    company = replace(company, country=self._culture_country()[1])
            elif at in BANK_ROLES["similar-name"] and trade == "bank":
                company = _similar(company, made[at - BANK_ROLES["similar-name"].start + 1])
            elif trade == "trading" and at == 2:  # noqa: PLR2004 - the role similar-name
                company = _similar(company, made[0])
            made.append(company)
        return made

    def _company(self, identity: str, trade: str) -> Company:
        culture, country = self._culture_country()
        return Company(
            id=identity,
            trade=trade,
            name=self.naming.company(culture, trade),
            country=country,
            street=f"{self.rng.randrange(1, 90)} {self.rng.choice(STREETS)}",
            registration=self.numbers.registration(),
            iban=self.numbers.iban(country),
            bic=self.numbers.bic(country) if trade == "bank" else "",
        )

    def _person(self, identity: str, twin: Person | None) -> Person:
        culture, nationality = self._culture_country()
        sex = self.rng.choice("MF")
        name = self.naming.person(culture, sex)
        if twin is not None:
            name, sex, nationality = twin.name, twin.sex, twin.nationality
        born = _FIRST_BIRTH + timedelta(days=self.rng.randrange(_BIRTH_SPAN_DAYS))
        while twin is not None and born.year == twin.born.year:
            born = _FIRST_BIRTH + timedelta(days=self.rng.randrange(_BIRTH_SPAN_DAYS))
        return Person(
            id=identity,
            name=name,
            sex=sex,
            born=born,
            nationality=nationality,
            passport=self.numbers.passport(),
            phone=self.numbers.phone(),
            iban=self.numbers.iban(nationality),
        )

    def _vessel(self, identity: str, owner: Company, *, name: str | None, guilty: bool) -> Vessel:
        flags = OPEN_FLAGS if guilty else TRADING_FLAGS
        kind, gross, deadweight, draught = self.rng.choice(KINDS[:TANKERS] if guilty else KINDS)
        size = self.rng.uniform(0.85, 1.15)
        return Vessel(
            id=identity,
            imo=self.numbers.imo(),
            kind=kind,
            built=self.rng.randrange(1996, 2013) if guilty else self.rng.randrange(2000, 2024),
            gross=round(gross * size),
            deadweight=round(deadweight * size),
            draught=round(draught * size, 1),
            identities=(self.identity(name, flags),),
            owner=owner.id,
        )

    def _culture_country(self) -> tuple[Culture, str]:
        culture = self.rng.choice(cultures())
        return culture, self.rng.choice(culture.countries)


def _similar(company: Company, like: Company) -> Company:
    """Give a company a name that has every word of another's and two more."""
    words = like.name.family.split()
    latin = " ".join([*words[:-2], "and Industrial", *words[-2:]])
    return replace(company, name=Name(latin, own_family=latin), country=like.country)
