"""Correcting: what a source no longer says is taken back from every partner that got it.

1. A row of life says that a source took a statement back. If it was released, what the source says
   in its place leaves first, under the articles that let the old value leave, and no others.
2. Then the old value is called back like anything else: from every holder, with a clock and
   receipts (protocol K9).
3. Where those articles let the new value not leave, it stays, and the old one goes all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

from isthmus.errors import PartnerError
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Reading, service_reading
from isthmus.flow.recall import call_back
from isthmus.flow.releasing import Behind, judged, send
from isthmus.model.ids import EntityId, StatementSeq
from isthmus.model.message import MessageId
from isthmus.model.release import Batch, Released
from isthmus.model.statement import Statement
from isthmus.ports import UnitOfWork
from isthmus.share.agreement import Agreement
from isthmus.share.cedar import policy_id
from isthmus.share.decision import Permitted
from isthmus.share.document import Permit

PAGE: Final = 2_000
_UPTO: Final = "corrected-upto"
_REASON: Final = "its source no longer says so"
_APPROVED: Final = 5
"""Persons stood behind the release of the old value; as many as any article may ask for."""

Place: TypeAlias = tuple[EntityId, str]
"""Where one value may take the place of another: the same property of the same source entity."""


@dataclass(frozen=True, slots=True)
class _Lot:
    """What left for one partner under one agreement at one purpose, and is no longer said."""

    batch: Batch
    lines: Mapping[StatementSeq, Released]


@dataclass(slots=True)
class Progress:
    """How far the rows of life were looked at, since the node started; None until then."""

    upto: int | None = None


def correct_due(federation: Federation, progress: Progress) -> int:
    """Correct what sources took back since the last time; give how many values were released.

    Durable when it returns. What was looked at and left for nobody is looked at again after a
    restart: noting it would be an entry of the audit log for every load.
    """
    corrected = 0
    while True:
        with federation.center.store.reading() as unit:
            since = int(unit.meta.get(_UPTO) or 0) if progress.upto is None else progress.upto
            last = unit.statements.last_move()
            if last <= since:
                progress.upto = since
                return corrected
            page = unit.statements.withdrawn_after(since, PAGE)
            upto = page[-1][0] if len(page) == PAGE else last
            left = unit.releases.of_statements([seq for _, seq in page])
        if left:
            corrected += _step(federation, since, upto)
        progress.upto = upto


def _step(federation: Federation, since: int, upto: int) -> int:
    center = federation.center
    with center.store.writing() as unit:
        # Asked anew: a source may have said it again in between.
        page = unit.statements.withdrawn_after(since, PAGE)
        still = [seq for number, seq in page if number <= upto]
        released = unit.releases.of_statements(still)
        messages = [m for lot in _lots(unit, released) for m in _replaced(federation, unit, lot)]
        service = center.service("correcting", ADMINISTRATION)
        recall = call_back(federation, unit, released, by=service.id, reason=_REASON)
        unit.meta.put(_UPTO, str(upto))
        note(
            center,
            unit,
            service,
            purpose=ADMINISTRATION,
            act="release.corrected",
            objects=[recall.id.hex(), *(message.hex() for message in messages)],
            counts={"called_back": len(released), "messages": len(messages)},
        )
        unit.commit()
    return len(released)


def _lots(unit: UnitOfWork, released: Sequence[Released]) -> list[_Lot]:
    lots: dict[tuple[str, str, str], dict[StatementSeq, Released]] = defaultdict(dict)
    batches: dict[tuple[str, str, str], Batch] = {}
    known = {message: unit.releases.batch(message) for message in {r.batch for r in released}}
    for one in released:
        batch = known[one.batch]
        if batch is not None:
            key = batch.partner, batch.purpose, batch.agreement
            lots[key][one.statement] = one
            batches[key] = batch
    return [_Lot(batches[key], lines) for key, lines in lots.items()]


def _replaced(federation: Federation, unit: UnitOfWork, lot: _Lot) -> list[MessageId]:
    """Let what is said instead leave, as far as the same articles let it; give the messages."""
    batch = lot.batch
    agreement = federation.in_force(unit).agreements.get(batch.agreement)
    if agreement is None or batch.partner not in federation.partners:
        return []
    under_way = service_reading(federation.center, unit, "correcting", batch.purpose)
    old = {row.seq: row for row in unit.statements.by_seq(list(lot.lines), under_way.reader)}
    places = {(row.entity, row.property): lot.lines[row.seq] for row in old.values()}
    new = _said_instead(under_way, batch.partner, old, places)
    question = ReleaseQuestion(recipient=batch.partner, entities=[], agreement=batch.agreement)
    behind = Behind(
        role=_role(agreement, lot),
        approvals=_APPROVED,
        replaces={row.seq: places[row.entity, row.property].release for row in new},
    )
    tried = judged(federation, under_way, question, new, behind)
    same = [
        one.statement
        for one in tried.outcomes
        if isinstance(one.decision, Permitted)
        and _permits(agreement, one.decision)
        <= set(places[one.statement.entity, one.statement.property].articles)
    ]
    run = judged(federation, under_way, question, same, behind)
    sent: list[MessageId] = []
    # A partner without good keys cannot be told now: the old value is called back once it has.
    with suppress(PartnerError):
        sent = send(federation, under_way, run)
    return sent


def _said_instead(
    under_way: Reading,
    partner: str,
    old: Mapping[StatementSeq, Statement],
    places: Mapping[Place, Released],
) -> list[Statement]:
    """Give what was said later in these places, stands, and did not leave for the partner yet."""
    unit = under_way.unit
    first: dict[Place, StatementSeq] = {}
    for row in old.values():
        place = row.entity, row.property
        first[place] = min(row.seq, first.get(place, row.seq))
    entities = sorted({entity for entity, _ in places})
    names = sorted({name for _, name in places})
    rows = [
        row
        for row in unit.statements.of(entities, under_way.reader, properties=names)
        if row.seq > first.get((row.entity, row.property), row.seq)
        and row.expires_on > under_way.at
    ]
    held = unit.releases.of_statements([row.seq for row in rows])
    out = {one.statement for one in held if one.partner == partner}
    return [row for row in rows if row.seq not in out]


def _role(agreement: Agreement, lot: _Lot) -> str:
    """Give a role for which the old values may have been released."""
    named = {article for line in lot.lines.values() for article in line.articles}
    roles = {
        role
        for article in agreement.document.articles
        if isinstance(article, Permit) and policy_id(agreement, article) in named
        for role in article.requested_by
    }
    return min(roles, default="")


def _permits(agreement: Agreement, decision: Permitted) -> set[str]:
    return {f"{agreement.id}/{article}" for article in decision.articles}
