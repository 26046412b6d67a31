"""Dispatch: what waits in the outbox goes to its partner, in order, until its receipt is there.

1. A partner that has not seen the trust list that holds here gets it first: this center's keys may
   be others since.
2. The oldest message without a receipt is sent; only when it is confirmed does the next one go.
3. A receipt is believed if the partner signed it and it is of this message.
4. A partner that expects an earlier one gets it, if it is still kept; one that expects what is long
   confirmed has lost its store, and a person must look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from isthmus.errors import OutOfOrder, PartnerError, UnavailableError
from isthmus.exchange.receipt import check_receipt, read_receipt
from isthmus.exchange.session import back_off_s, resumed
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.federation import Federation
from isthmus.flow.posting import current_envelope
from isthmus.flow.recall import holder_answered
from isthmus.flow.requested import not_taken
from isthmus.model.message import Kind, Outcome, Outgoing, Receipt

AT_ONCE: Final = 20

Carrier = Callable[[str, bytes], bytes]
"""Carries an envelope to a partner and gives its receipt. Raises UnavailableError when it does not
answer, OutOfOrder when it expects another number, PartnerError when it refuses."""


@dataclass(slots=True)
class Patience:
    """How long each partner is left alone after it failed. `until`: in the clock's seconds."""

    failures: dict[str, int] = field(default_factory=dict)
    until: dict[str, float] = field(default_factory=dict)

    def waits(self, partner: str, now_s: float) -> bool:
        """Tell whether a partner is still left alone."""
        return self.until.get(partner, 0.0) > now_s

    def failed(self, partner: str, now_s: float) -> None:
        """Wait twice as long as the last time."""
        self.failures[partner] = self.failures.get(partner, 0) + 1
        self.until[partner] = now_s + back_off_s(self.failures[partner])

    def answered(self, partner: str) -> None:
        """Begin anew."""
        self.failures.pop(partner, None)
        self.until.pop(partner, None)


Acquaint = Callable[[str], None]
"""Sees to it that a partner has the trust list that holds here. Raises as a Carrier does."""


def dispatch(
    federation: Federation,
    carry: Carrier,
    patience: Patience,
    acquaint: Acquaint = lambda _: None,
) -> int:
    """Send what waits to every partner that answers; give how many messages were confirmed."""
    with federation.center.store.reading() as unit:
        partners = unit.mail.partners()
    confirmed = 0
    for partner in partners:
        now_s = federation.center.clock.now().timestamp()
        if patience.waits(partner, now_s):
            continue
        try:
            acquaint(partner)
            confirmed += _dispatch_to(federation, partner, carry)
        except (UnavailableError, PartnerError):
            patience.failed(partner, now_s)
        else:
            patience.answered(partner)
    return confirmed


def confirm(federation: Federation, partner: str, sent: Outgoing, raw: bytes) -> Receipt:
    """Take in the receipt of a message; durable when it returns.

    Raises PartnerError for one that the partner did not sign, or that is of something else.
    """
    center = federation.center
    now = center.clock.now()
    receipt = read_receipt(raw, federation.trust, now)
    check_receipt(receipt, holder=partner, sender=center.id, manifest=sent.manifest)
    with center.store.writing() as unit:
        unit.mail.confirm(partner, sent.sequence, receipt.outcome, raw)
        if sent.kind is Kind.REQUEST and receipt.outcome is Outcome.REFUSED:
            not_taken(unit, sent.message, receipt, now)
        if sent.kind is Kind.RECALL and receipt.recall:
            holder_answered(federation, unit, receipt, raw)
        note(
            center,
            unit,
            center.service(f"dispatch.{partner}", ADMINISTRATION),
            purpose=ADMINISTRATION,
            act="receipt.taken",
            objects=[partner, sent.message.hex(), receipt.outcome.value],
            counts={"items": receipt.items, "late_s": int((now - sent.written_at).total_seconds())},
        )
        unit.commit()
    return receipt


def _dispatch_to(federation: Federation, partner: str, carry: Carrier) -> int:
    confirmed = 0
    while True:
        with federation.center.store.reading() as unit:
            waiting = unit.mail.waiting(partner, AT_ONCE)
        if not waiting:
            return confirmed
        for sent in waiting:
            if not _send(federation, partner, sent, carry):
                return confirmed
            confirmed += 1


def _send(federation: Federation, partner: str, sent: Outgoing, carry: Carrier) -> bool:
    """Send one message; give whether the next one may follow."""
    envelope = current_envelope(federation, sent)
    if envelope is None:
        return True
    try:
        raw = carry(partner, envelope)
    except OutOfOrder as error:
        _check_can_resume(federation, partner, error.expected, sent.sequence)
        return False
    confirm(federation, partner, sent, raw)
    return True


def _check_can_resume(federation: Federation, partner: str, expected: int, first: int) -> None:
    """Raise PartnerError if the partner expects what nobody can send any more."""
    with federation.center.store.reading() as unit:
        following = unit.mail.next_sequence(partner)
    if resumed(expected, first_waiting=first, next_new=following) is None:
        raise PartnerError("expected a partner that keeps what it confirmed, got one that lost it")
