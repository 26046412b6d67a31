"""The command that resolves set-wise all that waits."""

from __future__ import annotations

from cyclopts import App

from isthmus.cli.opening import ANYWHERE, Where, opened
from isthmus.cli.printing import Out
from isthmus.cli.resolving import resolve_app
from isthmus.cli.wording import Language
from isthmus.flow.bulk_fusion import LoadReport, load_pending
from isthmus.phrases import say


def add_to(_: App) -> None:
    """Add the command to those of the resolver."""
    resolve_app.command(load)


def load(*, language: Language = "en", where: Where = ANYWHERE) -> None:
    """Resolve in sets all that waits for the resolver, as after a large delivery.

    The scores are those that the running node would give one by one; it takes less time.

    For example: `isthmus resolve load`
    """
    with opened(where) as node:
        reports = load_pending(node.center)
        voice = node.center.wording.voice(language)
    where.out.speaking(voice).show(reports, _table)


def _table(out: Out, reports: list[LoadReport]) -> None:
    rows = [
        (one.purpose, f"{one.entities:,}", f"{one.pairs:,}", f"{one.judgements:,}", str(one.hubs))
        for one in reports
    ]
    columns = (
        say("purpose"),
        say("entities"),
        say("pairs compared"),
        say("judgements"),
        say("capped keys"),
    )
    out.table(say("resolved"), columns, rows)
