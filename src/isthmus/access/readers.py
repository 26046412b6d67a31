"""Readers: a principal at a purpose, and the labels that may be seen there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from isthmus.errors import AccessError, PurposeRequired
from isthmus.model.canonical import canonical_bytes
from isthmus.model.ids import LabelId
from isthmus.model.label import ALL, LEVELS, SECOND_PERSON, Allowed, Clearance, Label
from isthmus.model.principal import Principal, Reader
from isthmus.phrases import say

_PUBLIC: Final = ("national", "PUBLIC")
_OPEN_SOURCE: Final = "open-source"


def reader_for(
    principal: Principal,
    purpose: str | None,
    labels: Mapping[LabelId, Label],
    at: datetime | None = None,
) -> Reader:
    """Give the Reader of a principal at a purpose over the labels of a store, as he reads `at`.

    A service principal discovers nothing: what it computes must not rest on existence either.
    Raises PurposeRequired when the purpose is missing or not one of the principal's.
    """
    if not purpose:
        message = say("expected a purpose, got none")
        raise PurposeRequired(message)
    if purpose not in principal.purposes:
        message = say("expected one of your purposes, got {purpose}", purpose=repr(purpose))
        raise PurposeRequired(message)
    seen = frozenset(
        number for number, label in labels.items() if label.permits(principal.clearance, purpose)
    )
    withheld = frozenset(
        number
        for number, label in labels.items()
        if not principal.service and label.withheld_from(principal.clearance, purpose)
    )
    return replace(_reader(principal, purpose, seen, withheld), at=at)


def openly_marked(labels: Mapping[LabelId, Label], center: str) -> frozenset[LabelId]:
    """Give the labels of what may stand where everybody reads it, whoever he is and why he acts.

    Those say so: PUBLIC, released to all, for every purpose, without a caveat, and of no category
    but that of open sources. What bears no level is not marked openly, and of another scheme no
    level is public.
    """
    anybody = Clearance(center, levels=dict([_PUBLIC]), categories=Allowed.of(_OPEN_SOURCE))
    return frozenset(
        number
        for number, label in labels.items()
        if _PUBLIC in label.classification
        and label.purposes == label.releasable_to == ALL
        and label.permits(anybody, "")
    )


def narrowed(reader: Reader, labels: Iterable[LabelId]) -> Reader:
    """Give a Reader of the same principal and purpose that sees only these of its labels.

    It discovers nothing: what it no longer sees must not come back as withheld.
    """
    seen = reader.labels & frozenset(labels)
    return replace(_reader(reader.principal, reader.purpose, seen, frozenset()), at=reader.at)


def keeping_reader(principal: Principal, purpose: str, labels: Iterable[LabelId]) -> Reader:
    """Give the Reader of a service principal over the labels under which it admitted statements.

    What may be shown to named persons alone, or to nobody, must be kept up to date all the same;
    whoever admitted it held its bytes. Raises AccessError for a person.
    """
    if not principal.service:
        message = say(
            "expected the service principal that admitted it, got {name}", name=principal.name
        )
        raise AccessError(message)
    return _reader(principal, purpose, frozenset(labels), frozenset())


def service_principal(name: str, purpose: str, center: str) -> Principal:
    """Give a service principal: one purpose, every level of the own center, no sign-in.

    It holds all categories, since its purpose is what keeps categories from it: a label whose
    purposes do not name that purpose stays closed.
    """
    return Principal(
        id=f"service:{name}",
        name=name,
        display_name=name,
        roles=(),
        purposes=(purpose,),
        clearance=Clearance(
            center=center,
            levels={scheme: levels[-1] for scheme, levels in LEVELS.items()},
            caveats=SERVICE_CAVEATS,
            categories=ALL,
        ),
        service=True,
    )


SERVICE_CAVEATS = frozenset(
    {"H0", "H1", "H2", "H3", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "ORCON"}
    | {SECOND_PERSON}
)
"""What computing inside the own center respects anyway. TLP:RED is for named persons."""


def refuse_service_sign_in(principal: Principal) -> None:
    """Raise AccessError for a service principal: it cannot sign in."""
    if principal.service:
        message = say("{name} is a service principal and cannot sign in", name=principal.name)
        raise AccessError(message)


def _reader(
    principal: Principal,
    purpose: str,
    labels: frozenset[LabelId],
    withheld: frozenset[LabelId],
) -> Reader:
    # A page says what is withheld, so two who discover differently must not share a cached one.
    digest = sha256(canonical_bytes("reader", sorted(labels), sorted(withheld))).digest()
    return Reader(principal, purpose, labels, digest, withheld)
