"""What one trust list changes of another, in the terms of whoever must sign it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from isthmus.exchange.suite import key_id
from isthmus.exchange.trust import TrustDocument, TrustedCenter, TrustedKeys


class TrustChange(StrEnum):
    """What becomes of a center or of its keys."""

    JOINS = "joins"
    LEAVES = "leaves"
    NAME = "name"
    ADDRESS = "address"
    AUTHORITY = "authority"
    KEYS_ADDED = "keys added"
    KEYS_REVOKED = "keys revoked"
    KEYS_DATED = "keys dated"
    KEYS_GONE = "keys gone"


@dataclass(frozen=True, slots=True)
class Changed:
    """One change. `subject`: the key's name in hex, or the new name or address; `at`: of a key."""

    center: str
    change: TrustChange
    subject: str = ""
    at: datetime | None = None


def changes(before: TrustDocument, after: TrustDocument) -> list[Changed]:
    """Give every change that a list makes of the one before, by center."""
    was = {one.center: one for one in before.centers}
    becomes = {one.center: one for one in after.centers}
    found: list[Changed] = []
    for name in sorted(was.keys() | becomes.keys()):
        if name not in becomes:
            found.append(Changed(name, TrustChange.LEAVES))
        elif name not in was:
            found.append(Changed(name, TrustChange.JOINS, becomes[name].address))
            found += _keys({}, becomes[name])
        else:
            found += _center(was[name], becomes[name])
    return found


def _center(was: TrustedCenter, becomes: TrustedCenter) -> Iterator[Changed]:
    if was.name != becomes.name:
        yield Changed(was.center, TrustChange.NAME, becomes.name)
    if was.address != becomes.address:
        yield Changed(was.center, TrustChange.ADDRESS, becomes.address)
    if was.authority != becomes.authority:
        yield Changed(was.center, TrustChange.AUTHORITY)
    yield from _keys({key_id(one.public).hex(): one for one in was.keys}, becomes)


def _keys(was: dict[str, TrustedKeys], becomes: TrustedCenter) -> Iterator[Changed]:
    now = {key_id(one.public).hex(): one for one in becomes.keys}
    for name, one in now.items():
        old = was.get(name)
        if old is None:
            yield Changed(becomes.center, TrustChange.KEYS_ADDED, name, one.before)
        elif old.revoked_at != one.revoked_at:
            yield Changed(becomes.center, TrustChange.KEYS_REVOKED, name, one.revoked_at)
        elif (old.first, old.before) != (one.first, one.before):
            yield Changed(becomes.center, TrustChange.KEYS_DATED, name, one.before)
    for name in sorted(was.keys() - now.keys()):
        yield Changed(becomes.center, TrustChange.KEYS_GONE, name)
