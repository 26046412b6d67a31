"""Promise: whether two source entities can come to so many bits, found out at little cost.

Most pairs that keys propose share no more than the sound of a name, and come to nothing. What is
cheap to compare is compared first. A name is looked at last, and not at all where nothing but an
equal one would do and none is. A promise that is denied is never wrong: `compare.compared` would
give less than was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from isthmus.model.ontology import Ontology
from isthmus.model.statement import Claim
from isthmus.resolve.compare import Compared, Model, Profile, common_kind
from isthmus.resolve.levels.comparator import Prepared

ROUNDING: Final = 1e-9
"""Bits by which two orders of a sum may differ."""


class _Cheap(NamedTuple):
    """A property that costs little to compare. `said`: its value, if it has but one."""

    name: str
    how: Compared
    said: Prepared | None


class _Costly(NamedTuple):
    """A property that costs much to compare, with what its values share with equal ones."""

    name: str
    how: Compared
    same: frozenset[str]


_Plan: TypeAlias = tuple[Sequence[_Cheap], Sequence[_Costly]]


class Hope:
    """What one source entity may come to with others, one after the other."""

    __slots__ = ("_least", "_left", "_model", "_one_kind", "_ontology", "_plans")

    def __init__(self, left: Profile, model: Model, ontology: Ontology, least: float) -> None:
        self._left, self._model, self._ontology, self._least = left, model, ontology, least
        self._one_kind = _is_one_kind(left)
        self._plans: dict[frozenset[str], _Plan | None] = {}

    def of(self, right: Profile) -> bool:
        """Tell whether what speaks for both may come to enough, under any labels together."""
        if not (self._one_kind and _is_one_kind(right)):
            return True
        kinds = right.of
        plan = self._plans[kinds] if kinds in self._plans else self._planned(right)
        if plan is None:
            return False
        lacking = self._least - self._cheap(plan[0], right)
        for name, how, same in plan[1]:
            if name in right.values:
                least = max(how.most_unequal, 0.0)
                lacking -= least
                if lacking > ROUNDING and _is_equal(how, same, right.values[name]):
                    lacking -= max(how.most_equal - least, 0.0)
        return lacking <= ROUNDING

    def _cheap(self, plan: Sequence[_Cheap], right: Profile) -> float:
        """Give the bits that speak for both of what costs little to compare."""
        held, found = right.values, 0.0
        for name, how, said in plan:
            if name not in held:
                continue
            theirs = held[name]
            if said is None or len(theirs) > 1:
                found += _most(how, self._left.values[name], theirs)
                continue
            # Nearly always one value meets one: written out, since it is where the time goes.
            value = how.prepared(theirs[0].value)
            if value is not None:
                found += max(how.bits[how.level(said, value)], 0.0)
        return found

    def _planned(self, right: Profile) -> _Plan | None:
        """Prepare what is said, as the kind that both are compares it; None if they are of none."""
        kind = common_kind(self._left, right, self._model, self._ontology)
        plan = None if kind is None else self._prepared(self._model.schemas[kind])
        self._plans[right.of] = plan
        return plan

    def _prepared(self, compared: Mapping[str, Compared]) -> _Plan:
        cheap, costly = list[_Cheap](), list[_Costly]()
        for name, claims in self._left.values.items():
            how = compared.get(name)
            if how is None:
                continue
            if how.comparator.same is None:
                said = how.prepared(claims[0].value) if len(claims) == 1 else None
                cheap.append(_Cheap(name, how, said))
            else:
                costly.append(_Costly(name, how, _same(how, claims)))
        return cheap, costly


class Hopes:
    """What entities, known by their numbers, may come to with one another."""

    __slots__ = ("_ends", "_hopes", "_least", "_model", "_ontology")

    def __init__(
        self, ends: Mapping[int, Profile], model: Model, ontology: Ontology, least: float
    ) -> None:
        self._ends, self._model, self._ontology, self._least = ends, model, ontology, least
        self._hopes: dict[int, Hope] = {}

    def between(self, one: int, other: int) -> bool:
        """Tell whether what speaks for two may come to enough, under any labels together."""
        hope = self._hopes.get(one)
        if hope is None:
            left = self._ends[one]
            hope = self._hopes[one] = Hope(left, self._model, self._ontology, self._least)
        return hope.of(self._ends[other])


def _is_one_kind(profile: Profile) -> bool:
    """Tell whether an entity is of the same kind, and compared by the same weights, to everybody.

    Under each label it may be something else.
    """
    return len(profile.schemas) == 1 or len(profile.labels) == 1


def _most(how: Compared, ours: Sequence[Claim], theirs: Sequence[Claim]) -> float:
    """Give the most bits that speak for two, among all pairs of their values."""
    weighed = (how.weigh(a.value, b.value) for a in ours for b in theirs)
    return max([bits for bits in weighed if bits is not None and bits > 0], default=0.0)


def _same(how: Compared, claims: Sequence[Claim]) -> frozenset[str]:
    """Give what values share with equal ones; nothing of those that say nothing."""
    same = how.comparator.same
    every = [] if same is None else [same(claim.value) for claim in claims]
    return frozenset([one for one in every if one])


def _is_equal(how: Compared, same: frozenset[str], theirs: Sequence[Claim]) -> bool:
    """Tell whether some value may be equal to one that shares this with its equals."""
    of = how.comparator.same
    return of is not None and any(of(claim.value) in same for claim in theirs)
