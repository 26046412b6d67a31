"""The demo document: what a center's duty officer may see at a named purpose, as one value.

Its JSON Schema is schema/demo-document.schema.json. It is read through the same Reader and
audited like any page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.intake import EVERY_VERDICT
from isthmus.flow.quarantine import field_of
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.feeds import may_read_of, seen_deliveries, seen_verdicts
from isthmus.model.alert import Alert
from isthmus.model.feed import Feed
from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementSeq, shown_id
from isthmus.model.judgement import Judgement, counting
from isthmus.model.record import StoredRecord, Verdict, VerdictState
from isthmus.model.statement import State, Statement
from isthmus.ports import AlertFilter

PAGE: Final = 500
CAPTIONS: Final = ("name", "imoNumber", "mmsi")

Json = dict[str, object]
T = TypeVar("T")


@dataclass(slots=True)
class Gathered:
    """What the evidence of all alerts rests on, by number."""

    statements: dict[StatementSeq, Statement]
    records: dict[RecordSeq, StoredRecord]
    captions: dict[EntityId, Json]


def demonstration(center: Center, actor: Actor) -> Json:
    """Give feeds, alerts and judgements of one center as the actor may see them."""
    return read(center, actor, Ask("demonstration.read"), _document)


def _document(under_way: Reading) -> Answer[Json]:
    alerts = _alerts(under_way)
    judgements = _judgements(under_way)
    shown = [shown_id("a", a.id) for a in alerts]
    document: Json = {
        "center": under_way.center.id,
        "partition": under_way.center.partition.name,
        "exercise": under_way.center.partition.exercise,
        "principal": under_way.reader.principal.name,
        "purpose": under_way.reader.purpose,
        "feeds": _feeds(under_way),
        "alerts": _alert_rows(under_way, alerts),
        "judgements": _judgement_rows(under_way, judgements),
    }
    return document, shown


def _feeds(under_way: Reading) -> list[Json]:
    totals = under_way.unit.tallies.totals(under_way.reader)
    known = {feed for feed, _ in totals}
    return [
        {
            "feed": declared.feed.id,
            "source": declared.feed.source,
            "kind": declared.feed.kind.value,
            "records": totals.get((declared.feed.id, "records"), 0),
            "statements": totals.get((declared.feed.id, "statements"), 0),
            "positions": totals.get((declared.feed.id, "positions"), 0),
            "quarantined": totals.get((declared.feed.id, "quarantined"), 0),
            "deliveries": _deliveries(under_way, declared.feed),
            "verdicts": _verdicts(under_way, declared.feed),
        }
        for declared in under_way.center.feeds.values()
        if declared.feed.id in known
    ]


def _deliveries(under_way: Reading, feed: Feed) -> list[Json]:
    return [
        {
            "file": d.name,
            "part": d.part,
            "as_of": d.as_of.isoformat(),
            "state": d.state.value,
            "records": d.records,
            "new": d.new,
            "quarantined": d.quarantined,
        }
        for d in reversed(seen_deliveries(under_way, feed))
    ]


def _verdicts(under_way: Reading, feed: Feed) -> list[Json]:
    files = {d.seq: d.name for d in under_way.unit.deliveries.of_feed(feed.id)}
    reader, labels = under_way.reader, under_way.unit.labels.all()
    return [
        _verdict(one, files.get(one.delivery, ""), state)
        for _, one, state, _ in seen_verdicts(under_way, feed, None, None, EVERY_VERDICT)
        if may_read_of(reader.principal, reader.purpose, (feed, one), labels)
    ]


def _verdict(verdict: Verdict, file: str, state: VerdictState) -> Json:
    return {
        "file": file,
        "record_number": verdict.number,
        "field": str(field_of(verdict)),
        "expected": str(verdict.expected),
        "came": str(verdict.came),
        "repair": str(verdict.repair),
        "state": state.value,
    }


def _alerts(under_way: Reading) -> list[Alert]:
    found: list[Alert] = []
    while True:
        before = (found[-1].raised_at, found[-1].id) if found else None
        page = under_way.unit.alerts.find(AlertFilter(before=before, limit=PAGE), under_way.reader)
        found += page
        if len(page) < PAGE:
            return sorted(found, key=lambda alert: (alert.rule, alert.id))


def _alert_rows(under_way: Reading, alerts: Sequence[Alert]) -> list[Json]:
    unit, reader = under_way.unit, under_way.reader
    findings = {a.id: unit.findings.of_alert(a.id, reader) for a in alerts}
    seqs = {seq for found in findings.values() for f in found for _, seq in f.evidence}
    about = {entity for found in findings.values() for f in found for entity in f.entities}
    gathered = _gathered(under_way, sorted(seqs), sorted(about))
    rules = {rule.id: rule for rule in under_way.center.rules}
    return [
        {
            "id": shown_id("a", alert.id),
            "rule": alert.rule,
            "title": rules[alert.rule].title if alert.rule in rules else {},
            "severity": alert.severity.value,
            "state": alert.state.value,
            "label": _label(under_way, alert.label),
            "entities": [
                gathered.captions.get(entity, {"id": shown_id("e", entity)})
                for entity in dict.fromkeys(e for f in findings[alert.id] for e in f.entities)
            ],
            "findings": [
                {
                    "standing": finding.standing,
                    "label": _label(under_way, finding.label),
                    "evidence": [
                        _evidence(gathered, role, seq)
                        for role, seq in finding.evidence
                        if seq in gathered.statements
                    ],
                }
                for finding in findings[alert.id]
            ],
        }
        for alert in alerts
    ]


def _gathered(
    under_way: Reading, seqs: Sequence[StatementSeq], about: Sequence[EntityId]
) -> Gathered:
    unit, reader = under_way.unit, under_way.reader
    statements = {
        s.seq: s for chunk in _chunks(seqs) for s in unit.statements.by_seq(chunk, reader)
    }
    records = sorted({s.record for s in statements.values()})
    return Gathered(
        statements=statements,
        records={r.seq: r for chunk in _chunks(records) for r in unit.records.get(chunk, reader)},
        captions=_captions(under_way, about),
    )


def _evidence(gathered: Gathered, role: str, seq: StatementSeq) -> Json:
    statement = gathered.statements[seq]
    record = gathered.records.get(statement.record)
    return {
        "role": role,
        "statement": shown_id("s", statement.id),
        "entity": shown_id("e", statement.entity),
        "schema": statement.schema,
        "property": statement.property,
        "value": None if statement.state is State.ERASED else statement.value,
        "original": statement.original,
        "source": statement.source,
        "grade": statement.grade,
        "state": statement.state.value,
        "file": record.file if record else None,
        "record_number": record.number if record else None,
        "record_sha256": record.sha256.hex() or None if record else None,
    }


def _judgements(under_way: Reading) -> list[Judgement]:
    found: list[Judgement] = []
    after = 0
    while True:
        page = under_way.unit.judgements.page(after, PAGE, under_way.reader)
        found += [judgement for _, judgement in page]
        if len(page) < PAGE:
            return found
        after = page[-1][0]


def _judgement_rows(under_way: Reading, judgements: Sequence[Judgement]) -> list[Json]:
    ends = sorted({end for j in judgements for end in (j.left, j.right)})
    captions = _captions(under_way, ends)
    seqs = sorted({s for j in judgements for c in j.comparisons for s in (c.left, c.right)})
    unit, reader = under_way.unit, under_way.reader
    values = {
        s.seq: s.value for chunk in _chunks(seqs) for s in unit.statements.by_seq(chunk, reader)
    }
    return [
        {
            "left": captions.get(j.left, {"id": shown_id("e", j.left)}),
            "right": captions.get(j.right, {"id": shown_id("e", j.right)}),
            "decision": j.decision.value,
            "joins": j.joins,
            "by": {"kind": "person" if j.by_person else "model", "name": j.author},
            "bits": j.bits,
            "properties": [
                {
                    "property": c.property,
                    "bits": c.bits,
                    "left": values.get(c.left),
                    "right": values.get(c.right),
                }
                for c in counting(j.comparisons)
            ],
        }
        for j in judgements
    ]


def _captions(under_way: Reading, entities: Sequence[EntityId]) -> dict[EntityId, Json]:
    """Give id, source, schema and the first of each naming property per source entity."""
    found: dict[EntityId, Json] = {}
    schemas: dict[EntityId, set[str]] = {}
    for chunk in _chunks(entities):
        for s in under_way.unit.statements.of(chunk, under_way.reader, properties=CAPTIONS):
            row = found.setdefault(
                s.entity, {"id": shown_id("e", s.entity), "source": s.source, "schema": s.schema}
            )
            row.setdefault(s.property, s.value)
            schemas.setdefault(s.entity, set()).add(s.schema)
    for entity, row in found.items():
        names = frozenset(schemas[entity])
        row["schema"] = under_way.center.ontology.most_specific(names)
    return found


def _label(under_way: Reading, number: LabelId) -> Json:
    label = under_way.unit.labels.all()[number]
    return {
        "text": label.mark,
        "originators": sorted(label.originators),
        "data_categories": sorted(label.data_categories),
        "legal_bases": sorted(label.legal_bases),
        "purposes": None if label.purposes.names is None else sorted(label.purposes.names),
    }


def _chunks(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[at : at + PAGE] for at in range(0, len(items), PAGE))
