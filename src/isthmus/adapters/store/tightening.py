"""Tightening: statements that a stricter marking reached, and all that rests on them.

No value is read and no row is given back: the caller names the statements, and learns the numbers
of the labels that would have to rise. A row keeps its number; only the label on it rises.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from isthmus.adapters.store.link import Link
from isthmus.model.ids import EntityId, LabelId, StatementSeq

_ROWS: Final = {
    "@records": """
(SELECT s.record FROM statement s WHERE s.seq IN (:statements[whole])
  UNION SELECT u.record FROM support u WHERE u.statement IN (:statements[whole]))""",
    # What a person judged rests on all that he was shown of the two, and on nothing else.
    "@shown_judgements": """
@around AND ((j.by_person = 1 AND j.label IN (:shown[whole])) OR @compared))""",
    "@judgements": "@around AND (j.by_person = 1 OR @compared))",
    # The evidence of an attribution is about its event, or about an event that names its holder.
    "@attributions": """
(SELECT a.seq FROM attribution a
  WHERE (a.event IN @about OR a.holder IN (SELECT t.target FROM statement t
      WHERE t.entity IN @about AND t.target IS NOT NULL))
    AND EXISTS (SELECT 1 FROM attribution_evidence v
      WHERE v.attribution = a.seq AND v.statement IN (:statements[whole])))""",
    "@findings": """
(SELECT e.finding FROM finding_evidence e WHERE e.statement IN (:statements[whole]))""",
    "@alerts": """
(SELECT g.alert FROM alert_finding g JOIN finding_evidence e ON e.finding = g.finding
  WHERE e.statement IN (:statements[whole]))""",
    # From here on what the ones above are made of.
    "@compared": """
EXISTS (SELECT 1 FROM comparison c WHERE c.judgement = j.seq
  AND (c.left_statement IN (:statements[whole]) OR c.right_statement IN (:statements[whole])))""",
    "@around": """
(SELECT j.seq FROM judgement j
  WHERE (j.left_entity IN @about OR j.right_entity IN @about)""",
    "@about": "(SELECT b.entity FROM statement b WHERE b.seq IN (:statements[whole]))",
}
"""Which rows rest on the statements, each a list of numbers; `@about`: whom these speak of."""


def _text(sql: str) -> str:
    """Put the rows in the place of their names."""
    for name, rows in _ROWS.items():
        sql = sql.replace(name, rows)
    return sql


_SEEN: Final = (
    "SELECT s.label FROM statement s WHERE s.seq IN (:statements[whole])",
    _text("SELECT r.label FROM record r WHERE r.seq IN @records"),
    _text("SELECT r.label FROM judgement r WHERE r.seq IN @judgements"),
    _text("SELECT r.label FROM attribution r WHERE r.seq IN @attributions"),
    _text("SELECT r.label FROM finding r WHERE r.seq IN @findings"),
    _text("SELECT r.label FROM alert r WHERE r.seq IN @alerts"),
)
_RAISED: Final = (
    "UPDATE statement SET label = :later WHERE label = :earlier AND seq IN (:statements[whole])",
    _text("""UPDATE comparison SET left_label = :later WHERE left_label = :earlier
  AND left_statement IN (:statements[whole]) AND judgement IN @around)"""),
    _text("""UPDATE comparison SET right_label = :later WHERE right_label = :earlier
  AND right_statement IN (:statements[whole]) AND judgement IN @around)"""),
    _text("UPDATE record SET label = :later WHERE label = :earlier AND seq IN @records"),
    _text("UPDATE attribution SET label = :later WHERE label = :earlier AND seq IN @attributions"),
    _text("UPDATE finding SET label = :later WHERE label = :earlier AND seq IN @findings"),
    _text("UPDATE alert SET label = :later WHERE label = :earlier AND seq IN @alerts"),
)
_RAISED_JUDGEMENTS: Final = _text(
    "UPDATE judgement SET label = :later WHERE label = :earlier AND seq IN @shown_judgements"
)
_RAISE_KEY: Final = """
UPDATE search_key SET label = ? WHERE key = ? AND entity = ? AND statement = ?"""
_AT: Final = """
SELECT DISTINCT o.entity, o.at, o.label, r.label
FROM observation o JOIN record r ON r.seq = o.record
WHERE o.entity IN (:entities[bytes]) AND o.at IN (:times[whole])"""
_RAISE_SOURCE: Final = """
UPDATE record SET label = ? WHERE label = ? AND seq IN (SELECT o.record FROM observation o
  WHERE o.entity = ? AND o.at = ?)"""
_RAISE_POSITION: Final = """
UPDATE observation SET label = ? WHERE entity = ? AND at = ? AND label = ?"""
TEXTS: Final = (*_SEEN, *_RAISED, _RAISED_JUDGEMENTS, _AT, _RAISE_SOURCE)
"""Every text that names rows by what they rest on."""


def labels_resting_on(link: Link, statements: Sequence[StatementSeq]) -> frozenset[LabelId]:
    """Give the labels of the statements and of what rests on them."""
    rows = (row for sql in _SEEN for row in link.bare(sql, statements=statements))
    return frozenset(LabelId(number) for (number,) in rows)


def tighten(
    link: Link,
    statements: Sequence[StatementSeq],
    steps: Mapping[LabelId, LabelId],
    shown: Collection[LabelId],
) -> None:
    """Put the statements, and what rests on them, from the first label of a step to the second.

    `shown`: the labels of persons' judgements that may rest on them.
    """
    for earlier, later in steps.items():
        step = {"statements": statements, "earlier": earlier, "later": later}
        for sql in _RAISED:
            link.change(sql, **step)
        link.change(_RAISED_JUDGEMENTS, **step, shown=sorted(shown))


def tighten_keys(link: Link, rows: Sequence[tuple[str, EntityId, StatementSeq, LabelId]]) -> None:
    """Put keys under the label that their statement has now."""
    link.add_many(_RAISE_KEY, [(label, key, entity, seq) for key, entity, seq, label in rows])


def labels_at(
    link: Link, places: Sequence[tuple[EntityId, int]]
) -> list[tuple[EntityId, int, LabelId, LabelId]]:
    """Give (entity, at, label of a position, label of its record) for each that is there."""
    wanted = frozenset(places)
    entities, times = {entity for entity, _ in wanted}, {at for _, at in wanted}
    rows = link.bare(_AT, entities=sorted(entities), times=sorted(times))
    return [
        (EntityId(entity), at, LabelId(label), LabelId(record))
        for entity, at, label, record in rows
        if (entity, at) in wanted
    ]


def tighten_positions(
    link: Link, places: Sequence[tuple[EntityId, int]], steps: Mapping[LabelId, LabelId]
) -> int:
    """Put positions, and the records that brought them, from one label of a step to the other."""
    risen = 0
    for earlier, later in steps.items():
        link.add_many(_RAISE_SOURCE, [(later, earlier, *place) for place in places])
        risen += link.add_many(_RAISE_POSITION, [(later, *place, earlier) for place in places])
    return risen
