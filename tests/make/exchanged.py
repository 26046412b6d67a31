"""What centers told each other: agreements, releases, messages, recalls."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from isthmus.model.agreement import Act, KeptAgreement, Signed
from isthmus.model.consent import Consent, Consented, ConsentState
from isthmus.model.ids import RecordSeq, StatementSeq
from isthmus.model.message import Holder, Incoming, Kind, MessageId, Outgoing, Recall
from isthmus.model.release import (
    Batch,
    Change,
    KeptCount,
    Received,
    Released,
    ReleaseId,
    StandingOrder,
)
from isthmus.model.trusting import KeptList
from tests.make.ids import EXPIRY, HOUR, NOW, PURPOSE, entity

DIGEST = bytes(range(32))
PARTNER = "birch"


def sixteen(name: str) -> bytes:
    """Give sixteen bytes that stand for a name."""
    return name.encode().ljust(16, b"-")[:16]


def agreement(name: str = "alder-birch", *, version: int = 1) -> KeptAgreement:
    """Make an agreement as it is kept."""
    digest = f"{name} {version}".encode().ljust(32, b"-")
    return KeptAgreement(digest, name, version, b"{}", ("alder", PARTNER))


def signed(center: str = "alder", act: Act = Act.ACCEPT, *, at: datetime = NOW) -> Signed:
    """Make an act of a party on that agreement."""
    return Signed(agreement().digest, center, act, at, b"signature")


def trust_list(version: int = 1, **changed: Any) -> KeptList:  # noqa: ANN401 - the fields of a list
    """Make a trust list as it is kept."""
    digest = f"list {version}".encode().ljust(32, b"-")
    return replace(KeptList(digest, version, b"{}", PARTNER, NOW), **changed)


def release_batch(message: str = "message", *, partner: str = PARTNER) -> Batch:
    """Make a release."""
    name = agreement().id
    return Batch(sixteen(message), partner, name, DIGEST, PURPOSE, "Treaty of 2019", NOW)


def released(
    release: str, statement: StatementSeq, *, message: str = "message", about: str = "dhow"
) -> Released:
    """Make the register's line on a statement."""
    return Released(
        ReleaseId(sixteen(release)),
        sixteen(message),
        PARTNER,
        statement,
        entity(about),
        ("4", "6"),
        Change.MASKED,
        EXPIRY,
    )


def standing(name: str = "order") -> StandingOrder:
    """Make a standing order."""
    return StandingOrder(sixteen(name), PARTNER, PURPOSE, "person:alder:ada", 3, NOW)


def received(release: str, record: RecordSeq, statement: StatementSeq) -> Received:
    """Make the line on a statement that came."""
    name, message = agreement().id, sixteen("message")
    return Received(
        ReleaseId(sixteen(release)),
        PARTNER,
        message,
        name,
        DIGEST,
        PURPOSE,
        record,
        statement,
        NOW,
        EXPIRY,
        articles=("4", "6"),
    )


def outgoing(sequence: int = 1, *, partner: str = PARTNER) -> Outgoing:
    """Make a message that waits."""
    message = MessageId(sixteen(f"{partner} {sequence}"))
    return Outgoing(partner, sequence, message, Kind.RELEASE, DIGEST, b"sealed", NOW)


def incoming(sequence: int = 1, *, partner: str = PARTNER) -> Incoming:
    """Make a message that was taken."""
    message = MessageId(sixteen(f"{partner} {sequence}"))
    return Incoming(partner, sequence, message, Kind.RELEASE, DIGEST, NOW, b"draft")


def kept_count(*, left: bool = True) -> KeptCount:
    """Make a count of persons that left for Birch, or came from there."""
    return KeptCount(
        sixteen("message"), PARTNER, left, "alder-birch", DIGEST, PURPOSE, "Person", 12, NOW
    )


def consent(name: str = "consent") -> Consent:
    """Make a request of Birch to Alder, to pass something on to Cedar."""
    return Consent(
        sixteen(name), "alder", PARTNER, "cedar", PURPOSE, "a trace", NOW, DIGEST, via=PARTNER
    )


def given(name: str = "consent", *, until: datetime = EXPIRY) -> Consent:
    """Make the answer that gives it."""
    return replace(
        consent(name), state=ConsentState.GIVEN, answered_at=NOW, given_until=until, proof=b"proof"
    )


def consented(release: str, statement: StatementSeq, *, of: str = "consent") -> Consented:
    """Make a line of what it names."""
    return Consented(sixteen(of), ReleaseId(sixteen(release)), statement)


def recall(name: str = "recall") -> Recall:
    """Make an order of this center."""
    return Recall(sixteen(name), "alder", None, "person:alder:ada", "mistaken", NOW, 2)


def holder(name: str = PARTNER, *, of: str = "recall", via: str = PARTNER) -> Holder:
    """Make a line of its completion table."""
    return Holder(sixteen(of), name, via, 2, NOW, NOW + HOUR)
