"""Requests for information as they are shown: words only to whoever sees what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.flow.clusters import clusters_around
from isthmus.flow.documents.requests import (
    AnswerName,
    GroundName,
    SameSubject,
    ShownReply,
    ShownRequest,
)
from isthmus.flow.reading import Reading
from isthmus.flow.showing.faces import faces
from isthmus.flow.showing.values import named_value
from isthmus.model.ids import EntityId, StatementSeq, shown_id
from isthmus.model.release import Standing
from isthmus.model.request import Ground, Reply, Request, RequestState, Subject
from isthmus.model.statement import State, Statement

GROUNDS: Final[Mapping[Ground, GroundName]] = {
    Ground.NOTHING: "nothing",
    Ground.NOT_COVERED: "not-covered",
    Ground.NOT_NECESSARY: "not-necessary",
    Ground.NOT_VERIFIED: "not-verified",
    Ground.INVESTIGATION: "investigation",
    Ground.SAFETY: "safety",
    Ground.SECURITY: "security",
    Ground.NOT_TAKEN: "not-taken",
}
_ANSWERS: Final[Mapping[RequestState, AnswerName]] = {
    RequestState.CONSENT: "consent",
    RequestState.RELEASED: "released",
    RequestState.REFUSED: "refused",
}


@dataclass(frozen=True, slots=True)
class _About:
    """Whom requests are about, as far as the reader sees: by request, and the others about it."""

    subjects: Mapping[bytes, Sequence[Subject]]
    seen: Mapping[StatementSeq, Statement]
    clusters: Mapping[EntityId, frozenset[EntityId]]

    def rows(self, request: bytes) -> list[Statement]:
        return [
            self.seen[one.statement] for one in self.subjects[request] if one.statement in self.seen
        ]

    def members(self, request: bytes) -> frozenset[EntityId]:
        groups = (self.clusters[row.entity] for row in self.rows(request))
        return frozenset[EntityId]().union(*groups)


def shown_requests(reading: Reading, wanted: Sequence[Request]) -> list[ShownRequest]:
    """Show requests, each with the others of the same purpose that are about the same."""
    every = [r for r in reading.unit.requests.all() if r.purpose == reading.reader.purpose]
    about = _about(reading, list({one.id: one for one in (*every, *wanted)}.values()))
    names = faces(reading, [row.entity for row in about.seen.values()])
    shown = []
    for one in wanted:
        rows = about.rows(one.id)
        told = one.purpose == reading.reader.purpose and len(rows) == len(about.subjects[one.id])
        known = {names[row.entity].shown: names[row.entity] for row in rows if row.entity in names}
        shown.append(
            ShownRequest(
                id=shown_id("q", one.id),
                asker=one.asker,
                asked=one.asked,
                mine=one.asker == reading.center.id,
                purpose=one.purpose,
                agreement=one.agreement,
                basis=one.basis if told else "",
                case=one.case if told else "",
                urgency=one.urgency.value,
                what=one.what if told else "",
                why=one.why if told else "",
                check=one.check if told else "",
                role=one.role,
                state=one.state.value,
                written_at=one.written_at,
                asked_at=one.asked_at,
                due_at=one.due_at,
                late=one.is_late(reading.at),
                escalated_at=one.escalated_at,
                count=len(about.subjects[one.id]),
                told=told,
                values=[named_value(reading, row) for row in rows],
                entities=[face.ref() for face in known.values()],
                same=_same(about, one, every) if told else [],
                replies=[
                    _reply(reading, one, r, told=told)
                    for r in reading.unit.requests.replies(one.id)
                ],
            )
        )
    return shown


def others_about(reading: Reading, about: frozenset[EntityId]) -> list[Request]:
    """Give the requests of the reader's purpose that are about one of these source entities."""
    every = [r for r in reading.unit.requests.all() if r.purpose == reading.reader.purpose]
    known = _about(reading, every)
    return [one for one in every if not known.members(one.id).isdisjoint(about)]


def _about(reading: Reading, requests: Sequence[Request]) -> _About:
    subjects = {one.id: reading.unit.requests.subjects(one.id) for one in requests}
    seqs = sorted({s.statement for some in subjects.values() for s in some})
    rows = reading.unit.statements.by_seq(seqs, reading.reader)
    seen = {row.seq: row for row in rows if row.state is State.ASSERTED}
    entities = [row.entity for row in seen.values()]
    return _About(
        subjects, seen, clusters_around(reading.center, reading.unit, entities, reading.reader)
    )


def _same(about: _About, one: Request, every: Sequence[Request]) -> list[SameSubject]:
    mine = about.members(one.id)
    return [
        SameSubject(
            id=shown_id("q", other.id),
            asker=other.asker,
            asked=other.asked,
            state=other.state.value,
            written_at=other.written_at,
        )
        for other in every
        if other.id != one.id and not about.members(other.id).isdisjoint(mine)
    ]


def _reply(reading: Reading, request: Request, one: Reply, *, told: bool) -> ShownReply:
    return ShownReply(
        state=_ANSWERS[one.state],
        ground=None if one.ground is None else GROUNDS[one.ground],
        reason=one.reason if told else "",
        released=_released(reading, request, one),
        at=one.at,
        by=one.by,
    )


def _released(reading: Reading, request: Request, one: Reply) -> int:
    unit = reading.unit
    if request.asked == reading.center.id:
        lines = [line for m in one.messages for line in unit.releases.of_batch(m)]
        return sum(line.standing is Standing.OUT for line in lines)
    came = [line for m in one.messages for line in unit.releases.came_in(request.asked, m)]
    return sum(line.standing is Standing.OUT for line in came)
