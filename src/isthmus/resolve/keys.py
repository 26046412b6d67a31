"""Keys: who is like this? One table serves the resolver and the search box.

`i:<family>:<value>` an identifier, `n:<tokens>` a name's sorted tokens, `t:<token>` one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias, get_args

from isthmus.identifiers.names import NameKind, fingerprint, name_tokens
from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import IDENTIFIERS, identified
from isthmus.model.ids import LabelId
from isthmus.model.ontology import Ontology, Property, ValueKind
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Claim
from isthmus.resolve.names import Names

MAX_KEY: Final = 200
MAX_TOKENS: Final = 12
MAX_BESIDE: Final = 4
PROPOSING: Final = ("np:", "nk:", "nd:", "nb:")
"""Kinds of keys of names that may propose a pair; the others are for searching alone."""

_BESIDE_NAMES: Final = {"birthDate": len("1972-05-06"), "postalCode": 3}
"""Properties that tell enough beside a word of a name, and how long their values must be."""

_NAME_KINDS: Final[Sequence[tuple[str, NameKind]]] = (
    ("Vessel", "vessel"),
    ("Person", "person"),
    ("Organization", "organization"),
)

_KEYED: Final = frozenset({ValueKind.NAME, ValueKind.IDENTIFIER})


def name_kind(schema: str, ontology: Ontology) -> NameKind:
    """Give the kind of name that entities of a schema bear."""
    return next((kind for name, kind in _NAME_KINDS if ontology.is_a(schema, name)), "any")


def statement_keys(prop: Property, schema: str, value: str, ontology: Ontology) -> Sequence[str]:
    """Give the keys under which a statement is found; none for values that identify nothing."""
    if prop.kind is ValueKind.IDENTIFIER and prop.identifier:
        return identifier_keys(prop.identifier, value)
    if prop.kind is ValueKind.NAME:
        return name_keys(value, name_kind(schema, ontology))
    return ()


def joining_keys(prop: Property, schema: str, value: str, ontology: Ontology) -> Sequence[str]:
    """Give those keys that may propose a pair: a whole name, an identifier that stays put."""
    if prop.kind is ValueKind.NAME:
        return name_keys(value, name_kind(schema, ontology))[:1]
    return () if prop.transferable else statement_keys(prop, schema, value, ontology)


def identifier_keys(family: str, value: str) -> tuple[str, ...]:
    """Give the key of an identifier; none when its check digits or its form are wrong."""
    found = identified(family, value)
    valid = isinstance(found, Identified) and found.value == value
    return (f"i:{family}:{value}"[:MAX_KEY],) if valid else ()


@lru_cache(maxsize=65_536)
def name_keys(value: str, kind: NameKind) -> tuple[str, ...]:
    """Give the keys of a name: the whole first, then each of its tokens; () for no name."""
    whole = fingerprint(value, kind)
    if not whole:
        return ()
    tokens = dict.fromkeys(name_tokens(value, kind)[:MAX_TOKENS])
    return (f"n:{whole}"[:MAX_KEY], *(f"t:{token}"[:MAX_KEY] for token in tokens))


Keyed: TypeAlias = tuple[str, LabelId]
"""A key of an entity, with the label of the claim that it is made of."""


def indexed(ontology: Ontology) -> frozenset[str]:
    """Give the properties whose values have keys."""
    return frozenset(
        name
        for schema in ontology.schemas.values()
        for name, prop in schema.properties.items()
        if prop.kind in _KEYED
    )


def entity_keys(claims: Sequence[Claim], ontology: Ontology, names: Names) -> Iterator[Keyed]:
    """Give all keys under which an entity is found. What a partner masked has none."""
    for claim in claims:
        if HIDDEN in claim.value:
            continue
        prop = property_of(claim, ontology)
        if prop is None:
            continue
        for key in statement_keys(prop, claim.schema, claim.value, ontology):
            yield key, claim.label
        if prop.kind is ValueKind.NAME:
            for key in names.keys(claim.value, name_kind(claim.schema, ontology)):
                yield key, claim.label
    yield from _of_several(claims, ontology)


def proposing_keys(claims: Sequence[Claim], ontology: Ontology, names: Names) -> Iterator[Keyed]:
    """Give those of an entity's keys that may propose a pair."""
    for claim in claims:
        if HIDDEN in claim.value:
            continue
        prop = property_of(claim, ontology)
        if prop is None:
            continue
        for key in joining_keys(prop, claim.schema, claim.value, ontology):
            yield key, claim.label
        if prop.kind is ValueKind.NAME:
            for key in names.keys(claim.value, name_kind(claim.schema, ontology)):
                if key.startswith(PROPOSING):
                    yield key, claim.label
    yield from _of_several(claims, ontology)


def _of_several(claims: Sequence[Claim], ontology: Ontology) -> Iterator[Keyed]:
    """Give the keys that a word of a name makes with a date of birth or a postal code.

    Both under one label: who sees the key sees what it is made of.
    """
    beside = [c for c in claims if c.property in _BESIDE_NAMES]
    for claim in claims if beside else ():
        prop = property_of(claim, ontology)
        if prop is None or prop.kind is not ValueKind.NAME or HIDDEN in claim.value:
            continue
        words = dict.fromkeys(name_tokens(claim.value, name_kind(claim.schema, ontology)))
        for other in beside:
            whole = len(other.value) >= _BESIDE_NAMES[other.property]
            if other.label == claim.label and whole and HIDDEN not in other.value:
                for word in list(words)[:MAX_BESIDE]:
                    yield f"b:{word}:{other.value}"[:MAX_KEY], claim.label


def property_of(claim: Claim, ontology: Ontology) -> Property | None:
    """Give the property of which a claim speaks; None for one that the ontology lacks."""
    schema = ontology.schemas.get(claim.schema)
    return None if schema is None else schema.properties.get(claim.property)


def search_keys(text: str, names: Names) -> list[str]:
    """Give the keys that a search text may mean, strongest first."""
    found = dict.fromkeys(_identifier_keys(text))
    for kind in get_args(NameKind):
        whole = fingerprint(text, kind)
        if whole:
            found[f"n:{whole}"[:MAX_KEY]] = None
        found |= dict.fromkeys(names.keys(text, kind))
    for token in name_tokens(text, "any")[:MAX_TOKENS]:
        found[f"t:{token}"[:MAX_KEY]] = None
    return list(found)


def _identifier_keys(text: str) -> Iterator[str]:
    for family, identify in IDENTIFIERS.items():
        found = identify(text)
        if isinstance(found, Identified):
            yield f"i:{family}:{found.value}"[:MAX_KEY]
