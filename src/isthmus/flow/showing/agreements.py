"""Agreements and partners, written out."""

from __future__ import annotations

import msgspec

from isthmus.flow.documents.agreements import (
    Effect,
    ShownAct,
    ShownAgreement,
    ShownArticle,
    ShownPartner,
)
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Reading
from isthmus.model.agreement import Act, KeptAgreement, state_of
from isthmus.share.agreement import Agreement, read_agreement
from isthmus.share.cedar import policy
from isthmus.share.document import Article, Forbid, Oblige, Permit

WAITING_MAX = 1_000


def shown_agreement(center: str, kept: KeptAgreement) -> ShownAgreement:
    """Write an agreement out for one of its parties, with what its articles compile to."""
    agreement = read_agreement(kept.document)
    document = agreement.document
    accepted = {one.center for one in kept.acts if one.act is Act.ACCEPT}
    return ShownAgreement(
        digest=kept.digest.hex(),
        id=kept.id,
        version=kept.version,
        title=msgspec.to_builtins(document.title),
        layer=document.layer,
        legal_instrument=document.legal_instrument,
        parties=list(kept.parties),
        first=document.valid.first,
        before=document.valid.before,
        state=state_of(kept.parties, kept.acts).value,
        missing=sorted(set(kept.parties) - accepted),
        emergency_hours=agreement.emergency_hours(center),
        acts=[ShownAct(center=a.center, act=a.act.value, at=a.at) for a in kept.acts],
        articles=[_article(agreement, one) for one in document.articles],
    )


def shown_partners(federation: Federation, reading: Reading) -> list[ShownPartner]:
    """Write out every other center of the trust list, and the session with it."""
    found = []
    for one in federation.trust.document.centers:
        if one.center == federation.center.id:
            continue
        waiting, oldest = reading.unit.mail.backlog(one.center, WAITING_MAX)
        found.append(
            ShownPartner(
                center=one.center,
                name=one.name,
                address=one.address,
                keys_good=federation.trust.has_current(one.center, reading.at),
                waiting=waiting,
                oldest_waiting=oldest,
                sent=reading.unit.mail.next_sequence(one.center) - 1,
                taken=reading.unit.mail.last_taken(one.center),
            )
        )
    return found


def _article(agreement: Agreement, one: Article) -> ShownArticle:
    effects: tuple[tuple[type[Article], Effect], ...] = (
        (Permit, "permit"),
        (Forbid, "forbid"),
        (Oblige, "oblige"),
    )
    [effect] = [name for kind, name in effects if isinstance(one, kind)]
    return ShownArticle(
        article=one.article,
        title=msgspec.to_builtins(one.title),
        effect=effect,
        emergency=isinstance(one, Permit) and one.emergency,
        policy=policy(agreement, one),
    )
