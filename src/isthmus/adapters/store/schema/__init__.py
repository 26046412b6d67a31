"""The tables of one partition, for SQLite and PostgreSQL alike; the one source of their shape.

Rows of statements, their states, judgements, findings, moves and audit entries are only added.
`current_record`, `queue`, `tally`, `tally_total`, `session` and the state of an alert are derived
for speed and may be written again. No foreign key crosses from one sub-store to another, so that
the tables can be distributed later and a bulk load does no look-ups.
"""

from isthmus.adapters.store.schema import (
    answering,
    arrived,
    collected,
    declared,
    exchanged,
    followed,
    known,
    noticed,
    requested,
    trusted,
    weighed,
)
from isthmus.adapters.store.schema.columns import METADATA

__all__ = [
    "METADATA",
    "answering",
    "arrived",
    "collected",
    "declared",
    "exchanged",
    "followed",
    "known",
    "noticed",
    "requested",
    "trusted",
    "weighed",
]
