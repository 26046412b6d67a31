"""Accounts, audit entries and small facts in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from isthmus.ports import AccessKey, Account, Session
from tests.fakes.tables import AuditRow, Part, in_utc


class MemoryAccounts(Part):
    """AccountStore."""

    __slots__ = ()

    def put(self, account: Account) -> None:
        self._changing(account).accounts[account.principal.id] = in_utc(account)

    def by_name(self, name: str) -> Account | None:
        return next((a for a in self.all() if a.principal.name == name), None)

    def by_id(self, principal: str) -> Account | None:
        return self._tables.accounts.get(principal)

    def all(self) -> Sequence[Account]:
        return sorted(self._tables.accounts.values(), key=lambda a: a.principal.name)

    def open_session(self, session: Session) -> None:
        self._changing(session).sessions[session.token_hash] = in_utc(session)

    def session(self, token_hash: bytes) -> Session | None:
        return self._tables.sessions.get(token_hash)

    def end_sessions(self, *, token_hash: bytes | None, before: datetime | None) -> None:
        tables = self._changing()
        tables.sessions = {
            key: session
            for key, session in tables.sessions.items()
            if key != token_hash and (before is None or session.expires_at >= before)
        }

    def put_access_key(self, key: AccessKey) -> None:
        held = self._changing(key).access_keys
        known = held.get(key.id)
        held[key.id] = in_utc(key if known is None else replace(known, ended_at=key.ended_at))

    def access_key(self, token_hash: bytes) -> AccessKey | None:
        held = self._tables.access_keys.values()
        return next((key for key in held if key.token_hash == token_hash), None)

    def access_keys(self) -> Sequence[AccessKey]:
        return sorted(self._tables.access_keys.values(), key=lambda key: (key.created_at, key.id))


class MemoryAudit(Part):
    """AuditStore."""

    __slots__ = ()

    def add(self, entry: bytes, salt: bytes, objects: Sequence[str], at: datetime) -> None:
        tables = self._writable(objects)
        row = AuditRow(entry, salt, tuple(objects), at)
        tables.audit[tables.number("audit")] = in_utc(row)
        self._work.audited = True

    def pending(self, limit: int) -> Sequence[tuple[int, bytes]]:
        waiting = [(seq, r.entry) for seq, r in self._tables.audit.items() if r.index is None]
        return waiting[:limit]

    def sequenced(self, seqs: Sequence[int], first_index: int) -> None:
        # Giving indexes is the log's own work: an entry about it would need an index in turn.
        audit = self._writable().audit
        for index, seq in enumerate(seqs, start=first_index):
            audit[seq] = replace(audit[seq], index=index)

    def oldest_pending_at(self) -> datetime | None:
        return min((r.at for r in self._tables.audit.values() if r.index is None), default=None)

    def entries(self, before: int | None, limit: int) -> Sequence[tuple[int, bytes, bytes, str]]:
        rows = [
            (row.index, row.entry, row.salt, json.dumps(row.objects))
            for row in self._tables.audit.values()
            if row.index is not None and (before is None or row.index < before)
        ]
        return sorted(rows, reverse=True)[:limit]


class MemoryMeta(Part):
    """MetaStore."""

    __slots__ = ()

    def get(self, name: str) -> str | None:
        return self._tables.meta.get(name)

    def put(self, name: str, value: str) -> None:
        self._changing(name, value).meta[name] = value
