"""What callers get of trust lists."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec


class ShownTrustChange(msgspec.Struct, kw_only=True, frozen=True):
    """What a list changes of the one that holds.

    `subject`: the name of the keys in hex, or the new name or address; `at`: when the keys end, or
    from when they are revoked.
    """

    center: str
    change: Literal[
        "joins",
        "leaves",
        "name",
        "address",
        "authority",
        "keys added",
        "keys revoked",
        "keys dated",
        "keys gone",
    ]
    subject: str
    at: datetime | None


class ShownList(msgspec.Struct, kw_only=True, frozen=True):
    """A trust list. `by`: the center that brought it here; `missing`: votes until it holds."""

    digest: str
    version: int
    by: str
    came_at: datetime
    state: Literal["proposed", "adopted", "passed"]
    votes: list[str]
    missing: int
    changes: list[ShownTrustChange]


class TrustPage(msgspec.Struct, kw_only=True, frozen=True):
    """The version that holds, and the lists proposed since it was pinned, newest first."""

    version: int
    centers: list[str]
    lists: list[ShownList]


class ListRequest(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What is to be done about this center's keys."""

    revoke: bool = False
