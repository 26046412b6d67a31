"""Follow-ups in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

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
from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.judgement import Judgement
from tests.fakes.tables import Part, in_utc

Told = tuple[str, Acted, bytes, bytes, LabelId, datetime]


class MemoryFollowUps(Part):
    """FollowUpStore."""

    __slots__ = ()

    def tell(self, statements: Sequence[StatementSeq], why: Why, at: datetime) -> Sequence[LabelId]:
        self._changing(at)
        gone = frozenset(statements)
        told = [
            FollowUp(0, who, acted, subject, other, label, why, acted_at, at)
            for who, acted, subject, other, label, acted_at in self._moved(gone)
        ]
        told += [of_judgement(one, why, at) for one in self._shown(gone)]
        self.add(told)
        return list(dict.fromkeys(one.label for one in told))

    def contradict(self, now: Judgement) -> bool:
        judged = [j for j in self._by_persons() if (j.left, j.right) == (now.left, now.right)]
        told = outranked(judged, now, self._eyes())
        self.add([of_judgement(one, Why.CONTRADICTED, now.at, now.label) for one in told])
        return bool(told)

    def add(self, follow_ups: Sequence[FollowUp]) -> None:
        tables = self._changing(follow_ups)
        for one in follow_ups:
            key = (one.principal, one.acted, one.subject, one.other, one.why)
            known = tables.follow_ups.get(key)
            seq = tables.number("follow_up") if known is None else known.seq
            if one.principal in tables.accounts:
                tables.follow_ups[key] = in_utc(replace(one, seq=seq))

    def of(self, principal: str, limit: int) -> Sequence[FollowUp]:
        held = [f for f in self._tables.follow_ups.values() if f.principal == principal]
        by_subject = sorted(held, key=lambda f: (f.subject, f.other, f.why))
        return sorted(by_subject, key=lambda f: f.at, reverse=True)[:limit]

    def see(self, principal: str, seqs: Sequence[int], at: datetime) -> int:
        held = self._changing(at).follow_ups
        seen = [
            key
            for key, f in held.items()
            if f.principal == principal and f.seq in seqs and f.seen_at is None
        ]
        held.update({key: in_utc(replace(held[key], seen_at=at)) for key in seen})
        return len(seen)

    def _moved(self, gone: frozenset[StatementSeq]) -> Iterator[Told]:
        tables = self._tables
        for alert in tables.alerts.values():
            findings = (tables.findings[f] for f in tables.folded.get(alert.id, ()))
            if any(seq in gone for f in findings for _, seq in f.evidence):
                moves = {move.by: move.at for move in tables.moves[alert.id]}
                for who, at in moves.items():
                    if who in tables.accounts:
                        yield who, Acted.ALERT, alert.id, alert.id, alert.label, at

    def _shown(self, gone: frozenset[StatementSeq]) -> list[Judgement]:
        said = [self._tables.statements[seq] for seq in gone]
        ends = [Gone(one.entity, one.label, one.recorded_at) for one in said]
        return shown_what_ended(self._by_persons(), ends, self._eyes())

    def _by_persons(self) -> list[Judgement]:
        return [judgement for judgement in self._tables.judgements if judgement.by_person]

    def _eyes(self) -> Eyes:
        people = {who: account.principal for who, account in self._tables.accounts.items()}
        return Eyes(people, {number: label for label, number in self._tables.labels.items()})
