"""Declared emergencies for tests: Alder declares one, and Ada and Ben stand behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from isthmus.model.emergency import Emergency, EmergencyEnd
from tests.make.exchanged import DIGEST, sixteen
from tests.make.ids import CENTER, HOUR, NOW


def emergency(name: str = "emergency", *, until: datetime = NOW + 8 * HOUR) -> Emergency:
    """Make one that nobody has confirmed."""
    return Emergency(
        id=sixteen(name),
        center=CENTER,
        agreement="alder-birch",
        digest=DIGEST,
        reason="a dam broke",
        declared_at=NOW,
        until=until,
        by="person:alder:ada",
    )


def confirmed(name: str = "emergency", *, until: datetime = NOW + 8 * HOUR) -> Emergency:
    """Make one that holds."""
    return replace(
        emergency(name, until=until),
        confirmed_by="person:alder:ben",
        begins_at=NOW,
        signature=b"signature",
    )


def ended(
    name: str = "emergency", *, center: str = CENTER, at: datetime = NOW + HOUR
) -> EmergencyEnd:
    """Make the end of one by a center."""
    own = center == CENTER
    by = "person:alder:ada" if own else None
    return EmergencyEnd(sixteen(name), center, by, "the water fell", at, b"signature of it")
