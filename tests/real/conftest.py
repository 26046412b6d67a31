"""The lists and the ships, loaded once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.loading import CANADA, OFAC, SHIPS, Loaded, loaded


@pytest.fixture(scope="session")
def ships(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """A node with Canada's list, OFAC's lists in the order of their dates, and the ships."""
    files = [
        *sorted((real_data / OFAC).glob("*.csv")),
        real_data / CANADA,
        *sorted((real_data / SHIPS).glob("*.csv")),
    ]
    found = loaded(tmp_path_factory.mktemp("ships"), real_data, files)
    yield found
    found.node.close()
