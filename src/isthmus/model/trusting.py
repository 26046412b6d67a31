"""Trust lists as a node keeps them: proposed, signed by centers, adopted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ListState(StrEnum):
    """Where a list stands. `passed`: one of its version or a later one was adopted instead."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list's bytes, under their digest. `by`: the center that brought it here.

    `votes`: the signatures under it, by center. `signed`: with those that made it hold, None while
    it does not.
    """

    digest: bytes
    version: int
    document: bytes
    by: str
    came_at: datetime
    votes: tuple[tuple[str, bytes], ...] = ()
    adopted_at: datetime | None = None
    signed: bytes | None = None

    def state(self, version: int) -> ListState:
        """Say where it stands at a node that holds a list of this version."""
        if self.adopted_at is not None:
            return ListState.ADOPTED
        return ListState.PROPOSED if self.version > version else ListState.PASSED
