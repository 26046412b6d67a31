"""The hub: every open event stream, woken by each commit that changed something."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from typing import Final

from isthmus.errors import UnavailableError
from isthmus.phrases import say
from isthmus.ports import Store

STREAMS_EACH: Final = 8
STREAMS_MAX: Final = 500


@dataclass(eq=False, slots=True)
class Waker:
    """One stream's bell, in the loop that it runs in."""

    principal: str
    loop: asyncio.AbstractEventLoop
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        """Wake the stream, from any thread."""
        try:
            self.loop.call_soon_threadsafe(self.bell.set)
        except RuntimeError:
            # The loop has closed between two commits: its stream is gone with it.
            return


class Hub:
    """All open streams, woken by each commit that changed something."""

    def __init__(self, store: Store) -> None:
        self._lock = threading.Lock()
        self._wakers: set[Waker] = set()
        self.closing = False
        store.on_commit(self.wake)

    def wake(self) -> None:
        """Wake every stream; any thread may call it."""
        with self._lock:
            wakers = tuple(self._wakers)
        for waker in wakers:
            waker.ring()

    def close(self) -> None:
        """Let every stream end, and take no new one."""
        self.closing = True
        self.wake()

    def check_room(self, principal: str) -> None:
        """Raise UnavailableError where there are too many streams, or the server is ending."""
        with self._lock:
            own = sum(one.principal == principal for one in self._wakers)
            full = own >= STREAMS_EACH or len(self._wakers) >= STREAMS_MAX
        if self.closing or full:
            message = say(
                "expected at most {most} streams of one person at a time",
                most=STREAMS_EACH,
            )
            raise UnavailableError(message, repair=say("close other windows of the console"))

    def join(self, principal: str) -> Waker:
        """Add a stream of this loop."""
        waker = Waker(principal, asyncio.get_running_loop())
        with self._lock:
            self._wakers.add(waker)
        return waker

    def leave(self, waker: Waker) -> None:
        """Take a stream out."""
        with self._lock:
            self._wakers.discard(waker)

    @property
    def open_streams(self) -> int:
        """How many streams are open."""
        return len(self._wakers)
