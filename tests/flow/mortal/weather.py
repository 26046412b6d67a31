"""What may go wrong around a center that lives: roads that do their worst, clocks that are off."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from isthmus.errors import UnavailableError
from isthmus.flow.dispatch import Carrier
from isthmus.ports import Clock


class OffClock:
    """A clock that is ahead of another, or behind it."""

    def __init__(self, clock: Clock, ahead: timedelta) -> None:
        self._clock, self._ahead = clock, ahead

    def now(self) -> datetime:
        return self._clock.now() + self._ahead


def bad_road(carry: Carrier, dice: Random) -> Carrier:
    """Give a road on which any earlier message may come once more before the one that is due.

    That one is lost, its answer is, it comes twice, or it comes once.
    """
    carried: list[tuple[str, bytes]] = []

    def carries(partner: str, envelope: bytes) -> bytes:
        if carried and dice.random() < 0.5:
            carry(*dice.choice(carried))
        fate = dice.choice(("lost", "unanswered", "twice", "once"))
        if fate == "lost":
            raise UnavailableError("the message is lost")
        carried.append((partner, envelope))
        receipt = carry(partner, envelope)
        if fate == "unanswered":
            raise UnavailableError("the answer is lost")
        if fate == "twice":
            assert carry(partner, envelope) == receipt
        return receipt

    return carries
