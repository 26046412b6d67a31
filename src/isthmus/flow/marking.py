"""What of a batch bears markings: written under labels of its own, and figures kept apart.

A batch without markings passes here without a query. One with them is written label by label in
the same unit of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from isthmus.ingest.admission import Lot
from isthmus.model.ids import DeliverySeq, EntityId, LabelId, RecordSeq, StatementSeq
from isthmus.model.label import Label
from isthmus.model.record import Delivery, SealedRecord
from isthmus.model.statement import ObservationBatch, State, StatementBatch
from isthmus.ports import UnitOfWork

Keys = Sequence[Sequence[str]]
"""The resolver's keys of each statement of a batch."""

_FIGURES: Final = "marked"


@dataclass(frozen=True, slots=True)
class MarkedLot:
    """What of a batch markings put under one label, before it is written."""

    label: Label
    lot: Lot
    keys: Keys


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came under one label, with its number in the store.

    `records`: the label of each record of the batch, by position; `added`: per statement its
    number, None where it was known.
    """

    label: LabelId
    records: Sequence[LabelId]
    statements: StatementBatch
    observations: ObservationBatch
    keys: Keys
    added: Sequence[StatementSeq | None]

    @property
    def new(self) -> int:
        """How many were not known."""
        return sum(1 for seq in self.added if seq is not None)

    @property
    def touched(self) -> Iterable[EntityId]:
        """The entities about which something new was said."""
        entities = self.statements.entities
        return dict.fromkeys(entities[i] for i, seq in enumerate(self.added) if seq is not None)

    def key_rows(self) -> Iterable[tuple[str, EntityId, StatementSeq, LabelId]]:
        """Give the rows of the resolver's keys for what is new."""
        for entity, seq, keys in zip(self.statements.entities, self.added, self.keys, strict=True):
            if seq is not None:
                for key in keys:
                    yield key, entity, seq, self.label


def add_records(
    unit: UnitOfWork,
    delivery: Delivery,
    bucket: str,
    sealed: Sequence[SealedRecord],
    labels: Sequence[LabelId],
) -> list[RecordSeq]:
    """Add records, each under its label; give their numbers in the same order."""
    if len(set(labels)) == 1:
        return unit.records.add(delivery, bucket, labels[0], sealed)
    seqs: dict[int, RecordSeq] = {}
    for label in dict.fromkeys(labels):
        places = [place for place, own in enumerate(labels) if own == label]
        added = unit.records.add(delivery, bucket, label, [sealed[place] for place in places])
        seqs.update(zip(places, added, strict=True))
    return [seqs[place] for place in range(len(sealed))]


def record_labels(
    unit: UnitOfWork, count: int, own: LabelId, contents: Mapping[int, Label]
) -> list[LabelId]:
    """Give the label of each of `count` records: the feed's `own`, or that of its markings."""
    numbers = {label: unit.labels.intern(label) for label in dict.fromkeys(contents.values())}
    return [numbers[contents[i]] if i in contents else own for i in range(count)]


def add_marked(
    unit: UnitOfWork,
    lots: Sequence[MarkedLot],
    records: Sequence[tuple[RecordSeq, LabelId]],
    state: State,
) -> list[Arrived]:
    """Write what came under labels of its own. `records`: those of the batch, with their labels."""
    arrived = []
    seqs, labels = [seq for seq, _ in records], [label for _, label in records]
    for one in lots:
        number = unit.labels.intern(one.label)
        statements, observations = one.lot.statements, one.lot.observations
        statements.label = observations.label = number
        added = unit.statements.add(statements, seqs, state)
        came = Arrived(number, labels, statements, observations, one.keys, added)
        unit.keys.add(list(came.key_rows()))
        unit.observations.add(observations, seqs)
        arrived.append(came)
    return arrived


def known_again(
    unit: UnitOfWork, lots: Sequence[MarkedLot], own: LabelId, contents: Mapping[int, Label]
) -> list[Arrived]:
    """Give what known records say, under the labels under which they come now."""
    count = 1 + max((at for one in lots for at in one.lot.statements.records), default=-1)
    labels = record_labels(unit, count, own, {i: c for i, c in contents.items() if i < count})
    return [
        Arrived(
            unit.labels.intern(one.label),
            labels,
            one.lot.statements,
            one.lot.observations,
            one.keys,
            [None] * len(one.lot.statements),
        )
        for one in lots
    ]


def forget_figures(unit: UnitOfWork, delivery: DeliverySeq) -> None:
    """Begin anew with the figures of a delivery that was cut off and is received again."""
    if unit.meta.get(f"{_FIGURES}:{delivery}") is not None:
        unit.meta.put(f"{_FIGURES}:{delivery}", "{}")


def note_figures(
    unit: UnitOfWork, delivery: DeliverySeq, figures: Mapping[LabelId, tuple[int, int, int]]
) -> None:
    """Add to what a delivery brought under labels other than its feed's.

    `figures`: label -> records, new ones, and quarantined ones among those that it brought.
    """
    if not figures:
        return
    total = {**marked_figures(unit, delivery)}
    for label, more in figures.items():
        before = total.get(label, (0, 0, 0))
        total[label] = (before[0] + more[0], before[1] + more[1], before[2] + more[2])
    unit.meta.put(f"{_FIGURES}:{delivery}", msgspec.json.encode(total).decode())


def marked_figures(
    unit: UnitOfWork, delivery: DeliverySeq
) -> Mapping[LabelId, tuple[int, int, int]]:
    """Give what a delivery brought under labels other than its feed's, as `note_figures` has it."""
    kept = unit.meta.get(f"{_FIGURES}:{delivery}")
    if kept is None:
        return {}
    return msgspec.json.decode(kept, type=dict[LabelId, tuple[int, int, int]])
