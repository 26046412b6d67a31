"""Counting: where an agreement lets counts leave and no more, a partner learns how many there are.

1. Each label is decided on for the action `aggregate`; what no article lets be counted is not.
2. Of what is left, source entities are counted by schema; a count below the article's minimum is
   not told.
3. What leaves is a schema and a number, under one agreement per message; both ends keep it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from isthmus.access.readers import narrowed
from isthmus.access.roles import Capability
from isthmus.exchange.content import counted_bytes, counts_of
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.documents.sharing import CountQuestion, CountsRun, KeptCountRow, ShownCount
from isthmus.flow.federation import NOT_IN_FORCE, Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.model.ids import LabelId
from isthmus.model.message import Kind, Manifest, MessageId, Verified
from isthmus.model.release import Cleared, Counted, KeptCount
from isthmus.ports import UnitOfWork
from isthmus.share.agreement import Agreement
from isthmus.share.asking import Asking
from isthmus.share.decision import Permitted
from isthmus.share.document import Aggregate, Permit

_NEEDED: Final = (Capability.RELEASE,)


def try_counts(federation: Federation, actor: Actor, question: CountQuestion) -> CountsRun:
    """Give what a partner would learn of how many there are; nothing is sent."""
    ask = Ask("counts.tried", (f"recipient:{question.recipient}",), _NEEDED)

    def fetch(under_way: Reading) -> Answer[CountsRun]:
        found = _counted(federation, under_way, question.recipient)
        return _shown(under_way, question, found), [one.id for one, _ in found]

    return read(federation.center, actor, ask, fetch)


def release_counts(federation: Federation, actor: Actor, question: CountQuestion) -> CountsRun:
    """Tell a partner how many there are, as far as agreements let it be told."""
    ask = Ask("counts.released", (f"recipient:{question.recipient}",), _NEEDED)

    def change(under_way: Reading) -> Answer[CountsRun]:
        found = _counted(federation, under_way, question.recipient)
        purpose = under_way.reader.purpose
        sent = [
            tell_counts(federation, under_way.unit, question.recipient, one, purpose, counts)
            for one, counts in found
        ]
        return _shown(under_way, question, found), [message.hex() for message in sent]

    return act(federation.center, actor, ask, change)


def list_counts(federation: Federation, actor: Actor) -> list[KeptCountRow]:
    """Give the counts of the purpose stated that left and came, the newest first."""

    def fetch(under_way: Reading) -> Answer[list[KeptCountRow]]:
        mine = [one for one in under_way.unit.releases.counts() if one.purpose == actor.purpose]
        rows = [
            KeptCountRow(
                partner=one.partner,
                left=one.left,
                agreement=one.agreement,
                schema=one.schema,
                count=one.count,
                at=one.at,
            )
            for one in reversed(mine)
        ]
        return rows, [one.message.hex() for one in mine]

    return read(federation.center, actor, Ask("counts.list", needs=_NEEDED), fetch)


def tell_cleared(federation: Federation, unit: UnitOfWork, one: Cleared) -> list[MessageId]:
    """Put the counts of a release on their way, if it has any."""
    if not one.counts:
        return []
    agreement = federation.in_force(unit).agreements[one.agreement]
    return [tell_counts(federation, unit, one.recipient, agreement, one.purpose, one.counts)]


def tell_counts(
    federation: Federation,
    unit: UnitOfWork,
    partner: str,
    agreement: Agreement,
    purpose: str,
    counts: Sequence[Counted],
) -> MessageId:
    """Put counts into the outbox and into the register."""
    letter = Letter(
        partner=partner,
        kind=Kind.COUNTS,
        items=[counted_bytes(one) for one in counts],
        agreement=agreement.id,
        digest=agreement.digest,
        purpose=purpose,
        basis=agreement.document.legal_instrument,
    )
    message = post(federation, unit, letter)
    _keep(federation, unit, message, partner, letter, counts, left=True)
    return message


def counts_came(
    federation: Federation, unit: UnitOfWork, verified: Verified
) -> tuple[int, str | None]:
    """Keep counts that a partner tells; give how many, or why they are refused (protocol K11)."""
    manifest = verified.manifest
    counts = counts_of(verified)
    agreement = federation.named_by(unit, manifest)
    if agreement is None:
        return 0, NOT_IN_FORCE
    now = federation.center.clock.now()
    known = federation.emergencies(unit, manifest.sender, manifest.recipient, now)
    least = _least(agreement, manifest, emergency=agreement.id in known)
    if least is None:
        return 0, "the agreement lets nothing be counted for this purpose"
    if any(one.count < least for one in counts):
        return 0, "a count is below what the agreement lets be told"
    letter = Letter(
        partner=manifest.sender,
        kind=Kind.COUNTS,
        items=(),
        agreement=agreement.id,
        digest=agreement.digest,
        purpose=manifest.purpose,
    )
    _keep(federation, unit, manifest.message, manifest.sender, letter, counts, left=False)
    return len(counts), None


def _keep(  # noqa: PLR0913 - as above
    federation: Federation,
    unit: UnitOfWork,
    message: bytes,
    partner: str,
    letter: Letter,
    counts: Sequence[Counted],
    *,
    left: bool,
) -> None:
    unit.releases.add_counts(
        [
            KeptCount(
                message=message,
                partner=partner,
                left=left,
                agreement=letter.agreement,
                digest=letter.digest,
                purpose=letter.purpose,
                schema=one.schema,
                count=one.count,
                at=federation.center.clock.now(),
            )
            for one in counts
        ]
    )


def _least(agreement: Agreement, manifest: Manifest, *, emergency: bool) -> int | None:
    """Give the smallest count that an article lets be told; None where none lets any be.

    `emergency`: whether the articles hold that hold only in one (protocol K14).
    """
    found = [
        obligation.minimum
        for one in agreement.document.articles
        if isinstance(one, Permit)
        and manifest.recipient in one.recipients
        and manifest.sender in (one.releasing or agreement.document.parties)
        and manifest.purpose in one.purposes
        and (emergency or not one.emergency)
        for obligation in one.obligations
        if isinstance(obligation, Aggregate)
    ]
    return min(found, default=None)


def _counted(
    federation: Federation, under_way: Reading, recipient: str
) -> list[tuple[Agreement, list[Counted]]]:
    center, unit = federation.center, under_way.unit
    federation.check_partner(recipient)
    asking = Asking(
        holder=center.id,
        recipient=recipient,
        action="aggregate",
        purpose=under_way.reader.purpose,
        at=under_way.at,
        approvals=1,
        emergencies=federation.emergencies(unit, center.id, recipient, under_way.at),
    )
    force = federation.in_force(unit)
    labels = {str(n): under_way.labels.label(n) for n in under_way.reader.labels}
    chosen: dict[str, set[LabelId]] = defaultdict(set)
    least: dict[str, int] = {}
    for number, one in force.decider.decide(asking, labels).items():
        minimum = _minimum(one) if isinstance(one, Permitted) else None
        if isinstance(one, Permitted) and minimum is not None:
            chosen[one.agreement].add(LabelId(int(number)))
            least[one.agreement] = max(minimum, least.get(one.agreement, 0))
    found = []
    for name, numbers in sorted(chosen.items()):
        things = unit.statements.things(narrowed(under_way.reader, numbers), under_way.at)
        counts = _told(things, least[name])
        if counts:
            found.append((force.agreements[name], counts))
    return found


def _minimum(one: Permitted) -> int | None:
    """Give the least that may be told; None for what an article would let leave without one."""
    found = [o.minimum for o in one.obligations if isinstance(o, Aggregate)]
    return max(found, default=None)


def _told(things: Mapping[str, int], least: int) -> list[Counted]:
    return [
        Counted(schema=schema, count=count)
        for schema, count in sorted(things.items())
        if count >= least
    ]


def _shown(
    under_way: Reading, question: CountQuestion, found: Sequence[tuple[Agreement, list[Counted]]]
) -> CountsRun:
    return CountsRun(
        recipient=question.recipient,
        purpose=under_way.reader.purpose,
        counts=[
            ShownCount(schema=c.schema, count=c.count, agreement=one.id)
            for one, counts in found
            for c in counts
        ],
    )
