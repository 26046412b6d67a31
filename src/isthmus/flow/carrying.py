"""Carrying by medium: where no line joins two centers, a file goes there and another comes back.

1. The envelopes that wait for a partner are written into one file, with the trust lists that were
   adopted; whoever finds it can read nothing of what is sealed.
2. The partner takes them in, in their order, and writes the receipts into a second file.
3. Back at the sender each receipt confirms its message. Doing any step twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Literal

import msgspec

from isthmus.errors import OutOfOrder, PartnerError
from isthmus.exchange.envelope import ENVELOPE_BYTES_MAX
from isthmus.exchange.reading import unpacked
from isthmus.exchange.receipt import RECEIPT_BYTES_MAX
from isthmus.flow.dispatch import confirm
from isthmus.flow.federation import Federation
from isthmus.flow.posting import current_envelope
from isthmus.flow.reception import receive
from isthmus.flow.spreading import take_lists
from isthmus.flow.trust_lists import adopted_after
from isthmus.model.message import Outgoing

FILE_BYTES_MAX: Final = 1 << 30
_AT_ONCE: Final = 1_000
_LISTS_MAX: Final = 100
_ENVELOPES: Final = "isthmus-envelopes/1"
_RECEIPTS: Final = "isthmus-receipts/1"


class _Envelopes(msgspec.Struct, frozen=True, array_like=True):
    format: Literal["isthmus-envelopes/1"]
    sender: str
    items: list[Annotated[bytes, msgspec.Meta(max_length=ENVELOPE_BYTES_MAX)]]
    lists: Annotated[list[bytes], msgspec.Meta(max_length=_LISTS_MAX)] = []


class _Receipts(msgspec.Struct, frozen=True, array_like=True):
    format: Literal["isthmus-receipts/1"]
    holder: str
    items: list[Annotated[bytes, msgspec.Meta(max_length=RECEIPT_BYTES_MAX)]]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file of envelopes. `expected`: the number that must come before the rest."""

    sender: str
    taken: int
    refused: int
    expected: int | None
    receipts: bytes


def exported(federation: Federation, partner: str) -> tuple[int, bytes]:
    """Give how many envelopes wait for a partner, and the file that carries them.

    Raises PartnerError for a center that is not on the trust list.
    """
    federation.trust.center(partner)
    with federation.center.store.reading() as unit:
        waiting = list(unit.mail.waiting(partner, _AT_ONCE))
    envelopes = [current_envelope(federation, one) for one in waiting]
    items = [one for one in envelopes if one is not None]
    lists = adopted_after(federation, 0)[-_LISTS_MAX:]
    file = _Envelopes(_ENVELOPES, federation.center.id, items, lists)
    return len(items), msgspec.msgpack.encode(file)


def taken_in(federation: Federation, raw: bytes) -> Taken:
    """Take in a file of envelopes, and give what to carry back.

    What cannot be believed is left out, noted in the audit log, and the rest is taken.
    Raises PartnerError for a file that is none.
    """
    carried = unpacked(raw, _Envelopes, "a file of envelopes", most=FILE_BYTES_MAX)
    take_lists(federation, carried.lists)
    receipts: list[bytes] = []
    refused, expected = 0, None
    for envelope in carried.items:
        try:
            receipts.append(receive(federation, envelope))
        except OutOfOrder as error:
            expected = error.expected
            break
        except PartnerError:
            refused += 1
    back = _Receipts(_RECEIPTS, federation.center.id, receipts)
    return Taken(
        sender=carried.sender,
        taken=len(receipts),
        refused=refused,
        expected=expected,
        receipts=msgspec.msgpack.encode(back),
    )


def confirmed(federation: Federation, raw: bytes) -> int:
    """Take in a file of receipts; give how many messages they confirm.

    A receipt for something else is passed over. Raises PartnerError for a file that is none.
    """
    carried = unpacked(raw, _Receipts, "a file of receipts", most=FILE_BYTES_MAX)
    federation.trust.center(carried.holder)
    count = 0
    waiting: list[Outgoing] = []
    for receipt in carried.items:
        if not waiting:
            with federation.center.store.reading() as unit:
                waiting = list(unit.mail.waiting(carried.holder, _AT_ONCE))
        sent = _confirmed(federation, carried.holder, waiting, receipt)
        if sent is not None:
            waiting.remove(sent)
            count += 1
    return count


def _confirmed(
    federation: Federation, holder: str, waiting: Sequence[Outgoing], receipt: bytes
) -> Outgoing | None:
    """Give the message that a receipt confirms; None where it is for something else."""
    for sent in waiting:
        try:
            confirm(federation, holder, sent, receipt)
        except PartnerError:
            continue
        return sent
    return None
