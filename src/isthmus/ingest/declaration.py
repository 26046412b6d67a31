"""Feed declarations: one YAML file per feed, with its papers, its parts and their mappings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from isthmus.model.feed import Feed


@dataclass(frozen=True, slots=True)
class Part:
    """One of a feed's files: how to recognise it, read it, date it and map it."""

    name: str
    format: str
    options: Mapping[str, object]
    recognise: Mapping[str, object]
    as_of: Mapping[str, object]
    mapping: Mapping[str, object]
    version: int = 1


@dataclass(frozen=True, slots=True)
class FeedDeclaration:
    """A feed and its parts by name."""

    feed: Feed
    parts: Mapping[str, Part]
