# ruff: noqa: D102 - the port says what each method gives
"""Judgements and their comparisons.

What a reader may not see does not exist for him: the latest judgement of a person is the latest
that he may see; otherwise the disappearance of an earlier one would tell of the withheld one. A
model judges a pair anew as a whole, so its latest judgement at each
purpose counts for everybody, each seeing the comparisons whose two labels he has. What is seen of
a pair at all purposes together is one judgement, with the number of the last part of which
something is seen (`model.judgement.as_seen`). What is past its day for a reader is compared no
more; the history keeps what was judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from isthmus.adapters.store.attributions import Attributions
from isthmus.adapters.store.link import INT64_MAX, Row
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import EntityId, JudgementId, LabelId, StatementSeq
from isthmus.model.judgement import (
    Comparison,
    Decision,
    Judgement,
    as_seen,
    in_pairs,
    is_ample,
    is_shown,
    is_told,
    of_persons,
    spread,
)
from isthmus.model.principal import Reader

_ADD = """
INSERT INTO judgement
  (seq, id, left_entity, right_entity, decision, by_person, author, at, label, reason, purpose,
   needed, needs_second)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_COMPARISON = """
INSERT INTO comparison
  (judgement, position, property, bits, left_statement, right_statement, left_label, right_label,
   proposes, needed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

# A person's judgement stands under its own label. It has no comparisons of its own.
_BY_PERSONS = """
SELECT j.seq, j.id, j.left_entity, j.right_entity, j.decision, j.by_person, j.author, j.at,
  j.label, j.reason, j.purpose, j.needs_second
FROM judgement j
WHERE j.by_person = 1 AND j.label IN (:labels[whole])"""
# A model's judgement is seen through comparisons; without one that may be seen, it is not there.
# What most of them need stands once: a comparison states what is needed where that is less.
_BY_MODELS = """
SELECT j.seq, j.id, j.left_entity, j.right_entity, j.decision, j.by_person, j.author, j.at,
  j.label, j.reason, j.purpose, j.needs_second, c.property, c.bits, c.left_statement,
  c.right_statement, c.left_label, c.right_label, c.proposes, coalesce(c.needed, j.needed)
FROM judgement j JOIN comparison c ON c.judgement = j.seq
WHERE j.by_person = 0
  AND c.left_label IN (:labels[whole]) AND c.right_label IN (:labels[whole])"""
# How many judgements there are: one number.
_LAST = "SELECT coalesce(max(n.seq), 0) FROM judgement n"
_LATEST = """
  AND NOT EXISTS (SELECT 1 FROM judgement k
    WHERE k.left_entity = j.left_entity AND k.right_entity = j.right_entity
      AND k.by_person = j.by_person AND k.purpose = j.purpose AND k.seq > j.seq)"""
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
_SOME = " LIMIT :limit"
# The parts from which a page is made, without what they hold; the text is closed further on.
_PARTS_SEEN = """
SELECT j.seq, j.left_entity FROM judgement j
WHERE j.by_person = 0 AND j.seq > :after
  AND EXISTS (SELECT 1 FROM comparison c
    WHERE c.judgement = j.seq
      AND c.left_label IN (:labels[whole]) AND c.right_label IN (:labels[whole])"""
_CLOSED = ")"

# What a purpose judged by values that it may not use any more; the text is closed further on.
_BEYOND = """
SELECT j.seq, j.id, j.left_entity, j.right_entity, j.decision, j.by_person, j.author, j.at,
  j.label, j.reason, j.purpose, j.needs_second
FROM judgement j
WHERE j.by_person = 0 AND j.purpose = :purpose
  AND EXISTS (SELECT 1 FROM comparison c WHERE c.judgement = j.seq
    AND (c.left_label NOT IN (:labels[whole]) OR c.right_label NOT IN (:labels[whole])))"""
OUTGROWN = _BEYOND + _AROUND + _LATEST + _IN_ORDER

_PERSONS_PAGE = _BY_PERSONS + _UP_TO + _IN_ORDER + _SOME
_PARTS_AFTER = _PARTS_SEEN + _STATEMENTS_STAND + _CLOSED + _LATEST + _IN_ORDER + _SOME
_MODELS_OF = _BY_MODELS + _FROM + _LATEST + _STATEMENTS_STAND + _COMPARED
# The order of pairs is chance, an index has it, and what is withheld does not change it.
_PAIRS_SEEN = _PARTS_SEEN.replace("j.seq, j.left_entity", "j.left_entity, j.right_entity").replace(
    "j.seq > :after", "(j.left_entity, j.right_entity) > (:left, :right)"
)
_PAIRS_BY_CHANCE = (
    _PAIRS_SEEN
    + _STATEMENTS_STAND
    + _CLOSED
    + _LATEST
    + " ORDER BY j.left_entity, j.right_entity"
    + _SOME
)
_PERSONS_LAST = _BY_PERSONS + " AND j.seq < :before ORDER BY j.seq DESC" + _SOME
_PERSONS_AROUND = _BY_PERSONS + _AROUND + _IN_ORDER
_MODELS_AROUND = _BY_MODELS + _AROUND + _LATEST + _STATEMENTS_STAND + _COMPARED
_PERSONS_FROM = _BY_PERSONS + _FROM + _IN_ORDER
_MODELS_FROM = _BY_MODELS + _FROM + _COMPARED

Pair: TypeAlias = tuple[EntityId, EntityId]

_seq = itemgetter(0)
_HEAD = 12
"""Columns of a judgement, before those of a comparison."""
_ENDS = slice(_HEAD + 2, _HEAD + 4)
"""Both statements of a comparison."""


class Judgements(Attributions):
    """JudgementStore."""

    __slots__ = ()

    def add(self, judgements: Sequence[Judgement]) -> None:
        seqs = self._link.numbers("judgement", len(judgements))
        self._link.add_many(_ADD, map(_judgement_row, seqs, judgements))
        self._link.add_many(
            _ADD_COMPARISON,
            [
                (seq, i, *_comparison_row(c), None if c.needed == needed else c.needed)
                for seq, judgement in zip(seqs, judgements, strict=True)
                for needed in (judgement.needed,)
                for i, c in enumerate(judgement.comparisons)
            ],
        )

    def around(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        values = {"entities": entities, "labels": reader.labels}
        found = _as_seen(self._held(self._link.rows(_MODELS_AROUND, **values), reader), reader)
        found |= _counting(self._link.rows(_PERSONS_AROUND, **values))
        return [found[seq] for seq in sorted(found)]

    def parts(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        values = {"entities": entities, "labels": reader.labels}
        rows = self._held(self._link.rows(_MODELS_AROUND, **values), reader)
        return [part for _, part in _parts(rows)]

    def outgrown(
        self, entities: Sequence[EntityId], purpose: str, within: Collection[LabelId]
    ) -> Sequence[Judgement]:
        values = {"entities": entities, "labels": sorted(within), "purpose": purpose}
        return [_judgement(row, ()) for row in self._link.bare(OUTGROWN, **values)]

    def waiting(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        rows = self._link.rows(_PERSONS_AROUND, entities=entities, labels=reader.labels)
        each = (of_persons(judged.values())[1] for judged in _of_pairs(rows))
        return [waits for waits in each if waits is not None]

    def last(self) -> int:
        [(number,)] = self._link.bare(_LAST)
        return int(number)

    def page(self, after: int, limit: int, reader: Reader) -> Sequence[tuple[int, Judgement]]:
        found = self._models_after(after, limit, reader)
        # Persons judge rarely: looking for theirs past a full page would read the whole table.
        last = max(found) if len(found) == limit else INT64_MAX
        found |= self._persons_after(after, last, limit, reader)
        return [(seq, found[seq]) for seq in sorted(found)[:limit]]

    def sampled(self, limit: int, reader: Reader) -> Sequence[Judgement]:
        found: dict[Pair, Judgement] = {}
        left, right, full = b"", b"", True
        while full and not is_ample((one for one, _ in found), limit):
            values = {"left": left, "right": right, "limit": limit, "labels": reader.labels}
            rows = self._link.rows(_PAIRS_BY_CHANCE, **values)
            found |= self._between({(one, other) for one, other in rows}, reader)
            full = len(rows) == limit
            left, right = rows[-1] if rows else (left, right)
        return spread([found[pair] for pair in sorted(found)], limit)

    def of_persons(self, limit: int, reader: Reader) -> Sequence[Judgement]:
        found: dict[int, Judgement] = {}
        before, full = INT64_MAX, True
        while full and len(found) < limit:
            values = {"before": before, "limit": limit, "labels": reader.labels}
            rows = self._link.rows(_PERSONS_LAST, **values)
            found |= self._counting_of(rows, reader)
            full = len(rows) == limit
            before = rows[-1][0] if rows else before
        return [found[number] for number in sorted(found, reverse=True)[:limit]]

    def history(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        ends = frozenset(entities)
        values = {"entities": entities, "labels": reader.labels}
        found = _each_as_seen(self._link.rows(_MODELS_FROM, **values), reader)
        found |= _by_persons(self._link.rows(_PERSONS_FROM, **values))
        return in_pairs(found[seq] for seq in sorted(found) if found[seq].right in ends)

    def _models_after(self, after: int, limit: int, reader: Reader) -> dict[int, Judgement]:
        """Give the first `limit` of the model's after a number, as the reader sees them."""
        found: dict[int, Judgement] = {}
        full = True
        while full and len(found) < limit:
            rows = self._link.rows(_PARTS_AFTER, after=after, limit=limit, labels=reader.labels)
            found |= self._of_parts(dict(rows), reader)
            full = len(rows) == limit
            after = rows[-1][0] if rows else after
        return {seq: found[seq] for seq in sorted(found)[:limit]}

    def _of_parts(self, lefts: Mapping[int, bytes], reader: Reader) -> dict[int, Judgement]:
        """Give those of the model's whose last part is one of these, by number: left end."""
        entities = sorted(set(lefts.values()))
        rows = self._link.rows(_MODELS_OF, entities=entities, labels=reader.labels)
        found = _as_seen(self._held(rows, reader), reader)
        return {seq: judged for seq, judged in found.items() if seq in lefts}

    def _held(self, rows: Sequence[Row], reader: Reader) -> Sequence[Row]:
        """Leave out the comparisons of what is past its day for the reader."""
        at = reader.at
        if at is None or not rows or not self._days.any_past(at):
            return rows
        held = self._days.held((seq for row in rows for seq in row[_ENDS]), reader, at)
        return [row for row in rows if held.issuperset(row[_ENDS])]

    def _between(self, pairs: AbstractSet[Pair], reader: Reader) -> dict[Pair, Judgement]:
        """Give what the model says of these pairs."""
        entities = sorted({left for left, _ in pairs})
        rows = self._link.rows(_MODELS_OF, entities=entities, labels=reader.labels)
        parts = self._held(rows, reader)
        each = {(j.left, j.right): j for j in _as_seen(parts, reader).values()}
        return {pair: judgement for pair, judgement in each.items() if pair in pairs}

    def _counting_of(self, rows: Sequence[Row], reader: Reader) -> dict[int, Judgement]:
        """Give those of some rows of persons that count, by all that was said of their pairs."""
        numbers = {row[0] for row in rows}
        lefts = sorted({row[2] for row in rows})
        of_them = self._link.rows(_PERSONS_FROM, entities=lefts, labels=reader.labels)
        return {n: j for n, j in _counting(of_them).items() if n in numbers}

    def _persons_after(
        self, after: int, last: int, limit: int, reader: Reader
    ) -> dict[int, Judgement]:
        """Give the first `limit` of persons' that count, after a number and up to another."""
        found: dict[int, Judgement] = {}
        full = True
        while full and len(found) < limit:
            values = {"after": after, "last": last, "limit": limit, "labels": reader.labels}
            rows = self._link.rows(_PERSONS_PAGE, **values)
            found |= self._counting_of(rows, reader)
            full = len(rows) == limit
            after = rows[-1][0] if rows else after
        return {seq: found[seq] for seq in sorted(found)[:limit]}


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
        judgement.purpose,
        judgement.needed,
        int(judgement.needs_second),
    )


def _comparison_row(c: Comparison) -> Row:
    labels = c.left_label, c.right_label
    return c.property, c.bits, c.left, c.right, *labels, int(c.proposes)


def _by_persons(rows: Iterable[Row]) -> dict[int, Judgement]:
    return {row[0]: _judgement(row, ()) for row in rows}


def _of_pairs(rows: Iterable[Row]) -> list[dict[int, Judgement]]:
    """Give persons' judgements, numbered, oldest first, those on one pair together."""
    found: dict[Pair, dict[int, Judgement]] = defaultdict(dict)
    for number, judged in _by_persons(rows).items():
        found[judged.left, judged.right][number] = judged
    return list(found.values())


def _counting(rows: Iterable[Row]) -> dict[int, Judgement]:
    """Give the judgement of persons that counts of each pair, under its number."""
    found: dict[int, Judgement] = {}
    for judged in _of_pairs(rows):
        counts, _ = of_persons(judged.values())
        found |= {number: one for number, one in judged.items() if one is counts}
    return found


def _parts(rows: Iterable[Row]) -> Iterator[tuple[int, Judgement]]:
    """Give the model's judgements with what is seen of each, in order."""
    for seq, group in groupby(rows, _seq):
        lines = list(group)
        yield seq, _judgement(lines[0][:_HEAD], tuple(_comparison(row[_HEAD:]) for row in lines))


def _as_seen(rows: Iterable[Row], reader: Reader) -> dict[int, Judgement]:
    """Give what is shown of each pair, under the number of the last part of it that is shown."""
    numbers: dict[Pair, int] = {}
    parts: dict[Pair, list[Judgement]] = defaultdict(list)
    for seq, part in _parts(rows):
        if is_shown(part.comparisons):
            numbers[part.left, part.right] = seq
            parts[part.left, part.right].append(part)
    return {numbers[pair]: as_seen(found, reader.labels) for pair, found in parts.items()}


def _each_as_seen(rows: Iterable[Row], reader: Reader) -> dict[int, Judgement]:
    """Give what was shown of each pair when it was judged, wherever that was something new."""
    before: dict[Pair, dict[str, Judgement]] = defaultdict(dict)
    found: dict[int, Judgement] = {}
    for seq, part in _parts(rows):
        said = before[part.left, part.right]
        if is_shown(part.comparisons) and not is_told(part, said.values()):
            said[part.purpose] = part
            found[seq] = as_seen([part], reader.labels)
    return found


def _comparison(row: Row) -> Comparison:
    name, bits, left, right, left_label, right_label, proposes, needed = row
    return Comparison(
        name,
        bits,
        StatementSeq(left),
        StatementSeq(right),
        LabelId(left_label),
        LabelId(right_label),
        bool(proposes),
        float(needed),
    )


def _judgement(row: Row, comparisons: tuple[Comparison, ...]) -> Judgement:
    _, judgement, left, right, decision, by_person, author, at, label, reason, *rest = row
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
        purpose=rest[0],
        needs_second=bool(rest[1]),
    )
