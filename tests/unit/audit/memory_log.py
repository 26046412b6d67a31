"""A log in memory, and what the tests of the audit log are made of: entries, keys, a signer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from isthmus.audit.checkpoint import signed_checkpoint
from isthmus.audit.commitment import commit
from isthmus.audit.edge import Edge
from isthmus.audit.entry import AuditEntry
from isthmus.audit.note import Algorithm, VerifierKey
from isthmus.audit.tiles import bundle_path, tile_path
from isthmus.audit.tree import TreeHead
from isthmus.errors import IntegrityError

START = datetime(2030, 1, 1, tzinfo=UTC)
ENTRY = AuditEntry(
    partition="live",
    at=START,
    principal="p-0001",
    role="analyst",
    purpose="counter-smuggling",
    act="entity.read",
    basis="Border Act s. 12",
    decision="permit",
    policy_digest=bytes(range(32)),
    object_commitment=commit(bytes(16), ["e-1"]),
    result_commitment=None,
    counts=(("rows", 3),),
)


def entry(number: int) -> AuditEntry:
    """Give the entry of this number: all alike but for time and principal."""
    return replace(ENTRY, at=START + timedelta(seconds=number), principal=f"p-{number:04d}")


def entries(count: int, start: int = 0) -> list[bytes]:
    """Give the bytes of so many entries, numbered from `start`."""
    return [bytes(entry(number)) for number in range(start, start + count)]


class TestKey:
    """An Ed25519 key of a log, made of a number."""

    __test__ = False

    def __init__(self, number: int = 1, name: str = "birch.example/audit") -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public = self._private.public_key().public_bytes_raw()
        self.public = VerifierKey(name, Algorithm.ED25519, public)
        self.cosigning = VerifierKey(name, Algorithm.COSIGNATURE_ED25519, public)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)

    def sign_head(self, head: TreeHead) -> bytes:
        return signed_checkpoint(head, self.public, self.sign)


class MemoryLog:
    """A log whose files are in a dict, for tests to read and to spoil."""

    def __init__(self, key: TestKey | None = None) -> None:
        self.key = key or TestKey()
        self.edge = Edge()
        self.files = {"checkpoint": self.key.sign_head(self.edge.tree.head)}

    def append(self, encoded: Sequence[bytes]) -> bytes:
        """Append entries; gives the checkpoint."""
        growth = self.edge.grown(encoded)
        self.edge = growth.edge
        self.files |= {**growth.full, **growth.partial}
        self.files["checkpoint"] = self.key.sign_head(self.edge.tree.head)
        return self.files["checkpoint"]

    def checkpoint(self) -> bytes:
        return self._file("checkpoint")

    def tile(self, level: int, index: int, width: int) -> bytes:
        return self._file(tile_path(level, index, width), tile_path(level, index))

    def bundle(self, index: int, width: int) -> bytes:
        return self._file(bundle_path(index, width), bundle_path(index))

    def spoil(self, name: str, at: int = -1) -> None:
        """Flip one bit of a file."""
        content = bytearray(self.files[name])
        content[at] ^= 1
        self.files[name] = bytes(content)

    def _file(self, *names: str) -> bytes:
        for name in names:
            if name in self.files:
                return self.files[name]
        raise IntegrityError(f"expected {names[0]} in the log, found no such file")


def log_of(count: int) -> MemoryLog:
    """Give a log of so many entries, appended in groups of uneven size."""
    log = MemoryLog()
    while log.edge.size < count:
        size = log.edge.size
        log.append(entries(min(1 + size * 3 % 701, count - size), size))
    return log
