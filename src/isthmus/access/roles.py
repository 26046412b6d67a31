"""Roles and what each may do: one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from isthmus.errors import AccessError
from isthmus.model.principal import Principal
from isthmus.phrases import say


class Capability(StrEnum):
    """One thing that a role may do."""

    READ = "data.read"
    TRIAGE = "alert.triage"
    JUDGE = "entity.judge"
    PUSH = "feed.push"
    ADMINISTER_FEEDS = "feed.administer"
    DECIDE_RETRACTION = "retraction.decide"
    RESUBMIT = "quarantine.resubmit"
    VERIFY_AUDIT = "audit.verify"
    READ_AUDIT = "audit.read"
    WATCH_UNREADABLE = "alert.watch-unreadable"
    RELEASE = "data.release"
    RECALL = "data.recall"
    AGREE = "agreement.sign"
    REQUEST = "request.write"
    WATCH_REQUESTS = "request.watch"
    PROPOSE_WEIGHTS = "weights.propose"
    APPROVE_WEIGHTS = "weights.approve"


_C = Capability
ROLES: Final[Mapping[str, frozenset[Capability]]] = {
    "duty-officer": frozenset({_C.READ, _C.TRIAGE, _C.PUSH, _C.VERIFY_AUDIT}),
    "analyst": frozenset(
        {
            _C.READ,
            _C.TRIAGE,
            _C.JUDGE,
            _C.VERIFY_AUDIT,
            _C.REQUEST,
            _C.PROPOSE_WEIGHTS,
            _C.APPROVE_WEIGHTS,
        }
    ),
    "release-officer": frozenset({_C.READ, _C.RELEASE, _C.RECALL, _C.AGREE, _C.REQUEST}),
    "incident-commander": frozenset({_C.READ, _C.TRIAGE, _C.REQUEST, _C.WATCH_REQUESTS}),
    "exercise-director": frozenset({_C.READ, _C.PUSH}),
    "data-protection-officer": frozenset(
        {
            _C.READ_AUDIT,
            _C.VERIFY_AUDIT,
            _C.WATCH_UNREADABLE,
            _C.WATCH_REQUESTS,
            _C.DECIDE_RETRACTION,
        }
    ),
    "overseer": frozenset({_C.READ_AUDIT, _C.VERIFY_AUDIT}),
    "administrator": frozenset(
        {
            _C.PUSH,
            _C.ADMINISTER_FEEDS,
            _C.RESUBMIT,
            _C.DECIDE_RETRACTION,
            _C.VERIFY_AUDIT,
            _C.WATCH_UNREADABLE,
            _C.PROPOSE_WEIGHTS,
        }
    ),
    "contributor": frozenset({_C.PUSH}),
    "custodian": frozenset({_C.READ, _C.TRIAGE, _C.WATCH_UNREADABLE}),
}
"""Whoever administers a node does not read what it holds, and whoever oversees it acts in
nothing."""


def capabilities(principal: Principal) -> frozenset[Capability]:
    """Give what the principal's roles allow together; an unknown role allows nothing."""
    return frozenset[Capability]().union(*(ROLES.get(role, ()) for role in principal.roles))


WEIGHT_SEERS: Final = (_C.READ, _C.READ_AUDIT, _C.PROPOSE_WEIGHTS)
"""Any of these lets a person know with which weights the resolver weighs.

What training writes holds no value of anybody, and words only from what is openly marked.
"""

REQUEST_SEERS: Final = (_C.RELEASE, _C.REQUEST, _C.WATCH_REQUESTS)
"""Any of these lets a person know of requests between centers."""


def sees_requests(principal: Principal) -> bool:
    """Tell whether a principal may know of requests between centers."""
    return not capabilities(principal).isdisjoint(REQUEST_SEERS)


def require(principal: Principal, capability: Capability) -> None:
    """Raise AccessError unless one of the principal's roles has the capability."""
    if capability not in capabilities(principal):
        message = say(
            "{capability} is not among what your roles allow", capability=capability.value
        )
        raise AccessError(message)
