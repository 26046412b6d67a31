"""Tables of what is known: statements, keys, judgements, positions."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint, text

from isthmus.adapters.store.schema.columns import (
    BYTES,
    REAL,
    WHOLE,
    WORD,
    clustered_table,
    column,
    number,
    part_of,
    table,
    ticket_table,
)

STATEMENT: Final = table(
    "statement",
    number("seq"),
    column("id", BYTES),
    column("entity", BYTES),
    column("schema", WORD),
    column("property", WORD),
    column("value", WORD),
    column("lang", WORD, nullable=True),
    column("original", WORD, nullable=True),
    column("target", BYTES, nullable=True),
    column("source", WORD),
    column("label", WHOLE),
    column("grade", WORD),
    column("record", WHOLE),
    column("observed_at", WHOLE, nullable=True),
    column("recorded_at", WHOLE),
    column("expires_on", WHOLE),
    # Ids are random, and an index of them alone would touch a page of its own for each row. What
    # one record says of an entity stands together; and within a run of 65,536 numbers the ids do.
    UniqueConstraint("entity", "id"),
    Index("ix_statement_record", "record"),
)
Index("ix_statement_run", text("(seq / 65536)"), STATEMENT.c.id)
Index(
    "ix_statement_target",
    STATEMENT.c.target,
    sqlite_where=STATEMENT.c.target.is_not(None),
    postgresql_where=STATEMENT.c.target.is_not(None),
)
# Only a query that says `seq > 0` may take it: by an index of labels that is open to all, a planner
# reads a load's questions about one entity label by label, and the load takes twice as long.
Index(
    "ix_statement_label",
    STATEMENT.c.label,
    sqlite_where=STATEMENT.c.seq > 0,
    postgresql_where=STATEMENT.c.seq > 0,
)
# Only a query that says `value <> ''` may take it: what is erased has no day that counts, and no
# question about entities or labels is to be answered day by day.
Index(
    "ix_statement_day",
    STATEMENT.c.expires_on,
    sqlite_where=text("value <> ''"),
    postgresql_where=text("value <> ''"),
)
# The record that a statement came with stands in the statement; here are the further ones.
SUPPORT: Final = clustered_table(
    "support",
    column("statement", WHOLE),
    column("record", WHOLE),
    PrimaryKeyConstraint("statement", "record"),
    Index("ix_support_record", "record"),
)
# The row with the greatest number counts; a statement without any is asserted.
STATEMENT_STATE: Final = table(
    "statement_state",
    number("seq"),
    column("statement", WHOLE),
    column("state", WORD),
    column("at", WHOLE),
    column("reason", WORD),
    Index("ix_statement_state_statement", "statement", "seq", "state"),
)
SEARCH_KEY: Final = clustered_table(
    "search_key",
    column("key", WORD),
    column("entity", BYTES),
    column("statement", WHOLE),
    column("label", WHOLE),
    PrimaryKeyConstraint("key", "entity", "statement"),
)
# Under which two labels a key was a hub when its holders were last judged at a purpose.
HUB_KEY: Final = ticket_table(
    "hub_key",
    number("seq"),
    column("purpose", WORD),
    column("key", WORD),
    column("one_label", WHOLE),
    column("other_label", WHOLE),
    Index("ix_hub_key", "purpose", "key"),
)
JUDGEMENT: Final = table(
    "judgement",
    number("seq"),
    column("id", BYTES),
    column("left_entity", BYTES),
    column("right_entity", BYTES),
    column("decision", WORD),
    column("by_person", WHOLE),
    column("author", WORD),
    column("at", WHOLE),
    column("label", WHOLE),
    column("reason", WORD, nullable=True),
    column("purpose", WORD, default=""),
    column("needed", REAL, default="12"),
    column("needs_second", WHOLE, default="0"),
    UniqueConstraint("id"),
    Index("ix_judgement_pair", "left_entity", "right_entity", "by_person", "seq"),
    Index("ix_judgement_right", "right_entity"),
)
COMPARISON: Final = clustered_table(
    "comparison",
    part_of("judgement", "judgement.seq"),
    column("position", WHOLE),
    column("property", WORD),
    column("bits", REAL),
    column("left_statement", WHOLE),
    column("right_statement", WHOLE),
    column("left_label", WHOLE),
    column("right_label", WHOLE),
    column("proposes", WHOLE, default="1"),
    column("needed", REAL, nullable=True),
    PrimaryKeyConstraint("judgement", "position"),
)
ATTRIBUTION: Final = table(
    "attribution",
    number("seq"),
    column("event", BYTES),
    column("holder", BYTES),
    column("property", WORD),
    column("value", WORD),
    column("at", WHOLE),
    column("label", WHOLE),
    column("standing", WHOLE),
    column("recorded_at", WHOLE),
    Index("ix_attribution_event", "event", "property", "seq"),
    Index("ix_attribution_holder", "holder"),
)
ATTRIBUTION_EVIDENCE: Final = clustered_table(
    "attribution_evidence",
    part_of("attribution", "attribution.seq"),
    column("position", WHOLE),
    column("statement", WHOLE),
    PrimaryKeyConstraint("attribution", "position"),
    Index("ix_attribution_evidence_statement", "statement"),
)
OBSERVATION: Final = clustered_table(
    "observation",
    column("entity", BYTES),
    column("at", WHOLE),
    column("record", WHOLE),
    column("lat", REAL),
    column("lon", REAL),
    column("cell", WHOLE),
    column("speed_kn", REAL, nullable=True),
    column("course_deg", REAL, nullable=True),
    column("source", WORD),
    column("label", WHOLE),
    column("grade", WORD),
    column("recorded_at", WHOLE),
    column("expires_on", WHOLE),
    PrimaryKeyConstraint("entity", "at", "record"),
    Index("ix_observation_at", "at", "lat", "lon", "label"),
    Index("ix_observation_record", "record"),
)
