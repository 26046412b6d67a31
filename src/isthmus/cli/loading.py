"""The command that resolves set-wise all that waits."""

from __future__ import annotations

from cyclopts import App

from isthmus.cli.opening import ANYWHERE, Where, opened
from isthmus.cli.printing import Out
from isthmus.cli.resolving import resolve_app
from isthmus.flow.bulk_fusion import LoadReport, load_pending


def add_to(_: App) -> None:
    """Add the command to those of the resolver."""
    resolve_app.command(load)


def load(where: Where = ANYWHERE) -> None:
    """Resolve in sets all that waits for the resolver, as after a large delivery.

    The scores are those that the running node would give one by one; it takes less time.

    For example: `isthmus resolve load`
    """
    with opened(where) as node:
        reports = load_pending(node.center)
    where.out.show(reports, _table)


def _table(out: Out, reports: list[LoadReport]) -> None:
    rows = [
        (one.purpose, f"{one.entities:,}", f"{one.pairs:,}", f"{one.judgements:,}", str(one.hubs))
        for one in reports
    ]
    columns = ("purpose", "entities", "pairs compared", "judgements", "capped keys")
    out.table("Resolved", columns, rows)
