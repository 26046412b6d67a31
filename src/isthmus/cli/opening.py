"""Opening: the node's folder, and who acts on it.

Without `--as` the operator of the folder acts: an administrator, who reads no data. With it a
person signs in as at the console, and every read and act is in the log under that name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from isthmus.cli.printing import Out
from isthmus.errors import AccessError, InputError, PurposeRequired, SettingsError
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.session import SessionPage
from isthmus.flow.people import operator
from isthmus.flow.signin import Gate, Terms, opened_gate, sign_in, sign_out
from isthmus.model.principal import Principal
from isthmus.node import Node
from isthmus.phrases import say
from isthmus.settings import Settings, read_settings

PASSWORD_VARIABLE = "ISTHMUS_PASSWORD"  # noqa: S105 - the name of a variable
PURPOSE_VARIABLE = "ISTHMUS_PURPOSE"


@Parameter(name="*", group="Node")
@dataclass(frozen=True)
class Where:
    """Which node's folder; each outranks its ISTHMUS_ variable."""

    home: Annotated[Path | None, Parameter(help="Folder of the node.")] = None
    center: Annotated[str | None, Parameter(help="Id of the center.")] = None
    partition: Annotated[str | None, Parameter(help="Which partition to open.")] = None
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", help="Print JSON, for machines.")
    ] = False

    def settings(self) -> Settings:
        """Give the settings with what the command line says on top."""
        return read_settings(home=self.home, center=self.center, partition=self.partition)

    @property
    def out(self) -> Out:
        """Where the answer goes."""
        return Out(as_json=self.as_json)


@Parameter(name="*", group="Who and why")
@dataclass(frozen=True)
class Who:
    """Who acts, and why."""

    name: Annotated[
        str | None, Parameter(name="--as", help="Sign in as this person; else the operator acts.")
    ] = None
    purpose: Annotated[
        str | None, Parameter(help=f"Why; or {PURPOSE_VARIABLE}. One's only purpose need not be.")
    ] = None
    password_file: Annotated[
        Path | None,
        Parameter(help=f"File with the password; or {PASSWORD_VARIABLE}; else it is asked for."),
    ] = None


ANYWHERE = Where()
OPERATOR = Who()


@dataclass(frozen=True, slots=True)
class At:
    """An open node, and who acts on it."""

    node: Node
    actor: Actor

    @property
    def center(self) -> Center:
        """The node's center."""
        return self.node.center


@contextmanager
def opened(where: Where) -> Generator[Node]:
    """Open a node that is there already.

    Raises SettingsError where there is none, and StateError while another process runs it.
    """
    settings = where.settings()
    folder = settings.home / settings.partition
    if not (folder / "keys").is_dir():
        message = f"expected a node in {folder}, got no keys there"
        raise SettingsError(message, repair="make one with `isthmus init`, or name it with --home")
    with Node(settings) as node:
        yield node


@contextmanager
def acting(where: Where, who: Who) -> Generator[At]:
    """Open a node and sign in; signs out at the end."""
    with opened(where) as node:
        if who.name is None:
            yield from _as_operator(node)
            return
        gate = gate_of(node)
        signed_in, _ = sign_in(gate, who.name, password(who.password_file, who.name))
        try:
            yield At(node, Actor(signed_in.principal, purpose_of(signed_in.principal, who.purpose)))
        finally:
            sign_out(gate, signed_in)


def _as_operator(node: Node) -> Generator[At]:
    try:
        yield At(node, operator(node.center))
    except AccessError as error:
        error.repair = say("sign in with --as NAME: the operator of the folder reads no data")
        raise


def gate_of(node: Node) -> Gate:
    """Give what signing in stands on."""
    settings = node.settings
    terms = Terms(lockout_failures=settings.lockout_failures)
    return opened_gate(node.center, node.passwords, node.session_key, terms)


def purpose_of(principal: Principal, stated: str | None) -> str:
    """Give the purpose stated, or the only one there is; raises PurposeRequired otherwise."""
    return _purpose(principal.purposes, stated)


def purpose_of_session(page: SessionPage, stated: str | None) -> str:
    """Do the same for a session that another process opened."""
    return _purpose([purpose.id for purpose in page.purposes], stated)


def _purpose(held: Sequence[str], stated: str | None) -> str:
    found = stated or os.environ.get(PURPOSE_VARIABLE)
    if found:
        return found
    if len(held) == 1:
        return held[0]
    message = "expected a purpose, got none"
    raise PurposeRequired(message, repair=f"--purpose, one of: {', '.join(held)}")


def password(file: Path | None, name: str) -> str:
    """Give a password from a file, the environment, or whoever sits there; never an argument."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError, UnicodeDecodeError) as error:
            message = f"expected a file with a password in {file}"
            raise InputError(message, repair="write the password into its first line") from error
    kept = os.environ.get(PASSWORD_VARIABLE)
    if kept is not None:
        return kept
    if not sys.stdin.isatty():
        message = "expected a password, got no terminal to ask at"
        raise InputError(message, repair=f"give --password-file, or set {PASSWORD_VARIABLE}")
    return getpass(f"password of {name}: ")
