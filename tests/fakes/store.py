"""A store in memory that keeps every promise of the port but survival of the process."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock, get_ident

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
    Store,
    TallyStore,
    TrustStore,
    UnitOfWork,
    VerdictStore,
    WeightStore,
)
from tests.fakes.answering import MemoryAccounts, MemoryAudit, MemoryMeta
from tests.fakes.collecting import MemoryCollections
from tests.fakes.declaring import MemoryEmergencies
from tests.fakes.exchanging import (
    MemoryAgreements,
    MemoryConsents,
    MemoryErasure,
    MemoryMail,
    MemoryRecalls,
    MemoryReleases,
)
from tests.fakes.following import MemoryFollowUps
from tests.fakes.indexing import MemoryClaims
from tests.fakes.intake import MemoryDeliveries, MemoryLabels, MemoryRecords, MemoryVerdicts
from tests.fakes.knowledge import (
    MemoryJudgements,
    MemoryKeys,
    MemoryObservations,
    MemoryStatements,
)
from tests.fakes.notice import (
    MemoryAlerts,
    MemoryChanges,
    MemoryFindings,
    MemoryQueue,
    MemoryTallies,
)
from tests.fakes.requesting import MemoryRequests
from tests.fakes.retaining import MemoryRetention
from tests.fakes.tables import Tables, Work
from tests.fakes.trusting import MemoryTrust
from tests.fakes.weighing import MemoryWeights


class MemoryUnit:
    """UnitOfWork over a copy of the tables; a commit puts the copy in their place."""

    def __init__(self, work: Work, publish: Callable[[Work], None]) -> None:
        self._work = work
        self._publish = publish
        self.labels: LabelStore = MemoryLabels(work)
        self.deliveries: DeliveryStore = MemoryDeliveries(work)
        self.records: RecordStore = MemoryRecords(work)
        self.verdicts: VerdictStore = MemoryVerdicts(work)
        self._open_known(work)
        self.findings: FindingStore = MemoryFindings(work)
        self.alerts: AlertStore = MemoryAlerts(work)
        self.queue: QueueStore = MemoryQueue(work)
        self.tallies: TallyStore = MemoryTallies(work)
        self.changes: ChangeStore = MemoryChanges(work)
        self.accounts: AccountStore = MemoryAccounts(work)
        self.audit: AuditStore = MemoryAudit(work)
        self.meta: MetaStore = MemoryMeta(work)
        self.trust: TrustStore = MemoryTrust(work)
        self.agreements: AgreementStore = MemoryAgreements(work)
        self.releases: ReleaseStore = MemoryReleases(work)
        self.mail: MailStore = MemoryMail(work)
        self.recalls: RecallStore = MemoryRecalls(work)
        self.consents: ConsentStore = MemoryConsents(work)
        self.requests: RequestStore = MemoryRequests(work)
        self.emergencies: EmergencyStore = MemoryEmergencies(work)
        self.follow_ups: FollowUpStore = MemoryFollowUps(work)
        self.collections: CollectionStore = MemoryCollections(work)
        self.erasure: ErasureStore = MemoryErasure(work)
        self.retention: RetentionStore = MemoryRetention(work)
        self.weights: WeightStore = MemoryWeights(work)

    def _open_known(self, work: Work) -> None:
        self.statements: StatementStore = MemoryStatements(work)
        self.claims: ClaimStore = MemoryClaims(work)
        self.keys: KeyStore = MemoryKeys(work)
        self.judgements: JudgementStore = MemoryJudgements(work)
        self.observations: ObservationStore = MemoryObservations(work)

    def commit(self) -> None:
        if not self._work.writable:
            raise StateError(
                "expected a unit of work that may commit, got a snapshot or a spent one"
            )
        if self._work.changed and not self._work.audited:
            raise Unaudited("expected an audit entry with the change, got none")
        self._work.writable = False
        self._publish(self._work)

    @contextmanager
    def savepoint(self) -> Generator[None]:
        before = replace(self._work, tables=self._work.tables.copy())
        try:
            yield
        except BaseException:
            work = self._work
            work.tables, work.changed = before.tables, before.changed
            work.audited, work.announced = before.audited, before.announced
            raise


class MemoryStore:
    """Store. One unit writes at a time; the others wait."""

    def __init__(self) -> None:
        self._tables = Tables()
        self._lock = Lock()
        self._writer: int | None = None
        self._calls: list[Callable[[], None]] = []

    @contextmanager
    def writing(self) -> Generator[MemoryUnit]:
        if self._writer == get_ident():
            raise StateError("expected one writing unit of work at a time, got one inside another")
        with self._lock:
            self._writer = get_ident()
            work = Work(self._tables.copy(), writable=True)
            try:
                yield MemoryUnit(work, self._publish)
            finally:
                work.writable = False
                self._writer = None

    @contextmanager
    def reading(self) -> Generator[MemoryUnit]:
        yield MemoryUnit(Work(self._tables, writable=False), self._publish)

    def scrub(self, *, patience_s: float = 10.0) -> None:
        """Nothing that was erased is left in memory."""

    def on_commit(self, call: Callable[[], None]) -> None:
        self._calls.append(call)

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _publish(self, work: Work) -> None:
        self._tables = work.tables
        if work.announced:
            for call in self._calls:
                call()


_UNIT: type[UnitOfWork] = MemoryUnit
_STORE: type[Store] = MemoryStore
