"""Mappings, compiled: one record's tree in, what it claims out.

A mapping is data: the keys under `map` of a feed part. Compiling it once turns every path and
pattern into a closure, so that mapping a record is calls only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Fault, Tree
from isthmus.ingest.normalise import FieldFault, date_text, instant, normalised
from isthmus.ingest.paths import (
    Extract,
    Place,
    as_text,
    compiled_extract,
    compiled_path,
    walk,
)
from isthmus.model.ontology import Ontology, Property

Sub = tuple[str, int]
"""Which entity of a record is meant: its name in the mapping and its place in an `each`."""


KeyPart = tuple[Extract, bool]
"""A path of a key, and whether it may be absent."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, before ids: `entity` and `target` are record keys under the feed's source."""

    entity: str
    schema: str
    property: str
    value: str
    lang: str | None
    original: str | None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """One position of the entity with this record key."""

    entity: str
    at: datetime
    lat: float
    lon: float
    speed_kn: float | None
    course_deg: float | None


@dataclass(slots=True)
class Mapped:
    """What one record says."""

    key: str
    observed_at: datetime | None
    claims: list[Claim] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ValueSpec:
    """One compiled value of an entity."""

    property: Property
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
    observed_at: Extract | None
    formats: tuple[str, ...]
    entities: tuple[EntitySpec, ...]
    ontology: Ontology

    def map_record(self, tree: dict[str, Tree], not_after: datetime) -> Mapped:
        """Give what a record claims.

        Raises FieldFault when its key is missing or a value breaks its kind.
        """
        root = Place(tree, tree)
        mapped = Mapped(self.record_key(tree), self._observed(root, not_after))
        found = list(self._entities(root, mapped.key))
        keys = _keys_by_name(found)
        for spec, place, key in found:
            schema = _one(spec.schema(place), f"schema of {spec.name}")
            properties = self.ontology.schema(schema).properties
            for value in spec.values:
                if value.property.name in properties:
                    mapped.claims += _claims(value, place, (key, schema), keys, not_after)
            if spec.position is not None:
                mapped.positions += _positions(spec.position, place, key, not_after)
        return mapped

    def record_key(self, tree: dict[str, Tree]) -> str:
        """Give the record's key; raises FieldFault when a part of it is missing."""
        key = _joined_key(self.key, Place(tree, tree))
        return _one([] if key is None else [key], "record key")

    def _observed(self, root: Place, not_after: datetime) -> datetime | None:
        if self.observed_at is None:
            return None
        texts = self.observed_at(root)
        if not texts:
            return None
        return _instant(texts[0], self.formats, "observed_at", not_after)

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
    observed = document.get("observed_at")
    return RecordMapping(
        key=_key(document.get("key"), f"{where}.key"),
        observed_at=None if observed is None else compiled_path(as_text(observed)),
        formats=tuple(_texts(document.get("formats", []), f"{where}.formats")),
        entities=tuple(
            _entity(name, _dict(value, f"{where}.{name}"), ontology, f"{where}.{name}")
            for name, value in entities.items()
        ),
        ontology=ontology,
    )


def _entity(name: str, document: dict[str, Tree], ontology: Ontology, where: str) -> EntitySpec:
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
        when=_condition(_dict(document.get("when", {}), f"{where}.when"), where),
        values=tuple(
            _value(_dict(value, where), schemas, ontology, where)
            for value in (values if isinstance(values, list) else [values])
        ),
        position=None
        if position is None
        else {
            field: compiled_path(as_text(path)) for field, path in _dict(position, where).items()
        },
    )


def _schema(value: Tree, where: str) -> tuple[Extract, list[str]]:
    if isinstance(value, str):
        return (lambda _: [value]), [value]
    spec = _dict(value, f"{where}.schema")
    names = [as_text(name) for name in _dict(spec.get("table"), where).values()]
    default = [as_text(spec["default"])] if "default" in spec else []
    return compiled_extract(spec, f"{where}.schema"), names + default


def _value(spec: dict[str, Tree], schemas: list[str], ontology: Ontology, where: str) -> ValueSpec:
    name = as_text(spec.get("to"))
    holders = [s for s in schemas if name in ontology.schema(s).properties]
    if not holders:
        message = f"expected a property of {' or '.join(schemas)} in {where}, got {name!r}"
        raise MappingInvalid(message)
    entity = as_text(spec["entity"]) if "entity" in spec else None
    return ValueSpec(
        property=ontology.property(holders[0], name),
        extract=(lambda _: []) if entity else compiled_extract(spec, f"{where}.{name}"),
        formats=tuple(_texts(spec.get("formats", []), where)),
        lang=as_text(spec["lang"]) if "lang" in spec else None,
        entity=entity,
        keep_faulty=spec.get("on_fault") == "keep",
    )


def _condition(document: dict[str, Tree], where: str) -> Callable[[Place], bool]:
    """Give the test of `when`: each path has one of its texts; `present` and `absent` work."""
    tests = [
        (compiled_path(path), frozenset(text.casefold() for text in _texts(wanted, where)))
        for path, wanted in document.items()
    ]

    def holds(place: Place) -> bool:
        for extract, wanted in tests:
            texts = {text.casefold() for text in extract(place)}
            if not (
                texts & wanted
                or ("present" in wanted and texts)
                or ("absent" in wanted and not texts)
            ):
                return False
        return True

    return holds


def _key(value: Tree, where: str) -> tuple[KeyPart, ...]:
    return tuple(
        (compiled_path(path.removeprefix("?")), path.startswith("?"))
        for path in _texts(value, where)
    )


def _joined_key(key: tuple[KeyPart, ...], place: Place) -> str | None:
    texts = []
    for part, optional in key:
        found = part(place)
        if not found and not optional:
            return None
        texts.append(found[0] if found else "")
    return "|".join(texts) if any(texts) else None


def _keys_by_name(found: list[tuple[EntitySpec, Place, str]]) -> dict[str, list[tuple[Tree, str]]]:
    keys: dict[str, list[tuple[Tree, str]]] = {}
    for spec, place, key in found:
        keys.setdefault(spec.name, []).append((place.here, key))
    return keys


def _claims(
    spec: ValueSpec,
    place: Place,
    about: tuple[str, str],
    keys: dict[str, list[tuple[Tree, str]]],
    not_after: datetime,
) -> Iterator[Claim]:
    """Give the claims of one value; an entity of the same `each` item links only to its own."""
    key, schema = about
    if spec.entity is not None:
        known = keys.get(spec.entity, [])
        own = [target for here, target in known if here is place.here] or [t for _, t in known]
        for target in dict.fromkeys(own):
            yield Claim(key, schema, spec.property.name, target, None, None, target)
        return
    for text in dict.fromkeys(spec.extract(place)):
        try:
            normal = normalised(text, spec.property, spec.formats, not_after)
        except FieldFault:
            if not spec.keep_faulty:
                raise
            yield Claim(key, schema, "notes", f"{spec.property.name}: {text}"[:2000], None, None)
            continue
        yield Claim(key, schema, spec.property.name, normal.value, spec.lang, normal.original)


def _positions(
    spec: Mapping[str, Extract], place: Place, key: str, not_after: datetime
) -> Iterator[Position]:
    texts = {name: found[0] for name, extract in spec.items() if (found := extract(place))}
    if not {"at", "lat", "lon"} <= texts.keys():
        return
    yield Position(
        entity=key,
        at=_instant(texts["at"], (), "position.at", not_after),
        lat=_degrees(texts["lat"], 90.0, "lat"),
        lon=_degrees(texts["lon"], 180.0, "lon"),
        speed_kn=float(texts["speed_kn"]) if "speed_kn" in texts else None,
        course_deg=float(texts["course_deg"]) if "course_deg" in texts else None,
    )


def _degrees(text: str, limit: float, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise FieldFault(
            Fault(name, f"degrees between -{limit:g} and {limit:g}", text[:200], _AT_SOURCE)
        )
    return value


def _instant(text: str, formats: tuple[str, ...], name: str, not_after: datetime) -> datetime:
    iso = date_text(text, formats)
    at = None if iso is None else instant(iso)
    if at is None or at > not_after:
        expected = f"a time not after {not_after:%Y-%m-%d}"
        raise FieldFault(Fault(name, expected, text[:200], _AT_SOURCE))
    return at


_AT_SOURCE = "correct the value at its source, or mend the mapping and re-submit"


def _one(texts: list[str], what: str) -> str:
    if not texts:
        raise FieldFault(Fault(what, "a value", "nothing", _AT_SOURCE))
    return texts[0]


def _texts(value: Tree, where: str) -> list[str]:
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str | int | bool) for text in found):
        message = f"expected texts in {where}, got {value!r}"
        raise MappingInvalid(message)
    return [as_text(text) for text in found]


def _dict(value: Tree, where: str) -> dict[str, Tree]:
    if not isinstance(value, dict):
        message = f"expected a mapping in {where}, got {type(value).__name__}"
        raise MappingInvalid(message)
    return value
