"""Replaying: what a model once said of a pair, weighed again with the weights of that day."""

from __future__ import annotations

from dataclasses import replace

from isthmus.access.roles import Capability
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.weights import ShownReplay
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.weighed import Replayed, replayed
from isthmus.flow.weighing import model_of_version
from isthmus.model.ids import EntityId, parsed_id, shown_id
from isthmus.model.judgement import Judgement


def replay_pair(center: Center, actor: Actor, left: str, right: str) -> list[ShownReplay]:
    """Replay every judgement of models between two source entities, the oldest first.

    Each as the reader sees it. Nothing of that which he does not see is told, so a pair of which
    he sees nothing gives nothing.
    """
    ends = [EntityId(parsed_id("e", end)) for end in (left, right)]

    def fetch(reading: Reading) -> Answer[list[ShownReplay]]:
        history = reading.unit.judgements.history(sorted(ends), reading.reader)
        shown = [_shown(reading, judgement) for judgement in history if not judgement.by_person]
        return shown, [left, right] if shown else []

    ask = Ask("judgement.replayed", (left, right), (Capability.READ,))
    return read(center, actor, ask, fetch)


def _shown(reading: Reading, judgement: Judgement) -> ShownReplay:
    model = model_of_version(reading.center, reading.unit, judgement.author)
    found = replayed(reading, judgement, model) if model is not None else Replayed(judgement, (), 0)
    return ShownReplay(
        left=shown_id("e", judgement.left),
        right=shown_id("e", judgement.right),
        version=judgement.author,
        at=judgement.at,
        known=model is not None,
        kept=len(judgement.comparisons),
        again=len(found.again),
        missing=found.missing,
        bits=judgement.bits,
        bits_again=replace(judgement, comparisons=found.again).bits,
    )
