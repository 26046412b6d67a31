"""Duty: who may take on alerts, and the labels that none of them may read.

An alert under such a label goes to the custodian, who is not on duty: nobody would look for it
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from isthmus.access.roles import ROLES, Capability, capabilities
from isthmus.model.ids import LabelId
from isthmus.model.label import Label
from isthmus.model.principal import Principal

CUSTODIANS_NEED: Final = frozenset(
    {Capability.READ, Capability.TRIAGE, Capability.WATCH_UNREADABLE}
)


def is_on_duty(principal: Principal) -> bool:
    """Tell whether a role puts the principal on duty: it may triage, and is no custodian's."""
    held = (ROLES.get(role, frozenset()) for role in principal.roles)
    return any(Capability.TRIAGE in one and Capability.WATCH_UNREADABLE not in one for one in held)


def may_be_custodian(principal: Principal) -> bool:
    """Tell whether the principal may read alerts, take them on, and watch over the others."""
    return not principal.service and capabilities(principal) >= CUSTODIANS_NEED


def unreadable(
    labels: Mapping[LabelId, Label], principals: Iterable[Principal]
) -> frozenset[LabelId]:
    """Give the labels that none of the principals may read at any of their purposes."""
    left = dict(labels)
    for principal in principals:
        for purpose in principal.purposes:
            left = {
                number: label
                for number, label in left.items()
                if not label.permits(principal.clearance, purpose)
            }
    return frozenset(left)
