"""Messages: what centers tell each other, and what they may believe of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NewType

import msgspec

from isthmus.model.ids import ID_BYTES
from isthmus.model.wire import CenterName, Count, Digest, Line, Moment, Ordinal, WireId

MessageId = NewType("MessageId", bytes)


class Kind(StrEnum):
    """What a message is."""

    RELEASE = "release"
    RECALL = "recall"
    RECEIPT = "receipt"
    EXPIRY = "expiry"
    AGREEMENT = "agreement"
    CONSENT_REQUEST = "consent request"
    CONSENT_ANSWER = "consent answer"
    REQUEST = "request"
    REQUEST_ANSWER = "request answer"
    REQUEST_END = "request end"
    COUNTS = "counts"
    TRUST = "trust"
    EMERGENCY = "emergency"


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is signed of a message: everything but its items, and the root over those.

    `message`: its id. `sequence`: its place among those from this sender to this recipient, from
    1. `partition`: its name, and whether it is an exercise. `agreement`, `digest`: under which the
    items leave, empty where none is needed. `labels`: the JSON of each label that items name.
    `root`: the RFC 6962 tree head over the salted items. `consents`: of the centers from which
    something came that is passed on, as they signed them.
    """

    suite: str
    message: WireId
    kind: Kind
    sender: CenterName
    recipient: CenterName
    sequence: Ordinal
    exercise: bool
    agreement: Line
    digest: Digest
    purpose: Line
    legal_basis: Line
    labels: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=10_000)]
    count: Count
    root: Digest
    sent_at: Moment
    expires_at: Moment
    consents: Annotated[list[bytes], msgspec.Meta(max_length=100)] = []


@dataclass(frozen=True, slots=True)
class Verified:
    """A message whose seal, signatures and items are its sender's. Only `exchange` makes one.

    `raw`: the bytes that were signed; `items`: the items, in their order; `leaves`: their hashes.
    """

    manifest: Manifest
    raw: bytes
    items: tuple[bytes, ...]
    leaves: tuple[bytes, ...]


class Outcome(StrEnum):
    """What the recipient did with a message."""

    ADMITTED = "admitted"
    REMOVED = "removed"
    REFUSED = "refused"


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a recipient confirms: what it did with a message, and where that stands in its log.

    `holder`: who confirms; `sender`: to whom. `manifest`: SHA-256 of the signed bytes of the
    message. `entry`: the audit entry's leaf hash; `index`, `size`, `root`, `proof`: that it stands
    in the holder's log, whose checkpoint the holder publishes.
    `items`: how many were admitted or removed; `onward`: the centers to which the holder passed
    something of it on, and which answer for themselves; `recall`: the recall that it answers, empty
    for none.
    """

    holder: CenterName
    sender: CenterName
    message: WireId
    manifest: Digest
    kind: Kind
    outcome: Outcome
    reason: Line
    items: Count
    onward: list[CenterName]
    recall: Annotated[bytes, msgspec.Meta(max_length=ID_BYTES)]
    at: Moment
    entry: Digest
    index: Count
    size: Ordinal
    root: Digest
    proof: Annotated[list[Digest], msgspec.Meta(max_length=64)]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. `envelope`: None once its receipt is there.

    `content`: what it says, sealed by this node for itself, so that it can be enclosed again when
    keys change; only given to be kept, and gone with the envelope, or earlier with what it tells.
    """

    partner: str
    sequence: int
    message: MessageId
    kind: Kind
    manifest: bytes
    envelope: bytes | None
    written_at: datetime
    receipt: bytes | None = None
    outcome: Outcome | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that was taken. `draft`: of its receipt, from which it can be made again.

    `receipt`: as it was answered, None until then.
    """

    partner: str
    sequence: int
    message: MessageId
    kind: Kind
    manifest: bytes
    taken_at: datetime
    draft: bytes
    receipt: bytes | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """The order that every holder remove something. `via`: the partner that passed it on here.

    `origin`: the center that ordered it; `items`: how many released statements it names there.
    """

    id: bytes
    origin: str
    via: str | None
    by: str
    reason: str
    ordered_at: datetime
    items: int


@dataclass(frozen=True, slots=True)
class Holder:
    """One line of a recall's completion table: who holds it, through whom, and what he answered."""

    recall: bytes
    holder: str
    via: str
    items: int
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    receipt: bytes | None = None
