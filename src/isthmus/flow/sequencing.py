"""Sequencing: pending audit entries get their place in the log.

1. An act commits its entry as pending; one sequencer gives index and leaf.
2. The tiles are durable before the store says so. After a crash in between, the log's tail is
   compared with what is pending and taken over, never written twice.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from isthmus.errors import IntegrityError
from isthmus.flow.center import Center
from isthmus.ports import Log

GROUP: Final = 2_000


def sequence_pending(center: Center, log: Log) -> int:
    """Give every pending entry its place; returns how many there were.

    Raises IntegrityError when the log holds entries that the store never committed.
    """
    with log.turn():
        _take_over(center, log)
        done = 0
        while True:
            with center.store.reading() as unit:
                pending = unit.audit.pending(GROUP)
            if not pending:
                return done
            first = log.size
            log.append([entry for _, entry in pending])
            _mark(center, [seq for seq, _ in pending], first)
            done += len(pending)


def _take_over(center: Center, log: Log) -> None:
    with center.store.reading() as unit:
        newest = unit.audit.entries(None, 1)
        known = newest[0][0] + 1 if newest else 0
        ahead = log.size - known
        pending = unit.audit.pending(ahead) if ahead > 0 else ()
    if ahead == 0:
        return
    tail = list(islice(log.entries(known, log.size), max(ahead, 0)))
    if ahead < 0 or tail != [entry for _, entry in pending]:
        message = f"expected the log at size {known} to go on with what is pending, got another"
        raise IntegrityError(message)
    _mark(center, [seq for seq, _ in pending], known)


def _mark(center: Center, seqs: list[int], first: int) -> None:
    with center.store.writing() as unit:
        unit.audit.sequenced(seqs, first)
        unit.commit()
