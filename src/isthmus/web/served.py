"""What this door needs of a node."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from isthmus.audit.verify import LogReport
from isthmus.flow.center import Center
from isthmus.flow.federation import Federation
from isthmus.ports import LineTerms, Passwords
from isthmus.settings import Settings


class Served(Protocol):
    """A node as the door sees it."""

    @property
    def settings(self) -> Settings:
        """Its settings."""
        ...

    @property
    def center(self) -> Center:
        """Its center, opened."""
        ...

    @property
    def federation(self) -> Federation | None:
        """What it is among other centers; None for one that stands alone."""
        ...

    @property
    def passwords(self) -> Passwords:
        """What hashes passwords."""
        ...

    @property
    def session_key(self) -> bytes:
        """The key under which sessions are kept."""
        ...

    @property
    def static(self) -> Path:
        """The folder of the console's built files."""
        ...

    def line(self) -> LineTerms | None:
        """On which terms the partners' own door is open; None while it cannot be."""
        ...

    def checkpoint(self) -> tuple[bytes, str]:
        """Give the published checkpoint and the key that overseers pin."""
        ...

    def verify_audit(self) -> LogReport:
        """Verify the whole audit log; raises IntegrityError at the first difference."""
        ...
