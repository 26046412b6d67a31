"""Sessions: who is signed in, and what that person may do."""

from __future__ import annotations

from datetime import datetime

import msgspec

from isthmus.flow.documents.values import Texts
from isthmus.model.principal import KeyUse


class SignInRequest(msgspec.Struct, kw_only=True, frozen=True):
    """A name and a password. The repr shows no password."""

    name: str
    password: str

    def __repr__(self) -> str:
        return f"SignInRequest(name={self.name!r})"


class CenterRef(msgspec.Struct, kw_only=True, frozen=True):
    """A center and its name."""

    id: str
    name: str


class ShownPrincipal(msgspec.Struct, kw_only=True, frozen=True):
    """Who is signed in."""

    id: str
    name: str
    display_name: str
    initials: str
    roles: list[str]
    center: CenterRef


class ShownPurpose(msgspec.Struct, kw_only=True, frozen=True):
    """A purpose that the principal may state."""

    id: str
    title: Texts


class ShownPartition(msgspec.Struct, kw_only=True, frozen=True):
    """The partition that this node serves."""

    name: str
    exercise: bool
    title: str


class NodeRef(msgspec.Struct, kw_only=True, frozen=True):
    """The software that answers, and whose it is."""

    version: str
    center: str


class SessionPage(msgspec.Struct, kw_only=True, frozen=True):
    """The signed-in session. `purpose`: the one to begin with; `may`: capabilities."""

    principal: ShownPrincipal
    purposes: list[ShownPurpose]
    purpose: str | None
    partition: ShownPartition
    csrf: str
    now: datetime
    expires_at: datetime
    node: NodeRef
    may: list[str]


class KeyRequest(msgspec.Struct, kw_only=True, frozen=True):
    """Ask for an access key. `purposes`: none given: all of the account's; `use`: what it opens."""

    account: str
    made_for: str
    use: KeyUse = KeyUse.TAXII
    purposes: list[str] = []
    days: int = 90


class MadeKey(msgspec.Struct, kw_only=True, frozen=True):
    """A key just made. `secret`: shown this once."""

    key: ShownKey
    secret: str


class KeyList(msgspec.Struct, kw_only=True, frozen=True):
    """Every access key, oldest first."""

    keys: list[ShownKey]


class ShownKey(msgspec.Struct, kw_only=True, frozen=True):
    """An access key; its secret was shown once. `use`: what; `opens`: whether it still does."""

    id: str
    account: str
    made_for: str
    made_by: str
    use: KeyUse
    purposes: list[str]
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    opens: bool
