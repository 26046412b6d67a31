"""Commands of accounts, and who one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from isthmus.flow.access_keys import Wish, end_key, list_keys, make_key
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.documents.session import SessionPage, ShownKey
from isthmus.flow.people import change_password, create_account, new_principal
from isthmus.flow.session import session_page
from isthmus.flow.signin import sign_in, sign_out
from isthmus.model.label import ALL, Allowed
from isthmus.model.principal import KeyUse

Name = Annotated[str, Parameter(help="The name to sign in with.")]
NewPassword = Annotated[
    Path | None, Parameter(help=f"File with the new password; else {PASSWORD_VARIABLE} or asked.")
]


def add_to(app: App) -> None:
    """Add the commands."""
    own = App(name="account", help="People of this node.")
    own.command(add)
    own.command(set_password, name="password")
    keys = App(name="key", help="Keys with which programs read over TAXII, or screen, as a person.")
    keys.command(add_key, name="add")
    keys.command(show_keys, name="list")
    keys.command(end, name="end")
    own.command(keys)
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


def add_key(
    name: Name,
    *,
    made_for: Annotated[str, Parameter(name="--for", help="Which program it is for, in words.")],
    purpose: Annotated[
        list[str] | None,
        Parameter(name="--may", help="A purpose of the account; several. None given: all."),
    ] = None,
    use: Annotated[KeyUse, Parameter(help="What it opens, and nothing else.")] = KeyUse.TAXII,
    days: Annotated[int, Parameter(help="How long it opens.")] = 90,
    where: Where = ANYWHERE,
) -> None:
    """Make a key with which a program reads or screens as this person; its secret is shown once.

    For example: `isthmus account key add mara --for "lane 2" --use screening --may border-security`
    """
    with acting(where, OPERATOR) as at:
        wish = Wish(name, made_for, tuple(purpose or ()), days, use)
        key, secret = make_key(gate_of(at.node), at.actor, wish)
    where.out.show({"secret": secret, **_of_key(key)}, _done)


def show_keys(*, where: Where = ANYWHERE) -> None:
    """List the keys of this node; nobody can read a secret again.

    For example: `isthmus account key list`
    """
    with acting(where, OPERATOR) as at:
        keys = list_keys(gate_of(at.node), at.actor)
    where.out.show(keys, _keys)


def end(
    key: Annotated[str, Parameter(help="The id of the key.")], *, where: Where = ANYWHERE
) -> None:
    """End a key at once.

    For example: `isthmus account key end k-aeaqcaibaeaqcaibaeaqcaibae`
    """
    with acting(where, OPERATOR) as at:
        ended = end_key(gate_of(at.node), at.actor, key)
    where.out.show(_of_key(ended), _done)


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


def _of_key(key: ShownKey) -> dict[str, object]:
    return {
        "key": key.id,
        "account": key.account,
        "for": key.made_for,
        "use": key.use.value,
        "purposes": key.purposes,
        "expires": key.expires_at,
        "opens": key.opens,
    }


def _keys(out: Out, keys: Sequence[ShownKey]) -> None:
    columns = ("key", "account", "for", "use", "purposes", "expires", "opens")
    out.table("access keys", columns, [list(_of_key(key).values()) for key in keys])


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
