"""Claims for the index, in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from isthmus.model.canonical import microseconds
from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.statement import Claim, Moved, State, Statement
from tests.fakes.tables import Part


class MemoryClaims(Part):
    """ClaimStore."""

    __slots__ = ()

    def said_after(
        self, statement: int, properties: Collection[str], labels: Collection[LabelId], limit: int
    ) -> Sequence[Moved]:
        said = self._tables.statements
        return _standing(
            ((seq, said[seq]) for seq in sorted(said) if seq > statement), properties, labels
        )[:limit]

    def moved_after(
        self, move: int, properties: Collection[str], labels: Collection[LabelId], limit: int
    ) -> Sequence[Moved]:
        tables = self._tables
        moves = enumerate(tables.life, start=1)
        return _standing(
            ((number, tables.statements[seq]) for number, (seq, *_) in moves if number > move),
            properties,
            labels,
        )[:limit]

    def ending_after(
        self,
        place: tuple[int, StatementSeq],
        upto: int,
        properties: Collection[str],
        labels: Collection[LabelId],
        limit: int,
    ) -> Sequence[Moved]:
        days = sorted((microseconds(s.expires_on), s.seq) for s in self._valued())
        said = self._tables.statements
        ending = ((seq, said[seq]) for day, seq in days if place < (day, seq) and day <= upto)
        return _standing(ending, properties, labels)[:limit]

    def next_day(self, after: int) -> int | None:
        days = (microseconds(s.expires_on) for s in self._valued())
        return min((day for day in days if day > after), default=None)

    def _valued(self) -> Iterable[Statement]:
        return (s for s in self._tables.statements.values() if s.value)


def _standing(
    rows: Iterable[tuple[int, Statement]],
    properties: Collection[str],
    labels: Collection[LabelId],
) -> list[Moved]:
    return [
        Moved(
            number,
            s.entity,
            Claim(s.seq, s.label, s.schema, s.property, s.value),
            s.state is State.ASSERTED,
            microseconds(s.expires_on),
        )
        for number, s in rows
        if s.label in labels and s.property in properties
    ]
