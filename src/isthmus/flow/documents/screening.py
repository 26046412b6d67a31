"""Screening: what is asked of each person, company or ship of a list, and who is like it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.values import Texts

Strength: TypeAlias = Literal["strong", "possible", "weak"]


class ScreeningQuery(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One thing to look for. `properties`: as the ontology names them, several values of each.

    `id`: whatever the asker calls it; it comes back with the answer.
    """

    id: str = ""
    schema: str = "Person"
    properties: dict[str, list[str]]


class ScreeningRequest(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Things to look for, and how many hits of each are wanted at most."""

    queries: list[ScreeningQuery]
    limit: int = 5


class LeftOut(msgspec.Struct, kw_only=True, frozen=True):
    """A value of a query that was not asked for, and why; the rest of the query was."""

    property: str
    title: Texts
    reason: Texts


class Compared(msgspec.Struct, kw_only=True, frozen=True):
    """One property: what was asked, what is held, and the bits for (or against) one thing.

    `label`: of the value that is held.
    """

    property: str
    title: Texts
    asked: str
    held: str
    bits: float
    label: str


class ScreeningHit(msgspec.Struct, kw_only=True, frozen=True):
    """An entity like the one asked for. A hit decides nothing: it is for a person to look at.

    `strength`: strong where the bits suffice to take the two for one; possible where they come
    near, or where only an identifier is shared that changes hands; weak where no more is equal
    than the little that was asked for, and nothing better is known. `shared`: identifiers that are
    equal, as they stand.
    """

    id: str
    schema: str
    schema_title: Texts
    caption: str
    strength: Strength
    bits: float
    needed: float
    probability: float
    compared: list[Compared]
    shared: list[str]
    sources: list[str]
    listed: bool
    label: str


class ScreeningResult(msgspec.Struct, kw_only=True, frozen=True):
    """The answer to one query, best hit first. `asked`: how many values were asked for.

    `refused`: why nobody was looked for, where nothing of the query can be asked for; None where
    somebody was, so that no hits mean that nobody is like it.
    """

    id: str
    asked: int
    hits: list[ScreeningHit]
    left_out: list[LeftOut]
    refused: Texts | None = None


class Screened(msgspec.Struct, kw_only=True, frozen=True):
    """The answers in the order of the queries. `model`: the version of the weights."""

    at: datetime
    model: str
    results: list[ScreeningResult]
    labels: Labels
