"""Every test here runs once per store, unchanged."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from isthmus.ports import Store
from tests.contract import postgres
from tests.contract.arrange import Ground, acting, laid
from tests.contract.stores import Maker, Opening, memory, sqlite

STORES: dict[str, Maker] = {"memory": memory, "sqlite": sqlite, "postgres": postgres.opened}


@pytest.fixture(params=STORES)
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Opening]:
    """Open one empty store, again and again."""
    with STORES[request.param](tmp_path) as open_store:
        yield open_store


@pytest.fixture
def store(opening: Opening) -> Generator[Store]:
    """Give an empty store."""
    opened = opening()
    yield opened
    opened.close()


@pytest.fixture
def ground(store: Store) -> Ground:
    """Lay into the store what most rows refer to."""
    with acting(store) as unit:
        return laid(unit)
