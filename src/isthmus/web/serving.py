"""Serving a node: its loops and its door, until the process is asked to end."""

from __future__ import annotations

import os
import signal
import webbrowser
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Final

from rich.console import Console

from isthmus.arrivals import Arrivals
from isthmus.flow.custody import check_custodian
from isthmus.node import Node
from isthmus.web.server import WebServer
from isthmus.worker import Worker

ENDS: Final = (signal.SIGINT, signal.SIGTERM)


def serve(
    node: Node,
    password: str | None = None,
    *,
    browser: bool = False,
    door: WebServer | None = None,
) -> int:
    """Run a node's loops and its door until it is interrupted; give the exit code.

    `password`: of the accounts of a throwaway node, shown since nobody else could know it; `door`:
    the node's, if it is open already, and then it stays open. Only
    the main thread may call this. Raises SettingsError where the settings name a custodian who
    cannot be one.
    """
    check_custodian(node.center)
    console = Console(stderr=True)
    with ExitStack() as open_things:
        asked_to_end = open_things.enter_context(signals(ENDS))
        server = door
        if server is None:
            server = WebServer(node)
            open_things.callback(server.stop)
            server.start()
        node.start(Worker(node), Arrivals(node))
        open_things.callback(node.stop)
        _tell(console, node, server.address, password)
        if browser:
            webbrowser.open(server.address)
        asked_to_end()
        console.print("ending")
    return 0


@contextmanager
def signals(numbers: tuple[signal.Signals, ...]) -> Generator[Callable[[], None]]:
    """Catch signals in the main thread; give what waits until the first of them came.

    No lock is waited for: the kernel may hand a signal to any thread, which would not wake the
    main one, and a handler that finds the lock held by the very code it interrupts never returns.
    The interpreter writes the number to a pipe in whichever thread the signal met.
    """
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    woken_before = signal.set_wakeup_fd(writes, warn_on_full_buffer=False)
    kept = {one: signal.signal(one, lambda *_: None) for one in numbers}

    def wait() -> None:
        while os.read(reads, 1)[0] not in numbers:
            pass

    try:
        yield wait
    finally:
        signal.set_wakeup_fd(woken_before)
        for one, before in kept.items():
            signal.signal(one, before)
        os.close(reads)
        os.close(writes)


def _tell(console: Console, node: Node, address: str, password: str | None) -> None:
    console.print(f"console  [link={address}]{address}[/link]")
    if password is not None:
        with node.store.reading() as unit:
            names = ", ".join(account.principal.name for account in unit.accounts.all())
        console.print(f"sign in  {names}", markup=False)
        console.print(f"password {password}", markup=False, highlight=False)
    console.print("end      Ctrl C")
