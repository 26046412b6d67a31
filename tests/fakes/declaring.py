"""Declared emergencies in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from isthmus.model.emergency import Emergency, EmergencyEnd
from tests.fakes.tables import Part, in_utc


class MemoryEmergencies(Part):
    """EmergencyStore."""

    __slots__ = ()

    def declare(self, emergency: Emergency) -> bool:
        held = self._changing(emergency).emergencies
        if emergency.id in held:
            return False
        held[emergency.id] = in_utc(replace(emergency, ends=()))
        return True

    def confirm(self, emergency: bytes, by: str, at: datetime, signature: bytes) -> bool:
        held = self._changing(by, at, signature).emergencies
        known = held.get(emergency)
        if known is None or known.begins_at is not None:
            return False
        held[emergency] = in_utc(replace(known, confirmed_by=by, begins_at=at, signature=signature))
        return True

    def end(self, end: EmergencyEnd) -> bool:
        held = self._changing(end).emergency_ends
        key = end.emergency, end.center
        if key in held:
            return False
        held[key] = in_utc(end)
        return True

    def get(self, emergency: bytes) -> Emergency | None:
        found = self._tables.emergencies.get(emergency)
        return None if found is None else self._with_ends(found)

    def all(self) -> Sequence[Emergency]:
        return [self._with_ends(one) for one in self._tables.emergencies.values()]

    def confirmed(self, at: datetime) -> Sequence[Emergency]:
        return [one for one in self.all() if one.begins_at is not None and at < one.until]

    def _with_ends(self, one: Emergency) -> Emergency:
        ends = [end for end in self._tables.emergency_ends.values() if end.emergency == one.id]
        return replace(one, ends=tuple(sorted(ends, key=lambda end: (end.at, end.center))))
