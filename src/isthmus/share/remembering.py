"""Remembered decisions: the same question about the same label is asked of the engine once.

An entry holds for the policies by which it was made, for the whole of what was asked but its time,
and until the next moment at which any agreement begins or ends. What rests on an emergency, on
approvals or on consents is never remembered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, TypeAlias

from isthmus.model.label import Label
from isthmus.share.agreement import Agreement
from isthmus.share.asking import Asking
from isthmus.share.decision import Decider, Decision

KEPT_MAX: Final = 200_000
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_Key: TypeAlias = tuple[Asking, int]


@dataclass(slots=True)
class Remembering:
    """Decides as its decider does. Makes a new one where the agreements change."""

    decider: Decider
    boundaries: list[datetime]
    _kept: dict[_Key, dict[Label, Decision]] = field(default_factory=dict)
    _count: int = 0

    @classmethod
    def over(cls, agreements: Iterable[Agreement]) -> Remembering:
        """Decide by these agreements."""
        given = list(agreements)
        return cls(Decider(given), sorted({bound for one in given for bound in one.bounds()}))

    @property
    def digest(self) -> bytes:
        """The digest of the policies."""
        return self.decider.digest

    def decide(self, asking: Asking, labels: Mapping[str, Label]) -> Mapping[str, Decision]:
        """Decide on each label, under its name."""
        if asking.emergencies or asking.approvals or asking.consents:
            return self.decider.decide(asking, labels)
        known = self._known(asking)
        unknown = {name: label for name, label in labels.items() if label not in known}
        if unknown:
            found = self.decider.decide(asking, unknown)
            self._keep(known, {unknown[name]: one for name, one in found.items()})
        return {name: known[label] for name, label in labels.items()}

    def _known(self, asking: Asking) -> dict[Label, Decision]:
        """Give what is remembered between two boundaries, whatever the moment between them."""
        era = bisect_right(self.boundaries, asking.at)
        return self._kept.setdefault((replace(asking, at=_EVER), era), {})

    def _keep(self, known: dict[Label, Decision], found: Mapping[Label, Decision]) -> None:
        self._count += len(found)
        if self._count > KEPT_MAX:
            self._kept.clear()
            self._count = len(found)
        known.update(found)
