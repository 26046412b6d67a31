"""Stores of who acts, and of the evidence of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from isthmus.model.principal import KeyUse, Principal


@dataclass(frozen=True, slots=True)
class Account:
    """A local user with what signing in needs. `failures` in a row, `locked_until` a time."""

    principal: Principal
    password_hash: str
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in session, known by the keyed hash of its cookie."""

    token_hash: bytes
    principal: str
    csrf: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key with which a program reads as a person, known by its keyed hash.

    `bound`: to the password of its account; `purposes`: those of the person's that it may state;
    `use`: what it opens; `made_for`: in words.
    """

    id: bytes
    token_hash: bytes
    principal: str
    bound: bytes
    purposes: tuple[str, ...]
    use: KeyUse
    made_for: str
    made_by: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


class AccountStore(Protocol):
    """Local users and their sessions."""

    def put(self, account: Account) -> None:
        """Add or replace an account."""
        ...

    def by_name(self, name: str) -> Account | None:
        """Give the account of a name."""
        ...

    def by_id(self, principal: str) -> Account | None:
        """Give the account of a principal."""
        ...

    def all(self) -> Sequence[Account]:
        """Give every account, by name."""
        ...

    def open_session(self, session: Session) -> None:
        """Add a session, or renew the one with this token hash."""
        ...

    def session(self, token_hash: bytes) -> Session | None:
        """Give a session."""
        ...

    def end_sessions(self, *, token_hash: bytes | None, before: datetime | None) -> None:
        """Delete one session, or all that expired before a time."""
        ...

    def put_access_key(self, key: AccessKey) -> None:
        """Add an access key, or end the one with this id."""
        ...

    def access_key(self, token_hash: bytes) -> AccessKey | None:
        """Give an access key."""
        ...

    def access_keys(self) -> Sequence[AccessKey]:
        """Give every access key, oldest first."""
        ...


class AuditStore(Protocol):
    """Audit entries: pending in the transaction of the act, then sequenced."""

    def add(self, entry: bytes, salt: bytes, objects: Sequence[str], at: datetime) -> None:
        """Add an entry's final bytes with what opens its commitment."""
        ...

    def pending(self, limit: int) -> Sequence[tuple[int, bytes]]:
        """Give entries without an index, in commit order."""
        ...

    def sequenced(self, seqs: Sequence[int], first_index: int) -> None:
        """Give entries their indexes, `first_index` on, in the order given."""
        ...

    def oldest_pending_at(self) -> datetime | None:
        """Give the time of the oldest entry without an index."""
        ...

    def entries(self, before: int | None, limit: int) -> Sequence[tuple[int, bytes, bytes, str]]:
        """Give (index, entry, salt, objects as JSON) of sequenced entries, newest first."""
        ...


class MetaStore(Protocol):
    """Small facts of the node itself."""

    def get(self, name: str) -> str | None:
        """Give a fact."""
        ...

    def put(self, name: str, value: str) -> None:
        """Write a fact."""
        ...
