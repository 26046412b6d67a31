"""Reception: an envelope in, a receipt out; each message is taken once, in its order, or refused.

1. The envelope is opened, or nothing of it is believed, and nobody is told why (protocol E7, E8).
2. Its number says whether it is the next one, came before, or comes too early.
3. What it tells is taken in by its kind, in one unit with its number and its audit entry; or it is
   refused, and the session goes on (N5).
4. The entry gets its place in the log, and the receipt proves it. The same message again gets the
   same receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from isthmus.audit.tree import leaf_hash
from isthmus.errors import AgreementInvalid, InputError, OutOfOrder, PartnerError
from isthmus.exchange.envelope import ENVELOPE_BYTES_MAX, opened
from isthmus.exchange.receipt import read_receipt, signed_receipt
from isthmus.exchange.session import Admit, Conflict, Gap, Repeat, arrived
from isthmus.flow.agreements import agreement_came
from isthmus.flow.auditing import note, note_disbelieved
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.consenting import answer_came as consent_came
from isthmus.flow.consenting import request_came as consent_asked
from isthmus.flow.counting import counts_came
from isthmus.flow.emergencies import emergency_came
from isthmus.flow.expiry import expired_there
from isthmus.flow.federation import Federation
from isthmus.flow.foreign import Arrived, admit, uncovered
from isthmus.flow.recall import onward_holders, recall_came, receipts_came
from isthmus.flow.requested import answer_came, end_came, request_came
from isthmus.flow.sequencing import sequence_pending
from isthmus.flow.trust_lists import list_came, renew
from isthmus.model.message import Incoming, Kind, Manifest, MessageId, Outcome, Receipt, Verified
from isthmus.model.principal import Principal
from isthmus.ports import UnitOfWork

TAKEN_BYTES_MAX: Final = ENVELOPE_BYTES_MAX
"""What a door need not read further than."""
_PAGE: Final = 200


class _Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt says before its entry has a place in the log."""

    outcome: Outcome
    items: int = 0
    reason: str = ""
    onward: list[str] = []
    recall: bytes = b""
    at: datetime | None = None
    entry: bytes = b""


def receive(federation: Federation, envelope: bytes) -> bytes:
    """Take in an envelope and give the signed receipt; durable when it returns.

    Raises PartnerError for what cannot be believed, in words for the own log alone, and OutOfOrder
    for a message that comes too early.
    """
    center = federation.center
    now = center.clock.now()
    try:
        verified = opened(
            envelope,
            center=center.id,
            keys=federation.keys_of,
            partner=lambda name, keys: federation.trust.correspondent(name, keys, now),
            now=now,
        )
        _check_partition(federation, verified)
    except PartnerError as error:
        _refused(federation, envelope, error)
        raise
    return _answer(federation, verified)


def _check_partition(federation: Federation, verified: Verified) -> None:
    if verified.manifest.exercise != federation.center.partition.exercise:
        raise PartnerError("expected a message for this kind of partition, got another")


def _answer(federation: Federation, verified: Verified) -> bytes:
    manifest, center = verified.manifest, federation.center
    with center.store.writing() as unit:
        known = unit.mail.taken(manifest.sender, manifest.sequence)
        step = arrived(
            manifest.sequence,
            MessageId(manifest.message),
            last=unit.mail.last_taken(manifest.sender),
            known=None if known is None else known.message,
        )
        if isinstance(step, Admit):
            _take(federation, unit, verified)
            unit.commit()
    if manifest.kind is Kind.TRUST:
        renew(federation)
    match step:
        case Gap(expected=expected):
            raise OutOfOrder.at(expected)
        case Conflict():
            error = PartnerError("expected a number that is free, got one of another message")
            _refused(federation, verified.raw, error)
            raise error
        case Admit() | Repeat():
            return _receipt(federation, manifest)


def _take(federation: Federation, unit: UnitOfWork, verified: Verified) -> None:
    """Do what the message tells; what it may not tell is refused, and nothing of it stays."""
    manifest, center = verified.manifest, federation.center
    try:
        with unit.savepoint():
            draft = _TAKE[manifest.kind](federation, unit, verified)
    except (PartnerError, AgreementInvalid, InputError) as error:
        draft = _Draft(outcome=Outcome.REFUSED, reason=_TOLD.get(error.code, "it cannot be taken"))
    now = center.clock.now()
    entry = note(
        center,
        unit,
        _principal(federation, manifest.sender),
        purpose=manifest.purpose or ADMINISTRATION,
        act=f"message.{draft.outcome.value}",
        objects=[manifest.sender, manifest.message.hex(), manifest.kind.value, draft.reason],
        decision="refuse" if draft.outcome is Outcome.REFUSED else "permit",
        counts={"items": draft.items},
        policy=manifest.digest,
        basis=manifest.legal_basis or None,
    )
    whole = msgspec.structs.replace(draft, at=now, entry=leaf_hash(entry))
    unit.mail.take(
        Incoming(
            partner=manifest.sender,
            sequence=manifest.sequence,
            message=MessageId(manifest.message),
            kind=manifest.kind,
            manifest=sha256(verified.raw).digest(),
            taken_at=now,
            draft=msgspec.json.encode(whole),
        )
    )


def _release(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    arrived = Arrived(verified)
    why = uncovered(federation, unit, arrived)
    if why is not None:
        return _Draft(outcome=Outcome.REFUSED, reason=why)
    return _Draft(outcome=Outcome.ADMITTED, items=admit(federation, unit, arrived))


def _recall(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    recall, items = recall_came(federation, unit, verified)
    return _Draft(
        outcome=Outcome.REMOVED,
        items=items,
        onward=onward_holders(unit, recall.id),
        recall=recall.id,
    )


def _receipts(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    return _Draft(outcome=Outcome.ADMITTED, items=receipts_came(federation, unit, verified))


def _agreement(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    return _Draft(outcome=agreement_came(federation, unit, verified), items=1)


def _expiry(_: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    return _Draft(outcome=Outcome.ADMITTED, items=expired_there(unit, verified))


def _consent_request(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    return _Draft(outcome=Outcome.ADMITTED, items=consent_asked(federation, unit, verified))


def _consent_answer(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    consent_came(federation, unit, verified)
    return _Draft(outcome=Outcome.ADMITTED, items=1)


def _request(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    return _judged(*request_came(federation, unit, verified))


def _request_answer(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    answer_came(federation, unit, verified)
    return _Draft(outcome=Outcome.ADMITTED, items=1)


def _request_end(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    end_came(federation, unit, verified)
    return _Draft(outcome=Outcome.ADMITTED, items=1)


def _counts(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    return _judged(*counts_came(federation, unit, verified))


def _trust(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    return _Draft(outcome=Outcome.ADMITTED, items=list_came(federation, unit, verified))


def _emergency(federation: Federation, unit: UnitOfWork, verified: Verified) -> _Draft:
    return _judged(*emergency_came(federation, unit, verified))


def _judged(items: int, why: str | None) -> _Draft:
    """Give what became of a message of so many items. `why`: it is refused, None if it is not."""
    if why is not None:
        return _Draft(outcome=Outcome.REFUSED, reason=why)
    return _Draft(outcome=Outcome.ADMITTED, items=items)


_TAKE: Final[Mapping[Kind, Callable[[Federation, UnitOfWork, Verified], _Draft]]] = {
    Kind.RELEASE: _release,
    Kind.RECALL: _recall,
    Kind.RECEIPT: _receipts,
    Kind.AGREEMENT: _agreement,
    Kind.EXPIRY: _expiry,
    Kind.CONSENT_REQUEST: _consent_request,
    Kind.CONSENT_ANSWER: _consent_answer,
    Kind.REQUEST: _request,
    Kind.REQUEST_ANSWER: _request_answer,
    Kind.REQUEST_END: _request_end,
    Kind.COUNTS: _counts,
    Kind.TRUST: _trust,
    Kind.EMERGENCY: _emergency,
}
_TOLD: Final = {
    "agreement.invalid": "the agreement cannot be taken as it is",
    "partner.refused": "its items are not what its kind says",
}
"""What a partner whose signature is good is told of a refusal: nothing that it did not send."""


def _receipt(federation: Federation, manifest: Manifest) -> bytes:
    """Give the receipt of a message that was taken, made once and kept."""
    center = federation.center
    with center.store.reading() as unit:
        taken = unit.mail.taken(manifest.sender, manifest.sequence)
    if taken is None:
        raise PartnerError("expected a message that was taken, got another")
    if taken.receipt is not None and _stands(federation, taken.receipt):
        return taken.receipt
    sequence_pending(center, federation.log)
    draft = msgspec.json.decode(taken.draft, type=_Draft)
    if draft.outcome is Outcome.REMOVED:
        # A receipt says that it is gone, so first it must be gone from the disk as well (R3).
        center.store.scrub()
    index = _place(federation, draft.entry)
    head, proof = federation.log.prove(index)
    receipt = signed_receipt(
        Receipt(
            holder=center.id,
            sender=taken.partner,
            message=taken.message,
            manifest=taken.manifest,
            kind=taken.kind,
            outcome=draft.outcome,
            reason=draft.reason,
            items=draft.items,
            onward=draft.onward,
            recall=draft.recall,
            at=draft.at or taken.taken_at,
            entry=draft.entry,
            index=index,
            size=head.size,
            root=head.root,
            proof=list(proof),
        ),
        federation.keys,
    )
    with center.store.writing() as unit:
        unit.mail.answer(manifest.sender, manifest.sequence, receipt)
        unit.commit()
    return receipt


def _stands(federation: Federation, receipt: bytes) -> bool:
    """Tell whether a partner can believe a receipt that was given before: keys may be revoked."""
    try:
        read_receipt(receipt, federation.trust, federation.center.clock.now())
    except PartnerError:
        return False
    return True


def _place(federation: Federation, leaf: bytes) -> int:
    """Find the entry with this leaf hash, from the newest on."""
    before: int | None = None
    while True:
        with federation.center.store.reading() as unit:
            page = unit.audit.entries(before, _PAGE)
        if not page:
            raise PartnerError("expected the entry of a message in the log, got none")
        for index, entry, _, _ in page:
            if leaf_hash(entry) == leaf:
                return index
        before = page[-1][0]


def _refused(federation: Federation, raw: bytes, error: PartnerError) -> None:
    """Note what could not be believed, under the digest of its bytes and nothing else of it."""
    objects = [sha256(raw).hexdigest(), str(error)]
    note_disbelieved(federation.center, "reception.unknown", "message.disbelieved", objects)


def _principal(federation: Federation, partner: str) -> Principal:
    return federation.center.service(f"reception.{partner}", ADMINISTRATION)
