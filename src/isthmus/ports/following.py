"""Store of follow-ups: who acted on something of which a part was taken back since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from isthmus.model.following import FollowUp, Why
from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.judgement import Judgement


class FollowUpStore(Protocol):
    """Follow-ups; ids and times, and the number of a label."""

    def tell(self, statements: Sequence[StatementSeq], why: Why, at: datetime) -> Sequence[LabelId]:
        """Note who acted on what rests on these statements; give the labels of what that is.

        A person with an account who moved an alert that one of their findings raised; one who was
        shown some of them when he gave a judgement that counts for himself still
        (`model.following.shown_what_ended`). Of the same thing and reason there is one row, unseen
        again.
        """
        ...

    def contradict(self, now: Judgement) -> bool:
        """Note whose word counted until a person's judgement that was just added; tell if any's.

        Persons with an account for whom it counts now, and otherwise than they judged
        (`model.following.outranked`). Of the same pair there is one row, unseen again.
        """
        ...

    def add(self, follow_ups: Sequence[FollowUp]) -> None:
        """Note follow-ups of persons who have an account; their numbers are given anew.

        Of the same thing and reason there is one row, unseen again.
        """
        ...

    def of(self, principal: str, limit: int) -> Sequence[FollowUp]:
        """Give a person's follow-ups, the latest first; those of a moment by what they are of.

        What is withheld from him decides nothing, nor in which order he was told.
        """
        ...

    def see(self, principal: str, seqs: Sequence[int], at: datetime) -> int:
        """Say that a person saw some of his; give how many were not seen before."""
        ...
