"""The group of commands of the resolver; other modules put theirs into it."""

from __future__ import annotations

from cyclopts import App

resolve_app = App(name="resolve", help="The resolver: who is who, by which weights.")


def add_to(app: App) -> None:
    """Add the group."""
    app.command(resolve_app)
