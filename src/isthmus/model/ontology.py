"""The ontology: which kinds of thing there are, and which properties each may have.

Terms are FollowTheMoney's where it has them. `node` reads the YAML; this module checks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from isthmus.errors import MappingInvalid


class ValueKind(StrEnum):
    """What the values of a property are, and so how they are normalised and compared."""

    NAME = "name"
    IDENTIFIER = "identifier"
    DATE = "date"
    TIME = "time"
    COUNTRY = "country"
    TEXT = "text"
    ADDRESS = "address"
    NUMBER = "number"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    ENTITY = "entity"
    TOPIC = "topic"


class Shape(StrEnum):
    """Whether a schema is a thing, something that happens, or something that joins two."""

    THING = "thing"
    EVENT = "event"
    LINK = "link"


LANGUAGES: Final = ("en", "fr", "ar")


@dataclass(frozen=True, slots=True)
class Property:
    """One property. `identifier`: its family in `identifiers`, for kind identifier."""

    name: str
    kind: ValueKind
    title: Mapping[str, str]
    identifier: str | None = None
    transferable: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of entity with all its properties, inherited ones too. `rank`: depth, from 0."""

    name: str
    shape: Shape
    title: Mapping[str, str]
    rank: int
    ancestors: frozenset[str]
    properties: Mapping[str, Property]


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """All schemas by name. It is equal to itself alone, and can be the key of what was derived."""

    schemas: Mapping[str, Schema]

    def schema(self, name: str) -> Schema:
        """Give a schema; raises MappingInvalid for a name that the ontology lacks."""
        found = self.schemas.get(name)
        if found is None:
            message = f"expected a schema of the ontology, got {name!r}"
            raise MappingInvalid(message)
        return found

    def is_a(self, name: str, ancestor: str) -> bool:
        """Tell whether `name` is `ancestor` or descends from it."""
        found = self.schemas.get(name)
        return found is not None and (name == ancestor or ancestor in found.ancestors)

    def most_specific(self, names: frozenset[str]) -> str:
        """Give the deepest of several schemas, ties by name; `Thing` for none."""
        known = [self.schemas[name] for name in names if name in self.schemas]
        return max(known, key=lambda s: (s.rank, s.name)).name if known else "Thing"

    def property(self, schema: str, name: str) -> Property:
        """Give a property; raises MappingInvalid where the schema lacks it."""
        found = self.schema(schema).properties.get(name)
        if found is None:
            message = f"expected a property of {schema}, got {name!r}"
            raise MappingInvalid(message)
        return found

    def transferable(self) -> frozenset[str]:
        """Give the properties whose identifiers change hands: they attribute, never join."""
        return self._named(lambda p: p.transferable)

    def linking(self) -> frozenset[str]:
        """Give the properties whose values are entities."""
        return self._named(lambda p: p.kind is ValueKind.ENTITY)

    def _named(self, wanted: Callable[[Property], bool]) -> frozenset[str]:
        return frozenset(
            p.name for s in self.schemas.values() for p in s.properties.values() if wanted(p)
        )


def read_ontology(document: Mapping[str, object]) -> Ontology:
    """Check a parsed ontology file and give it with inheritance resolved."""
    raw = document.get("schemas")
    if not isinstance(raw, Mapping):
        message = "expected `schemas` in the ontology"
        raise MappingInvalid(message)
    done: dict[str, Schema] = {}
    for name in raw:
        _resolve(str(name), raw, done, ())
    return Ontology(done)


def _resolve(
    name: str, raw: Mapping[str, object], done: dict[str, Schema], trail: tuple[str, ...]
) -> Schema:
    if name in done:
        return done[name]
    entry = raw.get(name)
    if not isinstance(entry, Mapping) or name in trail:
        message = f"expected a schema without a cycle, got {name!r} via {' > '.join(trail)}"
        raise MappingInvalid(message)
    parents = [
        _resolve(str(parent), raw, done, (*trail, name)) for parent in entry.get("extends", ())
    ]
    properties = {p.name: p for parent in parents for p in parent.properties.values()}
    for key, value in dict(entry.get("properties", {})).items():
        properties[key] = _property(name, key, value)
    done[name] = Schema(
        name=name,
        shape=Shape(entry.get("shape") or (parents[0].shape if parents else Shape.THING)),
        title=_title(name, entry),
        rank=1 + max((parent.rank for parent in parents), default=-1),
        ancestors=frozenset(p.name for p in parents).union(*(p.ancestors for p in parents)),
        properties=properties,
    )
    return done[name]


def _property(schema: str, name: str, value: object) -> Property:
    where = f"{schema}.{name}"
    if not isinstance(value, Mapping) or value.get("kind") not in set(ValueKind):
        message = f"expected {where} with one of the kinds {[k.value for k in ValueKind]}"
        raise MappingInvalid(message)
    return Property(
        name=name,
        kind=ValueKind(value["kind"]),
        title=_title(where, value),
        identifier=value.get("identifier"),
        transferable=bool(value.get("transferable", False)),
    )


def _title(where: str, entry: Mapping[str, object]) -> Mapping[str, str]:
    title = entry.get("title")
    if not isinstance(title, Mapping) or any(not title.get(lang) for lang in LANGUAGES):
        message = f"expected a title of {where} in each of {', '.join(LANGUAGES)}"
        raise MappingInvalid(message)
    return {str(lang): str(text) for lang, text in title.items()}
