"""Carrying envelopes to partners over HTTP: one POST each, within limits, answered by a receipt."""

from __future__ import annotations

import logging
import ssl
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import httpx
import msgspec

from isthmus.errors import OutOfOrder, PartnerError, UnavailableError
from isthmus.phrases import say
from isthmus.ports import LineIdentity

PATH: Final = "/exchange/v1/messages"
LISTS_PATH: Final = "/exchange/v1/trust"
LISTS_TYPE: Final = "application/vnd.isthmus.trust-lists"
LISTS_BYTES_MAX: Final = 16 << 20
MEDIA_TYPE: Final = "application/vnd.isthmus.envelope"
ANSWER_BYTES_MAX: Final = 64 << 10
TIMEOUT_S: Final = 30.0
_OK: Final = 200
_CONFLICT: Final = 409
_TOO_MANY: Final = 429
_SERVER: Final = 500
_CLIENTS_MAX: Final = 200


class _Expected(msgspec.Struct):
    expected: int


class Line(Protocol):
    """Signs what is asked of a partner, and checks what it answers."""

    def asking(self, partner: str, path: str, content_type: str, body: bytes) -> Mapping[str, str]:
        """Give the fields of a POST to a partner."""
        ...

    def check(
        self,
        partner: str,
        path: str,
        asked: tuple[Mapping[str, str], bytes],
        answer: tuple[int, Mapping[str, str], bytes],
    ) -> None:
        """Raise PartnerError for an answer (status, fields, body) that is not the partner's."""
        ...


@dataclass(frozen=True, slots=True)
class _Asking:
    path: str
    media_type: str
    most: int


@dataclass(frozen=True, slots=True)
class Certified:
    """Certificates of the line. `authority`: a partner's, PEM, empty for none; `mine`: shown."""

    authority: Callable[[str], bytes]
    mine: Callable[[], LineIdentity]


class HttpCarrier:
    """Carries envelopes to the addresses that `address` gives for a partner."""

    def __init__(
        self,
        address: Callable[[str], str],
        line: Line,
        *,
        certified: Certified | None = None,
        proxy: str = "",
    ) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._address, self._line, self._certified = address, line, certified
        self._proxy = proxy
        self._clients: dict[tuple[bytes, LineIdentity | None], httpx.Client] = {}

    def close(self) -> None:
        """Close the connections."""
        while self._clients:
            self._clients.popitem()[1].close()

    def _client(self, partner: str) -> httpx.Client:
        """Give the client for a partner, who must show a certificate of its authority (L4)."""
        authority, mine = b"", None
        if self._certified is not None and self._address(partner).startswith("https:"):
            authority, mine = self._certified.authority(partner), self._certified.mine()
        found = self._clients.get((authority, mine))
        if found is None:
            if len(self._clients) > _CLIENTS_MAX:
                self.close()
            found = self._clients[authority, mine] = httpx.Client(
                timeout=TIMEOUT_S,
                verify=_context(authority, mine),
                proxy=self._proxy or None,
                trust_env=False,
                follow_redirects=False,
                headers={"User-Agent": "isthmus"},
            )
        return found

    def __call__(self, partner: str, envelope: bytes) -> bytes:
        """Carry one envelope; give the receipt's bytes.

        Raises UnavailableError where nobody answers, OutOfOrder where another number is expected,
        PartnerError where it is refused.
        """
        return self._post(partner, _Asking(PATH, MEDIA_TYPE, ANSWER_BYTES_MAX), envelope)

    def lists(self, partner: str, said: bytes) -> bytes:
        """Carry what this node says of its trust lists; give the answer. Raises as a call does."""
        return self._post(partner, _Asking(LISTS_PATH, LISTS_TYPE, LISTS_BYTES_MAX), said)

    def _post(self, partner: str, asking: _Asking, content: bytes) -> bytes:
        address = self._address(partner)
        if not address:
            raise UnavailableError(
                say("expected an address of {partner}, got none", partner=partner)
            )
        path = asking.path
        fields = self._line.asking(partner, path, asking.media_type, content)
        try:
            with self._client(partner).stream(
                "POST", address + path, content=content, headers=dict(fields)
            ) as answer:
                body = _body(answer, asking.most)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            message = say("expected an answer of {partner}, got none", partner=partner)
            raise UnavailableError(message) from error
        status = answer.status_code
        if status != _TOO_MANY and status < _SERVER:
            # Of those the partner's node says nothing; whatever else is said must be its word (L3).
            told = (status, dict(answer.headers), body)
            try:
                self._line.check(partner, path, (fields, content), told)
            except PartnerError as error:
                message = say(
                    "expected an answer that {partner} signed, got another", partner=partner
                )
                raise UnavailableError(message) from error
        return _read(partner, status, body)


def _context(authority: bytes, mine: LineIdentity | None) -> ssl.SSLContext:
    """Give the terms of a connection: a partner with an authority is believed under no other."""
    if not authority:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=authority.decode())
    if mine is not None:
        with tempfile.NamedTemporaryFile(prefix="isthmus-line-") as file:
            file.write(mine.certificate + mine.key)
            file.flush()
            context.load_cert_chain(file.name)
    return context


def _body(answer: httpx.Response, most: int) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > most:
            raise PartnerError("expected an answer, got more bytes than one has")
    return bytes(body)


def _read(partner: str, status: int, body: bytes) -> bytes:
    if status == _OK:
        return body
    if status == _CONFLICT:
        try:
            raise OutOfOrder.at(msgspec.json.decode(body, type=_Expected).expected)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise PartnerError("expected the number that is expected, got none") from error
    if status >= _SERVER or status == _TOO_MANY:
        message = say("expected an answer of {partner}, got none", partner=partner)
        raise UnavailableError(message)
    raise PartnerError(f"expected a receipt, got status {status}")
