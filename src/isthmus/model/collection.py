"""Collections: what one reader was told as STIX, object by object, so that it can be taken back.

A collection is one principal's at one purpose. It holds names and digests, and no value: what an
object says is read, and decided on, each time that it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an object of a collection is made of."""

    DEFINITION = "definition"
    SOURCE = "source"
    MARKING = "marking"
    ENTITY = "entity"
    LINK = "link"
    SAME = "same"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Collection:
    """How far a collection has got.

    `authority`: digest of what its reader may read; `statement`, `move`, `judgement`, `change`:
    the last of each that was looked at; `checked` up to `until`: entries that must be looked at
    again; `turn`: goes up with each step, so that two steps at once are noticed; `told`: the number
    of the last entry, `told_at`: its time.
    """

    id: bytes
    principal: str
    purpose: str
    authority: bytes
    statement: int = 0
    move: int = 0
    judgement: int = 0
    change: int = 0
    checked: int = 0
    until: int = 0
    turn: int = 0
    told: int = 0
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a collection in its latest version.

    `object`: its id in STIX; `subject`: what it is made of; `owner` and `other`: the entities
    whose change may change it, or the alert; `digest`: keyed, of what it said; `seq`: its number in
    the collection, in the order of telling, never given again.
    """

    collection: bytes
    seq: int
    object: str
    kind: Kind
    subject: bytes
    owner: bytes
    other: bytes
    added_at: datetime
    created_at: datetime
    digest: bytes
    revoked: bool = False

    @property
    def type(self) -> str:
        """The object's type in STIX, with which its id begins."""
        return self.object.partition("--")[0]
