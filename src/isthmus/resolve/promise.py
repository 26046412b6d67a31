"""Promise: whether two source entities can come to so many bits, found out at little cost.

Most pairs that keys propose share no more than the sound of a name, and come to nothing. What is
cheap to compare is compared first. A name is looked at last, and not at all where nothing but an
equal one would do and none is. A promise that is denied is never wrong: `compare.compared` would
give less than was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from isthmus.model.ontology import Ontology
from isthmus.model.statement import Claim
from isthmus.resolve.compare import Compared, Model, Profile, common_kind
from isthmus.resolve.levels.comparator import Prepared


class _Cheap(NamedTuple):
    """A property that costs little to compare, with what is said of it."""

    name: str
    how: Compared
    said: Sequence[Prepared]


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
        lacking, held = self._least, right.values
        for name, how, said in plan[0]:
            if name in held:
                lacking -= _most(how, said, held[name])
        for name, how, same in plan[1]:
            if name in held:
                least = max(how.most_unequal, 0.0)
                lacking -= least
                if lacking > 0 and not same.isdisjoint(_same(name, how, right)):
                    lacking -= max(how.most_equal - least, 0.0)
        return lacking <= 0

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
                prepared = (how.prepared(claim.value) for claim in claims)
                cheap.append(_Cheap(name, how, [one for one in prepared if one is not None]))
            else:
                costly.append(_Costly(name, how, _same(name, how, self._left)))
        return cheap, costly


def promises(left: Profile, right: Profile, model: Model, ontology: Ontology, least: float) -> bool:
    """Tell whether what speaks for two may come to `least` bits, under any labels together."""
    return Hope(left, model, ontology, least).of(right)


def _is_one_kind(profile: Profile) -> bool:
    """Tell whether an entity is of the same kind, and compared by the same weights, to everybody.

    Under each label it may be something else.
    """
    return len(profile.schemas) == 1 or len(profile.labels) == 1


def _most(how: Compared, said: Sequence[Prepared], theirs: Sequence[Claim]) -> float:
    """Give the most bits that speak for two, among all pairs of their values."""
    most, level, bits = 0.0, how.comparator.level, how.bits
    for claim in theirs:
        value = how.prepared(claim.value)
        if value is None:
            continue
        for ours in said:
            found = bits[level(ours, value)]
            most = max(most, found)
    return most


def _same(name: str, how: Compared, profile: Profile) -> frozenset[str]:
    found = profile.same.get(name)
    if found is None:
        same = how.comparator.same
        every = [] if same is None else [same(claim.value) for claim in profile.values[name]]
        found = profile.same[name] = frozenset([one for one in every if one])
    return found
