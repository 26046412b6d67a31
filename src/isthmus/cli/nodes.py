"""Commands of the node itself: make one, show its settings. `running` and `showing` run it."""

from __future__ import annotations

from dataclasses import fields

from cyclopts import App

from isthmus.cli.opening import ANYWHERE, Where
from isthmus.cli.printing import Out
from isthmus.node import Node
from isthmus.settings import PREFIX, Settings

settings_app = App(name="settings", help="Settings of a node.")


def add_to(app: App) -> None:
    """Add the commands; those that run a node load the whole door, so only when called."""
    app.command(init)
    app.command("isthmus.cli.running:up", name="up")
    app.command("isthmus.cli.showing:demo", name="demo")
    settings_app.command(show, name="show")
    app.command(settings_app)


def init(where: Where = ANYWHERE) -> None:
    """Make a node's folder: keys, store, audit log. What is there already stays.

    For example: `isthmus init --home /srv/alder --center alder`
    """
    settings = where.settings()
    with Node(settings) as node:
        key = node.keyring.audit_key.text
    made = {"home": str(settings.home), "partition": settings.partition, "audit_key": key}
    where.out.show(made, _made)


def show(where: Where = ANYWHERE) -> None:
    """Show every setting: its value here, its variable, and what it means.

    For example: `ISTHMUS_PORT=9000 isthmus settings show`
    """
    settings = where.settings()
    found = {one.name: str(getattr(settings, one.name)) for one in fields(Settings)}
    where.out.show(found, _settings)


def _made(out: Out, made: dict[str, str]) -> None:
    out.facts(
        ("folder", made["home"]),
        ("partition", made["partition"]),
        ("audit key", made["audit_key"]),
        ("next", "isthmus account add NAME --role administrator, then isthmus up"),
    )


def _settings(out: Out, found: dict[str, str]) -> None:
    rows = [
        (PREFIX + one.name.upper(), found[one.name], one.metadata["doc"])
        for one in fields(Settings)
    ]
    out.table("settings", ("variable", "value", "meaning"), rows)
