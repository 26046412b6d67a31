"""Promise: whether two source entities can come to so many bits, found out at little cost.

Most pairs that keys propose share no more than the sound of a name, and come to nothing. What is
cheap to compare is compared first. A name is looked at last, and not at all where nothing but an
equal one would do and none is. A promise that is denied is never wrong: `compare.compared` would
give less than was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from isthmus.model.ids import ID_BYTES, EntityId, LabelId
from isthmus.model.ontology import Ontology
from isthmus.model.statement import Claim
from isthmus.resolve.compare import Compared, Model, Profile, common_kind
from isthmus.resolve.index import Index
from isthmus.resolve.levels.comparator import Gain
from isthmus.resolve.looks import ROUNDING, Look, Looks, Shape, Ways

_NOBODY: Final = EntityId(bytes(ID_BYTES))
_UNMET: Final[Ways] = {}

Bar: TypeAlias = Callable[[Profile], float]
"""Gives the bits that are asked for of an entity, by what is said of it and not by the values."""


class Hope:
    """What one source entity may come to with others, one after the other.

    `least`: the bits that are asked for, of all or of each.
    """

    __slots__ = ("_bar", "_looks", "_model", "_one_kind", "_plans")

    def __init__(self, left: Profile, model: Model, ontology: Ontology, least: float | Bar) -> None:
        self._model = model
        self._bar: Bar = least if callable(least) else lambda _: least
        self._one_kind = _is_one_kind(left)
        self._plans = _Plans(left, model, ontology)
        self._looks = _ByShape(self._plans, self._bar)

    def of(self, right: Profile) -> bool:
        """Tell whether what speaks for both may come to enough, under any labels together."""
        if not (self._one_kind and _is_one_kind(right)):
            return True
        plan = self._plans.of(right)
        if plan is None:
            return False
        held, lacking = right.values, self._bar(right)
        later = []
        for name, look in plan.items():
            if name not in held:
                continue
            if look.least is None:
                lacking -= max([look.gain(claim.value) for claim in held[name]])
            else:
                later.append((look, held[name]))
        for (gain, least), claims in later:
            lacking -= least or 0.0
            if lacking > ROUNDING:
                lacking -= max([gain(claim.value) for claim in claims])
        return lacking <= ROUNDING

    def within(
        self, index: Index, numbers: Iterable[int], labels: Collection[LabelId]
    ) -> Iterator[tuple[int, Profile]]:
        """Give those of an index with whom it may come to enough, and what `labels` show of them.

        `numbers`: of those who are looked at. Most are seen to come to nothing without being read.
        """
        compared_as = self._model.compared_as
        coming: Iterable[tuple[int, bool]] = ((number, False) for number in numbers)
        if self._one_kind:
            coming = index.promising(numbers, labels, compared_as, self._looks)
        for number, plain in coming:
            profile = index.profile(number, labels, compared_as)
            if plain or self.of(profile):
                yield number, profile


class _Plans:
    """What is said of one source entity, as it is compared with others of each kind."""

    __slots__ = ("_known", "_left", "_model", "_ontology")

    def __init__(self, left: Profile, model: Model, ontology: Ontology) -> None:
        self._left, self._model, self._ontology = left, model, ontology
        self._known: dict[frozenset[str], Ways | None] = {}

    def of(self, right: Profile) -> Ways | None:
        """Prepare what is said, as the kind that both are compares it; None if they are of none."""
        kinds = right.of
        if kinds not in self._known:
            kind = common_kind(self._left, right, self._model, self._ontology)
            self._known[kinds] = None if kind is None else self._made(self._model.schemas[kind])
        return self._known[kinds]

    def _made(self, compared: Mapping[str, Compared]) -> Ways:
        both = [(name, some) for name, some in self._left.values.items() if name in compared]
        return {name: _way(compared[name], claims) for name, claims in both}


class _ByShape(dict[Shape, Looks]):
    """How what is said in each shape is looked at, found once it is asked for."""

    __slots__ = ("_bar", "_plans")

    def __init__(self, plans: _Plans, bar: Bar) -> None:
        super().__init__()
        self._plans, self._bar = plans, bar

    def __missing__(self, shape: Shape) -> Looks:
        like = _shaped(shape)
        found = self[shape] = Looks(self._bar(like), self._plans.of(like) or _UNMET)
        return found


class Hopes:
    """What entities, known by their numbers, may come to with one another.

    What is prepared of one is kept while its pairs are asked for, and no longer.
    """

    __slots__ = ("_ends", "_hope", "_least", "_model", "_of", "_ontology")

    def __init__(
        self, ends: Mapping[int, Profile], model: Model, ontology: Ontology, least: float
    ) -> None:
        self._ends, self._model, self._ontology, self._least = ends, model, ontology, least
        self._of = -1
        self._hope: Hope | None = None

    def between(self, one: int, other: int) -> bool:
        """Tell whether what speaks for two may come to enough, under any labels together."""
        if self._hope is None or self._of != one:
            self._of = one
            self._hope = Hope(self._ends[one], self._model, self._ontology, self._least)
        return self._hope.of(self._ends[other])


@lru_cache(maxsize=4_096)
def _shaped(shape: Shape) -> Profile:
    """Give an entity of which is said what a shape says, without a value."""
    values: dict[str, list[Claim]] = {name: [] for name in shape.names if name}
    return Profile(_NOBODY, {shape.schema}, values)


def _is_one_kind(profile: Profile) -> bool:
    """Tell whether an entity is of the same kind, and compared by the same weights, to everybody.

    Under each label it may be something else.
    """
    return len(profile.schemas) == 1 or len(profile.labels) == 1


def _way(how: Compared, claims: Sequence[Claim]) -> Look:
    """Prepare what is said of a property to be met by the values of others."""
    equals = how.comparator.equals
    if equals is None:
        return Look(_gain(how, claims), None)
    told = [(claim.value, test) for claim in claims if (test := equals(claim.value)) is not None]
    least = max(how.most_unequal, 0.0)

    def more(value: str) -> float:
        most = least
        for one, is_equal in told:
            if is_equal(value):
                # Two that are equal are on the level of either with itself.
                most = max(how.weigh(one, one) or 0.0, most)
        return most - least

    return Look(more, least)


def _gain(how: Compared, claims: Sequence[Claim]) -> Gain:
    """Give what tells the most bits that a value speaks for, beside those that are said."""
    prepared, level, gains = how.prepared, how.level, how.gains
    beside = how.comparator.beside if len(claims) == 1 else None
    found = None if beside is None else beside(claims[0].value, gains)
    if found is not None:
        return found
    said = [value for claim in claims if (value := prepared(claim.value)) is not None]

    def gain(value: str) -> float:
        other = prepared(value)
        return (
            0.0 if other is None else max([gains[level(one, other)] for one in said], default=0.0)
        )

    return gain
