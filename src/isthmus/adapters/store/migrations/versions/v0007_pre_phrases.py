"""Verdicts in phrases, so that each reader has them in his language."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "v0007_pre_phrases"
down_revision = "v0006_pre_marked_verdicts"

_QUOTED = {
    "sqlite": """
UPDATE verdict SET
  expected = json_quote(expected), came = json_quote(came), repair = json_quote(repair)""",
    "postgresql": """
UPDATE verdict SET
  expected = CAST(to_json(expected) AS TEXT),
  came = CAST(to_json(came) AS TEXT),
  repair = CAST(to_json(repair) AS TEXT)""",
}


def upgrade() -> None:
    """Quote what there is as a text of no language: its words were given in English."""
    op.execute(text(_QUOTED[op.get_bind().dialect.name]))
