"""Custody: alerts that nobody on duty may read go to the custodian, and their number is watched.

1. Which labels these are follows from the labels and the accounts of now, read from the store each
   time: whoever loses a purpose, or gains one, changes it.
2. Detection assigns what it raises. The watch hands over whatever stands with the wrong one since.
3. Service principals count and hand over, each at one purpose and under these labels alone; each
   batch has its entry. There is no reader who sees all, and no content is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from isthmus.access.duty import is_on_duty, may_be_custodian, unreadable
from isthmus.access.readers import narrowed
from isthmus.errors import SettingsError
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.documents.picture import Unreadable
from isthmus.model.alert import OPEN_STATES, Alert
from isthmus.model.ids import LabelId, shown_id
from isthmus.model.principal import Principal, Reader
from isthmus.ports import UnitOfWork

BATCH_ALERTS: Final = 200


@dataclass(frozen=True, slots=True)
class Custody:
    """The labels that nobody on duty may read: `kept` ones the custodian may, `lost` ones not."""

    custodian: Principal | None
    kept: frozenset[LabelId]
    lost: frozenset[LabelId]

    def keeping(self, alert: Alert) -> Alert:
        """Give an alert as it is assigned when it is raised."""
        if self.custodian is None or alert.label not in self.kept:
            return alert
        return replace(alert, assigned_to=self.custodian.id)


@dataclass(frozen=True, slots=True)
class Watched:
    """What the watch saw. `signs`: what it must look again for, when it has changed."""

    signs: tuple[object, ...]
    custody: Custody
    unreadable: Unreadable


def custody_of(
    center: Center, unit: UnitOfWork, only: Collection[LabelId] | None = None
) -> Custody:
    """Give who keeps what nobody on duty may read, among `only` these labels or all."""
    known = unit.labels.all()
    labels = known if only is None else {number: known[number] for number in only}
    people = [account.principal for account in unit.accounts.all()]
    left = unreadable(labels, filter(is_on_duty, people))
    custodian = _custodian(center, people)
    lost = left
    if custodian is not None and left:
        lost = unreadable({number: labels[number] for number in left}, [custodian])
    return Custody(custodian, left - lost, lost)


def check_custodian(center: Center) -> None:
    """Raise SettingsError where the setting names nobody who can be the custodian."""
    if not center.custodian:
        return
    with center.store.reading() as unit:
        people = [account.principal for account in unit.accounts.all()]
    if _custodian(center, people) is None:
        message = f"expected an account of role custodian in custodian, got {center.custodian!r}"
        repair = "isthmus account add NAME --role custodian, or name another in the setting"
        raise SettingsError(message, repair=repair)


def count_unreadable(center: Center) -> Unreadable:
    """Count the open alerts that nobody on duty may read; the entries of it are durable."""
    with center.store.reading() as unit:
        custody = custody_of(center, unit)
    return _counted(center, custody)


def watch(center: Center, known: Watched | None = None) -> Watched:
    """Hand over what stands with the wrong one, and count; looks only where something changed.

    `known`: what the watch saw last; without it everything is looked through.
    """
    with center.store.reading() as unit:
        signs = _signs(unit)
        if known is not None and signs == known.signs:
            return known
        custody, labels = custody_of(center, unit), frozenset(unit.labels.all())
    if known is None or custody != known.custody:
        _hand_over(center, custody, labels)
    return Watched(signs, custody, _counted(center, custody))


def has_grown(now: Unreadable, before: Unreadable | None) -> bool:
    """Tell whether there are more alerts than before, in all or with nobody: that is an alarm."""
    if before is None:
        return now.count > 0
    return now.count > before.count or now.with_nobody > before.with_nobody


def _custodian(center: Center, people: Collection[Principal]) -> Principal | None:
    fitting = (p for p in people if p.name == center.custodian and may_be_custodian(p))
    return next(fitting, None) if center.custodian else None


def _signs(unit: UnitOfWork) -> tuple[object, ...]:
    people = tuple(account.principal for account in unit.accounts.all())
    return unit.changes.last(), len(unit.labels.all()), people


def _counted(center: Center, custody: Custody) -> Unreadable:
    counts: list[tuple[Reader, int, int]] = []
    if custody.kept or custody.lost:
        with center.store.reading() as unit:
            for reader in _readers(center, unit, custody.kept | custody.lost):
                kept = _open(unit, narrowed(reader, custody.kept))
                counts.append((reader, kept, _open(unit, narrowed(reader, custody.lost))))
    if counts:
        with center.store.writing() as unit:
            for reader, kept, lost in counts:
                found = {"with_custodian": kept, "with_nobody": lost}
                purpose = reader.purpose
                note(
                    center,
                    unit,
                    reader.principal,
                    purpose=purpose,
                    act="alert.watched",
                    counts=found,
                )
            unit.commit()
    return Unreadable(
        with_custodian=sum(kept for _, kept, _ in counts),
        with_nobody=sum(lost for _, _, lost in counts),
        custodian=None if custody.custodian is None else custody.custodian.display_name,
    )


def _open(unit: UnitOfWork, reader: Reader) -> int:
    if not reader.labels:
        return 0
    counts = unit.alerts.counts(reader)
    return sum(count for (state, _), count in counts.items() if state in OPEN_STATES)


def _readers(center: Center, unit: UnitOfWork, labels: frozenset[LabelId]) -> Iterator[Reader]:
    """Give service readers that together see these labels, each label once."""
    left = labels
    for purpose in sorted(center.purposes):
        reader = narrowed(center.service_reader(unit, "custody", purpose), left)
        left -= reader.labels
        if reader.labels:
            yield reader


def _hand_over(center: Center, custody: Custody, labels: frozenset[LabelId]) -> None:
    """Assign alerts of any state as their label says; one that closed may be opened again."""
    with center.store.reading() as unit:
        readers = list(_readers(center, unit, labels))
    custodian = None if custody.custodian is None else custody.custodian.id
    for reader in readers:
        for to, part in ((custodian, custody.kept), (None, labels - custody.kept)):
            own = narrowed(reader, part)
            while own.labels and _hand_over_batch(center, own, to) == BATCH_ALERTS:
                pass


def _hand_over_batch(center: Center, reader: Reader, to: str | None) -> int:
    with center.store.writing() as unit:
        found = unit.alerts.not_with(to, reader, BATCH_ALERTS)
        unit.alerts.assign([alert.id for alert in found], to)
        now = center.clock.now()
        for alert in found:
            unit.changes.add("alert", alert.id, alert.label, now)
        note(
            center,
            unit,
            reader.principal,
            purpose=reader.purpose,
            act="alert.assigned",
            objects=[*(shown_id("a", alert.id) for alert in found), *([to] if to else [])],
            counts={"alerts": len(found)},
        )
        unit.commit()
    return len(found)
