"""Commands of the audit log."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.printing import Out
from isthmus.flow.documents.audit import CheckpointPage, EntryList, Verification
from isthmus.flow.overseeing import list_entries
from isthmus.flow.proving import checkpoint_page, verification


def add_to(app: App) -> None:
    """Add the commands."""
    own = App(name="audit", help="Evidence of who did what.")
    own.command(verify)
    own.command(checkpoint)
    own.command(entries)
    app.command(own)


def verify(where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Verify the whole log, from its entries up to the signed checkpoint.

    For example: `isthmus audit verify --home /srv/alder`
    """
    with acting(where, who) as at:
        found = verification(at.center, at.actor, at.node.verify_audit)
    where.out.show(found, _verified)


def checkpoint(where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Give the signed tree head, and the key to check it with.

    For example: `isthmus audit checkpoint --json > checkpoint.json`
    """
    with acting(where, who) as at:
        page = checkpoint_page(at.center, at.actor, at.node.checkpoint)
    where.out.show(page, _checkpoint)


def entries(
    *,
    cursor: Annotated[str | None, Parameter(help="Go on after the page before.")] = None,
    limit: int = 50,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """List who did what, newest first; for overseers.

    For example: `isthmus audit entries --limit 100 --as overseer`
    """
    with acting(where, who) as at:
        found = list_entries(at.center, at.actor, cursor=cursor, limit=limit)
    where.out.show(found, _entries)


def _verified(out: Out, found: Verification) -> None:
    out.facts(
        ("verified", found.ok),
        ("entries", found.size),
        ("root", found.root),
        ("seconds", f"{found.seconds:.2f}"),
    )


def _checkpoint(out: Out, page: CheckpointPage) -> None:
    out.line(page.checkpoint)
    out.facts(("key", page.vkey), ("newest entry", page.at), ("pending", page.pending))


def _entries(out: Out, found: EntryList) -> None:
    rows = [
        (e.index, e.at, e.principal, e.role, e.purpose, e.act, e.decision, e.objects)
        for e in found.items
    ]
    columns = ("index", "at", "who", "role", "purpose", "act", "decision", "objects")
    out.table("audit entries", columns, rows)
    if found.next:
        out.line(f"more: --cursor {found.next}")
