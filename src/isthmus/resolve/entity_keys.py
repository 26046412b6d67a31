"""Keys of an entity: all under which the index finds it, and those that may propose a pair.

Beside the keys of its statements (`keys`) there are pieces of its names that survive misspelling
and another script (`names.keys`), addresses (`addresses`), and

`b:<word>:<value>` a word of a name with a postal code or a whole address; of a word with a date
of birth or a birth place its first three letters, so that a slip further on in each word is no
matter.

What is made of two values is made of two under one label: who sees the key sees what it is made of.

An address by itself proposes where the thing is an address. Those who live under one are neighbours
and families, firms of one formation agent: of 2,000 pairs that it would propose among the listed of
one country, hardly one is the same. So of them a word of the name must be the same too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from isthmus.identifiers.names import NameKind, name_tokens
from isthmus.model.ids import LabelId
from isthmus.model.ontology import Ontology, ValueKind
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Claim
from isthmus.model.territory import country_code
from isthmus.resolve.addresses import Address, address_of, address_words, read_address
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
_BEGINNING: Final = 3
_BORN_AT: Final = "birthPlace"
_BESIDE_NAMES: Final = {
    "birthDate": (len("1972-05-06"), _BEGINNING),
    _BORN_AT: (3, _BEGINNING),
    "postalCode": (3, None),
}
"""Properties that tell enough beside a word of a name: how long their values must be, and how much
of the word stands beside them; None: all. Many share a postal code, few a day and a beginning."""

_PLACES: Final = frozenset({"full", "street"})
"""Properties that say of an address what it is; `address` says of something where it is."""
_STREET: Final = "street"
_TOWN: Final = ("city", "postalCode")
"""A street is in a town: where both are said, neither is an address without the other."""

_FIRST: Final = 1
"""Words of a name that are looked at beside an address, unless a person bears it: of firms at one
address, many end alike."""
_Named: TypeAlias = tuple[Claim, NameKind]

_KEYED: Final = frozenset({ValueKind.NAME, ValueKind.IDENTIFIER, ValueKind.ADDRESS})


class Plan(NamedTuple):
    """How the values of a property become keys.

    As a name of a kind, as an identifier of a family, or, with neither, as an address. `stays`: an
    identifier that does not change hands, and so may propose.
    """

    kind: NameKind | None
    family: str | None
    stays: bool


@lru_cache(maxsize=16)
def indexed(ontology: Ontology) -> frozenset[str]:
    """Give the properties whose values have keys, or make one beside another value."""
    return _of_kinds(ontology, _KEYED) | _BESIDE_NAMES.keys() | set(_TOWN)


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
    return Plan(None, None, stays=True) if prop.kind is ValueKind.ADDRESS else None


def entity_keys(claims: Sequence[Claim], ontology: Ontology, names: Names) -> list[Keyed]:
    """Give all keys under which an entity is found. What a partner masked has none."""
    return _keys(claims, ontology, _Kinds((name_keys, names.keys), searching=True))


def proposing_keys(
    claims: Sequence[Claim], ontology: Ontology, names: Names
) -> list[tuple[str, LabelId]]:
    """Give those of an entity's keys that may propose a pair, each with its label."""
    kinds = _Kinds((partial(whole_name_keys, names=names),), searching=False)
    found = _keys(claims, ontology, kinds)
    return [(key, label) for key, label, proposes in found if proposes]


class _Kinds(NamedTuple):
    """What gives the keys of a name; whether there are keys too that are for searching alone."""

    of_names: Sequence[KeysOfName]
    searching: bool


def _keys(claims: Sequence[Claim], ontology: Ontology, kinds: _Kinds) -> list[Keyed]:
    found: list[Keyed] = []
    named: list[_Named] = []
    addresses: list[Claim] = []
    # Keys are made by the million; the tuple's own way takes a third of the time.
    made = tuple.__new__
    for claim in claims:
        plan = plan_of(claim.schema, claim.property, ontology)
        if plan is None or HIDDEN in claim.value:
            continue
        label = claim.label
        if plan.kind is not None:
            named.append((claim, plan.kind))
            found += [
                made(Keyed, (key, label, key.startswith(PROPOSING)))
                for of_name in kinds.of_names
                for key in of_name(claim.value, plan.kind)
            ]
        elif plan.family is None:
            addresses.append(claim)
        elif plan.stays or kinds.searching:
            keys = identifier_keys(plan.family, claim.value)
            found += [made(Keyed, (key, label, plan.stays)) for key in keys]
    if named:
        found += _beside_names(claims, named)
    return found + _of_addresses(addresses, claims, named, kinds) if addresses else found


def _beside_names(claims: Sequence[Claim], named: Sequence[_Named]) -> list[Keyed]:
    beside = [
        claim
        for claim in claims
        if claim.property in _BESIDE_NAMES
        and len(claim.value) >= _BESIDE_NAMES[claim.property][0]
        and HIDDEN not in claim.value
        and (claim.property != _BORN_AT or not _is_wide(claim.value))
    ]
    if not beside:
        return []
    found: list[Keyed] = []
    made = tuple.__new__
    for claim, kind in named:
        words = list(dict.fromkeys(name_tokens(claim.value, kind)))[:MAX_BESIDE]
        label = claim.label
        for other in beside:
            if other.label == label:
                value = other.value.casefold()
                most = _BESIDE_NAMES[other.property][1]
                heads = dict.fromkeys([w[:most] for w in words]) if most else words
                found += [made(Keyed, (f"b:{w}:{value}"[:MAX_KEY], label, True)) for w in heads]
    return found


@lru_cache(maxsize=4_096)
def _is_wide(place: str) -> bool:
    """Tell whether a place is a country, or named with its country, as capitals are.

    Of 1,700 pairs that such places would add among the listed of one country, one is the same.
    """
    return country_code(place.rpartition(",")[2]) is not None


def _of_addresses(
    addresses: Iterable[Claim], claims: Sequence[Claim], named: Sequence[_Named], kinds: _Kinds
) -> list[Keyed]:
    found: list[Keyed] = []
    for claim in addresses:
        label, is_place = claim.label, claim.property in _PLACES
        for one in _wholes(claim, claims):
            tells = one.tells
            if tells and not is_place:
                found += _living(named, one.whole, label)
            if (tells and is_place) or (kinds.searching and one.is_found):
                found.append(Keyed(one.key[:MAX_KEY], label, tells and is_place))
            if kinds.searching:
                found += [Keyed(key[:MAX_KEY], label, proposes=False) for key in one.beside]
    return found


def _wholes(claim: Claim, claims: Sequence[Claim]) -> Sequence[Address]:
    """Read an address; a street with each town that it may be in."""
    if claim.property == _STREET:
        words = address_words(claim.value)
        towns = (
            other.value
            for other in claims
            if other.property in _TOWN and other.label == claim.label and HIDDEN not in other.value
        )
        found = [address_of((*words, *address_words(town))) for town in islice(towns, MAX_BESIDE)]
        if found:
            return found
    return (read_address(claim.value),)


def _living(named: Sequence[_Named], address: str, label: LabelId) -> Iterator[Keyed]:
    """Give an address with words of the names of who is there."""
    for claim, kind in named:
        if claim.label == label:
            words = dict.fromkeys(name_tokens(claim.value, kind))
            most = MAX_BESIDE if kind == "person" else _FIRST
            yield from (_beside(word, address, label) for word in islice(words, most))


def _beside(word: str, value: str, label: LabelId) -> Keyed:
    return tuple.__new__(Keyed, (f"b:{word}:{value}"[:MAX_KEY], label, True))
