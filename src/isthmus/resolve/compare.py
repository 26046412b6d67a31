"""Comparisons: two source entities in, bits per property out, each with its two statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from isthmus.errors import MappingInvalid
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import Comparison
from isthmus.model.ontology import Ontology
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Statement
from isthmus.model.weights import (
    Frequencies,
    LevelWeight,
    PropertyWeights,
    Weights,
    read_weights,
)
from isthmus.resolve.levels import Comparator, comparator
from isthmus.resolve.levels.comparator import Prepared

NAME_PROPERTIES: Final = ("name", "alias", "previousName", "firstName", "lastName")
"""All count as `name`: so a first name never counts beside the whole name that holds it."""
KEPT_PREPARED: Final = 131_072


@dataclass(frozen=True, slots=True)
class Compared:
    """How one property is compared: its comparator, what each level weighs, what was prepared."""

    comparator: Comparator
    bits: tuple[float, ...]
    frequencies: Frequencies
    _known: dict[str, Prepared | None] = field(default_factory=dict, compare=False, repr=False)

    def prepared(self, value: str) -> Prepared | None:
        """Prepare a value, once; None for one that says nothing."""
        try:
            return self._known[value]
        except KeyError:
            pass
        if len(self._known) >= KEPT_PREPARED:
            self._known.clear()
        found = self._known[value] = self.comparator.prepare(value, self.frequencies)
        return found

    def weigh(self, a: str, b: str) -> float | None:
        """Give the bits of two values; None when one of them says nothing."""
        left, right = self.prepared(a), self.prepared(b)
        if left is None or right is None:
            return None
        return self.bits[self.comparator.level(left, right)]


@dataclass(frozen=True, slots=True)
class Model:
    """The weights that are in force. `hub_cap`: a key that more share proposes nothing."""

    weights: Weights
    schemas: Mapping[str, Mapping[str, Compared]]

    @property
    def version(self) -> str:
        """The version that judgements name."""
        return self.weights.version

    @property
    def hub_cap(self) -> int:
        """How many may share a key before it proposes nothing."""
        return self.weights.hub_cap

    def properties(self) -> frozenset[str]:
        """Give the properties that some comparison reads."""
        named = {name for compared in self.schemas.values() for name in compared}
        return frozenset(named | set(NAME_PROPERTIES))

    def needed(self, schema: str) -> float:
        """Give the bits from which two of a schema are one; infinity where nothing is compared."""
        found = self.weights.schemas.get(schema)
        return float("inf") if found is None else found.needed


@dataclass(slots=True)
class Profile:
    """What one reader may compare of a source entity: its statements per compared property."""

    entity: EntityId
    schemas: set[str] = field(default_factory=set)
    values: dict[str, list[Statement]] = field(default_factory=dict)


def read_model(document: Mapping[str, object]) -> Model:
    """Check a parsed weights document, and bind each property to its comparator."""
    weights = read_weights(document)
    return Model(
        weights,
        {
            schema: {
                name: bound(found, weights.table(schema, name), f"{schema}.{name}")
                for name, found in entry.properties.items()
            }
            for schema, entry in weights.schemas.items()
        },
    )


def bound(found: PropertyWeights, table: Frequencies, where: str) -> Compared:
    """Bind the weights of a property to its comparator; `where` names it in what goes wrong.

    Raises MappingInvalid for a level that is not the comparator's, or one that is missing.
    """
    how = comparator(found.comparator)
    weights = {level: stated(level, found.levels) for level in how.levels}
    missing = [level for level, weight in weights.items() if weight is None]
    unknown = [level for level in found.levels if level not in how.levels]
    if missing or unknown:
        message = (
            f"expected at {where} of the weights the levels {', '.join(how.levels)}; "
            f"missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}"
        )
        raise MappingInvalid(message)
    return Compared(how, tuple(w.bits for w in weights.values() if w is not None), table)


def stated(level: str, levels: Mapping[str, LevelWeight]) -> LevelWeight | None:
    """Give a level's weight, None if there is none.

    `equal_one_common` counts as `equal_one` where only that is stated.
    """
    while level not in levels and "_" in level:
        level = level.rpartition("_")[0]
    return levels.get(level)


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

    One comparison per property and pair of labels: the best pair of values under them, since one
    shared passport outweighs nine that differ.
    """
    kind = common_kind(left, right, model, ontology)
    if kind is None:
        return ()
    ours, theirs = left.values, right.values
    found: list[Comparison] = []
    for name, how in model.schemas[kind].items():
        if name in ours and name in theirs:
            found += _best(name, how, ours[name], theirs[name])
    return tuple(found)


def common_kind(left: Profile, right: Profile, model: Model, ontology: Ontology) -> str | None:
    """Give the first kind that both are, unless they are two kinds of it, as person and company."""
    for kind in model.schemas:
        ours = [s for s in left.schemas if ontology.is_a(s, kind)]
        theirs = [s for s in right.schemas if ontology.is_a(s, kind)]
        if any(ontology.is_a(a, b) or ontology.is_a(b, a) for a in ours for b in theirs):
            return kind
    return None


def _best(
    name: str, how: Compared, ours: Sequence[Statement], theirs: Sequence[Statement]
) -> Iterable[Comparison]:
    best: dict[tuple[LabelId, LabelId], Comparison] = {}
    for a in ours:
        for b in theirs:
            bits = how.weigh(a.value, b.value)
            if bits is None:
                continue
            found = Comparison(name, bits, a.seq, b.seq, a.label, b.label)
            standing = best.get((a.label, b.label))
            if standing is None or _order(found) > _order(standing):
                best[a.label, b.label] = found
    return [found for found in best.values() if found.bits]


def _order(found: Comparison) -> tuple[float, int, int]:
    """Order comparisons, the one that counts last: most bits, then the earliest statements."""
    return found.bits, -found.left, -found.right
