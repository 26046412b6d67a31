# ruff: noqa: D102 - the port says what each method gives
"""Follow-ups: who acted on something of which a part was taken back since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from isthmus.adapters.store.accounts import Accounts
from isthmus.adapters.store.labels import Labels
from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import from_microseconds, microseconds, moment_or_none
from isthmus.model.following import (
    Acted,
    Eyes,
    FollowUp,
    Gone,
    Why,
    of_judgement,
    outranked,
    shown_what_ended,
)
from isthmus.model.ids import EntityId, JudgementId, LabelId, StatementSeq
from isthmus.model.judgement import Decision, Judgement

_AGAIN = """
ON CONFLICT (principal, acted, subject, other, why) DO UPDATE SET bears = excluded.bears,
  acted_at = excluded.acted_at, at = excluded.at, seen_at = NULL"""
# The caller names statements that are no more, or a judgement that he added; nothing of them or of
# what rests on them leaves the store but labels of what somebody is told of.
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
_BY_PERSONS = """
SELECT j.seq, j.id, j.left_entity, j.right_entity, j.decision, j.author, j.at, j.label,
  j.needs_second
FROM judgement j WHERE j.by_person = 1 AND """
_ABOUT = "IN (SELECT s.entity FROM statement s WHERE s.seq IN (:statements[whole]))"
_ENDS = tuple(f"{_BY_PERSONS}j.{end} {_ABOUT}" for end in ("left_entity", "right_entity"))
_PAIR = _BY_PERSONS + "j.left_entity = :left AND j.right_entity = :right"
_GONE = """
SELECT s.entity, s.label, min(s.recorded_at) FROM statement s
WHERE s.seq IN (:statements[whole]) GROUP BY s.entity, s.label"""
_TELL = _MOVED + _AGAIN
TEXTS = (_TELL, *_ENDS, _PAIR, _GONE)
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
FROM follow_up f WHERE f.principal = :principal
ORDER BY f.at DESC, f.subject, f.other, f.why LIMIT :limit"""
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
        moved = self._link.change(_TELL, statements=statements, **values)
        judged = self._shown(statements)
        self.add([of_judgement(one, why, at) for one in judged])
        rows = self._link.bare(_TOLD, **values) if moved or judged else []
        return [LabelId(label) for (label,) in rows]

    def contradict(self, now: Judgement) -> bool:
        judged = _judgements(self._link.bare(_PAIR, left=now.left, right=now.right))
        told = outranked(judged, now, self._eyes(judged))
        again = [of_judgement(one, Why.CONTRADICTED, now.at, now.label) for one in told]
        self.add(again)
        return bool(again)

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

    def _shown(self, statements: Sequence[StatementSeq]) -> Sequence[Judgement]:
        judged = _judgements(
            row for text in _ENDS for row in self._link.bare(text, statements=statements)
        )
        if not judged:
            return ()
        gone = [
            Gone(EntityId(entity), LabelId(label), from_microseconds(since))
            for entity, label, since in self._link.bare(_GONE, statements=statements)
        ]
        return shown_what_ended(judged, gone, self._eyes(judged))

    def _eyes(self, judged: Iterable[Judgement]) -> Eyes:
        accounts = map(Accounts(self._link).by_id, sorted({one.author for one in judged}))
        people = {one.principal.id: one.principal for one in accounts if one is not None}
        return Eyes(people, Labels(self._link).all())

    def see(self, principal: str, seqs: Sequence[int], at: datetime) -> int:
        return self._link.change(_SEE, principal=principal, seqs=seqs, at=microseconds(at))


def _judgements(rows: Iterable[Row]) -> list[Judgement]:
    """Give persons' judgements, oldest first, without their reasons."""
    found = {row[0]: row[1:] for row in rows}
    return [
        Judgement(
            id=JudgementId(judgement),
            left=EntityId(left),
            right=EntityId(right),
            decision=Decision(decision),
            by_person=True,
            author=author,
            at=from_microseconds(at),
            comparisons=(),
            label=LabelId(label),
            needs_second=bool(needs_second),
        )
        for _, (judgement, left, right, decision, author, at, label, needs_second) in sorted(
            found.items()
        )
    ]


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
