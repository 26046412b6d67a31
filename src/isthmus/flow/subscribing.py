"""Standing releases: a person orders once that a partner learns of each alert of a purpose.

1. The order names the partner and the purpose; it acts as a service principal of that purpose.
2. Whatever alert is raised or moves, its subjects are decided on, redacted and released as if a
   person had asked; what left for the partner already does not leave again.
3. Agreements are asked each time: when one is suspended or ends, the order lets nothing leave.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound, PartnerError
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.documents.sharing import ReleaseQuestion, ShownStanding, StandingRequest
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Answer, Ask, Reading, read, service_reading
from isthmus.flow.releasing import around, bases, judged, send
from isthmus.model.ids import ID_BYTES, AlertId, EntityId, parsed_id, shown_id
from isthmus.model.message import MessageId
from isthmus.model.release import StandingOrder
from isthmus.phrases import say

PAGE: Final = 50
_NEEDED: Final = (Capability.RELEASE,)


@dataclass(frozen=True, slots=True)
class _Left:
    """What an order let leave at one step."""

    messages: list[MessageId]
    values: int
    basis: str | None


def order_standing(federation: Federation, actor: Actor, wish: StandingRequest) -> ShownStanding:
    """Order that a partner learns of each alert of the purpose stated, from now on.

    Raises InputError for whoever is no partner, or has such an order already.
    """
    ask = Ask("standing.ordered", (f"recipient:{wish.recipient}",), _NEEDED)
    return act(federation.center, actor, ask, lambda r: _order(federation, actor, r, wish))


def end_standing(federation: Federation, actor: Actor, order: str) -> ShownStanding:
    """End an order; what left under it stays where it is. Raises NotFound for an unknown one."""
    ask = Ask("standing.ended", (order,), _NEEDED)
    return act(federation.center, actor, ask, lambda reading: _end(reading, order))


def list_standing(federation: Federation, actor: Actor) -> list[ShownStanding]:
    """Give every order, ended ones too."""

    def fetch(reading: Reading) -> Answer[list[ShownStanding]]:
        shown = [_shown(one) for one in reading.unit.releases.orders()]
        return shown, [one.id for one in shown]

    return read(federation.center, actor, Ask("standing.list", needs=_NEEDED), fetch)


def release_standing(federation: Federation) -> int:
    """Release what standing orders ask for; give how many values left. Durable when it returns."""
    with federation.center.store.reading() as unit:
        orders = [one for one in unit.releases.orders() if one.ended_at is None]
    left = 0
    for one in orders:
        # A partner without good keys cannot be told now, and holds up no other.
        with suppress(PartnerError):
            left += _carried_out(federation, one)
    return left


def _carried_out(federation: Federation, order: StandingOrder) -> int:
    left = 0
    while True:
        with federation.center.store.reading() as unit:
            if unit.changes.last() <= order.since:
                return left
        with federation.center.store.writing() as unit:
            name = f"standing.{order.partner}"
            under_way = service_reading(federation.center, unit, name, order.purpose)
            page = unit.changes.after(order.since, under_way.reader, PAGE)
            since = page[-1].seq if len(page) == PAGE else unit.changes.last()
            alerts = {AlertId(one.subject) for one in page if one.kind == "alert"}
            done = _released(federation, under_way, order, alerts)
            unit.releases.advance(order.id, since)
            note(
                federation.center,
                unit,
                under_way.reader.principal,
                purpose=order.purpose,
                act="standing.released",
                objects=[order.id.hex(), *(message.hex() for message in done.messages)],
                counts={"released": done.values, "alerts": len(alerts)},
                policy=federation.in_force(unit).decider.digest,
                basis=done.basis,
            )
            unit.commit()
        left += done.values
        order = order.at(since)


def _released(
    federation: Federation, under_way: Reading, order: StandingOrder, alerts: set[AlertId]
) -> _Left:
    """Release what the subjects of alerts bring that is new to the partner."""
    unit, reader = under_way.unit, under_way.reader
    subjects: dict[EntityId, None] = {}
    for alert in sorted(alerts):
        subjects.update(dict.fromkeys(unit.alerts.entities(alert, reader)))
    if not subjects:
        return _Left([], 0, None)
    statements = around(under_way, list(subjects))
    out = {
        one.statement
        for one in unit.releases.of_statements([s.seq for s in statements])
        if one.partner == order.partner
    }
    question = ReleaseQuestion(recipient=order.partner, entities=[])
    run = judged(federation, under_way, question, [s for s in statements if s.seq not in out])
    messages = send(federation, under_way, run)
    return _Left(messages, sum(len(one.statements) for one in run.releases), bases(run))


def _order(
    federation: Federation, actor: Actor, reading: Reading, wish: StandingRequest
) -> Answer[ShownStanding]:
    unit, center = reading.unit, federation.center
    federation.check_partner(wish.recipient)
    order = StandingOrder(
        id=center.entropy.random_bytes(ID_BYTES),
        partner=wish.recipient,
        purpose=reading.reader.purpose,
        by=actor.principal.id,
        since=unit.changes.last(),
        ordered_at=reading.at,
    )
    if any(one.is_like(order) for one in unit.releases.orders()):
        raise InputError(say("expected a standing release that is new, got one that there is"))
    unit.releases.put_order(order)
    return _shown(order), [order.id.hex()]


def _end(reading: Reading, name: str) -> Answer[ShownStanding]:
    wanted = parsed_id("o", name)
    for one in reading.unit.releases.orders():
        if one.id == wanted and one.ended_at is None:
            reading.unit.releases.end_order(one.id, reading.at)
            return _shown(one.ended(reading.at)), [name]
    raise NotFound(say("expected a standing release of this node, got {name}", name=name[:60]))


def _shown(one: StandingOrder) -> ShownStanding:
    return ShownStanding(
        id=shown_id("o", one.id),
        partner=one.partner,
        purpose=one.purpose,
        ordered_at=one.ordered_at,
        ended_at=one.ended_at,
    )
