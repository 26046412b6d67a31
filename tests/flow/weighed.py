"""Weight files for tests, made from the shipped ones, and the two persons who put them in force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.weights import ShownWeights, WeightsWords
from isthmus.flow.weights import approve_weights, propose_weights
from isthmus.model.ids import EntityId
from tests import make
from tests.flow.journey import PURPOSE, Journey, day, shipped_weights
from tests.flow.waters import people

WORDS = WeightsWords(reason="trained on what came in this year")
ADA = Actor(make.principal("ada", purposes=(PURPOSE,)), PURPOSE)
BEN = Actor(make.principal("ben", purposes=(PURPOSE,)), PURPOSE)
DATE_BITS = 7.0
"""What the shipped weights give for an equal date of birth."""


def other_weights(version: str = "second-1", *, date_bits: float = 2) -> bytes:
    """Give the shipped weights under another version, with other bits for an equal date."""
    document: dict[str, Any] = msgspec.json.decode(shipped_weights().document)
    document["version" if "version" in document else "model"] = version
    document["schemas"]["Person"]["properties"]["birthDate"]["levels"]["equal"] = date_bits
    return msgspec.json.encode(document)


def in_force(center: Center, raw: bytes) -> ShownWeights:
    """Have two persons put weights in force."""
    proposed = propose_weights(center, ADA, raw, WORDS)
    return approve_weights(center, BEN, proposed.version, WORDS)


def pair() -> tuple[EntityId, EntityId]:
    """Give the two who are one by name and date of birth."""
    return make.IDS.entity("here", "1"), make.IDS.entity("there", "1")


def persons(journey: Journey | None = None) -> Journey:
    """Give a center that has two files of persons, one person in both."""
    journey = journey or Journey(people("here"), people("there"))
    journey.deliver(["1,Mara Elin Lind,1972-05-06,"], feed="here", at=day(0))
    journey.deliver(["1,LIND Mara Elin,1972-05-06,"], feed="there", at=day(1))
    journey.work()
    return journey


def cleared(actor: Actor, level: str) -> Actor:
    """Give a person with another clearance."""
    return replace(actor, principal=replace(actor.principal, clearance=make.clearance(level)))
