"""Weight files as a node keeps them: proposed, approved by a second person, never thrown away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from isthmus.model.canonical import canonical_bytes

SHIPPED: Final = "shipped"
"""Who brought a file that came with the product."""


class WeightStep(StrEnum):
    """What a person does with a weight file."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


class WeightState(StrEnum):
    """Where a weight file stands. `former`: it was in force, and another is now."""

    KEPT = "kept"
    PROPOSED = "proposed"
    ACTIVE = "active"
    FORMER = "former"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A weight file, under its version. `digest`: SHA-256 of its canonical JSON, `size` octets."""

    version: str
    digest: bytes
    size: int
    by: str
    came_at: datetime


@dataclass(frozen=True, slots=True)
class WeightAct:
    """One step of a person with a weight file; rows are only added, and their order counts.

    `proposer`: who proposed it, also of the steps that follow. `signature`: the node's, over
    `signed_bytes`, of an approval alone.
    """

    version: str
    digest: bytes
    step: WeightStep
    proposer: str
    by: str
    at: datetime
    reason: str
    signature: bytes | None = None

    def signed_bytes(self, center: str, partition: str) -> bytes:
        """Give what the node signs when a second person approves."""
        return canonical_bytes(
            "weights-activation",
            center,
            partition,
            self.version,
            self.digest,
            self.proposer,
            self.by,
            self.at,
        )


def last_step(acts: Iterable[WeightAct], version: str) -> WeightAct | None:
    """Give the last step with a version among `acts`, oldest first; None for none."""
    last = None
    for act in acts:
        last = act if act.version == version else last
    return last


def in_force(acts: Iterable[WeightAct]) -> WeightAct | None:
    """Give the approval that holds among `acts`, oldest first: the last one."""
    last = None
    for act in acts:
        last = act if act.step is WeightStep.APPROVED else last
    return last


def weight_states(acts: Iterable[WeightAct]) -> dict[str, WeightState]:
    """Say where each version stands that somebody did something with. `acts`: oldest first."""
    states: dict[str, WeightState] = {}
    once: set[str] = set()
    for act in acts:
        if act.step is WeightStep.APPROVED:
            former = [v for v, state in states.items() if state is WeightState.ACTIVE]
            states.update(dict.fromkeys(former, WeightState.FORMER))
            states[act.version] = WeightState.ACTIVE
            once.add(act.version)
        elif states.get(act.version) is not WeightState.ACTIVE:
            states[act.version] = _beside(act, once)
    return states


def _beside(act: WeightAct, once: set[str]) -> WeightState:
    """Give the state after a step that leaves what holds as it is."""
    if act.step is WeightStep.PROPOSED:
        return WeightState.PROPOSED
    return WeightState.FORMER if act.version in once else WeightState.DECLINED
