"""Every test here runs once per store, unchanged."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from isthmus.ports import Store
from tests.contract.arrange import Ground, acting, laid
from tests.contract.stores import MAKERS, Opening


@pytest.fixture(params=sorted(MAKERS))
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Opening]:
    """Open one empty store, again and again."""
    with MAKERS[request.param](tmp_path) as open_store:
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
