"""Tables of weight files and of what persons did with them; rows are only added."""

from __future__ import annotations

from typing import Final

from sqlalchemy import UniqueConstraint

from isthmus.adapters.store.schema.columns import BYTES, WHOLE, WORD, column, number, table

WEIGHT_FILE: Final = table(
    "weight_file",
    number("seq"),
    column("version", WORD),
    column("digest", BYTES),
    column("document", BYTES),
    column("size", WHOLE),
    column("brought_by", WORD),
    column("came_at", WHOLE),
    UniqueConstraint("version"),
)
WEIGHT_ACT: Final = table(
    "weight_act",
    number("seq"),
    column("version", WORD),
    column("digest", BYTES),
    column("step", WORD),
    column("proposer", WORD),
    column("acted_by", WORD),
    column("at", WHOLE),
    column("reason", WORD),
    # An approval is what has one.
    column("signature", BYTES, nullable=True),
)
