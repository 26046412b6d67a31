"""The detectors' journey: what changed -> clusters -> matches -> findings -> alerts.

1. Rules run per purpose, each as its own service principal; the input is what that purpose's
   Reader holds, before anything is evaluated.
2. A finding carries its evidence and the join of its labels; the same evidence under the same
   label is the same finding. Whether it stands is decided from what is seen under that label
   (`flow.evaluating`).
3. Standing findings about a cluster that no longer match are withdrawn; an alert that nobody
   touched and that has no standing finding left lapses. When the same evidence comes back, the
   finding stands again and the lapsed alert is raised again.
4. An alert that nobody on duty may read is raised with the custodian.
5. Findings, alerts, changes, the queue and the audit entry commit together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from isthmus.alert.fold import folded
from isthmus.detect.evaluate import Match
from isthmus.detect.rules import Rule
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION, Center, entities_at_once
from isthmus.flow.custody import custody_of
from isthmus.flow.evaluating import Counted, Evaluated, evaluated, rested_on
from isthmus.flow.parting import came_apart, tell_apart, tell_parted
from isthmus.model.alert import TRANSITIONS, Alert, AlertMove, AlertState, Finding, Move
from isthmus.model.ids import AlertId, EntityId, FindingId, LabelId
from isthmus.model.label import joined
from isthmus.model.principal import Principal, Reader
from isthmus.ports import AlertFilter, UnitOfWork

STAGE: Final = "detect"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one purpose's rules say of a batch."""

    principal: Principal
    found: Evaluated


def detect_pending(center: Center) -> int:
    """Run the rules over what waits; give how many source entities were taken."""
    taken = 0
    while batch := _detect_batch(center):
        taken += batch
    return taken


def _detect_batch(center: Center) -> int:
    with center.store.reading() as unit:
        tickets = unit.queue.peek(STAGE, entities_at_once(center))
        if not tickets:
            return 0
        entities = list(dict.fromkeys(entity for _, entity in tickets))
        moved = unit.statements.last_move()
        seen = [
            _see(center, unit, purpose, rules, entities)
            for purpose, rules in _by_purpose(center.rules).items()
        ]
    with center.store.writing() as unit:
        if unit.statements.last_move() != moved and any(_rose(center, unit, one) for one in seen):
            # Nothing of it is written: the batch is looked at again, under the labels of now.
            return len(tickets)
        for one in seen:
            _write(center, unit, one)
        if not seen:
            _note_no_rules(center, unit, len(entities))
        unit.queue.done(STAGE, [ticket for ticket, _ in tickets])
        unit.commit()
    return len(tickets)


def _note_no_rules(center: Center, unit: UnitOfWork, entities: int) -> None:
    """Note that what waited was taken, though a center without rules has nothing to look for."""
    note(
        center,
        unit,
        center.service("rules", ADMINISTRATION),
        purpose=ADMINISTRATION,
        act="rules.evaluated",
        counts={"entities": entities},
    )


def _by_purpose(rules: Sequence[Rule]) -> Mapping[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.purpose, []).append(rule)
    return found


def _see(
    center: Center,
    unit: UnitOfWork,
    purpose: str,
    rules: Sequence[Rule],
    entities: Sequence[EntityId],
) -> Seen:
    principal = center.service("rules", purpose)
    reader = center.reader(unit, principal, purpose)
    return Seen(principal, evaluated(center, unit, reader, rules, entities))


def _rose(center: Center, unit: UnitOfWork, seen: Seen) -> bool:
    """Tell whether evidence of a match bears another label than when it was looked at."""
    reader = center.reader(unit, seen.principal, seen.principal.purposes[0])
    were = {s.seq: s.label for one in seen.found.counted for _, s in one.match.evidence}
    found = {s.seq: s.label for s in unit.statements.by_seq(sorted(were), reader)}
    return any(found.get(seq) != label for seq, label in were.items())


def _write(center: Center, unit: UnitOfWork, seen: Seen) -> None:
    principal = seen.principal
    purpose = principal.purposes[0]
    now = center.clock.now()
    every = [(_finding(center, unit, one.match, now), one) for one in seen.found.counted]
    reader = center.reader(unit, principal, purpose)
    found, counted = _known_as(unit, reader, every)
    mine = {rule.id for rule in center.rules if rule.purpose == purpose}
    standing = [
        f for f in unit.findings.about(sorted(seen.found.entities), reader) if f.rule in mine
    ]
    gone = [f for f in standing if f.id not in found]
    new = unit.findings.add(list(found.values()))
    unit.findings.withdraw([f.id for f in gone], now)
    # In the order of their ids: what is withheld must not decide under which alert one comes.
    folding = [(found[i], counted[i].match.members) for i in sorted(new)]
    raised = _fold(center, unit, reader, folding)
    stood = {f.id for f in standing} | new
    reopened = _reopen(center, unit, reader, [f for f in found.values() if f.id not in stood])
    lapsed = _lapse(center, unit, reader, gone)
    labels = unit.labels.all()
    parted = [f for f in gone if seen.found.parted(f.entities, labels[f.label])]
    told = tell_parted(unit, reader, parted, now)
    apart = came_apart(unit, reader, {i: one.apart for i, one in counted.items()}, now)
    told += tell_apart(unit, reader, [(found[i], apart[i]) for i in apart if i not in new], now)
    note(
        center,
        unit,
        principal,
        purpose=purpose,
        act="rules.evaluated",
        objects=[f.hex() for f in sorted(new)],
        counts={
            "entities": len(seen.found.entities),
            "cut": seen.found.cut,
            "findings": len(new),
            "withdrawn": len(gone),
            "raised": len(raised),
            "assigned": sum(alert.assigned_to is not None for alert in raised),
            "reopened": reopened,
            "lapsed": lapsed,
            "told": told,
        },
    )


def _known_as(
    unit: UnitOfWork, reader: Reader, every: Sequence[tuple[Finding, Counted]]
) -> tuple[dict[FindingId, Finding], dict[FindingId, Counted]]:
    """Give what was found, and how it counted; what is known keeps its id where a marking rose."""
    known = unit.findings.of_matches(sorted({f.matched for f, _ in every}), reader)
    found: dict[FindingId, Finding] = {}
    counted: dict[FindingId, Counted] = {}
    for finding, one in every:
        own = known.get((finding.matched, finding.label), finding.id)
        found[own], counted[own] = replace(finding, id=own), one
    return found, counted


def _finding(center: Center, unit: UnitOfWork, match: Match, now: datetime) -> Finding:
    labels = unit.labels.all()
    label = joined(labels[number] for number in sorted(rested_on(match)))
    matched = center.ids.match(match.rule.id, [statement.id for _, statement in match.evidence])
    return Finding(
        id=center.ids.finding(matched, label.item()),
        matched=matched,
        rule=match.rule.id,
        version=match.rule.version,
        found_at=now,
        label=unit.labels.intern(label),
        entities=match.entities,
        evidence=tuple((role, statement.seq) for role, statement in match.evidence),
        lat=match.place[0] if match.place else None,
        lon=match.place[1] if match.place else None,
    )


def _fold(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    findings: Sequence[tuple[Finding, frozenset[EntityId]]],
) -> Sequence[Alert]:
    if not findings:
        return ()
    about = sorted({entity for _, members in findings for entity in members})
    wanted = AlertFilter(entities=about, limit=10_000)
    standing = [
        (alert, frozenset(unit.alerts.entities(alert.id, reader)))
        for alert in unit.alerts.find(wanted, reader)
    ]
    severities = {rule.id: rule.severity for rule in center.rules}
    folding = folded(findings, standing, severities, center.ids)
    custody = custody_of(center, unit, {alert.label for alert in folding.raised})
    raised = [custody.keeping(alert) for alert in folding.raised]
    for alert in raised:
        unit.alerts.add(alert)
    known = (*raised, *(alert for alert, _ in standing))
    labels: dict[AlertId, LabelId] = {alert.id: alert.label for alert in known}
    for alert_id, under in folding.under.items():
        unit.alerts.fold(alert_id, under, center.clock.now())
        unit.changes.add("alert", alert_id, labels[alert_id], center.clock.now())
    return raised


def _lapse(center: Center, unit: UnitOfWork, reader: Reader, gone: Sequence[Finding]) -> int:
    """Let untouched alerts lapse whose every finding was withdrawn."""
    if not gone:
        return 0
    about = sorted({entity for finding in gone for entity in finding.entities})
    wanted = AlertFilter(entities=about, states=frozenset({AlertState.RAISED}), limit=10_000)
    lapsed = [alert for alert in unit.alerts.find(wanted, reader) if alert.findings == 0]
    for alert in lapsed:
        _move(center, unit, reader, alert, Move.LAPSE)
    return len(lapsed)


def _reopen(center: Center, unit: UnitOfWork, reader: Reader, again: Sequence[Finding]) -> int:
    """Raise lapsed alerts again whose findings stand again."""
    if not again:
        return 0
    about = sorted({entity for finding in again for entity in finding.entities})
    wanted = AlertFilter(entities=about, states=frozenset({AlertState.LAPSED}), limit=10_000)
    raised = [alert for alert in unit.alerts.find(wanted, reader) if alert.findings > 0]
    for alert in raised:
        _move(center, unit, reader, alert, Move.REOPEN)
    return len(raised)


def _move(center: Center, unit: UnitOfWork, reader: Reader, alert: Alert, move: Move) -> None:
    now, state = center.clock.now(), TRANSITIONS[alert.state, move]
    unit.alerts.move(AlertMove(alert.id, move, state, now, reader.principal.id))
    unit.changes.add("alert", alert.id, alert.label, now)
