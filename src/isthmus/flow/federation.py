"""What flows towards partners stand on: the center, its keys, whom it trusts, what is in force."""

from __future__ import annotations

from dataclasses import dataclass, field

from isthmus.exchange.trust import TrustList
from isthmus.flow.center import Center
from isthmus.ports import ExchangeKeys, Log, UnitOfWork
from isthmus.share.standing import InForce, Standing


@dataclass(frozen=True, slots=True)
class Federation:
    """One center among others. `log`: where its acts get the place that receipts prove."""

    center: Center
    keys: ExchangeKeys
    trust: TrustList
    log: Log
    standing: Standing = field(default_factory=Standing)

    def in_force(self, unit: UnitOfWork) -> InForce:
        """Give the agreements that stand in this unit."""
        return self.standing.of(unit.agreements.all())
