"""What the contract tests put into a store before they ask."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest

from isthmus.model.ids import LabelId, RecordSeq, StatementSeq
from isthmus.model.principal import Reader
from isthmus.model.record import Delivery
from isthmus.model.statement import State
from isthmus.ports import Store, UnitOfWork
from tests import make


@dataclass(frozen=True)
class Ground:
    """Rows that others refer to: two labels, a delivery with a record, a statement about `dhow`.

    The statement, the finding and the alert about it carry `low`.
    """

    low: LabelId
    high: LabelId
    delivery: Delivery
    record: RecordSeq
    statement: StatementSeq
    verdict: int

    @property
    def lower(self) -> Reader:
        """The reader of `low` alone."""
        return make.reader(self.low)

    @property
    def higher(self) -> Reader:
        """The reader of `high` alone."""
        return make.reader(self.high)

    @property
    def both(self) -> Reader:
        """The reader of both labels."""
        return make.reader(self.low, self.high)


def laid(unit: UnitOfWork) -> Ground:
    """Put down the rows of a Ground."""
    low = unit.labels.intern(make.label("OFFICIAL"))
    high = unit.labels.intern(make.label("SECRET"))
    delivery = opened(unit)
    [record] = unit.records.add(delivery, "bucket", low, [make.sealed()])
    [statement] = unit.statements.add(make.batch(label=low), [record], State.ASSERTED)
    assert statement is not None
    unit.findings.add([make.finding("dark period", statement, label=low)])
    unit.alerts.add(make.alert("dark period", label=low))
    unit.alerts.fold(make.alert_id("dark period"), [make.finding_id("dark period")], make.NOW)
    verdict = unit.verdicts.add(make.verdict(delivery=delivery.seq), [(b"key", b"piece")], make.NOW)
    unit.accounts.put(make.account())
    unit.agreements.put(make.exchanged.agreement())
    unit.trust.put(make.exchanged.trust_list())
    return Ground(low, high, delivery, record, statement, verdict)


@contextmanager
def acting(store: Store) -> Generator[UnitOfWork]:
    """Open a unit that is audited and committed at the end of the block."""
    with store.writing() as unit:
        yield unit
        audit(unit)
        unit.commit()


class Planned(Exception):
    """What a test raises to make a block fail."""


@contextmanager
def failing() -> Generator[None]:
    """Expect the block to raise Planned, and hold it."""
    with pytest.raises(Planned):
        yield


def fail() -> None:
    """Raise Planned; a type checker takes what follows for reachable, as it is."""
    raise Planned


def audit(unit: UnitOfWork, *objects: str) -> None:
    """Add an audit entry."""
    unit.audit.add(bytes(make.audit_entry()), bytes(16), objects, make.NOW)


def opened(unit: UnitOfWork, delivery: Delivery | None = None) -> Delivery:
    """Open a delivery and give it with its number."""
    given = delivery or make.delivery()
    return replace(given, seq=unit.deliveries.open(given))


def recorded(
    unit: UnitOfWork, ground: Ground, *keys: str, content: str = "v1", label: LabelId | None = None
) -> list[RecordSeq]:
    """Add one record per key to the ground's delivery, under `low` unless said otherwise."""
    return unit.records.add(
        ground.delivery,
        "bucket",
        ground.low if label is None else label,
        [make.sealed(key, content, number=n) for n, key in enumerate(keys, start=1)],
    )


def said(
    unit: UnitOfWork,
    ground: Ground,
    *claims: make.Claim,
    label: LabelId | None = None,
    records: Sequence[RecordSeq] = (),
    state: State = State.ASSERTED,
) -> list[StatementSeq]:
    """Add claims that are new, under `low` and on the ground's record unless said otherwise."""
    batch = make.batch(*claims, label=ground.low if label is None else label)
    seqs = unit.statements.add(batch, records or [ground.record], state)
    new = [seq for seq in seqs if seq is not None]
    assert len(new) == len(batch), "the claims were not new"
    return new
