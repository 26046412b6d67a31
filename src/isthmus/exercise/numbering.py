"""Invented numbers whose check digits fit, drawn from blocks that are hardly in use.

IMO numbers begin with 2 or 3, which no ship bears; MMSIs have 99 behind the country's digits;
telephone numbers lie in the block that the British regulator keeps for drama; e-mail and web
addresses end in .example. No number is drawn twice from one `Numbers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from stdnum import iban as iban_codes
from stdnum import iso6346

from isthmus.exercise.places import COUNTRIES

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def imo_with_check(six: int) -> str:
    """Give the IMO number of six leading digits."""
    digits = f"{six:06d}"
    total = sum(int(d) * w for d, w in zip(digits, range(7, 1, -1), strict=True))
    return f"{digits}{total % 10}"


@dataclass(slots=True)
class Numbers:
    """A drum of numbers, from which each is drawn once."""

    rng: Random
    drawn: set[str] = field(default_factory=set)

    def imo(self) -> str:
        """Draw a ship's IMO number."""
        return self._new(lambda: imo_with_check(self.rng.randrange(200_000, 400_000)))

    def mmsi(self, flag: str) -> str:
        """Draw an MMSI of a ship under a flag."""
        return self._new(lambda: f"{COUNTRIES[flag].mid}99{self.rng.randrange(10_000):04d}")

    def callsign(self) -> str:
        """Draw a call sign; Q begins no real one."""
        return self._new(lambda: f"Q{self._letters(3)}{self.rng.randrange(10)}")

    def iban(self, country: str) -> str:
        """Draw an account number; without check digits where the country has no IBANs."""
        bban = COUNTRIES[country].bban
        if not bban:
            return self._new(lambda: f"{self.rng.randrange(10**9, 10**10)}")
        return self._new(lambda: _iban(country, "".join(map(self._sign, bban))))

    def bic(self, country: str) -> str:
        """Draw a bank's BIC."""
        return self._new(lambda: f"Q{self._letters(3)}{country}2{self._letters(1)}")

    def passport(self) -> str:
        """Draw a passport number."""
        return self._new(lambda: f"{self._letters(2)}{self.rng.randrange(10**6, 10**7)}")

    def registration(self) -> str:
        """Draw a number of a company register."""
        return self._new(lambda: f"{self._letters(2)}{self.rng.randrange(10**5, 10**6)}")

    def container(self) -> str:
        """Draw a container number."""
        return self._new(lambda: _container(self.rng.randrange(10**6)))

    def phone(self) -> str:
        """Give a telephone number; these may come again, as numbers do that change hands."""
        return f"+447700900{self.rng.randrange(1000):03d}"

    def locator(self) -> str:
        """Draw a record locator of a booking."""
        return self._new(lambda: self._letters(6))

    def _new(self, draw: Callable[[], str]) -> str:
        while (number := draw()) in self.drawn:
            pass
        self.drawn.add(number)
        return number

    def _letters(self, count: int) -> str:
        return "".join(self.rng.choices(_LETTERS, k=count))

    def _sign(self, kind: str) -> str:
        return self.rng.choice(_LETTERS if kind == "a" else "0123456789")


def _iban(country: str, bban: str) -> str:
    return f"{country}{iban_codes.calc_check_digits(f'{country}00{bban}')}{bban}"


def _container(serial: int) -> str:
    number = f"QXLU{serial:06d}"
    return f"{number}{iso6346.calc_check_digit(number)}"
