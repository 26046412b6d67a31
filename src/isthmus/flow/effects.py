"""Effects: what an agreement would change, before anybody signs it.

1. Each label that the person sees is decided on twice, with what is in force and with the agreement
   added to it, for each other party and purpose.
2. What more would leave, and what no longer, is counted in statements.
3. What its articles permit and another agreement or a law forbids is a conflict: it stays, and the
   article that keeps it is named.
4. What more would leave only while an emergency is declared under it is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from isthmus.access.roles import Capability
from isthmus.flow.actor import Actor
from isthmus.flow.agreements import checked, digest_of, kept_agreement
from isthmus.flow.documents.agreements import AgreementEffect, Conflict, PartnerEffect
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.model.ids import LabelId
from isthmus.model.label import Label
from isthmus.share.agreement import Agreement, read_agreement
from isthmus.share.asking import Asking
from isthmus.share.decision import Decision, Permitted, Refused, Why
from isthmus.share.remembering import Remembering

_APPROVED: Final = 5
"""What could leave at all: whoever asks and however many approve."""


@dataclass(frozen=True, slots=True)
class _Deciders:
    """What is in force, the same with the agreement, and the agreement alone.

    `known`: whether the agreement is in force as it is, so that an emergency may be declared under
    it; `waiting`: whether anything may leave under it in an emergency alone.
    """

    agreement: str
    before: Remembering
    after: Remembering
    alone: Remembering
    known: bool
    waiting: bool


def effect_of(federation: Federation, actor: Actor, digest: str) -> AgreementEffect:
    """Give what a kept agreement would change; raises NotFound for an unknown one."""
    ask = Ask("agreement.weighed", (digest[:64],), (Capability.AGREE,))

    def fetch(reading: Reading) -> Answer[AgreementEffect]:
        kept = kept_agreement(reading.unit, digest_of(digest))
        agreement = read_agreement(kept.document)
        return _effect(federation, actor, reading, agreement), [agreement.id]

    return read(federation.center, actor, ask, fetch)


def effect_of_draft(federation: Federation, actor: Actor, raw: bytes) -> AgreementEffect:
    """Give what a document would change if it were signed; raises AgreementInvalid for a slip."""
    agreement = checked(federation, raw)
    ask = Ask("agreement.weighed", (agreement.digest.hex(),), (Capability.AGREE,))
    return read(
        federation.center,
        actor,
        ask,
        lambda reading: (_effect(federation, actor, reading, agreement), [agreement.id]),
    )


def _effect(
    federation: Federation, actor: Actor, reading: Reading, agreement: Agreement
) -> AgreementEffect:
    force = federation.in_force(reading.unit)
    others = [one for name, one in force.agreements.items() if name != agreement.id]
    same = force.agreements.get(agreement.id)
    deciders = _Deciders(
        agreement=agreement.id,
        before=force.decider,
        after=Remembering.over([*others, agreement]),
        alone=Remembering.over([agreement]),
        known=same is not None and same.digest == agreement.digest,
        waiting=agreement.has_emergency_articles,
    )
    own = federation.center.id
    partners = [name for name in agreement.document.parties if name != own] or federation.partners
    effects = [
        one
        for purpose in _purposes(actor, agreement)
        for one in _of_purpose(federation, actor, reading, deciders, purpose, partners)
    ]
    return AgreementEffect(agreement=agreement.id, digest=agreement.digest.hex(), effects=effects)


def _purposes(actor: Actor, agreement: Agreement) -> list[str]:
    """Give the purposes of an agreement at which the person may look, those that it names."""
    named = {purpose for one in agreement.document.articles for purpose in one.purposes}
    open_ended = any(not one.purposes for one in agreement.document.articles)
    return [one for one in actor.principal.purposes if open_ended or one in named]


def _of_purpose(
    federation: Federation,
    actor: Actor,
    reading: Reading,
    deciders: _Deciders,
    purpose: str,
    partners: list[str],
) -> list[PartnerEffect]:
    reader = federation.center.reader(reading.unit, actor.principal, purpose)
    sizes = reading.unit.statements.sizes(reader)
    labels = {str(number): reading.labels.label(number) for number in sizes}
    found = []
    for partner in partners:
        asking = Asking(
            holder=federation.center.id,
            recipient=partner,
            action="release",
            purpose=purpose,
            at=reading.at,
            approvals=_APPROVED,
            emergencies=federation.emergencies(
                reading.unit, federation.center.id, partner, reading.at
            ),
        )
        before = _permitted(deciders.before, asking, labels)
        if not deciders.known:
            asking = replace(asking, emergencies=asking.emergencies - {deciders.agreement})
        after = deciders.after.decide(asking, labels)
        now = {name for name, one in after.items() if isinstance(one, Permitted)}
        effect = PartnerEffect(
            partner=partner,
            purpose=purpose,
            statements=sum(sizes.values()),
            leaving=_size(sizes, before),
            would_leave=_size(sizes, now),
            more=_size(sizes, now - before),
            less=_size(sizes, before - now),
            in_emergency=_size(sizes, _in_emergency(deciders, asking, labels) - now),
            conflicts=_conflicts(deciders, asking, labels, after, sizes),
        )
        if effect.more or effect.less or effect.conflicts or effect.in_emergency:
            found.append(effect)
    return found


def _permitted(decider: Remembering, asking: Asking, labels: Mapping[str, Label]) -> set[str]:
    found = decider.decide(asking, labels)
    return {name for name, one in found.items() if isinstance(one, Permitted)}


def _in_emergency(deciders: _Deciders, asking: Asking, labels: Mapping[str, Label]) -> set[str]:
    """Give what may leave with the agreement while an emergency is declared under it."""
    if not deciders.waiting:
        return set()
    declared = replace(asking, emergencies=asking.emergencies | {deciders.agreement})
    return _permitted(deciders.after, declared, labels)


def _conflicts(
    deciders: _Deciders,
    asking: Asking,
    labels: Mapping[str, Label],
    after: Mapping[str, Decision],
    sizes: Mapping[LabelId, int],
) -> list[Conflict]:
    wished = _permitted(deciders.alone, asking, labels)
    kept: Counter[str] = Counter()
    for name in wished:
        one = after[name]
        if isinstance(one, Refused) and one.why is Why.FORBIDDEN:
            kept.update(dict.fromkeys(one.articles, sizes[LabelId(int(name))]))
    return [Conflict(article=name, statements=count) for name, count in sorted(kept.items())]


def _size(sizes: Mapping[LabelId, int], names: set[str]) -> int:
    return sum(sizes[LabelId(int(name))] for name in names)
