"""Tables of trust lists: proposed, voted on, adopted."""

from __future__ import annotations

from typing import Final

from sqlalchemy import PrimaryKeyConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD, clustered_table, column, table

TRUST_LIST: Final = table(
    "trust_list",
    column("digest", BYTES),
    column("version", WHOLE),
    column("document", BYTES),
    column("brought_by", WORD),
    column("came_at", WHOLE),
    column("adopted_at", WHOLE, nullable=True),
    column("signed", BYTES, nullable=True),
    PrimaryKeyConstraint("digest"),
)
TRUST_VOTE: Final = clustered_table(
    "trust_vote",
    column("list", BYTES),
    column("center", WORD),
    column("vote", BYTES),
    PrimaryKeyConstraint("list", "center"),
)
