"""The cast: who and what there is in the story, before anything happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Name:
    """A name in Latin letters, in its own script, and as others spell it.

    `given` and `own_given`: empty where a name has one part only.
    """

    family: str
    given: str = ""
    own_family: str = ""
    own_given: str = ""
    script: str = "Latin"
    otherwise: str = ""

    @property
    def whole(self) -> str:
        """Given name and family name in Latin letters."""
        return f"{self.given} {self.family}".strip()

    @property
    def own(self) -> str:
        """The name in its own script; Han writing puts the family first and no space."""
        if self.script == "Han":
            return f"{self.own_family}{self.own_given}"
        return f"{self.own_given} {self.own_family}".strip()


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person. `nationality`: ISO 3166-1 alpha-2."""

    id: str
    name: Name
    sex: str
    born: date
    nationality: str
    passport: str
    phone: str
    iban: str


@dataclass(frozen=True, slots=True)
class Company:
    """One invented company. `trade`: bank, shipping or trading; only banks have a `bic`."""

    id: str
    trade: str
    name: Name
    country: str
    street: str
    registration: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a hull called itself from `since` on, or from before the story."""

    name: str
    flag: str
    mmsi: str
    callsign: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vessel:
    """One invented hull. `identities`: one after the other; `owner`: a company's id."""

    id: str
    imo: str
    kind: str
    built: int
    gross: int
    deadweight: int
    draught: float
    identities: tuple[Identity, ...]
    owner: str

    def identity(self, at: datetime) -> Identity:
        """Give the identity that she bore at a moment."""
        borne = [one for one in self.identities if one.since is None or one.since <= at]
        return borne[-1]

    @property
    def first(self) -> Identity:
        """The identity that she began with."""
        return self.identities[0]

    @property
    def last(self) -> Identity:
        """The identity that she bears in the end."""
        return self.identities[-1]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything, in the order in which they were made."""

    persons: tuple[Person, ...]
    companies: tuple[Company, ...]
    vessels: tuple[Vessel, ...]
    company: Mapping[str, Company] = field(init=False)
    """By id."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "company", {one.id: one for one in self.companies})

    @property
    def banks(self) -> list[Company]:
        """The banks among the companies."""
        return [one for one in self.companies if one.trade == "bank"]
