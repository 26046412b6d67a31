"""Mappings, compiled: one record's tree in, what it claims out.

A mapping is data: the keys under `map` of a feed part. Compiling it once turns every path and
pattern into a closure, so that mapping a record is calls only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import msgspec

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Fault, Tree, shown
from isthmus.ingest.markings import Marked, Markings, compiled_markings
from isthmus.ingest.normalise import (
    STORABLE,
    FieldFault,
    at_source,
    normalised,
    storable,
)
from isthmus.ingest.paths import (
    EXTRACT_KEYS,
    Extract,
    Place,
    as_text,
    compiled_condition,
    compiled_extract,
    compiled_path,
    mapping_of,
    sources,
    texts_of,
    walk,
)
from isthmus.ingest.positions import Position, moment, positions
from isthmus.ingest.succession import Succession, Version, compiled_succession
from isthmus.model.label import CLOSED, OPEN, Label
from isthmus.model.ontology import Ontology, Property, ValueKind
from isthmus.phrases import say

NOTES: Final = "notes"
MAX_NOTE: Final = 2000
_MAPPING_KEYS: Final = frozenset(
    {"key", "version", "withdrawn", "observed_at", "formats", "markings", "entities"}
)
_ENTITY_KEYS: Final = frozenset({"schema", "key", "prefix", "each", "when", "values", "position"})
_VALUE_KEYS: Final = EXTRACT_KEYS | {"to", "formats", "lang", "entity", "on_fault"}

KeyPart = tuple[Extract, bool]
"""A path of a key, and whether it may be absent."""


class Claim(msgspec.Struct, frozen=True):
    """One claim, before ids: `entity` and `target` are record keys under the feed's source."""

    entity: str
    schema: str
    property: str
    value: str
    lang: str | None
    original: str | None
    target: str | None = None


@dataclass(slots=True)
class Mapped:
    """What one record says. `marked`: what its markings add, where its mapping declares any.

    `version`: where one record takes the place of another.
    """

    key: str
    observed_at: datetime | None
    claims: list[Claim] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    marked: Marked | None = None
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class ValueSpec:
    """One compiled value of an entity."""

    property: Property
    source: str
    extract: Extract
    formats: tuple[str, ...]
    lang: str | None
    entity: str | None
    keep_faulty: bool


@dataclass(frozen=True, slots=True)
class EntitySpec:
    """One compiled entity of a mapping."""

    name: str
    schema: Extract
    key: tuple[KeyPart, ...]
    prefix: str
    each: tuple[str, ...] | None
    when: Callable[[Place], bool]
    values: tuple[ValueSpec, ...]
    position: Mapping[str, Extract] | None


@dataclass(frozen=True, slots=True)
class RecordMapping:
    """A compiled mapping. `key`: the paths of the record key; a path marked `?` may be absent."""

    key: tuple[KeyPart, ...]
    key_source: str
    observed_at: tuple[str, Extract] | None
    formats: tuple[str, ...]
    entities: tuple[EntitySpec, ...]
    ontology: Ontology
    markings: Markings | None = None
    succession: Succession | None = None

    def map_record(
        self, tree: dict[str, Tree], not_after: datetime, *, key: str | None = None
    ) -> Mapped:
        """Give what a record claims. `key`: its record key, where it is known already.

        Raises FieldFault when its key is missing, a value breaks its kind, or nobody knows a
        marking.
        """
        own = self.record_key(tree) if key is None else key
        version = None if self.succession is None else self.succession.of(tree, not_after)
        if version is not None and version.withdrawn:
            mapped = Mapped(own, None)
        else:
            mapped = self._said(tree, not_after, own)
        mapped.version = version
        if self.markings is not None:
            mapped.marked = self.markings.marked(
                tree, mapped, lambda rest: self._without(rest, not_after)
            )
        return mapped

    def content_label(self, tree: Tree) -> Label:
        """Give what the markings of a record add to the label of its bytes.

        What is no record (None) and what bears a marking that nobody knows is closed.
        """
        if self.markings is None:
            return OPEN
        try:
            return CLOSED if tree is None else self.markings.content(tree)
        except FieldFault:
            return CLOSED

    def _without(self, rest: Tree, not_after: datetime) -> Mapped:
        """Give what is left to say of a record that lost its marked parts."""
        tree = mapping_of(rest, "a record")
        return self._said(tree, not_after, self.record_key(tree))

    def _said(self, tree: dict[str, Tree], not_after: datetime, known: str) -> Mapped:
        root = Place(tree, tree)
        mapped = Mapped(known, self._observed(root, not_after))
        found = list(self._entities(root, mapped.key))
        keys = _keys_by_name(found)
        for spec, place, own in found:
            schema = _one(spec.schema(place), f"schema of {spec.name}")
            properties = self.ontology.schema(schema).properties
            for value in spec.values:
                if value.property.name not in properties:
                    continue
                if value.entity is not None:
                    mapped.claims += _links(value, place, (own, schema), keys[value.entity])
                elif texts := value.extract(place):
                    mapped.claims += _claims(value, texts, (own, schema), not_after)
            if spec.position is not None:
                mapped.positions += positions(spec.position, place, own, not_after)
        return mapped

    def record_key(self, tree: dict[str, Tree]) -> str:
        """Give the record's key; raises FieldFault when a part of it is missing."""
        key = _joined_key(self.key, Place(tree, tree))
        return _one([] if key is None else [key], "key", self.key_source)

    def _observed(self, root: Place, not_after: datetime) -> datetime | None:
        if self.observed_at is None:
            return None
        source, extract = self.observed_at
        texts = extract(root)
        if not texts:
            return None
        return moment(texts[0], self.formats, ("observed_at", source), not_after)

    def _entities(self, root: Place, record_key: str) -> Iterator[tuple[EntitySpec, Place, str]]:
        for spec in self.entities:
            places = (
                [root]
                if spec.each is None
                else [Place(item, root.root) for item in walk(root.here, spec.each)]
            )
            for place in places:
                if not spec.when(place):
                    continue
                own = _joined_key(spec.key, place) if spec.key else record_key
                if own is not None:
                    yield spec, place, spec.prefix + own


def compiled_mapping(document: Mapping[str, Tree], ontology: Ontology, where: str) -> RecordMapping:
    """Compile a mapping; raises MappingInvalid with the place of a slip."""
    entities = document.get("entities")
    if not isinstance(entities, dict):
        message = f"expected `entities` in {where}"
        raise MappingInvalid(message)
    _check_names(document, _MAPPING_KEYS, where)
    observed, markings = document.get("observed_at"), document.get("markings")
    version = document.get("version")
    compiled = tuple(
        _entity(name, mapping_of(value, f"{where}.{name}"), ontology, f"{where}.{name}")
        for name, value in entities.items()
    )
    for entity in compiled:
        for value in entity.values:
            if value.entity is not None and value.entity not in entities:
                place = f"{where}.{entity.name}.{value.property.name}"
                message = f"expected an entity of the mapping in {place}, got {value.entity!r}"
                raise MappingInvalid(message)
    return RecordMapping(
        key=_key(document.get("key"), f"{where}.key"),
        key_source=", ".join(one for one in texts_of(document.get("key"), where) if one[:1] != "?"),
        observed_at=None
        if observed is None
        else (as_text(observed), compiled_path(as_text(observed))),
        formats=tuple(texts_of(document.get("formats", []), f"{where}.formats")),
        entities=compiled,
        ontology=ontology,
        markings=None
        if markings is None
        else compiled_markings(mapping_of(markings, f"{where}.markings"), f"{where}.markings"),
        succession=None
        if version is None
        else compiled_succession(version, document.get("withdrawn"), f"{where}.withdrawn"),
    )


def _entity(name: str, document: dict[str, Tree], ontology: Ontology, where: str) -> EntitySpec:
    _check_names(document, _ENTITY_KEYS, where)
    schema, schemas = _schema(document.get("schema"), where)
    for candidate in schemas:
        ontology.schema(candidate)
    each = document.get("each")
    position = document.get("position")
    values = document.get("values", [])
    return EntitySpec(
        name=name,
        schema=schema,
        key=_key(document.get("key", []), where),
        prefix=as_text(document.get("prefix", "")),
        each=None if each is None else tuple(as_text(each).split(".")),
        when=compiled_condition(document.get("when", {}), f"{where}.when"),
        values=tuple(
            _value(mapping_of(value, where), schemas, ontology, where)
            for value in (values if isinstance(values, list) else [values])
        ),
        position=None
        if position is None
        else {
            field: compiled_path(as_text(path))
            for field, path in mapping_of(position, where).items()
        },
    )


def _schema(value: Tree, where: str) -> tuple[Extract, list[str]]:
    if isinstance(value, str):
        return (lambda _: [value]), [value]
    spec = mapping_of(value, f"{where}.schema")
    names = [as_text(name) for name in mapping_of(spec.get("table"), where).values()]
    default = [as_text(spec["default"])] if "default" in spec else []
    return compiled_extract(spec, f"{where}.schema"), names + default


def _value(spec: dict[str, Tree], schemas: list[str], ontology: Ontology, where: str) -> ValueSpec:
    name = as_text(spec.get("to"))
    holders = [s for s in schemas if name in ontology.schema(s).properties]
    if not holders:
        message = f"expected a property of {' or '.join(schemas)} in {where}, got {name!r}"
        raise MappingInvalid(message)
    _check_names(spec, _VALUE_KEYS, f"{where}.{name}")
    prop = ontology.property(holders[0], name)
    entity = as_text(spec["entity"]) if "entity" in spec else None
    if (entity is None) == (prop.kind is ValueKind.ENTITY):
        wanted = "no `entity`" if entity else "`entity`, the entity that it names,"
        message = f"expected {wanted} in {where}.{name}, which is of kind {prop.kind}"
        raise MappingInvalid(message)
    keep = spec.get("on_fault") == "keep"
    if keep and not all(NOTES in ontology.schema(s).properties for s in holders):
        message = f"expected `on_fault: keep` in {where}.{name} only where there are {NOTES}"
        raise MappingInvalid(message)
    return ValueSpec(
        property=prop,
        source=sources(spec),
        extract=(lambda _: []) if entity else compiled_extract(spec, f"{where}.{name}"),
        formats=tuple(texts_of(spec.get("formats", []), where)),
        lang=as_text(spec["lang"]) if "lang" in spec else None,
        entity=entity,
        keep_faulty=keep,
    )


def _key(value: Tree, where: str) -> tuple[KeyPart, ...]:
    return tuple(
        (compiled_path(path.removeprefix("?")), path.startswith("?"))
        for path in texts_of(value, where)
    )


def _joined_key(key: tuple[KeyPart, ...], place: Place) -> str | None:
    texts = []
    for part, optional in key:
        found = part(place)
        if not found and not optional:
            return None
        texts.append(found[0] if found else "")
    if not any(texts):
        return None
    if not all(map(storable, texts)):
        came = shown("|".join(texts))
        raise FieldFault(Fault("key", STORABLE, came, at_source()))
    # Two keys must never become one text because a part of one holds the separator.
    return "|".join(text.replace("\\", r"\\").replace("|", r"\|") for text in texts)


def _keys_by_name(
    found: list[tuple[EntitySpec, Place, str]],
) -> defaultdict[str, list[tuple[Tree, str]]]:
    keys: defaultdict[str, list[tuple[Tree, str]]] = defaultdict(list)
    for spec, place, key in found:
        keys[spec.name].append((place.here, key))
    return keys


def _links(
    spec: ValueSpec, place: Place, about: tuple[str, str], known: list[tuple[Tree, str]]
) -> Iterator[Claim]:
    """Give the claims that name another entity; one of the same `each` item only names its own."""
    key, schema = about
    own = [target for here, target in known if here is place.here] or [t for _, t in known]
    for target in dict.fromkeys(own):
        yield Claim(key, schema, spec.property.name, target, None, None, target)


def _claims(
    spec: ValueSpec, texts: list[str], about: tuple[str, str], not_after: datetime
) -> Iterator[Claim]:
    """Give the claims that the texts of one value make."""
    key, schema = about
    for text in dict.fromkeys(texts):
        try:
            normal = normalised(text, spec.property, spec.formats, not_after)
        except FieldFault as error:
            if not spec.keep_faulty:
                raise FieldFault(replace(error.fault, repair=at_source(spec.source))) from None
            as_note = replace(spec.property, kind=ValueKind.TEXT)
            kept = normalised(f"{spec.property.name}: {text}"[:MAX_NOTE], as_note, (), not_after)
            yield Claim(key, schema, NOTES, kept.value, None, None)
            continue
        yield Claim(key, schema, spec.property.name, normal.value, spec.lang, normal.original)


def _check_names(document: Mapping[str, Tree], known: frozenset[str], where: str) -> None:
    unknown = sorted(map(str, set(document) - known))
    if unknown:
        message = f"expected only {', '.join(sorted(known))} in {where}, got {', '.join(unknown)}"
        raise MappingInvalid(message)


def _one(texts: list[str], what: str, source: str = "") -> str:
    if not texts:
        raise FieldFault(Fault(what, say("a value"), say("nothing"), at_source(source)))
    return texts[0]
