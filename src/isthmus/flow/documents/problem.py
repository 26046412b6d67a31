"""Problems: errors on the wire, RFC 9457."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, kw_only=True, frozen=True):
    """One error. `code`: stable, see `isthmus.errors`; `repair`: what to do about it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    repair: str
    instance: str
