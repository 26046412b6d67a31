"""Records and deliveries: what arrived, byte for byte, and in which file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from isthmus.model.ids import DeliverySeq, LabelId, RecordId, RecordSeq
from isthmus.phrases import Said


class DeliveryState(StrEnum):
    """How far a delivery came. Only a complete one may let anything vanish."""

    RECEIVING = "receiving"
    COMPLETE = "complete"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file, poll or push of a feed. `part`: which of the feed's files it is.

    `expires_on`: until when what it said may be held, if nothing says it again; None for what
    partners sent, for what brought nothing, and once that day has come.
    """

    seq: DeliverySeq
    feed: str
    part: str
    name: str
    digest: bytes
    as_of: datetime
    received_at: datetime
    state: DeliveryState
    records: int = 0
    new: int = 0
    quarantined: int = 0
    keyless: int = 0
    expires_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """One record on its way into the store.

    `key`: the keyed hash of its record key; `sealed`: the bytes under their data key;
    `wrapped`: the data key under the bucket's key; `sha256`: of the bytes as delivered;
    `expires_on`: its day, None where something else tells when it goes.
    """

    id: RecordId
    key: bytes
    number: int
    sealed: bytes
    wrapped: bytes
    sha256: bytes
    size: int
    expires_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One record as the store knows it, still sealed."""

    seq: RecordSeq
    id: RecordId
    feed: str
    part: str
    delivery: DeliverySeq
    file: str
    number: int
    sha256: bytes
    size: int
    bucket: str
    sealed: bytes
    wrapped: bytes
    label: LabelId
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was wrong with a record, and how to repair it.

    `label`: of its bytes and of what came, where markings put it under another than the feed's.
    """

    feed: str
    delivery: DeliverySeq
    number: int
    field: str
    expected: Said
    came: Said
    repair: Said
    label: LabelId | None = None


class VerdictState(StrEnum):
    """What became of a quarantined record."""

    OPEN = "open"
    RESUBMITTED = "resubmitted"
    DISCARDED = "discarded"
