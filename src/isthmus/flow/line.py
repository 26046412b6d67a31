"""The line to partners: each request and each answer is signed by the node that sends it.

What a partner's door or a carrier needs of it, at both ends (protocol L1 to L3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isthmus.errors import PartnerError
from isthmus.exchange.line import (
    Answered,
    Asked,
    check_answer,
    check_request,
    sign_answer,
    sign_request,
    signed_fields,
)
from isthmus.flow.auditing import note_disbelieved
from isthmus.flow.federation import Federation
from isthmus.ports import ExchangeKeys

Fields = Mapping[str, str]
"""Fields of a message, their names in lower case."""


class Line:
    """Signs what a node says to partners, and checks what they say."""

    __slots__ = ("_federation",)

    def __init__(self, federation: Federation) -> None:
        self._federation = federation

    def asking(self, partner: str, path: str, content_type: str, body: bytes) -> Fields:
        """Give the fields of a POST to a partner."""
        asked = Asked("POST", path, body, {"content-type": content_type})
        center = self._federation.center
        sign_request(asked, center=center.id, to=partner, keys=self._keys(), at=center.clock.now())
        return asked.headers

    def check(  # each part of what was asked and answered
        self,
        partner: str,
        path: str,
        asked: tuple[Fields, bytes],
        answer: tuple[int, Fields, bytes],
    ) -> None:
        """Check that a partner gave an answer to what was asked; raises PartnerError if not.

        `asked`: fields and body; `answer`: status, fields and body.
        """
        request = Asked("POST", path, asked[1], dict(asked[0]))
        status, fields, body = answer
        found = Answered(status, body, request, signed_fields(fields))
        federation = self._federation
        now = federation.center.clock.now()
        check_answer(found, partner=partner, trust=federation.trust, now=now)

    def asked(self, path: str, fields: Fields, body: bytes) -> str:
        """Give the partner that signed a request; raises PartnerError for one that none did."""
        federation = self._federation
        return check_request(
            Asked("POST", path, body, signed_fields(fields)),
            center=federation.center.id,
            trust=federation.trust,
            now=federation.center.clock.now(),
        )

    def answering(
        self, path: str, asked: tuple[Fields, bytes], answer: tuple[int, str, bytes]
    ) -> Fields:
        """Give the fields of an answer. `asked`: as in `check`; `answer`: status, type, body."""
        status, content_type, body = answer
        request = Asked("POST", path, asked[1], signed_fields(asked[0]))
        found = Answered(status, body, request, {"content-type": content_type})
        center = self._federation.center
        sign_answer(found, center=center.id, keys=self._keys(), at=center.clock.now())
        return found.headers

    def _keys(self) -> Sequence[ExchangeKeys]:
        """Give the keys of now, and those by which a partner with an older list knows this node."""
        mine = self._federation.keys
        return [mine, *(one for one in self._federation.ring.sets[::-1] if one is not mine)]


def heard(federation: Federation, path: str, fields: Fields, body: bytes) -> str:
    """Give the partner that signed a request (protocol L1), or note that nobody did.

    Raises PartnerError, in words for the own log alone.
    """
    try:
        return Line(federation).asked(path, fields, body)
    except PartnerError as error:
        objects = [path, str(error)]
        note_disbelieved(federation.center, "reception.unknown", "request.disbelieved", objects)
        raise
