"""Migrations: how a store of an older version becomes one of this version.

A revision `..._pre_...` may run beside the code of the version before: it only adds. A revision
`..._post_...` needs that code gone: it fills, tightens or drops. Opening a store runs both, since
whoever opens is the new code; for a store that others still use, `migrate` takes the last `pre`.

Imported only when something is to be migrated: Alembic takes longer to load than a store to open.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from isthmus.adapters.store.version import HEAD
from isthmus.errors import SettingsError

FOLDER: Final = Path(__file__).parent / "migrations"
_ALONE: Final = threading.Lock()
"""Alembic keeps what it runs in module globals."""


def migrate(connection: Connection, revision: str = HEAD) -> None:
    """Run the revisions up to `revision`, in one transaction, and commit it.

    `connection` may have begun it, to be alone. Raises SettingsError for a store that was written
    by a newer version, and the driver's own error when a revision fails; then nothing has changed.
    """
    config = Config()
    # Options are interpolated; a folder may well be called 100%.
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        with _ALONE:
            command.upgrade(config, revision)
        connection.commit()
    except CommandError as error:
        raise SettingsError(
            f"expected a store of version {HEAD} or older, got: {error}",
            repair="install the version that wrote this store, or a newer one",
        ) from error
    except DBAPIError as error:
        raise (error.orig or error) from error
