"""Store of declared emergencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from isthmus.model.emergency import Emergency, EmergencyEnd


class EmergencyStore(Protocol):
    """Emergencies, declared here and elsewhere, with who ended them."""

    def declare(self, emergency: Emergency) -> bool:
        """Note an emergency without its ends; gives False for one that is known."""
        ...

    def confirm(self, emergency: bytes, by: str, at: datetime, signature: bytes) -> bool:
        """Note that another person confirms it; gives False for one that is confirmed already."""
        ...

    def end(self, end: EmergencyEnd) -> bool:
        """Note that a center ends it; gives False for one that this center has ended."""
        ...

    def get(self, emergency: bytes) -> Emergency | None:
        """Give an emergency, or None."""
        ...

    def all(self) -> Sequence[Emergency]:
        """Give every emergency, oldest first."""
        ...

    def confirmed(self, at: datetime) -> Sequence[Emergency]:
        """Give those that were confirmed and whose time is not over at `at`, oldest first."""
        ...
