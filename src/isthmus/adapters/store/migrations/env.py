"""What Alembic runs: the revisions, on the connection that `migrate` hands over."""

from __future__ import annotations

from alembic import context

from isthmus.adapters.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite can roll back DDL too, since our connection opens its transaction itself.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
