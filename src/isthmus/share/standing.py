"""What is in force: the agreements that stand, and the decider over them, made anew on a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from isthmus.model.agreement import AgreementState, KeptAgreement, state_of
from isthmus.share.agreement import Agreement, read_agreement
from isthmus.share.remembering import Remembering


@dataclass(frozen=True, slots=True)
class InForce:
    """The agreements in force by id, and what decides by them."""

    agreements: dict[str, Agreement]
    decider: Remembering


@dataclass(slots=True)
class Standing:
    """Keeps what was compiled as long as the same agreements stand."""

    _digests: frozenset[bytes] | None = None
    _standing: InForce = field(default_factory=lambda: InForce({}, Remembering.over(())))

    def of(self, kept: Iterable[KeptAgreement]) -> InForce:
        """Give what is in force of all that is kept; of several versions the newest."""
        standing = {
            one.id: one
            for one in sorted(kept, key=lambda one: one.version)
            if state_of(one.parties, one.acts) is AgreementState.IN_FORCE
        }
        digests = frozenset(one.digest for one in standing.values())
        if digests != self._digests:
            read = {name: read_agreement(one.document) for name, one in standing.items()}
            self._standing, self._digests = InForce(read, Remembering.over(read.values())), digests
        return self._standing
