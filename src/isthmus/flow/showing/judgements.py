"""Judgements as a reader sees them: weighed again by the comparisons that he sees.

A model's judgement may be written anew because of a value that he does not see. So its id and its
time here come from what he does see, and tell nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import msgspec

from isthmus.flow.clusters import walked
from isthmus.flow.contradicting import contradictions, said_of
from isthmus.flow.documents.entities import (
    Author,
    ComparisonRow,
    JudgementEnd,
    Member,
    ShownAttribution,
    ShownJudgement,
)
from isthmus.flow.reading import Reading
from isthmus.flow.showing.faces import (
    Face,
    by_entity,
    caption_of,
    in_order,
    schema_of,
    shown_statements,
)
from isthmus.flow.showing.values import ValueWriter, property_title
from isthmus.model.ids import EntityId, StatementSeq, shown_id
from isthmus.model.judgement import Attribution, Comparison, Decision, Judgement, counting
from isthmus.model.statement import Statement

JUDGEMENTS_MAX: Final = 200
APART_MAX: Final = 20


def member_rows(reading: Reading, face: Face) -> list[Member]:
    """Write the source entities of a cluster, least id first."""
    ontology = reading.center.ontology
    held = by_entity(face.statements)
    return [
        Member(
            source_entity=shown_id("e", entity),
            source=held[entity][0].source,
            schema=schema_of(ontology, held[entity]),
            caption=caption_of(ontology, held[entity])[0] or shown_id("e", entity),
            statements=len(held[entity]),
        )
        for entity in face.members
    ]


def judgement_rows(reading: Reading, members: Sequence[EntityId]) -> list[ShownJudgement]:
    """Write the judgements with one end among `members`: a person's first, then by weight.

    Those that wait for a second person are among them; and what keeps apart two that were never
    judged, though others between them join. At most 200 are written.
    """
    around = reading.unit.judgements.around(members, reading.reader)
    waiting = reading.unit.judgements.waiting(members, reading.reader)
    every = (*around, *waiting, *_kept_apart(reading, members, around))
    strongest = sorted(every, key=lambda j: (not j.by_person, -j.bits, j.left, j.right))
    waits = {shown_id("j", judgement.id) for judgement in waiting}
    rows = shown_judgements(reading, strongest[:JUDGEMENTS_MAX])
    return [msgspec.structs.replace(row, waits=row.id in waits) for row in rows]


def _kept_apart(
    reading: Reading, members: Sequence[EntityId], around: Iterable[Judgement]
) -> list[Judgement]:
    """Give what a conflict says of members and others of their chain who were never judged."""
    center, unit, own = reading.center, reading.unit, frozenset(members)
    walk = walked(unit, members, reading.reader)
    found = contradictions(center, unit, reading.reader, walk.groups)
    judged = {
        (j.left, j.right) for j in around if j.decision is not Decision.UNDECIDED or not j.by_person
    }
    pairs = [p for p in found.pairs if p not in judged and len(own.intersection(p)) == 1]
    return said_of(center, unit, found, pairs[:APART_MAX])


def shown_judgements(reading: Reading, ordered: Sequence[Judgement]) -> list[ShownJudgement]:
    """Write judgements, as the reader sees them, in the order in which they come."""
    ends = sorted({e for j in ordered for e in (j.left, j.right)})
    held = by_entity(shown_statements(reading, ends))
    seqs = sorted({seq for j in ordered for c in j.comparisons for seq in (c.left, c.right)})
    found = reading.unit.statements.by_seq(seqs, reading.reader) if seqs else ()
    compared = {s.seq: s for s in in_order(found, reading.at)}
    names = _names(reading, ordered)
    rows = (_judgement(reading, j, (held, compared, names)) for j in ordered)
    return [row for row in rows if row is not None]


def attribution_row(
    reading: Reading,
    attribution: Attribution,
    ends: tuple[Face | None, Face],
    writer: ValueWriter,
    evidence: Iterable[Statement],
) -> ShownAttribution:
    """Write one attribution. `ends`: the event's face, where it has one, and the holder's."""
    event, holder = ends
    return ShownAttribution(
        event=shown_id("e", attribution.event) if event is None else event.shown,
        entity=holder.shown,
        property=attribution.property,
        value=attribution.value,
        at=attribution.at,
        evidence=[writer.value(s, "attribution") for s in evidence],
        label=reading.labels.ref(attribution.label),
    )


def display_names(reading: Reading, principals: Iterable[str]) -> dict[str, str]:
    """Give the names that persons show to one another; an id for whoever has no account."""
    wanted = sorted(set(principals))
    accounts = ((p, reading.unit.accounts.by_id(p)) for p in wanted)
    return {p: a.principal.display_name if a is not None else p for p, a in accounts}


_Known = tuple[
    Mapping[EntityId, Sequence[Statement]], Mapping[StatementSeq, Statement], Mapping[str, str]
]


def _judgement(reading: Reading, judgement: Judgement, known: _Known) -> ShownJudgement | None:
    """Write one judgement; None where nothing of its ends or evidence may be shown any more."""
    held, compared, names = known
    left, right = held.get(judgement.left), held.get(judgement.right)
    kept = counting(c for c in judgement.comparisons if c.left in compared and c.right in compared)
    shown = replace(judgement, comparisons=kept)
    if not left or not right or not (kept or judgement.by_person):
        return None
    labels = {label for c in kept for label in (c.left_label, c.right_label)}
    labels |= {caption_of(reading.center.ontology, end)[1] for end in (left, right)}
    labels |= {judgement.label} if judgement.by_person else set()
    return ShownJudgement(
        id=_id(reading, judgement),
        left=_end(reading, judgement.left, left),
        right=_end(reading, judgement.right, right),
        decision=shown.weighed.value,
        by=Author(
            kind="person" if judgement.by_person else "model",
            name=names.get(judgement.author, judgement.author),
        ),
        at=judgement.at
        if judgement.by_person
        else max(compared[seq].recorded_at for c in kept for seq in (c.left, c.right)),
        reason=judgement.reason if judgement.by_person else None,
        bits_total=shown.bits,
        evidence=[_comparison(reading, c, compared) for c in kept],
        label=reading.labels.ref_of_all(labels),
    )


def _id(reading: Reading, judgement: Judgement) -> str:
    if judgement.by_person:
        return shown_id("j", judgement.id)
    ids = reading.center.ids
    return shown_id("j", ids.judgement(judgement.left, judgement.right, judgement.author, 0))


def _end(reading: Reading, entity: EntityId, statements: Sequence[Statement]) -> JudgementEnd:
    return JudgementEnd(
        source_entity=shown_id("e", entity),
        source=statements[0].source,
        caption=caption_of(reading.center.ontology, statements)[0] or shown_id("e", entity),
    )


def _comparison(
    reading: Reading, comparison: Comparison, compared: Mapping[StatementSeq, Statement]
) -> ComparisonRow:
    left, right = compared[comparison.left], compared[comparison.right]
    return ComparisonRow(
        property=comparison.property,
        title=property_title(reading.center.ontology, left.schema, comparison.property),
        left=left.value,
        right=right.value,
        bits=comparison.bits,
        label_left=reading.labels.ref(comparison.left_label),
        label_right=reading.labels.ref(comparison.right_label),
    )


def _names(reading: Reading, judgements: Iterable[Judgement]) -> dict[str, str]:
    return display_names(reading, (j.author for j in judgements if j.by_person))
