"""Real fakes of the ports: they keep the promises, in memory.

`MemoryStore` passes the contract suite that every store passes.
"""

from tests.fakes.outside import (
    BusyWay,
    CountedEntropy,
    FixedClock,
    MemoryLog,
    OpenWay,
    PlainPasswords,
    PlainSealer,
)
from tests.fakes.store import MemoryStore, MemoryUnit
from tests.fakes.weighing import PlainSigner

__all__ = [
    "BusyWay",
    "CountedEntropy",
    "FixedClock",
    "MemoryLog",
    "MemoryStore",
    "MemoryUnit",
    "OpenWay",
    "PlainPasswords",
    "PlainSealer",
    "PlainSigner",
]
