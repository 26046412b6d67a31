"""What flows towards partners stand on: the center, its keys, whom it trusts, what is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from isthmus.errors import InputError
from isthmus.exchange.suite import key_id
from isthmus.exchange.trust import TrustedKeys, TrustList, read_document
from isthmus.flow.center import Center
from isthmus.model.message import Manifest
from isthmus.phrases import say
from isthmus.ports import ExchangeKeyRing, ExchangeKeys, Log, UnitOfWork
from isthmus.share.agreement import Agreement
from isthmus.share.standing import InForce, Standing

NOT_IN_FORCE: Final = "the agreement is not in force here"
"""What a partner is told of a message under an agreement that does not stand here."""


class Trusted:
    """The trust list that holds at a node: the pinned one, or what was adopted since."""

    __slots__ = ("_list",)

    def __init__(self, pinned: TrustList) -> None:
        self._list = pinned

    @property
    def list(self) -> TrustList:
        """The list that holds now."""
        return self._list

    def renew(self, unit: UnitOfWork) -> bool:
        """Take the list that a committed unit adopted; tells whether it is another than before."""
        found = unit.trust.holding()
        if found is None or found.version <= self._list.document.version:
            return False
        self._list = TrustList(read_document(found.document))
        return True


@dataclass(frozen=True, slots=True)
class Federation:
    """One center among others. `log`: where its acts get the place that receipts prove."""

    center: Center
    ring: ExchangeKeyRing
    trusted: Trusted
    log: Log
    standing: Standing = field(default_factory=Standing)

    @property
    def trust(self) -> TrustList:
        """The trust list that holds."""
        return self.trusted.list

    @property
    def keys(self) -> ExchangeKeys:
        """The keys that this center signs with: those that partners seal to.

        Where none of its own are good, the newest that were: partners will not believe them.
        """
        now = self.center.clock.now()
        best = max(self.held, key=lambda one: (one[0].good(now), one[0].first), default=None)
        return self.ring.sets[0] if best is None else best[1]

    def keys_of(self, name: bytes) -> ExchangeKeys | None:
        """Give this center's keys of an id, also such as go out of use; None for others."""
        return next((one for one in self.ring.sets if key_id(one.public) == name), None)

    @property
    def listed(self) -> Sequence[TrustedKeys]:
        """This center's keys of the trust list, whether good or not."""
        centers = self.trust.document.centers
        return [keys for one in centers if one.center == self.center.id for keys in one.keys]

    def in_force(self, unit: UnitOfWork) -> InForce:
        """Give the agreements that stand in this unit."""
        return self.standing.of(unit.agreements.all())

    def named_by(self, unit: UnitOfWork, manifest: Manifest) -> Agreement | None:
        """Give the agreement that a message names, if it is in force here byte for byte."""
        found = self.in_force(unit).agreements.get(manifest.agreement)
        return found if found is not None and found.digest == manifest.digest else None

    @property
    def held(self) -> Sequence[tuple[TrustedKeys, ExchangeKeys]]:
        """Those of them that this center has itself, with what it has."""
        found = [(one, self.keys_of(key_id(one.public))) for one in self.listed]
        return [(one, mine) for one, mine in found if mine is not None]

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
