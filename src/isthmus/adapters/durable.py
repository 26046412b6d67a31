"""Files that are on the medium when the call returns."""

from __future__ import annotations

import os
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write_new(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file that is not there yet, and sync its content.

    Its name is durable only after `sync_folder`. Raises FileExistsError if the name is taken.
    """
    with os.fdopen(os.open(path, _NEW, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes, *, mode: int) -> None:
    """Put a file in the place of another one, whole and durably; it is never seen half written."""
    fresh = path.with_name(f".{path.name}.fresh")
    fresh.unlink(missing_ok=True)
    write_new(fresh, content, mode=mode)
    fresh.replace(path)
    sync_folder(path.parent)


def overwrite(path: Path) -> None:
    """Write zeros over the whole of a file, and sync it; raises FileNotFoundError if it is gone."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, "wb") as file:
        file.write(bytes(os.fstat(descriptor).st_size))
        file.flush()
        os.fsync(descriptor)


def make_folders(path: Path, *, mode: int) -> set[Path]:
    """Make a folder and those above it; gives the folders that must be synced for it to stay."""
    if path.is_dir():
        return set()
    above = make_folders(path.parent, mode=mode)
    path.mkdir(mode=mode, exist_ok=True)
    return above | {path.parent}


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable: those that came, and those that went."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
