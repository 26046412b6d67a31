"""Days: what is past its retention counts for nobody, whether or not it was swept already.

Nearly always nothing is past and still there, which one look at an index tells. Only where
something is, each row is asked for its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from isthmus.adapters.store.link import Link
from isthmus.model.canonical import microseconds
from isthmus.model.principal import Reader

# What is erased has no value, and is not in the index of days; only who says so may take that.
_NEXT: Final = """
SELECT s.expires_on FROM statement s WHERE s.value <> '' AND s.expires_on > :after
ORDER BY s.expires_on LIMIT 1"""
_HELD: Final = """
SELECT s.seq FROM statement s
WHERE s.seq IN (:statements[whole]) AND s.label IN (:labels[whole]) AND s.expires_on > :at"""
TEXTS: Final = (_NEXT,)
"""What is asked without a reader: a day comes back, and nothing that a label marks."""
_BEFORE_ALL: Final = -(2**63)


def next_day(link: Link, after: int) -> int | None:
    """Give the first day after another until which any statement is held, microseconds."""
    rows = link.bare(_NEXT, after=after)
    return rows[0][0] if rows else None


class Days:
    """What is past its day, asked within one unit of work."""

    __slots__ = ("_asked", "_link")

    def __init__(self, link: Link) -> None:
        self._link = link
        self._asked: tuple[datetime, bool] | None = None

    def any_past(self, at: datetime | None) -> bool:
        """Tell whether anything is past its day by `at` and not erased; for None nothing is.

        It is asked once of a unit: who reads there reads at one instant, and walks ask often.
        """
        if at is None:
            return False
        if self._asked is None or self._asked[0] != at:
            first = next_day(self._link, _BEFORE_ALL)
            self._asked = at, first is not None and first <= microseconds(at)
        return self._asked[1]

    def held(self, statements: Iterable[int], reader: Reader, at: datetime) -> frozenset[int]:
        """Give those of some statements under the reader's labels that are held after `at`."""
        numbers = sorted(set(statements))
        values = {"labels": reader.labels, "at": microseconds(at)}
        return frozenset(seq for (seq,) in self._link.rows(_HELD, statements=numbers, **values))
