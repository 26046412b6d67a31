"""Trust lists, written out with what they change."""

from __future__ import annotations

from collections.abc import Sequence

from isthmus.exchange.trust import TrustList, read_document
from isthmus.exchange.trust_changes import changes
from isthmus.flow.documents.trusting import ShownList, ShownTrustChange, TrustPage
from isthmus.flow.federation import Federation
from isthmus.model.trusting import KeptList, ListState


def shown_list(kept: KeptList, before: TrustList, holds: TrustList) -> ShownList:
    """Write a list out. `before`: the list that it is compared with; `holds`: the one of now."""
    state = kept.state(holds.document.version)
    needed = len(before.document.centers) // 2 + 1
    votes = [center for center, _ in kept.votes]
    found = changes(before.document, read_document(kept.document))
    return ShownList(
        digest=kept.digest.hex(),
        version=kept.version,
        by=kept.by,
        came_at=kept.came_at,
        state=state.value,
        votes=votes,
        missing=max(0, needed - len(votes)) if state is ListState.PROPOSED else 0,
        changes=[
            ShownTrustChange(
                center=one.center, change=one.change.value, subject=one.subject, at=one.at
            )
            for one in found
        ],
    )


def trust_page(federation: Federation, kept: Sequence[KeptList]) -> TrustPage:
    """Write out the list that holds and those that were proposed.

    One that is open is compared with the list that holds, an adopted one with the one before it.
    """
    holds = federation.trust
    adopted = {one.version: TrustList(read_document(one.document)) for one in kept if one.signed}
    shown = []
    for one in kept:
        earlier = [version for version in adopted if version < one.version]
        open_still = one.state(holds.document.version) is ListState.PROPOSED
        known = not open_still and bool(earlier)
        shown.append(shown_list(one, adopted[max(earlier)] if known else holds, holds))
    return TrustPage(
        version=holds.document.version,
        centers=[one.center for one in holds.document.centers],
        lists=shown[::-1],
    )
