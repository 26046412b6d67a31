"""Local accounts of a node: who there is, with which role, purposes and clearance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from isthmus.access.readers import SERVICE_CAVEATS
from isthmus.errors import NotFound
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION, Center
from isthmus.model.label import ALL, Clearance
from isthmus.model.principal import Principal
from isthmus.phrases import say
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
CUSTODIAN: Final = "custodian"


@dataclass(frozen=True, slots=True)
class Usual:
    """One usual account: as shown, its role, purposes and clearance of the national scheme."""

    shown: str
    role: str
    purposes: tuple[str, ...]
    level: str = "SECRET"
    caveats: frozenset[str] = CAVEATS


USUAL: Final[Mapping[str, Usual]] = {
    # The watch's screens stand in a room that many pass.
    "duty": Usual("Duty officer", "duty-officer", OPERATIONAL, "CONFIDENTIAL"),
    "analyst": Usual("Analyst", "analyst", OPERATIONAL),
    "release": Usual("Release officer", "release-officer", OPERATIONAL),
    "second": Usual("Second release officer", "release-officer", OPERATIONAL),
    "commander": Usual("Incident commander", "incident-commander", OPERATIONAL),
    CUSTODIAN: Usual("Custodian", "custodian", OPERATIONAL, "TOP SECRET", SERVICE_CAVEATS),
    "admin": Usual("Administrator", "administrator", (ADMINISTRATION,)),
    "overseer": Usual("Overseer", "overseer", ("oversight",)),
    "dpo": Usual("Data protection officer", "data-protection-officer", ("oversight",)),
}
"""The usual local accounts by name. The custodian may read whatever a detector raises."""


def ensure_account(center: Center, passwords: Passwords, name: str, password: str) -> Principal:
    """Give the principal of a usual account; makes it, or renews its password.

    Raises NotFound for a name that is none of the usual ones.
    """
    usual = USUAL.get(name)
    if usual is None:
        message = say(
            "expected one of {usual}, got {name}", usual=", ".join(USUAL), name=repr(name)
        )
        raise NotFound(message)
    principal = Principal(
        id=f"person:{center.id}:{name}",
        name=name,
        display_name=usual.shown,
        roles=(usual.role,),
        purposes=usual.purposes,
        clearance=Clearance(center.id, {"national": usual.level}, usual.caveats, ALL),
    )
    with center.store.writing() as unit:
        unit.accounts.put(Account(principal, passwords.hash(password)))
        note(
            center,
            unit,
            center.service("administration", ADMINISTRATION),
            purpose=ADMINISTRATION,
            act="account.put",
            objects=[principal.id],
        )
        unit.commit()
    return principal
