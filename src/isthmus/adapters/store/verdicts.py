# ruff: noqa: D102 - the port says what each method gives
"""Verdicts, with the sealed bytes of what was quarantined."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import datetime

from isthmus.adapters.store.link import INT64_MAX, Link, Row
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import DeliverySeq, LabelId
from isthmus.model.record import Verdict, VerdictState
from isthmus.phrases import decoded, encoded

_ADD = """
INSERT INTO verdict
  (feed, delivery, record_number, field, expected, came, repair, marking, state, at)
VALUES
  (:feed, :delivery, :record_number, :field, :expected, :came, :repair, :marking, :state, :at)
RETURNING number"""
_ADD_PIECE = """
INSERT INTO verdict_piece (verdict, position, wrapped, sealed) VALUES (?, ?, ?, ?)
ON CONFLICT DO NOTHING"""
_VERDICTS = """
SELECT number, feed, delivery, record_number, field, expected, came, repair, marking, state, at
FROM verdict"""
_NEWEST = " AND state IN (:states[word]) AND number < :before ORDER BY number DESC LIMIT :limit"
_OF_ALL = _VERDICTS + " WHERE 1 = 1" + _NEWEST
_OF_FEED = _VERDICTS + " WHERE feed = :feed" + _NEWEST
_GET = _VERDICTS + " WHERE number = :number"
_PIECES = "SELECT wrapped, sealed FROM verdict_piece WHERE verdict = :number ORDER BY position"
_SET_STATE = "UPDATE verdict SET state = :state WHERE number = :number"


class Verdicts:
    """VerdictStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, verdict: Verdict, sealed: Sequence[tuple[bytes, bytes]], at: datetime) -> int:
        number = self._link.added(
            _ADD,
            feed=verdict.feed,
            delivery=verdict.delivery,
            record_number=verdict.number,
            field=verdict.field,
            expected=encoded(verdict.expected),
            came=encoded(verdict.came),
            repair=encoded(verdict.repair),
            marking=verdict.label,
            state=VerdictState.OPEN,
            at=microseconds(at),
        )
        self.add_pieces(number, 0, sealed)
        return number

    def add_pieces(self, number: int, first: int, sealed: Sequence[tuple[bytes, bytes]]) -> None:
        rows = [(number, at, *piece) for at, piece in enumerate(sealed, start=first)]
        self._link.add_many(_ADD_PIECE, rows)

    def list(
        self, feed: str | None, state: VerdictState | None, before: int | None, limit: int
    ) -> Sequence[tuple[int, Verdict, VerdictState, datetime]]:
        values = {
            "states": [*VerdictState] if state is None else [state],
            "before": INT64_MAX if before is None else before,
            "limit": limit,
        }
        if feed is None:
            rows = self._link.rows(_OF_ALL, **values)
        else:
            rows = self._link.rows(_OF_FEED, feed=feed, **values)
        return [(row[0], *_verdict(row)) for row in rows]

    def get(self, number: int) -> tuple[Verdict, VerdictState, datetime] | None:
        found = self._link.row(_GET, number=number)
        return None if found is None else _verdict(found)

    def pieces(self, number: int) -> Sequence[tuple[bytes, bytes]]:
        rows = self._link.rows(_PIECES, number=number)
        return builtins.list((wrapped, sealed) for wrapped, sealed in rows)

    def set_state(self, number: int, state: VerdictState) -> None:
        self._link.change(_SET_STATE, number=number, state=state)


def _verdict(row: Row) -> tuple[Verdict, VerdictState, datetime]:
    _, feed, delivery, number, field, expected, came, repair, marking, state, at = row
    verdict = Verdict(
        feed=feed,
        delivery=DeliverySeq(delivery),
        number=number,
        field=field,
        expected=decoded(expected),
        came=decoded(came),
        repair=decoded(repair),
        label=None if marking is None else LabelId(marking),
    )
    return verdict, VerdictState(state), from_microseconds(at)
