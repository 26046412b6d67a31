"""Programs: who asks with an access key instead of a session.

A key opens the operations of its use. An operation that takes no key does not look at one: so a
program that shows a key there has no session, and gets nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from isthmus.errors import SignInRefused
from isthmus.flow.access_keys import bearer
from isthmus.flow.actor import Actor
from isthmus.model.principal import KeyUse, Principal
from isthmus.phrases import say
from isthmus.web.asking import (
    COOKIE,
    Asked,
    Door,
    acting,
    client_address,
    credentials_of,
    door_of,
)
from isthmus.web.declared import key_use


@dataclass(frozen=True, slots=True)
class Program:
    """A program at a door, with what it showed. `name`: of an account, where it stated one."""

    use: KeyUse
    address: str
    name: str | None
    secret: str

    def holder(self, door: Door) -> Principal:
        """Give as whom the program asks; raises SignInRefused for a key that does not open this."""
        try:
            return bearer(door.gate, self.use, self.name, self.secret)
        except SignInRefused:
            door.attempts.failed(self.address)
            raise


def program_of(request: Asked, use: KeyUse) -> Program:
    """Read the key that came with a request: by HTTP Basic or as a bearer token.

    Raises SignInRefused where there is none, SignInWaits for an address with too many failures.
    """
    address = f"{use} {client_address(request)}"
    door_of(request).attempts.check(address)
    name, secret = _shown(request.headers.get("authorization") or "")
    return Program(use, address, name, secret)


def person_or_program(request: Asked) -> Callable[[], Actor]:
    """Give what finds, on a thread, who asks: a person with a session, or a program with a key.

    The operation says which use of keys opens it. Whoever sends the cookie of a session is that
    person: a proxy may add a header of its own.
    """
    door, asking = door_of(request), credentials_of(request)
    use = key_use(request.route_handler.opt)
    if use is None or COOKIE in request.cookies or "authorization" not in request.headers:
        return lambda: acting(door, asking)
    program = program_of(request, use)
    return lambda: Actor(program.holder(door), asking.purpose)


def _shown(authorization: str) -> tuple[str | None, str]:
    """Give the name, where one is stated, and the secret of an authorization header."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return None, value.strip()
    if scheme.lower() != "basic":
        raise SignInRefused(say("expected an access key, got none"))
    try:
        text = base64.b64decode(value, validate=True).decode()
    except ValueError as error:
        raise SignInRefused(say("expected an access key, got none")) from error
    name, _, secret = text.partition(":")
    return name, secret
