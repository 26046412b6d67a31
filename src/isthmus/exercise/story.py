"""The story: everything that an exercise invents, made once from one seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType

from isthmus.exercise.cast import Cast
from isthmus.exercise.casting import Casting
from isthmus.exercise.dealings import Dealings
from isthmus.exercise.listing import Listing, listing
from isthmus.exercise.movement import Movement
from isthmus.exercise.naming import Naming
from isthmus.exercise.numbering import Numbers
from isthmus.exercise.scale import Scale
from isthmus.exercise.trade import Trade
from isthmus.exercise.voyages import Voyages, movement

TITLE = "Northern Lantern"

HOLDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "alder": ("lists", "movement", "warnings"),
        "birch": ("lists", "finance", "customs"),
        "cedar": ("lists", "travel", "communications"),
    }
)
"""The folders that each center of the story receives. Only together they tell all of it: Alder
sees the ships, Birch the money and the goods of those who own them, Cedar where they meet."""


@dataclass(frozen=True, slots=True)
class Story:
    """One exercise. `begins`: midnight UTC of its first day; nothing happens after `ends`."""

    begins: datetime
    ends: datetime
    cast: Cast
    listing: Listing
    movement: Movement
    dealings: Dealings


def story(rng: Random, start: datetime, scale: Scale) -> Story:
    """Invent an exercise that begins on the day of `start` and lasts `scale.days`.

    One seed, start and scale give one story, whatever else draws from other generators.
    """
    begins = start.replace(hour=0, minute=0, second=0, microsecond=0)
    ends = begins + timedelta(days=scale.days)
    casting = Casting(rng, Naming(rng), Numbers(rng))
    companies = casting.companies(scale)
    persons = casting.persons(scale)
    owners = [company for company in companies if company.trade == "shipping"]
    voyages = Voyages(rng, casting, begins, ends)
    vessels = voyages.plan(casting.vessels(scale, owners))
    cast = Cast(tuple(persons), tuple(companies), tuple(vessels))
    return Story(
        begins=begins,
        ends=ends,
        cast=cast,
        listing=listing(cast),
        movement=movement(voyages, vessels, scale),
        dealings=Trade(rng, casting.numbers, cast, begins, ends).dealings(scale),
    )
