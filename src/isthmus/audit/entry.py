"""The audit entry: who did what to what, for which purpose, on which basis, with which decision.

Its bytes are fixed from version 1 on (vectors in schema/vectors/audit-entry.json): the canonical
encoding under `audit-entry` of version, partition, at, principal, role, purpose, act, basis,
decision, policy digest, object commitment, result commitment, and counts as [name, number] pairs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType, NoneType
from typing import Final, Literal, TypeAlias, cast, get_args

from isthmus.audit.encoding import canonical_fields
from isthmus.errors import IntegrityError
from isthmus.model.canonical import Item, canonical_bytes
from isthmus.model.wire import DIGEST_BYTES

ENTRY_VERSION: Final = 1
ENTRY_BYTES_MAX: Final = 65_535
"""A tile bundle frames each entry with a 16-bit length."""

COUNTS_MAX: Final = 32

Decision: TypeAlias = Literal["permit", "refuse"]

_DOMAIN: Final = "audit-entry"
_DECISIONS: Final = get_args(Decision)
_NO_OFFSET: Final = timedelta(0)
_LENGTHS: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "policy_digest": (0, DIGEST_BYTES),
        "object_commitment": (DIGEST_BYTES,),
        "result_commitment": (DIGEST_BYTES,),
    }
)
_ACT: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")

# The fields between version and counts, in the order of the bytes.
_Fields: TypeAlias = (
    "tuple[str, datetime, str, str, str, str, str | None, Decision, bytes, bytes, bytes | None]"
)
_FIELD_TYPES: Final[tuple[type | tuple[type, ...], ...]] = (
    str,
    datetime,
    str,
    str,
    str,
    str,
    (str, NoneType),
    str,
    bytes,
    bytes,
    (bytes, NoneType),
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act as the log keeps it.

    `at`: UTC. `principal`: the id, never a name. `act`: noun.verb, such as `entity.read`.
    `basis`: the legal basis, or None where the act needs none. `policy_digest`: 32 bytes, or
    empty where no policy was asked. `object_commitment`, `result_commitment`: from `commit`, so
    that the log tells nobody what was read. `counts`: at most 32 pairs of name and number, sorted
    by name, each name once. `version`: of these bytes.
    Raises ValueError if a field is not of that shape: the flow that wrote it has a defect.
    """

    partition: str
    at: datetime
    principal: str
    role: str
    purpose: str
    act: str
    basis: str | None
    decision: Decision
    policy_digest: bytes
    object_commitment: bytes
    result_commitment: bytes | None = None
    counts: tuple[tuple[str, int], ...] = ()
    version: int = ENTRY_VERSION

    def __post_init__(self) -> None:
        _check_who_and_what(self)
        _check_digests(self)
        _check_counts(self.counts)

    def __bytes__(self) -> bytes:
        """Give the final bytes, which become the leaf of the log.

        Raises ValueError if they are more than 65,535.
        """
        encoded = canonical_bytes(
            _DOMAIN,
            ENTRY_VERSION,
            self.partition,
            self.at,
            self.principal,
            self.role,
            self.purpose,
            self.act,
            self.basis,
            self.decision,
            self.policy_digest,
            self.object_commitment,
            self.result_commitment,
            [list(pair) for pair in self.counts],
        )
        if len(encoded) > ENTRY_BYTES_MAX:
            raise ValueError(f"expected at most {ENTRY_BYTES_MAX} bytes, got {len(encoded)}")
        return encoded


def entry_from_bytes(encoded: bytes) -> AuditEntry:
    """Read an entry back from its final bytes.

    Raises IntegrityError for anything but the exact bytes of one entry of a known version.
    """
    version, *fields = canonical_fields(_DOMAIN, encoded) or (None,)
    if version is True or version != ENTRY_VERSION:
        raise IntegrityError(f"expected an audit entry of version {ENTRY_VERSION}, got {version!r}")
    try:
        return _entry(fields)
    except (TypeError, ValueError) as error:
        raise IntegrityError(f"expected the fields of an audit entry, got {error}") from error


def _entry(fields: list[Item]) -> AuditEntry:
    *scalars, counts = fields
    for number, (field, expected) in enumerate(zip(scalars, _FIELD_TYPES, strict=True), start=2):
        if not isinstance(field, expected):
            raise TypeError(f"{type(field).__name__} as field {number}")
    values = cast("_Fields", tuple(scalars))
    return AuditEntry(*values, counts=_counts(counts))


def _counts(item: Item) -> tuple[tuple[str, int], ...]:
    if not isinstance(item, list):
        raise TypeError("counts that are not a list")
    pairs: list[tuple[str, int]] = []
    for pair in item:
        match pair:
            case [str() as name, int() as number]:
                pairs.append((name, number))
            case _:
                raise TypeError("a count that is not a name and a number")
    return tuple(pairs)


def _check_who_and_what(entry: AuditEntry) -> None:
    if entry.version != ENTRY_VERSION:
        raise ValueError(f"expected version {ENTRY_VERSION}, got {entry.version}")
    if not (entry.partition and entry.principal and entry.role and entry.purpose):
        names = ("partition", "principal", "role", "purpose")
        empty = next(name for name in names if not getattr(entry, name))
        raise ValueError(f"expected a {empty}, got an empty text")
    if entry.at.utcoffset() != _NO_OFFSET:
        raise ValueError(f"expected a UTC time, got {entry.at!r}")
    if not _ACT.fullmatch(entry.act):
        raise ValueError(f"expected an act as noun.verb, got {entry.act!r}")
    if entry.decision not in _DECISIONS:
        raise ValueError(f"expected permit or refuse, got {entry.decision!r}")


def _check_digests(entry: AuditEntry) -> None:
    for name, lengths in _LENGTHS.items():
        digest = getattr(entry, name)
        if digest is not None and len(digest) not in lengths:
            raise ValueError(f"expected {lengths} bytes of {name}, got {len(digest)}")


def _check_counts(counts: tuple[tuple[str, int], ...]) -> None:
    names = [name for name, _ in counts]
    if names != sorted(set(names)):
        raise ValueError("expected counts sorted by name, each name once")
    if len(names) > COUNTS_MAX:
        raise ValueError(f"expected at most {COUNTS_MAX} counts, got {len(names)}")
    if not all(name and number >= 0 and not isinstance(number, bool) for name, number in counts):
        raise ValueError("expected counts with a name and a number from 0")
