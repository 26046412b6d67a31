"""Keeping: under which labels the feeds of a source brought statements, and who keeps these.

A source's statements have ids of their own whatever their label, so the labels are kept by source.
Intake and retraction read under these labels, and under no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from isthmus.access.readers import keeping_reader
from isthmus.flow.actor import intake_actor
from isthmus.flow.center import Center
from isthmus.model.feed import Feed
from isthmus.model.ids import LabelId
from isthmus.model.principal import Reader
from isthmus.ports import UnitOfWork

_FACT: Final = "labels"


def labels_of(unit: UnitOfWork, feed: Feed) -> frozenset[LabelId]:
    """Give the labels under which the feed's source brought something, its own among them."""
    own = (number for number, label in unit.labels.all().items() if label == feed.label)
    return noted_labels(unit, feed.source).union(own)


def note_labels(unit: UnitOfWork, feed: Feed, labels: Iterable[LabelId]) -> None:
    """Note labels under which something came, in the unit that brings it."""
    note_labels_of(unit, feed.source, labels)


def note_labels_of(unit: UnitOfWork, source: str, labels: Iterable[LabelId]) -> None:
    """Note labels under which something of a source came that no feed brought."""
    came = frozenset(labels)
    before = noted_labels(unit, source)
    if came and not came <= before:
        unit.meta.put(f"{_FACT}:{source}", msgspec.json.encode(sorted(before | came)).decode())


def noted_labels(unit: UnitOfWork, source: str) -> frozenset[LabelId]:
    """Give the labels under which something of a source came."""
    kept = unit.meta.get(f"{_FACT}:{source}")
    return frozenset() if kept is None else msgspec.json.decode(kept, type=frozenset[LabelId])


def keeper(center: Center, unit: UnitOfWork, feed: Feed) -> Reader:
    """Give the Reader that keeps what a feed brought up to date, under whatever label it came."""
    actor = intake_actor(center, feed)
    return keeping_reader(actor.principal, actor.purpose, labels_of(unit, feed))
