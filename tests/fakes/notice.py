"""Findings, alerts, queues, tallies and changes in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from isthmus.errors import NotFound, StateError
from isthmus.model.alert import Alert, AlertMove, AlertState, Finding, Move
from isthmus.model.ids import AlertId, EntityId, FindingId, LabelId, MatchId
from isthmus.model.principal import Reader
from isthmus.ports import AlertFilter, Change
from tests.fakes.tables import Part, in_utc


class MemoryFindings(Part):
    """FindingStore."""

    __slots__ = ()

    def add(self, findings: Sequence[Finding]) -> frozenset[FindingId]:
        held = self._changing(findings).findings
        new = frozenset(finding.id for finding in findings) - held.keys()
        for finding in findings:
            held[finding.id] = replace(held.get(finding.id, in_utc(finding)), standing=True)
        return new

    def about(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Finding]:
        return [
            f
            for f in self._tables.findings.values()
            if f.standing and f.label in reader.labels and not set(entities).isdisjoint(f.entities)
        ]

    def of_alert(self, alert: AlertId, reader: Reader) -> Sequence[Finding]:
        folded = (self._tables.findings[f] for f in self._tables.folded.get(alert, ()))
        return sorted((f for f in folded if f.label in reader.labels), key=lambda f: f.found_at)

    def withdraw(self, findings: Sequence[FindingId], at: datetime) -> None:  # noqa: ARG002 - rows of a real store carry the time
        held = self._changing().findings
        for finding in findings:
            held[finding] = replace(held[finding], standing=False)

    def of_matches(
        self, matched: Sequence[MatchId], reader: Reader
    ) -> Mapping[tuple[MatchId, LabelId], FindingId]:
        return {
            (f.matched, f.label): f.id
            for f in reversed(self._tables.findings.values())
            if f.matched in matched and f.label in reader.labels
        }

    def apart(
        self, findings: Sequence[FindingId], reader: Reader
    ) -> Mapping[FindingId, frozenset[LabelId]]:
        seen = {
            finding: self._tables.apart.get(finding, frozenset()) & reader.labels
            for finding in findings
            if finding in self._tables.findings
            and self._tables.findings[finding].label in reader.labels
        }
        return {finding: labels for finding, labels in seen.items() if labels}

    def set_apart(self, seen: Sequence[tuple[FindingId, LabelId, bool]], at: datetime) -> None:  # noqa: ARG002 - rows of a real store carry the time
        held = self._changing().apart
        for finding, label, several in seen:
            before = held.get(finding, frozenset())
            held[finding] = before | {label} if several else before - {label}


class MemoryAlerts(Part):
    """AlertStore."""

    __slots__ = ()

    def add(self, alert: Alert) -> None:
        tables = self._changing(alert)
        if alert.id in tables.alerts:
            raise StateError(f"expected an alert that is not known yet, got {alert.id.hex()}")
        tables.alerts[alert.id] = in_utc(alert)
        # No move raises an alert; REOPEN is the only one that leads to RAISED.
        first = AlertMove(alert.id, Move.REOPEN, alert.state, alert.raised_at, alert.rule)
        tables.moves[alert.id] = (in_utc(first),)

    def fold(self, alert: AlertId, findings: Sequence[FindingId], at: datetime) -> None:
        tables = self._changing()
        folded = (*tables.folded.get(alert, ()), *findings)
        tables.folded[alert] = tuple(dict.fromkeys(folded))
        tables.alerts[alert] = in_utc(replace(tables.alerts[alert], changed_at=at))

    def move(self, move: AlertMove) -> None:
        tables = self._changing(move)
        tables.moves[move.alert] = (*tables.moves[move.alert], in_utc(move))
        alert = tables.alerts[move.alert]
        tables.alerts[move.alert] = in_utc(replace(alert, state=move.state, changed_at=move.at))

    def assign(self, alerts: Sequence[AlertId], principal: str | None) -> None:
        tables = self._changing(principal)
        for alert in alerts:
            if alert not in tables.alerts:
                raise NotFound(f"expected a known alert, got {alert.hex()}")
            tables.alerts[alert] = replace(tables.alerts[alert], assigned_to=principal)

    def find(self, wanted: AlertFilter, reader: Reader) -> Sequence[Alert]:
        seen = (self.get(alert, reader) for alert in self._tables.alerts)
        fitting = [alert for alert in seen if alert is not None and self._fits(alert, wanted)]
        fitting.sort(key=lambda alert: (alert.raised_at, alert.id), reverse=True)
        return fitting[: wanted.limit]

    def get(self, alert: AlertId, reader: Reader) -> Alert | None:
        row = self._tables.alerts.get(alert)
        if row is None or row.label not in reader.labels:
            return None
        folded = self._tables.folded.get(alert, ())
        return replace(row, findings=sum(self._tables.findings[f].standing for f in folded))

    def not_with(self, principal: str | None, reader: Reader, limit: int) -> Sequence[Alert]:
        seen = (self.get(alert, reader) for alert in self._tables.alerts)
        return [a for a in seen if a is not None and a.assigned_to != principal][:limit]

    def history(self, alert: AlertId, reader: Reader) -> Sequence[AlertMove]:
        return [] if self.get(alert, reader) is None else self._tables.moves[alert]

    def entities(self, alert: AlertId, reader: Reader) -> Sequence[EntityId]:
        row = self.get(alert, reader)
        return [] if row is None else self._about(row)

    def counts(self, reader: Reader) -> Mapping[tuple[AlertState, str], int]:
        seen = (alert for alert in self._tables.alerts.values() if alert.label in reader.labels)
        return Counter((alert.state, str(alert.severity)) for alert in seen)

    def _about(self, alert: Alert) -> list[EntityId]:
        folded = self._tables.folded.get(alert.id, ())
        others = (e for f in folded for e in self._tables.findings[f].entities)
        return list(dict.fromkeys([alert.entity, *others]))

    def _fits(self, alert: Alert, wanted: AlertFilter) -> bool:
        return (
            (wanted.states is None or alert.state in wanted.states)
            and wanted.severity in (None, alert.severity)
            and wanted.rule in (None, alert.rule)
            and wanted.assigned_to in (None, alert.assigned_to)
            and (wanted.entities is None or not set(wanted.entities).isdisjoint(self._about(alert)))
            and (wanted.before is None or (alert.raised_at, alert.id) < wanted.before)
        )


class MemoryQueue(Part):
    """QueueStore."""

    __slots__ = ()

    def put(self, stage: str, entities: Iterable[EntityId]) -> None:
        tables = self._changing(stage)
        for entity in entities:
            tables.queue[stage, entity] = tables.number("queue")

    def peek(self, stage: str, limit: int) -> Sequence[tuple[int, EntityId]]:
        waiting = ((t, e) for (s, e), t in self._tables.queue.items() if s == stage)
        return sorted(waiting)[:limit]

    def done(self, stage: str, tickets: Sequence[int]) -> None:
        queue = self._changing().queue
        ended = frozenset(tickets)
        for place in [p for p, ticket in queue.items() if p[0] == stage and ticket in ended]:
            del queue[place]

    def depth(self, stage: str) -> int:
        return sum(place[0] == stage for place in self._tables.queue)


class MemoryTallies(Part):
    """TallyStore."""

    __slots__ = ()

    def add(self, rows: Sequence[tuple[LabelId, str, str, int, int]]) -> None:
        tallies = self._changing(rows).tallies
        for label, feed, kind, hour, count in rows:
            key = label, feed, kind, hour
            tallies[key] = tallies.get(key, 0) + count

    def totals(self, reader: Reader) -> Mapping[tuple[str, str], int]:
        sums: Counter[tuple[str, str]] = Counter()
        for (label, feed, kind, _), count in self._tables.tallies.items():
            if label in reader.labels:
                sums[feed, kind] += count
        return sums

    def hours(
        self, kind: str, between: tuple[int, int], reader: Reader
    ) -> Sequence[tuple[str, int, int]]:
        first, last = between
        sums: Counter[tuple[str, int]] = Counter()
        for (label, feed, named, hour), count in self._tables.tallies.items():
            if label in reader.labels and named == kind and first <= hour < last:
                sums[feed, hour] += count
        return [(feed, hour, count) for (feed, hour), count in sums.items()]


class MemoryChanges(Part):
    """ChangeStore."""

    __slots__ = ()

    def add(self, kind: str, subject: bytes, label: LabelId, at: datetime) -> None:
        tables = self._changing(kind)
        change = Change(tables.number("changes"), kind, subject, label, at)
        tables.changes.append(in_utc(change))
        self._work.announced = True

    def after(self, seq: int, reader: Reader, limit: int) -> Sequence[Change]:
        later = [c for c in self._tables.changes if c.seq > seq and c.label in reader.labels]
        return later[:limit]

    def last(self) -> int:
        return self._tables.changes[-1].seq if self._tables.changes else 0
