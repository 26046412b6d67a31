"""The audit entry of an act or a read: made here, added in the unit of the act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isthmus.audit.commitment import SALT_BYTES, commit
from isthmus.audit.entry import AuditEntry, Decision
from isthmus.flow.center import ADMINISTRATION, Center
from isthmus.model.principal import Principal
from isthmus.ports import UnitOfWork


def note_disbelieved(center: Center, service: str, act: str, objects: Sequence[str]) -> None:
    """Note in a unit of its own what a center did not believe of somebody; durable on return."""
    with center.store.writing() as unit:
        note(
            center,
            unit,
            center.service(service, ADMINISTRATION),
            purpose=ADMINISTRATION,
            act=act,
            objects=objects,
            decision="refuse",
        )
        unit.commit()


def note(  # noqa: PLR0913 - who, why, what, on what, how decided: the parts of an entry
    center: Center,
    unit: UnitOfWork,
    principal: Principal,
    *,
    purpose: str,
    act: str,
    objects: Sequence[str] = (),
    decision: Decision = "permit",
    counts: Mapping[str, int] | None = None,
    policy: bytes = b"",
    basis: str | None = None,
) -> bytes:
    """Add the entry of an act to its unit of work.

    `act`: noun.verb; `objects`: what it was done to, committed under a fresh salt; `counts`:
    figures that give nothing away about a person; `policy`: the digest of the agreements that
    decided, `basis`: the legal basis. Gives the entry's final bytes.
    """
    salt = center.entropy.random_bytes(SALT_BYTES)
    at = center.clock.now()
    entry = AuditEntry(
        partition=center.partition.name,
        at=at,
        principal=principal.id,
        role=",".join(principal.roles) or "service",
        purpose=purpose,
        act=act,
        basis=basis,
        decision=decision,
        policy_digest=policy,
        object_commitment=commit(salt, list(objects)),
        counts=tuple(sorted((counts or {}).items())),
    )
    encoded = bytes(entry)
    unit.audit.add(encoded, salt, objects, at)
    return encoded
