"""The machine's time."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Clock."""

    __slots__ = ()

    def now(self) -> datetime:
        """Give the current aware UTC time."""
        return datetime.now(UTC)
