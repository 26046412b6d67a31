"""The register of releases: what left for whom, value by value, and by which article."""

from __future__ import annotations

from isthmus.access.roles import Capability
from isthmus.flow.actor import Actor
from isthmus.flow.documents.sharing import ReleasedValue, ShownRelease
from isthmus.flow.federation import Federation
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.model.ids import shown_id
from isthmus.model.release import Batch


def list_releases(federation: Federation, actor: Actor) -> list[ShownRelease]:
    """Give what left for the actor's purpose, the newest first."""
    ask = Ask("release.list", needs=(Capability.RELEASE,))

    def fetch(reading: Reading) -> Answer[list[ShownRelease]]:
        batches = reading.unit.releases.batches()
        mine = [one for one in reversed(batches) if one.purpose == reading.reader.purpose]
        shown = [_shown(reading, one) for one in mine]
        return shown, [one.message for one in shown]

    return read(federation.center, actor, ask, fetch)


def _shown(reading: Reading, batch: Batch) -> ShownRelease:
    lines = reading.unit.releases.of_batch(batch.message)
    rows = reading.unit.statements.by_seq([one.statement for one in lines], reading.reader)
    seen = {row.seq: row for row in rows}
    for row in rows:
        reading.labels.ref(row.label)
    return ShownRelease(
        message=batch.message.hex(),
        partner=batch.partner,
        agreement=batch.agreement,
        digest=batch.digest.hex(),
        purpose=batch.purpose,
        basis=batch.basis,
        released_at=batch.released_at,
        count=len(lines),
        values=[
            ReleasedValue(
                release=one.release.hex(),
                statement=shown_id("s", seen[one.statement].id),
                property=seen[one.statement].property,
                value=seen[one.statement].value,
                change=one.change.value,
                articles=list(one.articles),
                standing=one.standing.value,
            )
            for one in lines
            if one.statement in seen
        ],
        labels=reading.labels.document(),
    )
