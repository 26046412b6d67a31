"""Commands of accounts, and who one is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import (
    ANYWHERE,
    OPERATOR,
    PASSWORD_VARIABLE,
    Where,
    Who,
    acting,
    gate_of,
    opened,
    password,
)
from isthmus.cli.printing import Out
from isthmus.errors import SignInRequired
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.documents.session import SessionPage
from isthmus.flow.people import change_password, create_account, new_principal
from isthmus.flow.session import session_page
from isthmus.flow.signin import sign_in, sign_out
from isthmus.model.label import ALL, Allowed

Name = Annotated[str, Parameter(help="The name to sign in with.")]
NewPassword = Annotated[
    Path | None, Parameter(help=f"File with the new password; else {PASSWORD_VARIABLE} or asked.")
]


def add_to(app: App) -> None:
    """Add the commands."""
    own = App(name="account", help="People of this node.")
    own.command(add)
    own.command(set_password, name="password")
    app.command(own)
    app.command(whoami)


def add(  # noqa: PLR0913 - what a person brings, each an option
    name: Name,
    *,
    role: Annotated[list[str], Parameter(help="A role; may be given several times.")],
    purpose: Annotated[
        list[str] | None, Parameter(name="--may", help="A purpose that may be stated; several.")
    ] = None,
    level: Annotated[str, Parameter(help="Clearance of the national scheme.")] = "OFFICIAL",
    caveat: Annotated[list[str] | None, Parameter(help="A handling caveat held; several.")] = None,
    category: Annotated[
        list[str] | None, Parameter(help="A data category; several. None given: all.")
    ] = None,
    display_name: Annotated[str | None, Parameter(help="As shown; else the name.")] = None,
    new_password: NewPassword = None,
    where: Where = ANYWHERE,
) -> None:
    """Give a person an account; the operator of the folder may.

    For example: `isthmus account add mara --role analyst --may maritime-security --level SECRET`
    """
    with acting(where, OPERATOR) as at:
        purposes = tuple(purpose or (ADMINISTRATION,))
        principal = new_principal(
            at.center,
            name,
            display_name=display_name or name,
            roles=tuple(role),
            purposes=purposes,
            level=level,
            caveats=frozenset(caveat or ()),
            categories=ALL if category is None else Allowed.of(*category),
        )
        create_account(gate_of(at.node), at.actor, principal, password(new_password, name))
    where.out.show({"account": name, "roles": role}, _done)


def set_password(name: Name, *, new_password: NewPassword = None, where: Where = ANYWHERE) -> None:
    """Set a person's password; ends every session of that account, and lifts a wait.

    For example: `isthmus account password mara --new-password ./secret.txt`
    """
    with acting(where, OPERATOR) as at:
        change_password(gate_of(at.node), at.actor, name, password(new_password, name))
    where.out.show({"account": name, "password": "changed"}, _done)


def whoami(where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Show who one is here: roles, purposes, what they allow.

    For example: `isthmus whoami --as analyst`
    """
    if who.name is None:
        message = "expected --as NAME: the operator of the folder has no session"
        raise SignInRequired(message, repair="name an account with --as")
    with opened(where) as node:
        gate = gate_of(node)
        signed_in, _ = sign_in(gate, who.name, password(who.password_file, who.name))
        page = session_page(gate, signed_in)
        sign_out(gate, signed_in)
    where.out.show(page, _session)


def _done(out: Out, done: Mapping[str, object]) -> None:
    out.facts(*done.items())


def _session(out: Out, page: SessionPage) -> None:
    out.facts(
        ("name", page.principal.name),
        ("shown as", page.principal.display_name),
        ("roles", page.principal.roles),
        ("purposes", [purpose.id for purpose in page.purposes]),
        ("may", page.may),
        ("partition", page.partition.name),
        ("exercise", page.partition.exercise),
    )
