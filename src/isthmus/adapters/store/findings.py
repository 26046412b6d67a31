# ruff: noqa: D102 - the port says what each method gives
"""Findings, the entities they are about, their evidence, and whether they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link, Row
from isthmus.model.alert import Finding
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import AlertId, EntityId, FindingId, LabelId, MatchId, StatementSeq
from isthmus.model.principal import Reader

_ADD = """
INSERT INTO finding (seq, id, rule, version, found_at, label, lat, lon, matched)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING"""
# Which of the numbers just given were taken: no value is read, nor a row that was there before.
_TAKEN = "SELECT n.seq FROM finding n WHERE n.seq >= :first AND n.seq <= :last"
_ADD_ENTITY = "INSERT INTO finding_entity (finding, position, entity) VALUES (?, ?, ?)"
_ADD_EVIDENCE = """
INSERT INTO finding_evidence (finding, position, role, statement) VALUES (?, ?, ?, ?)"""
# The caller names the finding; what comes of it is a row of its life, and nothing is given back.
_SET_STANDING = """
INSERT INTO finding_state (finding, standing, at)
SELECT k.seq, ?, ? FROM finding k
WHERE k.id = ? AND coalesce((SELECT l.standing FROM finding_state l
  WHERE l.finding = k.seq ORDER BY l.seq DESC LIMIT 1), 1) <> ?"""

_SET_APART = """
INSERT INTO finding_apart (finding, label, apart, at)
SELECT k.seq, ?, ?, ? FROM finding k WHERE k.id = ?"""

_FINDINGS = """
SELECT f.seq, f.id, f.rule, f.version, f.found_at, f.label, f.lat, f.lon, f.matched,
  coalesce((SELECT l.standing FROM finding_state l
    WHERE l.finding = f.seq ORDER BY l.seq DESC LIMIT 1), 1)
FROM finding f
WHERE f.label IN (:labels[whole])"""
_WITH_ENTITIES = """
  AND f.seq IN (SELECT e.finding FROM finding_entity e WHERE e.entity IN (:entities[bytes]))
  AND coalesce((SELECT l.standing FROM finding_state l
    WHERE l.finding = f.seq ORDER BY l.seq DESC LIMIT 1), 1) = 1
ORDER BY f.found_at, f.seq"""
_UNDER_ALERT = """
  AND f.seq IN (SELECT g.finding FROM alert_finding g JOIN alert a ON a.seq = g.alert
    WHERE a.id = :alert AND a.label IN (:labels[whole]))
ORDER BY f.found_at, f.seq"""
_ABOUT = _FINDINGS + _WITH_ENTITIES
_OF_ALERT = _FINDINGS + _UNDER_ALERT
_ENTITIES = """
SELECT e.finding, e.entity FROM finding_entity e WHERE e.finding IN (:findings[whole])
ORDER BY e.finding, e.position"""
_EVIDENCE = """
SELECT e.finding, e.role, e.statement FROM finding_evidence e
WHERE e.finding IN (:findings[whole]) ORDER BY e.finding, e.position"""

_OF_MATCHES = """
SELECT f.matched, f.label, f.id FROM finding f
WHERE f.matched IN (:matched[bytes]) AND f.label IN (:labels[whole])
ORDER BY f.seq DESC"""
_APART = """
SELECT f.id, p.label FROM finding f JOIN finding_apart p ON p.finding = f.seq
WHERE f.id IN (:findings[bytes])
  AND f.label IN (:labels[whole]) AND p.label IN (:labels[whole])
  AND p.apart = 1 AND NOT EXISTS (SELECT 1 FROM finding_apart l
    WHERE l.finding = p.finding AND l.label = p.label AND l.seq > p.seq
      AND l.label IN (:labels[whole]))"""


class Findings:
    """FindingStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, findings: Sequence[Finding]) -> frozenset[FindingId]:
        seqs = self._link.numbers("finding", len(findings))
        if not seqs:
            return frozenset()
        self._link.add_many(_ADD, map(_finding_row, seqs, findings))
        taken = {seq for (seq,) in self._link.bare(_TAKEN, first=seqs[0], last=seqs[-1])}
        new = {seq: f for seq, f in zip(seqs, findings, strict=True) if seq in taken}
        self._link.add_many(
            _ADD_ENTITY,
            [(seq, i, entity) for seq, f in new.items() for i, entity in enumerate(f.entities)],
        )
        self._link.add_many(
            _ADD_EVIDENCE,
            [(seq, i, *part) for seq, f in new.items() for i, part in enumerate(f.evidence)],
        )
        self._link.add_many(
            _SET_STANDING, [(1, microseconds(f.found_at), f.id, 1) for f in findings]
        )
        return frozenset(finding.id for finding in new.values())

    def about(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Finding]:
        return self._whole(self._link.rows(_ABOUT, entities=entities, labels=reader.labels))

    def of_alert(self, alert: AlertId, reader: Reader) -> Sequence[Finding]:
        return self._whole(self._link.rows(_OF_ALERT, alert=alert, labels=reader.labels))

    def withdraw(self, findings: Sequence[FindingId], at: datetime) -> None:
        time = microseconds(at)
        self._link.add_many(_SET_STANDING, [(0, time, finding, 0) for finding in findings])

    def of_matches(
        self, matched: Sequence[MatchId], reader: Reader
    ) -> Mapping[tuple[MatchId, LabelId], FindingId]:
        if not matched:
            return {}
        rows = self._link.rows(_OF_MATCHES, matched=matched, labels=reader.labels)
        return {
            (MatchId(match), LabelId(label)): FindingId(finding) for match, label, finding in rows
        }

    def apart(
        self, findings: Sequence[FindingId], reader: Reader
    ) -> Mapping[FindingId, frozenset[LabelId]]:
        if not findings:
            return {}
        found: dict[FindingId, set[LabelId]] = defaultdict(set)
        for finding, label in self._link.rows(_APART, findings=findings, labels=reader.labels):
            found[FindingId(finding)].add(LabelId(label))
        return {finding: frozenset(labels) for finding, labels in found.items()}

    def set_apart(self, seen: Sequence[tuple[FindingId, LabelId, bool]], at: datetime) -> None:
        time = microseconds(at)
        rows = [(label, int(several), time, finding) for finding, label, several in seen]
        self._link.add_many(_SET_APART, rows)

    def _whole(self, rows: Sequence[Row]) -> list[Finding]:
        """Give findings with their parts, which have no label but the finding's own."""
        seqs = [row[0] for row in rows]
        entities: dict[int, list[EntityId]] = defaultdict(list)
        evidence: dict[int, list[tuple[str, StatementSeq]]] = defaultdict(list)
        if seqs:
            for seq, entity in self._link.rows(_ENTITIES, findings=seqs):
                entities[seq].append(EntityId(entity))
            for seq, role, statement in self._link.rows(_EVIDENCE, findings=seqs):
                evidence[seq].append((role, StatementSeq(statement)))
        return [_finding(row, tuple(entities[row[0]]), tuple(evidence[row[0]])) for row in rows]


def _finding_row(seq: int, finding: Finding) -> Row:
    return (
        seq,
        finding.id,
        finding.rule,
        finding.version,
        microseconds(finding.found_at),
        finding.label,
        finding.lat,
        finding.lon,
        finding.matched,
    )


def _finding(
    row: Row, entities: tuple[EntityId, ...], evidence: tuple[tuple[str, StatementSeq], ...]
) -> Finding:
    _, finding, rule, version, found_at, label, lat, lon, matched, standing = row
    return Finding(
        id=FindingId(finding),
        matched=MatchId(matched),
        rule=rule,
        version=version,
        found_at=from_microseconds(found_at),
        label=LabelId(label),
        entities=entities,
        evidence=evidence,
        lat=lat,
        lon=lon,
        standing=bool(standing),
    )
