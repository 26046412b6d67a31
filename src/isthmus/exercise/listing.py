"""Listing: who stands on which list, from which edition to which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from isthmus.exercise.cast import Cast, Company, Person, Vessel
from isthmus.exercise.roles import (
    BANK_ROLES,
    PERSON_OFAC,
    PERSON_ROLES,
    PERSON_SEMA,
    PERSON_UN,
    SHIPPING_ROLES,
    TRADING_ROLES,
    VESSEL_ROLES,
    VESSEL_SEMA,
)

Subject = Person | Company | Vessel
FIRST_NUMBER = 70_001
ONLY_FIRST, BOTH, ONLY_SECOND = (1,), (1, 2), (2,)
_VESSEL_EDITIONS = {
    "listed": BOTH,
    "changed": BOTH,
    "delisted": ONLY_FIRST,
    "listed-unseen": BOTH,
    "newly-listed": ONLY_SECOND,
    "newly-listed-unseen": ONLY_SECOND,
}
_PERSON_EDITIONS = {
    **dict.fromkeys(PERSON_OFAC, BOTH),
    "delisted": ONLY_FIRST,
    "newly-listed-travels": ONLY_SECOND,
    "newly-listed": ONLY_SECOND,
}
_COMPANY_EDITIONS = {
    "listed": BOTH,
    "listed-idle": BOTH,
    "newly-listed": ONLY_SECOND,
    "newly-listed-idle": ONLY_SECOND,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the dated list. `editions`: 1, 2 or both; `edited`: the second says more."""

    number: int
    subject: Subject
    editions: tuple[int, ...]
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Who stands on the dated list, on the second and on the third."""

    dated: tuple[Listed, ...]
    sema: tuple[Subject, ...]
    un: tuple[Subject, ...]

    def edition(self, number: int) -> list[Listed]:
        """Give the entries of one edition of the dated list, in the order of their numbers."""
        return [entry for entry in self.dated if number in entry.editions]

    def in_force(self) -> list[str]:
        """Give the ids of all who stand on a list in the end, each once."""
        dated = [entry.subject.id for entry in self.edition(2)]
        others = [subject.id for subject in (*self.sema, *self.un)]
        return list(dict.fromkeys([*dated, *others]))


def listing(cast: Cast) -> Listing:
    """Put the cast on the lists by their roles."""
    by_trade = {
        trade: [company for company in cast.companies if company.trade == trade]
        for trade in ("bank", "shipping", "trading")
    }
    chosen = [
        *_chosen(cast.vessels, VESSEL_ROLES, _VESSEL_EDITIONS),
        *_chosen(cast.persons, PERSON_ROLES, _PERSON_EDITIONS),
        *_chosen(by_trade["bank"], BANK_ROLES, _COMPANY_EDITIONS),
        *_chosen(by_trade["shipping"], SHIPPING_ROLES, _COMPANY_EDITIONS),
        *_chosen(by_trade["trading"], TRADING_ROLES, _COMPANY_EDITIONS),
    ]
    # A list numbers its entries as they come: the later edition's additions stand last.
    chosen.sort(key=lambda entry: entry[1] == ONLY_SECOND)
    edited = by_trade["trading"][TRADING_ROLES["listed-idle"].start].id
    dated = [
        Listed(FIRST_NUMBER + 7 * at, subject, editions, edited=subject.id == edited)
        for at, (subject, editions) in enumerate(chosen)
    ]
    idle = [by_trade["trading"][at] for at in TRADING_ROLES["listed-idle"]]
    return Listing(
        dated=tuple(dated),
        sema=(
            *(cast.vessels[at] for at in VESSEL_SEMA),
            *(cast.persons[at] for at in PERSON_SEMA),
            *idle[:3],
        ),
        un=(*(cast.persons[at] for at in PERSON_UN), *idle[3:6]),
    )


def _chosen(
    members: Sequence[Subject],
    roles: Mapping[str, range],
    editions: Mapping[str, tuple[int, ...]],
) -> list[tuple[Subject, tuple[int, ...]]]:
    return [
        (members[at], when) for role, when in editions.items() for at in roles.get(role, range(0))
    ]
