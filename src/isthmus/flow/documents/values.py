"""Values with their papers, and the small parts that many pages share."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

Texts: TypeAlias = dict[str, str]
"""Language (`en`, `fr`, `ar`) to text."""

Via: TypeAlias = Literal["attribution", "judgement"]
"""How something that another source entity holds came to stand on a page."""


class SourceRef(msgspec.Struct, kw_only=True, frozen=True):
    """A source and its title."""

    id: str
    title: str


class ShownGrade(msgspec.Struct, kw_only=True, frozen=True):
    """An Admiralty grade with the source's own code."""

    reliability: str
    credibility: str
    scheme: str
    code: str


class RecordRef(msgspec.Struct, kw_only=True, frozen=True):
    """Where a value was delivered. `number`: of the record in its file; `sha256`: hex."""

    id: str
    feed: str
    file: str
    number: int
    sha256: str


class Value(msgspec.Struct, kw_only=True, frozen=True):
    """One statement as it is shown.

    `entity`: the source entity that the source says it of. For a value that names an entity,
    `value` is that entity's id and `entity_caption` its caption, where the reader sees it.
    `record` is null where the reader sees the value but not the whole record, and where that was
    erased; an erased value is an empty text.
    """

    statement: str
    entity: str
    entity_schema: str
    property: str
    property_title: Texts
    value: str
    original: str | None
    lang: str | None
    source: SourceRef
    grade: ShownGrade
    label: str
    legal_bases: list[str]
    observed_at: datetime | None
    recorded_at: datetime
    state: Literal["asserted", "retracted", "erased"]
    record: RecordRef | None
    via: Via | None = None
    entity_caption: str | None = None


class Place(msgspec.Struct, kw_only=True, frozen=True):
    """A point in WGS 84 degrees."""

    lat: float
    lon: float


class EntityRef(msgspec.Struct, kw_only=True, frozen=True):
    """An entity as others name it."""

    id: str
    schema: str
    caption: str


class SharedBy(msgspec.Struct, kw_only=True, frozen=True):
    """That a partner let something of the page come, under which articles of which agreement.

    `values`: how many statements of the page.
    """

    partner: str
    agreement: str
    articles: list[str]
    values: int
    last_at: datetime


class WhyVisible(msgspec.Struct, kw_only=True, frozen=True):
    """Why the reader sees this page. `labels`: local references to every label on it.

    `shared`: under which articles partners let something of it come.
    """

    purpose: str
    legal_bases: list[str]
    labels: list[str]
    roles: list[str]
    shared: list[SharedBy]
    text: Texts
