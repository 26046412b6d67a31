"""What callers get of the resolver's weights."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec


class WeightsWords(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Why a person proposes, approves or declines weights."""

    reason: str


class WeightsProposal(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A weight file that a person proposes, as the text of its JSON, and why."""

    document: str
    reason: str


class ShownWeights(msgspec.Struct, kw_only=True, frozen=True):
    """A weight file. `shipped`: it came with the product; `yours`: the reader proposed it.

    `state`: `kept` was never proposed, `former` was in force. Persons and times are those of the
    last proposal and of what followed it, null where nothing did. `decided`: what followed it: the
    weights that were in force once may have been proposed anew, and declined.
    """

    version: str
    digest: str
    size: int
    state: Literal["kept", "proposed", "active", "former", "declined"]
    shipped: bool
    yours: bool
    reason: str | None
    proposed_by: str | None
    proposed_at: datetime | None
    decided: Literal["approved", "declined"] | None
    decided_by: str | None
    decided_at: datetime | None
    decided_reason: str | None
    signature: str | None


class WeightsPage(msgspec.Struct, kw_only=True, frozen=True):
    """Every weight file, the newest first. `version`: the one in force.

    `rescoring`: older judgements are still being weighed again with it.
    """

    version: str
    rescoring: bool
    items: list[ShownWeights]


class ShownWeightChange(msgspec.Struct, kw_only=True, frozen=True):
    """One number before and after, null where it is not there; mostly bits.

    `schema` and `property` are empty for what holds for all of them.
    """

    schema: str
    property: str
    level: str
    before: float | None
    after: float | None


class ShownTableChange(msgspec.Struct, kw_only=True, frozen=True):
    """A table of terms: its size before and after, and how many of its terms change."""

    name: str
    before: int
    after: int
    changed: int


class ShownEffect(msgspec.Struct, kw_only=True, frozen=True):
    """What would become of a sample of the pairs that the reader sees, as he sees them.

    `pairs`: how many were weighed again; `same_*`, `different_*`: how many of them before and
    after; `joined`, `parted`: how many would become the same, or no longer be; `by_person`: how
    many of these a person has judged, whose word stands.
    """

    pairs: int
    same_before: int
    same_after: int
    different_before: int
    different_after: int
    joined: int
    parted: int
    by_person: int


class WeightsReview(msgspec.Struct, kw_only=True, frozen=True):
    """What a file would change. `against`: the version that it is held against."""

    weights: ShownWeights
    against: str
    changes: list[ShownWeightChange]
    tables: list[ShownTableChange]
    effect: ShownEffect


class ShownReplay(msgspec.Struct, kw_only=True, frozen=True):
    """A model's past judgement, weighed again with the weights of its version.

    `at`: when the latest of the values was recorded that the reader sees compared in it. `kept`:
    the comparisons that the reader sees of it; `again`: how many of them come out the same;
    `missing`: how many rest on a value that was erased. `known`: whether its weights are here.
    """

    left: str
    right: str
    version: str
    at: datetime
    known: bool
    kept: int
    again: int
    missing: int
    bits: float
    bits_again: float
