"""Declared emergencies, written out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from isthmus.flow.actor import Actor
from isthmus.flow.documents.emergencies import ShownEmergency, ShownEmergencyEnd
from isthmus.flow.reading import Reading
from isthmus.model.emergency import Emergency
from isthmus.model.ids import shown_id
from isthmus.share.agreement import read_agreement


def shown_emergencies(
    reading: Reading, actor: Actor, found: Sequence[Emergency]
) -> list[ShownEmergency]:
    """Write emergencies out, each with the title of its agreement."""
    wanted = {one.digest for one in found}
    titles = {
        kept.digest: msgspec.to_builtins(read_agreement(kept.document).document.title)
        for kept in reading.unit.agreements.all()
        if kept.digest in wanted
    }
    own = reading.center.id
    return [
        ShownEmergency(
            id=shown_id("u", one.id),
            center=one.center,
            mine=one.center == own,
            yours=one.by == actor.principal.id,
            agreement=one.agreement,
            digest=one.digest.hex(),
            title=titles[one.digest],
            reason=one.reason,
            declared_at=one.declared_at,
            by=one.by,
            confirmed_by=one.confirmed_by,
            begins_at=one.begins_at,
            until=one.until,
            state=one.state_for(own, reading.at).value,
            ends=[
                ShownEmergencyEnd(center=end.center, by=end.by, reason=end.reason, at=end.at)
                for end in one.ends
            ],
        )
        for one in found
    ]
