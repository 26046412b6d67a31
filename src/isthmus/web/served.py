"""What this door needs of a node."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from isthmus.audit.verify import LogReport
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.intake import Receipt
from isthmus.ports import HeldStep, Passwords
from isthmus.settings import Settings


class Served(Protocol):
    """A node as the door sees it."""

    settings: Settings
    center: Center
    passwords: Passwords

    @property
    def session_key(self) -> bytes:
        """The key under which sessions are kept."""
        ...

    @property
    def static(self) -> Path:
        """The folder of the console's built files."""
        ...

    def checkpoint(self) -> tuple[bytes, str]:
        """Give the published checkpoint and the key that overseers pin."""
        ...

    def verify_audit(self) -> LogReport:
        """Verify the whole audit log; raises IntegrityError at the first difference."""
        ...

    def push(
        self,
        actor: Actor,
        feed: str,
        *,
        part: str | None,
        name: str,
        stream: BinaryIO,
        as_of: datetime | None,
    ) -> Receipt:
        """Take in a delivery; returns when it is durable."""
        ...

    def resubmit(self, actor: Actor, number: int) -> Receipt:
        """Send a quarantined record again, under the mapping of now."""
        ...

    def decide(self, actor: Actor, step: HeldStep, *, release: bool, reason: str) -> None:
        """Carry out a person's decision about a held retraction."""
        ...
