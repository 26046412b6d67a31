"""What flows towards partners stand on: the center, its keys, whom it trusts, what is in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from isthmus.errors import InputError
from isthmus.exchange.trust import TrustList
from isthmus.flow.center import Center
from isthmus.model.message import Manifest
from isthmus.phrases import say
from isthmus.ports import ExchangeKeys, Log, UnitOfWork
from isthmus.share.agreement import Agreement
from isthmus.share.standing import InForce, Standing

NOT_IN_FORCE: Final = "the agreement is not in force here"
"""What a partner is told of a message under an agreement that does not stand here."""


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

    def named_by(self, unit: UnitOfWork, manifest: Manifest) -> Agreement | None:
        """Give the agreement that a message names, if it is in force here byte for byte."""
        found = self.in_force(unit).agreements.get(manifest.agreement)
        return found if found is not None and found.digest == manifest.digest else None

    def emergencies(self, unit: UnitOfWork, one: str, other: str, at: datetime) -> frozenset[str]:
        """Give the agreements under which an emergency holds between two centers now."""
        force = self.in_force(unit).agreements
        return frozenset(
            found.agreement
            for found in unit.emergencies.confirmed(at)
            if found.holds_between(one, other, at)
            and found.agreement in force
            and force[found.agreement].digest == found.digest
        )

    @property
    def partners(self) -> list[str]:
        """The other centers of the trust list, in order."""
        return sorted({one.center for one in self.trust.document.centers} - {self.center.id})

    def check_partner(self, name: str) -> None:
        """Raise InputError for a name, as a person wrote it, that is no partner's."""
        if name not in self.partners:
            message = say(
                "expected a partner among {names}, got {name}",
                names=", ".join(self.partners),
                name=repr(name[:60]),
            )
            raise InputError(message)
