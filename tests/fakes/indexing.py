"""Claims for the index, in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from isthmus.model.ids import LabelId
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
        )
        for number, s in rows
        if s.label in labels and s.property in properties
    ]
