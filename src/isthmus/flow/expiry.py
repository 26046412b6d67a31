"""Expiry: what a partner released is taken away on its day, and the partner is told.

1. The day is the one that came with the value: the agreement's, and never later than its holder's.
2. It goes as a recall does: values, keys, sealed bytes; whatever rested on it is looked at anew.
3. The partner gets the ids in a message, and its register says that they have expired (protocol
   K8).
4. While the clock cannot be trusted nothing expires: a clock that jumped would take away too much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from isthmus.errors import PartnerError
from isthmus.exchange.content import ids_of
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.recall import take_away
from isthmus.model.message import Kind, Verified
from isthmus.model.release import Received, Standing
from isthmus.ports import UnitOfWork

AT_ONCE: Final = 1_000
JUMP_MAX: Final = timedelta(hours=1)


@dataclass(slots=True)
class ClockWatch:
    """Whether the clock has gone on as time has. A jump is one for good: a person must look."""

    began: datetime | None = None
    latest: datetime | None = None
    jumped: bool = False

    def steady(self, now: datetime, elapsed_s: float) -> bool:
        """Tell whether expiry may go on. `elapsed_s`: since the first look, by another clock."""
        if self.began is None or self.latest is None:
            self.began = self.latest = now
            return True
        drift = abs((now - self.began) - timedelta(seconds=elapsed_s))
        self.jumped = self.jumped or now < self.latest or drift > JUMP_MAX
        self.latest = max(self.latest, now)
        return not self.jumped


def expire_due(federation: Federation) -> int:
    """Take away what has expired; give how many values there were. Durable when it returns."""
    total = 0
    while due := _expire_some(federation):
        total += due
    if total:
        federation.center.store.scrub()
    return total


def expired_there(unit: UnitOfWork, verified: Verified) -> int:
    """Note what a partner has taken away on its day; ids that it never got count for nothing."""
    partner = verified.manifest.sender
    rows = unit.releases.by_release(ids_of(verified))
    mine = [row.release for row in rows if row.partner == partner]
    unit.releases.end(mine, Standing.EXPIRED, None)
    return len(mine)


def _expire_some(federation: Federation) -> int:
    center = federation.center
    now = center.clock.now()
    with center.store.reading() as unit:
        if not unit.releases.due(now, 1):
            return 0
    with center.store.writing() as unit:
        due = unit.releases.due(now, AT_ONCE)
        for partner, held in _by_partner(due).items():
            unit.releases.forget(partner, [one.release for one in held], Standing.EXPIRED)
            take_away(federation, unit, held, "expired")
            letter = Letter(partner, Kind.EXPIRY, [b"".join(one.release for one in held)])
            # It goes on its day, whether or not its sender can be told.
            with suppress(PartnerError):
                post(federation, unit, letter)
        note(
            center,
            unit,
            center.service("expiry", ADMINISTRATION),
            purpose=ADMINISTRATION,
            act="statements.expired",
            objects=sorted({one.message.hex() for one in due}),
            counts={"statements": len(due)},
        )
        unit.commit()
    return len(due)


def _by_partner(due: Sequence[Received]) -> dict[str, list[Received]]:
    found: dict[str, list[Received]] = defaultdict(list)
    for one in due:
        found[one.partner].append(one)
    return found
