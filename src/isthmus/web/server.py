"""The server: granian in this process, beside the node's own threads.

Granian's embedded server runs the application in a loop of its own thread. It waits for open
connections when it stops, and an event stream never ends by itself: so the streams are told to end
first, and what is left after two seconds is cut.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import closing, suppress
from typing import Final

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from litestar import Litestar

from isthmus.errors import SettingsError, UnavailableError
from isthmus.phrases import say
from isthmus.web.app import create_app
from isthmus.web.asking import Door
from isthmus.web.served import Served

START_S: Final = 10.0
KILL_S: Final = 2
STOP_S: Final = 5.0


class WebServer:
    """One node's HTTP door, open between `start` and `stop`."""

    def __init__(self, node: Served, *, host: str | None = None, port: int | None = None) -> None:
        self._app: Litestar = create_app(node)
        self._host = host or node.settings.host
        self._port = node.settings.port if port is None else port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: Server | None = None
        self._thread = threading.Thread(target=self._run, name="isthmus-web", daemon=True)

    @property
    def address(self) -> str:
        """The address of the console, once started."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    def start(self) -> None:
        """Open the port; returns when it answers.

        Raises SettingsError when something else holds the port, UnavailableError when it does not
        answer in time.
        """
        self._port = _free_port(self._host, self._port)
        self._thread.start()
        if not _answers(self._host, self._port, self._thread):
            message = say(
                "expected an answer at {address} within {seconds} s, got none",
                address=self.address,
                seconds=f"{START_S:.0f}",
            )
            raise UnavailableError(message)

    def stop(self) -> None:
        """End the streams, let what runs end, and close; open connections do not hold it up."""
        door: Door = self._app.state["door"]
        door.hub.close()
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._interrupt)
            self._thread.join(STOP_S)
        door.pools.close()

    def _interrupt(self) -> None:
        if self._server is not None:
            self._server.signal_handler_interrupt()  # type: ignore[no-untyped-call] # granian says no types

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = Server(
            self._app,
            address=self._host,
            port=self._port,
            interface=Interfaces.ASGI,
            websockets=False,
            # Below errors it says that it is experimental, and where it listens.
            log_level=LogLevels.error,
        )
        server.workers_kill_timeout = KILL_S
        self._server = server
        with suppress(TimeoutError, asyncio.CancelledError):
            await server.serve()


def _free_port(host: str, port: int) -> int:
    """Give a port that nothing listens on: granian would share one without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"expected port {port} of {host} to be free, got: {error.strerror}"
            raise SettingsError(
                message, repair="end what listens there, or set ISTHMUS_PORT"
            ) from error
        chosen: int = probe.getsockname()[1]
        return chosen


def _answers(host: str, port: int, thread: threading.Thread) -> bool:
    for _ in range(int(START_S / 0.02)):
        if not thread.is_alive():
            return False
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            # Not open yet: try again in a moment.
            thread.join(0.02)
    return False
