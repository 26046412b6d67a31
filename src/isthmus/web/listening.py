"""Listening: granian in this process, beside the node's own threads, on one port.

Granian's embedded server runs the application in a loop of its own thread. It waits for open
connections when it stops; what is left after two seconds is cut.
"""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server.embed import Server
from litestar import Litestar

from isthmus.errors import SettingsError, UnavailableError
from isthmus.phrases import say
from isthmus.ports import LineTerms

START_S: Final = 10.0
KILL_S: Final = 2
STOP_S: Final = 5.0


class Listener:
    """One port, open between `start` and `stop`. `line`: with mutual TLS on these terms."""

    def __init__(
        self, app: Litestar, host: str, port: int, *, line: LineTerms | None = None
    ) -> None:
        self._app, self._host, self._port, self._line = app, host, port, line
        self._tls: dict[str, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: Server | None = None
        self._thread = threading.Thread(target=self._run, name="isthmus-web", daemon=True)

    def start(self) -> None:
        """Open the port; returns when it answers.

        Raises UnavailableError when it does not answer in time.
        """
        with _files(self._line) as self._tls:
            self._thread.start()
            opened = _answers(self._host, self._port, self._thread)
        if not opened:
            message = say(
                "expected an answer at {address} within {seconds} s, got none",
                address=address_of(self._host, self._port, secure=self._line is not None),
                seconds=f"{START_S:.0f}",
            )
            raise UnavailableError(message)

    def stop(self) -> None:
        """Let what runs end, and close; open connections do not hold it up."""
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._interrupt)
            self._thread.join(STOP_S)

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
            **self._tls,
        )
        server.workers_kill_timeout = KILL_S
        self._server = server
        with suppress(TimeoutError, asyncio.CancelledError):
            await server.serve()


def address_of(host: str, port: int, *, secure: bool = False) -> str:
    """Give the address at which a port is reached."""
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{shown}:{port}"


def free_port(host: str, port: int) -> int:
    """Give a port that nothing listens on: granian would share one without a word.

    Raises SettingsError when something else holds it.
    """
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


@contextmanager
def _files(line: LineTerms | None) -> Iterator[dict[str, Any]]:
    """Give the server its certificates, as files that are gone once it has read them."""
    if line is None:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="isthmus-line-") as name:
        folder = Path(name)
        parts = {
            "ssl_cert": line.identity.certificate,
            "ssl_key": line.identity.key,
            "ssl_ca": line.authorities,
        }
        for file, content in parts.items():
            descriptor = os.open(folder / file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(content)
        yield {
            **{file: folder / file for file in parts},
            "ssl_client_verify": True,
            "ssl_protocol_min": SSLProtocols.tls13,
        }


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
