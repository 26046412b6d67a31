"""Pushing: who may deliver by a door, and what he is told of what he delivered.

1. Capability and purpose are checked, and the attempt is in the log, before a byte is taken.
2. Taking in is `flow.intake`; what is answered is only about what this person sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from isthmus.access.roles import Capability
from isthmus.errors import NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.cursors import mark
from isthmus.flow.documents.feeds import PushResult, ResubmitResult, ShownVerdict
from isthmus.flow.feeds import verdict_row
from isthmus.flow.intake import Receipt
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.model.record import Delivery

VERDICTS_SHOWN: Final = 200


def may_push(center: Center, actor: Actor, feed: str, name: str) -> None:
    """Let a delivery begin; raises AccessError for who may not, NotFound for an unknown feed."""
    ask = Ask("delivery.push", (feed, name), (Capability.PUSH,))
    read(center, actor, ask, lambda _: _declared(center, feed))


def may_resubmit(center: Center, actor: Actor, quarantined: str) -> None:
    """Let a quarantined record be sent again; raises AccessError for who may not."""
    ask = Ask("quarantine.resubmit", (quarantined,), (Capability.RESUBMIT,))
    read(center, actor, ask, lambda _: (None, ()))


def pushed(center: Center, actor: Actor, receipt: Receipt) -> PushResult:
    """Tell what became of a delivery; what came is shown to its sender, who sent it."""
    delivery = receipt.delivery
    ask = Ask("delivery.receipt", (delivery.feed,), (Capability.PUSH,))
    return PushResult(
        delivery=mark(center, actor, "delivery", delivery.seq),
        records=receipt.records + len({one.number for one in receipt.broken if one.number}),
        admitted=receipt.records,
        quarantined=len({one.number for one in receipt.broken if one.number}),
        verdicts=read(center, actor, ask, lambda reading: _verdicts(reading, actor, delivery)),
    )


def resubmitted(center: Center, actor: Actor, receipt: Receipt) -> ResubmitResult:
    """Tell what became of a record that was sent again; its values are not shown by that."""
    delivery = receipt.delivery
    ask = Ask("delivery.receipt", (delivery.feed,), (Capability.RESUBMIT,))
    found = read(center, actor, ask, lambda reading: _verdicts(reading, actor, delivery))
    return ResubmitResult(
        verdicts=[msgspec.structs.replace(one, came=None) for one in found],
        admitted=receipt.records,
    )


def _declared(center: Center, feed: str) -> Answer[None]:
    if feed not in center.feeds:
        message = f"expected a feed of this node, got {feed[:60]!r}"
        raise NotFound(message)
    return None, ()


def _verdicts(
    reading: Reading, actor: Actor, delivery: Delivery
) -> tuple[list[ShownVerdict], Sequence[str]]:
    found = reading.unit.verdicts.list(delivery.feed, None, None, VERDICTS_SHOWN)
    own = [one for one in found if one[1].delivery == delivery.seq]
    rows = [
        msgspec.structs.replace(
            verdict_row(reading.center, actor, one, delivery.name), came=one[1].came
        )
        for one in own
    ]
    return rows, [delivery.feed]
