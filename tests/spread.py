"""How the tests are spread over processes: what takes longest begins, and what shares stays whole.

The tests of the browser share one node that takes half a minute to fill: one process has them all.
Every other module goes whole to whichever process is free, since its fixtures may be costly too.
"""

from __future__ import annotations

from typing import Final

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # says no types

TOGETHER: Final = ("tests/browser/",)
FIRST: Final = (*TOGETHER, "tests/real/", "tests/flow/test_kill.py", "tests/contract/")
"""From where what takes longest comes, the longest first."""


class Spread(LoadScopeScheduling):  # type: ignore[misc] # xdist gives the class no types
    """Gives a process all of a module, and all that is to stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((one for one in TOGETHER if nodeid.startswith(one)), nodeid.partition("::")[0])


def put_in_order(items: list[pytest.Item]) -> None:
    """Put what takes longest first, and leave all else in its order."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(test: str) -> int:
    return next((at for at, one in enumerate(FIRST) if test.startswith(one)), len(FIRST))
