"""Agreements: proposed, signed by each party, suspended, ended; every act goes to every party.

1. A person proposes a document: it is read and checked, and the center has signed it.
2. Every other party gets the document with the acts so far, and sends its own back to all
   (protocol K5).
3. It is in force once all parties have accepted, and until one suspends or ends it.
"""

from __future__ import annotations

from collections.abc import Sequence

from isthmus.access.roles import Capability
from isthmus.errors import AgreementInvalid, NotFound, StateError
from isthmus.exchange.agreeing import check_act, signed_act
from isthmus.exchange.content import agreement_items, agreement_of
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.documents.agreements import ShownAgreement, ShownPartner
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.agreements import shown_agreement, shown_partners
from isthmus.model.agreement import Act, AgreementState, KeptAgreement, Signed, state_of
from isthmus.model.message import Kind, Outcome, Verified
from isthmus.phrases import say
from isthmus.ports import UnitOfWork
from isthmus.share.agreement import Agreement, read_agreement
from isthmus.share.odrl import Json, odrl
from isthmus.share.terms import check_terms

_NEEDED = {
    Act.ACCEPT: AgreementState.PROPOSED,
    Act.SUSPEND: AgreementState.IN_FORCE,
    Act.RESUME: AgreementState.SUSPENDED,
}
"""In which state an act has a meaning; an end has one in every state but ENDED."""


def propose(federation: Federation, actor: Actor, raw: bytes) -> ShownAgreement:
    """Sign a document for this center and send it to its other parties.

    Raises AgreementInvalid, naming the article, for a slip, or for one that is not this center's.
    """
    kept = _read(federation, raw)
    ask = Ask("agreement.propose", (kept.digest.hex(),), (Capability.AGREE,))
    done = act(federation.center, actor, ask, lambda reading: _propose(federation, reading, kept))
    return shown_agreement(federation.center.id, done)


def decide_on(federation: Federation, actor: Actor, name: str, done: str) -> ShownAgreement:
    """Accept, suspend, resume or end the agreement of a digest, in hex, for this center.

    Raises NotFound for an unknown one, StateError where the act has no meaning.
    """
    digest = digest_of(name)
    ask = Ask(f"agreement.{Act(done).value}", (digest.hex(),), (Capability.AGREE,))
    kept = act(
        federation.center,
        actor,
        ask,
        lambda reading: _decide(federation, reading, digest, Act(done)),
    )
    return shown_agreement(federation.center.id, kept)


def agreement_came(federation: Federation, unit: UnitOfWork, verified: Verified) -> Outcome:
    """Take in an agreement with the acts that are signed by its parties.

    What is no agreement of both centers, or is signed by nobody, raises: nothing of it is kept.
    """
    sender, digest = verified.manifest.sender, verified.manifest.digest
    raw, acts = agreement_of(verified, digest)
    kept = _read(federation, raw)
    if kept.digest != digest or sender not in kept.parties:
        message = say("expected an agreement of its sender under its digest, got another")
        raise AgreementInvalid(message)
    known = {act for one in unit.agreements.all() if one.digest == digest for act in one.acts}
    for one in acts:
        if one.center not in kept.parties:
            message = say("expected acts of the parties, got one of {name}", name=one.center)
            raise AgreementInvalid(message)
        if one not in known:
            check_act(one, federation.trust, federation.center.clock.now())
    unit.agreements.put(kept)
    for one in acts:
        unit.agreements.sign(one)
    return Outcome.ADMITTED


def list_agreements(federation: Federation, actor: Actor) -> list[ShownAgreement]:
    """Give every agreement of this center, whatever its state: they are no secret inside."""

    def fetch(reading: Reading) -> Answer[list[ShownAgreement]]:
        shown = [
            shown_agreement(federation.center.id, one) for one in reading.unit.agreements.all()
        ]
        return shown, [one.digest for one in shown]

    return read(federation.center, actor, Ask("agreement.list", needs=tuple(Capability)), fetch)


def export_odrl(federation: Federation, actor: Actor, digest: str) -> Json:
    """Give an agreement of this center as ODRL 2.2; raises NotFound for an unknown one."""

    def fetch(reading: Reading) -> Answer[Json]:
        kept = kept_agreement(reading.unit, digest_of(digest))
        return odrl(read_agreement(kept.document)), [kept.id]

    ask = Ask("agreement.exported", (digest[:64],), tuple(Capability))
    return read(federation.center, actor, ask, fetch)


def list_partners(federation: Federation, actor: Actor) -> list[ShownPartner]:
    """Give the other centers of the trust list, and how the session with each stands."""

    def fetch(reading: Reading) -> Answer[list[ShownPartner]]:
        shown = shown_partners(federation, reading)
        return shown, [one.center for one in shown]

    return read(federation.center, actor, Ask("partner.list", needs=tuple(Capability)), fetch)


def checked(federation: Federation, raw: bytes) -> Agreement:
    """Read a document and check it as one of this center's; raises AgreementInvalid for a slip."""
    agreement = read_agreement(raw)
    center = federation.center
    check_terms(agreement, center.ontology, center.purposes)
    if center.id not in agreement.document.parties:
        message = say("expected an agreement to which {center} is a party", center=center.id)
        raise AgreementInvalid(message)
    return agreement


def kept_agreement(unit: UnitOfWork, digest: bytes) -> KeptAgreement:
    """Give an agreement by its digest; raises NotFound for an unknown one."""
    for one in unit.agreements.all():
        if one.digest == digest:
            return one
    message = say("expected an agreement of this node, got {digest}", digest=digest.hex()[:16])
    raise NotFound(message)


def digest_of(name: str) -> bytes:
    """Read a digest in hex; what is none names no agreement."""
    try:
        return bytes.fromhex(name)
    except ValueError:
        return b""


def _read(federation: Federation, raw: bytes) -> KeptAgreement:
    agreement = checked(federation, raw)
    document = agreement.document
    return KeptAgreement(
        agreement.digest, agreement.id, document.version, raw, tuple(document.parties)
    )


def _propose(
    federation: Federation, reading: Reading, kept: KeptAgreement
) -> Answer[KeptAgreement]:
    if not reading.unit.agreements.put(kept):
        message = say("expected an agreement that is new, got one that is kept already")
        raise StateError(message, repair=say("raise the version, or sign the one that is kept"))
    return _sign(federation, reading, kept, Act.ACCEPT)


def _decide(
    federation: Federation, reading: Reading, digest: bytes, done: Act
) -> Answer[KeptAgreement]:
    kept = kept_agreement(reading.unit, digest)
    state = state_of(kept.parties, kept.acts)
    if state is AgreementState.ENDED or _NEEDED.get(done, state) is not state:
        message = say(
            "expected an agreement of which this can be done, got one that is {state}",
            state=state.value,
        )
        raise StateError(message)
    return _sign(federation, reading, kept, done)


def _sign(
    federation: Federation, reading: Reading, kept: KeptAgreement, done: Act
) -> Answer[KeptAgreement]:
    center = federation.center
    mine = signed_act(kept.digest, center.id, done, reading.at, federation.keys)
    reading.unit.agreements.sign(mine)
    _tell(federation, reading.unit, kept, [*kept.acts, mine])
    return kept_agreement(reading.unit, kept.digest), [kept.id, kept.digest.hex()]


def _tell(
    federation: Federation, unit: UnitOfWork, kept: KeptAgreement, acts: Sequence[Signed]
) -> None:
    for party in kept.parties:
        if party != federation.center.id:
            items = agreement_items(kept.document, acts)
            letter = Letter(party, Kind.AGREEMENT, items, agreement=kept.id, digest=kept.digest)
            post(federation, unit, letter)
