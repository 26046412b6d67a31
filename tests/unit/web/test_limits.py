"""How often one address may fail."""

import pytest

from isthmus.flow.signin import SignInWaits
from isthmus.web.limits import FAILURES, Attempts


def test_an_address_waits_after_too_many_failures():
    attempts = Attempts()
    for _ in range(FAILURES - 1):
        attempts.failed("192.0.2.1")
    attempts.check("192.0.2.1")
    attempts.failed("192.0.2.1")
    with pytest.raises(SignInWaits) as caught:
        attempts.check("192.0.2.1")
    assert 1 <= caught.value.retry_after_s <= 60


def test_another_address_goes_on():
    attempts = Attempts()
    for _ in range(FAILURES):
        attempts.failed("192.0.2.1")
    attempts.check("192.0.2.2")
