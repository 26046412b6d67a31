"""Unmapped: files that came and fit no feed. None is skipped in silence.

They have no label, so nobody reads them: only their names are kept, for whoever delivers and for
whoever administers feeds.
"""

from __future__ import annotations

from typing import Final

import msgspec

from isthmus.access.roles import Capability
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.documents.feeds import UnmappedFile, UnmappedList
from isthmus.flow.reading import Answer, Ask, Reading, named, read
from isthmus.ports import UnitOfWork

KEPT: Final = 500
NAME_MAX: Final = 300
NO_MAPPING: Final = "no mapping"
EMPTY: Final = "an empty file"
_FACT: Final = "unmapped"


def note_unmapped(center: Center, actor: Actor, file: str, size: int) -> str:
    """Keep the name of a file that fits no feed, and say why it does not.

    The latest 500 are kept, each once.
    """
    (name,) = named(file[:NAME_MAX])
    reason = NO_MAPPING if size else EMPTY
    with center.store.writing() as unit:
        others = [one for one in _kept(unit) if one.file != name]
        found = [*others, UnmappedFile(file=name, size=size, reason=reason)][-KEPT:]
        unit.meta.put(_FACT, msgspec.json.encode(found).decode())
        note(
            center,
            unit,
            actor.principal,
            purpose=actor.purpose,
            act="delivery.unmapped",
            objects=[name],
        )
        unit.commit()
    return reason


def list_unmapped(center: Center, actor: Actor) -> UnmappedList:
    """Give the files that no feed claims, the latest first."""
    needs = (Capability.ADMINISTER_FEEDS, Capability.PUSH)
    return read(center, actor, Ask("unmapped.list", needs=needs), _list)


def _list(reading: Reading) -> Answer[UnmappedList]:
    items = _kept(reading.unit)[::-1]
    return UnmappedList(items=items), [item.file for item in items]


def _kept(unit: UnitOfWork) -> list[UnmappedFile]:
    text = unit.meta.get(_FACT)
    return [] if text is None else msgspec.json.decode(text, type=list[UnmappedFile])
