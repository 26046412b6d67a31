"""Who must keep the promises of the store: the fake and SQLite; `postgres` has its own module."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from shutil import copytree
from typing import TypeAlias

from isthmus.adapters.store import open_sqlite
from isthmus.ports import Store
from tests.fakes import MemoryStore

Opening: TypeAlias = Callable[[], Store]
"""Opens one and the same store, as often as it is called; it is empty at first."""

Maker: TypeAlias = Callable[[Path], AbstractContextManager[Opening]]


@contextmanager
def memory(_folder: Path) -> Generator[Opening]:
    """Give the fake; opening it again gives it as it stands."""
    store = MemoryStore()
    yield lambda: store


@contextmanager
def sqlite(folder: Path) -> Generator[Opening]:
    """Give a store in a folder of its own."""
    own = folder / "store"
    copytree(_migrated(folder.parent), own)
    yield lambda: open_sqlite(own)


def _migrated(folder: Path) -> Path:
    """Make an empty store once per run: laying the schema takes longer than most tests."""
    empty = folder / "empty-store"
    if not empty.exists():
        open_sqlite(empty).close()
    return empty
