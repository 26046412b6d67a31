"""Spreading: a node and a partner see to it that both hold the newest trust list that either has.

Lists do not wait in the order of messages: keys that were revoked, or that a partner has not heard
of, would hold up the very list that says so. A list needs no other proof than the signatures of
its centers (protocol T1), whoever carries it.

This is T4.

1. A node asks a partner which version it holds, and says its own.
2. The partner answers with what the node lacks; the node brings what the partner lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

import msgspec

from isthmus.errors import PartnerError
from isthmus.exchange.reading import unpacked
from isthmus.exchange.trust import TRUST_BYTES_MAX
from isthmus.flow.auditing import note_disbelieved
from isthmus.flow.federation import Federation
from isthmus.flow.trust_lists import adopted_after, renew, signed_came

LISTS_BYTES_MAX: Final = 16 << 20
_FORMAT: Final = "isthmus-trust/1"
_AT_ONCE: Final = 16

Ask = Callable[[str, bytes], bytes]
"""Carries what a node says of its lists to a partner, and gives the answer. Raises UnavailableError
where nobody answers, PartnerError where it is refused."""


class _Lists(msgspec.Struct, frozen=True, array_like=True):
    format: Literal["isthmus-trust/1"]
    version: Annotated[int, msgspec.Meta(ge=1)]
    lists: Annotated[list[bytes], msgspec.Meta(max_length=_AT_ONCE)]


@dataclass(slots=True)
class Acquainted:
    """What each partner is known to hold, as long as the node runs. `holds`: version by partner."""

    holds: dict[str, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Ask everybody again."""
        self.holds.clear()


def acquaint(federation: Federation, partner: str, ask: Ask, acquainted: Acquainted) -> None:
    """See to it that a partner holds the list of here, and take what it has that is newer.

    A partner that cannot take it (it was away for too long) keeps its own: then a person must pin
    the new one there. Raises UnavailableError where nobody answers.
    """
    if acquainted.holds.get(partner) == federation.trust.document.version:
        return
    theirs = _exchanged(federation, partner, ask, ())
    mine = federation.trust.document.version
    if theirs < mine:
        theirs = _exchanged(federation, partner, ask, adopted_after(federation, theirs)[:_AT_ONCE])
    acquainted.holds[partner] = federation.trust.document.version


def lists_came(federation: Federation, raw: bytes) -> bytes:
    """Take what a partner says of its lists, and answer with those that it lacks.

    Raises PartnerError for what is none.
    """
    said = _read(raw)
    take_lists(federation, said.lists)
    return _said(federation, adopted_after(federation, said.version)[:_AT_ONCE])


def take_lists(federation: Federation, lists: Iterable[bytes]) -> int:
    """Adopt those lists that follow the one that holds, in their order; give how many."""
    return sum(_take(federation, signed) for signed in lists)


def _take(federation: Federation, signed: bytes) -> bool:
    try:
        with federation.center.store.writing() as unit:
            if not signed_came(federation, unit, signed):
                return False
            unit.commit()
    except PartnerError as error:
        note_disbelieved(federation.center, "trust", "trust.disbelieved", [str(error)])
        return False
    return renew(federation)


def _exchanged(federation: Federation, partner: str, ask: Ask, lists: Iterable[bytes]) -> int:
    answer = _read(ask(partner, _said(federation, lists)))
    take_lists(federation, answer.lists)
    return answer.version


def _said(federation: Federation, lists: Iterable[bytes]) -> bytes:
    version = federation.trust.document.version
    return msgspec.msgpack.encode(_Lists(_FORMAT, version, list(lists)))


def _read(raw: bytes) -> _Lists:
    said = unpacked(raw, _Lists, "what a node says of its trust lists", most=LISTS_BYTES_MAX)
    if any(len(one) > TRUST_BYTES_MAX for one in said.lists):
        raise PartnerError("expected trust lists, got one of more bytes than one has")
    return said
