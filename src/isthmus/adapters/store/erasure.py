# ruff: noqa: D102 - the port says what each method gives
"""Erasure: the only place where a value that was kept is taken away.

The caller names rows whose values go; nothing of them comes back. A statement keeps its number,
entity and property, so that what rested on it can be found and looked at anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from isthmus.adapters.store.link import Link
from isthmus.model.canonical import microseconds
from isthmus.model.ids import EntityId, RecordSeq, StatementSeq, erased_id, erased_record_id
from isthmus.model.statement import State

_STATE = "INSERT INTO statement_state (statement, state, at, reason) VALUES (?, ?, ?, ?)"
# An id tells the value to whoever has the key and can guess. So it goes too, and the same claim may
# be made anew.
BLANK: Final = """
UPDATE statement SET id = ?, value = '', original = NULL, lang = NULL, target = NULL,
  observed_at = NULL
WHERE seq = ?"""
# The id of a record is made of its bytes: the same ones may come again, as a new record.
BLANK_RECORD: Final = "UPDATE record SET id = ? WHERE seq = ?"
KEYS: Final = "DELETE FROM search_key WHERE statement IN (:statements[whole])"
# Keys stand by what they are, not by whose: whoever knows them spares reading all.
KNOWN_KEY: Final = "DELETE FROM search_key WHERE key = ? AND entity = ? AND statement = ?"
TEXTS: Final = (
    """
UPDATE attribution SET value = '' WHERE seq IN (SELECT e.attribution FROM attribution_evidence e
  WHERE e.statement IN (:statements[whole]))""",
    """
UPDATE finding SET lat = NULL, lon = NULL WHERE seq IN (SELECT e.finding FROM finding_evidence e
  WHERE e.statement IN (:statements[whole]))""",
    """
UPDATE alert SET lat = NULL, lon = NULL WHERE seq IN (SELECT g.alert FROM alert_finding g
  JOIN finding_evidence e ON e.finding = g.finding WHERE e.statement IN (:statements[whole]))""",
    """
UPDATE outgoing SET content = NULL WHERE content IS NOT NULL AND message IN (SELECT b.message
  FROM released r JOIN batch b ON b.seq = r.batch WHERE r.statement IN (:statements[whole]))""",
)
"""What is done to each table in which something of a statement stands."""
RECORDS: Final = (
    """
UPDATE record SET sealed = :nothing, wrapped = :nothing, sha256 = :nothing, size = 0,
  key = :nothing, expires_on = NULL
WHERE seq IN (:records[whole])""",
    "DELETE FROM support WHERE record IN (:records[whole])",
    "DELETE FROM current_record WHERE record IN (:records[whole])",
    "DELETE FROM observation WHERE record IN (:records[whole])",
)


class Erasure:
    """ErasureStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def erase(
        self,
        statements: Sequence[StatementSeq],
        records: Sequence[RecordSeq],
        at: datetime,
        reason: str,
        keys: Sequence[tuple[str, EntityId, StatementSeq]] | None = None,
    ) -> None:
        if keys is None:
            self.erase_keys(statements)
        else:
            self._link.add_many(KNOWN_KEY, keys)
        self._link.add_many(BLANK, [(erased_id(seq), seq) for seq in statements])
        for text in TEXTS if statements else ():
            self._link.change(text, statements=statements)
        self._link.add_many(BLANK_RECORD, [(erased_record_id(seq), seq) for seq in records])
        for text in RECORDS if records else ():
            values = {"nothing": b""} if ":nothing" in text else {}
            self._link.change(text, records=records, **values)
        rows = [(seq, str(State.ERASED), microseconds(at), reason) for seq in statements]
        self._link.add_many(_STATE, rows)

    def erase_keys(self, statements: Sequence[StatementSeq]) -> None:
        if statements:
            self._link.change(KEYS, statements=statements)
