"""Limits: how often one address may fail to sign in."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from typing import Final

from isthmus.flow.signin import SignInWaits

FAILURES: Final = 20
WITHIN_S: Final = 60.0
ADDRESSES_KEPT: Final = 10_000


class Attempts:
    """Failed sign-ins per address; an address with too many waits. Addresses are not kept."""

    __slots__ = ("_failures", "_lock")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Raise SignInWaits while the address has too many failures behind it."""
        now = time.monotonic()
        with self._lock:
            failed = self._failures.get(address)
            if failed is None:
                return
            while failed and now - failed[0] > WITHIN_S:
                failed.popleft()
            if len(failed) >= FAILURES:
                raise SignInWaits(max(1, round(WITHIN_S - (now - failed[0]))))

    def failed(self, address: str) -> None:
        """Count a failure."""
        with self._lock:
            self._failures.setdefault(address, deque(maxlen=FAILURES)).append(time.monotonic())
            self._failures.move_to_end(address)
            while len(self._failures) > ADDRESSES_KEPT:
                self._failures.popitem(last=False)
