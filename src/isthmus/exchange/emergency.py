"""Emergencies as centers declare and end them: signed, so that every party can show it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypeAlias

import msgspec

from isthmus.errors import PartnerError
from isthmus.exchange.document import read_signed, signed_document
from isthmus.exchange.reading import parsed
from isthmus.exchange.trust import TrustList
from isthmus.model.message import Verified
from isthmus.model.wire import CenterName, Digest, Line, Moment, WireId
from isthmus.ports.exchanging import ExchangeKeys

EMERGENCY_BYTES_MAX: Final = 16 << 10
_EMERGENCY: Final = "application/vnd.isthmus.emergency+json"


class _Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="act"):
    center: CenterName
    reason: Line


class EmergencyDeclared(_Act, frozen=True, kw_only=True, tag="declared"):
    """That a center declares an emergency under an agreement.

    `declared_at`: by one person; `begins_at`: when another confirmed it, and it was signed.
    """

    agreement: Line
    digest: Digest
    declared_at: Moment
    begins_at: Moment
    until: Moment

    @property
    def signed_at(self) -> datetime:
        """When its center signed it."""
        return self.begins_at


class EmergencyEnded(_Act, frozen=True, kw_only=True, tag="ended"):
    """That a center ends an emergency: its own for all, that of another for itself."""

    emergency: WireId
    ended_at: Moment

    @property
    def signed_at(self) -> datetime:
        """When its center signed it."""
        return self.ended_at


EmergencyAct: TypeAlias = EmergencyDeclared | EmergencyEnded


class _Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    told: EmergencyAct


def signed_emergency(act: EmergencyAct, keys: ExchangeKeys) -> bytes:
    """Give an act as it is sent, kept and shown."""
    return signed_document(_EMERGENCY, msgspec.json.encode(_Told(told=act)), keys)


def read_emergency(raw: bytes, sender: str, trust: TrustList, now: datetime) -> EmergencyAct:
    """Read an act of a center on an emergency; raises PartnerError for anything else.

    Its keys must have been good when it signed, and not be revoked by now. The caller must still
    check what it may declare, and whether there is what it ends.
    """
    document = read_signed(raw, "a signed act on an emergency", most=EMERGENCY_BYTES_MAX)
    act = parsed(document.payload, _Told, "an act on an emergency").told
    if act.center != sender:
        raise PartnerError("expected an act of its sender, got that of another")
    document.check(_EMERGENCY, trust, act.center, signed_at=act.signed_at, now=now)
    return act


def emergency_of(verified: Verified, trust: TrustList, now: datetime) -> tuple[EmergencyAct, bytes]:
    """Read the act that a message tells, as `read_emergency`, and give it as it was signed too."""
    if len(verified.items) != 1:
        raise PartnerError("expected one act on an emergency, got other items")
    [raw] = verified.items
    return read_emergency(raw, verified.manifest.sender, trust, now), raw
