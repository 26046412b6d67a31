"""The queue of pairs that are worth a person's judgement, as callers get it."""

from __future__ import annotations

import msgspec

from isthmus.flow.documents.entities import ShownJudgement
from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.values import Texts


class SideValue(msgspec.Struct, kw_only=True, frozen=True):
    """One value of one side, under its label, as this source says it."""

    value: str
    source: str
    label: str


class SideRow(msgspec.Struct, kw_only=True, frozen=True):
    """A property that no comparison shows, with what each side says of it."""

    property: str
    title: Texts
    left: list[SideValue]
    right: list[SideValue]


class ReviewPair(msgspec.Struct, kw_only=True, frozen=True):
    """A pair to be judged. `judgement`: the model's, by what the reader sees.

    `margin`: bits above the bar (below it where negative); `size`: how many source entities would
    be one, or are and would be taken apart; `alerts`: open ones about them; `weight`: what the
    order of the queue is, between 0 and some ten.
    """

    judgement: ShownJudgement
    schema: str
    margin: float
    size: int
    alerts: int
    weight: float
    rest: list[SideRow]


class ReviewQueue(msgspec.Struct, kw_only=True, frozen=True):
    """The pairs whose decision would teach or change the most, first. `looked`: among how many."""

    pairs: list[ReviewPair]
    looked: int
    labels: Labels
