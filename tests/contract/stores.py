"""Who must keep the promises of the store: one maker per adapter, and the fake."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from importlib.util import find_spec
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


def _has(module: str, name: str) -> bool:
    return find_spec(module) is not None and hasattr(import_module(module), name)


MAKERS: dict[str, Maker] = {"memory": memory, "sqlite": sqlite}
if _has("tests.contract.postgres", "opened"):
    MAKERS["postgres"] = import_module("tests.contract.postgres").opened

DURABLE: Mapping[str, Maker] = {name: made for name, made in MAKERS.items() if name != "memory"}
"""Those that outlive the process."""
