"""How large an exercise is."""

from __future__ import annotations

from dataclasses import dataclass

from isthmus.errors import InputError


@dataclass(frozen=True, slots=True)
class Scale:
    """Counts of an exercise; `days` from its beginning to its end.

    The story needs its cast: fewer than 32 vessels, 60 persons or 40 companies are not possible.
    """

    vessels: int = 60
    persons: int = 300
    companies: int = 80
    positions: int = 2000
    payments: int = 200
    bookings: int = 30
    declarations: int = 20
    calls: int = 120
    days: int = 31

    def __post_init__(self) -> None:
        least = {"vessels": 32, "persons": 60, "companies": 40, "days": 20}
        short = [f"{name} >= {n}" for name, n in least.items() if getattr(self, name) < n]
        if short:
            message = f"expected a cast that can play the story: {', '.join(short)}"
            raise InputError(message)
