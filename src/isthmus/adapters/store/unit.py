"""A unit of work: the sub-stores over one link, and the law that a change has its audit entry."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from isthmus.adapters.store.accounts import Accounts
from isthmus.adapters.store.alerts import Alerts
from isthmus.adapters.store.audit import Audit
from isthmus.adapters.store.claims import Claims
from isthmus.adapters.store.collections import Collections
from isthmus.adapters.store.consents import Consents
from isthmus.adapters.store.deliveries import Deliveries
from isthmus.adapters.store.emergencies import Emergencies
from isthmus.adapters.store.erasure import Erasure
from isthmus.adapters.store.exchanged import Agreements, Releases
from isthmus.adapters.store.findings import Findings
from isthmus.adapters.store.following import FollowUps
from isthmus.adapters.store.judgements import Judgements
from isthmus.adapters.store.keys import Keys
from isthmus.adapters.store.labels import Labels
from isthmus.adapters.store.link import Link
from isthmus.adapters.store.mail import Mail, Recalls
from isthmus.adapters.store.observations import Observations
from isthmus.adapters.store.records import Records
from isthmus.adapters.store.requests import Requests
from isthmus.adapters.store.retention import Retention
from isthmus.adapters.store.small import Changes, Meta, Queue, Tallies
from isthmus.adapters.store.statements import Statements
from isthmus.adapters.store.trusting import Trusting
from isthmus.adapters.store.verdicts import Verdicts
from isthmus.adapters.store.weighing import Weights
from isthmus.errors import StateError, Unaudited
from isthmus.ports import (
    AccountStore,
    AgreementStore,
    AlertStore,
    AuditStore,
    ChangeStore,
    ClaimStore,
    CollectionStore,
    ConsentStore,
    DeliveryStore,
    EmergencyStore,
    ErasureStore,
    FindingStore,
    FollowUpStore,
    JudgementStore,
    KeyStore,
    LabelStore,
    MailStore,
    MetaStore,
    ObservationStore,
    QueueStore,
    RecallStore,
    RecordStore,
    ReleaseStore,
    RequestStore,
    RetentionStore,
    StatementStore,
    TallyStore,
    TrustStore,
    VerdictStore,
    WeightStore,
)


class PartLink(Link, Protocol):
    """A link that can also roll back a part of its transaction."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Roll rows and marks back to here when the block raises."""
        ...


class Unit:
    """UnitOfWork. `commit`: how the store makes the link's transaction durable.

    Three things need no audit entry: that a session was used again, that sessions which had ended
    were cleared away, and that audit entries got their indexes (an entry about it would need one
    in turn). Everything else does.
    """

    def __init__(self, link: PartLink, commit: Callable[[], None]) -> None:
        self._link = link
        self._commit = commit
        self.labels: LabelStore = Labels(link)
        self.deliveries: DeliveryStore = Deliveries(link)
        self.records: RecordStore = Records(link)
        self.verdicts: VerdictStore = Verdicts(link)
        self._open_known(link)
        self.findings: FindingStore = Findings(link)
        self.alerts: AlertStore = Alerts(link)
        self.queue: QueueStore = Queue(link)
        self.tallies: TallyStore = Tallies(link)
        self.changes: ChangeStore = Changes(link)
        self.accounts: AccountStore = Accounts(link)
        self.audit: AuditStore = Audit(link)
        self.meta: MetaStore = Meta(link)
        self.trust: TrustStore = Trusting(link)
        self.agreements: AgreementStore = Agreements(link)
        self.releases: ReleaseStore = Releases(link)
        self.mail: MailStore = Mail(link)
        self.recalls: RecallStore = Recalls(link)
        self.consents: ConsentStore = Consents(link)
        self.requests: RequestStore = Requests(link)
        self.emergencies: EmergencyStore = Emergencies(link)
        self.collections: CollectionStore = Collections(link)
        self.follow_ups: FollowUpStore = FollowUps(link)
        self.erasure: ErasureStore = Erasure(link)
        self.retention: RetentionStore = Retention(link)
        self.weights: WeightStore = Weights(link)

    def _open_known(self, link: PartLink) -> None:
        self.statements: StatementStore = Statements(link)
        self.claims: ClaimStore = Claims(link)
        self.keys: KeyStore = Keys(link)
        self.judgements: JudgementStore = Judgements(link)
        self.observations: ObservationStore = Observations(link)

    def commit(self) -> None:
        """Make it durable; returns when it is, and ends the unit.

        Raises Unaudited for a change without an audit entry, StateError on a snapshot, on a spent
        unit, and after a write that failed outside a savepoint.
        """
        marks = self._link.marks
        if marks.broken:
            raise StateError("expected writes that all succeeded, got one that failed")
        if marks.changed and not marks.audited:
            raise Unaudited("expected an audit entry with the change, got none")
        self._commit()

    def savepoint(self) -> AbstractContextManager[None]:
        """Roll back to here when the block raises."""
        return self._link.savepoint()
