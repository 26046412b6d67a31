"""Migrations: how a store of an older version becomes one of this version.

A revision `..._pre_...` may run before the new code serves, beside the old code: it only adds. A
revision `..._post_...` needs the old code gone: it fills, tightens or drops. Opening runs them
all, since whoever opens is the new code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from isthmus.errors import SettingsError

HEAD: Final = "v0001_pre_first_tables"
"""The last revision of this version; a test holds it to the files."""

FOLDER: Final = Path(__file__).parent / "migrations"
VERSION: Final = "SELECT version_num FROM alembic_version"


def migrate(url: str, found: str | None, *, creator: object = None) -> None:
    """Run the revisions after `found` (None: the store is empty) up to HEAD.

    Raises SettingsError when `found` is no revision of this version: the store was written by a
    newer one.
    """
    # Loaded only when something is to be migrated: together they take longer than the start.
    from alembic import command
