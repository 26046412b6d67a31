"""Judgements: which source entities are the same, on which evidence, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from isthmus.model.ids import EntityId, JudgementId, LabelId, StatementSeq

JOIN_BITS = 12.0
"""The weight from which a reader's visible evidence joins two source entities."""


class Decision(StrEnum):
    """What a judgement says of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One property of a judgement: bits for (or, negative, against), each value's statement.

    A reader who may not see both labels does not see the comparison.
    """

    property: str
    bits: float
    left: StatementSeq
    right: StatementSeq
    left_label: LabelId
    right_label: LabelId


@dataclass(frozen=True, slots=True)
class Judgement:
    """An edge between two source entities (`left` < `right`); the latest of its author counts.

    `author`: the model's version, or the person's id. A person's judgement carries the join of
    what he was shown as `label` and no comparisons of its own.
    """

    id: JudgementId
    left: EntityId
    right: EntityId
    decision: Decision
    by_person: bool
    author: str
    at: datetime
    comparisons: tuple[Comparison, ...]
    label: LabelId
    reason: str | None = None

    @property
    def bits(self) -> float:
        """The sum over the comparisons that this value holds."""
        return sum(comparison.bits for comparison in self.comparisons)

    @property
    def joins(self) -> bool:
        """Tell whether what this value holds makes the two one."""
        if self.by_person:
            return self.decision is Decision.SAME
        return self.bits >= JOIN_BITS


@dataclass(frozen=True, slots=True)
class Attribution:
    """A dated link from an event to the entity that held its identifier then; no judgement.

    `evidence`: the statements that it rests on. `standing` is False once a second candidate
    turned up.
    """

    event: EntityId
    holder: EntityId
    property: str
    value: str
    at: datetime
    evidence: tuple[StatementSeq, ...]
    label: LabelId
    standing: bool = True
