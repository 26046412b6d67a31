"""Dry runs as they are shown: what becomes of each value, and by which article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from isthmus.flow.documents.sharing import (
    DryRun,
    Onward,
    ShownCount,
    ShownOutcome,
    WhyNot,
)
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Reading
from isthmus.flow.releasing import Run, decided
from isthmus.model.ids import shown_id
from isthmus.model.label import Label
from isthmus.model.release import Change
from isthmus.share.decision import Permitted, Refused, Why
from isthmus.share.redaction import Decided, Outcome

_WHY: Final[Mapping[Why, WhyNot]] = {
    Why.UNCOVERED: "uncovered",
    Why.FORBIDDEN: "forbidden",
    Why.CONSENT: "consent",
    Why.UNMAPPED: "unmapped",
    Why.FAILED: "failed",
}


def shown_run(federation: Federation, under_way: Reading, run: Run) -> DryRun:
    """Show what a question came to."""
    waiting = _in_emergency(federation, under_way, run)
    rows = [
        _row(under_way, one, waiting.get(run.parcel.decided_on(one.statement)))
        for one in run.outcomes
    ]
    leaving = sum(row.becomes is not None for row in rows)
    return DryRun(
        recipient=run.parcel.asking.recipient,
        purpose=run.parcel.asking.purpose,
        rows=rows,
        counts=[
            ShownCount(schema=c.schema, count=c.count, agreement=one.agreement)
            for one in run.releases
            for c in one.counts
        ],
        onward=_onward(federation, under_way, run),
        leaving=leaving,
        staying=len(rows) - leaving,
        labels=under_way.labels.document(),
    )


def _onward(federation: Federation, under_way: Reading, run: Run) -> list[Onward]:
    """Give who could get from the recipient what leaves, if this center and all origins consented.

    Agreements that this center is no party to are not known here, and bind the recipient all the
    same.
    """
    asking, own = run.parcel.asking, federation.center.id
    sizes: Counter[Label] = Counter(
        one.label for one in run.outcomes if one.value is not None and one.label is not None
    )
    labels = {str(at): label for at, label in enumerate(sizes)}
    third = {name.partition("/")[0] for label in sizes for name in label.originators}
    decider = federation.in_force(under_way.unit).decider
    found = []
    for center in federation.partners:
        if center in {asking.recipient, own}:
            continue
        asked = replace(
            asking,
            holder=asking.recipient,
            recipient=center,
            action="redistribute",
            emergencies=federation.emergencies(
                under_way.unit, asking.recipient, center, under_way.at
            ),
            consents=frozenset(third | {own}),
            under=None,
        )
        permitted = {
            labels[name]: one
            for name, one in decider.decide(asked, labels).items()
            if isinstance(one, Permitted)
        }
        if permitted:
            articles = {f"{p.agreement}/{a}" for p in permitted.values() for a in p.articles}
            values = sum(sizes[label] for label in permitted)
            found.append(Onward(center=center, values=values, articles=sorted(articles)))
    return found


def _in_emergency(federation: Federation, under_way: Reading, run: Run) -> dict[Decided, Permitted]:
    """Give what would let leave, in a declared emergency, of what no article covers now."""
    force, parcel = federation.in_force(under_way.unit), run.parcel
    named = {name for name, one in force.agreements.items() if one.has_emergency_articles}
    stays = [
        asked
        for asked, one in parcel.decisions.items()
        if isinstance(one, Refused) and one.why is Why.UNCOVERED
    ]
    if not named or not stays:
        return {}
    asking = replace(parcel.asking, emergencies=frozenset(named))
    found = decided(force, asking, parcel.labels, stays)
    return {asked: one for asked, one in found.items() if isinstance(one, Permitted)}


def _row(under_way: Reading, one: Outcome, waiting: Permitted | None) -> ShownOutcome:
    """Show one outcome. `waiting`: what would let it leave in a declared emergency."""
    statement, decision = one.statement, one.decision
    permitted = decision if isinstance(decision, Permitted) else waiting
    refused = decision if isinstance(decision, Refused) else None
    schema = under_way.center.ontology.schemas.get(statement.schema)
    known = None if schema is None else schema.properties.get(statement.property)
    return ShownOutcome(
        statement=shown_id("s", statement.id),
        entity=shown_id("e", statement.entity),
        entity_schema=statement.schema,
        property=statement.property,
        property_title={} if known is None else dict(known.title),
        value=statement.value,
        becomes=one.value,
        change=one.change.value,
        agreement=None if permitted is None else permitted.agreement,
        articles=[] if permitted is None else list(permitted.articles),
        bound=[]
        if permitted is None or waiting is not None
        else sorted({b.article for b in permitted.bound}),
        why=None if refused is None else _WHY[refused.why] if waiting is None else "emergency",
        forbidden_by=[] if refused is None else list(refused.articles),
        label=under_way.labels.ref(statement.label),
        label_abroad=None if one.label is None else under_way.labels.ref_of(one.label),
        expires_on=statement.expires_on if one.change is not Change.DROPPED else None,
    )
