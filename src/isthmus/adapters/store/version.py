"""Which revision of the schema this version of the code reads and writes."""

from __future__ import annotations

from typing import Final

HEAD: Final = "v0024_pre_findings_apart"
"""The last revision; a test holds it to the files of `migrations`."""

FOUND: Final = "SELECT version_num FROM alembic_version"
