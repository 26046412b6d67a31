"""Local accounts of a node: who there is, with which role, purposes and clearance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from isthmus.errors import NotFound
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.model.label import ALL, Clearance
from isthmus.model.principal import Principal
from isthmus.ports import Account, Passwords

OPERATIONAL: Final = (
    "sanctions-enforcement",
    "maritime-security",
    "border-security",
    "financial-crime",
    "serious-crime",
    "customs-control",
    "cyber-security",
    "civil-protection",
)
CAVEATS: Final = frozenset(
    {"H0", "H1", "H2", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT"}
)
USUAL: Final[Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "duty": ("Duty officer", ("duty-officer",), OPERATIONAL),
    "analyst": ("Analyst", ("analyst",), OPERATIONAL),
    "admin": ("Administrator", ("administrator",), ("node-administration",)),
    "overseer": ("Overseer", ("overseer",), ("oversight",)),
    "dpo": ("Data protection officer", ("data-protection-officer",), ("oversight",)),
}
"""The usual local accounts: name -> (as shown, roles, purposes)."""


def ensure_account(center: Center, passwords: Passwords, name: str, password: str) -> Principal:
    """Give the principal of a usual account; makes it, or renews its password.

    Raises NotFound for a name that is none of the usual ones.
    """
    usual = USUAL.get(name)
    if usual is None:
        message = f"expected one of {', '.join(USUAL)}, got {name!r}"
        raise NotFound(message)
    shown, roles, purposes = usual
    principal = Principal(
        id=f"person:{center.id}:{name}",
        name=name,
        display_name=shown,
        roles=roles,
        purposes=purposes,
        clearance=Clearance(center.id, {"national": "SECRET"}, CAVEATS, ALL),
    )
    with center.store.writing() as unit:
        unit.accounts.put(Account(principal, passwords.hash(password)))
        note(
            center,
            unit,
            center.service("administration", "node-administration"),
            purpose="node-administration",
            act="account.put",
            objects=[principal.id],
        )
        unit.commit()
    return principal
