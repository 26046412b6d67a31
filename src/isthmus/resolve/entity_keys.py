"""Keys of an entity: all under which the index finds it, and those that may propose a pair.

Beside the keys of its statements (`keys`) there are pieces of its names that survive misspelling
and another script (`names.keys`), and

`b:<word>:<value>` a word of a name with a date of birth or a postal code, both under one label: who
sees the key sees what it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from isthmus.identifiers.names import NameKind, name_tokens
from isthmus.model.ids import LabelId
from isthmus.model.ontology import Ontology, ValueKind
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Claim
from isthmus.resolve.keys import MAX_KEY, identifier_keys, name_keys, name_kind, whole_name_keys
from isthmus.resolve.names import Names


class Keyed(NamedTuple):
    """A key of an entity, with the label of the claim that it is made of.

    `proposes`: whether a pair that shares it is worth comparing; others are for searching alone.
    """

    key: str
    label: LabelId
    proposes: bool


KeysOfName: TypeAlias = Callable[[str, NameKind], Sequence[str]]

PROPOSING: Final = ("n:", "nk:")
"""Kinds of keys of names that may propose a pair: the whole name, however it is spelled.

The others are for searching alone. Two words of a name (`np:`) would propose fifty organisations
for each, of which hardly one is the same; beside a date or a postal code one word does (`b:`).
"""

MAX_BESIDE: Final = 4
_BESIDE_NAMES: Final = {"birthDate": len("1972-05-06"), "postalCode": 3}
"""Properties that tell enough beside a word of a name, and how long their values must be."""

_KEYED: Final = frozenset({ValueKind.NAME, ValueKind.IDENTIFIER})


class Plan(NamedTuple):
    """How the values of a property become keys: as a name of a kind, or an identifier's family.

    `stays`: an identifier that does not change hands, and so may propose.
    """

    kind: NameKind | None
    family: str | None
    stays: bool


@lru_cache(maxsize=16)
def indexed(ontology: Ontology) -> frozenset[str]:
    """Give the properties whose values have keys."""
    return _of_kinds(ontology, _KEYED)


@lru_cache(maxsize=16)
def named(ontology: Ontology) -> frozenset[str]:
    """Give the properties whose values are names."""
    return _of_kinds(ontology, frozenset({ValueKind.NAME}))


def _of_kinds(ontology: Ontology, kinds: frozenset[ValueKind]) -> frozenset[str]:
    return frozenset(
        name
        for schema in ontology.schemas.values()
        for name, prop in schema.properties.items()
        if prop.kind in kinds
    )


@lru_cache(maxsize=8_192)
def plan_of(schema: str, name: str, ontology: Ontology) -> Plan | None:
    """Give the plan of a property; None where its values have no keys of their own."""
    known = ontology.schemas.get(schema)
    prop = None if known is None else known.properties.get(name)
    if prop is None:
        return None
    if prop.kind is ValueKind.NAME:
        return Plan(name_kind(schema, ontology), None, stays=True)
    if prop.kind is ValueKind.IDENTIFIER and prop.identifier:
        return Plan(None, prop.identifier, stays=not prop.transferable)
    return None


def entity_keys(claims: Sequence[Claim], ontology: Ontology, names: Names) -> list[Keyed]:
    """Give all keys under which an entity is found. What a partner masked has none."""
    return _keys(claims, ontology, _Kinds((name_keys, names.keys), passing=True))


def proposing_keys(
    claims: Sequence[Claim], ontology: Ontology, names: Names
) -> list[tuple[str, LabelId]]:
    """Give those of an entity's keys that may propose a pair, each with its label."""
    kinds = _Kinds((whole_name_keys, names.whole_keys), passing=False)
    found = _keys(claims, ontology, kinds)
    return [(key, label) for key, label, proposes in found if proposes]


class _Kinds(NamedTuple):
    """What gives the keys of a name; whether identifiers that change hands have keys too."""

    of_names: Sequence[KeysOfName]
    passing: bool


def _keys(claims: Sequence[Claim], ontology: Ontology, kinds: _Kinds) -> list[Keyed]:
    found: list[Keyed] = []
    named: list[tuple[Claim, NameKind]] = []
    # Keys are made by the million; the tuple's own way takes a third of the time.
    made = tuple.__new__
    for claim in claims:
        plan = plan_of(claim.schema, claim.property, ontology)
        if plan is None or HIDDEN in claim.value:
            continue
        label = claim.label
        if plan.kind is None:
            if plan.stays or kinds.passing:
                keys = identifier_keys(plan.family or "", claim.value)
                found += [made(Keyed, (key, label, plan.stays)) for key in keys]
            continue
        named.append((claim, plan.kind))
        for of_name in kinds.of_names:
            found += [
                made(Keyed, (key, label, key.startswith(PROPOSING)))
                for key in of_name(claim.value, plan.kind)
            ]
    return found + _beside_names(claims, named) if named else found


def _beside_names(claims: Sequence[Claim], named: Sequence[tuple[Claim, NameKind]]) -> list[Keyed]:
    beside = [
        claim
        for claim in claims
        if claim.property in _BESIDE_NAMES
        and len(claim.value) >= _BESIDE_NAMES[claim.property]
        and HIDDEN not in claim.value
    ]
    if not beside:
        return []
    found: list[Keyed] = []
    for claim, kind in named:
        words = list(dict.fromkeys(name_tokens(claim.value, kind)))[:MAX_BESIDE]
        for other in beside:
            if other.label == claim.label:
                found += [
                    tuple.__new__(Keyed, (f"b:{word}:{other.value}"[:MAX_KEY], claim.label, True))
                    for word in words
                ]
    return found
