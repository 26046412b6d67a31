"""What is in force: the agreements that stand, and the decider over them, made anew on a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isthmus.model.agreement import AgreementState, KeptAgreement, state_of
from isthmus.share.agreement import Agreement, read_agreement
from isthmus.share.remembering import Remembering


@dataclass(frozen=True, slots=True)
class InForce:
    """The agreements in force by id, and what decides by them."""

    agreements: dict[str, Agreement]
    decider: Remembering


class Standing:
    """Keeps what was compiled as long as the same agreements stand."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        # Put in place in one step: several threads decide at once.
        self._kept = (frozenset[bytes](), InForce({}, Remembering.over(())))

    def of(self, kept: Iterable[KeptAgreement]) -> InForce:
        """Give what is in force of all that is kept; of several versions the newest."""
        standing = {
            one.id: one
            for one in sorted(kept, key=lambda one: one.version)
            if state_of(one.parties, one.acts) is AgreementState.IN_FORCE
        }
        digests, found = self._kept
        wanted = frozenset(one.digest for one in standing.values())
        if wanted != digests:
            read = {name: read_agreement(one.document) for name, one in standing.items()}
            found = InForce(read, Remembering.over(read.values()))
            self._kept = (wanted, found)
        return found
