"""Promise: whether two source entities can come to so many bits, found out at little cost.

Most pairs that keys propose share no more than the sound of a name, and come to nothing. What is
cheap to compare is compared first. A name is looked at last, and not at all where nothing but an
equal one would do and none is. A promise that is denied is never wrong: `compare.compared` would
give less than was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from isthmus.model.ontology import Ontology
from isthmus.model.statement import Claim
from isthmus.resolve.compare import Compared, Model, Profile, common_kind


def promises(left: Profile, right: Profile, model: Model, ontology: Ontology, least: float) -> bool:
    """Tell whether what speaks for two may come to `least` bits, under any labels together."""
    if not (_is_one_kind(left) and _is_one_kind(right)):
        return True
    kind = common_kind(left, right, model, ontology)
    if kind is None:
        return False
    lacking, costly = least, []
    compared, held = model.schemas[kind], right.values
    for name, ours in left.values.items():
        if name not in held or name not in compared:
            continue
        how = compared[name]
        if how.comparator.same is None:
            lacking -= _most(how, ours, held[name])
        else:
            costly.append((name, how))
    for name, how in costly:
        lacking -= _hope(name, how, left, right, lacking)
    return lacking <= 0


def _is_one_kind(profile: Profile) -> bool:
    """Tell whether an entity is of the same kind, and compared by the same weights, to everybody.

    Under each label it may be something else.
    """
    return len(profile.schemas) == 1 or len(profile.labels) == 1


def _most(how: Compared, ours: Sequence[Claim], theirs: Sequence[Claim]) -> float:
    """Give the most bits that speak for two, among all pairs of their values."""
    most = 0.0
    for a in ours:
        for b in theirs:
            bits = how.weigh(a.value, b.value)
            if bits is not None and bits > most:
                most = bits
    return most


def _hope(name: str, how: Compared, left: Profile, right: Profile, lacking: float) -> float:
    """Give no less than what a costly comparison may give, as far as it matters."""
    if how.most_unequal >= lacking:
        return how.most_unequal
    equal = not _same(name, how, left).isdisjoint(_same(name, how, right))
    return max(how.most_unequal, how.most_equal if equal else 0.0, 0.0)


def _same(name: str, how: Compared, profile: Profile) -> frozenset[str]:
    found = profile.same.get(name)
    if found is None:
        same = how.comparator.same or str
        prepared = (how.prepared(claim.value) for claim in profile.values[name])
        found = profile.same[name] = frozenset(same(one) for one in prepared if one is not None)
    return found
