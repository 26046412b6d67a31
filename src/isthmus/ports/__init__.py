"""What flows need from the outside, as Protocols; `node` chooses who carries them out.

A unit of work is one transaction over all stores of one partition. Every method that reads what
a label marks takes a Reader and returns only rows whose label is in `reader.labels`; there is no
other way in. Lists come in the order stated; where none is stated, in no order.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from isthmus.ports.answering import AccessKey, Account, AccountStore, AuditStore, MetaStore, Session
from isthmus.ports.collecting import CollectionStore
from isthmus.ports.declaring import EmergencyStore
from isthmus.ports.exchanging import (
    AgreementStore,
    ConsentStore,
    ErasureStore,
    ExchangeKeyRing,
    ExchangeKeys,
    MailStore,
    PublicKeys,
    RecallStore,
    ReleaseStore,
    Signatures,
    TrustStore,
)
from isthmus.ports.following import FollowUpStore
from isthmus.ports.indexing import ClaimStore
from isthmus.ports.intake import DeliveryStore, HeldStep, LabelStore, RecordStore, VerdictStore
from isthmus.ports.knowledge import JudgementStore, KeyStore, ObservationStore, StatementStore
from isthmus.ports.notice import (
    AlertFilter,
    AlertStore,
    Change,
    ChangeStore,
    FindingStore,
    QueueStore,
    TallyStore,
)
from isthmus.ports.outside import (
    Clock,
    Entropy,
    LineIdentity,
    LineTerms,
    Log,
    Passwords,
    Precedence,
    Sealer,
)
from isthmus.ports.requesting import RequestStore
from isthmus.ports.retaining import Carrier, DueRecord, Renewal, RetentionStore
from isthmus.ports.training import Trainer
from isthmus.ports.weighing import Signer, WeightStore

__all__ = [
    "AccessKey",
    "Account",
    "AccountStore",
    "AgreementStore",
    "AlertFilter",
    "AlertStore",
    "AuditStore",
    "Carrier",
    "Change",
    "ChangeStore",
    "ClaimStore",
    "Clock",
    "CollectionStore",
    "ConsentStore",
    "DeliveryStore",
    "DueRecord",
    "EmergencyStore",
    "Entropy",
    "ErasureStore",
    "ExchangeKeyRing",
    "ExchangeKeys",
    "FindingStore",
    "FollowUpStore",
    "HeldStep",
    "JudgementStore",
    "KeyStore",
    "LabelStore",
    "LineIdentity",
    "LineTerms",
    "Log",
    "MailStore",
    "MetaStore",
    "ObservationStore",
    "Passwords",
    "Precedence",
    "PublicKeys",
    "QueueStore",
    "RecallStore",
    "RecordStore",
    "ReleaseStore",
    "Renewal",
    "RequestStore",
    "RetentionStore",
    "Sealer",
    "Session",
    "Signatures",
    "Signer",
    "StatementStore",
    "Store",
    "TallyStore",
    "Trainer",
    "TrustStore",
    "UnitOfWork",
    "VerdictStore",
    "WeightStore",
]


class UnitOfWork(Protocol):
    """One transaction over one partition.

    `commit` raises Unaudited when something changed and no audit entry was added; leaving the
    block without `commit` rolls back. From `Store.reading` it is a snapshot: writes raise
    StateError.
    """

    labels: LabelStore
    deliveries: DeliveryStore
    records: RecordStore
    verdicts: VerdictStore
    statements: StatementStore
    claims: ClaimStore
    keys: KeyStore
    judgements: JudgementStore
    observations: ObservationStore
    findings: FindingStore
    alerts: AlertStore
    queue: QueueStore
    tallies: TallyStore
    changes: ChangeStore
    accounts: AccountStore
    audit: AuditStore
    trust: TrustStore
    meta: MetaStore
    agreements: AgreementStore
    releases: ReleaseStore
    mail: MailStore
    recalls: RecallStore
    consents: ConsentStore
    requests: RequestStore
    emergencies: EmergencyStore
    collections: CollectionStore
    follow_ups: FollowUpStore
    erasure: ErasureStore
    retention: RetentionStore
    weights: WeightStore

    def commit(self) -> None:
        """Make it durable; returns when it is."""
        ...

    def savepoint(self) -> AbstractContextManager[None]:
        """Roll back to here when the block raises."""
        ...


class Store(Protocol):
    """The store of one partition."""

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that may change things."""
        ...

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a snapshot."""
        ...

    def on_commit(self, call: Callable[[], None]) -> None:
        """Call after each durable commit that added a change."""
        ...

    def scrub(self, *, patience_s: float = 10.0) -> None:
        """See to it that nothing erased is left on the disk, as far as the store can.

        Raises UnavailableError when something still holds it after `patience_s`.
        """
        ...

    def close(self) -> None:
        """Close every connection."""
        ...
