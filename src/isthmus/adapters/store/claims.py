# ruff: noqa: D102 - the port says what each method gives
"""Claims for the index in memory, each with its label, in the order in which they came or moved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from isthmus.adapters.store.days import next_day
from isthmus.adapters.store.link import Link
from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.statement import Claim, Moved

_STANDS: Final = """
  coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = s.seq ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'"""
_SAID: Final = f"""
SELECT s.seq, s.entity, s.seq, s.label, s.schema, s.property, s.value,
  s.expires_on, {_STANDS}
FROM statement s
WHERE s.seq > :after AND s.label IN (:labels[whole]) AND s.property IN (:properties[word])
ORDER BY s.seq LIMIT :limit"""  # noqa: S608 - both parts stand here
_MOVED: Final = f"""
SELECT m.seq, s.entity, s.seq, s.label, s.schema, s.property, s.value,
  s.expires_on, {_STANDS}
FROM statement_state m JOIN statement s ON s.seq = m.statement
WHERE m.seq > :after AND s.label IN (:labels[whole]) AND s.property IN (:properties[word])
ORDER BY m.seq LIMIT :limit"""  # noqa: S608 - both parts stand here
_ENDING: Final = f"""
SELECT s.seq, s.entity, s.seq, s.label, s.schema, s.property, s.value,
  s.expires_on, {_STANDS}
FROM statement s
WHERE s.value <> '' AND s.expires_on >= :day AND s.expires_on <= :upto
  AND (s.expires_on > :day OR s.seq > :after)
  AND s.label IN (:labels[whole]) AND s.property IN (:properties[word])
ORDER BY s.expires_on, s.seq LIMIT :limit"""  # noqa: S608 - both parts stand here


class Claims:
    """ClaimStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def said_after(
        self, statement: int, properties: Collection[str], labels: Collection[LabelId], limit: int
    ) -> Sequence[Moved]:
        return self._given(_SAID, properties, labels, limit, after=statement)

    def moved_after(
        self, move: int, properties: Collection[str], labels: Collection[LabelId], limit: int
    ) -> Sequence[Moved]:
        return self._given(_MOVED, properties, labels, limit, after=move)

    def ending_after(
        self,
        place: tuple[int, StatementSeq],
        upto: int,
        properties: Collection[str],
        labels: Collection[LabelId],
        limit: int,
    ) -> Sequence[Moved]:
        day, after = place
        return self._given(_ENDING, properties, labels, limit, day=day, after=after, upto=upto)

    def next_day(self, after: int) -> int | None:
        return next_day(self._link, after)

    def _given(
        self,
        sql: str,
        properties: Collection[str],
        labels: Collection[LabelId],
        limit: int,
        **place: int,
    ) -> list[Moved]:
        values = {"properties": sorted(properties), "labels": frozenset(labels), "limit": limit}
        rows = self._link.rows(sql, **place, **values)
        return [
            Moved(
                number,
                EntityId(entity),
                Claim(StatementSeq(seq), LabelId(label), schema, name, value),
                bool(asserted),
                expires_on,
            )
            for number, entity, seq, label, schema, name, value, expires_on, asserted in rows
        ]
