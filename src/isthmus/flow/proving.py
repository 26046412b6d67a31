"""Proving: the log's checkpoint for whoever asks, and its verification on demand.

The doors hand in how the node publishes and verifies; who asked is in the log before the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from isthmus.access.roles import Capability
from isthmus.audit.checkpoint import checkpoint_from_bytes
from isthmus.audit.entry import entry_from_bytes
from isthmus.audit.verify import LogReport
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.audit import CheckpointPage, Verification
from isthmus.flow.reading import Answer, Ask, Reading, read

PENDING_COUNTED: Final = 10_000
ANY: Final = tuple(Capability)
"""A checkpoint tells nothing of what was read; whoever has a role here may hold it."""

Published = Callable[[], tuple[bytes, str]]


def checkpoint_page(center: Center, actor: Actor, published: Published) -> CheckpointPage:
    """Give the published checkpoint with its key; `at`: of the newest entry that has a place."""
    ask = Ask("audit.checkpoint", needs=ANY)
    return read(center, actor, ask, lambda reading: _page(reading, published))


def verification(center: Center, actor: Actor, verify: Callable[[], LogReport]) -> Verification:
    """Have the whole log verified; raises IntegrityError at the first difference."""
    ask = Ask("audit.verify", needs=(Capability.VERIFY_AUDIT,))
    began = read(center, actor, ask, lambda reading: (reading.at, ()))
    report = verify()
    seconds = (center.clock.now() - began).total_seconds()
    return Verification(
        size=report.size, root=report.root.hex(), ok=report.signed, seconds=max(seconds, 0.0)
    )


def _page(reading: Reading, published: Published) -> Answer[CheckpointPage]:
    encoded, key = published()
    checkpoint = checkpoint_from_bytes(encoded)
    newest = reading.unit.audit.entries(None, 1)
    page = CheckpointPage(
        checkpoint=encoded.decode(),
        size=checkpoint.size,
        origin=checkpoint.origin,
        vkey=key,
        at=entry_from_bytes(newest[0][1]).at if newest else reading.at,
        pending=len(reading.unit.audit.pending(PENDING_COUNTED)),
    )
    return page, ()
