"""Carrying envelopes to partners over HTTP: one POST each, within limits, answered by a receipt."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from typing import Final

import httpx
import msgspec

from isthmus.errors import OutOfOrder, PartnerError, UnavailableError
from isthmus.phrases import say

PATH: Final = "/exchange/v1/messages"
LISTS_PATH: Final = "/exchange/v1/trust"
LISTS_BYTES_MAX: Final = 16 << 20
MEDIA_TYPE: Final = "application/vnd.isthmus.envelope"
ANSWER_BYTES_MAX: Final = 64 << 10
TIMEOUT_S: Final = 30.0
_OK: Final = 200
_CONFLICT: Final = 409
_TOO_MANY: Final = 429
_SERVER: Final = 500


class _Expected(msgspec.Struct):
    expected: int


class HttpCarrier:
    """Carries envelopes to the addresses that `address` gives for a partner."""

    def __init__(self, address: Callable[[str], str], *, proxy: str = "") -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._address = address
        self._client = httpx.Client(
            timeout=TIMEOUT_S,
            verify=ssl.create_default_context(),
            proxy=proxy or None,
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": "isthmus", "Content-Type": MEDIA_TYPE},
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __call__(self, partner: str, envelope: bytes) -> bytes:
        """Carry one envelope; give the receipt's bytes.

        Raises UnavailableError where nobody answers, OutOfOrder where another number is expected,
        PartnerError where it is refused.
        """
        return self._post(partner, PATH, envelope, most=ANSWER_BYTES_MAX)

    def lists(self, partner: str, said: bytes) -> bytes:
        """Carry what this node says of its trust lists; give the answer. Raises as a call does."""
        return self._post(partner, LISTS_PATH, said, most=LISTS_BYTES_MAX)

    def _post(self, partner: str, path: str, content: bytes, *, most: int) -> bytes:
        address = self._address(partner)
        if not address:
            raise UnavailableError(
                say("expected an address of {partner}, got none", partner=partner)
            )
        try:
            with self._client.stream("POST", address + path, content=content) as answer:
                return _read(partner, answer.status_code, _body(answer, most))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            message = say("expected an answer of {partner}, got none", partner=partner)
            raise UnavailableError(message) from error


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
