"""Asking addresses: one GET with what was known of the last version, within limits.

Only http and https, redirects counted and never from https to http, a limit on bytes (as they are
after decompression), on silence and on the whole. What is said of a failure holds neither user nor
password nor query of an address: they may be secrets.
"""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast
from urllib.parse import unquote

import httpx

from isthmus.formats.raw import Fault, shown
from isthmus.phrases import Phrase, Said, say
from isthmus.ports.arriving import ANYTHING, Asked, Fetched, Validators

IN_MEMORY_BYTES: Final = 1 << 20
REDIRECTS_MAX: Final = 5
SILENCE_S: Final = 20.0
_SCHEMES: Final = ("http", "https")
_AGENT: Final = "isthmus"
_SAID: Final[tuple[tuple[type[Exception], Phrase], ...]] = (
    (httpx.ConnectTimeout, say("no connection in time")),
    (httpx.TimeoutException, say("silence")),
    (httpx.ConnectError, say("no connection")),
    (httpx.DecodingError, say("content that does not decompress")),
    (httpx.RemoteProtocolError, say("an answer that ends too early, or is no HTTP")),
    (httpx.UnsupportedProtocol, say("an address that is neither http nor https")),
    (httpx.InvalidURL, say("an address that cannot be read")),
    (httpx.TransportError, say("a broken connection")),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one answer: bytes, and seconds from the first packet to the last."""

    bytes_max: int
    seconds: float
    silence_s: float = SILENCE_S


class HttpFetcher:
    """Fetcher of `isthmus.ports.arriving`. `proxy`: its address, or "" for none."""

    def __init__(self, limits: Limits, *, proxy: str = "") -> None:
        # At its usual level the driver would log every address in full.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._limits = limits
        self._client = httpx.Client(
            headers={"User-Agent": _AGENT},
            timeout=limits.silence_s,
            verify=ssl.create_default_context(),
            proxy=proxy or None,
            trust_env=False,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @contextmanager
    def fetch(
        self, url: str, validators: Validators, asked: Asked = ANYTHING
    ) -> Generator[Fetched | Fault]:
        """Give what an http or https address answers; the stream ends with the block."""
        with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
            stream = cast("BinaryIO", spool)
            answer: Fetched | Fault
            try:
                answer = self._answer(_whole(url, asked), _conditions(validators, asked), stream)
            except _Refused as error:
                answer = error.fault
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                came = next((s for kind, s in _SAID if isinstance(error, kind)), say("a failure"))
                answer = _fault(
                    say("an answer"), came, say("see whether the server runs and is reachable")
                )
            yield answer

    def _answer(self, url: httpx.URL, sent: Mapping[str, str], spool: BinaryIO) -> Fetched:
        until = time.monotonic() + self._limits.seconds
        at = url
        for _ in range(REDIRECTS_MAX + 1):
            _check_scheme(at)
            with self._client.stream("GET", at, headers=sent) as response:
                if response.next_request is None:
                    return self._taken(response, spool, until)
                onward = response.next_request.url
            if at.scheme == "https" and onward.scheme != "https":
                raise _Refused(
                    _fault(say("https all the way"), say("a redirect to http"), _MEND_ADDRESS)
                )
            at = onward
        raise _Refused(
            _fault(
                say("at most {most} redirects", most=REDIRECTS_MAX),
                say("more"),
                _MEND_ADDRESS,
            )
        )

    def _taken(self, response: httpx.Response, spool: BinaryIO, until: float) -> Fetched:
        name = _name(response.url)
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return Fetched(name, None, Validators())
        if response.status_code != httpx.codes.OK:
            raise _Refused(
                _fault(say("status 200 or 304"), f"{response.status_code}", _MEND_ADDRESS)
            )
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self._limits.bytes_max:
                most = say("at most {most} bytes", most=self._limits.bytes_max)
                raise _Refused(
                    _fault(most, say("more"), say("raise the limit, or ask for a smaller part"))
                )
            if time.monotonic() > until:
                raise _Refused(
                    _fault(
                        say("the whole within {seconds} s", seconds=f"{self._limits.seconds:g}"),
                        say("a part"),
                        _SLOW,
                    )
                )
            spool.write(chunk)
        if size == 0:
            raise _Refused(
                _fault(say("an answer with content"), say("an empty one"), _MEND_ADDRESS)
            )
        spool.seek(0)
        headers = response.headers
        validators = Validators(headers.get("ETag"), headers.get("Last-Modified"))
        return Fetched(name, spool, validators, headers.get("X-TAXII-Date-Added-Last"))


_MEND_ADDRESS: Final = say("check the address in sources.yaml, and ask its publisher")
_SLOW: Final = say("raise the limit of seconds, or ask the publisher why it is slow")


class _Refused(Exception):
    """An answer beyond what is allowed; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def _whole(url: str, asked: Asked) -> httpx.URL:
    whole = httpx.URL(url)
    if asked.path:
        whole = whole.copy_with(path=f"{whole.path.rstrip('/')}/{asked.path}")
    return whole.copy_merge_params(asked.query) if asked.query else whole


def _conditions(validators: Validators, asked: Asked) -> dict[str, str]:
    sent = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.modified,
        "Accept": asked.accept,
    }
    return {name: value for name, value in sent.items() if value is not None}


def _check_scheme(url: httpx.URL) -> None:
    if url.scheme not in _SCHEMES or not url.host:
        raise _Refused(_fault(say("http or https"), shown(url.scheme, 20), _MEND_ADDRESS))


def _name(url: httpx.URL) -> str:
    return shown(unquote(PurePosixPath(url.path).name) or url.host)


def _fault(expected: Phrase, came: Said, repair: Phrase) -> Fault:
    return Fault("", expected, came, repair)
