"""The server of one node: the door for people and, on a port of its own, the one for partners.

An event stream never ends by itself: so the streams are told to end first. The partners' door asks
each caller for a certificate of a center of the trust list; it is opened once there is such a list,
and anew when another list holds or the node's own certificate was renewed.
"""

from __future__ import annotations

import logging
import threading
from typing import Final

from litestar import Litestar

from isthmus.errors import IsthmusError
from isthmus.ports import LineTerms
from isthmus.web.app import create_app, partners_app
from isthmus.web.asking import Door
from isthmus.web.listening import Listener, address_of, free_port
from isthmus.web.served import Served

LOOK_S: Final = 1.0

log = logging.getLogger("isthmus.web")


class WebServer:
    """One node's doors, open between `start` and `stop`."""

    def __init__(self, node: Served, *, host: str | None = None, port: int | None = None) -> None:
        settings = node.settings
        self._app: Litestar = create_app(node)
        self._host = host or settings.host
        self._port = settings.port if port is None else port
        self._listener: Listener | None = None
        self._line = _Line(self._door, self._host) if settings.own_line else None

    @property
    def address(self) -> str:
        """The address of the console, once started."""
        return address_of(self._host, self._port)

    @property
    def partners_address(self) -> str:
        """The address that partners call, once started."""
        return self.address if self._line is None else self._line.address

    def start(self) -> None:
        """Open the ports; returns when the one for people answers.

        Raises SettingsError when something else holds a port, UnavailableError when it does not
        answer in time.
        """
        self._port = free_port(self._host, self._port)
        listener = Listener(self._app, self._host, self._port)
        listener.start()
        self._listener = listener
        if self._line is not None:
            self._line.start()

    def stop(self) -> None:
        """End the streams, let what runs end, and close; open connections do not hold it up."""
        door = self._door
        door.hub.close()
        if self._line is not None:
            self._line.stop()
        if self._listener is not None:
            self._listener.stop()
        door.pools.close()

    def renew_line(self) -> None:
        """Open the partners' door at once on the terms of now; it looks every second by itself."""
        if self._line is not None:
            self._line.renew()

    @property
    def _door(self) -> Door:
        door: Door = self._app.state["door"]
        return door


class _Line:
    """The partners' door, opened on the terms that hold."""

    def __init__(self, door: Door, host: str) -> None:
        self._door, self._host = door, host
        self._port = door.node.settings.exchange_port
        self._terms: LineTerms | None = None
        self._listener: Listener | None = None
        self._turn = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="isthmus-line", daemon=True)

    @property
    def address(self) -> str:
        return address_of(self._host, self._port, secure=True)

    def start(self) -> None:
        self._port = free_port(self._host, self._port)
        self.renew()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=30)
        if self._listener is not None:
            self._listener.stop()

    def _watch(self) -> None:
        while not self._stopping.wait(LOOK_S):
            try:
                self.renew()
            except IsthmusError as error:
                log.warning("line.closed: %s", error)

    def renew(self) -> None:
        """Open the door on the terms of now, unless it is open on them."""
        with self._turn:
            terms = self._door.node.line()
            if terms == self._terms:
                return
            if self._listener is not None:
                self._listener.stop()
                self._listener = None
            if terms is not None:
                listener = Listener(partners_app(self._door), self._host, self._port, line=terms)
                listener.start()
                self._listener = listener
            self._terms = terms
