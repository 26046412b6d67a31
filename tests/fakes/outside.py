"""A clock that stands, randomness that counts, a sealer that hides nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

from isthmus.audit.tree import Tree, TreeHead, inclusion_proof, leaf_hash
from isthmus.errors import IntegrityError, NotFound
from isthmus.model.canonical import canonical_bytes
from isthmus.ports import Clock, Entropy, Log, Passwords, Precedence, Sealer

_DIGEST_BYTES = 32
_KEY_BYTES = 8


class FixedClock:
    """Time that stands still until a test moves it."""

    def __init__(self, at: datetime = datetime(2031, 5, 4, 12, tzinfo=UTC)) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Set the time, forward or back."""
        self._at = at

    def advance(self, step: timedelta) -> datetime:
        """Move on by `step` and give the new time."""
        self._at += step
        return self._at


class CountedEntropy:
    """The same bytes in every run, and never twice in one."""

    def __init__(self) -> None:
        self._calls = count()

    def random_bytes(self, count: int) -> bytes:
        call = next(self._calls)
        blocks = range(-(-count // _DIGEST_BYTES))
        stream = b"".join(sha256(f"{call}/{block}".encode()).digest() for block in blocks)
        return stream[:count]


class OpenWay:
    """Nobody waits, since nobody is beside; counts how often bulk work would have given way."""

    def __init__(self) -> None:
        self.given = 0

    @contextmanager
    def first(self) -> Generator[None]:
        yield

    def give_way(self) -> None:
        self.given += 1

    def alone(self) -> bool:
        return True


class BusyWay(OpenWay):
    """Somebody is always beside, and nobody waits for him."""

    def alone(self) -> bool:
        return False


class PlainSealer:
    """Keeps every promise of a sealer but secrecy: the plain bytes stand in the sealed ones."""

    def __init__(self) -> None:
        self._keys = count()
        self._used: set[str] = set()
        self._erased: set[str] = set()

    def seal(self, bucket: str, plain: bytes, aad: bytes) -> tuple[bytes, bytes]:
        data_key = next(self._keys).to_bytes(8, "big")
        self._used.add(bucket)
        return _wrapped(bucket, data_key), _tag(data_key, plain, aad) + plain

    def seal_many(
        self, bucket: str, plains: Sequence[bytes], aads: Sequence[bytes]
    ) -> Sequence[tuple[bytes, bytes]]:
        return [self.seal(bucket, plain, aad) for plain, aad in zip(plains, aads, strict=True)]

    def open(self, bucket: str, wrapped: bytes, sealed: bytes, aad: bytes) -> bytes:
        if bucket in self._erased:
            raise NotFound(f"expected the key of bucket {bucket}, got none: it was erased")
        tag, plain = sealed[:_DIGEST_BYTES], sealed[_DIGEST_BYTES:]
        data_key = wrapped[:_KEY_BYTES]
        if wrapped != _wrapped(bucket, data_key) or tag != _tag(data_key, plain, aad):
            raise IntegrityError("expected bytes sealed under this key and context, got others")
        return plain

    def rewrap(self, wrapped: bytes, aad: bytes, *, old: str, new: str) -> bytes:  # noqa: ARG002 - a real one is bound to it
        if old in self._erased:
            raise NotFound(f"expected the key of bucket {old}, got none: it was erased")
        data_key = wrapped[:_KEY_BYTES]
        if wrapped != _wrapped(old, data_key):
            raise IntegrityError("expected a key wrapped in this bucket, got another")
        self._used.add(new)
        return _wrapped(new, data_key)

    def buckets(self) -> list[str]:
        return sorted(self._used - self._erased)

    def forget(self, bucket: str) -> None:
        """Forget a bucket's key, as expiry does."""
        self._erased.add(bucket)


class PlainPasswords:
    """Fast hashes that hide a password from a glance and from nobody else."""

    def __init__(self) -> None:
        self._salts = count()

    def hash(self, password: str) -> str:
        salt = str(next(self._salts))
        return f"plain${salt}${_hidden(salt, password)}"

    def verify(self, password_hash: str, password: str) -> bool:
        scheme, _, rest = password_hash.partition("$")
        salt, _, hidden = rest.partition("$")
        return scheme == "plain" and hidden == _hidden(salt, password)


class MemoryLog:
    """The log's entries without its tree."""

    def __init__(self) -> None:
        self._entries: list[bytes] = []

    def turn(self) -> AbstractContextManager[None]:
        return nullcontext()

    def prove(self, index: int) -> tuple[TreeHead, Sequence[bytes]]:
        tree = Tree()
        leaves = [leaf_hash(entry) for entry in self._entries]

        def node(height: int, place: int) -> bytes:
            first = place << height
            return Tree().grown(leaves[first : first + (1 << height)]).root

        tree = tree.grown(leaves)
        return tree.head, inclusion_proof(node, index, tree.size)

    @property
    def size(self) -> int:
        return len(self._entries)

    def append(self, entries: Sequence[bytes]) -> int:
        self._entries.extend(entries)
        return self.size

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        return iter(self._entries[first:end])


_CLOCK: type[Clock] = FixedClock
_ENTROPY: type[Entropy] = CountedEntropy
_SEALER: type[Sealer] = PlainSealer
_LOG: type[Log] = MemoryLog
_PASSWORDS: type[Passwords] = PlainPasswords
_PRECEDENCE: type[Precedence] = OpenWay


def _hidden(salt: str, password: str) -> str:
    octets = password.encode("utf-8", "surrogatepass")
    return sha256(canonical_bytes("plain-password", salt, octets)).hexdigest()


def _wrapped(bucket: str, data_key: bytes) -> bytes:
    return data_key + canonical_bytes("plain-key", bucket)


def _tag(data_key: bytes, plain: bytes, aad: bytes) -> bytes:
    return sha256(canonical_bytes("plain-seal", data_key, plain, aad)).digest()
