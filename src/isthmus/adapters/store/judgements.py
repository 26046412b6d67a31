# ruff: noqa: D102 - the port says what each method gives
"""Judgements, their comparisons, and attributions.

What a reader may not see does not exist for him: the latest judgement of a person, or the latest
attribution, is the latest that he may see; otherwise the disappearance of an earlier one would
tell of the withheld one. A model judges a pair anew as a whole, so its latest judgement counts
for everybody, each seeing the comparisons whose two labels he has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from isthmus.adapters.store.link import INT64_MAX, Link, Row
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import EntityId, JudgementId, LabelId, StatementSeq
from isthmus.model.judgement import JOIN_BITS, Attribution, Comparison, Decision, Judgement
from isthmus.model.principal import Reader

_ADD = """
INSERT INTO judgement
  (seq, id, left_entity, right_entity, decision, by_person, author, at, label, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_COMPARISON = """
INSERT INTO comparison
  (judgement, position, property, bits, left_statement, right_statement, left_label, right_label)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""

# A person's judgement stands under its own label. It has no comparisons of its own.
_BY_PERSONS = """
SELECT j.seq, j.id, j.left_entity, j.right_entity, j.decision, j.by_person, j.author, j.at,
  j.label, j.reason
FROM judgement j
WHERE j.by_person = 1 AND j.label IN (:labels[whole])"""
# A model's judgement is seen through comparisons; without one that may be seen, it is not there.
_BY_MODELS = """
SELECT j.seq, j.id, j.left_entity, j.right_entity, j.decision, j.by_person, j.author, j.at,
  j.label, j.reason, c.property, c.bits, c.left_statement, c.right_statement, c.left_label,
  c.right_label
FROM judgement j JOIN comparison c ON c.judgement = j.seq
WHERE j.by_person = 0
  AND c.left_label IN (:labels[whole]) AND c.right_label IN (:labels[whole])"""
# How many judgements there are: one number.
_LAST = "SELECT coalesce(max(n.seq), 0) FROM judgement n"
_LATEST_SEEN = """
  AND NOT EXISTS (SELECT 1 FROM judgement k
    WHERE k.left_entity = j.left_entity AND k.right_entity = j.right_entity
      AND k.by_person = j.by_person AND k.seq > j.seq AND k.label IN (:labels[whole]))"""
_LATEST = """
  AND NOT EXISTS (SELECT 1 FROM judgement k
    WHERE k.left_entity = j.left_entity AND k.right_entity = j.right_entity
      AND k.by_person = j.by_person AND k.seq > j.seq)"""
_STATEMENTS_STAND = """
  AND coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = c.left_statement ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'
  AND coalesce((SELECT l.state FROM statement_state l
    WHERE l.statement = c.right_statement ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'"""
_AROUND = " AND (j.left_entity IN (:entities[bytes]) OR j.right_entity IN (:entities[bytes]))"
# The right end is compared here, not there: SQLite would try every pair of a long list.
_FROM = " AND j.left_entity IN (:entities[bytes])"
_IN_ORDER = " ORDER BY j.seq"
_COMPARED = " ORDER BY j.seq, c.position"

_UP_TO = " AND j.seq > :after AND j.seq <= :last"
_AMONG = """
  AND j.seq IN (SELECT q.seq FROM judgement q
    WHERE q.by_person = 0 AND q.seq > :after
      AND EXISTS (SELECT 1 FROM comparison d
        WHERE d.judgement = q.seq
          AND d.left_label IN (:labels[whole]) AND d.right_label IN (:labels[whole])
          AND coalesce((SELECT l.state FROM statement_state l WHERE l.statement = d.left_statement
            ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted'
          AND coalesce((SELECT l.state FROM statement_state l WHERE l.statement = d.right_statement
            ORDER BY l.seq DESC LIMIT 1), 'asserted') = 'asserted')
      AND NOT EXISTS (SELECT 1 FROM judgement k
        WHERE k.left_entity = q.left_entity AND k.right_entity = q.right_entity
          AND k.by_person = q.by_person AND k.seq > q.seq)
    ORDER BY q.seq LIMIT :limit)"""
_SOME = " LIMIT :limit"
# The index of ids gives them in an order in which nothing but chance stands.
_BY_CHANCE = _AMONG.replace(" AND q.seq > :after", "").replace("ORDER BY q.seq", "ORDER BY q.id")

_PERSONS_PAGE = _BY_PERSONS + _UP_TO + _LATEST_SEEN + _IN_ORDER + _SOME
_MODELS_PAGE = _BY_MODELS + _AMONG + _STATEMENTS_STAND + _COMPARED
_MODELS_SAMPLE = _BY_MODELS + _BY_CHANCE + _STATEMENTS_STAND + _COMPARED
_PERSONS_AROUND = _BY_PERSONS + _AROUND + _LATEST_SEEN + _IN_ORDER
_MODELS_AROUND = _BY_MODELS + _AROUND + _LATEST + _STATEMENTS_STAND + _COMPARED
_PERSONS_FROM = _BY_PERSONS + _FROM + _IN_ORDER
_MODELS_FROM = _BY_MODELS + _FROM + _COMPARED

_ATTRIBUTE = """
INSERT INTO attribution
  (seq, event, holder, property, value, at, label, standing, recorded_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_EVIDENCE = """
INSERT INTO attribution_evidence (attribution, position, statement) VALUES (?, ?, ?)"""
_ATTRIBUTIONS = """
SELECT a.seq, a.event, a.holder, a.property, a.value, a.at, a.label, e.statement
FROM attribution a LEFT JOIN attribution_evidence e ON e.attribution = a.seq
WHERE a.label IN (:labels[whole]) AND a.standing = 1
  AND (a.event IN (:events[bytes]) OR a.holder IN (:holders[bytes]))
  AND NOT EXISTS (SELECT 1 FROM attribution b
    WHERE b.event = a.event AND b.property = a.property AND b.seq > a.seq
      AND b.label IN (:labels[whole]))
ORDER BY a.seq, e.position"""

_seq = itemgetter(0)
_HEAD = 10
"""Columns of a judgement, before those of a comparison."""


class Judgements:
    """JudgementStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, judgements: Sequence[Judgement]) -> None:
        seqs = self._link.numbers("judgement", len(judgements))
        self._link.add_many(_ADD, map(_judgement_row, seqs, judgements))
        self._link.add_many(
            _ADD_COMPARISON,
            [
                (seq, i, c.property, c.bits, c.left, c.right, c.left_label, c.right_label)
                for seq, judgement in zip(seqs, judgements, strict=True)
                for i, c in enumerate(judgement.comparisons)
            ],
        )

    def around(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        return self._read(_PERSONS_AROUND, _MODELS_AROUND, entities, reader)

    def last(self) -> int:
        [(number,)] = self._link.bare(_LAST)
        return int(number)

    def page(self, after: int, limit: int, reader: Reader) -> Sequence[tuple[int, Judgement]]:
        values = {"after": after, "limit": limit, "labels": reader.labels}
        found = _by_models(self._link.rows(_MODELS_PAGE, **values), reader)
        # Persons judge rarely: looking for theirs past a full page would read the whole table.
        last = max(found) if len(found) == limit else INT64_MAX
        rows = self._link.rows(_PERSONS_PAGE, last=last, **values)
        found |= {row[0]: _judgement(row, ()) for row in rows}
        return [(seq, found[seq]) for seq in sorted(found)[:limit]]

    def sampled(self, limit: int, reader: Reader) -> Sequence[Judgement]:
        rows = self._link.rows(_MODELS_SAMPLE, limit=limit, labels=reader.labels)
        return sorted(_by_models(rows, reader).values(), key=lambda judgement: judgement.id)

    def history(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        ends = frozenset(entities)
        found = self._read(_PERSONS_FROM, _MODELS_FROM, entities, reader)
        return [judgement for judgement in found if judgement.right in ends]

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
        rows = self._link.rows(_ATTRIBUTIONS, labels=reader.labels, events=events, holders=holders)
        return [_attribution([*group]) for _, group in groupby(rows, _seq)]

    def _read(
        self, by_persons: str, by_models: str, entities: Sequence[EntityId], reader: Reader
    ) -> list[Judgement]:
        values = {"entities": entities, "labels": reader.labels}
        found = _by_models(self._link.rows(by_models, **values), reader)
        found |= {row[0]: _judgement(row, ()) for row in self._link.rows(by_persons, **values)}
        return [found[seq] for seq in sorted(found)]


def _judgement_row(seq: int, judgement: Judgement) -> Row:
    return (
        seq,
        judgement.id,
        judgement.left,
        judgement.right,
        str(judgement.decision),
        int(judgement.by_person),
        judgement.author,
        microseconds(judgement.at),
        judgement.label,
        judgement.reason,
    )


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


def _by_models(rows: Iterable[Row], reader: Reader) -> dict[int, Judgement]:
    return {seq: _seen(list(group), reader) for seq, group in groupby(rows, _seq)}


def _seen(rows: Sequence[Row], reader: Reader) -> Judgement:
    """Give a model's judgement as its visible comparisons make it.

    When part of it is withheld, its decision and label must not tell of that part: the decision
    is the one that the visible bits give, and the label one of those shown.
    """
    head = rows[0][:_HEAD]
    comparisons = tuple(_comparison(row[_HEAD:]) for row in rows)
    whole = _judgement(head, comparisons)
    if whole.label in reader.labels:
        return whole
    decision = Decision.SAME if whole.bits >= JOIN_BITS else Decision.UNDECIDED
    return _judgement(
        (*head[:4], decision, *head[5:8], comparisons[0].left_label, None), comparisons
    )


def _comparison(row: Row) -> Comparison:
    name, bits, left, right, left_label, right_label = row
    return Comparison(
        name,
        bits,
        StatementSeq(left),
        StatementSeq(right),
        LabelId(left_label),
        LabelId(right_label),
    )


def _judgement(row: Row, comparisons: tuple[Comparison, ...]) -> Judgement:
    _, judgement, left, right, decision, by_person, author, at, label, reason = row
    return Judgement(
        id=JudgementId(judgement),
        left=EntityId(left),
        right=EntityId(right),
        decision=Decision(decision),
        by_person=bool(by_person),
        author=author,
        at=from_microseconds(at),
        comparisons=comparisons,
        label=LabelId(label),
        reason=reason,
    )


def _attribution(rows: Iterable[Row]) -> Attribution:
    lines = list(rows)
    _, event, holder, name, value, at, label, _ = lines[0]
    return Attribution(
        event=EntityId(event),
        holder=EntityId(holder),
        property=name,
        value=value,
        at=from_microseconds(at),
        evidence=tuple(StatementSeq(line[-1]) for line in lines if line[-1] is not None),
        label=LabelId(label),
    )
