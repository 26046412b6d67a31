"""Collections of STIX for tests."""

from __future__ import annotations

from isthmus.model.collection import Collection, Entry, Kind
from isthmus.model.principal import KeyUse
from isthmus.ports import AccessKey
from tests.make.exchanged import sixteen
from tests.make.ids import HOUR, NOW, PURPOSE

COLLECTION = sixteen("collection")


def collection(name: str = "collection", *, told: int = 0) -> Collection:
    """Make a collection that has told so many."""
    return Collection(
        id=sixteen(name),
        principal="p-mara.lind",
        purpose=PURPOSE,
        authority=b"authority",
        statement=4,
        told=told,
        told_at=NOW if told else None,
    )


def entry(
    number: int,
    *,
    kind: Kind = Kind.ENTITY,
    form: str = "identity",
    owner: str = "dhow",
    other: str = "",
    name: str = "",
) -> Entry:
    """Make an entry. `form`: its type in STIX."""
    return Entry(
        collection=COLLECTION,
        seq=number,
        object=f"{form}--{name or number}",
        kind=kind,
        subject=sixteen(f"subject {number}"),
        owner=sixteen(owner),
        other=sixteen(other) if other else b"",
        added_at=NOW + number * HOUR,
        created_at=NOW,
        digest=b"digest",
    )


def access_key(
    name: str = "key", *, principal: str = "p-mara.lind", use: KeyUse = KeyUse.TAXII
) -> AccessKey:
    """Make an access key."""
    return AccessKey(
        id=sixteen(name),
        token_hash=sixteen(f"{name} token"),
        principal=principal,
        bound=b"bound",
        purposes=(PURPOSE, "another"),
        use=use,
        made_for="analytics",
        made_by="p-ivo.brandt",
        created_at=NOW,
        expires_at=NOW + HOUR,
    )
