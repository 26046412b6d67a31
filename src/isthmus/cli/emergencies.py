"""Commands of declared emergencies."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.partners import agreements_app, federation_of
from isthmus.cli.printing import Out
from isthmus.flow.documents.emergencies import EmergencyWish, EmergencyWords, ShownEmergency
from isthmus.flow.emergencies import (
    confirm_emergency,
    declare_emergency,
    end_emergency,
    list_emergencies,
)

emergencies_app = App(name="emergency", help="Emergencies, in which more may leave.")

Reason = Annotated[str, Parameter(help="Why, in a sentence; partners read it.")]


def add_to(_: App) -> None:
    """Add the commands to those of agreements."""
    emergencies_app.command(show, name="list")
    emergencies_app.command(declare, name="declare")
    emergencies_app.command(confirm, name="confirm")
    emergencies_app.command(end, name="end")
    agreements_app.command(emergencies_app)


def show(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List emergencies, declared here and elsewhere, the newest first.

    For example: `isthmus agreements emergency list`
    """
    with acting(where, who) as at:
        found = list_emergencies(federation_of(at), at.actor)
    where.out.show(found, _emergencies)


def declare(
    digest: str,
    *,
    hours: Annotated[int, Parameter(help="For how many hours from now.")],
    reason: Reason,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Declare an emergency under the agreement of DIGEST; it holds once another person confirms it.

    For example: `isthmus agreements emergency declare 3f2a... --hours 12 --reason "a dam broke"`
    """
    with acting(where, who) as at:
        wish = EmergencyWish(hours=hours, reason=reason)
        found = declare_emergency(federation_of(at), at.actor, digest, wish)
    where.out.show(found, _emergency)


def confirm(emergency: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Confirm the EMERGENCY that another person declared: from now on it holds.

    For example: `isthmus agreements emergency confirm u-... --as release`
    """
    with acting(where, who) as at:
        found = confirm_emergency(federation_of(at), at.actor, emergency)
        at.node.dispatch()
    where.out.show(found, _emergency)


def end(emergency: str, *, reason: Reason, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """End an EMERGENCY: one of this center for all, one of a partner for this center alone.

    For example: `isthmus agreements emergency end u-... --reason "the water fell" --as release`
    """
    with acting(where, who) as at:
        words = EmergencyWords(reason=reason)
        found = end_emergency(federation_of(at), at.actor, emergency, words)
        at.node.dispatch()
    where.out.show(found, _emergency)


def _emergencies(out: Out, found: list[ShownEmergency]) -> None:
    rows = [(e.id, e.state, e.center, e.agreement, e.until, e.by, e.reason) for e in found]
    columns = ("emergency", "state", "center", "agreement", "until", "declared by", "reason")
    out.table("emergencies", columns, rows)


def _emergency(out: Out, one: ShownEmergency) -> None:
    out.facts(
        ("emergency", one.id),
        ("state", one.state),
        ("center", one.center),
        ("agreement", one.agreement),
        ("reason", one.reason),
        ("declared", one.declared_at),
        ("by", one.by),
        ("confirmed by", one.confirmed_by),
        ("until", one.until),
        ("ended by", [f"{end.center}: {end.reason}" for end in one.ends]),
    )
