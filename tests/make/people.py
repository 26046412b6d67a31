"""Invented people, each told of by several records with slips; seeded, so that runs are equal."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

GIVEN = ("mara", "elin", "tomas", "jorun", "sigrid", "havel", "orla", "petra", "anders", "lucia")
SOUNDS = ("ber", "lin", "dqu", "vis", "tor", "mak", "nes", "hol", "ras", "ven", "kal", "dor")


@dataclass(frozen=True)
class Told:
    """One record: who it is of, and what it tells."""

    person: int
    name: str
    birth: str
    postcode: str


def told(persons: int, seed: int = 5) -> list[Told]:
    """Give two or three records of each of `persons`."""
    dice = Random(seed)  # noqa: S311 - invented people, no secrets
    found = []
    for person in range(persons):
        family = "".join(dice.choice(SOUNDS) for _ in range(3))
        name = f"{dice.choice(GIVEN)} {family}"
        birth = f"{dice.randint(1940, 1999)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        code = f"{dice.choice('ABCDEFGH')}{dice.randint(100, 999)} {dice.randint(1, 9)}XY"
        found += [
            Told(
                person,
                _slipped(dice, name) if dice.random() < 0.2 else name,
                f"{birth[:9]}{dice.randint(0, 9)}" if dice.random() < 0.1 else birth,
                code if dice.random() < 0.9 else "Z999 9ZZ",
            )
            for _ in range(dice.choice((2, 3)))
        ]
    return found


def _slipped(dice: Random, name: str) -> str:
    at = dice.randrange(len(name))
    return name[:at] + dice.choice("aeiou") + name[at + 1 :]
