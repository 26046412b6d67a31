"""Comparisons: two source entities in, bits per property out, each with its two statements."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final, TypeAlias

from isthmus.errors import MappingInvalid
from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import CONFLICT_BITS, Comparison
from isthmus.model.ontology import Ontology
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Claim, Statement
from isthmus.model.weights import (
    Frequencies,
    LevelWeight,
    PropertyWeights,
    Weights,
    read_weights,
)
from isthmus.resolve.levels import Comparator, comparator
from isthmus.resolve.levels.comparator import Prepared
from isthmus.resolve.levels.registry import PLAIN_NAMES
from isthmus.resolve.names import Names

NAME_PROPERTIES: Final = ("name", "alias", "previousName", "firstName", "lastName")
"""All count as `name`: so a first name never counts beside the whole name that holds it."""
_NAMES: Final = frozenset(NAME_PROPERTIES)
FINER: Final = frozenset({"rare", "common", "frequent", "round", "one"})
"""What makes a level finer: where only the coarser one is stated, it stands for both."""
KEPT_PREPARED: Final = 131_072


@dataclass(frozen=True, slots=True)
class Compared:
    """How one property is compared: its comparator, what each level weighs, what was prepared.

    `level`: the comparator's. `gains`: what of `bits` speaks for two, else 0. `most_equal`,
    `most_unequal`: the most bits of a level named `equal`, and of any other.
    """

    comparator: Comparator
    bits: tuple[float, ...]
    frequencies: Frequencies
    level: Callable[[Prepared, Prepared], int] = field(init=False, compare=False, repr=False)
    gains: tuple[float, ...] = field(init=False, compare=False, repr=False)
    most_equal: float = field(init=False)
    most_unequal: float = field(init=False)
    _known: dict[str, Prepared | None] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", self.comparator.level)
        object.__setattr__(self, "gains", tuple([max(bits, 0.0) for bits in self.bits]))
        levels = list(zip(self.comparator.levels, self.bits, strict=True))
        equal = [bits for level, bits in levels if level.startswith("equal")]
        other = [bits for level, bits in levels if not level.startswith("equal")]
        object.__setattr__(self, "most_equal", max(equal, default=0.0))
        object.__setattr__(self, "most_unequal", max(other, default=0.0))

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

    def at_a_glance(self, left: Prepared, right: Prepared) -> tuple[float, float]:
        """Give the bits of two prepared values without a costly look, and what one might give."""
        glance = self.comparator.glance
        if glance is None:
            bits = self.bits[self.level(left, right)]
            return bits, bits
        level, closer = glance(left, right)
        return self.bits[level], self.bits[closer]

    def weigh(self, a: str, b: str) -> float | None:
        """Give the bits of two values; None when one of them says nothing."""
        left, right = self.prepared(a), self.prepared(b)
        if left is None or right is None:
            return None
        return self.bits[self.level(left, right)]


@dataclass(frozen=True, slots=True)
class Model:
    """The weights that are in force. `kinds`: which kind two are of, as far as it was asked.

    `compared_as`: each property that some comparison reads, with the name of that. `forbidding`:
    those of which one level is a conflict.
    """

    weights: Weights
    schemas: Mapping[str, Mapping[str, Compared]]
    kinds: dict[tuple[Ontology, frozenset[str], frozenset[str]], str] = field(
        default_factory=dict, compare=False, repr=False
    )
    compared_as: Mapping[str, str] = field(init=False, compare=False, repr=False)
    forbidding: frozenset[str] = field(init=False, compare=False, repr=False)
    _properties: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        named = (name for compared in self.schemas.values() for name in compared)
        # Asked for with every candidate of every question: gathered once.
        properties = frozenset((*named, *NAME_PROPERTIES))
        object.__setattr__(self, "_properties", properties)
        as_what = {name: "name" if name in _NAMES else name for name in properties}
        object.__setattr__(self, "compared_as", as_what)
        ruled = {
            name
            for compared in self.schemas.values()
            for name, how in compared.items()
            if min(how.bits) <= CONFLICT_BITS
        }
        forbidding = frozenset(name for name, what in as_what.items() if what in ruled)
        object.__setattr__(self, "forbidding", forbidding)

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
        return self._properties

    def needed(self, schema: str) -> float:
        """Give the bits from which two of a schema are one; infinity where nothing is compared."""
        found = self.weights.schemas.get(schema)
        return float("inf") if found is None else found.needed


@dataclass(slots=True)
class Profile:
    """What one reader may compare of a source entity: its claims per compared property."""

    entity: EntityId
    schemas: set[str] = field(default_factory=set)
    values: dict[str, list[Claim]] = field(default_factory=dict)
    labels: set[LabelId] = field(default_factory=set)
    _of: frozenset[str] | None = None

    @property
    def of(self) -> frozenset[str]:
        """The schemas, when all its claims are there."""
        if self._of is None:
            self._of = frozenset(self.schemas)
        return self._of

    def put(self, name: str, claim: Claim) -> None:
        """Add a claim under the name by which it is compared."""
        self.schemas.add(claim.schema)
        self.labels.add(claim.label)
        self.values.setdefault(name, []).append(claim)


def read_model(document: Mapping[str, object], names: Names = PLAIN_NAMES) -> Model:
    """Check a parsed weights document, and bind each property to its comparator.

    `names`: what was learned of names in other scripts.
    """
    weights = read_weights(document)
    return Model(
        weights,
        {
            schema: {
                name: bound(found, weights.table(schema, name), f"{schema}.{name}", names)
                for name, found in entry.properties.items()
            }
            for schema, entry in weights.schemas.items()
        },
    )


def bound(
    found: PropertyWeights, table: Frequencies, where: str, names: Names = PLAIN_NAMES
) -> Compared:
    """Bind the weights of a property to its comparator; `where` names it in what goes wrong.

    Raises MappingInvalid for a level that is not the comparator's, or one that is missing.
    """
    how = comparator(found.comparator, names)
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
    while level not in levels and level.rpartition("_")[2] in FINER:
        level = level.rpartition("_")[0]
    return levels.get(level)


def profiles(statements: Sequence[Statement]) -> dict[EntityId, Profile]:
    """Gather statements, all of compared properties, by source entity."""
    claims: dict[EntityId, list[Claim]] = {}
    for s in statements:
        claim = Claim(s.seq, s.label, s.schema, s.property, s.value)
        claims.setdefault(s.entity, []).append(claim)
    compared = {statement.property for statement in statements}
    return {entity: profile(entity, some, compared) for entity, some in claims.items()}


def profile(entity: EntityId, claims: Iterable[Claim], compared: Container[str]) -> Profile:
    """Gather an entity's claims of the compared properties; every kind of name counts as `name`.

    What a partner masked identifies nothing: two that show the same last digits are not the same.
    """
    found = Profile(entity)
    schemas, labels, values = found.schemas, found.labels, found.values
    for claim in claims:
        name = claim.property
        if name not in compared or HIDDEN in claim.value:
            continue
        if name in _NAMES:
            name = "name"
        schemas.add(claim.schema)
        labels.add(claim.label)
        if name in values:
            values[name].append(claim)
        else:
            values[name] = [claim]
    return found


def compared(
    left: Profile, right: Profile, model: Model, ontology: Ontology
) -> tuple[Comparison, ...]:
    """Weigh what both have; () when they are not of one kind.

    One comparison per property and two labels: the best pair of values under them, since one
    shared passport outweighs nine that differ. It rests on nothing that bears another label.
    """
    if len(left.labels) <= 1 and len(right.labels) <= 1:
        return tuple(_compared(left, right, model, ontology))
    return tuple(
        comparison
        for ours in _under_each_label(left)
        for theirs in _under_each_label(right)
        for comparison in _compared(ours, theirs, model, ontology)
    )


def _under_each_label(whole: Profile) -> Sequence[Profile]:
    """Give what each label alone shows of a source entity."""
    if len(whole.labels) <= 1:
        return (whole,)
    found: dict[LabelId, Profile] = {}
    for name, claims in whole.values.items():
        for claim in claims:
            found.setdefault(claim.label, Profile(whole.entity)).put(name, claim)
    return [*found.values()]


def _compared(
    left: Profile, right: Profile, model: Model, ontology: Ontology
) -> Iterator[Comparison]:
    kind = common_kind(left, right, model, ontology)
    if kind is None:
        return
    ours, theirs = left.values, right.values
    compared, needed = model.schemas[kind], model.needed(kind)
    both = ours.keys() & theirs.keys() & compared.keys()
    for name in compared if len(both) > 1 else both:
        if name in both:
            found = _best(compared[name], ours[name], theirs[name])
            if found is not None:
                bits, a, b = found
                yield Comparison(name, bits, a.seq, b.seq, a.label, b.label, needed=needed)


def common_kind(left: Profile, right: Profile, model: Model, ontology: Ontology) -> str | None:
    """Give the deepest kind that both are, if they are not two kinds of it: person, company."""
    asked = (ontology, left.of, right.of)
    known = model.kinds.get(asked)
    if known is None:
        known = model.kinds[asked] = _common_kind(asked, model)
    return known or None


def _common_kind(asked: tuple[Ontology, frozenset[str], frozenset[str]], model: Model) -> str:
    """Give the kind, or nothing: there are few questions of it, asked very often.

    A person is a legal entity too. The deepest kind counts, in whichever order a file names them.
    """
    ontology, left, right = asked
    found = set()
    for kind in model.schemas:
        ours = [s for s in left if ontology.is_a(s, kind)]
        theirs = [s for s in right if ontology.is_a(s, kind)]
        if any(ontology.is_a(a, b) or ontology.is_a(b, a) for a in ours for b in theirs):
            found.add(kind)
    return ontology.most_specific(frozenset(found)) if found else ""


_Meeting: TypeAlias = tuple[float, int, int, Claim, Claim]
"""Bits of two claims, and what puts equals in their order: that of the earliest statements last."""
_NOBODY: Final = Claim(StatementSeq(0), LabelId(0), "", "", "")
_NO_MEETING: Final[_Meeting] = (-inf, 0, 0, _NOBODY, _NOBODY)


def _best(
    how: Compared, ours: Sequence[Claim], theirs: Sequence[Claim]
) -> tuple[float, Claim, Claim] | None:
    """Give the pair of values with the most bits; of equals that of the earliest statements."""
    if len(ours) != 1 or len(theirs) != 1:
        return _best_of_many(how, ours, theirs)
    a, b = ours[0], theirs[0]
    bits = how.weigh(a.value, b.value)
    return None if bits is None else (bits, a, b)


def _best_of_many(
    how: Compared, ours: Sequence[Claim], theirs: Sequence[Claim]
) -> tuple[float, Claim, Claim] | None:
    """Look at every pair at a glance, and closer only where that might give more."""
    best = _NO_MEETING
    closer: list[tuple[_Meeting, Prepared, Prepared]] = []
    others = _saying(how, theirs)
    for a, left in _saying(how, ours):
        for b, right in others:
            bits, hope = how.at_a_glance(left, right)
            found = (bits, -a.seq, -b.seq, a, b)
            best = max(found, best)
            if hope > bits:
                closer.append(((hope, *found[1:]), left, right))
    for hoped, left, right in closer:
        if hoped > best:
            best = max((how.bits[how.level(left, right)], *hoped[1:]), best)
    return None if best is _NO_MEETING else (best[0], *best[3:])


def _saying(how: Compared, claims: Sequence[Claim]) -> list[tuple[Claim, Prepared]]:
    prepared = ((claim, how.prepared(claim.value)) for claim in claims)
    return [(claim, value) for claim, value in prepared if value is not None]
