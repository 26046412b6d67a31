"""Replaying: what a model once said of a pair, weighed again with the weights of that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from isthmus.access.roles import Capability
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.weights import ShownReplay
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.weighed import Replayed, replayed
from isthmus.flow.weighing import model_of_version
from isthmus.model.ids import EntityId, StatementSeq, parsed_id, shown_id
from isthmus.model.judgement import Judgement


def replay_pair(center: Center, actor: Actor, left: str, right: str) -> list[ShownReplay]:
    """Replay every judgement of models between two source entities, the oldest first.

    Each as the reader sees it. Nothing of that which he does not see is told, so a pair of which
    he sees nothing gives nothing. Its time is that of the latest value that he sees of it: it may
    have been written for another.
    """
    ends = [EntityId(parsed_id("e", end)) for end in (left, right)]

    def fetch(reading: Reading) -> Answer[list[ShownReplay]]:
        history = reading.unit.judgements.history(sorted(ends), reading.reader)
        models = [judgement for judgement in history if not judgement.by_person]
        times = _times(reading, models)
        shown = [_shown(reading, judgement, times) for judgement in models]
        return shown, [left, right] if shown else []

    ask = Ask("judgement.replayed", (left, right), (Capability.READ,))
    return read(center, actor, ask, fetch)


def _times(reading: Reading, judgements: Sequence[Judgement]) -> Mapping[StatementSeq, datetime]:
    """Give when the values were recorded on which judgements rest, erased ones among them."""
    seqs = sorted({seq for j in judgements for seq in _values(j)})
    return {s.seq: s.recorded_at for s in reading.unit.statements.by_seq(seqs, reading.reader)}


def _values(judgement: Judgement) -> list[StatementSeq]:
    return [seq for c in judgement.comparisons for seq in (c.left, c.right)]


def _shown(
    reading: Reading, judgement: Judgement, times: Mapping[StatementSeq, datetime]
) -> ShownReplay:
    model = model_of_version(reading.center, reading.unit, judgement.author)
    found = replayed(reading, judgement, model) if model is not None else Replayed(judgement, (), 0)
    return ShownReplay(
        left=shown_id("e", judgement.left),
        right=shown_id("e", judgement.right),
        version=judgement.author,
        at=max(times[seq] for seq in _values(judgement)),
        known=model is not None,
        kept=len(judgement.comparisons),
        again=len(found.again),
        missing=found.missing,
        bits=judgement.bits,
        bits_again=replace(judgement, comparisons=found.again).bits,
    )
