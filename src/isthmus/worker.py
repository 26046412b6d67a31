"""Loops of a running node: the pipeline behind intake, the audit log's sequencer, and others.

The pipeline ends with the watch over alerts that nobody on duty may read, and with telling whoever
acted on what is no more. It, the sequencer and the dispatcher wake when something was committed,
and look around by themselves now and then; the keeper, who holds longer what is said again and
erases what has expired, looks every ten minutes. The indexer makes the index in memory, and keeps
it in step.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from isthmus.errors import IsthmusError
from isthmus.flow.bulk_fusion import resolve_some
from isthmus.flow.custody import Watched, has_grown, watch
from isthmus.flow.detection import detect_pending
from isthmus.flow.expiry import ClockWatch
from isthmus.flow.following_up import follow_up
from isthmus.flow.retraction import reconcile_due
from isthmus.flow.sequencing import sequence_pending
from isthmus.flow.weighing import make_index, rescore_pending
from isthmus.node import Node

log = logging.getLogger("isthmus.worker")

LOOK_AROUND_S = 1.0
SEQUENCE_EVERY_S = 0.05
SEQUENCE_PAUSES = 3
"""After giving entries their places the sequencer pauses so many times as long as that took."""
BACK_OFF_S = 2.0
EXPIRE_EVERY_S = 60.0
KEEP_EVERY_S = 600.0
REMIND_EVERY_S = 3_600.0
ESCALATE_EVERY_S = 60.0
INDEX_EVERY_S = 60.0
PATIENCE_S = 10.0
"""So long whoever answers a question waits for the index, which is made beside him."""


class _Stopped(Exception):
    """The worker is to stop."""


class _Every:
    """Says that its time has come: at the first look, and again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next_s = 0.0

    def due(self, now_s: float) -> bool:
        if now_s < self._next_s:
            return False
        self._next_s = now_s + self._seconds
        return True


class Worker:
    """The loops of one node; start it once, stop it before the node closes."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._written = threading.Event()
        self._clock, self._keepers_clock = ClockWatch(), ClockWatch()
        self._began_s = time.monotonic()
        self._expiring, self._reminding = _Every(EXPIRE_EVERY_S), _Every(REMIND_EVERY_S)
        self._escalating = _Every(ESCALATE_EVERY_S)
        self._watched: Watched | None = None
        self._threads = [
            threading.Thread(target=self._pipeline, name="pipeline", daemon=True),
            threading.Thread(target=self._sequencer, name="sequencer", daemon=True),
            threading.Thread(target=self._dispatcher, name="dispatcher", daemon=True),
            threading.Thread(target=self._keeper, name="keeper", daemon=True),
            threading.Thread(target=self._indexer, name="indexer", daemon=True),
        ]

    def start(self) -> None:
        """Take up what a former run left, then run until stopped."""
        self._node.store.on_commit(self._wake)
        self._node.center.holding.patience_s = PATIENCE_S
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let each loop finish what it has in hand."""
        self._stopping.set()
        self._wake()
        for thread in self._threads:
            thread.join(timeout=30)

    def _wake(self) -> None:
        self._woken.set()
        self._written.set()

    def _dispatcher(self) -> None:
        """Send to partners what waits for them."""
        while not self._stopping.is_set():
            self._written.wait(LOOK_AROUND_S)
            self._written.clear()
            self._guarded(self._node.dispatch)
            self._guarded(self._expire)
            self._guarded(self._escalate)
            self._guarded(self._remind)

    def _expire(self) -> None:
        """Take away what has expired, as long as the clock can be trusted."""
        now_s = time.monotonic()
        if not self._expiring.due(now_s):
            return
        trusted = not self._clock.jumped
        if self._clock.steady(self._node.center.clock.now(), now_s - self._began_s):
            self._node.expire()
        elif trusted:
            log.warning("expiry.paused: the clock has jumped; set it, and start the node again")

    def _keeper(self) -> None:
        """Keep the days of what the own feeds brought, as long as the clock can be trusted."""
        while not self._stopping.is_set():
            elapsed_s = time.monotonic() - self._began_s
            if self._keepers_clock.steady(self._node.center.clock.now(), elapsed_s):
                self._guarded(self._node.keep_days)
            self._stopping.wait(KEEP_EVERY_S)

    def _indexer(self) -> None:
        """Make the index, so that nobody who asks a question need make it; anew if it is gone."""
        while not self._stopping.is_set():
            self._guarded(self._make_index)
            self._stopping.wait(INDEX_EVERY_S)

    def _make_index(self) -> None:
        with suppress(_Stopped):
            make_index(self._node.center, self._between)

    def _between(self) -> None:
        if self._stopping.is_set():
            raise _Stopped
        self._node.center.precedence.give_way()

    def _escalate(self) -> None:
        """Pass up the requests that are late."""
        if self._escalating.due(time.monotonic()):
            self._node.escalate()

    def _remind(self) -> None:
        """Tell again who owes the proof of a recall: at the start, for keys may be new, and on."""
        if self._reminding.due(time.monotonic()):
            self._node.remind()

    def _pipeline(self) -> None:
        self._guarded(lambda: reconcile_due(self._node.center))
        while not self._stopping.is_set():
            self._woken.wait(LOOK_AROUND_S)
            self._woken.clear()
            self._guarded(self._resolve_and_detect)
            self._guarded(self._watch)
            self._guarded(lambda: follow_up(self._node.center))

    def _resolve_and_detect(self) -> None:
        resolved = resolve_some(self._node.center)
        detect_pending(self._node.center)
        if resolved or rescore_pending(self._node.center):
            # There may be more of it: look again at once, after what came in meanwhile.
            self._woken.set()

    def _watch(self) -> None:
        """Let the watch look; an alarm where more alerts than before have no reader on duty."""
        before, self._watched = self._watched, watch(self._node.center, self._watched)
        now = self._watched.unreadable
        if has_grown(now, None if before is None else before.unreadable):
            log.warning("alert.unread count=%d with_nobody=%d", now.count, now.with_nobody)

    def _sequencer(self) -> None:
        pause_s = SEQUENCE_EVERY_S
        while not self._stopping.wait(pause_s):
            began_s = time.monotonic()
            self._guarded(lambda: sequence_pending(self._node.center, self._node.log))
            # Its syncs hold up those of whoever writes: the slower the disk, the fewer they are.
            took_s = time.monotonic() - began_s
            pause_s = min(max(SEQUENCE_EVERY_S, SEQUENCE_PAUSES * took_s), LOOK_AROUND_S)

    def _guarded(self, step: Callable[[], object]) -> None:
        """Run a step; a failure is logged with its code and tried again after a pause."""
        try:
            step()
        except IsthmusError as error:
            log.warning("worker.failed code=%s: %s", error.code, error)
            self._stopping.wait(BACK_OFF_S)
        except Exception:
            log.exception("worker.failed")
            self._stopping.wait(BACK_OFF_S)
