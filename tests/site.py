"""A web site on this machine whose answers a test sets, and which remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """One answer. `cut`: it says that it is longer than it is; `slow_s`: a pause before each byte.

    With `etag`, a request that names it gets 304.
    """

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    cut: bool = False
    slow_s: float = 0.0


@dataclass
class Site:
    """The pages by path, and every request with its headers."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/list.csv", *, user: str = "") -> str:
        """Give the address of a page."""
        return f"http://{user}127.0.0.1:{self.port}{path}"


class Answering(BaseHTTPRequestHandler):
    """Gives the pages of the server's site."""

    protocol_version = "HTTP/1.1"
    server: SiteServer

    def do_GET(self) -> None:
        site = self.server.site
        site.asked.append((self.path, dict(self.headers)))
        page = site.pages.get(self.path.partition("?")[0], Page(status=404))
        if page.etag is not None and self.headers.get("If-None-Match") == page.etag:
            page = Page(status=304, etag=page.etag)
        self.send_response(page.status)
        etag = {} if page.etag is None else {"ETag": page.etag}
        last = {"Connection": "close"}  # else the site would live on in open connections
        length = {"Content-Length": str(len(page.content) + page.cut)}
        for name, value in {**page.headers, **etag, **length, **last}.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(page)

    def _send(self, page: Page) -> None:
        whole = [page.content]
        with suppress(OSError):  # whoever asked may have gone
            for part in [bytes([byte]) for byte in page.content] if page.slow_s else whole:
                time.sleep(page.slow_s)
                self.wfile.write(part)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class SiteServer(ThreadingHTTPServer):
    """The server of one site."""

    daemon_threads = True

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", site.port), Answering)
        self.site = site
        site.port = self.server_address[1]


@contextmanager
def opened_site(port: int = 0) -> Generator[Site]:
    """Open a site; port 0 takes a free one."""
    site = Site(port)
    server = SiteServer(site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
