"""The trust list: which centers there are, their keys and when these are good, and who says so.

A list is JSON, signed as it stands by centers of the list before it: more than half of them must
have signed, with keys that were good. The first one is pinned by whoever sets the node up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

import msgspec

from isthmus.errors import PartnerError
from isthmus.exchange.envelope import Correspondent
from isthmus.exchange.reading import parsed, unpacked
from isthmus.exchange.suite import check_signatures, encoded, key_id
from isthmus.model.canonical import canonical_bytes
from isthmus.model.wire import CenterName, Moment
from isthmus.ports.exchanging import ExchangeKeys, PublicKeys, Signatures

TRUST_BYTES_MAX: Final = 4 << 20
VOTES_MAX: Final = 1_000
_VOTE_BYTES_MAX: Final = 8 << 10
_TRUST: Final = "application/vnd.isthmus.trust-list+json"


class TrustedKeys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys of a center and when they are good. `revoked_at`: from then on they are not."""

    ed25519: bytes
    ml_dsa_65: bytes
    x25519: bytes
    ml_kem_768: bytes
    first: Moment
    before: Moment
    revoked_at: Moment | None = None

    @property
    def public(self) -> PublicKeys:
        """The keys themselves."""
        return PublicKeys(self.ed25519, self.ml_dsa_65, self.x25519, self.ml_kem_768)

    def good(self, at: datetime) -> bool:
        """Tell whether they are good at a time."""
        return self.first <= at < self.before and not self.revoked(at)

    def revoked(self, at: datetime) -> bool:
        """Tell whether they are revoked at a time."""
        return self.revoked_at is not None and at >= self.revoked_at


class TrustedCenter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A center. `name`: as shown; `address`: where its node takes envelopes, empty for none.

    `authority`: the X.509 certificate (DER) under which its node shows who it is on the line, empty
    for none.
    """

    center: CenterName
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    address: Annotated[str, msgspec.Meta(max_length=400)]
    keys: Annotated[list[TrustedKeys], msgspec.Meta(min_length=1, max_length=20)]
    authority: Annotated[bytes, msgspec.Meta(max_length=4_096)] = b""


class TrustDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list. `version`: greater than that of the list before."""

    version: Annotated[int, msgspec.Meta(ge=1)]
    centers: Annotated[list[TrustedCenter], msgspec.Meta(min_length=1, max_length=1_000)]


class _Vote(msgspec.Struct, frozen=True, array_like=True):
    center: str
    keys: bytes
    ed25519: bytes
    ml_dsa_65: bytes


class _Signed(msgspec.Struct, frozen=True, array_like=True):
    document: bytes
    votes: list[_Vote]


@dataclass(frozen=True, slots=True)
class TrustList:
    """The list that holds."""

    document: TrustDocument

    def center(self, name: str) -> TrustedCenter:
        """Give a center; raises PartnerError for one that is not on the list."""
        for one in self.document.centers:
            if one.center == name:
                return one
        raise PartnerError("expected a center of the trust list, got another")

    def correspondent(self, name: str, keys: bytes, at: datetime) -> Correspondent:
        """Give who signs under a name with the keys of this id, if they are good at a time."""
        for one in self.center(name).keys:
            if key_id(one.public) == keys and one.good(at):
                return Correspondent(name, one.public)
        raise PartnerError("expected keys of the trust list that are good, got others")

    def signer(self, name: str, keys: bytes, signed_at: datetime, now: datetime) -> Correspondent:
        """Give who signed a document with keys that were good then, and are not revoked now (T6).

        Keys that are over have signed what they signed; of revoked ones nobody knows who used them.
        """
        for one in self.center(name).keys:
            if key_id(one.public) == keys and one.good(signed_at) and not one.revoked(now):
                return Correspondent(name, one.public)
        raise PartnerError("expected keys of the trust list that were good, got others")

    def current(self, name: str, at: datetime) -> PublicKeys:
        """Give the keys to seal to now: of those that are good the ones that became so last."""
        good = [one for one in self.center(name).keys if one.good(at)]
        if not good:
            raise PartnerError("expected a center with keys that are good, got one without")
        return max(good, key=lambda one: one.first).public

    def has_current(self, name: str, at: datetime) -> bool:
        """Tell whether something can be sealed to a center now."""
        try:
            self.current(name, at)
        except PartnerError:
            return False
        return True


def read_document(raw: bytes) -> TrustDocument:
    """Read the JSON of a list; raises PartnerError for anything else."""
    document = parsed(raw, TrustDocument, "a trust list", most=TRUST_BYTES_MAX)
    names = [one.center for one in document.centers]
    if len(set(names)) != len(names):
        raise PartnerError("expected each center once in the trust list, got one twice")
    return document


def vote(document: bytes, center: str, keys: ExchangeKeys) -> bytes:
    """Give a center's signature under a list; `signed_list` collects them."""
    signatures = keys.sign(_voted(document, center))
    mine = _Vote(center, key_id(keys.public), signatures.ed25519, signatures.ml_dsa_65)
    return msgspec.msgpack.encode(mine)


def signed_list(document: bytes, votes: Iterable[bytes]) -> bytes:
    """Give a list with its signatures, as it is handed around."""
    given = [msgspec.msgpack.decode(one, type=_Vote) for one in votes]
    return msgspec.msgpack.encode(_Signed(document, given))


def succeeding(before: TrustList, signed: bytes, at: datetime) -> TrustList:
    """Give the list that follows `before`, if more than half of its centers have signed it.

    Raises PartnerError for an older list, or one that too few have signed.
    """
    raw, votes = parts_of(signed)
    document = read_document(raw)
    if document.version <= before.document.version:
        raise PartnerError("expected a newer trust list, got an older one")
    if not enough(before, voters(before, raw, votes, at)):
        raise PartnerError("expected more than half of the centers under the list, got fewer")
    return TrustList(document)


def voters(
    before: TrustList, document: bytes, votes: Iterable[bytes], at: datetime
) -> dict[str, bytes]:
    """Give the votes under a list that count, by center: whoever carries it may have added others.

    A vote counts with keys that are good at a time in the list before.
    """
    found: dict[str, bytes] = {}
    for raw in votes:
        try:
            one = unpacked(raw, _Vote, "a vote under a trust list", most=_VOTE_BYTES_MAX)
            voter = before.correspondent(one.center, one.keys, at)
            text = _voted(document, one.center)
            check_signatures(voter.keys, text, Signatures(one.ed25519, one.ml_dsa_65))
        except PartnerError:
            continue
        found[one.center] = raw
    return found


def enough(before: TrustList, centers: Collection[str]) -> bool:
    """Tell whether these centers are more than half of a list's."""
    return 2 * len(centers) > len(before.document.centers)


def parts_of(signed: bytes) -> tuple[bytes, list[bytes]]:
    """Give the document of a signed list and its votes; raises PartnerError for what is none."""
    outer = unpacked(signed, _Signed, "a signed trust list", most=TRUST_BYTES_MAX)
    return outer.document, [msgspec.msgpack.encode(one) for one in outer.votes]


def _voted(document: bytes, center: str) -> bytes:
    return encoded(_TRUST, canonical_bytes("trust-vote", center, document))
