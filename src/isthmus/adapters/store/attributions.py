# ruff: noqa: D102 - the port says what each method gives
"""Attributions, each with the statements that it rests on.

What a reader may not see does not exist for him: the latest of an event and a property is the
latest that he may see; else the disappearance of an earlier one would tell of the withheld one.
One that rests on what is past its day stands for nobody, and takes nobody's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from isthmus.adapters.store.days import Days
from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import Attribution
from isthmus.model.principal import Reader

_ATTRIBUTE = """
INSERT INTO attribution
  (seq, event, holder, property, value, at, label, standing, recorded_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_EVIDENCE = """
INSERT INTO attribution_evidence (attribution, position, statement) VALUES (?, ?, ?)"""
_ROWS = """
SELECT a.seq, a.event, a.holder, a.property, a.value, a.at, a.label, a.standing, e.statement
FROM attribution a LEFT JOIN attribution_evidence e ON e.attribution = a.seq
WHERE a.label IN (:labels[whole])
  AND (a.event IN (:events[bytes]) OR a.holder IN (:holders[bytes]))"""
_LATEST = """
  AND a.standing = 1 AND a.value <> ''
  AND NOT EXISTS (SELECT 1 FROM attribution b
    WHERE b.event = a.event AND b.property = a.property AND b.seq > a.seq
      AND b.label IN (:labels[whole]))"""
_IN_ORDER = " ORDER BY a.seq, e.position"
_STANDING = _ROWS + _LATEST + _IN_ORDER
_EVERY = _ROWS + _IN_ORDER

_seq = itemgetter(0)


class Attributions:
    """The part of JudgementStore that is about attributions."""

    __slots__ = ("_days", "_link")

    def __init__(self, link: Link) -> None:
        self._link = link
        self._days = Days(link)

    def attribute(self, attributions: Sequence[Attribution], at: datetime) -> None:
        seqs = self._link.numbers("attribution", len(attributions))
        self._link.add_many(
            _ATTRIBUTE,
            [(*row, microseconds(at)) for row in map(_attribution_row, seqs, attributions)],
        )
        self._link.add_many(
            _ADD_EVIDENCE,
            [
                (seq, i, statement)
                for seq, attribution in zip(seqs, attributions, strict=True)
                for i, statement in enumerate(attribution.evidence)
            ],
        )

    def attributions(
        self,
        reader: Reader,
        *,
        events: Sequence[EntityId] = (),
        holders: Sequence[EntityId] = (),
    ) -> Sequence[Attribution]:
        found, at = self._found(_STANDING, reader, events, holders), reader.at
        if at is None or not found or not self._days.any_past(at):
            return found
        held = self._days.held((seq for one in found for seq in one.evidence), reader, at)
        return [one for one in found if held.issuperset(one.evidence)]

    def attributed(
        self,
        reader: Reader,
        *,
        events: Sequence[EntityId] = (),
        holders: Sequence[EntityId] = (),
    ) -> Sequence[Attribution]:
        return self._found(_EVERY, reader, events, holders)

    def _found(
        self, text: str, reader: Reader, events: Sequence[EntityId], holders: Sequence[EntityId]
    ) -> Sequence[Attribution]:
        rows = self._link.rows(text, labels=reader.labels, events=events, holders=holders)
        return [_attribution([*group]) for _, group in groupby(rows, _seq)]


def _attribution_row(seq: int, attribution: Attribution) -> Row:
    return (
        seq,
        attribution.event,
        attribution.holder,
        attribution.property,
        attribution.value,
        microseconds(attribution.at),
        attribution.label,
        int(attribution.standing),
    )


def _attribution(rows: Iterable[Row]) -> Attribution:
    lines = list(rows)
    _, event, holder, name, value, at, label, standing, _ = lines[0]
    return Attribution(
        event=EntityId(event),
        holder=EntityId(holder),
        property=name,
        value=value,
        at=from_microseconds(at),
        evidence=tuple(StatementSeq(line[-1]) for line in lines if line[-1] is not None),
        label=LabelId(label),
        standing=bool(standing),
    )
