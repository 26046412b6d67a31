"""Who acts: labels, clearances, principals, readers, accounts and what is said of their acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from isthmus.audit.commitment import commit
from isthmus.audit.entry import AuditEntry
from isthmus.model.canonical import canonical_bytes
from isthmus.model.ids import LabelId
from isthmus.model.label import ALL, NOBODY, Allowed, Clearance, Label
from isthmus.model.principal import Principal, Reader
from isthmus.ports import Account, Session
from tests.make.ids import CENTER, HOUR, NOW, PURPOSE


def label(  # one argument for each field that tests vary
    level: str = "OFFICIAL",
    *,
    releasable_to: Allowed = ALL,
    purposes: Allowed = ALL,
    handling: Iterable[str] = (),
    data_categories: Iterable[str] = ("identity",),
    originators: Iterable[str] = ("harbour-office",),
    discoverable_to: Allowed = NOBODY,
) -> Label:
    """Make a label of the national scheme that the default clearance reaches."""
    return Label(
        classification=frozenset({("national", level)}),
        originators=frozenset(originators),
        releasable_to=releasable_to,
        handling=frozenset(handling),
        data_categories=frozenset(data_categories),
        subject_categories=frozenset({"none"}),
        legal_bases=frozenset({"harbour-act-4"}),
        purposes=purposes,
        discoverable_to=discoverable_to,
    )


def clearance(
    level: str = "SECRET",
    *,
    center: str = CENTER,
    caveats: Iterable[str] = (),
    categories: Allowed = ALL,
) -> Clearance:
    """Make a clearance of the national scheme."""
    return Clearance(center, {"national": level}, frozenset(caveats), categories)


def principal(
    name: str = "mara.lind",
    *,
    roles: Sequence[str] = ("analyst",),
    purposes: Sequence[str] = (PURPOSE,),
    holds: Clearance | None = None,
    service: bool = False,
) -> Principal:
    """Make a person, or a service principal."""
    return Principal(
        id=f"p-{name}",
        name=name,
        display_name=name.replace(".", " ").title(),
        roles=tuple(roles),
        purposes=tuple(purposes),
        clearance=holds or clearance(),
        service=service,
    )


def reader(
    *labels: LabelId,
    withheld: Iterable[LabelId] = (),
    who: Principal | None = None,
    purpose: str = PURPOSE,
) -> Reader:
    """Make the reader of exactly these labels; none gives one who sees nothing."""
    hidden = frozenset(withheld)
    digest = sha256(canonical_bytes("reader", sorted(labels), sorted(hidden))).digest()
    return Reader(who or principal(), purpose, frozenset(labels), digest, hidden)


def account(who: Principal | None = None, *, failures: int = 0) -> Account:
    """Make an account; its "hash" opens for nobody."""
    return Account(who or principal(), "argon2id$not-a-hash", failures)


def session(
    cookie: str = "cookie 1", *, who: str = "p-mara.lind", expires_at: datetime = NOW + 8 * HOUR
) -> Session:
    """Make a session that was opened now."""
    return Session(
        token_hash=sha256(cookie.encode()).digest(),
        principal=who,
        csrf=f"csrf of {cookie}",
        created_at=NOW,
        seen_at=NOW,
        expires_at=expires_at,
    )


def audit_entry(
    act: str = "entity.read", *, at: datetime = NOW, counts: Mapping[str, int] | None = None
) -> AuditEntry:
    """Make the entry of a permitted act of the default principal."""
    return AuditEntry(
        partition="tests",
        at=at,
        principal="p-mara.lind",
        role="analyst",
        purpose=PURPOSE,
        act=act,
        basis="harbour-act-4",
        decision="permit",
        policy_digest=b"",
        object_commitment=commit(bytes(16), ["an object"]),
        counts=tuple(sorted((counts or {}).items())),
    )
