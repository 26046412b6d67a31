# ruff: noqa: D102 - the port says what each method gives
"""The resolver's keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isthmus.adapters.store.days import Days
from isthmus.adapters.store.link import Link
from isthmus.adapters.store.tightening import tighten_keys
from isthmus.model.canonical import microseconds
from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.principal import Reader

_ADD = """
INSERT INTO search_key (key, entity, statement, label) VALUES (?, ?, ?, ?)
ON CONFLICT DO NOTHING"""
# All keys at once while they are few holders each, as nearly all are.
_HOLDERS_OF_ALL = """
SELECT k.key, k.entity, k.statement FROM search_key k
WHERE k.key IN (:keys[word]) AND k.label IN (:labels[whole])
  AND coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = k.statement ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'
LIMIT :most"""
# One key at a time where there are more, since SQLite has no lateral join: a hub is read no
# further than its cap.
_HOLDERS = """
SELECT k.key, k.entity, k.statement FROM search_key k
WHERE k.key = :key AND k.label IN (:labels[whole])
  AND coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = k.statement ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'
ORDER BY k.entity, k.statement LIMIT :most"""
_STARTING = """
SELECT DISTINCT k.key, k.entity FROM search_key k
WHERE k.key >= :first AND k.key < :last AND k.label IN (:labels[whole])
  AND coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = k.statement ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'
ORDER BY k.key, k.entity LIMIT :limit"""
# Only where something is past its day: who holds a key by that alone does not hold it.
_HELD = """
  AND EXISTS (SELECT 1 FROM statement d WHERE d.seq = k.statement
    AND d.label IN (:labels[whole]) AND d.expires_on > :at)
"""
_HELD_BEFORE = {
    text: text.replace(order, _HELD + order)
    for text, order in (
        (_HOLDERS_OF_ALL, "LIMIT :most"),
        (_HOLDERS, "ORDER BY k.entity"),
        (_STARTING, "ORDER BY k.key"),
    )
}
_ADD_HUB = "INSERT INTO hub_key (purpose, key, one_label, other_label) VALUES (?, ?, ?, ?)"
_TAKE_HUB = "DELETE FROM hub_key WHERE purpose = ? AND key = ?"
_HUBS = """
SELECT h.seq, h.key, h.one_label, h.other_label FROM hub_key h
WHERE h.seq > :seq AND h.purpose = :purpose
  AND h.one_label IN (:labels[whole]) AND h.other_label IN (:labels[whole])
ORDER BY h.seq"""

_FEW = 8
"""Holders per key, on average, up to which all keys are asked for together."""

_GREATEST = chr(0x10FFFF)
_BEFORE_SURROGATES, _AFTER_SURROGATES = 0xD7FF, 0xE000


class Keys:
    """KeyStore."""

    __slots__ = ("_days", "_link")

    def __init__(self, link: Link) -> None:
        self._link = link
        self._days = Days(link)

    def add(self, rows: Sequence[tuple[str, EntityId, StatementSeq, LabelId]]) -> None:
        self._link.add_many(_ADD, rows)

    def relabel(self, rows: Sequence[tuple[str, EntityId, StatementSeq, LabelId]]) -> None:
        tighten_keys(self._link, rows)

    def holders(
        self, keys: Sequence[str], reader: Reader, cap: int
    ) -> Mapping[str, Sequence[tuple[EntityId, StatementSeq]]]:
        wanted = list(dict.fromkeys(keys))
        most = len(wanted) * _FEW + cap
        text, values = self._asking(_HOLDERS_OF_ALL, reader)
        rows = self._link.rows(text, keys=wanted, most=most, **values)
        if len(rows) == most:
            text, values = self._asking(_HOLDERS, reader)
            sets = ({"key": key, "most": cap + 1, **values} for key in wanted)
            rows = [row for found in self._link.each(text, sets) for row in found]
        together: dict[str, list[tuple[EntityId, StatementSeq]]] = {}
        for key, entity, statement in sorted(rows):
            holders = together.setdefault(key, [])
            if len(holders) <= cap:
                holders.append((EntityId(entity), StatementSeq(statement)))
        return together

    def starting(self, prefix: str, reader: Reader, limit: int) -> Sequence[tuple[str, EntityId]]:
        text, values = self._asking(_STARTING, reader)
        rows = self._link.rows(text, first=prefix, last=_after(prefix), limit=limit, **values)
        return [(key, EntityId(entity)) for key, entity in rows]

    def add_hubs(self, purpose: str, rows: Sequence[tuple[str, tuple[LabelId, LabelId]]]) -> None:
        self._link.add_many(_ADD_HUB, [(purpose, key, *labels) for key, labels in rows])

    def take_hubs(self, purpose: str, keys: Sequence[str]) -> None:
        self._link.add_many(_TAKE_HUB, [(purpose, key) for key in keys])

    def hubs_after(
        self, purpose: str, seq: int, reader: Reader
    ) -> Sequence[tuple[int, str, tuple[LabelId, LabelId]]]:
        rows = self._link.rows(_HUBS, seq=seq, purpose=purpose, labels=reader.labels)
        return [(number, key, (LabelId(one), LabelId(other))) for number, key, one, other in rows]

    def _asking(self, text: str, reader: Reader) -> tuple[str, dict[str, object]]:
        """Give the text that asks for holders under the reader's labels by his day, and both."""
        values: dict[str, object] = {"labels": reader.labels}
        if reader.at is None or not self._days.any_past(reader.at):
            return text, values
        return _HELD_BEFORE[text], {**values, "at": microseconds(reader.at)}


def _after(prefix: str) -> str:
    """Give the least text, byte by byte, that follows every text with this prefix."""
    stem = prefix.rstrip(_GREATEST)
    if not stem:
        return _GREATEST * 8
    last = ord(stem[-1])
    return stem[:-1] + chr(_AFTER_SURROGATES if last == _BEFORE_SURROGATES else last + 1)
