"""The store as the index in memory reads it: all that is held, each value with its label."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.statement import Moved


class ClaimStore(Protocol):
    """What came and what moved, in order, for the index alone.

    No reader asks here: the index is a table of the store that lies in memory, and whoever asks
    the index gets what is under his labels. `labels`: those that the index keeps apart, all that
    are known.
    """

    def said_after(
        self, statement: int, properties: Collection[str], labels: Collection[LabelId], limit: int
    ) -> Sequence[Moved]:
        """Give the statements after a number that speak of these properties, as they stand now."""
        ...

    def moved_after(
        self, move: int, properties: Collection[str], labels: Collection[LabelId], limit: int
    ) -> Sequence[Moved]:
        """Give the statements of the rows of life after a number, as they stand now."""
        ...

    def ending_after(
        self,
        place: tuple[int, StatementSeq],
        upto: int,
        properties: Collection[str],
        labels: Collection[LabelId],
        limit: int,
    ) -> Sequence[Moved]:
        """Give the statements held until a day after a place, as they stand now, in that order.

        `place`: day and number; `upto`: the last day, microseconds both. What was erased has none.
        """
        ...

    def next_day(self, after: int) -> int | None:
        """Give the first day after another until which any statement is held, microseconds."""
        ...
