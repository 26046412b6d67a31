"""The audit log as overseers read it: who did what, never what it was done to."""

from __future__ import annotations

from datetime import datetime

import msgspec


class ShownEntry(msgspec.Struct, kw_only=True, frozen=True):
    """One audit entry. `objects`: how many; `entry`: its final bytes as hex, to be verified."""

    index: int
    at: datetime
    principal: str
    role: str
    purpose: str
    act: str
    basis: str | None
    decision: str
    counts: dict[str, int]
    objects: int
    object_commitment: str
    entry: str


class EntryList(msgspec.Struct, kw_only=True, frozen=True):
    """One page of entries, newest first."""

    items: list[ShownEntry]
    next: str | None


class CheckpointPage(msgspec.Struct, kw_only=True, frozen=True):
    """The signed tree head. `pending`: entries that have no index yet."""

    checkpoint: str
    size: int
    origin: str
    vkey: str
    at: datetime
    pending: int


class Verification(msgspec.Struct, kw_only=True, frozen=True):
    """The log was read again from its tiles and stands. `root`: hex."""

    size: int
    root: str
    ok: bool
    seconds: float
