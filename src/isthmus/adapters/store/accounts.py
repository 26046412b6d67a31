# ruff: noqa: D102 - the port says what each method gives
"""Local users and their sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from isthmus.adapters.store.link import Link, Row, document
from isthmus.model.canonical import (
    from_microseconds,
    microseconds,
    microseconds_or_none,
    moment_or_none,
)
from isthmus.model.principal import KeyUse, Principal
from isthmus.ports import AccessKey, Account, Session

_PUT = """
INSERT INTO account (principal, name, body, password_hash, failures, locked_until)
VALUES (:principal, :name, :body, :password_hash, :failures, :locked_until)
ON CONFLICT (principal) DO UPDATE SET name = excluded.name, body = excluded.body,
  password_hash = excluded.password_hash, failures = excluded.failures,
  locked_until = excluded.locked_until"""
_ACCOUNTS = "SELECT body, password_hash, failures, locked_until FROM account"
_BY_NAME = _ACCOUNTS + " WHERE name = :name"
_BY_ID = _ACCOUNTS + " WHERE principal = :principal"
_ALL = _ACCOUNTS + " ORDER BY name"

_RENEW = """
UPDATE session SET seen_at = :seen_at, expires_at = :expires_at
WHERE token_hash = :token_hash AND principal = :principal AND csrf = :csrf
  AND created_at = :created_at"""
_OPEN = """
INSERT INTO session (token_hash, principal, csrf, created_at, seen_at, expires_at)
VALUES (:token_hash, :principal, :csrf, :created_at, :seen_at, :expires_at)
ON CONFLICT (token_hash) DO UPDATE SET principal = excluded.principal, csrf = excluded.csrf,
  created_at = excluded.created_at, seen_at = excluded.seen_at, expires_at = excluded.expires_at"""
_SESSION = """
SELECT token_hash, principal, csrf, created_at, seen_at, expires_at
FROM session WHERE token_hash = :token_hash"""
_PUT_KEY = """
INSERT INTO access_key (id, token_hash, principal, bound, purposes, use, made_for, made_by,
  created_at, expires_at, ended_at)
VALUES (:id, :token_hash, :principal, :bound, :purposes, :use, :made_for, :made_by,
  :created_at, :expires_at, :ended_at)
ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at"""
_KEYS = """
SELECT id, token_hash, principal, bound, purposes, use, made_for, made_by, created_at,
  expires_at, ended_at FROM access_key"""
_KEY = _KEYS + " WHERE token_hash = :token_hash"
_ALL_KEYS = _KEYS + " ORDER BY created_at, id"
_END = "DELETE FROM session WHERE token_hash = :token_hash"
_END_EXPIRED = "DELETE FROM session WHERE expires_at < :before"


class Accounts:
    """AccountStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, account: Account) -> None:
        locked_until = account.locked_until
        self._link.change(
            _PUT,
            principal=account.principal.id,
            name=account.principal.name,
            body=document(account.principal),
            password_hash=account.password_hash,
            failures=account.failures,
            locked_until=None if locked_until is None else microseconds(locked_until),
        )

    def by_name(self, name: str) -> Account | None:
        found = self._link.row(_BY_NAME, name=name)
        return None if found is None else _account(found)

    def by_id(self, principal: str) -> Account | None:
        found = self._link.row(_BY_ID, principal=principal)
        return None if found is None else _account(found)

    def all(self) -> Sequence[Account]:
        return [_account(row) for row in self._link.rows(_ALL)]

    def open_session(self, session: Session) -> None:
        values = {
            "token_hash": session.token_hash,
            "principal": session.principal,
            "csrf": session.csrf,
            "created_at": microseconds(session.created_at),
            "seen_at": microseconds(session.seen_at),
            "expires_at": microseconds(session.expires_at),
        }
        if not self._link.tend(_RENEW, **values):
            self._link.change(_OPEN, **values)

    def session(self, token_hash: bytes) -> Session | None:
        found = self._link.row(_SESSION, token_hash=token_hash)
        return None if found is None else _session(found)

    def end_sessions(self, *, token_hash: bytes | None, before: datetime | None) -> None:
        if token_hash is not None:
            self._link.change(_END, token_hash=token_hash)
        if before is not None:
            self._link.tend(_END_EXPIRED, before=microseconds(before))

    def put_access_key(self, key: AccessKey) -> None:
        self._link.change(
            _PUT_KEY,
            id=key.id,
            token_hash=key.token_hash,
            principal=key.principal,
            bound=key.bound,
            purposes=document(key.purposes),
            use=key.use.value,
            made_for=key.made_for,
            made_by=key.made_by,
            created_at=microseconds(key.created_at),
            expires_at=microseconds(key.expires_at),
            ended_at=microseconds_or_none(key.ended_at),
        )

    def access_key(self, token_hash: bytes) -> AccessKey | None:
        found = self._link.row(_KEY, token_hash=token_hash)
        return None if found is None else _key(found)

    def access_keys(self) -> Sequence[AccessKey]:
        return [_key(row) for row in self._link.rows(_ALL_KEYS)]


def _account(row: Row) -> Account:
    body, password_hash, failures, locked_until = row
    return Account(
        principal=msgspec.json.decode(body, type=Principal),
        password_hash=password_hash,
        failures=failures,
        locked_until=None if locked_until is None else from_microseconds(locked_until),
    )


def _key(row: Row) -> AccessKey:
    key, token_hash, principal, bound, purposes, use, made_for, made_by, *times = row
    created_at, expires_at, ended_at = times
    return AccessKey(
        id=key,
        token_hash=token_hash,
        principal=principal,
        bound=bound,
        purposes=msgspec.json.decode(purposes, type=tuple[str, ...]),
        use=KeyUse(use),
        made_for=made_for,
        made_by=made_by,
        created_at=from_microseconds(created_at),
        expires_at=from_microseconds(expires_at),
        ended_at=moment_or_none(ended_at),
    )


def _session(row: Row) -> Session:
    token_hash, principal, csrf, *times = row
    created_at, seen_at, expires_at = map(from_microseconds, times)
    return Session(token_hash, principal, csrf, created_at, seen_at, expires_at)
