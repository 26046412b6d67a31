"""What sources are asked through: an address that is polled, a folder that is watched.

What cannot be had is a value, a Fault with the four parts of a verdict: a source that is silent is
no accident of the node.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from isthmus.formats.raw import Fault


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a version, to be sent back: has it changed since?"""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `stream`: seekable, at its start; None when nothing changed.

    `name`: the last step of the address that answered; `added`: when the last of what it gives was
    added there, where its server says so as TAXII does.
    """

    name: str
    stream: BinaryIO | None
    validators: Validators
    added: str | None = None


class Fetcher(Protocol):
    """Asks addresses, within limits of size, time and redirects."""

    def fetch(
        self, url: str, validators: Validators, *, accept: str | None = None
    ) -> AbstractContextManager[Fetched | Fault]:
        """Give what an http or https address answers; the stream ends with the block.

        `accept`: the one media type that will do; None for any.
        """
        ...

    def close(self) -> None:
        """Close what is kept open between two asks."""
        ...


class Folder(Protocol):
    """A watched folder, and what becomes of what was put there."""

    def look(self) -> Sequence[str] | Fault:
        """Give the names of what is complete, oldest first; a Fault for a folder out of reach."""
        ...

    def opened(self, name: str) -> AbstractContextManager[BinaryIO | Fault | None]:
        """Give the content of a file; None when it is gone.

        A Fault for what is no file, or is empty or unreadable.
        """
        ...

    def put_away(self, name: str, *, failed: bool) -> bool:
        """Move what was dealt with out of the way; tells whether it is.

        What changed since it was opened stays. What cannot be moved is named again only once it
        changes.
        """
        ...
