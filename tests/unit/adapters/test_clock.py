"""The machine's time is aware, and UTC."""

from datetime import timedelta

from isthmus.adapters.clock import SystemClock
from isthmus.ports import Clock


def test_the_time_is_aware_utc_and_does_not_stand_still():
    clock: Clock = SystemClock()
    first = clock.now()
    assert first.utcoffset() == timedelta(0)
    assert clock.now() >= first
