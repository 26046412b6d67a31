"""Feed declarations: one YAML file per feed, with its papers, its parts and their mappings.

`node` reads and parses the files; this module checks them. docs/reference/mappings.md lists what
may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from isthmus.errors import MappingInvalid, PapersMissing
from isthmus.formats.raw import Tree
from isthmus.model.feed import Feed, FeedKind
from isthmus.model.grade import parsed_grade
from isthmus.model.label import ALL, LEVELS, Allowed, Label

Document = Mapping[str, Tree]


@dataclass(frozen=True, slots=True)
class Part:
    """One of a feed's files: how to recognise it, read it, date it and map it."""

    name: str
    format: str
    options: Document
    recognise: Document
    as_of: Document
    mapping: Document
    version: int


@dataclass(frozen=True, slots=True)
class FeedDeclaration:
    """A feed and its parts by name."""

    feed: Feed
    parts: Mapping[str, Part]


def read_declaration(document: Document) -> FeedDeclaration:
    """Check one parsed feed file.

    Raises MappingInvalid with the place for a slip, PapersMissing where label, grade, legal basis
    or retention are not there.
    """
    name = _text(document, "feed", "the feed file")
    parts = {
        key: _part(key, _mapping(value, f"{name}.parts.{key}"))
        for key, value in _mapping(document.get("parts"), f"{name}.parts").items()
    }
    categories = _texts(document.get("categories"), f"{name}.categories")
    for paper in ("label", "grade"):
        if not document.get(paper):
            message = f"expected a {paper} of feed {name}, got none"
            raise PapersMissing(message)
    feed = Feed(
        id=name,
        title=_text(document, "title", name),
        source=_text(document, "source", name),
        agency=_text(document, "agency", name),
        kind=_kind(document, name),
        label=read_label(_mapping(document.get("label"), f"{name}.label")),
        grade=parsed_grade(_text(document, "grade", name)),
        retention_days=_days(document, name),
        parts=tuple(parts),
        categories=tuple(categories),
        silent_after_s=_seconds(document, name),
    )
    return FeedDeclaration(feed, parts)


def read_label(document: Document) -> Label:
    """Read a label; `all` stands for ALL. Raises PapersMissing where a legal basis is absent."""
    bases = _texts(document.get("legal_bases"), "label.legal_bases")
    categories = _texts(document.get("data_categories"), "label.data_categories")
    originators = _texts(document.get("originators"), "label.originators")
    if not bases or not categories or not originators:
        message = "expected legal_bases, data_categories and originators in the label"
        raise PapersMissing(message)
    classification = _mapping(document.get("classification"), "label.classification")
    for scheme, level in classification.items():
        if level not in LEVELS.get(scheme, ()):
            message = f"expected a level of scheme {scheme!r}, got {level!r}"
            raise MappingInvalid(message)
    return Label(
        classification=frozenset((scheme, str(level)) for scheme, level in classification.items()),
        originators=frozenset(originators),
        releasable_to=_allowed(document, "releasable_to"),
        handling=frozenset(_texts(document.get("handling"), "label.handling")),
        data_categories=frozenset(categories),
        subject_categories=frozenset(
            _texts(document.get("subject_categories"), "label.subject_categories")
        ),
        legal_bases=frozenset(bases),
        purposes=_allowed(document, "purposes"),
        discoverable_to=_allowed(document, "discoverable_to"),
    )


def _part(name: str, document: Document) -> Part:
    version = document.get("version", 1)
    if not isinstance(version, int):
        message = f"expected a whole number as version of part {name}, got {version!r}"
        raise MappingInvalid(message)
    return Part(
        name=name,
        format=_text(document, "format", name),
        options=_mapping(document.get("options", {}), f"{name}.options"),
        recognise=_mapping(document.get("recognise", {}), f"{name}.recognise"),
        as_of=_dating(_mapping(document.get("as_of", {}), f"{name}.as_of"), f"{name}.as_of"),
        mapping=_mapping(document.get("map"), f"{name}.map"),
        version=version,
    )


def _dating(document: dict[str, Tree], where: str) -> dict[str, Tree]:
    """Check where the as-of date stands: patterns, each with a group for what it finds."""
    for key, pattern in document.items():
        try:
            groups = re.compile(pattern).groups if isinstance(pattern, str) else 0
        except re.error as error:
            message = f"expected a pattern in {where}.{key}, got {pattern!r}: {error}"
            raise MappingInvalid(message) from error
        if key not in {"name", "head"} or not groups:
            message = f"expected `name` or `head` with a group in {where}, got {key}: {pattern!r}"
            raise MappingInvalid(message)
    return document


def _allowed(document: Document, name: str) -> Allowed:
    value = document.get(name)
    if value == "all":
        return ALL
    return Allowed.of(*_texts(value, f"label.{name}"))


def _kind(document: Document, where: str) -> FeedKind:
    kind = _text(document, "kind", where)
    if kind not in set(FeedKind):
        message = f"expected {' or '.join(FeedKind)} as kind of {where}, got {kind!r}"
        raise MappingInvalid(message)
    return FeedKind(kind)


def _days(document: Document, where: str) -> int:
    days = document.get("retention_days")
    if not isinstance(days, int) or days is True or days <= 0:
        message = f"expected retention_days of {where} as a number of days, got {days!r}"
        raise PapersMissing(message)
    return days


def _seconds(document: Document, where: str) -> int | None:
    seconds = document.get("silent_after_s")
    if seconds is not None and not isinstance(seconds, int):
        message = f"expected silent_after_s of {where} as whole seconds, got {seconds!r}"
        raise MappingInvalid(message)
    return seconds


def _text(document: Document, name: str, where: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        message = f"expected a text as {name} of {where}, got {value!r}"
        raise MappingInvalid(message)
    return value


def _texts(value: Tree, where: str) -> list[str]:
    found = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in found):
        message = f"expected texts in {where}, got {value!r}"
        raise MappingInvalid(message)
    return [str(item) for item in found]


def _mapping(value: Tree, where: str) -> dict[str, Tree]:
    if not isinstance(value, dict):
        message = f"expected a mapping in {where}, got {type(value).__name__}"
        raise MappingInvalid(message)
    return value
