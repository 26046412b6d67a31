"""Posting: a message goes into the outbox, signed and sealed, in the unit of what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

import msgspec

from isthmus.errors import PartnerError
from isthmus.exchange.content import label_bytes
from isthmus.exchange.envelope import (
    SALT_BYTES,
    content_of,
    enclosed,
    enclosed_again,
    hashed,
    outside_of,
    root_of,
)
from isthmus.exchange.suite import SUITE, key_id
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.federation import Federation
from isthmus.model.ids import ID_BYTES
from isthmus.model.label import Label
from isthmus.model.message import Kind, Manifest, MessageId, Outgoing
from isthmus.ports import UnitOfWork

LIFETIME: Final = timedelta(days=2 * 365)
"""After this a message that never arrived is refused. As long as keys are good: whatever waits for
a partner holds its place in the order, so one that expires early would hold up all that follow."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told to a partner, before it has a number.

    `agreement`, `digest`, `purpose`, `basis`: under which, empty where none is needed. `consents`:
    of third centers, as they signed them.
    """

    partner: str
    kind: Kind
    items: Sequence[bytes]
    labels: Sequence[Label] = ()
    agreement: str = ""
    digest: bytes = b""
    purpose: str = ""
    basis: str = ""
    consents: Sequence[bytes] = ()


def post(federation: Federation, unit: UnitOfWork, letter: Letter) -> MessageId:
    """Put a letter into the outbox; it leaves when the unit has committed.

    Raises PartnerError for a partner without keys that are good.
    """
    center = federation.center
    now = center.clock.now()
    to = federation.trust.current(letter.partner, now)
    salts = center.entropy.random_bytes(SALT_BYTES * len(letter.items))
    message = MessageId(center.entropy.random_bytes(ID_BYTES))
    manifest = Manifest(
        suite=SUITE,
        message=message,
        kind=letter.kind,
        sender=center.id,
        recipient=letter.partner,
        sequence=unit.mail.next_sequence(letter.partner),
        exercise=center.partition.exercise,
        agreement=letter.agreement,
        digest=letter.digest,
        purpose=letter.purpose,
        legal_basis=letter.basis,
        labels=[msgspec.Raw(label_bytes(label)) for label in letter.labels],
        count=len(letter.items),
        root=root_of(hashed(letter.items, salts)),
        sent_at=now,
        expires_at=now + LIFETIME,
        consents=list(letter.consents),
    )
    envelope = enclosed(manifest, letter.items, salts, keys=federation.keys, to=to)
    unit.mail.send(
        Outgoing(
            partner=letter.partner,
            sequence=manifest.sequence,
            message=message,
            kind=letter.kind,
            manifest=sha256(msgspec.json.encode(manifest)).digest(),
            envelope=envelope,
            written_at=now,
            content=_kept(federation, message, content_of(manifest, letter.items, salts)),
        )
    )
    return message


def current_envelope(federation: Federation, sent: Outgoing) -> bytes | None:
    """Give the envelope of a waiting message, made anew if keys have changed since (T5).

    What is gone from this node since cannot be enclosed again; then it stays under the old keys.
    None for a message that waits no more.
    """
    if sent.envelope is None:
        return None
    outside = outside_of(sent.envelope)
    keys = federation.keys
    try:
        to = federation.trust.current(sent.partner, federation.center.clock.now())
    except PartnerError:
        return sent.envelope
    if (outside.sender_keys, outside.recipient_keys) == (key_id(keys.public), key_id(to)):
        return sent.envelope
    with federation.center.store.writing() as unit:
        kept = unit.mail.content(sent.partner, sent.sequence)
        if kept is None:
            return sent.envelope
        content = _unsealed(federation, sent.message, kept)
        envelope = enclosed_again(content, keys=keys, to=to)
        unit.mail.enclose(sent.partner, sent.sequence, envelope)
        note(
            federation.center,
            unit,
            federation.center.service(f"dispatch.{sent.partner}", ADMINISTRATION),
            purpose=ADMINISTRATION,
            act="message.enclosed_again",
            objects=[sent.partner, sent.message.hex()],
        )
        unit.commit()
    return envelope


def _kept(federation: Federation, message: MessageId, content: bytes) -> bytes:
    """Seal what a message says for this node alone."""
    # Whatever still waits when that month is over has expired, and the bucket is forgotten.
    bucket = f"outbox-{federation.center.clock.now() + LIFETIME:%Y-%m}"
    wrapped, sealed = federation.center.sealer.seal(bucket, content, message)
    return msgspec.msgpack.encode((bucket, wrapped, sealed))


def _unsealed(federation: Federation, message: MessageId, kept: bytes) -> bytes:
    bucket, wrapped, sealed = msgspec.msgpack.decode(kept, type=tuple[str, bytes, bytes])
    return federation.center.sealer.open(bucket, wrapped, sealed, message)
