"""Overseeing: the audit log as overseers read it; who did what, never what it was done to."""

from __future__ import annotations

import msgspec

from isthmus.access.roles import Capability
from isthmus.audit.entry import entry_from_bytes
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.cursors import content_of, mark
from isthmus.flow.documents.audit import EntryList, ShownEntry
from isthmus.flow.reading import Answer, Ask, Reading, read

LIMIT_MAX = 200


def list_entries(
    center: Center, actor: Actor, *, cursor: str | None = None, limit: int = 50
) -> EntryList:
    """Give one page of audit entries, newest first; raises AccessError for who may not oversee."""
    ask = Ask("audit.read", needs=(Capability.READ_AUDIT,))
    return read(center, actor, ask, lambda reading: _list(reading, actor, cursor, limit))


def _list(reading: Reading, actor: Actor, cursor: str | None, limit: int) -> Answer[EntryList]:
    center, wanted = reading.center, min(max(limit, 1), LIMIT_MAX)
    before = content_of(center, actor, "audit", cursor, int) if cursor else None
    rows = reading.unit.audit.entries(before, wanted + 1)
    items = [_entry(index, encoded, objects) for index, encoded, _, objects in rows[:wanted]]
    following = mark(center, actor, "audit", items[-1].index) if len(rows) > wanted else None
    return EntryList(items=items, next=following), [f"entry:{item.index}" for item in items]


def _entry(index: int, encoded: bytes, objects: str) -> ShownEntry:
    entry = entry_from_bytes(encoded)
    return ShownEntry(
        index=index,
        at=entry.at,
        principal=entry.principal,
        role=entry.role,
        purpose=entry.purpose,
        act=entry.act,
        basis=entry.basis,
        decision=entry.decision,
        counts=dict(entry.counts),
        objects=len(msgspec.json.decode(objects, type=list[str])),
        object_commitment=entry.object_commitment.hex(),
        entry=encoded.hex(),
    )
