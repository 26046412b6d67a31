"""Random bytes are as many as asked for, and fresh."""

from isthmus.adapters.entropy import SystemEntropy
from isthmus.ports import Entropy


def test_bytes_are_as_many_as_asked_for_and_never_the_same():
    entropy: Entropy = SystemEntropy()
    assert [len(entropy.random_bytes(n)) for n in (0, 1, 32)] == [0, 1, 32]
    assert len({entropy.random_bytes(16) for _ in range(100)}) == 100
