"""What sources are asked through: an address that is polled, a folder that is watched.

What cannot be had is a value, a Fault with the four parts of a verdict: a source that is silent is
no accident of the node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Protocol

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address is asked for beyond itself.

    `path`: appended to its own; `query`: added to it; `accept`: the one media type that will do.
    """

    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    accept: str | None = None


ANYTHING: Final = Asked()


class Fetcher(Protocol):
    """Asks addresses, within limits of size, time and redirects."""

    def fetch(
        self, url: str, validators: Validators, asked: Asked = ANYTHING
    ) -> AbstractContextManager[Fetched | Fault]:
        """Give what an http or https address answers; the stream ends with the block."""
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
