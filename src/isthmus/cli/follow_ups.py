"""Commands of follow-ups: what one acted on, and must look at again."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.printing import Out
from isthmus.flow.documents.following import FollowUpList, Seen, ShownFollowUp
from isthmus.flow.following_up import follow_ups, see


def add_to(app: App) -> None:
    """Add the commands."""
    own = App(name="follow-up", help="What you acted on, and must look at again.")
    own.command(show, name="list")
    own.command(seen)
    app.command(own)


def show(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List what you moved or judged, and of which a part was taken back since.

    For example: `isthmus follow-up list --as duty --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = follow_ups(at.center, at.actor)
    where.out.show(found, _list)


def seen(
    *ids: Annotated[str, Parameter(help="Which ones, as the list names them.")],
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Say that you saw some of them.

    For example: `isthmus follow-up seen m... --as duty --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = see(at.center, at.actor, Seen(ids=list(ids)))
    where.out.show(found, _list)


def _list(out: Out, found: FollowUpList) -> None:
    columns = ("id", "what", "why", "you acted", "taken back", "seen")
    rows = [
        (one.id, _what(one), one.why, one.acted_at, one.at, one.seen) for one in found.follow_ups
    ]
    out.table("follow-ups", columns, rows)
    if found.elsewhere:
        out.line(f"{found.elsewhere} more at another of your purposes")


def _what(one: ShownFollowUp) -> str:
    if one.alert is not None:
        return f"alert {one.alert.number}: {one.alert.caption}"
    pair = " = ".join(entity.caption for entity in one.entities)
    return f"judgement: {pair}" if pair else f"{one.acted}, of which you may see nothing any more"
