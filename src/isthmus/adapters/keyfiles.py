"""Key files: made once, whole, for their owner alone; read back with suspicion; made unreadable."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from isthmus.adapters.durable import make_folders, overwrite, sync_folder, write_new
from isthmus.errors import SettingsError

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700

_OTHERS: Final = 0o077
_SUFFIX_BYTES: Final = 8


def key_folder(path: Path) -> Path:
    """Give the folder, made for its owner alone if it is new.

    Raises SettingsError if it cannot be made, or if others may look into it.
    """
    try:
        for folder in make_folders(path, mode=FOLDER_MODE):
            sync_folder(folder)
    except OSError as error:
        raise SettingsError(
            f"expected a folder for keys at {path}, got: {error.strerror}",
            repair="name a folder that the node's user may make, or owns",
        ) from error
    _expect_private(path, path.stat(), FOLDER_MODE)
    return path


def create_key_file(path: Path, content: bytes) -> bool:
    """Make a key file, whole and durable; gives False if there is one already.

    Of several processes that try at once, one succeeds; the file is never seen half written.
    """
    fresh = path.with_name(f".{path.name}.{os.urandom(_SUFFIX_BYTES).hex()}")
    write_new(fresh, content, mode=FILE_MODE)
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
        sync_folder(path.parent)
    return True


def read_key_file(path: Path, length: int) -> bytes:
    """Read a key file of `length` bytes.

    Raises FileNotFoundError if there is none, SettingsError if it is a link, may be read by
    others, or has another length.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise SettingsError(
            f"expected a readable key file at {path}, got: {error.strerror}",
            repair=f"put the key file itself, owned by the node's user, at {path}",
        ) from error
    with os.fdopen(descriptor, "rb") as file:
        _expect_private(path, os.fstat(descriptor), FILE_MODE)
        content = file.read(length + 1)
    if len(content) != length:
        came = "more" if len(content) > length else str(len(content))
        raise SettingsError(
            f"expected {length} bytes in the key file {path}, got {came}",
            repair=f"put the right {path.name} back from the backup of the keys",
        )
    return content


def destroy_key_file(path: Path) -> None:
    """Overwrite a key file and remove it, durably; harmless if it is gone already.

    A medium that writes elsewhere than it read may keep the old bytes for a while; they are
    wrapped under the master key there too.
    """
    with suppress(FileNotFoundError):
        overwrite(path)
        path.unlink()
    sync_folder(path.parent)


def _expect_private(path: Path, found: os.stat_result, mode: int) -> None:
    if found.st_mode & _OTHERS:
        raise SettingsError(
            f"expected {path} to be closed to others, got mode {stat.S_IMODE(found.st_mode):03o}",
            repair=f"chmod {mode:03o} {path}",
        )
