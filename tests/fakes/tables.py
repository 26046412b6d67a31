"""The rows of the in-memory store, and what all its parts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from isthmus.errors import InputError, StateError
from isthmus.model.agreement import KeptAgreement
from isthmus.model.alert import Alert, AlertMove, Finding
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.collection import Collection, Entry
from isthmus.model.consent import Consent, Consented
from isthmus.model.emergency import Emergency, EmergencyEnd
from isthmus.model.following import Acted, FollowUp, Why
from isthmus.model.ids import (
    AlertId,
    DeliverySeq,
    EntityId,
    FindingId,
    LabelId,
    RecordId,
    RecordSeq,
    StatementId,
    StatementSeq,
)
from isthmus.model.judgement import Attribution, Judgement
from isthmus.model.label import Label
from isthmus.model.message import Holder, Incoming, Outgoing, Recall
from isthmus.model.record import Delivery, StoredRecord, Verdict, VerdictState
from isthmus.model.release import Batch, KeptCount, Received, Released, ReleaseId, StandingOrder
from isthmus.model.request import Proposal, Reply, Request, Subject
from isthmus.model.statement import Observation, State, Statement
from isthmus.model.trusting import KeptList
from isthmus.model.weight_files import WeightAct, WeightFile
from isthmus.ports import AccessKey, Account, Change, HeldStep, Session

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One audit entry; `index` is None while it is pending."""

    entry: bytes
    salt: bytes
    objects: tuple[str, ...]
    at: datetime
    index: int | None = None


@dataclass(slots=True)
class Tables:
    """Every table. The values of the dicts are never changed in place, so a shallow copy holds."""

    numbers: dict[str, int] = field(default_factory=dict)
    labels: dict[Label, LabelId] = field(default_factory=dict)
    deliveries: dict[DeliverySeq, Delivery] = field(default_factory=dict)
    presence: dict[DeliverySeq, frozenset[RecordSeq]] = field(default_factory=dict)
    unread: dict[DeliverySeq, frozenset[bytes]] = field(default_factory=dict)
    current: dict[tuple[str, str], Mapping[bytes, RecordSeq]] = field(default_factory=dict)
    decisions: list[HeldStep] = field(default_factory=list)
    records: dict[RecordSeq, StoredRecord] = field(default_factory=dict)
    record_ids: dict[RecordId, RecordSeq] = field(default_factory=dict)
    record_keys: dict[RecordSeq, bytes] = field(default_factory=dict)
    record_days: dict[RecordSeq, datetime] = field(default_factory=dict)
    verdicts: dict[int, tuple[Verdict, VerdictState, datetime]] = field(default_factory=dict)
    pieces: dict[int, tuple[tuple[bytes, bytes], ...]] = field(default_factory=dict)
    statements: dict[StatementSeq, Statement] = field(default_factory=dict)
    statement_ids: dict[StatementId, StatementSeq] = field(default_factory=dict)
    statements_of: dict[EntityId, tuple[StatementSeq, ...]] = field(default_factory=dict)
    statements_towards: dict[EntityId, tuple[StatementSeq, ...]] = field(default_factory=dict)
    supports: dict[StatementSeq, frozenset[RecordSeq]] = field(default_factory=dict)
    supported: dict[RecordSeq, tuple[StatementSeq, ...]] = field(default_factory=dict)
    life: list[tuple[StatementSeq, State, datetime, str]] = field(default_factory=list)
    keys: dict[str, Mapping[tuple[EntityId, StatementSeq], LabelId]] = field(default_factory=dict)
    hubs: dict[int, tuple[str, str, tuple[LabelId, LabelId]]] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    attributions: dict[int, Attribution] = field(default_factory=dict)
    observations: dict[tuple[EntityId, datetime, RecordSeq], Observation] = field(
        default_factory=dict
    )
    findings: dict[FindingId, Finding] = field(default_factory=dict)
    apart: dict[FindingId, frozenset[LabelId]] = field(default_factory=dict)
    alerts: dict[AlertId, Alert] = field(default_factory=dict)
    folded: dict[AlertId, tuple[FindingId, ...]] = field(default_factory=dict)
    moves: dict[AlertId, tuple[AlertMove, ...]] = field(default_factory=dict)
    queue: dict[tuple[str, EntityId], int] = field(default_factory=dict)
    tallies: dict[tuple[LabelId, str, str, int], int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)
    sessions: dict[bytes, Session] = field(default_factory=dict)
    audit: dict[int, AuditRow] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    contents: dict[tuple[str, int], bytes | None] = field(default_factory=dict)
    lists: dict[bytes, KeptList] = field(default_factory=dict)
    agreements: dict[bytes, KeptAgreement] = field(default_factory=dict)
    batches: dict[bytes, Batch] = field(default_factory=dict)
    released: dict[ReleaseId, Released] = field(default_factory=dict)
    orders: dict[bytes, StandingOrder] = field(default_factory=dict)
    recalled: dict[bytes, tuple[ReleaseId, ...]] = field(default_factory=dict)
    received: dict[tuple[str, ReleaseId], Received] = field(default_factory=dict)
    outgoing: dict[tuple[str, int], Outgoing] = field(default_factory=dict)
    incoming: dict[tuple[str, int], Incoming] = field(default_factory=dict)
    consents: dict[bytes, Consent] = field(default_factory=dict)
    consented: dict[tuple[bytes, ReleaseId], Consented] = field(default_factory=dict)
    versions: dict[tuple[str, str, bytes], str] = field(default_factory=dict)
    follow_ups: dict[tuple[str, Acted, bytes, bytes, Why], FollowUp] = field(default_factory=dict)
    access_keys: dict[bytes, AccessKey] = field(default_factory=dict)
    collections: dict[bytes, Collection] = field(default_factory=dict)
    collected: dict[tuple[bytes, int], Entry] = field(default_factory=dict)
    requests: dict[bytes, Request] = field(default_factory=dict)
    subjects: dict[tuple[bytes, StatementSeq], Subject] = field(default_factory=dict)
    replies: dict[bytes, tuple[Reply, ...]] = field(default_factory=dict)
    proposals: dict[bytes, Proposal] = field(default_factory=dict)
    emergencies: dict[bytes, Emergency] = field(default_factory=dict)
    emergency_ends: dict[tuple[bytes, str], EmergencyEnd] = field(default_factory=dict)
    weight_files: dict[str, tuple[WeightFile, bytes]] = field(default_factory=dict)
    weight_acts: list[WeightAct] = field(default_factory=list)
    counts: list[KeptCount] = field(default_factory=list)
    recalls: dict[bytes, Recall] = field(default_factory=dict)
    holders: dict[tuple[bytes, str], Holder] = field(default_factory=dict)

    def copy(self) -> Tables:
        """Give tables that can change without these."""
        return Tables(**{table.name: copy(getattr(self, table.name)) for table in fields(self)})

    def number(self, table: str) -> int:
        """Give the next number of a table, from 1; numbers are never given twice."""
        self.numbers[table] = self.numbers.get(table, 0) + 1
        return self.numbers[table]

    def speaking(self) -> frozenset[RecordSeq]:
        """Give the records that are current in any part."""
        return frozenset(seq for part in self.current.values() for seq in part.values())

    def stands(self, statement: StatementSeq, at: datetime | None) -> bool:
        """Tell whether a statement is asserted, and held after `at`, if that is asked."""
        said = self.statements[statement]
        return said.state is State.ASSERTED and (at is None or said.expires_on > at)


@dataclass(slots=True)
class Work:
    """What a unit of work holds; `changed`, `audited`, `announced`: since it began."""

    tables: Tables
    writable: bool
    changed: bool = False
    audited: bool = False
    announced: bool = False


class Part:
    """One sub-store over a unit's tables."""

    __slots__ = ("_work",)

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def _tables(self) -> Tables:
        return self._work.tables

    def _writable(self, *values: object) -> Tables:
        """Give the tables for a change by `values`; raises for what no store takes."""
        if not self._work.writable:
            raise StateError(
                "expected a unit of work that may write, got a snapshot or a spent one"
            )
        for value in values:
            check_storable(value)
        return self._work.tables

    def _changing(self, *values: object) -> Tables:
        """Do as `_writable`, and note that the unit now needs an audit entry."""
        tables = self._writable(*values)
        self._work.changed = True
        return tables


def in_utc(row: Row) -> Row:
    """Give a row whose times are UTC, as a store that keeps microseconds gives them back."""
    times = {
        part.name: from_microseconds(microseconds(value))
        for part in fields(row)
        if isinstance(value := getattr(row, part.name), datetime)
    }
    return replace(row, **times)


def check_storable(value: object) -> None:
    """Raise InputError for a text that not every store can hold, however deep it lies."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, Mapping):
        check_storable([*value.keys(), *value.values()])
    elif isinstance(value, Sequence | AbstractSet) and not isinstance(value, bytes):
        for item in value:
            check_storable(item)
    elif is_dataclass(value):
        for part in fields(value):
            check_storable(getattr(value, part.name))


def _check_text(text: str) -> None:
    if "\0" in text:
        raise InputError(f"expected a text without NUL, got one at character {text.index(chr(0))}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"expected a text without lone surrogates, got one at character {error.start}"
        ) from error
