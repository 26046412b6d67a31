# ruff: noqa: D102 - the port says what each method gives
"""Follow-ups: who acted on something of which a part was taken back since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import from_microseconds, microseconds, moment_or_none
from isthmus.model.following import Acted, FollowUp, Why
from isthmus.model.ids import LabelId, StatementSeq

_AGAIN = """
ON CONFLICT (principal, acted, subject, other, why) DO UPDATE SET bears = excluded.bears,
  acted_at = excluded.acted_at, at = excluded.at, seen_at = NULL"""
# The caller names statements that are no more; nothing of them or of what rests on them comes back.
_MOVED = """
INSERT INTO follow_up (principal, acted, subject, other, bears, why, acted_at, at)
SELECT m.moved_by, 'alert', a.id, a.id, a.label, :why, max(m.at), :at
FROM finding_evidence e
JOIN alert_finding g ON g.finding = e.finding
JOIN alert a ON a.seq = g.alert
JOIN alert_move m ON m.alert = a.seq
JOIN account p ON p.principal = m.moved_by
WHERE e.statement IN (:statements[whole])
GROUP BY m.moved_by, a.id, a.label"""
_JUDGED = """
INSERT INTO follow_up (principal, acted, subject, other, bears, why, acted_at, at)
SELECT DISTINCT j.author, 'judgement', j.left_entity, j.right_entity, j.label, :why, j.at, :at
FROM statement s JOIN judgement j ON j.@end = s.entity
JOIN account p ON p.principal = j.author
WHERE s.seq IN (:statements[whole]) AND j.by_person = 1 AND s.recorded_at <= j.at
  AND NOT EXISTS (SELECT 1 FROM judgement k
    WHERE k.left_entity = j.left_entity AND k.right_entity = j.right_entity
      AND k.by_person = j.by_person AND k.seq > j.seq)"""
TEXTS = tuple(
    text + _AGAIN
    for text in (
        _MOVED,
        _JUDGED.replace("@end", "left_entity"),
        _JUDGED.replace("@end", "right_entity"),
    )
)
_ADD = (
    """
INSERT INTO follow_up (principal, acted, subject, other, bears, why, acted_at, at)
SELECT p.principal, :acted, :subject, :other, :bears, :why, :acted_at, :at
FROM account p WHERE p.principal = :principal"""
    + _AGAIN
)
_TOLD = "SELECT DISTINCT f.bears FROM follow_up f WHERE f.at = :at AND f.why = :why"
_OF = """
SELECT f.seq, f.principal, f.acted, f.subject, f.other, f.bears, f.why, f.acted_at, f.at, f.seen_at
FROM follow_up f WHERE f.principal = :principal ORDER BY f.at DESC, f.seq DESC LIMIT :limit"""
_SEE = """
UPDATE follow_up SET seen_at = :at
WHERE principal = :principal AND seq IN (:seqs[whole]) AND seen_at IS NULL"""


class FollowUps:
    """FollowUpStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def tell(self, statements: Sequence[StatementSeq], why: Why, at: datetime) -> Sequence[LabelId]:
        values = {"why": why.value, "at": microseconds(at)}
        told = sum(self._link.change(text, statements=statements, **values) for text in TEXTS)
        rows = self._link.bare(_TOLD, **values) if told else []
        return [LabelId(label) for (label,) in rows]

    def add(self, follow_ups: Sequence[FollowUp]) -> None:
        for one in follow_ups:
            self._link.change(
                _ADD,
                principal=one.principal,
                acted=one.acted.value,
                subject=one.subject,
                other=one.other,
                bears=one.label,
                why=one.why.value,
                acted_at=microseconds(one.acted_at),
                at=microseconds(one.at),
            )

    def of(self, principal: str, limit: int) -> Sequence[FollowUp]:
        rows = self._link.bare(_OF, principal=principal, limit=limit)
        return [_follow_up(row) for row in rows]

    def see(self, principal: str, seqs: Sequence[int], at: datetime) -> int:
        return self._link.change(_SEE, principal=principal, seqs=seqs, at=microseconds(at))


def _follow_up(row: Row) -> FollowUp:
    seq, principal, acted, subject, other, label, why, acted_at, at, seen_at = row
    return FollowUp(
        seq=seq,
        principal=principal,
        acted=Acted(acted),
        subject=subject,
        other=other,
        label=LabelId(label),
        why=Why(why),
        acted_at=from_microseconds(acted_at),
        at=from_microseconds(at),
        seen_at=moment_or_none(seen_at),
    )
