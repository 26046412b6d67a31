"""The life of an agreement: who has signed it, and whether it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Act(StrEnum):
    """What a party does to an agreement. Each is signed, and sent to every other party."""

    ACCEPT = "accept"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"


class AgreementState(StrEnum):
    """Where an agreement stands. Only one in force lets anything leave."""

    PROPOSED = "proposed"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Signed:
    """One act of one party, with its signatures as they were given."""

    digest: bytes
    center: str
    act: Act
    at: datetime
    signature: bytes


@dataclass(frozen=True, slots=True)
class KeptAgreement:
    """An agreement's bytes as the node keeps them, with the acts of its parties, oldest first."""

    digest: bytes
    id: str
    version: int
    document: bytes
    parties: tuple[str, ...]
    acts: tuple[Signed, ...] = ()


_STANDS: Final[Mapping[Act, bool]] = {
    Act.ACCEPT: True,
    Act.SUSPEND: False,
    Act.RESUME: True,
    Act.END: False,
}


def state_of(parties: Iterable[str], acts: Iterable[Signed]) -> AgreementState:
    """Say where an agreement stands by what its parties did, whatever the order of arrival.

    Each party's own acts count in the order of their times. One party's end ends it; one party's
    suspension suspends it until that party resumes; all must have accepted.
    """
    latest: dict[str, Act] = {}
    accepted: set[str] = set()
    ended = False
    for one in sorted(acts, key=lambda one: (one.at, one.act)):
        latest[one.center] = one.act
        ended = ended or one.act is Act.END
        if one.act is Act.ACCEPT:
            accepted.add(one.center)
    if ended:
        return AgreementState.ENDED
    if not set(parties) <= accepted:
        return AgreementState.PROPOSED
    stands = all(_STANDS[act] for act in latest.values())
    return AgreementState.IN_FORCE if stands else AgreementState.SUSPENDED
