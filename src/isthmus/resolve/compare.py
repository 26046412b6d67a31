"""Comparisons: two source entities in, bits per property out, each with its two statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from isthmus.errors import MappingInvalid
from isthmus.identifiers.names import NameKind
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import JOIN_BITS, Comparison
from isthmus.model.ontology import Ontology
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Statement
from isthmus.resolve.keys import name_keys, name_kind

NAME_PROPERTIES: Final = ("name", "alias", "previousName")
NEAR_PREFIX: Final = 4


@dataclass(frozen=True, slots=True)
class Weight:
    """Bits of one property: for equal, near (a date's year), short (few tokens), different."""

    equal: float
    different: float
    near: float = 0.0
    short: float | None = None
    minimum_tokens: int = 1


@dataclass(frozen=True, slots=True)
class Model:
    """The weights that are in force. `hub_cap`: a key that more share proposes nothing.

    `needed`: the bits from which a pair joins.
    """

    version: str
    hub_cap: int
    schemas: Mapping[str, Mapping[str, Weight]]
    needed: float = JOIN_BITS

    def properties(self) -> frozenset[str]:
        """Give the properties that some comparison reads."""
        named = {name for weights in self.schemas.values() for name in weights}
        return frozenset(named | set(NAME_PROPERTIES))


@dataclass(slots=True)
class Profile:
    """What one reader may compare of a source entity: its statements per compared property."""

    entity: EntityId
    schemas: set[str] = field(default_factory=set)
    values: dict[str, list[Statement]] = field(default_factory=dict)


def read_model(document: Mapping[str, object]) -> Model:
    """Check a parsed weights file."""
    schemas = document.get("schemas")
    cap = document.get("hub_cap")
    if not isinstance(schemas, Mapping) or not isinstance(cap, int):
        message = "expected `schemas` and a whole `hub_cap` in the weights"
        raise MappingInvalid(message)
    return Model(
        version=str(document.get("model")),
        hub_cap=cap,
        schemas={
            schema: {name: _weight(weight, f"{schema}.{name}") for name, weight in weights.items()}
            for schema, weights in schemas.items()
        },
    )


def _weight(document: object, where: str) -> Weight:
    try:
        return Weight(**document)  # type: ignore[arg-type] # the names are checked by the call
    except TypeError as error:
        message = f"expected the bits of {where} for equal and different, got {document!r}"
        raise MappingInvalid(message) from error


def profiles(statements: Sequence[Statement]) -> dict[EntityId, Profile]:
    """Group statements by source entity; every kind of name counts as `name`.

    What a partner masked identifies nothing: two that show the same last digits are not the same.
    """
    found: dict[EntityId, Profile] = {}
    for statement in statements:
        if HIDDEN in statement.value:
            continue
        profile = found.get(statement.entity)
        if profile is None:
            profile = found[statement.entity] = Profile(statement.entity)
        name = "name" if statement.property in NAME_PROPERTIES else statement.property
        profile.schemas.add(statement.schema)
        profile.values.setdefault(name, []).append(statement)
    return found


def compared(
    left: Profile, right: Profile, model: Model, ontology: Ontology
) -> tuple[Comparison, ...]:
    """Weigh what both have; () when they are not of one kind.

    One comparison per property and two labels: the best pair of values under them, since one
    shared passport outweighs nine that differ. It rests on nothing that bears another label.
    """
    return tuple(
        comparison
        for ours in _under_each_label(left)
        for theirs in _under_each_label(right)
        for comparison in _compared(ours, theirs, model, ontology)
    )


def _under_each_label(profile: Profile) -> list[Profile]:
    """Give what each label alone shows of a source entity."""
    found: dict[LabelId, Profile] = {}
    for name, statements in profile.values.items():
        for statement in statements:
            part = found.setdefault(statement.label, Profile(profile.entity))
            part.schemas.add(statement.schema)
            part.values.setdefault(name, []).append(statement)
    return list(found.values())


def _compared(
    left: Profile, right: Profile, model: Model, ontology: Ontology
) -> Iterator[Comparison]:
    kind = _common_kind(left, right, model, ontology)
    if kind is None:
        return
    for name, weight in model.schemas[kind].items():
        pairs = [(a, b) for a in left.values.get(name, ()) for b in right.values.get(name, ())]
        if pairs:
            yield _best(name, weight, pairs, name_kind(kind, ontology))


def _common_kind(left: Profile, right: Profile, model: Model, ontology: Ontology) -> str | None:
    """Give the first kind that both are, unless they are two kinds of it, as person and company."""
    for kind in model.schemas:
        ours = [s for s in left.schemas if ontology.is_a(s, kind)]
        theirs = [s for s in right.schemas if ontology.is_a(s, kind)]
        if any(ontology.is_a(a, b) or ontology.is_a(b, a) for a in ours for b in theirs):
            return kind
    return None


def _best(
    name: str, weight: Weight, pairs: Sequence[tuple[Statement, Statement]], kind: NameKind
) -> Comparison:
    scored = [(_bits(name, weight, a, b, kind), a, b) for a, b in pairs]
    bits, a, b = max(scored, key=lambda s: (s[0], -s[1].seq, -s[2].seq))
    return Comparison(name, bits, a.seq, b.seq, a.label, b.label)


def _bits(name: str, weight: Weight, a: Statement, b: Statement, kind: NameKind) -> float:
    if name == "name":
        return _name_bits(weight, a.value, b.value, kind)
    if a.value == b.value and (not name.endswith("Date") or len(a.value) > NEAR_PREFIX):
        return weight.equal
    if name.endswith("Date") and a.value[:NEAR_PREFIX] == b.value[:NEAR_PREFIX]:
        partial = a.value.startswith(b.value) or b.value.startswith(a.value)
        return (weight.near or weight.equal) if partial else 0.0
    return weight.different


def _name_bits(weight: Weight, a: str, b: str, kind: NameKind) -> float:
    keys = name_keys(a, kind)
    if keys[:1] != name_keys(b, kind)[:1] or not keys:
        return weight.different
    enough = len(keys) > weight.minimum_tokens
    return weight.equal if enough or weight.short is None else weight.short
