"""Loops of a running node that fetch what sources have: watched folders and polled addresses.

One thread per source, so that a slow one keeps no other waiting; two sources of one feed take
turns. A source that fails is asked again ever more seldom, up to an hour, at a random moment.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

from isthmus.errors import IsthmusError
from isthmus.flow.harvesting import harvest
from isthmus.flow.polling import look, poll, wait_s
from isthmus.flow.sources import Source
from isthmus.node import Node

log = logging.getLogger("isthmus.arrivals")

STOP_S: Final = 30.0


class Arrivals:
    """The loops of one node's sources; start them once, stop them before the node closes."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._stopping = threading.Event()
        self._turns: Mapping[str, threading.Lock] = {
            source.feed: threading.Lock() for source in node.sources
        }
        self._threads = [
            threading.Thread(target=self._run, args=(source,), name="arrivals", daemon=True)
            for source in node.sources
        ]

    def start(self) -> None:
        """Ask every source at once, then each in its own time until stopped."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let each loop finish the delivery that it has in hand."""
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(STOP_S)

    def _run(self, source: Source) -> None:
        ask = self._asking(source)
        failures = 0
        while not self._stopping.is_set():
            answered = self._guarded(source, ask)
            failures = 0 if answered else failures + 1
            if failures == 1:
                log.warning("source.failed feed=%s address=%s", source.feed, source.address)
            share = self._node.center.entropy.random_bytes(1)[0] / 255
            self._stopping.wait(wait_s(source.every_s, failures, share))

    def _asking(self, source: Source) -> Callable[[], bool]:
        center = self._node.center
        if source.url is not None:
            ask, fetcher = harvest if source.taxii else poll, self._node.fetcher
            return lambda: ask(center, source, fetcher)
        folder = self._node.folder(source)
        return lambda: look(center, source, folder)

    def _guarded(self, source: Source, ask: Callable[[], bool]) -> bool:
        """Ask; a failure of the node itself is logged with its code, and counts as one."""
        try:
            with self._turns[source.feed]:
                return ask()
        except IsthmusError as error:
            log.warning("arrivals.failed feed=%s code=%s: %s", source.feed, error.code, error)
        except Exception:
            log.exception("arrivals.failed feed=%s", source.feed)
        return False
