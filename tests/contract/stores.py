"""Who must keep the promises of the store: one maker per adapter, and the fake."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

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
    """Give a store in a file of `folder`."""
    open_sqlite = import_module("isthmus.adapters.store").open_sqlite
    yield lambda: open_sqlite(folder / "store.sqlite")


def _has(module: str, name: str) -> bool:
    return find_spec(module) is not None and hasattr(import_module(module), name)


MAKERS: dict[str, Maker] = {"memory": memory}
if _has("isthmus.adapters.store", "open_sqlite"):
    MAKERS["sqlite"] = sqlite
if _has("tests.contract.postgres", "opened"):
    MAKERS["postgres"] = import_module("tests.contract.postgres").opened

DURABLE: Mapping[str, Maker] = {name: made for name, made in MAKERS.items() if name != "memory"}
"""Those that outlive the process."""
