"""A pact between Alder, Birch and Cedar under which names leave in a declared emergency alone."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from isthmus.flow.actor import Actor
from isthmus.flow.documents.emergencies import EmergencyWish, EmergencyWords, ShownEmergency
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.emergencies import (
    confirm_emergency,
    declare_emergency,
    end_emergency,
    list_emergencies,
)
from isthmus.flow.sharing import release
from isthmus.share.document import Emergencies, Permit
from tests import make
from tests.flow.league import League, officer, pact
from tests.flow.stage import shown as shown_entity
from tests.make import Claim
from tests.unit.share.documents import permit

PARTIES = ("alder", "birch", "cedar")
WISH = EmergencyWish(hours=8, reason="a dam broke")


def article(**changed: object) -> Permit:
    """Give the article that holds in an emergency."""
    usual: dict[str, object] = {
        "actions": ["release", "redistribute"],
        "recipients": list(PARTIES),
        "data_categories": ["identity"],
        "subject_categories": "any",
        "legal_bases": "any",
        "emergency": True,
    }
    return permit(**{**usual, **changed})


def allied(rules: Emergencies | None = None) -> tuple[League, str]:
    """Give the three, who know a vessel each, and the digest of their pact."""
    league = League()
    for name, stage in league.stages.items():
        stage.say(Claim("dhow", "name", f"Sea Lark of {name}"))
    document = msgspec.structs.replace(pact(article(), parties=PARTIES), emergencies=rules)
    digest = league.agree(document)
    league.carried.clear()
    return league, digest


def second(center: str) -> Actor:
    """Give another release officer of a center."""
    first = officer(center)
    return replace(first, principal=replace(first.principal, id=f"p-{center}.second"))


def declared(
    league: League, digest: str, center: str = "alder", wish: EmergencyWish = WISH
) -> ShownEmergency:
    """Have one person of a center declare an emergency."""
    return declare_emergency(league.federations[center], officer(center), digest, wish)


def holding(
    league: League, digest: str, center: str = "alder", wish: EmergencyWish = WISH
) -> ShownEmergency:
    """Have two persons of a center declare an emergency, and tell it to the others."""
    draft = declared(league, digest, center, wish)
    shown = confirm_emergency(league.federations[center], second(center), draft.id)
    league.settle()
    return shown


def ended(league: League, emergency: ShownEmergency, center: str = "alder") -> ShownEmergency:
    """Have one person of a center end an emergency."""
    words = EmergencyWords(reason="the water fell")
    shown = end_emergency(league.federations[center], officer(center), emergency.id, words)
    league.settle()
    return shown


def seen_at(league: League, center: str) -> list[ShownEmergency]:
    """Give what a center knows of emergencies."""
    return list_emergencies(league.federations[center], officer(center))


def leaves(league: League, sender: str = "alder", to: str = "birch") -> int:
    """Release what the pact lets leave; give how many values that were."""
    question = ReleaseQuestion(recipient=to, entities=[shown_entity("dhow")])
    return release(league.federations[sender], officer(sender), question).run.leaving


def names(league: League, center: str) -> set[str]:
    """Give what a center holds that others released."""
    return {row.value for row in league.seen(center) if row.source != make.SOURCE}
