"""What arrived: feeds, deliveries, records and what was wrong with them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from isthmus.model.feed import Feed, FeedKind
from isthmus.model.grade import Grade
from isthmus.model.ids import DeliverySeq
from isthmus.model.label import Label
from isthmus.model.record import Delivery, DeliveryState, SealedRecord, Verdict
from isthmus.phrases import Phrase, say
from isthmus.ports import HeldStep
from tests.make.ids import DELIVERY, FEED, HOUR, IDS, NOW, SOURCE
from tests.make.who import label


def feed(
    name: str = FEED, *, kind: FeedKind = FeedKind.SNAPSHOT, marked: Label | None = None
) -> Feed:
    """Make a feed of the default source."""
    return Feed(
        id=name,
        title=name.replace("-", " ").capitalize(),
        source=SOURCE,
        agency="harbour-office",
        kind=kind,
        label=marked or label(),
        grade=grade(),
        retention_days=1826,
    )


def grade(text: str = "B2") -> Grade:
    """Make a grade of the Admiralty scheme from its two characters."""
    return Grade(text[0], text[1])


def delivery(
    name: str = "vessels-1.csv",
    *,
    seq: int = 0,
    feed: str = FEED,
    part: str = "vessels",
    as_of: datetime = NOW,
    received_at: datetime | None = None,
    digest: bytes | None = None,
    state: DeliveryState = DeliveryState.RECEIVING,
) -> Delivery:
    """Make a delivery, received an hour after its as-of time, with a digest from its name."""
    return Delivery(
        seq=DeliverySeq(seq),
        feed=feed,
        part=part,
        name=name,
        digest=digest or sha256(name.encode()).digest(),
        as_of=as_of,
        received_at=received_at or as_of + HOUR,
        state=state,
    )


def sealed(
    key: str = "row 1", content: str = "v1", *, number: int = 1, feed: str = FEED
) -> SealedRecord:
    """Make a record whose id comes from key and content; the "sealed" bytes are the plain ones."""
    raw = f"{key};{content}".encode()
    return SealedRecord(
        id=IDS.record(feed, "vessels", raw),
        key=IDS.record_key(feed, "vessels", key),
        number=number,
        sealed=raw,
        wrapped=b"wrapped key of " + raw,
        sha256=sha256(raw).digest(),
        size=len(raw),
    )


def verdict(
    feed: str = FEED,
    *,
    delivery: DeliverySeq = DELIVERY,
    number: int = 7,
    came: str = "31/02",
) -> Verdict:
    """Make the verdict on a date that no calendar has."""
    return Verdict(
        feed=feed,
        delivery=delivery,
        number=number,
        field="built_on",
        expected=say("a date like {day}", day="2026-03-10"),
        came=came,
        repair=Phrase("correct the date and send the record again"),
    )


def held_step(
    *, release: bool | None = True, vanished: int = 40, by: str = "p-mara.lind"
) -> HeldStep:
    """Make a decision on a step in which two fifths of a part vanished."""
    return HeldStep(
        feed=FEED,
        part="vessels",
        earlier=NOW - 24 * HOUR,
        later=NOW,
        vanished=vanished,
        of=100,
        release=release,
        by=by,
        reason="the register was merged",
        at=NOW + HOUR,
    )
