"""A unit of work: the sub-stores over one link, and the law that a change has its audit entry."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Generic, Protocol, TypeVar

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


T_co = TypeVar("T_co", covariant=True)


class Part(Generic[T_co]):
    """A sub-store of a unit, opened when it is first asked for: most units ask for a few."""

    __slots__ = ("_name", "_open")

    def __init__(self, open_on: Callable[[PartLink], T_co]) -> None:
        self._open, self._name = open_on, ""

    def __set_name__(self, owner: type[Unit], name: str) -> None:
        self._name = name

    def __get__(self, unit: Unit, owner: type[Unit]) -> T_co:
        # What stands in the unit itself goes before this from now on.
        found = unit.__dict__[self._name] = self._open(unit.link)
        return found


class Unit:
    """UnitOfWork. `commit`: how the store makes the link's transaction durable.

    Three things need no audit entry: that a session was used again, that sessions which had ended
    were cleared away, and that audit entries got their indexes (an entry about it would need one
    in turn). Everything else does.
    """

    labels = Part[LabelStore](Labels)
    deliveries = Part[DeliveryStore](Deliveries)
    records = Part[RecordStore](Records)
    verdicts = Part[VerdictStore](Verdicts)
    findings = Part[FindingStore](Findings)
    alerts = Part[AlertStore](Alerts)
    queue = Part[QueueStore](Queue)
    tallies = Part[TallyStore](Tallies)
    changes = Part[ChangeStore](Changes)
    accounts = Part[AccountStore](Accounts)
    audit = Part[AuditStore](Audit)
    meta = Part[MetaStore](Meta)
    trust = Part[TrustStore](Trusting)
    agreements = Part[AgreementStore](Agreements)
    releases = Part[ReleaseStore](Releases)
    mail = Part[MailStore](Mail)
    recalls = Part[RecallStore](Recalls)
    consents = Part[ConsentStore](Consents)
    requests = Part[RequestStore](Requests)
    emergencies = Part[EmergencyStore](Emergencies)
    collections = Part[CollectionStore](Collections)
    follow_ups = Part[FollowUpStore](FollowUps)
    erasure = Part[ErasureStore](Erasure)
    retention = Part[RetentionStore](Retention)
    weights = Part[WeightStore](Weights)
    statements = Part[StatementStore](Statements)
    claims = Part[ClaimStore](Claims)
    keys = Part[KeyStore](Keys)
    judgements = Part[JudgementStore](Judgements)
    observations = Part[ObservationStore](Observations)

    def __init__(self, link: PartLink, commit: Callable[[], None]) -> None:
        self.link = link
        self._commit = commit

    def commit(self) -> None:
        """Make it durable; returns when it is, and ends the unit.

        Raises Unaudited for a change without an audit entry, StateError on a snapshot, on a spent
        unit, and after a write that failed outside a savepoint.
        """
        marks = self.link.marks
        if marks.broken:
            raise StateError("expected writes that all succeeded, got one that failed")
        if marks.changed and not marks.audited:
            raise Unaudited("expected an audit entry with the change, got none")
        self._commit()

    def savepoint(self) -> AbstractContextManager[None]:
        """Roll back to here when the block raises."""
        return self.link.savepoint()
