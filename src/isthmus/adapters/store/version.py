"""Which revision of the schema this version of the code reads and writes."""

from __future__ import annotations

from typing import Final

HEAD: Final = "v0023_pre_days"
"""The last revision; a test holds it to the files of `migrations`."""

FOUND: Final = "SELECT version_num FROM alembic_version"
