"""Tables of follow-ups."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD, column, number, table
from isthmus.adapters.store.schema.noticed import FINDING_EVIDENCE

FOLLOW_UP: Final = table(
    "follow_up",
    number("seq"),
    column("principal", WORD),
    column("acted", WORD),
    column("subject", BYTES),
    column("other", BYTES),
    column("bears", WHOLE),
    column("why", WORD),
    column("acted_at", WHOLE),
    column("at", WHOLE),
    column("seen_at", WHOLE, nullable=True),
    UniqueConstraint("principal", "acted", "subject", "other", "why"),
)
Index("ix_finding_evidence_statement", FINDING_EVIDENCE.c.statement)
