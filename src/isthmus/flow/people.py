"""People: who gets an account, and how a password changes; each with its audit entry.

Changing a password ends the account's sessions: they are bound to the password's hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from isthmus.access.readers import refuse_service_sign_in
from isthmus.access.roles import ROLES, Capability, capabilities
from isthmus.errors import AccessError, InputError, NotFound, SignInRefused, StateError
from isthmus.flow.actor import Actor
from isthmus.flow.center import ADMINISTRATION, Center
from isthmus.flow.signin import LONGEST_NAME, Gate, is_a_name, session_entry
from isthmus.model.label import LEVELS, Allowed, Clearance
from isthmus.model.principal import Principal
from isthmus.phrases import say
from isthmus.ports import Account

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 1024


def operator(center: Center) -> Actor:
    """Give the one who works on the node's own folder: an administrator, who reads no data."""
    service = center.service("operator", ADMINISTRATION)
    return Actor(replace(service, roles=("administrator",)), ADMINISTRATION)


def new_principal(  # noqa: PLR0913 - what a person brings to a label, word by word
    center: Center,
    name: str,
    *,
    display_name: str,
    roles: tuple[str, ...],
    purposes: tuple[str, ...],
    level: str,
    caveats: frozenset[str] = frozenset(),
    categories: Allowed,
) -> Principal:
    """Describe a person of this center; `level`: of the national scheme.

    Raises InputError for a role, purpose or level that nobody declared.
    """
    _check_known("role", roles, ROLES)
    _check_known("purpose", purposes, center.purposes)
    _check_known("level", (level,), LEVELS["national"])
    return Principal(
        id=f"person:{center.id}:{name}",
        name=name,
        display_name=display_name,
        roles=roles,
        purposes=purposes,
        clearance=Clearance(center.id, {"national": level}, caveats, categories),
    )


def create_account(gate: Gate, by: Actor, principal: Principal, password: str) -> None:
    """Give a person an account.

    Raises AccessError for whoever may not, and for a service principal; StateError when the name
    or the id is taken; InputError for a name or a password that will not do.
    """
    check_may_administer(by.principal)
    refuse_service_sign_in(principal)
    _check_name(principal.name)
    hashed = _hashed(gate, password)
    with gate.center.store.writing() as unit:
        taken = unit.accounts.by_name(principal.name) or unit.accounts.by_id(principal.id)
        if taken is not None:
            message = say("expected a free name, got {name}", name=principal.name)
            raise StateError(message, repair=say("choose another name, or change that password"))
        unit.accounts.put(Account(principal, hashed))
        objects, act = (principal.id,), "account.created"
        session_entry(gate, unit, by.principal, act, objects=objects, purpose=by.purpose)
        unit.commit()


def change_password(
    gate: Gate, by: Actor, name: str, password: str, *, old: str | None = None
) -> None:
    """Set a password, lift a wait, and end every session of the account.

    A person needs the old one for an own account; for another's, the right to administer. Raises
    AccessError, SignInRefused for a wrong old password, NotFound for an unknown name.
    """
    own = by.principal.name == name and not by.principal.service
    if not own:
        check_may_administer(by.principal)
    with gate.center.store.reading() as unit:
        account = unit.accounts.by_name(name)
    if account is None:
        message = say("expected the name of an account, got {name}", name=name[:LONGEST_NAME])
        raise NotFound(message)
    if own and not gate.passwords.verify(account.password_hash, old or ""):
        message = say("expected the password that holds now")
        raise SignInRefused(message)
    hashed = _hashed(gate, password)
    with gate.center.store.writing() as unit:
        unit.accounts.put(Account(account.principal, hashed))
        objects, act = (account.principal.id,), "account.password_changed"
        session_entry(gate, unit, by.principal, act, objects=objects, purpose=by.purpose)
        unit.commit()


def check_may_administer(principal: Principal) -> None:
    """Raise AccessError unless the principal may administer the node."""
    if Capability.ADMINISTER_FEEDS not in capabilities(principal):
        message = say("expected an administrator or the node's operator")
        raise AccessError(message)


def _check_name(name: str) -> None:
    if not is_a_name(name) or name != name.strip():
        message = say(
            "expected a name of 1 to {most} characters, got {name}",
            most=LONGEST_NAME,
            name=repr(name[:LONGEST_NAME]),
        )
        raise InputError(message)


def _check_known(kind: str, given: tuple[str, ...], known: Iterable[str]) -> None:
    names = sorted(known)
    for name in given:
        if name not in names:
            message = say(
                "expected a {kind} among {names}, got {name}",
                kind=kind,
                names=", ".join(names),
                name=repr(name[:60]),
            )
            raise InputError(message)


def _hashed(gate: Gate, password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = say(
            "expected a password of {least} characters or more",
            least=SHORTEST_PASSWORD,
        )
        raise InputError(message, repair=say("choose a longer one; several words will do"))
    return gate.passwords.hash(password)
