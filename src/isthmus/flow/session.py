"""The page of a session: who is signed in, at which purposes, and what that person may do."""

from __future__ import annotations

from isthmus import __version__
from isthmus.access.roles import capabilities
from isthmus.flow.center import Center
from isthmus.flow.documents.session import (
    CenterRef,
    NodeRef,
    SessionPage,
    ShownPartition,
    ShownPrincipal,
    ShownPurpose,
)
from isthmus.flow.signin import Gate, SignedIn
from isthmus.model.principal import Principal


def session_page(gate: Gate, signed_in: SignedIn) -> SessionPage:
    """Show a session to whoever holds it; nothing that a label marks stands on it."""
    center, principal = gate.center, signed_in.principal
    purposes = [_purpose(center, name) for name in principal.purposes]
    return SessionPage(
        principal=_principal(center, principal),
        purposes=purposes,
        purpose=purposes[0].id if purposes else None,
        partition=ShownPartition(
            name=center.partition.name,
            exercise=center.partition.exercise,
            title=center.partition.title,
        ),
        csrf=signed_in.session.csrf,
        now=center.clock.now(),
        expires_at=signed_in.session.expires_at,
        node=NodeRef(version=__version__, center=center.id),
        may=sorted(capability.value for capability in capabilities(principal)),
    )


def _principal(center: Center, principal: Principal) -> ShownPrincipal:
    return ShownPrincipal(
        id=principal.id,
        name=principal.name,
        display_name=principal.display_name,
        initials=_initials(principal.display_name),
        roles=list(principal.roles),
        center=CenterRef(id=center.id, name=center.name),
    )


def _purpose(center: Center, name: str) -> ShownPurpose:
    declared = center.purposes.get(name)
    title = {} if declared is None else dict(declared.title)
    return ShownPurpose(id=name, title=title or {"en": name})


def _initials(name: str) -> str:
    words = name.split()
    ends = words if len(words) == 1 else [words[0], words[-1]] if words else []
    return "".join(word[0].upper() for word in ends)
