"""A node ends when it is asked to, whichever of its threads the signal met."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from isthmus.web.serving import signals

SENT = signal.SIGTERM
OTHER = signal.SIGUSR1
PATIENCE_S = 20

# A process of its own, so that a wait without end is seen as such.
WAITS = f"""
import signal, threading, time
from isthmus.web.serving import signals

def meet():
    time.sleep(0.2)
    signal.pthread_kill(threading.get_ident(), {SENT.value})

with signals((signal.Signals({SENT.value}),)) as wait:
    threading.Thread(target=meet).start()
    wait()
print("ended")
"""


def test_a_signal_that_another_thread_met_ends_the_wait():
    told = subprocess.run(  # noqa: S603 - this interpreter, with our own text
        [sys.executable, "-c", WAITS],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    assert told.stdout == "ended\n"


@pytest.mark.timeout(PATIENCE_S)
def test_a_signal_before_the_wait_is_not_lost():
    with signals((SENT,)) as wait:
        os.kill(os.getpid(), SENT)
        wait()


@pytest.mark.timeout(PATIENCE_S)
def test_another_signal_does_not_end_it():
    ended = []
    with signals((SENT,)) as wait:
        before = signal.signal(OTHER, lambda *_: ended.append("other"))
        threading.Timer(0.2, os.kill, (os.getpid(), SENT)).start()
        os.kill(os.getpid(), OTHER)
        wait()
        ended.append("sent")
        signal.signal(OTHER, before)
    assert ended == ["other", "sent"]


def test_what_was_there_before_is_there_again():
    before = signal.getsignal(SENT)
    with signals((SENT,)):
        assert signal.getsignal(SENT) is not before
    assert signal.getsignal(SENT) is before
    assert signal.set_wakeup_fd(-1) == -1
