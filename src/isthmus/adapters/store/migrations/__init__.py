"""Alembic's folder: what to run, and in which order; `isthmus.adapters.store.migration` runs it."""
