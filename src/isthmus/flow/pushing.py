"""Pushing: who may deliver by a door, and what he is told of what he delivered.

1. Capability and purpose are checked, and the attempt is in the log, before a byte is taken.
2. Taking in is `flow.intake`; what is answered is only about what this person sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

import msgspec

from isthmus.access.roles import Capability
from isthmus.errors import NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.arrival import declared, parcel
from isthmus.flow.center import Center
from isthmus.flow.cursors import mark
from isthmus.flow.documents.feeds import PushResult, ShownVerdict
from isthmus.flow.feeds import verdict_row
from isthmus.flow.intake import Progress, Receipt, receive
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.model.record import Delivery, DeliveryState
from isthmus.phrases import say

VERDICTS_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Push:
    """A delivery by push: to which feed and part (None: whichever fits), named and dated how."""

    feed: str
    name: str
    part: str | None = None
    as_of: datetime | None = None


def may_push(center: Center, actor: Actor, push: Push) -> None:
    """Let a delivery begin.

    Raises AccessError for who may not, NotFound for an unknown feed or part.
    """
    ask = Ask("delivery.push", (push.feed, push.name), (Capability.PUSH,))
    read(center, actor, ask, lambda _: _known(center, push))


def take_in(
    center: Center,
    actor: Actor,
    push: Push,
    stream: BinaryIO,
    *,
    progress: Progress = lambda _: None,
) -> PushResult:
    """Take in a delivery that `may_push` let begin; durable when this returns.

    Raises InputError where no part of the feed fits what came.
    """
    to = declared(center, push.feed, push.part, push.name, stream)
    sent = parcel(to[1], push.name, stream, as_of=push.as_of)
    return _told(center, actor, receive(center, actor, to, sent, progress=progress))


def _told(center: Center, actor: Actor, receipt: Receipt) -> PushResult:
    delivery = receipt.delivery
    broken = len({one.number for one in receipt.broken if one.number})
    ask = Ask("delivery.receipt", (delivery.feed,), (Capability.PUSH,))
    return PushResult(
        delivery=mark(center, actor, "delivery", delivery.seq),
        complete=delivery.state is DeliveryState.COMPLETE,
        repeated=receipt.again,
        records=receipt.records + broken,
        admitted=receipt.records,
        quarantined=broken,
        verdicts=read(center, actor, ask, lambda reading: _verdicts(reading, actor, delivery)),
    )


def _known(center: Center, push: Push) -> Answer[None]:
    found = center.feeds.get(push.feed)
    if found is None or (push.part is not None and push.part not in found.parts):
        message = say(
            "expected a feed of this node and one of its parts, got {feed}",
            feed=repr(push.feed[:60]),
        )
        raise NotFound(message)
    return None, ()


def _verdicts(reading: Reading, actor: Actor, delivery: Delivery) -> Answer[list[ShownVerdict]]:
    found = reading.unit.verdicts.list(delivery.feed, None, None, VERDICTS_SHOWN)
    labels, texts = reading.unit.labels.all(), reading.center.wording.texts
    rows = [
        # What came is shown to its sender, who sent it, whatever the feed's label.
        msgspec.structs.replace(
            verdict_row(reading.center, actor, one, delivery.name, labels), came=texts(one[1].came)
        )
        for one in found
        if one[1].delivery == delivery.seq
    ]
    return rows, [delivery.feed]
