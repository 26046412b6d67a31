"""Serving a node: its loops and its door, until the process is asked to end."""

from __future__ import annotations

import signal
import threading
import webbrowser
from contextlib import ExitStack
from types import FrameType

from rich.console import Console

from isthmus.arrivals import Arrivals
from isthmus.flow.custody import check_custodian
from isthmus.node import Node
from isthmus.web.server import WebServer
from isthmus.worker import Worker


def serve(node: Node, password: str | None = None, *, browser: bool = False) -> int:
    """Run a node's loops and its door until it is interrupted; give the exit code.

    `password`: of the accounts of a throwaway node, shown since nobody else could know it. Only
    the main thread may call this. Raises SettingsError where the settings name a custodian who
    cannot be one.
    """
    check_custodian(node.center)
    ended = threading.Event()
    console = Console(stderr=True)

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    kept = {one: signal.signal(one, end) for one in (signal.SIGINT, signal.SIGTERM)}
    with ExitStack() as open_things:
        for one, before in kept.items():
            open_things.callback(signal.signal, one, before)
        server = WebServer(node)
        open_things.callback(server.stop)
        server.start()
        node.start(Worker(node), Arrivals(node))
        open_things.callback(node.stop)
        _tell(console, node, server.address, password)
        if browser:
            webbrowser.open(server.address)
        ended.wait()
        console.print("ending")
    return 0


def _tell(console: Console, node: Node, address: str, password: str | None) -> None:
    console.print(f"console  [link={address}]{address}[/link]")
    if password is not None:
        with node.store.reading() as unit:
            names = ", ".join(account.principal.name for account in unit.accounts.all())
        console.print(f"sign in  {names}", markup=False)
        console.print(f"password {password}", markup=False, highlight=False)
    console.print("end      Ctrl C")
