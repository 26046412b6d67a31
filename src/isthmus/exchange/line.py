"""Signatures of requests and answers between nodes (RFC 9421): who speaks on the line.

An envelope proves its sender by itself; this adds what it cannot: that whatever stands around it
(an expected number, a refusal, a trust list) is the partner's, and that nobody without keys of the
list gets a node to work.

1. A request covers method, path, recipient, content type and the digest of its body (L1).
2. It has a signature for each key set that its sender may be known by: the recipient need know one
   of them, for it may not have heard of the newest (L2).
3. An answer covers its status, content type and digest, and what it answers (L3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
)
from http_message_signatures.algorithms import ED25519
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from http_sf.compat import InnerList

from isthmus.errors import PartnerError
from isthmus.exchange.suite import key_id
from isthmus.exchange.trust import TrustList
from isthmus.ports.exchanging import ExchangeKeys

RECIPIENT: Final = "isthmus-recipient"
TAG: Final = "isthmus-exchange"
AGE_MAX: Final = timedelta(days=2)
"""How far the clocks of two centers may be apart, as for envelopes: a request that comes again does
nothing new."""
_LABELS: Final = ("first", "second", "third", "fourth")
_ASKED: Final = ("@method", "@path", RECIPIENT, "content-type", "content-digest")
_ANSWERED: Final = (
    "@status",
    "content-type",
    "content-digest",
    '"@method";req',
    '"@path";req',
    '"content-digest";req',
)
_FIELD_BYTES_MAX: Final = 8 << 10


@dataclass(slots=True)
class Asked:
    """A request as it is signed. `headers`: names in lower case; `body`: its bytes."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """An address with its path, the only part of it that is signed."""
        return "https://node" + self.path


@dataclass(slots=True)
class Answered:
    """An answer as it is signed. `request`: what it answers."""

    status_code: int
    body: bytes
    request: Asked
    headers: dict[str, str] = field(default_factory=dict)


class _Named(HTTPSignatureKeyResolver):
    """Finds the key of a center on the trust list, if it is good."""

    def __init__(self, trust: TrustList, now: datetime, center: str | None) -> None:
        self._trust, self._now, self._center = trust, now, center

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        center, _, name = key_id.partition("/")
        if self._center not in {None, center}:
            raise PartnerError("expected a signature of the partner that was asked, got another's")
        try:
            keys = bytes.fromhex(name)
        except ValueError as error:
            raise PartnerError("expected the name of keys, got other words") from error
        found = self._trust.correspondent(center, keys, self._now)
        return Ed25519PublicKey.from_public_bytes(found.keys.ed25519)


class _Verifier(HTTPMessageVerifier):
    """Verifies by the center's clock, which tests and recovery can set."""

    def __init__(self, resolver: _Named, now: datetime) -> None:
        super().__init__(signature_algorithm=ED25519, key_resolver=resolver)
        self._now = now

    def validate_created_and_expires(self, sig_input: InnerList, max_age: object = None) -> None:
        del max_age
        created = sig_input.params.get("created")
        apart = abs(created - self._now.timestamp()) if type(created) is int else None
        if apart is None or apart > AGE_MAX.total_seconds():
            raise PartnerError("expected a signature of these days, got another")


def sign_request(
    asked: Asked, *, center: str, to: str, keys: Iterable[ExchangeKeys], at: datetime
) -> None:
    """Sign a request with each of these keys (L1, L2); its headers get the signatures."""
    asked.headers[RECIPIENT] = to
    _sign(asked, _ASKED, center=center, keys=keys, at=at)


def check_request(asked: Asked, *, center: str, trust: TrustList, now: datetime) -> str:
    """Give the center of the trust list that signed a request to this one (L1, L2).

    Raises PartnerError for one that is signed by nobody, for another center, or of another body.
    """
    if asked.headers.get(RECIPIENT) != center:
        raise PartnerError("expected a request for this center, got one for another")
    return _checked(asked, _ASKED, _Named(trust, now, None), now)


def sign_answer(
    answered: Answered, *, center: str, keys: Iterable[ExchangeKeys], at: datetime
) -> None:
    """Sign an answer together with what it answers (L3)."""
    if "content-digest" not in answered.request.headers:
        # Whoever asks without a digest gets an answer that no partner takes for his.
        return
    _sign(answered, _ANSWERED, center=center, keys=keys, at=at)


def check_answer(answered: Answered, *, partner: str, trust: TrustList, now: datetime) -> None:
    """Check that a partner answered this request; raises PartnerError if not (L3)."""
    _checked(answered, _ANSWERED, _Named(trust, now, partner), now)


def _sign(
    message: Asked | Answered,
    covered: tuple[str, ...],
    *,
    center: str,
    keys: Iterable[ExchangeKeys],
    at: datetime,
) -> None:
    signer = HTTPMessageSigner(signature_algorithm=ED25519)
    for label, one in zip(_LABELS, keys, strict=False):
        prepared = signer.prepare(
            message,
            key_id=f"{center}/{key_id(one.public).hex()}",
            created=at,
            label=label,
            tag=TAG,
            covered_component_ids=covered,
            body=message.body,
            use_existing_digest=label != _LABELS[0],
        )
        signature = one.sign_line(prepared.signature_base)
        signer.apply(message, prepared, signature, append_if_signature_exists=label != _LABELS[0])
        _lowered(message.headers)


def _checked(
    message: Asked | Answered, covered: tuple[str, ...], resolver: _Named, now: datetime
) -> str:
    if any(len(message.headers.get(name, "")) > _FIELD_BYTES_MAX for name in _FIELDS):
        raise PartnerError("expected a signed message, got more bytes than its fields have")
    verifier = _Verifier(resolver, now)
    for label in _LABELS:
        try:
            [found] = verifier.verify(
                message,
                max_age=None,
                expect_tag=TAG,
                expect_label=label,
                require_components=covered,
                body=message.body,
            )
        except (HTTPMessageSignaturesException, PartnerError, ValueError, TypeError):
            continue
        return str(found.parameters["keyid"]).partition("/")[0]
    raise PartnerError("expected a message that a partner signed, got another")


_FIELDS: Final = ("signature", "signature-input", "content-digest")


def _lowered(headers: dict[str, str]) -> None:
    for name in [one for one in headers if one != one.lower()]:
        headers[name.lower()] = headers.pop(name)


def signed_fields(headers: Mapping[str, str]) -> dict[str, str]:
    """Give those fields of a message on which its signatures rest."""
    names = (*_FIELDS, "content-type", RECIPIENT)
    return {name: headers[name] for name in names if name in headers}
