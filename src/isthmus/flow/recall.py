"""Recalls: what was released is called back from every holder, and each one proves that it went.

1. A person orders it at the center where it came from: the register says who got what.
2. Each recipient is told in a message, and stands in the completion table with a clock.
3. A holder takes the values away, looks anew at whatever rested on them, tells those to whom it
   passed them on, and answers with a receipt. The receipts of onward holders go up the same way
   (protocol R4, K3, K4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from isthmus.access.readers import keeping_reader
from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound, PartnerError
from isthmus.exchange.content import RecallOrder, recall_items, recall_of
from isthmus.exchange.receipt import read_receipt
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.batch import enqueue
from isthmus.flow.borne import attribute_anew
from isthmus.flow.documents.sharing import RecallRequest, ShownHolder, ShownRecall
from isthmus.flow.federation import Federation
from isthmus.flow.keeping import noted_labels
from isthmus.flow.lasting import fall_back, latest_days, touched_by
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.reasons import written_reason
from isthmus.model.ids import ID_BYTES, StatementId, StatementSeq, parsed_id, shown_id
from isthmus.model.message import Holder, Kind, Recall, Receipt, Verified
from isthmus.model.release import Received, Released, ReleaseId, Standing
from isthmus.model.statement import Statement
from isthmus.phrases import say
from isthmus.ports import UnitOfWork

DUE: Final = timedelta(hours=24)
"""A holder that has not answered after this is overdue."""
STATEMENTS_MAX: Final = 20_000
_WATCH: Final = (Capability.RECALL, Capability.READ_AUDIT)


def order_recall(federation: Federation, actor: Actor, request: RecallRequest) -> ShownRecall:
    """Call statements back from everybody to whom this center released them.

    Raises NotFound for a statement that the person may not see, InputError without a reason, or
    if none of them ever left.
    """
    ask = Ask("recall.ordered", tuple(request.statements), (Capability.RECALL,))
    return act(federation.center, actor, ask, lambda r: _order(federation, actor, r, request))


def list_recalls(federation: Federation, actor: Actor) -> list[ShownRecall]:
    """Give every recall with its completion table, the newest first."""
    ask = Ask("recall.list", needs=_WATCH)

    def fetch(reading: Reading) -> Answer[list[ShownRecall]]:
        shown = [_shown(reading.unit, one, reading.at) for one in reading.unit.recalls.all()]
        return shown[::-1], [one.id for one in shown]

    return read(federation.center, actor, ask, fetch)


def recall_page(federation: Federation, actor: Actor, recall: str) -> ShownRecall:
    """Give one recall with its completion table; raises NotFound for an unknown one."""
    ask = Ask("recall.read", (recall,), needs=_WATCH)

    def fetch(reading: Reading) -> Answer[ShownRecall]:
        found = reading.unit.recalls.get(parsed_id("r", recall))
        if found is None:
            message = say("expected a recall of this node, got {recall}", recall=recall[:60])
            raise NotFound(message)
        return _shown(reading.unit, found, reading.at), [recall]

    return read(federation.center, actor, ask, fetch)


def recall_came(federation: Federation, unit: UnitOfWork, verified: Verified) -> tuple[Recall, int]:
    """Take away what a partner recalls, and tell onward holders; give the recall and how many.

    Ids that this partner never released to this center, or recalled before, count for nothing.
    """
    partner, now = verified.manifest.sender, federation.center.clock.now()
    order, ids = recall_of(verified)
    held = [r for r in unit.releases.received(partner, ids) if r.standing is Standing.OUT]
    recall = Recall(order.recall, order.origin, partner, order.origin, order.reason, now, len(held))
    known = unit.recalls.get(recall.id)
    unit.recalls.order(recall)
    unit.releases.forget(partner, [r.release for r in held], Standing.RECALLED)
    _tell(federation, unit, recall, _outlasting(unit, held))
    take_away(federation, unit, held, f"recalled by {order.origin}")
    if known is not None and known.via == partner:
        receipts = [h.receipt for h in unit.recalls.holders(recall.id) if h.receipt is not None]
        if receipts:
            _pass_up(federation, unit, partner, receipts)
    return recall, len(held)


def take_away(
    federation: Federation, unit: UnitOfWork, held: Sequence[Received], reason: str
) -> None:
    """Erase what came in these releases and stands in no other, and look anew at what rested on it.

    What stands in another rests on that one from then on, until its day. `held`: noted as ended
    already.
    """
    center = federation.center
    latest = latest_days(unit, sorted({r.statement for r in held}))
    gone = [r for r in held if r.statement not in latest]
    going = _said_in(federation, unit, gone)
    touched = touched_by(going)
    kept = _said_in(federation, unit, [r for r in held if r.statement in latest])
    fall_back(center, unit, kept, latest)
    statements, records = sorted({r.statement for r in gone}), sorted({r.record for r in held})
    unit.requests.silence(sorted({r.statement for r in held}))
    attribute_anew(center, unit, going)
    unit.erasure.erase(statements, records, center.clock.now(), reason)
    for label, entities in sorted(touched.items()):
        enqueue(center, unit, label, sorted(entities))


def call_back(
    federation: Federation, unit: UnitOfWork, released: Sequence[Released], *, by: str, reason: str
) -> Recall:
    """Order that everybody who got this remove it, in the unit of whoever asks."""
    recall = Recall(
        id=federation.center.entropy.random_bytes(ID_BYTES),
        origin=federation.center.id,
        via=None,
        by=by,
        reason=reason,
        ordered_at=federation.center.clock.now(),
        items=len(released),
    )
    unit.recalls.order(recall)
    _tell(federation, unit, recall, released)
    return recall


def holder_answered(federation: Federation, unit: UnitOfWork, receipt: Receipt, raw: bytes) -> bool:
    """Note a holder's receipt in the completion table, and pass it up to whoever told us.

    Gives False for a holder that was not asked, or that has answered.
    """
    now = federation.center.clock.now()
    recall = unit.recalls.get(receipt.recall)
    if recall is None:
        return False
    own = receipt.sender == federation.center.id
    if not own and not any(h.holder == receipt.sender for h in unit.recalls.holders(recall.id)):
        return False
    lines = [
        Holder(recall.id, name, receipt.holder, receipt.items, now, now + DUE)
        for name in receipt.onward
    ]
    if not own:
        mine = Holder(recall.id, receipt.holder, receipt.sender, receipt.items, now, now + DUE)
        lines.insert(0, mine)
    unit.recalls.ask([line for line in lines if line.holder != federation.center.id])
    if not unit.recalls.answer(recall.id, receipt.holder, now, raw):
        return False
    if recall.via is not None:
        _pass_up(federation, unit, recall.via, [raw])
    return True


def _pass_up(
    federation: Federation, unit: UnitOfWork, partner: str, receipts: Sequence[bytes]
) -> None:
    # One whose keys are over gets them when it asks again.
    with suppress(PartnerError):
        post(federation, unit, Letter(partner, Kind.RECEIPT, receipts))


def recall_letter(recall: Recall, partner: str, ids: Sequence[ReleaseId]) -> Letter:
    """Give what tells a partner of a recall; `ids`: what was released to it."""
    order = RecallOrder(
        recall=recall.id, origin=recall.origin, reason=recall.reason, ordered_at=recall.ordered_at
    )
    return Letter(partner, Kind.RECALL, recall_items(order, ids))


def receipts_came(federation: Federation, unit: UnitOfWork, verified: Verified) -> int:
    """Take in receipts that a partner passes up; give how many were of use.

    Raises PartnerError for one that its holder did not sign.
    """
    used, now = 0, federation.center.clock.now()
    for raw in verified.items:
        receipt = read_receipt(raw, federation.trust, now)
        if not receipt.recall or receipt.kind is not Kind.RECALL:
            raise PartnerError("expected receipts of a recall, got another one")
        used += holder_answered(federation, unit, receipt, raw)
    return used


def onward_holders(unit: UnitOfWork, recall: bytes) -> list[str]:
    """Give the centers to which this one passed the recall on."""
    return sorted(one.holder for one in unit.recalls.holders(recall))


def _order(
    federation: Federation, actor: Actor, reading: Reading, request: RecallRequest
) -> Answer[ShownRecall]:
    unit = reading.unit
    reason = written_reason(request.reason)
    seqs = []
    if len(request.statements) > STATEMENTS_MAX:
        message = say("expected at most {most} statements in a recall", most=STATEMENTS_MAX)
        raise InputError(message)
    for name in request.statements:
        found = unit.statements.by_id(StatementId(parsed_id("s", name)), reading.reader)
        if found is None:
            message = say("expected a statement that you may see, got {name}", name=name[:60])
            raise NotFound(message)
        seqs.append(found.seq)
    released = unit.releases.of_statements(sorted(set(seqs)))
    if not released:
        message = say("expected statements that were released, got none that was")
        raise InputError(message)
    recall = call_back(federation, unit, released, by=actor.principal.id, reason=reason)
    return _shown(unit, recall, reading.at), [recall.id.hex()]


def _tell(
    federation: Federation, unit: UnitOfWork, recall: Recall, released: Iterable[Released]
) -> None:
    """Send a recall to each partner that got something, and put it on the list."""
    now = federation.center.clock.now()
    by_partner: dict[str, list[ReleaseId]] = defaultdict(list)
    for one in released:
        by_partner[one.partner].append(one.release)
    for partner, ids in sorted(by_partner.items()):
        unit.releases.end(ids, Standing.RECALLED, recall.id)
        unit.recalls.ask(
            [Holder(recall.id, partner, federation.center.id, len(ids), now, now + DUE)]
        )
        # A partner without good keys cannot be told yet: it stays on the list, and is reminded.
        with suppress(PartnerError):
            post(federation, unit, recall_letter(recall, partner, ids))


def _outlasting(unit: UnitOfWork, held: Sequence[Received]) -> list[Released]:
    """Give what was passed on of releases that are ended and would outlast what still says it."""
    statements = sorted({r.statement for r in held})
    latest, onward = latest_days(unit, statements), unit.releases.of_statements(statements)
    return [
        one
        for one in onward
        if one.statement not in latest or one.expires_on > latest[one.statement].expires_on
    ]


def _said_in(federation: Federation, unit: UnitOfWork, held: Sequence[Received]) -> list[Statement]:
    """Give the statements of releases, each once, as they stand."""
    lots: dict[tuple[str, str], set[StatementSeq]] = defaultdict(set)
    for one in held:
        lots[one.partner, one.purpose].add(one.statement)
    found: dict[StatementSeq, Statement] = {}
    for (partner, purpose), seqs in lots.items():
        service = federation.center.service("recall", purpose)
        reader = keeping_reader(service, purpose, noted_labels(unit, partner))
        found |= {s.seq: s for s in unit.statements.by_seq(sorted(seqs), reader)}
    return list(found.values())


def _shown(unit: UnitOfWork, recall: Recall, now: datetime) -> ShownRecall:
    holders = [
        ShownHolder(
            holder=one.holder,
            via=one.via,
            items=one.items,
            asked_at=one.asked_at,
            due_at=one.due_at,
            answered_at=one.answered_at,
            overdue=one.answered_at is None and one.due_at <= now,
            receipt=one.receipt,
        )
        for one in unit.recalls.holders(recall.id)
    ]
    return ShownRecall(
        id=shown_id("r", recall.id),
        origin=recall.origin,
        via=recall.via,
        reason=recall.reason,
        ordered_at=recall.ordered_at,
        items=recall.items,
        releases=[one.release.hex() for one in unit.releases.of_recall(recall.id)],
        holders=holders,
        complete=all(one.answered_at is not None for one in holders),
    )
