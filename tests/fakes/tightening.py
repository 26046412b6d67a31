"""What rests on statements, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import msgspec

from isthmus.model.alert import Alert, Finding
from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import Attribution, Judgement
from isthmus.model.record import StoredRecord
from isthmus.model.statement import Statement
from tests.fakes.tables import Tables

Resting = Statement | StoredRecord | Attribution | Finding | Alert | Judgement


def resting(
    tables: Tables, statements: frozenset[StatementSeq]
) -> Iterator[tuple[str, object, Resting]]:
    """Give table, key and row of the statements and of what rests on them."""
    records = {r for seq in statements for r in tables.supports.get(seq, ())}
    findings = {f.id for f in tables.findings.values() if statements & {s for _, s in f.evidence}}
    yield from (("statements", seq, tables.statements[seq]) for seq in statements)
    yield from (("records", record, tables.records[record]) for record in records)
    yield from (("findings", finding, tables.findings[finding]) for finding in findings)
    for alert, folded in tables.folded.items():
        if findings.intersection(folded):
            yield "alerts", alert, tables.alerts[alert]
    for key, attribution in tables.attributions.items():
        if statements.intersection(attribution.evidence):
            yield "attributions", key, attribution
    about = {tables.statements[seq].entity for seq in statements}
    for index, judgement in enumerate(tables.judgements):
        if _rests(judgement, statements, about):
            yield "judgements", index, judgement


def relabelled_row(row: Resting, label: LabelId) -> Resting:
    """Give a row under another label."""
    if isinstance(row, Statement):
        return msgspec.structs.replace(row, label=label)
    return replace(row, label=label)


def relabelled(
    judgement: Judgement, statements: frozenset[StatementSeq], steps: Mapping[LabelId, LabelId]
) -> Judgement:
    """Give a judgement whose comparisons bear the labels that their statements have now."""
    comparisons = tuple(
        msgspec.structs.replace(
            c,
            left_label=steps.get(c.left_label, c.left_label)
            if c.left in statements
            else c.left_label,
            right_label=steps.get(c.right_label, c.right_label)
            if c.right in statements
            else c.right_label,
        )
        for c in judgement.comparisons
    )
    return replace(judgement, comparisons=comparisons)


def _rests(judgement: Judgement, statements: frozenset[StatementSeq], about: set[EntityId]) -> bool:
    """Tell whether it rests on them. A person's rests on all that he was shown of the two."""
    if judgement.by_person:
        return not about.isdisjoint((judgement.left, judgement.right))
    return any(c.left in statements or c.right in statements for c in judgement.comparisons)
