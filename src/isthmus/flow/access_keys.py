"""Access keys: how a program reads as a person, without that person's password.

1. An administrator makes a key for an account, for one use and some of its purposes, until a day.
   It is shown once; the store knows only its keyed hash.
2. Whoever shows it reads as that person would, at the purposes of the key, where its use lets him,
   and does nothing else: a key for TAXII screens nobody, and one for screening reads no collection.
3. It is bound to the password's hash, as a session is: whoever changes a password ends the keys.

A key that opens nothing is refused with the same words whatever is wrong with it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from isthmus.access.roles import Capability, capabilities
from isthmus.errors import InputError, NotFound, SignInRefused, StateError
from isthmus.flow.actor import Actor
from isthmus.flow.documents.session import ShownKey
from isthmus.flow.people import check_may_administer
from isthmus.flow.signin import LONGEST_NAME, PURPOSE, Gate, keyed, session_entry, spelled
from isthmus.model.ids import ID_BYTES, parsed_id, shown_id
from isthmus.model.principal import KeyUse, Principal
from isthmus.phrases import say
from isthmus.ports import AccessKey, Account

TOKEN_BYTES: Final = 32
DAYS_MAX: Final = 366
_BEGINS: Final = "isk-"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a key is to be. `purposes`: none given: all of the account's; `use`: what it opens."""

    account: str
    made_for: str
    purposes: tuple[str, ...] = ()
    days: int = 90
    use: KeyUse = KeyUse.TAXII


def make_key(gate: Gate, by: Actor, wish: Wish) -> tuple[ShownKey, str]:
    """Make a key for an account; gives it with the secret, which nobody can read again.

    Raises AccessError for whoever may not, NotFound for an unknown account, StateError for one
    that reads nothing, InputError for days or purposes that will not do.
    """
    check_may_administer(by.principal)
    secret = _BEGINS + spelled(gate.center.entropy.random_bytes(TOKEN_BYTES))
    with gate.center.store.writing() as unit:
        account = _checked(wish, unit.accounts.by_name(wish.account))
        now = gate.center.clock.now()
        key = AccessKey(
            id=gate.center.entropy.random_bytes(ID_BYTES),
            token_hash=keyed(gate, "access-key", secret),
            principal=account.principal.id,
            bound=_bound(gate, account),
            purposes=wish.purposes or account.principal.purposes,
            use=wish.use,
            made_for=wish.made_for,
            made_by=by.principal.id,
            created_at=now,
            expires_at=now + timedelta(days=wish.days),
        )
        unit.accounts.put_access_key(key)
        objects = (shown_id("k", key.id), account.principal.id, f"use:{key.use}")
        act = "access_key.made"
        session_entry(gate, unit, by.principal, act, objects=objects, purpose=by.purpose)
        unit.commit()
    return _shown(gate, key, account), secret


def list_keys(gate: Gate, by: Actor) -> list[ShownKey]:
    """Give every key, oldest first; raises AccessError for whoever may not."""
    check_may_administer(by.principal)
    with gate.center.store.reading() as unit:
        return [
            _shown(gate, key, unit.accounts.by_id(key.principal))
            for key in unit.accounts.access_keys()
        ]


def end_key(gate: Gate, by: Actor, key: str) -> ShownKey:
    """End a key; raises AccessError for whoever may not, NotFound for an unknown one."""
    check_may_administer(by.principal)
    wanted = parsed_id("k", key)
    with gate.center.store.writing() as unit:
        found = next((one for one in unit.accounts.access_keys() if one.id == wanted), None)
        if found is None:
            message = say("expected the id of an access key, got {key}", key=repr(key[:60]))
            raise NotFound(message)
        ended = replace(found, ended_at=found.ended_at or gate.center.clock.now())
        unit.accounts.put_access_key(ended)
        objects, act = (key, found.principal), "access_key.ended"
        session_entry(gate, unit, by.principal, act, objects=objects, purpose=by.purpose)
        account = unit.accounts.by_id(found.principal)
        unit.commit()
    return _shown(gate, ended, account)


def bearer(gate: Gate, use: KeyUse, name: str | None, secret: str) -> Principal:
    """Give who reads by a key: the account's principal, at the purposes of the key.

    `use`: what the key must open; `name`: of the account, where the program states one. Raises
    SignInRefused for a key that does not open it, in the same words whatever is wrong with it, and
    notes it.
    """
    with gate.center.store.reading() as unit:
        key = unit.accounts.access_key(keyed(gate, "access-key", secret))
        account = None if key is None or key.use is not use else unit.accounts.by_id(key.principal)
    if key is not None and account is not None and _opens(gate, key, account, name):
        known = account.principal
        return replace(known, purposes=tuple(p for p in key.purposes if p in known.purposes))
    with gate.center.store.writing() as unit:
        who = gate.center.service("sign-in", PURPOSE)
        objects = () if key is None else (shown_id("k", key.id),)
        session_entry(gate, unit, who, "access_key.refused", objects=objects, decision="refuse")
        unit.commit()
    raise SignInRefused(say("expected an access key that opens, got one that does not"))


def _checked(wish: Wish, account: Account | None) -> Account:
    """Give the account of a wish that can be fulfilled."""
    if account is None:
        message = say(
            "expected the name of an account, got {name}", name=wish.account[:LONGEST_NAME]
        )
        raise NotFound(message)
    if account.principal.service or Capability.READ not in capabilities(account.principal):
        message = say("expected an account that reads data, got {name}", name=wish.account)
        raise StateError(message, repair=say("choose the account of a person who reads"))
    if not 1 <= wish.days <= DAYS_MAX:
        raise InputError(
            say("expected 1 to {most} days, got {days}", most=DAYS_MAX, days=wish.days)
        )
    strange = [one for one in wish.purposes if one not in account.principal.purposes]
    if strange:
        message = say(
            "expected purposes of {name}, got {purpose}", name=wish.account, purpose=strange[0][:60]
        )
        raise InputError(message)
    return account


def _opens(gate: Gate, key: AccessKey, account: Account, name: str | None = None) -> bool:
    within = key.created_at <= gate.center.clock.now() < key.expires_at
    bound = hmac.compare_digest(key.bound, _bound(gate, account))
    named = name in {None, "", account.principal.name}
    return within and bound and named and key.ended_at is None and not account.principal.service


def _bound(gate: Gate, account: Account) -> bytes:
    return keyed(gate, "access-key-bound", account.password_hash)


def _shown(gate: Gate, key: AccessKey, account: Account | None) -> ShownKey:
    opens = account is not None and _opens(gate, key, account)
    return ShownKey(
        id=shown_id("k", key.id),
        account=key.principal if account is None else account.principal.name,
        made_for=key.made_for,
        made_by=key.made_by,
        use=key.use,
        purposes=list(key.purposes),
        created_at=key.created_at,
        expires_at=key.expires_at,
        ended_at=key.ended_at,
        opens=opens,
    )
