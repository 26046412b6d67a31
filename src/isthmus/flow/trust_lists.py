"""Trust lists by message: proposed by a center, signed by more than half, adopted by all.

1. A person proposes a list for his center: keys that follow or are revoked, a center that joins or
   leaves. His center signs it and sends it to its partners.
2. At each partner a person sees what would change, and signs for his center; the votes go to all.
3. Whoever has the votes of more than half of the centers of the list that holds adopts the new one
   (protocol T1, T3, K15). A center signs one list of a version and no other (T2).
4. What this center signed stays its word: a list that holds can only be followed by another.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound, PartnerError, StateError
from isthmus.exchange.trust import (
    VOTES_MAX,
    TrustDocument,
    enough,
    parts_of,
    read_document,
    signed_list,
    succeeding,
    vote,
    voters,
)
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION, Center
from isthmus.flow.documents.trusting import ShownList, TrustPage
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.trusting import shown_list, trust_page
from isthmus.flow.trusting import BESIDE, joined, parted, revoked, rotated, written
from isthmus.model.message import Kind, Verified
from isthmus.model.trusting import KeptList, ListState
from isthmus.phrases import say
from isthmus.ports import UnitOfWork

OPEN_MAX: Final = 20
"""How many lists one center may have proposed that are still open."""


def propose_list(federation: Federation, actor: Actor, raw: bytes) -> ShownList:
    """Sign a list for this center and send it to its partners.

    Raises InputError for a slip, StateError where it does not follow the list that holds.
    """
    try:
        document = read_document(raw)
    except PartnerError as error:
        raise InputError(say("expected a trust list as JSON, got other bytes")) from error
    digest = sha256(raw).digest()
    ask = Ask("trust.propose", (digest.hex(),), (Capability.AGREE,))

    def change(reading: Reading) -> Answer[KeptList]:
        _check_follows(federation, document)
        kept = KeptList(digest, document.version, raw, federation.center.id, reading.at)
        reading.unit.trust.put(kept)
        return _sign(federation, reading.unit, kept)

    return _shown(federation, act(federation.center, actor, ask, change))


def rotate_keys(federation: Federation, actor: Actor, *, revoke: bool = False) -> ShownList:
    """Make new keys for this center, and propose the list that brings them in.

    `revoke`: those of now are revoked with it, for somebody else may have them; otherwise they stay
    good for a month beside the new ones.
    """
    known = {one.ed25519 for one in federation.listed}
    fresh = [one for one in federation.ring.sets if one.public.ed25519 not in known]
    # Keys that never came into a list are as good as new, unless others may have them.
    made = fresh[-1] if fresh and not revoke else federation.ring.add()
    now = federation.center.clock.now()
    document = rotated(
        federation.trust.document, federation.center.id, made.public, now, revoke=revoke
    )
    return propose_list(federation, actor, document)


def join_center(federation: Federation, actor: Actor, entry: bytes) -> ShownList:
    """Propose the list on which a center's entry stands, new or in the place of its old one."""
    return propose_list(federation, actor, joined(federation.trust.document, entry))


def part_center(federation: Federation, actor: Actor, center: str) -> ShownList:
    """Propose the list without a center; raises InputError for one that is not on it."""
    return propose_list(federation, actor, parted(federation.trust.document, center))


def revoke_center(federation: Federation, actor: Actor, center: str) -> ShownList:
    """Propose the list on which all keys of a center are revoked from now on."""
    now = federation.center.clock.now()
    return propose_list(federation, actor, revoked(federation.trust.document, center, now))


def holding_list(federation: Federation) -> bytes:
    """Give the list that holds, as JSON that a center which joins can pin."""
    return written(federation.trust.document)


def sign_list(federation: Federation, actor: Actor, name: str) -> ShownList:
    """Sign a list that was proposed, by its digest in hex; whoever has enough votes adopts it.

    Raises NotFound for an unknown one, StateError for one that is no longer open, or where this
    center has signed another of its version.
    """
    ask = Ask("trust.sign", (name[:64],), (Capability.AGREE,))

    def change(reading: Reading) -> Answer[KeptList]:
        kept = _kept(reading.unit, name)
        version = federation.trust.document.version
        if kept.state(version) is not ListState.PROPOSED:
            message = say("expected a list that is open, got one that is not any more")
            raise StateError(message)
        return _sign(federation, reading.unit, kept)

    return _shown(federation, act(federation.center, actor, ask, change))


def list_lists(federation: Federation, actor: Actor) -> TrustPage:
    """Give the list that holds, and those that are proposed with what they would change."""

    def fetch(reading: Reading) -> Answer[TrustPage]:
        page = trust_page(federation, reading.unit.trust.all())
        return page, [one.digest for one in page.lists]

    return read(federation.center, actor, Ask("trust.list", needs=tuple(Capability)), fetch)


def list_came(federation: Federation, unit: UnitOfWork, verified: Verified) -> int:
    """Take in a list with votes under it; give how many of them count here.

    An older list than the one that holds says nothing new. Raises PartnerError for what is no list.
    """
    sender = verified.manifest.sender
    if not 1 <= len(verified.items) <= VOTES_MAX:
        raise PartnerError("expected a trust list with its votes, got other items")
    raw, *votes = verified.items
    digest = sha256(raw).digest()
    document = read_document(raw)
    if digest != verified.manifest.digest:
        raise PartnerError("expected a trust list under its digest, got another")
    if document.version <= federation.trust.document.version:
        return 0
    _check_room(federation, unit, sender, digest)
    unit.trust.put(KeptList(digest, document.version, raw, sender, federation.center.clock.now()))
    return _count(federation, unit, digest, votes)


def signed_came(federation: Federation, unit: UnitOfWork, signed: bytes) -> bool:
    """Adopt a list that comes with enough signatures; tells whether it was news.

    Raises PartnerError for one that does not follow the list that holds.
    """
    raw, votes = parts_of(signed)
    if read_document(raw).version <= federation.trust.document.version:
        return False
    now = federation.center.clock.now()
    following = succeeding(federation.trust, signed, now)
    digest = sha256(raw).digest()
    unit.trust.put(KeptList(digest, following.document.version, raw, federation.center.id, now))
    _count(federation, unit, digest, votes)
    return True


def renew(federation: Federation) -> bool:
    """Hold the list that was adopted, once that is durable; tells whether it is another one."""
    with federation.center.store.reading() as unit:
        return federation.trusted.renew(unit)


def adopted_after(federation: Federation, version: int) -> list[bytes]:
    """Give the lists that were adopted here after a version, each as its centers signed it."""
    with federation.center.store.reading() as unit:
        kept = unit.trust.all()
    return [one.signed for one in kept if one.signed is not None and one.version > version]


def forget_lists(center: Center) -> None:
    """Forget every list that came by message: whoever holds the node's folder pins another one."""
    with center.store.writing() as unit:
        unit.trust.clear()
        note(
            center,
            unit,
            center.service("trust", ADMINISTRATION),
            purpose=ADMINISTRATION,
            act="trust.pinned",
        )
        unit.commit()


def drop_old_keys(federation: Federation) -> int:
    """Destroy own keys that are over for a month (protocol T7); give how many sets those were.

    Whatever was sealed to them and has not come by then is enclosed again by its sender.
    """
    then = federation.center.clock.now() - BESIDE
    signing = federation.keys
    gone = [
        one.public
        for one, mine in federation.held
        if mine is not signing and (one.before <= then or one.revoked(then))
    ]
    for public in gone:
        federation.ring.drop(public)
    return len(gone)


def _shown(federation: Federation, kept: KeptList) -> ShownList:
    before = federation.trust
    renew(federation)
    return shown_list(kept, before, federation.trust)


def _check_follows(federation: Federation, document: TrustDocument) -> None:
    holds = federation.trust.document.version
    if document.version <= holds:
        message = say(
            "expected a trust list after version {holds}, got version {version}",
            holds=holds,
            version=document.version,
        )
        raise StateError(message, repair=say("raise the version"))


def _check_room(federation: Federation, unit: UnitOfWork, sender: str, digest: bytes) -> None:
    version = federation.trust.document.version
    open_ones = [
        one
        for one in unit.trust.all()
        if one.by == sender and one.state(version) is ListState.PROPOSED
    ]
    if len(open_ones) >= OPEN_MAX and all(one.digest != digest for one in open_ones):
        raise PartnerError("expected few open trust lists of a partner, got too many")


def _sign(federation: Federation, unit: UnitOfWork, kept: KeptList) -> Answer[KeptList]:
    center = federation.center
    for other in unit.trust.all():
        mine = center.id in dict(other.votes)
        if mine and other.version == kept.version and other.digest != kept.digest:
            message = say("expected one list of a version to sign, got a second one")
            raise StateError(message, repair=say("propose one with a greater version"))
    _count(federation, unit, kept.digest, [vote(kept.document, center.id, federation.keys)])
    signed = _kept(unit, kept.digest.hex())
    now = center.clock.now()
    items = [signed.document, *(one for _, one in signed.votes)]
    for partner in federation.partners:
        # One whose keys are over learns it from whoever carries the list that is adopted.
        if federation.trust.has_current(partner, now):
            post(federation, unit, Letter(partner, Kind.TRUST, items, digest=kept.digest))
    return signed, [kept.digest.hex()]


def _count(federation: Federation, unit: UnitOfWork, digest: bytes, votes: Iterable[bytes]) -> int:
    """Keep the votes that count, and adopt the list once they are enough."""
    now = federation.center.clock.now()
    kept = _kept(unit, digest.hex())
    found = voters(federation.trust, kept.document, votes, now)
    for center, one in found.items():
        unit.trust.vote(digest, center, one)
    kept = _kept(unit, digest.hex())
    standing = voters(federation.trust, kept.document, [one for _, one in kept.votes], now)
    if kept.adopted_at is None and enough(federation.trust, standing):
        unit.trust.adopt(digest, signed_list(kept.document, standing.values()), now)
        note(
            federation.center,
            unit,
            federation.center.service("trust", ADMINISTRATION),
            purpose=ADMINISTRATION,
            act="trust.adopted",
            objects=[digest.hex(), str(kept.version)],
            counts={"votes": len(standing)},
        )
    return len(found)


def _kept(unit: UnitOfWork, name: str) -> KeptList:
    try:
        found = unit.trust.get(bytes.fromhex(name))
    except ValueError:
        found = None
    if found is None:
        raise NotFound(say("expected a trust list of this node, got {digest}", digest=name[:16]))
    return found
